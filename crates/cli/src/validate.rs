//! `headroom validate`: holds the engine against theory, publications and measurements.

use std::fmt::Write as _;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use headroom_content::compile::cache::Cache;
use headroom_sim::validate::{CONFIDENCE, Finding, Oracle, Verdict, oracles};
use rayon::prelude::*;
use serde_json::json;

use crate::say;

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
    let begun = Instant::now();
    let findings = ask(&oracles(args.full)?, None)?;
    match args.format {
        Format::Text => say::out(format_args!("{}", text(&findings, begun.elapsed())))?,
        Format::Json => say::out(format_args!("{:#}\n", json(&findings)))?,
    }
    let held = findings.iter().all(|f| f.verdict == Verdict::Holds);
    Ok(if held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Runs the oracles on all processors and holds them against what is known. Runs that `cache` holds are not made again.
pub fn ask(oracles: &[Oracle], cache: Option<&Cache>) -> anyhow::Result<Vec<Finding>> {
    let ask = |oracle: &Oracle| {
        let replicate = || {
            let runs = (0..oracle.replications).map(|replication| oracle.replicate(replication));
            runs.collect::<Result<Vec<_>, _>>()
        };
        let figures = oracle.checks.iter().map(|check| check.figure.as_str());
        let made_from = (
            &oracle.scenario,
            oracle.replications,
            figures.collect::<Vec<_>>(),
        );
        let runs = match cache {
            Some(cache) => cache.get_or_try("oracle", &made_from, replicate),
            None => replicate(),
        };
        runs.map(|runs| oracle.judge(&runs))
    };
    let asked: Vec<_> = oracles.par_iter().with_max_len(1).map(ask).collect();
    let mut findings = Vec::new();
    for found in asked {
        findings.extend(found?);
    }
    Ok(findings)
}

fn text(findings: &[Finding], took: Duration) -> String {
    let mut out = String::new();
    let (mut family, mut oracle, mut oracles) = (None, "", 0);
    for finding in findings {
        // Writing to a String cannot fail.
        if family != Some(finding.family) {
            let _ = writeln!(out, "\n{}\n", finding.family.title().to_uppercase());
            family = Some(finding.family);
            oracle = "";
        }
        if finding.oracle != oracle {
            let _ = writeln!(out, "{} ({})", finding.oracle, finding.source);
            oracle = &finding.oracle;
            oracles += 1;
        }
        let _ = writeln!(
            out,
            "  {:<54} expected {:>11.6}  simulated {:>11.6}  interval {:>11.6} to {:>11.6}  {}",
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
        "\n{oracles} oracles, {} figures, {} missed, {} too vague; intervals of {} % confidence; {:.0} s",
        findings.len(),
        count(Verdict::Missed),
        count(Verdict::Vague),
        CONFIDENCE * 100.0,
        took.as_secs_f64()
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
                "family": f.family.title(), "oracle": f.oracle, "source": f.source, "figure": f.figure, "expected": f.expected,
                "simulated": f.simulated, "low": f.low, "high": f.high, "confidence": CONFIDENCE,
                "noise": f.noise, "precision": f.precision, "holds": f.verdict == Verdict::Holds,
                "verdict": word(f),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use headroom_sim::validate::Family;

    use super::*;

    #[test]
    fn the_table_names_what_was_missed() {
        let finding = Finding {
            family: Family::Queues,
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
        let table = |finding: &Finding| text(std::slice::from_ref(finding), Duration::from_secs(9));
        let missed = table(&finding);
        assert!(
            missed.starts_with("\nONE QUEUE\n\nM/M/1 (Erlang C)\n  latency_ms.mean"),
            "{missed}"
        );
        assert!(
            missed.contains("MISSED\n\n1 oracles, 1 figures, 1 missed, 0 too vague"),
            "{missed}"
        );
        let vague = table(&Finding {
            verdict: Verdict::Vague,
            noise: 0.08,
            ..finding.clone()
        });
        assert!(vague.contains("noise of 8.0 %, at most 5.0 %"), "{vague}");
        let json = json(&[finding]);
        assert_eq!(json[0]["holds"], false);
        assert_eq!(json[0]["family"], "One queue");
    }
}
