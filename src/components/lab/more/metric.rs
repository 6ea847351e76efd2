//! Any metric of any node, over time.

use std::sync::Arc;

use headroom_sim::descriptor::{MetricDescriptor, MetricType, Unit};
use headroom_sim::protocol::{Axis, ChartSpec, LabSpec, SeriesView, Wanted};
use leptos::prelude::*;

use crate::components::chart::{Chart, Live, menu};
use crate::components::lab::bench::Bench;
use crate::components::{inert, view};
use crate::words::explain as say;

/// More charts than these under each other are looked at by nobody, and each costs a part of every frame.
const MOST: usize = 8;

/// What can be chosen of one node.
#[derive(Clone, Debug, PartialEq)]
struct Choice {
    label: String,
    /// Paths and descriptors of those metrics that are kept over time.
    metrics: Vec<(String, MetricDescriptor)>,
}

fn choices(spec: &LabSpec) -> Vec<Choice> {
    let of_node = spec.nodes.iter().map(|node| {
        let kind = spec.kinds.iter().find(|kind| kind.key == node.kind_key);
        let metrics = kind.map_or(&[][..], |kind| &kind.metrics).iter();
        let over_time = metrics.filter(|metric| metric.kind != MetricType::Distribution);
        Choice {
            label: node.label.clone(),
            metrics: over_time
                .map(|metric| (node.path(&metric.key), metric.clone()))
                .collect(),
        }
    });
    of_node
        .filter(|choice| !choice.metrics.is_empty())
        .collect()
}

/// A counter is drawn as its rate, a level as it is.
fn chart(node: &str, path: &str, metric: &MetricDescriptor) -> ChartSpec {
    let counter = metric.kind == MetricType::Counter;
    let (label, unit) = match (counter, metric.unit) {
        (true, Unit::Count) => (metric.label.clone(), Unit::PerSecond),
        (true, unit) => (say::a_second(&metric.label).into(), unit),
        (false, unit) => (metric.label.clone(), unit),
    };
    ChartSpec {
        id: path.to_owned(),
        title: say::node_metric(node, &metric.label).into(),
        x: Axis {
            label: say::simulated_time().into(),
            unit: Unit::Duration,
            log: false,
        },
        y: Axis {
            label,
            unit,
            log: false,
        },
        series: vec![SeriesView {
            label: metric.label.to_string(),
            doc: metric.doc.clone(),
            foretells: None,
        }],
    }
}

