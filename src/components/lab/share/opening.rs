//! Opening the link that the address of the page carries.

use headroom_sim::protocol::Setup;
use headroom_sim::share::{Misfit, Shared, View, crc32};
use leptos::prelude::*;

use super::super::bench::{Bench, Phase};
use super::super::speed::Speed;
use super::{Seen, link};
use crate::platform::address::{self, FragmentChanges};
use crate::state::site::LAB;
use crate::words::{chart, engine, lab as say};

/// How many of what is lost are named.
const NAMED: usize = 3;

/// Opens what the address carries now, and whatever it will carry while the lab is there.
pub fn watch(bench: Bench, id: String, seen: Seen, embedded: bool) {
    // The checksum of the report that the link promises, and what makes the run.
    let promised = StoredValue::new(None::<(u32, Setup)>);
    let open = move || {
        let fragment = address::fragment();
        let Some(text) = fragment.strip_prefix(LAB) else {
            return;
        };
        match open(bench, seen, text) {
            Ok(report) => promised.set_value(report),
            Err(Refusal::NotMine) => return,
            Err(Refusal::Broken(why)) => {
                // Left there, it would come up again with every reload.
                address::put_fragment(None);
                bench.notice.set(Some(say::link_broken(why)));
            }
        }
        if !embedded {
            address::show(&id);
        }
    };
    let changes = StoredValue::new_local(None::<FragmentChanges>);
    Effect::new(move |_| {
        untrack(&open);
        changes.set_value(FragmentChanges::new(open.clone()));
    });
    hold(bench, promised);
}

/// Opens what came with a design in its lab, and runs it.
pub fn begin(bench: Bench, seen: Seen, shared: Shared) {
    let promised = StoredValue::new(None::<(u32, Setup)>);
    Effect::new(move |_| {
        let opened = untrack(|| take(bench, seen, &shared));
        bench.run();
        match opened {
            Ok(Opened { report, lost }) => {
                promised.set_value(report);
                if let Some(lost) = lost {
                    bench.notice.set(Some(changed(&lost)));
                }
            }
            Err(why) => bench.notice.set(Some(say::settings_broken(why))),
        }
    });
    hold(bench, promised);
}

/// Holds what a run gives against what a link has promised.
fn hold(bench: Bench, promised: StoredValue<Option<(u32, Setup)>>) {
    Effect::new(move |_| {
        let report = bench.outcome.with(|outcome| {
            let outcome = outcome.as_ref()?;
            Some(crc32(outcome.report_json.as_bytes()))
        });
        if let Some(report) = report {
            untrack(|| compare(bench, promised, report));
        }
    });
}

/// What was opened.
struct Opened {
    /// The checksum of the report that the link promises, and what makes the run.
    report: Option<(u32, Setup)>,
    /// What the lab does not have any more.
    lost: Option<String>,
}

enum Refusal {
    /// Another lab on this page will open it.
    NotMine,
    Broken(String),
}

/// Gives what the link promises.
fn open(bench: Bench, seen: Seen, text: &str) -> Result<Option<(u32, Setup)>, Refusal> {
    let shared =
        Shared::of_text(text).map_err(|why| Refusal::Broken(engine::say(&why.to_string())))?;
    let mine = bench.spec.with_value(|spec| spec.id == shared.lab);
    if !mine && address::has("data-lab", &shared.lab) {
        return Err(Refusal::NotMine);
    }
    let Opened { report, lost } = take(bench, seen, &shared).map_err(Refusal::Broken)?;
    bench.notice.set(Some(match lost {
        None => {
            let spec = bench.spec.get_value();
            let what = link::words(&shared, &spec);
            say::opened(what)
        }
        Some(lost) => changed(&lost),
    }));
    Ok(report)
}

/// Sets the lab as it was.
fn take(bench: Bench, seen: Seen, shared: &Shared) -> Result<Opened, String> {
    let spec = bench.spec.get_value();
    let fitted = shared
        .fit(&spec)
        .map_err(|why: Misfit| engine::say(&why.to_string()))?;
    let setup = fitted.setup.clone();
    if fitted.exact {
        bench.rerun(setup.clone())?;
    } else {
        bench.open(&setup)?;
        // What is on show is to be what was opened.
        if !matches!(bench.phase.get_untracked(), Phase::Loading(_)) {
            bench.reset();
        }
    }
    look(bench, seen, &shared.view);
    Ok(Opened {
        report: shared.report.map(|report| (report, setup)),
        lost: lost(&fitted.lost),
    })
}

fn changed(lost: &str) -> String {
    say::lab_has_changed(lost)
}

fn look(bench: Bench, seen: Seen, view: &View) {
    if let Some(speed) = view.speed.as_deref().and_then(Speed::of_key) {
        bench.set_speed(speed);
    }
    if let Some(tool) = &view.tool {
        seen.tool.set(seen.tools.iter().position(|key| key == tool));
    }
    if let Some(id) = &view.node {
        let node = bench
            .spec
            .with_value(|spec| spec.nodes.iter().position(|node| node.id == *id));
        seen.node.set(node);
    }
}

fn lost(lost: &[String]) -> Option<String> {
    if lost.is_empty() {
        return None;
    }
    let named = lost.iter().take(NAMED).map(|lost| engine::say(lost));
    let words = named.collect::<Vec<_>>().join(chart::semicolon());
    Some(match lost.len().saturating_sub(NAMED) {
        0 => words,
        more => say::and_more(words, more),
    })
}

/// Says once whether a run that a link promised has come out the same.
fn compare(bench: Bench, promised: StoredValue<Option<(u32, Setup)>>, report: u32) {
    let Some((wanted, setup)) = promised.get_value() else {
        return;
    };
    if bench.made().as_ref() != Some(&setup) {
        return;
    }
    promised.set_value(None);
    bench.notice.set(Some(if report == wanted {
        say::same_report().to_owned()
    } else {
        say::other_report().to_owned()
    }));
}
