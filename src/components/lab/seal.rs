//! A recorded run that would answer the prediction beside it is covered until that is made.
//!
//! What is covered the style sheet says; here is what uncovers it. That is a disclosure, which needs no program. Running the lab
//! uncovers it, too.

use leptos::prelude::*;

use super::bench::{Bench, Phase};
use crate::components::view;
use crate::platform::focus;

/// `asked` is the id of the prediction; `id` the lab's. The program of every page, which keeps answers, opens the disclosure of a
/// prediction that is over; that of marks keeps which runs are seen without.
#[component]
pub fn Seal(bench: Bench, id: String, asked: Option<String>) -> impl IntoView {
    let Some(asked) = asked else {
        return ().into_any();
    };
    let recorded = format!("{id}-recorded");
    let details = NodeRef::<leptos::html::Details>::new();
    let seen = RwSignal::new(false);
    let opened = bench.preset.get_untracked();
    Effect::new(move |_| {
        let runs = matches!(bench.phase.get(), Phase::Running | Phase::Finished);
        if runs && bench.preset.get() == opened {
            seen.set(true);
        }
    });
    #[cfg(target_arch = "wasm32")]
    tell(seen, details, asked.clone());
    let led_to = recorded.clone();
    let show = move |_| {
        // The button goes.
        focus::focus_soon(led_to.clone());
        seen.set(true);
    };
    view! {
        <div class="lab__seal">
            <p>"The recorded run is covered until you have predicted: it would give the answer away."</p>
            <details data-asked=asked node_ref=details>
                <summary class="button" on:click=show>"Show the recorded run"</summary>
            </details>
        </div>
        <p class="visually-hidden" id=recorded tabindex="-1">"The recorded run"</p>
    }
    .into_any()
}

/// Asks whether the prediction is over, and tells when the run is seen without.
#[cfg(target_arch = "wasm32")]
fn tell(seen: RwSignal<bool>, details: NodeRef<leptos::html::Details>, asked: String) {
    use crate::platform::document::{tell, tell_with};
    use crate::state::predictions::{SEEN, UNCOVERED, WANTED};

    Effect::new(move |_| {
        let Some(details) = details.get() else { return };
        if !seen.get() {
            tell(WANTED);
        } else if details.set_attribute(SEEN, &asked).is_ok() {
            tell_with(UNCOVERED, &[]);
        }
    });
}
