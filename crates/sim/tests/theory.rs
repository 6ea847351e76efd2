//! A report sets formulas beside its figures where they hold, and nowhere else.
#![cfg(feature = "files")]

use headroom_sim::Report;
use headroom_sim::descriptor::ParamValue;
use headroom_sim::report::Tree;
use headroom_sim::scenario::parse;
use headroom_sim::session::Session;

fn run(text: &str, disturb: bool) -> Report {
    let scenario = parse(text).unwrap_or_else(|errors| panic!("{errors:#?}"));
    let mut session = Session::new(&scenario, None, &[], Some(7)).unwrap_or_else(|e| panic!("{e}"));
    if disturb {
        session.advance(1_000_000_000, &mut || false);
        let same = ParamValue::Number(50.0);
        session
            .set("nodes.client.rate", &same)
            .unwrap_or_else(|e| panic!("{e}"));
    }
    session.advance(u64::MAX, &mut || false);
    session.report()
}

fn station(client: &str, app: &str, rest: &str) -> String {
    format!(
        "[run]\nduration = \"4000s\"\nwarmup = \"100s\"\n[nodes.client]\nkind = \"client\"\n{client}\n\
         [nodes.app]\nkind = \"service\"\nreplicas = 1\n{app}\n[links.client.app]\n{rest}\n"
    )
}

/// Of each law: the figure, its name and the difference.
fn laws(report: &Report) -> Vec<(String, String, f64)> {
    let text = |at: usize, key: &str| match report.tree().get(&format!("theory.{at}.{key}")) {
        Some(Tree::Text(text)) => Some(text.clone()),
        _ => None,
    };
    (0..)
        .map_while(|at| {
            let difference = report
                .tree()
                .get(&format!("theory.{at}.difference"))?
                .number()?;
            Some((text(at, "figure")?, text(at, "law")?, difference))
        })
        .collect()
}

#[test]
fn a_formula_stands_beside_the_figure_it_foretells() {
    let poisson = "rate = \"50/s\"";
    for (client, app, law) in [
        (
            poisson,
            "concurrency = 3\nservice_time = \"exponential(50ms)\"",
            "Erlang's C formula",
        ),
        (
            poisson,
            "concurrency = 1\nservice_time = \"exponential(16ms)\"",
            "Erlang's C formula",
        ),
        (
            poisson,
            "concurrency = 1\nservice_time = \"16ms\"",
            "Pollaczek and Khinchine's formula",
        ),
        (
            poisson,
            "concurrency = 1\nservice_time = \"lognormal(p50: 10ms, p99: 40ms)\"",
            "Pollaczek and Khinchine's formula",
        ),
        (
            poisson,
            "concurrency = 1\nservice_time = \"weibull(12ms, 1.5)\"",
            "Pollaczek and Khinchine's formula",
        ),
        (
            poisson,
            "concurrency = 3\nservice_time = \"uniform(0ms, 80ms)\"\nqueue_limit = 0",
            "Erlang's B formula",
        ),
        (
            "process = \"closed\"\nusers = 30\nthink_time = \"exponential(500ms)\"",
            "concurrency = 2\nservice_time = \"exponential(40ms)\"",
            "Mean value analysis",
        ),
    ] {
        let text = station(client, app, "");
        let report = run(&text, false);
        let found = laws(&report);
        assert_eq!(found.len(), 2, "{text}: {found:?}");
        assert_eq!(found[0].1, "The utilisation law");
        assert_eq!(found[1].1, law);
        for (figure, law, difference) in &found {
            assert!(difference.abs() < 0.05, "{figure} by {law}: {difference}");
        }
        let said = report
            .verdicts()
            .iter()
            .filter(|verdict| verdict.starts_with(law))
            .count();
        assert_eq!(said, 1, "{:?}", report.verdicts());
    }
}

#[test]
fn no_formula_is_told_where_none_holds() {
    let app = "concurrency = 3\nservice_time = \"exponential(50ms)\"";
    let only = |text: String| {
        let found = laws(&run(&text, false));
        assert!(
            found.iter().all(|(_, law, _)| law == "The utilisation law"),
            "{text}: {found:?}"
        );
    };
    let poisson = "rate = \"50/s\"";
    // A general queue of several servers, a beat instead of chance, a limit that turns requests away, too much of it.
    only(station(
        poisson,
        "concurrency = 3\nservice_time = \"uniform(0ms, 80ms)\"",
        "",
    ));
    only(station("process = \"even\"\nrate = \"50/s\"", app, ""));
    only(station("rate = \"70/s\"", app, ""));
    only(station(poisson, app, "hedge_after = \"100ms\""));
    let none = |text: &str, disturb| assert_eq!(laws(&run(text, disturb)), []);
    // Not steady, disturbed on the way, or with slots that are not alike.
    none(
        &station(
            "rate = \"50/s\"\nshape = \"diurnal(period: 100s, low: 0.5)\"",
            app,
            "",
        ),
        false,
    );
    none(&station(poisson, app, ""), true);
    none(
        &station(
            poisson,
            &format!("{app}\nmodel = \"processor-sharing\""),
            "",
        ),
        false,
    );
    let late = station(
        "rate = \"58/s\"",
        app,
        "timeout = \"400ms\"\ndeadline_propagation = true\ncancel = true",
    );
    none(&late, false);
    let fault = "[[fault]]\nkind = \"slow-node\"\ntarget = \"app\"\nat = \"10s\"\nlasting = \"1s\"\nfactor = 2";
    none(&station(poisson, app, fault), false);
}
