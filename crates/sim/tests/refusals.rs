//! Scenarios that cannot run are refused in words: what is wrong, where, and what would be right.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use headroom_sim::descriptor::ParamValue;
use headroom_sim::scenario::parse;
use headroom_sim::session::Session;

/// The one message that a small scenario with this change gives.
fn refusal(from: &str, to: &str) -> String {
    let base = "[run]\nduration = \"10s\"\n[nodes.c]\nkind = \"client\"\nrate = \"10/s\"\n[nodes.a]\nkind = \"service\"\n[nodes.b]\nkind = \"service\"\n[links.c.a]\n[links.a.b]\n";
    assert!(parse(base).is_ok());
    assert!(base.contains(from));
    let errors = parse(&base.replace(from, to)).unwrap_err();
    let shown: Vec<String> = errors.iter().map(ToString::to_string).collect();
    assert!(errors.iter().all(|e| e.span.is_some()), "{shown:?}");
    shown.join("\n")
}

#[test]
fn insane_input_is_refused_with_what_would_be_right() {
    let cases = [
        ("rate = \"10/s\"", "rate = \"0/s\"", "outside of its range"),
        (
            "rate = \"10/s\"",
            "rate = \"1e12/s\"",
            "outside of its range",
        ),
        (
            "duration = \"10s\"",
            "duration = \"10s\"\nmax_events = 30",
            "run.max_events: this run offers 100 requests, and it may handle 30 events: shorten it or lower the rate",
        ),
        (
            "duration = \"10s\"",
            "duration = \"366d\"\n[nodes.d]\nkind = \"client\"\nrate = \"200/s\"\n[links.d.a]",
            "nodes.d.rate: this run offers 6.64 billion requests, and it may offer 1 billion",
        ),
        ("rate = \"10/s\"", "rate = nan", "no number"),
        ("rate = \"10/s\"", "rtae = \"10/s\"", "did you mean `rate`?"),
        ("rate = \"10/s\"", "rate = 10", "has no unit"),
        (
            "duration = \"10s\"",
            "duration = \"0s\"",
            "measures nothing",
        ),
        (
            "duration = \"10s\"",
            "duration = \"36500d\"",
            "longer than a simulated year",
        ),
        (
            "duration = \"10s\"",
            "duration = \"10s\"\nwarmup = \"10s\"",
            "leaves nothing",
        ),
        (
            "rate = \"10/s\"",
            "rate = \"1M/s\"\n[classes]\nx = { weight = 0 }",
            "weight above 0",
        ),
        ("[links.a.b]", "[links.a.a]", "cannot call itself"),
        ("[links.a.b]", "[links.a.bb]", "did you mean `b`?"),
        (
            "[links.a.b]",
            "[links.a.b]\n[links.b.a]",
            "circle: a -> b -> a",
        ),
        ("[links.a.b]", "[links.a.c]", "takes no calls"),
        ("[links.a.b]", "[links.a.b]\nloss = 0.1", "timeout"),
        ("[links.c.a]", "", "calls nobody"),
        (
            "[run]",
            "headline = [\"requests.failed\"]\n[run]",
            "did you mean `requests.failed_total`?",
        ),
        (
            "kind = \"client\"",
            "kind = \"cleint\"",
            "did you mean `client`?",
        ),
    ];
    for (from, to, expected) in cases {
        let message = refusal(from, to);
        assert!(message.contains(expected), "{to}: {message}");
    }
}

/// What the file with the experiments of a small scenario is refused for, and the text at the place told.
fn preset_refusals(preset: &str) -> Vec<(String, String)> {
    let text = format!(
        "headline = [\"latency_ms.p50\"]\n[run]\nduration = \"10s\"\n[nodes.c]\nkind = \"client\"\nrate = \"10/s\"\n\
         [nodes.a]\nkind = \"service\"\n[links.c.a]\n[[preset]]\nname = \"p\"\n{preset}\n"
    );
    match parse(&text) {
        Ok(_) => Vec::new(),
        Err(errors) => errors
            .iter()
            .map(|e| {
                let at = text[e.span.clone().unwrap()].to_owned();
                (e.to_string(), at)
            })
            .collect(),
    }
}

#[test]
fn a_presets_slip_is_told_at_its_place_with_the_nearest_name() {
    assert_eq!(
        preset_refusals(
            "watch = [\"latency_ms.p99\", \"nodes.a.utilisation\", \"windows.w.requests.failed_total\"]\n\
             windows = [{ name = \"w\", from = \"1s\", to = \"2s\" }]\nset = { \"nodes.a.concurrency\" = 3 }"
        ),
        []
    );
    let cases = [
        (
            "set = { \"nodes.b.concurrency\" = 3 }",
            "there is no node `b`",
            "3",
        ),
        (
            "set = { \"nodes.a.concurency\" = 3 }",
            "did you mean `concurrency`?",
            "3",
        ),
        (
            "set = { \"nodes.a.concurrency\" = 0 }",
            "outside of its range",
            "0",
        ),
        (
            "set = { \"nodes.a.concurrency\" = \"many\" }",
            "no number",
            "\"many\"",
        ),
        (
            "set = { \"links.c.b.timeout\" = \"1s\" }",
            "there is no node `b`",
            "\"1s\"",
        ),
        (
            "set = { \"links.c.a.loss\" = 0.1 }",
            "under preset `p`, links.c.a.loss",
            "",
        ),
        (
            "watch = [\"latency_ms.p98\"]",
            "no run has a figure `latency_ms.p98` (did you mean `latency_ms.p9",
            "\"latency_ms.p98\"",
        ),
        (
            "watch = [\"nodes.a.utilization\"]",
            "did you mean `nodes.a.utilisation`?",
            "\"nodes.a.utilization\"",
        ),
        (
            "watch = [\"windows.w.latency_ms.p99\"]\nwindows = [{ name = \"ww\", from = \"1s\", to = \"2s\" }]",
            "did you mean `windows.ww.latency_ms.p99`?",
            "\"windows.w.latency_ms.p99\"",
        ),
        (
            "watch = [\"cost.per_hour_usd\"]\nsweep = { path = \"nodes.c.rate\", from = \"1/s\", to = \"9/s\" }",
            "valid names: crossover.measured, crossover.rate",
            "\"cost.per_hour_usd\"",
        ),
        (
            "sweep = { path = \"nodes.c.rate\", from = \"1/s\", to = \"9/s\", measure = \"cost.per_hour\" }",
            "did you mean `cost.per_hour_usd`?",
            "\"cost.per_hour\"",
        ),
        (
            "sweep = { path = \"nodes.c.rate\", from = \"1/s\", to = \"9/s\" }\n\
             arms = [{ name = \"x\", set = { \"links.c.a.loss\" = 0.1 } }]",
            "in arm `x`, links.c.a.loss",
            "",
        ),
    ];
    for (preset, expected, at) in cases {
        let refusals = preset_refusals(preset);
        let [(message, place)] = refusals.as_slice() else {
            panic!("{preset}: {refusals:#?}")
        };
        assert!(message.contains(expected), "{preset}: {message}");
        assert!(at.is_empty() || place == at, "{preset}: at {place}");
    }
}

