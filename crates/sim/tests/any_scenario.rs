//! Whatever is asked of the engine, of all kinds, links and faults together: it runs and keeps its laws, or says why not.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod common;

use headroom_sim::Scenario;
use headroom_sim::descriptor::ParamValue;
use headroom_sim::scenario::write;
use headroom_sim::session::Session;
use proptest::prelude::*;

/// Half a minute of it, and no more than a test can wait for.
fn brief(mut scenario: Scenario) -> Scenario {
    scenario.run.duration_ns = scenario.run.duration_ns.min(30_000_000_000);
    scenario.run.warmup_ns = scenario.run.warmup_ns.min(scenario.run.duration_ns / 3);
    scenario.run.max_calls = 20_000;
    scenario
}

/// Goes on to that time, but not for more events than a test can wait for: the laws hold at any time.
fn go(session: &mut Session, until_ns: u64) {
    /// The engine asks about every two thousand events.
    const ASKED: u32 = 5;
    let mut asked = 0;
    let mut stop = || {
        asked += 1;
        asked >= ASKED
    };
    session.advance(until_ns, &mut stop);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]
    #[test]
    fn any_scenario_runs_and_keeps_the_laws(scenario in common::scenarios(), seed: u64, more in 0.1..4.0f64) {
        let scenario = brief(scenario);
        let shown = || write(&scenario);
        let Ok(mut session) = Session::new(&scenario, None, &[], Some(seed)) else {
            return Ok(());
        };
        // Changed while it runs, as a reader would.
        go(&mut session, scenario.run.duration_ns / 2);
        let client = &scenario.nodes[0].id;
        if let Ok(ParamValue::Number(rate)) = scenario.get(&format!("nodes.{client}.rate")) {
            let _ = session.set(&format!("nodes.{client}.rate"), &ParamValue::Number((rate * more).min(1e6)));
        }
        go(&mut session, u64::MAX);
        let report = session.report();
        prop_assert!(report.sound, "{}\n{}", shown(), report.to_json());
        for (path, value) in report.figures() {
            prop_assert!(value.is_finite() && value >= 0.0, "{path} = {value}\n{}", shown());
        }
        let figure = |path: &str| report.figure(path).unwrap_or(0.0);
        let over = figure("requests.completed") + figure("requests.failed_total") + figure("requests.unfinished");
        prop_assert!((figure("requests.offered") - over).abs() < 0.5, "{}", shown());
    }
}
