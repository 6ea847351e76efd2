//! `headroom validate`: holds the engine against theory, publications and measurements.

use std::fmt::Write as _;
use std::process::ExitCode;

use headroom_sim::validate::{CONFIDENCE, Finding, Oracle, Verdict, oracles};
use rayon::prelude::*;
use serde_json::json;

#[derive(clap::Args)]
pub struct Args {
    /// Longer runs, and every cell of the published grid
    #[arg(long)]
    full: bool,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
}

/// Prints the table; the exit status is 1 when a known value lies outside of its interval or an interval is too wide.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let findings = findings(&oracles(args.full)?)?;
    match args.format {
        Format::Text => print!("{}", text(&findings)),
        Format::Json => println!("{:#}", json(&findings)),
    }
    let held = findings.iter().all(|f| f.verdict == Verdict::Holds);
    Ok(if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn findings(oracles: &[Oracle]) -> anyhow::Result<Vec<Finding>> {
    let jobs: Vec<(usize, u32)> = oracles
        .iter()
        .enumerate()
        .flat_map(|(i, oracle)| (0..oracle.replications).map(move |r| (i, r)))
        .collect();
    let results: Vec<_> = jobs
        .par_iter()
        .with_max_len(1)
        .map(|&(i, replication)| oracles[i].replicate(replication))
        .collect();
    let mut runs: Vec<Vec<Vec<f64>>> = vec![Vec::new(); oracles.len()];
    for (&(i, _), result) in jobs.iter().zip(results) {
        runs[i].push(result?);
    }
    Ok(oracles
        .iter()
        .zip(&runs)
        .flat_map(|(oracle, runs)| oracle.judge(runs))
        .collect())
}

fn text(findings: &[Finding]) -> String {
    let mut out = String::new();
    let mut last = "";
    for finding in findings {
        if finding.oracle != last {
            // Writing to a String cannot fail.
            let _ = writeln!(out, "{} ({})", finding.oracle, finding.source);
            last = &finding.oracle;
        }
        let _ = writeln!(
            out,
            "  {:<38} expected {:>11.6}  simulated {:>11.6}  interval {:>11.6} to {:>11.6}  {}",
            finding.figure,
            finding.expected,
            finding.simulated,
            finding.low,
            finding.high,
            word(finding)
        );
    }
    let count = |verdict| findings.iter().filter(|f| f.verdict == verdict).count();
    let _ = writeln!(
        out,
        "{} figures, {} missed, {} too vague; intervals of {} % confidence",
        findings.len(),
        count(Verdict::Missed),
        count(Verdict::Vague),
        CONFIDENCE * 100.0
    );
    out
}

fn word(finding: &Finding) -> String {
    match (finding.verdict, finding.precision) {
        (Verdict::Holds, _) => "holds".to_owned(),
        (Verdict::Vague, Some(most)) => format!(
            "TOO VAGUE: noise of {:.1} %, at most {:.1} % says something",
            finding.noise * 100.0,
            most * 100.0
        ),
        (Verdict::Vague, None) => "TOO VAGUE: one run only".to_owned(),
        (Verdict::Missed, _) => "MISSED".to_owned(),
    }
}

fn json(findings: &[Finding]) -> serde_json::Value {
    findings
        .iter()
        .map(|f| {
            json!({
                "oracle": f.oracle, "source": f.source, "figure": f.figure, "expected": f.expected,
                "simulated": f.simulated, "low": f.low, "high": f.high, "confidence": CONFIDENCE,
                "noise": f.noise, "precision": f.precision, "holds": f.verdict == Verdict::Holds,
                "verdict": word(f),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_what_was_missed() {
        let finding = Finding {
            oracle: "M/M/1".to_owned(),
            source: "Erlang C",
            figure: "latency_ms.mean".to_owned(),
            expected: 50.0,
            simulated: 40.0,
            low: 39.0,
            high: 41.0,
            noise: 0.02,
            precision: Some(0.05),
            verdict: Verdict::Missed,
        };
        let table = text(std::slice::from_ref(&finding));
        assert!(
            table.starts_with("M/M/1 (Erlang C)\n  latency_ms.mean"),
            "{table}"
        );
        assert!(
            table.contains("MISSED\n1 figures, 1 missed, 0 too vague"),
            "{table}"
        );
        let vague = Finding {
            verdict: Verdict::Vague,
            noise: 0.08,
            ..finding.clone()
        };
        let table = text(std::slice::from_ref(&vague));
        assert!(table.contains("noise of 8.0 %, at most 5.0 %"), "{table}");
        assert_eq!(json(&[finding])[0]["holds"], false);
    }
}
