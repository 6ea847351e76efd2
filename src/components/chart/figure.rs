//! A chart on the page.

use std::sync::Arc;

use headroom_content::model::{Html, Still};
use headroom_sim::protocol::{ChartSpec, Series};
use leptos::html::Canvas;
use leptos::prelude::*;

use crate::components::view;

use super::ink::{DASHES, Ink, SERIES};

/// What there is to draw.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    pub series: Arc<Vec<Series>>,
    pub bands: Arc<Vec<Band>>,
    pub marks: Arc<Vec<Mark>>,
    /// How long the run will be, nanoseconds.
    pub duration_ns: u64,
}

/// A range of y along x, behind the series that it belongs to: an interval of confidence.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Band {
    /// Index of its series.
    pub of: usize,
    pub x: Vec<f64>,
    pub low: Vec<f32>,
    pub high: Vec<f32>,
}

/// Something that happened at a place of the x axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// In the base unit of the x axis.
    pub at: f64,
    /// Where it ended, of what lasts.
    pub until: Option<f64>,
    pub label: String,
    pub kind: MarkKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkKind {
    /// Something went wrong.
    Fault,
    /// Somebody set something.
    Change,
    /// A place worth a look, such as the knee of a curve.
    Place,
}

/// A figure: drawing, legend, a sentence and a table. Shows `still` until `live` has something.
#[component]
pub fn Chart(
    /// Unique on the page.
    id: String,
    spec: ChartSpec,
    still: Option<Still>,
    #[prop(into)] live: Signal<Option<Live>>,
    /// Whether there is something to see in it.
    #[prop(into)]
    shown: Signal<bool>,
) -> impl IntoView {
    let still = still.unwrap_or_else(|| Still {
        chart: spec.id.clone(),
        svg: Html::default(),
        table: Html::default(),
        summary: String::new(),
    });
    let title_id = format!("{id}-title");
    let canvas = NodeRef::<Canvas>::new();
    let is_live = Memo::new(move |_| live.with(Option::is_some));
    // Texts of the data on show; `None` while that is the still's.
    let summary = RwSignal::new(None::<String>);
    let table = RwSignal::new(None::<String>);

    #[cfg(target_arch = "wasm32")]
    super::live::attach(
        spec.clone(),
        live,
        canvas,
        super::live::Texts { summary, table },
    );

    let legend = spec.series.iter().enumerate().map(|(index, series)| {
        view! {
            <li title=series.doc.to_string()>
                <Swatch index/>
                {series.label.clone()}
            </li>
        }
    });
    let axes = format!("{} · {}", spec.y.label, spec.x.label);
    view! {
        <figure
            class="chart"
            class:chart--live=move || is_live.get()
            aria-labelledby=title_id.clone()
            hidden=move || !shown.get()
        >
            <div class="chart__head">
                <p class="chart__title" id=title_id.clone()>{spec.title.to_string()}</p>
                <p class="chart__axes">{axes}</p>
            </div>
            <ul class="chart__legend">{legend.collect_view()}</ul>
            <div class="chart__plot">
                <div class="chart__still" inner_html=still.svg.0></div>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
            </div>
            <figcaption class="chart__summary">
                {move || summary.get().unwrap_or_else(|| still.summary.clone())}
            </figcaption>
            <details class="chart__data">
                <summary>"Data table"<span class="visually-hidden">": " {spec.title.to_string()}</span></summary>
                <div class="chart__scroll" tabindex="0" role="region" aria-label=format!("Data of {}", spec.title)>
                    <table inner_html=move || table.get().unwrap_or_else(|| still.table.0.clone())></table>
                </div>
            </details>
        </figure>
    }
}

/// The line of a series in the legend: its colour and its dashes.
#[component]
fn Swatch(index: usize) -> impl IntoView {
    let color = format!("var({})", Ink::series(index).property());
    let dash: Vec<String> = DASHES[index % SERIES].iter().map(u8::to_string).collect();
    view! {
        <svg class="chart__swatch" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true" focusable="false">
            <line x1="0" y1="4" x2="28" y2="4" stroke-width="2.5" stroke-dasharray=dash.join(" ") style:stroke=color/>
        </svg>
    }
}
