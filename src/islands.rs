//! The parts of a page that do something: rendered on the host with the rest of it, taken over in the browser.

use headroom_content::model::{ExamDesk, Island, Lab, Playground, Stage, Tune};
use leptos::prelude::*;

use crate::components::exam::ExamView;
use crate::components::marks::{ContinueView, MarksView};
use crate::components::notes::NotesView;
use crate::components::offline::OfflineView;
use crate::components::path::PathView;
use crate::components::playground::PlaygroundView;
use crate::components::progress::ProgressView;
use crate::components::quiz::QuestionView;
use crate::components::review::ReviewView;
use crate::components::theme_switch::ThemeSwitch;
use crate::components::view;
use crate::components::{lab, tune};

/// An island that the program of every page takes over.
pub fn of_page(island: Island) -> AnyView {
    match island {
        Island::Theme => view! { <ThemeSwitch/> }.into_any(),
        Island::Question(question) => view! { <QuestionView question/> }.into_any(),
        Island::Lab(_)
        | Island::Tune { .. }
        | Island::Playground(_)
        | Island::Progress
        | Island::Marks { .. }
        | Island::Continue
        | Island::Review
        | Island::Path(_)
        | Island::Notes
        | Island::Offline
        | Island::Exam(_) => ().into_any(),
    }
}

/// An island that the program of labs takes over.
pub fn of_lab(lab: Lab) -> AnyView {
    lab::whole(lab)
}

/// Where a challenge is tried: the program of labs takes it over too.
pub fn of_tune(id: String, tune: Tune) -> AnyView {
    tune::bench(id, tune)
}

/// An island that the program of brief labs takes over.
pub fn of_brief(lab: Lab) -> AnyView {
    lab::brief(lab)
}

/// What makes the view of an island, if it is one of the program of labs.
pub fn if_of_lab(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Lab(lab) if !lab.is_brief() => Some(Box::new(move || of_lab(*lab))),
        Island::Tune { id, tune } => Some(Box::new(move || of_tune(id, *tune))),
        _ => None,
    }
}

/// The same of the program of brief labs.
pub fn if_brief(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Lab(lab) if lab.is_brief() => Some(Box::new(move || of_brief(*lab))),
        _ => None,
    }
}

/// The same of the program of the playground.
pub fn if_playground(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Playground(playground) => Some(Box::new(move || of_playground(*playground))),
        _ => None,
    }
}

/// The same of the program of assessments.
pub fn if_exam(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Exam(desk) => Some(Box::new(move || of_exam(*desk))),
        _ => None,
    }
}

/// The same of the program of marks.
pub fn if_marks(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Marks { reads } => Some(Box::new(move || of_marks(reads))),
        Island::Continue => Some(Box::new(of_continue)),
        Island::Path(stages) => Some(Box::new(move || of_path(stages))),
        _ => None,
    }
}

/// Islands that the program of marks takes over.
pub fn of_marks(reads: bool) -> AnyView {
    view! { <MarksView reads/> }
}

pub fn of_continue() -> AnyView {
    view! { <ContinueView/> }
}

pub fn of_path(stages: Vec<Stage>) -> AnyView {
    view! { <PathView stages/> }
}

/// An island that the program of assessments takes over.
pub fn of_exam(desk: ExamDesk) -> AnyView {
    view! { <ExamView desk/> }
}

/// An island that the program of the playground takes over.
pub fn of_playground(playground: Playground) -> AnyView {
    view! { <PlaygroundView playground/> }
}

/// The same of the program of the progress page.
pub fn if_progress(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Progress => Some(Box::new(of_progress)),
        Island::Offline => Some(Box::new(of_offline)),
        _ => None,
    }
}

/// An island that the program of the progress page takes over.
pub fn of_progress() -> AnyView {
    view! { <ProgressView/> }.into_any()
}

/// The same program takes this one over, too: it is as personal, and small.
pub fn of_offline() -> AnyView {
    view! { <OfflineView/> }
}

/// The same of the program of review.
pub fn if_review(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Review => Some(Box::new(of_review)),
        _ => None,
    }
}

/// An island that the program of review takes over.
pub fn of_review() -> AnyView {
    view! { <ReviewView/> }.into_any()
}

/// The same of the program of notes.
pub fn if_notes(island: Island) -> Option<Box<dyn FnOnce() -> AnyView>> {
    match island {
        Island::Notes => Some(Box::new(of_notes)),
        _ => None,
    }
}

/// An island that the program of notes takes over.
pub fn of_notes() -> AnyView {
    view! { <NotesView/> }
}

#[cfg(not(target_arch = "wasm32"))]
pub use host::{Islands, island};

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::sync::{Arc, Mutex, PoisonError};

    use headroom_content::model::{Island, QuestionKind};
    use leptos::prelude::*;

    use crate::words::page as words;

    /// Collects the islands of a page while it is rendered. Provided by [`crate::pages::Document`].
    #[derive(Clone, Default)]
    pub struct Islands(Arc<Mutex<Vec<Island>>>);

    impl Islands {
        /// Takes in the next one; its place among them.
        fn add(&self, island: Island) -> usize {
            let mut islands = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            islands.push(island);
            islands.len() - 1
        }

        /// Those of the page, in the order of the document.
        pub fn take(&self) -> Vec<Island> {
            std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
        }
    }

    /// An island where it stands in the page, marked with its place among the page's islands.
    pub fn island(island: Island) -> AnyView {
        let handed_over = match &island {
            Island::Lab(lab) => Island::Lab(Box::new(lab.as_ref().clone().stripped())),
            // It is tried beside the question, by what stands there.
            Island::Question(question) => {
                let mut question = question.clone();
                if let QuestionKind::Tune(tune) = &mut question.kind {
                    tune.spec.clear();
                }
                Island::Question(question)
            }
            other => other.clone(),
        };
        let wide = matches!(
            island,
            Island::Lab(_)
                | Island::Tune { .. }
                | Island::Progress
                | Island::Review
                | Island::Notes
                | Island::Offline
                | Island::Playground(_)
                | Island::Exam(_)
        );
        let view = match &island {
            Island::Lab(lab) if lab.is_brief() => super::of_brief(lab.as_ref().clone()),
            Island::Lab(lab) => super::of_lab(lab.as_ref().clone()),
            Island::Tune { id, tune } => super::of_tune(id.clone(), tune.as_ref().clone()),
            Island::Playground(playground) => super::of_playground(playground.as_ref().clone()),
            Island::Exam(desk) => super::of_exam(desk.as_ref().clone()),
            Island::Progress => super::of_progress(),
            Island::Offline => super::of_offline(),
            Island::Marks { reads } => super::of_marks(*reads),
            Island::Continue => super::of_continue(),
            Island::Review => super::of_review(),
            Island::Path(stages) => super::of_path(stages.clone()),
            Island::Notes => super::of_notes(),
            _ => super::of_page(island.clone()),
        };
        // Outside of what a program takes over: it is there for as long as none has come.
        let load = matches!(&island, Island::Lab(lab) if !lab.is_brief())
            || matches!(island, Island::Tune { .. });
        let load = load.then(|| {
            view! {
                <p class="load-lab">
                    {words::load_lab_about()}
                    <button type="button">{words::load_lab()}</button>
                </p>
            }
        });
        let place = use_context::<Islands>().map(|islands| islands.add(handed_over).to_string());
        view! {
            {load}
            <div class="island" class:wide=wide data-island=place>{view}</div>
        }
        .into_any()
    }
}
