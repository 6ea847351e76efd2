//! What a reader has chosen before, to have it back.

use super::choice::Choice;

/// What a change is of. Changes of the same thing in a row, as a slider makes them, are undone as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stroke {
    Preset,
    /// By the path of its parameter.
    Dial(String),
    Seed,
    Faults,
    Open,
}

impl Stroke {
    fn goes_on(&self) -> bool {
        matches!(self, Self::Dial(_))
    }
}

/// More than anybody goes back.
const KEPT: usize = 100;

#[derive(Clone, Debug, Default)]
pub struct History {
    past: Vec<Choice>,
    future: Vec<Choice>,
    /// The change that would go on.
    stroke: Option<Stroke>,
}

impl History {
    /// Keeps how things are before a change of this kind.
    pub fn note(&mut self, stroke: Stroke, before: Choice) {
        self.future.clear();
        if stroke.goes_on() && self.stroke.as_ref() == Some(&stroke) {
            return;
        }
        self.stroke = Some(stroke);
        if self.past.len() == KEPT {
            self.past.remove(0);
        }
        self.past.push(before);
    }

    /// The next change is one of its own.
    pub fn settle(&mut self) {
        self.stroke = None;
    }

    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }

    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }

    /// How things were before the last change.
    pub fn undo(&mut self, now: Choice) -> Option<Choice> {
        let before = self.past.pop()?;
        self.future.push(now);
        self.stroke = None;
        Some(before)
    }

    /// How things were before that was undone.
    pub fn redo(&mut self, now: Choice) -> Option<Choice> {
        let after = self.future.pop()?;
        self.past.push(now);
        self.stroke = None;
        Some(after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(seed: u64) -> Choice {
        Choice {
            preset: 0,
            values: Vec::new(),
            seed,
            placed: Vec::new(),
        }
    }

    #[test]
    fn what_was_undone_can_be_done_again_until_something_else_is() {
        let mut history = History::default();
        history.note(Stroke::Seed, choice(1));
        history.note(Stroke::Seed, choice(2));
        assert_eq!(history.undo(choice(3)), Some(choice(2)));
        assert_eq!(history.undo(choice(2)), Some(choice(1)));
        assert_eq!(history.undo(choice(1)), None);
        assert_eq!(history.redo(choice(1)), Some(choice(2)));
        history.note(Stroke::Faults, choice(2));
        assert!(!history.can_redo());
    }

    #[test]
    fn a_slider_is_undone_in_one_until_it_is_let_go() {
        let mut history = History::default();
        let dial = || Stroke::Dial("nodes.app.concurrency".to_owned());
        for seed in 1..4 {
            history.note(dial(), choice(seed));
        }
        history.settle();
        history.note(dial(), choice(4));
        assert_eq!(history.undo(choice(5)), Some(choice(4)));
        assert_eq!(history.undo(choice(4)), Some(choice(1)));
        assert!(!history.can_undo());
    }
}
