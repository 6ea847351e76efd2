//! What there is to read of a reader's progress, as markup.

use std::fmt::Write;

use headroom_study::Verdict;
use headroom_study::saved::Aside;
use headroom_study::summary::{PageSummary, Standing};

use super::Known;
use crate::components::escape;
#[cfg(target_arch = "wasm32")]
use crate::platform::clock::day;
#[cfg(target_arch = "wasm32")]
pub use crate::platform::clock::long_day;
use crate::state::site::Base;
use crate::words::{Counted, study as say};

/// Each verdict with its tone, sign and words.
const VERDICTS: [(Verdict, &str, &str); 3] = [
    (Verdict::Right, "good", "✓"),
    (Verdict::Partly, "warn", "◐"),
    (Verdict::Wrong, "bad", "✗"),
];

/// What is kept of a kind but answers, each with its words for one and for many. Another kind is named by its key.
const KINDS: [(&str, Counted); 7] = [
    ("", say::questions),
    ("exam", say::counted_assessments),
    ("card", say::counted_review_cards),
    ("read", say::marked_read),
    ("note", say::notes),
    ("mark", say::bookmarks),
    ("settings", say::counted_settings),
];

/// So many of a kind; that of questions has no name.
pub fn kind(kind: &str, count: usize) -> String {
    KINDS.iter().find(|(name, ..)| *name == kind).map_or_else(
        || say::records_of(say::records(count), kind),
        |(_, counted)| counted(count),
    )
}

/// All of it in a sentence, where it is kept and how safely.
pub fn overview(known: &Known) -> String {
    let Known { keeping, pages, .. } = known;
    let mut html = String::new();
    let answered: usize = pages.iter().map(|page| page.questions.len()).sum();
    if answered > 0 {
        let told = say::answered_on(
            say::questions_answered(answered),
            say::counted_pages(pages.len()),
            results(pages),
        );
        html = format!("<p>{told}</p>");
    }
    let lost = if keeping.loses() {
        " progress__kept--lost"
    } else {
        ""
    };
    let safe = match known.durable {
        _ if keeping.loses() || known.is_empty() => "",
        Some(true) => say::will_not_clear(),
        Some(false) => say::may_clear(),
        None => "",
    };
    let _ = write!(
        html,
        "<p class=\"progress__kept{lost}\">{}{safe}</p>",
        keeping.text()
    );
    if let Some(due) = known.due {
        let answers = say::counted_answers(due.answers);
        let told = match due.last_ms {
            None => say::never_exported(answers),
            Some(at_ms) => say::since_last_export(answers, time(at_ms)),
        };
        let _ = write!(
            html,
            "<p class=\"progress__kept progress__due\">{told} <a href=\"#export\">{}</a></p>",
            say::take_them_along()
        );
    }
    html
}

/// What an export is, and when there was one.
pub fn export(last_ms: Option<u64>) -> String {
    let last = last_ms.map_or_else(String::new, |last| say::last_exported(time(last)));
    say::about_export().to_owned() + &last
}

/// A day, as it is read.
pub fn time(unix_ms: u64) -> String {
    format!(
        "<time datetime=\"{}\">{}</time>",
        day(unix_ms),
        long_day(unix_ms)
    )
}

pub fn nothing_yet(base: &Base) -> String {
    say::nothing_answered(escape(&base.href("concepts/")))
}

/// A page with what was answered on it. Writing to a string does not fail.
pub fn page(page: &PageSummary, base: &Base) -> String {
    let href = escape(&base.href(&page.route));
    let last = page.last_ms();
    let mut html = format!(
        "<h3><a href=\"{href}\">{}</a></h3><p class=\"progress__facts\">{}</p><div class=\"progress__bar\" aria-hidden=\"true\">",
        escape(&page.title),
        say::page_facts(
            page.questions.len(),
            results(std::slice::from_ref(page)),
            time(last)
        ),
    );
    for (verdict, tone, ..) in VERDICTS {
        let share = page.count(verdict);
        if share > 0 {
            let _ = write!(
                html,
                "<i class=\"{tone}\" data-style=\"flex-grow:{share}\"></i>"
            );
        }
    }
    html + "</div>"
}

