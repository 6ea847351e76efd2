//! The page's table of contents. The section being read is marked once the program runs
//! (`platform::sections`).

use headroom_content::model::TocEntry;
use leptos::prelude::*;

/// Nothing for pages of fewer than two sections.
#[component]
pub fn Contents(entries: Vec<TocEntry>) -> impl IntoView {
    (entries.len() > 1).then(|| {
        let lines = entries
            .into_iter()
            .map(|entry| {
                view! {
                    <li class:sub={entry.level > 2}><a href=format!("#{}", entry.id)>{entry.title}</a></li>
                }
            })
            .collect_view();
        view! {
            <nav class="toc" aria-label="On this page">
                <h2>"On this page"</h2>
                <ol role="list">{lines}</ol>
            </nav>
        }
    })
}
