//! What a reader has hold of on the timeline.

use headroom_sim::scenario::FaultGiven;
use leptos::prelude::*;

use crate::platform::focus;

use super::super::bench::Bench;
use super::super::faults::{palette_id, words};
use super::axis;
use crate::words::lab as say;

/// What of a fault is dragged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Whole,
    /// Its right end: how long it lasts.
    End,
}

/// Where the pointer took it, 0..1 of the run, and how it was.
#[derive(Clone)]
struct Grip {
    part: Part,
    at: f64,
    fault: FaultGiven,
}

/// The faults that a reader has placed, and the one that is being moved.
#[derive(Clone, Copy)]
pub struct Hand {
    pub bench: Bench,
    /// Of the lab.
    id: StoredValue<String>,
    /// As it would be if it were let go: by its place among them.
    draft: RwSignal<Option<(usize, FaultGiven)>>,
    grip: StoredValue<Option<Grip>>,
    /// A drag ends in a click, which then is none.
    dragged: StoredValue<bool>,
    /// The one that can be edited.
    selected: RwSignal<Option<usize>>,
    /// For who does not see it move.
    pub said: RwSignal<String>,
}

impl Hand {
    pub fn new(bench: Bench, id: String) -> Self {
        let selected = RwSignal::new(None::<usize>);
        // The fields of one that is gone do not open for another that comes in its place.
        Effect::new(move |_| {
            let count = bench.placed.with(Vec::len);
            if selected.get_untracked().is_some_and(|index| index >= count) {
                selected.set(None);
            }
        });
        Self {
            bench,
            id: StoredValue::new(id),
            draft: RwSignal::new(None),
            grip: StoredValue::new(None),
            dragged: StoredValue::new(false),
            selected,
            said: RwSignal::new(String::new()),
        }
    }

    pub fn count(self) -> usize {
        self.bench.placed.with(Vec::len)
    }

    /// A fault as it is shown; `None` when it has been taken away.
    pub fn fault(self, index: usize) -> Option<FaultGiven> {
        let draft = self.draft.get();
        let draft = draft.filter(|(of, _)| *of == index);
        draft.map_or_else(
            || self.bench.placed.with(|placed| placed.get(index).cloned()),
            |(_, fault)| Some(fault),
        )
    }

    pub fn selected(self) -> Option<usize> {
        self.selected.get().filter(|index| *index < self.count())
    }

    pub fn bar_id(self, index: usize) -> String {
        self.id.with_value(|id| format!("{id}-placed-{index}"))
    }

    pub fn editor_id(self) -> String {
        self.id.with_value(|id| format!("{id}-placed"))
    }

    /// Opens or closes the fields of a fault.
    pub fn toggle(self, index: usize) {
        if self.dragged.get_value() {
            self.dragged.set_value(false);
            return;
        }
        let open = self.selected.get_untracked() == Some(index);
        self.selected.set((!open).then_some(index));
    }

    /// Closes the fields; the keyboard is where they were opened.
    pub fn close(self, index: usize) {
        self.selected.set(None);
        focus::focus_soon(self.bar_id(index));
    }

    /// Takes a fault as it is to be.
    pub fn commit(self, index: usize, fault: FaultGiven) {
        let mut placed = self.bench.placed.get_untracked();
        if let Some(old) = placed.get_mut(index) {
            let begins = words::time(fault.at_ns.unwrap_or(0));
            let when = (self.bench.spec)
                .with_value(|spec| words::when(spec, &fault, fault.at_ns.unwrap_or(0)));
            self.said.set(if old.lasting_ns == fault.lasting_ns {
                say::moved_to(begins)
            } else {
                say::now_when(when)
            });
            *old = fault;
            self.bench.place(placed);
        }
        self.draft.set(None);
    }

    /// Lets go of what is being moved: it stays where it is.
    pub fn settle(self) {
        self.grip.set_value(None);
        if let Some((index, fault)) = self.draft.get_untracked() {
            self.commit(index, fault);
        }
    }

    /// Lets go: it goes back to where it was.
    pub fn give_up(self) {
        self.grip.set_value(None);
        self.dragged.set_value(false);
        self.draft.set(None);
    }

    /// A click that comes now is not that of a drag: by touch none comes after it.
    pub fn forget_drag(self) {
        self.dragged.set_value(false);
    }

    pub fn is_moving(self) -> bool {
        self.draft.with_untracked(Option::is_some)
    }

