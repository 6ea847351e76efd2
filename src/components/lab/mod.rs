//! The lab: an experiment on a running system, in two sizes.
//!
//! On the host it renders the still of a real run: sentence, experiments, settings, figures and charts. In the
//! browser it takes that over, and when the reader comes near, starts the engine in a worker. The brief one has a program of its
//! own: it comes where every visitor begins.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "components take their props by value, and a bench is a bundle of handles to copy"
)]

mod asked;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host there is no engine to hear from")
)]
mod bench;
mod brief;
mod choice;
mod controls;
mod desk;
mod dial_scale;
mod dials;
#[cfg(target_arch = "wasm32")]
mod engine;
mod explain;
mod faults;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host there is no engine to hear from")
)]
mod history;
pub mod marks;
mod more;
mod panel;
#[cfg(target_arch = "wasm32")]
mod pool;
mod predict;
mod readout;
mod seal;
mod share;
mod speed;
mod strikes;
mod timeline;
pub mod tools;
mod traces;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host there is no engine to hear from")
)]
mod wants;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host there is no engine to hear from")
)]
mod weigh;

use std::sync::Arc;

use headroom_content::model::Lab;
use headroom_sim::protocol::{Frame, LabSpec};
use leptos::prelude::*;

#[cfg(not(target_arch = "wasm32"))]
use crate::components::escape;
use crate::components::view;

pub use self::bench::{Bench, Phase};
use self::brief::Brief;
pub use self::controls::Buttons;
use self::desk::Desk;
pub use self::dials::Dials;
#[cfg(target_arch = "wasm32")]
pub use self::pool::Pool;
pub use self::readout::Progress;
pub use self::share::{Copied, EMBED, LAB_FRAME_HEIGHT, OfDesign, frame_code, full, sentence};
use super::chart::{Chart, Live, Menu};
use crate::words::{lab as say, lang_of_content};

/// A lab with all that can be done with it.
pub fn whole(lab: Lab) -> AnyView {
    match spec_of(&lab) {
        Some(spec) => view! { <Desk lab spec/> },
        None => of_another_build(lab),
    }
}

/// The lab of a design of the reader's, which runs by itself as soon as it is there.
pub fn running(lab: Lab, of: OfDesign) -> AnyView {
    // One that is to be set first runs when it is.
    if of.opens.is_none() {
        provide_context(AtOnce);
    }
    provide_context(of);
    whole(lab)
}

/// Told to a lab that runs by itself.
#[derive(Clone, Copy)]
struct AtOnce;

/// A lab that shows one experiment and can only be run.
pub fn brief(lab: Lab) -> AnyView {
    match spec_of(&lab) {
        Some(spec) => view! { <Brief lab spec/> },
        None => of_another_build(lab),
    }
}

fn spec_of(lab: &Lab) -> Option<Arc<LabSpec>> {
    postcard::from_bytes(&lab.spec).ok().map(Arc::new)
}

/// Only possible when page and program are of different builds: what was drawn is still true.
fn of_another_build(lab: Lab) -> AnyView {
    view! {
        <section class="lab" id=lab.id>
            <div class="lab__sentence" lang=lang_of_content() inner_html=lab.sentence.0></div>
            <p class="lab__notice" role="status">
                {say::another_version()}
            </p>
        </section>
    }
}

/// A bench that shows the run which the lab was drawn from. The frame is absent in a lab that was never drawn; the bench then
/// stands at time zero.
fn bench_of(lab: &Lab, spec: Arc<LabSpec>) -> Bench {
    let frame = postcard::from_bytes::<Frame>(&lab.frame).ok();
    Bench::new(spec, &lab.preset, frame, &lab.unused, lab.verdicts.clone())
}

/// The lab's charts, or those of a brief one, each with `menu` to take it along.
fn charts(lab: &Lab, spec: &LabSpec, bench: Bench, menu: Option<Menu>) -> AnyView {
    let marks = bench.marks();
    let charts = spec.charts.iter().enumerate();
    let charts = charts
        .filter(|(_, chart)| !lab.is_brief() || lab.charts.contains(&chart.id))
        .map(|(index, chart)| {
            let still = lab
                .stills
                .iter()
                .find(|still| still.chart == chart.id)
                .cloned();
            let live = bench.charts.with_value(|charts| charts[index]);
            let live = Signal::derive(move || {
                let live = live.get()?;
                let marks = marks.get();
                Some(Live { marks, ..live })
            });
            let of = chart.clone();
            let shown = Signal::derive(move || bench.draws(&of));
            view! { <Chart id=format!("{}-{}", lab.id, chart.id) spec=chart.clone() still live shown menu/> }
        })
        .collect_view();
    view! { <div class="lab__charts">{charts}</div> }
}

/// What a reader sees whose browser runs no scripts. In one that does, this is text and stays as it is.
#[cfg(not(target_arch = "wasm32"))]
fn recorded(spec: &LabSpec, preset: &str, brief: bool) -> String {
    let experiment = spec.presets.iter().find(|known| known.name == preset);
    // A brief lab is titled for it.
    let experiment = experiment.filter(|_| !brief);
    let experiment = experiment.map_or_else(String::new, |preset| {
        format!(
            "<p class=\"lab__experiment\"{}><b>{}</b> {}</p>",
            lang_of_content().map_or_else(String::new, |lang| format!(" lang=\"{lang}\"")),
            escape(&preset.title),
            escape(&preset.sentence)
        )
    });
    let made = if brief {
        say::recorded_brief()
    } else {
        say::recorded_whole()
    };
    format!("{experiment}<p class=\"lab__recorded\">{made}</p>")
}

#[cfg(target_arch = "wasm32")]
fn recorded(_: &LabSpec, _: &str, _: bool) -> String {
    String::new()
}

/// Where the engine's program is. To be asked while a component is made.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host there is no engine to start")
)]
pub fn engine_url() -> String {
    let script = format!("sim_loader.js?{}", headroom_sim::protocol::BUILD);
    crate::state::site::Here::get().base.file(&script)
}

/// Gives the bench its engine, which is started when the lab comes near the viewport; that of a brief lab, which many will only
/// look at, when it is wanted. Controls work once the program is here.
#[cfg(target_arch = "wasm32")]
pub fn wake(
    bench: Bench,
    root: NodeRef<leptos::html::Section>,
    awake: RwSignal<bool>,
    brief: bool,
) {
    use crate::platform::line::Line;
    use crate::platform::observe::Near;
    use crate::platform::settings::saves_data;

    /// About a screen ahead: the engine is there before the reader is.
    const AHEAD: u32 = 800;

    let line = engine::connect(bench, engine_url());
    let watch = StoredValue::new_local(None::<Near>);
    let at_once = use_context::<AtOnce>().is_some();
    Effect::new(move |_| {
        awake.set(true);
        if at_once {
            bench.run();
        }
        let Some(root) = root.get().filter(|_| !brief) else {
            return;
        };
        watch.set_value(Near::new(&root, AHEAD, move |near| {
            if near && !saves_data() {
                line.try_with_value(Line::warm);
            }
        }));
    });
}
