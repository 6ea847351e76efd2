//! What only a browser has: the workshop, the place where a design is kept, an address that asks for one.

use std::cell::RefCell;
use std::rc::Rc;

use headroom_sim::share::SharedDesign;
use headroom_studio::protocol::MOST_BYTES;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::design::{Design, Keeping, take_in};
use super::workshop;
use crate::platform::address::{self, FragmentChanges};
use crate::platform::library;
use crate::platform::storage::single::{self, NotPut, Watch};
use crate::state::site::{DESIGN, OPEN, design_path};
use crate::words::{engine, playground as say};

/// With the version of what is kept under it: the text and nothing else.
const KEY: &str = "headroom/playground/1";
/// The same of the design that another one has taken the place of, as a whole.
const BEFORE: &str = "headroom/playground/1/before";

/// Brings the playground to life.
pub fn attach(design: Design) {
    let base = design.base.get_value();
    let script = format!("studio_loader.js?{}", headroom_sim::protocol::BUILD);
    workshop::connect(design, base.file(&script));

    // What this tab has put or found there.
    let last = StoredValue::new(None::<String>);
    keep(design, last);
    restore(design, last);
    take(design);
    let changes = FragmentChanges::new(move || take(design));
    let changes = StoredValue::new_local(changes);
    on_cleanup(move || changes.set_value(None));
}

/// Takes in what the address asks for.
fn take(design: Design) {
    let fragment = address::fragment();
    if let Some(sim) = fragment.strip_prefix(OPEN) {
        address::put_fragment(None);
        open(design, sim.to_owned(), false);
    } else if let Some(text) = fragment.strip_prefix(DESIGN) {
        let read = SharedDesign::of_text(text).map_err(|why| engine::say(&why.to_string()));
        let read = read.and_then(|shared| {
            let text = take_in(&shared.text)?;
            Ok(SharedDesign { text, ..shared })
        });
        match read {
            Ok(shared) => design.offer(shared),
            Err(why) => {
                // Left there, it would come up again with every reload.
                address::put_fragment(None);
                design.trouble.set(Some(say::link_broken(why)));
            }
        }
    }
}

/// What is kept is not what the address asks for any more.
fn answered() {
    if address::fragment().starts_with(DESIGN) {
        address::put_fragment(None);
    }
}

/// Keeps a design, too, that another one takes the place of.
fn set_aside(design: Design, text: &str) {
    let found = single::get(BEFORE).ok().flatten();
    if single::put(BEFORE, found.as_deref(), Some(text)).is_ok() {
        design.before.set(Some(text.to_owned()));
    }
}

fn keep(design: Design, last: StoredValue<Option<String>>) {
    design.keep_with(move |text| {
        if matches!(
            design.keeping.try_get_untracked(),
            None | Some(Keeping::Elsewhere(_))
        ) {
            return;
        }
        let known = last.get_value();
        if known.as_deref() == text {
            design.replacing.set_value(false);
            answered();
            design.keeping.set(match text {
                Some(_) => Keeping::Kept,
                None => Keeping::Nothing,
            });
            return;
        }
        // What is longer could not be read again.
        if text.is_some_and(|text| text.len() > MOST_BYTES) {
            return;
        }
        match single::put(KEY, known.as_deref(), text) {
            Ok(()) => {
                last.set_value(text.map(str::to_owned));
                if design.replacing.get_value()
                    && let Some(known) = &known
                {
                    set_aside(design, known);
                }
                design.replacing.set_value(false);
                answered();
                design.keeping.set(match text {
                    Some(_) => Keeping::Kept,
                    None => Keeping::Nothing,
                });
            }
            Err(NotPut::Overtaken(other)) => design.keeping.set(Keeping::Elsewhere(other)),
            Err(NotPut::Trouble(trouble)) => design.keeping.set(Keeping::Failed(trouble)),
        }
    });
    let watch = Watch::new(KEY, move |text| {
        let own = last.try_get_value();
        if own.is_some_and(|own| own != text) {
            design.keeping.set(Keeping::Elsewhere(text));
        }
    });
    let watch = StoredValue::new_local(Some(watch));
    // What is typed is kept at the next pause; who leaves before that takes none.
    let leaves = window_event_listener_untyped("pagehide", move |_| design.settle());
    on_cleanup(move || {
        design.settle();
        leaves.remove();
        watch.set_value(None);
    });
    KEPT.with(|kept| {
        *kept.borrow_mut() = Some(Rc::new(move |mine| choose(design, last, mine)));
    });
}

/// Is told whether this tab's design is the one to keep.
type Told = Rc<dyn Fn(bool)>;

thread_local! {
    /// Settles which of two tabs keeps its design. There is one playground on a page.
    static KEPT: RefCell<Option<Told>> = const { RefCell::new(None) };
}

/// The reader has chosen between the design of this tab and that of another one.
pub fn settle_tabs(mine: bool) {
    if let Some(choose) = KEPT.with(|kept| kept.borrow().clone()) {
        choose(mine);
    }
}

fn choose(design: Design, last: StoredValue<Option<String>>, mine: bool) {
    let Keeping::Elsewhere(other) = design.keeping.get_untracked() else {
        return;
    };
    last.set_value(other.clone());
    design.keeping.set(Keeping::Kept);
    if mine {
        design.keep_now();
    } else if let Some(other) = other {
        design.open(other, say::taking_other(), false);
        design.keep_now();
    } else {
        design.start_over();
    }
}

fn restore(design: Design, last: StoredValue<Option<String>>) {
    match single::get(KEY) {
        Ok(Some(text)) => {
            last.set_value(Some(text.clone()));
            if text.len() <= MOST_BYTES {
                design.restore(text);
                design.told.set(say::as_you_left_it().to_owned());
            }
        }
        Ok(None) => {}
        Err(trouble) => design.keeping.set(Keeping::Failed(trouble)),
    }
    design.before.set(single::get(BEFORE).ok().flatten());
}

/// Shows the reader's own design again, which an address has put others in front of.
pub fn back(design: Design) {
    match single::get(KEY) {
        Ok(Some(text)) => {
            design.open(text, say::going_back(), true);
            design.told.set(say::as_you_left_it().to_owned());
        }
        Ok(None) => design.undo(),
        Err(trouble) => design.keeping.set(Keeping::Failed(trouble)),
    }
}

/// Opens one of the site's designs. What the reader asked for on this page is kept; what an address asks for is only shown.
pub fn open(design: Design, sim: String, kept: bool) {
    // Names are words, `-` and one `/`: an address may say anything.
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/');
    if !sim.chars().all(fine) || sim.contains("//") {
        design.trouble.set(Some(say::no_such_design().to_owned()));
        return;
    }
    let url = design.base.get_value().file(&design_path(&sim));
    design.told.set(say::fetching().to_owned());
    spawn_local(async move {
        let text = library::file(&url).await;
        // The page may be left by now.
        if design.text.is_disposed() {
            return;
        }
        let text = match text {
            Ok(Some(text)) => take_in(&text),
            Ok(None) => Err(say::no_such_design().to_owned()),
            Err(error) => Err(say::not_fetched(error)),
        };
        match text {
            Ok(text) => {
                let guest = !kept && design.keeping.get_untracked() == Keeping::Kept;
                design.open(text, say::opening(), kept);
                if guest {
                    design.keeping.set(Keeping::Guest);
                }
                design.told.set(say::opened().to_owned());
            }
            Err(why) => {
                design.told.set(String::new());
                design.trouble.set(Some(why));
            }
        }
    });
}
