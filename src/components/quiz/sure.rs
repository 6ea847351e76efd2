//! How sure the reader is of an answer, said before it is marked. Nobody has to.

use headroom_study::Confidence;
use leptos::prelude::*;

use crate::components::{inert, view};
use crate::words::quiz as words;

/// One button each; pressed again, nothing is said any more.
pub fn sure(
    confidence: RwSignal<Option<Confidence>>,
    closed: impl Fn() -> bool + Copy + Send + Sync + 'static,
) -> AnyView {
    let buttons = Confidence::ALL.map(|own| {
        let pressed = move || confidence.get() == Some(own);
        view! {
            <button
                type="button"
                disabled=closed
                aria-pressed=move || pressed().to_string()
                on:click=move |_| confidence.update(|said| *said = (*said != Some(own)).then_some(own))
            >{words::confidence(own)}</button>
        }
    });
    view! {
        <p class="question__sure" role="group" aria-label=words::how_sure_optional()>
            {inert("span", words::how_sure())}
            {buttons.into_iter().collect::<Vec<_>>()}
        </p>
    }
}
