//! How values are distributed: how many fall into each bin, and what share lies at or below.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use plotters::element::Polygon;

use super::figure::{Mark, MarkKind};
use super::frame::{Field, frame, line};
use super::ink::Ink;
use super::picture::{Key, Picture, Reading, Value};
use super::sheet::{Area, Drawn};
use super::table::{Table, base, csv_row};
use super::ticks;
use crate::words::chart as say;

/// Values of one kind, counted in bins.
#[derive(Clone, Debug, PartialEq)]
pub struct Distribution {
    /// Lower and upper edge and count, rising and without gaps. Edges are above zero.
    pub bins: Vec<(f64, f64, u64)>,
    pub unit: Unit,
    /// What is counted, in the plural: "requests".
    pub what: String,
    pub theory: Option<Theory>,
}

/// What a formula says of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Theory {
    /// What the formula is of.
    pub law: String,
    /// The share at or below the upper edge of each bin.
    pub at_or_below: Vec<f32>,
}

const BARS: Ink = Ink::Heat(4);
/// Nearly whole, so that dashes over it are seen.
const CURVE: Ink = Ink::Series(4);
const THEORY: Ink = Ink::Theory(0);

/// Told in words and in the table.
const SHARES: [(f64, &str); 8] = [
    (0.1, "p10"),
    (0.25, "p25"),
    (0.5, "p50"),
    (0.75, "p75"),
    (0.9, "p90"),
    (0.95, "p95"),
    (0.99, "p99"),
    (0.999, "p99.9"),
];

/// The legend of any of them.
pub fn keys() -> Vec<Key> {
    let key = |ink, label: &str| Key {
        ink,
        label: label.to_owned(),
        doc: String::new(),
    };
    vec![
        key(BARS, say::how_many()),
        key(CURVE, say::share_at_or_below()),
    ]
}

/// The value at or below which a share lies: the middle of its bin.
pub fn quantile(bins: impl Iterator<Item = (f64, f64, u64)> + Clone, share: f64) -> Option<f64> {
    let all: u64 = bins.clone().map(|bin| bin.2).sum();
    let rank = ((share * all as f64).ceil() as u64).max(1);
    let mut seen = 0;
    for (low, high, count) in bins {
        seen += count;
        if seen >= rank {
            return Some(f64::midpoint(low, high));
        }
    }
    None
}

/// How high a bin's bar is: its count over its width on the axis, where equal lengths are equal factors. Bins of a recorder are
/// equally wide between two powers of two and double there; bare counts would, too.
fn density((low, high, count): (f64, f64, u64)) -> f64 {
    let width = (high / low).ln();
    if width > 0.0 {
        count as f64 / width
    } else {
        0.0
    }
}

impl Distribution {
    fn all(&self) -> u64 {
        self.bins.iter().map(|bin| bin.2).sum()
    }

    fn quantile(&self, share: f64) -> Option<f64> {
        quantile(self.bins.iter().copied(), share)
    }

    fn show(&self, value: Option<f64>) -> String {
        super::table::shown(value, self.unit)
    }

    /// The value at or below which a share lies by the formula, if it is among the bins.
    fn foretold(&self, share: f64) -> Option<f64> {
        let shares = &self.theory.as_ref()?.at_or_below;
        let place = shares.iter().position(|&known| f64::from(known) >= share)?;
        // Below the first bin nothing is known of it.
        let before = f64::from(*shares.get(place.checked_sub(1)?)?);
        let (low, high, _) = *self.bins.get(place)?;
        let part = (share - before) / (f64::from(shares[place]) - before);
        Some(low + (high - low) * part)
    }

    fn label(&self) -> Option<String> {
        Some(say::theory(&self.theory.as_ref()?.law))
    }

    fn last(&self) -> Option<f64> {
        let last = self.bins.iter().rev().find(|bin| bin.2 > 0)?;
        Some(last.1)
    }
}

