//! The programs of labs, brief ones and whole ones: each takes over those of the page on show, for as long as that is on show.

use std::rc::Rc;

use headroom_content::model::Island;
use leptos::prelude::AnyView;

use super::{Alive, LEAVES, SHOWS, islands};
use crate::platform::{document, log_error, press};

/// What makes the view of an island, of one that is this program's.
type View = fn(Island) -> Option<Box<dyn FnOnce() -> AnyView>>;

/// Takes over the labs of this page and of each that takes its place.
pub fn start(view: View) {
    let alive = Rc::new(Alive::default());
    bring_to_life(&alive, view);
    let ending = alive.clone();
    document::listen(LEAVES, move || ending.clear());
    document::listen(SHOWS, move || bring_to_life(&alive, view));
}

fn bring_to_life(alive: &Alive, view: View) {
    let page = match document::bootstrap() {
        Ok(page) => page,
        Err(error) => return log_error(&format!("the lab stays as it was drawn: {error}")),
    };
    let (here, islands) = islands(page);
    for (place, island) in islands {
        let Some(view) = view(island) else { continue };
        alive.take_over(place.clone(), here.clone(), view);
        press::awake(&place);
    }
}
