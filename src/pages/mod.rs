//! One file a kind of page, and the place where the page on show stands.

mod outlet;

use std::sync::Arc;

use headroom_content::model::{Body, Page};
use leptos::prelude::*;

pub use outlet::PageOutlet;

use crate::components::document::Blocks;

/// The view of a document.
pub fn view(page: &Arc<Page>) -> AnyView {
    let blocks = match &page.body {
        Body::Home(home) => home.blocks.clone(),
        Body::Concept(concept) => concept.blocks.clone(),
        Body::Component(component) => component.blocks.clone(),
        Body::Family(family) => family.blocks.clone(),
        Body::Variant(variant) => variant.blocks.clone(),
        Body::Index(_) | Body::Category(_) | Body::Progress | Body::NotFound => Vec::new(),
    };
    view! {
        <h1>{page.title.clone()}</h1>
        <Blocks blocks/>
    }
    .into_any()
}
