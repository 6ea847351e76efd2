//! Runs whose reports are held to the byte, here and in the browser.

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::{FaultGiven, parse};
use headroom_sim::session::{Progress, Session};

const SECOND: u64 = 1_000_000_000;

/// A run: what of which file, and what is changed while it goes on.
pub struct Run {
    pub name: &'static str,
    text: &'static str,
    preset: Option<&'static str>,
    seed: u64,
    /// At a simulated second.
    interventions: &'static [(u64, Deed)],
}

/// What is done to a run while it goes on.
enum Deed {
    /// A parameter's new value.
    Set(&'static str, f64),
    /// A fault, on what, for how many seconds, with which parameter.
    Inject(&'static str, &'static str, u64, Option<(&'static str, f64)>),
}
use Deed::{Inject, Set};

const SHORTENER: &str = include_str!("../fixtures/serverless-url-shortener.toml");
const MENAGERIE: &str = include_str!("../fixtures/menagerie.toml");
const THREE_TIER: &str = include_str!("../../../bench/scenarios/three-tier.toml");
const RETRY_STORM: &str = include_str!("../../../../content/labs/retry-storm.toml");

const fn run(name: &'static str, text: &'static str, preset: Option<&'static str>) -> Run {
    Run {
        name,
        text,
        preset,
        seed: 42,
        interventions: &[],
    }
}

pub const RUNS: [Run; 7] = [
    run("serverless_steady_42", SHORTENER, Some("steady")),
    Run {
        interventions: &[
            (20, Set("nodes.client.rate", 300.0)),
            (30, Set("nodes.shortener.service_time", 25e6)),
            (35, Set("links.shortener.links.loss", 0.02)),
        ],
        ..run("serverless_changed_42", SHORTENER, Some("steady"))
    },
    run("serverless_flash_crowd_42", SHORTENER, Some("flash-crowd")),
    run("serverless_crossover_42", SHORTENER, Some("cost-crossover")),
    run("menagerie_42", MENAGERIE, None),
    Run {
        interventions: &[
            (10, Inject("cache-flush", "cache", 0, None)),
            (
                15,
                Inject(
                    "packet-loss",
                    "catalogue->products",
                    10,
                    Some(("loss", 0.05)),
                ),
            ),
            (20, Set("nodes.shoppers.rate", 3000.0)),
            (40, Inject("crash", "web", 10, Some(("share", 0.5)))),
            (45, Set("links.orders.ledger.connections", 4.0)),
        ],
        ..run("three_tier_42", THREE_TIER, None)
    },
    Run {
        interventions: &[
            (60, Inject("slow-node", "app", 5, Some(("factor", 2.0)))),
            (80, Set("links.client.app.retry_budget", 0.1)),
            (100, Set("nodes.client.rate", 90.0)),
        ],
        ..run("retry_storm_42", RETRY_STORM, Some("storm"))
    },
];

impl Run {
    /// The report's bytes, by the way a lab goes: typed scenario, slices, changes while it runs.
    pub fn report(&self) -> String {
        let scenario = parse(self.text).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let lab = LabSpec::new(self.name, &scenario);
        let mut session = Session::load(&lab.setup(self.preset, self.seed))
            .unwrap_or_else(|error| panic!("{error}"));
        // Slices of an odd length, so that they end where nothing else does.
        let slice = |session: &mut Session, until: u64| {
            let mut looks = 0;
            while session.now_ns() < until {
                let next = (session.now_ns() + 777_777_777).min(until);
                let stop = &mut || {
                    looks += 1;
                    looks % 3 == 0
                };
                if session.advance(next, stop) == Progress::Finished {
                    break;
                }
            }
        };
        for (second, deed) in self.interventions {
            slice(&mut session, second * SECOND);
            match *deed {
                Set(path, value) => session.set(path, &ParamValue::Number(value)),
                Inject(kind, target, lasting, set) => session.inject(&FaultGiven {
                    kind: kind.to_owned(),
                    target: target.to_owned(),
                    at_ns: None,
                    lasting_ns: (lasting > 0).then_some(lasting * SECOND),
                    set: set
                        .map(|(key, value)| (key.to_owned(), ParamValue::Number(value)))
                        .into_iter()
                        .collect(),
                }),
            }
            .unwrap_or_else(|error| panic!("{error}"));
        }
        slice(&mut session, u64::MAX);
        session.outcome().report_json
    }
}
