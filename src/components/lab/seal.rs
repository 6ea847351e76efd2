//! A recorded run that would answer the prediction beside it is covered until that is made.
//!
//! What is covered the style sheet says; here is what uncovers it. That is a disclosure, which needs no program. Running the lab
//! uncovers it, too.

use leptos::prelude::*;

use super::bench::{Bench, Phase};
use crate::components::view;
use crate::platform::focus;

/// `asked` is the id of the prediction; `id` the lab's. The program of every page, which keeps answers, opens the disclosure of a
/// prediction that was made, and keeps what is told of it here.
#[component]
pub fn Seal(bench: Bench, id: String, asked: Option<String>) -> impl IntoView {
    let Some(asked) = asked else {
        return ().into_any();
    };
    let recorded = format!("{id}-recorded");
    let opened = bench.preset.get_untracked();
    let question = StoredValue::new(asked.clone());
    let tell = move || question.with_value(|question| tell(question));
    Effect::new(move |_| {
        let runs = matches!(bench.phase.get(), Phase::Running | Phase::Finished);
        if runs && bench.preset.get() == opened {
            tell();
        }
    });
    let led_to = recorded.clone();
    let show = move |_| {
        // The button goes.
        focus::focus_soon(led_to.clone());
        tell();
    };
    view! {
        <div class="lab__seal">
            <p>"The recorded run is covered until you have predicted: it would give the answer away."</p>
            <details data-asked=asked>
                <summary class="button" on:click=show>"Show the recorded run"</summary>
            </details>
        </div>
        <p class="visually-hidden" id=recorded tabindex="-1">"The recorded run"</p>
    }
    .into_any()
}

#[cfg(target_arch = "wasm32")]
fn tell(question: &str) {
    use crate::platform::document::tell_with;
    use crate::state::predictions::UNCOVERED;

    tell_with(UNCOVERED, question.as_bytes());
}

/// Nobody looks on the host.
#[cfg(not(target_arch = "wasm32"))]
fn tell(_: &str) {}
