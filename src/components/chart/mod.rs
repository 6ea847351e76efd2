//! Charts: series over an axis, told three times: as a drawing, as a sentence and as a table.
//!
//! Nothing here knows the simulator. What is drawn is drawn once, as shapes in roles ([`sheet`], [`ink`]): the build writes
//! them as SVG, the browser paints them on a canvas or into a file. The page's theme says how they look.

pub mod bars;
pub mod decimate;
pub mod distribution;
pub mod draw;
mod figure;
mod forest;
pub mod frame;
pub mod heat;
pub mod ink;
pub mod knee;
mod lines;
#[cfg(target_arch = "wasm32")]
mod live;
mod names;
pub mod picture;
mod save;
pub mod sheet;
pub mod summary;
pub mod svg;
pub mod table;
pub mod ticks;

pub use draw::Plot;
pub use figure::{Band, Chart, Figure, Head, Live, Mark, MarkKind, Menu, heat_keys};
pub use forest::Forest;
pub use save::menu;

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;
    use headroom_sim::protocol::{Axis, ChartSpec, Series, SeriesView};

    use super::{Plot, svg};

    pub fn chart(x: Unit, y: Unit, labels: &[&str]) -> ChartSpec {
        let axis = |label: &'static str, unit| Axis {
            label: label.into(),
            unit,
            log: false,
        };
        let series = labels.iter().map(|&label| SeriesView {
            label: label.to_owned(),
            doc: "".into(),
            foretells: None,
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
            svg::render(Plot::of_run(&spec, &data, 60_000_000_000)).replace("/>", "/>\n")
        );
    }

    #[test]
    fn a_chart_of_nothing_is_axes() {
        let spec = chart(Unit::Duration, Unit::Count, &["a"]);
        let drawn = svg::render(Plot::of_run(&spec, &[], 60_000_000_000));
        assert!(drawn.contains(">60 s</text>"), "{drawn}");
        assert!(!drawn.contains("--series"), "{drawn}");
    }
}
