//! The whole site: the shell around the page that the address names.

use headroom_content::model::Bootstrap;
use leptos::prelude::*;
use leptos_router::components::Router;

use crate::components::layout::Shell;
use crate::pages::PageOutlet;
use crate::state::progress::Progress;
use crate::state::site::{Base, SiteState};

/// `bootstrap` is the page as it was prerendered; `base` the path the site lives under.
#[component]
pub fn App(bootstrap: Bootstrap, base: Base) -> impl IntoView {
    let router_base = base.router_base();
    provide_context(SiteState::new(bootstrap, base));
    provide_context(Progress::new());
    // The router gives addresses, history and the taking over of link clicks. It needs no route table:
    // each address is a document and the document says which page shows it.
    view! {
        <Router base=router_base>
            <Shell>
                <PageOutlet/>
            </Shell>
        </Router>
    }
}
