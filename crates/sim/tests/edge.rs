//! The edge does what the real thing does: names, copies, front doors, limits and balancers, one test a mechanism.
#![cfg(feature = "files")]
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

mod reading;

use reading::{figure, near};
use std::fmt::Write as _;

use headroom_sim::scenario::parse;
use headroom_sim::{Report, simulate};
use proptest::prelude::*;

/// A client, at an even rate if it says nothing else, before `rest`, for so many seconds.
fn run(seconds: u32, client: &str, rest: &str) -> Report {
    let client = if client.contains("process") {
        client.to_owned()
    } else {
        format!("process = \"even\"\n{client}")
    };
    let text = format!(
        "[run]\nduration = \"{seconds}s\"\n[nodes.client]\nkind = \"client\"\n{client}\n{rest}"
    );
    let scenario = parse(&text).unwrap_or_else(|e| panic!("{e:#?}\n{text}"));
    let report = simulate(&scenario, None, &[], None).unwrap();
    assert!(report.sound, "{}", report.to_json());
    report
}

/// A balancer before `n` services `s0`, `s1`, ...
fn balanced(n: usize, balancer: &str, service: &str, rest: &str) -> String {
    let mut text = format!(
        "[nodes.lb]\nkind = \"load-balancer\"\noverhead = \"0ms\"\n{balancer}\n[links.client.lb]\n"
    );
    for i in 0..n {
        let _ = writeln!(
            text,
            "[nodes.s{i}]\nkind = \"service\"\nreplicas = 1\n{service}\n[links.lb.s{i}]"
        );
    }
    text + rest
}

fn fault(kind: &str, target: &str, rest: &str) -> String {
    format!("[[fault]]\nkind = \"{kind}\"\ntarget = \"{target}\"\n{rest}\n")
}

const WIDE: &str = "concurrency = 1000\nservice_time = \"100ms\"";

#[test]
fn round_robin_is_even_and_weights_are_kept() {
    let report = run(
        100,
        "rate = \"100/s\"",
        &balanced(4, "algorithm = \"round-robin\"", WIDE, ""),
    );
    near(&report, "nodes.lb.imbalance", 1.0, 1e-3);
    near(&report, "nodes.s3.requests", 2500.0, 1.0);
    let weighted = |weights: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &format!(
                "[nodes.lb]\nkind = \"load-balancer\"\nalgorithm = \"weighted\"\nweights = \"{weights}\"\noverhead = \"0ms\"\n\
                 [nodes.a]\nkind = \"service\"\nreplicas = 3\n[nodes.b]\nkind = \"service\"\nreplicas = 1\n\
                 [links.client.lb]\n[links.lb.a]\nshare = 0.5\n[links.lb.b]\nshare = 0.25\n"
            ),
        )
    };
    // 2 to 1 by link; by instance 3 of 0.5 to 1 of 0.25.
    near(
        &weighted("links"),
        "nodes.a.requests",
        10_000.0 * 2.0 / 3.0,
        2.0,
    );
    near(
        &weighted("instances"),
        "nodes.a.requests",
        10_000.0 * 6.0 / 7.0,
        2.0,
    );
}

#[test]
fn least_connections_feeds_the_target_that_fails_fast_and_ejection_cures_it() {
    let system = |algorithm: &str, outliers: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &balanced(
                4,
                &format!(
                    "algorithm = \"{algorithm}\"\nhealth_checks = false\noutliers = \"{outliers}\""
                ),
                WIDE,
                &fault("outage", "s1", ""),
            ),
        )
    };
    near(
        &system("round-robin", "off"),
        "requests.error_ratio",
        0.25,
        0.001,
    );
    // The others take one request each in turn, 10 a second; whatever comes while they are busy goes into the hole.
    let hole = system("least-connections", "off");
    near(&hole, "requests.error_ratio", 0.7, 0.02);
    assert!(
        hole.verdicts()
            .iter()
            .any(|text| text.contains("black hole")),
        "{:?}",
        hole.verdicts()
    );
    // Five failures; out for 30 s, then five more; out for 60 s, and so on.
    let cured = system("least-connections", "consecutive");
    near(&cured, "nodes.lb.ejections", 3.0, 1.0);
    near(
        &cured,
        "requests.failed_total",
        5.0 * figure(&cured, "nodes.lb.ejections"),
        0.0,
    );
}

#[test]
fn a_success_rate_far_below_the_others_is_an_outlier() {
    let system = |outliers: &str| {
        run(
            100,
            "rate = \"240/s\"",
            &balanced(
                6,
                &format!(
                    "algorithm = \"round-robin\"\nhealth_checks = false\noutliers = \"{outliers}\""
                ),
                WIDE,
                &fault("error-rate", "s2", "share = 0.5"),
            ),
        )
    };
    near(&system("off"), "requests.error_ratio", 0.5 / 6.0, 0.005);
    // Seen after 10 s, when half of its 400 answers were errors; back at 40 s and out at 50 s, back at 80 s and out at 90 s.
    let report = system("success-rate");
    near(&report, "nodes.lb.ejections", 3.0, 0.0);
    near(&report, "requests.failed_total", 600.0, 60.0);
}

