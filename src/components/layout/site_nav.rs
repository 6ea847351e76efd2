//! The pages of the part of the site that the page on show is in, by section.

use headroom_content::model::NavSection;
use leptos::prelude::*;

use super::header::AREAS;
use crate::state::site::Site;
use crate::words::{Say, lang_of, page as words};

/// `route` is that of the page on show.
#[component]
pub fn SiteNav(route: String) -> impl IntoView {
    let site = Site::here();
    let area = area_of(&route).unwrap_or(AREAS[0]);
    let below = site.base.href(&format!("{}/", area.0));
    let here = site.base.href(&route);
    let sections = site
        .map
        .sections
        .iter()
        .filter(|section| section.link.href.starts_with(&below))
        .map(|section| section_view(section, &here))
        .collect_view();
    view! {
        <nav class="site-nav" aria-label=area.1()>
            <h2>{area.1()}</h2>
            {sections}
        </nav>
    }
}

fn area_of(route: &str) -> Option<(&'static str, Say)> {
    let first = route.split('/').find(|segment| !segment.is_empty())?;
    AREAS.into_iter().find(|(area, _)| *area == first)
}

fn section_view(section: &NavSection, here: &str) -> impl IntoView + use<> {
    let overview = &section.link;
    let open = here.starts_with(&overview.href);
    let pages = section
        .pages
        .iter()
        .map(|page| {
            let current = (page.href == here).then_some("page");
            view! { <li><a href=page.href.clone() lang=lang_of(&page.title) aria-current=current>{page.title.clone()}</a></li> }
        })
        .collect_view();
    let current = (overview.href == here).then_some("page");
    view! {
        <details open=open>
            <summary lang=lang_of(&overview.title)>{overview.title.clone()}</summary>
            <ul role="list">
                <li><a href=overview.href.clone() aria-current=current>{words::overview()}</a></li>
                {pages}
            </ul>
        </details>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_segment_of_a_route_names_its_area() {
        assert_eq!(
            area_of("/templates/url-shortener/").map(|(area, _)| area),
            Some("templates")
        );
        assert_eq!(area_of("/"), None);
        assert_eq!(area_of("/elsewhere/"), None);
    }
}
