//! A question of a sitting that is over: the answer, what would have been right, and why.

use headroom_content::model::QuestionKind;
use headroom_study::exam::{Event, Paper, Row};
use headroom_study::{Answer, SelfGrade, Verdict};
use leptos::prelude::*;

use super::hall::Hall;
use super::words;
use crate::components::quiz::asked::{Asked, PROMPT};
use crate::components::quiz::blank::blank;
use crate::components::quiz::{fields, verdict};
use crate::components::{escape, inert, view};
use crate::words::{Say, exam as say, lang_of_content, quiz, study};

pub fn review(hall: Hall, paper: &Paper, row: &Row<'_>, number: usize) -> AnyView {
    let title = say::question(number);
    let Some(banked) = row.banked else {
        return view! {
            <article class="question">
                <h3 class="question__kicker">{title}</h3>
                {inert("p", say::taken_away())}
            </article>
        };
    };
    let question = &banked.question;
    let seed = paper.option_seed(&row.id);
    let recall = matches!(question.kind, QuestionKind::Recall { .. });
    // What was not answered is shown as it stood, with what is right marked.
    let outcome = row
        .answer
        .clone()
        .zip(row.grade.clone())
        .or_else(|| blank(question));
    let body = if let QuestionKind::Recall { answer } = &question.kind {
        recalled(hall, row, &answer.0)
    } else {
        let asked = Asked::sat(question, seed, outcome);
        let own = question.clone();
        view! {
            <fieldset disabled aria-labelledby=asked.id(PROMPT)>
                <div class="question__prompt" lang=lang_of_content() id=asked.id(PROMPT) inner_html=question.prompt.0.clone()></div>
                {fields::fields(&own, seed, asked)}
            </fieldset>
        }
    };
    let mut facts = Vec::new();
    if let Some(confidence) = row.given.confidence {
        facts.push(say::you_said_of(say::confidence(confidence)));
    }
    if row.given.spent_ms > 0 {
        facts.push(say::spent(words::clock(row.given.spent_ms)));
    }
    let said = if recall { String::new() } else { said(row) };
    let page = format!("{}#{}", hall.href(&banked.route), question.id);
    let link = format!("<a href=\"{}\">{}</a>", escape(&page), escape(&banked.page));
    view! {
        <article class="question">
            <h3 class="question__kicker">{title}</h3>
            {body}
            <div class="question__verdict" inner_html=said></div>
            <div class="question__explain" lang=lang_of_content() inner_html=question.explain.0.clone()></div>
            <p class="exam__quiet">{facts.join(" ")} {say::from()} <span inner_html=link></span></p>
        </article>
    }
}

/// The verdict in words, as markup.
fn said(row: &Row<'_>) -> String {
    let (tone, words) = match &row.grade {
        None if row.given.answer.is_none() => ("bad", quiz::not_answered().to_owned()),
        None => ("bad", say::not_read().to_owned()),
        Some(grade) => match grade.verdict() {
            Verdict::Right => ("good", quiz::verdict_right().to_owned()),
            Verdict::Partly => ("warn", quiz::verdict_partly(grade.score.per_cent())),
            Verdict::Wrong => ("bad", quiz::verdict_wrong().to_owned()),
        },
    };
    let number = row.banked.and_then(|banked| match &banked.question.kind {
        QuestionKind::Numeric(key) => Some(quiz::the_answer_is(verdict::with_unit(key.value, key))),
        _ => None,
    });
    format!(
        "<p class=\"question__words question__mark--{tone}\"><strong>{words}</strong>{}</p>",
        number.map_or_else(String::new, |number| escape(&number))
    )
}

const GRADES: [(SelfGrade, Say); 3] = [
    (SelfGrade::Missed, quiz::missed_it),
    (SelfGrade::Partly, quiz::partly),
    (SelfGrade::Knew, quiz::knew_it),
];

/// What only the reader can grade, beside the model answer.
fn recalled(hall: Hall, row: &Row<'_>, model: &str) -> AnyView {
    let id = StoredValue::new(row.id.clone());
    let typed = match &row.given.answer {
        Some(Answer::Recall { text, .. }) => text.clone(),
        _ => study::wrote_nothing().to_owned(),
    };
    let prompt = row
        .banked
        .map_or_else(String::new, |banked| banked.question.prompt.0.clone());
    let own = Memo::new(move |_| {
        id.with_value(|id| hall.of_state(|state| state.given(id).grade))
            .flatten()
    });
    let answered = row.given.answer.is_some();
    let buttons = GRADES.map(|(grade, label)| {
        view! {
            <button
                type="button"
                aria-pressed=move || (own.get() == Some(grade)).to_string()
                on:click=move |_| hall.add(Event::Graded { question: id.get_value(), grade })
            >{label()}</button>
        }
    });
    let buttons = buttons.into_iter().collect::<Vec<_>>();
    view! {
        <div class="question__prompt" lang=lang_of_content() inner_html=prompt></div>
        <h4>{study::you_wrote()}</h4>
        <p class="exam__wrote">{typed}</p>
        {inert("h4", quiz::model_answer())}
        <div class="question__reason" lang=lang_of_content() inner_html=model.to_owned()></div>
        <p class="question__sure" role="group" aria-label=say::how_well() hidden=!answered>
            {inert("span", say::how_well())}
            {buttons}
        </p>
    }
}
