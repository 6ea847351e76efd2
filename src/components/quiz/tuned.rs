//! The question of a challenge: its goals, what the runs that decided gave, and the best so far. It is tried in the lab beside it,
//! which another program brings to life; the two tell each other what they have by events of the document.

use std::fmt::Write as _;

use headroom_content::model::{Goal, Question, QuestionKind, Tune};
use headroom_study::{Answer, better_tuned, tuned_values};
use leptos::prelude::*;

use super::asked::Asked;
use super::verdict::in_unit;
use crate::components::{escape, view};
use crate::words::quiz as words;

/// Told by the lab: a question's id and the answer, encoded with postcard.
pub const HANDED_IN: &str = "headroom-tuned";
/// Told to the lab: a question's id and what to set, by path.
pub const SET: &str = "headroom-tune-set";

/// Takes what is handed in for this question.
pub fn listen(question: &Question, asked: Asked) {
    if !matches!(question.kind, QuestionKind::Tune(_)) {
        return;
    }
    #[cfg(target_arch = "wasm32")]
    {
        use crate::platform::document::Heard;

        let id = question.id.clone();
        let heard =
            StoredValue::new_local(Heard::of(
                HANDED_IN,
                move |bytes| match postcard::from_bytes::<(String, Answer)>(bytes) {
                    Ok((to, answer)) if to == id => asked.give(answer),
                    _ => {}
                },
            ));
        on_cleanup(move || heard.set_value(None));
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = asked;
}

/// The goals as a table; after an answer with what the runs gave.
pub fn goals(tune: &Tune, asked: Asked) -> AnyView {
    let tune = tune.clone();
    let table = move || table(&tune, asked);
    view! { <table class="tune__goals" inner_html=table></table> }
}

/// The best answer so far, and the way back to it. Not among the fields, which are closed while an answer is on show.
pub fn best(question: &Question, asked: Asked) -> AnyView {
    let QuestionKind::Tune(tune) = &question.kind else {
        return ().into_any();
    };
    let tune = StoredValue::new(tune.as_ref().clone());
    let best = Memo::new(move |_| {
        tune.with_value(|tune| {
            asked.question.with_value(|question| {
                asked.progress.store.with(|store| {
                    let attempts = store.get(&question.id)?.attempts();
                    let attempts = attempts.filter(|attempt| attempt.revision == question.revision);
                    attempts
                        .reduce(|best, next| better_tuned(tune, next, best))
                        .cloned()
                })
            })
        })
    });
    let told = move || {
        best.with(|best| {
            best.as_ref().map_or_else(String::new, |best| {
                let goal = tune.with_value(|tune| tune.goals.last().cloned());
                let budget = goal.and_then(|goal| {
                    let Answer::Tuned { figures, .. } = &best.answer else {
                        return None;
                    };
                    let worst = worst(&goal, &tuned_values(figures, &goal.metric)?)?;
                    Some((goal.label.to_lowercase(), shown(&goal, worst)))
                });
                let percent = best.score.per_cent();
                match budget {
                    Some((goal, value)) => words::your_best_with(percent, goal, value),
                    None => words::your_best(percent),
                }
            })
        })
    };
    view! {
        <p class="tune__best" hidden=move || best.with(Option::is_none)>
            {move || told()} " "
            <button type="button" class="quiet" on:click=move |_| best.with_untracked(|best| set_to(asked, best.as_ref()))>
                {words::set_the_lab()}
            </button>
        </p>
    }
}

/// Tells the lab to stand as this answer did.
fn set_to(asked: Asked, attempt: Option<&headroom_study::Attempt>) {
    let Some(Answer::Tuned { set, .. }) = attempt.map(|attempt| &attempt.answer) else {
        return;
    };
    let id = asked.question.with_value(|question| question.id.clone());
    #[cfg(target_arch = "wasm32")]
    if let Ok(bytes) = postcard::to_allocvec(&(id, set)) {
        crate::platform::document::tell_with(SET, &bytes);
    }
    #[cfg(not(target_arch = "wasm32"))]
    let _ = (id, set);
}

fn table(tune: &Tune, asked: Asked) -> String {
    let shown_answer = asked.shown.get();
    let figures = shown_answer.as_ref().and_then(|(answer, _)| match answer {
        Answer::Tuned { figures, .. } => Some(figures),
        _ => None,
    });
    let mut html = format!(
        "<thead><tr><th scope=\"col\">{}</th><th scope=\"col\">{}</th><th scope=\"col\">{}</th></tr></thead><tbody>",
        words::goal(),
        words::as_it_is(),
        if figures.is_some() {
            words::handed_in_worst()
        } else {
            words::handed_in()
        }
    );
    for goal in &tune.goals {
        let values = figures.and_then(|figures| tuned_values(figures, &goal.metric));
        let given = values.as_deref().map_or_else(
            || "–".to_owned(),
            |values| {
                let met = values.iter().filter(|&&value| goal.met(value)).count();
                let worst =
                    worst(goal, values).map_or_else(String::new, |worst| shown(goal, worst));
                format!(
                    "{} {worst} <span class=\"tune__count\">{}</span>",
                    sign(met == values.len()),
                    words::met_in(met, values.len())
                )
            },
        );
        // Writing to a text cannot fail.
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{} <span class=\"tune__bound\">{}</span></th><td>{} {}</td><td>{given}</td></tr>",
            escape(&goal.label),
            escape(&bound(goal)),
            sign(goal.met(goal.before)),
            escape(&shown(goal, goal.before)),
        );
    }
    html + "</tbody>"
}

fn sign(met: bool) -> String {
    let (tone, sign, said) = if met {
        ("good", "✓", words::met_sign())
    } else {
        ("bad", "✗", words::missed_sign())
    };
    format!(
        "<span class=\"question__mark--{tone}\"><span aria-hidden=\"true\">{sign}</span><span class=\"visually-hidden\">{said}</span></span>"
    )
}

/// The bound in words.
pub fn bound(goal: &Goal) -> String {
    let bound = shown(goal, goal.bound);
    if goal.at_most {
        words::at_most(bound)
    } else {
        words::at_least(bound)
    }
}

/// A value of its figure as it is read.
pub fn shown(goal: &Goal, value: f64) -> String {
    let value = value * goal.scale;
    // From a second on, a time is told in seconds.
    let (value, unit) = match goal.unit.as_str() {
        "ms" if value.abs() >= 1000.0 => (value / 1000.0, "s"),
        unit => (value, unit),
    };
    in_unit(value, unit)
}

/// Of what the runs gave, that which is farthest from the goal.
fn worst(goal: &Goal, values: &[f64]) -> Option<f64> {
    let worse = if goal.at_most { f64::max } else { f64::min };
    values.iter().copied().reduce(worse)
}
