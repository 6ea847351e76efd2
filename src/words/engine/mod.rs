//! What the engine says, and the playground's workshop. Both speak English and know of no other language, so that a run has the same report, byte for
//! byte, wherever it was made, and the command line tells what a page tells. In another language their texts are found by the English, as in
//! `made`: whole, or by a pattern with the values in braces.
//!
//! What a page has from the host is in its language already. What is said in the browser is found in what its pages bring.

#[cfg(not(target_arch = "wasm32"))]
mod composed;
#[cfg(not(target_arch = "wasm32"))]
mod editor;
#[cfg(not(target_arch = "wasm32"))]
mod faults;
#[cfg(not(target_arch = "wasm32"))]
pub mod host;
#[cfg(not(target_arch = "wasm32"))]
mod kinds;
#[cfg(not(target_arch = "wasm32"))]
mod sentences;

use std::fmt::Display;

use headroom_sim::descriptor::{
    KindDescriptor, MetricDescriptor, ParamDescriptor, ParamKind, Text,
};
use headroom_sim::protocol::{ChartSpec, LabSpec, MetricView};
use headroom_studio::protocol::{AS_DESIGNED, Draft};

use super::{SPOKEN, fill, lab};

/// English and the same in another language: what is always said alike, sorted, then patterns in the order in which they are tried.
pub type Pairs = &'static [[String; 2]];

/// What begins the name of a value that an author has chosen, such as that of a node: it is left as it is. Any other may be a text of the
/// engine's.
const AUTHORS: char = '_';
/// What begins the name of a value that is one: otherwise the pattern does not fit.
const ENGINES: char = '+';
/// So many texts are looked for within each other. A link can bring any text here.
const DEEPEST: u8 = 5;

/// Texts of the engine's, each in both languages.
#[cfg(not(target_arch = "wasm32"))]
macro_rules! pairs {
    ($($english:literal / $chinese:literal;)+) => {
        pub const ALL: &[(&str, &str)] = &[$(($english, $chinese)),+];
    };
}
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use pairs;

/// A text of the engine's in the language that is spoken; what is not known is left.
pub fn say(english: &str) -> String {
    translate(SPOKEN.get().engine, english, DEEPEST).unwrap_or_else(|| english.to_owned())
}

/// A key of a report as words: `queue_full`, `cold_start_ms`.
pub fn spaced(key: &str) -> String {
    say(&key.strip_suffix("_ms").unwrap_or(key).replace('_', " "))
}

/// As [`say`], in place.
pub fn put(text: &mut String) {
    if let Some(said) = translate(SPOKEN.get().engine, text, DEEPEST) {
        *text = said;
    }
}

fn put_text(text: &mut Text) {
    if let Some(said) = translate(SPOKEN.get().engine, text, DEEPEST) {
        *text = said.into();
    }
}

fn translate(pairs: Pairs, english: &str, depth: u8) -> Option<String> {
    let (whole, patterns) =
        pairs.split_at(pairs.partition_point(|[known, _]| !known.contains('{')));
    if let Ok(place) = whole.binary_search_by(|[known, _]| known.as_str().cmp(english)) {
        return Some(whole[place][1].clone());
    }
    let depth = depth.checked_sub(1)?;
    patterns.iter().find_map(|[pattern, template]| {
        let mut names = String::new();
        let mut said = Vec::new();
        for (name, value) in fit(pattern, english)? {
            names += name;
            names.push(',');
            let known = (!name.starts_with(AUTHORS)).then(|| translate(pairs, value, depth));
            let known = known.flatten();
            if known.is_none() && name.starts_with(ENGINES) {
                return None;
            }
            said.push(known.unwrap_or_else(|| value.to_owned()));
        }
        let values: Vec<&dyn Display> = said.iter().map(|value| value as _).collect();
        Some(fill(template, &names, &values))
    })
}

/// Names and values, where a text fits a pattern. A value ends where what stands behind it in the pattern is found first.
fn fit<'a>(pattern: &'a str, text: &'a str) -> Option<Vec<(&'a str, &'a str)>> {
    let (before, mut pattern) = pattern.split_once('{')?;
    let mut rest = text.strip_prefix(before)?;
    let mut values = Vec::new();
    loop {
        let (name, behind) = pattern.split_once('}')?;
        let Some((literal, next)) = behind.split_once('{') else {
            values.push((name, rest.strip_suffix(behind)?));
            return Some(values);
        };
        // Not `find`, which would bring its two-way search along.
        let at =
            (0..rest.len()).find(|&at| rest.as_bytes()[at..].starts_with(literal.as_bytes()))?;
        values.push((name, rest.get(..at)?));
        rest = rest.get(at + literal.len()..)?;
        pattern = next;
    }
}

