//! Traces: what became of single requests, as trees of spans, and as OpenTelemetry writes them.

use serde::{Deserialize, Serialize};

use crate::descriptor::{Text, Unit};
use crate::engine::Engine;
use crate::engine::call::{Cause, NONE};
use crate::engine::trace::{Span as Raw, Tracer};
use crate::measure::attribution::{PART_KEYS, Part};
pub use crate::measure::sample::Reason;
use crate::quantity;
use crate::report::Tree;
use crate::scenario::Scenario;

/// One attempt of a call, or the whole request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Index in [`Trace::spans`] of the span that it was done for.
    pub parent: Option<usize>,
    /// Id of the node that did it.
    pub node: String,
    /// Id of the node that asked for it; `None` of a whole request.
    pub caller: Option<String>,
    /// 0 of the first.
    pub attempt: u8,
    pub start_ns: u64,
    /// When whoever asked had an answer or gave up; the end of the run for what was still under way.
    pub end_ns: u64,
    /// Key of the cause for which it failed.
    pub failure: Option<Text>,
    /// Another attempt was sooner, or the run ended.
    pub unfinished: bool,
    /// Milliseconds by part ([`PARTS`]), of what was spent at this node and on the way to it: `queue_ms`, `service_ms`, ...
    /// Calls that it made are not in it, and what earlier attempts took was before its start.
    pub parts: Vec<(Text, f64)>,
}

/// What became of one request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Trace {
    /// Counting arrivals from 0.
    pub request: u32,
    pub class: String,
    pub reasons: Vec<Reason>,
    /// The request itself first; a span stands after the one that it was done for.
    pub spans: Vec<Span>,
}

/// The traces that a run was made again for.
pub(crate) fn collect(
    scenario: &Scenario,
    engine: &Engine,
    picked: &[(u32, Vec<Reason>)],
) -> Vec<Trace> {
    let raw: &[Raw] = engine.tracer.as_ref().map_or(&[], |tracer| &tracer.spans);
    let id = |node: u32| scenario.nodes[node as usize].id.clone();
    let trace = |(request, reasons): &(u32, Vec<Reason>)| {
        let mut places = std::collections::BTreeMap::new();
        let mut spans = Vec::new();
        let mut class = String::new();
        for (index, raw) in raw
            .iter()
            .enumerate()
            .filter(|(_, raw)| raw.request == *request)
        {
            places.insert(index as u32, spans.len());
            if raw.link == NONE {
                class.clone_from(&scenario.classes[raw.class as usize].name);
            }
            let parts = PART_KEYS.iter().zip(raw.parts).filter(|&(_, ns)| ns > 0);
            spans.push(Span {
                parent: raw.parent.and_then(|parent| places.get(&parent).copied()),
                node: id(raw.node),
                caller: (raw.link != NONE).then(|| id(scenario.links[raw.link as usize].from)),
                attempt: raw.attempt,
                start_ns: raw.start_ns,
                end_ns: raw.end_ns.unwrap_or(engine.core.now_ns),
                failure: raw.failure.map(|cause| cause.key().into()),
                unfinished: raw.abandoned || raw.end_ns.is_none(),
                parts: parts
                    .map(|(&key, ns)| (key.into(), ns as f64 / 1e6))
                    .collect(),
            });
        }
        Trace {
            request: *request,
            class,
            reasons: reasons.clone(),
            spans,
        }
    };
    picked.iter().map(trace).collect()
}

impl Tracer {
    /// One for these requests.
    pub(crate) fn of(picked: &[(u32, Vec<Reason>)]) -> Self {
        Self::new(picked.iter().map(|&(request, _)| request).collect())
    }
}

/// What a stretch of a request's time is spent on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartView {
    /// As in [`Span::parts`].
    pub key: &'static str,
    pub label: &'static str,
    /// What it is, in a sentence.
    pub doc: &'static str,
    /// Where it is spent, before the name of a node.
    place: &'static str,
}

