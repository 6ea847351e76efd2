//! The report's figures as markup: text that is made anew when the reader grades an answer.

use std::fmt::Write as _;

use headroom_study::Confidence;
use headroom_study::exam::{Interval, Report, State, Tally};

use super::hall::Hall;
use super::words::{clock, listed, per_cent, points};
use crate::components::escape;
use crate::words::{Counted, exam as say, quiz, study};

/// The score, and how certain it is.
pub fn score(report: &Report<'_>, state: &State, _: Hall) -> String {
    let mut html = String::new();
    if let Some(interval) = report.total.interval() {
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<p class=\"exam__figure\">{}</p>{}<p>{}</p>",
            say::figure(
                per_cent(interval.mean),
                points(report.total.sum),
                study::points(report.total.count)
            ),
            bar(interval),
            say::likely(
                study::questions(report.total.count),
                per_cent(interval.low),
                per_cent(interval.high)
            ),
        );
    } else {
        let _ = write!(html, "<p>{}</p>", say::nothing_counted());
    }
    let took = clock(state.elapsed_ms);
    html += "<p>";
    html += &match (state.limit_ms.map(clock), state.extensions) {
        (None, _) => say::took(took),
        (Some(limit), 0) => say::took_of(took, limit),
        (Some(limit), 1) => say::took_extended(took, limit, say::one_time()),
        (Some(limit), count) => say::took_extended(took, limit, say::many_times(count)),
    };
    let facts: [(usize, &str, Counted); 3] = [
        (report.unanswered, say::one_left_open(), say::left_open),
        (report.ungraded, say::one_ungraded(), say::ungraded),
        (report.gone, say::one_gone(), say::gone),
    ];
    for (count, one, many) in facts {
        match count {
            0 => {}
            1 => html += one,
            _ => html += &many(count),
        }
    }
    html + "</p>"
}

/// A mean and its interval, drawn. The figures stand beside it.
fn bar(interval: Interval) -> String {
    let Interval { mean, low, high } = interval;
    format!(
        "<span class=\"exam__range\" data-style=\"--low:{low:.3};--high:{high:.3};--mean:{mean:.3}\" aria-hidden=\"true\"></span>"
    )
}

/// Where to go on, those pages first on which most was lost.
pub fn next(report: &Report<'_>, _: &State, hall: Hall) -> String {
    if report.total.count == 0 {
        return String::new();
    }
    let mut html = format!(
        "<section class=\"exam__part\" aria-labelledby=\"exam-next\"><h2 id=\"exam-next\">{}</h2>",
        say::read_next()
    );
    if report.next.is_empty() {
        return html + "<p>" + say::nothing_lost() + "</p></section>";
    }
    html += "<ol class=\"exam__next\">";
    for next in report.next.iter().take(8) {
        let _ = write!(
            html,
            "<li><a href=\"{}\">{}</a> <span class=\"exam__quiet\">{}</span></li>",
            escape(&hall.href(&next.route)),
            escape(&next.page),
            say::lost_in(lost(next.lost), study::questions(next.questions)),
        );
    }
    html + "</ol></section>"
}

fn lost(points_lost: f64) -> String {
    let shown = points(points_lost);
    if shown == "1" {
        study::points(1)
    } else {
        say::points(shown)
    }
}

/// By subject, by objective, and by what was believed.
pub fn tables(report: &Report<'_>, _: &State, _: Hall) -> String {
    let mut html = String::new();
    if report.categories.len() > 1 {
        html += &table(
            "exam-categories",
            say::by_subject(),
            say::subject(),
            report
                .categories
                .iter()
                .map(|tally| (escape(&tally.name), tally)),
            "",
        );
    }
    if !report.objectives.is_empty() {
        html += &table(
            "exam-objectives",
            say::by_objective(),
            say::objective(),
            report
                .objectives
                .iter()
                .map(|tally| (tally.name.clone(), tally)),
            "",
        );
    }
    if !report.confidence.is_empty() {
        html += &table(
            "exam-confidence",
            say::believed(),
            say::you_said(),
            report
                .confidence
                .iter()
                .map(|(confidence, tally)| (quiz::confidence(*confidence).to_owned(), tally)),
            &calibration(report),
        );
    }
    html
}

/// What is to be learned from what was believed.
fn calibration(report: &Report<'_>) -> String {
    let of = |wanted: Confidence| {
        let mut said = report.confidence.iter();
        said.find(|(confidence, _)| *confidence == wanted)
            .and_then(|(_, tally)| Some((tally.interval()?, tally.count)))
    };
    let mut lines = Vec::new();
    if let Some((sure, count)) = of(Confidence::Sure) {
        let (share, questions) = (per_cent(sure.mean), study::questions(count));
        lines.push(if sure.high < 0.9 {
            say::sure_scored_low(share, questions)
        } else {
            say::sure_scored(share, questions)
        });
    }
    if let (Some((guess, _)), Some((sure, _))) = (of(Confidence::Guess), of(Confidence::Sure))
        && guess.mean >= sure.mean
    {
        lines.push(say::guesses_no_worse().to_owned());
    }
    let wrong: Vec<usize> = report
        .rows
        .iter()
        .zip(1..)
        .filter(|(row, _)| {
            row.given.confidence == Some(Confidence::Sure)
                && row.score.is_some_and(|score| score.value() < 0.5)
        })
        .map(|(_, number)| number)
        .collect();
    if !wrong.is_empty() {
        let questions = listed(&wrong);
        lines.push(if wrong.len() == 1 {
            say::sure_wrong_one(questions)
        } else {
            say::sure_wrong(questions)
        });
    }
    lines.iter().fold(String::new(), |html, line| {
        html + "<p>" + &escape(line) + "</p>"
    })
}

