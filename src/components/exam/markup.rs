//! The report's figures as markup: text that is made anew when the reader grades an answer.

use std::fmt::Write as _;

use headroom_study::Confidence;
use headroom_study::exam::{Interval, Report, State, Tally};

use super::hall::Hall;
use super::words::{clock, counted, listed, per_cent, points};
use crate::components::escape;

/// The score, and how certain it is.
pub fn score(report: &Report<'_>, state: &State, _: Hall) -> String {
    let mut html = String::new();
    if let Some(interval) = report.total.interval() {
        // Writing to a string does not fail.
        let _ = write!(
            html,
            "<p class=\"exam__figure\"><strong>{}</strong> {} of {}</p>{}\
             <p>With {} the share of all such questions that you would get right lies between {} and {} (confidence 95%).</p>",
            per_cent(interval.mean),
            points(report.total.sum),
            counted(report.total.count, "point"),
            bar(interval),
            counted(report.total.count, "question"),
            per_cent(interval.low),
            per_cent(interval.high),
        );
    } else {
        html += "<p>Nothing can be counted yet.</p>";
    }
    let limit = state
        .limit_ms
        .map_or_else(String::new, |limit| format!(" of {}", clock(limit)));
    let more = match state.extensions {
        0 => String::new(),
        count => format!(", extended {}", counted(usize::from(count), "time")),
    };
    let _ = write!(html, "<p>Time: {}{limit}{more}.", clock(state.elapsed_ms));
    for (count, singular, plural) in [
        (
            report.unanswered,
            "question was left open",
            "questions were left open",
        ),
        (
            report.ungraded,
            "question waits for your own grade, below, and is not counted yet",
            "questions wait for your own grade, below, and are not counted yet",
        ),
        (
            report.gone,
            "question has been changed since and is not counted",
            "questions have been changed since and are not counted",
        ),
    ] {
        match count {
            0 => {}
            1 => {
                let _ = write!(html, " 1 {singular}.");
            }
            _ => {
                let _ = write!(html, " {count} {plural}.");
            }
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
    let mut html =
        "<section class=\"exam__part\" aria-labelledby=\"exam-next\"><h2 id=\"exam-next\">What to read next</h2>"
            .to_owned();
    if report.next.is_empty() {
        return html + "<p>Nothing was lost. Try something harder.</p></section>";
    }
    html += "<ol class=\"exam__next\">";
    for next in report.next.iter().take(8) {
        let _ = write!(
            html,
            "<li><a href=\"{}\">{}</a> <span class=\"exam__quiet\">{} lost in {}</span></li>",
            escape(&hall.href(&next.route)),
            escape(&next.page),
            lost(next.lost),
            counted(next.questions, "question"),
        );
    }
    html + "</ol></section>"
}

fn lost(points_lost: f64) -> String {
    let shown = points(points_lost);
    if shown == "1" {
        "1 point".to_owned()
    } else {
        format!("{shown} points")
    }
}

/// By subject, by objective, and by what was believed.
pub fn tables(report: &Report<'_>, _: &State, _: Hall) -> String {
    let mut html = String::new();
    if report.categories.len() > 1 {
        html += &table(
            "exam-categories",
            "By subject",
            "Subject",
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
            "By objective",
            "Objective",
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
            "What you believed",
            "You said",
            report
                .confidence
                .iter()
                .map(|(confidence, tally)| (confidence.word().to_owned(), tally)),
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
        let doubt = if sure.high < 0.9 {
            ": less than being sure should mean, even of so few"
        } else {
            ""
        };
        lines.push(format!(
            "What you were sure of scored {} in {}{doubt}.",
            per_cent(sure.mean),
            counted(count, "question")
        ));
    }
    if let (Some((guess, _)), Some((sure, _))) = (of(Confidence::Guess), of(Confidence::Sure))
        && guess.mean >= sure.mean
    {
        lines.push("Your guesses were no worse than what you were sure of.".to_owned());
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
        let questions = if wrong.len() == 1 {
            "Question"
        } else {
            "Questions"
        };
        lines.push(format!(
            "{questions} {}: sure, and not right. Begin there: what is believed wrongly is never looked up.",
            listed(&wrong)
        ));
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
         <table class=\"exam__table\"><thead><tr><th scope=\"col\">{head}</th><th scope=\"col\">Questions</th>\
         <th scope=\"col\">Score</th><th scope=\"col\">Likely range</th><th><span class=\"visually-hidden\">Drawn</span></th></tr></thead><tbody>"
    );
    for (name, tally) in rows {
        let Some(interval) = tally.interval() else {
            continue;
        };
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{}</td><td>{} to {}</td><td>{}</td></tr>",
            tally.count,
            per_cent(interval.mean),
            per_cent(interval.low),
            per_cent(interval.high),
            bar(interval),
        );
    }
    html + "</tbody></table><p class=\"exam__quiet\">Of all such questions, with a confidence of 95%: few questions, a wide range.</p>"
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
