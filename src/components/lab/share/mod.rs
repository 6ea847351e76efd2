//! Taking a lab along: a link that opens it as it is set, or makes the run on show again, and the code of a frame that shows it
//! in another page. All of it stands in the address; nothing is sent or kept.

mod copied;
mod link;
#[cfg(target_arch = "wasm32")]
mod opening;
mod panel;

use std::sync::Arc;

use headroom_content::model::lab_route;
use headroom_sim::share::Shared;
use leptos::prelude::*;

pub use self::copied::{Copied, full};
use self::link::Place;
pub use self::link::{LAB_FRAME_HEIGHT, frame_code};
use self::panel::panel;
pub use self::panel::sentence;
use super::bench::Bench;
use crate::components::view;
use crate::state::site::{Here, LAB};
use crate::words::lab as say;

/// What the routes of pages for frames begin with.
pub const EMBED: &str = "/embed/";

/// What of a lab is open.
#[derive(Clone, Copy)]
pub struct Seen {
    /// Index of the node whose panel it is.
    pub node: RwSignal<Option<usize>>,
    /// Index of the tool, of which these are the keys.
    pub tool: RwSignal<Option<usize>>,
    pub tools: &'static [&'static str],
}

/// Told to a lab that is of a design of the reader's: a link to it holds the design, too.
#[derive(Clone)]
pub struct OfDesign {
    pub text: Arc<str>,
    /// How the lab shall be set before it runs.
    pub opens: Option<Shared>,
    /// How it is set, for whoever else gives links to the design.
    pub set: RwSignal<Option<Shared>>,
}

/// Opens what the address carries, and gives links and code.
#[component]
pub fn Share(bench: Bench, id: String, seen: Seen) -> impl IntoView {
    let design = use_context::<OfDesign>();
    let place = match &design {
        Some(of) => Place::of_design(&Here::get(), of.text.clone()),
        None => Place::new(&Here::get(), &bench.spec.with_value(|spec| spec.id.clone())),
    };
    if let Some(of) = design {
        Effect::new(move |_| of.set.set(Some(link::of(bench, seen, true))));
        #[cfg(target_arch = "wasm32")]
        if let Some(shared) = of.opens {
            opening::begin(bench, seen, shared);
        }
    } else {
        #[cfg(target_arch = "wasm32")]
        opening::watch(bench, id.clone(), seen, place.embedded);
    }
    let sim = bench.spec.with_value(|spec| spec.id.clone());
    let open = RwSignal::new(false);
    // Once opened it is kept.
    let opened = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    let panel_id = format!("{id}-share");
    let whole = place.embedded.then(|| whole(bench, seen, &sim));
    view! {
        <div class="share" data-lab=sim>
            <div class="share__heads">
                <button
                    type="button"
                    class="share__open"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=panel_id.clone()
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {say::share()}
                </button>
                {whole}
            </div>
            <div class="share__panel" id=panel_id hidden=move || !open.get()>
                {move || opened.get().then(|| panel(bench, &id, seen, place.clone()))}
            </div>
        </div>
    }
}

/// From a lab in another page's frame to its own page, set as it is here.
fn whole(bench: Bench, seen: Seen, sim: &str) -> AnyView {
    let page = Here::get().base.href(&lab_route(sim));
    // It is drawn as the host has made it, and carries what is set once something is.
    let text = RwSignal::new(None::<String>);
    Effect::new(move |_| text.set(link::text(bench, seen, true).ok()));
    let href = move || match text.get() {
        Some(text) => format!("{page}#{LAB}{text}"),
        None => page.clone(),
    };
    view! { <a class="button quiet" href=href target="_blank" rel="noopener">{say::open_in_headroom()}</a> }
}
