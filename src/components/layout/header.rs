//! The bar on top: who we are, the parts of the site, the theme.

use headroom_content::model::Island;
use leptos::prelude::*;

use super::rail::RAIL_ID;
use super::search::OpenSearch;
use crate::islands::island;
use crate::state::site::Site;
use crate::words::{Say, frame, page as words};

/// The parts of the site: first segment of their routes and name.
pub const AREAS: [(&str, Say); 9] = [
    ("concepts", frame::concepts),
    ("components", frame::components),
    ("templates", frame::templates),
    ("case-studies", frame::case_studies),
    ("labs", frame::labs),
    ("paths", frame::paths),
    ("assessments", frame::assessments),
    ("playground", words::playground),
    ("progress", words::progress),
];

#[component]
pub fn Header() -> impl IntoView {
    let site = Site::here();
    view! {
        <header class="site-header">
            <div class="inside">
                <a class="home" href=site.base.href("") aria-label=words::home()><Wordmark/></a>
                <nav class="areas" aria-label=words::parts_of_the_site()><AreaLinks/></nav>
                <OpenSearch/>
                {island(Island::Theme)}
                // Opens the rail where it does not fit beside the page. The browser does it, without a program.
                <button type="button" class="open-rail" popovertarget=RAIL_ID>
                    <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                        <path d="M1.5 3.5h13M1.5 8h9M1.5 12.5h13" fill="none" stroke="currentColor" stroke-width="1.5"/>
                    </svg>
                    <span>{words::contents()}</span>
                </button>
            </div>
        </header>
    }
}

/// Links to the parts of the site, the current one marked.
#[component]
pub fn AreaLinks() -> impl IntoView {
    let site = Site::here();
    let links = AREAS
        .map(|(area, title)| {
            let current = current_mark(&site.page.route, area);
            view! {
                <li>
                    <a href=site.base.href(&format!("{area}/")) aria-current=current>{title()}</a>
                </li>
            }
        })
        .collect_view();
    view! { <ul role="list">{links}</ul> }
}

/// `page` on the area's own page, `true` on the pages below it.
fn current_mark(route: &str, area: &str) -> Option<&'static str> {
    let below = route.trim_start_matches('/').strip_prefix(area)?;
    match below {
        "/" => Some("page"),
        _ if below.starts_with('/') => Some("true"),
        _ => None,
    }
}

/// The name with its sign: the curve of latency against load, under the ceiling it must not reach.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <span class="wordmark">
            <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
                <path class="ceiling" d="M2 4.25h20" fill="none" stroke-width="2.5"/>
                <path class="curve" d="M2 21c9.5 0 16-1.5 16.5-12" fill="none" stroke-width="2.5" stroke-linecap="round"/>
            </svg>
            "Headroom"
        </span>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_area_is_current_on_its_own_page_and_below_it_only() {
        assert_eq!(current_mark("/concepts/", "concepts"), Some("page"));
        assert_eq!(current_mark("/concepts/caching/", "concepts"), Some("true"));
        assert_eq!(current_mark("/concepts-of-old/", "concepts"), None);
        assert_eq!(current_mark("/", "concepts"), None);
    }
}