#[test]
fn a_run_beyond_its_ceilings_is_refused_before_it_starts() {
    let text = "[run]\nduration = \"1h\"\n[nodes.c]\nkind = \"client\"\nrate = \"10/s\"\n[nodes.a]\nkind = \"service\"\n[links.c.a]\n";
    let scenario = parse(text).unwrap();
    let with = |path: &str, value: f64| {
        let set = [(path.to_owned(), ParamValue::Number(value))];
        Session::new(&scenario, None, &set, None).map(|_| ())
    };
    assert_eq!(with("nodes.c.rate", 1000.0), Ok(()));
    let refused = with("nodes.c.rate", 1e6).unwrap_err().to_string();
    assert_eq!(
        refused,
        "nodes.c.rate: this run offers 3.6 billion requests, and it may offer 1 billion: shorten it or lower the rate"
    );
    let refused = with("run.max_events", 20_000.0).unwrap_err().to_string();
    assert_eq!(
        refused,
        "run.max_events: this run offers 36,000 requests, and it may handle 20,000 events: shorten it or lower the rate"
    );
    // Chance may have it that a few less come.
    assert_eq!(with("run.max_events", 35_900.0), Ok(()));

    // Jobs come at their times, whatever becomes of them; users of a closed loop wait for their answers.
    let jobs = "[nodes.s]\nkind = \"scheduler\"\nevery = \"1s\"\njobs = 100000\n[links.s.a]\n";
    let errors = parse(&format!("{text}{jobs}").replace("1h", "3h")).unwrap_err();
    let shown = errors[0].to_string();
    assert!(
        shown.contains("nodes.s.jobs: this run offers 1.08 billion"),
        "{shown}"
    );
    let closed = text.replace("rate = \"10/s\"", "process = \"closed\"\nusers = 1000000");
    assert!(parse(&closed.replace("1h", "366d")).is_ok());
}

#[test]
fn a_run_that_goes_beyond_its_ceilings_later_says_so_before_it_starts() {
    let text = "[run]\nduration = \"1h\"\n[nodes.c]\nkind = \"client\"\nrate = \"500/s\"\n[nodes.a]\nkind = \"service\"\nservice_time = \"1ms\"\nconcurrency = 1\nqueue_limit = 1000000000\n[links.c.a]\n";
    let forecast = |text: &str, set: &[(&str, f64)]| {
        let set: Vec<_> = (set.iter())
            .map(|(path, value)| ((*path).to_owned(), ParamValue::Number(*value)))
            .collect();
        let scenario = parse(text).unwrap();
        let session = Session::new(&scenario, None, &set, None).unwrap();
        session.forecast().unwrap_or_default()
    };
    assert_eq!(forecast(text, &[]), "");
    // Nine of ten requests wait, and each waiting one is held.
    let calls = forecast(text, &[("nodes.c.rate", 10_000.0)]);
    assert!(
        calls.contains("calls under way at its end")
            && calls.contains("stopped at 2 million of them"),
        "{calls}"
    );
    // Where the rest is refused, nothing grows.
    let bounded = text.replace("queue_limit = 1000000000", "queue_limit = 100");
    assert_eq!(forecast(&bounded, &[("nodes.c.rate", 10_000.0)]), "");

    // 1.8 million requests are offered, and each takes some events.
    let events = forecast(text, &[("run.max_events", 2e6)]);
    assert!(
        events.contains(" million events, if it went on"),
        "{events}"
    );
    assert_eq!(forecast(text, &[("run.max_events", 10e6)]), "");
    // A rate that falls later is no reason to warn.
    let falling = text.replace(
        "rate = \"500/s\"",
        "rate = \"500/s\"\nshape = \"steps(0s: 1, 360s: 0.01)\"",
    );
    assert_eq!(forecast(&falling, &[("run.max_events", 2e6)]), "");

    let still = text.replace(
        "rate = \"500/s\"",
        "process = \"closed\"\nthink_time = \"0s\"",
    );
    let still = still.replace("service_time = \"1ms\"", "service_time = \"0s\"");
    let stands = forecast(&still, &[]);
    assert!(
        stands.contains("at 0 s so much happens at once that time stands still"),
        "{stands}"
    );
}
