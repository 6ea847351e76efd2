//! What a cache holds, and what it lets go of when it is full.

use super::ring::hash;
use crate::keys::KeyMap;
use crate::rng::Stream;
use crate::structures::lru::Lru;

/// An entry without its value.
#[derive(Clone, Copy)]
pub(super) struct Item {
    /// It may be served as it is until then.
    pub fresh_until_ns: u64,
    /// How long it was good for when it came.
    pub ttl_ns: u64,
    /// In what the capacity is given: bytes, or 1.
    pub weight: u32,
}

/// Entries to look at before one goes: Redis' `maxmemory-samples` is 5 by default.
const SAMPLES: u32 = 5;

/// How an entry to let go of is chosen.
pub(super) enum Held {
    /// The oldest goes; where `touch`, use makes an entry young again.
    Ordered {
        items: Lru<Item>,
        touch: bool,
    },
    /// Of a sample one goes: any, or the least frequently used.
    Sampled(Sampled),
    TinyLfu(Box<TinyLfu>),
}

/// In the order of the parameter's options.
pub(super) const LRU: u32 = 0;
pub(super) const LFU: u32 = 1;
pub(super) const FIFO: u32 = 2;
pub(super) const RANDOM: u32 = 3;

impl Held {
    /// Holds a weight of so many `bytes`, expected to be of about so many `entries`.
    pub fn new(policy: u32, bytes: u64, entries: u64) -> Self {
        match policy {
            LRU | FIFO => Self::Ordered {
                items: Lru::new(bytes),
                touch: policy == LRU,
            },
            LFU | RANDOM => Self::Sampled(Sampled {
                bytes,
                least_used: policy == LFU,
                ..Sampled::default()
            }),
            _ => Self::TinyLfu(Box::new(TinyLfu::new(bytes, entries))),
        }
    }

    pub fn len(&self) -> usize {
        match self {
            Self::Ordered { items, .. } => items.len(),
            Self::Sampled(held) => held.entries.len(),
            Self::TinyLfu(held) => held.window.len() + held.probation.len() + held.guarded.len(),
        }
    }

    pub fn weight(&self) -> u64 {
        match self {
            Self::Ordered { items, .. } => items.weight(),
            Self::Sampled(held) => held.weight,
            Self::TinyLfu(held) => {
                held.window.weight() + held.probation.weight() + held.guarded.weight()
            }
        }
    }

    /// The entry of a key, which is used.
    pub fn get(&mut self, key: u32, now_ns: u64, chance: &mut Stream) -> Option<Item> {
        match self {
            Self::Ordered { items, touch } => {
                if *touch {
                    items.get(u64::from(key)).copied()
                } else {
                    items.peek(u64::from(key)).copied()
                }
            }
            Self::Sampled(held) => held.get(key, now_ns, chance),
            Self::TinyLfu(held) => held.get(key),
        }
    }

    /// Takes an entry in; how many others had to go for it.
    pub fn insert(&mut self, key: u32, item: Item, now_ns: u64, chance: &mut Stream) -> u64 {
        let mut gone = 0;
        match self {
            Self::Ordered { items, .. } => {
                let weight = u64::from(item.weight);
                items.insert(u64::from(key), item, weight, |_, _| gone += 1);
            }
            Self::Sampled(held) => gone = held.insert(key, item, now_ns, chance),
            Self::TinyLfu(held) => gone = held.insert(key, item),
        }
        gone
    }

    pub fn remove(&mut self, key: u32) -> bool {
        let wide = u64::from(key);
        match self {
            Self::Ordered { items, .. } => items.remove(wide).is_some(),
            Self::Sampled(held) => held.remove(key),
            Self::TinyLfu(held) => {
                held.window.remove(wide).is_some()
                    || held.probation.remove(wide).is_some()
                    || held.guarded.remove(wide).is_some()
            }
        }
    }

    pub fn clear(&mut self) {
        match self {
            Self::Ordered { items, .. } => items.clear(),
            Self::Sampled(held) => {
                held.entries.clear();
                held.places.clear();
                held.weight = 0;
            }
            Self::TinyLfu(held) => {
                held.window.clear();
                held.probation.clear();
                held.guarded.clear();
            }
        }
    }
}

