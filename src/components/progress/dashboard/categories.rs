//! The categories, each with bars and with its pages, their objectives and questions folded away below it.

use std::fmt::Write;

use headroom_study::mastery::{Mastery, PageStanding};

use super::Board;
use crate::components::escape;
use crate::components::marks::signs;
use crate::words::study as say;

/// What a bar of objectives is made of, in its order.
const PARTS: [Mastery; 4] = [
    Mastery::Mastered,
    Mastery::Begun,
    Mastery::Weak,
    Mastery::NotBegun,
];

impl Board<'_> {
    pub(super) fn categories(&self, html: &mut String) {
        let _ = write!(
            html,
            "<section aria-labelledby=\"categories\"><h2 id=\"categories\">{}</h2><p class=\"progress__facts\">{}</p>",
            say::by_category(),
            say::about_mastered()
        );
        for (id, title) in self.categories {
            let pages = self.pages.iter().filter(|page| page.page.category == *id);
            let pages: Vec<_> = pages.collect();
            let read = pages.iter().filter(|page| page.read_ms.is_some()).count();
            let objectives = pages.iter().flat_map(|page| &page.objectives);
            let counts = PARTS.map(|mastery| {
                let those = objectives.clone().filter(|one| one.mastery == mastery);
                (mastery, those.count())
            });
            let _ = write!(
                html,
                "<details class=\"dash__category\"><summary><b>{}</b>{}{}</summary>",
                escape(title),
                line(
                    say::pages(),
                    &[("good", read), ("", pages.len() - read)],
                    &say::read_of(read, pages.len())
                ),
                line(
                    say::objectives(),
                    &counts.map(|(mastery, count)| (signs::of(mastery).tone, count)),
                    &spelled(&counts)
                ),
            );
            self.pages(html, &pages);
            *html += "</details>";
        }
        *html += "</section>";
    }

    /// Each page with its objectives, and these with their questions.
    fn pages(&self, html: &mut String, pages: &[&PageStanding<'_>]) {
        *html += "<ul role=\"list\">";
        for page in pages {
            let sign = signs::of_page(page).map_or_else(String::new, signs::Sign::behind_title);
            let _ = write!(
                html,
                "<li class=\"progress__entry\"><div><h3><a href=\"{}\">{}{sign}</a></h3><ul>",
                escape(&self.base.href(&page.page.route)),
                escape(&page.page.title),
            );
            for objective in &page.objectives {
                let text = match objective.text {
                    "" => say::what_page_asks(),
                    text => text,
                };
                let state = signs::of(objective.mastery).spelled();
                let _ = write!(html, "<li>{}<ul>", say::line_of(escape(text), state));
                for (question, standing) in &objective.questions {
                    let link = self.link(page.page, question, signs::of(standing.mastery));
                    let _ = write!(html, "<li>{link}</li>");
                }
                *html += "</ul></li>";
            }
            *html += "</ul></div></li>";
        }
        *html += "</ul>";
    }
}

/// A bar with what it shows in words. Its parts are told apart by the words.
fn line(name: &str, parts: &[(&str, usize)], words: &str) -> String {
    let mut html = format!(
        "<span class=\"progress__facts\">{}<span class=\"progress__bar\" aria-hidden=\"true\">",
        say::line_of(name, words)
    );
    for (tone, count) in parts {
        if *count > 0 {
            let _ = write!(
                html,
                "<i class=\"{tone}\" data-style=\"flex-grow:{count}\"></i>"
            );
        }
    }
    html + "</span></span>"
}

/// "3 of 14 mastered, 2 begun, 1 weak".
fn spelled(counts: &[(Mastery, usize)]) -> String {
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    if all == 0 {
        return say::none().to_owned();
    }
    let mut words = Vec::new();
    for (mastery, count) in counts {
        match mastery {
            Mastery::Mastered => words.push(say::mastered_of(count, all)),
            Mastery::Begun | Mastery::Weak if *count > 0 => {
                words.push(say::count_of(count, signs::of(*mastery).words));
            }
            _ => {}
        }
    }
    words.join(say::comma())
}
