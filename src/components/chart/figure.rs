//! A figure on the page, of series or of any other picture.

use std::fmt::Write as _;
use std::sync::Arc;

use headroom_content::model::{Html, Still};
use headroom_sim::protocol::{ChartSpec, Series};
use leptos::html::Canvas;
use leptos::prelude::*;

use crate::components::{escape, inert, view};
use crate::platform::keys::pressed;
use crate::state::keys::{Keys, OnChart};

use super::draw::is_shown;
use super::frame::Field;
use super::ink::{FINE, HEATS, Ink};
use super::lines::{self, Lines};
use super::picture::{Key, Reading, Shown, nearest};
use crate::words::chart as say;

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
    /// Where it ended, of what lasts; beyond the axis if it did not.
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

/// Makes the menu by which a figure is taken along, from its id, its title and what it shows. A program that has no such menus
/// does not carry what makes them.
pub type Menu = fn(String, String, Signal<Option<Shown>>) -> AnyView;

/// A figure of series: drawing, legend, a sentence and a table. Shows `still` until `live` has something.
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
    #[prop(optional_no_strip)] menu: Option<Menu>,
) -> impl IntoView {
    let hidden = RwSignal::new(0_u32);
    let spec = Arc::new(spec);
    let head = Head {
        title: spec.title.to_string(),
        axes: lines::axes(&spec, spec.y.log),
        keys: lines::keys(&spec),
        hidden: Some(hidden),
    };
    let picture = Signal::derive(move || {
        let live = live.get()?;
        let hidden = hidden.get();
        let spec = spec.clone();
        Some(Arc::new(Lines { spec, live, hidden }) as Shown)
    });
    view! { <Figure id head still picture shown menu/> }
}

/// What stands above a drawing.
pub struct Head {
    pub title: String,
    pub axes: String,
    pub keys: Vec<Key>,
    /// Bit by bit, the keys whose series are not to be seen, if readers may choose.
    pub hidden: Option<RwSignal<u32>>,
}

