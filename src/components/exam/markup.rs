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
        "<span class=\"exam__range\" style=\"--low:{low:.3};--high:{high:.3};--mean:{mean:.3}\" aria-hidden=\"true\"></span>"
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
        lines.push(if sure.high < 0.9 {
            format!(
                "Of the {} you were sure of, {} was right: less than being sure should mean, even with few questions.",
                counted(count, "answer"),
                per_cent(sure.mean)
            )
        } else {
            format!("Of the {} you were sure of, {} was right.", counted(count, "answer"), per_cent(sure.mean))
        });
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
            "{questions} {}: sure, and not right. Nothing else here is worth reading first.",
            listed(&wrong)
        ));
    }
    lines
        .into_iter()
        .map(|line| format!("<p>{}</p>", escape(&line)))
        .collect()
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
         <th scope=\"col\">Score</th><th scope=\"col\">Between</th><th><span class=\"visually-hidden\">Drawn</span></th></tr></thead><tbody>"
    );
    for (name, tally) in rows {
        let Some(interval) = tally.interval() else {
            continue;
        };
        let _ = write!(
            html,
            "<tr><th scope=\"row\">{name}</th><td>{}</td><td>{}</td><td>{} and {}</td><td>{}</td></tr>",
            tally.count,
            per_cent(interval.mean),
            per_cent(interval.low),
            per_cent(interval.high),
            bar(interval),
        );
    }
    html + "</tbody></table>" + below + "</section>"
}
