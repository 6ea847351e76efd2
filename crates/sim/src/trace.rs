//! Traces: what became of single requests, as trees of spans, and as OpenTelemetry writes them.

use serde::{Deserialize, Serialize};

use crate::descriptor::Text;
use crate::engine::Engine;
use crate::engine::call::NONE;
use crate::engine::trace::{Span as Raw, Tracer};
use crate::measure::attribution::PART_KEYS;
pub use crate::measure::sample::Reason;
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
    /// Milliseconds by part, of what was spent at this node and on the way to it: `queue_ms`, `service_ms`, ...
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

impl Trace {
    /// Why the request failed, or where its time went, in a sentence.
    pub fn sentence(&self) -> String {
        let Some(root) = self.spans.first() else {
            return "The request has no spans.".to_owned();
        };
        let ms = |ns: u64| {
            crate::quantity::format(ns as f64 / 1e6, crate::descriptor::Unit::Milliseconds)
        };
        let took = ms(root.end_ns - root.start_ns);
        if let Some(cause) = root.failure.as_deref() {
            // The deepest span that failed for the same cause is where it began.
            let at = self
                .spans
                .iter()
                .rev()
                .find(|span| span.failure.as_deref() == Some(cause));
            let at = at.unwrap_or(root);
            let tries = self
                .spans
                .iter()
                .filter(|span| {
                    span.node == at.node && span.caller == at.caller && span.failure.is_some()
                })
                .count();
            let times = if tries > 1 {
                format!(" {tries} times")
            } else {
                String::new()
            };
            let caller = at
                .caller
                .as_deref()
                .map_or(String::new(), |caller| format!(", called by {caller}"));
            return format!(
                "It failed after {took}: {}{caller}, failed{times} ({}).",
                at.node,
                cause.replace('_', " ")
            );
        }
        let all = self
            .spans
            .iter()
            .flat_map(|span| span.parts.iter().map(move |(key, ms)| (span, key, *ms)));
        let worst = all
            .filter(|(span, ..)| !span.unfinished)
            .max_by(|a, b| a.2.total_cmp(&b.2));
        match worst {
            Some((span, key, spent)) => format!(
                "It took {took}, {} of them {} {}.",
                ms((spent * 1e6) as u64),
                match key.as_ref() {
                    "network_ms" => "in the network to",
                    "queue_ms" => "in the queue of",
                    "cold_start_ms" => "in a cold start of",
                    "retry_wait_ms" => "in failed attempts to call",
                    "lock_ms" => "waiting for a lock of",
                    _ => "in the work of",
                },
                span.node
            ),
            None => format!("It took {took}."),
        }
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
