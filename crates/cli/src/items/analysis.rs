//! The figures of item analysis, over each learner's first answer to a question as it is now.

use std::collections::BTreeSet;

use headroom_content::model::{Choice, Question, QuestionKind};
use headroom_exchange::markup;
use headroom_study::{Answer, Attempt, Kept, Store};
use serde::Serialize;

use super::Asked;

/// With fewer learners than this, how an item goes with the others is chance.
pub const ENOUGH: usize = 10;
/// Of the normal distribution, for intervals of 95%.
const Z: f64 = 1.96;

#[derive(Debug, Serialize)]
pub struct Analysis {
    pub learners: usize,
    /// Questions that nobody answered are not among them.
    pub items: Vec<Item>,
    /// How many questions the site has.
    pub questions: usize,
}

#[derive(Debug, Serialize)]
pub struct Item {
    pub question: String,
    pub page: String,
    pub prompt: String,
    /// How many learners answered it.
    pub answered: usize,
    /// The mean score: 1 is what everybody gets right.
    pub difficulty: Estimate,
    /// Correlation of the score with the mean score of the learner's other questions; none with too few learners, or where all
    /// scores are the same.
    pub discrimination: Option<Estimate>,
    /// Of questions with options.
    pub options: Vec<Chosen>,
}

/// A figure with its interval of 95%.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Estimate {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

#[derive(Debug, PartialEq, Serialize)]
pub struct Chosen {
    pub id: String,
    pub text: String,
    pub right: bool,
    pub count: usize,
}

impl Analysis {
    pub fn of(asked: &[Asked], learners: &[Store]) -> Self {
        // A row a learner, a column a question.
        let firsts: Vec<Vec<Option<&Attempt>>> = learners
            .iter()
            .map(|store| {
                asked
                    .iter()
                    .map(|asked| first(store, &asked.question))
                    .collect()
            })
            .collect();
        let items = asked
            .iter()
            .enumerate()
            .filter_map(|(column, asked)| item(column, asked, &firsts))
            .collect();
        Self {
            learners: learners.len(),
            items,
            questions: asked.len(),
        }
    }
}

/// Ids that learners answered and the site does not have.
pub fn unknown(asked: &[Asked], learners: &[Store]) -> BTreeSet<String> {
    let known: BTreeSet<&str> = asked
        .iter()
        .flat_map(|asked| {
            let question = &asked.question;
            let aliases = question.aliases.iter().map(String::as_str);
            aliases.chain([question.id.as_str()])
        })
        .collect();
    learners
        .iter()
        .flat_map(Store::records)
        .filter(|(id, record)| !record.is_empty() && !known.contains(id))
        .map(|(id, _)| id.to_owned())
        .collect()
}

/// A learner's first answer to the question as it is now, under whatever id it had.
fn first<'s>(store: &'s Store, question: &Question) -> Option<&'s Attempt> {
    let ids = question.aliases.iter().chain([&question.id]);
    ids.filter_map(|id| store.get(id))
        .flat_map(headroom_study::Record::attempts)
        .filter(|attempt| attempt.revision == question.revision)
        .min_by_key(|attempt| attempt.at_ms)
}

fn item(column: usize, asked: &Asked, firsts: &[Vec<Option<&Attempt>>]) -> Option<Item> {
    let answers: Vec<&Attempt> = firsts.iter().filter_map(|row| row[column]).collect();
    if answers.is_empty() {
        return None;
    }
    let question = &asked.question;
    let scores: Vec<f64> = answers
        .iter()
        .map(|attempt| attempt.score.value())
        .collect();
    let pairs: Vec<(f64, f64)> = firsts
        .iter()
        .filter_map(|row| Some((row[column]?.score.value(), rest(row, column)?)))
        .collect();
    Some(Item {
        question: question.id.clone(),
        page: asked.route.clone(),
        prompt: markup::text(&question.prompt.0),
        answered: answers.len(),
        difficulty: share(mean(&scores), scores.len()),
        discrimination: correlation(&pairs),
        options: options(question, &answers),
    })
}

