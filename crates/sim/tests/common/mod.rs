//! Random scenarios that can run, of whatever kinds, parameters and links the engine declares.
//!
//! Each is read off a tape of numbers, where zeros stand for the plainest choice and a tape that has ended gives only
//! those: a failing case shrinks to a short tape of small numbers, which is a small scenario.
#![allow(dead_code, reason = "each test that includes this uses a part of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use std::fs;
use std::path::{Path, PathBuf};

use headroom_sim::Scenario;
use headroom_sim::descriptor::{ParamKind, ParamValue};
use headroom_sim::distribution::Distribution;
use headroom_sim::kinds::{Kind, ParamSpec, link_params, run_params};
use headroom_sim::scenario::{
    Arm, Class, Link, Node, Preset, PriceSource, Route, Run, Step, Sweep, Value, When, Window,
    parse,
};
use headroom_sim::shape::Shape;
use proptest::prelude::*;

/// Random scenarios, each of which can run.
pub fn scenarios() -> impl Strategy<Value = Scenario> {
    prop::collection::vec(any::<u32>(), 0..3000).prop_map(|tape| Tape(tape.into_iter()).scenario())
}

struct Tape(std::vec::IntoIter<u32>);

/// What TOML and people make trouble with.
const TEXTS: [&str; 6] = [
    "Plain",
    "",
    "with \"quotes\" and a \\",
    "two\nlines\tand\r\u{7f}\u{1}",
    "# no comment = [1]",
    "größer \u{2028} 界",
];
const IDS: [&str; 6] = ["n", "a-b_", "0", "-", "1e", "true"];

impl Tape {
    fn next(&mut self) -> u32 {
        self.0.next().unwrap_or(0)
    }

