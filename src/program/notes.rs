//! The program of notes: it takes over the places below headings and questions, and the page of all notes.

use std::cell::Cell;
use std::rc::Rc;

use headroom_study::notes::Spot;
use leptos::mount::mount_to;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::{Alive, LEAVES, lab};
use crate::components::notes::place;
use crate::islands::if_notes;
use crate::platform::{document, noting, press};
use crate::state::progress::Progress;

/// Takes over the notes of this page and of each that takes its place.
pub fn start() {
    let owner = Owner::new();
    let progress = owner.with(Progress::new);
    // For all pages of the visit.
    std::mem::forget(owner);
    // What spawns tasks is there once something has been taken over.
    let started = Rc::new(Cell::new(false));
    let begin = move || {
        if !started.replace(true) {
            progress.follow();
            progress.load();
        }
    };
    let alive = Rc::new(Alive::default());
    let (shown, ending, first) = (alive.clone(), alive, begin.clone());
    let show = move || {
        if bring_to_life(&shown, progress) {
            first();
        }
    };
    show();
    document::listen(LEAVES, move || ending.clear());
    document::listen(noting::PLACES, show);
    lab::start_in(if_notes, Some(progress), begin);
}

/// Whether there was anything to take over.
fn bring_to_life(alive: &Alive, progress: Progress) -> bool {
    let Ok(page) = document::bootstrap() else {
        return false;
    };
    let places = noting::places();
    let some = !places.is_empty();
    for (position, element) in places.into_iter().enumerate() {
        let named = |name| element.get_attribute(name).unwrap_or_default();
        let spot = Spot {
            route: page.bootstrap.route.clone(),
            anchor: named("data-at"),
            page: page.bootstrap.title.clone(),
            heading: named("data-name"),
            position: position as u32,
        };
        alive.keep(take_over(element, spot, progress));
    }
    some
}

/// Puts buttons that work in the place of those that do not; one that was pressed is pressed again.
fn take_over(element: HtmlElement, spot: Spot, progress: Progress) -> impl Sized + 'static {
    let pressed = press::forget(&element).pop();
    element.set_inner_html("");
    let mounted = mount_to(element.clone(), move || {
        provide_context(progress);
        place::place(spot)
    });
    press::awake(&element);
    if let Some(pressed) = pressed {
        noting::press(&element, &pressed);
    }
    mounted
}
