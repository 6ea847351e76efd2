//! What is written, read by the letter of the specification.

use std::collections::{BTreeMap, BTreeSet};

use headroom_sim::descriptor::ParamValue;
use headroom_sim::scenario::parse;
use headroom_sim::simulate;

use super::*;

/// A sample: the name, its labels, the value.
type Sample = (String, BTreeMap<String, String>, f64);

#[derive(Default)]
struct Meta {
    name: String,
    kind: String,
    unit: String,
    /// How many of TYPE, UNIT and HELP were there.
    lines: usize,
}

/// Reads an exposition; whatever the format forbids is an error. Timestamps, exemplars and histograms, which we never write,
/// are errors, too.
fn read(text: &str) -> Result<Vec<Sample>, String> {
    let body = text
        .strip_suffix("# EOF\n")
        .ok_or("no `# EOF` at the end")?;
    if text.contains('\r') || !(body.is_empty() || body.ends_with('\n')) {
        return Err("lines end in a line feed".to_owned());
    }
    let mut samples: Vec<Sample> = Vec::new();
    let mut families: BTreeMap<String, String> = BTreeMap::new();
    let mut metrics: Vec<(String, BTreeMap<String, String>)> = Vec::new();
    let mut meta = Meta::default();
    for line in body.lines() {
        let wrong = |what: &str| format!("{what}: {line}");
        if let Some(rest) = line.strip_prefix("# ") {
            let (keyword, rest) = rest.split_once(' ').ok_or_else(|| wrong("no keyword"))?;
            let (name, value) = rest.split_once(' ').ok_or_else(|| wrong("no value"))?;
            name_of(name, ":_")?;
            let order = ["TYPE", "UNIT", "HELP"]
                .iter()
                .position(|known| *known == keyword);
            let order = order.ok_or_else(|| wrong("no such keyword"))?;
            if order == 0 {
                if families.insert(name.to_owned(), value.to_owned()).is_some() {
                    return Err(wrong("a family comes twice"));
                }
                let known = ["counter", "gauge", "summary", "info"];
                if !known.contains(&value) {
                    return Err(wrong("no such type"));
                }
                meta = Meta {
                    name: name.to_owned(),
                    kind: value.to_owned(),
                    ..Meta::default()
                };
            } else if meta.name != name || meta.lines > order {
                return Err(wrong("out of order"));
            } else if order == 1 {
                value.clone_into(&mut meta.unit);
                if meta.kind == "info" || !name.ends_with(&format!("_{value}")) {
                    return Err(wrong("the unit is no suffix"));
                }
            } else {
                unescaped(value)?;
            }
            meta.lines = order + 1;
            continue;
        }
        let (name, labels, value) = sample(line)?;
        let ending = name
            .strip_prefix(meta.name.as_str())
            .ok_or_else(|| wrong("of another family"))?;
        let fits = match meta.kind.as_str() {
            "counter" => ending == "_total" && value >= 0.0,
            "gauge" => ending.is_empty(),
            "info" => ending == "_info" && (value - 1.0).abs() < f64::EPSILON,
            _ => match (ending, labels.get("quantile")) {
                ("", Some(quantile)) => {
                    let quantile: f64 = quantile.parse().map_err(|_| wrong("a quantile"))?;
                    (0.0..=1.0).contains(&quantile) && (value >= 0.0 || value.is_nan())
                }
                ("_sum", None) => value >= 0.0,
                ("_count", None) => value >= 0.0 && value.fract() == 0.0,
                _ => false,
            },
        };
        if !fits {
            return Err(wrong("not of its type"));
        }
        let mut metric = (meta.name.clone(), labels.clone());
        metric.1.remove("quantile");
        if metrics.last() != Some(&metric) {
            if metrics.contains(&metric) {
                return Err(wrong("metrics are interleaved"));
            }
            metrics.push(metric);
        }
        if samples.iter().any(|(n, l, _)| (n, l) == (&name, &labels)) {
            return Err(wrong("a sample comes twice"));
        }
        samples.push((name, labels, value));
    }
    // No family may have a sample that another could have.
    let mut taken = BTreeSet::new();
    for (name, kind) in &families {
        let endings: &[&str] = match kind.as_str() {
            "counter" => &["_total", "_created"],
            "summary" => &["", "_sum", "_count", "_created"],
            "info" => &["_info"],
            _ => &[""],
        };
        for ending in endings {
            if !taken.insert(format!("{name}{ending}")) {
                return Err(format!("two families may have {name}{ending}"));
            }
        }
    }
    Ok(samples)
}

fn name_of(name: &str, also: &str) -> Result<(), String> {
    let letters = |c: char| c.is_ascii_alphabetic() || also.contains(c);
    let fine = name.starts_with(letters) && name.chars().all(|c| letters(c) || c.is_ascii_digit());
    // What begins with an underscore is reserved.
    if fine && !name.starts_with('_') {
        Ok(())
    } else {
        Err(format!("`{name}` is no name"))
    }
}

