//! The programs that come when they are needed, those of labs above all: each takes over its islands of the page on show, for as
//! long as that is on show.

use std::rc::Rc;

use headroom_content::model::Island;
use leptos::prelude::{AnyView, Owner, provide_context};

use super::{Alive, LEAVES, SHOWS, islands};
use crate::platform::{document, log_error, press};
use crate::state::progress::Progress;

/// What makes the view of an island, of one that is this program's.
type View = fn(Island) -> Option<Box<dyn FnOnce() -> AnyView>>;

/// Takes over the labs of this page and of each that takes its place.
pub fn start(view: View) {
    start_in(view, None);
}

/// The same of a program whose islands show what the reader has answered.
pub fn start_with_progress(view: View) {
    let owner = Owner::new();
    let progress = owner.with(Progress::new);
    // For all pages of the visit.
    std::mem::forget(owner);
    // What spawns tasks is there once an island has been taken over.
    start_in(view, Some(progress));
    progress.follow();
    progress.load();
}

pub(super) fn start_in(view: View, progress: Option<Progress>) {
    let alive = Rc::new(Alive::default());
    bring_to_life(&alive, view, progress);
    let ending = alive.clone();
    document::listen(LEAVES, move || ending.clear());
    document::listen(SHOWS, move || bring_to_life(&alive, view, progress));
}

fn bring_to_life(alive: &Alive, view: View, progress: Option<Progress>) {
    let page = match document::bootstrap() {
        Ok(page) => page,
        Err(error) => return log_error(&format!("it stays as it was drawn: {error}")),
    };
    let (here, islands) = islands(page);
    for (place, island) in islands {
        let Some(view) = view(island) else { continue };
        alive.take_over(place.clone(), here.clone(), move || {
            if let Some(progress) = progress {
                provide_context(progress);
            }
            view()
        });
        press::awake(&place);
    }
}
