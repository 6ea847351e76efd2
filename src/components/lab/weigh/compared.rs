//! A comparison that is over: verdict, table, curves.

use std::fmt::Write as _;
use std::sync::Arc;

use headroom_content::model::lab_route;
use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{ChartSpec, SeriesView};
use headroom_sim::quantity;
use headroom_sim::share::{Deeds, Shared, View};
use leptos::prelude::*;

use crate::components::chart::{Chart, Live, menu};
use crate::components::lab::tools::Mirror;
use crate::components::{escape, inert, view};
use crate::state::site::{Here, LAB};

use super::course::Course;
use super::plan::{self, Arm};
use super::tally::{Compared, Row};
use super::verdict::{Difference, interval, plus_minus, signed, signed_share};
use crate::words::weigh as say;

#[component]
pub fn Result(bench: Mirror, compared: Arc<Compared>, id: String) -> impl IntoView {
    let spec = bench.spec.get_value();
    let told = compared.told().into_iter().map(|(summary, details)| {
        let details = details
            .into_iter()
            .map(|detail| view! { <li>{detail}</li> });
        view! {
            <p class="weigh__verdict">{summary}</p>
            <ul class="weigh__details">{details.collect_view()}</ul>
        }
    });
    let told = told.collect_view();
    let caveats = caveats(&compared).into_iter();
    let caveats = caveats.map(|caveat| view! { <p class="weigh__caveat">{caveat}</p> });
    let caveats = caveats.collect_view();
    let problem = RwSignal::new(None::<String>);
    let opens = compared.arms.iter().map(|arm| {
        if arm.spec.id != spec.id {
            return elsewhere(arm);
        }
        let (setup, letter) = (arm.setup.clone(), arm.letter);
        let open = move |_| problem.set(bench.open(&setup).err());
        view! { <button type="button" class="quiet" on:click=open>{say::set_lab_to(letter)}</button> }
    });
    let opens = opens.collect_view();
    let runs = compared.replications;
    let first = compared.arms.first().map_or('A', |arm| arm.letter);
    let caption = if runs == 1 {
        say::means_of_one(first)
    } else {
        say::means_over(runs, first)
    };
    let of = say::comparison_of(letters(&compared));
    let table = table(&compared);
    view! {
        <div class="weigh__result">
            <div aria-live="polite">{told}</div>
            {caveats}
            <div class="weigh__scroll" tabindex="0" role="region" aria-label=of>
                <table class="weigh__table" inner_html=table></table>
            </div>
            <p class="lab__hint">{caption}</p>
            <div class="weigh__opens">{opens}</div>
            <p class="dial__error" role="alert">{move || problem.get()}</p>
            {overlay(compared, id)}
        </div>
    }
}

fn letters(compared: &Compared) -> String {
    let letters = compared.arms.iter().map(|arm| arm.letter.to_string());
    letters.collect::<Vec<_>>().join(say::comma())
}

/// To the lab of another design, set as it was here.
fn elsewhere(arm: &Arm) -> AnyView {
    let shared = Shared {
        lab: arm.spec.id.clone(),
        fingerprint: arm.spec.fingerprint(),
        preset: arm.setup.preset.clone(),
        set: arm.setup.set.clone(),
        seed: arm.setup.seed,
        deeds: Deeds::Placed(Vec::new()),
        report: None,
        view: View::default(),
    };
    let page = Here::get().base.href(&lab_route(&arm.spec.id));
    // Settings that are too many for a link are left to the reader.
    let href = match shared.to_text() {
        Ok(text) => format!("{page}#{LAB}{text}"),
        Err(_) => page,
    };
    view! { <a class="button quiet" href=href>{say::open_lab_of(arm.letter)}</a> }
}

