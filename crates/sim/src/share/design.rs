//! A design as a link carries it.

use serde::{Deserialize, Serialize};

use super::envelope::{self, LinkError, TooMuch};
use super::{Deeds, Shared};

/// A design, and how its lab was set. It is a stranger's text: whoever opens one reads it as any other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SharedDesign {
    /// A scenario file, finished or not.
    pub text: String,
    /// How its lab was set when the link was made, if it had run.
    pub lab: Option<Shared>,
}

impl SharedDesign {
    /// The text of a link.
    pub fn to_text(&self) -> Result<String, TooMuch> {
        if !self.deeds_are_few() {
            return Err(TooMuch::Deeds);
        }
        envelope::write(self)
    }

    /// What the text of a link carries.
    pub fn of_text(text: &str) -> Result<Self, LinkError> {
        let shared: Self = envelope::read(text)?;
        if !shared.deeds_are_few() {
            return Err(LinkError::Senseless);
        }
        Ok(shared)
    }

    fn deeds_are_few(&self) -> bool {
        let deeds = self.lab.as_ref().map(|lab| &lab.deeds);
        deeds.is_none_or(Deeds::are_few)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::share::envelope::{MOST_BYTES, MOST_TEXT};

    fn design(text: &str) -> SharedDesign {
        SharedDesign {
            text: text.to_owned(),
            lab: None,
        }
    }

    /// As of labs: what stands in documents and bookmarks has to be read for ever.
    #[test]
    fn a_design_of_version_1_is_read_as_it_was_meant() {
        const WRITTEN: &str = "1.AB8jKEAbdmVyc2lvbiA9IDEKdGl0bGUgPSAiTWluZSIKAA";
        let meant = design("version = 1\ntitle = \"Mine\"\n");
        assert_eq!(SharedDesign::of_text(WRITTEN), Ok(meant));
    }

    #[test]
    fn what_is_too_large_is_told_with_its_size_and_the_most_that_goes() {
        // Letters that deflate finds nothing in.
        let mut state = 1u32;
        let noise: String = (0..12_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                char::from(b' ' + (state >> 24) as u8 % 90)
            })
            .collect();
        let why = design(&noise).to_text().unwrap_err();
        assert!(matches!(why, TooMuch::Large { bytes, most: MOST_TEXT } if bytes > MOST_TEXT));
        assert!(
            why.to_string().starts_with("too large for a link: 1"),
            "{why}"
        );
        assert!(why.to_string().ends_with("KB, at most 8.2 KB"), "{why}");
        let why = design(&"x".repeat(MOST_BYTES)).to_text().unwrap_err();
        assert!(matches!(
            why,
            TooMuch::Large {
                most: MOST_BYTES,
                ..
            }
        ));
    }

    #[test]
    fn a_lab_is_no_design_and_a_design_no_lab() {
        let text = design("version = 1\n").to_text().unwrap();
        assert_eq!(Shared::of_text(&text), Err(LinkError::Senseless));
    }
}
