//! The fields of each kind of question.

use headroom_content::model::{Choice, ClozePart, Item, Pair, Question, QuestionKind};
use headroom_study::{Mark, SelfGrade, shuffle, text};
use leptos::prelude::*;

use crate::components::view;

use super::Asked;
use super::draft::{Draft, blanks};

/// What is operated to answer.
pub fn fields(question: &Question, asked: Asked) -> AnyView {
    let id = question.id.clone();
    match &question.kind {
        QuestionKind::Single { choices } => options(&id, choices, false, asked),
        QuestionKind::Multiple { choices } => options(&id, choices, true, asked),
        QuestionKind::Numeric(key) | QuestionKind::Predict { answer: key, .. } => {
            number(&key.unit, asked)
        }
        QuestionKind::Order { items } => order(items.clone(), asked),
        QuestionKind::Match { pairs } => pairing(&id, pairs, asked),
        QuestionKind::Cloze { parts } => cloze(parts, asked),
        QuestionKind::Recall { .. } => recall(asked),
    }
}

/// A mark in words and a sign, for what was answered.
fn mark(asked: Asked, id: &str, chosen_only: bool) -> impl IntoView + use<> {
    let id = id.to_owned();
    move || {
        let mark = asked
            .grade
            .with(|grade| grade.as_ref().and_then(|grade| grade.mark(&id)));
        let (kind, words) = match mark? {
            Mark::Hit => ("good", "✓ Right"),
            Mark::Missed if chosen_only => ("good", "✓ The right answer"),
            Mark::Missed => ("bad", "○ Left open"),
            Mark::Mistaken => ("bad", "✗ Not right"),
            Mark::Avoided => return None,
        };
        Some(
            view! { <strong class=format!("question__mark question__mark--{kind}")>{words}</strong> },
        )
    }
}

fn reason(asked: Asked, html: &str) -> impl IntoView + use<> {
    let html = html.to_owned();
    move || {
        (asked.answered() && !html.is_empty())
            .then(|| view! { <div class="question__reason" inner_html=html.clone()></div> })
    }
}

fn options(question: &str, choices: &[Choice], many: bool, asked: Asked) -> AnyView {
    let places = if shuffle::ordinal(choices.iter().map(|choice| choice.text.0.as_str())) {
        (0..choices.len()).collect()
    } else {
        shuffle::permutation(choices.len(), shuffle::seed(question, 0))
    };
    let rows = places.into_iter().map(|place| {
        let choice = choices[place].clone();
        let (key, picked) = (choice.id.clone(), choice.id.clone());
        let chosen = asked.draft.chosen;
        view! {
            <li class="question__option">
                <label>
                    <input
                        type=if many { "checkbox" } else { "radio" }
                        name=question.to_owned()
                        disabled=move || asked.answered()
                        prop:checked=move || chosen.with(|chosen| chosen.contains(&key))
                        on:change=move |event| {
                            let on = event_target_checked(&event);
                            chosen.update(|chosen| {
                                if !many {
                                    chosen.clear();
                                }
                                if on {
                                    chosen.insert(picked.clone());
                                } else {
                                    chosen.remove(&picked);
                                }
                            });
                        }
                    />
                    <span inner_html=choice.text.0></span>
                </label>
                {mark(asked, &choice.id, true)}
                {reason(asked, &choice.reason.0)}
            </li>
        }
    });
    view! { <ul class="question__options" role="list">{rows.collect_view()}</ul> }.into_any()
}

fn field(asked: Asked, key: &str, label: String, class: &'static str) -> impl IntoView + use<> {
    let (shown, typed) = (key.to_owned(), key.to_owned());
    view! {
        <input
            type="text"
            class=class
            autocomplete="off"
            spellcheck="false"
            aria-label=label
            aria-invalid=move || asked.error.with(Option::is_some).then_some("true")
            readonly=move || asked.answered()
            prop:value=move || asked.draft.text(&shown)
            on:input=move |event| asked.draft.write(&typed, event_target_value(&event))
        />
    }
}

fn number(unit: &str, asked: Asked) -> AnyView {
    let label = if unit.is_empty() {
        "Your answer, a number".to_owned()
    } else {
        format!("Your answer in {unit}")
    };
    view! {
        <p class="question__number">
            {field(asked, Draft::VALUE, label, "question__value")}
            <span aria-hidden="true">{unit.to_owned()}</span>
        </p>
    }
    .into_any()
}

