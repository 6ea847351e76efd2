//! What stands beside the page on wide screens: its own contents and the section it is in. Where there is no
//! room for it, the header's button opens it as a popover; HTML does that without a program.

use leptos::prelude::*;

use super::contents::Contents;
use super::header::AreaLinks;
use super::site_nav::SiteNav;
use crate::state::site::SiteState;

/// Names the rail for the button that opens it.
pub const RAIL_ID: &str = "rail";

#[component]
pub fn Rail() -> impl IntoView {
    let site = SiteState::here();
    // Made anew for each page: that opens the section it is in, and closes the popover it was chosen from.
    move || {
        let route = site.shown.with(|shown| shown.route().to_owned());
        let entries = site
            .page()
            .map(|page| page.contents.clone())
            .unwrap_or_default();
        view! {
            <div class="rail" id=RAIL_ID popover="auto">
                <button type="button" class="close quiet" popovertarget=RAIL_ID popovertargetaction="hide">
                    "Close"
                </button>
                <Contents entries/>
                <SiteNav route/>
                <nav class="areas" aria-label="All parts of the site"><AreaLinks/></nav>
            </div>
        }
    }
}
