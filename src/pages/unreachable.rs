//! What the service worker (`sw.js`) shows in place of a page that is not on the device, where there is no connection. It stands at the address of
//! that page. In English alone, as it keeps no page in another language.

use leptos::prelude::*;

use crate::state::site::Site;

#[component]
pub fn UnreachablePage() -> impl IntoView {
    let base = Site::here().base;
    view! {
        <div class="apology">
            <h1>"No connection"</h1>
            <p class="lede">
                "The site cannot be reached, and this page is not kept on this device."
            </p>
            <p>
                "Pages that you have visited open without a connection. With one, you can "
                <a href=base.href("offline/")>"keep the whole site"</a> "."
            </p>
            // An empty address is that of the page that was asked for.
            <p><a class="button primary" href="">"Try again"</a></p>
        </div>
    }
}
