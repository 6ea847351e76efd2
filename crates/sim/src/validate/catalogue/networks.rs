//! Stations that call each other, one after another or side by side.

use super::text::{MANY, Text};
use super::{Family, check, oracle, percentile};
use crate::validate::theory::{
    ClosedNetwork, ForkJoin, Mmc, NetworkError, OpenNetwork, Station, expected_maximum,
    kth_percentile, mean_value_analysis, share_touched,
};
use crate::validate::{Check, Oracle};

pub(super) fn oracles(long: f64) -> Result<Vec<Oracle>, NetworkError> {
    Ok(vec![
        tandem(1000.0 * long),
        jackson(1000.0 * long)?,
        visited_again(1000.0 * long),
        repairman("20 users who think 1 s", 20, 1, 3000.0 * long),
        repairman("100 users of 4 servers", 100, 4, 1000.0 * long),
        several_stations(1000.0 * long),
        fan_out(200.0 * long),
        slow_once_in_twenty(300.0 * long),
        fork_join(2, 1000.0 * long),
        fork_join(5, 1000.0 * long),
        split_and_merge(2000.0 * long),
    ])
}

fn exponential(seconds: f64) -> String {
    format!("exponential({}ms)", seconds * 1e3)
}

fn wait(id: &str, queue: Mmc) -> Check {
    let figure = format!("nodes.{id}.wait_ms.mean");
    check(&figure, queue.mean_wait() * 1e3, 0.06)
}

fn tandem(seconds: f64) -> Oracle {
    let station = |mean: f64| Mmc {
        arrival_rate: 70.0,
        service_rate: 1.0 / mean,
        servers: 1,
    };
    let (first, second) = (station(0.01), station(0.008));
    let both = (first.mean_response() + second.mean_response()) * 1e3;
    let scenario = Text::poisson(70.0, seconds)
        .event_loop("app", 1, "exponential(10ms)")
        .service("db", 1, "exponential(8ms)")
        .link("client", "app", "")
        .link("app", "db", "");
    oracle(
        Family::Networks,
        "Two M/M/1 in tandem",
        "Burke's theorem: Gross et al. 2008, chapter 4",
        scenario.done(),
        vec![wait("db", second), check("latency_ms.mean", both, 0.05)],
    )
}

fn jackson(seconds: f64) -> Result<Oracle, NetworkError> {
    let station = |mean: f64, servers| Station {
        service_rate: 1.0 / mean,
        servers,
    };
    // From the front 60 % go to `a`; from there a quarter to `c`; half of those who are at the front again go to `b`.
    let theory = OpenNetwork {
        stations: vec![
            station(0.02, 2),
            station(0.02, 1),
            station(0.05, 2),
            station(0.06, 1),
        ],
        arrivals: vec![60.0, 0.0, 0.0, 0.0],
        routing: vec![
            vec![0.0, 0.6, 0.2, 0.0],
            vec![0.0, 0.0, 0.375, 0.25],
            vec![0.0; 4],
            vec![0.0, 0.0, 0.5, 0.0],
        ],
    };
    let names = ["front", "a", "b", "c"];
    let mut text = Text::poisson(60.0, seconds);
    let mut checks = Vec::new();
    for (id, (station, queue)) in names
        .iter()
        .zip(theory.stations.iter().zip(theory.queues()?))
    {
        let time = exponential(1.0 / station.service_rate);
        text = text.event_loop(id, station.servers, &time);
        let figure = format!("nodes.{id}.utilisation");
        checks.push(check(&figure, queue.utilisation(), 0.02));
        checks.push(wait(id, queue));
    }
    let response = theory.mean_response()? * 1e3;
    checks.push(check("latency_ms.mean", response, 0.04));
    let scenario = text
        .link("client", "front", "")
        .link("front", "a", "")
        .link("front", "b", "")
        .link("a", "c", "")
        .route(
            "front",
            "[{ to = \"a\", probability = 0.6 }, { to = \"b\", probability = 0.5 }]",
        )
        .route("a", "[{ to = \"c\", probability = 0.25 }]");
    Ok(oracle(
        Family::Networks,
        "Jackson network of 4 stations",
        "Jackson, Operations Research 5, 1957",
        scenario.done(),
        checks,
    ))
}

fn visited_again(seconds: f64) -> Oracle {
    let db = Mmc {
        arrival_rate: 1.5 * 50.0,
        service_rate: 100.0,
        servers: 1,
    };
    let scenario = Text::poisson(50.0, seconds)
        .event_loop("app", MANY, "0ms")
        .service("db", 1, "exponential(10ms)")
        .link("client", "app", "")
        .link("app", "db", "")
        .route("app", "[\"db\", { to = \"db\", probability = 0.5 }]");
    oracle(
        Family::Networks,
        "Database asked once or twice",
        "Kelly, Reversibility and Stochastic Networks, 1979, chapter 3",
        scenario.done(),
        vec![
            check("nodes.db.utilisation", db.utilisation(), 0.02),
            wait("db", db),
            check("latency_ms.mean", 1.5 * db.mean_response() * 1e3, 0.05),
        ],
    )
}