#[test]
fn two_choices_keep_queues_far_below_random() {
    let system = |algorithm: &str| {
        run(
            400,
            "rate = \"180/s\"\nprocess = \"poisson\"",
            &balanced(
                20,
                &format!("algorithm = \"{algorithm}\""),
                "concurrency = 1\nservice_time = \"exponential(100ms)\"\nqueue_limit = 100000",
                "",
            ),
        )
    };
    let (random, two) = (system("random"), system("two-choices"));
    // Mitzenmacher 2001: with many servers a share of load^(2^i - 1) has i customers or more; a customer stays the sum of
    // load^(2^i - 2) services. Twenty servers make some difference. Chosen at random each is a queue of its own: 1 / (1 - load).
    let mean: f64 = (1..8).map(|i| 0.9f64.powi((1 << i) - 2)).sum::<f64>() * 100.0;
    near(&two, "latency_ms.mean", mean, mean * 0.25);
    near(&random, "latency_ms.mean", 1000.0, 150.0);
    assert!(
        figure(&random, "nodes.lb.peak_outstanding")
            > 3.0 * figure(&two, "nodes.lb.peak_outstanding")
    );
}

#[test]
fn peak_ewma_leaves_a_slow_target_alone() {
    let system = |algorithm: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &balanced(
                3,
                &format!("algorithm = \"{algorithm}\""),
                WIDE,
                &fault("slow-node", "s0", "factor = 20"),
            ),
        )
    };
    let share = |report: &Report| figure(report, "nodes.s0.requests") / 10_000.0;
    assert!((share(&system("round-robin")) - 1.0 / 3.0).abs() < 0.001);
    assert!(share(&system("peak-ewma")) < 0.05);
}

#[test]
fn consistent_hash_moves_the_keys_of_a_target_that_leaves_and_no_others() {
    // A thousand keys, each asked for many times before and after; a fifth of them live at the one that leaves, more or
    // less as the ring falls.
    let report = run(
        100,
        "rate = \"200/s\"\nkeys = 1000\nkey_distribution = \"uniform\"",
        &balanced(
            5,
            "algorithm = \"consistent-hash\"\nbalance_factor = 0\ncheck_interval = \"1s\"\ncheck_timeout = \"500ms\"\nunhealthy_threshold = 1",
            WIDE,
            &fault("outage", "s3", "at = \"50s\""),
        ),
    );
    let moved = figure(&report, "nodes.lb.moved");
    assert!((120.0..300.0).contains(&moved), "{moved}");
    // What it had in 50 s is what moved: keys are asked for equally often.
    let had = figure(&report, "nodes.s3.requests") / 10_000.0 * 1000.0;
    assert!((moved - had).abs() < 0.2 * had, "{moved} of {had}");
}

#[test]
fn a_bounded_load_spreads_a_key_that_all_ask_for() {
    let system = |factor: &str| {
        run(
            60,
            "rate = \"400/s\"\nkeys = 1",
            &balanced(
                8,
                &format!("algorithm = \"consistent-hash\"\nbalance_factor = {factor}"),
                WIDE,
                "",
            ),
        )
    };
    // 40 are under way; eight targets have five each on average.
    near(&system("0"), "nodes.lb.peak_outstanding", 40.0, 1.0);
    near(&system("1.25"), "nodes.lb.peak_outstanding", 7.0, 0.0);
}

#[test]
fn sticky_sessions_stay_where_they_began() {
    let system = |sticky: bool| {
        run(
            20,
            "rate = \"100/s\"\nkeys = 1",
            &balanced(
                4,
                &format!("algorithm = \"random\"\nsticky = {sticky}"),
                WIDE,
                "",
            ),
        )
    };
    near(&system(true), "nodes.lb.imbalance", 4.0, 0.0);
    near(&system(true), "nodes.lb.moved", 0.0, 0.0);
    near(&system(false), "nodes.lb.imbalance", 1.0, 0.15);
}

#[test]
fn health_checks_take_a_target_out_after_so_many_intervals() {
    let report = run(
        100,
        "rate = \"100/s\"",
        &balanced(
            2,
            "check_interval = \"10s\"\nunhealthy_threshold = 2\nhealthy_threshold = 2",
            WIDE,
            &fault("outage", "s0", "at = \"45s\"\nlasting = \"30s\""),
        ),
    );
    // Checks fail at 50 s and 60 s; half of the requests of 15 s, and the ten that were there. Back at 90 s.
    near(&report, "requests.failed_total", 755.0, 5.0);
    near(&report, "nodes.lb.taken_out", 1.0, 0.0);
    near(&report, "nodes.s0.requests", 45.0 * 50.0 + 10.0 * 50.0, 5.0);
    // Nobody answers through a cut: the check fails when its timeout is over, 5 s later.
    let cut = run(
        100,
        "rate = \"100/s\"",
        &balanced(
            2,
            "check_interval = \"10s\"\nunhealthy_threshold = 2\nhealthy_threshold = 2",
            WIDE,
            "",
        )
        .replace("[links.lb.s0]", "[links.lb.s0]\ntimeout = \"1s\"")
        .add(&fault("partition", "lb->s0", "at = \"45s\"")),
    );
    near(&cut, "requests.failed_total", 20.0 * 50.0 + 5.0, 10.0);
}

