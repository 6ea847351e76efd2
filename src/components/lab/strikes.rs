//! What is wrong at the moment on show, and where: for the marks in the diagram.

use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::FaultGiven;
use headroom_sim::session::Deed;
use leptos::prelude::*;

use super::bench::{Bench, Phase};
use crate::components::diagram::{Place, Strike};

/// What happens at once is marked for this part of the run.
const MOMENT: u64 = 50;

/// A fault, from when to when, and where it shows.
#[derive(Clone, Debug, PartialEq)]
struct Spell {
    from_ns: u64,
    until_ns: u64,
    label: String,
    places: Vec<Place>,
}

/// The faults that are on at the time on show.
pub fn strikes(bench: Bench) -> Signal<Vec<Strike>> {
    let spells = Memo::new(move |_| spells(bench));
    let on = Memo::new(move |_| {
        let past = bench.past.with(|past| past.as_ref().map(|past| past.at_ns));
        let now = past.unwrap_or_else(|| bench.now_ns.get());
        // At the end of the run what lasts to its end is on.
        let end = bench.duration_ns.get();
        spells.with(|spells| marks(spells, now.min(end.saturating_sub(1))))
    });
    on.into()
}

fn spells(bench: Bench) -> Vec<Spell> {
    // Before a run nothing is wrong yet, and a sweep has no one time.
    if bench.sweeps() || matches!(bench.phase.get(), Phase::Loading(_) | Phase::Standing) {
        return Vec::new();
    }
    let mut faults = bench
        .preset_view()
        .map_or_else(Vec::new, |preset| preset.faults);
    faults.extend(bench.loaded_faults());
    bench.deeds.with(|deeds| {
        for made in deeds {
            if let Deed::Inject(fault) = &made.deed {
                faults.push(FaultGiven {
                    at_ns: fault.at_ns.or(Some(made.at_ns)),
                    ..fault.clone()
                });
            }
        }
    });
    let duration = bench.duration_ns.get();
    bench.spec.with_value(|spec| {
        let mut spells = Vec::new();
        for fault in &faults {
            let spell = spell(spec, fault, duration);
            // What was placed is among the deeds, too, once the run is over.
            if !spells.contains(&spell) {
                spells.push(spell);
            }
        }
        spells
    })
}

fn spell(spec: &LabSpec, fault: &FaultGiven, duration_ns: u64) -> Spell {
    let mut known = spec.faults.iter().map(|view| &view.descriptor);
    let known = known.find(|known| known.key == fault.kind);
    let from_ns = fault.at_ns.unwrap_or(0);
    let lasting = if known.is_some_and(|known| known.momentary) {
        Some(duration_ns / MOMENT)
    } else {
        fault.lasting_ns
    };
    let label = known.map_or_else(
        || fault.kind.replace('-', " "),
        |known| known.label.to_string(),
    );
    Spell {
        from_ns,
        until_ns: lasting.map_or(u64::MAX, |lasting| from_ns.saturating_add(lasting)),
        label,
        places: places(
            spec,
            &fault.target,
            known.is_some_and(|known| known.on_links),
        ),
    }
}

/// Where a fault shows that is aimed at `target`: one of links that is aimed at a node shows at all that lead there.
fn places(spec: &LabSpec, target: &str, on_links: bool) -> Vec<Place> {
    let node = |id: &str| spec.nodes.iter().position(|node| node.id == id.trim());
    let links = |hit: &dyn Fn(usize, usize) -> bool| -> Vec<Place> {
        let links = spec.links.iter().enumerate();
        links
            .filter(|(_, link)| hit(link.from as usize, link.to as usize))
            .map(|(index, _)| Place::Link(index))
            .collect()
    };
    if let Some((from, to)) = target.split_once("->") {
        let ends = (node(from), node(to));
        return links(&|from, to| ends == (Some(from), Some(to)));
    }
    if target.contains(':') {
        let within = |index: usize| {
            let node = spec.nodes.get(index);
            node.is_some_and(|node| node.areas.iter().any(|area| area == target))
        };
        return if on_links {
            links(&|from, to| within(from) != within(to))
        } else {
            let all = 0..spec.nodes.len();
            all.filter(|&index| within(index))
                .map(Place::Node)
                .collect()
        };
    }
    let Some(at) = node(target) else {
        return Vec::new();
    };
    let leading = if on_links {
        links(&|_, to| to == at)
    } else {
        Vec::new()
    };
    if leading.is_empty() {
        vec![Place::Node(at)]
    } else {
        leading
    }
}

