//! Windows of event time that are open.

use std::collections::{BTreeMap, BTreeSet};

use crate::kinds::Params;

/// How events are gathered. Nanoseconds.
#[derive(Clone, Copy)]
enum Rule {
    /// Windows of this size that begin so far apart.
    Fixed {
        size: u64,
        slide: u64,
    },
    Session {
        gap: u64,
    },
}

/// What became of an event.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fate {
    Taken,
    /// It came to windows that had been given out, and still take events: the results of those that end then are given out anew.
    Updates(Vec<u64>),
    Late,
}

/// The windows, keyed by when they end; in order, so that those that are over stand first.
pub(super) struct Windows {
    rule: Rule,
    open: BTreeSet<(u64, u32)>,
    /// Of sessions: (key, start) and when the last of their events happened.
    sessions: BTreeMap<(u32, u64), u64>,
}

impl Windows {
    pub fn new(p: Params) -> Self {
        let size = p.ns("size").max(1);
        let rule = match p.choice("window") {
            0 => Rule::Fixed { size, slide: size },
            1 => Rule::Fixed {
                size,
                slide: p.ns("slide").clamp((size / 100).max(1), size),
            },
            _ => Rule::Session {
                gap: p.ns("gap").max(1),
            },
        };
        Self {
            rule,
            open: BTreeSet::new(),
            sessions: BTreeMap::new(),
        }
    }

    pub fn len(&self) -> u32 {
        self.open.len() as u32
    }

    /// An event of `key` happened at `at`; windows that ended before `watermark` are over, and take events for `lateness` more.
    pub fn take(&mut self, key: u32, at: u64, watermark: u64, lateness: u64) -> Fate {
        match self.rule {
            Rule::Fixed { size, slide } => {
                // The last window that it is in, and those before.
                let mut start = at / slide * slide;
                let (mut taken, mut updated) = (false, Vec::new());
                loop {
                    let end = start + size;
                    if end <= at {
                        break;
                    }
                    if end > watermark {
                        taken = true;
                        self.open.insert((end, key));
                    } else if end + lateness > watermark {
                        updated.push(end);
                    }
                    let Some(before) = start.checked_sub(slide) else {
                        break;
                    };
                    start = before;
                }
                match (taken, updated.is_empty()) {
                    (_, false) => Fate::Updates(updated),
                    (true, true) => Fate::Taken,
                    (false, true) => Fate::Late,
                }
            }
            Rule::Session { gap } => self.join(key, at, gap, watermark, lateness),
        }
    }

    /// An event begins a session, or joins one or the two that it is between.
    fn join(&mut self, key: u32, at: u64, gap: u64, watermark: u64, lateness: u64) -> Fate {
        let (mut start, mut last) = (at, at);
        let mut joined = false;
        loop {
            let near = self
                .sessions
                .range((key, 0)..=(key, last + gap))
                .next_back();
            let Some((&(_, from), &to)) = near else { break };
            if to + gap < start {
                break;
            }
            joined = true;
            self.sessions.remove(&(key, from));
            self.open.remove(&(to + gap, key));
            (start, last) = (start.min(from), last.max(to));
        }
        let end = last + gap;
        if !joined && end <= watermark {
            // A session of its own, and it is over.
            return if end + lateness > watermark {
                Fate::Updates(vec![end])
            } else {
                Fate::Late
            };
        }
        self.sessions.insert((key, start), last);
        self.open.insert((end, key));
        Fate::Taken
    }

    /// The next window that is over: when it ended, and of which key.
    pub fn over(&mut self, watermark: u64) -> Option<(u64, u32)> {
        let &(end, key) = self.open.first()?;
        if end > watermark {
            return None;
        }
        self.open.pop_first();
        if let Rule::Session { .. } = self.rule {
            let mine = self.sessions.range((key, 0)..=(key, end)).next();
            if let Some((&session, _)) = mine {
                self.sessions.remove(&session);
            }
        }
        Some((end, key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn windows(rule: Rule) -> Windows {
        Windows {
            rule,
            open: BTreeSet::new(),
            sessions: BTreeMap::new(),
        }
    }

    fn all(windows: &mut Windows, watermark: u64) -> Vec<(u64, u32)> {
        std::iter::from_fn(|| windows.over(watermark)).collect()
    }

    #[test]
    fn an_event_is_in_one_tumbling_window_and_in_several_that_slide() {
        let (size, slide) = (10, 5);
        let mut tumbling = windows(Rule::Fixed { size, slide: size });
        let mut sliding = windows(Rule::Fixed { size, slide });
        for at in [103, 109, 110] {
            assert_eq!(tumbling.take(1, at, 0, 0), Fate::Taken);
            sliding.take(1, at, 0, 0);
        }
        assert_eq!(all(&mut tumbling, 119), [(110, 1)]);
        assert_eq!(
            all(&mut sliding, 1000),
            [(105, 1), (110, 1), (115, 1), (120, 1)]
        );
        assert_eq!(tumbling.take(1, 109, 119, 0), Fate::Late);
        assert_eq!(tumbling.take(1, 109, 119, 10), Fate::Updates(vec![110]));
    }

    #[test]
    fn an_event_between_two_sessions_makes_them_one() {
        let mut sessions = windows(Rule::Session { gap: 10 });
        for (key, at) in [(1, 100), (1, 118), (2, 105), (1, 109)] {
            assert_eq!(sessions.take(key, at, 0, 0), Fate::Taken);
        }
        assert_eq!(all(&mut sessions, 1000), [(115, 2), (128, 1)]);
        assert!(sessions.sessions.is_empty());
        assert_eq!(sessions.take(1, 100, 128, 0), Fate::Late);
    }
}
