//! Whom a load balancer may send requests to, and how it chooses among them.

use crate::engine::{Core, NodeCore};
use crate::kinds::health::Health;
use crate::rng::Stream;
use crate::structures::sort;

/// Points on the hash ring for each target.
const POINTS: u64 = 64;
/// What a target counts as that has requests under way and no latency yet (Finagle).
const PENALTY: f64 = 1e18;
/// The least share of a target in its slow start (Envoy's `min_weight_percent`).
const LEAST_WARMTH: f64 = 0.1;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Algorithm {
    RoundRobin,
    Weighted,
    Random,
    LeastConnections,
    TwoChoices,
    PeakEwma,
    ConsistentHash,
}

impl Algorithm {
    pub fn new(choice: u32) -> Self {
        match choice {
            0 => Self::RoundRobin,
            1 => Self::Weighted,
            2 => Self::Random,
            3 => Self::LeastConnections,
            4 => Self::TwoChoices,
            5 => Self::PeakEwma,
            _ => Self::ConsistentHash,
        }
    }
}

/// How to choose.
pub(super) struct Rules {
    pub algorithm: Algorithm,
    /// Whether the share of a link is each of its instances' weight, and not to be divided among them.
    pub by_instance: bool,
    pub balance_factor: f64,
    pub decay_ns: f64,
    pub slow_start_ns: u64,
}

/// One instance at the end of one link.
pub(super) struct Target {
    pub link: u32,
    pub callee: u32,
    pub instance: u32,
    /// Which of the balancer's links it is.
    place: u32,
    /// There is such an instance.
    pub present: bool,
    pub health: Health,
    pub ejected_until_ns: Option<u64>,
    /// How often it was ejected, less the times that it was not.
    pub ejections: u32,
    pub failures_in_a_row: u32,
    /// Answers since outliers were last looked for.
    pub well: u32,
    pub failed: u32,
    pub outstanding: u32,
    /// Requests sent to it, and those that failed, since the warm-up.
    pub sent: u64,
    pub errors: u64,
    /// When its slow start began; `None` when it had none.
    warm_since_ns: Option<u64>,
    /// Smooth weighted round robin's current weight.
    credit: f64,
    latency_ns: f64,
    latency_at_ns: u64,
}

impl Target {
    fn available(&self) -> bool {
        self.present && self.health.healthy && self.ejected_until_ns.is_none()
    }

    /// It begins to get requests.
    pub fn warm_up(&mut self, now_ns: u64) {
        self.warm_since_ns = Some(now_ns);
        self.credit = 0.0;
    }

    /// The share of its full load that it gets now.
    fn warmth(&self, now_ns: u64, slow_start_ns: u64) -> f64 {
        match self.warm_since_ns {
            Some(since) if slow_start_ns > 0 => {
                ((now_ns - since) as f64 / slow_start_ns as f64).clamp(LEAST_WARMTH, 1.0)
            }
            _ => 1.0,
        }
    }

    /// Takes in a latency: a higher one at once, a lower one as time goes by (Finagle's `PeakEwma`).
    pub fn observe(&mut self, latency_ns: f64, now_ns: u64, decay_ns: f64) {
        let kept = libm::exp(-((now_ns - self.latency_at_ns) as f64) / decay_ns);
        self.latency_at_ns = now_ns;
        self.latency_ns = if latency_ns > self.latency_ns {
            latency_ns
        } else {
            self.latency_ns * kept + latency_ns * (1.0 - kept)
        };
    }

    fn peak_load(&mut self, now_ns: u64, decay_ns: f64) -> f64 {
        self.observe(0.0, now_ns, decay_ns);
        if self.latency_ns == 0.0 && self.outstanding > 0 {
            PENALTY + f64::from(self.outstanding)
        } else {
            self.latency_ns * f64::from(self.outstanding + 1)
        }
    }
}

