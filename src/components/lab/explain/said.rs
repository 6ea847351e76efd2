//! What a search came to, in words.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;

use super::goals::{self, Goal};
use super::hunt::Finding;
use super::search::{Answer, Bound, Fix, Found, SEEDS};

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
        format!("Stopped after {} runs.", found.tried)
    } else {
        format!("{} runs were made.", found.tried)
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
        sentences.push(format!("{} could not be made: {why}.", found.broken));
    }
    sentences.join(" ")
}

fn answer(goal: &Goal, found: &Found) -> String {
    let bound = match goal.bound {
        Bound::AtMost => "at most",
        Bound::AtLeast => "at least",
    };
    let value = quantity::format(goal.value, goal.unit);
    let wanted = format!("{} {bound} {value}", goal.label);
    match found.answer {
        Answer::Met => format!(
            "It is met as things are: {wanted}, and it is {}.",
            figure(found.base.metric, goal.unit)
        ),
        Answer::Fixed if found.priced => format!(
            "These single changes reach it ({wanted}), the cheapest first; of those that cost the same, the smallest change."
        ),
        Answer::Fixed => format!(
            "These single changes reach it ({wanted}), the smallest first: nothing here has a price."
        ),
        Answer::None if found.fixes.is_empty() => {
            format!("No single change reaches it: {wanted}.")
        }
        Answer::None => {
            format!("These reach it ({wanted}) with this seed; other seeds were not tried.")
        }
    }
}

fn nearly(goal: &Goal, found: &Found, nearest: &Fix) -> String {
    let held = nearest.held.map_or_else(String::new, |held| {
        format!(" with this seed, and only {held} of {SEEDS} other seeds reach it with that")
    });
    format!(
        "The nearest is {} at {}, which makes it {}{held}; as things are it is {}.",
        nearest.lever.name,
        goals::shown(&nearest.lever.kind, &nearest.to),
        figure(nearest.metric, goal.unit),
        figure(found.base.metric, goal.unit)
    )
}
