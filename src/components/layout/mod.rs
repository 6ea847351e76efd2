//! What stands around every page.

use leptos::prelude::*;

#[component]
pub fn Shell(children: Children) -> impl IntoView {
    view! { <main id="main">{children()}</main> }
}
