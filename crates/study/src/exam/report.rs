//! What a sitting says at its end.

use headroom_content::model::{Bank, Banked, QuestionKind};

use super::interval::Interval;
use super::session::Session;
use super::state::{Given, State};
use crate::answer::Answer;
use crate::grade::{Grade, grade};
use crate::record::{About, Attempt, Confidence, Record, Stamp};
use crate::score::Score;
use crate::store::Store;
use crate::text;

/// One question of the paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Row<'b> {
    pub id: String,
    /// As it stands in the bank; `None` when it has been changed or taken away since.
    pub banked: Option<&'b Banked>,
    pub given: Given,
    /// The answer as it is graded: with the reader's own judgement, where that is what counts.
    pub answer: Option<Answer>,
    pub grade: Option<Grade>,
    /// What it counts; `None` while nobody can say.
    pub score: Option<Score>,
}

/// Scores of questions that have something in common.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    pub name: String,
    pub count: usize,
    pub sum: f64,
}

impl Tally {
    fn add(list: &mut Vec<Self>, name: &str, score: Score) {
        let place = list.iter().position(|tally| tally.name == name);
        let place = place.unwrap_or_else(|| {
            list.push(Self {
                name: name.to_owned(),
                count: 0,
                sum: 0.0,
            });
            list.len() - 1
        });
        list[place].count += 1;
        list[place].sum += score.value();
    }

    pub fn interval(&self) -> Option<Interval> {
        Interval::of(self.sum, self.count)
    }
}

/// A page that is worth reading, with the questions that say so.
#[derive(Clone, Debug, PartialEq)]
pub struct Next {
    pub route: String,
    pub page: String,
    /// Points lost there.
    pub lost: f64,
    pub questions: usize,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Report<'b> {
    pub rows: Vec<Row<'b>>,
    pub total: Tally,
    /// By title.
    pub categories: Vec<Tally>,
    /// By text, as markup, with where they are taught.
    pub objectives: Vec<Tally>,
    /// Guess, unsure, sure: those that were said.
    pub confidence: Vec<(Confidence, Tally)>,
    /// Where most was lost first.
    pub next: Vec<Next>,
    /// Questions that the reader has yet to grade.
    pub ungraded: usize,
    /// Questions that have been changed or taken away since they were asked.
    pub gone: usize,
    pub unanswered: usize,
}

/// The report of a sitting in this state.
pub fn report<'b>(session: &Session, state: &State, bank: &'b Bank) -> Report<'b> {
    let mut report = Report {
        rows: Vec::new(),
        total: Tally {
            name: "All".to_owned(),
            count: 0,
            sum: 0.0,
        },
        categories: Vec::new(),
        objectives: Vec::new(),
        confidence: Vec::new(),
        next: Vec::new(),
        ungraded: 0,
        gone: 0,
        unanswered: 0,
    };
    for asked in &session.paper().asked {
        let banked = bank.questions.iter().find(|banked| {
            let question = &banked.question;
            question.revision == asked.revision
                && (question.id == asked.id || question.aliases.contains(&asked.id))
        });
        let row = row(&asked.id, banked, state.given(&asked.id));
        report.unanswered += usize::from(row.given.answer.is_none());
        match (banked, row.score) {
            (None, _) => report.gone += 1,
            (Some(_), None) => report.ungraded += 1,
            (Some(banked), Some(score)) => report.count(bank, banked, &row.given, score),
        }
        report.rows.push(row);
    }
    report.confidence.sort_by_key(|(confidence, _)| *confidence);
    report.next.sort_by(|a, b| {
        b.lost
            .total_cmp(&a.lost)
            .then_with(|| a.route.cmp(&b.route))
    });
    report
}

impl Report<'_> {
    fn count(&mut self, bank: &Bank, banked: &Banked, given: &Given, score: Score) {
        self.total.count += 1;
        self.total.sum += score.value();
        let title = bank
            .categories
            .iter()
            .find(|(id, _)| *id == banked.category)
            .map_or(&banked.category, |(_, title)| title);
        Tally::add(&mut self.categories, title, score);
        if let Some(key) = &banked.objective
            && let Some((_, text)) = bank.objectives.iter().find(|(known, _)| known == key)
        {
            Tally::add(&mut self.objectives, &text.0, score);
        }
        if let Some(confidence) = given.confidence.filter(|_| given.answer.is_some()) {
            let known = self
                .confidence
                .iter()
                .position(|(own, _)| *own == confidence);
            let place = known.unwrap_or_else(|| {
                let tally = Tally {
                    name: String::new(),
                    count: 0,
                    sum: 0.0,
                };
                self.confidence.push((confidence, tally));
                self.confidence.len() - 1
            });
            self.confidence[place].1.count += 1;
            self.confidence[place].1.sum += score.value();
        }
        let lost = 1.0 - score.value();
        if lost > 0.0 {
            match self.next.iter_mut().find(|next| next.route == banked.route) {
                Some(next) => {
                    next.lost += lost;
                    next.questions += 1;
                }
                None => self.next.push(Next {
                    route: banked.route.clone(),
                    page: banked.page.clone(),
                    lost,
                    questions: 1,
                }),
            }
        }
    }
}

fn row<'b>(id: &str, banked: Option<&'b Banked>, given: Given) -> Row<'b> {
    let mut answer = given.answer.clone();
    let mut judged = true;
    if let Some(Answer::Recall { grade, .. }) = &mut answer {
        judged = given.grade.is_some();
        *grade = given.grade.unwrap_or(*grade);
    }
    let graded = banked
        .zip(answer.as_ref())
        .filter(|_| judged)
        .and_then(|(banked, answer)| grade(&banked.question, answer).ok());
    let score = banked.and_then(|_| match &graded {
        Some(grade) => Some(grade.score),
        None => judged.then_some(Score::NONE),
    });
    Row {
        id: id.to_owned(),
        banked,
        given,
        answer,
        grade: graded,
        score,
    }
}

/// The answers of a sitting that is over, as attempts at their questions. The same sitting gives the same attempts, with
/// the same stamps, whoever asks and however often: brought in twice they are there once.
pub fn attempts(session: &Session, state: &State, report: &Report<'_>) -> Store {
    let mut store = Store::default();
    let Some(over_ms) = state.over_ms else {
        return store;
    };
    for row in &report.rows {
        let (Some(banked), Some(grade), Some(answer)) = (row.banked, &row.grade, &row.answer)
        else {
            continue;
        };
        let question = &banked.question;
        let moment = match question.kind {
            // Said afterwards, and perhaps said anew.
            QuestionKind::Recall { .. } => row.given.graded_ms.unwrap_or(over_ms),
            _ => over_ms,
        };
        let stamp = Stamp(moment, session.paper().option_seed(&row.id));
        let attempt = Attempt {
            stamp,
            at_ms: over_ms,
            revision: question.revision,
            answer: answer.clone(),
            score: grade.score,
            seed: session.paper().option_seed(&row.id),
            hints: 0,
            took_ms: Some(row.given.spent_ms),
            confidence: row.given.confidence,
        };
        let about = About {
            route: banked.route.clone(),
            page: banked.page.clone(),
            prompt: text::plain(&question.prompt.0, 120),
            objective: question.objective.clone(),
        };
        store.take_in(
            &question.id,
            Record::new(None, [attempt], Some((stamp, about))),
        );
    }
    store
}
