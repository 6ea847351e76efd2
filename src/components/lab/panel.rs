//! All there is to know of one node: what it is, what it is set to, what it does, whom it calls.

use headroom_sim::descriptor::{KindDescriptor, MetricDescriptor, MetricType, ParamDescriptor};
use headroom_sim::protocol::{LabSpec, LinkView, NodeView, Wanted};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::diagram::{focus_node, glyph, per_second, share};
use crate::components::{escape, inert, view};
use crate::platform::focus;
use crate::platform::keys::pressed;
use crate::state::keys::{InPanel, Keys};
use crate::state::site::Here;

use super::bench::{Bench, Dial};
use super::dial_scale::show;
use super::dials::Setting;
use crate::words::{Say, lab as say};

/// What of a distribution is shown: the part of its path, and its name.
const PARTS: [(&str, Say); 3] = [("mean", say::mean), ("p50", say::median), ("p99", || "p99")];

/// So many parameters are shown without being asked for.
const FEW: usize = 12;

/// The panel of the chosen node. The focus goes there and, when it is closed, back to the node.
#[component]
pub fn Panel(
    bench: Bench,
    id: String,
    /// The id of the diagram whose nodes are chosen.
    topology: String,
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let leave = StoredValue::new(topology);
    let close = move || {
        if let Some(index) = chosen.get_untracked() {
            chosen.set(None);
            leave.with_value(|topology| focus_node(topology, index));
        }
    };
    move || {
        let spec = bench.spec.get_value();
        let index = chosen.get()?;
        let node = spec.nodes.get(index)?.clone();
        let kind = spec.kinds.iter().find(|kind| kind.key == node.kind_key)?;
        let id = format!("{id}-node");
        let title_id = format!("{id}-title");
        // The lab may be called as the node is.
        let label = say::node(&node.label);
        focus::focus_soon(title_id.clone());
        let sheet = [
            settings(bench, &id, &node, kind),
            metrics(bench, &node, kind),
            neighbours(bench, &spec, index, chosen),
            leaves_out(kind),
        ];
        let about = Here::get().base.href(&format!("components/{}/", kind.key));
        Some(view! {
            <section
                class="panel"
                aria-label=label
                on:keydown=move |event| {
                    if let Some(InPanel::Close) = InPanel::of(&pressed(&event)) {
                        close();
                    }
                }
            >
                <header class="panel__head">
                    <svg class="panel__glyph" viewBox="0 0 16 16" width="28" height="28" aria-hidden="true" focusable="false">
                        <path d=glyph::strokes(&kind.key)/>
                    </svg>
                    <div>
                        <p class="panel__name" id=title_id tabindex="-1">{node.label.clone()}</p>
                        <p class="panel__kind">
                            {kind.label.to_string()}
                            " · "
                            <a href=about>{say::about_component(&kind.label)}</a>
                        </p>
                    </div>
                    <button type="button" class="panel__close" on:click=move |_| close()>
                        {say::close()}
                        <span class="visually-hidden">{say::the_panel_of(&node.label)}</span>
                    </button>
                </header>
                <p class="panel__summary">{kind.summary.to_string()}</p>
                <div class="panel__sheet">{sheet.into_iter().collect_view()}</div>
            </section>
        })
    }
}

/// A part of the panel under its name.
fn part(class: &'static str, title: &'static str, inner: AnyView) -> AnyView {
    view! {
        <div class=format!("panel__part panel__{class}")>
            <p class="panel__title">{title}</p>
            {inner}
        </div>
    }
}

