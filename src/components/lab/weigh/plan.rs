//! Which runs it takes: settings by seeds for a comparison, values by seeds for a sweep.

use std::collections::BTreeMap;
use std::sync::Arc;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{LabSpec, NodeView, PresetView, Setup};
use headroom_sim::scenario::FaultGiven;

use crate::components::lab::dial_scale::{Range, show};
use crate::words::weigh as say;

/// Settings to weigh against others.
#[derive(Clone, Debug, PartialEq)]
pub struct Arm {
    /// How it is called in tables: A, B, C.
    pub letter: char,
    /// What it is, in words.
    pub words: String,
    pub setup: Setup,
    pub duration_ns: u64,
    /// The lab that it is set in.
    pub spec: Arc<LabSpec>,
}

/// Every arm with every seed, the arms of one seed after each other: whenever it is stopped, about as many runs of each are done.
/// Seeds follow the first, as those of `headroom simulate --replications` do.
pub fn replicate(arms: &[Arm], seed: u64, replications: usize) -> Vec<Setup> {
    (0..replications as u64)
        .flat_map(|replication| {
            arms.iter().map(move |arm| Setup {
                seed: seed.wrapping_add(replication),
                ..arm.setup.clone()
            })
        })
        .collect()
}

/// Whether two setups differ in more than their seeds.
pub fn differ(a: &Setup, b: &Setup) -> bool {
    a.scenario != b.scenario || a.preset != b.preset || a.set != b.set || a.deeds != b.deeds
}

/// The experiment of a setup.
pub fn preset_of<'a>(spec: &'a LabSpec, setup: &Setup) -> Option<&'a PresetView> {
    let name = setup.preset.as_ref()?;
    spec.presets.iter().find(|preset| preset.name == *name)
}

/// What a setup is, in words: its experiment and what is set otherwise than there.
pub fn words(spec: &LabSpec, setup: &Setup) -> String {
    let title = preset_of(spec, setup).map_or(say::as_written(), |preset| &preset.title);
    let set = setup.set.iter().filter_map(|(path, value)| {
        let knob = spec.knobs.iter().find(|knob| knob.path == *path)?;
        let value = show(&knob.descriptor.kind, value);
        Some(say::knob(&knob.group, &knob.descriptor.label, value))
    });
    let faults = match setup.deeds.len() {
        0 => None,
        1 => Some(say::one_fault().to_owned()),
        n => Some(say::faults(n)),
    };
    let parts: Vec<String> = std::iter::once(title.to_owned())
        .chain(set)
        .chain(faults)
        .collect();
    parts.join(say::semicolon())
}

/// Where requests come from: the nodes that nothing calls.
fn sources(spec: &LabSpec) -> impl Iterator<Item = &NodeView> {
    let called = |node: usize| spec.links.iter().any(|link| link.to as usize == node);
    (spec.nodes.iter().enumerate())
        .filter(move |(node, _)| !called(*node))
        .map(|(_, node)| node)
}

/// The sources, by name, that make arms meet other arrivals: what one has otherwise than the other, or the other has not.
pub fn other_arrivals(a: &Arm, b: &Arm) -> Vec<String> {
    // How each is set, and what strikes it.
    let of = |arm: &Arm| -> BTreeMap<String, (String, (Settings, Vec<FaultGiven>))> {
        let preset = preset_of(&arm.spec, &arm.setup);
        let faults = preset.map_or(&[][..], |preset| &preset.faults);
        sources(&arm.spec)
            .map(|node| {
                let settings = settings(&arm.spec, &arm.setup, node);
                let strikes = |fault: &&FaultGiven| fault.target == node.id;
                let faults = faults.iter().filter(strikes).cloned().collect();
                (node.id.clone(), (node.label.clone(), (settings, faults)))
            })
            .collect()
    };
    let (of_a, of_b) = (of(a), of(b));
    let mut names: Vec<String> = (of_a.iter())
        .filter(|(id, (_, settings))| of_b.get(*id).is_none_or(|(_, other)| other != settings))
        .map(|(_, (label, _))| label.clone())
        .collect();
    let only = of_b.iter().filter(|(id, _)| !of_a.contains_key(*id));
    names.extend(only.map(|(_, (label, _))| label.clone()));
    names
}

/// Whether arms meet the same arrivals from begin to end.
pub fn same_arrivals(a: &Arm, b: &Arm) -> bool {
    a.duration_ns == b.duration_ns && other_arrivals(a, b).is_empty()
}

