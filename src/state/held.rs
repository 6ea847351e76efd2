//! What is fetched when it is first wanted: the questions of all pages, the terms of the glossary.

use std::sync::Arc;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::site::Base;
#[cfg(target_arch = "wasm32")]
use crate::words::frame;

/// How far it has come.
#[derive(Clone)]
pub enum Held<T> {
    NotYet,
    Coming,
    Here(Arc<T>),
    /// Why it did not come, in words.
    Lost(String),
}

impl<T> Held<T> {
    pub fn get(&self) -> Option<&Arc<T>> {
        match self {
            Self::Here(here) => Some(here),
            _ => None,
        }
    }
}

/// Gets it from `path` below the base, and then does something; nothing where it is here or on its way.
pub fn fetch<T: DeserializeOwned + Send + Sync + 'static>(
    held: RwSignal<Held<T>>,
    base: &Base,
    path: &'static str,
    then: impl FnOnce() + 'static,
) {
    if held.with_untracked(|held| matches!(held, Held::Here(_) | Held::Coming)) {
        return;
    }
    held.set(Held::Coming);
    #[cfg(target_arch = "wasm32")]
    {
        use headroom_sim::protocol::BUILD;

        let url = base.href(&format!("{path}?{BUILD}"));
        leptos::task::spawn_local(async move {
            let came = match crate::platform::library::bytes(&url).await {
                Ok(Some(bytes)) => match postcard::from_bytes::<T>(&bytes) {
                    Ok(here) => Held::Here(Arc::new(here)),
                    Err(_) => Held::Lost(frame::they_are_of_another_version().to_owned()),
                },
                Ok(None) => Held::Lost(frame::they_are_not_where().to_owned()),
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
    let _ = (base, path, then);
}
