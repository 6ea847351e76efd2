//! There is no page at this address.

use leptos::prelude::*;

use crate::state::site::Site;

#[component]
pub fn NotFoundPage() -> impl IntoView {
    let base = Site::here().base;
    view! {
        <div class="apology">
            <h1>"Page not found"</h1>
            <p class="lede">
                "Nothing lives at this address. The link that led here may be old, or the address mistyped."
            </p>
            <p>
                "All there is stands under "
                <a href=base.href("concepts/")>"concepts"</a> ", "
                <a href=base.href("components/")>"components"</a> " and "
                <a href=base.href("templates/")>"templates"</a> "."
            </p>
            <p><a class="button primary" href=base.href("")>"Go to the front page"</a></p>
        </div>
    }
}
