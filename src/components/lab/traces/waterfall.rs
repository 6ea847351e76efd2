//! Where the calls of one request lie in time, and what each was spent on.

use headroom_sim::trace::{self, PARTS, PartView, Span, Trace};

/// A request whose calls go on after its end is drawn to this many times its length at most.
const LONGEST: u64 = 2;
/// Nanoseconds in a millisecond.
const MS: f64 = 1e6;

/// The calls of a request, callers before those they called, over one axis from 0 to 1.
#[derive(Debug)]
pub struct Waterfall {
    /// What the axis is long, nanoseconds; it begins when the request was due.
    pub length_ns: u64,
    pub rows: Vec<Row>,
}

/// A call. Places are on the axis.
#[derive(Debug, PartialEq)]
pub struct Row {
    /// Index in the trace's spans.
    pub span: usize,
    /// How many callers stand above it.
    pub depth: usize,
    pub start: f64,
    pub end: f64,
    /// Whether it ends beyond the axis.
    pub goes_on: bool,
    /// Attempts before it come before its start.
    pub pieces: Vec<Piece>,
}

/// A stretch of a call that was spent on one thing.
#[derive(Debug, PartialEq)]
pub struct Piece {
    pub part: &'static PartView,
    pub from: f64,
    pub to: f64,
}

impl Waterfall {
    pub fn of(trace: &Trace) -> Self {
        let spans = &trace.spans;
        let begin = spans.first().map_or(0, |root| root.start_ns);
        let took = trace.took_ns().max(1);
        let last = spans.iter().map(|span| span.end_ns).max().unwrap_or(begin);
        let length_ns = (last.saturating_sub(begin)).clamp(took, took.saturating_mul(LONGEST));
        let at = |ns: u64| (ns.saturating_sub(begin) as f64 / length_ns as f64).min(1.0);
        let mut children = vec![Vec::new(); spans.len()];
        for (index, span) in spans.iter().enumerate() {
            // A span stands after the one that it was done for: there are no circles.
            if let Some(parent) = span.parent.filter(|parent| *parent < index) {
                children[parent].push(index);
            }
        }
        let roots = (0..spans.len()).filter(|&index| spans[index].parent.is_none());
        let mut next: Vec<(usize, usize)> = roots.rev().map(|root| (root, 0)).collect();
        let mut rows = Vec::with_capacity(spans.len());
        while let Some((index, depth)) = next.pop() {
            let span = &spans[index];
            let called = children[index].iter().map(|&child| &spans[child]);
            let pieces = pieces(span, called).into_iter();
            rows.push(Row {
                span: index,
                depth,
                start: at(span.start_ns),
                end: at(span.end_ns),
                goes_on: span.end_ns > begin.saturating_add(length_ns),
                pieces: pieces
                    .map(|(part, from, to)| Piece {
                        part,
                        from: at(from),
                        to: at(to),
                    })
                    .filter(|piece| piece.to > piece.from)
                    .collect(),
            });
            next.extend(
                children[index]
                    .iter()
                    .rev()
                    .map(|&child| (child, depth + 1)),
            );
        }
        Self { length_ns, rows }
    }
}

/// When the first of a call's attempts began.
fn first_ns(span: &Span) -> u64 {
    let mut parts = span.parts.iter();
    let earlier = parts.find(|(key, _)| trace::part(key).is_some_and(PartView::is_earlier));
    let earlier = earlier.map_or(0.0, |(_, ms)| *ms);
    span.start_ns.saturating_sub((earlier * MS).round() as u64)
}

/// What a call was spent on while it waited for none of its own, in the order of [`PARTS`]. How long each part was is known, and
/// that none was during a call of its own; their order is what most calls have, but that all of the network stands before what
/// it was the way to.
fn pieces<'a>(
    span: &Span,
    called: impl Iterator<Item = &'a Span>,
) -> Vec<(&'static PartView, u64, u64)> {
    let mut free = gaps(span, called).into_iter();
    let mut gap = free.next();
    let earlier = PARTS.iter().find(|part| part.is_earlier());
    let earlier = earlier.map(|part| (part, first_ns(span), span.start_ns));
    let mut pieces: Vec<_> = earlier.into_iter().collect();
    for part in PARTS.iter().filter(|part| !part.is_earlier()) {
        let spent = span.parts.iter().find(|(key, _)| key == part.key);
        let mut left = spent.map_or(0, |(_, ms)| (ms * MS).round() as u64);
        while let (1.., Some((from, to))) = (left, gap) {
            let piece = left.min(to - from);
            pieces.push((part, from, from + piece));
            left -= piece;
            gap = if from + piece < to {
                Some((from + piece, to))
            } else {
                free.next()
            };
        }
    }
    pieces
}

