//! The fields of each kind of question.

use headroom_content::model::{Choice, ClozePart, Html, Item, Pair, Question, QuestionKind};
use headroom_study::{Mark, SelfGrade, shuffle, text};
use leptos::prelude::*;

use super::asked::Asked;
use super::draft::{Draft, blanks};
use crate::components::{escape, inert, view};
use crate::platform::focus::focus_soon;
use crate::words::{OF_CONTENT, Say, quiz as words};

/// What is operated to answer, its options in the order of a seed.
pub fn fields(question: &Question, seed: u32, asked: Asked) -> AnyView {
    let id = question.id.clone();
    match &question.kind {
        QuestionKind::Single { choices } => options(&id, choices, false, seed, asked),
        QuestionKind::Multiple { choices } => options(&id, choices, true, seed, asked),
        QuestionKind::Numeric(key) | QuestionKind::Predict { answer: key, .. } => {
            number(&key.unit, asked)
        }
        QuestionKind::Order { items } => order(items.clone(), asked),
        QuestionKind::Match { pairs } => pairing(pairs, seed, asked),
        QuestionKind::Cloze { parts } => cloze(parts, asked),
        QuestionKind::Recall { answer } => recall(answer, asked),
        QuestionKind::Tune(tune) => super::tuned::goals(tune, asked),
    }
}

/// How the marks of a kind of question look and what they say: of a hit, of what was missed, of a mistake.
type Marks = [(&'static str, Say); 3];

const SINGLE: Marks = [
    ("good", words::right),
    ("good", words::the_right_answer),
    ("bad", words::not_right),
];
const MULTIPLE: Marks = [
    ("good", words::right),
    ("warn", words::right_not_chosen),
    ("bad", words::not_right),
];
const FILLED: Marks = [
    ("good", words::right),
    ("bad", words::left_open),
    ("bad", words::not_right),
];
const ORDERED: Marks = [
    ("good", words::in_order),
    ("bad", words::out_of_order),
    ("bad", words::out_of_order),
];

/// A mark in words and a sign; empty until it is answered.
fn mark_html(asked: Asked, id: &str, marks: Marks) -> String {
    let mark = asked
        .shown
        .with(|shown| shown.as_ref().and_then(|(_, grade)| grade.mark(id)));
    let (tone, said) = match mark {
        Some(Mark::Hit) => marks[0],
        Some(Mark::Missed) => marks[1],
        Some(Mark::Mistaken) => marks[2],
        Some(Mark::Avoided) | None => return String::new(),
    };
    format!(
        "<strong class=\"question__mark--{tone}\">{}</strong>",
        said()
    )
}

/// What would have been right, as markup, where the field does not say so itself; and why. Empty until it is answered.
fn reason_html(asked: Asked, right: &str, why: &str) -> String {
    if !asked.answered() {
        String::new()
    } else if right.is_empty() {
        why.to_owned()
    } else {
        format!("<strong>{right}</strong> {why}")
    }
}

fn mark(asked: Asked, id: &str, marks: Marks) -> AnyView {
    let id = id.to_owned();
    view! { <span class="question__mark" inner_html=move || mark_html(asked, &id, marks)></span> }
}

fn reason(asked: Asked, right: &str, why: &str) -> AnyView {
    let (right, why) = (right.to_owned(), why.to_owned());
    view! { <div class="question__reason" lang=OF_CONTENT inner_html=move || reason_html(asked, &right, &why)></div> }
}

fn options(question: &str, choices: &[Choice], many: bool, seed: u32, asked: Asked) -> AnyView {
    let places = if shuffle::ordinal(choices.iter().map(|choice| choice.text.0.as_str())) {
        (0..choices.len()).collect()
    } else {
        shuffle::permutation(choices.len(), seed)
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
                    <span lang=OF_CONTENT inner_html=choice.text.0></span>
                </label>
                {mark(asked, &choice.id, marks)}
                {reason(asked, "", &choice.reason.0)}
            </li>
        }
    });
    view! { <ul class="question__options" role="list">{rows.collect_view()}</ul> }
}

fn field(asked: Asked, key: &str, label: String, class: &'static str) -> AnyView {
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
            prop:value=move || asked.draft.text(&shown)
            on:input=move |event| asked.draft.write(&typed, event_target_value(&event))
        />
    }
}

