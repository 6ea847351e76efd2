//! The places for notes on a page, before there is a note: the program of notes comes when one is begun, or where the reader has
//! some. This is part of the program of marks.

use std::cell::Cell;
use std::rc::Rc;

use headroom_study::notes;
use leptos::prelude::*;

use crate::platform::press::{self, Presses};
use crate::platform::{document, noting};
use crate::state::progress::Progress;
use crate::state::site::Here;
use crate::words::notes as say;

/// Where it is said that the program did not come: at the buttons that wait for it.
const LOST_AT: &str = ".noting:has([data-pressed]) > .noting__lost";

/// Puts the places on the page, for as long as it is on show.
pub fn offer(progress: Progress, here: &Here) {
    let places = noting::prepare();
    // A program that has come for another page takes them over now.
    document::tell(noting::PLACES);
    let (base, waiting, wanted) = (here.base.clone(), places.clone(), Rc::new(Cell::new(false)));
    let get = Rc::new(move || {
        if !wanted.replace(true) {
            document::take_back(".noting__lost");
            let (waiting, wanted) = (waiting.clone(), wanted.clone());
            document::start(&base, "notes", move || {
                wanted.set(false);
                document::tell_in(LOST_AT, say::lost());
                for place in &waiting {
                    press::forget(place);
                }
            });
        }
    });
    let presses: Vec<_> = places
        .iter()
        .map(|place| {
            let get = get.clone();
            Presses::new(place, move || get())
        })
        .collect();
    let presses = StoredValue::new_local(presses);
    on_cleanup(move || presses.update_value(Vec::clear));
    let route = here.route.clone();
    Effect::new(move |_| {
        let any = progress.store.with(|store| notes::any_on(store, &route));
        if any && places.first().is_some_and(|place| !press::is_awake(place)) {
            get();
        }
    });
}
