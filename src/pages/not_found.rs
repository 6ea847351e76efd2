//! There is no page at this address.

use leptos::prelude::*;

use crate::state::site::Site;
use crate::words::page as words;

#[component]
pub fn NotFoundPage() -> impl IntoView {
    let base = Site::here().base;
    view! {
        <div class="apology">
            <h1>{words::not_found()}</h1>
            <p class="lede">{words::nothing_here()}</p>
            <p>
                {words::all_there_is()}
                <a href=base.href("concepts/")>{words::concepts_there()}</a> {words::comma()}
                <a href=base.href("components/")>{words::components_there()}</a> {words::and()}
                <a href=base.href("templates/")>{words::templates_there()}</a> {words::full_stop()}
            </p>
            <p><a class="button primary" href=base.href("")>{words::to_the_front_page()}</a></p>
        </div>
    }
}
