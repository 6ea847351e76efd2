//! What the playground shows before anybody has built anything.

use anyhow::Context;
use headroom::words::engine;
use headroom_content::model::{Body, Page};
use headroom_studio::{START, draft_of, vocabulary};

/// Fills the page of the playground with what it begins with and with what can be built.
pub fn fill(pages: &mut [Page]) -> anyhow::Result<()> {
    for page in pages {
        if let Body::Playground(playground) = &mut page.body {
            START.clone_into(&mut playground.text);
            let mut draft = draft_of(START);
            engine::put_draft(&mut draft);
            playground.draft = postcard::to_allocvec(&draft).context("encoding a design")?;
            let mut vocabulary = vocabulary();
            vocabulary.kinds.iter_mut().for_each(engine::put_kind);
            let settings = vocabulary.link.iter_mut().chain(&mut vocabulary.run);
            settings.for_each(engine::put_param);
            playground.vocabulary =
                postcard::to_allocvec(&vocabulary).context("encoding what can be built")?;
        }
    }
    Ok(())
}