fn repairman(name: &str, users: u32, servers: u32, seconds: f64) -> Oracle {
    let theory = ClosedNetwork {
        users,
        think: 1.0,
        service: 0.05,
        servers,
    };
    let client = format!("process = \"closed\"\nusers = {users}\nthink_time = \"exponential(1s)\"");
    let scenario = Text::client(&client, seconds)
        .service("app", servers, "exponential(50ms)")
        .link("client", "app", "");
    oracle(
        Family::Networks,
        name,
        "machine repairman, M/M/c//N: Gross et al. 2008, chapter 2",
        scenario.done(),
        vec![
            check("latency_ms.mean", theory.mean_response() * 1e3, 0.04),
            check("requests.completed_per_second", theory.throughput(), 0.02),
        ],
    )
}

/// Users who think exactly a second: only the mean matters.
fn several_stations(seconds: f64) -> Oracle {
    let demands = [0.01, 0.02, 2.0 * 0.008];
    let theory = mean_value_analysis(60, 1.0, &demands);
    let scenario = Text::client(
        "process = \"closed\"\nusers = 60\nthink_time = \"1s\"",
        seconds,
    )
    .event_loop("app", 1, "exponential(10ms)")
    .service("db", 1, "exponential(20ms)")
    .service("disk", 1, "exponential(8ms)")
    .link("client", "app", "")
    .link("app", "db", "")
    .link("app", "disk", "")
    .route("app", "[\"db\", \"disk\", \"disk\"]");
    let mut checks = vec![
        check("latency_ms.mean", theory.response * 1e3, 0.04),
        check("requests.completed_per_second", theory.throughput, 0.02),
    ];
    for ((id, demand), inside) in ["app", "db", "disk"]
        .iter()
        .zip(demands)
        .zip(&theory.inside)
    {
        let waiting = inside - theory.throughput * demand;
        checks.push(check(&format!("nodes.{id}.waiting"), waiting, 0.08));
    }
    oracle(
        Family::Networks,
        "60 users, 3 stations",
        "mean value analysis: Reiser and Lavenberg, JACM 27, 1980",
        scenario.done(),
        checks,
    )
}

/// A node that calls `parts`, named or repeated, side by side.
fn parallel(text: Text, parts: &[String]) -> Text {
    let list: Vec<String> = parts.iter().map(|part| format!("\"{part}\"")).collect();
    let steps = format!("[{{ parallel = [{}] }}]", list.join(", "));
    text.link("client", "app", "").route("app", &steps)
}

/// So many services of their own, called side by side.
fn leaves(mut text: Text, count: u32, servers: u32, time: &str) -> Text {
    let names: Vec<String> = (0..count).map(|i| format!("leaf-{i}")).collect();
    for name in &names {
        text = text.service(name, servers, time).link("app", name, "");
    }
    parallel(text, &names)
}

fn fan_out(seconds: f64) -> Oracle {
    let app = Text::poisson(100.0, seconds).service("app", MANY, "0ms");
    let tail = |t: f64| libm::exp(-t / 10.0);
    oracle(
        Family::Networks,
        "Slowest of 10 parallel calls",
        "David and Nagaraja, Order Statistics, 3rd ed. 2003, chapter 2",
        leaves(app, 10, MANY, "exponential(10ms)").done(),
        vec![
            check("latency_ms.mean", expected_maximum(10.0, 10), 0.01),
            percentile("latency_ms.p50", kth_percentile(10, 10, tail, 0.5), 0.01),
            percentile("latency_ms.p99", kth_percentile(10, 10, tail, 0.99), 0.03),
        ],
    )
}

fn slow_once_in_twenty(seconds: f64) -> Oracle {
    let app = Text::poisson(20.0, seconds)
        .service("app", MANY, "0ms")
        .service("leaf", MANY, "histogram(10ms: 95, 100ms: 5)")
        .link("app", "leaf", "");
    let scenario = parallel(app, &vec!["leaf".to_owned(); 20]).deadline("50ms");
    oracle(
        Family::Networks,
        "20 parallel calls, each slow once in 20",
        "Dean and Barroso, The Tail at Scale, CACM 56(2), 2013",
        scenario.done(),
        vec![check(
            "requests.goodput / requests.offered",
            1.0 - share_touched(20, 0.05),
            0.03,
        )],
    )
}

fn fork_join(branches: u32, seconds: f64) -> Oracle {
    let theory = ForkJoin {
        arrival_rate: 70.0,
        service_rate: 100.0,
        branches,
    };
    let app = Text::poisson(70.0, seconds).event_loop("app", MANY, "0ms");
    let mut mean = check("latency_ms.mean", theory.mean_response() * 1e3, 0.05);
    let source = if branches == 2 {
        "Flatto and Hahn, SIAM J. Appl. Math. 44, 1984"
    } else {
        // An approximation, within this of what its authors simulated.
        mean.slack = 0.05;
        "approximation to 5%: Nelson and Tantawi, IEEE Trans. Computers 37, 1988"
    };
    oracle(
        Family::Networks,
        &format!("Fork and join of {branches}"),
        source,
        leaves(app, branches, 1, "exponential(10ms)").done(),
        vec![mean],
    )
}

/// A thread waits for its parallel calls before it takes the next request.
fn split_and_merge(seconds: f64) -> Oracle {
    let theory = ForkJoin {
        arrival_rate: 35.0,
        service_rate: 100.0,
        branches: 4,
    };
    let app = Text::poisson(35.0, seconds).service("app", 1, "0ms");
    let response = theory.split_merge_response() * 1e3;
    oracle(
        Family::Networks,
        "One thread that waits for 4 parallel calls",
        "split and merge, M/G/1: Gross et al. 2008, chapter 5",
        leaves(app, 4, 1, "exponential(10ms)").done(),
        vec![check("latency_ms.mean", response, 0.05)],
    )
}
