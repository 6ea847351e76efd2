//! The lab: an experiment on a running system.
//!
//! On the host it renders the still of a real run: sentence, experiments, settings, figures and charts. In the
//! browser it takes that over, and when the reader comes near, starts the engine in a worker.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "components take their props by value, and a bench is a bundle of handles to copy"
)]

#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host there is no engine to hear from")
)]
mod bench;
mod controls;
mod dial_scale;
mod dials;
#[cfg(target_arch = "wasm32")]
mod engine;
mod readout;
mod speed;

use std::sync::Arc;

use headroom_content::model::Lab;
use headroom_sim::protocol::{Frame, LabSpec};
use leptos::prelude::*;

#[cfg(not(target_arch = "wasm32"))]
use crate::components::escape;
use crate::components::view;

use self::bench::Bench;
use self::controls::{Buttons, Presets, Transport};
use self::dials::Dials;
use self::readout::{Notice, Progress, Tiles, Verdicts};
use super::chart::Chart;
use super::diagram::Topology;
use crate::state::site::Here;

/// A lab on a page.
#[component]
pub fn LabView(lab: Lab) -> impl IntoView {
    match postcard::from_bytes::<LabSpec>(&lab.spec) {
        Ok(spec) => view! { <Instrument lab spec/> }.into_any(),
        // Only possible when page and program are of different builds: what was drawn is still true.
        Err(_) => view! {
            <section class="lab" id=lab.id>
                <div class="lab__sentence" inner_html=lab.sentence.0></div>
                <p class="lab__notice" role="status">
                    "This lab was made for another version of the site. Reload the page to run it."
                </p>
            </section>
        }
        .into_any(),
    }
}

#[component]
fn Instrument(lab: Lab, spec: LabSpec) -> impl IntoView {
    let spec = Arc::new(spec);
    let (brief, route) = (lab.is_brief(), lab.route());
    // The frame is absent in a lab that was never drawn; the bench then stands at time zero.
    let frame = postcard::from_bytes::<Frame>(&lab.frame).ok();
    let bench = Bench::new(spec.clone(), &lab.preset, frame, lab.verdicts);
    let root = NodeRef::<leptos::html::Section>::new();
    // Controls work once the program is here; until then they are shown as they will be. Those of a brief lab may be pressed
    // before: it remembers.
    let awake = RwSignal::new(false);

    #[cfg(target_arch = "wasm32")]
    wake(bench, root, awake, brief);

    let title_id = format!("{}-lab-title", lab.id);
    let charts = spec.charts.iter().enumerate();
    let charts = charts
        .filter(|(_, chart)| !brief || lab.charts.contains(&chart.id))
        .map(|(index, chart)| {
            let still = lab
                .stills
                .iter()
                .find(|still| still.chart == chart.id)
                .cloned();
            let live = bench.charts.with_value(|charts| charts[index]);
            let of = chart.clone();
            let shown = Signal::derive(move || bench.draws(&of));
            view! { <Chart id=format!("{}-{}", lab.id, chart.id) spec=chart.clone() still live shown/> }
        })
        .collect_view();
    // A brief lab is one experiment of the scenario, and is named for it.
    let preset = spec.presets.iter().find(|known| known.name == lab.preset);
    let (kicker, title) = match preset.filter(|_| brief) {
        Some(preset) => (spec.title.clone(), preset.title.clone()),
        None => ("Lab".to_owned(), spec.title.clone()),
    };
    let id = lab.id.clone();
    let controls = if brief {
        view! { <Buttons bench/> }.into_any()
    } else {
        view! {
            <Presets bench id=id.clone()/>
            <Transport bench id=id.clone()/>
            <Dials bench id=id.clone()/>
        }
        .into_any()
    };
    let end = if brief {
        view! { <Whole route/> }.into_any()
    } else {
        view! {
            <Topology
                id=format!("{id}-topology")
                nodes=spec.nodes.clone()
                links=spec.links.clone()
                live=bench.nodes
            />
            <Verdicts bench id=id.clone()/>
            <p class="lab__whole"><a href=Here::get().base.href("accuracy/")>"How accurate is it?"</a></p>
        }
        .into_any()
    };
    view! {
        <section class="lab" class:lab--brief=brief id=id node_ref=root aria-labelledby=title_id.clone()>
            <header class="lab__head">
                <p class="lab__kicker">{kicker}</p>
                <p class="lab__title" id=title_id.clone()>{title}</p>
                <div class="lab__sentence" inner_html=lab.sentence.0></div>
            </header>
            <div class="lab__bench">
                <fieldset class="lab__controls" disabled=move || !(brief || awake.get())>
                    <legend class="visually-hidden">"Controls"</legend>
                    {controls}
                </fieldset>
                <div class="lab__readout">
                    <noscript inner_html=recorded(&spec, &lab.preset, brief)></noscript>
                    <Notice bench/>
                    <Progress bench/>
                    <Tiles bench watch=lab.watch brief/>
                    <div class="lab__charts">{charts}</div>
                    {end}
                </div>
            </div>
        </section>
    }
}

/// Leads from a brief lab to the page of the whole one.
#[component]
fn Whole(route: String) -> impl IntoView {
    let href = Here::get().base.href(&format!("{route}#lab"));
    view! {
        <p class="lab__whole">
            <a href=href>"Open the whole lab"</a>
            " to change the load, break things and compare."
        </p>
    }
}

/// What a reader sees whose browser runs no scripts. In one that does, this is text and stays as it is.
#[cfg(not(target_arch = "wasm32"))]
fn recorded(spec: &LabSpec, preset: &str, brief: bool) -> String {
    const MADE: &str = "The engine made this run when the site was built, to its end. With JavaScript it runs here";
    let experiment = spec.presets.iter().find(|known| known.name == preset);
    // A brief lab is titled for it.
    let experiment = experiment.filter(|_| !brief);
    let experiment = experiment.map_or_else(String::new, |preset| {
        format!(
            "<p class=\"lab__experiment\"><b>{}</b> {}</p>",
            escape(&preset.title),
            escape(&preset.sentence)
        )
    });
    let yours = if brief {
        ""
    } else {
        ", and the load, the settings and the seed are yours to change"
    };
    format!("{experiment}<p class=\"lab__recorded\">{MADE}{yours}.</p>")
}

#[cfg(target_arch = "wasm32")]
fn recorded(_: &LabSpec, _: &str, _: bool) -> String {
    String::new()
}

/// Starts the engine when the lab comes near the viewport; that of a brief lab, which many will only look at, when it is
/// wanted.
#[cfg(target_arch = "wasm32")]
fn wake(bench: Bench, root: NodeRef<leptos::html::Section>, awake: RwSignal<bool>, brief: bool) {
    use crate::platform::observe::Near;

    /// About a screen ahead: the engine is there before the reader is.
    const AHEAD: u32 = 800;

    let script = format!("sim_loader.js?{}", headroom_sim::protocol::BUILD);
    let line = engine::Line::new(bench, Here::get().base.href(&script));
    let watch = StoredValue::new_local(None::<Near>);
    Effect::new(move |_| {
        awake.set(true);
        let Some(root) = root.get().filter(|_| !brief) else {
            return;
        };
        watch.set_value(Near::new(&root, AHEAD, move |near| {
            if near {
                line.warm();
            }
        }));
    });
}
