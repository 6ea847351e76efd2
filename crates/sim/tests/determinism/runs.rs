//! Runs whose reports are held to the byte, here and in the browser.

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::parse;
use headroom_sim::session::{Progress, Session};

/// A run: what of which file, and what is changed while it goes on.
pub struct Run {
    pub name: &'static str,
    text: &'static str,
    preset: Option<&'static str>,
    seed: u64,
    /// At a simulated second: a parameter's new value.
    interventions: &'static [(u64, &'static str, f64)],
}

const SHORTENER: &str = include_str!("../fixtures/serverless-url-shortener.toml");
const MENAGERIE: &str = include_str!("../fixtures/menagerie.toml");

const fn run(name: &'static str, text: &'static str, preset: Option<&'static str>) -> Run {
    Run {
        name,
        text,
        preset,
        seed: 42,
        interventions: &[],
    }
}

pub const RUNS: [Run; 5] = [
    run("serverless_steady_42", SHORTENER, Some("steady")),
    Run {
        interventions: &[
            (20, "nodes.client.rate", 300.0),
            (30, "nodes.shortener.service_time", 25e6),
            (35, "links.shortener.links.loss", 0.02),
        ],
        ..run("serverless_changed_42", SHORTENER, Some("steady"))
    },
    run("serverless_flash_crowd_42", SHORTENER, Some("flash-crowd")),
    run("serverless_crossover_42", SHORTENER, Some("cost-crossover")),
    run("menagerie_42", MENAGERIE, None),
];

impl Run {
    /// The report's bytes, by the way a lab goes: typed scenario, slices, changes while it runs.
    pub fn report(&self) -> String {
        let scenario = parse(self.text).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let lab = LabSpec::new(self.name, &scenario);
        let mut session = Session::load(&lab.scenario, self.preset, &[], self.seed)
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
        for &(second, path, value) in self.interventions {
            slice(&mut session, second * 1_000_000_000);
            session
                .set(path, &ParamValue::Number(value))
                .unwrap_or_else(|error| panic!("{error}"));
        }
        slice(&mut session, u64::MAX);
        session.outcome().report_json
    }
}
