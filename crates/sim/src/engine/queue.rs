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

impl Entry {
    #[inline]
    fn before(&self, other: &Self) -> bool {
        (self.time, self.seq) < (other.time, other.seq)
    }
}

/// A min-heap whose nodes have four children: half the levels of a binary one, and the four lie side by side.
#[derive(Default)]
pub(crate) struct EventQueue {
    heap: Vec<Entry>,
    seq: u64,
}

impl EventQueue {
    #[inline]
    pub fn push(&mut self, time: u64, what: What) {
        self.seq += 1;
        let entry = Entry {
            time,
            seq: self.seq,
            what,
        };
        let mut hole = self.heap.len();
        self.heap.push(entry);
        while hole > 0 {
            let parent = (hole - 1) / 4;
            if !entry.before(&self.heap[parent]) {
                break;
            }
            self.heap[hole] = self.heap[parent];
            hole = parent;
        }
        self.heap[hole] = entry;
    }

    /// The earliest event before `limit`.
    #[inline]
    pub fn pop_before(&mut self, limit: u64) -> Option<(u64, What)> {
        let first = *self.heap.first()?;
        if first.time >= limit {
            return None;
        }
        let last = self.heap.pop()?;
        let heap = &mut self.heap[..];
        if !heap.is_empty() {
            let mut hole = 0;
            loop {
                let child = hole * 4 + 1;
                let end = (child + 4).min(heap.len());
                let children = heap.get(child..end).and_then(<[Entry]>::split_first);
                let Some((first, others)) = children else {
                    break;
                };
                // A copy, so that the next comparison is with what is at hand.
                let mut earliest = *first;
                let mut place = child;
                for (i, other) in others.iter().enumerate() {
                    if other.before(&earliest) {
                        earliest = *other;
                        place = child + 1 + i;
                    }
                }
                if !earliest.before(&last) {
                    break;
                }
                heap[hole] = earliest;
                hole = place;
            }
            heap[hole] = last;
        }
        Some((first.time, first.what))
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
    }
}
