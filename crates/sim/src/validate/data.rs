//! Tables of other people's results; `crates/sim/data/README.md` tells where each comes from.

/// One cell of the grid that `SimFaaS` published.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridCell {
    /// Seconds an idle environment stays.
    pub keep_alive_s: f64,
    /// Poisson arrivals, requests a second.
    pub arrival_rate: f64,
    /// Idle environments, averaged over time.
    pub idle: f64,
    /// Share of requests that started cold, 0..1.
    pub cold: f64,
    /// Busy over all environments, both averaged over time, 0..1.
    pub utilisation: f64,
}

/// Mean service time of a warm request of the grid, milliseconds, exponential.
pub const GRID_WARM_MS: f64 = 2016.0;
/// Mean service time of a cold request of the grid, its start included, milliseconds, exponential.
pub const GRID_COLD_MS: f64 = 2163.0;
/// Simulated time of each cell, seconds, from an empty system.
pub const GRID_HORIZON_S: f64 = 1e5;

/// One experiment on AWS Lambda.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LambdaRun {
    /// Poisson arrivals, requests a second.
    pub arrival_rate: f64,
    pub warm_ms: f64,
    pub cold_ms: f64,
    pub keep_alive_s: f64,
    /// Environments, averaged over time.
    pub instances: f64,
    /// Share of requests that started cold, 0..1, and its standard error.
    pub cold: f64,
    pub cold_standard_error: f64,
    pub running: f64,
    pub idle: f64,
}

/// The long run of an independent program, in the shape of a measurement: 90 million requests.
pub const LONG_RUN: LambdaRun = LambdaRun {
    arrival_rate: 0.9,
    warm_ms: 1991.0,
    cold_ms: 2244.0,
    keep_alive_s: 600.0,
    instances: 7.696,
    cold: 0.001_331,
    // Cold starts are rare and nearly independent: the root of their number, 119,790, over the number of requests.
    cold_standard_error: 3.8e-6,
    running: 1.792,
    idle: 5.904,
};

/// A table that is not what its reader expects.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct DataError {
    pub file: &'static str,
    pub line: usize,
    pub message: String,
}

const GRID: &str = "simfaas_published_grid.csv";
const LAMBDA: &str = "aws_lambda_measured.csv";

/// The 50 cells of the published grid.
pub fn published_grid() -> Result<Vec<GridCell>, DataError> {
    let text = include_str!("../../data/simfaas_published_grid.csv");
    let header =
        "expiration,arrival_rate,Average Idle Instances,Prob of Cold Start (%),Utilization (%)";
    rows(GRID, text, header, |fields: &[&str; 5]| {
        let (count, unit) = fields[0]
            .split_once(' ')
            .ok_or_else(|| format!("`{}` is no time", fields[0]))?;
        let seconds = match unit {
            "sec" => 1.0,
            "min" => 60.0,
            other => return Err(format!("`{other}` is neither sec nor min")),
        };
        Ok(GridCell {
            keep_alive_s: number(count)? * seconds,
            arrival_rate: number(fields[1])?,
            idle: number(fields[2])?,
            cold: number(fields[3])? / 100.0,
            utilisation: number(fields[4])? / 100.0,
        })
    })
}

/// The 20 experiments on AWS Lambda.
pub fn measured_lambda() -> Result<Vec<LambdaRun>, DataError> {
    let text = include_str!("../../data/aws_lambda_measured.csv");
    let header = "ArrivalRate,ServiceTimeWarm,ServiceTimeCold,IdleMinutesBeforeKill,AverageInstanceCount,\
                  AverageUtilization,ColdStartProbability,ColdStartProbabilitySE,AverageRunningInstances,AverageIdleInstances";
    rows(LAMBDA, text, header, |fields: &[&str; 10]| {
        Ok(LambdaRun {
            arrival_rate: number(fields[0])?,
            warm_ms: number(fields[1])?,
            cold_ms: number(fields[2])?,
            keep_alive_s: number(fields[3])? * 60.0,
            instances: number(fields[4])?,
            cold: number(fields[6])?,
            cold_standard_error: number(fields[7])?,
            running: number(fields[8])?,
            idle: number(fields[9])?,
        })
    })
}

fn number(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(value),
        _ => Err(format!("`{text}` is no number")),
    }
}

/// Comma-separated lines of `N` fields under `header`; no field holds a comma.
fn rows<T, const N: usize>(
    file: &'static str,
    text: &str,
    header: &str,
    read: impl Fn(&[&str; N]) -> Result<T, String>,
) -> Result<Vec<T>, DataError> {
    let mut out = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let fail = |message: String| DataError {
            file,
            line: index + 1,
            message,
        };
        if index == 0 {
            if line != header {
                return Err(fail(format!("the columns are `{line}`, not `{header}`")));
            }
            continue;
        }
        let fields: Vec<&str> = line.split(',').collect();
        let fields = <[&str; N]>::try_from(fields)
            .map_err(|f| fail(format!("{} fields, not {N}", f.len())))?;
        out.push(read(&fields).map_err(fail)?);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_grid_has_five_keep_alives_at_ten_rates() {
        let grid = published_grid().unwrap();
        assert_eq!(grid.len(), 50);
        for keep_alive in [10.0, 60.0, 600.0, 1200.0, 1800.0] {
            assert_eq!(
                grid.iter()
                    .filter(|cell| cell.keep_alive_s == keep_alive)
                    .count(),
                10
            );
        }
        assert!(
            grid.iter()
                .all(|cell| (0.0..1.0).contains(&cell.cold)
                    && (0.0..1.0).contains(&cell.utilisation))
        );
        assert_eq!(grid[9].arrival_rate, 10.0);
    }

    #[test]
    fn the_grids_own_columns_agree_with_littles_law() {
        // Busy environments are arrivals times service, so utilisation follows from the idle ones: a check that the
        // columns mean what we say they mean. At the lowest rates one run is too short to hold it.
        for cell in published_grid()
            .unwrap()
            .iter()
            .filter(|cell| cell.arrival_rate > 0.4)
        {
            let service = (cell.cold * GRID_COLD_MS + (1.0 - cell.cold) * GRID_WARM_MS) / 1000.0;
            let busy = cell.arrival_rate * service;
            let utilisation = busy / (busy + cell.idle);
            assert!(
                (utilisation / cell.utilisation - 1.0).abs() < 0.02,
                "{cell:?} {utilisation}"
            );
        }
    }

    #[test]
    fn the_measurements_add_up() {
        let runs = measured_lambda().unwrap();
        assert_eq!(runs.len(), 20);
        for run in runs.iter().chain([&LONG_RUN]) {
            assert!(
                (run.running + run.idle - run.instances).abs() < 1e-6,
                "{run:?}"
            );
            assert_eq!(run.keep_alive_s, 600.0);
            assert!(run.cold_ms > run.warm_ms);
        }
    }

    #[test]
    fn a_table_with_a_slip_names_its_line() {
        let read = |text| {
            rows("t.csv", text, "a,b", |f: &[&str; 2]| {
                Ok((number(f[0])?, number(f[1])?))
            })
        };
        assert_eq!(read("a,b\n1,2\n").unwrap(), vec![(1.0, 2.0)]);
        assert_eq!(
            read("a,b\n1,2\n1,x\n").unwrap_err().to_string(),
            "t.csv, line 3: `x` is no number"
        );
        assert_eq!(
            read("a,b\n1,2,3\n").unwrap_err().to_string(),
            "t.csv, line 2: 3 fields, not 2"
        );
        assert_eq!(read("b\n").unwrap_err().line, 1);
    }
}