/// All targets there ever were, by an index that stays the same.
#[derive(Default)]
pub(super) struct Targets {
    pub all: Vec<Target>,
    /// Of each link, its targets by instance.
    by_link: Vec<Vec<u32>>,
    /// Of each link, how many instances there were when last looked.
    known: Vec<u32>,
    /// How often numbers of instances had changed by then.
    seen: u64,
    /// Those that get requests: those available, or where none is, all that are there (AWS calls it failing open).
    pub pool: Vec<u32>,
    pub fails_open: bool,
    /// Points of all that are present, in order.
    ring: Vec<(u64, u32)>,
    cursor: usize,
}

impl Targets {
    /// Takes stock of the instances there are; whether anything changed.
    pub fn look(&mut self, me: &NodeCore, core: &Core, first: bool) -> bool {
        if self.seen == core.instances_changed && !first {
            return false;
        }
        self.seen = core.instances_changed;
        self.by_link.resize_with(me.links.len(), Vec::new);
        self.known.resize(me.links.len(), 0);
        let mut changed = false;
        for (place, &(link, callee)) in me.links.iter().enumerate() {
            let there = core.instances[callee as usize];
            if self.known[place] == there {
                continue;
            }
            changed = true;
            for instance in self.by_link[place].len() as u32..there {
                self.by_link[place].push(self.all.len() as u32);
                self.all.push(Target {
                    link,
                    callee,
                    instance,
                    place: place as u32,
                    present: false,
                    health: Health::default(),
                    ejected_until_ns: None,
                    ejections: 0,
                    failures_in_a_row: 0,
                    well: 0,
                    failed: 0,
                    outstanding: 0,
                    sent: 0,
                    errors: 0,
                    warm_since_ns: None,
                    credit: 0.0,
                    latency_ns: 0.0,
                    latency_at_ns: core.now_ns,
                });
            }
            for (instance, &index) in self.by_link[place].iter().enumerate() {
                let target = &mut self.all[index as usize];
                let present = (instance as u32) < there;
                if present && !target.present {
                    target.health = Health::default();
                    target.ejected_until_ns = None;
                    if !first {
                        target.warm_up(core.now_ns);
                    }
                }
                target.present = present;
            }
            self.known[place] = there;
        }
        if changed {
            self.ring.clear();
            self.gather();
        }
        changed
    }

    /// Works out anew who gets requests.
    pub fn gather(&mut self) {
        self.pool.clear();
        let numbered = || self.all.iter().enumerate();
        let available = numbered().filter(|(_, target)| target.available());
        self.pool.extend(available.map(|(i, _)| i as u32));
        self.fails_open = self.pool.is_empty();
        if self.fails_open {
            let present = numbered().filter(|(_, target)| target.present);
            self.pool.extend(present.map(|(i, _)| i as u32));
        }
    }

    pub fn present(&self) -> usize {
        self.all.iter().filter(|target| target.present).count()
    }

    /// Whether a target gets requests.
    pub fn takes(&self, index: u32) -> bool {
        let target = &self.all[index as usize];
        target.available() || (self.fails_open && target.present)
    }

    /// Chooses one of the pool, which is not empty.
    pub fn choose(&mut self, rules: &Rules, core: &Core, key: u32, chance: &mut Stream) -> u32 {
        let now = core.now_ns;
        match rules.algorithm {
            Algorithm::RoundRobin => {
                let slow = rules.slow_start_ns;
                if slow > 0 && self.pool.iter().any(|&i| self.warmth(i, rules, now) < 1.0) {
                    return self.weighted(|target| target.warmth(now, slow));
                }
                self.next()
            }
            Algorithm::Weighted => {
                let known = std::mem::take(&mut self.known);
                let weight = |target: &Target| {
                    let share = core.links[target.link as usize].share;
                    let parts = if rules.by_instance {
                        1
                    } else {
                        known[target.place as usize].max(1)
                    };
                    share / f64::from(parts) * target.warmth(now, rules.slow_start_ns)
                };
                let chosen = self.weighted(weight);
                self.known = known;
                chosen
            }
            Algorithm::Random => {
                // A target in its slow start passes by chance, a few times at most.
                let mut chosen = self.draw(chance);
                for _ in 0..16 {
                    if chance.chance(self.warmth(chosen, rules, now)) {
                        break;
                    }
                    chosen = self.draw(chance);
                }
                chosen
            }
            Algorithm::LeastConnections => self.least(rules, now),
            Algorithm::TwoChoices | Algorithm::PeakEwma => {
                let n = self.pool.len() as u32;
                if n == 1 {
                    return self.pool[0];
                }
                let a = chance.below(n);
                let b = chance.below(n - 1);
                let b = if b >= a { b + 1 } else { b };
                let (a, b) = (self.pool[a as usize], self.pool[b as usize]);
                if self.load(b, rules, now) < self.load(a, rules, now) {
                    b
                } else {
                    a
                }
            }
            Algorithm::ConsistentHash => self.hashed(rules, key),
        }
    }

