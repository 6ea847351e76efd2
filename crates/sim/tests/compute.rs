//! What serves requests does what the real thing does: one test a mechanism.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use proptest::prelude::*;
use reading::{figure, near};

fn run(text: &str) -> Report {
    let scenario = parse(text).unwrap_or_else(|e| panic!("{e:#?}\n{text}"));
    let report = simulate(&scenario, None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

/// A client and a node `app`, which it calls, for so many seconds.
fn app(seconds: u32, client: &str, app: &str) -> Report {
    run(&format!(
        "[run]\nduration = \"{seconds}s\"\n[nodes.client]\nkind = \"client\"\n{client}\n[nodes.app]\n{app}\n[links.client.app]\n"
    ))
}

#[track_caller]
/// As many users as a closed loop takes turns without a thought.
fn users(n: u32) -> String {
    format!("process = \"closed\"\nusers = {n}\nthink_time = \"0s\"")
}

#[test]
fn processor_sharing_answers_as_one_server_does_whatever_the_spread_of_its_work() {
    // M/G/1-PS: mean response S / (1 - rho), whatever the distribution of S (Kleinrock, Queueing Systems II, 4.4).
    let expected = 10.0 / (1.0 - 0.7);
    for service in ["exponential(10ms)", "10ms", "lognormal(mean: 10ms, cv: 2)"] {
        let report = app(
            3000,
            "rate = \"70/s\"",
            &format!(
                "kind = \"service\"\nreplicas = 1\nconcurrency = 1\nqueue_limit = 1e9\nmodel = \"processor-sharing\"\nservice_time = \"{service}\""
            ),
        );
        // 210,000 requests, of which some 5,000 tell of each other nothing.
        near(&report, "latency_ms.mean", expected, 0.06 * expected);
        near(&report, "nodes.app.utilisation", 0.7, 0.01);
    }
    // Of four slots and a closed loop of eight everybody gets half of one.
    let report = app(
        50,
        &users(8),
        "kind = \"service\"\nreplicas = 1\nconcurrency = 4\nmodel = \"processor-sharing\"\nservice_time = \"10ms\"",
    );
    near(&report, "latency_ms.mean", 20.0, 0.001);
}

#[test]
fn a_class_of_priority_waits_for_its_betters_and_for_who_is_at_work() {
    let report = run(
        "[run]\nduration = \"4000s\"\n[classes]\nhigh = { weight = 1, priority = 9 }\nlow = { weight = 1 }\n\
         [nodes.client]\nkind = \"client\"\nrate = \"70/s\"\n[nodes.app]\nkind = \"service\"\nreplicas = 1\nconcurrency = 1\n\
         queue_limit = 1e9\ndiscipline = \"priority\"\nservice_time = \"exponential(10ms)\"\n[links.client.app]\n",
    );
    // Cobham 1954: W0 / ((1 - rho of the better) (1 - rho of these and the better)), W0 = lambda E[S^2] / 2.
    let w0 = 0.07 * 200.0 / 2.0;
    let (high, low) = (w0 / (1.0 - 0.35), w0 / ((1.0 - 0.35) * (1.0 - 0.7)));
    near(
        &report,
        "classes.high.latency_ms.mean",
        10.0 + high,
        0.05 * (10.0 + high),
    );
    near(
        &report,
        "classes.low.latency_ms.mean",
        10.0 + low,
        0.07 * (10.0 + low),
    );
}

#[test]
fn last_in_first_out_and_shedding_keep_goodput_where_first_in_first_out_loses_it() {
    let system = |line: &str| {
        run(&format!(
            "[run]\nduration = \"100s\"\ndeadline = \"300ms\"\n[nodes.client]\nkind = \"client\"\nrate = \"150/s\"\n\
             [nodes.app]\nkind = \"service\"\nreplicas = 1\nconcurrency = 1\nqueue_limit = 1000\nservice_time = \"10ms\"\n{line}\n[links.client.app]\n"
        ))
    };
    // A thousand that wait are ten seconds.
    let fifo = system("discipline = \"fifo\"");
    assert!(figure(&fifo, "requests.goodput_per_second") < 5.0);
    for line in [
        "discipline = \"lifo\"",
        "discipline = \"adaptive-lifo\"",
        "shedding = \"max-wait\"",
        "shedding = \"controlled-delay\"",
    ] {
        let report = system(line);
        assert!(
            figure(&report, "requests.goodput_per_second") > 90.0,
            "{line}: {}",
            report.to_json()
        );
    }
    let shed = system("shedding = \"max-wait\"");
    assert!(figure(&shed, "requests.failed.shed") > 4000.0);
    // Nobody who was served had waited for longer than 100 ms, but for the work in between.
    assert!(figure(&shed, "nodes.app.wait_ms.max") <= 110.0);
    let controlled = system("shedding = \"controlled-delay\"");
    let median = |report: &Report| figure(report, "nodes.app.wait_ms.p50");
    assert!(
        median(&controlled) < 0.5 * median(&shed),
        "{} {}",
        median(&controlled),
        median(&shed)
    );
}

#[test]
fn an_autoscaler_follows_a_step_with_the_lag_of_its_metric_and_of_the_start_of_replicas() {
    let system = |more: &str| {
        app(
            400,
            "process = \"even\"\nrate = \"100/s\"\nshape = \"spike(at: 100s, lasting: 1000s, times: 4)\"",
            &format!(
                "kind = \"service\"\nreplicas = 2\nconcurrency = 1\nqueue_limit = 0\nservice_time = \"9.99ms\"\n\
                 metric_period = \"10s\"\nstart_time = \"40s\"\n{more}"
            ),
        )
    };
    let fixed = system("");
    near(&fixed, "nodes.app.replicas", 2.0, 0.0);
    // Two are half busy; from 100 s on all that there are, at first. Asked for at 110 s: four, up at 150 s; at 160 s:
    // eight, up at 200 s.
    let target = system("autoscaler = \"target\"\ntarget_utilisation = 0.5");
    near(
        &target,
        "nodes.app.replicas",
        (150.0 * 2.0 + 50.0 * 4.0 + 200.0 * 8.0) / 400.0,
        0.05,
    );
    near(
        &target,
        "nodes.app.starting",
        (40.0 * 2.0 + 40.0 * 4.0) / 400.0,
        0.05,
    );
    near(&target, "nodes.app.scale_outs", 2.0, 0.0);
    // Paid from when they were asked for.
    let paid = figure(&target, "nodes.app.replicas") + figure(&target, "nodes.app.starting");
    near(&target, "nodes.app.cost_per_hour", paid * 0.049_37, 1e-6);
    // One more at 110, 150, 190 and 230 s, each when the one before it is up: then four of six are busy.
    let step = system("autoscaler = \"step\"\nstep_high = 0.9\nstep_low = 0.1\nstep_size = 1");
    near(&step, "nodes.app.scale_outs", 4.0, 0.0);
    let schedule = "autoscaler = \"scheduled\"\nschedule_replicas = 8\nschedule_from = \"55s\"\nschedule_for = \"145s\"\nschedule_period = \"1000s\"";
    let scheduled = system(schedule);
    near(
        &scheduled,
        "nodes.app.replicas",
        (100.0 * 2.0 + 100.0 * 8.0 + 200.0 * 2.0) / 400.0,
        0.05,
    );
    near(&scheduled, "nodes.app.scale_ins", 1.0, 0.0);
}

#[test]
fn replicas_go_again_after_the_cooldown_and_what_waits_for_them_is_served_by_others() {
    let report = app(
        400,
        "process = \"even\"\nrate = \"100/s\"\nshape = \"spike(at: 20s, lasting: 60s, times: 4)\"",
        "kind = \"service\"\nreplicas = 2\nconcurrency = 1\nqueue_limit = 1e6\nqueue = \"per-replica\"\nservice_time = \"9.99ms\"\nmetric_period = \"10s\"\n\
         start_time = \"20s\"\nautoscaler = \"target\"\ntarget_utilisation = 0.5\ncooldown = \"100s\"",
    );
    assert!(figure(&report, "nodes.app.scale_ins") >= 1.0);
    near(&report, "requests.failed_total", 0.0, 0.0);
    near(&report, "requests.unfinished", 1.0, 2.0);
    assert!(figure(&report, "nodes.app.replicas") > 2.0);
}

/// Probability of waiting in M/M/c, and the mean wait in service times.
fn erlang_c(servers: u32, load: f64) -> (f64, f64) {
    let blocking = (1..=servers).fold(1.0, |b, n| load * b / (f64::from(n) + load * b));
    let rho = load / f64::from(servers);
    let wait = blocking / (1.0 - rho * (1.0 - blocking));
    (wait, wait / (f64::from(servers) - load))
}

#[test]
fn a_queue_each_makes_longer_waits_than_one_for_all() {
    let system = |queue: &str| {
        app(
            1500,
            "rate = \"280/s\"",
            &format!(
                "kind = \"service\"\nreplicas = 4\nconcurrency = 1\nqueue_limit = 1e9\nqueue = \"{queue}\"\nservice_time = \"exponential(10ms)\""
            ),
        )
    };
    let shared = 10.0 + 10.0 * erlang_c(4, 2.8).1;
    near(&system("shared"), "latency_ms.mean", shared, 0.03 * shared);
    // In turn, each replica sees E4/M/1: mean response S / (1 - s), s = A*(mu (1 - s)) (Kleinrock I, 6.4).
    let s = (0..200).fold(0.5, |s: f64, _| (2.8 / (2.8 + 1.0 - s)).powi(4));
    let each = 10.0 / (1.0 - s);
    assert!(each > 1.2 * shared);
    near(&system("per-replica"), "latency_ms.mean", each, 0.04 * each);
}

#[test]
fn garbage_collection_takes_more_of_the_time_the_more_of_the_heap_is_live() {
    let system = |memory: &str| {
        app(
            200,
            &users(4),
            &format!(
                "kind = \"service\"\nreplicas = 1\nconcurrency = 4\nservice_time = \"10ms\"\ngc_interval = \"1s\"\ngc_pause = \"50ms\"\nheap = \"100MB\"\nrequest_memory = \"{memory}\""
            ),
        )
    };
    for (memory, live) in [("0B", 0.0), ("12.5MB", 0.5), ("20MB", 0.8)] {
        let report = system(memory);
        let (pause, free) = (50.0 / (1.0 - live), 1000.0 * (1.0 - live));
        let share = pause / (pause + free);
        near(&report, "nodes.app.gc_ratio", share, 0.01);
        near(
            &report,
            "requests.completed_per_second",
            400.0 * (1.0 - share),
            4.0,
        );
    }
}

#[test]
fn a_burst_that_fills_the_heap_ends_in_collections_that_do_not_end() {
    let system = |memory: &str| {
        app(
            120,
            "process = \"even\"\nrate = \"70/s\"\nshape = \"spike(at: 10s, lasting: 5s, times: 4)\"",
            &format!(
                "kind = \"service\"\nreplicas = 1\nconcurrency = 1\nqueue_limit = 1e6\nservice_time = \"10ms\"\ngc_interval = \"1s\"\ngc_pause = \"50ms\"\nheap = \"1GB\"\nrequest_memory = \"{memory}\""
            ),
        )
    };
    // The same load: with small requests what has piled up in the burst is worked off, with large ones it grows.
    assert!(figure(&system("10KB"), "requests.unfinished") < 10.0);
    let spiral = system("1MB");
    assert!(
        figure(&spiral, "requests.unfinished") > 3000.0,
        "{}",
        spiral.to_json()
    );
    assert!(figure(&spiral, "nodes.app.gc_ratio") > 0.5);
    assert!(spiral.verdicts().iter().any(|v| v.contains("garbage")));
}

#[test]
fn more_at_once_is_less_done_past_the_peak_of_the_universal_scalability_law() {
    let (sigma, kappa) = (0.05, 0.01);
    let law = |n: f64| n / (0.01 * (1.0 + sigma * (n - 1.0) + kappa * n * (n - 1.0)));
    for n in [1, 4, 10, 40] {
        let report = app(
            60,
            &users(n),
            &format!(
                "kind = \"service\"\nreplicas = 1\nconcurrency = {n}\nservice_time = \"10ms\"\ncontention = {sigma}\ncoherency = {kappa}"
            ),
        );
        let expected = law(f64::from(n));
        near(
            &report,
            "requests.completed_per_second",
            expected,
            0.01 * expected + 1.0,
        );
    }
    assert!(law(40.0) < law(10.0));
}

#[test]
fn replicas_that_crash_lose_their_work_and_come_back_when_the_fault_ends() {
    for queue in ["shared", "per-replica"] {
        for model in ["thread-per-request", "processor-sharing"] {
            let report = run(&format!(
                "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"100/s\"\n[nodes.app]\nkind = \"service\"\n\
                 replicas = 4\nconcurrency = 10\nqueue = \"{queue}\"\nmodel = \"{model}\"\nservice_time = \"200ms\"\n[links.client.app]\n\
                 [[fault]]\nkind = \"crash\"\ntarget = \"app\"\nat = \"40s\"\nlasting = \"20s\"\nshare = 0.5\n"
            ));
            // Twenty are at work at any time: half of them are lost, of queues each exactly those of two of the four.
            let slack = if queue == "shared" { 8.0 } else { 1.0 };
            near(&report, "requests.failed.node_down", 10.0, slack);
            near(
                &report,
                "nodes.app.replicas",
                (80.0 * 4.0 + 20.0 * 2.0) / 100.0,
                0.01,
            );
            near(
                &report,
                "requests.failed_total",
                figure(&report, "requests.failed.node_down"),
                0.0,
            );
        }
    }
}

/// A scenario of services with everything that can be set, and faults that hit them.
fn services() -> impl Strategy<Value = String> {
    let pick = |words: &[&'static str]| prop::sample::select(words.to_vec());
    let choices = (
        pick(&["shared", "per-replica"]),
        pick(&["fifo", "lifo", "adaptive-lifo", "priority"]),
        pick(&["none", "max-wait", "controlled-delay"]),
        pick(&["thread-per-request", "event-loop", "processor-sharing"]),
        pick(&["off", "target", "step", "scheduled"]),
        pick(&[
            "crash",
            "slow-node",
            "gc-storm",
            "thread-exhaustion",
            "cold-deploy",
            "error-rate",
            "memory-leak",
            "outage",
        ]),
    );
    let sizes = (
        0u32..6,
        1u32..5,
        0u32..60,
        20u32..400,
        1u32..400,
        any::<bool>(),
    );
    let extras = (
        prop_oneof![Just(0.0), Just(0.1)],
        prop_oneof![Just("0s"), Just("700ms")],
        prop_oneof![Just("0B"), Just("3MB")],
    );
    (choices, sizes, extras).prop_map(
        |(
            (queue, discipline, shedding, model, autoscaler, fault),
            (replicas, concurrency, limit, timeout, rate, cancel),
            (contention, gc, memory),
        )| {
            let app = format!(
                "kind = \"service\"\nreplicas = {replicas}\nconcurrency = {concurrency}\nqueue_limit = {limit}\nqueue = \"{queue}\"\n\
                 discipline = \"{discipline}\"\nshedding = \"{shedding}\"\nmodel = \"{model}\"\nautoscaler = \"{autoscaler}\"\n\
                 contention = {contention}\ngc_interval = \"{gc}\"\ngc_pause = \"60ms\"\nheap = \"64MB\"\nrequest_memory = \"{memory}\"\n\
                 metric_period = \"1s\"\nstart_time = \"uniform(0s, 3s)\"\ncooldown = \"2s\"\nmax_replicas = 5\nschedule_from = \"4s\"\nschedule_for = \"6s\"\n"
            );
            format!(
                "[run]\nduration = \"20s\"\nwarmup = \"2s\"\ndeadline = \"300ms\"\n[classes]\na = {{ priority = 2 }}\nb = {{ priority = 1 }}\nc = {{ work = 2 }}\n\
                 [nodes.client]\nkind = \"client\"\nrate = \"{rate}/s\"\nshape = \"spike(at: 8s, lasting: 3s, times: 4)\"\n[nodes.app]\n{app}\
                 [nodes.db]\n{app}\n[links.client.app]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\nretries = 2\nbackoff_base = \"5ms\"\nhedge_after = \"40ms\"\n\
                 deadline_propagation = {cancel}\n[links.app.db]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\n\
                 [[fault]]\nkind = \"{fault}\"\ntarget = \"db\"\nat = \"6s\"\nlasting = \"5s\"\n[[fault]]\nkind = \"{fault}\"\ntarget = \"app\"\nat = \"9s\"\nlasting = \"4s\"\n"
            )
        },
    )
}

fn keeps_the_laws(text: &str, seed: u64) -> Result<(), TestCaseError> {
    let parsed = parse(text).unwrap_or_else(|errors| panic!("{errors:#?}\n{text}"));
    let report = simulate(&parsed, None, &[], Some(seed)).unwrap();
    prop_assert!(report.sound, "{}", report.to_json());
    for (path, value) in report.figures() {
        prop_assert!(value.is_finite() && value >= 0.0, "{} = {}", path, value);
    }
    let again = simulate(&parsed, None, &[], Some(seed)).unwrap();
    prop_assert_eq!(report.to_json(), again.to_json());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn services_keep_the_laws_whatever_their_settings(text in services(), seed in 0u64..1000) {
        keeps_the_laws(&text, seed)?;
    }
}

/// A client, a queue and a worker for so many seconds.
fn queue(seconds: u32, client: &str, queue: &str, worker: &str) -> Report {
    run(&format!(
        "[run]\nduration = \"{seconds}s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\n{client}\n\
         [nodes.jobs]\nkind = \"queue\"\nsend_time = \"1ms\"\n{queue}\n[nodes.app]\nkind = \"worker\"\n{worker}\n[links.client.jobs]\n[links.jobs.app]\n"
    ))
}

#[test]
fn a_worker_deals_with_as_many_as_it_has_slots_for_and_leaves_the_rest_in_the_queue() {
    let report = queue(
        100,
        "rate = \"50/s\"",
        "consumers = 4",
        "replicas = 2\nconcurrency = 2\nservice_time = \"100ms\"",
    );
    near(&report, "nodes.app.processed", 40.0 * 100.0, 5.0);
    near(&report, "nodes.app.utilisation", 1.0, 0.01);
    near(&report, "nodes.app.waiting", 0.0, 0.01);
}

#[test]
fn batches_share_one_service_time_and_wait_no_longer_than_their_window() {
    let system = |rate: f64, batch: &str| {
        queue(
            100,
            &format!("rate = \"{rate}/s\""),
            "consumers = 1000",
            &format!("replicas = 1\nconcurrency = 1\nservice_time = \"100ms\"\n{batch}"),
        )
    };
    // One at a time: 10 a second. Ten at a time, each 5 ms more: ten every 150 ms.
    near(&system(200.0, ""), "nodes.app.processed", 1000.0, 3.0);
    let batches = system(200.0, "batch_size = 10\nmessage_time = \"5ms\"");
    near(&batches, "nodes.app.processed", 100.0 / 0.15 * 10.0, 25.0);
    near(&batches, "nodes.app.batch_size", 10.0, 0.1);
    // Four a second never fill it: the first waits for a second, and those that come meanwhile less.
    let window = system(4.1, "batch_size = 10\nbatch_window = \"1s\"");
    near(&window, "nodes.app.wait_ms.max", 1000.0, 8.0);
    near(&window, "nodes.app.batch_size", 5.0, 0.1);
}

#[test]
fn poison_fails_each_time_and_takes_its_batch_along_where_nobody_says_which_it_was() {
    let direct = run(
        "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"100/s\"\nkey_distribution = \"uniform\"\n\
         [nodes.app]\nkind = \"worker\"\nreplicas = 10\nconcurrency = 10\nservice_time = \"1ms\"\npoison = 0.1\n[links.client.app]\nretries = 3\nbackoff_base = \"1ms\"\n",
    );
    // By chance anew each time it would be one in ten thousand.
    near(&direct, "requests.error_ratio", 0.1, 0.012);
    near(
        &direct,
        "requests.retries",
        3.0 * figure(&direct, "requests.failed_total"),
        3.0,
    );
    let batch = |failure: &str| {
        run(&format!(
            "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"200/s\"\nkey_distribution = \"uniform\"\n\
             [nodes.app]\nkind = \"worker\"\nreplicas = 1\nconcurrency = 1\nbatch_size = 10\nbatch_window = \"1s\"\nservice_time = \"10ms\"\npoison = 0.1\n\
             batch_failure = \"{failure}\"\n[links.client.app]\n"
        ))
    };
    near(&batch("message"), "requests.error_ratio", 0.1, 0.01);
    near(
        &batch("batch"),
        "requests.error_ratio",
        1.0 - 0.9f64.powi(10),
        0.04,
    );
}

#[test]
fn a_message_that_comes_again_meanwhile_is_done_twice_unless_somebody_checks() {
    let system = |visibility: &str, check: &str| {
        queue(
            100,
            "rate = \"2/s\"",
            &format!("consumers = 50\nmax_receives = 20\nvisibility_timeout = \"{visibility}\""),
            &format!(
                "replicas = 1\nconcurrency = 50\nservice_time = \"3s\"\ncheck_time = \"{check}\""
            ),
        )
    };
    near(&system("10s", "0ms"), "nodes.app.duplicates", 0.0, 0.0);
    // Each comes once more while it is being dealt with.
    let twice = system("2s", "0ms");
    near(&twice, "nodes.app.duplicates", 195.0, 6.0);
    near(&twice, "nodes.app.running", 2.0 * (3.0 + 3.0), 0.5);
    assert!(twice.verdicts().iter().any(|v| v.contains("again")));
    // Who looks is done with the second in 10 ms.
    let checked = system("2s", "10ms");
    near(&checked, "nodes.app.running", 2.0 * 3.02, 0.2);
}

#[test]
fn what_was_done_and_not_noticed_is_not_done_again_by_who_checks() {
    // The queue waits for a second, the work takes two; the message comes back after five.
    let system = |check: &str| {
        run(&format!(
            "[run]\nduration = \"200s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"1/s\"\n\
             [nodes.jobs]\nkind = \"queue\"\nconsumers = 50\nmax_receives = 5\nvisibility_timeout = \"5s\"\n\
             [nodes.app]\nkind = \"worker\"\nconcurrency = 50\nservice_time = \"2s\"\ncheck_time = \"{check}\"\n[links.client.jobs]\n[links.jobs.app]\ntimeout = \"1s\"\n"
        ))
    };
    let checked = system("1ms");
    near(&checked, "nodes.jobs.dead_letters", 0.0, 0.0);
    near(&checked, "nodes.app.duplicates", 194.0, 2.0);
    near(&checked, "nodes.jobs.deleted", 194.0, 2.0);
    // Who does not look does all of it again, in vain.
    assert!(figure(&system("0ms"), "nodes.jobs.dead_letters") > 150.0);
}

#[test]
fn a_worker_that_has_stopped_takes_nothing_and_goes_on_where_it_was() {
    let report = run(
        "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"10/s\"\n[nodes.app]\nkind = \"worker\"\n\
         replicas = 1\nconcurrency = 2\nservice_time = \"50ms\"\n[links.client.app]\n\
         [[fault]]\nkind = \"consumer-stopped\"\ntarget = \"app\"\nat = \"40s\"\nlasting = \"10s\"\n",
    );
    near(&report, "nodes.app.wait_ms.max", 10_000.0, 60.0);
    near(&report, "nodes.app.processed", 1000.0, 2.0);
}

/// Workers behind a queue and before a service, batches and faults and all.
fn workers() -> impl Strategy<Value = String> {
    let pick = |words: &[&'static str]| prop::sample::select(words.to_vec());
    (
        (0u32..4, 1u32..4, 1u32..7, 1u32..300, 20u32..600),
        (pick(&["0ms", "40ms"]), pick(&["message", "batch"]), pick(&["0ms", "5ms"]), 0.0..0.5f64, any::<bool>()),
        pick(&["crash", "consumer-stopped", "poison-message", "outage", "gc-storm", "slow-node"]),
    )
        .prop_map(|((replicas, concurrency, batch, rate, timeout), (window, failure, check, poison, cancel), fault)| {
            let app = format!(
                "kind = \"worker\"\nreplicas = {replicas}\nconcurrency = {concurrency}\nbatch_size = {batch}\nbatch_window = \"{window}\"\n\
                 batch_failure = \"{failure}\"\ncheck_time = \"{check}\"\npoison = {poison}\nservice_time = \"exponential(30ms)\"\nmessage_time = \"2ms\"\n"
            );
            format!(
                "[run]\nduration = \"20s\"\nwarmup = \"2s\"\n[nodes.client]\nkind = \"client\"\nrate = \"{rate}/s\"\n[nodes.jobs]\nkind = \"queue\"\n\
                 visibility_timeout = \"200ms\"\nmax_receives = 3\nconsumers = 7\n[nodes.app]\n{app}[nodes.direct]\n{app}[nodes.db]\nkind = \"service\"\n\
                 [links.client.jobs]\n[links.client.direct]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\nretries = 2\nbackoff_base = \"5ms\"\nhedge_after = \"40ms\"\n\
                 [links.jobs.app]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\n[links.app.db]\n[links.direct.db]\ntimeout = \"50ms\"\n\
                 [routes.client]\nrequest = [{{ parallel = [\"jobs\", \"direct\"] }}]\n\
                 [[fault]]\nkind = \"{fault}\"\ntarget = \"app\"\nat = \"6s\"\nlasting = \"5s\"\n[[fault]]\nkind = \"{fault}\"\ntarget = \"direct\"\nat = \"9s\"\nlasting = \"4s\"\n"
            )
        })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn workers_keep_the_laws_whatever_their_settings(text in workers(), seed in 0u64..1000) {
        keeps_the_laws(&text, seed)?;
    }
}

/// Ten thousand users of a service that takes 1,600 of them a second, all cut off at 20 s.
fn herd(manners: &str) -> Report {
    run(&format!(
        "[run]\nduration = \"200s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"100/s\"\n[nodes.app]\nkind = \"websocket-service\"\n\
         replicas = 2\nusers = 10000\nconnect_time = \"5ms\"\nconnect_concurrency = 4\nconnect_queue = 1e6\nconnect_timeout = \"2s\"\nsession_time = \"1h\"\n\
         message_time = \"1ms\"\nfan_out = 50\nconnection_memory = \"50KB\"\n{manners}\n[links.client.app]\n\
         [[fault]]\nkind = \"reconnect-herd\"\ntarget = \"app\"\nat = \"20s\"\n"
    ))
}

#[test]
fn a_herd_that_comes_back_together_overloads_and_one_that_spreads_out_does_not() {
    let together = herd(
        "backoff = \"constant\"\nreconnect_delay = \"10s\"\nreconnect_cap = \"10s\"\njitter = 0",
    );
    // In two seconds 3,200 have a connection; the others have given up and their handshakes are in vain.
    let tries = figure(&together, "nodes.app.connect_timeouts");
    assert!(tries > 6000.0, "{}", together.to_json());
    assert!(figure(&together, "nodes.app.peak_connecting") >= 10_000.0);
    near(&together, "nodes.app.wasted_handshakes", tries, 0.0);
    assert!(together.verdicts().iter().any(|v| v.contains("storm")));
    let spread = herd(
        "backoff = \"constant\"\nreconnect_delay = \"10s\"\nreconnect_cap = \"10s\"\njitter = 1",
    );
    near(&spread, "nodes.app.connect_timeouts", 0.0, 0.0);
    // Those whose hour was over and came anew are among those who connect.
    assert!(figure(&spread, "nodes.app.peak_connecting") < 100.0);
    near(&spread, "nodes.app.reconnects", 10_000.0, 0.0);
    // The mean wait is the delay, ten seconds: so many of their messages could not be sent.
    near(&spread, "nodes.app.unconnected", 1000.0, 120.0);
    near(&spread, "nodes.app.connect_ms.mean", 10_000.0, 600.0);
}

#[test]
fn a_storm_of_impatient_users_does_not_end_and_backoff_ends_it() {
    // Who asks again every half second keeps the replicas busy with those who have gone.
    let storm = herd("backoff = \"constant\"\nreconnect_delay = \"500ms\"\njitter = 0.1");
    assert!(
        figure(&storm, "nodes.app.connections") < 7_000.0,
        "{}",
        storm.to_json()
    );
    let calm = herd(
        "backoff = \"exponential\"\nreconnect_delay = \"500ms\"\nreconnect_cap = \"60s\"\njitter = 0.5",
    );
    assert!(
        figure(&calm, "nodes.app.connections") > 8_800.0,
        "{}",
        calm.to_json()
    );
    assert!(
        figure(&calm, "nodes.app.wasted_handshakes")
            < 0.3 * figure(&storm, "nodes.app.wasted_handshakes")
    );
}

#[test]
fn connections_take_memory_sessions_end_and_messages_fan_out() {
    let report = run(
        "[run]\nduration = \"300s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"100/s\"\n[nodes.app]\nkind = \"websocket-service\"\n\
         replicas = 2\nusers = 1000\nsession_time = \"exponential(50s)\"\nfan_out = 20\nconnection_memory = \"50KB\"\n[links.client.app]\n",
    );
    // A thousand of them end every fifty seconds, and as many begin: Little's law.
    let rate = figure(&report, "nodes.app.connects") / 300.0;
    assert!((rate - 20.0).abs() < 2.0, "{rate}");
    near(&report, "nodes.app.connections", 1000.0, 1.0);
    near(&report, "nodes.app.memory", 50e6, 0.1e6);
    let taken = figure(&report, "nodes.app.messages");
    near(&report, "nodes.app.pushed", 20.0 * taken, 0.0);
    near(&report, "requests.failed_total", 0.0, 15.0);
}

#[test]
fn a_replica_that_crashes_takes_its_connections_along() {
    let report = run(
        "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nrate = \"10/s\"\n[nodes.app]\nkind = \"websocket-service\"\nreplicas = 4\nusers = 8000\n\
         session_time = \"10h\"\n[links.client.app]\n[[fault]]\nkind = \"crash\"\ntarget = \"app\"\nshare = 0.25\nat = \"50s\"\n",
    );
    near(&report, "nodes.app.reconnects", 2000.0, 150.0);
    near(&report, "nodes.app.connections", 8000.0, 60.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]
    #[test]
    fn connections_keep_the_laws_whatever_their_settings(
        sizes in (0u32..4, 1u32..3000, 1u32..2000, 1u32..5, 0u32..300, 1u32..200),
        fault in prop::sample::select(vec!["crash", "reconnect-herd", "outage", "gc-storm", "slow-node", "thread-exhaustion"]),
        jitter in 0.0..1.0f64,
        seed in 0u64..1000,
    ) {
        let (replicas, users, connections, slots, line, rate) = sizes;
        let lasting = if fault == "reconnect-herd" { "" } else { "lasting = \"3s\"" };
        let text = format!(
            "[run]\nduration = \"15s\"\nwarmup = \"1s\"\n[nodes.client]\nkind = \"client\"\nrate = \"{rate}/s\"\n[nodes.app]\nkind = \"websocket-service\"\n\
             replicas = {replicas}\nusers = {users}\nmax_connections = {connections}\nconnect_concurrency = {slots}\nconnect_queue = {line}\nconnect_timeout = \"300ms\"\n\
             reconnect_delay = \"100ms\"\njitter = {jitter}\nsession_time = \"exponential(4s)\"\nconcurrency = 1\nmessage_time = \"10ms\"\n[nodes.db]\nkind = \"service\"\n\
             [links.client.app]\ntimeout = \"100ms\"\ncancel = true\nretries = 1\n[links.app.db]\n\
             [[fault]]\nkind = \"{fault}\"\ntarget = \"app\"\nat = \"4s\"\n{lasting}\n"
        );
        keeps_the_laws(&text, seed)?;
    }
}

/// Users of a model of steps of 20 ms and 1 ms a request, who ask for 100 tokens after a prompt of 100.
fn model(seconds: u32, client: &str, server: &str) -> Report {
    app(
        seconds,
        client,
        &format!(
            "kind = \"model-server\"\nprefill_rate = \"10000/s\"\nstep_time = \"20ms\"\nstep_per_request = \"1ms\"\n{server}"
        ),
    )
}

#[test]
fn a_batch_shares_its_steps_so_throughput_grows_faster_than_the_time_of_a_token() {
    for n in [1u32, 8, 32] {
        let report = model(
            200,
            &users(n),
            "prompt_tokens = \"100\"\noutput_tokens = \"100\"\nkv_tokens = 1e6",
        );
        // Whoever joins when, in a round there are 100 steps of 20 + n ms, and n prompts of 10 ms.
        let round = 100.0 * (20.0 + f64::from(n)) + 10.0 * f64::from(n);
        let expected = f64::from(n) * 100.0 / (round / 1e3);
        near(&report, "tokens_per_second", expected, 0.02 * expected);
        // The first goes alone; the others come during its step, and are read together in the next.
        let (alone, others) = (31.0, 20.0 + f64::from(n) + 10.0 * f64::from(n - 1));
        near(
            &report,
            "ttft_ms.max",
            if n == 1 { alone } else { alone + others },
            0.5,
        );
        near(&report, "batch_size", f64::from(n), 0.05 * f64::from(n));
    }
}

#[test]
fn continuous_batching_does_not_wait_for_the_longest_answer() {
    let system = |batching: &str| {
        model(
            300,
            &users(16),
            &format!(
                "batching = \"{batching}\"\nmax_batch = 16\nbatch_window = \"10ms\"\nprompt_tokens = \"10\"\noutput_tokens = \"exponential(100)\"\nkv_tokens = 1e6"
            ),
        )
    };
    let (continuous, dynamic) = (system("continuous"), system("dynamic"));
    // A batch that ends together takes as long as its longest: of sixteen exponentials H(16) = 3.4 means.
    let harmonic: f64 = (1..=16).map(|i| 1.0 / f64::from(i)).sum();
    let (a, b) = (
        figure(&continuous, "tokens_per_second"),
        figure(&dynamic, "tokens_per_second"),
    );
    assert!((a / b / harmonic - 1.0).abs() < 0.15, "{a} {b}");
    // Static waits until sixteen are there, which sixteen users bring.
    near(&system("static"), "tokens_per_second", b, 0.05 * b);
    let fifteen = model(100, &users(15), "batching = \"static\"\nmax_batch = 16");
    near(&fifteen, "requests.completed", 0.0, 0.0);
}

#[test]
fn a_batch_window_trades_the_first_token_for_fuller_batches() {
    let system = |window: &str| {
        model(
            300,
            "rate = \"20/s\"",
            &format!(
                "batching = \"dynamic\"\nmax_batch = 64\nbatch_window = \"{window}\"\nprompt_tokens = \"10\"\noutput_tokens = \"1\"\ngpus = 8\nkv_tokens = 1e6"
            ),
        )
    };
    let (short, long) = (system("0ms"), system("500ms"));
    assert!(figure(&long, "steps") < 0.5 * figure(&short, "steps"));
    assert!(figure(&long, "ttft_ms.p50") > figure(&short, "ttft_ms.p50") + 150.0);
    assert!(figure(&long, "wait_ms.max") <= 501.0);
}

#[test]
fn memory_for_keys_and_values_bounds_the_batch() {
    let report = model(
        200,
        &users(50),
        "prompt_tokens = \"100\"\noutput_tokens = \"100\"\nkv_tokens = 2000",
    );
    // 200 tokens each: ten at once, whatever else there is room for.
    near(&report, "running", 10.0, 0.2);
    near(&report, "kv_utilisation", 1.0, 0.02);
    near(&report, "waiting", 40.0, 0.5);
    assert!(report.verdicts().iter().any(|v| v.contains("memory")));
    // A million tokens cost what the GPU does meanwhile.
    let rate = figure(&report, "tokens_per_second");
    near(
        &report,
        "cost_per_million_tokens",
        2.745 / 3600.0 / rate * 1e6,
        1e-3,
    );
    let crashed = run(
        "[run]\nduration = \"100s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"5/s\"\n[nodes.app]\nkind = \"model-server\"\ngpus = 2\n\
         prompt_tokens = \"10\"\noutput_tokens = \"50\"\n[links.client.app]\n[[fault]]\nkind = \"crash\"\ntarget = \"app\"\nshare = 0.5\nat = \"50s\"\n",
    );
    let lost = figure(&crashed, "requests.failed_total");
    assert!((1.0..=6.0).contains(&lost), "{lost}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn models_keep_the_laws_whatever_their_settings(
        sizes in (0u32..4, 1u32..20, 1u32..3000, 0u32..30, 1u32..60, 50u32..3000),
        batching in prop::sample::select(vec!["continuous", "dynamic", "static"]),
        fault in prop::sample::select(vec!["crash", "outage", "gc-storm", "slow-node", "thread-exhaustion", "error-rate"]),
        cancel: bool,
        seed in 0u64..1000,
    ) {
        let (gpus, batch, kv, limit, rate, timeout) = sizes;
        let text = format!(
            "[run]\nduration = \"20s\"\nwarmup = \"1s\"\n[nodes.client]\nkind = \"client\"\nrate = \"{rate}/s\"\n[nodes.app]\nkind = \"model-server\"\n\
             gpus = {gpus}\nbatching = \"{batching}\"\nmax_batch = {batch}\nkv_tokens = {kv}\nqueue_limit = {limit}\noutput_tokens = \"exponential(40)\"\n\
             [nodes.db]\nkind = \"service\"\n[links.client.app]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\nretries = 1\nhedge_after = \"300ms\"\n[links.app.db]\n\
             [[fault]]\nkind = \"{fault}\"\ntarget = \"app\"\nat = \"4s\"\nlasting = \"5s\"\n"
        );
        keeps_the_laws(&text, seed)?;
    }
}

const ONE: &str = "kind = \"function\"\nruntime = \"custom\"\ncpu_bound = 0\nservice_time = \"100ms\"\ninit_time = \"500ms\"\n";

#[test]
fn an_environment_that_takes_many_requests_makes_fewer_cold_starts_and_a_smaller_bill() {
    let system = |each: u32| {
        app(
            100,
            "process = \"even\"\nrate = \"100/s\"",
            &format!("{ONE}environment_concurrency = {each}"),
        )
    };
    let (single, many) = (system(1), system(20));
    // Ten are at work at once; while the first environments start, half a second's requests come.
    near(&single, "cold_starts", 50.0, 11.0);
    near(&many, "cold_starts", 3.0, 1.0);
    near(&many, "requests.completed", 9990.0, 10.0);
    // One environment is at work all the time, instead of ten.
    near(&single, "billed_ms", 1000.0 * 1000.0, 40_000.0);
    near(&many, "billed_ms", 100.0 * 1000.0, 5_000.0);
    near(&many, "concurrent_executions", 1.0, 0.1);
    // Its limit is one of environments.
    let limited = app(
        100,
        "process = \"even\"\nrate = \"300/s\"",
        &format!("{ONE}environment_concurrency = 20\nreserved_concurrency = 1"),
    );
    near(&limited, "requests.completed_per_second", 200.0, 10.0);
}

#[test]
fn a_deployment_makes_what_was_warm_cold() {
    for each in [1, 20] {
        let report = run(&format!(
            "[run]\nduration = \"100s\"\nwarmup = \"10s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"100/s\"\n[nodes.app]\n{ONE}\
             environment_concurrency = {each}\n[links.client.app]\n[[fault]]\nkind = \"cold-deploy\"\ntarget = \"app\"\nat = \"50s\"\nlasting = \"1s\"\nmissing = 0\n"
        ));
        // Those at work go when they are done, and the requests of half a second meet new ones.
        let (few, most) = if each == 1 { (10.0, 60.0) } else { (1.0, 4.0) };
        let cold = figure(&report, "cold_starts");
        assert!((few..=most).contains(&cold), "{each}: {cold}");
        assert!(figure(&report, "expired") >= 1.0);
    }
}

#[test]
fn an_event_is_run_again_after_one_minute_and_two_and_then_given_up() {
    let text = |retries: u32, fault: &str| {
        format!(
            "[run]\nduration = \"600s\"\n[nodes.client]\nkind = \"client\"\nprocess = \"even\"\nrate = \"1/s\"\nshape = \"steps(0s: 1, 100s: 0)\"\n[nodes.app]\n{ONE}\
             invocation = \"asynchronous\"\nasync_time = \"5ms\"\nasync_retries = {retries}\n[links.client.app]\n{fault}"
        )
    };
    let errors = "[[fault]]\nkind = \"error-rate\"\ntarget = \"app\"\nshare = 1\n";
    let lost = run(&text(2, errors));
    // The caller knows nothing of it.
    near(&lost, "requests.failed_total", 0.0, 0.0);
    near(&lost, "latency_ms.max", 5.0, 0.1);
    near(&lost, "dead_letters", 100.0, 1.0);
    near(&lost, "async_retries", 200.0, 2.0);
    near(&lost, "nodes.app.finished", 300.0, 3.0);
    // Each waits for three minutes in all.
    near(&lost, "event_queue", 100.0 * 180.0 / 600.0, 0.4);
    near(&run(&text(0, errors)), "dead_letters", 100.0, 1.0);
    // An error of a minute and a half costs those that came in the first half minute two runs, and the others one.
    let healed = run(&text(2, &format!("{errors}lasting = \"90s\"\n")));
    near(&healed, "dead_letters", 0.0, 0.0);
    near(&healed, "async_retries", 90.0 + 30.0, 3.0);
    near(&healed, "event_age_ms.max", 180_600.0, 700.0);
}

#[test]
fn throttled_events_wait_and_are_all_run_in_the_end() {
    let report = app(
        300,
        "process = \"even\"\nrate = \"20/s\"\nshape = \"steps(0s: 1, 20s: 0)\"",
        &format!("{ONE}invocation = \"asynchronous\"\nreserved_concurrency = 1"),
    );
    // One at a time, ten a second: what comes in twenty seconds takes longer than these.
    near(&report, "requests.completed", 400.0, 1.0);
    near(&report, "event_age_ms.count", 400.0, 1.0);
    assert!(figure(&report, "throttles") > 200.0);
    assert!(figure(&report, "event_age_ms.max") > 20_000.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn functions_keep_the_laws_whatever_their_settings(
        sizes in (1u32..6, 1u32..200, 1u32..20, 0u32..3, 30u32..900, 10u32..3000),
        invocation in prop::sample::select(vec!["synchronous", "asynchronous"]),
        fault in prop::sample::select(vec!["cold-deploy", "outage", "gc-storm", "error-rate", "quota-exhausted", "cache-flush"]),
        cancel: bool,
        seed in 0u64..1000,
    ) {
        let (each, rate, limit, provisioned, timeout, keep) = sizes;
        let lasting = if fault == "cache-flush" { "" } else { "lasting = \"5s\"" };
        let text = format!(
            "[run]\nduration = \"20s\"\nwarmup = \"1s\"\n[nodes.client]\nkind = \"client\"\nrate = \"{rate}/s\"\n[nodes.app]\nkind = \"function\"\n\
             environment_concurrency = {each}\ninvocation = \"{invocation}\"\nreserved_concurrency = {limit}\nprovisioned_concurrency = {provisioned}\nkeep_alive = \"{keep}ms\"\n\
             [nodes.db]\nkind = \"service\"\n[links.client.app]\ntimeout = \"{timeout}ms\"\ncancel = {cancel}\nretries = 1\nhedge_after = \"100ms\"\n[links.app.db]\ntimeout = \"50ms\"\n\
             [[fault]]\nkind = \"{fault}\"\ntarget = \"app\"\nat = \"4s\"\n{lasting}\n"
        );
        keeps_the_laws(&text, seed)?;
    }
}
