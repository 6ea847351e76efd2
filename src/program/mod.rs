//! What the browser runs: it takes over the islands of the page on show. Several programs share the work. The one of every
//! page goes from page to page and asks the questions; those of labs, of assessments and of the playground, larger, come when what they are
//! for does.

pub mod lab;
pub mod notes;
pub mod page;
pub mod search;
pub mod settings;
pub mod tools;

use std::any::Any;
use std::cell::RefCell;

use headroom_content::model::Island;
use leptos::mount::hydrate_from;
use leptos::prelude::*;

use crate::platform::document;
use crate::state::site::Here;

/// Told to the programs of labs: the page on show is about to be left, and another one is in its place.
const LEAVES: &str = "headroom-leaves";
const SHOWS: &str = "headroom-shows";
/// Told to whoever waits for it: all islands of the page's program are taken over.
const ALIVE: &str = "headroom-alive";
/// Told to the program of settings: the dialog of help may have been opened.
const HELP: &str = "headroom-help";

/// What keeps the islands of the page on show alive.
#[derive(Default)]
struct Alive(RefCell<Vec<Box<dyn Any>>>);

impl Alive {
    fn keep(&self, island: impl Any) {
        self.0.borrow_mut().push(Box::new(island));
    }

    /// Ends the islands.
    fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    /// Takes over the island that stands at `place`.
    fn take_over(
        &self,
        place: web_sys::HtmlElement,
        here: Here,
        view: impl FnOnce() -> AnyView + 'static,
    ) {
        self.keep(hydrate_from(place, move || {
            provide_context(here);
            view()
        }));
    }
}

/// A page's islands, each with the element where it stands, and what they are told of the page.
fn islands(page: document::Page) -> (Here, impl Iterator<Item = (web_sys::HtmlElement, Island)>) {
    let here = Here {
        base: page.base,
        route: page.bootstrap.route,
        title: page.bootstrap.title,
    };
    let places = document::places().into_iter();
    (here, places.zip(page.bootstrap.islands))
}
