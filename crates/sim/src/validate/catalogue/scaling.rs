//! More of the same: what contention leaves of it, and a controller that asks for it.

use super::text::Text;
use super::{EDGES, Family, check, oracle};
use crate::validate::Oracle;
use crate::validate::theory::{Autoscaler, Scalability};

pub(super) fn oracles() -> Vec<Oracle> {
    vec![contention(8), contention(32), autoscaler()]
}

/// Users who ask again at once keep so many at work.
fn contention(users: u32) -> Oracle {
    let law = Scalability {
        contention: 0.02,
        coherency: 0.001,
    };
    let client = format!("process = \"closed\"\nusers = {users}\nthink_time = \"0ms\"");
    let keys = "contention = 0.02\ncoherency = 0.001\n";
    let scenario = Text::client(&client, 100.0)
        .service_with("app", 64, "exponential(10ms)", keys)
        .link("client", "app", "");
    oracle(
        Family::Scaling,
        &format!("{users} at once with contention and coherency"),
        "universal scalability law: Gunther, Guerrilla Capacity Planning, 2007, chapter 4",
        scenario.done(),
        vec![check(
            "requests.completed_per_second",
            100.0 * law.capacity(f64::from(users)),
            0.01,
        )],
    )
}

/// Load for 16 replicas at 50 % meets 4: they double twice, the backlog of the first 45 s stays until the second time and is then served.
fn autoscaler() -> Oracle {
    let duration = 200.0;
    let theory = Autoscaler {
        per_replica: 100.0,
        target: 0.5,
        min: 1,
        max: 16,
        period: 15.0,
        lag: 30.0,
        cooldown: 0.0,
    };
    let response = theory.step_response(4, 800.0, f64::INFINITY);
    // The area under the steps, and under a backlog that rises to the first step, stays to the last and falls.
    let mut replicas = 0.0;
    for (i, step) in response.steps.iter().enumerate() {
        let until = response.steps.get(i + 1).map_or(duration, |next| next.at);
        replicas += f64::from(step.replicas) * (until - step.at);
    }
    let first = response.steps.get(1).map_or(0.0, |step| step.at);
    let last = response.settled();
    let backlog =
        response.most_waiting * (first / 2.0 + (last - first) + (response.cleared - last) / 2.0);
    let keys = "replicas = 4\nconcurrency = 1\nqueue_limit = 1000000\nservice_time = \"10ms\"\nautoscaler = \"target\"\n\
                target_utilisation = 0.5\nmax_replicas = 16\nmetric_period = \"15s\"\ncooldown = \"0s\"\nstart_time = \"30s\"";
    let client = "rate = \"800/s\"\nprocess = \"even\"";
    let scenario = Text::client_from(client, duration, 0.0)
        .node("app", "service", keys)
        .link("client", "app", "");
    // Nothing in it is chance; what flows comes in whole requests.
    let check = |figure: &str, expected: f64| check(figure, expected, EDGES).off_by(EDGES);
    let mut made = oracle(
        Family::Scaling,
        "Autoscaler that meets four times its load",
        "Kubernetes, Horizontal Pod Autoscaling, algorithm details; flow of a backlog",
        scenario.done(),
        vec![
            check("nodes.app.scale_outs", (response.steps.len() - 1) as f64),
            check("nodes.app.replicas", replicas / duration),
            check("nodes.app.waiting", backlog / duration),
        ],
    );
    made.replications = 2;
    made
}