    fn warmth(&self, index: u32, rules: &Rules, now_ns: u64) -> f64 {
        self.all[index as usize].warmth(now_ns, rules.slow_start_ns)
    }

    fn load(&mut self, index: u32, rules: &Rules, now_ns: u64) -> f64 {
        let warmth = self.warmth(index, rules, now_ns);
        let target = &mut self.all[index as usize];
        let load = if rules.algorithm == Algorithm::PeakEwma {
            target.peak_load(now_ns, rules.decay_ns)
        } else {
            f64::from(target.outstanding + 1)
        };
        load / warmth
    }

    fn draw(&self, chance: &mut Stream) -> u32 {
        self.pool[chance.below(self.pool.len() as u32) as usize]
    }

    fn next(&mut self) -> u32 {
        self.cursor = (self.cursor + 1) % self.pool.len();
        self.pool[self.cursor]
    }

    /// The one with the fewest requests under way; of several the next in turn.
    fn least(&mut self, rules: &Rules, now_ns: u64) -> u32 {
        let n = self.pool.len();
        let mut best = (f64::INFINITY, 0);
        for step in 1..=n {
            let place = (self.cursor + step) % n;
            let load = self.load(self.pool[place], rules, now_ns);
            if load < best.0 {
                best = (load, place);
            }
        }
        self.cursor = best.1;
        self.pool[best.1]
    }

    /// Smooth weighted round robin, as nginx does it: everybody gains its weight, the richest is chosen and pays for all.
    fn weighted(&mut self, weight: impl Fn(&Target) -> f64) -> u32 {
        let mut total = 0.0;
        let mut best = (f64::NEG_INFINITY, None);
        for &index in &self.pool {
            let target = &mut self.all[index as usize];
            let weight = weight(target);
            total += weight;
            target.credit += weight;
            if weight > 0.0 && target.credit > best.0 {
                best = (target.credit, Some(index));
            }
        }
        match best.1 {
            Some(index) => {
                self.all[index as usize].credit -= total;
                index
            }
            None => self.next(),
        }
    }

    /// The first on the ring from the key on that takes requests and is not too busy for its share.
    fn hashed(&mut self, rules: &Rules, key: u32) -> u32 {
        if self.ring.is_empty() {
            self.build_ring();
        }
        let under_way: u64 = self
            .pool
            .iter()
            .map(|&i| u64::from(self.all[i as usize].outstanding))
            .sum();
        let average = (under_way + 1) as f64 / self.pool.len() as f64;
        let bound = if rules.balance_factor > 0.0 {
            libm::ceil(average * rules.balance_factor.max(1.0))
        } else {
            f64::INFINITY
        };
        let point = mix(u64::from(key));
        let start = self.ring.partition_point(|&(at, _)| at < point);
        let n = self.ring.len();
        for step in 0..n {
            let (_, index) = self.ring[(start + step) % n];
            let busy = f64::from(self.all[index as usize].outstanding + 1) > bound;
            if self.takes(index) && !busy {
                return index;
            }
        }
        // Somebody is always below an average that counts one more.
        self.next()
    }

    fn build_ring(&mut self) {
        for (index, target) in self.all.iter().enumerate().filter(|(_, t)| t.present) {
            let name = mix((u64::from(target.link) << 32) | u64::from(target.instance));
            let points = (0..POINTS).map(|i| (mix(name ^ mix(i + 1)), index as u32));
            self.ring.extend(points);
        }
        sort(&mut self.ring);
    }
}

/// Spreads a number over all of 64 bits (`SplitMix64`'s finish).
fn mix(mut z: u64) -> u64 {
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