/// The experiment that one is best held against: another on the same arrivals, else itself as it is written, which what is set
/// otherwise differs from. What is no single run is held against the first that is.
pub fn rival(spec: &Arc<LabSpec>, now: usize) -> Option<usize> {
    let arm = |preset: &PresetView| Arm {
        letter: ' ',
        words: String::new(),
        setup: spec.setup(Some(&preset.name), spec.seed),
        duration_ns: preset.duration_ns,
        spec: spec.clone(),
    };
    let presets = &spec.presets;
    let Some(first) = presets.get(now).filter(|preset| !preset.sweep) else {
        return presets.iter().position(|preset| !preset.sweep);
    };
    let first = arm(first);
    let other = presets.iter().enumerate().position(|(place, preset)| {
        place != now && !preset.sweep && same_arrivals(&first, &arm(preset))
    });
    other.or(Some(now))
}

/// How a node is set, by the paths of its parameters.
type Settings = BTreeMap<String, Set>;

#[derive(Clone, Debug, PartialEq)]
enum Set {
    /// As the scenario has it, in words.
    Written(String),
    Otherwise(ParamValue),
}

fn settings(spec: &LabSpec, setup: &Setup, node: &NodeView) -> Settings {
    let kind = spec.kinds.iter().find(|kind| kind.key == node.kind_key);
    let params = kind.map_or(&[][..], |kind| &kind.params);
    let mut all: Settings = (params.iter().zip(&node.values))
        .map(|(param, value)| (node.path(&param.key), Set::Written(value.clone())))
        .collect();
    let prefix = node.path("");
    let preset = preset_of(spec, setup).map_or(&[][..], |preset| &preset.set);
    for (path, value) in preset.iter().chain(&setup.set) {
        if !path.starts_with(&prefix) {
            continue;
        }
        let knob = spec.knobs.iter().find(|knob| knob.path == *path);
        // What is set back is as it was written.
        let written = knob.is_some_and(|knob| knob.value == *value);
        let param = params.iter().zip(&node.values);
        let words = { param }.find(|(param, _)| node.path(&param.key) == *path);
        let set = match words {
            Some((_, words)) if written => Set::Written(words.clone()),
            None if written => {
                all.remove(path);
                continue;
            }
            _ => Set::Otherwise(value.clone()),
        };
        all.insert(path.clone(), set);
    }
    all
}

/// What of `setup` is set at the sources of its own lab and can be set at those of another: how both are made to meet the same
/// arrivals. `all` counts what its experiment sets there, too: of use where the other has no such experiment.
pub fn carried(
    from: &LabSpec,
    setup: &Setup,
    to: &LabSpec,
    all: bool,
) -> Vec<(String, ParamValue)> {
    let preset = preset_of(from, setup).filter(|_| all);
    let preset = preset.map_or(&[][..], |preset| &preset.set);
    let later = |path: &str| setup.set.iter().any(|(known, _)| known == path);
    let preset = preset.iter().filter(|(path, _)| !later(path));
    let prefixes: Vec<String> = sources(from).map(|node| node.path("")).collect();
    let of_source = |path: &str| prefixes.iter().any(|prefix| path.starts_with(prefix));
    let known = |path: &str| to.knobs.iter().any(|knob| knob.path == path);
    preset
        .chain(&setup.set)
        .filter(|(path, _)| of_source(path) && known(path))
        .cloned()
        .collect()
}

/// The experiment of `to` that is nearest to one of another design of its family: that of the same name, else its first that is
/// one run.
pub fn alike(to: &LabSpec, name: Option<&str>) -> Option<usize> {
    let mut presets = to.presets.iter().enumerate();
    let same = presets.find(|(_, preset)| Some(&*preset.name) == name && !preset.sweep);
    let first = || to.presets.iter().position(|preset| !preset.sweep);
    same.map(|(place, _)| place).or_else(first)
}

/// Values from one end to the other, evenly apart or, on a logarithmic range, by equal factors, as a person would write them. They
/// rise, the ends are exact, and none comes twice.
pub fn grid(range: &Range, from: f64, to: f64, points: usize) -> Vec<f64> {
    let steps = points.max(2) - 1;
    let foot = if range.log {
        from.max(range.foot())
    } else {
        from
    };
    let mut values = vec![from];
    for i in 1..steps {
        let share = i as f64 / steps as f64;
        let (raw, step) = if range.log {
            let raw = foot * (to / foot).powf(share);
            (raw, raw * ((to / foot).powf(1.0 / steps as f64) - 1.0))
        } else {
            let step = (to - from) / steps as f64;
            (from + (to - from) * share, step)
        };
        values.push(if range.integer {
            raw.round()
        } else {
            rounded(raw, step)
        });
    }
    values.push(to);
    values.retain(|value| (from..=to).contains(value));
    values.dedup();
    values
}

