//! Questions and what becomes of answers to them: reading what was typed, grading, shuffling, records of
//! attempts, sittings of assessments, review, merging and the format in which they are kept.
//!
//! Pure: time and chance are arguments, storage is somebody else's.

pub mod activity;
pub mod answer;
pub mod backup;
pub mod cloze;
pub mod compare;
pub mod exam;
pub mod export;
pub mod grade;
pub mod keep;
pub mod kept;
pub mod log;
pub mod mantissa;
pub mod mastery;
pub mod next;
pub mod notes;
pub mod number;
pub mod path;
pub mod reading;
pub mod record;
pub mod review;
pub mod saved;
pub mod score;
pub mod shuffle;
pub mod store;
pub mod summary;
pub mod unit;

pub use headroom_content::text;

pub use answer::{Answer, AnswerError, SelfGrade};
pub use grade::{Feedback, Grade, Mark, Offset, Verdict, better_tuned, grade, tuned_values};
pub use kept::Kept;
pub use log::Log;
pub use record::{About, Attempt, Confidence, Record, Stamp};
pub use score::Score;
pub use store::{Change, Store};