fn marks(spells: &[Spell], now_ns: u64) -> Vec<Strike> {
    let on = spells
        .iter()
        .filter(|spell| (spell.from_ns..spell.until_ns).contains(&now_ns));
    let marks = on.flat_map(|spell| {
        spell.places.iter().map(|&place| Strike {
            place,
            label: spell.label.clone(),
        })
    });
    marks.collect()
}

#[cfg(test)]
mod tests {
    use headroom_sim::protocol::{FaultView, LinkView, NodeView};

    use super::*;

    /// A client, a service in zone `z`, and a cache, in a chain.
    fn spec() -> LabSpec {
        let node = |id: &str, areas: &[&str]| NodeView {
            id: id.to_owned(),
            label: id.to_owned(),
            kind: "Service".into(),
            kind_key: "service".into(),
            position: (0.0, 0.0),
            areas: areas.iter().map(|&area| area.to_owned()).collect(),
            values: Vec::new(),
        };
        let link = |from, to| LinkView {
            from,
            to,
            told: Vec::new(),
        };
        let known = headroom_sim::faults::registry();
        let faults = known.iter().map(|&descriptor| FaultView {
            descriptor: descriptor.clone(),
            targets: Vec::new(),
        });
        LabSpec {
            id: "t/t".to_owned(),
            title: "T".to_owned(),
            nodes: vec![node("c", &[]), node("a", &["zone:z"]), node("b", &[])],
            links: vec![link(0, 1), link(1, 2)],
            faults: faults.collect(),
            seed: 1,
            ..LabSpec::default()
        }
    }

    fn fault(kind: &str, target: &str) -> FaultGiven {
        FaultGiven {
            kind: kind.to_owned(),
            target: target.to_owned(),
            at_ns: Some(100),
            lasting_ns: Some(50),
            set: Vec::new(),
        }
    }

    #[test]
    fn a_fault_is_marked_where_it_is_aimed_and_while_it_is_on() {
        let spec = spec();
        let crash = spell(&spec, &fault("crash", "a"), 1_000);
        let at = |now| marks(std::slice::from_ref(&crash), now);
        assert_eq!(at(99), []);
        assert_eq!(
            at(100),
            [Strike {
                place: Place::Node(1),
                label: "Crash of replicas".to_owned()
            }]
        );
        assert_eq!(at(150), []);
    }

    #[test]
    fn links_zones_and_what_leads_to_a_node_are_marked() {
        let spec = spec();
        assert_eq!(places(&spec, "a->b", true), [Place::Link(1)]);
        assert_eq!(places(&spec, "b", true), [Place::Link(1)]);
        assert_eq!(places(&spec, "zone:z", false), [Place::Node(1)]);
        assert_eq!(
            places(&spec, "zone:z", true),
            [Place::Link(0), Place::Link(1)]
        );
        assert_eq!(places(&spec, "gone", false), []);
    }

    #[test]
    fn what_happens_at_once_is_seen_for_a_moment() {
        let flush = spell(
            &spec(),
            &FaultGiven {
                lasting_ns: None,
                ..fault("cache-flush", "b")
            },
            1_000,
        );
        assert_eq!((flush.from_ns, flush.until_ns), (100, 120));
        assert_eq!(marks(&[flush], 110).len(), 1);
    }
}
