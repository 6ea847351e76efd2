//! The programs that come when they are needed, those of labs above all: each takes over its islands of the page on show, for as
//! long as that is on show.

use std::cell::Cell;
use std::rc::Rc;

use headroom_content::model::{Island, Lab, digest};
use leptos::prelude::{AnyView, Owner, provide_context};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlElement;

use super::{Alive, LEAVES, SHOWS, islands};
use crate::platform::{document, library, log_error, press};
use crate::state::progress::Progress;
use crate::state::site::{Here, lab_data_href};
use crate::words::frame;

/// What makes the view of an island, of one that is this program's.
type View = fn(Island) -> Option<Box<dyn FnOnce() -> AnyView>>;

/// Takes over the islands of this page and of each that takes its place.
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

/// Takes over labs, whole or `brief` ones. What runs one is a file of the site, which comes beside the program.
pub fn start_labs(view: View, brief: bool) {
    let take = move |alive: &Rc<Alive>, place, here, island| match island {
        Island::Lab(lab) if lab.is_brief() == brief => {
            spawn_local(take_over_lab(alive.clone(), place, here, lab, view));
            true
        }
        island => take_over(alive, &place, here, view(island), None),
    };
    follow(take, || ());
}

/// Takes a lab over when what runs it is here. Until then, it shows what was recorded.
async fn take_over_lab(
    alive: Rc<Alive>,
    place: HtmlElement,
    here: Here,
    mut lab: Box<Lab>,
    view: View,
) {
    let href = lab_data_href(&here.base, &lab.sim);
    let notices = format!("#{} .lab__notices", lab.id);
    loop {
        let came = library::bytes_for(&place, &href).await;
        // The reader may have gone to another page.
        if !place.is_connected() {
            return;
        }
        let why = match came {
            Ok(Some(spec)) if digest(&spec) == lab.digest => {
                lab.spec = spec;
                break;
            }
            Ok(Some(_)) => frame::lab_outdated(),
            Ok(None) | Err(_) => frame::lab_lost(),
        };
        press::forget(&place);
        document::tell_in(&notices, why);
        press::once(&place).await;
        document::take_back(&notices);
    }
    take_over(&alive, &place, here, view(Island::Lab(lab)), None);
}

/// `begin` is called once, when the first island has been taken over: what spawns tasks is there then, and a page that could
/// not be had has none.
pub(super) fn start_in(view: View, progress: Option<Progress>, begin: impl Fn() + 'static) {
    let take = move |alive: &Rc<Alive>, place: HtmlElement, here, island| {
        take_over(alive, &place, here, view(island), progress)
    };
    follow(take, begin);
}

/// Gives `take` the islands of this page and of each that takes its place; it says whether one is this program's.
fn follow(
    take: impl Fn(&Rc<Alive>, HtmlElement, Here, Island) -> bool + 'static,
    begin: impl Fn() + 'static,
) {
    let alive = Rc::new(Alive::default());
    let started = Cell::new(false);
    let (shown, ending) = (alive.clone(), alive);
    let show = move || {
        if bring_to_life(&shown, &take) && !started.replace(true) {
            begin();
        }
    };
    show();
    document::listen(LEAVES, move || ending.clear());
    document::listen(SHOWS, show);
}

/// Whether there was anything to take over.
fn bring_to_life(
    alive: &Rc<Alive>,
    take: &impl Fn(&Rc<Alive>, HtmlElement, Here, Island) -> bool,
) -> bool {
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
        some |= take(alive, place, here.clone(), island);
    }
    some
}

/// Whether there is a view to take it over with.
fn take_over(
    alive: &Alive,
    place: &HtmlElement,
    here: Here,
    view: Option<Box<dyn FnOnce() -> AnyView>>,
    progress: Option<Progress>,
) -> bool {
    let Some(view) = view else { return false };
    alive.take_over(place.clone(), here, move || {
        if let Some(progress) = progress {
            provide_context(progress);
        }
        view()
    });
    press::awake(place);
    true
}
