//! Functions: against theory, what others simulated and what others measured.

use super::{Family, check, oracle};
use crate::validate::data::{self, DataError};
use crate::validate::theory::{cold_share, erlang_b, mean_idle, share_alive};
use crate::validate::{Check, Oracle};

pub(super) fn oracles(full: bool, long: f64) -> Result<Vec<Oracle>, DataError> {
    let mut out = vec![
        limit(200.0 * long),
        one_environment(200_000.0 * long),
        long_run(full),
    ];
    for cell in data::published_grid()? {
        if full || cell.arrival_rate < 4.0 {
            out.push(grid(&cell, if full { 40 } else { 20 }));
        }
    }
    out.extend(data::measured_lambda()?.iter().map(measured));
    Ok(out)
}

fn function(
    rate: f64,
    warm_ms: f64,
    cold_ms: f64,
    keep_alive_s: f64,
    seconds: f64,
    warmup: f64,
) -> String {
    format!(
        "version = 1\n[run]\nduration = \"{seconds}s\"\nwarmup = \"{warmup}s\"\n[nodes.client]\nkind = \"client\"\nrate = \"{rate}/s\"\n\
         [nodes.fn]\nkind = \"function\"\nruntime = \"custom\"\ninit_time = \"0ms\"\ncpu_bound = 0\n\
         service_time = \"exponential({warm_ms}ms)\"\ncold_service_time = \"exponential({cold_ms}ms)\"\n\
         keep_alive = \"{keep_alive_s}s\"\n[links.client.fn]\n"
    )
}

fn limit(seconds: f64) -> Oracle {
    let text = function(800.0, 10.0, 10.0, 600.0, seconds, 20.0);
    let limited = "cpu_bound = 0\nreserved_concurrency = 10\n";
    oracle(
        Family::Functions,
        "Function with 10 reserved",
        "Erlang B: Gross et al. 2008, chapters 2 and 5",
        text.replace("cpu_bound = 0\n", limited),
        vec![check("requests.error_ratio", erlang_b(10, 8.0), 0.03)],
    )
}

/// One execution at a time, and each idle time is a race between the next request and the keep-alive.
fn one_environment(seconds: f64) -> Oracle {
    let (rate, keep_alive) = (0.1, 8.0);
    let text = function(rate, 1000.0, 3000.0, keep_alive, seconds, 1000.0);
    let limited = "cpu_bound = 0\nreserved_concurrency = 1\n";
    let cold = cold_share(rate, keep_alive);
    let service = cold * 3.0 + (1.0 - cold);
    oracle(
        Family::Functions,
        "Function with 1 reserved",
        "races of exponential times; renewal theory: Gross et al. 2008, chapter 1",
        text.replace("cpu_bound = 0\n", limited),
        vec![
            check("nodes.fn.cold_start_ratio", cold, 0.02),
            check(
                "nodes.fn.environments",
                share_alive(rate, keep_alive, service),
                0.02,
            ),
            check(
                "nodes.fn.idle_environments",
                mean_idle(rate, keep_alive) / (service + 1.0 / rate),
                0.02,
            ),
        ],
    )
}

fn long_run(full: bool) -> Oracle {
    let known = data::LONG_RUN;
    let seconds = if full { 5_000_000.0 } else { 1_000_000.0 };
    let error = 3.0 * known.cold_standard_error / known.cold;
    // To the last digit that was kept.
    let check = |figure: &str, expected: f64, slack: f64, precision: f64| {
        check(&format!("nodes.fn.{figure}"), expected, precision).off_by(slack)
    };
    let mut made = oracle(
        Family::Functions,
        "Function at 0.9/s for 600 s idle",
        "90 million requests of an independent program of ours that shares no code with the engine",
        function(
            known.arrival_rate,
            known.warm_ms,
            known.cold_ms,
            known.keep_alive_s,
            seconds,
            10_000.0,
        ),
        vec![
            check("cold_start_ratio", known.cold, error, 0.06),
            check("environments", known.instances, 0.001, 0.01),
            check("concurrent_executions", known.running, 0.001, 0.01),
            check("idle_environments", known.idle, 0.001, 0.01),
        ],
    );
    made.replications = 12;
    made
}

fn grid(cell: &data::GridCell, replications: u32) -> Oracle {
    let one = |figure: &str, expected: f64| Check {
        one_run: true,
        ..check(figure, expected, 1.0)
    };
    Oracle {
        family: Family::Published,
        name: format!(
            "{:.4}/s, {}\u{a0}s idle",
            cell.arrival_rate, cell.keep_alive_s
        ),
        source: "notebook 08 of SimFaaS, Mahmoudi and Khazaei, 2020",
        scenario: function(
            cell.arrival_rate,
            data::GRID_WARM_MS,
            data::GRID_COLD_MS,
            cell.keep_alive_s,
            data::GRID_HORIZON_S,
            0.0,
        ),
        replications,
        checks: vec![
            one("nodes.fn.cold_start_ratio", cell.cold),
            one("nodes.fn.idle_environments", cell.idle),
            one("nodes.fn.utilisation", cell.utilisation),
        ],
    }
}

/// An ideal model of these mechanisms misses the measured share of cold starts by 13 % on average and the number of
/// environments by up to 8 % (found by an independent program): the platform does more than keep-alive. So the
/// interval is three standard errors of the measurement and 15 %, of environments 10 %.
fn measured(run: &data::LambdaRun) -> Oracle {
    let seconds = (60_000.0 / run.arrival_rate).min(2.5e7);
    let cold = 0.15 + 3.0 * run.cold_standard_error / run.cold;
    Oracle {
        family: Family::Measured,
        name: format!("{:.4}/s, 600\u{a0}s idle", run.arrival_rate),
        source: "Mahmoudi and Khazaei, SimFaaS, CLOSER 2021 (arXiv:2102.08904)",
        scenario: function(
            run.arrival_rate,
            run.warm_ms,
            run.cold_ms,
            run.keep_alive_s,
            seconds,
            3600.0,
        ),
        replications: 16,
        checks: vec![
            check("nodes.fn.cold_start_ratio", run.cold, 0.25).off_by(cold),
            check("nodes.fn.environments", run.instances, 0.05).off_by(0.1),
        ],
    }
}
