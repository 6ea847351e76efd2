//! An oracle: a scenario whose answer is known from elsewhere, and how near the engine must come to it.
//!
//! A figure passes when its known value lies inside a confidence interval of independent runs, and when that interval is
//! narrow enough to mean something: [`Check::precision`] bounds its half width, so no figure passes by being vague. Seeds
//! are 1, 2, 3 and so on for every oracle. They are not chosen, and one that missed would be no reason to choose others.
//!
//! Many figures are held at once, and with intervals of 95 % a right engine would miss one in twenty. Each interval has the
//! confidence [`CONFIDENCE`] instead, so that the chance that a right engine misses any figure at all stays below
//! [`FALSE_MISS`] (Bonferroni's inequality, which needs no independence: the oracles share seeds). The price is paid in longer
//! runs and not in wider intervals.

/// Of one interval, two-sided.
pub const CONFIDENCE: f64 = 1.0 - 2e-5;
/// The most that the chance of a false miss may be, over all figures of all oracles together.
pub const FALSE_MISS: f64 = 0.01;

use crate::scenario::parse;
use crate::simulate;
use crate::statistics::student;

/// What an oracle is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    Queues,
    Networks,
    Callers,
    Limits,
    Balancers,
    Caches,
    Stores,
    Messages,
    Scaling,
    Functions,
    Published,
    Measured,
}

impl Family {
    /// In reading order.
    pub const ALL: [Self; 12] = [
        Self::Queues,
        Self::Networks,
        Self::Callers,
        Self::Limits,
        Self::Balancers,
        Self::Caches,
        Self::Stores,
        Self::Messages,
        Self::Scaling,
        Self::Functions,
        Self::Published,
        Self::Measured,
    ];

    pub fn title(self) -> &'static str {
        match self {
            Self::Queues => "One queue",
            Self::Networks => "Networks of queues",
            Self::Callers => "Callers",
            Self::Limits => "Rate limits",
            Self::Balancers => "Load balancers",
            Self::Caches => "Caches",
            Self::Stores => "Stores",
            Self::Messages => "Messages and batches",
            Self::Scaling => "Scaling",
            Self::Functions => "Functions",
            Self::Published => "Functions, simulated by others",
            Self::Measured => "Functions, measured on AWS Lambda",
        }
    }

    /// What is compared with what.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::Queues => {
                "Requests that wait for a server, against the closed formulas of queueing theory."
            }
            Self::Networks => {
                "Services that call one another, one after the other or side by side, and users who wait for their answer."
            }
            Self::Callers => {
                "What the caller of a service does: try again, back off, hedge, give up, break off, and share a pool."
            }
            Self::Limits => "What limits let through and what they refuse.",
            Self::Balancers => {
                "Which of many targets a request is sent to, and how long it then takes."
            }
            Self::Caches => {
                "What share of requests finds what it asks for, by who has to go when there is no room and by how long things are kept."
            }
            Self::Stores => {
                "Reads and writes of several copies, copies that are behind, locks, and keys that meet in one partition."
            }
            Self::Messages => {
                "Messages and prompts that wait for a consumer, or for others to make a batch with."
            }
            Self::Scaling => {
                "What contention leaves of more concurrency, and what an autoscaler makes of a load that is too much."
            }
            Self::Functions => {
                "Environments that start cold, stay warm and expire, against theory and a program that shares no code with this engine."
            }
            Self::Published => {
                "The grid that the authors of SimFaaS published. Each of its cells is a single run, so each is held against the spread of single runs."
            }
            Self::Measured => {
                "What was measured on the real platform, which does more than the mechanisms that are modelled: the intervals are wider by three standard errors of the measurement and by 15%, of environments by 10%."
            }
        }
    }
}

/// A scenario and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Oracle {
    pub family: Family,
    pub name: String,
    /// Where the answer comes from.
    pub source: &'static str,
    /// The scenario file.
    pub scenario: String,
    /// Independent runs, with seeds 1, 2, ...
    pub replications: u32,
    pub checks: Vec<Check>,
}

/// One figure and its known value.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
    /// Path in the report, or the quotient of two: `requests.retries / requests.offered`.
    pub figure: String,
    pub expected: f64,
    /// What the known value itself may be off, and the resolution of our percentiles, relative to it.
    pub slack: f64,
    /// The widest interval, relative to the known value, that still says something; a wider one is a miss.
    pub precision: f64,
    /// The known value is one run of the same length: it is held against the spread of runs, not against their mean's error.
    pub one_run: bool,
}

