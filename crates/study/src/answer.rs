//! What a reader answers.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

/// An answer, in the identifiers of its question, so that neither the order on screen nor an edit of the
/// wording changes what was meant. Text is kept as typed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// Ids of the chosen choices; a single choice is a set of one.
    Choices(BTreeSet<String>),
    /// To a numeric question or a prediction.
    Number(String),
    /// Ids of the items in the reader's order.
    Order(Vec<String>),
    /// Id of the pair whose left side it is, to the id of the pair whose right side was chosen.
    Matches(BTreeMap<String, String>),
    /// Id of the blank to what was typed.
    Blanks(BTreeMap<String, String>),
    Recall {
        text: String,
        grade: SelfGrade,
    },
    /// Of a lab's run, which is asked about in words made from its figures: what was predicted, and what came of it.
    Predicted {
        said: String,
        gave: String,
    },
    /// What was set, by path, and what the runs that decide gave, by the path of the figure: numbers as they are written, so that they
    /// come back as they were.
    Tuned {
        set: BTreeMap<String, String>,
        figures: BTreeMap<String, Vec<String>>,
    },
}

/// How well a reader says to have recalled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SelfGrade {
    Missed,
    Partly,
    Knew,
}

/// Why an answer cannot be graded. For the reader to mend, not held against them.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    #[error("Choose an answer first.")]
    NothingChosen,
    #[error("Choose one answer only.")]
    MoreThanOne,
    #[error("Fill in at least one answer first.")]
    NothingFilled,
    #[error(transparent)]
    Number(#[from] crate::number::NumberError),
    /// A saved answer to a question that has become another since.
    #[error("This answer is to an earlier form of the question.")]
    OtherQuestion,
}