/// Everything up to a quote that is not escaped, or to the end.
fn unescaped(text: &str) -> Result<(String, &str), String> {
    let mut out = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' if at > 0 || text.len() == 1 => return Ok((out, &text[at + 1..])),
            '"' => return Ok((out, &text[1..])),
            '\\' => match chars.next() {
                Some((_, 'n')) => out.push('\n'),
                Some((_, c @ ('"' | '\\'))) => out.push(c),
                other => return Err(format!("{other:?} is escaped")),
            },
            c => out.push(c),
        }
    }
    Ok((out, ""))
}

fn sample(line: &str) -> Result<Sample, String> {
    let end = line.find(['{', ' ']).ok_or("no value")?;
    let (name, mut rest) = line.split_at(end);
    name_of(name, ":_")?;
    let mut labels = BTreeMap::new();
    if let Some(inside) = rest.strip_prefix('{') {
        rest = inside;
        loop {
            let (label, after) = rest.split_once("=\"").ok_or("no label")?;
            name_of(label, "_")?;
            let (value, after) = unescaped(after)?;
            if labels.insert(label.to_owned(), value).is_some() {
                return Err(format!("two labels {label}"));
            }
            match after.chars().next() {
                Some(',') => rest = &after[1..],
                Some('}') => {
                    rest = &after[1..];
                    break;
                }
                _ => return Err(format!("labels do not end: {line}")),
            }
        }
    }
    let number = rest.strip_prefix(' ').ok_or("no space before the value")?;
    let real = number
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | 'e'));
    if !real && number != "NaN" {
        return Err(format!("`{number}` is no number"));
    }
    let value = number
        .parse()
        .map_err(|_| format!("`{number}` is no number"))?;
    Ok((name.to_owned(), labels, value))
}

#[test]
fn what_the_format_forbids_is_seen_by_the_reader_of_these_tests() {
    assert_eq!(
        read("# TYPE a counter\na_total{x=\"1\\n\\\"\\\\\"} 2\n# EOF\n").map(|s| s.len()),
        Ok(1)
    );
    for wrong in [
        "",
        "# TYPE a gauge\na 1\n",
        "# TYPE a gauge\na 1\n# EOF",
        "# TYPE a counter\na 1\n# EOF\n",
        "# TYPE a counter\na_total -1\n# EOF\n",
        "# TYPE a counter\na_total NaN\n# EOF\n",
        "# TYPE a gauge\n# UNIT a seconds\na 1\n# EOF\n",
        "# TYPE a_info info\n# UNIT a_info info\n# EOF\n",
        "# TYPE a info\na_info 2\n# EOF\n",
        "# TYPE a gauge\n# HELP a x\n# UNIT a a\n# EOF\n",
        "# TYPE a gauge\n# HELP b x\n# EOF\n",
        "# TYPE a gauge\n# HELP a \\x\n# EOF\n",
        "# TYPE a gauge\na 1\nb 1\n# EOF\n",
        "# TYPE a gauge\na 1\na 2\n# EOF\n",
        "# TYPE a gauge\na{x=\"1\"} 1\na{x=\"2\"} 1\na{x=\"1\",y=\"2\"} 1\na{x=\"1\"} 1\n# EOF\n",
        "# TYPE a gauge\na{x=\"1\",x=\"2\"} 1\n# EOF\n",
        "# TYPE a gauge\na{1x=\"1\"} 1\n# EOF\n",
        "# TYPE a gauge\na{x=\"1} 1\n# EOF\n",
        "# TYPE a gauge\na  1\n# EOF\n",
        "# TYPE a gauge\na 1 2\n# EOF\n",
        "# TYPE a gauge\na inf\n# EOF\n",
        "# TYPE a-b gauge\n# EOF\n",
        "# TYPE _a gauge\n# EOF\n",
        "# TYPE a gauge\n# TYPE a gauge\n# EOF\n",
        "# TYPE a summary\na{quantile=\"1.5\"} 1\n# EOF\n",
        "# TYPE a summary\na_count 1.5\n# EOF\n",
        "# TYPE a summary\n# TYPE a_count gauge\n# EOF\n",
        "# TYPE a counter\n# TYPE a_total gauge\n# EOF\n",
        "# TYPE a gauge\na 1\r\n# EOF\n",
    ] {
        assert!(read(wrong).is_err(), "{wrong}");
    }
}

const FILES: [&str; 2] = [
    include_str!("../../../../sim/tests/fixtures/menagerie.toml"),
    include_str!("../../../../sim/tests/fixtures/serverless-url-shortener.toml"),
];

fn point(reports: Vec<Report>, value: Option<f64>) -> Point {
    Point { value, reports }
}

#[test]
fn every_figure_of_every_report_is_there_and_the_text_keeps_to_the_format() {
    for file in FILES {
        let scenario = parse(file).unwrap();
        let presets = scenario
            .presets
            .iter()
            .map(|preset| Some(preset.name.as_str()));
        for preset in presets.chain([None]) {
            let report = simulate(&scenario, preset, &[], None).unwrap();
            let figures = report.figures();
            let text = text(&scenario, &[point(vec![report], None)]);
            let samples = read(&text).unwrap_or_else(|error| panic!("{error}\n{text}"));
            assert!(text.contains("# HELP headroom_"), "{text}");
            for (path, value) in figures {
                // The mean of a summary is its sum over its count.
                if path.rsplit('.').next() == Some("mean") {
                    continue;
                }
                let told = |given: f64| {
                    samples
                        .iter()
                        .any(|(.., value)| value.total_cmp(&given).is_eq())
                };
                assert!(told(value) || told(value / 1e3), "{path} = {value}\n{text}");
            }
        }
    }
}

