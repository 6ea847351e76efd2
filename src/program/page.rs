//! The program of every page. It puts the page a reader goes to in the place of the one on show, without a reload. Where it
//! does not run, links load pages as they always have.

use std::cell::Cell;
use std::rc::Rc;

use headroom_content::model::Island;
use leptos::prelude::*;

use super::{ALIVE, Alive, HELP, LEAVES, SHOWS, islands};

use crate::components::lab::EMBED;
use crate::islands::of_page;
use crate::platform::address::{self, FragmentChanges};
use crate::platform::begin::on_every_page;
use crate::platform::clock::{self, now_ms};
use crate::platform::library::{self, Library, LoadError};
use crate::platform::navigation::{self, Visit};
use crate::platform::observe::{FirstSign, Near};
use crate::platform::press::{self, Presses};
use crate::platform::sections::Sections;
use crate::platform::settings::saves_data;
use crate::platform::{document, log_error, offline, terms};
use crate::state::keys::Everywhere;
use crate::state::predictions;
use crate::state::progress::Progress;
use crate::state::site::{Base, COMPARE, Here, LAB, lab_data_href};
use crate::state::{search, settings};
use crate::words::frame;

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
    // A page for frames shows no answers, and leaves alone what is kept.
    let framed = page.bootstrap.route.starts_with(EMBED);
    let program = Rc::new(Program {
        build: page.build.clone(),
        progress,
        library: Library::default(),
        alive: Alive::default(),
        wanted: Rc::default(),
        visits: Cell::new(0),
    });
    let (here, islands) = islands(page);
    program.bring_to_life(here, islands, TURN_MS);
    if !framed {
        predictions::serve(progress);
        progress.follow();
        progress.load();
        offline::begin(&base);
    }

    // The page a reader points at is on its way before the click.
    let library = program.library.clone();
    let below = base.clone();
    navigation::on_link_intent(move |path| {
        if below.holds(path) && !saves_data() {
            library.prefetch(path);
        }
    });
    terms::explain(program.library.clone());
    navigation::close_popovers();
    navigation::keep_fragments();
    let (wanted, below) = (program.wanted.clone(), base.clone());
    on_every_page(move |act| {
        let larger = match act {
            Everywhere::Search => Larger::Search,
            Everywhere::Help => Larger::Settings,
        };
        fetch(&wanted, larger, &below, None);
        document::tell(HELP);
    });
    navigation::follow(base, move |visit| {
        let program = program.clone();
        async move { program.visit(visit).await }
    });
}

/// How long the browser is kept at a time while the first page is taken over, which it has not shown whole yet. A phone may be five times slower.
const TURN_MS: f64 = 6.0;

/// About two screens, CSS pixels: the lab is awake before the reader is there.
const AHEAD: u32 = 1600;

/// A program that comes when it is needed, by its place among them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Larger {
    Lab,
    Brief,
    Play,
    Progress,
    Exam,
    Marks,
    Review,
    Notes,
    /// No island needs these two: a reader does who searches, sets something, or asks for help.
    Search,
    Settings,
}

impl Larger {
    /// The one that an island needs.
    fn of(island: &Island) -> Option<Self> {
        match island {
            Island::Lab(lab) if lab.is_brief() => Some(Self::Brief),
            Island::Lab(_) | Island::Tune { .. } => Some(Self::Lab),
            Island::Playground(_) => Some(Self::Play),
            Island::Progress | Island::Offline => Some(Self::Progress),
            Island::Exam(_) => Some(Self::Exam),
            Island::Notes => Some(Self::Notes),
            Island::Review => Some(Self::Review),
            Island::Marks { .. } | Island::Continue | Island::Path(_) => Some(Self::Marks),
            _ => None,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Lab => "lab",
            Self::Brief => "brief",
            Self::Play => "play",
            Self::Progress => "progress",
            Self::Exam => "exam",
            Self::Notes => "notes",
            Self::Marks => "marks",
            Self::Review => "review",
            Self::Search => "search",
            Self::Settings => "settings",
        }
    }

    /// Where it would say that something went wrong.
    fn notices(self) -> &'static str {
        match self {
            Self::Lab | Self::Brief => ".lab__notices",
            Self::Play => ".playground__notices",
            Self::Progress => ".progress__loading",
            Self::Exam => ".exam__notices",
            Self::Notes => ".notes__loading",
            Self::Marks => ".read-mark__notices",
            Self::Review => ".review__loading",
            Self::Search => ".search__status",
            Self::Settings => ".help__status, .settings__status",
        }
    }

    /// What is said there when it does not come.
    fn lost(self) -> &'static str {
        match self {
            Self::Lab | Self::Brief => frame::lab_lost(),
            Self::Play => frame::playground_lost(),
            Self::Progress | Self::Review | Self::Notes => frame::records_lost(),
            Self::Exam => frame::exam_lost(),
            Self::Marks => frame::not_kept_try_again(),
            Self::Search | Self::Settings => frame::not_loaded_try_again(),
        }
    }
}

/// Whether each of the larger programs has been asked for.
type Wanted = Rc<[Cell<bool>; Larger::Settings as usize + 1]>;

/// Gets a larger program if it has not been asked for. When it does not come, it can be asked for again, and nothing in `island`
/// waits for it any more.
fn fetch(wanted: &Wanted, larger: Larger, base: &Base, island: Option<web_sys::HtmlElement>) {
    if wanted[larger as usize].replace(true) {
        return;
    }
    document::take_back(larger.notices());
    let wanted = wanted.clone();
    document::start(base, larger.name(), move || {
        // Another page with such an island, a press of its button, or a reload, tries again.
        wanted[larger as usize].set(false);
        if let Some(island) = &island {
            press::forget(island);
        }
        document::tell_in(larger.notices(), larger.lost());
    });
}