/// All parts, in the order in which a call has most of them.
pub const PARTS: [PartView; 6] = [
    PartView {
        key: PART_KEYS[Part::RetryWait as usize],
        label: "Earlier attempts",
        doc: "What attempts before this one took, with the waits between them.",
        place: "in failed attempts to call",
    },
    PartView {
        key: PART_KEYS[Part::Network as usize],
        label: "Network",
        doc: "On the way there and back.",
        place: "in the network to",
    },
    PartView {
        key: PART_KEYS[Part::Queue as usize],
        label: "Queue",
        doc: "Waiting for its turn: for a connection, a worker, a thread.",
        place: "in the queue of",
    },
    PartView {
        key: PART_KEYS[Part::ColdStart as usize],
        label: "Cold start",
        doc: "Waiting for an environment to be made ready.",
        place: "in a cold start of",
    },
    PartView {
        key: PART_KEYS[Part::Lock as usize],
        label: "Lock",
        doc: "Waiting for what another request holds.",
        place: "waiting for a lock of",
    },
    PartView {
        key: PART_KEYS[Part::Service as usize],
        label: "Work",
        doc: "Being worked on.",
        place: "in the work of",
    },
];

/// A part by its key.
pub fn part(key: &str) -> Option<&'static PartView> {
    PARTS.iter().find(|part| part.key == key)
}

/// A cause of failure in words, by its key ([`Span::failure`]).
pub fn failure_label(key: &str) -> Option<&'static str> {
    let cause = Cause::ALL.into_iter().find(|cause| cause.key() == key);
    cause.map(Cause::label)
}

/// More of a request's time than this share is worth a sentence.
const MUCH: f64 = 0.1;

impl Trace {
    /// From when it was due to its answer, nanoseconds.
    pub fn took_ns(&self) -> u64 {
        (self.spans.first()).map_or(0, |root| root.end_ns.saturating_sub(root.start_ns))
    }

    /// Why the request failed, or where its time went, in a sentence. `name` is what a node is called, by its id.
    pub fn sentence(&self, name: impl Fn(&str) -> String) -> String {
        let Some(root) = self.spans.first() else {
            return "The request has no spans.".to_owned();
        };
        let ms = |ms: f64| quantity::format(ms, Unit::Milliseconds);
        let took = ms(self.took_ns() as f64 / 1e6);
        let went = self.most().filter(|(.., spent)| *spent > 0.0);
        let Some(cause) = root.failure.as_deref() else {
            return match went {
                Some((node, part, spent)) => {
                    format!(
                        "It took {took}, {} of them {} {}.",
                        ms(spent),
                        part.place,
                        name(node)
                    )
                }
                None => format!("It took {took}."),
            };
        };
        // The deepest span that failed for the same cause is where it began.
        let failed = |span: &&Span| span.failure.as_deref() == Some(cause);
        let at = self.spans.iter().rev().find(failed).unwrap_or(root);
        let alike = |span: &&Span| span.node == at.node && span.caller == at.caller;
        let mut causes: Vec<(&str, usize)> = Vec::new();
        for key in self
            .spans
            .iter()
            .filter(alike)
            .filter_map(|span| span.failure.as_deref())
        {
            match causes.iter_mut().find(|(known, _)| *known == key) {
                Some((_, times)) => *times += 1,
                None => causes.push((key, 1)),
            }
        }
        let words = |key: &str| {
            failure_label(key).map_or_else(|| key.replace('_', " "), str::to_ascii_lowercase)
        };
        let several = causes.len() > 1;
        let why: Vec<String> = (causes.iter())
            .map(|(key, times)| {
                if several {
                    format!("{}: {times}", words(key))
                } else {
                    words(key)
                }
            })
            .collect();
        let why = why.join(", ");
        let tries = match causes.iter().map(|(_, times)| times).sum() {
            0 | 1usize => String::new(),
            2 => " twice".to_owned(),
            n => format!(" {n} times"),
        };
        let of = match &at.caller {
            Some(caller) => format!("the call from {} to {}", name(caller), name(&at.node)),
            None => name(&at.node),
        };
        let least = MUCH * self.took_ns() as f64 / 1e6;
        let went = went.filter(|(.., spent)| *spent > least);
        let went = went.map_or_else(String::new, |(node, part, spent)| {
            format!(" {} went {} {}.", ms(spent), part.place, name(node))
        });
        let when = match self.took_ns() {
            0 => "at once".to_owned(),
            _ => format!("after {took}"),
        };
        format!("It failed {when}: {of} failed{tries} ({why}).{went}")
    }

