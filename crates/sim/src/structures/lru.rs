//! A map of bounded weight that lets go of what was used longest ago.
//!
//! Entries stand in a slab, linked by index from the newest to the oldest; an open-addressed table (linear probing, deletion
//! by shifting back: Knuth, TAOCP vol. 3, 6.4, algorithm R) finds them by key. Every operation takes a constant time on average, none
//! allocates once the map has grown to its size, and the order depends on nothing but the operations.

/// No entry.
const NONE: u32 = u32::MAX;
/// The most entries whatever their weight: about 200 MB of them.
const MOST: u32 = 1 << 22;

struct Entry<V> {
    key: u64,
    value: V,
    weight: u64,
    newer: u32,
    older: u32,
}

/// Holds values by key up to a total weight.
pub(crate) struct Lru<V> {
    entries: Vec<Entry<V>>,
    free: Vec<u32>,
    /// Places of entries; a power of two, at most half full.
    table: Vec<u32>,
    newest: u32,
    oldest: u32,
    capacity: u64,
    weight: u64,
    len: u32,
}

impl<V: Copy> Lru<V> {
    /// Holds entries of up to `capacity` in sum: bytes, or of weights of 1 a number of entries.
    pub fn new(capacity: u64) -> Self {
        Self {
            entries: Vec::new(),
            free: Vec::new(),
            table: vec![NONE; 16],
            newest: NONE,
            oldest: NONE,
            capacity,
            weight: 0,
            len: 0,
        }
    }

    pub fn len(&self) -> usize {
        self.len as usize
    }

    /// The weights of all entries in sum.
    pub fn weight(&self) -> u64 {
        self.weight
    }

    /// The value of a key, which is the newest from now on.
    #[inline]
    pub fn get(&mut self, key: u64) -> Option<&mut V> {
        let place = self.find(key)?;
        self.unlink(place);
        self.link(place);
        Some(&mut self.entries[place as usize].value)
    }

    /// The value of a key, which stays as old as it is.
    pub fn peek(&self, key: u64) -> Option<&V> {
        self.find(key)
            .map(|place| &self.entries[place as usize].value)
    }

    /// Takes in a value as the newest, instead of the one its key had. The oldest make room for it, each handed to `gone`.
    /// False when it weighs more than all that can be held; then nothing makes room, and the key has no value any more.
    /// No weight counts as 1.
    pub fn insert(
        &mut self,
        key: u64,
        value: V,
        weight: u64,
        mut gone: impl FnMut(u64, V),
    ) -> bool {
        self.remove(key);
        let weight = weight.max(1);
        if weight > self.capacity {
            return false;
        }
        while self.weight > self.capacity - weight || self.len == MOST {
            let Some((key, value)) = self.evict_oldest() else {
                break;
            };
            gone(key, value);
        }
        if (self.len as usize + 1) * 2 > self.table.len() {
            self.grow();
        }
        let entry = Entry {
            key,
            value,
            weight,
            newer: NONE,
            older: NONE,
        };
        let place = if let Some(place) = self.free.pop() {
            self.entries[place as usize] = entry;
            place
        } else {
            self.entries.push(entry);
            (self.entries.len() - 1) as u32
        };
        self.enter(place);
        self.link(place);
        self.weight += weight;
        self.len += 1;
        true
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: u64) -> Option<V> {
        let place = self.find(key)?;
        self.take(place);
        Some(self.entries[place as usize].value)
    }

    /// The key that was used longest ago, with its value.
    pub fn oldest(&self) -> Option<(u64, &V)> {
        let entry = self.entries.get(self.oldest as usize)?;
        Some((entry.key, &entry.value))
    }

    /// Takes out what was used longest ago.
    pub fn evict_oldest(&mut self) -> Option<(u64, V)> {
        if self.oldest == NONE {
            return None;
        }
        let place = self.oldest;
        self.take(place);
        let entry = &self.entries[place as usize];
        Some((entry.key, entry.value))
    }

