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

use super::markup::time;
use crate::components::escape;
use crate::components::marks::signs::{self, Sign};
use crate::state::site::Base;
use crate::words::study as say;

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
                say::tile_read(),
                read.count(),
                say::of(say::counted_pages(self.pages.len())),
            ),
            (
                say::tile_mastered(),
                mastered.count(),
                say::of(say::counted_objectives(objectives.count())),
            ),
            (
                say::tile_due(),
                self.due,
                one_or_many(self.due, say::noun_card(), say::noun_cards()).to_owned(),
            ),
            (
                say::tile_weak(),
                weak,
                one_or_many(weak, say::noun_question(), say::noun_questions()).to_owned(),
            ),
        ];
        let _ = write!(
            html,
            "<section aria-labelledby=\"glance\"><h2 id=\"glance\">{}</h2><dl class=\"dash__tiles\">",
            say::at_a_glance()
        );
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
        let _ = write!(
            html,
            "<section aria-labelledby=\"next\"><h2 id=\"next\">{}</h2>",
            say::what_next()
        );
        let all = next(&self.pages, self.offered);
        if all.is_empty() {
            let _ = write!(
                html,
                "<p>{}</p></section>",
                say::all_read(escape(&self.base.href("assessments/")))
            );
            return;
        }
        *html += "<ol class=\"dash__next\" role=\"list\">";
        for one in all {
            let (address, title, why) = match one {
                Next::Review(due) => (
                    "review/".to_owned(),
                    say::review_cards(say::cards(due)),
                    say::due_today().to_owned(),
                ),
                Next::Repeat {
                    page,
                    question,
                    weak,
                    sure,
                } => (
                    format!("{}#{question}", page.route),
                    say::go_over(&page.title),
                    repeat_why(weak, sure),
                ),
                Next::Read { page, builds_on } => (
                    page.route.clone(),
                    say::read_page(&page.title),
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
        let _ = write!(
            html,
            "<section aria-labelledby=\"weak\"><h2 id=\"weak\">{}</h2><p class=\"progress__facts\">{}</p><ul role=\"list\">",
            say::weak_spots(),
            say::about_weak()
        );
        for (at, page) in pages.iter().enumerate() {
            if at == WEAKEST {
                let more = say::more_pages(pages.len() - at);
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
    match (weak, sure) {
        (1, 0) => say::one_weak().to_owned(),
        (1, 1) => say::one_weak_sure().to_owned(),
        (1, _) => say::one_weak_many_sure(sure),
        (_, 0) => say::many_weak(weak),
        (_, 1) => say::many_weak_one_sure(weak),
        (_, _) => say::many_weak_sure(weak, sure),
    }
}

fn read_why(page: &CataloguePage, builds_on: &[&CataloguePage]) -> String {
    let titles: Vec<String> = builds_on
        .iter()
        .map(|page| say::quoted(&page.title))
        .collect();
    if titles.is_empty() {
        say::needs_nothing(page.minutes)
    } else {
        say::builds_on(say::listed(titles), page.minutes)
    }
}

/// How a weak question was last answered.
fn last(standing: &Standing) -> String {
    let (share, at_ms) = standing
        .last
        .map_or((0, 0), |(score, at_ms)| (score.per_cent(), at_ms));
    match (share, standing.sure_and_wrong) {
        (0, false) => say::last_wrong(time(at_ms)),
        (0, true) => say::last_wrong_sure(time(at_ms)),
        (share, false) => say::last_partly(share, time(at_ms)),
        (share, true) => say::last_partly_sure(share, time(at_ms)),
    }
}

fn one_or_many<'w>(count: usize, one: &'w str, many: &'w str) -> &'w str {
    if count == 1 { one } else { many }
}

#[cfg(test)]
mod tests;
