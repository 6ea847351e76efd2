//! A chart's data as a table: for readers who do not see the chart and for those who want the figures.

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::Series;
use headroom_sim::quantity;

use crate::components::escape;

use super::draw::Plot;
use super::figure::Mark;
use super::ticks;
use crate::words::chart as say;

/// A dozen rows say what a chart of any length does.
const ROWS: usize = 12;

/// Rows of text; the first cell of each is its x.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub head: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// The values at round x, at most a dozen; of a chart with few points, and of a sweep, whose points are runs, all of them.
pub fn tabulate(plot: Plot) -> Table {
    let sweep = plot.spec.sweep().is_some();
    let seen: Vec<(usize, &Series)> = plot.seen().collect();
    // Rows are of what was measured; what a formula says stands beside it.
    let rows: Vec<(usize, &Series)> = match plot.measured().collect::<Vec<_>>() {
        measured if measured.is_empty() => seen.clone(),
        measured => measured,
    };
    let longest = rows.iter().map(|(_, series)| series.x.len()).max();
    let mut xs: Vec<f64> = match longest {
        None | Some(0) => Vec::new(),
        Some(n) if sweep || n <= ROWS => (rows.iter())
            .flat_map(|(_, s)| s.x.iter().copied())
            .collect(),
        Some(_) => {
            let end = (rows.iter())
                .filter_map(|(_, s)| s.x.last())
                .fold(0.0, |a: f64, &b| a.max(b));
            let start = (rows.iter())
                .filter_map(|(_, s)| s.x.first())
                .fold(end, |a, &b| a.min(b));
            let scale = ticks::within(start, end, plot.spec.x.unit, ROWS - 1);
            scale.ticks.into_iter().map(|tick| tick.value).collect()
        }
    };
    xs = ascending(xs);
    // What happened stands in the row where it did.
    let marks: Vec<&Mark> = (plot.marks.iter())
        .filter(|mark| mark.at.is_finite())
        .collect();
    let mut head = head(plot);
    if !marks.is_empty() && !xs.is_empty() {
        head.push(say::happened().to_owned());
    }
    let rows = xs.iter().enumerate().map(|(row, &x)| {
        let values = (seen.iter()).map(|(_, series)| shown(at(series, x), plot.spec.y.unit));
        let from = if row == 0 { f64::NEG_INFINITY } else { x };
        let to = xs.get(row + 1).copied().unwrap_or(f64::INFINITY);
        let here = marks.iter().filter(|mark| (from..to).contains(&mark.at));
        let here: Vec<String> = here
            .map(|mark| {
                format!(
                    "{}: {}",
                    quantity::format(mark.at, plot.spec.x.unit),
                    mark.label
                )
            })
            .collect();
        let happened = (!marks.is_empty()).then(|| here.join("; "));
        [quantity::format(x, plot.spec.x.unit)]
            .into_iter()
            .chain(values)
            .chain(happened)
            .collect()
    });
    Table {
        rows: rows.collect(),
        head,
    }
}

/// A value as a reader sees it.
pub fn shown(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| "–".to_owned(), |value| quantity::format(value, unit))
}

/// All points, exactly, as comma-separated values, those of curves that are put aside, too. Names say the base units.
pub fn csv(plot: Plot) -> String {
    let plot = Plot { hidden: 0, ..plot };
    let seen: Vec<(usize, &Series)> = plot.seen().collect();
    let mut out = String::new();
    let names = head(plot);
    let units = [plot.spec.x.unit]
        .into_iter()
        .chain(seen.iter().map(|_| plot.spec.y.unit));
    let names = names.into_iter().zip(units);
    csv_row(
        &mut out,
        names.map(|(name, unit)| format!("{name} ({})", base(unit))),
    );
    let mut xs: Vec<f64> = seen.iter().flat_map(|(_, s)| s.x.iter().copied()).collect();
    xs.sort_by(f64::total_cmp);
    xs.dedup();
    let mut places = vec![0; seen.len()];
    for x in xs {
        let mut row = vec![x.to_string()];
        for (place, (_, series)) in places.iter_mut().zip(&seen) {
            let here = series.x.get(*place) == Some(&x);
            let y = here.then(|| series.y.get(*place).copied()).flatten();
            *place += usize::from(here);
            row.push(
                y.filter(|y| y.is_finite())
                    .map_or_else(String::new, |y| y.to_string()),
            );
        }
        csv_row(&mut out, row);
    }
    out
}

/// Appends a row, with quotes where a cell needs them (RFC 4180).
pub fn csv_row(out: &mut String, cells: impl IntoIterator<Item = String>) {
    for (place, cell) in cells.into_iter().enumerate() {
        if place > 0 {
            out.push(',');
        }
        if cell.contains([',', '"', '\n']) {
            out.push('"');
            out.push_str(&cell.replace('"', "\"\""));
            out.push('"');
        } else {
            out.push_str(&cell);
        }
    }
    out.push_str("\r\n");
}

/// What a number without a unit is of.
pub fn base(unit: Unit) -> &'static str {
    match unit {
        Unit::Count => "count",
        Unit::Ratio => "share",
        Unit::Duration => "ns",
        Unit::Milliseconds => "ms",
        Unit::PerSecond => "per second",
        Unit::Bytes => "bytes",
        Unit::Dollars => "USD",
        Unit::DollarsPerHour => "USD per hour",
    }
}

