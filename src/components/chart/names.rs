//! Where the names of what happened stand: above the plot, whole, clear of each other and of the lines.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;

use super::figure::{Mark, MarkKind};
use super::frame::{Field, wide};
use super::ink::FINE;
use super::sheet::{Area, Drawn};

/// From a line to its name, and between a name and whatever stands next to it.
const ASIDE: i32 = 7 * FINE;
const GAP: i32 = 6 * FINE;

/// What happened under one name, once or more often.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub text: String,
    pub kind: MarkKind,
    /// Where its lines are, rising, fine units.
    pub at: Vec<i32>,
    length: i32,
}

/// Where a name stands. Rows are counted from the plot upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    pub row: i32,
    pub start: i32,
    /// The row in which its lines end: its own, or the one below.
    pub tip: i32,
}

pub fn is_seen(mark: &Mark, field: &Field) -> bool {
    let until = mark.until.unwrap_or(mark.at);
    mark.at <= field.x.max && until >= field.x.min && mark.at.is_finite()
}

/// The names of the marks that are seen, in the order of their first lines. One is cut only if it is longer than the plot.
pub fn of(area: &Area, field: &Field, marks: &[Mark], unit: Unit) -> Drawn<Vec<Name>> {
    let mut names: Vec<Name> = Vec::new();
    for mark in marks.iter().filter(|mark| is_seen(mark, field)) {
        let at = field.x_at(mark.at);
        let mut text = match mark.kind {
            MarkKind::Place => format!("{} {}", mark.label, quantity::format(mark.at, unit)),
            MarkKind::Fault | MarkKind::Change => mark.label.clone(),
        };
        let known = |name: &&mut Name| name.kind == mark.kind && name.text == text;
        if let Some(name) = names.iter_mut().find(known) {
            name.at.push(at);
            continue;
        }
        let mut length = wide(area, &text)?;
        while length > field.right - field.left && text.pop().is_some() {
            length = wide(area, &text)?;
            if length <= field.right - field.left {
                text.pop();
                text.push('…');
            }
        }
        names.push(Name {
            text,
            kind: mark.kind,
            at: vec![at],
            length,
        });
    }
    Ok(names)
}

/// A place for each name between the two ends of the room in so many rows, as far as there is one, and whether all have one.
pub fn places(names: &[Name], room: (i32, i32), rows: i32) -> (Vec<Option<Spot>>, bool) {
    let forth: Vec<usize> = (0..names.len()).collect();
    // From the right what comes earlier is named above what comes later; names that stand to the left want it the other way.
    let back: Vec<usize> = forth.iter().rev().copied().collect();
    let tries = [(&back, true), (&forth, true), (&back, false)];
    let mut best = vec![None; names.len()];
    let found = |places: &[Option<Spot>]| places.iter().flatten().count();
    for (order, beside) in tries {
        let places = place_in(names, order, room, rows, beside);
        if found(&places) > found(&best) {
            best = places;
        }
    }
    let all = found(&best) == names.len();
    (best, all)
}

fn place_in(
    names: &[Name],
    order: &[usize],
    room: (i32, i32),
    rows: i32,
    beside: bool,
) -> Vec<Option<Spot>> {
    let mut places = vec![None; names.len()];
    for &index in order {
        let name = &names[index];
        let free = |spot: &Spot| {
            let inside = spot.start >= room.0 && spot.start + name.length <= room.1;
            let mut others = names.iter().zip(&places);
            inside
                && spot.row < rows
                && clear(name, *spot, name, *spot)
                && others.all(|(other, place): (&Name, &Option<Spot>)| {
                    place.is_none_or(|place| apart(name, *spot, other, place))
                })
        };
        let mut spots = (0..rows).flat_map(|row| {
            if beside {
                spots(name, row, room)
            } else {
                // Lines that end below all names cross none.
                vec![above(name, row + 1, 0, room)]
            }
        });
        let spot = spots.find(free);
        places[index] = spot;
    }
    places
}