#[test]
fn a_health_check_takes_out_the_one_replica_that_died() {
    let report = run(
        100,
        "rate = \"100/s\"",
        &format!(
            "[nodes.lb]\nkind = \"load-balancer\"\nalgorithm = \"round-robin\"\ncheck_interval = \"10s\"\n\
             unhealthy_threshold = 2\nhealthy_threshold = 2\n[nodes.app]\nkind = \"service\"\nreplicas = 4\n\
             queue = \"per-replica\"\nservice_time = \"1ms\"\n[links.client.lb]\n[links.lb.app]\n{}",
            fault(
                "crash",
                "app",
                "at = \"45s\"\nlasting = \"30s\"\nshare = \"25%\""
            )
        ),
    );
    // Checks fail at 50 s and 60 s; a quarter of the requests of 15 s. Back at 90 s.
    near(&report, "requests.failed_total", 375.0, 3.0);
    near(&report, "nodes.lb.taken_out", 1.0, 0.0);
}

trait Add {
    fn add(self, more: &str) -> Self;
}

impl Add for String {
    fn add(mut self, more: &str) -> Self {
        self.push_str(more);
        self
    }
}

#[test]
fn flapping_checks_take_out_targets_that_are_well_and_nobody_well_means_everybody() {
    let report = run(
        100,
        "rate = \"100/s\"",
        &balanced(
            3,
            "check_interval = \"1s\"\ncheck_timeout = \"100ms\"\nunhealthy_threshold = 1\nhealthy_threshold = 3",
            WIDE,
            &fault("health-check-flapping", "lb", "share = 0.7"),
        ),
    );
    assert!(figure(&report, "nodes.lb.taken_out") > 5.0);
    assert!(figure(&report, "nodes.lb.available") < 1.0);
    near(&report, "requests.failed_total", 0.0, 0.0);
}

#[test]
fn a_target_that_comes_back_gets_its_share_little_by_little() {
    let report = run(
        71,
        "rate = \"100/s\"",
        &balanced(
            2,
            "slow_start = \"40s\"\ncheck_interval = \"1s\"\ncheck_timeout = \"500ms\"\nunhealthy_threshold = 1\nhealthy_threshold = 1",
            WIDE,
            &fault("outage", "s1", "at = \"10500ms\"\nlasting = \"20s\""),
        ),
    );
    // Half of the requests of 10.5 s; then from 31 s on a share of w / (1 + w), where w grows from 0 to 1 in 40 s and is 0.1 at least:
    // 40 s (1 - ln 2), and in the first 4 s a little more.
    let ramp = 40.0 * (1.0 - 2f64.ln()) + 4.0 * 0.1 / 1.1 - 40.0 * (0.1 - 1.1f64.ln());
    near(&report, "nodes.s1.requests", 525.0 + 100.0 * ramp, 10.0);
}

#[test]
fn a_balancer_costs_its_hours_and_its_capacity_units() {
    let report = run(
        3600,
        "rate = \"10/s\"",
        &(balanced(
            2,
            "requests_per_connection = 4",
            "service_time = \"1ms\"",
            "",
        ) + "[classes]\nbig = { response_size = \"1MB\" }\n"),
    );
    // 36 GB in an hour are 36 units; 2.5 new connections a second would be a tenth of one.
    near(
        &report,
        "nodes.lb.cost_per_hour",
        0.0225 + 36.0 * 0.008,
        1e-4,
    );
}

/// A limiter before a service that takes `time`.
fn limited(limiter: &str, time: &str) -> String {
    format!(
        "[nodes.limit]\nkind = \"rate-limiter\"\n{limiter}\n[nodes.app]\nkind = \"service\"\nreplicas = 1\nconcurrency = 10\n\
         queue_limit = 100000\nservice_time = \"{time}\"\n[links.client.limit]\n[links.limit.app]\n"
    )
}

#[test]
fn buckets_let_their_rate_and_their_burst_through_and_the_leaky_one_in_single_file() {
    let system = |algorithm: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &limited(
                &format!("algorithm = \"{algorithm}\"\nlimit = 20\nburst = 50"),
                "1ms",
            ),
        )
    };
    let token = system("token-bucket");
    near(&token, "nodes.limit.passed", 20.0 * 100.0 + 50.0, 2.0);
    near(&token, "latency_ms.max", 1.0, 0.1);
    let leaky = system("leaky-bucket");
    near(&leaky, "nodes.limit.passed", 20.0 * 100.0, 2.0);
    // Fifty wait, each for the fifty before it at 20 a second.
    near(&leaky, "latency_ms.p90", 2500.0, 60.0);
    near(
        &leaky,
        "requests.failed.rate_limited",
        10_000.0 - 2050.0,
        5.0,
    );
}

