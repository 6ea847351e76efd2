//! How far a reader has come on a path, told from the records alone: what was done before the path was begun counts.

use headroom_content::model::{CataloguePage, Step, StepKind};

use crate::exam::{KIND, Session};
use crate::mastery::{self, Mastery};
use crate::reading::read_ms;
use crate::store::Store;

/// How a step is known to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Done {
    /// The reader has said so, on the path or on the page itself.
    Said,
    /// A run of the lab was predicted.
    Predicted,
    /// The assessment was handed in, or its time ran out.
    Sat,
    /// All that the page teaches is mastered.
    Mastered,
}

/// How a step stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    pub done: Option<Done>,
    /// Whether it is for the reader to say: nothing else shows that it is done.
    pub asks: bool,
}

/// Of each step of a path. `pages` are those of the catalogue; `now_ms` is in Unix milliseconds.
///
/// An assessment that stands on a path several times is done as often as it was sat, the first first; to say that it is done
/// stands for one sitting.
pub fn standings<'a>(
    store: &Store,
    pages: &[CataloguePage],
    steps: impl Iterator<Item = &'a Step>,
    now_ms: u64,
) -> Vec<Standing> {
    let sat = sat(store, now_ms);
    let mut asked: Vec<&str> = Vec::new();
    let mut all = Vec::new();
    for step in steps {
        let route = step.route.as_str();
        let said = read_ms(store, route).map(|_| Done::Said);
        let mut asks = true;
        let done = match step.kind {
            StepKind::Concept | StepKind::Component | StepKind::Template | StepKind::CaseStudy => {
                let page = pages.iter().find(|page| page.route == route);
                let mastered = page
                    .is_some_and(|page| mastery::page(store, page).mastery == Mastery::Mastered);
                mastered.then_some(Done::Mastered).or(said)
            }
            StepKind::Lab => predicted(store, route).then_some(Done::Predicted).or(said),
            StepKind::Assessment => {
                let before = asked.iter().filter(|other| **other == route).count();
                asked.push(route);
                let sat = sat
                    .iter()
                    .filter(|id| route == format!("/assessments/{id}/"));
                let sat = sat.count();
                asks = before == sat;
                let by_sitting = (before < sat).then_some(Done::Sat);
                by_sitting.or(said.filter(|_| asks))
            }
            StepKind::Page => said,
        };
        asks &= matches!(done, None | Some(Done::Said));
        all.push(Standing { done, asks });
    }
    all
}

/// Whether a run of the lab on this page was predicted.
fn predicted(store: &Store, route: &str) -> bool {
    store.records().any(|(_, record)| {
        record.attempts().len() > 0 && record.about().is_some_and(|about| about.route == route)
    })
}

/// The assessments that came to an end with an answer, one entry a sitting.
fn sat(store: &Store, now_ms: u64) -> Vec<String> {
    let sessions = store
        .of_kind(KIND)
        .filter_map(|(_, log)| Session::read(log));
    sessions
        .filter(|session| {
            let state = session.state(now_ms);
            let answered = state.given.values().any(|given| given.answer.is_some());
            state.phase.is_over() && answered && !state.discarded
        })
        .map(|session| session.paper().assessment.clone())
        .collect()
}