/// The parameters: those with a dial by that, the others as they are.
fn settings(bench: Bench, id: &str, node: &NodeView, kind: &KindDescriptor) -> AnyView {
    let path = |param: &ParamDescriptor| node.path(&param.key);
    let dial = |param: &ParamDescriptor| -> Option<Dial> {
        let path = path(param);
        bench
            .dials
            .with_value(|dials| dials.iter().find(|dial| dial.knob.path == path).cloned())
    };
    let (mut dials, mut fixed) = (Vec::new(), Vec::new());
    for (place, param) in kind.params.iter().enumerate() {
        if let Some(dial) = dial(param) {
            let id = format!("{id}-{}", param.key);
            dials.push(view! { <Setting bench dial id/> });
        } else {
            let written = node.values.get(place).cloned().unwrap_or_default();
            fixed.push(value(bench, param, path(param), written));
        }
    }
    let without = dials.is_empty();
    let count = fixed.len();
    let summary = match (without, count) {
        (true, 1) => say::one_parameter().to_owned(),
        (true, _) => say::parameters(count),
        (false, 1) => say::one_more_parameter().to_owned(),
        (false, _) => say::more_parameters(count),
    };
    let inner = view! {
        {(!without).then(|| view! { <div class="panel__dials">{dials}</div> })}
        {(count > 0).then(|| view! {
            <details class="panel__fixed" open=count <= FEW>
                <summary>{summary}</summary>
                <ul>{fixed}</ul>
            </details>
        })}
    };
    part("settings", say::settings(), inner)
}

/// One parameter that has no dial, as the file has it or the experiment.
fn value(bench: Bench, param: &ParamDescriptor, path: String, written: String) -> AnyView {
    let kind = param.kind.clone();
    let told = Memo::new(move |_| {
        let preset = bench.preset_view()?;
        let (_, value) = preset.set.iter().find(|(known, _)| *known == path)?;
        Some(show(&kind, value))
    });
    let shown = move || told.get().unwrap_or_else(|| written.clone());
    let by = move || told.with(|told| told.as_ref().map(|_| say::set_by_experiment()));
    view! {
        <li title=param.doc.to_string()>
            <span class="panel__of">{param.label.to_string()}</span>
            <span class="panel__value">{shown}</span>
            <span class="panel__by">{by}</span>
        </li>
    }
}

/// The figures that a metric has in a report, with their names.
fn figures(node: &NodeView, metric: &MetricDescriptor) -> Vec<(String, &'static str)> {
    if metric.kind == MetricType::Distribution {
        let part =
            |(part, name): (&str, Say)| (node.path(&format!("{}.{part}", metric.key)), name());
        PARTS.into_iter().map(part).collect()
    } else {
        vec![(node.path(&metric.key), "")]
    }
}