impl Picture for Distribution {
    fn draw(&self, area: &Area) -> Drawn<Option<Field>> {
        let (low, high) = match (self.bins.first(), self.bins.last()) {
            (Some(first), Some(last)) => (first.0, last.1),
            _ => (0.0, 0.0),
        };
        let marks: Vec<Mark> = [(0.5, "p50"), (0.99, "p99")]
            .into_iter()
            .filter_map(|(share, label)| {
                Some(Mark {
                    at: self.quantile(share)?,
                    until: None,
                    label: label.to_owned(),
                    kind: MarkKind::Place,
                })
            })
            .collect();
        let field = frame(
            area,
            &|most| ticks::decades(low, high, self.unit, most),
            &|most| ticks::covering(0.0, 1.0, Unit::Ratio, most),
            &marks,
            self.unit,
        )?;
        let most = self.bins.iter().copied().map(density).fold(0.0, f64::max);
        let all = self.all() as f64;
        let mut curve = vec![(field.x_at(low), field.bottom)];
        let mut seen = 0;
        for &(low, high, count) in &self.bins {
            seen += count;
            let density = density((low, high, count));
            let (left, right) = (field.x_at(low), field.x_at(high));
            if density > 0.0 {
                let top = field.y_at(density / most);
                let bottom = field.bottom;
                let corners = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
                area.draw(&Polygon::new(corners, BARS.fill()))?;
            }
            curve.push((right, field.y_at(seen as f64 / all)));
        }
        if seen > 0 {
            line(area, &curve, CURVE, 2.0)?;
        }
        if let Some(theory) = &self.theory {
            let points = self.bins.iter().zip(&theory.at_or_below);
            let points = points.map(|(bin, &share)| (field.x_at(bin.1), field.y_at(share.into())));
            let points: Vec<_> = points.collect();
            if points.len() > 1 {
                line(area, &points, THEORY, 1.5)?;
            }
        }
        Ok(Some(field))
    }

    fn sentence(&self) -> String {
        let all = self.all();
        if all == 0 {
            return say::no_values().to_owned();
        }
        let theory = match (&self.theory, self.foretold(0.5), self.foretold(0.99)) {
            (Some(Theory { law, .. }), Some(half), Some(most)) => {
                say::by_theory(law, self.show(Some(half)), self.show(Some(most)))
            }
            _ => String::new(),
        };
        say::distribution(
            quantity::format(all as f64, Unit::Count),
            &self.what,
            self.show(self.quantile(0.5)),
            self.show(self.quantile(0.95)),
            self.show(self.quantile(0.99)),
            self.show(self.last()),
        ) + &theory
    }

    fn table(&self) -> String {
        let rows = SHARES.into_iter().map(|(share, name)| {
            let share_told = quantity::format(share, Unit::Ratio);
            let theory = self
                .theory
                .as_ref()
                .map(|_| self.show(self.foretold(share)));
            [name.to_owned(), share_told, self.show(self.quantile(share))]
                .into_iter()
                .chain(theory)
                .collect()
        });
        let last = [
            say::maximum().to_owned(),
            "100%".to_owned(),
            self.show(self.last()),
        ];
        let last = last
            .into_iter()
            .chain(self.theory.as_ref().map(|_| self.show(None)));
        let last: Vec<String> = last.collect();
        let head = [say::percentile(), say::share_at_or_below(), say::value()].map(str::to_owned);
        let theory = self
            .theory
            .as_ref()
            .map(|theory| say::theory_head(&theory.law));
        let table = Table {
            head: head.into_iter().chain(theory).collect(),
            rows: rows.chain([last]).collect(),
        };
        table.html()
    }

    fn csv(&self) -> String {
        let mut out = String::new();
        let unit = base(self.unit);
        let head = [
            format!("from ({unit})"),
            format!("below ({unit})"),
            self.what.clone(),
        ];
        let theory = self.label().map(|label| format!("{label} (share below)"));
        csv_row(&mut out, head.into_iter().chain(theory));
        for (place, (low, high, count)) in self.bins.iter().enumerate() {
            let theory = self.theory.as_ref().map(|theory| {
                let share = theory.at_or_below.get(place);
                share.map_or_else(String::new, f32::to_string)
            });
            let cells = [low.to_string(), high.to_string(), count.to_string()];
            csv_row(&mut out, cells.into_iter().chain(theory));
        }
        out
    }

    fn legend(&self) -> Vec<Key> {
        let theory = self.label().map(|label| Key {
            ink: THEORY,
            label,
            doc: String::new(),
        });
        keys().into_iter().chain(theory).collect()
    }

    fn stops(&self) -> Vec<f64> {
        let middle = |bin: &(f64, f64, u64)| (bin.0 * bin.1).sqrt();
        self.bins.iter().map(middle).collect()
    }

