//! What runs came to, as text, as JSON and as CSV.

use std::fmt::Write as _;

use headroom_sim::report::describe_figure;
use headroom_sim::{Report, Scenario, quantity};
use serde_json::{Value, json};

use super::{Point, spread};

pub(super) fn text(
    scenario: &Scenario,
    swept: Option<&str>,
    points: &[Point],
    wall_s: f64,
) -> String {
    let mut out = format!("{}\n", scenario.title);
    for point in points {
        if let (Some(path), Some(value)) = (swept, point.value) {
            let _ = writeln!(out, "\n{path} = {value}");
        }
        for (path, spread) in spread::figures(&point.reports) {
            let Some(view) = describe_figure(scenario, &path) else {
                continue;
            };
            let half = spread.half.map_or(String::new(), |half| {
                format!(" ± {}", quantity::format(half, view.unit))
            });
            let _ = writeln!(
                out,
                "  {path:<44} {:>12}{half}",
                quantity::format(spread.mean, view.unit)
            );
        }
        for verdict in point
            .reports
            .first()
            .map(Report::verdicts)
            .unwrap_or_default()
        {
            let _ = writeln!(out, "  {verdict}");
        }
    }
    let events: u64 = points
        .iter()
        .flat_map(|p| &p.reports)
        .map(|report| report.events)
        .sum();
    let _ = writeln!(out, "{events} events in {wall_s:.2} s");
    out
}

pub(super) fn json(swept: Option<&str>, points: &[Point], wall_s: f64) -> anyhow::Result<String> {
    let one = |point: &Point| -> anyhow::Result<Value> {
        let mut object = match point.reports.as_slice() {
            [report] => serde_json::from_str(&report.to_json())?,
            reports => spread::json(reports),
        };
        if let (Some(path), Some(value)) = (swept, point.value) {
            object["sweep"] = json!({ "path": path, "value": value });
        }
        Ok(object)
    };
    let events: u64 = points
        .iter()
        .flat_map(|p| &p.reports)
        .map(|report| report.events)
        .sum();
    let engine = json!({ "events": events, "wall_s": wall_s });
    if let ([Point { reports, .. }], None) = (points, swept)
        && let [report] = reports.as_slice()
    {
        // Its own bytes, which are those of every other platform; what differs between two runs stands last.
        let text = report.to_json();
        let inside = text.strip_suffix("\n}\n").unwrap_or(&text);
        return Ok(format!("{inside},\n  \"engine\": {engine}\n}}"));
    }
    let root = match points {
        [point] => {
            let mut root = one(point)?;
            root["engine"] = engine;
            root
        }
        points => {
            json!({ "runs": points.iter().map(one).collect::<Result<Vec<_>, _>>()?, "engine": engine })
        }
    };
    Ok(format!("{root:#}"))
}

pub(super) fn csv(swept: Option<&str>, points: &[Point]) -> String {
    let rows: Vec<_> = points
        .iter()
        .map(|point| (point.value, spread::figures(&point.reports)))
        .collect();
    let mut columns: Vec<&str> = Vec::new();
    for (path, _) in rows.iter().flat_map(|(_, row)| row) {
        if !columns.contains(&path.as_str()) {
            columns.push(path);
        }
    }
    let spread = points.iter().any(|point| point.reports.len() > 1);
    let mut head: Vec<String> = swept.map(str::to_owned).into_iter().collect();
    for column in &columns {
        head.push((*column).to_owned());
        if spread {
            head.push(format!("{column}.ci95"));
        }
    }
    let mut out = head.join(",") + "\n";
    for (value, row) in &rows {
        let mut cells: Vec<String> = value.iter().map(f64::to_string).collect();
        for column in &columns {
            let found = row.iter().find(|(path, _)| path == column);
            let cell = |number: Option<f64>| number.map_or(String::new(), |n| n.to_string());
            cells.push(cell(found.map(|(_, spread)| spread.mean)));
            if spread {
                cells.push(cell(found.and_then(|(_, spread)| spread.half)));
            }
        }
        out += &(cells.join(",") + "\n");
    }
    out
}

#[cfg(test)]
mod tests {
    use headroom_sim::scenario::parse;
    use headroom_sim::simulate;

    use super::*;
    use crate::simulate::tests::TEXT;

    #[test]
    fn the_json_of_one_run_is_its_report_and_then_how_long_it_took() {
        let scenario = parse(TEXT).unwrap();
        let report = simulate(&scenario, None, &[], Some(1)).unwrap();
        let bytes = report.to_json();
        let points = [Point {
            value: None,
            reports: vec![report],
        }];
        let text = super::json(None, &points, 0.5).unwrap();
        let (before, engine) = text.rsplit_once(",\n  \"engine\": ").unwrap();
        assert_eq!(format!("{before}\n}}\n"), bytes);
        assert!(engine.contains("\"wall_s\":0.5"), "{engine}");
        let whole: Value = serde_json::from_str(&text).unwrap();
        assert!(whole["engine"]["events"].as_u64().unwrap() > 0);
    }

    #[test]
    fn replications_give_every_figure_a_mean_and_an_interval() {
        let scenario = parse(TEXT).unwrap();
        let reports = (1..=4)
            .map(|seed| simulate(&scenario, None, &[], Some(seed)).unwrap())
            .collect();
        let points = [Point {
            value: None,
            reports,
        }];
        let json: Value = serde_json::from_str(&super::json(None, &points, 0.5).unwrap()).unwrap();
        assert!(json["latency_ms"]["p99"]["ci95"].as_f64().unwrap() > 0.0);
        for (path, _) in points[0].reports[0].figures() {
            let figure = path.split('.').fold(&json, |at, key| &at[key]);
            let told = figure["mean"].is_f64() && figure["ci95"].is_f64();
            assert!(told || path == "seed", "{path}: {figure}");
        }
        assert!(csv(None, &points).contains(",latency_ms.p99,latency_ms.p99.ci95,"));
        assert!(super::text(&scenario, None, &points, 0.5).contains(" ± "));
    }
}
