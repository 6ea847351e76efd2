//! The whole lab: what is set on the left, what is seen on the right, and below it what can be asked of a run.

use std::sync::Arc;

use headroom_content::model::Lab;
use headroom_sim::protocol::LabSpec;
use leptos::prelude::*;

use crate::components::chart::menu;
use crate::components::diagram::Topology;
use crate::components::{inert, view};
use crate::state::site::{Here, lab_page, open_design_path};

use super::bench::Phase;
use super::controls::{Presets, Transport};
use super::dials::Dials;
use super::faults::Palette;
use super::more::More;
use super::panel::Panel;
use super::predict::{Predict, Predicting, Veil};
use super::readout::{Progress, Tiles, Verdicts};
use super::seal::Seal;
use super::share::{Seen, Share};
use super::strikes::strikes;
use super::timeline::Timeline;
use super::tools::{self, Tools};
use crate::words::{lab as say, lang_of_content};

#[component]
pub fn Desk(lab: Lab, spec: Arc<LabSpec>) -> impl IntoView {
    let bench = super::bench_of(&lab, spec.clone());
    let root = NodeRef::<leptos::html::Section>::new();
    // Controls work once the program is here; until then they are shown as they will be.
    let awake = RwSignal::new(false);

    #[cfg(target_arch = "wasm32")]
    super::wake(bench, root, awake, false);

    let id = lab.id.clone();
    let title_id = format!("{id}-lab-title");
    let charts = super::charts(&lab, &spec, bench, Some(menu));
    // Index of the node whose panel is open.
    let chosen = RwSignal::new(None::<usize>);
    let seen = Seen {
        node: chosen,
        tool: RwSignal::new(None),
        tools: &tools::KEYS,
    };
    super::asked::open(&spec, seen.tool, seen.tools, &id);
    let asleep = move || !awake.get();
    let shortcuts = move |event| super::controls::shortcut(bench, &event);
    let predicting = Predicting::new(bench, &lab.sim);
    // On the lab's own page it is the lab that asks, and the page nothing.
    let asks = Here::get().route == lab_page(&spec.id) && !spec.headline.is_empty();
    let asked = (lab.asked).or_else(|| asks.then(|| format!("{}/{}", spec.id, lab.preset)));
    let covers = move || predicting.covers();
    view! {
        <section
            class="lab"
            class:lab--covered=covers
            id=id.clone()
            node_ref=root
            aria-labelledby=title_id.clone()
            on:keydown=shortcuts
        >
            <header class="lab__head">
                {inert(r#"p class="lab__kicker""#, say::lab())}
                <p class="lab__title" lang=lang_of_content() id=title_id.clone()>{spec.title.clone()}</p>
                <div class="lab__sentence" lang=lang_of_content() inner_html=lab.sentence.0.clone()></div>
            </header>
            <div class="lab__bench">
                <fieldset class="lab__controls" disabled=asleep>
                    {inert(r#"legend class="visually-hidden""#, say::controls())}
                    <Presets bench id=id.clone()/>
                    <Predict bench predicting id=id.clone()/>
                    <Transport bench id=id.clone()/>
                    <Dials bench id=id.clone()/>
                    <Palette bench id=id.clone()/>
                    <Share bench id=id.clone() seen/>
                </fieldset>
                <div class="lab__readout">
                    <noscript inner_html=super::recorded(&spec, &lab.preset, false)></noscript>
                    <Progress bench/>
                    <Timeline bench id=id.clone()/>
                    <Topology
                        id=format!("{id}-topology")
                        nodes=spec.nodes.clone()
                        links=spec.links.clone()
                        live=Signal::derive(move || bench.nodes_seen())
                        flow=Signal::derive(move || bench.links_seen())
                        unused=bench.unused()
                        chosen
                        marks=strikes(bench)
                        moving=Signal::derive(move || bench.phase.get() == Phase::Running && bench.past.with(Option::is_none))
                    />
                    <Panel bench id=id.clone() topology=format!("{id}-topology") chosen/>
                    <Seal bench id=id.clone() asked/>
                    <Veil predicting id=id.clone()/>
                    <Tiles bench watch=lab.watch brief=false/>
                    {charts}
                    <More bench id=id.clone()/>
                    <Verdicts bench id=id.clone()/>
                    <fieldset class="lab__tools" disabled=asleep>
                        {inert(r#"legend class="visually-hidden""#, say::ask_more())}
                        <Tools bench id=id.clone() spec=lab.spec open=seen.tool/>
                    </fieldset>
                    <p class="lab__links">
                        {open_in_playground(&lab.sim)}
                        <a href=Here::get().base.href("accuracy/")>{say::how_accurate()}</a>
                    </p>
                </div>
            </div>
        </section>
    }
}

/// Where its design can be changed. The playground's own lab is of no design of the site.
fn open_in_playground(sim: &str) -> AnyView {
    if sim.is_empty() {
        return ().into_any();
    }
    let href = Here::get().base.href(&open_design_path(sim));
    view! { <a href=href>{say::open_in_playground()}</a> }
}
