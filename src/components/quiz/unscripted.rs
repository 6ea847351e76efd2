//! The answers, for a reader whose browser runs no scripts. In the browser that takes the page over, what stands
//! in `<noscript>` is text and stays as it is.

use headroom_content::model::Question;

#[cfg(target_arch = "wasm32")]
pub fn answers(_: &Question) -> String {
    String::new()
}

#[cfg(not(target_arch = "wasm32"))]
pub fn answers(question: &Question) -> String {
    use crate::components::escape;
    use crate::words::quiz as words;
    use headroom_content::model::{ClozePart, QuestionKind};

    let item = |head: &str, reason: &str| format!("<li>{head}<div>{reason}</div></li>");
    let body: String = match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => choices
            .iter()
            .map(|choice| {
                let sign = if choice.right {
                    words::sign_right()
                } else {
                    words::sign_wrong()
                };
                item(&format!("{sign}{}", choice.text.0), &choice.reason.0)
            })
            .collect(),
        QuestionKind::Numeric(key) | QuestionKind::Predict { answer: key, .. } => {
            item(&escape(&super::verdict::with_unit(key.value, key)), "")
        }
        QuestionKind::Order { items } => items
            .iter()
            .zip(1..)
            .map(|(one, place)| item(&format!("{place}. {}", one.text.0), &one.reason.0))
            .collect(),
        QuestionKind::Match { pairs } => pairs
            .iter()
            .map(|pair| {
                item(
                    &format!("{} — {}", pair.left.0, pair.right.0),
                    &pair.reason.0,
                )
            })
            .collect(),
        QuestionKind::Cloze { parts } => parts
            .iter()
            .filter_map(|part| match part {
                ClozePart::Blank {
                    accepted, reason, ..
                } => Some(item(&escape(accepted.first()?), &reason.0)),
                ClozePart::Text(_) => None,
            })
            .collect(),
        QuestionKind::Recall { answer } => item(&answer.0, ""),
        QuestionKind::Tune(tune) => tune
            .goals
            .iter()
            .map(|goal| {
                let (bound, before) = (
                    super::tuned::bound(goal),
                    super::tuned::shown(goal, goal.before),
                );
                item(
                    &escape(&format!("{}: {bound}", goal.label)),
                    &escape(&words::run_as_written(before)),
                )
            })
            .collect(),
    };
    format!(
        "<details><summary>{}</summary><ul>{body}</ul>{}</details>",
        words::answer(),
        question.explain.0
    )
}
