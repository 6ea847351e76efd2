//! `headroom simulate`: runs a scenario file.

mod open_metrics;
mod print;
mod spread;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Context as _, bail};
use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::scenario::{FaultGiven, Scenario, ScenarioError, parse_beside, read_value};
use headroom_sim::session::{Progress, Session};
use headroom_sim::trace::otlp_json;
use headroom_sim::{Report, faults, quantity, simulate};
use rayon::prelude::*;

use crate::say;

#[derive(clap::Args)]
pub struct Args {
    /// The scenario
    file: PathBuf,
    /// A named experiment of the scenario
    #[arg(long)]
    preset: Option<String>,
    #[arg(long)]
    seed: Option<u64>,
    /// Simulated time, for instance 60s
    #[arg(long)]
    duration: Option<String>,
    /// Not measured at the start, for instance 5s
    #[arg(long)]
    warmup: Option<String>,
    /// Another value for a parameter, for instance nodes.app.concurrency=16
    #[arg(long, value_name = "PATH=VALUE")]
    set: Vec<String>,
    /// Something that goes wrong, for instance 'cache-flush@cache,t=30s' or 'latency-spike@app->db,t=10s,lasting=20s,extra=200ms'
    #[arg(long, value_name = "KIND@TARGET,KEY=VALUE")]
    fault: Vec<String>,
    /// Independent runs, with seeds that follow the first; figures become means with 95% intervals
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    replications: u32,
    /// One run at each of n values, for instance nodes.client.rate=1k..20k/20
    #[arg(long, value_name = "PATH=A..B/N")]
    sweep: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// Where to put traces of the slowest, of failed and of other requests (OpenTelemetry, OTLP JSON)
    #[arg(long, value_name = "FILE")]
    trace_out: Option<PathBuf>,
    /// Write every figure there, too, as OpenMetrics text
    #[arg(long, value_name = "FILE")]
    metrics_out: Option<PathBuf>,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

type Settings = Vec<(String, ParamValue)>;

/// One point of a sweep, or the whole: its value and its replications.
struct Point {
    value: Option<f64>,
    reports: Vec<Report>,
}

/// Prints the report, or what is wrong with the file and exit status 1.
pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(&args.file)
        .with_context(|| format!("reading {}", args.file.display()))?;
    let beside = |name: &str| {
        let path = args.file.with_file_name(name);
        std::fs::read_to_string(&path).map_err(|e| format!("reading {}: {e}", path.display()))
    };
    let mut scenario = match parse_beside(&text, &beside) {
        Ok(scenario) => scenario,
        Err(errors) => {
            say::err(format_args!("{}", explain(&args.file, &text, &errors)));
            return Ok(ExitCode::FAILURE);
        }
    };
    let set = settings(args, &scenario)?;
    for given in &args.fault {
        let fault = scenario.fault(&read_fault(given)?)?;
        scenario.faults.push(fault);
    }
    let sweep = args
        .sweep
        .as_deref()
        .map(|text| read_sweep(&scenario, text))
        .transpose()?;
    let values: Vec<Option<f64>> = match &sweep {
        Some((_, values)) => values.iter().copied().map(Some).collect(),
        None => vec![None],
    };
    let first = args.seed.unwrap_or(scenario.run.seed);
    let jobs: Vec<(Option<f64>, u64)> = values
        .iter()
        .flat_map(|&value| {
            (0..u64::from(args.replications)).map(move |r| (value, first.wrapping_add(r)))
        })
        .collect();
    let set_for = |value: Option<f64>| {
        let mut set = set.clone();
        if let (Some(value), Some((path, _))) = (value, &sweep) {
            set.push((path.clone(), ParamValue::Number(value)));
        }
        set
    };
    for &value in &values {
        warn(&scenario, args, value, &set_for(value))?;
    }
    let started = Instant::now();
    let run = |&(value, seed): &(Option<f64>, u64)| {
        simulate(
            &scenario,
            args.preset.as_deref(),
            &set_for(value),
            Some(seed),
        )
    };
    let results: Vec<_> = jobs.par_iter().with_max_len(1).map(run).collect();
    let mut results = results.into_iter();
    let wall_s = started.elapsed().as_secs_f64();
    let mut points = Vec::new();
    for value in values {
        let reports = results
            .by_ref()
            .take(args.replications as usize)
            .collect::<Result<_, _>>()?;
        points.push(Point { value, reports });
    }
    let swept = sweep.as_ref().map(|(path, _)| path.as_str());
    if let Some(file) = &args.trace_out {
        if points.len() > 1 || args.replications > 1 {
            bail!("--trace-out: traces are of one run; leave out --sweep and --replications");
        }
        let traces = traces(&scenario, args.preset.as_deref(), &set, first)?;
        std::fs::write(file, traces).with_context(|| format!("writing {}", file.display()))?;
    }
    match args.format {
        Format::Text => {
            let text = print::text(&scenario, swept, &points, wall_s);
            say::out(format_args!("{text}"))?;
        }
        Format::Json => say::out(format_args!("{}\n", print::json(swept, &points, wall_s)?))?,
        Format::Csv => say::out(format_args!("{}", print::csv(swept, &points)))?,
    }
    if let Some(file) = &args.metrics_out {
        let text = open_metrics::text(&scenario, &points);
        std::fs::write(file, text).with_context(|| format!("writing {}", file.display()))?;
    }
    let sound = points
        .iter()
        .flat_map(|point| &point.reports)
        .all(|report| report.sound);
    Ok(if sound {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What the arguments set otherwise than the file.
fn settings(args: &Args, scenario: &Scenario) -> anyhow::Result<Settings> {
    let mut set = Settings::new();
    let times = [
        ("run.duration", &args.duration),
        ("run.warmup", &args.warmup),
    ];
    for (path, given) in times {
        if let Some(given) = given {
            set.push((path.to_owned(), value(scenario, path, given)?));
        }
    }
    for given in &args.set {
        let Some((path, text)) = given.split_once('=') else {
            bail!("--set {given}: write PATH=VALUE, for instance nodes.app.concurrency=16");
        };
        set.push((path.to_owned(), value(scenario, path, text)?));
    }
    Ok(set)
}

/// Says what will stop a run before its end.
fn warn(
    scenario: &Scenario,
    args: &Args,
    value: Option<f64>,
    set: &Settings,
) -> anyhow::Result<()> {
    let session = Session::new(scenario, args.preset.as_deref(), set, args.seed)?;
    if let Some(warning) = session.forecast() {
        let at = value.map_or_else(String::new, |value| format!(" at {value}"));
        say::err(format_args!("warning{at}: {warning}\n"));
    }
    Ok(())
}

/// The traces of a run, as a file for viewers of OpenTelemetry.
fn traces(
    scenario: &Scenario,
    preset: Option<&str>,
    set: &Settings,
    seed: u64,
) -> anyhow::Result<String> {
    let mut run = Session::new(scenario, preset, set, Some(seed))?;
    while run.advance(u64::MAX, &mut || false) == Progress::Running {}
    let Some(mut again) = run.tracing() else {
        bail!("--trace-out: a sweep has no traces");
    };
    while again.advance(u64::MAX, &mut || false) == Progress::Running {}
    Ok(otlp_json(scenario, seed, &again.traces()))
}

/// `file:line:column: message`, with the line itself and the span underlined.
fn explain(file: &Path, text: &str, errors: &[ScenarioError]) -> String {
    let mut out = String::new();
    for error in errors {
        // Writing to a String cannot fail.
        let Some(span) = &error.span else {
            let _ = writeln!(out, "{}: {error}", file.display());
            continue;
        };
        let start = (0..=span.start.min(text.len()))
            .rev()
            .find(|&i| text.is_char_boundary(i))
            .unwrap_or(0);
        let line_start = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let line = text[line_start..].lines().next().unwrap_or_default();
        let number = text[..line_start].matches('\n').count() + 1;
        let column = text[line_start..start].chars().count();
        let rest = line.chars().count().saturating_sub(column).max(1);
        let length = span.end.saturating_sub(span.start).clamp(1, rest);
        let _ = writeln!(
            out,
            "{}:{number}:{}: {}",
            file.display(),
            column + 1,
            error.message
        );
        let _ = writeln!(
            out,
            "  | {line}\n  | {}{}",
            " ".repeat(column),
            "^".repeat(length)
        );
        if let Some(help) = &error.help {
            let _ = writeln!(out, "  = {help}");
        }
    }
    out
}

fn value(scenario: &Scenario, path: &str, text: &str) -> anyhow::Result<ParamValue> {
    let descriptor = scenario.describe(path)?;
    read_value(descriptor, text).map_err(|error| anyhow::anyhow!("{path}: {}", error.message))
}

/// `kind@target,key=value,...`, where `t` is when it begins and `lasting` how long it is on.
fn read_fault(text: &str) -> anyhow::Result<FaultGiven> {
    let mut parts = text.split(',');
    let Some((kind, target)) = parts.next().and_then(|head| head.split_once('@')) else {
        bail!("--fault {text}: write KIND@TARGET,KEY=VALUE, for instance cache-flush@cache,t=30s");
    };
    let mut given = FaultGiven {
        kind: kind.trim().to_owned(),
        target: target.trim().to_owned(),
        at_ns: None,
        lasting_ns: None,
        set: Vec::new(),
    };
    let known = faults::registry()
        .iter()
        .find(|fault| fault.key == given.kind);
    for part in parts {
        let Some((key, value)) = part.split_once('=') else {
            bail!("--fault {text}: `{part}` is not KEY=VALUE");
        };
        let time = || {
            let ns = quantity::parse(value, Unit::Duration);
            ns.map(|ns| ns as u64)
                .map_err(|e| anyhow::anyhow!("--fault {text}: {key}: {e}"))
        };
        match key.trim() {
            "t" => given.at_ns = Some(time()?),
            "lasting" => given.lasting_ns = Some(time()?),
            key => {
                let described = known.and_then(|fault| fault.params.iter().find(|p| p.key == key));
                let value = match described {
                    Some(descriptor) => read_value(descriptor, value)
                        .map_err(|e| anyhow::anyhow!("--fault {text}: {}", e.message))?,
                    // That there is no such parameter, or no such fault, is said where both are known.
                    None => ParamValue::Choice(value.to_owned()),
                };
                given.set.push((key.to_owned(), value));
            }
        }
    }
    Ok(given)
}

/// `path=a..b/n`; a rate may stand without its unit.
fn read_sweep(scenario: &Scenario, text: &str) -> anyhow::Result<(String, Vec<f64>)> {
    let parts = text.split_once('=').and_then(|(path, range)| {
        let (range, points) = range.rsplit_once('/')?;
        let (from, to) = range.split_once("..")?;
        Some((path, from, to, points.parse::<u32>().ok()?))
    });
    let Some((path, from, to, points)) = parts else {
        bail!("--sweep {text}: write PATH=A..B/N, for instance nodes.client.rate=1k..20k/20");
    };
    let (ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. }) =
        scenario.describe(path)?.kind
    else {
        bail!("--sweep {path}: a sweep goes over numbers");
    };
    let read = |text: &str| match unit {
        Unit::PerSecond => {
            quantity::parse(text, unit).or_else(|_| quantity::parse(&format!("{text}/s"), unit))
        }
        _ => quantity::parse(text, unit),
    };
    let (from, to) = (read(from)?, read(to)?);
    if !(2..=1000).contains(&points) || from >= to {
        bail!("--sweep {text}: from a lower to a higher value, in 2 to 1000 points");
    }
    let step = (to - from) / f64::from(points - 1);
    Ok((
        path.to_owned(),
        (0..points).map(|i| from + step * f64::from(i)).collect(),
    ))
}

#[cfg(test)]
mod tests {
    use headroom_sim::scenario::parse;

    use super::*;

    pub(super) const TEXT: &str = "version = 1\ntitle = \"t\"\n[run]\nduration = \"5s\"\n[nodes.client]\nkind = \"client\"\nrate = \"100/s\"\n\
                        [nodes.app]\nkind = \"service\"\n[links.client.app]\n";

    #[test]
    fn a_mistake_is_told_with_its_place_and_the_right_name() {
        let text = TEXT.replace("rate =", "raet =");
        let errors = parse(&text).unwrap_err();
        let told = explain(Path::new("a.toml"), &text, &errors);
        assert!(told.starts_with("a.toml:7:"), "{told}");
        assert!(
            told.contains("  | raet = \"100/s\"") && told.contains("did you mean `rate`?"),
            "{told}"
        );
    }

    #[test]
    fn a_sweep_takes_rates_without_their_unit() {
        let scenario = parse(TEXT).unwrap();
        let (path, values) = read_sweep(&scenario, "nodes.client.rate=1k..3k/3").unwrap();
        assert_eq!(
            (path.as_str(), values),
            ("nodes.client.rate", vec![1000.0, 2000.0, 3000.0])
        );
        assert!(read_sweep(&scenario, "nodes.client.rate=3..1/3").is_err());
        assert!(read_sweep(&scenario, "rate").is_err());
    }
}
