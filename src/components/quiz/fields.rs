//! The fields of each kind of question.

use headroom_content::model::{Choice, ClozePart, Html, Item, Pair, Question, QuestionKind};
use headroom_study::{Mark, SelfGrade, shuffle, text};
use leptos::html;
use leptos::prelude::*;

use super::asked::Asked;
use super::draft::{Draft, blanks};
use crate::components::view;
use crate::platform::focus::focus_soon;

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
        QuestionKind::Recall { answer } => recall(answer, asked),
    }
}

/// How the marks of a kind of question look and what they say: of a hit, of what was missed, of a mistake.
type Marks = [(&'static str, &'static str); 3];

const SINGLE: Marks = [
    ("good", "✓ Right"),
    ("good", "✓ The right answer"),
    ("bad", "✗ Not right"),
];
const MULTIPLE: Marks = [
    ("good", "✓ Right"),
    ("warn", "○ Right, not chosen"),
    ("bad", "✗ Not right"),
];
const FILLED: Marks = [
    ("good", "✓ Right"),
    ("bad", "○ Left open"),
    ("bad", "✗ Not right"),
];
const ORDERED: Marks = [
    ("good", "✓ In order"),
    ("bad", "✗ Out of order"),
    ("bad", "✗ Out of order"),
];

/// A mark in words and a sign, for what was answered.
fn mark(asked: Asked, id: &str, marks: Marks) -> impl IntoView + use<> {
    let id = id.to_owned();
    move || {
        let mark = asked
            .shown
            .with(|shown| shown.as_ref().and_then(|(_, grade)| grade.mark(&id)));
        let (tone, words) = match mark? {
            Mark::Hit => marks[0],
            Mark::Missed => marks[1],
            Mark::Mistaken => marks[2],
            Mark::Avoided => return None,
        };
        Some(
            view! { <strong class=format!("question__mark question__mark--{tone}")>{words}</strong> },
        )
    }
}

/// Once it is answered: what would have been right, as markup, where the field does not say so itself; and why.
fn reason(asked: Asked, right: &str, why: &str) -> impl IntoView + use<> {
    let html = match right {
        "" => why.to_owned(),
        right => format!("<strong>{right}</strong> {why}"),
    };
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
    let marks = if many { MULTIPLE } else { SINGLE };
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
                {mark(asked, &choice.id, marks)}
                {reason(asked, "", &choice.reason.0)}
            </li>
        }
    });
    view! { <ul class="question__options" role="list">{rows.collect_view()}</ul> }
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
            aria-describedby=move || asked.described_by()
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
}

fn order(items: Vec<Item>, asked: Asked) -> AnyView {
    let count = items.len();
    let items = StoredValue::new(items);
    let order = asked.draft.order;
    let item = move |place: usize| {
        let id = order.with(|order| order.get(place).cloned())?;
        items.with_value(|items| items.iter().find(|item| item.id == id).cloned())
    };
    let name = move |place: usize| {
        item(place).map_or_else(String::new, |item| text::plain(&item.text.0, 60))
    };
    // Up and down, of every place.
    let buttons: Vec<[NodeRef<html::Button>; 2]> = (0..count)
        .map(|_| [NodeRef::new(), NodeRef::new()])
        .collect();
    let by_place = StoredValue::new(buttons.clone());
    let moved = RwSignal::new(String::new());
    let swap = move |place: usize, other: usize, way: usize| {
        if other >= count || asked.answered() {
            return;
        }
        order.update(|order| order.swap(place, other));
        moved.set(format!("{}: now {} of {count}", name(other), other + 1));
        // The places stay and what stands in them changes: the focus goes along with the item.
        focus_soon(move || {
            let button = by_place.try_with_value(|buttons| buttons[other][way])?;
            button.try_get_untracked()?.map(Into::into)
        });
    };
    let rows = buttons.into_iter().enumerate().map(|(place, [up, down])| {
        // Not `disabled` at the ends: that would take the focus away from the button that led there.
        let first = (place == 0).then_some("true");
        let last = (place + 1 == count).then_some("true");
        view! {
            <li class="question__row">
                <span class="question__item" inner_html=move || item(place).map_or_else(String::new, |item| item.text.0)></span>
                <span class="question__moves" hidden=move || asked.answered()>
                    <button
                        type="button"
                        node_ref=up
                        aria-label=move || format!("Move up: {}", name(place))
                        aria-disabled=first
                        disabled=move || asked.answered()
                        on:click=move |_| swap(place, place.wrapping_sub(1), 0)
                    >"↑"</button>
                    <button
                        type="button"
                        node_ref=down
                        aria-label=move || format!("Move down: {}", name(place))
                        aria-disabled=last
                        disabled=move || asked.answered()
                        on:click=move |_| swap(place, place + 1, 1)
                    >"↓"</button>
                </span>
                {move || {
                    let item = item(place)?;
                    let step = items.with_value(|items| items.iter().position(|one| one.id == item.id))? + 1;
                    Some(view! {
                        {mark(asked, &item.id, ORDERED)}
                        {reason(asked, &format!("Step {step}."), &item.reason.0)}
                    })
                }}
            </li>
        }
    });
    view! {
        <ol class="question__options">{rows.collect_view()}</ol>
        <p class="visually-hidden" aria-live="polite">{move || moved.get()}</p>
    }
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
                {mark(asked, &pair.id, FILLED)}
                {reason(asked, &pair.right.0, &pair.reason.0)}
            </li>
        }
    });
    view! { <ul class="question__options" role="list">{rows.collect_view()}</ul> }
}

fn cloze(parts: &[ClozePart], asked: Asked) -> AnyView {
    let count = blanks(parts);
    let mut number = 0;
    let pieces: Vec<AnyView> = parts
        .iter()
        .map(|part| match part {
            ClozePart::Text(html) => view! { <span inner_html=html.0.clone()></span> },
            ClozePart::Blank { id, .. } => {
                number += 1;
                let label = format!("Blank {number} of {count}");
                view! {
                    <span class="question__gap">
                        {field(asked, id, label, "question__blank")}
                        {mark(asked, id, FILLED)}
                    </span>
                }
            }
        })
        .collect();
    let whys = parts.iter().filter_map(|part| match part {
        ClozePart::Blank {
            accepted,
            reason: why,
            ..
        } => {
            let right = accepted.first()?;
            let right = right.replace('&', "&amp;").replace('<', "&lt;");
            Some(view! { <li>{reason(asked, &right, &why.0)}</li> })
        }
        ClozePart::Text(_) => None,
    });
    view! {
        <div class="question__cloze">{pieces}</div>
        <ul class="question__options" role="list">{whys.collect_view()}</ul>
    }
}

fn recall(model: &Html, asked: Asked) -> AnyView {
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
            <div inner_html=model.0.clone()></div>
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
}
