//! The front page.

use headroom_content::model::{Block, Home, Island, Link};
use leptos::prelude::*;

use crate::components::document::{Blocks, CardGroups};
use crate::islands::island;
use crate::state::site::Site;

/// `summary` says in a sentence what the site is. A lab that the page begins with stands beside it: a visitor sees a
/// system run before anything else.
#[component]
pub fn HomePage(summary: String, home: Home) -> impl IntoView {
    let (lab, blocks): (Vec<Block>, Vec<Block>) = home
        .blocks
        .into_iter()
        .partition(|block| matches!(block, Block::Lab(_)));
    let first = home.sections.iter().find_map(|group| group.cards.first());
    let first = first.map(|card| card.link.clone());
    view! {
        <div class="document home">
            <header class="hero">
                <h1>"Learn system design by running it"</h1>
                <p class="lede">{summary}</p>
                {first.map(|first| view! { <Start first/> })}
                {island(Island::Continue)}
            </header>
            <Blocks blocks=lab/>
            <div class="home__text"><Blocks blocks/></div>
            <div class="home__start"><CardGroups groups=home.sections/></div>
        </div>
    }
}

/// Where to go from here.
#[component]
fn Start(first: Link) -> impl IntoView {
    let base = Site::here().base;
    view! {
        <p class="hero__start">
            <a class="button primary" href=first.href aria-label=format!("Start reading: {}", first.title)>"Start reading"</a>
            <a class="button" href=base.href("concepts/")>"All concepts"</a>
        </p>
    }
}