struct Program {
    build: String,
    progress: Progress,
    library: Library,
    alive: Alive,
    wanted: Wanted,
    /// How often the reader has gone to another page.
    visits: Cell<u32>,
}

impl Program {
    /// Takes over the islands of the page on show, for `turn_ms` milliseconds at a time: the browser does what else it has to between.
    fn bring_to_life(
        self: &Rc<Self>,
        here: Here,
        mut islands: impl Iterator<Item = (web_sys::HtmlElement, Island)> + 'static,
        turn_ms: f64,
    ) {
        let begun = now_ms();
        for (place, island) in islands.by_ref() {
            self.take_over(&here, place, island);
            if now_ms() - begun > turn_ms {
                let program = self.clone();
                return clock::after(0.0, move || {
                    // The reader is about to be on another page.
                    if program.visits.get() == 0 {
                        program.bring_to_life(here, islands, turn_ms);
                    }
                });
            }
        }
        self.follow(&here);
        document::tell(ALIVE);
    }

    fn take_over(&self, here: &Here, place: web_sys::HtmlElement, island: Island) {
        let progress = self.progress;
        if let Some(larger) = Larger::of(&island) {
            // A path is made of what the reader has done.
            let waits = saves_data() && !matches!(island, Island::Path(_));
            let runs_it = match &island {
                Island::Lab(lab) => Some(lab_data_href(&here.base, &lab.sim)),
                _ => None,
            };
            self.await_program(&place, larger, &here.base, runs_it, waits);
        } else {
            self.alive.take_over(place, here.clone(), move || {
                provide_context(progress);
                of_page(island)
            });
        }
    }

    /// What is not an island's.
    fn follow(&self, here: &Here) {
        for (route, larger) in [
            (search::ROUTE, Larger::Search),
            (settings::ROUTE, Larger::Settings),
        ] {
            if here.route == route {
                fetch(&self.wanted, larger, &here.base, None);
            }
        }
        if let Some(sections) = Sections::watch() {
            self.alive.keep(sections);
        }
    }

    /// Gets a larger program when what needs it comes near. A brief lab may stand where every visitor begins, and marks stand
    /// on every page: their programs come at the first sign of a reader, and what is pressed meanwhile is done then. Where it
    /// `waits`, a press is all that brings any of these and a lab, which has a button for it. The file that runs a lab comes beside its program.
    fn await_program(
        &self,
        place: &web_sys::HtmlElement,
        larger: Larger,
        base: &Base,
        runs_it: Option<String>,
        waits: bool,
    ) {
        let pressed = match larger {
            Larger::Brief | Larger::Marks => Some(place.clone()),
            Larger::Lab if waits => document::before(place),
            _ => None,
        };
        let base = base.clone();
        let wanted = self.wanted.clone();
        let island = pressed.clone().unwrap_or_else(|| place.clone());
        let beside = place.clone();
        let get = Rc::new(move || {
            if let Some(file) = &runs_it
                && !wanted[larger as usize].get()
            {
                library::ask_for(&beside, file);
            }
            fetch(&wanted, larger, &base, Some(island.clone()));
        });
        if let Some(pressed) = &pressed {
            let first = get.clone();
            let sign = (!waits).then(|| FirstSign::new(move || first()));
            let asked = get.clone();
            // It may have been asked for on a page before this one and still be on its way.
            self.alive
                .keep((sign, Presses::new(pressed, move || asked())));
        }
        if !matches!(larger, Larger::Brief | Larger::Marks) && !self.wanted[larger as usize].get() {
            let linked = get.clone();
            let linked = move || {
                let fragment = address::fragment();
                if fragment.starts_with(LAB) || fragment.starts_with(COMPARE) {
                    linked();
                }
            };
            // A link to the lab opens it wherever on the page it stands.
            linked();
            let near = pressed.is_none().then(|| {
                Near::new(place, AHEAD, move |near| {
                    if near {
                        get();
                    }
                })
            });
            self.alive.keep((near, FragmentChanges::new(linked)));
        }
    }

    /// Shows the page at an address that the reader has gone to.
    async fn visit(self: &Rc<Self>, visit: Visit) {
        let number = self.visits.get() + 1;
        self.visits.set(number);
        document::mark_loading(true);
        let fetched = self.library.page(&visit.path).await;
        // The reader may have gone elsewhere in the meantime.
        if self.visits.get() != number {
            return;
        }
        let html = match fetched {
            Ok(html) => html,
            Err(error) => return self.apologise(&error, &visit),
        };
        let next = document::parse(&html);
        // Of another build, it would need another program: the browser gets both.
        let Some(next) =
            next.filter(|next| document::build_of(next).as_deref() == Some(&*self.build))
        else {
            return navigation::reload();
        };
        document::dress(&next).await;
        if self.visits.get() == number {
            self.leave();
            document::replace(&next);
            self.arrive(&visit);
        }
    }

    /// Takes over the page that the reader has come to.
    fn arrive(self: &Rc<Self>, visit: &Visit) {
        match document::bootstrap() {
            Ok(page) => {
                let (here, islands) = islands(page);
                self.bring_to_life(here, islands, f64::INFINITY);
                document::tell(SHOWS);
            }
            Err(error) => log_error(&format!("the page stays without its program: {error}")),
        }
        visit.arrive();
    }

    fn leave(&self) {
        document::tell(LEAVES);
        self.alive.clear();
    }

    fn apologise(&self, error: &LoadError, visit: &Visit) {
        self.leave();
        document::apologise(frame::page_not_available(), &error.to_string(), &visit.url);
        visit.arrive();
    }
}