#[test]
fn a_fixed_window_lets_twice_its_limit_through_at_the_boundary_and_a_sliding_one_does_not() {
    let system = |algorithm: &str| {
        run(
            11,
            "rate = \"1/s\"\nshape = \"spike(at: 9900ms, lasting: 200ms, times: 3000, rise: 0s)\"",
            &limited(
                &format!("algorithm = \"{algorithm}\"\nlimit = 100\nwindow = \"10s\""),
                "1ms",
            ),
        )
    };
    // Some 600 requests in the last and the first tenth of two windows.
    near(&system("fixed-window"), "nodes.limit.passed", 200.0, 0.0);
    near(&system("sliding-log"), "nodes.limit.passed", 100.0, 1.0);
    // The counter weighs the window before: a request more each 10 s / 100 as it fades.
    near(&system("sliding-counter"), "nodes.limit.passed", 105.0, 6.0);
}

#[test]
fn over_time_every_window_lets_its_limit_through() {
    for algorithm in ["fixed-window", "sliding-log", "sliding-counter"] {
        let report = run(
            100,
            "rate = \"100/s\"",
            &limited(&format!("algorithm = \"{algorithm}\"\nlimit = 20"), "1ms"),
        );
        // The counter's is below by up to one a window: what is left of the window before is no whole number.
        near(&report, "nodes.limit.passed", 1950.0, 60.0);
    }
}

#[test]
fn a_limit_for_each_tenant_keeps_one_from_taking_what_is_anothers() {
    let system = |by: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &(limited(&format!("by = \"{by}\"\nlimit = 20\nburst = 20"), "1ms")
                + "[classes]\nbig = { weight = 9, tenant = \"big\" }\nsmall = { weight = 1, tenant = \"small\" }\n"),
        )
    };
    // All together 20 of 100; each for itself: 20 of big's 90, and hardly anything is refused of small's 10.
    let all = system("all");
    near(&all, "requests.completed", 2020.0, 5.0);
    assert!(figure(&all, "classes.small.requests.error_ratio") > 0.7);
    let each = system("tenant");
    near(&each, "classes.big.requests.completed", 2020.0, 10.0);
    assert!(figure(&each, "classes.small.requests.error_ratio") < 0.01);
    // A sliding log is a system without a queue in which each request that is let in stays for a window: Erlang's B of ten
    // places and an offered load of twenty is what it turns away.
    let refused = (1..=10).fold(1.0, |b, n| 20.0 * b / (f64::from(n) + 20.0 * b));
    let keys = run(
        100,
        "rate = \"100/s\"\nprocess = \"poisson\"\nkeys = 5\nkey_distribution = \"uniform\"",
        &limited(
            "by = \"key\"\nlimit = 10\nalgorithm = \"sliding-log\"",
            "1ms",
        ),
    );
    near(
        &keys,
        "nodes.limit.passed",
        100.0 * 100.0 * (1.0 - refused),
        120.0,
    );
}

#[test]
fn a_quota_that_is_used_up_lets_nothing_through() {
    let report = run(
        100,
        "rate = \"100/s\"",
        &(limited("limit = 50\nburst = 1", "1ms")
            + &fault(
                "quota-exhausted",
                "limit",
                "at = \"40s\"\nlasting = \"20s\"\nleft = 0",
            )),
    );
    near(&report, "nodes.limit.passed", 80.0 * 50.0, 5.0);
}

#[test]
fn adaptive_limits_find_what_the_service_can_do_and_keep_latency_low() {
    // Ten at once for 100 ms are 100 a second; 300 come.
    let system = |limiter: &str| run(200, "rate = \"300/s\"", &limited(limiter, "100ms"));
    let open = system("limit = 1000000\nburst = 1000000");
    assert!(figure(&open, "latency_ms.p50") > 30_000.0);
    let aimd = system("algorithm = \"aimd\"\nlatency_limit = \"300ms\"");
    // Thirty at once take 300 ms. It learns of it 300 ms late, when the limit has grown by thirty more, and then each of them
    // cuts it by a tenth: a sawtooth, which costs some of the throughput.
    near(&aimd, "requests.completed_per_second", 85.0, 15.0);
    assert!(figure(&aimd, "latency_ms.max") < 700.0);
    near(
        &aimd,
        "requests.failed.shed",
        figure(&aimd, "nodes.limit.limited"),
        0.0,
    );
    let gradient = system("algorithm = \"gradient\"\ntolerance = 1.0\nmax_limit = 1000");
    near(&gradient, "requests.completed_per_second", 100.0, 1.0);
    assert!(
        figure(&gradient, "latency_ms.p99") < 0.2 * figure(&open, "latency_ms.p50"),
        "{}",
        gradient.to_json()
    );
}

