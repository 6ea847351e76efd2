//! The works a page takes its figures from.

use headroom_content::model::Source;
use leptos::prelude::*;

use crate::words::{lang_of_content, page as words};

/// A numbered list that the citations in the text lead to. Nothing when there is none.
#[component]
pub fn Sources(sources: Vec<Source>) -> impl IntoView {
    (!sources.is_empty()).then(|| {
        let works = sources
            .into_iter()
            .map(|source| {
                let host = host(&source.url).to_owned();
                view! {
                    <li id=format!("source-{}", source.id) value=source.number.to_string()>
                        <a href=source.url rel="external" lang=lang_of_content()>{source.title}</a>
                        <span class="host">{host}</span>
                    </li>
                }
            })
            .collect_view();
        view! {
            <section aria-labelledby="sources">
                <h2 id="sources">{words::sources()}</h2>
                <ol class="sources">{works}</ol>
            </section>
        }
    })
}

/// Who publishes it: the host of an address, without `www.`.
fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.strip_prefix("www.").unwrap_or(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_names_its_publisher() {
        assert_eq!(host("https://www.usenix.org/conference/x"), "usenix.org");
        assert_eq!(host("https://example.org?q=1"), "example.org");
        assert_eq!(host("https://example.org"), "example.org");
    }
}
