//! The questions of all pages, which come when they are first wanted.

use std::sync::Arc;

use headroom_content::model::Bank;
use leptos::prelude::*;

use super::site::Base;

#[derive(Clone)]
pub enum Held {
    NotYet,
    Coming,
    Here(Arc<Bank>),
    /// Why they did not come, in words.
    Lost(String),
}

/// Gets them, and then does something; nothing where they are here or on their way.
pub fn fetch(held: RwSignal<Held>, base: &Base, then: impl FnOnce() + 'static) {
    if matches!(held.get_untracked(), Held::Here(_) | Held::Coming) {
        return;
    }
    held.set(Held::Coming);
    #[cfg(target_arch = "wasm32")]
    {
        use headroom_content::model::BANK;
        use headroom_sim::protocol::BUILD;

        let url = base.href(&format!("{BANK}?{BUILD}"));
        leptos::task::spawn_local(async move {
            let came = match crate::platform::library::bytes(&url).await {
                Ok(Some(bytes)) => match postcard::from_bytes::<Bank>(&bytes) {
                    Ok(bank) => Held::Here(Arc::new(bank)),
                    Err(_) => Held::Lost(
                        "They are of another version of this site: reload the page.".to_owned(),
                    ),
                },
                Ok(None) => Held::Lost("They are not where they should be.".to_owned()),
                Err(error) => Held::Lost(error.to_string()),
            };
            // The reader may have left the page.
            if held.try_set(came).is_none() {
                then();
            }
        });
    }
    // Nothing is fetched on the host.
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (base, then);
}