/// A figure of any picture.
#[component]
pub fn Figure(
    /// Unique on the page.
    id: String,
    head: Head,
    still: Option<Still>,
    picture: Signal<Option<Shown>>,
    shown: Signal<bool>,
    menu: Option<Menu>,
) -> impl IntoView {
    let still = still.unwrap_or_else(|| Still {
        chart: String::new(),
        svg: Html::default(),
        table: Html::default(),
        summary: String::new(),
        zero: 0,
    });
    let title_id = format!("{id}-title");
    let canvas = NodeRef::<Canvas>::new();
    let is_live = Memo::new(move |_| picture.with(Option::is_some));
    // Series that stay at zero in the recorded run and in the one on show; a figure of nothing else is one line.
    let zero = {
        let recorded = still.zero;
        Memo::new(move |_| {
            let live = picture.with(|picture| picture.as_ref().map(|picture| picture.zero()));
            live.unwrap_or(recorded) & recorded
        })
    };
    let all = mask(head.keys.len());
    let nothing = move || all != 0 && zero.get() & all == all;
    let opened = RwSignal::new(false);
    let details = NodeRef::<leptos::html::Details>::new();
    let look = move || {
        let is = details.get_untracked();
        opened.set(is.is_some_and(|details| details.open()));
    };
    let toggled = move |_| look();
    // It may have been opened before this program was there.
    Effect::new(move |_| {
        details.track();
        look();
    });
    // Texts of the data on show; `None` while that is the still's.
    let summary = RwSignal::new(None::<String>);
    let table = RwSignal::new(None::<String>);
    // Where the plot was drawn.
    let field = RwSignal::new(None::<Field>);
    let axes = {
        let usual = head.axes.clone();
        Memo::new(move |_| {
            let live = picture.with(|picture| picture.as_ref()?.axes());
            live.unwrap_or_else(|| usual.clone())
        })
    };

    #[cfg(target_arch = "wasm32")]
    super::live::attach(
        picture,
        canvas,
        super::live::Told {
            field,
            summary,
            table,
            opened,
        },
    );

    let cross = Cross::new(picture, field, is_live);
    let title = head.title.clone();
    view! {
        <figure
            class="chart"
            class:chart--live=move || is_live.get()
            class:chart--nothing=nothing
            aria-labelledby=title_id.clone()
            hidden=move || !shown.get()
        >
            <div class="chart__head">
                <p class="chart__title" id=title_id.clone()>{title.clone()}</p>
                {inert(r#"p class="chart__none""#, say::none_in_this_run())}
                <p class="chart__axes">{move || axes.get()}</p>
            </div>
            {legend(&head, is_live, picture, zero)}
            {cross.plot(&title, still.svg.0, canvas)}
            <p class="chart__summary">
                <span class="chart__told" class:is-aside=move || cross.is_active()>
                    {move || summary.get().unwrap_or_else(|| still.summary.clone())}
                </span>
                <span class="chart__read" aria-hidden="true" inner_html=move || cross.readout()></span>
            </p>
            <div class="chart__foot">
                <details class="chart__data" node_ref=details on:toggle=toggled>
                    <summary>{say::data_table()}<span class="visually-hidden">{say::of(&title)}</span></summary>
                    <div class="chart__scroll" tabindex="0" role="region" aria-label=say::data_of(&title)>
                        <table inner_html=move || table.get().unwrap_or_else(|| still.table.0.clone())></table>
                    </div>
                </details>
                {menu.map(|menu| menu(id, title, picture))}
            </div>
        </figure>
    }
}

/// What is what; series may be put aside by a press, all but the last.
fn legend(
    head: &Head,
    is_live: Memo<bool>,
    picture: Signal<Option<Shown>>,
    zero: Memo<u32>,
) -> AnyView {
    let Some(hidden) = head.hidden else {
        let keys = head.keys.clone();
        let entries = Memo::new(move |_| {
            let live = picture.get().map(|picture| picture.legend());
            let mut html = String::new();
            for key in live.unwrap_or_else(|| keys.clone()) {
                // Writing to a String cannot fail.
                let _ = write!(html, "<li>{}{}</li>", swatch(key.ink), escape(&key.label));
            }
            html
        });
        return view! { <ul class="chart__legend" inner_html=move || entries.get()></ul> };
    };
    let all = mask(head.keys.len());
    let entries = head.keys.iter().enumerate().map(|(index, key)| {
        let swatch = swatch(key.ink);
        let label = key.label.clone();
        let seen = move || is_shown(hidden.get(), index);
        let press = move |_| {
            hidden.update(|hidden| {
                let new = *hidden ^ (1 << index);
                if new & all != all {
                    *hidden = new;
                }
            });
        };
        // What stays at zero stands after the others.
        let idle = move || !is_shown(zero.get(), index);
        view! {
            <li class:is-idle=idle>
                <button
                    type="button"
                    class="chart__key"
                    title=key.doc.clone()
                    aria-pressed=move || seen().to_string()
                    disabled=move || !is_live.get()
                    on:click=press
                >
                    <span inner_html=swatch></span>
                    {label}
                </button>
            </li>
        }
    });
    let entries = entries.collect_view();
    view! { <ul class="chart__legend">{entries}</ul> }
}

/// A bit for each of so many.
fn mask(keys: usize) -> u32 {
    (1_u32 << keys.min(31)) - 1
}

/// How a series looks: its line, or the colour of its surface.
fn swatch(ink: Ink) -> String {
    let color = ink.property();
    match ink {
        Ink::Series(_) | Ink::Theory(_) => {
            let dash: Vec<String> = ink.dash().iter().map(u8::to_string).collect();
            let width = if matches!(ink, Ink::Series(_)) {
                2.5
            } else {
                1.5
            };
            format!(
                r#"<svg class="chart__swatch" viewBox="0 0 28 8" width="28" height="8" aria-hidden="true" focusable="false"><path d="M0 4h28" stroke-width="{width}" stroke-dasharray="{}" stroke="var({color})"/></svg>"#,
                dash.join(" ")
            )
        }
        _ => format!(
            r#"<svg class="chart__swatch" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false"><path d="M0 0h12v12H0z" fill="var({color})" fill-opacity="{:.2}"/></svg>"#,
            ink.opacity()
        ),
    }
}

/// Levels of heat have no names of their own.
pub fn heat_keys(label: impl Fn(u8) -> String) -> Vec<Key> {
    let levels = (0..=HEATS).step_by(2);
    levels
        .map(|level| Key {
            ink: Ink::Heat(level),
            label: label(level),
            doc: String::new(),
        })
        .collect()
}

/// Values at a place that the reader points at, or goes to with the keys.
#[derive(Clone, Copy)]
struct Cross {
    picture: Signal<Option<Shown>>,
    field: RwSignal<Option<Field>>,
    is_live: Memo<bool>,
    /// The place on the x axis.
    at: RwSignal<Option<f64>>,
}

/// Stops that a page key goes on by.
const LEAP: usize = 10;

impl Cross {
    fn new(
        picture: Signal<Option<Shown>>,
        field: RwSignal<Option<Field>>,
        is_live: Memo<bool>,
    ) -> Self {
        let at = RwSignal::new(None);
        Self {
            picture,
            field,
            is_live,
            at,
        }
    }

    fn is_active(self) -> bool {
        self.at.with(Option::is_some)
    }

    /// The place, of those that can be read, nearest to where the reader is.
    fn stop(self) -> Option<(usize, Vec<f64>)> {
        let at = self.at.get()?;
        let stops = self.picture.get()?.stops();
        let log = self
            .field
            .with(|field| field.is_some_and(|field| field.x.log));
        Some((nearest(&stops, at, log)?, stops))
    }

    fn reading(self) -> Option<(f64, Reading)> {
        let (place, stops) = self.stop()?;
        let x = stops[place];
        Some((x, self.picture.get()?.read(x)))
    }

    /// What is read, in one line of markup.
    fn readout(self) -> String {
        let Some((_, reading)) = self.reading() else {
            return String::new();
        };
        let mut html = format!("<b>{}</b>", escape(&reading.at));
        for value in &reading.values {
            let swatch = value.ink.map(swatch).unwrap_or_default();
            // Writing to a String cannot fail.
            let _ = write!(
                html,
                " <span>{swatch}{} <b>{}</b></span>",
                escape(&value.label),
                escape(&value.text)
            );
        }
        html
    }

    fn words(self) -> String {
        match self.reading() {
            Some((_, reading)) => reading.words(),
            None => say::arrow_keys().to_owned(),
        }
    }

    /// The line and the points on it. The series below are not drawn anew for it.
    fn overlay(self) -> String {
        let (Some((x, reading)), Some(field)) = (self.reading(), self.field.get()) else {
            return String::new();
        };
        let css = |fine: i32| f64::from(fine) / f64::from(FINE);
        let x = css(field.x_at(x));
        let (top, bottom) = (css(field.top), css(field.bottom));
        let mut svg = format!(r#"<path d="M{x} {top}V{bottom}"/>"#);
        for value in reading.values {
            if let (Some(ink), Some(y)) = (value.ink, value.y) {
                let (y, color) = (css(field.y_at(y)), ink.property());
                let _ = write!(
                    svg,
                    r#"<circle cx="{x}" cy="{y}" r="4" fill="var({color})"/>"#
                );
            }
        }
        svg
    }

    fn point(self, css: f64) {
        if let Some(field) = self.field.get_untracked() {
            self.at.set(Some(field.x_of(css)));
        }
    }

    /// Goes along the stops. Whether the key meant that.
    fn go(self, act: OnChart) -> bool {
        let stops = match self.picture.get_untracked() {
            Some(picture) => picture.stops(),
            None => return false,
        };
        let Some(last) = stops.len().checked_sub(1) else {
            return false;
        };
        let log = (self.field).with_untracked(|field| field.is_some_and(|field| field.x.log));
        let here = self
            .at
            .get_untracked()
            .and_then(|at| nearest(&stops, at, log));
        let to = match (act, here) {
            (OnChart::Leave, Some(_)) => {
                self.at.set(None);
                return true;
            }
            (OnChart::Leave, None) => return false,
            (OnChart::First, _) | (OnChart::Next | OnChart::FarNext, None) => 0,
            (OnChart::Last, _) | (OnChart::Previous | OnChart::FarPrevious, None) => last,
            (OnChart::Next, Some(here)) => here + 1,
            (OnChart::Previous, Some(here)) => here.saturating_sub(1),
            (OnChart::FarNext, Some(here)) => here + LEAP,
            (OnChart::FarPrevious, Some(here)) => here.saturating_sub(LEAP),
        };
        self.at.set(Some(stops[to.min(last)]));
        true
    }

    /// The place of the drawing. It is a slider for assistive technology: a value that the arrow keys move along.
    fn plot(self, title: &str, still: String, canvas: NodeRef<Canvas>) -> AnyView {
        let reads = Memo::new(move |_| self.is_live.get() && self.field.with(Option::is_some));
        let when = move |text: String| reads.get().then_some(text);
        let last = move || {
            let stops = self.picture.get().map(|picture| picture.stops().len());
            stops.unwrap_or(0).saturating_sub(1)
        };
        let now = move || self.stop().map_or_else(last, |(place, _)| place);
        let label = say::values_of(title);
        view! {
            <div
                class="chart__plot"
                role=move || when("slider".to_owned())
                tabindex=move || when("0".to_owned())
                aria-label=move || when(label.clone())
                aria-valuemin=move || when("0".to_owned())
                // A run under way has ever more of them; that is told once a reader goes along.
                aria-valuemax=move || when((if self.is_active() { last() } else { 0 }).to_string())
                aria-valuenow=move || when((if self.is_active() { now() } else { 0 }).to_string())
                aria-valuetext=move || when(self.words())
                on:pointermove=move |event| self.point(event.offset_x().into())
                on:pointerdown=move |event| self.point(event.offset_x().into())
                on:pointerleave=move |event| {
                    // A finger that is lifted has pointed at something.
                    if event.pointer_type() == "mouse" {
                        self.at.set(None);
                    }
                }
                on:blur=move |_| self.at.set(None)
                on:keydown=move |event| {
                    if OnChart::of(&pressed(&event)).is_some_and(|act| self.go(act)) {
                        event.prevent_default();
                    }
                }
            >
                <div class="chart__still" inner_html=still></div>
                <canvas node_ref=canvas aria-hidden="true"></canvas>
                <svg class="chart__cross" aria-hidden="true" focusable="false" inner_html=move || self.overlay()></svg>
            </div>
        }
    }
}
