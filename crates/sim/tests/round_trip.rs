//! A scenario is a file and a file is a scenario: nothing is lost between them.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod common;

use headroom_sim::Scenario;
use headroom_sim::kinds::Kind;
use headroom_sim::scenario::{Step, When, parse, write};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;

fn read(text: &str) -> Scenario {
    parse(text).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]
    #[test]
    fn whatever_scenario_is_written_the_same_is_read(scenario in common::scenarios()) {
        let text = write(&scenario);
        let again = read(&text);
        prop_assert!(again == scenario, "{text}\n{scenario:#?}\n{again:#?}");
        // Equal numbers are the same bits, but for the sign of zero, and that is another text.
        prop_assert_eq!(write(&again), text);
    }
}

/// A tape that were read wrongly might never come to what stands last on it.
#[test]
fn random_scenarios_have_everything_that_a_scenario_can_have() {
    let mut runner = TestRunner::deterministic();
    let strategy = common::scenarios();
    let all: Vec<Scenario> = (0..1000)
        .map(|_| strategy.new_tree(&mut runner).unwrap().current())
        .collect();
    let has = |what: &str, test: &dyn Fn(&Scenario) -> bool| {
        let share = all.iter().filter(|scenario| test(scenario)).count();
        assert!(share >= 20, "{share} of {} have {what}", all.len());
    };
    for kind in Kind::ALL {
        has(kind.key(), &|s| {
            s.nodes.iter().any(|node| node.kind == *kind)
        });
    }
    let steps =
        |s: &Scenario| -> Vec<Step> { s.routes.iter().flat_map(|r| r.steps.clone()).collect() };
    has("calls at once", &|s| {
        steps(s).iter().any(|step| step.with_next)
    });
    has("conditions", &|s| {
        steps(s)
            .iter()
            .any(|step| step.when != When::Always && step.probability < 1.0)
    });
    has("asynchronous calls", &|s| {
        steps(s).iter().any(|step| step.detached)
    });
    has("optional calls", &|s| {
        steps(s).iter().any(|step| step.optional)
    });
    has("a route for all classes", &|s| {
        s.routes.iter().any(|route| route.class.is_none())
    });
    has("several classes", &|s| s.classes.len() > 1);
    has("prices", &|s| !s.prices.is_empty());
    has("knobs and a headline", &|s| {
        !s.knobs.is_empty() && !s.headline.is_empty()
    });
    has("a long set", &|s| {
        s.presets.iter().any(|preset| preset.set.len() > 2)
    });
    has("windows", &|s| {
        s.presets.iter().any(|preset| !preset.windows.is_empty())
    });
    has("a sweep", &|s| {
        s.presets.iter().any(|preset| preset.sweep.is_some())
    });
    has("arms", &|s| {
        let sweeps = s.presets.iter().filter_map(|preset| preset.sweep.as_ref());
        sweeps
            .into_iter()
            .any(|sweep| sweep.arms.iter().any(|arm| !arm.set.is_empty()))
    });
}

#[test]
fn every_scenario_file_reads_the_same_after_it_was_written_anew() {
    for (path, text) in common::files() {
        let scenario = read(&text);
        let written = write(&scenario);
        assert!(read(&written) == scenario, "{}\n{written}", path.display());
    }
}

#[test]
fn what_is_written_is_what_a_person_would_write() {
    insta::assert_snapshot!(write(&read(include_str!(
        "fixtures/serverless-url-shortener.toml"
    ))));
}
