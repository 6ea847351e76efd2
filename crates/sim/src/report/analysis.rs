//! What a run shows, in words and in a few figures: the bottleneck with its evidence, the objective, what did not heal.

use super::Tree;
use crate::descriptor::Unit;
use crate::engine::tally::{Account, source};
use crate::engine::{Engine, Stop};
use crate::kinds::Figure;
use crate::measure::attribution::{PART_KEYS, Split};
use crate::quantity;
use crate::scenario::{Run, Scenario};

/// Where the slowest requests spend the most of their time.
pub(super) struct Bottleneck {
    node: usize,
    part: usize,
    /// Of the time of the slowest requests, what they spend there.
    pub share: f64,
    /// What the node says of itself: utilisation and waiting, where it has such metrics.
    evidence: Vec<(String, f64)>,
}

/// Metrics that tell of a node how near it is to its end.
const EVIDENCE: [&str; 4] = ["utilisation", "waiting", "throttles", "refused"];

/// The node and the part of its time that the slowest requests wait for most.
pub(super) fn bottleneck(
    scenario: &Scenario,
    engine: &Engine,
    slowest: &Split,
) -> Option<Bottleneck> {
    let total: u64 = slowest.sums.iter().flatten().sum();
    if total == 0 || engine.tally.all.completed < 100 {
        return None;
    }
    let parts = slowest.sums.iter().enumerate();
    let parts = parts.flat_map(|(node, parts)| {
        let parts = parts.iter().enumerate();
        parts.map(move |(part, &ns)| (ns, node, part))
    });
    let (ns, node, part) =
        parts.max_by_key(|&(ns, node, part)| (ns, std::cmp::Reverse((node, part))))?;
    let running = &engine.nodes[node];
    let (now, span) = (engine.core.now_ns, engine.span_ns());
    let metrics = &scenario.nodes[node].kind.spec().descriptor.metrics;
    let figures = running.body.figures(&running.me, now, span);
    let evidence = metrics.iter().zip(figures).filter_map(|(metric, figure)| {
        let Figure::Number(value) = figure else {
            return None;
        };
        EVIDENCE
            .contains(&metric.key.as_ref())
            .then(|| (metric.key.to_string(), value))
    });
    Some(Bottleneck {
        node,
        part,
        share: ns as f64 / total as f64,
        evidence: evidence.collect(),
    })
}

impl Bottleneck {
    pub fn tree(&self, scenario: &Scenario) -> Tree {
        let mut tree = Tree::map()
            .with("node", scenario.nodes[self.node].id.as_str())
            .with("part", PART_KEYS[self.part])
            .with("share_of_slowest", self.share);
        for (key, value) in &self.evidence {
            tree = tree.with(key, *value);
        }
        tree
    }

    fn sentence(&self, scenario: &Scenario) -> String {
        let what = [
            "in the network to",
            "in the queue of",
            "in the work of",
            "in cold starts of",
            "in retries of calls to",
            "waiting for locks of",
        ];
        let utilisation = self.evidence.iter().find(|(key, _)| key == "utilisation");
        let evidence = utilisation.map_or_else(String::new, |(_, value)| {
            format!(
                ", which is {} utilised",
                quantity::format(*value, Unit::Ratio)
            )
        });
        format!(
            "The slowest requests spend {} of their time {} {}{evidence}.",
            quantity::format(self.share, Unit::Ratio),
            what[self.part],
            scenario.nodes[self.node].label
        )
    }
}

/// How the requests measured stand to the objective. A failed one missed it.
pub(super) fn objective(run: &Run, account: &Account) -> Tree {
    let over = account.completed + account.failures();
    let share = |n: u64| (over > 0).then(|| n as f64 / over as f64);
    let soon = account.latency.at_most(run.objective_ns);
    // Satisfied up to the target, half so up to four times it (Apdex Technical Specification 1.1, 2007).
    let tolerable = account.latency.at_most(run.objective_ns.saturating_mul(4));
    let attainment = share(soon);
    let budget = 1.0 - run.objective_share;
    Tree::map()
        .with("latency_ms", run.objective_ns as f64 / 1e6)
        .with("share", run.objective_share)
        .with("attainment", attainment)
        .with(
            "budget_burn",
            attainment.map(|attained| (1.0 - attained) / budget),
        )
        .with("apdex", share(soon + tolerable).map(|sum| sum / 2.0))
}

