//! Passing a design on by a link, and taking one in.

use headroom_sim::share::SharedDesign;
use leptos::prelude::*;

use super::design::Design;
use crate::components::lab::{Copied, full, sentence};
use crate::components::view;
use crate::platform::focus::focus_soon;
use crate::state::site::{DESIGN, PLAYGROUND};
use crate::words::{lab, playground as say};

const PANEL: &str = "design-share";
const OPEN: &str = "design-offer";

/// What the button in the toolbar opens.
#[component]
pub fn Sharing(design: Design) -> impl IntoView {
    // Once opened it is kept.
    let opened =
        Memo::new(move |before: Option<&bool>| before == Some(&true) || design.sharing.get());
    view! {
        <div class="share__panel playground__share" id=PANEL hidden=move || !design.sharing.get()>
            {move || opened.get().then(|| panel(design))}
        </div>
    }
}

/// The button in the toolbar.
pub fn button(design: Design) -> AnyView {
    view! {
        <button
            type="button"
            class="share__open"
            aria-expanded=move || design.sharing.get().to_string()
            aria-controls=PANEL
            on:click=move |_| design.sharing.update(|open| *open = !*open)
        >
            {say::share()}
        </button>
    }
}

fn panel(design: Design) -> AnyView {
    let shared = Memo::new(move |_| design.to_share());
    let fragment = Memo::new(move |_| {
        let text = shared.with(SharedDesign::to_text);
        text.map(|text| format!("{DESIGN}{text}"))
    });
    let page = design.base.with_value(|base| base.href(PLAYGROUND));
    let text = Memo::new(move |_| fragment.with(|fragment| full(&page, fragment)));
    let said = RwSignal::new(None::<&'static str>);
    // What was copied is not what stands there any more.
    Effect::new(move |_| {
        fragment.track();
        said.set(None);
    });
    let field = Copied { text, said }.field(
        "design-share-link".to_owned(),
        (lab::link(), lab::copy_link()),
        None,
        || {},
    );
    let what = move || {
        let run = shared.with(|shared| shared.lab.is_some());
        if run {
            say::holds_with_run()
        } else {
            say::holds()
        }
    };
    let failure =
        move || fragment.with(|fragment| fragment.as_ref().err().map(|why| sentence(*why)));
    view! {
        <p class="share__what">{move || what()}</p>
        <p class="share__failure" role="alert">{move || failure()}</p>
        {field}
        <p class="share__said" role="status">{move || said.get()}</p>
    }
}

/// Asks whether a design from a link shall be opened, where the reader has one already.
#[component]
pub fn Offer(design: Design) -> impl IntoView {
    let offered = Memo::new(move |_| design.offered.with(Option::is_some));
    let open = move |_| {
        if let Some(shared) = design.offered.get_untracked() {
            design.open_shared(shared);
            focus_soon("design-open".to_owned());
        }
    };
    let keep = move |_| {
        design.offered.set(None);
        design.told.set(say::as_it_was().to_owned());
        forget();
        focus_soon("design-open".to_owned());
    };
    let question = move || {
        offered.get().then(|| {
            view! {
                <div class="playground__offer" role="group" aria-labelledby=OPEN>
                    <p id=OPEN>
                        {say::shared_offered()}
                    </p>
                    <p class="playground__choice">
                        <button type="button" class="primary" on:click=open>{say::open_shared()}</button>
                        <button type="button" on:click=keep>{say::keep_mine()}</button>
                    </p>
                </div>
            }
        })
    };
    view! { <div role="status">{move || question()}</div> }
}

/// The link has been answered: a reload does not ask again.
fn forget() {
    #[cfg(target_arch = "wasm32")]
    crate::platform::address::put_fragment(None);
}
