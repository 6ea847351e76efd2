//! What became of single requests: a few of the run, each as a waterfall of its calls.

mod groups;
mod markup;
mod waterfall;

use std::sync::Arc;

use headroom_sim::trace::{PARTS, Trace};
use leptos::prelude::*;

use self::groups::groups;
use super::bench::{Phase, Traces};
use super::tools::Mirror;
use crate::components::{inert, view};
use crate::words::{engine, explain as say};

/// More calls than this are shown when asked for.
const SHORT: usize = 60;

/// What there is to show.
#[derive(Clone, Debug, PartialEq)]
enum Standing {
    /// The experiment is many runs.
    Sweep,
    /// There is no run of the reader's own.
    NoRun,
    Underway,
    Coming,
    Failed,
    Empty,
    /// Traces of the run as it stands.
    Here,
    /// The run has gone on since, from this moment.
    Behind(u64),
}

impl Standing {
    fn words(&self) -> String {
        match self {
            Self::Sweep => say::trace_sweep().to_owned(),
            Self::NoRun => say::trace_no_run().to_owned(),
            Self::Underway => say::trace_underway().to_owned(),
            Self::Coming => say::trace_coming().to_owned(),
            Self::Failed => say::trace_failed().to_owned(),
            Self::Empty => say::trace_empty().to_owned(),
            Self::Here => say::trace_here().to_owned(),
            Self::Behind(at) => say::trace_behind(markup::time(*at)),
        }
    }
}

#[component]
pub fn TraceList(bench: Mirror, id: String) -> impl IntoView {
    let root = NodeRef::<leptos::html::Div>::new();
    // How far the run was when it was last asked about.
    let asked = RwSignal::new(None::<u64>);
    let ask = move || {
        asked.set(bench.rests_at.get_untracked());
        bench.trace();
    };
    #[cfg(target_arch = "wasm32")]
    keep_up(bench, root, asked, ask);

    // What was there stays while what is newer comes.
    let shown = Memo::new(move |before: Option<&Option<Arc<Vec<Trace>>>>| {
        bench.traces.with(|traces| match traces {
            Some(Traces::Here { traces, .. }) => Some(traces.clone()),
            Some(Traces::Coming) => before.cloned().flatten(),
            None => None,
        })
    });
    let standing = Memo::new(move |_| {
        let phase = bench.phase.get();
        if bench.sweeps() {
            return Standing::Sweep;
        }
        match bench.traces.get() {
            Some(Traces::Coming) => Standing::Coming,
            Some(Traces::Here { traces, .. }) if traces.is_empty() => Standing::Empty,
            Some(Traces::Here { .. }) => match asked.get() {
                Some(at) if bench.rests_at.get() != Some(at) => Standing::Behind(at),
                _ => Standing::Here,
            },
            None => match phase {
                Phase::Running | Phase::Loading(_) => Standing::Underway,
                Phase::Paused | Phase::Finished if asked.get().is_some() => Standing::Failed,
                Phase::Paused | Phase::Finished => Standing::Coming,
                Phase::Still | Phase::Standing | Phase::Broken => Standing::NoRun,
            },
        }
    });
    let offer = move || match standing.get() {
        Standing::NoRun => Some(view! {
            <button type="button" on:click=move |_| bench.run_to_end()>{say::run_it_now()}</button>
        }),
        Standing::Failed => Some(view! {
            <button type="button" on:click=move |_| ask()>{say::try_again()}</button>
        }),
        _ => None,
    };
    let some = move || {
        let traces = shown.get().filter(|traces| !traces.is_empty());
        traces.map(|traces| {
            let id = id.clone();
            view! { <Requests bench traces id/> }
        })
    };
    view! {
        <div class="traces" node_ref=root>
            <p class="traces__state" role="status">{move || standing.get().words()}</p>
            {offer}
            {some}
        </div>
    }
}

/// Asks for traces when they are looked at and the run has come to rest.
#[cfg(target_arch = "wasm32")]
fn keep_up(
    bench: Mirror,
    root: NodeRef<leptos::html::Div>,
    asked: RwSignal<Option<u64>>,
    ask: impl Fn() + Copy + 'static,
) {
    use crate::platform::observe::Near;

    // What stands behind another tab is near nothing.
    let seen = RwSignal::new(false);
    let watch = StoredValue::new_local(None::<Near>);
    Effect::new(move |_| {
        if let Some(root) = root.get() {
            watch.set_value(Near::new(&root, 0, move |near| {
                seen.try_set(near);
            }));
        }
    });
    Effect::new(move |_| {
        let phase = bench.phase.get();
        // Another run.
        if matches!(phase, Phase::Loading(_)) {
            asked.set(None);
        }
        let rests = matches!(phase, Phase::Paused | Phase::Finished);
        let due = rests && seen.get() && !bench.sweeps();
        if due && asked.get_untracked() != bench.rests_at.get() {
            ask();
        }
    });
}

