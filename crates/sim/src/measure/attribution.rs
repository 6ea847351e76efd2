//! Where the time of requests went: node by node, part by part, and for the slowest of them apart.

use super::histogram;

/// What a stretch of a request's time was spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Part {
    Network = 0,
    Queue = 1,
    Service = 2,
    ColdStart = 3,
    RetryWait = 4,
    /// Waiting for a lock that another request holds.
    Lock = 5,
}

pub(crate) const PARTS: usize = 6;
pub(crate) const PART_KEYS: [&str; PARTS] = [
    "network_ms",
    "queue_ms",
    "service_ms",
    "cold_start_ms",
    "retry_wait_ms",
    "lock_ms",
];

/// Cells per power of two of latency: fine enough to find the slowest per cent among them.
const PRECISION: u32 = 3;

/// Sums of parts per node, kept apart by the latency of the request.
#[derive(Clone, Debug)]
pub(crate) struct Attribution {
    nodes: usize,
    rows: Vec<Row>,
}

/// Part by part and not node by node: most nodes have but one or two parts, and what requests of a thousand nodes add to
/// should not be more memory than it needs.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    nodes: usize,
    count: u64,
    /// `[part][node]`, nanoseconds; a part that no node had is empty.
    sums: [Vec<u64>; PARTS],
}

impl Row {
    fn new(nodes: usize) -> Self {
        Self {
            nodes,
            count: 0,
            sums: std::array::from_fn(|_| Vec::new()),
        }
    }

    /// Books what a call took, and gives the sum of it.
    #[inline]
    pub fn add(&mut self, node: usize, parts: &[u64; PARTS]) -> u64 {
        let mut all = 0;
        for (sums, &part) in self.sums.iter_mut().zip(parts) {
            // Whether a call had to wait nobody can foretell; whether any did is soon known.
            match sums.get_mut(node) {
                Some(sum) => *sum += part,
                None if part > 0 => begin(sums, self.nodes, node, part),
                None => {}
            }
            all += part;
        }
        all
    }
}

#[cold]
#[inline(never)]
fn begin(sums: &mut Vec<u64>, nodes: usize, node: usize, part: u64) {
    sums.resize(nodes, 0);
    sums[node] = part;
}

/// Mean parts per request of some requests.
pub(crate) struct Split {
    pub count: u64,
    /// `[node][part]`, nanoseconds in all.
    pub sums: Vec<[u64; PARTS]>,
}

impl Attribution {
    pub fn new(nodes: usize) -> Self {
        Self {
            nodes,
            rows: Vec::new(),
        }
    }

    /// Opens the account of a request that took so long; its parts follow through [`Row::add`].
    #[inline]
    pub fn open(&mut self, latency_ns: u64) -> &mut Row {
        let row = histogram::index(latency_ns, PRECISION);
        if row >= self.rows.len() {
            self.grow(row);
        }
        let row = &mut self.rows[row];
        row.count += 1;
        row
    }

    #[cold]
    fn grow(&mut self, row: usize) {
        self.rows.resize_with(row + 1, || Row::new(self.nodes));
    }

    /// All requests, or the slowest: the fewest whole cells of latency that hold `share` of them.
    pub fn slowest(&self, share: f64) -> Split {
        let total: u64 = self.rows.iter().map(|row| row.count).sum();
        let want = libm::ceil(total as f64 * share) as u64;
        let mut split = Split {
            count: 0,
            sums: vec![[0; PARTS]; self.nodes],
        };
        for row in self.rows.iter().rev() {
            if split.count >= want {
                break;
            }
            split.count += row.count;
            for (part, more) in row.sums.iter().enumerate() {
                for (sums, ns) in split.sums.iter_mut().zip(more) {
                    sums[part] += ns;
                }
            }
        }
        split
    }
}
