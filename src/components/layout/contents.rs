//! The page's table of contents. The section being read is marked once the program runs
//! (`platform::sections`).

use headroom_content::model::TocEntry;
use leptos::prelude::*;

use crate::words::{lang_of_content, page as words};

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
            <nav class="toc" aria-label=words::on_this_page()>
                <h2>{words::on_this_page()}</h2>
                <ol role="list" lang=lang_of_content()>{lines}</ol>
            </nav>
        }
    })
}
