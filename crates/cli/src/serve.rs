//! `headroom serve`: looks at a built site the way a static host would serve it, below its base path.
//!
//! It answers a missing page with `404.html` and status 404, sends `/a` on to `/a/`, and compresses, so
//! that what the tests measure here is what a reader gets from a static host.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use axum::Router;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect};
use axum::routing::get;
use headroom::words::Language;
use tower_http::compression::CompressionLayer;
use tower_http::services::{ServeDir, ServeFile};
use tower_http::set_header::SetResponseHeaderLayer;

use crate::say;

mod reload;

#[derive(clap::Args)]
pub struct Args {
    /// Folder of the built site
    #[arg(default_value = "dist")]
    dir: PathBuf,
    /// Path of the site on its host, as it was built
    #[arg(long, default_value = "/", value_name = "PATH")]
    base: String,
    /// 0 takes any free port
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Address to listen on
    #[arg(long, default_value = "127.0.0.1")]
    host: String,
    /// Show it in the browser
    #[arg(long)]
    open: bool,
    /// Reload open pages whenever this file is written
    #[arg(long, value_name = "FILE")]
    reload_on: Option<PathBuf>,
}

/// Serves until it is interrupted. Prints the address, on a line of its own, once requests are answered.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if !args.dir.join("index.html").is_file() {
        bail!(
            "{} holds no built site (no index.html); build one first: cargo xtask build",
            args.dir.display()
        );
    }
    let base = normal_base(&args.base);
    let router = router(&args.dir, &base, args.reload_on.as_deref());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("starting the server's runtime")?;
    runtime.block_on(async {
        let listener = match tokio::net::TcpListener::bind((args.host.as_str(), args.port)).await {
            Ok(listener) => listener,
            Err(error) if error.kind() == ErrorKind::AddrInUse => bail!(
                "{}:{} is taken by another program; choose another port with --port, or --port 0 for any free one",
                args.host,
                args.port
            ),
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("listening on {}:{}", args.host, args.port));
            }
        };
        let address = format!("http://{}{base}", listener.local_addr()?);
        say::out(format_args!("{address}\n"))?;
        if args.open {
            open(&address);
        }
        axum::serve(listener, router).await?;
        Ok(ExitCode::SUCCESS)
    })
}

/// Through the program with which the system opens addresses. Without one the printed address has to do.
fn open(address: &str) {
    let (program, options): (_, &[&str]) = if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else if cfg!(target_os = "macos") {
        ("open", &[])
    } else {
        ("xdg-open", &[])
    };
    if let Err(error) = Command::new(program).args(options).arg(address).spawn() {
        say::err(format_args!(
            "warning: the browser could not be opened through {program}: {error}\n"
        ));
    }
}

/// With a slash at both ends.
fn normal_base(base: &str) -> String {
    match base.trim_matches('/') {
        "" => "/".to_owned(),
        inner => format!("/{inner}/"),
    }
}

