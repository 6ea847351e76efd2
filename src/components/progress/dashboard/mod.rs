//! How the reader stands with all there is to read and to be asked, as markup: what to do next, what is weak, each category,
//! the days on which something was done.

mod calendar;
mod categories;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use headroom_content::model::{Catalogue, CataloguePage, CatalogueQuestion};
use headroom_study::Store;
use headroom_study::activity::{self, by_day};
use headroom_study::mastery::{self, Mastery, PageStanding, Standing};
use headroom_study::next::{Next, next, weakest};
use headroom_study::review::card::QUESTION;
use headroom_study::review::{Clock, Day, Deck};

use super::markup::{counted, time};
use crate::components::escape;
use crate::components::marks::signs::{self, Sign};
use crate::state::site::Base;

/// How many pages with weak spots are listed before the others are folded away.
const WEAKEST: usize = 5;

/// All that is looked at.
struct Board<'a> {
    base: &'a Base,
    categories: &'a [(String, String)],
    /// In reading order.
    pages: Vec<PageStanding<'a>>,
    days: BTreeMap<Day, activity::Day>,
    clock: Clock,
    /// Cards to be reviewed by the end of today, and how many of them the daily number holds.
    due: usize,
    offered: usize,
}

pub fn dashboard(catalogue: &Catalogue, store: &Store, clock: Clock, base: &Base) -> String {
    let questions = catalogue.pages.iter().flat_map(|page| &page.questions);
    let ids: BTreeSet<&str> = questions
        .flat_map(|one| one.aliases.iter().chain([&one.id]))
        .map(String::as_str)
        .collect();
    let deck = Deck::read(store, clock, |card| {
        let question = card.strip_prefix(QUESTION);
        question.is_some_and(|id| ids.contains(id))
    });
    let pages = catalogue.pages.iter();
    let board = Board {
        base,
        categories: &catalogue.categories,
        pages: pages.map(|page| mastery::page(store, page)).collect(),
        days: by_day(store, |at_ms| clock.day(at_ms)),
        clock,
        due: deck.due().len(),
        offered: deck.offered(),
    };
    let mut html = String::new();
    board.next(&mut html);
    if !board.is_new() {
        board.glance(&mut html);
        board.weak(&mut html);
        board.categories(&mut html);
        board.calendar(&mut html);
    }
    html
}