fn find<'a>(samples: &'a [Sample], name: &str, labels: &[(&str, &str)]) -> Vec<&'a Sample> {
    let has = |sample: &&Sample| {
        let all = labels
            .iter()
            .all(|(key, value)| sample.1.get(*key).map(String::as_str) == Some(value));
        sample.0 == name && all
    };
    samples.iter().filter(has).collect()
}

#[test]
fn names_types_and_units_are_those_that_the_descriptors_give() {
    let scenario = parse(FILES[1]).unwrap();
    let few = (
        "nodes.shortener.reserved_concurrency".to_owned(),
        ParamValue::Number(5.0),
    );
    let report = simulate(&scenario, Some("flash-crowd"), &[few], None).unwrap();
    let figure = |path: &str| report.figure(path).unwrap_or_else(|| panic!("no {path}"));
    let wanted = [
        (
            "headroom_requests_offered_total",
            &[][..],
            figure("requests.offered"),
        ),
        (
            "headroom_requests_failed_by_cause_total",
            &[("cause", "throttled")],
            figure("requests.failed.throttled"),
        ),
        (
            "headroom_latency_seconds",
            &[("quantile", "0.99")],
            figure("latency_ms.p99") / 1e3,
        ),
        (
            "headroom_latency_seconds_count",
            &[],
            figure("requests.completed"),
        ),
        (
            "headroom_class_requests_completed_total",
            &[("class", "shorten")],
            figure("classes.shorten.requests.completed"),
        ),
        (
            "headroom_window_latency_seconds",
            &[("window", "rush"), ("quantile", "0.5")],
            figure("windows.rush.latency_ms.p50") / 1e3,
        ),
        (
            "headroom_function_cold_starts_total",
            &[("node", "shortener")],
            figure("nodes.shortener.cold_starts"),
        ),
        (
            "headroom_function_cold_start_seconds_count",
            &[("node", "shortener")],
            figure("nodes.shortener.cold_start_ms.count"),
        ),
        (
            "headroom_key_value_store_consumed_units_per_second",
            &[("node", "links")],
            figure("nodes.links.consumed_units"),
        ),
        (
            "headroom_link_calls_total",
            &[("link", "client->gateway")],
            figure("links.client->gateway.calls"),
        ),
        (
            "headroom_cost_usd_per_hour",
            &[],
            figure("cost.per_hour_usd"),
        ),
        ("headroom_duration_seconds", &[], figure("duration_s")),
    ];
    let text = text(&scenario, &[point(vec![report.clone()], None)]);
    let samples = read(&text).unwrap();
    for (name, labels, value) in wanted {
        let found = find(&samples, name, labels);
        assert_eq!(found.len(), 1, "{name} {labels:?}\n{text}");
        assert!(
            found[0].2.total_cmp(&value).is_eq(),
            "{name}: {} is not {value}",
            found[0].2
        );
    }
    for line in [
        "# TYPE headroom_run info\n",
        "# TYPE headroom_latency_seconds summary\n# UNIT headroom_latency_seconds seconds\n# HELP headroom_latency_seconds From when",
        "# TYPE headroom_function_cold_starts counter\n# HELP headroom_function_cold_starts New environments made for a request.\n",
        "# TYPE headroom_function_utilisation_ratio gauge\n# UNIT headroom_function_utilisation_ratio ratio\n",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
}

#[test]
fn several_runs_are_told_apart_by_their_seed_and_the_value_they_are_at() {
    let scenario = parse(crate::simulate::tests::TEXT).unwrap();
    let run = |seed| simulate(&scenario, None, &[], Some(seed)).unwrap();
    let points = [
        point(vec![run(1), run(2)], Some(100.0)),
        point(vec![run(1), run(2)], Some(200.0)),
    ];
    let samples = read(&text(&scenario, &points)).unwrap();
    assert_eq!(
        find(&samples, "headroom_requests_offered_total", &[]).len(),
        4
    );
    assert_eq!(
        find(
            &samples,
            "headroom_requests_offered_total",
            &[("seed", "2"), ("swept", "200")]
        )
        .len(),
        1
    );
}

#[test]
fn what_is_not_ours_is_escaped() {
    let title = "say \"hi\"\\\n";
    let mut scenario = parse(crate::simulate::tests::TEXT).unwrap();
    title.clone_into(&mut scenario.title);
    let report = simulate(&scenario, None, &[], Some(1)).unwrap();
    let samples = read(&text(&scenario, &[point(vec![report], None)])).unwrap();
    assert_eq!(
        find(&samples, "headroom_run_info", &[("scenario", title)]).len(),
        1
    );
}