/// In order and each once. There are few, and most come in order.
fn ascending(xs: Vec<f64>) -> Vec<f64> {
    let mut sorted: Vec<f64> = Vec::with_capacity(xs.len());
    for x in xs {
        if let Err(place) = sorted.binary_search_by(|other| other.total_cmp(&x)) {
            sorted.insert(place, x);
        }
    }
    sorted
}

fn head(plot: Plot) -> Vec<String> {
    let views = &plot.spec.series;
    let label = |index: usize| {
        views
            .get(index)
            .map_or_else(String::new, |view| view.label.clone())
    };
    let series = plot.seen().map(|(index, _)| label(index));
    [plot.spec.x.label.to_string()]
        .into_iter()
        .chain(series)
        .collect()
}

/// The value of the point nearest to `x`.
pub fn at(series: &Series, x: f64) -> Option<f64> {
    let after = series.x.partition_point(|&point| point < x);
    let nearest = [after.checked_sub(1), Some(after)]
        .into_iter()
        .flatten()
        .filter(|&i| i < series.x.len())
        .min_by(|&a, &b| (series.x[a] - x).abs().total_cmp(&(series.x[b] - x).abs()))?;
    series
        .y
        .get(nearest)
        .map(|&y| f64::from(y))
        .filter(|y| y.is_finite())
}

impl Table {
    /// `<thead>` and `<tbody>`.
    pub fn html(&self) -> String {
        let mut html = String::from("<thead><tr>");
        for name in &self.head {
            cell(&mut html, r#"<th scope="col">"#, name, "</th>");
        }
        html.push_str("</tr></thead><tbody>");
        for row in &self.rows {
            html.push_str("<tr>");
            for (i, text) in row.iter().enumerate() {
                match i {
                    0 => cell(&mut html, r#"<th scope="row">"#, text, "</th>"),
                    _ => cell(&mut html, "<td>", text, "</td>"),
                }
            }
            html.push_str("</tr>");
        }
        html + "</tbody>"
    }
}

fn cell(html: &mut String, open: &str, text: &str, close: &str) {
    html.push_str(open);
    html.push_str(&escape(text));
    html.push_str(close);
}

#[cfg(test)]
mod tests {
    use super::super::tests::{chart, series};
    use super::*;

    #[test]
    fn a_long_series_is_sampled_at_round_times() {
        let spec = chart(Unit::Duration, Unit::Count, &["in flight"]);
        let points: Vec<(f64, f32)> = (0..=600).map(|i| (f64::from(i) * 1e8, i as f32)).collect();
        let data = [series(&points)];
        let table = tabulate(Plot::new(&spec, &data));
        assert_eq!(table.rows.len(), 7);
        assert_eq!(table.rows[1], ["10 s", "100"]);
        assert_eq!(table.rows[6], ["60 s", "600"]);
    }

    #[test]
    fn a_sweep_is_told_run_by_run_at_the_values_that_were_run() {
        let mut spec = chart(Unit::Count, Unit::Count, &["cost"]);
        spec.id = "sweep-crossover".to_owned();
        let points: Vec<(f64, f32)> = (0..14).map(|i| (f64::from(1 << i), i as f32)).collect();
        let data = [series(&points)];
        let table = tabulate(Plot::new(&spec, &data));
        assert_eq!(table.rows.len(), 14);
        assert_eq!(table.rows[13], ["8,192", "13"]);
    }

    #[test]
    fn a_file_has_every_point_as_it_is_and_quotes_what_needs_it() {
        let spec = chart(Unit::Duration, Unit::Milliseconds, &["p50", "a, \"b\""]);
        let data = [
            series(&[(0.0, 20.25), (5e8, f32::NAN), (1e9, 0.1)]),
            series(&[(5e8, 3.0)]),
        ];
        assert_eq!(
            csv(Plot::new(&spec, &data)),
            "x (ns),p50 (ms),\"a, \"\"b\"\" (ms)\"\r\n0,20.25,\r\n500000000,,3\r\n1000000000,0.1,\r\n"
        );
        let aside = Plot {
            hidden: 2,
            ..Plot::new(&spec, &data)
        };
        assert_eq!(csv(aside), csv(Plot::new(&spec, &data)));
    }

    #[test]
    fn what_happened_stands_in_the_row_where_it_did() {
        use super::super::figure::MarkKind;

        let spec = chart(Unit::Duration, Unit::Count, &["in flight"]);
        let data = [series(&[(0.0, 1.0), (10e9, 2.0)])];
        let marks = [Mark {
            at: 12e9,
            until: None,
            label: "Cache flush".to_owned(),
            kind: MarkKind::Fault,
        }];
        let table = tabulate(Plot {
            marks: &marks,
            ..Plot::new(&spec, &data)
        });
        assert_eq!(table.head, ["x", "in flight", "Happened"]);
        assert_eq!(table.rows[0], ["0 s", "1", ""]);
        assert_eq!(table.rows[1], ["10 s", "2", "12 s: Cache flush"]);
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        let spec = chart(Unit::Count, Unit::Count, &["<b>&"]);
        let data = [series(&[(1.0, f32::NAN)])];
        let table = tabulate(Plot::new(&spec, &data));
        assert_eq!(
            table.html(),
            "<thead><tr><th scope=\"col\">x</th><th scope=\"col\">&lt;b&gt;&amp;</th></tr></thead>\
             <tbody><tr><th scope=\"row\">1</th><td>–</td></tr></tbody>"
        );
    }
}