#[test]
fn a_gateway_asks_for_tokens_it_does_not_know_and_limits_each_tenant() {
    let system = |auth: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &format!(
                "[nodes.gw]\nkind = \"api-gateway\"\noverhead = \"0ms\"\nauth = \"{auth}\"\ntoken_hit_ratio = 0.8\n\
                 [nodes.auth]\nkind = \"service\"\nservice_time = \"50ms\"\n[nodes.app]\nkind = \"service\"\nservice_time = \"1ms\"\n\
                 [links.client.gw]\n[links.gw.auth]\n[links.gw.app]\n[routes.gw]\nrequest = [{{ to = \"auth\", when = \"miss\" }}, \"app\"]\n"
            ),
        )
    };
    let asking = system("introspection");
    near(&asking, "nodes.auth.requests", 2000.0, 150.0);
    near(
        &asking,
        "nodes.gw.introspections",
        figure(&asking, "nodes.auth.requests"),
        0.0,
    );
    near(&asking, "nodes.app.requests", 10_000.0, 2.0);
    near(&asking, "latency_ms.p50", 1.0, 0.1);
    near(&asking, "latency_ms.p90", 51.0, 0.5);
    near(&system("local"), "nodes.auth.requests", 0.0, 0.0);
    let quotas = run(
        100,
        "rate = \"100/s\"",
        "[nodes.gw]\nkind = \"api-gateway\"\ntenant_rate = \"20/s\"\ntenant_burst = 10\n[links.client.gw]\n\
         [classes]\nbig = { weight = 9, tenant = \"big\" }\nsmall = { weight = 1, tenant = \"small\" }\n",
    );
    near(&quotas, "classes.big.requests.completed", 2010.0, 3.0);
    assert!(figure(&quotas, "classes.small.requests.error_ratio") < 0.02);
}

/// Names that lead to `a` and `b`.
fn names(dns: &str, rest: &str) -> String {
    format!(
        "[nodes.dns]\nkind = \"dns\"\nlookup_time = \"20ms\"\n{dns}\n[nodes.a]\nkind = \"service\"\nregion = \"us\"\nservice_time = \"1ms\"\n\
         [nodes.b]\nkind = \"service\"\nregion = \"eu\"\nservice_time = \"1ms\"\n[links.client.dns]\n[links.dns.a]\n[links.dns.b]\n{rest}"
    )
}

#[test]
fn answers_that_are_kept_spare_lookups() {
    let system = |ttl: &str| {
        run(
            100,
            "rate = \"200/s\"",
            &names(
                &format!("policy = \"failover\"\nresolvers = 10\nttl = \"{ttl}\""),
                "",
            ),
        )
    };
    // Ten resolvers ask five times in 100 s, and once at the start.
    near(&system("20s"), "nodes.dns.lookups", 55.0, 6.0);
    let never = system("0s");
    near(&never, "nodes.dns.lookup_ratio", 1.0, 0.0);
    near(&never, "latency_ms.mean", 21.0, 0.1);
}

#[test]
fn a_place_that_is_gone_is_left_after_detection_and_the_time_to_live() {
    let system = |ttl: u32| {
        run(
            160,
            "rate = \"100/s\"",
            &names(
                &format!(
                    "policy = \"failover\"\nresolvers = 50\nttl = \"{ttl}s\"\ncheck_interval = \"10s\"\nunhealthy_threshold = 3"
                ),
                &fault("region-outage", "region:us", "at = \"45s\""),
            ),
        )
    };
    for ttl in [1, 20, 60] {
        // Checks fail at 50, 60 and 70 s. Resolvers forget at any time in the time to live, and a while later somebody asks.
        let failed = figure(&system(ttl), "requests.failed_total") / 100.0;
        let (detection, ttl) = (25.0, f64::from(ttl));
        assert!(failed >= detection - 0.1, "{failed} s");
        assert!(failed <= detection + ttl + 1.0, "{failed} s");
        assert!(
            (failed - detection - ttl / 2.0).abs() < 0.15 * ttl + 1.0,
            "{failed} s with {ttl} s"
        );
    }
    let stale = figure(&system(60), "nodes.dns.stale");
    assert!(stale > 2000.0, "{stale}");
}

#[test]
fn while_names_do_not_resolve_kept_answers_go_on_until_they_expire() {
    let outage = |ttl: &str, lasting: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &names(
                &format!(
                    "policy = \"failover\"\nresolvers = 50\nttl = \"{ttl}\"\nlookup_timeout = \"2s\""
                ),
                &fault(
                    "dns-outage",
                    "dns",
                    &format!("at = \"40s\"\nlasting = \"{lasting}\""),
                ),
            ),
        )
    };
    // Of 20 s the caches bridge the first 20 s little by little: half of the requests of the first 20 s, and then all.
    let report = outage("20s", "40s");
    near(&report, "requests.failed.node_down", 1000.0 + 2000.0, 250.0);
    near(
        &report,
        "nodes.dns.unresolved",
        figure(&report, "requests.failed.node_down"),
        0.0,
    );
    // Answers kept for longer than it lasts bridge most of it.
    assert!(figure(&outage("1h", "20s"), "requests.failed_total") < 60.0);
}

