//! The steps of a path, and how far its reader has come. Without a program it is the list and its first step.

use std::sync::Arc;

use headroom_content::model::{Link, Stage, Step, StepKind, study_time};
use headroom_study::Store;
use headroom_study::mastery;
use headroom_study::path::{self, Done, Standing};
use headroom_study::reading::{self, read_key};
use leptos::prelude::*;

use super::marks::signs::{self, Sign};
use crate::state::catalogue::{self, Fetched};
use crate::state::progress::{Progress, now_ms};
use crate::state::site::Here;
use crate::words::{frame, lang_of, lang_of_content, study as say};

/// What all parts of the path know.
#[derive(Clone, Copy)]
struct Way {
    progress: Progress,
    steps: StoredValue<Vec<Step>>,
    /// Whether the program runs: before it nothing is known of the reader.
    alive: RwSignal<bool>,
    /// Of each step, and what is to be seen of it beside its title.
    standings: Memo<Vec<(Standing, Option<Sign>)>>,
    /// Place of the first step that is not done.
    next: Memo<Option<usize>>,
}

#[component]
pub fn PathView(stages: Vec<Stage>) -> impl IntoView {
    let way = Way::new(
        stages
            .iter()
            .flat_map(|stage| stage.steps.clone())
            .collect(),
    );
    let mut begins = 0;
    let stages = stages.into_iter().map(|stage| {
        let first = begins;
        begins += stage.steps.len();
        stage_view(way, stage, first)
    });
    let stages = stages.collect_view();
    view! {
        <div class="path">
            <div class="path__progress">
                <a class="button primary" hidden=move || way.next.get().is_none() href=move || way.target().href>
                    {move || way.invitation()}
                </a>
                <p role="status">{move || way.words()}</p>
            </div>
            {stages}
        </div>
    }
}

/// `begins` is the place of its first step: steps are counted through the whole path.
fn stage_view(way: Way, stage: Stage, begins: usize) -> impl IntoView {
    let time = stage.steps.iter().map(|step| step.minutes).sum();
    let steps = stage.steps.into_iter().zip(begins..);
    let steps = steps
        .map(|(step, at)| step_view(way, step, at))
        .collect_view();
    let (id, heading) = match stage.heading {
        Some(heading) => (heading.id, heading.title),
        None => ("steps".to_owned(), say::steps().to_owned()),
    };
    view! {
        <section class="stage" aria-labelledby=id.clone()>
            <h2 id=id.clone() lang=lang_of(&heading)>{heading.clone()}</h2>
            <p class="stage__time">{study_time(time)}</p>
            <ol class="steps" role="list" start=(begins + 1).to_string()>
                {steps}
            </ol>
        </section>
    }
}

fn step_view(way: Way, step: Step, at: usize) -> impl IntoView {
    let standing = move || {
        way.standings
            .with(|all| all.get(at).copied().unwrap_or_default())
    };
    let done = move || standing().0.done.is_some();
    let next = move || way.next.get() == Some(at);
    let sign = move || standing().1.map_or_else(String::new, Sign::spelled);
    let hidden = move || !(way.alive.get() && standing().0.asks);
    let key = read_key(&step.route);
    let say = move |event| {
        let at_ms = event_target_checked(&event).then(now_ms);
        way.progress.append(&key, &reading::Read { at_ms });
    };
    let label = say::of_step(&step.link.title);
    view! {
        <li class="step" class:done=done aria-current=move || next().then_some("step")>
            <h3 lang=lang_of_content()><a href=step.link.href>{step.link.title}</a></h3>
            <ul class="card-facts" role="list">
                <li class="step__next" hidden=move || !next()>{if at == 0 { say::start_here() } else { say::next() }}</li>
                <li>{kind(step.kind)}</li>
                <li>{study_time(step.minutes)}</li>
                <li hidden=move || standing().1.is_none() inner_html=sign></li>
            </ul>
            <p lang=lang_of_content()>{step.why}</p>
            <label class="step__done" hidden=hidden>
                <input type="checkbox" prop:checked=done on:change=say/>
                {say::done()} <span class="visually-hidden">{label}</span>
            </label>
        </li>
    }
}

