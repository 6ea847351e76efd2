//! What a design was before, to have it back.

/// More than anybody goes back.
const KEPT: usize = 200;
/// Of texts, bytes: a long one is had back less far.
const MOST: usize = 8 << 20;

/// A text, and what was done to it or is done to it by going on.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Step {
    text: String,
    what: String,
}

#[derive(Clone, Debug, Default)]
pub struct Steps {
    past: Vec<Step>,
    future: Vec<Step>,
}

impl Steps {
    /// Keeps how the text was before `what` was done.
    pub fn note(&mut self, before: String, what: &str) {
        self.future.clear();
        self.past.push(Step {
            text: before,
            what: what.to_owned(),
        });
        let mut bytes: usize = self.past.iter().map(|step| step.text.len()).sum();
        let mut first = 0;
        while self.past.len() - first > 1 && (self.past.len() - first > KEPT || bytes > MOST) {
            bytes -= self.past[first].text.len();
            first += 1;
        }
        self.past.drain(..first);
    }

    /// What would be undone.
    pub fn before(&self) -> Option<&str> {
        self.past.last().map(|step| &*step.what)
    }

    /// What would be done again.
    pub fn after(&self) -> Option<&str> {
        self.future.last().map(|step| &*step.what)
    }

    /// The text before the last step, and what that was.
    pub fn undo(&mut self, now: String) -> Option<(String, String)> {
        let Step { text, what } = self.past.pop()?;
        self.future.push(Step {
            text: now,
            what: what.clone(),
        });
        Some((text, what))
    }

    /// The text after the step that was undone last, and what that was.
    pub fn redo(&mut self, now: String) -> Option<(String, String)> {
        let Step { text, what } = self.future.pop()?;
        self.past.push(Step {
            text: now,
            what: what.clone(),
        });
        Some((text, what))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_undone_and_done_again_until_something_else_is_done() {
        let mut steps = Steps::default();
        steps.note("a".to_owned(), "one");
        steps.note("b".to_owned(), "two");
        let step = |text: &str, what: &str| Some((text.to_owned(), what.to_owned()));
        assert_eq!(steps.undo("c".to_owned()), step("b", "two"));
        assert_eq!(steps.undo("b".to_owned()), step("a", "one"));
        assert_eq!(steps.undo("a".to_owned()), None);
        assert_eq!(steps.redo("a".to_owned()), step("b", "one"));
        assert_eq!((steps.before(), steps.after()), (Some("one"), Some("two")));
        steps.note("b".to_owned(), "three");
        assert_eq!(steps.after(), None);
        assert_eq!(steps.redo("d".to_owned()), None);
    }

    #[test]
    fn long_texts_are_kept_in_bounds_and_the_last_step_always() {
        let mut steps = Steps::default();
        for number in 0..100 {
            steps.note(number.to_string() + &"x".repeat(256 << 10), "typing");
        }
        assert!(steps.past.len() < 40);
        let (text, _) = steps.undo(String::new()).expect("there is one");
        assert!(text.starts_with("99"));
        let mut steps = Steps::default();
        steps.note("x".repeat(MOST + 1), "typing");
        assert!(steps.before().is_some());
    }
}
