//! A question on a page: read, answered, graded, explained, remembered.

mod draft;
mod fields;
mod unscripted;

use headroom_content::model::{Question, QuestionKind};
use headroom_study::{Grade, Offset, Verdict, grade};
use leptos::html;
use leptos::prelude::*;

use crate::components::view;

use self::draft::Draft;
use crate::state::progress::Progress;

/// What the fields of a question need to know of it.
#[derive(Clone, Copy)]
pub(crate) struct Asked {
    draft: Draft,
    /// Of the answer on show.
    grade: RwSignal<Option<Grade>>,
    /// Why what stands in the fields is no answer yet.
    error: RwSignal<Option<String>>,
    /// The model answer of a recall question.
    model: StoredValue<String>,
}

impl Asked {
    fn answered(self) -> bool {
        self.grade.with(Option::is_some)
    }
}

#[component]
pub fn QuestionView(question: Question) -> impl IntoView {
    let progress = Progress::here();
    let asked = Asked {
        draft: Draft::new(&question),
        grade: RwSignal::new(None),
        error: RwSignal::new(None),
        model: StoredValue::new(match &question.kind {
            QuestionKind::Recall { answer } => answer.0.clone(),
            _ => String::new(),
        }),
    };
    let hints = RwSignal::new(0_usize);
    let ready = RwSignal::new(false);
    let retrying = RwSignal::new(false);
    let verdict = NodeRef::<html::Div>::new();
    let kept = StoredValue::new(question.clone());

    // What was answered before, here or in an earlier visit.
    Effect::new(move |_| {
        ready.set(true);
        let latest = kept.with_value(|question| progress.latest(question));
        if retrying.get() {
            return;
        }
        let graded = latest.and_then(|attempt| {
            let grade = kept
                .with_value(|question| grade(question, &attempt.answer))
                .ok()?;
            asked.draft.show(&attempt.answer);
            Some(grade)
        });
        asked.grade.set(graded);
    });

    let check = move || {
        if asked.answered() {
            return;
        }
        kept.with_value(|question| {
            let recall = matches!(question.kind, QuestionKind::Recall { .. });
            if recall && asked.draft.own_grade.with_untracked(Option::is_none) {
                asked.error.set(Some(
                    "Open the model answer and say how well you did.".to_owned(),
                ));
                return;
            }
            let answer = asked.draft.answer(question);
            match grade(question, &answer) {
                Err(error) => asked.error.set(Some(error.to_string())),
                Ok(graded) => {
                    asked.error.set(None);
                    remember(progress, question, answer, &graded, hints.get_untracked());
                    asked.grade.set(Some(graded));
                    retrying.set(false);
                    if let Some(verdict) = verdict.get_untracked() {
                        let _ = verdict.focus();
                    }
                }
            }
        });
    };
    let again = move |_| {
        retrying.set(true);
        asked.grade.set(None);
        kept.with_value(|question| asked.draft.clear(question));
    };
    let reset = move |_| {
        kept.with_value(|question| {
            forget(progress, question);
            asked.draft.clear(question);
        });
        asked.grade.set(None);
        hints.set(0);
        retrying.set(false);
    };
    let all_hints = question.hints.clone();
    let hint_count = all_hints.len();
    let no_more_hints = move || !ready.get() || hints.get() >= hint_count;
    let explain = question.explain.0.clone();
    let label = match &question.kind {
        QuestionKind::Predict { .. } => "Prediction",
        QuestionKind::Recall { .. } => "Recall",
        _ => "Question",
    };
    let action = match &question.kind {
        QuestionKind::Predict { .. } => "Commit to this",
        _ => "Check",
    };
    view! {
        <form
            class="question"
            id=question.id.clone()
            on:submit=move |event| {
                event.prevent_default();
                check();
            }
        >
            <p class="question__kicker">{label}</p>
            <fieldset>
                <legend class="question__prompt" inner_html=question.prompt.0.clone()></legend>
                {fields::fields(&question, asked)}
            </fieldset>
            <div class="question__hints" aria-live="polite">
                {move || {
                    all_hints
                        .iter()
                        .take(hints.get())
                        .map(|hint| view! { <div class="question__hint" inner_html=hint.0.clone()></div> })
                        .collect_view()
                }}
            </div>
            <p class="question__error" role="alert">{move || asked.error.get()}</p>
            <p class="question__actions">
                <button type="submit" class="primary" disabled=move || !ready.get() || asked.answered()>{action}</button>
                <button
                    type="button"
                    hidden=hint_count == 0
                    disabled=no_more_hints
                    on:click=move |_| hints.update(|shown| *shown += 1)
                >"Hint"</button>
                <button type="button" hidden=move || !asked.answered() on:click=again>"Try again"</button>
                <button type="button" class="quiet" hidden=move || !asked.answered() on:click=reset>"Reset"</button>
            </p>
            <div class="question__verdict" role="status" tabindex="-1" node_ref=verdict>
                {move || asked.grade.get().map(|grade| kept.with_value(|question| result(question, &grade, progress)))}
            </div>
            {move || asked.answered().then(|| view! { <div class="question__explain" inner_html=explain.clone()></div> })}
            <noscript inner_html=unscripted::answers(&question)></noscript>
        </form>
    }
}

/// The verdict in words, and of a number what would have been right.
fn result(question: &Question, grade: &Grade, progress: Progress) -> impl IntoView + use<> {
    let (kind, words) = match grade.verdict() {
        Verdict::Right => ("good", "✓ Right.".to_owned()),
        Verdict::Partly => (
            "warn",
            format!("◐ Partly right: {} %.", grade.score.per_cent()),
        ),
        Verdict::Wrong => ("bad", "✗ Not right.".to_owned()),
    };
    let slip = match grade.number.and_then(|number| number.offset) {
        None => "",
        Some(Offset::TooHigh) => " Too high.",
        Some(Offset::TooLow) => " Too low.",
        Some(Offset::Magnitude) => " The digits fit, the power of ten does not: look at the unit.",
        Some(Offset::Sign) => " The sign is the other one.",
    };
    let value = match &question.kind {
        QuestionKind::Numeric(key) => Some(format!(
            " The answer is {} {}.",
            rounded(key.value),
            key.unit
        )),
        QuestionKind::Predict { answer, .. } => Some(format!(
            " The run gave {} {}.",
            rounded(answer.value),
            answer.unit
        )),
        _ => None,
    };
    view! {
        <p class=format!("question__words question__mark--{kind}")>
            <strong>{words}</strong>
            {slip}
            {value}
        </p>
        <p class="question__kept">{move || progress.keeping.get().text()}</p>
    }
}

/// Four significant digits: a run's figure has no more to say.
fn rounded(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    let places = 3 - value.abs().log10().floor() as i32;
    let scale = 10_f64.powi(places);
    (value * scale).round() / scale
}

#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(unused_variables, reason = "nobody answers on the host")
)]
fn remember(
    progress: Progress,
    question: &Question,
    answer: headroom_study::Answer,
    grade: &Grade,
    hints: usize,
) {
    #[cfg(target_arch = "wasm32")]
    progress.add(
        question,
        headroom_study::Attempt {
            stamp: headroom_study::Stamp::default(),
            at_ms: 0,
            revision: question.revision,
            answer,
            score: grade.score,
            seed: headroom_study::shuffle::seed(&question.id, 0),
            hints: hints as u32,
            took_ms: None,
            confidence: None,
        },
    );
}

#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(unused_variables, reason = "nobody answers on the host")
)]
fn forget(progress: Progress, question: &Question) {
    #[cfg(target_arch = "wasm32")]
    progress.reset(question);
}
