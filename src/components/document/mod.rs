//! What the bodies of pages are made of.

mod cards;
mod page_header;
mod sources;
mod table;

use headroom_content::model::{Block, Html, Island, Link};
use leptos::prelude::*;

pub use cards::{CardGroups, Cards, Ladder};
pub use page_header::{Fact, PageHeader};
pub use sources::Sources;
pub use table::Table;

use crate::islands::island;

/// The pieces of a page in reading order.
#[component]
pub fn Blocks(blocks: Vec<Block>) -> impl IntoView {
    blocks
        .into_iter()
        .map(|block| match block {
            Block::Prose(html) => view! { <Prose html/> }.into_any(),
            Block::Question(question) => island(Island::Question(question)),
            Block::Lab(lab) => island(Island::Lab(lab)),
        })
        .collect_view()
}

/// Markup as the content compiler made it.
#[component]
pub fn Prose(html: Html) -> impl IntoView {
    view! { <div class="prose" inner_html=html.0></div> }
}

/// How many questions a page asks.
pub fn count_questions(blocks: &[Block]) -> usize {
    blocks
        .iter()
        .filter(|block| matches!(block, Block::Question(_)))
        .count()
}

/// Links as items of a list.
pub fn links(links: Vec<Link>) -> impl IntoView {
    links
        .into_iter()
        .map(|link| view! { <li><a href=link.href>{link.title}</a></li> })
        .collect_view()
}