#[test]
fn policies_choose_by_weight_by_region_or_anyhow() {
    let system = |policy: &str, rest: &str| {
        run(
            100,
            "rate = \"100/s\"",
            &names(
                &format!("policy = \"{policy}\"\nresolvers = 1000\nttl = \"1s\"\ncross_region_time = \"80ms\""),
                "",
            )
            .replace("[links.dns.a]", "[links.dns.a]\nshare = 0.3\nlatency = \"2ms\"")
            .replace("[links.dns.b]", "[links.dns.b]\nshare = 0.1\nlatency = \"1ms\"")
            .add(rest),
        )
    };
    near(&system("weighted", ""), "nodes.a.requests", 7500.0, 150.0);
    near(&system("simple", ""), "nodes.a.requests", 5000.0, 150.0);
    let classes = "[classes]\nus = { weight = 1, region = \"us\" }\neu = { weight = 1, region = \"eu\" }\nasia = { weight = 2, region = \"asia\" }\n";
    // Asia goes to the first, or along the link of least latency.
    let geo = system("geo", classes);
    near(&geo, "nodes.a.requests", 7500.0, 150.0);
    near(
        &system("latency", classes),
        "nodes.a.requests",
        2500.0,
        150.0,
    );
    assert!(figure(&geo, "classes.eu.latency_ms.p50") < 30.0);
    assert!(figure(&geo, "classes.asia.latency_ms.p50") > 80.0);
    // Who does not say where it is has no way to go to another region.
    assert!(figure(&system("geo", ""), "latency_ms.max") < 30.0);
}

/// A CDN before an origin that takes 100 ms.
fn cached(cdn: &str, rest: &str) -> String {
    format!(
        "[nodes.cdn]\nkind = \"cdn\"\nhit_time = \"1ms\"\nshield_time = \"10ms\"\n{cdn}\n[nodes.origin]\nkind = \"service\"\n\
         concurrency = 10000\nservice_time = \"100ms\"\n[links.client.cdn]\n[links.cdn.origin]\n{rest}"
    )
}

#[test]
fn the_hit_ratio_of_a_point_of_presence_is_that_of_least_recently_used() {
    let (keys, slots, exponent) = (2000, 100, 0.8);
    let report = run(
        300,
        &format!("rate = \"500/s\"\nkeys = {keys}\nzipf_exponent = {exponent}"),
        &cached(
            "capacity = \"100KB\"",
            "[classes]\nimage = { response_size = \"1KB\" }\n",
        )
        .replace("100ms", "1us")
        .replace("\"1ms\"", "\"1us\""),
    );
    // Che, Tung and Wang 2002: a key is there if it was asked for within a time in which as many keys are as fit.
    let weights: Vec<f64> = (1..=keys).map(|k| f64::from(k).powf(-exponent)).collect();
    let total: f64 = weights.iter().sum();
    let held = |t: f64| -> f64 { weights.iter().map(|w| 1.0 - (-w / total * t).exp()).sum() };
    let (mut low, mut high) = (0.0, 1e6);
    for _ in 0..100 {
        let middle = f64::midpoint(low, high);
        if held(middle) < f64::from(slots) {
            low = middle;
        } else {
            high = middle;
        }
    }
    let expected: f64 = weights
        .iter()
        .map(|w| w / total * (1.0 - (-w / total * low).exp()))
        .sum();
    near(&report, "nodes.cdn.hit_ratio", expected, 0.01);
    near(&report, "nodes.cdn.stored", 100_000.0, 0.0);
    near(&report, "nodes.cdn.egress", 150_000.0 * 1000.0, 1e5);
    near(
        &report,
        "nodes.origin.requests",
        figure(&report, "nodes.cdn.misses") - figure(&report, "nodes.cdn.collapsed"),
        0.0,
    );
    // Requests and bytes by the hour.
    near(
        &report,
        "nodes.cdn.cost_per_hour",
        12.0 * 150_000.0 * (1e-6 + 1e-6 * 0.085),
        1e-3,
    );
}

#[test]
fn copies_expire_and_each_point_of_presence_has_its_own() {
    let system =
        |cdn: &str, seconds: u32| run(seconds, "rate = \"100/s\"\nkeys = 1", &cached(cdn, ""));
    // One fetch each time a copy is too old: at 0 s, 10.1 s, 20.2 s, ...
    let report = system("ttl = \"10s\"", 95);
    near(&report, "nodes.origin.requests", 10.0, 0.0);
    near(
        &report,
        "nodes.cdn.expired",
        figure(&report, "nodes.cdn.misses") - 10.0,
        3.0,
    );
    let pops = system("pops = 20", 60);
    near(&pops, "nodes.origin.requests", 20.0, 0.0);
    // A shield fetches once for all of them.
    let shield = system("pops = 20\nshield = true", 60);
    near(&shield, "nodes.origin.requests", 1.0, 0.0);
    near(&shield, "nodes.cdn.shield_hits", 20.0 - 1.0, 12.0);
}