/// Entries in no order. How often one is used is counted as Redis does it: a counter that grows by the logarithm and falls
/// with the minutes (redis.io/docs, Key eviction: lfu-log-factor 10, lfu-decay-time 1).
#[derive(Default)]
pub(super) struct Sampled {
    entries: Vec<Counted>,
    places: KeyMap<u32>,
    weight: u64,
    bytes: u64,
    least_used: bool,
}

struct Counted {
    key: u32,
    item: Item,
    used: u8,
    minute: u32,
}

/// What a new entry's counter begins with, that it may not go at once.
const USED_AT_FIRST: u8 = 5;
const LOG_FACTOR: f64 = 10.0;
const MINUTE_NS: u64 = 60_000_000_000;

impl Counted {
    fn used(&self, minute: u32) -> u8 {
        let minutes = minute.saturating_sub(self.minute);
        self.used.saturating_sub(minutes.min(255) as u8)
    }
}

impl Sampled {
    fn get(&mut self, key: u32, now_ns: u64, chance: &mut Stream) -> Option<Item> {
        let place = *self.places.get(&key)?;
        let entry = self.entries.get_mut(place as usize)?;
        if self.least_used {
            let minute = (now_ns / MINUTE_NS) as u32;
            entry.used = entry.used(minute);
            entry.minute = minute;
            let above = f64::from(entry.used.saturating_sub(USED_AT_FIRST));
            if chance.unit() <= 1.0 / (above * LOG_FACTOR + 1.0) {
                entry.used = entry.used.saturating_add(1);
            }
        }
        Some(entry.item)
    }

    fn insert(&mut self, key: u32, item: Item, now_ns: u64, chance: &mut Stream) -> u64 {
        let minute = (now_ns / MINUTE_NS) as u32;
        let used = self.places.get(&key).map_or(USED_AT_FIRST, |&place| {
            self.entries[place as usize].used(minute)
        });
        self.remove(key);
        let weight = u64::from(item.weight);
        if weight > self.bytes {
            return 0;
        }
        let mut gone = 0;
        while self.weight + weight > self.bytes {
            let victim = self.victim(minute, chance);
            self.take(victim);
            gone += 1;
        }
        self.places.insert(key, self.entries.len() as u32);
        self.weight += weight;
        self.entries.push(Counted {
            key,
            item,
            used,
            minute,
        });
        gone
    }

    /// The place of one that may go; there is one.
    fn victim(&self, minute: u32, chance: &mut Stream) -> u32 {
        let n = self.entries.len() as u32;
        let mut victim = chance.below(n);
        if self.least_used {
            for _ in 1..SAMPLES {
                let other = chance.below(n);
                let used = |place: u32| self.entries[place as usize].used(minute);
                if used(other) < used(victim) {
                    victim = other;
                }
            }
        }
        victim
    }

    fn remove(&mut self, key: u32) -> bool {
        let place = self.places.get(&key).copied();
        if let Some(place) = place {
            self.take(place);
        }
        place.is_some()
    }

    /// The last takes its place.
    fn take(&mut self, place: u32) {
        let entry = self.entries.swap_remove(place as usize);
        self.weight -= u64::from(entry.item.weight);
        self.places.remove(&entry.key);
        if let Some(moved) = self.entries.get(place as usize) {
            self.places.insert(moved.key, place);
        }
    }
}

/// W-TinyLFU (Einziger, Friedman and Manes, "`TinyLFU`: A Highly Efficient Cache Admission Policy", ACM TOS 13(4), 2017), as in
/// Caffeine: a small LRU window for what is new, from which only what is asked for more often than what would have
/// to go comes into the main part, a segmented LRU.
pub(super) struct TinyLfu {
    window: Lru<Item>,
    probation: Lru<Item>,
    /// What was used again while it was on probation.
    guarded: Lru<Item>,
    window_bytes: u64,
    main_bytes: u64,
    guarded_bytes: u64,
    sketch: Sketch,
}

