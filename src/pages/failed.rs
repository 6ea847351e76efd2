//! A page that could not be had.

use leptos::prelude::*;

use super::not_found::NotFoundPage;
use crate::state::site::{LoadError, SiteState};

/// `route` is that of the page that was asked for.
#[component]
pub fn FailedPage(route: String, error: LoadError) -> impl IntoView {
    if error == LoadError::NotFound {
        return view! { <NotFoundPage/> }.into_any();
    }
    let href = SiteState::here().base.href(&route);
    view! {
        <div class="apology" role="alert">
            <h1>"Page not available"</h1>
            <p class="lede">{sentence(&error)}</p>
            // `rel=external` makes the browser load it afresh, program and all.
            <p><a class="button primary" rel="external" href=href>"Try again"</a></p>
        </div>
    }
    .into_any()
}

/// The error as a sentence of its own.
fn sentence(error: &LoadError) -> String {
    let text = error.to_string();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_uppercase(), letters.as_str())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_is_told_in_a_sentence() {
        let told = sentence(&LoadError::Network("no connection".to_owned()));
        assert_eq!(told, "The page could not be fetched: no connection.");
    }
}
