//! What went through each node: the two sides of Little's law, and how near the node is to the most that it can do.

use super::{MS, Tree};
use crate::engine::Engine;
use crate::kinds::Figure;
use crate::scenario::Scenario;

/// By node, of those that anything came to: calls a second, how long they stayed, how many were inside on average, and the
/// share taken of the most that can be worked on, where there is such a bound.
///
/// The sojourn of calls that are still inside at the end is not over, so that rate times sojourn differs a little from what
/// was inside (J. D. C. Little, "A Proof for the Queuing Formula: L = λW", Operations Research 9, 1961).
pub(super) fn tree(scenario: &Scenario, engine: &Engine) -> Tree {
    let (now, span) = (engine.core.now_ns, engine.span_ns());
    let mut tree = Tree::map();
    for (declared, node) in scenario.nodes.iter().zip(&engine.nodes) {
        let me = &node.me;
        let (came, left) = (me.arrived.measured(), me.left.measured());
        if came == 0 || span == 0 {
            continue;
        }
        let entry = Tree::map()
            .with("per_second", came as f64 / (span as f64 / 1e9))
            .with(
                "sojourn_ms",
                (left > 0).then(|| me.sojourn_ns.total() as f64 / left as f64 / MS),
            )
            .with("inside", me.inside.average(now, span))
            .with("saturation", saturation(declared.kind, engine, node));
        tree = tree.with(&declared.id, entry);
    }
    tree
}

/// What the kind says of it, else its utilisation.
fn saturation(
    kind: crate::kinds::Kind,
    engine: &Engine,
    node: &crate::engine::Node,
) -> Option<f64> {
    let (now, span) = (engine.core.now_ns, engine.span_ns());
    node.body.saturation(&node.me, now, span).or_else(|| {
        let metrics = &kind.spec().descriptor.metrics;
        let place = (metrics.iter()).position(|metric| metric.key == "utilisation")?;
        match node
            .body
            .figures(&node.me, now, span)
            .into_iter()
            .nth(place)?
        {
            Figure::Number(share) => Some(share),
            Figure::Times(_) => None,
        }
    })
}
