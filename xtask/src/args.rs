//! The command line.

use anyhow::{Context as _, Result, bail};
use lexopt::prelude::*;

pub const HELP: &str = "\
Usage: cargo xtask <command>

Commands
  serve   build the site in release mode and serve it    --port 8080 --host 127.0.0.1 --open
  dev     build in debug mode, serve, rebuild and reload as files change    (same options)
  build   build the site into dist/    --public-url /path/ when it is not at the root of its host
  test    everything CI runs; name stages to run only those
  bench   engine speed beside a bare loop, and Lighthouse on the concept page
  doctor  what is installed, what is missing and what would be done about it

Tools that are missing are installed below target/tools and nowhere else; `rustup target add` and, in
`test`, Debian's chromium packages are the exceptions.
";

pub enum Task {
    Help,
    Serve(Address),
    Dev(Address),
    Build {
        public_url: String,
    },
    Doctor,
    /// Names of stages; all when empty.
    Test {
        only: Vec<String>,
    },
    Bench,
}

pub struct Address {
    pub host: String,
    pub port: u16,
    /// Show it in the reader's browser.
    pub open: bool,
}

pub fn parse() -> Result<Task> {
    from(lexopt::Parser::from_env())
}

fn from(mut words: lexopt::Parser) -> Result<Task> {
    let Some(first) = words.next()? else {
        return Ok(Task::Help);
    };
    let command = match first {
        Value(name) => name.string()?,
        Long("help") | Short('h') => return Ok(Task::Help),
        other => return Err(other.unexpected().into()),
    };
    let mut address = Address {
        host: "127.0.0.1".to_owned(),
        port: 8080,
        open: false,
    };
    let mut public_url = "/".to_owned();
    let mut only = Vec::new();
    while let Some(word) = words.next()? {
        match (command.as_str(), word) {
            (_, Long("help") | Short('h')) => return Ok(Task::Help),
            ("serve" | "dev", Long("port")) => {
                let given = words.value()?.string()?;
                address.port = given
                    .parse()
                    .with_context(|| format!("--port takes a number up to 65535, not {given:?}"))?;
            }
            ("serve" | "dev", Long("host")) => address.host = words.value()?.string()?,
            ("serve" | "dev", Long("open")) => address.open = true,
            ("build", Long("public-url")) => public_url = words.value()?.string()?,
            ("test", Value(stage)) => only.push(stage.string()?),
            (_, other) => return Err(other.unexpected().into()),
        }
    }
    Ok(match command.as_str() {
        "serve" => Task::Serve(address),
        "dev" => Task::Dev(address),
        "build" => Task::Build {
            public_url: path_of(&public_url)?,
        },
        "doctor" => Task::Doctor,
        "test" => Task::Test { only },
        "bench" => Task::Bench,
        "help" => Task::Help,
        other => bail!("there is no command {other:?}\n\n{HELP}"),
    })
}

/// The path of a public URL, with slashes at both ends. A whole address is taken too, as other site
/// builders take one.
fn path_of(public_url: &str) -> Result<String> {
    let path = match public_url.split_once("://") {
        Some((_, rest)) => rest.split_once('/').map_or("", |(_, path)| path),
        None => public_url,
    };
    if path.contains(['?', '#', ' ']) {
        bail!("--public-url takes a path such as /sub/, not {public_url:?}");
    }
    Ok(match path.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Task> {
        from(lexopt::Parser::from_args(words))
    }

    #[test]
    fn a_public_url_is_a_path_with_slashes_at_both_ends() {
        for given in ["sub", "/sub", "/sub/", "https://example.org/sub/"] {
            assert_eq!(path_of(given).unwrap(), "/sub/");
        }
        assert_eq!(path_of("https://example.org").unwrap(), "/");
        assert!(path_of("/a b/").is_err());
    }

    #[test]
    fn an_option_of_another_command_is_refused() {
        assert!(parsed(&["build", "--port", "80"]).is_err());
        assert!(parsed(&["serve", "--port", "none"]).is_err());
        assert!(parsed(&["polish"]).is_err());
        assert!(matches!(
            parsed(&["serve", "--port", "0", "--open"]).unwrap(),
            Task::Serve(Address {
                port: 0,
                open: true,
                ..
            })
        ));
    }
}
