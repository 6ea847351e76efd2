//! A report to take along: JSON with everything in it, which can be verified, and a table.

use serde::{Deserialize, Serialize};

use super::digest::digest;
use super::report::Report;
use super::session::{Entry, Session};
use super::state::State;
use crate::record::{Confidence, LAST_MS};
use crate::saved::Unreadable;
use crate::text;

const FORMAT: &str = "headroom-assessment";
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Exported<'r> {
    format: &'static str,
    v: u32,
    digest: String,
    title: &'r str,
    /// Unix milliseconds.
    started_ms: u64,
    over_ms: Option<u64>,
    elapsed_ms: u64,
    extensions: u16,
    points: f64,
    questions: usize,
    /// Share of the points, and its interval of 95% confidence.
    score: Option<(f64, f64, f64)>,
    rows: Vec<ExportedRow<'r>>,
    /// As it is kept: all that the digest is made of.
    session: Vec<Entry>,
}

#[derive(Serialize)]
struct ExportedRow<'r> {
    question: &'r str,
    page: Option<&'r str>,
    category: Option<&'r str>,
    objective: Option<&'r str>,
    score: Option<f64>,
    confidence: Option<Confidence>,
    spent_ms: u64,
    flagged: bool,
}

/// The whole report as JSON.
pub fn json(session: &Session, state: &State, report: &Report<'_>) -> String {
    let rows = report.rows.iter().map(|row| ExportedRow {
        question: &row.id,
        page: row.banked.map(|banked| banked.route.as_str()),
        category: row.banked.map(|banked| banked.category.as_str()),
        objective: row.banked.and_then(|banked| banked.objective.as_deref()),
        score: row.score.map(crate::Score::value),
        confidence: row.given.confidence,
        spent_ms: row.given.spent_ms,
        flagged: row.given.flagged,
    });
    let exported = Exported {
        format: FORMAT,
        v: VERSION,
        digest: digest(session, state),
        title: &session.paper().title,
        started_ms: session.paper().started.0,
        over_ms: state.over_ms,
        elapsed_ms: state.elapsed_ms,
        extensions: state.extensions,
        points: report.total.sum,
        questions: report.total.count,
        score: report
            .total
            .interval()
            .map(|interval| (interval.mean, interval.low, interval.high)),
        rows: rows.collect(),
        session: session.entries().collect(),
    };
    serde_json::to_string_pretty(&exported).unwrap_or_default()
}

/// One line a question, RFC 4180.
pub fn csv(report: &Report<'_>) -> String {
    let mut lines =
        "number,question,prompt,page,category,objective,points,confidence,seconds,flagged\r\n"
            .to_owned();
    for (row, number) in report.rows.iter().zip(1..) {
        let banked = row.banked;
        let cells = [
            number.to_string(),
            row.id.clone(),
            banked.map_or_else(String::new, |banked| {
                text::plain(&banked.question.prompt.0, 400)
            }),
            banked.map_or_else(String::new, |banked| banked.page.clone()),
            banked.map_or_else(String::new, |banked| banked.category.clone()),
            banked
                .and_then(|banked| banked.objective.clone())
                .unwrap_or_default(),
            row.score
                .map_or_else(String::new, |score| score.value().to_string()),
            row.given.confidence.map_or("", Confidence::word).to_owned(),
            (row.given.spent_ms / 1000).to_string(),
            if row.given.flagged { "yes" } else { "" }.to_owned(),
        ];
        lines.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        lines.push_str("\r\n");
    }
    lines
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[derive(Deserialize)]
struct Head {
    format: String,
    v: u32,
}

#[derive(Deserialize)]
struct Brought {
    digest: String,
    session: Vec<Entry>,
}

/// What came of looking at an exported report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    pub session: Session,
    /// Made again from the answers in it.
    pub digest: String,
    /// What the report says it is.
    pub stated: String,
}

impl Verified {
    pub fn holds(&self) -> bool {
        self.digest == self.stated
    }
}

/// Reads an exported report and makes its digest again.
pub fn verify(text: &str) -> Result<Verified, Unreadable> {
    let damaged = |error: serde_json::Error| Unreadable::Damaged(error.to_string());
    let head: Head = serde_json::from_str(text).map_err(damaged)?;
    if head.format != FORMAT {
        return Err(Unreadable::Damaged(
            "it is not a report of this site".to_owned(),
        ));
    }
    if head.v > VERSION {
        return Err(Unreadable::Newer(head.v));
    }
    let brought: Brought = serde_json::from_str(text).map_err(damaged)?;
    let session = Session::of(brought.session)
        .ok_or_else(|| Unreadable::Damaged("it has no paper".to_owned()))?;
    Ok(Verified {
        digest: digest(&session, &session.state(LAST_MS)),
        stated: brought.digest.trim().to_lowercase(),
        session,
    })
}
