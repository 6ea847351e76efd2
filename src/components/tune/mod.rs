//! Where a challenge is tried: a lab with the dials that may be turned and the figures that count. What is handed in goes to the
//! question above it.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "a bench is a bundle of handles to copy, as in `lab`"
)]

use std::collections::BTreeMap;
use std::sync::Arc;

use headroom_content::model::Tune;
use headroom_sim::descriptor::{ParamKind, ParamValue};
use headroom_sim::protocol::{LabSpec, Wanted};
use leptos::prelude::*;

use crate::components::lab::{Bench, Buttons, Dials, Phase, Progress, engine_url};
use crate::components::quiz::tuned::{bound, shown};
use crate::components::{inert, view};
use crate::words::quiz as words;

/// `id` is that of the question.
pub fn bench(id: String, tune: Tune) -> AnyView {
    match postcard::from_bytes::<LabSpec>(&tune.spec) {
        Ok(spec) => view! { <Challenge id tune=Arc::new(tune) spec=Arc::new(spec)/> },
        // Only possible when page and program are of different builds.
        Err(_) => inert(r#"p class="lab__notice""#, words::reload_for_challenge()),
    }
}

/// How far the runs that decide have come.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "nobody hands in on the host")
)]
#[derive(Clone, Debug, PartialEq)]
enum Handing {
    No,
    Running(usize),
    Failed(String),
    Done,
}

#[component]
fn Challenge(id: String, tune: Arc<Tune>, spec: Arc<LabSpec>) -> impl IntoView {
    let bench = Bench::new(spec, &tune.preset, None, &[], Vec::new());
    let root = NodeRef::<leptos::html::Section>::new();
    let awake = RwSignal::new(false);
    let handing = RwSignal::new(Handing::No);

    #[cfg(target_arch = "wasm32")]
    {
        crate::components::lab::wake(bench, root, awake, false);
        listen(&id, bench);
    }

    let metrics: Vec<String> = tune.goals.iter().map(|goal| goal.metric.clone()).collect();
    let live = bench.want(move || Wanted {
        figures: metrics.clone(),
        ..Wanted::default()
    });
    let rows = tune.goals.iter().cloned().enumerate().map(|(place, goal)| {
        let before = goal.before;
        let value = Memo::new(move |_| match bench.phase.get() {
            // What the build has found is still what is known.
            Phase::Still => Some(before),
            _ => live.with(|live| live.as_ref()?.figures.get(place).copied().flatten()),
        });
        let (limit, of) = (bound(&goal), goal.clone());
        let (metric, name) = (goal.metric.clone(), goal.label.clone());
        let text = move || value.get().map_or_else(|| "–".to_owned(), |value| shown(&of, value));
        let state = move || match value.get() {
            None => "",
            Some(value) if goal.met(value) => words::met(),
            Some(_) => words::missed(),
        };
        view! {
            <div class="tile" data-metric=metric>
                <dt>{name}</dt>
                <dd>{move || text()}</dd>
                <dd class="tune__state">{move || state()} <span class="tune__bound">{limit}</span></dd>
            </div>
        }
    });
    let rows = rows.collect_view();
    let runs = usize::from(tune.runs);
    let pool = Pools::new();
    let hand_in = {
        let (id, tune, engine) = (id.clone(), tune.clone(), engine_url());
        move |_| pool.hand_in(&engine, &id, &tune, bench, handing)
    };
    let busy = move || matches!(handing.get(), Handing::Running(_));
    let told = move || match handing.get() {
        Handing::No => words::graded_by_runs(runs),
        Handing::Running(done) => words::runs_done(done, runs),
        Handing::Failed(why) => words::hand_in_failed(why),
        Handing::Done => words::hand_in_done().to_owned(),
    };
    let label = format!("{id}-lab-title");
    view! {
        <section class="lab lab--tune" id=format!("{id}-lab") node_ref=root aria-labelledby=label.clone()>
            <p class="visually-hidden" id=label.clone()>{words::try_the_challenge()}</p>
            <div class="lab__bench">
                <fieldset class="lab__controls" disabled=move || !awake.get()>
                    {inert(r#"legend class="visually-hidden""#, words::controls())}
                    <Buttons bench/>
                    <Dials bench id=format!("{id}-lab")/>
                </fieldset>
                <div class="lab__readout">
                    <div hidden=move || bench.phase.get() == Phase::Still>
                        <Progress bench/>
                    </div>
                    <dl class="lab__tiles">{rows}</dl>
                    <fieldset class="tune__hand-in" disabled=move || !awake.get()>
                        {inert(r#"legend class="visually-hidden""#, words::hand_in())}
                        <button type="button" class="primary" disabled=busy on:click=hand_in>{words::hand_in_settings()}</button>
                        <p class="lab__hint" role="status">{move || told()}</p>
                    </fieldset>
                </div>
            </div>
        </section>
    }
}

/// What is set, by path, as text.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "nobody hands in on the host")
)]
fn settings(bench: Bench) -> BTreeMap<String, String> {
    let text = |value: ParamValue| match value {
        ParamValue::Number(number) => number.to_string(),
        ParamValue::Flag(on) => on.to_string(),
        ParamValue::Choice(key) => key,
    };
    bench.dials.with_value(|dials| {
        dials
            .iter()
            .map(|dial| (dial.knob.path.clone(), text(dial.value.get_untracked())))
            .collect()
    })
}

/// Sets what the text says; what is of another form of the challenge is left.
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "nobody sets anything on the host")
)]
fn set(bench: Bench, settings: &BTreeMap<String, String>) {
    bench.dials.with_value(|dials| {
        for dial in dials {
            let Some(text) = settings.get(&dial.knob.path) else {
                continue;
            };
            let value = match &dial.knob.descriptor.kind {
                ParamKind::Number { .. } | ParamKind::Distribution { .. } => {
                    text.parse().ok().map(ParamValue::Number)
                }
                ParamKind::Flag { .. } => text.parse().ok().map(ParamValue::Flag),
                ParamKind::Choice { .. } | ParamKind::Shape { .. } => {
                    Some(ParamValue::Choice(text.clone()))
                }
            };
            if let Some(value) = value {
                bench.set(dial, value);
            }
        }
    });
    bench.settle();
}