/// What a reader should know before believing it.
fn caveats(compared: &Compared) -> Vec<String> {
    let mut out = Vec::new();
    let Some((first, others)) = compared.arms.split_first() else {
        return out;
    };
    for (place, arm) in others.iter().enumerate() {
        let nodes = plan::other_arrivals(first, arm);
        if nodes.is_empty() && arm.duration_ns == first.duration_ns && compared.apart[place] {
            out.push(say::offered_otherwise(arm.letter, first.letter));
        }
        if !nodes.is_empty() {
            out.push(say::set_otherwise(
                nodes.join(say::joins()),
                arm.letter,
                first.letter,
            ));
        }
        if arm.duration_ns != first.duration_ns {
            let show = |ns: u64| quantity::format(ns as f64, Unit::Duration);
            out.push(say::lasts(
                first.letter,
                show(first.duration_ns),
                arm.letter,
                show(arm.duration_ns),
            ));
        }
    }
    match compared.left_out {
        0 => {}
        1 => out.push(say::one_left_out().to_owned()),
        count => out.push(say::left_out(count)),
    }
    // Each interval misses once in twenty; of many, some will have.
    let intervals = compared.rows.len() * others.len();
    if intervals >= 10 && compared.replications > 1 {
        out.push(say::many_intervals(intervals));
    }
    out
}

/// Head and body of the table: a row a figure, a column an arm.
fn table(compared: &Compared) -> String {
    let mut html = format!("<thead><tr><th scope=\"col\">{}</th>", say::figure());
    for arm in &compared.arms {
        // Writing to a String cannot fail.
        let _ = write!(
            html,
            "<th scope=\"col\"><b>{}</b> <span>{}</span></th>",
            arm.letter,
            escape(&arm.words)
        );
    }
    html.push_str("</tr></thead><tbody>");
    for row in &compared.rows {
        let metric = &row.metric;
        let _ = write!(
            html,
            "<tr data-metric=\"{}\"><th scope=\"row\" title=\"{}\">{}</th>",
            escape(&metric.path),
            escape(&metric.doc),
            escape(&metric.label)
        );
        for arm in 0..compared.arms.len() {
            cell(&mut html, row, arm);
        }
        html.push_str("</tr>");
    }
    html + "</tbody>"
}

fn cell(html: &mut String, row: &Row, arm: usize) {
    let unit = row.metric.unit;
    html.push_str("<td>");
    match &row.arms[arm] {
        None => html.push('–'),
        Some(spread) => {
            let _ = write!(html, "<b>{}</b>", quantity::format(spread.mean, unit));
            if let Some(half) = plus_minus(spread, unit) {
                let _ = write!(html, " <small>{half}</small>");
            }
        }
    }
    let difference = arm.checked_sub(1).and_then(|other| row.against[other]);
    if let Some(difference) = difference {
        write_difference(html, row, &difference);
    }
    html.push_str("</td>");
}

fn write_difference(html: &mut String, row: &Row, difference: &Difference) {
    let (metric, spread) = (&row.metric, &difference.spread);
    let tag = difference.tag(metric.better);
    let class = match difference.is_better(metric.better) {
        Some(true) => " weigh__tag--better",
        Some(false) => " weigh__tag--worse",
        None => "",
    };
    html.push_str("<span class=\"weigh__difference\">");
    if spread.mean != 0.0 {
        let relative = difference
            .relative
            .map_or_else(String::new, |share| format!(" ({})", signed_share(share)));
        let _ = write!(
            html,
            "<span>{}{relative}</span> ",
            signed(spread.mean, metric.unit)
        );
    }
    let _ = write!(
        html,
        "<span class=\"weigh__tag{class}\">{tag}</span></span>"
    );
    // Of what is the same in each run there is none, nor of one run.
    let interval = interval(spread, metric.unit).filter(|_| spread.half > Some(0.0));
    if let Some(interval) = interval {
        let _ = write!(html, "<span class=\"weigh__interval\">{interval}</span>");
    }
}

