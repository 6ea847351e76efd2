//! Bars of parts, one under the other.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use plotters::element::Polygon;
use plotters::style::text_anchor::{HPos, VPos};

use super::frame::{Field, write};
use super::ink::{FINE, Ink, SERIES};
use super::picture::{Key, Picture, Reading};
use super::sheet::{Area, Drawn};
use super::table::{Table, base, csv_row};
use crate::words::chart as say;

/// Bars, each of the same parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    pub bars: Vec<Bar>,
    /// Names of the parts, those to be told apart first; what is beyond the colours there are is drawn as one.
    pub parts: Vec<String>,
    pub unit: Option<Unit>,
    /// Whether each bar is drawn in shares of itself, and not beside the longest.
    pub shares: bool,
    pub sentence: String,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub label: String,
    /// In the order of the parts.
    pub values: Vec<f64>,
}

const REST: Ink = Ink::Axis;

impl Bars {
    fn show(&self, value: f64) -> String {
        quantity::format(value, self.unit.unwrap_or(Unit::Count))
    }

    fn ink(part: usize) -> Ink {
        if part < SERIES {
            Ink::solid(part)
        } else {
            REST
        }
    }

    /// What the numbers of a bar are, in words.
    fn told(&self, bar: &Bar, value: f64) -> String {
        let sum = bar.values.iter().sum::<f64>();
        if self.shares && sum > 0.0 {
            let share = quantity::format(value / sum, Unit::Ratio);
            return format!("{} ({share})", self.show(value));
        }
        self.show(value)
    }
}

impl Picture for Bars {
    fn draw(&self, area: &Area) -> Drawn<Option<Field>> {
        const EDGE: i32 = 2 * FINE;
        const LINE: i32 = 20 * FINE;
        const THICK: i32 = 56 * FINE;
        let (width, height) = area.dim_in_pixel();
        let (width, height) = (width as i32, height as i32);
        let each = height / (self.bars.len() as i32).max(1);
        let sum = |bar: &Bar| bar.values.iter().sum::<f64>();
        let longest = self.bars.iter().map(sum).fold(0.0, f64::max);
        for (place, bar) in (0..).zip(&self.bars) {
            let top = place * each;
            let (first, last) = ((EDGE, top + LINE / 2), (width - EDGE, top + LINE / 2));
            write(area, &bar.label, HPos::Left, VPos::Center, first)?;
            write(area, &self.show(sum(bar)), HPos::Right, VPos::Center, last)?;
            let of = if self.shares { sum(bar) } else { longest };
            if of <= 0.0 {
                continue;
            }
            let (top, bottom) = (top + LINE, top + (LINE + THICK).min(each - 6 * FINE));
            let at = |value: f64| EDGE + (value / of * f64::from(width - 2 * EDGE)) as i32;
            let mut seen = 0.0;
            for (part, &value) in bar.values.iter().enumerate() {
                let (left, right) = (at(seen), at(seen + value));
                seen += value;
                // Neighbours are told apart by what is between them.
                let right = if right - left > 3 * FINE {
                    right - FINE
                } else {
                    right
                };
                if right > left {
                    let corners = vec![(left, top), (right, top), (right, bottom), (left, bottom)];
                    area.draw(&Polygon::new(corners, Self::ink(part).fill()))?;
                }
            }
        }
        Ok(None)
    }

    fn sentence(&self) -> String {
        self.sentence.clone()
    }

    /// A row a part, a column a bar; of bars with one part, a row a bar.
    fn table(&self) -> String {
        let single = self.parts.len() == 1;
        let bars = self.bars.iter();
        let table = if single {
            Table {
                head: vec![say::cause().to_owned(), self.parts[0].clone()],
                rows: bars
                    .map(|bar| vec![bar.label.clone(), self.show(bar.values.iter().sum())])
                    .collect(),
            }
        } else {
            let head = [say::place().to_owned()];
            Table {
                head: head
                    .into_iter()
                    .chain(bars.map(|bar| bar.label.clone()))
                    .collect(),
                rows: (self.parts.iter().enumerate())
                    .map(|(part, name)| {
                        let value = |bar: &Bar| {
                            let value = bar.values.get(part).copied().unwrap_or(0.0);
                            self.told(bar, value)
                        };
                        [name.clone()]
                            .into_iter()
                            .chain(self.bars.iter().map(value))
                            .collect()
                    })
                    .collect(),
            }
        };
        table.html()
    }

    fn csv(&self) -> String {
        let mut out = String::new();
        let unit = base(self.unit.unwrap_or(Unit::Count));
        let names = self
            .bars
            .iter()
            .map(|bar| format!("{} ({unit})", bar.label));
        csv_row(&mut out, ["part".to_owned()].into_iter().chain(names));
        for (part, name) in self.parts.iter().enumerate() {
            let value = |bar: &Bar| {
                bar.values
                    .get(part)
                    .map_or_else(String::new, f64::to_string)
            };
            csv_row(
                &mut out,
                [name.clone()]
                    .into_iter()
                    .chain(self.bars.iter().map(value)),
            );
        }
        out
    }

    fn legend(&self) -> Vec<Key> {
        if self.parts.len() == 1 {
            return Vec::new();
        }
        let named = self.parts.iter().take(SERIES).enumerate();
        let mut keys: Vec<Key> = named
            .map(|(part, name)| Key {
                ink: Ink::solid(part),
                label: name.clone(),
                doc: String::new(),
            })
            .collect();
        if self.parts.len() > SERIES {
            keys.push(Key {
                ink: REST,
                label: say::the_rest().to_owned(),
                doc: String::new(),
            });
        }
        keys
    }

    fn stops(&self) -> Vec<f64> {
        Vec::new()
    }

    fn read(&self, _: f64) -> Reading {
        Reading::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_values_with_their_shares() {
        let bar = |label: &str, values: &[f64]| Bar {
            label: label.to_owned(),
            values: values.to_vec(),
        };
        let bars = Bars {
            bars: vec![bar("All", &[1.0, 3.0]), bar("Slowest", &[90.0, 10.0])],
            parts: vec!["app: queue".to_owned(), "app: service".to_owned()],
            unit: Some(Unit::Milliseconds),
            shares: true,
            sentence: String::new(),
        };
        let table = bars.table();
        assert!(
            table.contains("<td>1 ms (25%)</td><td>90 ms (90%)</td>"),
            "{table}"
        );
        assert_eq!(bars.csv().lines().nth(1), Some("app: queue,1,90"));
        assert_eq!(bars.legend().len(), 2);
    }
}
