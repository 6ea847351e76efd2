//! Laws that every run must obey, checked at its end. They hold exactly; a violation is a bug of the engine.

use super::Tree;
use crate::engine::Engine;
use crate::engine::call::{NONE, State, flags};
use crate::scenario::Scenario;

/// The checks as a tree, and whether all held.
pub(super) fn check(scenario: &Scenario, engine: &Engine) -> (Tree, bool) {
    let now = engine.core.now_ns;
    let base = engine.base_ns.min(now);
    // What calls that are still inside have spent there, and how many they are.
    let mut inside = vec![(0u128, 0u32); engine.nodes.len()];
    for id in engine.core.calls.live() {
        let call = &engine.core.calls[id];
        let here = match call.state {
            State::Queued | State::Working => !call.is(flags::CANCELLED),
            State::Waiting => true,
            _ => false,
        };
        // A node's own calls have not come to it from anywhere.
        if here && !call.is(flags::MESSAGE) {
            let since = if call.link == NONE {
                call.first_ns
            } else {
                call.entered_ns
            };
            let entry = &mut inside[call.node as usize];
            entry.0 += u128::from(now - since.max(base));
            entry.1 += 1;
        }
    }
    let mut little = None;
    let mut balance = None;
    for ((node, declared), (time, count)) in engine.nodes.iter().zip(&scenario.nodes).zip(inside) {
        let me = &node.me;
        // A run that was stopped in its warm-up has measured nothing yet.
        if now >= engine.base_ns && me.sojourn_ns.total() + time != me.inside.measured(now) {
            little.get_or_insert_with(|| declared.id.clone());
        }
        let came = u64::from(me.inside_at_base) + me.arrived.measured();
        if came != me.left.measured() + u64::from(count) || count != me.inside.value {
            balance.get_or_insert_with(|| declared.id.clone());
        }
    }
    let tally = &engine.tally;
    let attribution = (tally.unbalanced == 0)
        .then_some(())
        .ok_or_else(|| tally.unbalanced.to_string())
        .err();
    let sound = little.is_none() && balance.is_none() && attribution.is_none();
    let word = |violation: &Option<String>, what: &str| match violation {
        None => Tree::from("holds"),
        Some(at) => Tree::Text(format!("violated {what} {at}")),
    };
    let tree = Tree::map()
        .with("littles_law", word(&little, "at"))
        .with("flow_balance", word(&balance, "at"))
        .with("attribution", word(&attribution, "in requests:"));
    (tree, sound)
}
