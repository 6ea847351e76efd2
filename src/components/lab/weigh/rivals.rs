//! The other designs of a lab's family. What runs one is fetched when it is first chosen.

use std::sync::Arc;

use headroom_sim::protocol::{LabSpec, VariantView};
use leptos::prelude::*;

use crate::state::site::{Base, Here, lab_data_href};
use crate::words::weigh as say;

/// How far one is fetched.
#[derive(Clone, Debug, PartialEq)]
pub enum Fetched {
    Coming,
    Here(Arc<LabSpec>),
    /// In words.
    Failed(String),
}

/// All there are, in the order of their names.
#[derive(Clone, Copy)]
pub struct Rivals {
    pub variants: StoredValue<Vec<VariantView>>,
    fetched: RwSignal<Vec<Option<Fetched>>>,
    base: StoredValue<Base>,
}

impl Rivals {
    /// To be made while a component is.
    pub fn new(spec: &LabSpec) -> Self {
        Self {
            fetched: RwSignal::new(vec![None; spec.variants.len()]),
            variants: StoredValue::new(spec.variants.clone()),
            base: StoredValue::new(Here::get().base),
        }
    }

    pub fn get(self, place: usize) -> Option<Fetched> {
        self.fetched
            .with(|fetched| fetched.get(place).cloned().flatten())
    }

    pub fn spec(self, place: usize) -> Option<Arc<LabSpec>> {
        match self.get(place) {
            Some(Fetched::Here(spec)) => Some(spec),
            _ => None,
        }
    }

    pub fn title(self, place: usize) -> String {
        self.variants.with_value(|variants| {
            variants
                .get(place)
                .map_or_else(String::new, |variant| variant.title.clone())
        })
    }

    /// Fetches the one at `place`, unless it is here or on its way.
    pub fn fetch(self, place: usize) {
        let known = untrack(|| self.get(place));
        if matches!(known, Some(Fetched::Coming | Fetched::Here(_))) {
            return;
        }
        let id = self
            .variants
            .with_value(|variants| variants.get(place).map(|variant| variant.id.clone()));
        let Some(id) = id else { return };
        self.put(place, Fetched::Coming);
        let url = self.base.with_value(|base| lab_data_href(base, &id));
        #[cfg(target_arch = "wasm32")]
        self.ask(place, id, url);
        // Nothing is fetched on the host.
        #[cfg(not(target_arch = "wasm32"))]
        let _ = url;
    }

    #[cfg(target_arch = "wasm32")]
    fn ask(self, place: usize, id: String, url: String) {
        use crate::platform::library;

        leptos::task::spawn_local(async move {
            let fetched = match library::bytes(&url).await {
                Ok(Some(bytes)) => read(&bytes, &id),
                Ok(None) => Fetched::Failed(say::not_there().to_owned()),
                Err(error) => Fetched::Failed(error.to_string()),
            };
            // The page may be left by now.
            if !self.fetched.is_disposed() {
                self.put(place, fetched);
            }
        });
    }

    fn put(self, place: usize, new: Fetched) {
        self.fetched.update(|fetched| {
            if let Some(fetched) = fetched.get_mut(place) {
                *fetched = Some(new);
            }
        });
    }
}

/// What a file says, if it is of this build.
fn read(bytes: &[u8], id: &str) -> Fetched {
    match postcard::from_bytes::<LabSpec>(bytes) {
        Ok(spec) if spec.id == id => Fetched::Here(Arc::new(spec)),
        _ => Fetched::Failed(say::of_another_version().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::spec;
    use super::*;

    #[test]
    fn what_is_of_another_build_or_of_another_lab_is_not_taken_for_the_design() {
        let lab = LabSpec {
            id: "a/b".to_owned(),
            ..spec()
        };
        let bytes = postcard::to_allocvec(&lab).unwrap();
        assert_eq!(read(&bytes, "a/b"), Fetched::Here(Arc::new(lab)));
        assert!(matches!(read(&bytes, "a/c"), Fetched::Failed(_)));
        assert!(matches!(
            read(&bytes[..bytes.len() / 2], "a/b"),
            Fetched::Failed(_)
        ));
    }
}
