//! The program of notes: it takes over the places below headings and questions, and the page of all notes.

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
    let alive = Rc::new(Alive::default());
    bring_to_life(&alive, progress);
    let ending = alive.clone();
    document::listen(LEAVES, move || ending.clear());
    document::listen(noting::PLACES, move || bring_to_life(&alive, progress));
    lab::start_in(if_notes, Some(progress));
    // What spawns tasks is there once something has been taken over.
    progress.follow();
    progress.load();
}

fn bring_to_life(alive: &Alive, progress: Progress) {
    let Ok(page) = document::bootstrap() else {
        return;
    };
    for (position, element) in noting::places().into_iter().enumerate() {
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