    fn read(&self, x: f64) -> Reading {
        let all = self.all().max(1) as f64;
        let upto: u64 = (self.bins.iter())
            .take_while(|bin| bin.0 <= x)
            .map(|bin| bin.2)
            .sum();
        let Some((low, high, count)) = (self.bins.iter()).find(|bin| x < bin.1) else {
            return Reading::default();
        };
        let show = |value| quantity::format(value, self.unit);
        let share = upto as f64 / all;
        let theory = self.theory.as_ref().and_then(|theory| {
            let place = self.bins.iter().position(|bin| x < bin.1)?;
            let share = f64::from(*theory.at_or_below.get(place)?);
            Some(Value {
                ink: Some(THEORY),
                label: self.label()?,
                text: quantity::format(share, Unit::Ratio),
                y: Some(share),
            })
        });
        let mut reading = Reading {
            at: say::range(show(*low), show(*high)),
            values: vec![
                Value {
                    ink: Some(BARS),
                    label: self.what.clone(),
                    text: quantity::format(*count as f64, Unit::Count),
                    y: None,
                },
                Value {
                    ink: Some(CURVE),
                    label: say::at_or_below().to_owned(),
                    text: quantity::format(share, Unit::Ratio),
                    y: Some(share),
                },
            ],
        };
        reading.values.extend(theory);
        reading
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Distribution {
        Distribution {
            bins: vec![
                (10e6, 12e6, 50),
                (12e6, 14e6, 0),
                (14e6, 16e6, 49),
                (16e6, 18e6, 1),
            ],
            unit: Unit::Duration,
            what: "requests".to_owned(),
            theory: None,
        }
    }

    #[test]
    fn a_formula_stands_beside_the_shares_that_were_counted() {
        let all = Distribution {
            theory: Some(Theory {
                law: "M/M/1".to_owned(),
                at_or_below: vec![0.45, 0.55, 0.98, 1.0],
            }),
            ..some()
        };
        assert_eq!(all.foretold(0.5), Some(13e6));
        assert_eq!(all.foretold(0.1), None);
        assert!(
            all.sentence()
                .ends_with("By theory, M/M/1, it is 13 ms and 17 ms for half and for 99 in 100.")
        );
        assert!(all.csv().starts_with("from (ns),below (ns),requests,theory: M/M/1 (share below)\r\n10000000,12000000,50,0.45\r\n"));
        assert_eq!(all.read(15e6).values[2].text, "98%");
        assert_eq!(all.legend().len(), 3);
    }

    #[test]
    fn a_share_lies_at_or_below_the_middle_of_its_bin() {
        let all = some();
        assert_eq!(all.quantile(0.5), Some(11e6));
        assert_eq!(all.quantile(0.51), Some(15e6));
        assert_eq!(all.quantile(0.99), Some(15e6));
        assert_eq!(all.quantile(1.0), Some(17e6));
        assert_eq!(
            all.sentence(),
            "Of 100 requests, half took about 11 ms or less, 95 in 100 15 ms or less and 99 in 100 15 ms or less; \
             the slowest took up to 18 ms."
        );
    }

    #[test]
    fn a_bin_is_read_with_all_that_is_below_it() {
        let all = some();
        let reading = all.read(all.stops()[2]);
        assert_eq!(
            reading.words(),
            "14 ms to 16 ms: requests 49, at or below 99%"
        );
    }

    #[test]
    fn bars_of_one_peak_have_one_peak_though_bins_double_in_width() {
        // Thirty-two bins a power of two, from 1 ms on, of values that are exponential about 17 ms.
        let edges = (0..7).flat_map(|power| (0..32).map(move |part| (power, part)));
        let edges = edges.map(|(power, part)| f64::from((32 + part) << power) * 1e6 / 32.0);
        let edges: Vec<f64> = edges.collect();
        let below = |edge: f64| 1.0 - (-edge / 17e6).exp();
        let bins = edges.windows(2).map(|pair| {
            let share = below(pair[1]) - below(pair[0]);
            (pair[0], pair[1], (share * 1e12) as u64)
        });
        let heights: Vec<f64> = bins.map(density).collect();
        let rises: Vec<bool> = heights.windows(2).map(|pair| pair[1] > pair[0]).collect();
        assert!(rises[0] && !rises[rises.len() - 1]);
        let turns = rises.windows(2).filter(|pair| pair[0] != pair[1]);
        assert_eq!(turns.count(), 1);
        assert!(density((1.0, 1.0, 9)) == 0.0);
    }

    #[test]
    fn nothing_is_no_values() {
        let none = Distribution {
            bins: Vec::new(),
            ..some()
        };
        assert_eq!(none.sentence(), "No values yet.");
        assert_eq!(none.read(1.0), Reading::default());
        assert!(none.stops().is_empty());
    }
}
