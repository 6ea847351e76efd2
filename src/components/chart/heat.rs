//! How a distribution changes along x: a column of cells for each stretch, darker or brighter the more there is in them.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use plotters::element::Polygon;

use super::distribution::quantile;
use super::figure::{Mark, heat_keys};
use super::frame::{Field, frame};
use super::ink::{FINE, HEATS, Ink};
use super::picture::{Key, Picture, Reading, Value};
use super::sheet::{Area, Drawn};
use super::table::{Table, base, csv_row, shown};
use super::ticks;
use crate::words::chart as say;

/// Counts of values, by stretches of x and bins of y.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    /// How much of x a column covers; the first begins at zero.
    pub width: f64,
    pub columns: Vec<Column>,
    /// Edges of the bins of y, rising, one more than there are bins; above zero.
    pub edges: Vec<f64>,
    /// Where the x axis ends.
    pub until: f64,
    pub marks: Vec<Mark>,
    /// What is counted, in the plural.
    pub what: String,
}

/// The bins of one stretch from `first` on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    pub first: usize,
    pub counts: Vec<u32>,
}

/// A column is no narrower on the page, CSS pixels: several stretches share one.
const NARROWEST: f64 = 3.0;
/// Rows of the table.
const ROWS: usize = 12;
/// Both axes: time and how long something took.
const UNIT: Unit = Unit::Duration;

impl Heat {
    /// The counts of some columns together, by bin.
    fn sums(&self, columns: &[Column]) -> Vec<u32> {
        let mut sums = vec![0; self.edges.len().saturating_sub(1)];
        for column in columns {
            for (sum, count) in sums.iter_mut().skip(column.first).zip(&column.counts) {
                *sum += count;
            }
        }
        sums
    }

    /// How many columns go into one so that there are at most `most`.
    fn each(&self, most: usize) -> usize {
        let of_run = (self.until / self.width.max(1.0)).ceil() as usize;
        of_run.max(self.columns.len()).div_ceil(most.max(1)).max(1)
    }

    fn bins(&self, sums: &[u32]) -> Vec<(f64, f64, u64)> {
        let edges = self.edges.windows(2);
        let bins = edges.zip(sums);
        bins.map(|(edge, &count)| (edge[0], edge[1], count.into()))
            .collect()
    }

    /// How many there are in columns, and percentiles of theirs.
    fn figures(&self, columns: &[Column]) -> (u64, [Option<f64>; 3]) {
        let bins = self.bins(&self.sums(columns));
        let at = |share| quantile(bins.iter().copied(), share);
        let count = bins.iter().map(|bin| bin.2).sum();
        (count, [at(0.5), at(0.95), at(0.99)])
    }

    /// The most in one cell as it is drawn, rounded up: the legend would change all the time.
    fn most(&self, each: usize) -> f64 {
        let sums = self
            .columns
            .chunks(each)
            .flat_map(|columns| self.sums(columns));
        let most = f64::from(sums.max().unwrap_or(0)).max(1.0);
        let power = 10f64.powf(most.log10().floor());
        let steps = [1.0, 2.0, 5.0].map(|factor| factor * power);
        steps
            .into_iter()
            .find(|&step| step >= most)
            .unwrap_or(10.0 * power)
    }
}

/// From one to the most, by equal factors.
fn level(count: u32, most: f64) -> u8 {
    (f64::from(HEATS) * f64::from(count).ln() / most.max(2.0).ln()).round() as u8
}

/// The count from which on a level begins, about.
fn count_of(level: u8, most: f64) -> f64 {
    most.max(2.0)
        .powf(f64::from(level) / f64::from(HEATS))
        .round()
}

/// How many columns a plot of the usual width has room for; what a legend without a plot goes by.
const USUAL: usize = 100;

impl Picture for Heat {
    fn draw(&self, area: &Area) -> Drawn<Option<Field>> {
        let low = self.edges.first().copied().unwrap_or(0.0);
        let high = self.edges.last().copied().unwrap_or(0.0);
        let field = frame(
            area,
            &|most| ticks::within(0.0, self.until, UNIT, most),
            &|most| ticks::decades(low, high, UNIT, most),
            &self.marks,
            UNIT,
        )?;
        let room = f64::from((field.right - field.left) / FINE) / NARROWEST;
        let each = self.each((room as usize).min(USUAL));
        let most = self.most(each);
        for (place, columns) in self.columns.chunks(each).enumerate() {
            let from = (place * each) as f64 * self.width;
            let (left, right) = (
                field.x_at(from),
                field.x_at(from + each as f64 * self.width),
            );
            let sums = self.sums(columns);
            let mut row = 0;
            while row < sums.len() {
                let start = row;
                row += 1;
                if sums[start] == 0 {
                    continue;
                }
                let level = level(sums[start], most);
                // Neighbours that look alike are one.
                while row < sums.len() && sums[row] > 0 && self::level(sums[row], most) == level {
                    row += 1;
                }
                let (bottom, top) = (field.y_at(self.edges[start]), field.y_at(self.edges[row]));
                let corners = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
                area.draw(&Polygon::new(corners, Ink::Heat(level).fill()))?;
            }
        }
        Ok(Some(field))
    }

