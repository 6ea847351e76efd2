//! A question that nobody answered, as it is shown when the answer is told.

use std::collections::{BTreeMap, BTreeSet};

use headroom_content::model::{ClozePart, Question, QuestionKind};
use headroom_study::{Answer, Feedback, Grade, Mark, Score};

/// Nothing chosen and nothing filled in, graded: for its marks.
pub fn blank(question: &Question) -> Option<(Answer, Grade)> {
    let marks = |ids: Vec<(String, Mark)>| Grade {
        score: Score::NONE,
        feedback: ids
            .into_iter()
            .map(|(id, mark)| Feedback { id, mark })
            .collect(),
        number: None,
    };
    let missed = |id: &String| (id.clone(), Mark::Missed);
    Some(match &question.kind {
        QuestionKind::Single { choices } | QuestionKind::Multiple { choices } => {
            let mark = |right: bool| if right { Mark::Missed } else { Mark::Avoided };
            (
                Answer::Choices(BTreeSet::new()),
                marks(
                    choices
                        .iter()
                        .map(|choice| (choice.id.clone(), mark(choice.right)))
                        .collect(),
                ),
            )
        }
        QuestionKind::Numeric(_) => (Answer::Number(String::new()), marks(Vec::new())),
        QuestionKind::Order { items } => (
            Answer::Order(items.iter().map(|item| item.id.clone()).collect()),
            marks(Vec::new()),
        ),
        QuestionKind::Match { pairs } => (
            Answer::Matches(BTreeMap::new()),
            marks(pairs.iter().map(|pair| missed(&pair.id)).collect()),
        ),
        QuestionKind::Cloze { parts } => {
            let ids = parts.iter().filter_map(|part| match part {
                ClozePart::Blank { id, .. } => Some(missed(id)),
                ClozePart::Text(_) => None,
            });
            (Answer::Blanks(BTreeMap::new()), marks(ids.collect()))
        }
        QuestionKind::Predict { .. } | QuestionKind::Recall { .. } | QuestionKind::Tune(_) => {
            return None;
        }
    })
}
