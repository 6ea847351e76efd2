//! What a search came to, in words.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;

use super::goals::{self, Goal};
use super::hunt::Finding;
use super::search::{Answer, Bound, Fix, Found, SEEDS};
use crate::words::explain as say;

/// A figure, or the sign for none.
pub fn figure(value: Option<f64>, unit: Unit) -> String {
    value.map_or_else(|| "–".to_owned(), |value| quantity::format(value, unit))
}

/// All that is to be said of it.
pub fn said(finding: &Finding) -> String {
    let Finding {
        goal,
        found,
        stopped,
        why,
        ..
    } = finding;
    let runs = if *stopped {
        say::stopped_after(found.tried)
    } else {
        say::runs_made(found.tried)
    };
    let mut sentences = vec![runs, answer(goal, found)];
    if let Some(nearest) = &found.nearest
        && found.answer == Answer::None
        && found.fixes.is_empty()
    {
        sentences.push(nearly(goal, found, nearest));
    }
    if let Some(why) = why.as_ref().filter(|_| found.broken > 0) {
        let why = why.trim_end_matches('.');
        sentences.push(say::could_not_be_made(found.broken, why));
    }
    sentences.join(" ")
}

fn answer(goal: &Goal, found: &Found) -> String {
    let value = quantity::format(goal.value, goal.unit);
    let wanted = match goal.bound {
        Bound::AtMost => say::wanted_most(&goal.label, value),
        Bound::AtLeast => say::wanted_least(&goal.label, value),
    };
    match found.answer {
        Answer::Met => say::met_already(wanted, figure(found.base.metric, goal.unit)),
        Answer::Fixed if found.priced => say::reached_priced(wanted),
        Answer::Fixed => say::reached(wanted),
        Answer::None if found.fixes.is_empty() => say::not_reached(wanted),
        Answer::None => say::reached_this_seed(wanted),
    }
}

fn nearly(goal: &Goal, found: &Found, nearest: &Fix) -> String {
    let name = &nearest.lever.name;
    let value = goals::shown(&nearest.lever.kind, &nearest.to);
    let makes = figure(nearest.metric, goal.unit);
    let now = figure(found.base.metric, goal.unit);
    match nearest.held {
        None => say::nearest(name, value, makes, now),
        Some(held) => say::nearest_held(name, value, makes, held, SEEDS, now),
    }
}