/// All that the engine says in what a lab is made of. Names and sentences by its author stay.
pub fn put_lab(spec: &mut LabSpec) {
    if SPOKEN.get().engine.is_empty() {
        return;
    }
    for node in &mut spec.nodes {
        put_text(&mut node.kind);
        node.values.iter_mut().for_each(put);
    }
    for (name, value) in spec.links.iter_mut().flat_map(|link| &mut link.told) {
        put_text(name);
        put(value);
    }
    let label = |id: &str| {
        let mut nodes = spec.nodes.iter();
        nodes.find(|node| node.id == id).map(|node| &node.label)
    };
    let link = |from: &str, to: &str| Some(lab::from_to(label(from)?, label(to)?));
    for knob in &mut spec.knobs {
        // Of a node the group is its name.
        match knob.path.split('.').collect::<Vec<_>>()[..] {
            ["links", from, to, _] => {
                if let Some(name) = link(from, to) {
                    knob.group = name;
                }
            }
            ["run", _] => put(&mut knob.group),
            _ => {}
        }
        put_param(&mut knob.descriptor);
    }
    for fault in &mut spec.faults {
        put_text(&mut fault.descriptor.label);
        put_text(&mut fault.descriptor.imitates);
        fault.descriptor.params.iter_mut().for_each(put_param);
        for (target, name) in &mut fault.targets {
            let ends = target.split_once("->");
            if let Some(link) = ends.and_then(|(from, to)| link(from, to)) {
                *name = link;
            } else if target.contains(':') {
                put(name);
            }
        }
    }
    let named = |text: &str| spec.nodes.iter().any(|node| node.label == text);
    for chart in &mut spec.charts {
        put_chart(chart, named);
    }
    (spec.headline.iter_mut().chain(&mut spec.beside)).for_each(put_metric_view);
    spec.kinds.iter_mut().for_each(put_kind);
}

/// `named` are nodes: a line of a chart may be called after one. A sweep and its arms are called as its author says.
fn put_chart(chart: &mut ChartSpec, named: impl Fn(&str) -> bool) {
    let sweep = chart.sweep().is_some();
    put_text(&mut chart.x.label);
    put_text(&mut chart.y.label);
    if !sweep {
        put_text(&mut chart.title);
    }
    for series in &mut chart.series {
        if sweep && series.foretells.is_none() {
            series.doc = lab::against(&chart.y.label, &series.label, &chart.x.label).into();
            continue;
        }
        if !named(&series.label) {
            put(&mut series.label);
        }
        put_text(&mut series.doc);
    }
}

/// What a design in the playground is, and what is wrong with it.
pub fn put_draft(draft: &mut Draft) {
    if SPOKEN.get().engine.is_empty() {
        return;
    }
    for node in &mut draft.nodes {
        put_text(&mut node.view.kind);
    }
    for problem in &mut draft.problems {
        put(&mut problem.message);
        problem.help.iter_mut().for_each(put);
    }
    if let Some(spec) = &mut draft.spec {
        // Of another build there is nothing to run, which is told when it is.
        if let Ok(mut read) = postcard::from_bytes::<LabSpec>(spec) {
            put_lab(&mut read);
            for preset in &mut read.presets {
                if preset.name == AS_DESIGNED {
                    put(&mut preset.title);
                    put(&mut preset.sentence);
                }
            }
            if let Ok(said) = postcard::to_allocvec(&read) {
                *spec = said;
            }
        }
    }
}

fn put_metric_view(metric: &mut MetricView) {
    put_text(&mut metric.label);
    put_text(&mut metric.doc);
}

pub fn put_kind(kind: &mut KindDescriptor) {
    put_text(&mut kind.label);
    put_text(&mut kind.summary);
    kind.params.iter_mut().for_each(put_param);
    for MetricDescriptor { label, doc, .. } in &mut kind.metrics {
        put_text(label);
        put_text(doc);
    }
    kind.leaves_out.iter_mut().for_each(put_text);
}

pub fn put_param(param: &mut ParamDescriptor) {
    put_text(&mut param.label);
    put_text(&mut param.doc);
    if let ParamKind::Choice { options, .. } = &mut param.kind {
        for (_, name) in options {
            put_text(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(pairs: &[(&str, &str)]) -> Pairs {
        let owned = pairs
            .iter()
            .map(|(english, chinese)| [(*english).to_owned(), (*chinese).to_owned()]);
        owned.collect::<Vec<_>>().leak()
    }

    #[test]
    fn a_text_is_found_whole_or_by_what_stands_around_its_values() {
        let known = pairs(&[
            ("Latency", "延迟"),
            ("queue", "排队"),
            (
                "At {_node}, {share} waited: {why}.",
                "在 {_node}，{share} 因{why}而等待。",
            ),
            ("{_owner}: {+name}", "{_owner}：{+name}"),
            ("{+name} median", "{+name}中位数"),
        ]);
        let said = |text: &str| translate(known, text, DEEPEST);
        assert_eq!(said("Latency").as_deref(), Some("延迟"));
        assert_eq!(said("Latency median").as_deref(), Some("延迟中位数"));
        assert_eq!(said("Latency: Latency").as_deref(), Some("Latency：延迟"));
        assert_eq!(
            said("At queue, 3 % waited: queue.").as_deref(),
            Some("在 queue，3 % 因排队而等待。")
        );
        for other in [
            "At queue, nothing waited",
            "Cache: on",
            "Golden median",
            "queued",
        ] {
            assert_eq!(said(other), None, "{other}");
        }
        // Whatever a link brings is done with soon.
        assert_eq!(said(&"x: y median (z); ".repeat(40)), None);
        assert_eq!(say("Latency"), "Latency");
    }
}