/// Every metric with its value in the run on show.
fn metrics(bench: Bench, node: &NodeView, kind: &KindDescriptor) -> AnyView {
    let of = |metric: &MetricDescriptor| figures(node, metric);
    let units: Vec<_> = (kind.metrics.iter())
        .flat_map(|metric| of(metric).into_iter().map(|_| metric.unit))
        .collect();
    let paths: Vec<String> = (kind.metrics.iter())
        .flat_map(|metric| of(metric).into_iter().map(|(path, _)| path))
        .collect();
    let heard = bench.want(move || Wanted {
        figures: paths.clone(),
        ..Wanted::default()
    });
    let there = Memo::new(move |_| heard.with(Option::is_some));
    let texts = Memo::new(move |_| {
        heard.with(|heard| {
            let figures = heard.as_ref().map(|heard| heard.figures.as_slice());
            let shown = units.iter().enumerate().map(|(place, &unit)| {
                let value = figures.and_then(|figures| *figures.get(place)?);
                value.map_or_else(|| "–".to_owned(), |value| quantity::format(value, unit))
            });
            shown.collect::<Vec<String>>()
        })
    });
    let value = move |place: usize| texts.with(|texts| texts.get(place).cloned());
    let mut next = 0;
    let rows = kind.metrics.iter().map(|metric| {
        let cells = of(metric).into_iter().map(|(path, name)| {
            let place = next;
            next += 1;
            view! {
                <span class="panel__figure" data-metric=path>
                    {(!name.is_empty()).then(|| format!("{name} "))}
                    <b>{move || value(place)}</b>
                </span>
            }
        });
        let cells = cells.collect_view();
        view! {
            <tr role="row" title=metric.doc.to_string()>
                <th role="rowheader" scope="row">{metric.label.to_string()}</th>
                <td role="cell" class="panel__value">{cells}</td>
                <td role="cell" class="panel__doc">{metric.doc.to_string()}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let remark = move || match (bench.sweeps(), there.get()) {
        (true, _) => say::many_runs(),
        (false, false) => say::start_for_values(),
        (false, true) => say::run_so_far(),
    };
    let inner = view! {
        <p class="panel__note">{remark}</p>
        <table class="panel__metrics" role="table">
            <thead class="visually-hidden" role="rowgroup">
                <tr role="row">
                    {inert(r#"th role="columnheader" scope="col""#, say::metric())}
                    {inert(r#"th role="columnheader" scope="col""#, say::value())}
                    {inert(r#"th role="columnheader" scope="col""#, say::what_it_is())}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    };
    part("measured", say::measured(), inner)
}

/// Who calls it and whom it calls, with what goes along each link.
fn neighbours(
    bench: Bench,
    spec: &LabSpec,
    index: usize,
    chosen: RwSignal<Option<usize>>,
) -> AnyView {
    let list = |title: &'static str, pick: fn(&LinkView) -> (u32, u32)| {
        let links = spec.links.iter().enumerate();
        let here = links.filter(|(_, link)| pick(link).0 as usize == index);
        let items = here.filter_map(|(place, link)| {
            let other = pick(link).1 as usize;
            let name = spec.nodes.get(other)?.label.clone();
            Some(neighbour(bench, place, link, name, move || {
                chosen.set(Some(other));
            }))
        });
        let items: Vec<AnyView> = items.collect();
        (!items.is_empty()).then(|| {
            view! {
                <p class="panel__subtitle">{title}</p>
                <ul class="panel__links">{items}</ul>
            }
        })
    };
    let called = list(say::called_by(), |link| (link.to, link.from));
    let calls = list(say::calls(), |link| (link.from, link.to));
    let alone = called.is_none() && calls.is_none();
    let inner = view! {
        {called}
        {calls}
        {alone.then(say::no_links)}
    };
    part("neighbours", say::links(), inner)
}

fn neighbour(
    bench: Bench,
    place: usize,
    link: &LinkView,
    name: String,
    go: impl Fn() + 'static,
) -> AnyView {
    let flow = Memo::new(move |_| {
        let link = bench.links_seen().get(place).copied().unwrap_or_default();
        let rate = if link.per_second > 0.0 {
            per_second(link.per_second)
        } else {
            say::nothing_now().to_owned()
        };
        let failed = (link.failed > 0.0).then(|| say::share_fail(share(link.failed)));
        (rate, failed)
    });
    let told = (link.told.iter()).map(|(name, value)| format!("{name} {value}"));
    let told = told.collect::<Vec<String>>().join(" · ");
    let told = (!told.is_empty()).then_some(told);
    view! {
        <li>
            <button type="button" class="quiet panel__go" on:click=move |_| go()>{name}</button>
            <span class="panel__value">
                {move || flow.with(|(rate, _)| rate.clone())}
                <b class="panel__failed">{move || flow.with(|(_, failed)| failed.as_ref().map(|failed| format!(" · {failed}")))}</b>
            </span>
            <span class="panel__told">{told}</span>
        </li>
    }
}

fn leaves_out(kind: &KindDescriptor) -> AnyView {
    let items = kind.leaves_out.iter().fold(String::new(), |list, what| {
        list + "<li>" + &escape(what) + "</li>"
    });
    if items.is_empty() {
        return ().into_any();
    }
    let inner = view! { <ul class="panel__out" inner_html=items></ul> };
    part("leaves-out", say::leaves_out(), inner)
}

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;

    use super::*;

    #[test]
    fn a_distribution_is_three_figures_and_any_other_metric_one() {
        let node = NodeView {
            id: "app".to_owned(),
            label: "App".to_owned(),
            kind: "Service".into(),
            kind_key: "service".into(),
            position: (0.0, 0.0),
            areas: Vec::new(),
            values: Vec::new(),
        };
        let metric = |kind| MetricDescriptor {
            key: "wait_ms".into(),
            label: "Wait".into(),
            doc: "Time in the queue.".into(),
            unit: Unit::Milliseconds,
            kind,
        };
        let paths = |kind| -> Vec<String> {
            let figures = figures(&node, &metric(kind));
            figures.into_iter().map(|(path, _)| path).collect()
        };
        assert_eq!(paths(MetricType::Gauge), ["nodes.app.wait_ms"]);
        assert_eq!(
            paths(MetricType::Distribution),
            [
                "nodes.app.wait_ms.mean",
                "nodes.app.wait_ms.p50",
                "nodes.app.wait_ms.p99"
            ]
        );
    }
}
