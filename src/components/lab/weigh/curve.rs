//! What a sweep gave: a curve with its band for each figure, what formulas say of it, and a table to choose a point from.

use std::sync::Arc;

use headroom_sim::descriptor::{ParamValue, Unit};
use headroom_sim::protocol::{Axis, ChartSpec, Foretold, MetricView, Series, SeriesView};
use headroom_sim::quantity;
use headroom_sim::statistics::{Moments, Spread};
use leptos::prelude::*;

use crate::components::chart::{Band, Chart, Live, Mark, MarkKind, menu};
use crate::components::lab::tools::Mirror;
use crate::components::lab::tools::mirror::Dial;
use crate::components::{inert, view};

use super::course::{Quantiles, edges};
use super::crossing::{self, Pair};
use super::plan::Spot;
use super::verdict::plus_minus;
use crate::words::weigh as say;

/// What was swept.
#[derive(Clone)]
pub struct Swept {
    pub dial: Dial,
    pub unit: Unit,
    /// Whether the values are apart by equal factors.
    pub log: bool,
    pub values: Vec<f64>,
    /// What else was set, in words; of two, of each.
    pub bases: Vec<String>,
    /// What was measured.
    pub metrics: Arc<Vec<MetricView>>,
}

/// How the first and the second of two are called.
const LETTERS: [&str; 2] = ["A", "B"];

impl Swept {
    fn is_pair(&self) -> bool {
        self.bases.len() > 1
    }
}

/// Each run, and its figures.
pub type Runs = Vec<(Spot, Vec<Option<f64>>)>;

/// What formulas say, beside whom they say it of.
pub type Theory = Vec<(usize, Foretold)>;

/// The figures at each value, in the order of the metrics, as far as there are runs; of each that is swept.
pub type Points = Arc<Vec<Vec<Vec<Option<Spread>>>>>;

