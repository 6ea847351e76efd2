//! The event queue: a four-ary heap ordered by (time, sequence), so that equal times keep their order of birth.

/// Something to happen, with the index of what it happens to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A client's next request is due.
    Arrival(u32),
    /// A call reaches its callee.
    Deliver(u32),
    /// A call's present piece of work is done.
    Work(u32),
    /// An answer reaches the caller.
    Return(u32),
    /// A call's next attempt is due.
    Retry(u32),
    /// The oldest timeout of a link may be due.
    Timeout(u32),
    /// The oldest call of a link that is not hedged yet may have waited long enough.
    Hedge(u32),
    /// A fault of the timeline begins or ends.
    Fault(u32),
    /// A node's own timer.
    Timer(u32, Tag),
}

/// Which of its timers a node is reminded of; each kind numbers its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag(pub u16);

#[derive(Clone, Copy)]
struct Entry {
    time: u64,
    seq: u64,
    what: What,
}

/// Where no event stands: after all of them.
const NOBODY: Entry = Entry {
    time: u64::MAX,
    seq: u64::MAX,
    what: What::Work(0),
};

impl Entry {
    #[inline(always)]
    fn before(&self, other: &Self) -> bool {
        if self.time == other.time {
            return older(self.seq, other.seq);
        }
        self.time < other.time
    }
}

/// Seldom asked, so that the answer to the other question stands where it is needed.
#[cold]
#[inline(never)]
fn older(one: u64, other: u64) -> bool {
    one < other
}

/// The place of the earliest event. Those whose parent it is fill the next four, and so on: the children of place p
/// are the fours at p - 2.
const ROOT: usize = 3;

/// A min-heap whose nodes have four children: half the levels of a binary one, and the four lie side by side. What was
/// taken out leaves its place open until the next event comes, as most events bring one: it is let down from there, and
/// nothing has to be moved up in the meantime.
pub(crate) struct EventQueue {
    fours: Vec<[Entry; 4]>,
    /// The first place behind the last event.
    end: usize,
    /// Whether the event at the root has been taken out.
    open: bool,
    seq: u64,
}

impl Default for EventQueue {
    fn default() -> Self {
        Self {
            fours: vec![[NOBODY; 4]],
            end: ROOT,
            open: false,
            seq: 0,
        }
    }
}

impl EventQueue {
    #[inline]
    fn at(&mut self, place: usize) -> &mut Entry {
        &mut self.fours[place / 4][place % 4]
    }

    pub fn push(&mut self, time: u64, what: What) {
        self.seq += 1;
        let entry = Entry {
            time,
            seq: self.seq,
            what,
        };
        if self.open {
            self.open = false;
            self.sink(entry);
            return;
        }
        let mut hole = self.end;
        self.end += 1;
        if hole / 4 == self.fours.len() {
            self.fours.push([NOBODY; 4]);
        }
        while hole > ROOT {
            let above = hole / 4 + 2;
            let parent = *self.at(above);
            if !entry.before(&parent) {
                break;
            }
            *self.at(hole) = parent;
            hole = above;
        }
        *self.at(hole) = entry;
    }

    /// The earliest event before `limit`.
    #[inline]
    pub fn pop_before(&mut self, limit: u64) -> Option<(u64, What)> {
        if self.open {
            self.close();
        }
        let first = self.fours[0][ROOT];
        if self.end == ROOT || first.time >= limit {
            return None;
        }
        self.open = true;
        Some((first.time, first.what))
    }

    /// Nothing has come for the open place at the root.
    fn close(&mut self) {
        self.open = false;
        self.end -= 1;
        let end = self.end;
        let last = std::mem::replace(self.at(end), NOBODY);
        if end > ROOT {
            self.sink(last);
        }
    }

    /// Lets an event down from the root to its place.
    #[inline]
    fn sink(&mut self, entry: Entry) {
        let mut hole = ROOT;
        while let Some(four) = self.fours.get(hole - 2) {
            let one = usize::from(four[1].before(&four[0]));
            let other = 2 + usize::from(four[3].before(&four[2]));
            let least = if four[other].before(&four[one]) {
                other
            } else {
                one
            };
            let child = four[least];
            if !child.before(&entry) {
                break;
            }
            *self.at(hole) = child;
            hole = (hole - 2) * 4 + least;
        }
        *self.at(hole) = entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn events_come_out_by_time_and_then_by_age(times in proptest::collection::vec(0u64..50, 0..300)) {
            let mut queue = EventQueue::default();
            for (i, &time) in times.iter().enumerate() {
                queue.push(time, What::Work(i as u32));
            }
            let mut expected: Vec<(u64, What)> = times.iter().enumerate().map(|(i, &t)| (t, What::Work(i as u32))).collect();
            expected.sort_by_key(|&(time, _)| time);
            let mut out = Vec::new();
            while let Some(event) = queue.pop_before(u64::MAX) {
                out.push(event);
            }
            proptest::prop_assert_eq!(out, expected);
        }

        #[test]
        fn events_that_come_while_others_are_taken_out_find_their_place(
            steps in proptest::collection::vec((0u64..50, 0usize..4), 0..200),
        ) {
            let mut queue = EventQueue::default();
            let mut sorted: Vec<(u64, u32)> = Vec::new();
            let mut now = 0;
            for (i, (after, pushes)) in (0u32..).zip(steps) {
                for _ in 0..pushes {
                    queue.push(now + after, What::Work(i));
                    sorted.push((now + after, i));
                }
                sorted.sort_by_key(|&(time, _)| time);
                let expected = (!sorted.is_empty()).then(|| sorted.remove(0));
                let found = queue.pop_before(u64::MAX);
                proptest::prop_assert_eq!(found, expected.map(|(time, i)| (time, What::Work(i))));
                now = found.map_or(now, |(time, _)| time);
            }
        }
    }
}
