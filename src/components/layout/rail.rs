//! What stands beside the page on wide screens: its own contents and the section it is in. Where there is no
//! room for it, the header's button opens it as a popover; HTML does that without a program.

use leptos::prelude::*;

use super::contents::Contents;
use super::header::AreaLinks;
use super::site_nav::SiteNav;
use crate::state::site::Site;
use crate::words::page as words;

/// Names the rail for the button that opens it.
pub const RAIL_ID: &str = "rail";

#[component]
pub fn Rail() -> impl IntoView {
    let page = Site::here().page;
    view! {
        <div class="rail" id=RAIL_ID popover="auto">
            <button type="button" class="close quiet" popovertarget=RAIL_ID popovertargetaction="hide">
                {words::close()}
            </button>
            <Contents entries=page.contents.clone()/>
            <SiteNav route=page.route.clone()/>
            <nav class="areas" aria-label=words::all_parts_of_the_site()><AreaLinks/></nav>
        </div>
    }
}