#[test]
fn a_copy_from_the_shield_is_as_old_as_the_shields() {
    let (rate, pops, ttl) = (2.0, 20.0, 10.0);
    let report = run(
        20_000,
        &format!("rate = \"{rate}/s\"\nkeys = 1"),
        &cached(
            &format!("ttl = \"{ttl}s\"\npops = {pops}\nshield = true"),
            "",
        ),
    );
    // All copies go with the shield's, which the next request renews: of the requests that a place has between two such
    // times the first is a miss.
    let between = (ttl + 1.0 / rate) * rate / pops;
    let expected = 1.0 - (1.0 - f64::exp(-between)) / between;
    near(&report, "nodes.cdn.hit_ratio", expected, 0.01);
}

#[test]
fn requests_for_what_is_being_fetched_wait_for_it() {
    let system = |collapse: bool| {
        run(
            50,
            "rate = \"1000/s\"\nkeys = 1",
            &cached(&format!("collapse = {collapse}\nttl = \"10s\""), ""),
        )
    };
    // A stampede of 100 ms at 1,000 a second each time the copy expires, or one fetch.
    near(&system(true), "nodes.origin.requests", 5.0, 0.0);
    near(&system(true), "nodes.cdn.collapsed", 5.0 * 101.0, 15.0);
    near(&system(false), "nodes.origin.requests", 5.0 * 102.0, 15.0);
    // What fails fails for all who waited, and is not kept.
    let failing = run(
        50,
        "rate = \"100/s\"\nkeys = 1",
        &cached("ttl = \"10s\"", &fault("error-rate", "origin", "share = 1")),
    );
    near(&failing, "requests.error_ratio", 1.0, 0.0);
    assert!(figure(&failing, "nodes.origin.requests") < 510.0);
    // Whoever fetches for others and is given up leaves it to the next.
    let impatient = run(
        50,
        "rate = \"100/s\"\nkeys = 1",
        &cached("ttl = \"10s\"", "").replace(
            "[links.client.cdn]",
            "[links.client.cdn]\ntimeout = \"55ms\"\ncancel = true",
        ),
    );
    near(&impatient, "requests.completed", 0.0, 0.0);
}

#[test]
fn a_flush_empties_the_caches_and_writes_go_through() {
    let report = run(
        100,
        "rate = \"100/s\"\nkeys = 50\nkey_distribution = \"uniform\"",
        &cached("", &fault("cache-flush", "cdn", "at = \"50s\"")),
    );
    near(&report, "nodes.origin.requests", 100.0, 0.0);
    let writes = run(
        10,
        "rate = \"100/s\"\nkeys = 1",
        &cached("", "[classes]\npost = { write = true }\n"),
    );
    near(&writes, "nodes.origin.requests", 1000.0, 15.0);
    near(&writes, "nodes.cdn.hit_ratio", 0.0, 0.0);
}

#[derive(Debug)]
struct Knobs {
    algorithm: &'static str,
    outliers: &'static str,
    limiter: &'static str,
    by: &'static str,
    policy: &'static str,
    auth: &'static str,
    fault: (&'static str, &'static str),
    flags: (bool, bool, bool, bool),
    rate: u32,
    timeout: u32,
    limit: u32,
    burst: u32,
    ttl: u32,
    pops: u32,
    capacity: u32,
    interval: u32,
    replicas: u32,
    factor: f64,
}