/// What a step is, in a word.
fn kind(kind: StepKind) -> &'static str {
    match kind {
        StepKind::Concept => frame::concept(),
        StepKind::Component => frame::component(),
        StepKind::Template => frame::template(),
        StepKind::CaseStudy => frame::case_study(),
        StepKind::Lab => frame::lab(),
        StepKind::Assessment => frame::assessment(),
        StepKind::Page => frame::page(),
    }
}

impl Way {
    fn new(steps: Vec<Step>) -> Self {
        let (progress, base) = (Progress::here(), Here::get().base);
        let alive = RwSignal::new(false);
        Effect::new(move |_| alive.set(true));
        let fetched = RwSignal::new(Fetched::NotYet);
        Effect::new(move |_| {
            // Who has done nothing has mastered nothing.
            let nothing = progress.store.with(Store::is_empty);
            if !nothing && matches!(fetched.get(), Fetched::NotYet) {
                catalogue::fetch(&base, fetched);
            }
        });
        let nothing = vec![Default::default(); steps.len()];
        let steps = StoredValue::new(steps);
        let standings = Memo::new(move |_| {
            if !alive.get() {
                return nothing.clone();
            }
            let catalogue = match fetched.get() {
                Fetched::Here(catalogue) => catalogue,
                _ => Arc::default(),
            };
            let store = progress.store.read();
            steps.with_value(|steps| {
                let pages = &catalogue.pages;
                let standings = path::standings(&store, pages, steps.iter(), now_ms());
                let page = |step: &Step| {
                    let page = pages.iter().find(|page| page.route == step.route)?;
                    signs::of_page(&mastery::page(&store, page))
                };
                let standings = steps.iter().zip(standings);
                standings
                    .map(|(step, standing)| (standing, shown(standing.done).or_else(|| page(step))))
                    .collect()
            })
        });
        let next = Memo::new(move |_| {
            standings.with(|all| all.iter().position(|(one, _)| one.done.is_none()))
        });
        Self {
            progress,
            steps,
            alive,
            standings,
            next,
        }
    }

    fn count(self) -> usize {
        let done =
            |all: &Vec<(Standing, _)>| all.iter().filter(|(one, _)| one.done.is_some()).count();
        self.standings.with(done)
    }

    /// Where to go on.
    fn target(self) -> Link {
        let at = self.next.get().unwrap_or_default();
        let link = |steps: &Vec<Step>| steps.get(at).map(|step| step.link.clone());
        let nowhere = || Link {
            href: String::new(),
            title: String::new(),
        };
        self.steps.with_value(link).unwrap_or_else(nowhere)
    }

    fn invitation(self) -> String {
        let title = self.target().title;
        if self.count() == 0 {
            say::begin(title)
        } else {
            say::go_on(title)
        }
    }

    /// How far the reader has come.
    fn words(self) -> String {
        let count = self.count();
        if !self.alive.get() || count == 0 {
            return String::new();
        }
        let left = self.steps.with_value(|steps| {
            self.standings.with(|all| {
                let left = steps
                    .iter()
                    .zip(all)
                    .filter(|(_, (one, _))| one.done.is_none());
                left.map(|(step, _)| step.minutes).sum()
            })
        });
        let all = self.steps.with_value(Vec::len);
        if count == all {
            return say::all_steps_done().to_owned();
        }
        say::steps_done(count, all, study_time(left))
    }
}

/// How it shows that something was done which is no page to be read.
fn shown(done: Option<Done>) -> Option<Sign> {
    let words = match done? {
        Done::Predicted => say::predicted(),
        Done::Sat => say::taken(),
        Done::Said | Done::Mastered => return None,
    };
    Some(Sign {
        tone: "good",
        sign: "✓",
        words,
    })
}
