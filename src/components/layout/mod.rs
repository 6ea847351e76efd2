//! What stands around every page: header, the rail with the way through the site, the ends of the page.

mod breadcrumbs;
mod contents;
mod footer;
mod header;
mod pager;
mod rail;
mod site_nav;
mod theme_switch;

use leptos::prelude::*;

use breadcrumbs::Breadcrumbs;
use footer::Footer;
use header::Header;
use pager::Pager;
use rail::Rail;

use crate::state::site::{Shown, SiteState};

/// The frame of the site around the page on show.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let site = SiteState::here();
    let spread = {
        let site = site.clone();
        move || site.shown.with(stands_alone)
    };
    let loading = move || site.loading.with(Option::is_some);
    view! {
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <Header/>
        <div class="progress-mark" class:running=loading></div>
        <div class="frame" class:spread=spread>
            <Rail/>
            <main id="main" tabindex="-1" aria-busy=move || loading().then_some("true")>
                <Breadcrumbs/>
                {children()}
                <Pager/>
            </main>
        </div>
        <Footer/>
    }
}

/// Whether a page is laid out over the whole width, without the rail beside it: it lists or greets, and
/// belongs to no section whose other pages would be of use.
fn stands_alone(shown: &Shown) -> bool {
    use headroom_content::model::Body;
    match shown {
        Shown::Page(page) => matches!(
            page.body,
            Body::Home(_) | Body::Index(_) | Body::Progress | Body::NotFound
        ),
        Shown::Failed { .. } => true,
    }
}