/// One of its questions, by its last answer.
pub fn question(page: &PageSummary, question: &Standing, base: &Base) -> String {
    let mut html = format!(
        "<p><a href=\"{}#{}\">{}</a>",
        escape(&base.href(&page.route)),
        escape(&question.id),
        escape(&question.prompt)
    );
    for (verdict, tone, sign) in VERDICTS {
        if verdict == question.verdict {
            let _ = write!(
                html,
                " <span class=\"progress__verdict {tone}\">{sign} {}</span>",
                say::verdict(verdict)
            );
        }
    }
    html + "</p>"
}

/// What was set aside, and why.
pub fn aside(aside: &Aside) -> String {
    say::aside_why(
        escape(&aside.key),
        escape(&say::unreadable_record(&aside.why)),
    )
}

/// "5 right, 2 partly right, 1 not right".
fn results(pages: &[PageSummary]) -> String {
    VERDICTS
        .map(|(verdict, ..)| {
            let count: usize = pages.iter().map(|page| page.count(verdict)).sum();
            say::count_of(count, say::verdict(verdict))
        })
        .join(say::comma())
}

/// On the host there is no reader, whose days they would be.
#[cfg(not(target_arch = "wasm32"))]
fn day(_: u64) -> String {
    String::new()
}

#[cfg(not(target_arch = "wasm32"))]
pub fn long_day(_: u64) -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use crate::state::keeping::Keeping;
    use headroom_study::saved::Unreadable;

    use super::*;

    fn answered(verdicts: &[Verdict]) -> PageSummary {
        PageSummary {
            route: "/a/".to_owned(),
            title: "Kafka & <co>".to_owned(),
            questions: verdicts
                .iter()
                .map(|verdict| Standing {
                    id: "q\"1".to_owned(),
                    prompt: "Is 1 < 2?".to_owned(),
                    verdict: *verdict,
                    at_ms: 1,
                })
                .collect(),
        }
    }

    fn known(keeping: Keeping, pages: &[PageSummary]) -> Known {
        Known {
            keeping,
            durable: Some(false),
            pages: pages.to_vec(),
            others: Vec::new(),
            aside: Vec::new(),
            due: None,
            exported_ms: None,
        }
    }

    #[test]
    fn all_answers_are_told_in_a_sentence_and_where_they_are() {
        let pages = [
            answered(&[Verdict::Right, Verdict::Wrong]),
            answered(&[Verdict::Right]),
        ];
        assert_eq!(
            overview(&known(Keeping::Database, &pages)),
            "<p>3 questions answered on 2 pages: 2 right, 0 partly right, 1 not right.</p>\
             <p class=\"progress__kept\">Kept in this browser. \
             The browser may clear it when it runs short of room.</p>"
        );
        assert_eq!(
            overview(&known(Keeping::Database, &[])),
            "<p class=\"progress__kept\">Kept in this browser.</p>"
        );
    }

    #[test]
    fn what_comes_from_storage_is_shown_as_text_and_never_as_markup() {
        let (base, answered) = (Base::new("/sub/"), answered(&[Verdict::Partly]));
        let html = page(&answered, &base) + &question(&answered, &answered.questions[0], &base);
        for shown in [
            "<a href=\"/sub/a/\">Kafka &amp; &lt;co&gt;</a>",
            "<a href=\"/sub/a/#q&quot;1\">Is 1 &lt; 2?</a> <span class=\"progress__verdict warn\">◐ partly right</span>",
            "<i class=\"warn\" data-style=\"flex-grow:1\"></i>",
        ] {
            assert!(html.contains(shown), "{shown} in {html}");
        }
        let html = aside(&Aside {
            key: "<b>".to_owned(),
            text: String::new(),
            why: Unreadable::Damaged("<i>".to_owned()),
        });
        assert_eq!(
            html,
            "<p><code>&lt;b&gt;</code>: it is damaged: &lt;i&gt;.</p>"
        );
    }
}
