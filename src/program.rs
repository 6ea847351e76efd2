//! What the browser runs: it takes over the islands of the page on show, and puts the page a reader goes to in its
//! place without a reload. Where it does not run, links load pages as they always have.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use headroom_content::model::{Bootstrap, Island};
use leptos::mount::hydrate_from;
use leptos::prelude::*;

use crate::islands;
use crate::platform::library::{Library, LoadError};
use crate::platform::navigation::{self, Visit};
use crate::platform::sections::Sections;
use crate::platform::{document, log_error};
use crate::state::progress::Progress;
use crate::state::site::Here;

/// Takes over the page on show and follows the reader from there.
pub fn start() {
    let page = match document::bootstrap() {
        Ok(page) => page,
        // The page was readable before this program came and stays so.
        Err(error) => return log_error(&format!("Headroom runs without its program: {error}")),
    };
    let owner = Owner::new();
    let progress = owner.with(Progress::new);
    // Answers are shared by all pages of the visit.
    std::mem::forget(owner);
    let base = page.base.clone();
    let program = Rc::new(Program {
        build: page.build.clone(),
        progress,
        library: Library::default(),
        alive: RefCell::default(),
        visits: Cell::new(0),
    });
    program.bring_to_life(page);
    progress.load();

    // The page a reader points at is on its way before the click.
    let library = program.library.clone();
    let below = base.clone();
    navigation::on_link_intent(move |path| {
        if below.holds(path) {
            library.prefetch(path);
        }
    });
    navigation::follow(base, move |visit| {
        let program = program.clone();
        async move { program.visit(visit).await }
    });
}

struct Program {
    build: String,
    progress: Progress,
    library: Library,
    /// What keeps the page on show alive.
    alive: RefCell<Vec<Box<dyn Any>>>,
    /// How often the reader has gone to another page.
    visits: Cell<u32>,
}

impl Program {
    fn bring_to_life(&self, page: document::Page) {
        let Bootstrap {
            route,
            title,
            islands,
        } = page.bootstrap;
        let here = Here {
            base: page.base,
            route,
            title,
        };
        let mut alive = self.alive.borrow_mut();
        for (place, island) in document::places().into_iter().zip(islands) {
            alive.push(self.take_over(place, island, here.clone()));
        }
        if let Some(sections) = Sections::watch() {
            alive.push(Box::new(sections));
        }
    }

    fn take_over(&self, place: web_sys::HtmlElement, island: Island, here: Here) -> Box<dyn Any> {
        let progress = self.progress;
        Box::new(hydrate_from(place, move || {
            provide_context(here);
            provide_context(progress);
            islands::view(island)
        }))
    }

    /// Shows the page at an address that the reader has gone to.
    async fn visit(&self, visit: Visit) {
        let number = self.visits.get() + 1;
        self.visits.set(number);
        document::mark_loading(true);
        let fetched = self.library.page(&visit.path).await;
        // The reader may have gone elsewhere in the meantime.
        if self.visits.get() != number {
            return;
        }
        match fetched {
            Ok(html) => self.show(&html),
            Err(error) => self.apologise(&error, &visit),
        }
    }

    fn show(&self, html: &str) {
        let next = document::parse(html);
        // Of another build, it would need another program: the browser gets both.
        if next.as_ref().and_then(document::build_of).as_deref() != Some(&*self.build) {
            return navigation::reload();
        }
        self.alive.borrow_mut().clear();
        if let Some(next) = next {
            document::replace(&next);
        }
        match document::bootstrap() {
            Ok(page) => self.bring_to_life(page),
            Err(error) => log_error(&format!("the page stays without its program: {error}")),
        }
        navigation::focus_heading();
    }

    fn apologise(&self, error: &LoadError, visit: &Visit) {
        self.alive.borrow_mut().clear();
        document::apologise("Page not available", &error.to_string(), &visit.url);
        navigation::focus_heading();
    }
}
