//! Charts that a reader asks for. Closed, they cost nothing: what they show is asked of the engine while they are open.

mod latency;
mod metric;
mod shares;

use leptos::prelude::*;

use crate::components::chart::picture::{Key, Shown};
use crate::components::chart::{Figure, Head, menu};
use crate::components::view;

use super::bench::Bench;
use crate::words::{Say, explain as say};

/// A heading that opens and closes what `body` makes of a bench and an id.
type Body = fn(Bench, String) -> AnyView;

const CHARTS: [(&str, Say, Body); 5] = [
    ("any", say::any_metric, metric::any),
    ("spread", say::latency_distribution, latency::distribution),
    ("heat", say::latency_over_time, latency::over_time),
    ("time", say::where_the_time_goes, shares::attribution),
    ("causes", say::why_requests_fail, shares::causes),
];

#[component]
pub fn More(bench: Bench, id: String) -> impl IntoView {
    let id = format!("{id}-more");
    // A sweep is many runs: none of this is about one of them.
    let sweeps = Memo::new(move |_| bench.sweeps());
    let body = move || {
        let id = id.clone();
        let charts = CHARTS.map(|(key, title, body)| {
            let id = format!("{id}-{key}");
            section("more__chart", title(), move || body(bench, id.clone()))
        });
        charts.collect_view().into_any()
    };
    view! {
        <div class="more" hidden=move || sweeps.get()>
            {section("more__all", say::more_charts(), body)}
        </div>
    }
}

/// What opens and closes. Its body is made when it is opened and goes when it is closed.
fn section(
    class: &'static str,
    title: &'static str,
    body: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let details = NodeRef::<leptos::html::Details>::new();
    let open = RwSignal::new(false);
    let toggled = move |_| {
        let is = details
            .get_untracked()
            .is_some_and(|details| details.open());
        if open.get_untracked() != is {
            open.set(is);
        }
    };
    view! {
        <details class=class node_ref=details on:toggle=toggled>
            <summary>{title}</summary>
            {move || open.get().then(&body)}
        </details>
    }
}

/// A figure, and in its place a word on why there is none.
fn figure(
    id: String,
    title: String,
    axes: &'static str,
    keys: Vec<Key>,
    picture: Signal<Option<Shown>>,
    instead: &'static str,
) -> AnyView {
    let some = Memo::new(move |_| picture.with(Option::is_some));
    let head = Head {
        title,
        axes: axes.to_owned(),
        keys,
        hidden: None,
    };
    let shown = Signal::derive(move || some.get());
    view! {
        <p class="more__instead" hidden=move || some.get()>{instead}</p>
        <Figure id head still=None picture shown menu=Some(menu)/>
    }
}
