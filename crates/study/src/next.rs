//! What to do next: what is due, then what is weakest, then what can be read.

use headroom_content::model::CataloguePage;

use crate::mastery::{Mastery, PageStanding};

/// One thing to do, with what speaks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Next<'a> {
    /// So many cards are due for review.
    Review(usize),
    /// A page has weak spots.
    Repeat {
        page: &'a CataloguePage,
        /// The id of the weakest question, and how many are weak.
        question: &'a str,
        weak: usize,
        /// How many of these the reader was sure of.
        sure: usize,
    },
    /// A concept not read so far, for which nothing is missing.
    Read {
        page: &'a CataloguePage,
        /// The pages that it builds on, all of them read or mastered.
        builds_on: Vec<&'a CataloguePage>,
    },
}

/// In the order in which to do it; at most one of each kind. `pages` are in reading order.
pub fn next<'a>(pages: &[PageStanding<'a>], due: usize) -> Vec<Next<'a>> {
    let review = (due > 0).then_some(Next::Review(due));
    review
        .into_iter()
        .chain(repeat(pages))
        .chain(read(pages))
        .collect()
}

/// The pages with weak spots, the weakest first: by how many answers the reader was sure of, then by how many are weak, then
/// in reading order.
pub fn weakest<'p, 'a>(pages: &'p [PageStanding<'a>]) -> Vec<&'p PageStanding<'a>> {
    let mut weak: Vec<_> = pages
        .iter()
        .filter(|page| page.mastery == Mastery::Weak)
        .collect();
    weak.sort_by_key(|page| {
        let (weak, sure) = counts(page);
        std::cmp::Reverse((sure, weak))
    });
    weak
}

/// How many of a page's questions are weak, and of how many of these the reader was sure.
fn counts(page: &PageStanding<'_>) -> (usize, usize) {
    let sure = page.weak().filter(|(_, one)| one.sure_and_wrong).count();
    (page.weak().count(), sure)
}

fn repeat<'a>(pages: &[PageStanding<'a>]) -> Option<Next<'a>> {
    let page = *weakest(pages).first()?;
    let (weak, sure) = counts(page);
    let questions = page.objectives.iter().flat_map(|one| &one.questions);
    let (question, _) = questions
        .filter(|(_, one)| one.mastery == Mastery::Weak)
        // The first of those that are alike.
        .min_by_key(|(_, one)| (!one.sure_and_wrong, one.last.map(|(score, _)| score)))?;
    Some(Next::Repeat {
        page: page.page,
        question: &question.id,
        weak,
        sure,
    })
}

/// The first concept that is neither read nor mastered, with everything it builds on done: rather one that builds on something
/// than one that stands at a beginning.
fn read<'a>(pages: &[PageStanding<'a>]) -> Option<Next<'a>> {
    let concepts = pages
        .iter()
        .filter(|page| page.page.level.is_some() && !page.done());
    let mut first = None;
    for page in concepts {
        let before = page.page.prerequisites.iter();
        let before: Vec<_> = before
            .filter_map(|route| pages.iter().find(|other| other.page.route == *route))
            .collect();
        if !before.iter().all(|page| page.done()) {
            continue;
        }
        let goes_on = !before.is_empty();
        if goes_on || first.is_none() {
            first = Some(Next::Read {
                page: page.page,
                builds_on: before.iter().map(|page| page.page).collect(),
            });
        }
        if goes_on {
            break;
        }
    }
    first
}