/// Everything of this file in one system: names to two regions, in each a CDN, a gateway, a limiter and a balancer.
fn scenario(k: &Knobs) -> String {
    let (sticky, collapse, shield, cancel) = k.flags;
    let mut text = format!(
        "[run]\nduration = \"20s\"\nwarmup = \"2s\"\n[classes]\nread = {{ weight = 3, region = \"us\", tenant = \"x\", response_size = \"2KB\" }}\n\
         write = {{ weight = 1, region = \"eu\", tenant = \"y\", write = true }}\n\
         [nodes.client]\nkind = \"client\"\nrate = \"{}/s\"\nkeys = 200\n\
         [links.client.dns]\ntimeout = \"{}ms\"\nretries = 1\ncancel = {cancel}\nloss = 0.01\n\
         [nodes.dns]\nkind = \"dns\"\npolicy = \"{}\"\nttl = \"{}ms\"\nresolvers = 5\ncheck_interval = \"{}ms\"\ncheck_timeout = \"300ms\"\nunhealthy_threshold = 2\nhealthy_threshold = 1\nlookup_timeout = \"200ms\"\ncross_region_time = \"exponential(30ms)\"\n",
        k.rate, k.timeout, k.policy, k.ttl, k.interval
    );
    for (i, region) in ["us", "eu"].iter().enumerate() {
        let _ = write!(
            text,
            "[nodes.cdn{i}]\nkind = \"cdn\"\nregion = \"{region}\"\npops = {}\ncapacity = \"{}KB\"\nttl = \"{}ms\"\nshield = {shield}\ncollapse = {collapse}\n\
             [nodes.gw{i}]\nkind = \"api-gateway\"\nauth = \"{}\"\nauth_time = \"5ms\"\ntenant_rate = \"{}/s\"\ntenant_burst = {}\n\
             [nodes.limit{i}]\nkind = \"rate-limiter\"\nalgorithm = \"{}\"\nby = \"{}\"\nlimit = {}\nburst = {}\ninitial_limit = 5\nlatency_limit = \"50ms\"\ncheck_time = \"1ms\"\n\
             [nodes.lb{i}]\nkind = \"load-balancer\"\nalgorithm = \"{}\"\nsticky = {sticky}\noutliers = \"{}\"\nbalance_factor = {}\nslow_start = \"{}ms\"\n\
             check_interval = \"{}ms\"\ncheck_timeout = \"100ms\"\nunhealthy_threshold = 1\nhealthy_threshold = 1\nconsecutive_failures = 2\nejection_time = \"1s\"\noutlier_interval = \"1s\"\nmax_ejected = 0.5\n\
             [nodes.a{i}]\nkind = \"service\"\nreplicas = {}\nconcurrency = 2\n[nodes.b{i}]\nkind = \"service\"\nreplicas = 1\nqueue_limit = 3\n\
             [links.dns.cdn{i}]\nlatency = \"exponential(5ms)\"\n[links.cdn{i}.gw{i}]\ntimeout = \"{}ms\"\ncancel = {cancel}\n[links.gw{i}.limit{i}]\n[links.limit{i}.lb{i}]\n\
             [links.lb{i}.a{i}]\ntimeout = \"200ms\"\nloss = 0.01\nshare = 0.7\n[links.lb{i}.b{i}]\nretries = 1\nshare = 0.2\n",
            k.pops,
            k.capacity,
            k.ttl,
            k.auth,
            k.limit,
            k.burst + 1,
            k.limiter,
            k.by,
            k.limit,
            k.burst,
            k.algorithm,
            k.outliers,
            k.factor,
            k.ttl,
            k.interval,
            k.replicas,
            k.timeout,
        );
    }
    text + &fault(k.fault.0, k.fault.1, "at = \"6s\"\nlasting = \"7s\"")
}

fn knobs() -> impl Strategy<Value = Knobs> {
    let pick = prop::sample::select::<&'static str>;
    let choices = (
        pick(vec![
            "round-robin",
            "weighted",
            "random",
            "least-connections",
            "two-choices",
            "peak-ewma",
            "consistent-hash",
        ]),
        pick(vec!["off", "consecutive", "success-rate", "both"]),
        pick(vec![
            "token-bucket",
            "leaky-bucket",
            "fixed-window",
            "sliding-log",
            "sliding-counter",
            "aimd",
            "gradient",
        ]),
        pick(vec!["all", "tenant", "key"]),
        pick(vec!["simple", "weighted", "latency", "geo", "failover"]),
        pick(vec!["local", "introspection"]),
        prop::sample::select(vec![
            ("outage", "a0"),
            ("outage", "cdn0"),
            ("outage", "lb1"),
            ("region-outage", "region:us"),
            ("dns-outage", "dns"),
            ("outage", "dns"),
            ("dns-outage", "gw0"),
            ("error-rate", "a1"),
            ("brown-out", "b0"),
            ("health-check-flapping", "lb0"),
            ("quota-exhausted", "limit0"),
            ("quota-exhausted", "gw1"),
            ("gc-storm", "cdn1"),
            ("crash", "a0"),
            ("crash", "cdn0"),
        ]),
    );
    let sizes = (
        10u32..400,
        5u32..400,
        1u32..100,
        0u32..50,
        0u32..5000,
        1u32..4,
        1u32..200,
        100u32..3000,
    );
    let more = (
        any::<(bool, bool, bool, bool)>(),
        0u32..6,
        prop_oneof![Just(0.0), 1.0..3.0f64],
    );
    (choices, sizes, more).prop_map(
        |(
            (algorithm, outliers, limiter, by, policy, auth, fault),
            (rate, timeout, limit, burst, ttl, pops, capacity, interval),
            (flags, replicas, factor),
        )| Knobs {
            algorithm,
            outliers,
            limiter,
            by,
            policy,
            auth,
            fault,
            flags,
            rate,
            timeout,
            limit,
            burst,
            ttl,
            pops,
            capacity,
            interval,
            replicas,
            factor,
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn the_laws_hold_whatever_the_edge_is_made_of(knobs in knobs(), seed in 0u64..1000) {
        let parsed = parse(&scenario(&knobs)).unwrap_or_else(|errors| panic!("{errors:#?}"));
        let report = simulate(&parsed, None, &[], Some(seed)).unwrap();
        prop_assert!(report.sound, "{}", report.to_json());
        for (path, value) in report.figures() {
            prop_assert!(value.is_finite() && value >= 0.0, "{} = {}", path, value);
        }
        let f = |path: &str| report.figure(path).unwrap();
        let over = f("requests.completed") + f("requests.failed_total") + f("requests.unfinished");
        prop_assert!((f("requests.offered") - over).abs() < 0.5);
        prop_assert_eq!(report.to_json(), simulate(&parsed, None, &[], Some(seed)).unwrap().to_json());
    }
}
