//! Live reload for `cargo xtask dev`: open pages listen to a stream of events and reload when the site was
//! built anew.

use std::convert::Infallible;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{Response, StatusCode, header};
use axum::middleware::{Next, map_response};
use axum::response::IntoResponse as _;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::routing::get;

/// Often enough to feel immediate, seldom enough to cost nothing.
const LOOK_EVERY: Duration = Duration::from_millis(150);

/// Adds the stream, the script that listens to it, and the script's element in each page.
pub fn add(site: Router, watched: PathBuf, base: &str) -> Router {
    let element = format!("<script src=\"{base}__reload.js\"></script>");
    let script = format!(
        "new EventSource({:?}).addEventListener('reload', () => location.reload());",
        format!("{base}__reload")
    );
    site.layer(map_response(move |response| {
        inject(response, element.clone())
    }))
    .route(
        "/__reload.js",
        get(move || async move { ([(header::CONTENT_TYPE, "text/javascript")], script) }),
    )
    .route("/__reload", get(move || async move { stream(watched) }))
    .layer(axum::middleware::from_fn(unconditionally))
}

/// A page that has not changed must still come with the script: no "304 Not Modified" while it is added.
async fn unconditionally(mut request: Request, next: Next) -> Response<Body> {
    request.headers_mut().remove(header::IF_MODIFIED_SINCE);
    next.run(request).await
}

async fn inject(response: Response<Body>, element: String) -> Response<Body> {
    let is_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if !is_page {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let Ok(page) = to_bytes(body, usize::MAX).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    let page = String::from_utf8_lossy(&page);
    let at = page.rfind("</body>").unwrap_or(page.len());
    let page = format!("{}{element}{}", &page[..at], &page[at..]);
    parts.headers.remove(header::CONTENT_LENGTH);
    Response::from_parts(parts, Body::from(page))
}

fn stream(watched: PathBuf) -> impl axum::response::IntoResponse {
    let first = written(&watched);
    let events = futures_util::stream::unfold(first, move |seen| {
        let watched = watched.clone();
        async move {
            loop {
                tokio::time::sleep(LOOK_EVERY).await;
                let now = written(&watched);
                if now != seen {
                    let event = Event::default().event("reload").data("");
                    return Some((Ok::<_, Infallible>(event), now));
                }
            }
        }
    });
    Sse::new(events).keep_alive(KeepAlive::default())
}

/// When the file was last written; `None` while it is not there.
fn written(file: &Path) -> Option<SystemTime> {
    std::fs::metadata(file)
        .and_then(|meta| meta.modified())
        .ok()
}
