//! What a link says of a lab.

use std::sync::Arc;

use headroom_content::model::{embed_route, lab_route};
use headroom_sim::protocol::{LabSpec, Setup};
use headroom_sim::session::{Deed, Intervention};
use headroom_sim::share::{Deeds, Shared, SharedDesign, TooMuch, View, crc32};
use leptos::prelude::*;

use super::super::bench::Bench;
use super::super::speed::Speed;
use super::{EMBED, Seen};
use crate::components::escape;
use crate::state::site::{DESIGN, Here, LAB, PLAYGROUND};
use crate::words::{Counted, lab as say};

/// Where a lab is found, as paths at the site's host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The page that a link leads to.
    pub page: String,
    /// The page for frames, where it has one.
    pub frame: Option<String>,
    /// Whether this is the page for frames.
    pub embedded: bool,
    /// The text of the design whose lab it is, of a lab that no page has.
    pub design: Option<Arc<str>>,
}

impl Place {
    /// Of the lab `sim` on the page `here`. Out of a frame a link leads to the lab's own page.
    pub fn new(here: &Here, sim: &str) -> Self {
        let embedded = here.route.starts_with(EMBED);
        let route = if embedded {
            lab_route(sim)
        } else {
            here.route.clone()
        };
        Self {
            page: here.base.href(&route),
            frame: Some(here.base.href(&embed_route(sim))),
            embedded,
            design: None,
        }
    }

    /// Of the lab of a design with this text.
    pub fn of_design(here: &Here, text: Arc<str>) -> Self {
        Self {
            page: here.base.href(PLAYGROUND),
            frame: None,
            embedded: false,
            design: Some(text),
        }
    }

    /// The text of a link, with what stands in front of it in an address.
    pub fn fragment(&self, shared: &Shared) -> Result<String, TooMuch> {
        Ok(match &self.design {
            None => format!("{LAB}{}", shared.to_text()?),
            Some(text) => {
                let design = SharedDesign {
                    text: text.to_string(),
                    lab: Some(shared.clone()),
                };
                format!("{DESIGN}{}", design.to_text()?)
            }
        })
    }
}

/// Of a frame with a lab, CSS pixels.
pub const LAB_FRAME_HEIGHT: u32 = 900;

/// HTML of a frame in another page; `height` in CSS pixels.
pub fn frame_code(url: &str, title: &str, height: u32) -> String {
    format!(
        "<iframe src=\"{}\" title=\"{}\" width=\"100%\" height=\"{height}\" style=\"border: 0\" loading=\"lazy\" allow=\"clipboard-write\"></iframe>",
        escape(url),
        escape(title)
    )
}

/// The text of a link: `with` what was done to the run on show while it ran, if something was.
pub fn text(bench: Bench, seen: Seen, with: bool) -> Result<String, TooMuch> {
    of(bench, seen, with).to_text()
}

/// What a link says.
pub fn of(bench: Bench, seen: Seen, with: bool) -> Shared {
    let setup = as_set(bench);
    let done = changed(bench);
    let report = bench.outcome.with(|outcome| {
        let outcome = outcome.as_ref()?;
        Some(crc32(outcome.report_json.as_bytes()))
    });
    let waits = bench.waits();
    let (setup, deeds, report) = match done {
        Some(made) if with => {
            let deeds = Deeds::Done(made.deeds.clone());
            (made, deeds, report)
        }
        done => {
            let placed = bench.placed.get();
            // The report is that of these settings if nothing else was done.
            let report = report.filter(|_| !waits && done.is_none());
            (setup, Deeds::Placed(placed), report)
        }
    };
    let spec = bench.spec.get_value();
    Shared {
        lab: spec.id.clone(),
        fingerprint: spec.fingerprint(),
        preset: setup.preset,
        set: setup.set,
        seed: setup.seed,
        deeds,
        report,
        view: view(bench, seen, &spec),
    }
}

/// What a run would be made from. Unlike the bench's own, it is told again when something is set.
fn as_set(bench: Bench) -> Setup {
    bench.preset.track();
    bench.seed.track();
    bench.placed.track();
    bench.dials.with_value(|dials| {
        for dial in dials {
            dial.value.track();
        }
    });
    bench.setup()
}

/// What makes the run on show again, if it is over and something was done to it while it ran.
pub fn changed(bench: Bench) -> Option<Setup> {
    bench.deeds.track();
    bench.outcome.with(Option::is_some).then_some(())?;
    bench.made().filter(|made| during(&made.deeds) > 0)
}

/// How many of these were done after the start.
pub fn during(deeds: &[Intervention]) -> usize {
    let late = |made: &&Intervention| {
        made.at_ns > 0 || made.event > 0 || matches!(made.deed, Deed::Set { .. })
    };
    deeds.iter().filter(late).count()
}

fn view(bench: Bench, seen: Seen, spec: &LabSpec) -> View {
    let usual = bench
        .preset_view()
        .map(|preset| Speed::for_duration(preset.duration_ns));
    let speed = Some(bench.speed.get()).filter(|speed| Some(*speed) != usual);
    let tool = seen.tool.get().and_then(|at| seen.tools.get(at).copied());
    let node = seen.node.get().and_then(|at| spec.nodes.get(at));
    View {
        speed: speed.map(Speed::key),
        tool: tool.map(str::to_owned),
        node: node.map(|node| node.id.clone()),
    }
}

/// What a link holds, in words.
pub fn words(shared: &Shared, spec: &LabSpec) -> String {
    let preset = (spec.presets.iter()).find(|preset| Some(&preset.name) == shared.preset.as_ref());
    let mut parts = vec![preset.map_or_else(
        || say::the_lab().to_owned(),
        |preset| format!("“{}”", preset.title),
    )];
    let mut count = |count: usize, one: &str, more: Counted| match count {
        0 => {}
        1 => parts.push(one.to_owned()),
        count => parts.push(more(count)),
    };
    count(shared.set.len(), say::one_setting(), say::settings_changed);
    match &shared.deeds {
        Deeds::Placed(faults) => count(faults.len(), say::one_fault(), say::faults),
        Deeds::Done(deeds) => {
            let late = during(deeds);
            count(deeds.len() - late, say::one_fault(), say::faults);
            count(late, say::one_change(), say::changes);
        }
    }
    if shared.seed != spec.seed {
        parts.push(say::with_seed(shared.seed));
    }
    say::listed(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::state::site::Base;

    fn here(route: &str) -> Here {
        Here {
            base: Base::new("/sub/"),
            route: route.to_owned(),
            title: String::new(),
        }
    }

    #[test]
    fn a_link_leads_to_the_page_on_show_and_out_of_a_frame_to_the_page_of_the_lab() {
        let place = Place::new(&here("/concepts/a/b/"), "family/variant");
        assert_eq!(place.page, "/sub/concepts/a/b/");
        assert_eq!(
            place.frame.as_deref(),
            Some("/sub/embed/templates/family/variant/")
        );
        assert!(!place.embedded);
        let place = Place::new(&here("/embed/labs/storm/"), "labs/storm");
        assert_eq!(place.page, "/sub/labs/storm/");
        assert_eq!(place.frame.as_deref(), Some("/sub/embed/labs/storm/"));
        assert!(place.embedded);
    }

    #[test]
    fn the_code_of_a_frame_holds_any_title() {
        let code = frame_code("https://a/#lab=1.x", "\"<b>\" & co", 900);
        assert!(
            code.contains("title=\"&quot;&lt;b&gt;&quot; &amp; co\""),
            "{code}"
        );
    }
}
