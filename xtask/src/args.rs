//! The command line.

use anyhow::{Context as _, Result, bail};
use lexopt::prelude::*;

pub const HELP: &str = "\
Usage: cargo xtask <command>

Commands
  serve   build the site in release mode and serve it    --port 8080 --host 127.0.0.1 --open
  dev     build in debug mode, serve, rebuild and reload as files change    (same options)
  build   build the site into dist/    --public-url https://example.org/path/ where it will be found; a path alone
          will do, but then there is no sitemap, no feed and no picture beside links
  test    everything CI runs; name stages to run only those
  bench   engine speed beside a bare loop, and how fast pages are by Lighthouse
  reproduce  build what is committed here and in a fresh clone with a Cargo home of its own, and name the files that differ
  doctor  what is installed, what is missing and what would be done about it

Tools that are missing are installed below target/tools and nowhere else; `rustup target add` and, in
`test`, Debian's packages of chromium and nginx are the exceptions.
";

pub enum Task {
    Help,
    Serve(Address),
    Dev(Address),
    Build(PublicUrl),
    Doctor,
    /// Names of stages; all when empty.
    Test {
        only: Vec<String>,
    },
    Bench,
    Reproduce,
}

/// Where the site will be found.
#[derive(Debug, PartialEq, Eq)]
pub struct PublicUrl {
    /// Scheme and host, where they were told.
    pub origin: Option<String>,
    /// With slashes at both ends.
    pub path: String,
}

impl PublicUrl {
    /// On a host that is not told; `path` has slashes at both ends.
    pub fn below(path: &str) -> Self {
        Self {
            origin: None,
            path: path.to_owned(),
        }
    }
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
        "build" => Task::Build(located(&public_url)?),
        "doctor" => Task::Doctor,
        "test" => Task::Test { only },
        "bench" => Task::Bench,
        "reproduce" => Task::Reproduce,
        "help" => Task::Help,
        other => bail!("there is no command {other:?}\n\n{HELP}"),
    })
}

/// Takes apart a public URL: a whole address, or a path on a host that is not told.
fn located(public_url: &str) -> Result<PublicUrl> {
    let (origin, path) = match public_url.split_once("://") {
        Some((scheme, rest)) => {
            let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
            (Some(format!("{scheme}://{host}")), path)
        }
        None => (None, public_url),
    };
    if public_url.contains(['?', '#', ' ']) {
        bail!(
            "--public-url takes an address such as https://example.org/sub/ or a path such as /sub/, not {public_url:?}"
        );
    }
    let path = match path.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    };
    Ok(PublicUrl { origin, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Task> {
        from(lexopt::Parser::from_args(words))
    }

    #[test]
    fn a_public_url_is_a_path_with_slashes_at_both_ends_and_a_host_where_it_is_told() {
        let of = |given| located(given).unwrap();
        for given in ["sub", "/sub", "/sub/", "https://example.org/sub/"] {
            assert_eq!(of(given).path, "/sub/");
        }
        assert_eq!(of("https://example.org").path, "/");
        assert_eq!(of("/sub/").origin, None);
        for given in ["https://example.org", "https://example.org/a/b"] {
            assert_eq!(of(given).origin.as_deref(), Some("https://example.org"));
        }
        assert!(located("/a b/").is_err());
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
