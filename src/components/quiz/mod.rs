//! A question on a page: read, answered, graded, explained, remembered.
#![allow(
    clippy::large_types_passed_by_value,
    reason = "a question that is asked is a handful of signals, copied as each of them is"
)]

pub(crate) mod asked;
pub(crate) mod blank;
pub(crate) mod draft;
pub(crate) mod fields;
pub(crate) mod hints;
pub(crate) mod sure;
pub mod tuned;
mod unscripted;
pub(crate) mod verdict;

use headroom_content::model::{Question, QuestionKind};
use headroom_study::{Grade, Verdict};
use leptos::prelude::*;

use self::asked::{Asked, ERROR, FIELDS, PROMPT, VERDICT};
use crate::components::view;
use crate::words::{OF_CONTENT, quiz as words};

#[component]
pub fn QuestionView(question: Question) -> impl IntoView {
    let asked = Asked::new(&question);
    // Whether the reader is at this question. An answer that is restored when the page is opened is not announced.
    let at_it = RwSignal::new(false);
    let (label, action) = match &question.kind {
        QuestionKind::Predict { .. } => (words::prediction(), words::commit()),
        QuestionKind::Recall { .. } => (words::recall(), words::check()),
        QuestionKind::Tune(_) => (words::challenge(), ""),
        _ => (words::question(), words::check()),
    };
    tuned::listen(&question, asked);
    #[cfg(target_arch = "wasm32")]
    if matches!(question.kind, QuestionKind::Predict { .. }) {
        crate::state::predictions::uncover(&question, asked.progress);
    }
    let explain = question.explain.0.clone();
    // Of a challenge that goes on, it would give the solution away: that comes behind all hints.
    let goes_on = matches!(question.kind, QuestionKind::Tune(_)).then_some(question.hints.len());
    let explained = move |grade: &Grade| {
        grade.verdict() == Verdict::Right || goes_on.is_none_or(|hints| asked.hints.get() >= hints)
    };
    let explain = move || {
        let answer = asked.shown.get();
        if answer.is_some_and(|(_, grade)| explained(&grade)) {
            explain.clone()
        } else {
            String::new()
        }
    };
    let variation = question.variation.clone().map(|id| {
        view! {
            <p class="question__more" hidden=move || !asked.answered()>
                // In a frame, links lead out of it.
                <a href=format!("#{id}") target="_self">{words::another_question()}</a>
            </p>
        }
    });
    view! {
        <form
            class="question"
            id=question.id.clone()
            // What a browser would put back on a reload the program would not see. It brings back answers itself.
            autocomplete="off"
            on:focusin=move |_| {
                at_it.set(true);
                asked.begin();
            }
            on:input=move |_| asked.error.set(None)
            on:submit=move |event| {
                event.prevent_default();
                asked.check();
            }
        >
            <p class="question__kicker">{label}</p>
            // Nor what is filled in before it runs.
            <fieldset
                id=asked.id(FIELDS)
                aria-labelledby=asked.id(PROMPT)
                tabindex="-1"
                disabled=move || !asked.ready.get() || asked.answered()
                aria-describedby=move || asked.described_by()
            >
                <div class="question__prompt" lang=OF_CONTENT id=asked.id(PROMPT) inner_html=question.prompt.0.clone()></div>
                {move || asked.question.with_value(|question| fields::fields(question, asked.seed.get(), asked))}
            </fieldset>
            {(!action.is_empty()).then(|| sure::sure(asked.confidence, move || !asked.ready.get() || asked.answered()))}
            {tuned::best(&question, asked)}
            {hints::opened(&question, asked)}
            <p class="question__error" role="alert" id=asked.id(ERROR)>{move || asked.error.get()}</p>
            <p class="question__actions">
                <button type="submit" class="primary" hidden=action.is_empty() disabled=move || !asked.ready.get() || asked.answered()>{action}</button>
                {hints::more(&question, asked)}
                <button type="button" hidden=move || !asked.answered() on:click=move |_| asked.try_again()>{words::try_again()}</button>
                <button type="button" class="quiet" hidden=move || !asked.answered() on:click=move |_| asked.reset()>{words::reset()}</button>
                <button type="button" hidden=move || asked.answered() || asked.reset.with(Option::is_none) on:click=move |_| asked.bring_back()>{words::bring_back()}</button>
            </p>
            <div
                id=asked.id(VERDICT)
                class="question__verdict"
                role="status"
                aria-live=move || if at_it.get() { "polite" } else { "off" }
                tabindex="-1"
                inner_html=move || verdict::verdict(asked)
            ></div>
            <div class="question__explain" lang=OF_CONTENT inner_html=explain></div>
            {variation}
            <noscript inner_html=unscripted::answers(&question)></noscript>
        </form>
    }
}
