//! The programs that come when they are needed, those of labs above all: each takes over its islands of the page on show, for as
//! long as that is on show.

use std::cell::Cell;
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
    start_in(view, None, || ());
}

/// The same of a program whose islands show what the reader has answered.
pub fn start_with_progress(view: View) {
    let owner = Owner::new();
    let progress = owner.with(Progress::new);
    // For all pages of the visit.
    std::mem::forget(owner);
    start_in(view, Some(progress), move || {
        progress.follow();
        progress.load();
    });
}

/// `begin` is called once, when the first island has been taken over: what spawns tasks is there then, and a page that could
/// not be had has none.
pub(super) fn start_in(view: View, progress: Option<Progress>, begin: impl Fn() + 'static) {
    let alive = Rc::new(Alive::default());
    let started = Cell::new(false);
    let (shown, ending) = (alive.clone(), alive);
    let show = move || {
        if bring_to_life(&shown, view, progress) && !started.replace(true) {
            begin();
        }
    };
    show();
    document::listen(LEAVES, move || ending.clear());
    document::listen(SHOWS, show);
}

/// Whether there was anything to take over.
fn bring_to_life(alive: &Alive, view: View, progress: Option<Progress>) -> bool {
    let page = match document::bootstrap() {
        Ok(page) => page,
        Err(error) => {
            log_error(&format!("it stays as it was drawn: {error}"));
            return false;
        }
    };
    let (here, islands) = islands(page);
    let mut some = false;
    for (place, island) in islands {
        let Some(view) = view(island) else { continue };
        alive.take_over(place.clone(), here.clone(), move || {
            if let Some(progress) = progress {
                provide_context(progress);
            }
            view()
        });
        press::awake(&place);
        some = true;
    }
    some
}