pub fn points(arms: usize, values: usize, metrics: usize, runs: &Runs) -> Points {
    let mut all = vec![vec![vec![Moments::default(); metrics]; values]; arms];
    for (spot, figures) in runs {
        let Some(moments) = all
            .get_mut(spot.arm)
            .and_then(|arm| arm.get_mut(spot.place))
        else {
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
    let mut arm = |arm: &Vec<Vec<Moments>>| arm.iter().map(&mut row).collect();
    Arc::new(all.iter().map(&mut arm).collect())
}

/// The curves of one figure over the values that have one, and after them those that formulas give.
fn live(
    values: &[f64],
    points: &Points,
    metric: usize,
    now: Option<f64>,
    theory: &[&Foretold],
) -> Live {
    let mut lines = Vec::new();
    let mut bands = Vec::new();
    for (of, arm) in points.iter().enumerate() {
        let mut line = Series::default();
        let mut band = Band {
            of,
            ..Band::default()
        };
        for (&x, figures) in values.iter().zip(arm) {
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
        lines.push(line);
        bands.push(band);
    }
    lines.extend(theory.iter().map(|told| told.series.clone()));
    let within = |now: &f64| values.first() <= Some(now) && Some(now) <= values.last();
    let marks = now.filter(within).map(|at| Mark {
        at,
        until: None,
        label: say::now().to_owned(),
        kind: MarkKind::Place,
    });
    Live {
        series: Arc::new(lines),
        bands: Arc::new(bands),
        marks: Arc::new(marks.into_iter().collect()),
        duration_ns: 0,
    }
}

/// Where the two that were swept cross in a figure, in words.
fn crossing(swept: &Swept, points: &Points, runs: &Runs, metric: usize) -> Option<String> {
    let means = |arm: usize| -> Vec<Option<f64>> {
        let rows = points.get(arm).map_or(&[][..], |arm| arm);
        (rows.iter())
            .map(|row| row.get(metric).copied().flatten().map(|spread| spread.mean))
            .collect()
    };
    let replications = runs.iter().map(|(spot, _)| spot.replication + 1).max();
    let one = |replication: usize| {
        let mut pair: Pair = [0, 1].map(|_| vec![None; swept.values.len()]);
        for (spot, figures) in runs {
            if spot.replication == replication
                && let Some(cell) = pair
                    .get_mut(spot.arm)
                    .and_then(|arm| arm.get_mut(spot.place))
            {
                *cell = figures.get(metric).copied().flatten();
            }
        }
        pair
    };
    let whole = |pair: &Pair| pair.iter().flatten().all(Option::is_some);
    let of = crossing::Swept {
        values: &swept.values,
        unit: swept.unit,
        means: [means(0), means(1)],
        runs: (0..replications?).map(one).filter(whole).collect(),
    };
    crossing::told(swept.metrics.get(metric)?, &of)
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
    theory: RwSignal<Theory>,
    /// The figures to show, by their places among the metrics.
    shown: RwSignal<Vec<usize>>,
    id: String,
) -> impl IntoView {
    let metrics = swept.metrics.len();
    let (arms, count) = (swept.bases.len(), swept.values.len());
    let points = Memo::new(move |_| runs.with(|runs| points(arms, count, metrics, runs)));
    let value = swept.dial.value;
    let now = Memo::new(move |_| value.with(number));
    let charts = {
        let (swept, id) = (swept.clone(), id.clone());
        move || {
            // It comes once, with the first run.
            let theory = theory.get();
            let charts = shown.get().into_iter().filter_map(|place| {
                let metric = swept.metrics.get(place)?;
                let values = swept.values.clone();
                let theory: Vec<(usize, Foretold)> = (theory.iter())
                    .filter(|(_, told)| told.path == metric.path)
                    .cloned()
                    .collect();
                let chart = chart(&swept, metric, &theory);
                let live = Signal::derive(move || {
                    let told: Vec<&Foretold> = theory.iter().map(|(_, told)| told).collect();
                    points.with(|points| Some(live(&values, points, place, now.get(), &told)))
                });
                let id = format!("{id}-{place}");
                Some(view! { <Chart id spec=chart still=None live shown=Signal::stored(true) menu=Some(menu)/> })
            });
            charts.collect_view()
        }
    };
    let crossings = {
        let swept = swept.clone();
        move || {
            let pair = swept.is_pair();
            let places = shown.get().into_iter().filter(|_| pair);
            let told = places.filter_map(|place| {
                let told = points
                    .with(|points| runs.with(|runs| crossing(&swept, points, runs, place)))?;
                Some(view! { <li>{told}</li> })
            });
            told.collect_view()
        }
    };
    let bases = swept.bases.iter().enumerate().map(|(arm, base)| {
        let told = match LETTERS.get(arm) {
            Some(letter) if arms > 1 => say::swept_letter(letter, base),
            _ => say::swept(base),
        };
        view! { <p class="lab__hint">{told}</p> }
    });
    let bases = bases.collect_view();
    view! {
        <div class="weigh__result">
            {bases}
            <ul class="weigh__details weigh__crossings">{crossings}</ul>
            <div class="weigh__curves">{charts}</div>
            {inert(r#"p class="lab__hint""#, say::each_point())}
            {table(bench, &swept, points, shown, now)}
        </div>
    }
}

/// The points, of which the lab can be set to one.
fn table(
    bench: Mirror,
    swept: &Swept,
    points: Memo<Points>,
    shown: RwSignal<Vec<usize>>,
    now: Memo<Option<f64>>,
) -> AnyView {
    let arms = swept.bases.len();
    let said = RwSignal::new(String::new());
    let label = swept.dial.knob.descriptor.label.to_string();
    let head = {
        let (swept, label) = (swept.clone(), label.clone());
        move || {
            let figures = shown.get().into_iter().filter_map(|place| {
                let label = &swept.metrics.get(place)?.label;
                let of = (0..arms).map(|arm| {
                    let label = match LETTERS.get(arm) {
                        Some(letter) if swept.is_pair() => say::label_letter(label, letter),
                        _ => label.to_string(),
                    };
                    view! { <th scope="col">{label}</th> }
                });
                Some(of.collect_view())
            });
            view! {
                <th scope="col">{label.clone()}</th>
                {figures.collect_view()}
                <th scope="col">{inert(r#"span class="visually-hidden""#, say::set())}</th>
            }
        }
    };
    let rows = swept.values.iter().enumerate().map(|(row, &value)| {
        let (metrics, dial) = (swept.metrics.clone(), swept.dial.clone());
        let written = quantity::format(value, swept.unit);
        let cells = move || {
            let cells = shown.get().into_iter().filter_map(|place| {
                let unit = metrics.get(place)?.unit;
                let text = move |arm: usize| {
                    points.with(|points| {
                        let spread = points.get(arm).and_then(|arm| *arm.get(row)?.get(place)?);
                        spread.map_or_else(|| "–".to_owned(), |spread| {
                            let mean = quantity::format(spread.mean, unit);
                            let half = plus_minus(&spread, unit).unwrap_or_default();
                            // A line may break between the two and nowhere else.
                            let whole = |text: String| text.replace(' ', "\u{a0}");
                            format!("{} {}", whole(mean), whole(half))
                        })
                    })
                };
                let cells = (0..arms).map(|arm| view! { <td>{move || text(arm)}</td> });
                Some(cells.collect_view())
            });
            cells.collect_view()
        };
        let set = {
            let (written, label) = (written.clone(), label.clone());
            move |_| {
                bench.set(&dial, ParamValue::Number(value));
                said.set(say::is_set_to(&label, &written));
            }
        };
        let is_now = move || now.get() == Some(value);
        view! {
            <tr class:is-now=is_now>
                <th scope="row">{written.clone()}</th>
                {cells}
                <td>
                    <button type="button" class="quiet weigh__set" aria-pressed=move || is_now().to_string() on:click=set>
                        {say::set()} <span class="visually-hidden">{say::to_value(written)}</span>
                    </button>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let of = say::points_of(&label);
    view! {
            <div class="weigh__scroll" tabindex="0" role="region" aria-label=of>
                <table class="weigh__table weigh__points">
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <p class="lab__hint" role="status">{move || said.get()}</p>
    }
}

fn chart(swept: &Swept, metric: &MetricView, theory: &Theory) -> ChartSpec {
    let x = Axis {
        label: swept.dial.knob.descriptor.label.clone(),
        unit: swept.unit,
        log: swept.log && swept.values.first() > Some(&0.0),
    };
    let measured = (0..swept.bases.len()).map(|arm| SeriesView {
        label: match LETTERS.get(arm) {
            Some(letter) if swept.is_pair() => say::letter_of(letter, &swept.bases[arm]),
            _ => metric.label.to_string(),
        },
        doc: metric.doc.clone(),
        foretells: None,
    });
    let theory = theory.iter().map(|(arm, told)| SeriesView {
        label: match LETTERS.get(*arm) {
            Some(letter) if swept.is_pair() => say::theory_letter(letter, &told.law),
            _ => say::theory(&told.law),
        },
        doc: say::about_theory(&told.law).into(),
        foretells: Some(*arm as u32),
    });
    ChartSpec {
        // A chart that is not over time, and whose points are all in its table.
        id: ["sweep-", &metric.path].concat(),
        title: metric.label.clone(),
        x,
        y: Axis {
            label: metric.label.clone(),
            unit: metric.unit,
            log: false,
        },
        series: measured.chain(theory).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_has_what_its_runs_have_and_a_band_from_two_on() {
        let spot = |place| Spot {
            arm: 0,
            place,
            replication: 0,
        };
        let runs = vec![
            (spot(1), vec![Some(2.0), None]),
            (spot(0), vec![Some(1.0), Some(5.0)]),
            (spot(1), vec![Some(4.0), None]),
        ];
        let points = points(1, 3, 2, &runs);
        assert_eq!(points[0][2], [None, None]);
        assert_eq!(points[0][1][1], None);
        let told = Foretold {
            path: String::new(),
            law: "M/M/1".to_owned(),
            series: Series {
                x: vec![10.0, 15.0],
                y: vec![1.0, 2.0],
            },
        };
        let drawn = live(&[10.0, 20.0, 30.0], &points, 0, Some(20.0), &[&told]);
        assert_eq!(drawn.series[0].x, [10.0, 20.0]);
        assert_eq!(drawn.series[0].y, [1.0, 3.0]);
        assert_eq!(drawn.series[1], told.series);
        assert_eq!(drawn.bands[0].x, [20.0]);
        assert_eq!(drawn.marks.len(), 1);
        let outside = live(&[10.0, 20.0, 30.0], &points, 0, Some(31.0), &[]);
        assert!(outside.marks.is_empty());
    }
}