/// One series of the charts that all arms have, and a choice which.
fn overlay(compared: Arc<Compared>, id: String) -> AnyView {
    let Some(first_arm) = compared.arms.first() else {
        return ().into_any();
    };
    // Places among the first arm's charts and series stay what they are.
    let charts: Vec<(usize, Vec<usize>, ChartSpec)> = (first_arm.spec.charts.iter().enumerate())
        .filter(|(_, chart)| chart.sweep().is_none())
        .map(|(place, chart)| {
            let all = 0..chart.series.len();
            let common = all.filter(|&series| overlaid(&compared, place, series).is_some());
            (place, common.collect(), chart.clone())
        })
        .filter(|(_, series, _): &(usize, Vec<usize>, ChartSpec)| !series.is_empty())
        .collect();
    // The tail is where settings differ most; charts have it last.
    let first = charts.first();
    let Some(first) = first.and_then(|(place, series, _)| Some((*place, *series.last()?))) else {
        return ().into_any();
    };
    let chosen = RwSignal::new(first);
    let groups = charts.iter().map(|(place, common, chart)| {
        let place = *place;
        let options = common.iter().map(|&series| {
            let this = (place, series);
            let label = chart.series[series].label.clone();
            view! {
                <option value=format!("{place}-{series}") selected=chosen.get_untracked() == this>{label}</option>
            }
        });
        view! { <optgroup label=chart.title.to_string()>{options.collect_view()}</optgroup> }
    });
    let groups = groups.collect_view();
    let choose = move |event| {
        let key = event_target_value(&event);
        let parts = key.split_once('-');
        if let Some((Ok(chart), Ok(series))) = parts.map(|(a, b)| (a.parse(), b.parse())) {
            chosen.set((chart, series));
        }
    };
    let chart_id = format!("{id}-chart");
    let drawn = move || {
        let (chart, series) = chosen.get();
        let of = overlaid(&compared, chart, series);
        of.map(|(spec, live)| {
            view! {
                <Chart
                    id=chart_id.clone()
                    spec
                    still=None
                    live=Signal::stored(Some(live))
                    shown=Signal::stored(true)
                    menu=Some(menu)
                />
            }
        })
    };
    let select_id = format!("{id}-series");
    view! {
        <div class="weigh__field weigh__overlay">
            <label for=select_id.clone()>{say::over_the_run()}</label>
            <select id=select_id on:change=choose>{groups}</select>
        </div>
        {drawn}
        {inert(r#"p class="lab__hint""#, say::each_line())}
    }
}

/// What an arm has of a series of the first arm's: its own of the same chart and the same name.
fn course<'a>(
    compared: &'a Compared,
    arm: usize,
    chart: &ChartSpec,
    label: &str,
) -> Option<&'a Course> {
    let charts = &compared.arms.get(arm)?.spec.charts;
    let at = charts.iter().position(|known| known.id == chart.id)?;
    let mut series = charts[at].series.iter();
    let series = series.position(|known| known.label == label)?;
    compared.courses.get(arm)?.get(at)?.get(series)
}

/// The mean course of one series in each arm, with its band; `None` of what not all arms have.
fn overlaid(compared: &Compared, chart: usize, series: usize) -> Option<(ChartSpec, Live)> {
    let of = compared.arms.first()?.spec.charts.get(chart)?;
    let what = of.series.get(series)?;
    let mut lines = Vec::new();
    let mut bands = Vec::new();
    for place in 0..compared.arms.len() {
        let course = course(compared, place, of, &what.label)?;
        lines.push(course.mean());
        bands.push(course.band(place));
    }
    let title = if of.series.len() > 1 {
        format!("{}: {}", of.title, what.label)
    } else {
        of.title.to_string()
    };
    let arms = compared.arms.iter().map(|arm| SeriesView {
        label: format!("{}: {}", arm.letter, arm.words),
        doc: what.doc.clone(),
        foretells: None,
    });
    let spec = ChartSpec {
        id: of.id.clone(),
        title: title.into(),
        x: of.x.clone(),
        y: of.y.clone(),
        series: arms.collect(),
    };
    let live = Live {
        series: Arc::new(lines),
        bands: Arc::new(bands),
        duration_ns: compared.arms.iter().map(|arm| arm.duration_ns).max()?,
        ..Live::default()
    };
    Some((spec, live))
}