pub fn any(bench: Bench, id: String) -> AnyView {
    let choices = StoredValue::new(bench.spec.with_value(|spec| choices(spec)));
    if choices.with_value(Vec::is_empty) {
        return inert(r#"p class="more__instead""#, say::no_metric_over_time());
    }
    // Places among the choices, and of the metric among its node's.
    let node = RwSignal::new(0_usize);
    let metric = RwSignal::new(0_usize);
    let chosen = RwSignal::new(Vec::<(usize, usize)>::new());
    let chosen_already = move || chosen.with(|chosen| chosen.contains(&(node.get(), metric.get())));
    let full = move || chosen.with(|chosen| chosen.len() >= MOST);

    let (node_id, metric_id, doc_id) = (
        format!("{id}-node"),
        format!("{id}-metric"),
        format!("{id}-doc"),
    );
    let option = |(place, label): (usize, String)| view! { <option value=place.to_string()>{label}</option> };
    let nodes = choices.with_value(|choices| {
        let labels = choices.iter().map(|choice| choice.label.clone());
        labels.enumerate().map(option).collect_view()
    });
    let metrics = move || {
        choices.with_value(|choices| {
            let metrics = choices
                .get(node.get())
                .map_or(&[][..], |choice| &choice.metrics);
            let labels = metrics.iter().map(|(_, metric)| metric.label.to_string());
            labels.enumerate().map(option).collect_view()
        })
    };
    let doc = move || {
        choices.with_value(|choices| {
            let (_, metric) = choices.get(node.get())?.metrics.get(metric.get())?;
            Some(metric.doc.to_string())
        })
    };
    let add = move |_| {
        let choice = (node.get_untracked(), metric.get_untracked());
        chosen.update(|chosen| {
            if chosen.len() < MOST && !chosen.contains(&choice) {
                chosen.push(choice);
            }
        });
    };
    let place = |event| event_target_value(&event).parse::<usize>().unwrap_or(0);
    let of = move |choice: (usize, usize)| {
        let remove = move |_| chosen.update(|chosen| chosen.retain(|known| *known != choice));
        let id = format!("{id}-{}-{}", choice.0, choice.1);
        choices.with_value(|choices| {
            let of = choices.get(choice.0)?;
            let (path, metric) = of.metrics.get(choice.1)?;
            Some(one(bench, id, chart(&of.label, path, metric), remove))
        })
    };
    view! {
        <div class="more__choose">
            <label for=node_id.clone()>{say::node()}</label>
            <select
                id=node_id
                on:change=move |event| {
                    node.set(place(event));
                    metric.set(0);
                }
            >
                {nodes}
            </select>
            <label for=metric_id.clone()>{say::head_metric()}</label>
            <select
                id=metric_id
                aria-describedby=doc_id.clone()
                prop:value=move || metric.get().to_string()
                on:change=move |event| metric.set(place(event))
            >
                {move || metrics()}
            </select>
            <button type="button" disabled=move || chosen_already() || full() on:click=add>{say::add_chart()}</button>
            <p class="more__doc" id=doc_id>{move || doc()}</p>
        </div>
        <div class="more__charts">
            <For each=move || chosen.get() key=|choice| *choice children=of/>
        </div>
    }
}

/// The chart of one metric, which is asked for while it is there.
fn one(
    bench: Bench,
    id: String,
    spec: ChartSpec,
    remove: impl Fn(leptos::ev::MouseEvent) + Send + 'static,
) -> AnyView {
    let path = spec.id.clone();
    let watched = bench.want(move || Wanted {
        series: vec![path.clone()],
        ..Wanted::default()
    });
    let marks = bench.marks();
    let live = Signal::derive(move || {
        Some(Live {
            series: Arc::new(watched.get()?.series),
            marks: marks.get(),
            duration_ns: bench.duration_ns.get(),
            ..Live::default()
        })
    });
    let empty = Memo::new(move |_| {
        watched.with(|watched| {
            let series = watched.as_ref().and_then(|watched| watched.series.first());
            series.is_none_or(|series| series.x.is_empty())
        })
    });
    let instead = move || {
        if live.with(Option::is_some) {
            say::nothing_kept()
        } else {
            say::run_to_see()
        }
    };
    let title = spec.title.to_string();
    let shown = Signal::derive(move || !empty.get());
    view! {
        <div class="more__one">
            <p class="more__instead" hidden=move || !empty.get()>
                <b>{title.clone()}</b>
                ". "
                {move || instead()}
            </p>
            <Chart id spec still=None live shown menu=Some(menu)/>
            <button type="button" class="quiet more__remove" on:click=remove>
                {say::remove()}
                <span class="visually-hidden">" " {title}</span>
            </button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(kind: MetricType, unit: Unit) -> MetricDescriptor {
        MetricDescriptor {
            key: "hits".into(),
            label: "Hits".into(),
            doc: "".into(),
            unit,
            kind,
        }
    }

    #[test]
    fn a_counter_is_drawn_as_its_rate() {
        let drawn = |kind, unit| {
            let chart = chart("Cache", "nodes.cache.hits", &metric(kind, unit));
            (chart.y.label.to_string(), chart.y.unit)
        };
        assert_eq!(
            drawn(MetricType::Counter, Unit::Count),
            ("Hits".to_owned(), Unit::PerSecond)
        );
        assert_eq!(
            drawn(MetricType::Counter, Unit::Bytes),
            ("Hits a second".to_owned(), Unit::Bytes)
        );
        assert_eq!(
            drawn(MetricType::Gauge, Unit::Ratio),
            ("Hits".to_owned(), Unit::Ratio)
        );
    }
}