/// To a tenth of the order of magnitude of the step to the next.
fn rounded(value: f64, step: f64) -> f64 {
    let power = (step.abs().log10().floor() - 1.0) as i32;
    let unit = 10f64.powi(power.abs());
    let value = if power < 0 {
        (value * unit).round() / unit
    } else {
        (value / unit).round() * unit
    };
    if value.is_finite() { value } else { step }
}

/// A range around `now` that is worth a look.
pub fn around(range: &Range, now: f64) -> (f64, f64) {
    let (low, high) = if now <= 0.0 || !now.is_finite() {
        (range.min, range.max)
    } else {
        (now / 4.0, now * 4.0)
    };
    let whole = |value: f64| if range.integer { value.round() } else { value };
    let (low, high) = (
        whole(low).clamp(range.min, range.max),
        whole(high).clamp(range.min, range.max),
    );
    if low < high {
        (low, high)
    } else {
        (range.min, range.max)
    }
}

/// Indices into `values`, the nearest to `now` first: the curve grows from what the reader knows.
pub fn nearest_first(values: &[f64], now: f64, log: bool) -> Vec<usize> {
    let distance = |index: &usize| {
        let value = values[*index];
        if log && value > 0.0 && now > 0.0 {
            (value / now).ln().abs()
        } else {
            (value - now).abs()
        }
    };
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|a, b| distance(a).total_cmp(&distance(b)));
    order
}

/// Which of a sweep's runs one is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its place among the setups that are swept.
    pub arm: usize,
    /// Its place among the values.
    pub place: usize,
    pub replication: usize,
}

