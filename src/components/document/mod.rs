//! A page's body.

use headroom_content::model::{Block, Html};
use leptos::prelude::*;

/// The pieces of a page in reading order.
#[component]
pub fn Blocks(blocks: Vec<Block>) -> impl IntoView {
    blocks
        .into_iter()
        .map(|block| match block {
            Block::Prose(html) => view! { <Prose html/> }.into_any(),
            Block::Question(question) => view! { <Prose html=question.prompt/> }.into_any(),
            Block::Lab(lab) => view! { <Prose html=lab.sentence/> }.into_any(),
        })
        .collect_view()
}

/// Markup as the content compiler made it. While a prerendered page is taken over, what stands in the
/// document is adopted and `html` is empty.
#[component]
pub fn Prose(html: Html) -> impl IntoView {
    view! { <div class="prose" inner_html=html.0></div> }
}
