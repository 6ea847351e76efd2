//! The commented example of the format: it parses, every preset runs, and each shows what it says it shows.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::LabSpec;
use headroom_sim::scenario::parse;
use headroom_sim::session::{Progress, Session};
use headroom_sim::{Report, Scenario, simulate};
use reading::figure;

const EXAMPLE: &str = include_str!("fixtures/serverless-url-shortener.toml");

fn example() -> Scenario {
    parse(EXAMPLE).unwrap_or_else(|errors| panic!("{errors:#?}"))
}

fn run(preset: &str) -> Report {
    let report = simulate(&example(), Some(preset), &[], None).unwrap();
    assert!(report.sound, "{preset}: {}", report.to_json());
    report
}

#[test]
fn every_preset_runs_and_keeps_the_laws() {
    for preset in &example().presets {
        let report = run(&preset.name);
        for path in &preset.watch {
            figure(&report, path);
        }
        assert!(
            report
                .figures()
                .iter()
                .all(|(_, value)| value.is_finite() && *value >= 0.0)
        );
    }
}

#[test]
fn traffic_that_returns_meets_cold_starts_and_steady_traffic_does_not() {
    let steady = run("steady");
    assert!(figure(&steady, "cold_start_ratio") < 0.01);
    let returned = run("return-from-idle");
    let (before, after) = (
        figure(&returned, "windows.before.latency_ms.p50"),
        figure(&returned, "windows.return.latency_ms.p99"),
    );
    assert!(
        after > before + 150.0,
        "{before} ms before, {after} ms after"
    );
}

#[test]
fn java_starts_slower_and_provisioned_environments_start_faster() {
    let (node, java, ready) = (run("steady"), run("java-runtime"), run("provisioned"));
    assert!(figure(&java, "cold_start_ms") > 1000.0);
    assert!(figure(&ready, "cold_starts") < figure(&java, "cold_starts"));
    assert!(
        figure(&ready, "nodes.shortener.cost_per_hour")
            > figure(&node, "nodes.shortener.cost_per_hour")
    );
}

#[test]
fn functions_are_cheaper_below_a_load_and_containers_above_it() {
    let report = run("cost-crossover");
    let rate = figure(&report, "crossover.rate");
    assert!((5.0..500.0).contains(&rate), "{}", report.to_json());
    assert_eq!(report.verdicts().len(), 1);
}

#[test]
fn a_session_in_slices_ends_with_the_report_of_a_run_in_one_go() {
    let scenario = example();
    let lab = LabSpec::new("url-shortener/v2-serverless", &scenario);
    assert!(lab.charts.len() >= 5, "{:#?}", lab.charts);
    assert_eq!(lab.knobs.len(), 6);
    for preset in ["flash-crowd", "cost-crossover"] {
        let mut session = Session::load(&lab.setup(Some(preset), 99)).unwrap();
        let step = session.duration_ns() / 37;
        let mut until = 0;
        let mut asked = 0u32;
        loop {
            until += step;
            let progress = session.advance(until, &mut || {
                asked += 1;
                asked.is_multiple_of(3)
            });
            let frame = session.frame(1);
            assert_eq!(frame.charts.len(), lab.charts.len());
            for (series, chart) in frame.charts.iter().zip(&lab.charts) {
                assert_eq!(series.len(), chart.series.len());
            }
            assert_eq!(frame.headline.len(), lab.headline.len());
            assert_eq!(frame.nodes.len(), lab.nodes.len());
            if progress == Progress::Finished {
                break;
            }
        }
        let whole = simulate(&scenario, Some(preset), &[], Some(99)).unwrap();
        assert_eq!(session.outcome().report_json, whole.to_json());
    }
}

#[test]
fn a_preset_shows_a_distribution_by_its_mean_as_the_dial_of_it_does() {
    let text = include_str!("../../../content/templates/url-shortener/v2-serverless.toml");
    let scenario = parse(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let lab = LabSpec::new("url-shortener/v2-serverless", &scenario);
    let value = |preset: &str, path: &str| {
        let preset = lab.presets.iter().find(|p| p.name == preset).unwrap();
        let (_, value) = preset.set.iter().find(|(p, _)| p == path).unwrap();
        value.clone()
    };
    let ParamValue::Number(ns) = value("java-runtime", "nodes.redirect.init_time") else {
        panic!("not a number")
    };
    // lognormal(p50: 2.3s, p99: 6s): e^(sigma^2/2) above its median, sigma = ln(6 / 2.3) / 2.326.
    assert!((ns / 1e9 - 2.504).abs() < 0.001, "{ns}");
    assert_eq!(
        value("java-runtime", "nodes.redirect.runtime"),
        ParamValue::Choice("java".to_owned())
    );
}

#[test]
fn what_an_experiment_says_is_to_be_watched_is_among_the_figures_of_the_lab_each_once() {
    let scenario = parse(include_str!("../../../content/labs/retry-storm.toml")).unwrap();
    let lab = LabSpec::new("labs/retry-storm", &scenario);
    let paths: Vec<&str> = lab.headline.iter().map(|view| &*view.path).collect();
    let (own, besides) = paths.split_at(scenario.headline.len());
    assert_eq!(own, scenario.headline);
    assert_eq!(besides, ["windows.after.requests.goodput_per_second"]);
    for preset in &lab.presets {
        for figure in &preset.watch {
            assert!(
                lab.headline.iter().any(|view| view.is_named(figure)),
                "{figure}"
            );
        }
    }
}
