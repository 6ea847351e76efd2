//! Series over an axis, as a picture.

use std::sync::Arc;

use headroom_sim::protocol::ChartSpec;
use headroom_sim::quantity;

use super::draw::{self, Plot, draw};
use super::figure::Live;
use super::frame::Field;
use super::picture::{Key, Picture, Reading, Value};
use super::sheet::{Area, Drawn};
use super::{summary, table};
use crate::words::chart as say;

pub struct Lines {
    pub spec: Arc<ChartSpec>,
    pub live: Live,
    /// Bit by bit, the series that are not to be seen.
    pub hidden: u32,
}

impl Lines {
    fn plot(&self) -> Plot<'_> {
        Plot {
            bands: &self.live.bands,
            marks: &self.live.marks,
            hidden: self.hidden,
            ..Plot::of_run(&self.spec, &self.live.series, self.live.duration_ns)
        }
    }
}

/// What is drawn along which axis.
pub fn axes(spec: &ChartSpec, log_y: bool) -> String {
    let told = |label: &str, log: bool| {
        let how = if log { say::logarithmic() } else { "" };
        [label, how].concat()
    };
    let (y, x) = (told(&spec.y.label, log_y), told(&spec.x.label, spec.x.log));
    format!("{y} · {x}")
}

/// The legend of a chart.
pub fn keys(spec: &ChartSpec) -> Vec<Key> {
    let series = spec.series.iter().enumerate();
    series
        .map(|(index, series)| Key {
            ink: draw::ink(spec, index),
            label: series.label.clone(),
            doc: series.doc.to_string(),
        })
        .collect()
}

impl Picture for Lines {
    fn draw(&self, area: &Area) -> Drawn<Option<Field>> {
        draw(area, self.plot(), 1).map(Some)
    }

    fn sentence(&self) -> String {
        summary::sentence(self.plot())
    }

    fn table(&self) -> String {
        table::tabulate(self.plot()).html()
    }

    fn csv(&self) -> String {
        table::csv(self.plot())
    }

    fn legend(&self) -> Vec<Key> {
        let seen: Vec<usize> = self.plot().seen().map(|(index, _)| index).collect();
        let keys = keys(&self.spec).into_iter().enumerate();
        keys.filter(|(index, _)| seen.contains(index))
            .map(|(_, key)| key)
            .collect()
    }

    fn axes(&self) -> Option<String> {
        Some(axes(&self.spec, self.plot().y_scale(2).log))
    }

    fn zero(&self) -> u32 {
        self.plot().zero()
    }

    /// Where something was measured: a formula is read there too.
    fn stops(&self) -> Vec<f64> {
        let plot = self.plot();
        let measured = plot.measured().next().is_some();
        let seen = plot.seen().filter(|(index, _)| {
            !measured || !matches!(draw::ink(plot.spec, *index), super::ink::Ink::Theory(_))
        });
        let seen = seen.map(|(_, series)| &series.x);
        seen.max_by_key(|x| x.len()).cloned().unwrap_or_default()
    }

    fn read(&self, x: f64) -> Reading {
        let values = self.plot().seen().filter_map(|(index, series)| {
            let y = table::at(series, x);
            Some(Value {
                ink: Some(draw::ink(&self.spec, index)),
                label: self.spec.series.get(index)?.label.clone(),
                text: table::shown(y, self.spec.y.unit),
                y,
            })
        });
        Reading {
            at: quantity::format(x, self.spec.x.unit),
            values: values.collect(),
        }
    }
}
