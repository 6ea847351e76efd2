//! An oracle: a scenario whose answer is known from elsewhere, and how near the engine must come to it.

use crate::scenario::parse;
use crate::simulate;

/// A scenario and what is known of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Oracle {
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
    pub oracle: String,
    pub source: &'static str,
    pub figure: String,
    pub expected: f64,
    /// Mean over the replications.
    pub simulated: f64,
    /// Where the known value may lie: 99.9 % confidence (Student's t) and the slack.
    pub low: f64,
    pub high: f64,
    pub holds: bool,
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
            let noise = student(n - 1.0) * spread * factor;
            let half = noise + check.slack * check.expected.abs();
            let precise = check.one_run || noise <= check.precision * check.expected.abs();
            Finding {
                oracle: self.name.clone(),
                source: self.source,
                figure: check.figure.clone(),
                expected: check.expected,
                simulated: mean,
                low: mean - half,
                high: mean + half,
                holds: precise && (mean - check.expected).abs() <= half,
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

/// The 99.95th percentile of Student's t, so that 99.9 % lie within: the Cornish-Fisher expansion about the normal's
/// (Abramowitz and Stegun 26.7.5), within 1 % from 7 degrees of freedom up.
fn student(degrees: f64) -> f64 {
    let z = 3.290_526_731_491_895_f64;
    let (z3, z5, z7) = (libm::pow(z, 3.0), libm::pow(z, 5.0), libm::pow(z, 7.0));
    z + (z3 + z) / (4.0 * degrees)
        + (5.0 * z5 + 16.0 * z3 + 3.0 * z) / (96.0 * degrees * degrees)
        + (3.0 * z7 + 19.0 * z5 + 17.0 * z3 - 15.0 * z) / (384.0 * libm::pow(degrees, 3.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn oracle(expected: f64) -> Oracle {
        Oracle {
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

    #[test]
    fn students_percentiles_match_the_tables() {
        for (degrees, t) in [(7.0, 5.408), (9.0, 4.781), (19.0, 3.883), (39.0, 3.558)] {
            assert!((student(degrees) / t - 1.0).abs() < 0.01, "{degrees}");
        }
    }

    #[test]
    fn a_value_outside_of_the_interval_is_a_miss() {
        let runs: Vec<Vec<f64>> = (0..10).map(|i| vec![100.0 + f64::from(i % 2)]).collect();
        assert!(oracle(100.5).judge(&runs)[0].holds);
        assert!(!oracle(102.0).judge(&runs)[0].holds);
    }

    #[test]
    fn an_interval_too_wide_to_say_anything_is_a_miss() {
        let runs: Vec<Vec<f64>> = (0..10).map(|i| vec![f64::from(i % 2) * 200.0]).collect();
        assert!(!oracle(100.0).judge(&runs)[0].holds);
    }
}
