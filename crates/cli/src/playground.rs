//! What the playground shows before anybody has built anything.

use anyhow::Context;
use headroom_content::model::{Body, Page};
use headroom_studio::{START, draft_of, vocabulary};

/// Fills the page of the playground with what it begins with and with what can be built.
pub fn fill(pages: &mut [Page]) -> anyhow::Result<()> {
    for page in pages {
        if let Body::Playground(playground) = &mut page.body {
            START.clone_into(&mut playground.text);
            playground.draft =
                postcard::to_allocvec(&draft_of(START)).context("encoding a design")?;
            playground.vocabulary =
                postcard::to_allocvec(&vocabulary()).context("encoding what can be built")?;
        }
    }
    Ok(())
}
