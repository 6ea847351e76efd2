//! What a sweep gave: a curve with its band for each figure, and a table to choose a point from.

use std::sync::Arc;

use headroom_sim::descriptor::{ParamValue, Unit};
use headroom_sim::protocol::{Axis, ChartSpec, MetricView, Series, SeriesView};
use headroom_sim::quantity;
use headroom_sim::statistics::{Moments, Spread};
use leptos::prelude::*;

use crate::components::chart::{Band, Chart, Live, Mark, MarkKind, menu};
use crate::components::lab::tools::Mirror;
use crate::components::lab::tools::mirror::Dial;
use crate::components::view;

use super::course::{Quantiles, edges};
use super::verdict::plus_minus;

/// What was swept.
#[derive(Clone)]
pub struct Swept {
    pub dial: Dial,
    pub unit: Unit,
    pub values: Vec<f64>,
    /// What else was set, in words.
    pub base: String,
}

/// Each run's place among the values, and its figures of the headline.
pub type Runs = Vec<(usize, Vec<Option<f64>>)>;

/// The figures at each value, in the order of the headline, as far as there are runs.
pub type Points = Arc<Vec<Vec<Option<Spread>>>>;

pub fn points(values: usize, metrics: usize, runs: &Runs) -> Points {
    let mut all = vec![vec![Moments::default(); metrics]; values];
    for (place, figures) in runs {
        let Some(moments) = all.get_mut(*place) else {
            continue;
        };
        for (moments, figure) in moments.iter_mut().zip(figures) {
            if let Some(figure) = figure {
                moments.add(*figure);
            }
        }
    }
    let mut quantiles = Quantiles::default();
    let mut spread = |moments: &Moments| {
        (moments.runs > 0).then(|| Spread {
            mean: moments.mean,
            half: moments.half_by(quantiles.of(moments.runs)),
            runs: moments.runs,
        })
    };
    let mut row = |row: &Vec<Moments>| row.iter().map(&mut spread).collect();
    Arc::new(all.iter().map(&mut row).collect())
}

/// The curve of one figure over the values that have one.
fn live(values: &[f64], points: &Points, metric: usize, now: Option<f64>) -> Live {
    let mut line = Series::default();
    let mut band = Band::default();
    for (&x, figures) in values.iter().zip(points.iter()) {
        let Some(Some(spread)) = figures.get(metric) else {
            continue;
        };
        line.x.push(x);
        line.y.push(spread.mean as f32);
        if let Some(half) = spread.half {
            let (low, high) = edges(spread.mean, half);
            band.x.push(x);
            band.low.push(low);
            band.high.push(high);
        }
    }
    let within = |now: &f64| values.first() <= Some(now) && Some(now) <= values.last();
    let marks = now.filter(within).map(|at| Mark {
        at,
        until: None,
        label: "Now".to_owned(),
        kind: MarkKind::Place,
    });
    Live {
        series: Arc::new(vec![line]),
        bands: Arc::new(vec![band]),
        marks: Arc::new(marks.into_iter().collect()),
        duration_ns: 0,
    }
}

/// The number that a setting has.
pub fn number(value: &ParamValue) -> Option<f64> {
    match value {
        ParamValue::Number(value) => Some(*value),
        ParamValue::Flag(_) | ParamValue::Choice(_) => None,
    }
}

