//! GIFT, the text format of Moodle's question banks: <https://docs.moodle.org/en/GIFT_format>.

mod read;
mod write;

pub use read::read;
pub(crate) use write::weight;
pub use write::write;
