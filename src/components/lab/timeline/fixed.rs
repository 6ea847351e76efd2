//! What is on the timeline and not to be moved: faults of the experiment, and what was done while the run was under way.

use std::fmt::Write;

use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::{Deed, Intervention};

use crate::components::escape;

use super::super::faults::words;
use super::axis;
use crate::words::lab as say;

/// Of the width a label takes about so much a letter, and so much before and after, on a phone.
const LETTER: f64 = 0.021;
const AROUND: f64 = 0.055;
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
    let bar = |fault: &FaultGiven, at: u64, kind, what: fn(String) -> String| Bar {
        from: axis::share(at, run_ns),
        to: axis::share(end(spec, fault, at, run_ns), run_ns),
        label: words::name(spec, fault),
        what: what(words::when(spec, fault, at)),
        kind,
    };
    let mut bars: Vec<Bar> = (of_preset.iter())
        .map(|fault| {
            let at = fault.at_ns.unwrap_or(0);
            bar(fault, at, "preset", say::part_of_experiment)
        })
        .collect();
    bars.extend(deeds.iter().filter_map(|made| match &made.deed {
        // What says its time was placed ahead.
        Deed::Inject(fault) if fault.at_ns.is_none() => {
            Some(bar(fault, made.at_ns, "live", say::struck_by_you))
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

/// Where the label of a bar from `from` to `to` stands, so that it is whole and the bar's edges are not in it: in the bar, after or
/// before it, or where there is no room for any of these, under it. With what the two take, and where the label begins.
pub fn label_at(label: &str, from: f64, to: f64) -> (&'static str, (f64, f64), f64) {
    let wide = (label.chars().count() as f64 * LETTER + AROUND).min(1.0);
    if to - from >= wide {
        ("in", (from, to), from)
    } else if to + wide <= 1.0 {
        ("after", (from, to + wide), to)
    } else if from >= wide {
        ("before", (from - wide, to), from - wide)
    } else {
        let start = from.min(1.0 - wide);
        ("under", (start, to.max(start + wide)), start)
    }
}

fn lanes(bars: &[Bar], html: &mut String) {
    let places: Vec<_> = (bars.iter())
        .map(|bar| label_at(&bar.label, bar.from, bar.to))
        .collect();
    let spans: Vec<(f64, f64)> = places.iter().map(|place| place.1).collect();
    let rows = axis::rows(&spans);
    for row in 0..rows.iter().map(|row| row + 1).max().unwrap_or(0) {
        html.push_str("<ul class=\"timeline__row\">");
        let here = bars.iter().zip(&places).zip(&rows);
        for ((bar, (side, _, start)), _) in here.filter(|(_, of)| **of == row) {
            let _ = write!(
                html,
                "<li class=\"timeline__item\" data-kind=\"{}\" data-side=\"{side}\" data-style=\"--from:{};--to:{};--label:{}\" title=\"{}\">\
                 <i class=\"timeline__bar\"></i><span class=\"timeline__label\">{}<span class=\"visually-hidden\">: {}</span></span></li>",
                bar.kind,
                axis::written(bar.from),
                axis::written(bar.to),
                axis::written(*start),
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
            say::set_to(&knob.descriptor.label, value)
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
        let text = say::done_at(label, words::time(at));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_stands_in_its_bar_else_beside_it_else_under_it_and_never_across_its_edge() {
        let side = |from, to| label_at("Crash of replicas: Index", from, to).0;
        assert_eq!(side(0.1, 0.9), "in");
        assert_eq!(side(0.1, 0.3), "after");
        assert_eq!(side(0.6, 1.0), "before");
        assert_eq!(side(0.3, 0.7), "under");
        for (from, to) in [(0.0, 0.0), (0.3, 0.7), (0.5, 0.5), (0.99, 1.0), (1.0, 1.0)] {
            let (_, (least, most), start) = label_at("Packet loss: Workers to Backends", from, to);
            assert!(least >= 0.0 && most <= 1.0 && start >= least, "{from} {to}");
        }
    }
}
