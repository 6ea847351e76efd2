//! What a figure shows, of whatever kind: it is drawn, told in a sentence, tabulated, read at a place and taken along.

use std::sync::Arc;

use super::frame::Field;
use super::ink::Ink;
use super::sheet::{Area, Drawn};

/// A picture to show.
pub type Shown = Arc<dyn Picture>;

pub trait Picture: Send + Sync {
    /// Draws it over the whole of `area`. Gives where its plot is, if it has axes.
    fn draw(&self, area: &Area) -> Drawn<Option<Field>>;

    fn sentence(&self) -> String;

    /// Head and body of a table.
    fn table(&self) -> String;

    /// All that is known, exactly, as comma-separated values.
    fn csv(&self) -> String;

    fn legend(&self) -> Vec<Key>;

    /// What the axes are, if that depends on the data.
    fn axes(&self) -> Option<String> {
        None
    }

    /// Bit by bit, the entries of the legend that have no other value than zero.
    fn zero(&self) -> u32 {
        0
    }

    /// The places along x that can be read, rising; none of a picture that is not read along x.
    fn stops(&self) -> Vec<f64>;

    /// What there is at a place.
    fn read(&self, x: f64) -> Reading;
}

/// An entry of a legend.
#[derive(Clone, Debug, PartialEq)]
pub struct Key {
    pub ink: Ink,
    pub label: String,
    /// What it means.
    pub doc: String,
}

/// What there is at a place of the x axis.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The place, in words.
    pub at: String,
    pub values: Vec<Value>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    pub ink: Option<Ink>,
    pub label: String,
    pub text: String,
    /// Where on the y axis it is, if it is there.
    pub y: Option<f64>,
}

impl Reading {
    /// For a listener.
    pub fn words(&self) -> String {
        let values = self.values.iter();
        let values: Vec<String> = values
            .map(|value| [&*value.label, " ", &value.text].concat())
            .collect();
        [&*self.at, ": ", &values.join(", ")].concat()
    }
}

/// The stop nearest to `x`, as it looks on an axis on which equal lengths are equal factors, or equal differences.
pub fn nearest(stops: &[f64], x: f64, log: bool) -> Option<usize> {
    let away = |place: usize| {
        let stop = stops[place];
        if log && stop > 0.0 && x > 0.0 {
            (stop / x).ln().abs()
        } else {
            (stop - x).abs()
        }
    };
    let after = stops.partition_point(|&stop| stop < x);
    let before = after.checked_sub(1);
    let places = before
        .into_iter()
        .chain((after < stops.len()).then_some(after));
    places.min_by(|&a, &b| away(a).total_cmp(&away(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_stop_is_on_either_side() {
        let stops = [1.0, 2.0, 4.0];
        for (x, place) in [(-9.0, 0), (1.4, 0), (1.6, 1), (3.1, 2), (99.0, 2)] {
            assert_eq!(nearest(&stops, x, false), Some(place), "{x}");
        }
        assert_eq!(nearest(&[], 1.0, false), None);
        // 40 is below the middle of the way from 10 to 100, and past its geometric middle.
        assert_eq!(nearest(&[10.0, 100.0], 40.0, false), Some(0));
        assert_eq!(nearest(&[10.0, 100.0], 40.0, true), Some(1));
    }
}