/// The runs of a sweep of one or more setups: once around all values, then again with the next seed, which is the same for all
/// setups.
pub fn sweep(
    bases: &[Setup],
    path: &str,
    values: &[f64],
    order: &[usize],
    replications: usize,
) -> Vec<(Spot, Setup)> {
    let seed = bases.first().map_or(0, |base| base.seed);
    let mut runs = Vec::new();
    for replication in 0..replications {
        for &place in order {
            for (arm, base) in bases.iter().enumerate() {
                let mut setup = base.clone();
                setup.seed = seed.wrapping_add(replication as u64);
                setup.set.retain(|(known, _)| *known != path);
                let value = ParamValue::Number(values[place]);
                setup.set.push((path.to_owned(), value));
                let spot = Spot {
                    arm,
                    place,
                    replication,
                };
                runs.push((spot, setup));
            }
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::{KindDescriptor, ParamDescriptor, ParamKind, Unit};
    use headroom_sim::protocol::{Knob, LinkView};

    use super::super::tests::spec;
    use super::*;

    fn range(min: f64, max: f64, integer: bool, log: bool) -> Range {
        Range {
            unit: Unit::Count,
            min,
            max,
            integer,
            log,
        }
    }

    fn setup() -> Setup {
        Setup {
            scenario: vec![1],
            preset: None,
            set: vec![
                ("a".to_owned(), ParamValue::Number(1.0)),
                ("b".to_owned(), ParamValue::Flag(true)),
            ],
            seed: u64::MAX,
            deeds: Vec::new(),
        }
    }

    #[test]
    fn arms_have_the_same_seeds_whatever_is_done_when_it_is_stopped() {
        let arm = |letter| Arm {
            letter,
            words: String::new(),
            setup: Setup {
                preset: Some(letter.to_string()),
                ..setup()
            },
            duration_ns: 1,
            spec: Arc::new(spec()),
        };
        let runs = replicate(&[arm('A'), arm('B')], u64::MAX, 3);
        let told: Vec<(String, u64)> = (runs.into_iter())
            .map(|setup| (setup.preset.unwrap(), setup.seed))
            .collect();
        let of = |letter: &str, seed| (letter.to_owned(), seed);
        assert_eq!(
            told,
            [
                of("A", u64::MAX),
                of("B", u64::MAX),
                of("A", 0),
                of("B", 0),
                of("A", 1),
                of("B", 1)
            ]
        );
    }

    #[test]
    fn a_sweep_sets_its_parameter_in_place_of_what_was_set_and_goes_round_by_round() {
        let runs = sweep(&[setup()], "a", &[5.0, 6.0], &[1, 0], 2);
        let places: Vec<usize> = runs.iter().map(|(spot, _)| spot.place).collect();
        assert_eq!(places, [1, 0, 1, 0]);
        assert_eq!(runs[2].1.seed, 0);
        assert_eq!(
            runs[1].1.set,
            [
                ("b".to_owned(), ParamValue::Flag(true)),
                ("a".to_owned(), ParamValue::Number(5.0)),
            ]
        );
    }

    #[test]
    fn two_setups_meet_each_value_with_the_same_seed_one_after_the_other() {
        let other = Setup {
            preset: Some("b".to_owned()),
            seed: 9,
            ..setup()
        };
        let runs = sweep(&[setup(), other], "a", &[5.0, 6.0], &[0, 1], 2);
        let told: Vec<_> = (runs.iter())
            .map(|(spot, setup)| (spot.arm, spot.place, spot.replication, setup.seed))
            .collect();
        assert_eq!(
            told[..3],
            [
                (0, 0, 0, u64::MAX),
                (1, 0, 0, u64::MAX),
                (0, 1, 0, u64::MAX)
            ]
        );
        assert_eq!(told[7], (1, 1, 1, 0));
        assert_eq!(runs[1].1.preset.as_deref(), Some("b"));
    }

    #[test]
    fn whole_numbers_are_swept_each_once() {
        let replicas = range(1.0, 64.0, true, true);
        assert_eq!(grid(&replicas, 1.0, 4.0, 9), [1.0, 2.0, 3.0, 4.0]);
        assert_eq!(
            grid(&range(0.0, 1e4, false, false), 0.0, 1000.0, 5),
            [0.0, 250.0, 500.0, 750.0, 1000.0]
        );
    }

    #[test]
    fn a_logarithmic_sweep_goes_by_equal_factors_and_may_start_at_zero() {
        let rates = range(0.0, 1e5, false, true);
        assert_eq!(
            grid(&rates, 10.0, 1000.0, 5),
            [10.0, 32.0, 100.0, 320.0, 1000.0]
        );
        let values = grid(&rates, 0.0, 1000.0, 5);
        assert!(values[0] == 0.0, "{values:?}");
        assert_eq!(values.len(), 5);
    }

    #[test]
    fn the_curve_grows_from_what_is_set() {
        assert_eq!(
            nearest_first(&[1.0, 10.0, 100.0, 1000.0], 90.0, true),
            [2, 1, 3, 0]
        );
        assert_eq!(
            nearest_first(&[1.0, 10.0, 100.0, 1000.0], 90.0, false),
            [2, 1, 0, 3]
        );
        assert_eq!(around(&range(1.0, 64.0, true, true), 8.0), (2.0, 32.0));
        assert_eq!(around(&range(0.0, 5.0, true, false), 0.0), (0.0, 5.0));
    }

    /// A design whose readers send so many requests a second to `called`.
    fn design(called: &str, rate: f64) -> Arm {
        let param = ParamDescriptor {
            key: "rate".into(),
            label: "Request rate".into(),
            doc: "".into(),
            kind: ParamKind::Number {
                unit: Unit::PerSecond,
                min: 0.0,
                max: 1e6,
                integer: false,
                log: true,
                default: 1.0,
            },
        };
        let node = |id: &str, values: Vec<String>| NodeView {
            id: id.to_owned(),
            label: id.to_uppercase(),
            kind: "Client".into(),
            kind_key: "client".into(),
            position: (0.0, 0.0),
            areas: Vec::new(),
            values,
        };
        let preset = |name: &str, sweep| PresetView {
            name: name.to_owned(),
            title: name.to_owned(),
            sentence: String::new(),
            set: Vec::new(),
            duration_ns: 1,
            watch: Vec::new(),
            sweep,
            faults: Vec::new(),
        };
        let spec = LabSpec {
            nodes: vec![
                node("clients", vec![format!("{rate}/s")]),
                node(called, vec!["1/s".to_owned()]),
            ],
            links: vec![LinkView {
                from: 0,
                to: 1,
                told: Vec::new(),
            }],
            kinds: vec![KindDescriptor {
                key: "client".into(),
                label: "Client".into(),
                summary: "".into(),
                params: vec![param.clone()],
                metrics: Vec::new(),
                leaves_out: Vec::new(),
            }],
            knobs: vec![Knob {
                path: "nodes.clients.rate".to_owned(),
                group: "Clients".to_owned(),
                descriptor: param,
                value: ParamValue::Number(rate),
                live: true,
            }],
            presets: vec![
                preset("range", true),
                preset("calm", false),
                preset("crowd", false),
            ],
            ..spec()
        };
        Arm {
            letter: 'A',
            words: String::new(),
            setup: Setup {
                set: Vec::new(),
                ..setup()
            },
            duration_ns: 1,
            spec: Arc::new(spec),
        }
    }

    #[test]
    fn designs_meet_the_same_arrivals_whatever_they_call_as_long_as_their_sources_are_alike() {
        let (one, other) = (design("app", 20.0), design("gateway", 20.0));
        assert!(other_arrivals(&one, &other).is_empty());
        assert_eq!(other_arrivals(&one, &design("app", 30.0)), ["CLIENTS"]);

        let mut busy = one.clone();
        let rate = |value| vec![("nodes.clients.rate".to_owned(), ParamValue::Number(value))];
        busy.setup.set = rate(90.0);
        assert_eq!(other_arrivals(&busy, &other), ["CLIENTS"]);
        // What is set at the sources goes along; what the other cannot set does not.
        busy.setup
            .set
            .push(("nodes.app.rate".to_owned(), ParamValue::Number(7.0)));
        let mut same = other.clone();
        same.setup.set = carried(&busy.spec, &busy.setup, &other.spec, false);
        assert_eq!(same.setup.set, rate(90.0));
        assert!(other_arrivals(&busy, &same).is_empty());
        // So does what an experiment sets, to a design that has no such experiment.
        let mut spec = (*one.spec).clone();
        spec.presets[1].set = rate(70.0);
        let mut crowd = one.clone();
        crowd.spec = Arc::new(spec);
        crowd.setup.preset = Some("calm".to_owned());
        assert!(carried(&crowd.spec, &crowd.setup, &other.spec, false).is_empty());
        assert_eq!(
            carried(&crowd.spec, &crowd.setup, &other.spec, true),
            rate(70.0)
        );
        crowd.setup.set = rate(80.0);
        assert_eq!(
            carried(&crowd.spec, &crowd.setup, &other.spec, true),
            rate(80.0)
        );
        // Set to what is written is not set otherwise.
        same.setup.set = rate(20.0);
        assert!(other_arrivals(&one, &same).is_empty());

        let mut sourceless = other;
        sourceless.spec = Arc::new(LabSpec {
            nodes: Vec::new(),
            links: Vec::new(),
            ..(*sourceless.spec).clone()
        });
        assert_eq!(other_arrivals(&one, &sourceless), ["CLIENTS"]);
        assert_eq!(other_arrivals(&sourceless, &one), ["CLIENTS"]);
    }

    #[test]
    fn an_experiment_is_held_against_one_on_the_same_arrivals_or_itself() {
        let of = |change: fn(&mut LabSpec)| {
            let mut spec = (*design("app", 1.0).spec).clone();
            change(&mut spec);
            Arc::new(spec)
        };
        let alike = of(|_| ());
        assert_eq!((rival(&alike, 1), rival(&alike, 2)), (Some(2), Some(1)));
        // What is many runs has none of its own.
        assert_eq!(rival(&alike, 0), Some(1));
        let others: [fn(&mut LabSpec); 3] = [
            |spec| {
                let rate = ParamValue::Number(70.0);
                spec.presets[2].set = vec![("nodes.clients.rate".to_owned(), rate)];
            },
            |spec| spec.presets[2].duration_ns = 7,
            |spec| {
                spec.presets[2].faults = vec![FaultGiven {
                    kind: "traffic-spike".to_owned(),
                    target: "clients".to_owned(),
                    at_ns: None,
                    lasting_ns: None,
                    set: Vec::new(),
                }];
            },
        ];
        for change in others {
            assert_eq!(rival(&of(change), 1), Some(1));
        }
    }

    #[test]
    fn of_another_design_the_experiment_of_the_same_name_is_taken_or_the_first_that_is_one_run() {
        let spec = design("app", 1.0).spec;
        assert_eq!(alike(&spec, Some("crowd")), Some(2));
        assert_eq!(alike(&spec, Some("range")), Some(1));
        assert_eq!(alike(&spec, Some("unknown")), Some(1));
        assert_eq!(alike(&spec, None), Some(1));
    }

    mod laws {
        use super::*;

        proptest::proptest! {
            #[test]
            fn a_grid_rises_from_end_to_end(low in 0.0..1e3f64, width in 1.0..1e4f64, points in 2usize..=25, log: bool, integer: bool) {
                let whole = |value: f64| if integer { value.round() } else { value };
                let (from, to) = (whole(low), whole(low + width));
                let range = range(0.0, 1e6, integer, log);
                let values = grid(&range, from, to, points);
                proptest::prop_assert!(values.len() <= points);
                proptest::prop_assert_eq!(values.first(), Some(&from));
                proptest::prop_assert_eq!(values.last(), Some(&to));
                proptest::prop_assert!(values.windows(2).all(|pair| pair[0] < pair[1]), "{values:?}");
                proptest::prop_assert!(integer || values.len() == points, "{values:?}");
            }
        }
    }
}
