//! What a stroke is for, in place of a colour. A chart is drawn in roles; whoever paints it knows how a role looks
//! in the theme of the moment: the canvas has read the page's colours, the SVG names them and lets the page decide.

use plotters::style::{Color, RGBAColor, ShapeStyle};
use plotters_backend::BackendColor;

/// Units of a drawing in a CSS pixel. Plotters draws on whole units; a finer grid than pixels keeps lines smooth
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
    /// A title.
    Title,
    /// What everything stands on.
    Ground,
    /// The line where something went wrong, and the stretch over which it lasted.
    Fault,
    Hatch,
    /// Where somebody set something.
    Change,
    /// A place worth a look.
    Place,
    /// The series with this index.
    Series(u8),
    /// What a formula says of the series with this index.
    Theory(u8),
    /// A surface of the colour of the series with this index.
    Solid(u8),
    /// The range about the series with this index.
    Band(u8),
    /// A cell of a heatmap, from 0 to [`HEATS`].
    Heat(u8),
}

/// Series after the seventh start over; a chart of so many is unreadable anyhow.
pub const SERIES: usize = 7;

/// Levels of heat that the eye tells apart.
pub const HEATS: u8 = 8;

/// Lengths of dash and gap in CSS pixels, by series. Told apart without colour.
pub const DASHES: [&[u8]; SERIES] = [
    &[],
    &[7, 3],
    &[2, 3],
    &[10, 3, 2, 3],
    &[14, 4],
    &[5, 2, 1, 2, 1, 2],
    &[1, 3],
];

/// Of what formulas say, over the lines that they foretell.
const THEORIES: [&[u8]; 2] = [&[6, 4], &[2, 4]];

impl Ink {
    pub fn theory(of: usize) -> Self {
        Self::Theory((of % SERIES) as u8)
    }

    pub fn series(index: usize) -> Self {
        Self::Series((index % SERIES) as u8)
    }

    pub fn solid(index: usize) -> Self {
        Self::Solid((index % SERIES) as u8)
    }

    pub fn band(index: usize) -> Self {
        Self::Band((index % SERIES) as u8)
    }

    /// As Plotters carries it through: the role in place of red, the index in place of green.
    pub fn color(self) -> RGBAColor {
        let (role, index) = match self {
            Self::Grid => (0, 0),
            Self::Axis => (1, 0),
            Self::Label => (2, 0),
            Self::Title => (3, 0),
            Self::Ground => (4, 0),
            Self::Fault => (5, 0),
            Self::Hatch => (6, 0),
            Self::Change => (7, 0),
            Self::Place => (8, 0),
            Self::Series(index) => (9, index),
            Self::Band(index) => (10, index),
            Self::Heat(level) => (11, level),
            Self::Solid(index) => (12, index),
            Self::Theory(index) => (13, index),
        };
        RGBAColor(role, index, 0, 1.0)
    }

    pub fn of(color: BackendColor) -> Self {
        match color.rgb {
            (0, ..) => Self::Grid,
            (1, ..) => Self::Axis,
            (2, ..) => Self::Label,
            (3, ..) => Self::Title,
            (4, ..) => Self::Ground,
            (5, ..) => Self::Fault,
            (6, ..) => Self::Hatch,
            (7, ..) => Self::Change,
            (8, ..) => Self::Place,
            (9, index, _) => Self::series(index.into()),
            (10, index, _) => Self::band(index.into()),
            (12, index, _) => Self::solid(index.into()),
            (13, index, _) => Self::theory(index.into()),
            (_, level, _) => Self::Heat(level),
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

    /// A surface of this ink.
    pub fn fill(self) -> ShapeStyle {
        self.color().filled()
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
            "--text",
        ];
        match self {
            Self::Grid => "--line",
            Self::Axis | Self::Label => "--text-muted",
            // Over the line of a series, its own colour would not be seen.
            Self::Title | Self::Place | Self::Change | Self::Theory(_) => "--text",
            Self::Ground => "--surface",
            Self::Fault | Self::Hatch => "--bad",
            Self::Series(index) | Self::Solid(index) | Self::Band(index) => {
                NAMES[index as usize % SERIES]
            }
            Self::Heat(_) => NAMES[0],
        }
    }

    /// How much it covers of what is below, 0..1.
    pub fn opacity(self) -> f64 {
        match self {
            Self::Hatch => 0.4,
            Self::Band(_) => 0.2,
            // The faintest is still seen on either ground.
            Self::Heat(level) => 0.12 + 0.88 * f64::from(level.min(HEATS)) / f64::from(HEATS),
            _ => 1.0,
        }
    }

    /// Lengths of dash and gap in CSS pixels.
    pub fn dash(self) -> &'static [u8] {
        match self {
            Self::Series(index) => DASHES[index as usize % SERIES],
            Self::Theory(index) => THEORIES[index as usize % THEORIES.len()],
            Self::Change => &[5, 3],
            Self::Place => &[1, 3],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_survives_its_way_through_plotters() {
        for ink in [
            Ink::Grid,
            Ink::Axis,
            Ink::Label,
            Ink::Title,
            Ink::Ground,
            Ink::Fault,
            Ink::Hatch,
            Ink::Change,
            Ink::Place,
            Ink::Series(0),
            Ink::Series(5),
            Ink::Theory(1),
            Ink::Band(3),
            Ink::Solid(2),
            Ink::Heat(HEATS),
        ] {
            assert_eq!(Ink::of(ink.color().to_backend_color()), ink);
        }
    }
}
