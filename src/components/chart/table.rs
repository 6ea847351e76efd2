//! A chart's data as a table: for readers who do not see the chart and for those who want the figures.

use headroom_sim::protocol::{ChartSpec, Series};
use headroom_sim::quantity;

use super::draw::Plot;
use super::ticks;

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
    let longest = plot.series.iter().map(|series| series.x.len()).max();
    let mut xs: Vec<f64> = match longest {
        None | Some(0) => Vec::new(),
        Some(n) if sweep || n <= ROWS => plot
            .series
            .iter()
            .flat_map(|s| s.x.iter().copied())
            .collect(),
        Some(_) => {
            let end = plot
                .series
                .iter()
                .filter_map(|s| s.x.last())
                .fold(0.0, |a: f64, &b| a.max(b));
            let start = plot
                .series
                .iter()
                .filter_map(|s| s.x.first())
                .fold(end, |a, &b| a.min(b));
            let scale = ticks::within(start, end, plot.spec.x.unit, ROWS - 1);
            scale.ticks.into_iter().map(|tick| tick.value).collect()
        }
    };
    xs = ascending(xs);
    let rows = xs.into_iter().map(|x| {
        let values = plot.series.iter().map(|series| match at(series, x) {
            Some(y) => quantity::format(y, plot.spec.y.unit),
            None => "–".to_owned(),
        });
        [quantity::format(x, plot.spec.x.unit)]
            .into_iter()
            .chain(values)
            .collect()
    });
    Table {
        head: head(plot.spec),
        rows: rows.collect(),
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

fn head(spec: &ChartSpec) -> Vec<String> {
    let series = spec.series.iter().map(|series| series.label.clone());
    [spec.x.label.to_string()]
        .into_iter()
        .chain(series)
        .collect()
}

/// The value of the point nearest to `x`.
fn at(series: &Series, x: f64) -> Option<f64> {
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
    html.push_str(&text.replace('&', "&amp;").replace('<', "&lt;"));
    html.push_str(close);
}

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;

    use super::super::tests::{chart, series};
    use super::*;

    #[test]
    fn a_long_series_is_sampled_at_round_times() {
        let spec = chart(Unit::Duration, Unit::Count, &["in flight"]);
        let points: Vec<(f64, f32)> = (0..=600).map(|i| (f64::from(i) * 1e8, i as f32)).collect();
        let data = [series(&points)];
        let table = tabulate(Plot {
            spec: &spec,
            series: &data,
            until: None,
        });
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
        let table = tabulate(Plot {
            spec: &spec,
            series: &data,
            until: None,
        });
        assert_eq!(table.rows.len(), 14);
        assert_eq!(table.rows[13], ["8,192", "13"]);
    }

    #[test]
    fn markup_in_a_name_stays_text() {
        let spec = chart(Unit::Count, Unit::Count, &["<b>&"]);
        let data = [series(&[(1.0, f32::NAN)])];
        let table = tabulate(Plot {
            spec: &spec,
            series: &data,
            until: None,
        });
        assert_eq!(
            table.html(),
            "<thead><tr><th scope=\"col\">x</th><th scope=\"col\">&lt;b>&amp;</th></tr></thead>\
             <tbody><tr><th scope=\"row\">1</th><td>–</td></tr></tbody>"
        );
    }
}
