//! The way to a page in another language.

use leptos::prelude::*;

use crate::state::site::Site;
use crate::words::Language;

/// To the page on show. A program adds the place on it that the reader is at (`platform::navigation`).
pub fn language_link(site: &Site, language: Language) -> impl IntoView + use<> {
    let href = site.base.href_in(language, &site.page.route);
    let tag = language.tag();
    view! { <a class="language" href=href hreflang=tag lang=tag rel="alternate">{language.name()}</a> }
}
