//! From a question and an answer to a score and a mark for every option.

use std::collections::BTreeMap;

use headroom_content::model::{
    Choice, ClozePart, Item, Numeric, Pair, Question, QuestionKind, Tune,
};

use crate::answer::{Answer, AnswerError, SelfGrade};
use crate::cloze;
use crate::number;
use crate::record::Attempt;
use crate::score::Score;

/// What an answer is worth, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    pub score: Score,
    /// One for each choice, item, pair or blank, in the question's own order. Empty for numbers and recall.
    pub feedback: Vec<Feedback>,
    /// Of a number: what it was read as, and how it missed.
    pub number: Option<NumberRead>,
}

impl Grade {
    pub fn verdict(&self) -> Verdict {
        Verdict::of(self.score)
    }

    pub fn mark(&self, id: &str) -> Option<Mark> {
        self.feedback
            .iter()
            .find(|feedback| feedback.id == id)
            .map(|feedback| feedback.mark)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    Wrong,
    Partly,
    Right,
}

impl Verdict {
    pub fn of(score: Score) -> Self {
        if score == Score::FULL {
            Self::Right
        } else if score == Score::NONE {
            Self::Wrong
        } else {
            Self::Partly
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feedback {
    /// Of the choice, item, pair or blank.
    pub id: String,
    pub mark: Mark,
}

/// How one option was dealt with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Chosen, and right; an item in place; a pair or blank that is right.
    Hit,
    /// Right, but not chosen; a pair or blank left open.
    Missed,
    /// Chosen, but wrong; an item out of place; a pair or blank that is wrong.
    Mistaken,
    /// Wrong, and rightly not chosen.
    Avoided,
}

/// A number that was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NumberRead {
    /// In the unit of the question.
    pub value: f64,
    pub offset: Option<Offset>,
}

/// How a number misses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Offset {
    TooHigh,
    TooLow,
    /// The digits are right and the power of ten is not: usually a unit mistaken.
    Magnitude,
    Sign,
}

/// Grades an answer. An error is for the reader to mend: nothing has been answered yet.
pub fn grade(question: &Question, answer: &Answer) -> Result<Grade, AnswerError> {
    match (&question.kind, answer) {
        (QuestionKind::Single { choices }, Answer::Choices(chosen)) => {
            if chosen.len() > 1 {
                return Err(AnswerError::MoreThanOne);
            }
            choices_graded(choices, |id| chosen.contains(id), chosen.len())
        }
        (QuestionKind::Multiple { choices }, Answer::Choices(chosen)) => {
            choices_graded(choices, |id| chosen.contains(id), chosen.len())
        }
        (
            QuestionKind::Numeric(key) | QuestionKind::Predict { answer: key, .. },
            Answer::Number(text),
        ) => number_graded(key, text),
        (QuestionKind::Order { items }, Answer::Order(order)) => order_graded(items, order),
        (QuestionKind::Match { pairs }, Answer::Matches(matches)) => matches_graded(pairs, matches),
        (QuestionKind::Cloze { parts }, Answer::Blanks(blanks)) => blanks_graded(parts, blanks),
        (QuestionKind::Recall { .. }, Answer::Recall { grade, .. }) => Ok(plain(match grade {
            SelfGrade::Missed => Score::NONE,
            SelfGrade::Partly => Score::new(0.5),
            SelfGrade::Knew => Score::FULL,
        })),
        (QuestionKind::Tune(tune), Answer::Tuned { figures, .. }) => tuned_graded(tune, figures),
        _ => Err(AnswerError::OtherQuestion),
    }
}

/// A goal counts when every run meets it. All of them are right; some of them are worth their share, but nothing while none is met
/// that was not met to begin with.
fn tuned_graded(
    tune: &Tune,
    figures: &BTreeMap<String, Vec<String>>,
) -> Result<Grade, AnswerError> {
    let mut gained = false;
    let mut feedback = Vec::new();
    for goal in &tune.goals {
        let values = tuned_values(figures, &goal.metric)
            .filter(|values| values.len() == usize::from(tune.runs))
            .ok_or(AnswerError::OtherQuestion)?;
        let met = values.iter().all(|&value| goal.met(value));
        gained |= met && !goal.met(goal.before);
        feedback.push(Feedback {
            id: goal.metric.clone(),
            mark: if met { Mark::Hit } else { Mark::Mistaken },
        });
    }
    let grade = by_hits(feedback);
    Ok(if gained || grade.score == Score::FULL {
        grade
    } else {
        Grade {
            score: Score::NONE,
            ..grade
        }
    })
}

/// What the runs gave; `None` of a figure that is not there or is no number.
pub fn tuned_values(figures: &BTreeMap<String, Vec<String>>, metric: &str) -> Option<Vec<f64>> {
    figures
        .get(metric)?
        .iter()
        .map(|value| value.parse().ok().filter(|value: &f64| value.is_finite()))
        .collect()
}

/// The better of two answers to a challenge: by what it is worth, then by how far it stays within the last goal, the budget.
pub fn better_tuned<'a>(tune: &Tune, one: &'a Attempt, other: &'a Attempt) -> &'a Attempt {
    let margin = |attempt: &Attempt| {
        let Answer::Tuned { figures, .. } = &attempt.answer else {
            return f64::NEG_INFINITY;
        };
        let worst = tune.goals.last().and_then(|goal| {
            let margins = tuned_values(figures, &goal.metric)?.into_iter();
            margins
                .map(|value| {
                    if goal.at_most {
                        goal.bound - value
                    } else {
                        value - goal.bound
                    }
                })
                .reduce(f64::min)
        });
        worst.unwrap_or(f64::NEG_INFINITY)
    };
    let order = (one.score.cmp(&other.score)).then(margin(one).total_cmp(&margin(other)));
    if order.is_ge() { one } else { other }
}

fn plain(score: Score) -> Grade {
    Grade {
        score,
        feedback: Vec::new(),
        number: None,
    }
}

/// (hits - false picks) / keys, not below 0. A single choice is the case of one key and one pick.
fn choices_graded(
    choices: &[Choice],
    chosen: impl Fn(&str) -> bool,
    picks: usize,
) -> Result<Grade, AnswerError> {
    let feedback: Vec<Feedback> = choices
        .iter()
        .map(|choice| Feedback {
            id: choice.id.clone(),
            mark: match (choice.right, chosen(&choice.id)) {
                (true, true) => Mark::Hit,
                (true, false) => Mark::Missed,
                (false, true) => Mark::Mistaken,
                (false, false) => Mark::Avoided,
            },
        })
        .collect();
    let count = |mark| feedback.iter().filter(|f| f.mark == mark).count();
    let (hits, mistakes) = (count(Mark::Hit), count(Mark::Mistaken));
    if hits + mistakes != picks {
        return Err(AnswerError::OtherQuestion);
    }
    if picks == 0 {
        return Err(AnswerError::NothingChosen);
    }
    let keys = hits + count(Mark::Missed);
    let score = match hits.checked_sub(mistakes) {
        Some(net) if keys > 0 => Score::share(net, keys),
        _ => Score::NONE,
    };
    Ok(Grade {
        feedback,
        ..plain(score)
    })
}

fn number_graded(key: &Numeric, text: &str) -> Result<Grade, AnswerError> {
    let readings = number::read(text, &key.unit)?;
    let right = [Some(readings.first), readings.second]
        .into_iter()
        .flatten()
        .find(|value| number::within(*value, key));
    let value = right.unwrap_or(readings.first);
    let score = if right.is_some() {
        Score::FULL
    } else {
        Score::NONE
    };
    Ok(Grade {
        number: Some(NumberRead {
            value,
            offset: right.is_none().then(|| offset(value, key)),
        }),
        ..plain(score)
    })
}

/// Powers of ten that confusing units gives: thousands, and per cent against shares.
const SLIPS: [f64; 8] = [1e3, 1e-3, 1e6, 1e-6, 1e9, 1e-9, 100.0, 0.01];

fn offset(value: f64, key: &Numeric) -> Offset {
    let near = |value| value != 0.0 && number::within(value, key);
    // With a wide tolerance everything small is near zero; a slip must be near the value itself.
    let close = |value: f64| near(value) && (value / key.value - 1.0).abs() < 0.5;
    if close(-value) {
        Offset::Sign
    } else if SLIPS.iter().any(|slip| close(value * slip)) {
        Offset::Magnitude
    } else if value > key.value {
        Offset::TooHigh
    } else {
        Offset::TooLow
    }
}

/// 1 - moves / (items - 1), where `moves` is the fewest items that would have to be taken out and put elsewhere:
/// one slip costs one step, however far it went. Items that may stay are marked as hits.
fn order_graded(items: &[Item], order: &[String]) -> Result<Grade, AnswerError> {
    let places: Option<Vec<usize>> = order
        .iter()
        .map(|id| items.iter().position(|item| item.id == *id))
        .collect();
    let places = places
        .filter(|places| {
            let mut sorted = places.clone();
            sorted.sort_unstable();
            sorted.into_iter().eq(0..items.len())
        })
        .ok_or(AnswerError::OtherQuestion)?;
    let staying = longest_rise(&places);
    let feedback = items
        .iter()
        .enumerate()
        .map(|(place, item)| Feedback {
            id: item.id.clone(),
            mark: if staying.contains(&place) {
                Mark::Hit
            } else {
                Mark::Mistaken
            },
        })
        .collect();
    let score = match items.len() {
        0 | 1 => Score::FULL,
        n => Score::share(staying.len().saturating_sub(1), n - 1),
    };
    Ok(Grade {
        feedback,
        ..plain(score)
    })
}

/// The values of a longest increasing subsequence. Quadratic: a question has a handful of items.
fn longest_rise(values: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::with_capacity(values.len());
    for (at, value) in values.iter().enumerate() {
        let mut rise = best[..at]
            .iter()
            .filter(|rise| rise.last() < Some(value))
            // The first of the longest, so that the marks depend on the answer alone.
            .fold(Vec::new(), |longest: Vec<usize>, rise| {
                if rise.len() > longest.len() {
                    rise.clone()
                } else {
                    longest
                }
            });
        rise.push(*value);
        best.push(rise);
    }
    best.into_iter().fold(Vec::new(), |longest, rise| {
        if rise.len() > longest.len() {
            rise
        } else {
            longest
        }
    })
}

/// The share of pairs that are right. Two right-hand sides that read the same are the same.
fn matches_graded(
    pairs: &[Pair],
    matches: &BTreeMap<String, String>,
) -> Result<Grade, AnswerError> {
    let find = |id: &str| pairs.iter().find(|pair| pair.id == id);
    if matches
        .iter()
        .any(|(left, right)| find(left).is_none() || find(right).is_none())
    {
        return Err(AnswerError::OtherQuestion);
    }
    if matches.is_empty() {
        return Err(AnswerError::NothingFilled);
    }
    let feedback: Vec<Feedback> = pairs
        .iter()
        .map(|pair| Feedback {
            id: pair.id.clone(),
            mark: match matches.get(&pair.id).and_then(|right| find(right)) {
                None => Mark::Missed,
                Some(chosen) if chosen.right == pair.right => Mark::Hit,
                Some(_) => Mark::Mistaken,
            },
        })
        .collect();
    Ok(by_hits(feedback))
}

/// The share of blanks that are right.
fn blanks_graded(
    parts: &[ClozePart],
    blanks: &BTreeMap<String, String>,
) -> Result<Grade, AnswerError> {
    let mut known = 0;
    let mut filled = 0;
    let mut feedback = Vec::new();
    for part in parts {
        let ClozePart::Blank { id, accepted, .. } = part else {
            continue;
        };
        let given = blanks.get(id);
        known += usize::from(given.is_some());
        let mark = match given {
            Some(given) if !given.trim().is_empty() => {
                filled += 1;
                if cloze::accepts(accepted, given) {
                    Mark::Hit
                } else {
                    Mark::Mistaken
                }
            }
            _ => Mark::Missed,
        };
        feedback.push(Feedback {
            id: id.clone(),
            mark,
        });
    }
    if known != blanks.len() {
        return Err(AnswerError::OtherQuestion);
    }
    if filled == 0 {
        return Err(AnswerError::NothingFilled);
    }
    Ok(by_hits(feedback))
}

fn by_hits(feedback: Vec<Feedback>) -> Grade {
    let hits = feedback.iter().filter(|f| f.mark == Mark::Hit).count();
    Grade {
        score: Score::share(hits, feedback.len()),
        feedback,
        number: None,
    }
}
