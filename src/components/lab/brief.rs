//! A lab in small: one experiment, a few charts, one button.

use std::sync::Arc;

use headroom_content::model::Lab;
use headroom_sim::protocol::LabSpec;
use leptos::prelude::*;

use crate::components::{inert, view};
use crate::state::site::Here;

use super::controls::Buttons;
use super::readout::{Progress, Tiles};
use super::seal::Seal;
use crate::words::{lab as say, lang_of, lang_of_content};

/// Its controls may be pressed before its program has come: they remember.
#[component]
pub fn Brief(lab: Lab, spec: Arc<LabSpec>) -> impl IntoView {
    let route = lab.route();
    let bench = super::bench_of(&lab, spec.clone());
    let root = NodeRef::<leptos::html::Section>::new();

    #[cfg(target_arch = "wasm32")]
    super::wake(bench, root, RwSignal::new(false), true);

    let title_id = format!("{}-lab-title", lab.id);
    // It is one experiment of the scenario, and is named for it.
    let preset = spec.presets.iter().find(|known| known.name == lab.preset);
    let (kicker, title) = match preset {
        Some(preset) => (spec.title.clone(), preset.title.clone()),
        None => (say::lab().to_owned(), spec.title.clone()),
    };
    let charts = super::charts(&lab, &spec, bench, None);
    view! {
        <section class="lab lab--brief" id=lab.id.clone() node_ref=root aria-labelledby=title_id.clone()>
            <header class="lab__head">
                <p class="lab__kicker" lang=lang_of(&kicker)>{kicker.clone()}</p>
                <p class="lab__title" lang=lang_of_content() id=title_id.clone()>{title}</p>
                <div class="lab__sentence" lang=lang_of_content() inner_html=lab.sentence.0></div>
            </header>
            <div class="lab__bench">
                <fieldset class="lab__controls">
                    {inert(r#"legend class="visually-hidden""#, say::controls())}
                    <Buttons bench/>
                </fieldset>
                <div class="lab__readout">
                    <noscript inner_html=super::recorded(&spec, &lab.preset, true)></noscript>
                    <Progress bench/>
                    <Seal bench id=lab.id.clone() asked=lab.asked/>
                    <Tiles bench watch=lab.watch brief=true/>
                    {charts}
                    <Whole route/>
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
            <a href=href>{say::open_whole_lab()}</a>
            {say::to_change_the_load()}
        </p>
    }
}
