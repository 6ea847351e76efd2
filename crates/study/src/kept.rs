//! What all kinds of record can do: they grow, whatever is done with them.

use crate::record::Stamp;

pub trait Kept: Clone + Default {
    /// Of its entries, in their order.
    fn stamps(&self) -> Vec<Stamp>;

    /// Takes in what another copy of it knows. Commutative, associative and idempotent.
    fn merge(&mut self, other: Self);

    /// Forgets every entry so far.
    fn reset(&mut self, now: Stamp);

    /// Brings in the entries of `before` as new ones, in their order.
    fn restore(&mut self, before: &Self, now: Stamp);

    /// A record of some of its entries, that has forgotten none.
    #[must_use]
    fn only(&self, keep: impl Fn(Stamp) -> bool) -> Self;

    /// The entries that the other does not have, or has otherwise.
    #[must_use]
    fn minus(&self, other: &Self) -> Self;

    /// What `there` says and this does not, whenever it was brought in there.
    #[must_use]
    fn lacking(&self, there: &Self) -> Self;

    fn is_empty(&self) -> bool {
        self.stamps().is_empty()
    }

    /// Takes in another copy of it, also what was forgotten here: in front of what is here, for it is older.
    fn revive(&mut self, other: &Self, now: Stamp) {
        self.merge(other.clone());
        let older = self.lacking(other);
        if !older.is_empty() {
            let newer = self.only(|_| true);
            self.rebuild(&older, now);
            self.restore(&newer, now);
        }
    }

    /// Has these entries and no others, as new ones.
    fn rebuild(&mut self, entries: &Self, now: Stamp) {
        if !self.is_empty() {
            self.reset(now);
        }
        self.restore(entries, now);
    }

    /// Says what `other` says, and no more.
    fn replace(&mut self, other: &Self, now: Stamp) {
        if !self.minus(other).is_empty() || !other.minus(self).is_empty() {
            self.rebuild(other, now);
        }
    }

    /// Takes back what made `after` of `before`. What has come since stays.
    fn undo(&mut self, before: &Self, after: &Self, now: Stamp) {
        let came = after.minus(before).stamps();
        let gone = before.minus(after);
        let mut left = self.only(|stamp| !came.contains(&stamp));
        left.merge(gone.clone());
        if !gone.is_empty() || left.stamps() != self.stamps() {
            self.rebuild(&left, now);
        }
    }
}
