//! What a lab is set to, or a design, as the text of a link, and back.
//!
//! A text is `1.` (the version of its form) and base64url of three things: a byte that says whether the rest is deflated, the
//! CRC-32 of that byte and the rest, and the rest, which is [`Shared`] or [`SharedDesign`] in postcard; which of them, the
//! address says where the text stands. All that comes from a link is a stranger's: reading one never panics, takes a bounded
//! time and memory, and ends in an error that a person understands ([`LinkError`]). What has been read has a form but no
//! meaning yet; [`Shared::fit`] holds it against the lab, and a design is read as any other file.

mod base64;
mod checksum;
mod design;
mod envelope;
mod fit;

use serde::{Deserialize, Serialize};

use crate::descriptor::ParamValue;
use crate::protocol::LabSpec;
use crate::scenario::FaultGiven;
use crate::session::Intervention;

pub use self::checksum::crc32;
pub use self::design::SharedDesign;
pub use self::envelope::{LinkError, MOST_TEXT, TooMuch};
pub use self::fit::{Fitted, Misfit};

/// Deeds in a link, and faults placed ahead: more than a person does, less than a page is slow with.
const MOST_DEEDS: usize = 2_000;
const MOST_PLACED: usize = 100;

/// What a link carries. Everything is by name, so that it can be read when the lab has changed since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Shared {
    /// [`LabSpec::id`].
    pub lab: String,
    /// [`LabSpec::fingerprint`] of the lab that the link was made in.
    pub fingerprint: u32,
    pub preset: Option<String>,
    /// What differs from the preset, as (path, value).
    pub set: Vec<(String, ParamValue)>,
    pub seed: u64,
    pub deeds: Deeds,
    /// [`crc32`] of the report that a run of this gave, if it was run.
    pub report: Option<u32>,
    pub view: View,
}

/// What is done to a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Deeds {
    /// Faults that will strike it at their times.
    Placed(Vec<FaultGiven>),
    /// All that was done to a run that is over, at its exact points.
    Done(Vec<Intervention>),
}

impl Deeds {
    fn are_few(&self) -> bool {
        match self {
            Self::Placed(faults) => faults.len() <= MOST_PLACED,
            Self::Done(deeds) => deeds.len() <= MOST_DEEDS,
        }
    }
}

/// How the lab is looked at. It decides nothing of a run: names that are not known are passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    pub speed: Option<String>,
    /// The tool that is open below the run.
    pub tool: Option<String>,
    /// Id of the node whose panel is open.
    pub node: Option<String>,
}

impl Shared {
    /// The text of a link.
    pub fn to_text(&self) -> Result<String, TooMuch> {
        if !self.deeds.are_few() {
            return Err(TooMuch::Deeds);
        }
        envelope::write(self)
    }

    /// What the text of a link carries.
    pub fn of_text(text: &str) -> Result<Self, LinkError> {
        let shared: Self = envelope::read(text)?;
        if !shared.deeds.are_few() {
            return Err(LinkError::Senseless);
        }
        Ok(shared)
    }
}

impl LabSpec {
    /// Tells a scenario from other versions of it.
    pub fn fingerprint(&self) -> u32 {
        crc32(&self.scenario)
    }
}

#[cfg(test)]
mod tests {
    use miniz_oxide::deflate::compress_to_vec;

    use super::envelope::{DEFLATED, EFFORT, seal};
    use super::*;
    use crate::session::Deed;

    fn shared() -> Shared {
        Shared {
            lab: "labs/retry-storm".to_owned(),
            fingerprint: 0x0102_0304,
            preset: Some("storm".to_owned()),
            set: vec![("nodes.app.concurrency".to_owned(), ParamValue::Number(12.0))],
            seed: 7,
            deeds: Deeds::Placed(vec![FaultGiven {
                kind: "crash".to_owned(),
                target: "app".to_owned(),
                at_ns: Some(20_000_000_000),
                lasting_ns: None,
                set: vec![("replicas".to_owned(), ParamValue::Number(1.0))],
            }]),
            report: None,
            view: View::default(),
        }
    }