/// The requests to choose from, and the one that is chosen.
#[component]
fn Requests(bench: Mirror, traces: Arc<Vec<Trace>>, id: String) -> impl IntoView {
    let sets = groups(&traces);
    let first = sets.first().and_then(|group| group.requests.first());
    let chosen = RwSignal::new(first.copied().unwrap_or(0));
    let all = RwSignal::new(false);
    let name = format!("{id}-request");
    let sets = sets.into_iter().map(|group| {
        let requests = group.requests.into_iter().map(|index| {
            let trace = &traces[index];
            let from = trace.spans.first().map_or(0, |root| root.start_ns);
            let mark = if trace
                .spans
                .first()
                .is_some_and(|root| root.failure.is_some())
            {
                "✗"
            } else {
                ""
            };
            view! {
                <label class="lab__preset">
                    <input
                        type="radio"
                        name=name.clone()
                        checked=index == chosen.get_untracked()
                        on:change=move |_| {
                            chosen.set(index);
                            all.set(false);
                        }
                    />
                    <span>
                        <i aria-hidden="true">{mark}</i>
                        {markup::took(trace)}
                        <small>{say::request_at(markup::time(from))}</small>
                    </span>
                </label>
            }
        });
        let requests = requests.collect_view();
        view! {
            <fieldset class="traces__group">
                <legend>{group.title}</legend>
                <div class="lab__choices">{requests}</div>
            </fieldset>
        }
    });
    let sets = sets.collect_view();
    view! {
        <div class="traces__groups">{sets}</div>
        <Chosen bench traces=traces.clone() chosen all/>
        <Legend traces/>
        <Download bench id/>
    }
}

/// One request: why it failed or where its time went, and its calls.
#[component]
fn Chosen(
    bench: Mirror,
    traces: Arc<Vec<Trace>>,
    chosen: RwSignal<usize>,
    all: RwSignal<bool>,
) -> impl IntoView {
    let names = bench.spec.with_value(|spec| {
        let name = |node: &headroom_sim::protocol::NodeView| (node.id.clone(), node.label.clone());
        spec.nodes.iter().map(name).collect::<Vec<_>>()
    });
    let name = move |id: &str| {
        let known = names.iter().find(|(known, _)| known == id);
        known.map_or_else(|| id.to_owned(), |(_, label)| label.clone())
    };
    let count = traces.clone();
    let count =
        Memo::new(move |_| (count.get(chosen.get())).map_or(0, |trace: &Trace| trace.spans.len()));
    let head = {
        let traces = traces.clone();
        let name = name.clone();
        Memo::new(move |_| {
            let trace = traces.get(chosen.get())?;
            let from = trace.spans.first().map_or(0, |root| root.start_ns);
            let title = say::request_of_run(markup::number(trace), markup::time(from));
            Some((title, engine::say(&trace.sentence(&name))))
        })
    };
    let table = move || {
        let most = if all.get() { usize::MAX } else { SHORT };
        let trace = traces.get(chosen.get());
        trace.map_or_else(String::new, |trace| markup::table(trace, most, &name))
    };
    view! {
        <div class="traces__told" aria-live="polite">
            <p class="traces__title">{move || head.get().map(|(title, _)| title)}</p>
            <p class="traces__sentence">{move || head.get().map(|(_, sentence)| sentence)}</p>
        </div>
        <table class="trace" role="table" inner_html=table></table>
        <button
            type="button"
            class="quiet traces__all"
            hidden=move || all.get() || count.get() <= SHORT
            on:click=move |_| all.set(true)
        >
            {move || say::show_all_calls(count.get())}
        </button>
    }
}

/// What the forms of bars mean, of those that these requests have.
#[component]
fn Legend(traces: Arc<Vec<Trace>>) -> impl IntoView {
    let has = |key: &str| {
        let mut spans = traces.iter().flat_map(|trace| &trace.spans);
        spans.any(|span| span.parts.iter().any(|(part, _)| part == key))
    };
    let parts = PARTS.iter().filter(|part| has(part.key)).map(|part| {
        view! {
            <li title=engine::say(part.doc)>
                <i class="trace__bar" data-part=part.key></i>
                {engine::say(part.label)}
            </li>
        }
    });
    view! {
        <ul class="traces__legend" role="list" aria-label=say::legend()>
            {parts.collect_view()}
            <li>
                <i class="trace__bar"></i>
                {say::waiting_for_calls()}
            </li>
        </ul>
        <p class="lab__hint">
            {say::order_not_kept()}
        </p>
    }
}

/// The same for other viewers.
#[component]
fn Download(bench: Mirror, id: String) -> impl IntoView {
    let problem = RwSignal::new(false);
    let save = move |_| {
        let text = bench.traces.with_untracked(|traces| match traces {
            Some(Traces::Here { otlp_json, .. }) => Some(otlp_json.clone()),
            _ => None,
        });
        if let Some(text) = text {
            problem.set(!self::save(&format!("{id}-otlp.json"), &text));
        }
    };
    let coming = move || {
        let here = |traces: &Option<Traces>| matches!(traces, Some(Traces::Here { .. }));
        !bench.traces.with(here)
    };
    view! {
        <p class="traces__download">
            <button type="button" disabled=coming on:click=save>{say::download_traces()}</button>
            {inert(r#"span class="lab__hint""#, say::for_viewers())}
            <span class="dial__error" role="alert">
                {move || problem.get().then(say::no_room)}
            </span>
        </p>
    }
}

#[cfg(target_arch = "wasm32")]
fn save(name: &str, text: &str) -> bool {
    crate::platform::download::save(name, text, "application/json")
}

#[cfg(not(target_arch = "wasm32"))]
fn save(_: &str, _: &str) -> bool {
    false
}
