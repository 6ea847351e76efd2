//! A recorded run that would answer the prediction beside it is covered until that is made.
//!
//! What is covered the style sheet says; here is what uncovers it. That is a disclosure, which needs no program. Running the lab
//! uncovers it, too.

use leptos::prelude::*;

use super::bench::{Bench, Phase};
use crate::components::{inert, view};
use crate::platform::focus;
use crate::words::lab as say;

/// `asked` is the id of the prediction, on the page or in the lab; `id` the lab's. The program of every page, which keeps answers, opens the disclosure of a
/// prediction that was made, and keeps what is told of it here.
#[component]
pub fn Seal(bench: Bench, id: String, asked: Option<String>) -> impl IntoView {
    let Some(asked) = asked else {
        return ().into_any();
    };
    let recorded = format!("{id}-recorded");
    let opened = bench.preset.get_untracked();
    let question = asked.clone();
    let details = NodeRef::<leptos::html::Details>::new();
    // It may have been opened before this program came.
    let open = RwSignal::new(false);
    let look = move || open.set(details.get().is_some_and(|details| details.open()));
    Effect::new(move |_| look());
    let seen = Memo::new(move |_| {
        let runs = matches!(bench.phase.get(), Phase::Running | Phase::Finished);
        open.get() || runs && bench.preset.get() == opened
    });
    Effect::new(move |_| {
        if seen.get() {
            tell(&question);
        }
    });
    // The button goes.
    let led_to = recorded.clone();
    let leave = move |_| focus::focus_soon(led_to.clone());
    view! {
        <div class="lab__seal">
            {inert("p", say::covered_until_predicted())}
            <details data-asked=asked node_ref=details on:toggle=move |_| untrack(look)>
                <summary class="button" on:click=leave>{say::show_recorded()}</summary>
            </details>
        </div>
        <p class="visually-hidden" id=recorded tabindex="-1">{say::the_recorded_run()}</p>
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
