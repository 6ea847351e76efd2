//! Requests by the reason for which they were picked.

use std::cmp::Reverse;

use headroom_sim::trace::{Reason, Trace};

use crate::words::{Say, explain as say};

/// What is told of each reason, in the order of the page.
const REASONS: [(Reason, Say); 3] = [
    (Reason::Slowest, say::slowest_well),
    (Reason::Failed, say::trace_group_failed),
    (Reason::Sampled, say::picked_at_random),
];

/// Requests picked for one reason.
#[derive(Debug, PartialEq, Eq)]
pub struct Group {
    pub title: &'static str,
    /// Indices of the traces.
    pub requests: Vec<usize>,
}

/// Each request once, with the first of its reasons: the slowest of them first, the others as they came.
pub fn groups(traces: &[Trace]) -> Vec<Group> {
    let first = |trace: &Trace| {
        let reasons = REASONS.iter().map(|(reason, _)| *reason);
        reasons
            .into_iter()
            .find(|reason| trace.reasons.contains(reason))
    };
    let groups = REASONS.into_iter().map(|(reason, title)| {
        let picked = (0..traces.len()).filter(|&index| first(&traces[index]) == Some(reason));
        let mut requests: Vec<usize> = picked.collect();
        if reason == Reason::Slowest {
            requests.sort_by_key(|&index| Reverse(traces[index].took_ns()));
        }
        Group {
            title: title(),
            requests,
        }
    });
    groups.filter(|group| !group.requests.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::waterfall::tests::{request, span};
    use super::*;

    #[test]
    fn a_request_is_shown_once_and_the_slowest_first() {
        let trace = |took_ms, reasons: &[Reason]| Trace {
            reasons: reasons.to_vec(),
            ..request(vec![span(None, 0, took_ms, &[])])
        };
        let traces = [
            trace(5, &[Reason::Sampled]),
            trace(10, &[Reason::Slowest]),
            trace(20, &[Reason::Slowest, Reason::Sampled]),
        ];
        let groups = groups(&traces);
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].requests, [2, 1]);
        assert_eq!(groups[1].requests, [0]);
    }
}
