//! Review by spaced repetition: which cards there are, when each is due, what came of the reviews.
//!
//! Scheduling is FSRS ([`memory`]). Nothing that can be worked out is kept: a card is a question that was answered, or a
//! glossary term that was chosen, and how well it is remembered follows from its answers and from what the reader said
//! of it ([`card::Entry`]), all of which are records that are exported, merged and undone like any other. So copies of
//! a record that come together agree on when a card is due, whichever came first, and a question whose answers are
//! forgotten is no card any more.
//!
//! Of a day the first answer counts: whoever has just seen the answer shows nothing by giving it. Nothing is ever locked:
//! the daily number of cards is an offer, and a card may be answered at any time.

pub mod card;
pub mod day;
pub mod deck;
pub mod memory;
pub mod settings;

pub use card::{Card, Entry, KIND, key, question_key};
pub use day::{Clock, Day};
pub use deck::{Deck, Week};
pub use memory::{Memory, Next, Rating};
pub use settings::Settings;