/// What came of a check.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub family: Family,
    pub oracle: String,
    pub source: &'static str,
    pub figure: String,
    pub expected: f64,
    /// Mean over the replications.
    pub simulated: f64,
    /// Where the known value may lie: [`CONFIDENCE`] by Student's t, and the slack.
    pub low: f64,
    pub high: f64,
    /// Half of what noise makes of the interval, relative to the known value, and the most it may be; `None` where the
    /// known value is itself one run, whose noise no run of ours can lessen.
    pub noise: f64,
    pub precision: Option<f64>,
    pub verdict: Verdict,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    Holds,
    /// The known value lies outside of the interval.
    Missed,
    /// The interval is too wide to say.
    Vague,
}

/// An oracle that could not be asked.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("oracle `{oracle}`: {message}")]
pub struct OracleError {
    pub oracle: String,
    pub message: String,
}

impl Oracle {
    /// Runs one replication: the figures in the order of the checks.
    pub fn replicate(&self, replication: u32) -> Result<Vec<f64>, OracleError> {
        let fail = |message: String| OracleError {
            oracle: self.name.clone(),
            message,
        };
        let scenario = parse(&self.scenario)
            .map_err(|errors| fail(errors.first().map_or_else(String::new, ToString::to_string)))?;
        let seed = u64::from(replication) + 1;
        let report = simulate(&scenario, None, &[], Some(seed)).map_err(|e| fail(e.to_string()))?;
        if !report.sound {
            return Err(fail("Little's law or flow balance did not hold".to_owned()));
        }
        let figure = |path: &str| {
            report
                .figure(path)
                .ok_or_else(|| fail(format!("the report has no figure `{path}`")))
        };
        let value = |check: &Check| match check.figure.split_once(" / ") {
            Some((above, below)) => Ok(figure(above)? / figure(below)?),
            None => figure(&check.figure),
        };
        self.checks.iter().map(value).collect()
    }

    /// Holds the replications against what is known.
    pub fn judge(&self, runs: &[Vec<f64>]) -> Vec<Finding> {
        let judge = |(i, check): (usize, &Check)| {
            let values: Vec<f64> = runs.iter().filter_map(|run| run.get(i).copied()).collect();
            let (mean, spread) = mean_and_deviation(&values);
            let n = values.len() as f64;
            let factor = if check.one_run {
                libm::sqrt(1.0 + 1.0 / n)
            } else {
                1.0 / libm::sqrt(n)
            };
            let known = check.expected.abs();
            let noise = if values.len() < 2 {
                f64::INFINITY
            } else {
                student(CONFIDENCE, values.len() - 1) * spread * factor
            };
            let half = noise + check.slack * known;
            let precision = (!check.one_run).then_some(check.precision);
            let inside = (mean - check.expected).abs() <= half;
            let sharp = noise.is_finite() && precision.is_none_or(|most| noise <= most * known);
            let verdict = match (inside, sharp) {
                (true, true) => Verdict::Holds,
                (true, false) => Verdict::Vague,
                (false, _) => Verdict::Missed,
            };
            Finding {
                family: self.family,
                oracle: self.name.clone(),
                source: self.source,
                figure: check.figure.clone(),
                expected: check.expected,
                simulated: mean,
                low: mean - half,
                high: mean + half,
                noise: noise / known,
                precision,
                verdict,
            }
        };
        self.checks.iter().enumerate().map(judge).collect()
    }
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    (mean, libm::sqrt(squares / (n - 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oracle(expected: f64) -> Oracle {
        Oracle {
            family: Family::Queues,
            name: "o".to_owned(),
            source: "by hand",
            scenario: String::new(),
            replications: 10,
            checks: vec![Check {
                figure: "x".to_owned(),
                expected,
                slack: 0.0,
                precision: 0.1,
                one_run: false,
            }],
        }
    }

    fn verdict(expected: f64, runs: &[Vec<f64>]) -> Verdict {
        oracle(expected).judge(runs)[0].verdict
    }

    #[test]
    fn a_value_outside_of_the_interval_is_a_miss() {
        let runs: Vec<Vec<f64>> = (0..10).map(|i| vec![100.0 + f64::from(i % 2)]).collect();
        assert_eq!(verdict(100.5, &runs), Verdict::Holds);
        assert_eq!(verdict(102.0, &runs), Verdict::Missed);
    }

    #[test]
    fn an_interval_too_wide_to_say_anything_does_not_pass() {
        let runs: Vec<Vec<f64>> = (0..10).map(|i| vec![f64::from(i % 2) * 200.0]).collect();
        assert_eq!(verdict(100.0, &runs), Verdict::Vague);
        assert_eq!(verdict(100.0, &runs[..1]), Verdict::Vague);
    }
}
