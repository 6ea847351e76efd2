//! The program of what can be asked of a run. It knows the labs that tell it of themselves, and shows their tools where they
//! want them.

use std::any::Any;
use std::collections::BTreeMap;

use leptos::mount::mount_to_renderer;
use leptos::prelude::*;

use crate::components::lab::tools::{Mirror, NEWS, News, WISH, Wish, tool};
use crate::platform::document::{self, Heard};
use crate::platform::log_error;

/// A lab.
struct Known {
    mirror: Mirror,
    /// Its tools that are on show. Before their owner: they go first.
    shown: Vec<Box<dyn Any>>,
    owner: Owner,
}

/// Listens for as long as the document lives.
pub fn start() {
    let mut labs = BTreeMap::<String, Known>::new();
    std::mem::forget(Heard::of(NEWS, move |bytes| {
        match postcard::from_bytes::<(String, News)>(bytes) {
            Ok((id, news)) => hear(&mut labs, id, news),
            Err(error) => log_error(&format!(
                "a lab says what the tools do not understand: {error}"
            )),
        }
    }));
    ask("", &Wish::Here);
}

fn ask(lab: &str, wish: &Wish) {
    // There is nothing in it that cannot be encoded.
    if let Ok(bytes) = postcard::to_allocvec(&(lab, wish)) {
        document::tell_with(WISH, &bytes);
    }
}

fn hear(labs: &mut BTreeMap<String, Known>, id: String, news: News) {
    match news {
        News::Hail => ask(&id, &Wish::Here),
        News::Meet { here, spec, stand } => {
            let spec = match postcard::from_bytes(&spec) {
                Ok(spec) => std::sync::Arc::new(spec),
                Err(error) => return log_error(&format!("a lab without a spec: {error}")),
            };
            let owner = Owner::new();
            let lab = id.clone();
            let mirror = owner.with(|| {
                provide_context(here);
                Mirror::new(spec, stand, move |wish| ask(&lab, &wish))
            });
            let shown = Vec::new();
            let known = Known {
                mirror,
                shown,
                owner,
            };
            labs.insert(id, known);
        }
        News::Show(index, place) => {
            if let (Some(known), Some(place)) = (labs.get_mut(&id), document::by_id(&place)) {
                let mirror = known.mirror;
                let view = move || tool(index, mirror, id);
                let mounted = known.owner.with(|| mount_to_renderer(&place, view));
                known.shown.push(Box::new(mounted));
            }
        }
        News::Gone => {
            labs.remove(&id);
        }
        news => {
            if let Some(known) = labs.get(&id) {
                known.mirror.hear(news);
            }
        }
    }
}
