//! Circuit breaker of a caller, counting its last calls, as resilience4j's does
//! (resilience4j.readme.io/docs/circuitbreaker: count-based sliding window).

/// What a breaker says to a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Permit {
    Pass,
    /// Passes, and is one of the few by which a half-open breaker decides.
    Probe,
    Refused,
}

/// When it opens and how long it stays so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rule {
    /// Share of failures among the calls in the window at which it opens; 0: there is no breaker.
    pub threshold: f64,
    /// How many of the last calls are looked at, and how many there must be.
    pub window: u32,
    pub open_ns: u64,
    /// How many calls a half-open breaker lets through.
    pub probes: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Closed,
    OpenUntil(u64),
    HalfOpen,
}

/// The most calls a window holds.
pub(crate) const LONGEST_WINDOW: usize = 1024;

#[derive(Clone, Debug)]
pub(crate) struct Breaker {
    state: State,
    /// Of the last calls, whether each failed, as a ring of bits.
    ring: [u64; LONGEST_WINDOW / 64],
    seen: u32,
    next: u32,
    failures: u32,
    /// Of a half-open breaker: probes under way, and how many came back how.
    out: u32,
    good: u32,
    bad: u32,
    pub opened: u64,
    open_since_ns: u64,
    open_ns: u64,
}

impl Default for Breaker {
    fn default() -> Self {
        Self {
            state: State::Closed,
            ring: [0; LONGEST_WINDOW / 64],
            seen: 0,
            next: 0,
            failures: 0,
            out: 0,
            good: 0,
            bad: 0,
            opened: 0,
            open_since_ns: 0,
            open_ns: 0,
        }
    }
}

impl Breaker {
    /// Asks for leave to call.
    pub fn ask(&mut self, rule: &Rule, now_ns: u64) -> Permit {
        if let State::OpenUntil(until) = self.state
            && now_ns >= until
        {
            self.state = State::HalfOpen;
            (self.out, self.good, self.bad) = (0, 0, 0);
        }
        match self.state {
            State::Closed => Permit::Pass,
            State::HalfOpen if self.out + self.good + self.bad < rule.probes => {
                self.out += 1;
                Permit::Probe
            }
            _ => Permit::Refused,
        }
    }

    /// How a call that was let through came out.
    pub fn record(&mut self, rule: &Rule, now_ns: u64, failed: bool, probe: bool) {
        match self.state {
            State::Closed => {
                self.push(rule.window, failed);
                if self.seen >= rule.window
                    && f64::from(self.failures) >= rule.threshold * f64::from(self.seen)
                {
                    self.open(rule, now_ns);
                }
            }
            State::HalfOpen if probe => {
                self.out = self.out.saturating_sub(1);
                if failed {
                    self.bad += 1;
                } else {
                    self.good += 1;
                }
                if self.good + self.bad >= rule.probes {
                    let share = f64::from(self.bad) / f64::from(rule.probes);
                    if share >= rule.threshold {
                        self.open(rule, now_ns);
                    } else {
                        self.close(now_ns);
                    }
                }
            }
            // Of an earlier time: it says nothing about how the callee is now.
            _ => {}
        }
    }

    fn open(&mut self, rule: &Rule, now_ns: u64) {
        if self.opened == 0 || self.state == State::Closed {
            self.open_since_ns = now_ns;
        }
        self.opened += 1;
        self.state = State::OpenUntil(now_ns.saturating_add(rule.open_ns));
        (self.seen, self.next, self.failures) = (0, 0, 0);
    }

    fn close(&mut self, now_ns: u64) {
        self.open_ns += now_ns - self.open_since_ns;
        self.state = State::Closed;
    }

    /// How long it was open or half open, nanoseconds since the start.
    pub fn open_for(&self, now_ns: u64) -> u64 {
        match self.state {
            State::Closed => self.open_ns,
            _ => self.open_ns + (now_ns - self.open_since_ns),
        }
    }

    fn push(&mut self, window: u32, failed: bool) {
        if self.seen >= window {
            // The oldest stands where the next will.
            self.failures -= u32::from(self.bit(self.next));
        } else {
            self.seen += 1;
        }
        let (word, mask) = (self.next as usize / 64, 1u64 << (self.next % 64));
        if failed {
            self.ring[word] |= mask;
            self.failures += 1;
        } else {
            self.ring[word] &= !mask;
        }
        self.next = (self.next + 1) % window.max(1);
    }

    fn bit(&self, at: u32) -> bool {
        self.ring[at as usize / 64] & (1 << (at % 64)) != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULE: Rule = Rule {
        threshold: 0.5,
        window: 10,
        open_ns: 1_000,
        probes: 4,
    };

    fn filled(failures: u32) -> Breaker {
        let mut breaker = Breaker::default();
        for i in 0..10 {
            assert_eq!(breaker.ask(&RULE, 0), Permit::Pass);
            breaker.record(&RULE, 0, i < failures, false);
        }
        breaker
    }

    #[test]
    fn it_opens_at_the_threshold_and_not_below() {
        assert_eq!(filled(4).ask(&RULE, 0), Permit::Pass);
        assert_eq!(filled(5).ask(&RULE, 0), Permit::Refused);
    }

    #[test]
    fn after_its_time_it_lets_a_few_probes_decide() {
        for (bad, then) in [(1, Permit::Pass), (2, Permit::Refused)] {
            let mut breaker = filled(10);
            assert_eq!(breaker.ask(&RULE, 999), Permit::Refused);
            for _ in 0..4 {
                assert_eq!(breaker.ask(&RULE, 1_000), Permit::Probe);
            }
            assert_eq!(breaker.ask(&RULE, 1_000), Permit::Refused);
            for i in 0..4 {
                breaker.record(&RULE, 1_100, i < bad, true);
            }
            assert_eq!(breaker.ask(&RULE, 1_100), then);
        }
    }

    #[test]
    fn only_the_last_calls_count() {
        let mut breaker = filled(4);
        for _ in 0..10 {
            breaker.record(&RULE, 0, false, false);
        }
        for _ in 0..4 {
            breaker.record(&RULE, 0, true, false);
        }
        assert_eq!(breaker.ask(&RULE, 0), Permit::Pass);
    }
}
