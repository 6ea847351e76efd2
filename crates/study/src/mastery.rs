//! How a reader stands: with a question, with what a page promises to teach, with a page. Told from the records alone, so
//! that copies of them, in whatever order they came together, tell the same.
//!
//! # The rule
//!
//! A **question** counts by its last answer at its present revision. It is weak after a wrong answer, and after one that is
//! not all right though the reader was sure of it; mastered after a right one; begun after one that is partly right. It has
//! been *shown* if an answer was right without help: at the first try and with no hint, or twelve hours or more after the
//! answer before it, which is when a review asks again.
//!
//! An **objective** is weak if one of its questions is, and mastered if all of them are and two have been shown (one, where
//! there is only one): a right answer straight after the explanation says little. Else it is begun, if any of its questions
//! is.
//!
//! A **page** is weak if one of its objectives is, and mastered if all are. The questions that name no objective count as
//! those of one more. A page without questions is never begun; whether it was read is another matter ([`crate::reading`]).
//!
//! A right answer never makes anything worse, and a wrong one nothing better.

use headroom_content::model::{CataloguePage, CatalogueQuestion};

use crate::grade::Verdict;
use crate::kept::Kept;
use crate::record::{Attempt, Confidence, Record};
use crate::score::Score;
use crate::store::Store;

/// How a reader stands with something; the least first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mastery {
    Weak,
    #[default]
    NotBegun,
    Begun,
    Mastered,
}

/// After so long an answer comes from memory, milliseconds: a night lies between.
const FROM_MEMORY_MS: u64 = 12 * 60 * 60 * 1000;

/// How the reader stands with one question.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub mastery: Mastery,
    /// Whether it was answered right without help.
    pub shown: bool,
    /// Whether the reader was sure of a last answer that was not all right.
    pub sure_and_wrong: bool,
    /// What the last answer was worth, and when it was given, Unix milliseconds.
    pub last: Option<(Score, u64)>,
}

/// With one question. What was answered under earlier ids of it counts.
pub fn question(store: &Store, question: &CatalogueQuestion) -> Standing {
    let mut all = Record::default();
    for id in question.aliases.iter().chain([&question.id]) {
        if let Some(record) = store.get(id) {
            // Not its cut: that is about one id alone.
            all.merge(record.only(|_| true));
        }
    }
    let mut standing = Standing::default();
    let mut before: Option<&Attempt> = None;
    let of_revision = |attempt: &&Attempt| attempt.revision == question.revision;
    for attempt in all.attempts().filter(of_revision) {
        let unaided = match before {
            None => attempt.hints == 0,
            Some(before) => attempt.at_ms.saturating_sub(before.at_ms) >= FROM_MEMORY_MS,
        };
        let verdict = Verdict::of(attempt.score);
        standing.shown |= unaided && verdict == Verdict::Right;
        standing.sure_and_wrong =
            verdict != Verdict::Right && attempt.confidence == Some(Confidence::Sure);
        standing.mastery = match verdict {
            Verdict::Right => Mastery::Mastered,
            Verdict::Partly if !standing.sure_and_wrong => Mastery::Begun,
            Verdict::Partly | Verdict::Wrong => Mastery::Weak,
        };
        standing.last = Some((attempt.score, attempt.at_ms));
        before = Some(attempt);
    }
    standing
}

/// With an objective, by how they stand with each of its questions.
pub fn objective(questions: &[Standing]) -> Mastery {
    let all = |mastery| questions.iter().all(|one| one.mastery == mastery);
    let shown = questions.iter().filter(|one| one.shown).count();
    if questions.iter().any(|one| one.mastery == Mastery::Weak) {
        Mastery::Weak
    } else if all(Mastery::NotBegun) {
        Mastery::NotBegun
    } else if all(Mastery::Mastered) && shown >= questions.len().min(2) {
        Mastery::Mastered
    } else {
        Mastery::Begun
    }
}

/// How a reader stands with a page and all that it asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageStanding<'a> {
    pub page: &'a CataloguePage,
    /// When it was marked as read, Unix milliseconds.
    pub read_ms: Option<u64>,
    pub mastery: Mastery,
    /// Those that questions name, in the page's order; at last what names none, without a text.
    pub objectives: Vec<ObjectiveStanding<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectiveStanding<'a> {
    /// Empty for the questions that name no objective.
    pub text: &'a str,
    pub mastery: Mastery,
    pub questions: Vec<(&'a CatalogueQuestion, Standing)>,
}

/// With a page.
pub fn page<'a>(store: &Store, page: &'a CataloguePage) -> PageStanding<'a> {
    let mut groups: Vec<(Option<&str>, &str)> = page
        .objectives
        .iter()
        .map(|(id, text)| (Some(&**id), &**text))
        .collect();
    groups.push((None, ""));
    let known = |id: &str| page.objectives.iter().any(|(known, _)| known == id);
    let objectives: Vec<ObjectiveStanding<'a>> = groups
        .into_iter()
        .map(|(id, text)| {
            let named = |one: &&CatalogueQuestion| {
                one.objective.as_deref().filter(|named| known(named)) == id
            };
            let asked = page.questions.iter().filter(named);
            let questions: Vec<_> = asked.map(|one| (one, question(store, one))).collect();
            let standings: Vec<Standing> = questions.iter().map(|(_, one)| *one).collect();
            ObjectiveStanding {
                text,
                mastery: objective(&standings),
                questions,
            }
        })
        .filter(|objective| !objective.questions.is_empty())
        .collect();
    let all = |mastery| objectives.iter().all(|one| one.mastery == mastery);
    let mastery = if objectives.iter().any(|one| one.mastery == Mastery::Weak) {
        Mastery::Weak
    } else if all(Mastery::NotBegun) {
        Mastery::NotBegun
    } else if all(Mastery::Mastered) {
        Mastery::Mastered
    } else {
        Mastery::Begun
    };
    PageStanding {
        page,
        read_ms: crate::reading::read_ms(store, &page.route),
        mastery,
        objectives,
    }
}

impl PageStanding<'_> {
    /// Whether what builds on the page can be read.
    pub fn done(&self) -> bool {
        self.read_ms.is_some() || self.mastery == Mastery::Mastered
    }

    /// Its weak questions.
    pub fn weak(&self) -> impl Iterator<Item = (&CatalogueQuestion, Standing)> {
        let questions = self.objectives.iter().flat_map(|one| &one.questions);
        questions
            .filter(|(_, standing)| standing.mastery == Mastery::Weak)
            .map(|(question, standing)| (*question, *standing))
    }
}
