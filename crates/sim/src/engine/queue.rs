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

/// An event that is not due yet, without its time.
#[derive(Clone, Copy)]
struct Waiting {
    /// Which was born first, of two with one time.
    seq: u64,
    what: What,
}

/// Four places: the children of one. Their times lie side by side, and so does the rest; a whole number of cache lines, so that an index
/// becomes a place by a shift.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Four {
    /// In nanoseconds.
    times: [u64; 4],
    waiting: [Waiting; 4],
}

impl Four {
    /// The place of the earliest, of those with one time the oldest; `None` when none comes before an event of that time and age.
    #[cold]
    #[inline(never)]
    fn oldest(&self, than: (u64, u64)) -> Option<usize> {
        let ages = self.waiting.iter().map(|waiting| waiting.seq);
        let keys = self.times.into_iter().zip(ages).enumerate();
        let (slot, earliest) = keys.min_by_key(|&(_, key)| key)?;
        (earliest < than).then_some(slot)
    }
}

/// Where no event stands: after all times that an event can have, and no two alike.
const NOBODY: Four = Four {
    times: [u64::MAX, u64::MAX - 1, u64::MAX - 2, u64::MAX - 3],
    waiting: [Waiting {
        seq: 0,
        what: What::Work(0),
    }; 4],
};

/// The place of the earliest event. Those whose parent it is fill the next four, and so on: the children of place p
/// are the fours at p - 2.
const ROOT: usize = 3;

/// A min-heap whose nodes have four children: half the levels of a binary one, and the four lie side by side. What was
/// taken out leaves its place open until the next event comes, as most events bring one: it is let down from there, and
/// nothing has to be moved up in the meantime.
pub(crate) struct EventQueue {
    fours: Vec<Four>,
    /// The first place behind the last event.
    end: usize,
    /// Whether the event at the root has been taken out.
    open: bool,
    seq: u64,
}

impl Default for EventQueue {
    fn default() -> Self {
        Self {
            fours: vec![NOBODY],
            end: ROOT,
            open: false,
            seq: 0,
        }
    }
}

impl EventQueue {
    #[inline]
    fn put(&mut self, place: usize, time: u64, waiting: Waiting) {
        let four = &mut self.fours[place / 4];
        four.times[place % 4] = time;
        four.waiting[place % 4] = waiting;
    }

    #[inline]
    fn at(&self, place: usize) -> (u64, Waiting) {
        let four = &self.fours[place / 4];
        (four.times[place % 4], four.waiting[place % 4])
    }

    pub fn push(&mut self, time: u64, what: What) {
        self.seq += 1;
        let waiting = Waiting {
            seq: self.seq,
            what,
        };
        if self.open {
            self.open = false;
            self.sink(time, self.seq, what);
            return;
        }
        let mut hole = self.end;
        self.end += 1;
        if hole / 4 == self.fours.len() {
            self.fours.push(NOBODY);
        }
        // It is the youngest: where times are equal it comes last.
        while hole > ROOT {
            let above = hole / 4 + 2;
            let (later, parent) = self.at(above);
            if time >= later {
                break;
            }
            self.put(hole, later, parent);
            hole = above;
        }
        self.put(hole, time, waiting);
    }

    /// The earliest event before `limit`.
    #[inline]
    pub fn pop_before(&mut self, limit: u64) -> Option<(u64, What)> {
        if self.open {
            self.close();
        }
        let (time, first) = self.at(ROOT);
        if self.end == ROOT || time >= limit {
            return None;
        }
        self.open = true;
        Some((time, first.what))
    }

    /// Nothing has come for the open place at the root.
    fn close(&mut self) {
        self.open = false;
        self.end -= 1;
        let end = self.end;
        let (time, last) = self.at(end);
        self.put(end, NOBODY.times[end % 4], NOBODY.waiting[0]);
        if end > ROOT {
            self.sink(time, last.seq, last.what);
        }
    }

    /// Lets an event down from the root to its place. It comes in parts: on 32 bits the whole would be handed over by way of the stack.
    #[inline]
    fn sink(&mut self, time: u64, seq: u64, what: What) {
        let mut hole = ROOT;
        while let Some(four) = self.fours.get(hole - 2) {
            let [a, b, c, d] = four.times;
            // Choices without branches, by time alone: nobody foresees which of four is the least.
            let (one, first) = if b < a { (1, b) } else { (0, a) };
            let (other, second) = if d < c { (3, d) } else { (2, c) };
            let (mut least, soonest) = if second < first {
                (other, second)
            } else {
                (one, first)
            };
            if soonest > time {
                break;
            }
            // Two at one time are seldom, and looked at again.
            if a == b || c == d || first == second || soonest == time {
                match four.oldest((time, seq)) {
                    Some(slot) => least = slot,
                    None => break,
                }
            }
            // Part by part: as a whole it would be put down on the way.
            let Waiting { seq, what } = four.waiting[least % 4];
            self.put(hole, soonest, Waiting { seq, what });
            hole = (hole - 2) * 4 + least;
        }
        self.put(hole, time, Waiting { seq, what });
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
