//! Counters and levels, each remembering where the warm-up ended.

/// Something that only grows.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Counter {
    pub total: u64,
    base: u64,
}

impl Counter {
    #[inline]
    pub fn add(&mut self, n: u64) {
        self.total += n;
    }

    #[inline]
    pub fn bump(&mut self) {
        self.total += 1;
    }

    /// What was counted after the warm-up.
    pub fn measured(&self) -> u64 {
        self.total - self.base
    }

    pub fn begin(&mut self) {
        self.base = self.total;
    }
}

/// Level times nanoseconds. Two numbers of 32 bits make one of 64; wider ones are multiplied by a function of its own in
/// WebAssembly, and would be several times a request.
#[inline]
fn area(value: u32, ns: u64) -> u128 {
    if u32::try_from(ns).is_ok() {
        u128::from(u64::from(value) * ns)
    } else {
        wide_area(value, ns)
    }
}

#[cold]
#[inline(never)]
fn wide_area(value: u32, ns: u64) -> u128 {
    u128::from(value) * u128::from(ns)
}

/// A level and its integral over time.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Gauge {
    pub value: u32,
    pub peak: u32,
    since_ns: u64,
    integral: u128,
    base: u128,
}

impl Gauge {
    #[inline]
    pub fn add(&mut self, now_ns: u64, n: u32) {
        self.settle(now_ns);
        self.value += n;
        self.peak = self.peak.max(self.value);
    }

    #[inline]
    pub fn sub(&mut self, now_ns: u64, n: u32) {
        self.settle(now_ns);
        self.value -= n;
    }

    #[inline(never)]
    pub fn set(&mut self, now_ns: u64, value: u32) {
        self.settle(now_ns);
        self.value = value;
        self.peak = self.peak.max(value);
    }

    #[inline]
    fn settle(&mut self, now_ns: u64) {
        self.integral += area(self.value, now_ns - self.since_ns);
        self.since_ns = now_ns;
    }

    /// Level times nanoseconds since the start of the run.
    pub fn integral(&self, now_ns: u64) -> u128 {
        self.integral + area(self.value, now_ns - self.since_ns)
    }

    /// Level times nanoseconds since the warm-up.
    pub fn measured(&self, now_ns: u64) -> u128 {
        self.integral(now_ns) - self.base
    }

    /// Time average since the warm-up, which lasted `span_ns` until now.
    pub fn average(&self, now_ns: u64, span_ns: u64) -> f64 {
        if span_ns == 0 {
            0.0
        } else {
            self.measured(now_ns) as f64 / span_ns as f64
        }
    }

    pub fn begin(&mut self, now_ns: u64) {
        self.settle(now_ns);
        self.base = self.integral;
        self.peak = self.value;
    }
}
