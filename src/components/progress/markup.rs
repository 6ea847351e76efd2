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

pub const WITHOUT_SCRIPT: &str = "<p>Your answers live in your own browser and nowhere else, so this page, \
    which was made without knowing you, cannot hold them. Showing them takes JavaScript, which is off.</p>";
pub const SET_ASIDE: &str = "This was kept here as answers and cannot be read. It is neither lost nor written over: \
    it stays in this browser, and “Export” takes it along.";
pub const RESET: &str =
    "Forgets every answer in this browser. Until you leave this page you can bring them back.";

/// Each verdict with its tone, sign and words.
const VERDICTS: [(Verdict, &str, &str, &str); 3] = [
    (Verdict::Right, "good", "✓", "right"),
    (Verdict::Partly, "warn", "◐", "partly right"),
    (Verdict::Wrong, "bad", "✗", "not right"),
];

/// What is kept of a kind but answers, each with its words for one and for many. Another kind is named by its key.
const KINDS: [(&str, &str, &str); 7] = [
    ("", "question", "questions"),
    ("exam", "assessment", "assessments"),
    ("card", "review card", "review cards"),
    ("read", "page marked as read", "pages marked as read"),
    ("note", "note", "notes"),
    ("mark", "bookmark", "bookmarks"),
    ("settings", "setting", "settings"),
];

/// So many of a kind; that of questions has no name.
pub fn kind(kind: &str, count: usize) -> String {
    KINDS.iter().find(|(name, ..)| *name == kind).map_or_else(
        || counted(count, "record of “", "records of “") + kind + "”",
        |(_, one, many)| counted(count, one, many),
    )
}

/// All of it in a sentence, where it is kept and how safely.
pub fn overview(known: &Known) -> String {
    let Known { keeping, pages, .. } = known;
    let mut html = String::new();
    let answered: usize = pages.iter().map(|page| page.questions.len()).sum();
    if answered > 0 {
        html = format!(
            "<p>{} on {}: {}.</p>",
            counted(answered, "question answered", "questions answered"),
            counted(pages.len(), "page", "pages"),
            results(pages)
        );
    }
    let lost = if keeping.loses() {
        " progress__kept--lost"
    } else {
        ""
    };
    let safe = match known.durable {
        _ if keeping.loses() || known.is_empty() => "",
        Some(true) => " The browser has promised not to clear it by itself.",
        Some(false) => " The browser may clear it when it runs short of room.",
        None => "",
    };
    let _ = write!(
        html,
        "<p class=\"progress__kept{lost}\">{}{safe}</p>",
        keeping.text()
    );
    if let Some(due) = known.due {
        let answers = counted(due.answers, "answer", "answers");
        let since = due.last_ms.map_or_else(
            || "that no export has".to_owned(),
            |last| format!("since your last export, on {}", time(last)),
        );
        let _ = write!(
            html,
            "<p class=\"progress__kept progress__due\">{answers} {since}. <a href=\"#export\">Take them along</a></p>"
        );
    }
    html
}

/// What an export is, and when there was one.
pub fn export(last_ms: Option<u64>) -> String {
    let last = last_ms.map_or_else(String::new, |last| {
        format!(" Last exported on {}.", time(last))
    });
    format!("One file (JSON) with everything that is kept here, and what was set aside.{last}")
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
    format!(
        "<p>Nothing answered yet. Questions stand in the text of the <a href=\"{}\">concepts</a>; \
         those you answer are listed here, page by page.</p>",
        escape(&base.href("concepts/"))
    )
}

/// A page with what was answered on it. Writing to a string does not fail.
pub fn page(page: &PageSummary, base: &Base) -> String {
    let href = escape(&base.href(&page.route));
    let last = page.last_ms();
    let mut html = format!(
        "<h3><a href=\"{href}\">{}</a></h3><p class=\"progress__facts\">{} answered: {}. \
         Last on {}.</p><div class=\"progress__bar\" aria-hidden=\"true\">",
        escape(&page.title),
        page.questions.len(),
        results(std::slice::from_ref(page)),
        time(last),
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
    for (verdict, tone, sign, words) in VERDICTS {
        if verdict == question.verdict {
            let _ = write!(
                html,
                " <span class=\"progress__verdict {tone}\">{sign} {words}</span>"
            );
        }
    }
    html + "</p>"
}

/// What was set aside, and why.
pub fn aside(aside: &Aside) -> String {
    format!(
        "<p><code>{}</code>: {}.</p>",
        escape(&aside.key),
        escape(&aside.why.to_string())
    )
}

/// "5 right, 2 partly right, 1 not right".
fn results(pages: &[PageSummary]) -> String {
    VERDICTS
        .map(|(verdict, _, _, words)| {
            let count: usize = pages.iter().map(|page| page.count(verdict)).sum();
            format!("{count} {words}")
        })
        .join(", ")
}

pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
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
