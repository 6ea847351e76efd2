//! What a node costs: by the deed and by the hour.

const HOUR_NS: f64 = 3600e9;

/// Dollars spent so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Money {
    spent: f64,
    per_hour: f64,
    /// What is by the hour is in `spent` up to here.
    since_ns: u64,
    base: f64,
}

impl Money {
    /// Spends so many dollars at once.
    #[inline]
    pub fn spend(&mut self, dollars: f64) {
        self.spent += dollars;
    }

    /// From now on it costs so many dollars an hour.
    #[inline(never)]
    pub fn rate(&mut self, now_ns: u64, per_hour: f64) {
        self.spent = self.total(now_ns);
        self.since_ns = now_ns;
        self.per_hour = per_hour;
    }

    /// Since the start of the run.
    pub fn total(&self, now_ns: u64) -> f64 {
        self.spent + (now_ns - self.since_ns) as f64 / HOUR_NS * self.per_hour
    }

    /// Since the warm-up.
    pub fn measured(&self, now_ns: u64) -> f64 {
        self.total(now_ns) - self.base
    }

    pub fn begin(&mut self, now_ns: u64) {
        self.base = self.total(now_ns);
    }
}