fn router(dir: &Path, base: &str, reload_on: Option<&Path>) -> Router {
    let prefix = base.trim_end_matches('/').to_owned();
    // Each language has its own page for what is not there.
    let files = |segment: &str| {
        let folder = dir.join(segment);
        let at = format!("{prefix}/{segment}");
        ServeDir::new(&folder)
            .redirect_path_prefix(at.trim_end_matches('/'))
            .not_found_service(ServeFile::new(folder.join("404.html")))
    };
    let mut site = Router::new().fallback_service(files(""));
    for language in Language::ALL {
        let segment = language.segment();
        if !segment.is_empty() && dir.join(segment).exists() {
            site = site.nest_service(&format!("/{segment}"), files(segment));
        }
    }
    if let Some(file) = reload_on {
        site = reload::add(site, file.to_owned(), base);
    }
    let site = site
        .layer(CompressionLayer::new())
        // A build replaces files in place: ask again each time, a 304 costs nothing here.
        .layer(SetResponseHeaderLayer::overriding(
            header::CACHE_CONTROL,
            HeaderValue::from_static("no-cache"),
        ));
    if prefix.is_empty() {
        return site;
    }
    let to_base = base.to_owned();
    Router::new()
        .nest_service(&prefix, site)
        .route(
            "/",
            get(move || async move { Redirect::temporary(&to_base) }),
        )
        .fallback(async || {
            // Outside the base path the host has nothing of ours; a link that leaves it must be seen to fail.
            (StatusCode::NOT_FOUND, "Outside the site's base path").into_response()
        })
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::http::{Request, Response};
    use http_body_util::BodyExt as _;
    use tower::ServiceExt as _;

    use super::*;

    struct Site(PathBuf);

    impl Site {
        fn new(name: &str) -> Self {
            let dir = std::env::temp_dir().join(format!("headroom-{}-{name}", std::process::id()));
            std::fs::create_dir_all(dir.join("concepts")).unwrap();
            std::fs::write(dir.join("index.html"), "<body>home</body>").unwrap();
            std::fs::write(dir.join("404.html"), "lost").unwrap();
            let other = dir.join(Language::Chinese.segment());
            std::fs::create_dir_all(other.join("concepts")).unwrap();
            std::fs::write(other.join("404.html"), "迷路").unwrap();
            std::fs::write(other.join("index.html"), "首页").unwrap();
            std::fs::write(other.join("concepts/index.html"), "概念").unwrap();
            std::fs::write(dir.join("concepts/index.html"), "concepts").unwrap();
            std::fs::write(dir.join("app.wasm"), [0_u8; 2000]).unwrap();
            Self(dir)
        }

        fn get(&self, base: &str, path: &str) -> Response<Body> {
            self.ask(
                base,
                None,
                Request::get(path).header("accept-encoding", "gzip"),
            )
        }

        fn ask(
            &self,
            base: &str,
            reload_on: Option<&Path>,
            request: axum::http::request::Builder,
        ) -> Response<Body> {
            let request = request.body(Body::empty()).unwrap();
            block_on(router(&self.0, base, reload_on).oneshot(request)).unwrap()
        }
    }

    impl Drop for Site {
        fn drop(&mut self) {
            std::fs::remove_dir_all(&self.0).unwrap();
        }
    }

    fn block_on<F: Future>(future: F) -> F::Output {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(future)
    }

    fn text(response: Response<Body>) -> String {
        let bytes = block_on(response.into_body().collect()).unwrap().to_bytes();
        String::from_utf8(bytes.to_vec()).unwrap()
    }

    #[test]
    fn a_missing_page_is_the_404_page_with_status_404() {
        let site = Site::new("missing");
        for (base, path) in [("/", "/nowhere/"), ("/sub/", "/sub/nowhere/")] {
            let response = site.get(base, path);
            assert_eq!(response.status(), StatusCode::NOT_FOUND);
            assert_eq!(text(response), "lost");
        }
    }

    #[test]
    fn each_language_has_its_own_page_for_what_is_not_there() {
        let site = Site::new("languages");
        for base in ["/", "/sub/"] {
            for (path, status, says) in [
                ("zh/", StatusCode::OK, "首页"),
                ("zh/concepts/", StatusCode::OK, "概念"),
                ("zh/nowhere/", StatusCode::NOT_FOUND, "迷路"),
                ("nowhere/", StatusCode::NOT_FOUND, "lost"),
            ] {
                let response = site.get(base, &format!("{base}{path}"));
                assert_eq!(response.status(), status, "{base}{path}");
                assert_eq!(text(response), says, "{base}{path}");
            }
        }
    }

    #[test]
    fn a_folder_without_its_slash_is_sent_on_below_the_base() {
        let site = Site::new("slash");
        for (base, path, to) in [
            ("/", "/concepts", "/concepts/"),
            ("/sub/", "/sub/concepts", "/sub/concepts/"),
            ("/sub/", "/", "/sub/"),
            ("/", "/zh", "/zh/"),
            ("/sub/", "/sub/zh/concepts", "/sub/zh/concepts/"),
        ] {
            let response = site.get(base, path);
            assert!(response.status().is_redirection(), "{path}");
            assert_eq!(response.headers()[header::LOCATION], to);
        }
    }

    #[test]
    fn below_a_base_nothing_is_served_outside_it() {
        let site = Site::new("outside");
        assert_eq!(
            site.get("/sub/", "/concepts/").status(),
            StatusCode::NOT_FOUND
        );
        assert_eq!(text(site.get("/sub/", "/sub/concepts/")), "concepts");
    }

    #[test]
    fn webassembly_has_its_type_and_is_compressed() {
        let site = Site::new("wasm");
        let response = site.get("/", "/app.wasm");
        assert_eq!(response.headers()[header::CONTENT_TYPE], "application/wasm");
        assert_eq!(response.headers()[header::CONTENT_ENCODING], "gzip");
    }

    #[test]
    fn pages_carry_the_reload_script_only_when_asked_to() {
        let site = Site::new("reload");
        let stamp = site.0.join("stamp");
        let page = text(site.ask("/sub/", Some(&stamp), Request::get("/sub/")));
        assert!(
            page.ends_with("<script src=\"/sub/__reload.js\"></script></body>"),
            "{page}"
        );
        let plain = text(site.ask("/sub/", None, Request::get("/sub/")));
        assert_eq!(plain, "<body>home</body>");
    }

    #[test]
    fn a_base_is_taken_with_or_without_its_slashes() {
        for base in ["sub", "/sub", "sub/", "/sub/"] {
            assert_eq!(normal_base(base), "/sub/");
        }
        assert_eq!(normal_base(""), "/");
    }
}
