//! Random scenarios that can run, of whatever kinds, parameters and links the engine declares.
//!
//! Each is read off a tape of numbers, where zeros stand for the plainest choice and a tape that has ended gives only
//! those: a failing case shrinks to a short tape of small numbers, which is a small scenario.
#![allow(dead_code, reason = "each test that includes this uses a part of it")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod mend;
mod presets;
mod tape;

use std::fs;
use std::path::{Path, PathBuf};

use headroom_sim::Scenario;
use headroom_sim::descriptor::ParamValue;
use headroom_sim::faults::{self, FaultKind};
use headroom_sim::kinds::{Kind, link_params, run_params};
use headroom_sim::scenario::{
    Class, Fault, FaultGiven, Link, Node, PriceSource, Route, Run, Step, Value, When,
};
use proptest::prelude::*;

use self::mend::{defaults, link_defaults, mend};
use self::tape::Tape;

/// Random scenarios, each of which can run.
pub fn scenarios() -> impl Strategy<Value = Scenario> {
    prop::collection::vec(any::<u32>(), 0..3000).prop_map(|tape| Tape(tape.into_iter()).scenario())
}

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
    fn scenario(&mut self) -> Scenario {
        let nodes = self.nodes();
        let mut scenario = Scenario {
            title: (*self.pick(&TEXTS)).to_owned(),
            run: Run::default(),
            classes: self.classes(),
            links: self.links(&nodes),
            nodes,
            routes: Vec::new(),
            faults: Vec::new(),
            presets: Vec::new(),
            knobs: Vec::new(),
            headline: Vec::new(),
            prices: self.prices(),
        };
        self.run(&mut scenario);
        mend(&mut scenario);
        self.routes(&mut scenario);
        scenario.faults = self.faults(&scenario);
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
                request_bytes: if self.chance(30) {
                    self.between(0.0, 1e6)
                } else {
                    0.0
                },
                response_bytes: if self.chance(30) {
                    self.between(0.0, 1e12)
                } else {
                    0.0
                },
                priority: self.below(4) as u32,
                tenant: (*self.pick(&["", "acme", "a \"b\""])).to_owned(),
                region: (*self.pick(&["", "eu", "us"])).to_owned(),
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
                    zones: ["a", "b", "c"][..self.below(4)]
                        .iter()
                        .map(|&z| z.to_owned())
                        .collect(),
                    region: self
                        .chance(30)
                        .then(|| (*self.pick(&["eu", "us"])).to_owned()),
                    params,
                }
            })
            .collect()
    }

    /// Things that go wrong, each where it can.
    fn faults(&mut self, scenario: &Scenario) -> Vec<Fault> {
        let count = self.below(4);
        (0..count)
            .map(|_| {
                let kind = *self.pick(FaultKind::ALL);
                let described = faults::registry()
                    .iter()
                    .find(|fault| fault.key == kind.key());
                let described = described.unwrap();
                let place = self.below(4);
                let node = &scenario.nodes[self.below(scenario.nodes.len())];
                let link = &scenario.links[self.below(scenario.links.len())];
                let target = match (place, node.zones.first(), &node.region) {
                    (0, Some(zone), _) => format!("zone:{zone}"),
                    (1, _, Some(region)) => format!("region:{region}"),
                    (2, ..) if described.on_links => {
                        let id = |node: u32| &scenario.nodes[node as usize].id;
                        format!("{}->{}", id(link.from), id(link.to))
                    }
                    _ => node.id.clone(),
                };
                let time = |tape: &mut Self| tape.between(0.0, 20e9) as u64;
                let given = FaultGiven {
                    kind: kind.key().to_owned(),
                    target,
                    at_ns: self.chance(80).then(|| time(self)),
                    lasting_ns: (!described.momentary && self.chance(70)).then(|| time(self)),
                    set: Vec::new(),
                };
                let mut fault = scenario.fault(&given).unwrap();
                let defaults = fault.params.clone();
                fault.params = self.params(kind.params(), &defaults);
                fault
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