    /// What stands in documents and bookmarks of readers has to be read for ever: if this fails, the form has changed and needs
    /// a new version.
    #[test]
    fn a_link_of_version_1_is_read_as_it_was_meant() {
        const WRITTEN: &str = "1.AWP5Ac4tijsOQEAQQHciQqlxBw2OQO0Wa2xCwu5mhkKnEFE6kpu4giP4vuLlFS9oZckpqZ7GmHtD3bysPrhvQqhNpTiR1iZoNA5ESuMoPqLcE-AiSa6d-4BpO_ZCgE_Ktg1K_rcze3wB";
        assert_eq!(Shared::of_text(WRITTEN), Ok(shared()));
        assert_eq!(Shared::of_text(&shared().to_text().unwrap()), Ok(shared()));
    }

    #[test]
    fn what_was_cut_off_or_changed_is_told_from_what_is_newer_and_from_what_is_no_link() {
        let text = shared().to_text().unwrap();
        let why = |text: &str| Shared::of_text(text).unwrap_err();
        assert_eq!(why(&text[..text.len() - 4]), LinkError::Damaged);
        assert_eq!(why(&text.replacen("1.A", "1.B", 1)), LinkError::Damaged);
        assert_eq!(why(&format!("{text}=")), LinkError::Damaged);
        assert_eq!(why(&text.replacen("1.", "2.", 1)), LinkError::Newer);
        assert_eq!(why(&text[2..]), LinkError::NoVersion);
        assert_eq!(why(""), LinkError::NoVersion);
        assert_eq!(why(&"1".repeat(MOST_TEXT + 1)), LinkError::TooLong);
    }

    #[test]
    fn a_small_link_does_not_unpack_to_more_than_a_link_may_hold() {
        let bomb = compress_to_vec(&vec![0; 8 << 20], EFFORT);
        let text = seal(DEFLATED, &bomb);
        assert!(text.len() > MOST_TEXT, "deflate packs a thousandth");
        let bomb = compress_to_vec(&vec![0; 4 << 20], EFFORT);
        let text = seal(DEFLATED, &bomb);
        assert!(text.len() <= MOST_TEXT);
        assert_eq!(Shared::of_text(&text), Err(LinkError::Senseless));
    }

    #[test]
    fn bytes_beyond_the_content_are_refused_and_so_are_lengths_that_lie() {
        let mut plain = postcard::to_allocvec(&shared()).unwrap();
        plain.push(0);
        assert_eq!(Shared::of_text(&seal(0, &plain)), Err(LinkError::Senseless));
        // The name of the lab is said to be as long as memory.
        let lie = [0xff, 0xff, 0xff, 0xff, 0x0f, b'a'];
        assert_eq!(Shared::of_text(&seal(0, &lie)), Err(LinkError::Senseless));
        assert_eq!(Shared::of_text(&seal(2, &[])), Err(LinkError::Senseless));
    }

    #[test]
    fn a_run_with_hundreds_of_changes_fits_into_a_link_and_one_with_thousands_is_refused() {
        let slid = |count: u64| Shared {
            deeds: Deeds::Done(
                (0..count)
                    .map(|n| Intervention {
                        at_ns: 1_000_000_000 + n * 17_345_678,
                        event: 5_000 + n * 731,
                        deed: Deed::Set {
                            path: "nodes.clients.rate".to_owned(),
                            value: ParamValue::Number((100 + n) as f64),
                        },
                    })
                    .collect(),
            ),
            ..shared()
        };
        let text = slid(400).to_text().unwrap();
        assert_eq!(Shared::of_text(&text), Ok(slid(400)));
        assert_eq!(slid(3_000).to_text(), Err(TooMuch::Deeds));
    }
}
