//! The page's table of contents. The section being read is marked, once the program runs.

use headroom_content::model::TocEntry;
use leptos::prelude::*;

/// Nothing for pages of fewer than two sections.
#[component]
pub fn Contents(entries: Vec<TocEntry>) -> impl IntoView {
    (entries.len() > 1).then(|| {
        let reading = RwSignal::new(None::<String>);
        #[cfg(target_arch = "wasm32")]
        follow_reading(&entries, reading);
        let lines = entries
            .into_iter()
            .map(|entry| {
                let href = format!("#{}", entry.id);
                let id = entry.id;
                let current = move || {
                    reading
                        .with(|reading| reading.as_deref() == Some(&*id))
                        .then_some("location")
                };
                view! {
                    <li class:sub={entry.level > 2}>
                        <a href=href aria-current=current>{entry.title}</a>
                    </li>
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

/// Keeps `reading` at the id of the section that stands in the upper part of the window.
#[cfg(target_arch = "wasm32")]
fn follow_reading(entries: &[TocEntry], reading: RwSignal<Option<String>>) {
    use crate::platform::sections::Watch;

    let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
    // Lives as long as this table of contents.
    let watch = StoredValue::new_local(None::<Watch>);
    Effect::new(move |_| {
        let ids = ids.clone();
        // The page's body is put into the document together with the rail, maybe after it.
        request_animation_frame(move || {
            let started = Watch::start(&ids, move |current| {
                if reading
                    .try_get_untracked()
                    .is_some_and(|old| old != current)
                {
                    reading.set(current);
                }
            });
            watch.try_set_value(started);
        });
    });
}