    /// Below `n`, and 0 at the end of the tape.
    fn below(&mut self, n: usize) -> usize {
        ((u64::from(self.next()) * n as u64) >> 32) as usize
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    fn unit(&mut self) -> f64 {
        f64::from(self.next()) / 4_294_967_295.0
    }

    fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// Between two bounds: one of them, or a number with few digits, or with as many as there are.
    fn between(&mut self, min: f64, max: f64) -> f64 {
        let t = self.unit();
        let value = if min > 0.0 && max / min > 100.0 {
            min * (max / min).powf(t)
        } else {
            min + (max - min) * t
        };
        let value = match self.below(5) {
            0 | 1 => {
                let unit = 10f64.powf(value.abs().max(1e-300).log10().floor() - 1.0);
                (value / unit).round() * unit
            }
            2 => min,
            3 => max,
            _ => value,
        };
        value.clamp(min, max)
    }

    fn value(&mut self, spec: &ParamSpec) -> Value {
        match &spec.descriptor.kind {
            ParamKind::Number {
                min, max, integer, ..
            } => {
                let value = self.between(*min, *max);
                Value::Number(if *integer { value.round() } else { value })
            }
            ParamKind::Flag { .. } => Value::Flag(self.chance(50)),
            ParamKind::Choice { options, .. } => Value::Choice(self.below(options.len()) as u32),
            ParamKind::Distribution { min, max, .. } => {
                Value::Distribution(self.distribution(*min, *max))
            }
            ParamKind::Shape { .. } => Value::Shape(self.shape()),
        }
    }

    fn distribution(&mut self, min: f64, max: f64) -> Distribution {
        // Below the bound, so that there is room for a mean that comes out a little above.
        let mean = self.between(min, max * 0.99);
        let a = 0.1 + self.unit();
        let made = match self.below(9) {
            0 => Distribution::Constant(1.0),
            1 => Distribution::Uniform {
                low: a,
                high: 1.0 + a,
            },
            2 => Distribution::Exponential { mean: 1.0 },
            3 => Distribution::Erlang {
                k: 1 + self.below(100) as u32,
                mean: 1.0,
            },
            4 => Distribution::Normal { mean: 1.0, sd: a },
            5 => Distribution::LogNormal {
                p50: 1.0,
                p99: 1.0 + a,
            },
            6 => Distribution::Pareto {
                min: 1.0,
                shape: 1.5 + a,
            },
            7 => Distribution::Weibull {
                scale: 1.0,
                shape: a,
            },
            _ => {
                let values: Vec<f64> = (0..=self.below(4)).map(|_| a + self.unit()).collect();
                let weights = values.iter().map(|_| {
                    if self.chance(50) {
                        self.unit() + 0.1
                    } else {
                        1.0
                    }
                });
                Distribution::Empirical {
                    weights: weights.collect(),
                    values,
                }
            }
        }
        .with_mean(mean);
        if (min..=max).contains(&made.mean()) {
            made
        } else {
            Distribution::Constant(mean)
        }
    }

    fn shape(&mut self) -> Shape {
        let (a, b) = (1 + self.below(60), self.unit() * 3.0);
        let text = match self.below(9) {
            0 => "flat".to_owned(),
            1 => format!("steps(0s: 1, {a}s: {b})"),
            2 => format!("points(0s: {b}, {a}ms: 4)"),
            3 => format!("ramp(from: {b}, to: 3, start: 0s, end: {a}s)"),
            4 => format!("spike(at: {a}s, lasting: 10s, times: {b})"),
            5 => format!("diurnal(period: {a}min, low: {})", b / 3.0),
            6 => format!("bursts(on: {a}s, off: 9s, times: {b})"),
            7 => format!("series({a}s, 1, {b}, 2)"),
            _ => "flat()".to_owned(),
        };
        Shape::parse(&text).unwrap()
    }

    /// Values of all parameters, most of them the default's.
    fn params(&mut self, specs: &[ParamSpec], defaults: &[Value]) -> Vec<Value> {
        let pairs = specs.iter().zip(defaults);
        pairs
            .map(|(spec, default)| {
                if self.chance(25) {
                    self.value(spec)
                } else {
                    default.clone()
                }
            })
            .collect()
    }

    fn scenario(&mut self) -> Scenario {
        let nodes = self.nodes();
        let mut scenario = Scenario {
            title: (*self.pick(&TEXTS)).to_owned(),
            run: Run::default(),
            classes: self.classes(),
            links: self.links(&nodes),
            nodes,
            routes: Vec::new(),
            presets: Vec::new(),
            knobs: Vec::new(),
            headline: Vec::new(),
            prices: self.prices(),
        };
        self.run(&mut scenario);
        mend(&mut scenario);
        self.routes(&mut scenario);
        for i in 0..self.below(3) {
            self.preset(&mut scenario, i);
        }
        if self.chance(40) {
            scenario.knobs = (0..self.below(12))
                .map(|_| self.path(&scenario).0)
                .collect();
        }
        if self.chance(40) {
            scenario.headline = (0..self.below(12))
                .map(|_| self.figure(&scenario))
                .collect();
        }
        assert_eq!(scenario.problems(), []);
        scenario
    }

    fn run(&mut self, scenario: &mut Scenario) {
        let run = &mut scenario.run;
        if self.chance(50) {
            run.duration_ns = self.between(1.0, 3600e9) as u64;
        }
        if self.chance(50) {
            run.warmup_ns = run.duration_ns / (2 + self.below(9) as u64);
        }
        for spec in run_params() {
            let key = spec.descriptor.key.as_ref();
            if !matches!(key, "duration" | "warmup")
                && self.chance(30)
                && let Value::Number(number) = self.value(spec)
            {
                let value = ParamValue::Number(number);
                scenario.set(&format!("run.{key}"), &value).unwrap();
            }
        }
    }

    fn classes(&mut self) -> Vec<Class> {
        let names = ["request", "read", "write-behind", "_", "9"];
        let count = 1 + self.below(4);
        let start = self.below(2);
        (0..count)
            .map(|i| Class {
                name: names[start + i].to_owned(),
                weight: if self.chance(50) {
                    self.between(0.001, 1e9)
                } else {
                    1.0
                },
                work: if self.chance(30) {
                    self.between(0.0, 1e3)
                } else {
                    1.0
                },
                write: self.chance(30),
            })
            .collect()
    }

    /// A client first, and last a node that needs to call nobody.
    fn nodes(&mut self) -> Vec<Node> {
        let count = 2 + self.below(6);
        let shared: Vec<u32> = (0..3).map(|_| self.next()).collect();
        (0..count)
            .map(|i| {
                let kind = match i {
                    0 => Kind::Client,
                    _ if i == count - 1 => Kind::Service,
                    _ => *self.pick(Kind::ALL),
                };
                let id = format!("{}{i}", self.pick(&IDS));
                let mut params = self.params(&kind.spec().params, &defaults(kind));
                // Prices that several nodes have in common can be told once.
                if self.chance(50) {
                    let mut tape = Tape(shared.clone().into_iter());
                    for (spec, value) in kind.spec().params.iter().zip(&mut params) {
                        if spec.descriptor.key.ends_with("_price") {
                            *value = tape.value(spec);
                        }
                    }
                }
                Node {
                    label: if self.chance(30) {
                        (*self.pick(&TEXTS)).to_owned()
                    } else {
                        id.clone()
                    },
                    id,
                    kind,
                    position: self
                        .chance(30)
                        .then(|| (self.unit() as f32 * 9.0, self.below(4) as f32)),
                    params,
                }
            })
            .collect()
    }

    /// Each node but the last calls some that come after it, so that no calls go in a circle.
    fn links(&mut self, nodes: &[Node]) -> Vec<Link> {
        let mut callers: Vec<usize> = (0..nodes.len() - 1).collect();
        callers.rotate_left(self.below(nodes.len() - 1));
        let defaults = link_defaults();
        let mut links = Vec::new();
        for from in callers {
            let mut later: Vec<usize> = (from + 1..nodes.len())
                .filter(|&to| nodes[to].kind != Kind::Client)
                .collect();
            let start = self.below(later.len());
            later.rotate_right(1);
            later.rotate_left(start);
            let count = 1 + self.below(later.len().min(3));
            for &to in &later[..count] {
                links.push(Link {
                    from: from as u32,
                    to: to as u32,
                    params: self.params(link_params(), &defaults),
                });
            }
        }
        links
    }

    fn prices(&mut self) -> Vec<PriceSource> {
        let mut kinds: Vec<Kind> = Kind::ALL.to_vec();
        kinds.rotate_left(self.below(Kind::ALL.len()));
        kinds.retain(|_| self.chance(30));
        let told = |kind: Kind| PriceSource {
            kind: kind.key().to_owned(),
            source: (*self.pick(&TEXTS)).to_owned(),
            date: (*self.pick(&["", "2026-11-24"])).to_owned(),
        };
        kinds.into_iter().map(told).collect()
    }

    fn routes(&mut self, scenario: &mut Scenario) {
        for node in 0..scenario.nodes.len() as u32 {
            let mine = |(_, link): &(usize, &Link)| link.from == node;
            let links: Vec<u32> = scenario
                .links
                .iter()
                .enumerate()
                .filter(mine)
                .map(|(i, _)| i as u32)
                .collect();
            if links.is_empty() || !self.chance(40) {
                continue;
            }
            let mut classes: Vec<Option<u32>> =
                (0..scenario.classes.len() as u32).map(Some).collect();
            classes.push(None);
            let first = self.below(classes.len());
            classes.rotate_left(first);
            for class in classes {
                if self.chance(60) {
                    let steps = self.steps(&links);
                    scenario.routes.push(Route { node, class, steps });
                }
            }
        }
    }

    fn steps(&mut self, links: &[u32]) -> Vec<Step> {
        let count = self.below(6);
        (0..count)
            .map(|i| Step {
                link: *self.pick(links),
                with_next: i + 1 < count && self.chance(40),
                when: *self.pick(&[When::Always, When::Hit, When::Miss]),
                probability: if self.chance(30) {
                    self.between(0.0, 1.0)
                } else {
                    1.0
                },
                detached: self.chance(20),
                optional: self.chance(20),
                write: *self.pick(&[None, None, Some(true), Some(false)]),
            })
            .collect()
    }

    /// A parameter of the scenario, and its spec.
    fn path(&mut self, scenario: &Scenario) -> (String, &'static ParamSpec) {
        match self.below(5) {
            0..=2 => {
                let node = self.pick(&scenario.nodes);
                let spec = self.pick(&node.kind.spec().params);
                (format!("nodes.{}.{}", node.id, spec.descriptor.key), spec)
            }
            3 => {
                let link = self.pick(&scenario.links);
                let id = |node: u32| &scenario.nodes[node as usize].id;
                let spec = self.pick(link_params());
                (
                    format!(
                        "links.{}.{}.{}",
                        id(link.from),
                        id(link.to),
                        spec.descriptor.key
                    ),
                    spec,
                )
            }
            _ => {
                let spec = self.pick(run_params());
                (format!("run.{}", spec.descriptor.key), spec)
            }
        }
    }

    fn figure(&mut self, scenario: &Scenario) -> String {
        let node = self.pick(&scenario.nodes);
        let metric = &self.pick(&node.kind.spec().descriptor.metrics).key;
        let of_node = format!("nodes.{}.{metric}", node.id);
        (*self.pick(&[
            "latency_ms.p99",
            "requests.offered",
            &of_node,
            "cost.total_usd",
        ]))
        .to_owned()
    }

    /// Other values of some parameters, in an order of their own.
    fn set(&mut self, scenario: &Scenario) -> Vec<(String, Value)> {
        let mut out: Vec<(String, Value)> = Vec::new();
        for _ in 0..self.below(6) {
            let (path, spec) = self.path(scenario);
            let mut value = self.value(spec);
            if let (true, Value::Number(number)) = (path.starts_with("run."), &mut value) {
                *number = number.trunc();
            }
            // How long to run is the preset's own key.
            let fits = !matches!(path.as_str(), "run.duration" | "run.warmup");
            if fits && out.iter().all(|(other, _)| *other != path) {
                out.push((path, value));
            }
        }
        out
    }

    /// Adds a preset, unless what came out cannot run.
    fn preset(&mut self, scenario: &mut Scenario, number: usize) {
        let name = format!("{}{number}", self.pick(&IDS));
        let title = self.pick(&["", "Flash \"crowd\""]);
        let mut preset = Preset {
            title: if title.is_empty() {
                name.clone()
            } else {
                (*title).to_owned()
            },
            sentence: (*self.pick(&TEXTS)).to_owned(),
            set: self.set(scenario),
            duration_ns: self.chance(40).then(|| self.between(1e6, 600e9) as u64),
            warmup_ns: None,
            windows: Vec::new(),
            watch: Vec::new(),
            sweep: None,
            name,
        };
        let base = scenario.clone();
        let can_run = |preset: &Preset| {
            let mut trial = base.clone();
            trial.presets = vec![preset.clone()];
            trial
                .apply(Some(&preset.name), &[])
                .ok()
                .map(|(trial, _)| trial)
        };
        let Some(trial) = can_run(&preset) else {
            return;
        };
        if self.chance(30) {
            preset.warmup_ns = Some(trial.run.duration_ns / 3);
        }
        for i in 0..self.below(3) {
            let from_ns = trial.run.duration_ns / 4 * i as u64;
            preset.windows.push(Window {
                name: format!("w-{i}"),
                from_ns,
                to_ns: from_ns + 1 + u64::from(self.next()),
            });
        }
        if self.chance(40) {
            preset.sweep = self.sweep(&trial);
        }
        let shown: Vec<String> = match &preset.sweep {
            Some(sweep) => {
                let key = sweep.path.rsplit('.').next().unwrap();
                vec![format!("crossover.{key}"), "crossover.measured".to_owned()]
            }
            None => (0..3).map(|_| self.figure(scenario)).collect(),
        };
        preset.watch = shown.into_iter().take(self.below(4)).collect();
        assert!(can_run(&preset).is_some());
        scenario.presets.push(preset);
    }

    fn sweep(&mut self, trial: &Scenario) -> Option<Sweep> {
        let (path, spec) = self.path(trial);
        let (ParamKind::Number { min, max, .. } | ParamKind::Distribution { min, max, .. }) =
            &spec.descriptor.kind
        else {
            return None;
        };
        let (from, to) = (self.between(*min, *max), self.between(*min, *max));
        let arms: Vec<Arm> = (0..=self.below(2))
            .map(|i| Arm {
                name: format!("arm{i}"),
                title: (*self.pick(&["arm0", "Arm"])).to_owned(),
                set: self.set(trial),
            })
            .collect();
        let mut sweep = Sweep {
            path,
            from,
            to,
            points: *self.pick(&[12, 2, 7, 100]),
            log: from > 0.0 && self.chance(50),
            measure: (*self.pick(&["cost.per_hour_usd", "latency_ms.p50"])).to_owned(),
            arms,
        };
        if self.chance(30) {
            sweep.arms = vec![Arm {
                name: "run".to_owned(),
                title: "Run".to_owned(),
                set: Vec::new(),
            }];
        }
        let runs = sweep.arms.iter().all(|arm| {
            sweep.values(trial).into_iter().all(|value| {
                let mut variant = trial.clone();
                variant.presets = vec![empty(&arm.set)];
                let set = [(sweep.path.clone(), ParamValue::Number(value))];
                variant.apply(Some("p"), &set).is_ok()
            }) && trial
                .clone()
                .set(&sweep.path, &ParamValue::Number(from))
                .is_ok()
        });
        (from < to && runs).then_some(sweep)
    }
}

fn empty(set: &[(String, Value)]) -> Preset {
    Preset {
        name: "p".to_owned(),
        title: String::new(),
        sentence: String::new(),
        set: set.to_vec(),
        duration_ns: None,
        warmup_ns: None,
        windows: Vec::new(),
        watch: Vec::new(),
        sweep: None,
    }
}

/// A scenario of one node of a kind beside a client and a service, from which to read how parameters stand by default.
fn plain(kind: Kind) -> Scenario {
    let kind = kind.key();
    let text = format!(
        "[nodes.c]\nkind = \"client\"\n[nodes.n]\nkind = \"{kind}\"\n[nodes.s]\nkind = \"service\"\n[links.c.s]\n[links.n.s]\n"
    );
    parse(&text).unwrap_or_else(|errors| panic!("{errors:?}"))
}

fn defaults(kind: Kind) -> Vec<Value> {
    plain(kind).nodes[1].params.clone()
}

fn link_defaults() -> Vec<Value> {
    plain(Kind::Service).links[0].params.clone()
}

/// Takes back what cannot run: a parameter that stands in the way becomes the default's, a node becomes a service.
fn mend(scenario: &mut Scenario) {
    for _ in 0..200 {
        let Some(problem) = scenario.problems().into_iter().next() else {
            return;
        };
        let parts: Vec<&str> = problem.path.split('.').collect();
        let at = |id: &str| {
            scenario
                .nodes
                .iter()
                .position(|node| node.id == id)
                .unwrap()
        };
        let place = |specs: &[ParamSpec], key: &str| {
            specs
                .iter()
                .position(|spec: &ParamSpec| spec.descriptor.key == key)
                .unwrap()
        };
        match parts[..] {
            ["nodes", id, key] => {
                let node = at(id);
                let kind = scenario.nodes[node].kind;
                let param = place(&kind.spec().params, key);
                scenario.nodes[node].params[param] = defaults(kind)[param].clone();
                // The rate alone may not have been too high: what it is multiplied by was.
                if kind == Kind::Client {
                    scenario.nodes[node].params = defaults(kind);
                }
            }
            ["nodes", id] => {
                let node = at(id);
                scenario.nodes[node].kind = Kind::Service;
                scenario.nodes[node].params = defaults(Kind::Service);
            }
            ["links", from, to, key] => {
                let ends = (at(from) as u32, at(to) as u32);
                let link = scenario
                    .links
                    .iter()
                    .position(|l| (l.from, l.to) == ends)
                    .unwrap();
                let param = place(link_params(), key);
                scenario.links[link].params[param] = link_defaults()[param].clone();
            }
            ["run", _] => scenario.run = Run::default(),
            _ => panic!("no way to mend {problem:?}"),
        }
    }
    panic!("{:?}", scenario.problems());
}

pub fn repository() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.join("../..").canonicalize().unwrap()
}

/// Every scenario file of the repository.
pub fn files() -> Vec<(PathBuf, String)> {
    let mut out = Vec::new();
    for folder in [
        "content",
        "crates/sim/tests/fixtures",
        "crates/content/tests/fixtures/site",
    ] {
        files_below(&repository().join(folder), &mut out);
    }
    assert!(out.len() >= 4, "{out:?}");
    out
}

fn files_below(folder: &Path, out: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, out);
        } else if path.extension().is_some_and(|ending| ending == "toml") {
            let text = fs::read_to_string(&path).unwrap();
            if text.contains("\n[nodes.") {
                out.push((path, text));
            }
        }
    }
}