impl TinyLfu {
    fn new(bytes: u64, entries: u64) -> Self {
        // The window is a hundredth of the whole, and four fifths of the rest are guarded.
        let window = (bytes / 100).max(bytes.div_ceil(entries.max(1)));
        let main = bytes.saturating_sub(window);
        Self {
            window: Lru::new(u64::MAX),
            probation: Lru::new(u64::MAX),
            guarded: Lru::new(u64::MAX),
            window_bytes: window,
            main_bytes: main,
            guarded_bytes: main / 5 * 4,
            sketch: Sketch::new(entries),
        }
    }

    fn get(&mut self, key: u32) -> Option<Item> {
        self.sketch.count(key);
        let wide = u64::from(key);
        if let Some(item) = self.window.get(wide) {
            return Some(*item);
        }
        if let Some(item) = self.guarded.get(wide) {
            return Some(*item);
        }
        let item = self.probation.remove(wide)?;
        self.guarded
            .insert(wide, item, u64::from(item.weight), |_, _| {});
        while self.guarded.weight() > self.guarded_bytes {
            let Some((key, item)) = self.guarded.evict_oldest() else {
                break;
            };
            self.probation
                .insert(key, item, u64::from(item.weight), |_, _| {});
        }
        Some(item)
    }

    fn insert(&mut self, key: u32, item: Item) -> u64 {
        let wide = u64::from(key);
        let weight = u64::from(item.weight);
        // A new value of what is in the main part stays there.
        for part in [&mut self.guarded, &mut self.probation] {
            if let Some(old) = part.get(wide)
                && old.weight == item.weight
            {
                *old = item;
                return 0;
            }
            part.remove(wide);
        }
        if weight > self.window_bytes + self.main_bytes {
            self.window.remove(wide);
            return 0;
        }
        self.window.insert(wide, item, weight, |_, _| {});
        let mut gone = 0;
        while self.window.weight() > self.window_bytes {
            let Some((key, item)) = self.window.evict_oldest() else {
                break;
            };
            gone += self.admit(key, item);
        }
        gone
    }

    /// Lets what leaves the window into the main part, or not; how many entries are gone for it.
    fn admit(&mut self, key: u64, item: Item) -> u64 {
        let weight = u64::from(item.weight);
        let mut gone = 0;
        while self.probation.weight() + self.guarded.weight() + weight > self.main_bytes {
            let on_probation = self.probation.oldest().is_some();
            let part = if on_probation {
                &mut self.probation
            } else {
                &mut self.guarded
            };
            let Some((victim, _)) = part.oldest() else {
                return gone + 1;
            };
            if self.sketch.times(key as u32) <= self.sketch.times(victim as u32) {
                return gone + 1;
            }
            part.evict_oldest();
            gone += 1;
        }
        self.probation.insert(key, item, weight, |_, _| {});
        gone
    }
}

/// How often keys were asked for lately: a count-min sketch of four rows whose counters, up to 15, are halved after ten times as many
/// requests as there are entries.
struct Sketch {
    counters: Vec<u8>,
    mask: u32,
    seen: u64,
    sample: u64,
}

impl Sketch {
    fn new(entries: u64) -> Self {
        let width = entries.clamp(16, 1 << 20).next_power_of_two();
        Self {
            counters: vec![0; width as usize * 4],
            mask: width as u32 - 1,
            seen: 0,
            sample: width * 10,
        }
    }

    fn place(&self, row: u32, key: u32) -> usize {
        let spread = hash(key.wrapping_add(row.wrapping_mul(0x9e37_79b9)));
        (row * (self.mask + 1) + (spread & self.mask)) as usize
    }

    fn count(&mut self, key: u32) {
        for row in 0..4 {
            let place = self.place(row, key);
            self.counters[place] = (self.counters[place] + 1).min(15);
        }
        self.seen += 1;
        if self.seen >= self.sample {
            self.seen /= 2;
            for counter in &mut self.counters {
                *counter /= 2;
            }
        }
    }

    fn times(&self, key: u32) -> u8 {
        (0..4)
            .map(|row| self.counters[self.place(row, key)])
            .min()
            .unwrap_or(0)
    }
}
