//! What is on the timeline and not to be moved: faults of the experiment, and what was done while the run was under way.

use std::fmt::Write;

use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::{Deed, Intervention};

use crate::components::escape;

use super::super::faults::words;
use super::axis;

/// A label takes at most so much of the width, and about so much a letter, on a phone.
const LABEL: f64 = 0.6;
const LETTER: f64 = 0.022;
/// Of changes of the same setting within this part of a run, as a slider makes them, the last is shown.
const TOGETHER: u64 = 100;

struct Bar {
    from: f64,
    to: f64,
    label: String,
    what: String,
    kind: &'static str,
}

/// Lists of what strikes and of what was set, as markup.
pub fn html(
    spec: &LabSpec,
    of_preset: &[FaultGiven],
    deeds: &[Intervention],
    run_ns: u64,
) -> String {
    let bar = |fault: &FaultGiven, at: u64, kind, why: &str| Bar {
        from: axis::share(at, run_ns),
        to: axis::share(end(spec, fault, at, run_ns), run_ns),
        label: words::name(spec, fault),
        what: format!("{why}, {}", words::when(spec, fault, at)),
        kind,
    };
    let mut bars: Vec<Bar> = (of_preset.iter())
        .map(|fault| {
            let at = fault.at_ns.unwrap_or(0);
            bar(fault, at, "preset", "part of the experiment")
        })
        .collect();
    bars.extend(deeds.iter().filter_map(|made| match &made.deed {
        // What says its time was placed ahead.
        Deed::Inject(fault) if fault.at_ns.is_none() => {
            Some(bar(fault, made.at_ns, "live", "struck by you"))
        }
        _ => None,
    }));
    let mut html = String::new();
    lanes(&bars, &mut html);
    changes(spec, deeds, run_ns, &mut html);
    html
}

/// When a fault that begins then is over.
pub fn end(spec: &LabSpec, fault: &FaultGiven, at_ns: u64, run_ns: u64) -> u64 {
    if words::is_momentary(spec, fault) {
        return at_ns;
    }
    let end = |lasting| at_ns.saturating_add(lasting);
    fault.lasting_ns.map_or(run_ns, end).min(run_ns)
}

/// Whether a label that begins with its bar has no room to the right of it.
pub fn at_end(from: f64) -> bool {
    from > 1.0 - LABEL
}

fn lanes(bars: &[Bar], html: &mut String) {
    let spans: Vec<(f64, f64)> = (bars.iter())
        .map(|bar| {
            let wide = (bar.label.chars().count() as f64 * LETTER).min(LABEL);
            if at_end(bar.from) {
                (bar.from.min(bar.to - wide), bar.to)
            } else {
                (bar.from, bar.to.max(bar.from + wide))
            }
        })
        .collect();
    let rows = axis::rows(&spans);
    for row in 0..rows.iter().map(|row| row + 1).max().unwrap_or(0) {
        html.push_str("<ul class=\"timeline__row\">");
        for (bar, _) in bars.iter().zip(&rows).filter(|(_, of)| **of == row) {
            let side = if at_end(bar.from) { "end" } else { "start" };
            let _ = write!(
                html,
                "<li class=\"timeline__item\" data-kind=\"{}\" data-side=\"{side}\" data-style=\"--from:{};--to:{}\" title=\"{}\">\
                 <i class=\"timeline__bar\"></i><span class=\"timeline__label\">{}<span class=\"visually-hidden\">: {}</span></span></li>",
                bar.kind,
                axis::written(bar.from),
                axis::written(bar.to),
                escape(&bar.what),
                escape(&bar.label),
                escape(&bar.what),
            );
        }
        html.push_str("</ul>");
    }
}

fn changes(spec: &LabSpec, deeds: &[Intervention], run_ns: u64, html: &mut String) {
    let mut shown: Vec<(u64, &str, String)> = Vec::new();
    for made in deeds {
        let Deed::Set { path, value } = &made.deed else {
            continue;
        };
        let knob = spec.knobs.iter().find(|knob| knob.path == *path);
        let label = knob.map_or(path.clone(), |knob| {
            let value = words::value(&knob.descriptor.kind, value);
            format!("{} set to {value}", knob.descriptor.label)
        });
        match shown.last_mut() {
            Some((at, of, text)) if of == path && made.at_ns - *at <= run_ns / TOGETHER => {
                *text = label;
            }
            _ => shown.push((made.at_ns, path, label)),
        }
    }
    if shown.is_empty() {
        return;
    }
    html.push_str("<ul class=\"timeline__row timeline__changes\">");
    for (at, _, label) in shown {
        let text = format!("{label} at {}", words::time(at));
        let _ = write!(
            html,
            "<li class=\"timeline__change\" data-style=\"--from:{}\" title=\"{}\"><span class=\"visually-hidden\">{}</span></li>",
            axis::written(axis::share(at, run_ns)),
            escape(&text),
            escape(&text),
        );
    }
    html.push_str("</ul>");
}
