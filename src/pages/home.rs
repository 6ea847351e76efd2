//! The front page.

use headroom_content::model::{Block, Home, Island, Link};
use leptos::prelude::*;

use crate::components::document::{Blocks, CardGroups, Parts};
use crate::islands::island;
use crate::state::site::Site;
use crate::words::{lang_of, page as words};

/// `summary` says in a sentence what the site is. The lab stands beside it, a system that runs before anything else, and beside
/// the lab, too, the text before it; the text after it is the last of the page.
#[component]
pub fn HomePage(summary: String, home: Home) -> impl IntoView {
    let Home {
        blocks,
        paths,
        parts,
    } = home;
    let is_lab = |block: &Block| matches!(block, Block::Lab(_));
    let at = blocks.iter().position(is_lab).unwrap_or_default();
    let mut blocks = blocks.into_iter();
    let before: Vec<Block> = blocks.by_ref().take(at).collect();
    let (lab, after): (Vec<Block>, Vec<Block>) = blocks.partition(is_lab);
    let first = paths.cards.first().map(|card| card.link.clone());
    view! {
        <div class="document home">
            <header class="hero">
                <h1>{words::learn_by_running()}</h1>
                <p class="lede" lang=lang_of(&summary)>{summary.clone()}</p>
                {first.map(|first| view! { <Start first/> })}
                {island(Island::Continue)}
            </header>
            <Blocks blocks=lab/>
            <div class="home__text"><Blocks blocks=before/></div>
            <CardGroups groups=vec![paths]/>
            <Parts parts/>
            <div class="home__end"><Blocks blocks=after/></div>
        </div>
    }
}

/// Where to go from here.
#[component]
fn Start(first: Link) -> impl IntoView {
    let base = Site::here().base;
    view! {
        <p class="hero__start">
            <a class="button primary" href=first.href aria-label=words::start_reading_at(first.title)>{words::start_reading()}</a>
            <a class="button" href=base.href("concepts/")>{words::all_concepts()}</a>
        </p>
    }
}