    fn sentence(&self) -> String {
        let figures = self
            .columns
            .iter()
            .map(|column| self.figures(std::slice::from_ref(column)));
        let figures: Vec<_> = figures.filter(|(count, _)| *count > 0).collect();
        let span = |place: usize| {
            let values = figures.iter().filter_map(|(_, at)| at[place]);
            let (low, high) = values.fold((f64::INFINITY, 0.0_f64), |(low, high), value| {
                (low.min(value), high.max(value))
            });
            let show = |value| quantity::format(value, UNIT);
            say::range(show(low), show(high))
        };
        if figures.is_empty() {
            return say::no_values().to_owned();
        }
        say::stretches(quantity::format(self.width, UNIT), span(0), span(2))
    }

    fn table(&self) -> String {
        let each = self.each(ROWS);
        let rows = self
            .columns
            .chunks(each)
            .enumerate()
            .map(|(place, columns)| {
                let (count, at) = self.figures(columns);
                let from = (place * each) as f64 * self.width;
                let cells = [
                    quantity::format(from, UNIT),
                    quantity::format(count as f64, Unit::Count),
                ];
                cells
                    .into_iter()
                    .chain(at.map(|value| shown(value, UNIT)))
                    .collect()
            });
        let table = Table {
            rows: rows.collect(),
            head: [say::from(), &self.what, "p50", "p95", "p99"]
                .map(str::to_owned)
                .into(),
        };
        table.html()
    }

    fn csv(&self) -> String {
        let mut out = String::new();
        let unit = base(UNIT);
        let head = ["time", "from", "below"].map(|name| format!("{name} ({unit})"));
        csv_row(&mut out, head.into_iter().chain([self.what.clone()]));
        for (place, column) in self.columns.iter().enumerate() {
            for (row, &count) in (column.first..).zip(&column.counts) {
                if let (1.., Some([low, high])) = (count, self.edges.get(row..row + 2)) {
                    let cells = [place as f64 * self.width, *low, *high, count.into()];
                    csv_row(&mut out, cells.map(|cell| cell.to_string()));
                }
            }
        }
        out
    }

    fn legend(&self) -> Vec<Key> {
        let most = self.most(self.each(USUAL));
        heat_keys(|level| quantity::format(count_of(level, most), Unit::Count))
    }

    fn stops(&self) -> Vec<f64> {
        let columns = 0..self.columns.len();
        columns
            .map(|place| (place as f64 + 0.5) * self.width)
            .collect()
    }

    fn read(&self, x: f64) -> Reading {
        let place = (x / self.width) as usize;
        let Some(column) = self.columns.get(place) else {
            return Reading::default();
        };
        let (count, at) = self.figures(std::slice::from_ref(column));
        let percentiles = ["p50", "p95", "p99"].into_iter().zip(at);
        let percentiles = percentiles.map(|(label, value)| Value {
            ink: None,
            label: label.to_owned(),
            text: shown(value, UNIT),
            y: None,
        });
        let counted = Value {
            ink: None,
            label: self.what.clone(),
            text: quantity::format(count as f64, Unit::Count),
            y: None,
        };
        Reading {
            at: quantity::format(place as f64 * self.width, UNIT),
            values: [counted].into_iter().chain(percentiles).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Heat {
        let column = |first, counts: &[u32]| Column {
            first,
            counts: counts.to_vec(),
        };
        Heat {
            width: 1e9,
            columns: vec![column(0, &[4, 0]), column(1, &[2, 2]), Column::default()],
            edges: vec![10e6, 12e6, 14e6, 16e6],
            until: 10e9,
            marks: Vec::new(),
            what: "Requests".to_owned(),
        }
    }

    #[test]
    fn levels_rise_with_counts_from_the_faintest_to_the_strongest() {
        let levels = [1, 2, 10, 50, 100].map(|count| level(count, 100.0));
        assert!(levels.is_sorted(), "{levels:?}");
        assert_eq!((levels[0], levels[4]), (0, HEATS));
        assert_eq!(level(1, 1.0), 0);
    }

    #[test]
    fn a_stretch_is_read_by_its_percentiles_and_an_empty_one_has_none() {
        let heat = some();
        assert_eq!(
            heat.read(1.4e9).words(),
            "1 s: Requests 4, p50 13 ms, p95 15 ms, p99 15 ms"
        );
        assert_eq!(
            heat.read(2.5e9).words(),
            "2 s: Requests 0, p50 –, p95 –, p99 –"
        );
        assert_eq!(heat.read(99e9), Reading::default());
    }

    #[test]
    fn a_file_has_each_cell_that_holds_something() {
        assert_eq!(
            some().csv().lines().collect::<Vec<_>>(),
            [
                "time (ns),from (ns),below (ns),Requests",
                "0,10000000,12000000,4",
                "1000000000,12000000,14000000,2",
                "1000000000,14000000,16000000,2"
            ]
        );
    }
}
