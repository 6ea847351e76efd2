//! The place where the page on show stands. It follows the address: fetches the document, then lets the
//! router finish, so the address bar, the title and the page change together.

use leptos::prelude::*;

use super::FailedPage;
use crate::state::site::{Shown, SiteState};

#[component]
pub fn PageOutlet() -> impl IntoView {
    let site = SiteState::here();
    #[cfg(target_arch = "wasm32")]
    follow_address(&site);
    move || match site.shown.get() {
        Shown::Page(page) => super::view(&page),
        Shown::Failed { route, error } => view! { <FailedPage route error/> }.into_any(),
    }
}

#[cfg(target_arch = "wasm32")]
fn follow_address(site: &SiteState) {
    use leptos::task::spawn_local;
    use leptos_router::hooks::use_location;
    use leptos_router::location::{BrowserUrl, LocationProvider};

    use crate::platform::library::Library;
    use crate::platform::navigation::{focus_heading, on_link_intent, set_title};

    let pathname = use_location().pathname;
    let browser = use_context::<BrowserUrl>();
    let site = site.clone();
    let library = Library::new(site.base.clone());

    // The document a reader points at is on its way before the click.
    let here = site.clone();
    on_link_intent(move |pathname| {
        if here.base.holds(pathname) {
            let route = here.base.route(pathname);
            spawn_local(async move {
                // A failure shows when the reader does follow the link.
                let _ = library.page(&route).await;
            });
        }
    });

    Effect::new(move |first: Option<()>| {
        let route = site.base.route(&pathname.get());
        let on_show = site.shown.with_untracked(|shown| shown.route() == route);
        // The first page was prerendered; a 404 page has no address of its own and stands for any.
        if first.is_none() || on_show {
            site.loading.set(None);
            if let Some(browser) = &browser {
                browser.ready_to_complete();
            }
            return;
        }
        site.loading.set(Some(route.clone()));
        let site = site.clone();
        let browser = browser.clone();
        spawn_local(async move {
            let fetched = library.page(&route).await;
            // The reader may have gone elsewhere in the meantime.
            if site
                .loading
                .with_untracked(|loading| loading.as_deref() != Some(&*route))
            {
                return;
            }
            let shown = match fetched {
                Ok(page) => Shown::Page(page),
                Err(error) => Shown::Failed { route, error },
            };
            set_title(&format!("{} · Headroom", shown.title()));
            site.shown.set(shown);
            site.loading.set(None);
            if let Some(browser) = browser {
                browser.ready_to_complete();
            }
            // After the new page is in place.
            request_animation_frame(focus_heading);
        });
    });
}