/// When a call waited for none of its own.
fn gaps<'a>(span: &Span, called: impl Iterator<Item = &'a Span>) -> Vec<(u64, u64)> {
    // Between attempts it waits too.
    let mut busy: Vec<(u64, u64)> = called.map(|call| (first_ns(call), call.end_ns)).collect();
    busy.sort_unstable();
    let mut gaps = Vec::new();
    let mut from = span.start_ns;
    for (start, end) in busy {
        if start > from {
            gaps.push((from, start.min(span.end_ns)));
        }
        from = from.max(end);
        if from >= span.end_ns {
            return gaps;
        }
    }
    if from < span.end_ns {
        gaps.push((from, span.end_ns));
    }
    gaps
}

#[cfg(test)]
#[allow(
    clippy::float_cmp,
    reason = "places are quotients of small whole numbers"
)]
pub mod tests {
    use headroom_sim::trace::Reason;

    use super::*;

    pub fn span(
        parent: Option<usize>,
        from_ms: u64,
        to_ms: u64,
        parts: &[(&'static str, f64)],
    ) -> Span {
        Span {
            parent,
            node: "app".to_owned(),
            caller: parent.map(|_| "client".to_owned()),
            attempt: 0,
            start_ns: from_ms * 1_000_000,
            end_ns: to_ms * 1_000_000,
            failure: None,
            unfinished: false,
            parts: parts.iter().map(|&(key, ms)| (key.into(), ms)).collect(),
        }
    }

    pub fn request(spans: Vec<Span>) -> Trace {
        Trace {
            request: 7,
            class: "request".to_owned(),
            reasons: vec![Reason::Slowest],
            spans,
        }
    }

    fn told(row: &Row) -> Vec<(&str, f64, f64)> {
        let pieces = row.pieces.iter();
        pieces
            .map(|piece| (piece.part.key, piece.from, piece.to))
            .collect()
    }

    #[test]
    fn parts_fill_the_time_in_which_a_call_waits_for_no_other() {
        let trace = request(vec![
            span(None, 0, 100, &[]),
            span(Some(0), 0, 100, &[("queue_ms", 20.0), ("service_ms", 30.0)]),
            span(Some(1), 25, 75, &[("service_ms", 50.0)]),
        ]);
        let rows = Waterfall::of(&trace).rows;
        assert_eq!(
            rows.iter().map(|row| row.depth).collect::<Vec<_>>(),
            [0, 1, 2]
        );
        assert_eq!(
            told(&rows[1]),
            [
                ("queue_ms", 0.0, 0.2),
                ("service_ms", 0.2, 0.25),
                ("service_ms", 0.75, 1.0)
            ]
        );
        assert!(rows[0].pieces.is_empty());
    }

    #[test]
    fn what_is_called_side_by_side_stands_below_its_caller_with_its_own_calls() {
        let trace = request(vec![
            span(None, 0, 10, &[]),
            span(Some(0), 0, 8, &[]),
            span(Some(0), 0, 9, &[]),
            span(Some(1), 2, 8, &[]),
        ]);
        let rows = Waterfall::of(&trace).rows;
        let order: Vec<usize> = rows.iter().map(|row| row.span).collect();
        assert_eq!(order, [0, 1, 3, 2]);
    }

    #[test]
    fn an_attempt_begins_after_those_before_it_and_its_caller_waits_from_the_first() {
        let trace = request(vec![
            span(None, 0, 100, &[("service_ms", 100.0)]),
            span(Some(0), 10, 40, &[]),
            span(
                Some(0),
                50,
                90,
                &[("retry_wait_ms", 40.0), ("service_ms", 40.0)],
            ),
        ]);
        let rows = Waterfall::of(&trace).rows;
        assert_eq!(
            told(&rows[0]),
            [("service_ms", 0.0, 0.1), ("service_ms", 0.9, 1.0)]
        );
        assert_eq!(
            told(&rows[2]),
            [("retry_wait_ms", 0.1, 0.5), ("service_ms", 0.5, 0.9)]
        );
    }

    #[test]
    fn what_goes_on_long_after_the_request_is_cut_and_says_so() {
        let trace = request(vec![span(None, 0, 10, &[]), span(Some(0), 5, 500, &[])]);
        let waterfall = Waterfall::of(&trace);
        assert_eq!(waterfall.length_ns, 20_000_000);
        assert!(waterfall.rows[1].goes_on && !waterfall.rows[0].goes_on);
        assert_eq!((waterfall.rows[0].end, waterfall.rows[1].end), (0.5, 1.0));
    }

    #[test]
    fn a_request_without_spans_or_without_length_is_drawn_too() {
        assert!(Waterfall::of(&request(Vec::new())).rows.is_empty());
        let rows = Waterfall::of(&request(vec![span(None, 3, 3, &[])])).rows;
        assert_eq!((rows[0].start, rows[0].end), (0.0, 0.0));
    }
}
