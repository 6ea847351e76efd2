//! Spans of the requests that somebody wants to see one by one.
//!
//! Nothing is traced while a run runs. It keeps the numbers of the requests worth a look; because the same seed makes the
//! same run, they are traced when it is made again ([`Session::tracing`](crate::session::Session::tracing)).

use std::collections::BTreeMap;

use super::call::{Call, Cause, NONE};
use crate::measure::attribution::PARTS;

/// One attempt of a call, or a whole request.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    /// The number of the request.
    pub request: u32,
    /// Index of the span of its caller.
    pub parent: Option<u32>,
    pub node: u32,
    /// [`NONE`] of a whole request.
    pub link: u32,
    pub class: u16,
    pub attempt: u8,
    pub start_ns: u64,
    /// When the caller had its answer or gave up; `None`: not before the end of the run.
    pub end_ns: Option<u64>,
    pub failure: Option<Cause>,
    /// Another attempt was sooner.
    pub abandoned: bool,
    /// What the callee spent until then.
    pub parts: [u64; PARTS],
}

#[derive(Clone, Copy)]
struct Live {
    parent: Option<u32>,
    span: Option<u32>,
}

/// Follows some requests.
pub(crate) struct Tracer {
    wanted: Vec<u32>,
    /// Calls by their place among all calls; a place that another call has taken is overwritten.
    live: BTreeMap<u32, Live>,
    pub spans: Vec<Span>,
}

/// A request that fans out without end is cut off here.
const MOST_SPANS: usize = 100_000;

impl Tracer {
    /// Follows the requests with these numbers, which rise.
    pub fn new(wanted: Vec<u32>) -> Self {
        Self {
            wanted,
            live: BTreeMap::new(),
            spans: Vec::new(),
        }
    }

    pub fn wants(&self, request: u32) -> bool {
        self.wanted.binary_search(&request).is_ok()
    }

    fn push(&mut self, id: u32, call: &Call, request: u32, parent: Option<u32>, now_ns: u64) {
        if self.spans.len() >= MOST_SPANS {
            return;
        }
        let span = self.spans.len() as u32;
        self.spans.push(Span {
            request,
            parent,
            node: call.node,
            link: call.link,
            class: call.class,
            attempt: call.attempt,
            start_ns: now_ns,
            end_ns: None,
            failure: None,
            abandoned: false,
            parts: [0; PARTS],
        });
        self.live.insert(
            id,
            Live {
                parent,
                span: Some(span),
            },
        );
    }

    /// A request that is wanted begins.
    pub fn request(&mut self, id: u32, call: &Call, request: u32) {
        self.push(id, call, request, None, call.first_ns);
    }

    /// A call begins on behalf of `parent`.
    pub fn call(&mut self, id: u32, parent: u32) {
        let parent = self.live.get(&parent).and_then(|live| live.span);
        self.live.insert(id, Live { parent, span: None });
    }

    /// A second attempt of `id` begins beside it.
    pub fn hedge(&mut self, id: u32, twin: u32) {
        if let Some(&live) = self.live.get(&id) {
            self.live.insert(
                twin,
                Live {
                    parent: live.parent,
                    span: None,
                },
            );
        }
    }

    /// An attempt sets out.
    pub fn attempt(&mut self, id: u32, call: &Call, now_ns: u64) {
        let parent = self.live.get(&id).and_then(|live| live.parent);
        let request = parent.map_or(NONE, |parent| self.spans[parent as usize].request);
        self.push(id, call, request, parent, now_ns);
    }

    /// The caller goes on as `mine` while what it gave up stays where `old` is.
    pub fn split(&mut self, old: u32, mine: u32) {
        if let Some(&live) = self.live.get(&old) {
            self.live.insert(mine, live);
        }
    }

    /// An attempt, or a request, is over for whoever waits for it.
    pub fn end(&mut self, id: u32, call: &Call, failure: Option<Cause>, now_ns: u64) {
        let span = self.live.get(&id).and_then(|live| live.span);
        let Some(span) = span.map(|span| &mut self.spans[span as usize]) else {
            return;
        };
        if span.end_ns.is_none() {
            span.end_ns = Some(now_ns);
            span.failure = failure;
            span.parts = call.parts;
            // Whoever gives up an attempt does not wait for the end of what it was at.
            if let Some(part) = call.phase() {
                span.parts[part as usize] += now_ns.saturating_sub(call.mark_ns);
            }
        }
    }

    pub fn abandon(&mut self, id: u32, call: &Call, now_ns: u64) {
        let span = self.live.get(&id).and_then(|live| live.span);
        if let Some(span) = span {
            self.spans[span as usize].abandoned = true;
        }
        self.end(id, call, None, now_ns);
    }
}
