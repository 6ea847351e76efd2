//! The front page.

use headroom_content::model::Home;
use leptos::prelude::*;

use crate::components::document::{Blocks, CardGroups};

/// `summary` says in a sentence what the site is.
#[component]
pub fn HomePage(summary: String, home: Home) -> impl IntoView {
    view! {
        <div class="document home">
            <header class="hero">
                <h1>"Learn system design by running it"</h1>
                <p class="lede">{summary}</p>
            </header>
            <Blocks blocks=home.blocks/>
            <div class="home__start"><CardGroups groups=home.sections/></div>
        </div>
    }
}