    pub fn remove(self, index: usize) {
        let mut placed = self.bench.placed.get_untracked();
        if index >= placed.len() {
            return;
        }
        self.draft.set(None);
        self.selected.set(None);
        let gone = placed.remove(index);
        let name = (self.bench.spec).with_value(|spec| words::name(spec, &gone));
        self.said.set(say::taken_away(name));
        let next = match placed.len() {
            0 => self.id.with_value(|id| palette_id(id)),
            left => self.bar_id(index.min(left - 1)),
        };
        self.bench.place(placed);
        focus::focus_soon(next);
    }

    /// Moves its start by so many hundredths of the run. It is taken when the key is let go.
    pub fn nudge(self, index: usize, hundredths: i32) {
        let run_ns = self.bench.duration_ns.get_untracked();
        let Some(mut fault) = untrack(|| self.fault(index)) else {
            return;
        };
        let at = fault.at_ns.unwrap_or(0) as f64 + f64::from(hundredths) * run_ns as f64 / 100.0;
        fault.at_ns = Some(at.clamp(0.0, run_ns as f64) as u64);
        self.draft.set(Some((index, fault)));
    }

    /// The pointer takes it, at this place of the run.
    pub fn grab(self, index: usize, part: Part, at: Option<f64>) {
        let fault = untrack(|| self.fault(index));
        self.dragged.set_value(false);
        if let (Some(at), Some(fault)) = (at, fault) {
            self.grip.set_value(Some(Grip { part, at, fault }));
        }
    }

    /// The pointer is there with what it took.
    pub fn drag(self, index: usize, at: Option<f64>) {
        let (Some(grip), Some(at)) = (self.grip.get_value(), at) else {
            return;
        };
        let run_ns = self.bench.duration_ns.get_untracked();
        let fault = dragged(&grip, at - grip.at, run_ns);
        if self.dragged.get_value() || fault != grip.fault {
            self.dragged.set_value(true);
            self.draft.set(Some((index, fault)));
        }
    }
}

/// What becomes of a fault that is dragged by a part of the run.
fn dragged(grip: &Grip, by: f64, run_ns: u64) -> FaultGiven {
    let mut fault = grip.fault.clone();
    let at = fault.at_ns.unwrap_or(0);
    // A touch is not yet a drag.
    if (by * axis::SNAPS as f64).abs() < 0.5 {
        return fault;
    }
    match grip.part {
        Part::Whole => fault.at_ns = Some(axis::moved(at, by, run_ns, (0, run_ns))),
        Part::End => {
            let end = fault.lasting_ns.map_or(run_ns, |lasting| at + lasting);
            let least = at + (run_ns / axis::SNAPS).max(1);
            let end = axis::moved(end.min(run_ns), by, run_ns, (least, run_ns));
            fault.lasting_ns = (end < run_ns).then_some(end - at);
        }
    }
    fault
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: u64 = 1_000_000_000;

    fn grip(part: Part, lasting_s: Option<u64>) -> Grip {
        Grip {
            part,
            at: 0.3,
            fault: FaultGiven {
                kind: "outage".to_owned(),
                target: "app".to_owned(),
                at_ns: Some(20 * S),
                lasting_ns: lasting_s.map(|s| s * S),
                set: Vec::new(),
            },
        }
    }

    #[test]
    fn a_fault_is_moved_as_a_whole_or_made_longer_at_its_end() {
        let run = 60 * S;
        let whole = dragged(&grip(Part::Whole, Some(10)), 0.25, run);
        assert_eq!(
            (whole.at_ns, whole.lasting_ns),
            (Some(35_100_000_000), Some(10 * S))
        );
        let longer = dragged(&grip(Part::End, Some(10)), 0.25, run);
        assert_eq!(
            (longer.at_ns, longer.lasting_ns),
            (Some(20 * S), Some(25 * S))
        );
        // It lasts at least a little, and what reaches the end lasts to the end.
        let shortest = dragged(&grip(Part::End, Some(10)), -0.9, run);
        assert_eq!(shortest.lasting_ns, Some(300_000_000));
        let endless = dragged(&grip(Part::End, Some(10)), 0.9, run);
        assert_eq!(endless.lasting_ns, None);
        let shorter = dragged(&grip(Part::End, None), -0.5, run);
        assert_eq!(shorter.lasting_ns, Some(10 * S));
    }

    #[test]
    fn a_touch_is_no_drag() {
        let taken = grip(Part::Whole, None);
        assert_eq!(dragged(&taken, 0.001, 61 * S + 7), taken.fault);
    }
}