/// A fault is over and the goodput has not come back: over the last half of what followed, a smaller part of what was
/// offered came out well than before it began (Bronson et al., "Metastable failures in distributed systems", ACM `HotOS` 2021).
fn metastable(engine: &Engine) -> Option<String> {
    let (start, end) = engine.faults.span()?;
    let now = engine.core.now_ns;
    // As long after it as it lasted, or nothing can be said.
    if now < end.saturating_add(end - start) {
        return None;
    }
    let timeline = &engine.tally.timeline;
    let ratio = |from: u64, to: u64| {
        let inside = |&bucket: &usize| {
            let middle = timeline.middle_ns(bucket);
            from as f64 <= middle && middle < to as f64
        };
        let sum = |source: usize| -> f64 {
            let buckets = (0..timeline.len()).filter(inside);
            buckets.map(|bucket| timeline.grown(source, bucket)).sum()
        };
        let offered = sum(source::OFFERED);
        (offered > 100.0).then(|| sum(source::GOOD) / offered)
    };
    let before = ratio(engine.base_ns, start)?;
    let after = ratio(end + (now - end) / 2, now)?;
    (after < 0.7 * before).then(|| {
        let share = |ratio: f64| quantity::format(ratio, Unit::Ratio);
        format!(
            "It is metastable: the fault ended at {}, and still only {} of the requests come out well, where it was {} before.",
            quantity::format(end as f64, Unit::Duration),
            share(after),
            share(before)
        )
    })
}

/// A start that looks unlike the rest, where nothing else explains it.
fn warm_up(scenario: &Scenario, engine: &Engine) -> Option<String> {
    let steady = scenario.faults.is_empty() && engine.faults.is_empty();
    let flat = scenario.nodes.iter().all(crate::kinds::client::is_flat);
    let transient = engine.tally.batches.transient();
    (steady && flat && transient > 0.1).then(|| {
        let end = engine.base_ns as f64 + transient * engine.span_ns() as f64;
        format!(
            "The first requests look unlike the rest: a warm-up of {} would leave them out.",
            quantity::format(end, Unit::Duration)
        )
    })
}

/// Retries that add a tenth and more to the load.
fn amplified(engine: &Engine) -> Option<String> {
    let worst = engine.links.iter().max_by(|a, b| {
        let ratio = |link: &crate::engine::link::Link| {
            link.retries.measured() as f64 / (link.calls.measured() as f64).max(1.0)
        };
        ratio(a).total_cmp(&ratio(b))
    })?;
    let (calls, retries) = (worst.calls.measured(), worst.retries.measured());
    (calls > 100 && retries * 10 > calls).then(|| {
        format!(
            "Retries amplify the load: calls to {} were tried {} times on average.",
            engine.nodes[worst.to as usize].me.label,
            quantity::format((calls + retries) as f64 / calls as f64, Unit::Count)
        )
    })
}

/// In words: what was the matter with the system, and with the run.
pub(super) fn verdicts(
    scenario: &Scenario,
    engine: &Engine,
    bottleneck: Option<&Bottleneck>,
    sound: bool,
) -> Vec<String> {
    let mut out = Vec::new();
    let tally = &engine.tally;
    match engine.stopped {
        Some(Stop::Events) => out.push(format!(
            "Stopped after {} events: the event ceiling. What is reported is what had happened by then.",
            quantity::format(engine.events_handled as f64, Unit::Count)
        )),
        Some(Stop::Calls) => out.push(format!(
            "Stopped with {} calls in flight: the memory ceiling. More arrives than the system answers.",
            quantity::format(engine.core.calls.len() as f64, Unit::Count)
        )),
        None => {}
    }
    if !sound {
        out.push(
            "The run's own checks failed: this is an error of the engine, please report it."
                .to_owned(),
        );
    }
    for node in &engine.nodes {
        node.body
            .verdicts(&node.me, engine.core.now_ns, engine.span_ns(), &mut out);
    }
    out.extend(metastable(engine));
    out.extend(warm_up(scenario, engine));
    out.extend(amplified(engine));
    if let Some(found) = bottleneck.filter(|found| found.share > 0.5) {
        out.push(found.sentence(scenario));
    }
    let (offered, unfinished) = (tally.all.offered, tally.all.unfinished());
    if offered > 100 && unfinished * 20 > offered {
        out.push(format!(
            "{} of the requests were still on their way at the end; the latencies of the others make the system look faster than it is.",
            quantity::format(unfinished as f64 / offered as f64, Unit::Ratio)
        ));
    }
    if let (Some(half), Some(mean)) = (tally.batches.half_width(), tally.all.latency.mean()) {
        if half > 0.1 * mean {
            out.push(format!(
                "The run is short for what it shows: its mean latency is known to within {} only.",
                quantity::format(half / mean, Unit::Ratio)
            ));
        }
    } else if tally.all.completed > 0 {
        out.push(
            "Too few requests were measured to say how certain the mean latency is.".to_owned(),
        );
    }
    out
}