fn number(unit: &str, asked: Asked) -> AnyView {
    let label = if unit.is_empty() {
        words::answer_a_number().to_owned()
    } else {
        words::answer_in(unit)
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
    // What stands in a place, and its place in the right order.
    let item = move |place: usize| {
        let id = order.with(|order| order.get(place).cloned())?;
        let right = items.with_value(|items| items.iter().position(|item| item.id == id))?;
        Some((right, items.with_value(|items| items[right].clone())))
    };
    let name = move |place: usize| {
        item(place).map_or_else(String::new, |(_, item)| text::plain(&item.text.0, 60))
    };
    let moved = RwSignal::new(String::new());
    let swap = move |place: usize, other: usize, way: &str| {
        if other >= count || asked.answered() {
            return;
        }
        order.update(|order| order.swap(place, other));
        moved.set(words::now_at(name(other), other + 1, count));
        // The places stay and what stands in them changes: the focus goes along with the item.
        focus_soon(asked.id(&format!("{way}-{other}")));
    };
    let rows = (0..count).map(|place| {
        let text = move || item(place).map_or_else(String::new, |(_, item)| item.text.0);
        let mark = move || {
            item(place).map_or_else(String::new, |(_, item)| mark_html(asked, &item.id, ORDERED))
        };
        let reason = move || {
            item(place).map_or_else(String::new, |(right, item)| {
                reason_html(asked, &words::step(right + 1), &item.reason.0)
            })
        };
        view! {
            <li class="question__row">
                <span class="question__item" lang=OF_CONTENT inner_html=text></span>
                <span class="question__moves" hidden=move || asked.answered()>
                    <button
                        type="button"
                        id=asked.id(&format!("up-{place}"))
                        aria-label=move || words::move_up(name(place))
                        // Not `disabled` at the ends: that would take the focus away from what led there.
                        aria-disabled=(place == 0).then_some("true")
                        on:click=move |_| swap(place, place.wrapping_sub(1), "up")
                    >"↑"</button>
                    <button
                        type="button"
                        id=asked.id(&format!("down-{place}"))
                        aria-label=move || words::move_down(name(place))
                        aria-disabled=(place + 1 == count).then_some("true")
                        on:click=move |_| swap(place, place + 1, "down")
                    >"↓"</button>
                </span>
                <span class="question__mark" inner_html=mark></span>
                <div class="question__reason" lang=OF_CONTENT inner_html=reason></div>
            </li>
        }
    });
    view! {
        <ol class="question__options">{rows.collect_view()}</ol>
        <p class="visually-hidden" aria-live="polite">{move || moved.get()}</p>
    }
}

fn pairing(pairs: &[Pair], seed: u32, asked: Asked) -> AnyView {
    let places = shuffle::derangement(pairs.len(), seed);
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
                <label class="question__pair" lang=OF_CONTENT>
                    <span inner_html=pair.left.0.clone()></span>
                    <select on:change=move |event| asked.draft.write(&typed, event_target_value(&event))
                    >
                        {inert(r#"option value="""#, words::choose())}
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
            ClozePart::Text(html) => {
                view! { <span lang=OF_CONTENT inner_html=html.0.clone()></span> }
            }
            ClozePart::Blank { id, .. } => {
                number += 1;
                let label = words::blank(number, count);
                view! {
                    <span class="question__gap">
                        {field(asked, id, label, "question__blank")}
                        {mark(asked, id, FILLED)}
                    </span>
                }
            }
        })
        .collect();
    let whys: Vec<(String, String)> = parts
        .iter()
        .filter_map(|part| match part {
            ClozePart::Blank {
                accepted, reason, ..
            } => Some((escape(accepted.first()?), reason.0.clone())),
            ClozePart::Text(_) => None,
        })
        .collect();
    let reasons = move || {
        let items = whys.iter().map(|(right, why)| {
            let html = reason_html(asked, right, why);
            format!("<li class=\"question__reason\">{html}</li>")
        });
        if asked.answered() {
            items.collect()
        } else {
            String::new()
        }
    };
    view! {
        <div class="question__cloze">{pieces}</div>
        <ul class="question__options" role="list" inner_html=reasons></ul>
    }
}

/// What is answered in words of the reader's own.
pub fn written(asked: Asked) -> impl IntoView {
    leptos::prelude::view! {
        <textarea
            class="question__written"
            aria-label=words::your_answer()
            prop:value=move || asked.draft.text(Draft::VALUE)
            on:input=move |event| asked.draft.write(Draft::VALUE, event_target_value(&event))
        ></textarea>
    }
}

fn recall(model: &Html, asked: Asked) -> AnyView {
    let grades = [
        (SelfGrade::Missed, words::missed_it()),
        (SelfGrade::Partly, words::partly()),
        (SelfGrade::Knew, words::knew_it()),
    ];
    let own = asked.draft.own_grade;
    view! {
        {written(asked)}
        <details class="question__reason question__model">
            {inert("summary", words::model_answer())}
            <div lang=OF_CONTENT inner_html=model.0.clone()></div>
            {inert("p", words::how_well())}
            <p class="question__moves" role="group" aria-label=words::how_well()>
                {grades
                    .map(|(grade, label)| {
                        view! {
                            <button
                                type="button"
                                aria-pressed=move || (own.get() == Some(grade)).to_string()
                                on:click=move |_| own.set(Some(grade))
                            >{label}</button>
                        }
                    })
                    .collect_view()}
            </p>
        </details>
    }
}
