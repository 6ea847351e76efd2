//! What there is to read of a reader's progress, as markup.

use std::fmt::Write;

use headroom_study::Verdict;
use headroom_study::saved::Aside;
use headroom_study::summary::PageSummary;

use crate::components::escape;
#[cfg(target_arch = "wasm32")]
use crate::platform::clock::{day, long_day};
use crate::state::keeping::Keeping;
use crate::state::site::Base;

pub const WITHOUT_SCRIPT: &str = "<p>Your answers live in your own browser and nowhere else, so this page, \
    which was made without knowing you, cannot hold them. Showing them takes JavaScript, which is off.</p>";
pub const SET_ASIDE: &str = "This was kept here as answers and cannot be read. It is neither lost nor written over: \
    it stays in this browser, and “Export” takes it along.";
pub const EXPORT: &str =
    "One file (JSON) with every answer you have given here, and what was set aside.";
pub const RESET: &str =
    "Forgets every answer in this browser. Until you leave this page you can bring them back.";

/// Each verdict with its tone, sign and words.
const VERDICTS: [(Verdict, &str, &str, &str); 3] = [
    (Verdict::Right, "good", "✓", "right"),
    (Verdict::Partly, "warn", "◐", "partly right"),
    (Verdict::Wrong, "bad", "✗", "not right"),
];

/// All of it in a sentence, and where it is kept.
pub fn overview(keeping: Keeping, pages: &[PageSummary]) -> String {
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
    html + &format!("<p class=\"progress__kept{lost}\">{}</p>", keeping.text())
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
         Last on <time datetime=\"{}\">{}</time>.</p><div class=\"progress__bar\" aria-hidden=\"true\">",
        escape(&page.title),
        page.questions.len(),
        results(std::slice::from_ref(page)),
        day(last),
        long_day(last),
    );
    for (verdict, tone, ..) in VERDICTS {
        let share = page.count(verdict);
        if share > 0 {
            let _ = write!(html, "<i class=\"{tone}\" style=\"flex-grow:{share}\"></i>");
        }
    }
    let _ = write!(
        html,
        "</div><details><summary>{}</summary><ul role=\"list\">",
        counted(page.questions.len(), "question", "questions")
    );
    for question in &page.questions {
        let _ = write!(
            html,
            "<li><a href=\"{href}#{}\">{}</a>",
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
        html += "</li>";
    }
    html + "</ul></details>"
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
fn long_day(_: u64) -> String {
    String::new()
}

#[cfg(test)]
mod tests {
    use headroom_study::saved::Unreadable;
    use headroom_study::summary::Standing;

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

    #[test]
    fn all_answers_are_told_in_a_sentence_and_where_they_are() {
        let pages = [
            answered(&[Verdict::Right, Verdict::Wrong]),
            answered(&[Verdict::Right]),
        ];
        assert_eq!(
            overview(Keeping::Database, &pages),
            "<p>3 questions answered on 2 pages: 2 right, 0 partly right, 1 not right.</p>\
             <p class=\"progress__kept\">Kept in this browser.</p>"
        );
        assert_eq!(
            overview(Keeping::Database, &[]),
            "<p class=\"progress__kept\">Kept in this browser.</p>"
        );
    }

    #[test]
    fn what_comes_from_storage_is_shown_as_text_and_never_as_markup() {
        let html = page(&answered(&[Verdict::Partly]), &Base::new("/sub/"));
        for shown in [
            "<a href=\"/sub/a/\">Kafka &amp; &lt;co></a>",
            "<a href=\"/sub/a/#q&quot;1\">Is 1 &lt; 2?</a> <span class=\"progress__verdict warn\">◐ partly right</span>",
            "<i class=\"warn\" style=\"flex-grow:1\"></i>",
            "<summary>1 question</summary>",
        ] {
            assert!(html.contains(shown), "{shown} in {html}");
        }
        let html = aside(&Aside {
            key: "<b>".to_owned(),
            text: String::new(),
            why: Unreadable::Damaged("<i>".to_owned()),
        });
        assert_eq!(html, "<p><code>&lt;b></code>: it is damaged: &lt;i>.</p>");
    }
}
