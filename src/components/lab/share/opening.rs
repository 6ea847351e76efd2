//! Opening the link that the address of the page carries.

use headroom_sim::protocol::Setup;
use headroom_sim::share::{Misfit, Shared, View, crc32};
use leptos::prelude::*;

use super::super::bench::{Bench, Phase};
use super::super::speed::Speed;
use super::{FRAGMENT, Seen, link};
use crate::platform::address::{self, FragmentChanges};

/// How many of what is lost are named.
const NAMED: usize = 3;

/// Opens what the address carries now, and whatever it will carry while the lab is there.
pub fn watch(bench: Bench, id: String, seen: Seen, embedded: bool) {
    // The checksum of the report that the link promises, and what makes the run.
    let promised = StoredValue::new(None::<(u32, Setup)>);
    let open = move || {
        let fragment = address::fragment();
        let Some(text) = fragment.strip_prefix(FRAGMENT) else {
            return;
        };
        match open(bench, seen, text) {
            Ok(report) => promised.set_value(report),
            Err(Refusal::NotMine) => return,
            Err(Refusal::Broken(why)) => {
                // Left there, it would come up again with every reload.
                address::put_fragment(None);
                bench.notice.set(Some(format!(
                    "The link to this lab cannot be opened: {why}. Everything is as it was."
                )));
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

enum Refusal {
    /// Another lab on this page will open it.
    NotMine,
    Broken(String),
}

/// Gives what the link promises.
fn open(bench: Bench, seen: Seen, text: &str) -> Result<Option<(u32, Setup)>, Refusal> {
    let broken = |why: String| Refusal::Broken(why);
    let shared = Shared::of_text(text).map_err(|why| broken(why.to_string()))?;
    let spec = bench.spec.get_value();
    let fitted = shared.fit(&spec).map_err(|why| match why {
        Misfit::OtherLab(_) if address::has("data-lab", &shared.lab) => Refusal::NotMine,
        why => broken(why.to_string()),
    })?;
    let setup = fitted.setup.clone();
    if fitted.exact {
        bench.rerun(setup.clone()).map_err(broken)?;
    } else {
        bench.open(&setup).map_err(broken)?;
        // What is on show is to be what was opened.
        if !matches!(bench.phase.get_untracked(), Phase::Loading(_)) {
            bench.reset();
        }
    }
    look(bench, seen, &shared.view);
    let what = link::words(&shared, &spec);
    bench.notice.set(Some(match lost(&fitted.lost) {
        None => format!("Opened from a link: {what}. Press Run to see it."),
        Some(lost) => format!(
            "This lab has changed since the link was made: {lost}. All else of the link is open."
        ),
    }));
    Ok(shared.report.map(|report| (report, setup)))
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
    let words = lost[..lost.len().min(NAMED)].join("; ");
    Some(match lost.len().saturating_sub(NAMED) {
        0 => words,
        more => format!("{words}; and {more} more"),
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
        "This run has the same report as the one that was shared, byte for byte.".to_owned()
    } else {
        "This run has another report than the one that was shared: the simulator has changed since."
            .to_owned()
    }));
}