    /// Another capacity; the oldest go until what is left fits.
    pub fn resize(&mut self, capacity: u64, mut gone: impl FnMut(u64, V)) {
        self.capacity = capacity;
        while self.weight > capacity {
            let Some((key, value)) = self.evict_oldest() else {
                break;
            };
            gone(key, value);
        }
    }

    /// Takes everything out.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.free.clear();
        self.table.fill(NONE);
        (self.newest, self.oldest) = (NONE, NONE);
        (self.weight, self.len) = (0, 0);
    }

    /// Where a key's search begins: the high bits of a product that all of its bits reach (Knuth's multiplicative hashing, with
    /// the mixing step of `MurmurHash3` before it, as neighbouring keys would else be neighbours here).
    #[inline]
    fn home(&self, key: u64) -> usize {
        let mixed = (key ^ (key >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        let mixed = (mixed ^ (mixed >> 33)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (mixed >> (64 - self.table.len().trailing_zeros())) as usize
    }

    fn slot(&self, key: u64) -> Option<usize> {
        let mask = self.table.len() - 1;
        let mut slot = self.home(key);
        loop {
            match self.table[slot] {
                NONE => return None,
                place if self.entries[place as usize].key == key => return Some(slot),
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    #[inline]
    fn find(&self, key: u64) -> Option<u32> {
        self.slot(key).map(|slot| self.table[slot])
    }

    /// Enters an entry into the table, which has room.
    fn enter(&mut self, place: u32) {
        let mask = self.table.len() - 1;
        let mut slot = self.home(self.entries[place as usize].key);
        while self.table[slot] != NONE {
            slot = (slot + 1) & mask;
        }
        self.table[slot] = place;
    }

    #[cold]
    fn grow(&mut self) {
        let size = self.table.len() * 2;
        self.table.clear();
        self.table.resize(size, NONE);
        let mut place = self.newest;
        while place != NONE {
            self.enter(place);
            place = self.entries[place as usize].older;
        }
    }

    /// Takes an entry out of the table and the list; its place is free.
    fn take(&mut self, place: u32) {
        let Some(mut hole) = self.slot(self.entries[place as usize].key) else {
            return;
        };
        // What stands behind the hole and may stand nearer to its home moves into it.
        let mask = self.table.len() - 1;
        let mut slot = hole;
        loop {
            slot = (slot + 1) & mask;
            let other = self.table[slot];
            if other == NONE {
                break;
            }
            let origin = self.home(self.entries[other as usize].key);
            if slot.wrapping_sub(origin) & mask >= slot.wrapping_sub(hole) & mask {
                self.table[hole] = other;
                hole = slot;
            }
        }
        self.table[hole] = NONE;
        self.unlink(place);
        self.weight -= self.entries[place as usize].weight;
        self.len -= 1;
        self.free.push(place);
    }

    fn link(&mut self, place: u32) {
        let second = std::mem::replace(&mut self.newest, place);
        let entry = &mut self.entries[place as usize];
        (entry.newer, entry.older) = (NONE, second);
        if second == NONE {
            self.oldest = place;
        } else {
            self.entries[second as usize].newer = place;
        }
    }

    fn unlink(&mut self, place: u32) {
        let entry = &self.entries[place as usize];
        let (newer, older) = (entry.newer, entry.older);
        if newer == NONE {
            self.newest = older;
        } else {
            self.entries[newer as usize].older = older;
        }
        if older == NONE {
            self.oldest = newer;
        } else {
            self.entries[older as usize].newer = newer;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Op {
        Get(u64),
        Peek(u64),
        Insert(u64, u64),
        Remove(u64),
        Evict,
        Resize(u64),
        Clear,
    }

    fn op() -> impl Strategy<Value = Op> {
        // Few keys, some far apart, so that they meet again and collide.
        let key = || prop_oneof![0u64..40, (0u64..40).prop_map(|k| k << 32), any::<u64>()];
        prop_oneof![
            6 => key().prop_map(Op::Get),
            1 => key().prop_map(Op::Peek),
            8 => (key(), 0u64..12).prop_map(|(k, w)| Op::Insert(k, w)),
            2 => key().prop_map(Op::Remove),
            1 => Just(Op::Evict),
            1 => (0u64..120).prop_map(Op::Resize),
            1 => Just(Op::Clear),
        ]
    }

    /// The same map as a list from the oldest to the newest: key, value, weight.
    #[derive(Default)]
    struct Plain {
        list: Vec<(u64, u64, u64)>,
        capacity: u64,
    }

    impl Plain {
        fn weight(&self) -> u64 {
            self.list.iter().map(|e| e.2).sum()
        }

        fn remove(&mut self, key: u64) -> Option<(u64, u64, u64)> {
            let at = self.list.iter().position(|e| e.0 == key)?;
            Some(self.list.remove(at))
        }

        fn shrink(&mut self, room: u64) -> Vec<(u64, u64)> {
            let mut gone = Vec::new();
            while self.weight() + room > self.capacity {
                let (key, value, _) = self.list.remove(0);
                gone.push((key, value));
            }
            gone
        }
    }

    proptest! {
        #[test]
        fn it_is_a_list_in_order_of_use_cut_to_its_capacity(ops in prop::collection::vec(op(), 0..400), capacity in 0u64..150) {
            let mut lru = Lru::new(capacity);
            let mut plain = Plain { capacity, ..Plain::default() };
            for (i, op) in ops.into_iter().enumerate() {
                let value = i as u64;
                match op {
                    Op::Get(key) => {
                        let entry = plain.remove(key);
                        plain.list.extend(entry);
                        prop_assert_eq!(lru.get(key).copied(), entry.map(|e| e.1));
                    }
                    Op::Peek(key) => {
                        let entry = plain.list.iter().find(|e| e.0 == key);
                        prop_assert_eq!(lru.peek(key).copied(), entry.map(|e| e.1));
                    }
                    Op::Insert(key, weight) => {
                        plain.remove(key);
                        let fits = weight.max(1) <= plain.capacity;
                        let mut expected = Vec::new();
                        if fits {
                            expected = plain.shrink(weight.max(1));
                            plain.list.push((key, value, weight.max(1)));
                        }
                        let mut gone = Vec::new();
                        prop_assert_eq!(lru.insert(key, value, weight, |k, v| gone.push((k, v))), fits);
                        prop_assert_eq!(gone, expected);
                    }
                    Op::Remove(key) => prop_assert_eq!(lru.remove(key), plain.remove(key).map(|e| e.1)),
                    Op::Evict => {
                        let first = (!plain.list.is_empty()).then(|| plain.list.remove(0));
                        prop_assert_eq!(lru.evict_oldest(), first.map(|e| (e.0, e.1)));
                    }
                    Op::Resize(capacity) => {
                        plain.capacity = capacity;
                        let expected = plain.shrink(0);
                        let mut gone = Vec::new();
                        lru.resize(capacity, |k, v| gone.push((k, v)));
                        prop_assert_eq!(gone, expected);
                    }
                    Op::Clear => {
                        plain.list.clear();
                        lru.clear();
                    }
                }
                prop_assert_eq!(lru.len(), plain.list.len());
                prop_assert_eq!(lru.weight(), plain.weight());
                prop_assert_eq!(lru.oldest().map(|(k, v)| (k, *v)), plain.list.first().map(|e| (e.0, e.1)));
                for entry in &plain.list {
                    prop_assert_eq!(lru.peek(entry.0), Some(&entry.1));
                }
            }
        }
    }

    #[test]
    fn it_takes_no_more_memory_than_it_has_had_entries_at_once() {
        let mut lru = Lru::new(1000);
        for key in 0..100_000u64 {
            lru.insert(key, (), 1, |_, ()| {});
        }
        assert_eq!(lru.len(), 1000);
        assert!(lru.entries.len() <= 1001 && lru.table.len() <= 2048);
    }
}
