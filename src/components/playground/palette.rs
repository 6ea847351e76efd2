//! What can be added.

use headroom_studio::protocol::Edit;
use leptos::prelude::*;

use crate::components::{inert, view};

use super::design::Design;
use crate::words::playground as say;

#[component]
pub fn Palette(design: Design) -> impl IntoView {
    // Whoever adds one after the other mostly wants the next to be called by the last.
    let joined = RwSignal::new(true);
    let add = move |kind: &str| {
        let from = design.chosen_id().filter(|_| joined.get_untracked());
        design.edit(Edit::AddNode {
            kind: kind.to_owned(),
            from,
        });
    };
    let kinds = design.vocabulary.get_value();
    let kinds = kinds.kinds.iter().map(|kind| {
        let key = kind.key.to_string();
        let summary = format!("design-add-{key}");
        view! {
            <li>
                <button
                    type="button"
                    class="palette__kind"
                    aria-describedby=summary.clone()
                    on:click=move |_| untrack(|| add(&key))
                >
                    {inert(r#"span class="visually-hidden""#, say::add_kind())}
                    {kind.label.to_string()}
                </button>
                <p id=summary>{kind.summary.to_string()}</p>
            </li>
        }
    });
    let from = move || {
        let from = design.chosen_id()?;
        Some(view! {
            <label class="palette__joined">
                <input
                    type="checkbox"
                    prop:checked=move || joined.get()
                    on:change=move |event| joined.set(event_target_checked(&event))
                />
                <span>{say::let_call_added(from)}</span>
            </label>
        })
    };
    view! {
        <section class="palette" aria-labelledby="design-palette">
            {inert(r#"h2 class="playground__title" id="design-palette""#, say::add())}
            {move || from()}
            <ul role="list" class="palette__list" aria-labelledby="design-palette">{kinds.collect_view()}</ul>
        </section>
    }
}
