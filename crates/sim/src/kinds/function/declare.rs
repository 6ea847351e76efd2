//! What a `function` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{
    KindSpec, choice, cost, counter, derived, level, number, peak, time, times,
};

const MIB: f64 = 1_048_576.0;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "function",
        "Function",
        "A function as a service: an execution environment a request at a time, made when none is idle and dropped when idle too long.",
        vec![
            number(
                "memory",
                "Memory",
                "Memory of an environment, which also sets its share of a CPU: one whole vCPU at 1,769 MiB.",
                Unit::Bytes,
                (128.0 * MIB, 10_240.0 * MIB),
                512.0 * MIB,
            ),
            time(
                "service_time",
                "Handler time",
                "Work of the handler on one whole vCPU, calls not counted.",
                900e9,
                "lognormal(p50: 15ms, p99: 60ms)",
            ),
            number(
                "cpu_bound",
                "CPU-bound share",
                "How much of the handler's work gets slower with less than one vCPU.",
                Unit::Ratio,
                (0.0, 1.0),
                0.5,
            ),
            choice(
                "runtime",
                "Runtime",
                "What has to start before the handler can run. Medians of an empty handler: Node.js 139 ms, Python 103 ms, Java 267 ms, .NET 253 ms, Go 52 ms (maxday/lambda-perf, December 2025), after some 50 ms for the environment itself. What the function's own code loads comes on top, as own initialisation.",
                &[
                    ("nodejs", "Node.js"),
                    ("python", "Python"),
                    ("java", "Java"),
                    ("dotnet", ".NET"),
                    ("native", "Native (Go, Rust)"),
                    ("custom", "Custom: initialisation only"),
                ],
            ),
            number(
                "package_size",
                "Package size",
                "Code and dependencies to fetch and load for a new environment: 27 ms a megabyte, as measured for Node.js. 250 MB is Lambda's limit unzipped.",
                Unit::Bytes,
                (0.0, 250e6),
                5e6,
            ),
            time("init_time", "Own initialisation", "Code outside the handler: clients, configuration, connections.", 600e9, "50ms"),
            time(
                "cold_service_time",
                "Cold handler time",
                "Handler time of a request that met a new environment, where it was measured apart; 0: as when warm.",
                900e9,
                "0ms",
            ),
            number(
                "keep_alive",
                "Keep-alive",
                "How long an environment stays when idle. Not published by AWS; measured at 5 to 10 minutes since 2019, and longer before.",
                Unit::Duration,
                (1e6, 86_400e9),
                600e9,
            ),
            number(
                "provisioned_concurrency",
                "Provisioned concurrency",
                "Environments kept ready and paid for by the second.",
                Unit::Count,
                (0.0, 10_000.0),
                0.0,
            )
            .whole()
            .fixed(),
            number(
                "reserved_concurrency",
                "Reserved concurrency",
                "A limit of this function's own on requests at once; 0: the account's.",
                Unit::Count,
                (0.0, 100_000.0),
                0.0,
            )
            .whole(),
            number(
                "account_concurrency",
                "Account concurrency",
                "Requests at once that the account leaves to this function. 1,000 is Lambda's quota in a region.",
                Unit::Count,
                (1.0, 100_000.0),
                1000.0,
            )
            .whole(),
            number(
                "scaling_rate",
                "Scaling rate",
                "New environments a second once the burst is used up. Lambda: 1,000 every 10 seconds for each function, refilled continuously.",
                Unit::PerSecond,
                (0.1, 100_000.0),
                100.0,
            ),
            number("scaling_burst", "Scaling burst", "New environments that may come at once.", Unit::Count, (1.0, 100_000.0), 1000.0)
                .whole(),
            number(
                "environment_concurrency",
                "Requests of an environment",
                "How many an environment takes at once: 1 in AWS Lambda by default; 80 in Google Cloud Run's console, 80 a vCPU by its command line, where its CPU is theirs together and it is billed while there is any.",
                Unit::Count,
                (1.0, 1000.0),
                1.0,
            )
            .whole()
            .fixed(),
            choice(
                "invocation",
                "Invocation",
                "Whether callers wait for the answer, or only until their event is stored (asynchronous: the function is run from a queue of its own).",
                &[("synchronous", "Synchronous"), ("asynchronous", "Asynchronous")],
            )
            .fixed(),
            time("async_time", "Storing an event", "Asynchronous: what the caller waits for.", 60e9, "10ms"),
            number(
                "async_retries",
                "Runs again",
                "Asynchronous: how often an event that failed is run again, after one minute and after two more. Lambda: 2.",
                Unit::Count,
                (0.0, 2.0),
                2.0,
            )
            .whole(),
            number(
                "async_age",
                "Longest age",
                "Asynchronous: an event that would be run later than this is given up. 6 hours in Lambda.",
                Unit::Duration,
                (1e9, 21_600e9),
                21_600e9,
            ),
            number(
                "request_price",
                "Price of a request",
                "Default: AWS Lambda, us-east-1, November 2026: $0.20 a million (aws.amazon.com/lambda/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                0.2e-6,
            ),
            number(
                "gb_second_price",
                "Price of a GB-second",
                "Default: AWS Lambda, x86, us-east-1, first tier, November 2026 (aws.amazon.com/lambda/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                0.000_016_666_7,
            ),
            number(
                "provisioned_gb_second_price",
                "Price of a provisioned GB-second",
                "For each second an environment is kept ready. Default: AWS Lambda, x86, us-east-1, November 2026.",
                Unit::Dollars,
                (0.0, 1.0),
                0.000_004_166_7,
            ),
            number(
                "provisioned_duration_price",
                "Price of a GB-second run on provisioned capacity",
                "Default: AWS Lambda, x86, us-east-1, November 2026.",
                Unit::Dollars,
                (0.0, 1.0),
                0.000_009_722_2,
            ),
        ],
        vec![
            counter("requests", "Invocations", "Calls that arrived, the throttled ones included."),
            times("cold_start_ms", "Cold start", "What a new environment added before the handler ran, of the requests that met one."),
            times("warm_invocation_ms", "Warm invocation", "Duration of the requests that met a warm environment, calls of the handler included."),
            level("concurrent_executions", "Concurrent executions", "Environments that initialise or run a request."),
            peak("peak_executions", "Peak executions", "The most environments at work at once.", super::RUNNING),
            level("idle_environments", "Idle environments", "Environments that wait for a request."),
            derived("environments", "Environments", "Environments there are, at work or idle.", Unit::Count),
            derived("utilisation", "Utilisation", "Share of environment time spent at work.", Unit::Ratio),
            counter("cold_starts", "Cold starts", "New environments made for a request."),
            derived("cold_start_ratio", "Cold-start ratio", "Share of invocations that met a new environment.", Unit::Ratio),
            counter("throttles", "Throttles", "Calls refused by the concurrency limit or its scaling rate."),
            counter("expired", "Expired environments", "Environments dropped after the keep-alive, or by a deployment."),
            counter("billed_ms", "Billed milliseconds", "Durations rounded up, initialisation included."),
            counter("finished", "Finished", "Invocations that are over, well or not."),
            counter("events", "Events", "Asynchronous: events stored."),
            counter("async_retries", "Runs again", "Asynchronous: failed events that were put back."),
            counter("dead_letters", "Dead letters", "Asynchronous: events given up."),
            level("event_queue", "Event queue", "Asynchronous: events that wait to be run again."),
            times("event_age_ms", "Age of events", "Asynchronous: from storing an event to its success."),
            derived("cost_per_invocation", "Cost of an invocation", "All that the function cost, over its invocations.", Unit::Dollars),
            cost("All that the function cost, over time."),
        ],
        &[
            "Several functions that compete for one account's concurrency: give each its part.",
            "Environments recycled while busy enough to live for hours, and their start ahead of demand.",
            "What requests in one environment take from each other.",
            "Snapshot restore (SnapStart).",
        ],
    )
    .fails(&[Cause::Throttled])
    .charts(Chart::Concurrency, &["concurrent_executions", "idle_environments"])
    .charts(Chart::Incidents, &["cold_starts", "throttles"])
    .headline(&["cold_start_ms.mean", "warm_invocation_ms.mean", "concurrent_executions", "cost_per_invocation"])
}