/// The mean score of a learner's other questions: not the sum, for learners answer different ones.
fn rest(row: &[Option<&Attempt>], column: usize) -> Option<f64> {
    let others: Vec<f64> = row
        .iter()
        .enumerate()
        .filter(|(at, _)| *at != column)
        .filter_map(|(_, attempt)| Some((*attempt)?.score.value()))
        .collect();
    (!others.is_empty()).then(|| mean(&others))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// A share with Wilson's interval (1927), which holds for few observations, too. Scores between nothing and all vary less than
/// those that are one or the other, so for them it is wider than it need be.
fn share(value: f64, count: usize) -> Estimate {
    let n = count as f64;
    let z2 = Z * Z;
    let centre = (value + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = Z / (1.0 + z2 / n) * (value * (1.0 - value) / n + z2 / (4.0 * n * n)).sqrt();
    Estimate {
        value,
        low: (centre - half).max(0.0),
        high: (centre + half).min(1.0),
    }
}

/// Pearson's correlation with Fisher's interval (1921); of a score that is all or nothing it is the point-biserial one.
fn correlation(pairs: &[(f64, f64)]) -> Option<Estimate> {
    if pairs.len() < ENOUGH {
        return None;
    }
    let (xs, ys): (Vec<f64>, Vec<f64>) = pairs.iter().copied().unzip();
    let (x, y) = (mean(&xs), mean(&ys));
    let sum =
        |of: &dyn Fn(f64, f64) -> f64| -> f64 { pairs.iter().map(|(a, b)| of(a - x, b - y)).sum() };
    let (xx, yy, xy) = (sum(&|a, _| a * a), sum(&|_, b| b * b), sum(&|a, b| a * b));
    let scale = (xx * yy).sqrt();
    // Means carry the rounding of their sums.
    if scale < 1e-12 {
        return None;
    }
    let value = (xy / scale).clamp(-1.0, 1.0);
    let half = Z / (pairs.len() as f64 - 3.0).sqrt();
    Some(Estimate {
        value,
        low: (value.atanh() - half).tanh(),
        high: (value.atanh() + half).tanh(),
    })
}

fn options(question: &Question, answers: &[&Attempt]) -> Vec<Chosen> {
    let (QuestionKind::Single { choices } | QuestionKind::Multiple { choices }) = &question.kind
    else {
        return Vec::new();
    };
    let takes = |attempt: &&&Attempt, choice: &Choice| matches!(&attempt.answer, Answer::Choices(chosen) if chosen.contains(&choice.id));
    choices
        .iter()
        .map(|choice| Chosen {
            id: choice.id.clone(),
            text: markup::text(&choice.text.0),
            right: choice.right,
            count: answers
                .iter()
                .filter(|attempt| takes(attempt, choice))
                .count(),
        })
        .collect()
}

#[cfg(test)]
pub mod tests {
    use headroom_content::model::{Choice, Html, Question};
    use headroom_study::{About, Score, Stamp};

    use super::*;

    fn asked(id: &str) -> Asked {
        let choice = |id: &str, right: bool| Choice {
            id: id.to_owned(),
            text: Html(format!("<em>{id}</em>")),
            right,
            reason: Html::default(),
        };
        Asked {
            route: "/p/".to_owned(),
            question: Question {
                id: id.to_owned(),
                revision: 1,
                aliases: vec![format!("old-{id}")],
                objective: None,
                variation: None,
                prompt: Html("<p>Which, \"a\" or b?</p>".to_owned()),
                kind: QuestionKind::Single {
                    choices: vec![choice("a", true), choice("b", false), choice("c", false)],
                },
                hints: Vec::new(),
                explain: Html::default(),
            },
        }
    }

    fn answer(store: &mut Store, id: &str, at_ms: u64, choice: &str) {
        let worth = if choice == "a" {
            Score::FULL
        } else {
            Score::NONE
        };
        let attempt = Attempt {
            stamp: Stamp::default(),
            at_ms,
            revision: 1,
            answer: Answer::Choices(BTreeSet::from([choice.to_owned()])),
            score: worth,
            seed: 0,
            hints: 0,
            took_ms: None,
            confidence: None,
        };
        let about = About {
            route: "/p/".to_owned(),
            page: "P".to_owned(),
            prompt: "Which?".to_owned(),
            objective: None,
        };
        store.entry(id).add(attempt, about, Stamp(at_ms, 0));
    }

    /// Learners who answer two questions; those who know the first know the second, but for one of each.
    pub fn sample() -> Analysis {
        let asked = [asked("one"), asked("two"), asked("nobody")];
        let learners: Vec<Store> = (0..12)
            .map(|n| {
                let mut store = Store::default();
                answer(&mut store, "one", 1, if n < 6 { "a" } else { "b" });
                // What comes later does not count.
                answer(&mut store, "one", 9, "a");
                answer(
                    &mut store,
                    "old-two",
                    2,
                    if (1..7).contains(&n) { "a" } else { "b" },
                );
                store
            })
            .collect();
        Analysis::of(&asked, &learners)
    }

    #[test]
    fn first_answers_give_difficulty_discrimination_and_the_use_of_options() {
        let analysis = sample();
        assert_eq!((analysis.learners, analysis.questions), (12, 3));
        let [one, two] = analysis.items.as_slice() else {
            panic!("two items: {analysis:#?}");
        };
        assert!((one.difficulty.value - 0.5).abs() < 1e-12);
        // By Wilson's formula: 0.254 to 0.746.
        assert!((one.difficulty.low - 0.2538).abs() < 1e-3, "{one:?}");
        // Five know both, five know neither, one each knows one: (5 * 5 - 1) / 36.
        let discrimination = one.discrimination.expect("enough learners");
        assert!((discrimination.value - 24.0 / 36.0).abs() < 1e-12);
        assert_eq!(two.discrimination, one.discrimination);
        let counts: Vec<usize> = one.options.iter().map(|option| option.count).collect();
        assert_eq!(counts, [6, 6, 0]);
        assert_eq!(one.options[0].text, "a");
    }

    #[test]
    fn few_learners_and_equal_scores_have_no_discrimination() {
        let pairs = |n: usize, y: f64| (0..n).map(|at| ((at % 2) as f64, y)).collect::<Vec<_>>();
        assert_eq!(correlation(&pairs(9, 0.5)), None);
        assert_eq!(correlation(&pairs(20, 0.5)), None);
        let same: Vec<(f64, f64)> = (0..10)
            .map(|at| (f64::from(at % 2), f64::from(at % 2)))
            .collect();
        let whole = correlation(&same).expect("a correlation");
        assert!((whole.value - 1.0).abs() < 1e-12 && whole.high <= 1.0);
    }

    #[test]
    fn what_the_site_does_not_ask_is_named() {
        let mut store = Store::default();
        answer(&mut store, "gone", 1, "a");
        answer(&mut store, "old-one", 1, "a");
        let unknown = unknown(&[asked("one")], &[store]);
        assert_eq!(unknown.into_iter().collect::<Vec<_>>(), ["gone"]);
    }
}
