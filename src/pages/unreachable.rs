//! What the service worker (`sw.js`) shows in place of a page that is not on the device, where there is no connection. It stands at the address of
//! that page.

use leptos::prelude::*;

use crate::state::site::Site;
use crate::words::page as words;

#[component]
pub fn UnreachablePage() -> impl IntoView {
    let base = Site::here().base;
    view! {
        <div class="apology">
            <h1>{words::no_connection()}</h1>
            <p class="lede">{words::not_kept()}</p>
            <p>
                {words::open_without()} <a href=base.href("offline/")>{words::keep_whole()}</a>
                {words::full_stop()}
            </p>
            // An empty address is that of the page that was asked for.
            <p><a class="button primary" href="">{words::try_again()}</a></p>
        </div>
    }
}
