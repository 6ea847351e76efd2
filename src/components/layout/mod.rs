//! What stands around every page: header, the rail with the way through the site, the ends of the page.

mod breadcrumbs;
mod contents;
mod footer;
mod header;
mod language;
mod pager;
mod rail;
mod search;
mod site_nav;

use leptos::prelude::*;

use breadcrumbs::Breadcrumbs;
use footer::Footer;
use header::Header;
pub use language::language_link;
use pager::Pager;
use rail::Rail;
use search::Palette;
pub use search::SearchBox;

use headroom_content::model::{Body, Island};

use crate::islands::island;
use crate::state::settings::HELP;
use crate::state::site::Site;
use crate::words::{frame, page as words};

/// The frame of the site around the page on show.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let page = Site::here().page;
    let spread = stands_alone(&page.body);
    // The page of search has the field itself.
    let palette = (page.body != Body::Search).then(|| view! { <Palette/> });
    view! {
        <a class="skip-link" href="#main">{words::skip()}</a>
        <Header/>
        <div class="progress-mark"></div>
        <div class="frame" class:spread=spread>
            <Rail/>
            <main id="main" tabindex="-1">
                <Breadcrumbs/>
                {children()}
                {island(Island::Marks { reads: is_read(&Site::here().page.body) })}
                <Pager/>
            </main>
        </div>
        <Footer/>
        {palette}
        <dialog id=HELP class="help" aria-label=frame::keys_on_this_page()>
            <p class="help__status" role="status">{words::help_is_coming()}</p>
        </dialog>
    }
}

/// Whether a page is one that can be marked as read: those that the catalogue lists.
fn is_read(body: &Body) -> bool {
    matches!(
        body,
        Body::Concept(_)
            | Body::Component(_)
            | Body::Family(_)
            | Body::Variant(_)
            | Body::CaseStudy(_)
    )
}

/// Whether a page is laid out over the whole width, without the rail beside it: it lists or greets, and
/// belongs to no section whose other pages would be of use.
fn stands_alone(body: &Body) -> bool {
    matches!(
        body,
        Body::Home(_)
            | Body::Index(_)
            | Body::Glossary(_)
            | Body::Experiment(_)
            | Body::Accuracy(_)
            | Body::Progress
            | Body::Review
            | Body::Notes
            | Body::Search
            | Body::Playground(_)
            | Body::Assessments(_)
            | Body::Assessment(_)
            | Body::Map(_)
            | Body::Offline
            | Body::Settings
            | Body::Unreachable
            | Body::NotFound
    )
}
