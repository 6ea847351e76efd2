//! How a reader stands, by page: for a list that has the records and not the pages.

use crate::grade::Verdict;
use crate::record::About;
use crate::store::Store;

/// The questions of one page that have been answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSummary {
    /// Below the site's base, as it was when a question of it was last answered.
    pub route: String,
    pub title: String,
    /// The last answered first.
    pub questions: Vec<Standing>,
}

/// A question by its last answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub id: String,
    /// The prompt in short, plain text.
    pub prompt: String,
    pub verdict: Verdict,
    /// Unix milliseconds.
    pub at_ms: u64,
}

impl PageSummary {
    pub fn count(&self, verdict: Verdict) -> usize {
        self.questions
            .iter()
            .filter(|question| question.verdict == verdict)
            .count()
    }

    /// When a question of the page was last answered, Unix milliseconds.
    pub fn last_ms(&self) -> u64 {
        self.questions.first().map_or(0, |question| question.at_ms)
    }
}

/// Every page with an answered question, the last answered first.
pub fn by_page(store: &Store) -> Vec<PageSummary> {
    let mut questions: Vec<(Standing, Option<&About>)> = Vec::new();
    for (id, record) in store.records() {
        let Some(last) = record.attempts().next_back() else {
            continue;
        };
        let about = record.about();
        let standing = Standing {
            id: id.to_owned(),
            prompt: about.map_or_else(|| id.to_owned(), |about| about.prompt.clone()),
            verdict: Verdict::of(last.score),
            at_ms: last.at_ms,
        };
        // There are few, and a sort is much code.
        let place = questions.partition_point(|(other, _)| other.at_ms > standing.at_ms);
        questions.insert(place, (standing, about));
    }
    let mut pages: Vec<PageSummary> = Vec::new();
    for (question, about) in questions {
        let (route, title) = about.map_or(("/", "Elsewhere on this site"), |about| {
            (&*about.route, &*about.page)
        });
        match pages.iter_mut().find(|page| page.route == route) {
            Some(page) => page.questions.push(question),
            None => pages.push(PageSummary {
                route: route.to_owned(),
                title: title.to_owned(),
                questions: vec![question],
            }),
        }
    }
    pages
}
