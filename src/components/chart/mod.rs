//! Charts: series over an axis, told three times: as a drawing, as a sentence and as a table.
//!
//! Nothing here knows the simulator. One drawing function serves every backend: the build draws stills as
//! SVG, the browser draws live data on a canvas. What is drawn is drawn in roles ([`ink`]); the page's theme
//! says how they look.

pub mod decimate;
pub mod draw;
mod figure;
mod forest;
pub mod ink;
#[cfg(target_arch = "wasm32")]
mod live;
pub mod summary;
#[cfg(not(target_arch = "wasm32"))]
pub mod svg;
pub mod table;
pub mod ticks;

pub use draw::Plot;
pub use figure::{Band, Chart, Live, Mark, MarkKind};
pub use forest::Forest;

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;
    use headroom_sim::protocol::{Axis, ChartSpec, Series, SeriesView};

    use super::{Plot, svg};

    pub fn chart(x: Unit, y: Unit, labels: &[&str]) -> ChartSpec {
        let axis = |label: &'static str, unit| Axis {
            label: label.into(),
            unit,
        };
        let series = labels.iter().map(|&label| SeriesView {
            label: label.to_owned(),
            doc: "".into(),
        });
        ChartSpec {
            id: "chart".to_owned(),
            title: "Chart".into(),
            x: axis("x", x),
            y: axis("y", y),
            series: series.collect(),
        }
    }

    pub fn series(points: &[(f64, f32)]) -> Series {
        let (x, y) = points.iter().copied().unzip();
        Series { x, y }
    }

    #[test]
    fn a_still_names_its_colours_and_leaves_them_to_the_page() {
        let spec = chart(Unit::Duration, Unit::Milliseconds, &["p50", "p99"]);
        let line: Vec<(f64, f32)> = (0..50).map(|i| (f64::from(i) * 1e9, 20.0)).collect();
        let data = [series(&line), series(&[(0.0, 40.0), (50e9, 90.0)])];
        insta::assert_snapshot!(
            svg::render(Plot {
                spec: &spec,
                series: &data,
                until: Some(60e9)
            })
            .replace("/>", "/>\n")
        );
    }

    #[test]
    fn a_chart_of_nothing_is_axes() {
        let spec = chart(Unit::Duration, Unit::Count, &["a"]);
        let drawn = svg::render(Plot {
            spec: &spec,
            series: &[],
            until: Some(60e9),
        });
        assert!(drawn.contains(">60 s</text>"), "{drawn}");
        assert!(!drawn.contains("--series"), "{drawn}");
    }
}