    /// On what at which node most time was spent, and how much, milliseconds. What attempts took is told by themselves.
    fn most(&self) -> Option<(&str, &'static PartView, f64)> {
        let mut sums: Vec<(&str, &'static PartView, f64)> = Vec::new();
        for span in self.spans.iter().filter(|span| !span.unfinished) {
            for (key, ms) in &span.parts {
                let Some(part) = part(key).filter(|part| !part.is_earlier()) else {
                    continue;
                };
                match sums
                    .iter_mut()
                    .find(|(node, known, _)| *node == span.node && *known == part)
                {
                    Some((.., sum)) => *sum += ms,
                    None => sums.push((&span.node, part, *ms)),
                }
            }
        }
        sums.into_iter().max_by(|a, b| a.2.total_cmp(&b.2))
    }
}

impl PartView {
    /// Whether it was before the span that has it.
    pub fn is_earlier(&self) -> bool {
        self.key == PART_KEYS[Part::RetryWait as usize]
    }
}

/// Where the clock of a run starts in traces: 2000-01-01T00:00:00Z, so that no viewer takes a time for none.
const EPOCH_NS: u64 = 946_684_800_000_000_000;

/// Traces as OTLP JSON (opentelemetry.io/docs/specs/otlp/#json-protobuf-encoding): what Jaeger and other viewers open.
pub fn otlp_json(scenario: &Scenario, seed: u64, traces: &[Trace]) -> String {
    let text = |key: &str, value: &str| {
        Tree::map()
            .with("key", key)
            .with("value", Tree::map().with("stringValue", value))
    };
    let double = |key: &str, value: f64| {
        Tree::map()
            .with("key", key)
            .with("value", Tree::map().with("doubleValue", value))
    };
    // The request's number is not enough: runs of several seeds may be looked at side by side.
    let trace_id = |trace: &Trace| format!("{seed:016x}{:016x}", u64::from(trace.request) + 1);
    let span_id =
        |trace: &Trace, index: usize| format!("{:08x}{:08x}", trace.request + 1, index as u64 + 1);
    let resource = |node: &crate::scenario::Node| {
        let mut spans = Vec::new();
        for trace in traces {
            for (index, span) in trace
                .spans
                .iter()
                .enumerate()
                .filter(|(_, span)| span.node == node.id)
            {
                let name = match &span.caller {
                    Some(caller) => format!("{caller} -> {}", span.node),
                    None => trace.class.clone(),
                };
                let mut attributes = vec![text("headroom.class", &trace.class)];
                if span.attempt > 0 {
                    attributes.push(double("headroom.attempt", f64::from(span.attempt)));
                }
                attributes.extend(
                    span.parts
                        .iter()
                        .map(|(key, ms)| double(&format!("headroom.{key}"), *ms)),
                );
                let mut entry = Tree::map()
                    .with("traceId", trace_id(trace).as_str())
                    .with("spanId", span_id(trace, index).as_str());
                if let Some(parent) = span.parent {
                    entry = entry.with("parentSpanId", span_id(trace, parent).as_str());
                }
                // Kinds: 2 is a server's span, 3 a client's.
                let kind = if span.caller.is_some() { 2u64 } else { 3 };
                entry = entry
                    .with("name", name.as_str())
                    .with("kind", kind)
                    .with(
                        "startTimeUnixNano",
                        (EPOCH_NS + span.start_ns).to_string().as_str(),
                    )
                    .with(
                        "endTimeUnixNano",
                        (EPOCH_NS + span.end_ns).to_string().as_str(),
                    )
                    .with("attributes", attributes);
                // Codes: 1 is ok, 2 an error.
                let status = match span.failure.as_deref() {
                    Some(cause) => Tree::map().with("code", 2u64).with("message", cause),
                    None => Tree::map().with("code", 1u64),
                };
                spans.push(entry.with("status", status));
            }
        }
        let scope = Tree::map()
            .with("scope", Tree::map().with("name", "headroom"))
            .with("spans", spans);
        Tree::map()
            .with(
                "resource",
                Tree::map().with("attributes", vec![text("service.name", &node.id)]),
            )
            .with("scopeSpans", vec![scope])
    };
    let resources: Vec<Tree> = scenario.nodes.iter().map(resource).collect();
    let mut out = String::new();
    Tree::map()
        .with("resourceSpans", resources)
        .write_json(&mut out, 0);
    out.push('\n');
    out
}