/// In a row: to the right of one of its lines, the last first, to the left of the first, or in the row above its lines.
fn spots(name: &Name, row: i32, room: (i32, i32)) -> Vec<Spot> {
    let beside = |start| Spot {
        row,
        start,
        tip: row,
    };
    let first = name.at.first().copied().unwrap_or_default();
    let right = name.at.iter().rev().map(|at| at + ASIDE);
    let left = first - ASIDE - name.length;
    let starts = right.chain([left]);
    let above = above(name, row + 1, row, room);
    starts.map(beside).chain([above]).collect()
}

/// Over its lines, as near to the first as the room lets it.
fn above(name: &Name, row: i32, tip: i32, room: (i32, i32)) -> Spot {
    let first = name.at.first().copied().unwrap_or_default();
    let start = (first - ASIDE).min(room.1 - name.length).max(room.0);
    Spot { row, start, tip }
}

/// Whether two names do not lie over each other, and no line of one goes through the other.
fn apart(a: &Name, at_a: Spot, b: &Name, at_b: Spot) -> bool {
    let beside =
        at_a.start + a.length + GAP <= at_b.start || at_b.start + b.length + GAP <= at_a.start;
    (at_a.row != at_b.row || beside) && clear(a, at_a, b, at_b) && clear(b, at_b, a, at_a)
}

/// Whether no line of `lines` goes through `name`.
fn clear(lines: &Name, ends: Spot, name: &Name, spot: Spot) -> bool {
    let taken = spot.start - GAP..spot.start + name.length + GAP;
    ends.tip < spot.row || !lines.at.iter().any(|at| taken.contains(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOM: (i32, i32) = (400, 2700);

    fn name(at: &[i32], length: i32) -> Name {
        Name {
            text: String::new(),
            kind: MarkKind::Fault,
            at: at.to_vec(),
            length,
        }
    }

    #[test]
    fn a_name_stands_to_the_right_else_to_the_left_else_above_its_line() {
        let row = |at, length| places(&[name(&[at], length)], ROOM, 1).0[0];
        assert_eq!(row(1000, 800).map(|spot| spot.start), Some(1056));
        assert_eq!(row(2500, 800).map(|spot| spot.start), Some(1644));
        assert_eq!(row(1500, 1300), None);
        let (above, all) = places(&[name(&[1500], 1300)], ROOM, 2);
        let spot = above[0].map(|spot| (spot.row, spot.tip, spot.start));
        assert_eq!((spot, all), (Some((1, 0, 1400)), true));
    }

    #[test]
    fn what_happens_again_and_again_is_named_once() {
        let (placed, all) = places(&[name(&[500, 900, 1300], 600)], ROOM, 1);
        assert_eq!((placed[0].map(|spot| spot.start), all), (Some(1356), true));
    }

    proptest::proptest! {
        #[test]
        fn names_are_in_the_room_apart_and_no_line_goes_through_one(
            marks in proptest::collection::vec((400i32..2600, 100i32..2300), 0..8),
            rows in 0i32..5,
        ) {
            let mut names: Vec<Name> = marks.iter().map(|&(at, length)| name(&[at], length)).collect();
            names.sort_by_key(|name| name.at[0]);
            let (placed, all) = places(&names, ROOM, rows);
            proptest::prop_assert_eq!(all, placed.iter().all(Option::is_some));
            let stand: Vec<(&Name, Spot)> = (names.iter().zip(&placed))
                .filter_map(|(name, spot)| Some((name, (*spot)?)))
                .collect();
            for (i, &(name, spot)) in stand.iter().enumerate() {
                proptest::prop_assert!(spot.start >= ROOM.0 && spot.start + name.length <= ROOM.1);
                proptest::prop_assert!(spot.row < rows);
                for &(other, place) in &stand[..i] {
                    proptest::prop_assert!(apart(name, spot, other, place));
                }
            }
            // Three always find room in four rows, however long they are.
            proptest::prop_assert!(all || names.len() > 3 || rows < 4);
        }
    }
}
