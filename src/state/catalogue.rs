//! What there is to read on this site, fetched when somebody's records are first looked at beside it.

use std::sync::Arc;

use headroom_content::model::Catalogue;
use leptos::prelude::*;

use super::site::Base;
#[cfg(target_arch = "wasm32")]
use crate::words::frame;

/// How far it has come.
#[derive(Clone, Default)]
pub enum Fetched {
    #[default]
    NotYet,
    Coming,
    Here(Arc<Catalogue>),
    /// Why it has not.
    Lost(String),
}

/// Gets it once a visit; what is lost can be asked for again.
#[cfg(target_arch = "wasm32")]
pub fn fetch(base: &Base, into: RwSignal<Fetched>) {
    use std::cell::RefCell;

    use headroom_content::model::CATALOGUE;
    use headroom_sim::protocol::BUILD;

    thread_local! {
        static KNOWN: RefCell<Option<Arc<Catalogue>>> = const { RefCell::new(None) };
    }

    if let Some(known) = KNOWN.with_borrow(Clone::clone) {
        into.set(Fetched::Here(known));
        return;
    }
    into.set(Fetched::Coming);
    let url = base.file(&format!("{CATALOGUE}?{BUILD}"));
    leptos::task::spawn_local(async move {
        let fetched = match crate::platform::library::bytes(&url).await {
            Ok(Some(bytes)) => match postcard::from_bytes::<Catalogue>(&bytes) {
                Ok(catalogue) => {
                    let catalogue = Arc::new(catalogue);
                    KNOWN.set(Some(catalogue.clone()));
                    Fetched::Here(catalogue)
                }
                Err(_) => Fetched::Lost(frame::of_another_version().to_owned()),
            },
            Ok(None) => Fetched::Lost(frame::not_where().to_owned()),
            Err(error) => Fetched::Lost(error.to_string()),
        };
        // The reader may have left the page.
        let _ = into.try_set(fetched);
    });
}

/// On the host nobody's records are looked at.
#[cfg(not(target_arch = "wasm32"))]
pub fn fetch(_: &Base, _: RwSignal<Fetched>) {}