/// Stands as an earlier answer did when the question asks for it.
#[cfg(target_arch = "wasm32")]
fn listen(id: &str, bench: Bench) {
    use crate::components::quiz::tuned::SET;
    use crate::platform::document::Heard;

    let id = id.to_owned();
    let heard = StoredValue::new_local(Heard::of(SET, move |bytes| {
        match postcard::from_bytes::<(String, BTreeMap<String, String>)>(bytes) {
            Ok((to, settings)) if to == id => set(bench, &settings),
            _ => {}
        }
    }));
    on_cleanup(move || heard.set_value(None));
}

/// The workers of what was last handed in.
#[derive(Clone, Copy)]
struct Pools {
    #[cfg(target_arch = "wasm32")]
    pool: StoredValue<Option<crate::components::lab::Pool>, LocalStorage>,
}

impl Pools {
    fn new() -> Self {
        Self {
            #[cfg(target_arch = "wasm32")]
            pool: StoredValue::new_local(None),
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    #[allow(clippy::unused_self, reason = "there are no workers on the host")]
    fn hand_in(self, _: &str, _: &str, _: &Tune, _: Bench, _: RwSignal<Handing>) {}

    /// Runs the settings with the seeds that decide, and tells the question what came of it.
    #[cfg(target_arch = "wasm32")]
    fn hand_in(
        self,
        engine: &str,
        id: &str,
        tune: &Tune,
        bench: Bench,
        handing: RwSignal<Handing>,
    ) {
        use headroom_content::model::hidden_seeds;
        use headroom_sim::protocol::Setup;
        use headroom_study::Answer;

        use crate::components::lab::Pool;
        use crate::components::quiz::tuned::HANDED_IN;

        let seeds = hidden_seeds(id, tune.runs);
        let setups: Vec<Setup> = (seeds.iter())
            .map(|&seed| Setup {
                seed,
                ..bench.setup()
            })
            .collect();
        let settings = settings(bench);
        let metrics: Vec<String> = tune.goals.iter().map(|goal| goal.metric.clone()).collect();
        let (id, count) = (id.to_owned(), seeds.len());
        let figures = StoredValue::new(BTreeMap::<String, Vec<String>>::new());
        handing.set(Handing::Running(0));
        let pool = Pool::run(engine, setups, move |_, result| {
            let Handing::Running(done) = handing.get_untracked() else {
                return;
            };
            let measured = match result {
                Ok(measured) => measured,
                Err(why) => return handing.set(Handing::Failed(why)),
            };
            figures.update_value(|figures| {
                for metric in &metrics {
                    let figure = (measured.outcome.figures.iter()).find(|(path, _)| path == metric);
                    let value = figure.map_or(f64::NAN, |&(_, value)| value);
                    figures
                        .entry(metric.clone())
                        .or_default()
                        .push(value.to_string());
                }
            });
            if done + 1 < count {
                return handing.set(Handing::Running(done + 1));
            }
            handing.set(Handing::Done);
            let answer = Answer::Tuned {
                set: settings.clone(),
                figures: figures.get_value(),
            };
            if let Ok(bytes) = postcard::to_allocvec(&(&id, answer)) {
                crate::platform::document::tell_with(HANDED_IN, &bytes);
            }
        });
        self.pool.set_value(Some(pool));
    }
}