/// Curves and table, which grow with `runs`.
#[component]
pub fn Curves(
    bench: Mirror,
    swept: Swept,
    runs: RwSignal<Runs>,
    /// The figures to show, by their places in the headline.
    shown: RwSignal<Vec<usize>>,
    id: String,
) -> impl IntoView {
    let spec = bench.spec.get_value();
    let metrics = spec.headline.len();
    let count = swept.values.len();
    let points = Memo::new(move |_| runs.with(|runs| points(count, metrics, runs)));
    let value = swept.dial.value;
    let now = Memo::new(move |_| value.with(number));
    let charts = {
        let (spec, swept, id) = (spec.clone(), swept.clone(), id.clone());
        move || {
            let charts = shown.get().into_iter().filter_map(|place| {
                let metric = spec.headline.get(place)?;
                let values = swept.values.clone();
                let live = Signal::derive(move || {
                    points.with(|points| Some(live(&values, points, place, now.get())))
                });
                let chart = chart(&swept, metric);
                let id = format!("{id}-{place}");
                Some(view! { <Chart id spec=chart still=None live shown=Signal::stored(true) menu=Some(menu)/> })
            });
            charts.collect_view()
        }
    };
    let said = RwSignal::new(String::new());
    let label = swept.dial.knob.descriptor.label.to_string();
    let head = {
        let (spec, label) = (spec.clone(), label.clone());
        move || {
            let figures = shown.get().into_iter().filter_map(|place| {
                let label = spec.headline.get(place)?.label.to_string();
                Some(view! { <th scope="col">{label}</th> })
            });
            view! {
                <th scope="col">{label.clone()}</th>
                {figures.collect_view()}
                <th scope="col"><span class="visually-hidden">"Set"</span></th>
            }
        }
    };
    let rows = swept.values.iter().enumerate().map(|(row, &value)| {
        let (spec, dial) = (spec.clone(), swept.dial.clone());
        let written = quantity::format(value, swept.unit);
        let cells = move || {
            let cells = shown.get().into_iter().filter_map(|place| {
                let unit = spec.headline.get(place)?.unit;
                let text = move || {
                    points.with(|points| {
                        let spread = points.get(row).and_then(|row| *row.get(place)?);
                        spread.map_or_else(|| "–".to_owned(), |spread| {
                            let mean = quantity::format(spread.mean, unit);
                            let half = plus_minus(&spread, unit).unwrap_or_default();
                            // A line may break between the two and nowhere else.
                            let whole = |text: String| text.replace(' ', "\u{a0}");
                            format!("{} {}", whole(mean), whole(half))
                        })
                    })
                };
                Some(view! { <td>{text}</td> })
            });
            cells.collect_view()
        };
        let set = {
            let (written, label) = (written.clone(), label.clone());
            move |_| {
                bench.set(&dial, ParamValue::Number(value));
                said.set(format!("{label} is set to {written}."));
            }
        };
        let is_now = move || now.get() == Some(value);
        view! {
            <tr class:is-now=is_now>
                <th scope="row">{written.clone()}</th>
                {cells}
                <td>
                    <button type="button" class="quiet weigh__set" aria-pressed=move || is_now().to_string() on:click=set>
                        "Set" <span class="visually-hidden">" to " {written}</span>
                    </button>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let of = format!("Points of the sweep of {label}");
    view! {
        <div class="weigh__result">
            <p class="lab__hint">{format!("Swept with all else as in: {}.", swept.base)}</p>
            <div class="weigh__curves">{charts}</div>
            <p class="lab__hint">"Each point is a mean over its runs; the band holds the true mean with 95%, where there is more than one run."</p>
            <div class="weigh__scroll" tabindex="0" role="region" aria-label=of>
                <table class="weigh__table weigh__points">
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="lab__hint" role="status">{move || said.get()}</p>
        </div>
    }
}

fn chart(swept: &Swept, metric: &MetricView) -> ChartSpec {
    let x = Axis {
        label: swept.dial.knob.descriptor.label.clone(),
        unit: swept.unit,
    };
    ChartSpec {
        // A chart that is not over time, and whose points are all in its table.
        id: ["sweep-", &metric.path].concat(),
        title: metric.label.clone(),
        x,
        y: Axis {
            label: metric.label.clone(),
            unit: metric.unit,
        },
        series: vec![SeriesView {
            label: metric.label.to_string(),
            doc: metric.doc.clone(),
        }],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_has_what_its_runs_have_and_a_band_from_two_on() {
        let runs = vec![
            (1, vec![Some(2.0), None]),
            (0, vec![Some(1.0), Some(5.0)]),
            (1, vec![Some(4.0), None]),
        ];
        let points = points(3, 2, &runs);
        assert_eq!(points[2], [None, None]);
        assert_eq!(points[1][1], None);
        let drawn = live(&[10.0, 20.0, 30.0], &points, 0, Some(20.0));
        assert_eq!(drawn.series[0].x, [10.0, 20.0]);
        assert_eq!(drawn.series[0].y, [1.0, 3.0]);
        assert_eq!(drawn.bands[0].x, [20.0]);
        assert_eq!(drawn.marks.len(), 1);
        let outside = live(&[10.0, 20.0, 30.0], &points, 0, Some(31.0));
        assert!(outside.marks.is_empty());
    }
}
