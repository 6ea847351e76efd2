//! A question while it is answered. Nothing in here knows what is right.

use headroom_content::model::{Question, QuestionKind};
use headroom_study::exam::Event;
use headroom_study::{Answer, AnswerError, SelfGrade, grade};
use leptos::prelude::*;

use super::hall::Hall;
use crate::components::quiz::asked::{self, Asked, PROMPT};
use crate::components::quiz::draft::{Draft, first_order};
use crate::components::quiz::{fields, sure};
use crate::components::{inert, view};
use crate::words::{exam as say, lang_of_content};

pub const HEADING: &str = "exam-question";

pub fn question(hall: Hall, place: usize) -> AnyView {
    let found = untrack(|| {
        hall.of_session(|session| {
            let paper = session.paper();
            let asked = paper.asked.get(place)?;
            Some((
                asked.clone(),
                paper.option_seed(&asked.id),
                paper.asked.len(),
            ))
        })
    });
    let Some((of, seed, count)) = found.flatten() else {
        return ().into_any();
    };
    let bank = untrack(|| hall.held());
    let question = bank.and_then(|bank| {
        let banked = bank.questions.iter().find(|banked| {
            let own = &banked.question;
            own.revision == of.revision && (own.id == of.id || own.aliases.contains(&of.id))
        })?;
        Some(banked.question.clone())
    });
    let title = say::question_of(place + 1, count);
    let body = match question {
        Some(question) => asked(hall, of.id, question, seed),
        None => inert("p", say::changed_since()),
    };
    view! {
        <div class="exam__question">
            <h3 id=HEADING tabindex="-1">{title}</h3>
            {body}
        </div>
    }
}

/// `id` is what the paper calls it: an earlier name, perhaps.
fn asked(hall: Hall, id: String, question: Question, seed: u32) -> AnyView {
    let asked = Asked::sat(&question, seed, None);
    let id = StoredValue::new(id);
    let given = Memo::new(move |_| {
        id.with_value(|id| hall.of_state(|state| state.given(id)))
            .unwrap_or_default()
    });
    let typed = matches!(
        question.kind,
        QuestionKind::Numeric(_) | QuestionKind::Cloze { .. } | QuestionKind::Recall { .. }
    );
    // What stands in the fields and what is kept agree on this. Another tab may change the one, the reader the other.
    let agreed = StoredValue::new(None::<Answer>);
    let kept = Memo::new(move |_| given.with(|given| given.answer.clone()));
    Effect::new(move |_| {
        let kept = kept.get();
        if agreed.get_value() != kept {
            match &kept {
                Some(answer) => asked.draft.show(answer),
                None => asked
                    .question
                    .with_value(|question| asked.draft.clear(question, seed)),
            }
            agreed.set_value(kept);
        }
    });
    Effect::new(move |_| {
        asked.draft.track();
        let answer = asked
            .question
            .with_value(|question| settled(question, asked.draft, seed));
        if agreed.get_value() != answer {
            agreed.set_value(answer.clone());
            id.with_value(|id| hall.answer(id, answer, typed));
        }
    });
    // The other way round: what is kept is what is pressed.
    let said = Memo::new(move |_| given.with(|given| given.confidence));
    Effect::new(move |_| asked.confidence.set(said.get()));
    Effect::new(move |before: Option<()>| {
        let confidence = asked.confidence.get();
        if before.is_some() && said.get_untracked() != confidence {
            let question = id.get_value();
            hall.add(Event::Sure {
                question,
                confidence,
            });
        }
    });
    let flagged = Memo::new(move |_| given.with(|given| given.flagged));
    let flag = move |_| {
        hall.add(Event::Flagged {
            question: id.get_value(),
            on: !flagged.get_untracked(),
        });
    };
    let unread = Memo::new(move |_| {
        asked.draft.track();
        asked.question.with_value(|question| {
            let answer = settled(question, asked.draft, seed)?;
            match grade(question, &answer) {
                Err(why @ AnswerError::Number(_)) => Some(asked::said(why)),
                _ => None,
            }
        })
    });
    let fields = match &question.kind {
        QuestionKind::Recall { .. } => fields::written(asked).into_any(),
        _ => fields::fields(&question, seed, asked),
    };
    view! {
        <form class="question" autocomplete="off" on:submit=move |event| event.prevent_default()>
            <fieldset aria-labelledby=asked.id(PROMPT)>
                <div class="question__prompt" lang=lang_of_content() id=asked.id(PROMPT) inner_html=question.prompt.0.clone()></div>
                {fields}
            </fieldset>
            <p class="question__error" role="status">{move || unread.get()}</p>
            {sure::sure(asked.confidence, || false)}
            <p class="question__actions">
                <button type="button" aria-pressed=move || flagged.get().to_string() on:click=flag>
                    {say::come_back()}
                </button>
            </p>
        </form>
    }
}

/// What stands in the fields as an answer; nothing while they are as they were at first.
fn settled(question: &Question, draft: Draft, seed: u32) -> Option<Answer> {
    let answer = untrack(|| draft.answer(question));
    let empty = match &answer {
        Answer::Order(order) => *order == first_order(question, seed),
        Answer::Recall { text, .. } | Answer::Number(text) => text.trim().is_empty(),
        _ => matches!(
            grade(question, &answer),
            Err(AnswerError::NothingChosen | AnswerError::NothingFilled)
        ),
    };
    // How well it was recalled is said at the end.
    let answer = match answer {
        Answer::Recall { text, .. } => Answer::Recall {
            text,
            grade: SelfGrade::Missed,
        },
        other => other,
    };
    (!empty).then_some(answer)
}

#[cfg(test)]
mod tests {
    use headroom_content::model::{Html, Item};

    use super::*;

    #[test]
    fn what_nobody_has_touched_is_no_answer() {
        let owner = Owner::new();
        owner.set();
        let item = |name: &str| Item {
            id: name.to_owned(),
            text: Html(name.to_owned()),
            reason: Html::default(),
        };
        let question = Question {
            id: "q".to_owned(),
            revision: 1,
            aliases: Vec::new(),
            objective: None,
            variation: None,
            prompt: Html::default(),
            kind: QuestionKind::Order {
                items: ["a", "b", "c"].map(item).to_vec(),
            },
            hints: Vec::new(),
            explain: Html::default(),
        };
        let draft = Draft::new(&question, 7);
        assert_eq!(settled(&question, draft, 7), None);
        draft.order.update(|order| order.swap(0, 1));
        assert!(matches!(
            settled(&question, draft, 7),
            Some(Answer::Order(_))
        ));
    }
}