// Writing to a string does not fail.
impl Board<'_> {
    /// Whether the reader has done nothing yet.
    fn is_new(&self) -> bool {
        let untouched =
            |page: &PageStanding<'_>| page.read_ms.is_none() && page.mastery == Mastery::NotBegun;
        self.due == 0 && self.days.is_empty() && self.pages.iter().all(untouched)
    }

    fn glance(&self, html: &mut String) {
        let read = self.pages.iter().filter(|page| page.read_ms.is_some());
        let objectives = self.pages.iter().flat_map(|page| &page.objectives);
        let mastered = objectives
            .clone()
            .filter(|one| one.mastery == Mastery::Mastered);
        let weak = self.pages.iter().flat_map(PageStanding::weak).count();
        let tiles = [
            (
                "Read",
                read.count(),
                format!("of {}", counted(self.pages.len(), "page", "pages")),
            ),
            (
                "Mastered",
                mastered.count(),
                format!(
                    "of {}",
                    counted(objectives.count(), "objective", "objectives")
                ),
            ),
            (
                "Due",
                self.due,
                one_or_many(self.due, "card", "cards").to_owned(),
            ),
            (
                "Weak",
                weak,
                one_or_many(weak, "question", "questions").to_owned(),
            ),
        ];
        *html += "<section aria-labelledby=\"glance\"><h2 id=\"glance\">At a glance</h2><dl class=\"dash__tiles\">";
        for (name, number, of) in tiles {
            let _ = write!(
                html,
                "<div><dt>{name}</dt><dd><b>{number}</b> {of}</dd></div>"
            );
        }
        *html += "</dl></section>";
    }

    /// What to do next, with what speaks for it.
    fn next(&self, html: &mut String) {
        *html += "<section aria-labelledby=\"next\"><h2 id=\"next\">Next</h2>";
        let all = next(&self.pages, self.offered);
        if all.is_empty() {
            let _ = write!(
                html,
                "<p>Every concept is read, and nothing is weak or due. An <a href=\"{}\">assessment</a> shows what has stayed.</p></section>",
                escape(&self.base.href("assessments/"))
            );
            return;
        }
        *html += "<ol class=\"dash__next\" role=\"list\">";
        for one in all {
            let (address, title, why) = match one {
                Next::Review(due) => (
                    "review/".to_owned(),
                    format!("Review {}", counted(due, "card", "cards")),
                    "Due today: what is asked again in time stays.".to_owned(),
                ),
                Next::Repeat {
                    page,
                    question,
                    weak,
                    sure,
                } => (
                    format!("{}#{question}", page.route),
                    format!("Go over “{}” again", page.title),
                    repeat_why(weak, sure),
                ),
                Next::Read { page, builds_on } => (
                    page.route.clone(),
                    format!("Read “{}”", page.title),
                    read_why(page, &builds_on),
                ),
            };
            let _ = write!(
                html,
                "<li><a href=\"{}\">{}</a><p>{}</p></li>",
                escape(&self.base.href(&address)),
                escape(&title),
                escape(&why)
            );
        }
        *html += "</ol></section>";
    }

    /// The weak questions, by page, the weakest first.
    fn weak(&self, html: &mut String) {
        let pages = weakest(&self.pages);
        if pages.is_empty() {
            return;
        }
        *html += "<section aria-labelledby=\"weak\"><h2 id=\"weak\">Weak spots</h2>\
            <p class=\"progress__facts\">Questions whose last answer was wrong, or not all right though you were sure of it. \
            The next right answer clears one.</p><ul role=\"list\">";
        for (at, page) in pages.iter().enumerate() {
            if at == WEAKEST {
                let more = counted(pages.len() - at, "more page", "more pages");
                let _ = write!(
                    html,
                    "</ul><details><summary>{more}</summary><ul role=\"list\">"
                );
            }
            let _ = write!(
                html,
                "<li class=\"progress__entry\"><div><h3><a href=\"{}\">{}</a></h3><ul>",
                escape(&self.base.href(&page.page.route)),
                escape(&page.page.title)
            );
            for (question, standing) in page.weak() {
                let _ = write!(
                    html,
                    "<li>{} <span class=\"progress__facts\">{}</span></li>",
                    self.link(page.page, question, signs::of(standing.mastery)),
                    last(&standing)
                );
            }
            *html += "</ul></div></li>";
        }
        *html += if pages.len() > WEAKEST {
            "</ul></details></section>"
        } else {
            "</ul></section>"
        };
    }

    /// To a question where it stands on its page, with how the reader stands with it.
    fn link(&self, page: &CataloguePage, question: &CatalogueQuestion, sign: Sign) -> String {
        format!(
            "<a href=\"{}#{}\">{}{}</a>",
            escape(&self.base.href(&page.route)),
            escape(&question.id),
            escape(&question.prompt),
            sign.behind_title()
        )
    }
}

fn repeat_why(weak: usize, sure: usize) -> String {
    let weak = match weak {
        1 => "One answer there is".to_owned(),
        _ => format!("{weak} answers there are"),
    };
    match sure {
        0 => format!("{weak} not right."),
        1 => format!("{weak} not right, and you were sure of one."),
        _ => format!("{weak} not right, and you were sure of {sure}."),
    }
}

fn read_why(page: &CataloguePage, builds_on: &[&CataloguePage]) -> String {
    let titles: Vec<String> = builds_on
        .iter()
        .map(|page| format!("“{}”", page.title))
        .collect();
    let why = match titles.as_slice() {
        [] => "It needs nothing before it".to_owned(),
        [one] => format!("It builds on {one}, which you know"),
        [some @ .., last] => {
            format!(
                "It builds on {} and {last}, which you know",
                some.join(", ")
            )
        }
    };
    format!("{why}. {} min.", page.minutes)
}

/// How a weak question was last answered.
fn last(standing: &Standing) -> String {
    let sure = if standing.sure_and_wrong {
        "you were sure; "
    } else {
        ""
    };
    let (share, at_ms) = standing
        .last
        .map_or((0, 0), |(score, at_ms)| (score.per_cent(), at_ms));
    let worth = match share {
        0 => "not right".to_owned(),
        share => format!("{share}% right"),
    };
    format!("{worth}, {sure}{}", time(at_ms))
}

fn one_or_many<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests;
