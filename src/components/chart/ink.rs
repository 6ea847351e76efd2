//! What a stroke is for, in place of a colour. A chart is drawn in roles; each backend knows how a role looks
//! in the theme of the moment: the canvas has read the page's colours, the SVG names them and lets the page decide.

use plotters::style::{RGBAColor, ShapeStyle};
use plotters_backend::BackendColor;

/// Backend units in a CSS pixel. Plotters draws on whole units; a finer grid than pixels keeps lines smooth
/// on any display and makes one drawing serve them all.
pub const FINE: i32 = 8;

/// A role in a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    /// Lines across the plot at the marks of the y axis.
    Grid,
    /// The x axis.
    Axis,
    /// The labels of the marks.
    Label,
    /// The series with this index.
    Series(u8),
}

/// Series after the sixth start over; a chart of so many is unreadable anyhow.
pub const SERIES: usize = 6;

/// Lengths of dash and gap in CSS pixels, by series. Told apart without colour.
pub const DASHES: [&[u8]; SERIES] = [
    &[],
    &[7, 3],
    &[2, 3],
    &[10, 3, 2, 3],
    &[14, 4],
    &[5, 2, 1, 2, 1, 2],
];

impl Ink {
    pub fn series(index: usize) -> Self {
        Self::Series((index % SERIES) as u8)
    }

    /// As Plotters carries it through: the role in place of red, the index in place of green.
    pub fn color(self) -> RGBAColor {
        let (role, index) = match self {
            Self::Grid => (0, 0),
            Self::Axis => (1, 0),
            Self::Label => (2, 0),
            Self::Series(index) => (3, index),
        };
        RGBAColor(role, index, 0, 1.0)
    }

    pub fn of(color: BackendColor) -> Self {
        match color.rgb {
            (0, ..) => Self::Grid,
            (1, ..) => Self::Axis,
            (2, ..) => Self::Label,
            (_, index, _) => Self::series(index.into()),
        }
    }

    /// A line of this ink, `width` in CSS pixels.
    pub fn stroke(self, width: f64) -> ShapeStyle {
        ShapeStyle {
            color: self.color(),
            filled: false,
            stroke_width: (width * f64::from(FINE)) as u32,
        }
    }

    /// The page's custom property that holds the colour.
    pub fn property(self) -> &'static str {
        const NAMES: [&str; SERIES] = [
            "--series-1",
            "--series-2",
            "--series-3",
            "--series-4",
            "--series-5",
            "--series-6",
        ];
        match self {
            Self::Grid => "--line",
            Self::Axis | Self::Label => "--text-muted",
            Self::Series(index) => NAMES[index as usize % SERIES],
        }
    }

    /// Lengths of dash and gap in CSS pixels.
    pub fn dash(self) -> &'static [u8] {
        match self {
            Self::Series(index) => DASHES[index as usize % SERIES],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use plotters::style::Color;

    #[test]
    fn a_role_survives_its_way_through_plotters() {
        for ink in [
            Ink::Grid,
            Ink::Axis,
            Ink::Label,
            Ink::Series(0),
            Ink::Series(5),
        ] {
            assert_eq!(Ink::of(ink.color().to_backend_color()), ink);
        }
    }
}
