//! What this browser keeps: one text a key, in its database; in its local storage where there is no database;
//! nowhere where it refuses both.
//!
//! A text goes into the local storage first, which takes it at once, even from a reader who leaves the page the moment
//! after, and is then moved into the database. What a visit without database has left in the local storage is moved
//! by the next one that has it.

pub mod channel;
mod database;
pub mod durable;
mod local;
pub mod single;

use std::cell::RefCell;
use std::rc::Rc;

use headroom_study::Stamp;
use js_sys::{Function, Promise};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, spawn_local};

use self::database::Held;
use super::clock;
use crate::state::keeping::{Keeping, Trouble};

/// Keys and texts.
pub type Texts = Vec<(String, String)>;

/// The places that belong to this site.
#[derive(Clone, Copy, Debug)]
pub struct Storage {
    /// Name of the database.
    pub database: &'static str,
    /// In front of the keys in the local storage.
    pub prefix: &'static str,
    /// How long the database may take, milliseconds. One whose form another tab is changing may take for ever.
    pub patience_ms: f64,
}

/// The reader's answers.
pub const ANSWERS: Storage = Storage {
    database: "headroom",
    prefix: "headroom/q/",
    patience_ms: 4000.0,
};

/// What is kept after something was brought in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub texts: Texts,
    /// The whole of a database that a newer version of this site has written, and the version of its form.
    pub newer: Option<(u32, Texts)>,
    pub keeping: Keeping,
}

impl Storage {
    /// Brings texts in beside what is kept, nothing lost (see [`headroom_study::keep`]), and returns all of it: what
    /// other tabs have written since, too. Without texts it is the way to read.
    pub async fn exchange(self, texts: Texts) -> Kept {
        let put = local::put(self.prefix, &texts);
        let waiting = local::all(self.prefix).unwrap_or_default();
        let mut moving = waiting.clone();
        if put.is_err() {
            moving.extend(texts.iter().cloned());
        }
        match self.in_time(moving).await {
            Ok(Held { texts, newer: None }) => {
                for (key, text) in &waiting {
                    local::take(self.prefix, key, text);
                }
                Kept {
                    texts,
                    newer: None,
                    keeping: Keeping::Database,
                }
            }
            other => {
                let (trouble, newer) = match other {
                    Ok(held) => (
                        Trouble::Newer,
                        held.newer.map(|version| (version, held.texts)),
                    ),
                    Err(trouble) => (trouble, None),
                };
                let keeping = match put {
                    Ok(()) => Keeping::LocalStorage(trouble),
                    Err(trouble) => Keeping::PageOnly(trouble),
                };
                Kept {
                    texts: waiting,
                    newer,
                    keeping,
                }
            }
        }
    }

    /// An exchange with the database, waited for no longer than there is patience. One that is late still ends, and
    /// what it brings in is brought in.
    async fn in_time(self, texts: Texts) -> Result<Held, Trouble> {
        let outcome = Rc::new(RefCell::new(None));
        let filled = outcome.clone();
        let ended = Promise::new(&mut |end: Function, _: Function| {
            let (filled, texts, late) = (filled.clone(), texts.clone(), end.clone());
            clock::after(self.patience_ms, move || {
                let _ = late.call0(&JsValue::NULL);
            });
            spawn_local(async move {
                let held = database::exchange(self.database, &texts).await;
                *filled.borrow_mut() = Some(held);
                let _ = end.call0(&JsValue::NULL);
            });
        });
        // Is never refused.
        let _ = JsFuture::from(ended).await;
        outcome.take().unwrap_or(Err(Trouble::Silent))
    }
}

/// Now, in Unix milliseconds, and a random number: what tells one change from another.
pub fn stamp() -> Stamp {
    Stamp(
        js_sys::Date::now() as u64,
        (js_sys::Math::random() * f64::from(u32::MAX)) as u32,
    )
}