fn order(items: Vec<Item>, asked: Asked) -> AnyView {
    let count = items.len();
    let order = asked.draft.order;
    let swap = move |one: usize, other: usize| {
        if one.max(other) < count && !asked.answered() {
            order.update(|order| order.swap(one, other));
        }
    };
    let rows = (0..count).map(|place| {
        let items = items.clone();
        let item = Memo::new(move |_| {
            order
                .with(|order| order.get(place).cloned())
                .and_then(|id| items.iter().find(|item| item.id == id).cloned())
        });
        let name = move || {
            item.get()
                .map_or_else(String::new, |item| text::plain(&item.text.0, 60))
        };
        view! {
            <li class="question__row">
                <span class="question__item" inner_html=move || item.get().map_or_else(String::new, |item| item.text.0)></span>
                <span class="question__moves">
                    <button
                        type="button"
                        aria-label=move || format!("Move up: {}", name())
                        disabled=move || place == 0 || asked.answered()
                        on:click=move |_| swap(place.saturating_sub(1), place)
                    >"↑"</button>
                    <button
                        type="button"
                        aria-label=move || format!("Move down: {}", name())
                        disabled=move || place + 1 == count || asked.answered()
                        on:click=move |_| swap(place, place + 1)
                    >"↓"</button>
                </span>
                {move || item.get().map(|item| view! { {mark(asked, &item.id, false)} {reason(asked, &item.reason.0)} })}
            </li>
        }
    });
    view! { <ol class="question__options">{rows.collect_view()}</ol> }.into_any()
}

fn pairing(question: &str, pairs: &[Pair], asked: Asked) -> AnyView {
    let places = shuffle::derangement(pairs.len(), shuffle::seed(question, 0));
    let rights: Vec<(String, String)> = places
        .into_iter()
        .map(|place| {
            (
                pairs[place].id.clone(),
                text::plain(&pairs[place].right.0, 120),
            )
        })
        .collect();
    let rows = pairs.iter().map(|pair| {
        let (shown, typed) = (pair.id.clone(), pair.id.clone());
        let choices = rights.iter().map(|(id, right)| {
            let (own, right_id, left) = (id.clone(), id.clone(), shown.clone());
            view! {
                <option value=right_id prop:selected=move || asked.draft.text(&left) == own>{right.clone()}</option>
            }
        });
        view! {
            <li class="question__row">
                <label class="question__pair">
                    <span inner_html=pair.left.0.clone()></span>
                    <select
                        disabled=move || asked.answered()
                        on:change=move |event| asked.draft.write(&typed, event_target_value(&event))
                    >
                        <option value="">"Choose…"</option>
                        {choices.collect_view()}
                    </select>
                </label>
                {mark(asked, &pair.id, false)}
                {reason(asked, &pair.reason.0)}
            </li>
        }
    });
    view! { <ul class="question__options" role="list">{rows.collect_view()}</ul> }.into_any()
}

fn cloze(parts: &[ClozePart], asked: Asked) -> AnyView {
    let count = blanks(parts);
    let mut number = 0;
    let pieces: Vec<AnyView> = parts
        .iter()
        .map(|part| match part {
            ClozePart::Text(html) => view! { <span inner_html=html.0.clone()></span> }.into_any(),
            ClozePart::Blank { id, .. } => {
                number += 1;
                let label = format!("Blank {number} of {count}");
                view! { {field(asked, id, label, "question__blank")} {mark(asked, id, false)} }
                    .into_any()
            }
        })
        .collect();
    let whys: Vec<_> = parts
        .iter()
        .filter_map(|part| match part {
            ClozePart::Blank {
                accepted,
                reason: html,
                ..
            } => {
                let right = accepted.first().cloned().unwrap_or_default();
                let html = html.0.clone();
                Some(move || {
                    asked.answered().then(|| {
                        view! {
                            <li class="question__reason">
                                <strong>{right.clone()}</strong>
                                <div inner_html=html.clone()></div>
                            </li>
                        }
                    })
                })
            }
            ClozePart::Text(_) => None,
        })
        .collect();
    view! {
        <div class="question__cloze">{pieces}</div>
        <ul class="question__options" role="list">{whys}</ul>
    }
    .into_any()
}

fn recall(asked: Asked) -> AnyView {
    let grades = [
        (SelfGrade::Missed, "I missed it"),
        (SelfGrade::Partly, "Partly"),
        (SelfGrade::Knew, "I knew it"),
    ];
    let own = asked.draft.own_grade;
    view! {
        <textarea
            aria-label="Your answer"
            readonly=move || asked.answered()
            prop:value=move || asked.draft.text(Draft::VALUE)
            on:input=move |event| asked.draft.write(Draft::VALUE, event_target_value(&event))
        ></textarea>
        <details class="question__reason">
            <summary>"Model answer"</summary>
            <div inner_html=asked.model.get_value()></div>
            <p role="group" aria-label="How well did you recall it?">
                {grades
                    .map(|(grade, label)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || (own.get() == Some(grade)).to_string()
                                disabled=move || asked.answered()
                                on:click=move |_| own.set(Some(grade))
                            >{label}</button>
                        }
                    })
                    .collect_view()}
            </p>
        </details>
    }
    .into_any()
}