fn table<'t>(
    id: &str,
    title: &str,
    head: &str,
    rows: impl Iterator<Item = (String, &'t Tally)>,
    below: &str,
) -> String {
    let mut html = format!(
        "<section class=\"exam__part\" aria-labelledby=\"{id}\"><h2 id=\"{id}\">{title}</h2>\
         <table class=\"exam__table\"><thead><tr><th scope=\"col\">{head}</th><th scope=\"col\">{}</th>\
         <th scope=\"col\">{}</th><th scope=\"col\">{}</th><th><span class=\"visually-hidden\">{}</span></th></tr></thead><tbody>",
        say::head_questions(),
        say::score(),
        say::likely_range(),
        say::drawn()
    );
    for (name, tally) in rows {
        let Some(interval) = tally.interval() else {
            continue;
        };
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            tally.count,
            per_cent(interval.mean),
            say::range(per_cent(interval.low), per_cent(interval.high)),
            bar(interval),
        );
    }
    html + "</tbody></table><p class=\"exam__quiet\">"
        + say::about_range()
        + "</p>"
        + below
        + "</section>"
}

#[cfg(test)]
mod tests {
    use headroom_content::model::{
        Bank, Banked, ExamDesk, Html, Numeric, Question, QuestionKind, Terms, Tolerance,
    };
    use headroom_study::exam::{Asked, Entry, Event, Paper, Session, report};
    use headroom_study::{Answer, Stamp};
    use leptos::prelude::Owner;

    use super::*;

    fn banked(id: &str) -> Banked {
        Banked {
            question: Question {
                id: id.to_owned(),
                revision: 1,
                aliases: Vec::new(),
                objective: None,
                variation: None,
                prompt: Html::default(),
                kind: QuestionKind::Numeric(Numeric {
                    value: 42.0,
                    tolerance: Tolerance::Absolute(0.0),
                    unit: String::new(),
                }),
                hints: Vec::new(),
                explain: Html::default(),
            },
            route: format!("/{id}/"),
            page: format!("Page <{id}>"),
            category: id.to_owned(),
            level: None,
            objective: None,
        }
    }

    #[test]
    fn a_report_says_how_certain_it_is_and_what_was_believed_wrongly() {
        let owner = Owner::new();
        owner.set();
        let hall = Hall::new(&ExamDesk::Verify);
        let bank = Bank {
            categories: vec![("a".to_owned(), "A & B".to_owned())],
            objectives: Vec::new(),
            questions: vec![banked("a"), banked("b"), banked("c")],
        };
        let asked = ["a", "b", "c", "gone"].map(|id| Asked {
            id: id.to_owned(),
            revision: 1,
        });
        let paper = Paper {
            started: Stamp(0, 0),
            assessment: "test".to_owned(),
            title: "A test".to_owned(),
            seed: 1,
            terms: Terms {
                minutes: Some(10),
                ..Terms::default()
            },
            asked: asked.to_vec(),
        };
        let answered = |question: &str, number: &str| Event::Answered {
            question: question.to_owned(),
            answer: Some(Answer::Number(number.to_owned())),
        };
        let sure = Event::Sure {
            question: "b".to_owned(),
            confidence: Some(Confidence::Sure),
        };
        let did = |event| Entry::Did {
            at_ms: 65_000,
            event,
        };
        let entries = [
            Entry::Begun(paper),
            did(answered("a", "42")),
            did(answered("b", "41")),
            did(sure),
            did(Event::Submitted),
        ];
        let session = Session::of(entries).unwrap();
        let state = session.state(u64::MAX);
        let report = report(&session, &state, &bank);
        let html = score(&report, &state, hall);
        for shown in [
            "<strong>33%</strong> 1 of 3 points",
            "With 3 questions the share of all such questions that you would get right lies between 6% and 79%",
            "Time: 1:05 of 10:00. 2 questions were left open. 1 question has been changed since and is not counted.",
        ] {
            assert!(html.contains(shown), "{shown} in {html}");
        }
        let html = tables(&report, &state, hall);
        assert!(
            html.contains("<th scope=\"row\">A &amp; B</th><td>1</td><td>100%</td>"),
            "{html}"
        );
        assert!(html.contains("Question 2: sure, and not right."), "{html}");
        let html = next(&report, &state, hall);
        assert!(
            html.contains("<a href=\"/b/\">Page &lt;b&gt;</a>"),
            "{html}"
        );
        assert!(!html.contains("/a/"), "nothing was lost there: {html}");
    }
}
