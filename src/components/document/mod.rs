//! What the bodies of pages are made of.

mod cards;
mod page_header;
mod sources;
mod table;

use headroom_content::model::{Block, Html, Island, Link, Question, QuestionKind, quiz_route};
use leptos::prelude::*;

pub use cards::{CardGroups, Cards, Ladder, Parts};
pub use page_header::{Fact, PageHeader};
pub use sources::Sources;
pub use table::Table;

use crate::islands::island;
use crate::state::site::Site;
use crate::words::{lang_of, lang_of_content, page as words};

/// The pieces of a page in reading order.
#[component]
pub fn Blocks(blocks: Vec<Block>) -> impl IntoView {
    let last = blocks
        .iter()
        .rposition(|block| matches!(block, Block::Question(_)));
    blocks
        .into_iter()
        .enumerate()
        .map(|(place, block)| match block {
            Block::Prose(html) => view! { <Prose html/> }.into_any(),
            Block::Question(question) if Some(place) == last => {
                view! { {asked(question)} {embed_offer()} }.into_any()
            }
            Block::Question(question) => asked(question),
            Block::Lab(lab) => island(Island::Lab(lab)),
        })
        .collect_view()
}

/// Leads to the page of these questions for frames, which has the code of one where it is opened by itself.
fn embed_offer() -> impl IntoView {
    let site = Site::here();
    let href = site.base.href(&quiz_route(&site.page.route));
    view! {
        <p class="embed-offer">
            // That page has a head of its own, and cannot take the place of this one.
            <a href=href target="_blank" rel="noopener">{words::embed_questions()}</a>
        </p>
    }
}

/// A question; of a challenge with the place where it is tried.
pub fn asked(question: Question) -> AnyView {
    let QuestionKind::Tune(tune) = &question.kind else {
        return island(Island::Question(question));
    };
    let (id, tune) = (question.id.clone(), tune.clone());
    view! {
        {island(Island::Question(question))}
        {island(Island::Tune { id, tune })}
    }
    .into_any()
}

/// Markup as the content compiler made it.
#[component]
pub fn Prose(html: Html) -> impl IntoView {
    view! { <div class="prose" lang=lang_of_content() inner_html=html.0></div> }
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
        .map(|link| {
            let lang = lang_of(&link.title);
            view! { <li><a href=link.href lang=lang>{link.title}</a></li> }
        })
        .collect_view()
}
