//! What can go wrong, to let it go wrong: at once in the run under way, or at its time on the timeline.

pub mod fields;
pub mod words;

use headroom_sim::protocol::{FaultView, LabSpec};
use headroom_sim::scenario::FaultGiven;
use leptos::prelude::*;

use crate::components::view;

use self::fields::Draft;
use super::bench::{Bench, Phase};
use crate::words::lab as say;

/// Beyond so many faults they are offered by what they hit.
const LONG: usize = 8;

/// The id of the button that opens the palette of a lab.
pub fn palette_id(lab: &str) -> String {
    format!("{lab}-break")
}

#[component]
pub fn Palette(bench: Bench, id: String) -> impl IntoView {
    if bench.spec.with_value(|spec| spec.faults.is_empty()) {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    // Made when it is first opened; what was set in it stays.
    let opened = Memo::new(move |before: Option<&bool>| before == Some(&true) || open.get());
    let panel_id = format!("{id}-faults");
    view! {
        <div class="faults">
            <button
                type="button"
                class="faults__disclose"
                id=palette_id(&id)
                aria-expanded=move || open.get().to_string()
                aria-controls=panel_id.clone()
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {say::break_something()}
            </button>
            <div id=panel_id hidden=move || !open.get()>
                {move || opened.get().then(|| body(bench, &id))}
            </div>
        </div>
    }
}

fn body(bench: Bench, id: &str) -> AnyView {
    let id = format!("{id}-fault");
    let sweeps = Memo::new(move |_| bench.sweeps());
    let shown = move || {
        if sweeps.get() {
            sweep()
        } else {
            form(bench, &id)
        }
    };
    view! { <div>{shown}</div> }
}

fn sweep() -> AnyView {
    view! {
        <p class="lab__hint">
            {say::nothing_strikes()}
        </p>
    }
}

/// A fault of this kind as it is first proposed: a third into the run, for a sixth of it.
fn proposed(view: &FaultView, run_ns: u64) -> FaultGiven {
    FaultGiven {
        kind: view.descriptor.key.to_string(),
        target: (view.targets.first()).map_or_else(String::new, |(target, _)| target.clone()),
        at_ns: Some(round(run_ns / 3)),
        lasting_ns: (!view.descriptor.momentary).then(|| round(run_ns / 6).max(1)),
        set: Vec::new(),
    }
}

/// To two digits, as a person would say it.
fn round(ns: u64) -> u64 {
    let mut step = 1;
    while ns / step >= 100 {
        step *= 10;
    }
    (ns + step / 2) / step * step
}

fn form(bench: Bench, id: &str) -> AnyView {
    let spec = bench.spec.get_value();
    let Some(first) = spec.faults.first() else {
        return ().into_any();
    };
    let run_ns = bench.duration_ns;
    let fault = RwSignal::new(proposed(first, run_ns.get_untracked()));
    // Another experiment is of another length.
    Effect::new(move |before: Option<u64>| {
        let run = run_ns.get();
        if before.is_some_and(|before| before != run) {
            fault.update(|fault| {
                fault.at_ns = Some(round(run / 3));
                fault.lasting_ns = fault.lasting_ns.map(|_| round(run / 6).max(1));
            });
        }
        run
    });
    let draft = Draft {
        fault: fault.into(),
        change: Callback::new(move |changed| fault.set(changed)),
        run_ns,
    };
    let said = RwSignal::new(String::new());
    let kind = Memo::new(move |_| fault.with(|fault| fault.kind.clone()));
    let choose = move |event| {
        let key = event_target_value(&event);
        bench.spec.with_value(|spec| {
            if let Some(view) = words::view_of(spec, &key) {
                fault.set(proposed(view, run_ns.get_untracked()));
                said.set(String::new());
            }
        });
    };
    let imitates = move || {
        bench.spec.with_value(|spec| {
            kind.with(|kind| {
                words::view_of(spec, kind).map(|view| view.descriptor.imitates.to_string())
            })
        })
    };
    let of_kind = {
        let id = id.to_owned();
        move || {
            bench.spec.with_value(|spec| {
                kind.with(|kind| {
                    words::view_of(spec, kind).map(|view| fields::fields(draft, view, &id))
                })
            })
        }
    };
    let kind_id = format!("{id}-kind");
    let does_id = format!("{id}-does");
    view! {
        <div class="faults__form">
            <div class="fault-field fault-field--wide">
                <label for=kind_id.clone()>{say::what_goes_wrong()}</label>
                <select id=kind_id aria-describedby=does_id.clone() on:change=choose>
                    {options(&spec, kind)}
                </select>
                <p class="faults__imitates" id=does_id>{move || imitates()}</p>
            </div>
            {of_kind}
            {fields::start(draft, say::when(), format!("{id}-start"))}
            {buttons(bench, fault, said, id)}
        </div>
    }
}

/// The kinds of fault; a long list by what they hit.
fn options(spec: &LabSpec, kind: Memo<String>) -> AnyView {
    let option = move |view: &FaultView| {
        let key = view.descriptor.key.to_string();
        let label = view.descriptor.label.to_string();
        let initially = kind.with_untracked(|kind| *kind == key);
        let (this, value) = (key.clone(), key);
        view! {
            <option value=value selected=initially prop:selected=move || kind.with(|kind| *kind == this)>
                {label}
            </option>
        }
    };
    if spec.faults.len() <= LONG {
        return spec.faults.iter().map(option).collect_view().into_any();
    }
    let groups = groups(&spec.faults).into_iter().map(|(name, views)| {
        let options = views.into_iter().map(option).collect_view();
        view! { <optgroup label=name>{options}</optgroup> }
    });
    groups.collect_view().into_any()
}

/// Faults by what they hit, in the order in which that comes.
fn groups(faults: &[FaultView]) -> Vec<(String, Vec<&FaultView>)> {
    let mut groups: Vec<(String, Vec<&FaultView>)> = Vec::new();
    for view in faults {
        let name = match &view.targets[..] {
            _ if view.descriptor.on_links => say::group_links().to_owned(),
            [(target, _), ..] if target.contains(':') => say::group_areas().to_owned(),
            [(_, only)] => only.clone(),
            _ => say::group_nodes().to_owned(),
        };
        match groups.iter_mut().find(|(known, _)| *known == name) {
            Some((_, views)) => views.push(view),
            None => groups.push((name, vec![view])),
        }
    }
    groups
}

/// Now, or at its time.
fn buttons(bench: Bench, fault: RwSignal<FaultGiven>, said: RwSignal<String>, id: &str) -> AnyView {
    let under_way = Memo::new(move |_| matches!(bench.phase.get(), Phase::Running | Phase::Paused));
    let name = move |fault: &FaultGiven| bench.spec.with_value(|spec| words::name(spec, fault));
    let now = move |_| {
        if !untrack(|| under_way.get()) {
            return;
        }
        let fault = FaultGiven {
            at_ns: None,
            ..fault.get_untracked()
        };
        let at = words::time(bench.now_ns.get_untracked());
        said.set(say::strikes(name(&fault), at));
        bench.inject(fault);
    };
    let place = move |_| {
        let fault = fault.get_untracked();
        let mut placed = bench.placed.get_untracked();
        let at = words::time(fault.at_ns.unwrap_or(0));
        if placed.contains(&fault) {
            said.set(say::there_already(name(&fault), at));
            return;
        }
        let late = untrack(|| under_way.get()) && fault.at_ns <= Some(bench.now_ns.get_untracked());
        let name = name(&fault);
        said.set(if late {
            say::placed_late(name, at)
        } else {
            say::placed(name, at)
        });
        placed.push(fault);
        bench.place(placed);
    };
    let at = Memo::new(move |_| fault.with(|fault| fault.at_ns.unwrap_or(0)));
    let why_id = format!("{id}-why");
    view! {
        <div class="faults__do">
            <button
                type="button"
                aria-disabled=move || (!under_way.get()).to_string()
                aria-describedby=why_id.clone()
                on:click=now
            >
                {say::now()}
            </button>
            <button type="button" on:click=place>{move || say::place_at(words::time(at.get()))}</button>
            <p class="faults__why" id=why_id hidden=move || under_way.get()>
                {say::now_strikes()}
            </p>
            <p class="faults__said" role="status">{move || said.get()}</p>
        </div>
    }
}

#[cfg(test)]
#[allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]
mod tests {
    use super::*;
    use headroom_sim::faults::registry;

    fn view(key: &str, targets: &[&str]) -> FaultView {
        let known = registry().iter().find(|fault| fault.key == key).unwrap();
        FaultView {
            descriptor: (*known).clone(),
            targets: (targets.iter())
                .map(|target| ((*target).to_owned(), format!("The {target}")))
                .collect(),
        }
    }

    #[test]
    fn a_fault_is_proposed_at_a_time_that_a_person_would_say() {
        let proposed = |seconds: f64| {
            let fault = proposed(&view("slow-node", &["app"]), (seconds * 1e9) as u64);
            (fault.at_ns.unwrap(), fault.lasting_ns.unwrap())
        };
        assert_eq!(proposed(60.0), (20_000_000_000, 10_000_000_000));
        assert_eq!(proposed(100.0), (33_000_000_000, 17_000_000_000));
        assert_eq!(proposed(0.0).0, 0);
        assert!(proposed(0.0).1 > 0);
        let at_once = super::proposed(&view("cache-flush", &["cache"]), 60_000_000_000);
        assert_eq!(at_once.lasting_ns, None);
    }

    #[test]
    fn faults_are_offered_by_what_they_hit() {
        let faults = [
            view("crash", &["app", "cache"]),
            view("packet-loss", &["app->cache"]),
            view("cache-flush", &["cache"]),
            view("zone-outage", &["zone:a"]),
            view("jitter", &["app->cache"]),
            view("slow-node", &["app", "cache"]),
        ];
        let groups = groups(&faults);
        let shown: Vec<(&str, usize)> = (groups.iter())
            .map(|(name, views)| (name.as_str(), views.len()))
            .collect();
        assert_eq!(
            shown,
            [
                ("Nodes", 2),
                ("Links", 2),
                ("The cache", 1),
                ("Zones and regions", 1)
            ]
        );
    }
}
