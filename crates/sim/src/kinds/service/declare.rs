//! What a `service` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{KindSpec, choice, cost, counter, derived, level, number, time, times};

const MIB: f64 = 1_048_576.0;
const S: f64 = 1e9;
/// The most replicas: each has timers of its own.
pub(super) const MOST: f64 = 10_000.0;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "service",
        "Service",
        "Replicas of a program, each serving a number of requests at once, behind one shared queue or a queue each.",
        vec![
            number("replicas", "Replicas", "Instances that are up; 0 takes the service away. An autoscaler begins with them.", Unit::Count, (0.0, MOST), 2.0)
                .whole(),
            number(
                "concurrency",
                "Concurrency",
                "Requests one replica works on at once: threads, workers or, of an event loop, cores.",
                Unit::Count,
                (1.0, 100_000.0),
                8.0,
            )
            .whole(),
            time("service_time", "Service time", "Work of its own for a request, calls not counted.", 86_400e9, "exponential(20ms)"),
            choice(
                "queue",
                "Queues",
                "Shared: whoever is free takes the next request. Per replica: each has its own queue, and gets what its balancer sends, or its turn.",
                &[("shared", "Shared"), ("per-replica", "One each replica")],
            )
            .fixed(),
            number(
                "queue_limit",
                "Queue bound",
                "Requests that may wait in a queue; one more is refused. 0 leaves no queue at all.",
                Unit::Count,
                (0.0, 1e9),
                1000.0,
            )
            .whole(),
            choice(
                "discipline",
                "Queue discipline",
                "Who is served next. Last in first out keeps answers fresh under overload; adaptive is first in first out until a queue stands (Maurer, \"Fail at Scale\", ACM Queue 13(8), 2015). Priority looks at the class, the higher first, and interrupts nobody.",
                &[
                    ("fifo", "First in, first out"),
                    ("lifo", "Last in, first out"),
                    ("adaptive-lifo", "Adaptive: last in, first out in overload"),
                    ("priority", "By the priority of the class"),
                ],
            ),
            choice(
                "shedding",
                "Shedding",
                "Who has waited too long is turned away. Max wait: longer than that. Controlled delay: also when a queue stands and it was longer than the target (Maurer 2015, after CoDel).",
                &[("none", "None"), ("max-wait", "Max wait"), ("controlled-delay", "Controlled delay")],
            ),
            number(
                "max_wait",
                "Longest wait",
                "Shedding: nobody waits longer. Adaptive order and controlled delay: a queue that has not been empty for so long stands. 100 ms at Facebook.",
                Unit::Duration,
                (1e6, 3600.0 * S),
                0.1 * S,
            ),
            number("target_wait", "Target wait", "Controlled delay: the longest wait while a queue stands. 5 ms at Facebook.", Unit::Duration, (1e3, 60.0 * S), 5e6),
            choice(
                "model",
                "Concurrency model",
                "Whether a request keeps its slot while it waits for calls of its own. Processor sharing: nobody queues, and all that is at work shares the slots evenly, as threads share cores.",
                &[
                    ("thread-per-request", "Thread per request"),
                    ("event-loop", "Event loop"),
                    ("processor-sharing", "Processor sharing"),
                ],
            )
            .fixed(),
            number(
                "contention",
                "Contention",
                "How much longer work takes for each other request that its replica works on: what they have to do one after the other. Sigma of the universal scalability law: 1 + sigma (n - 1) + kappa n (n - 1) (Gunther, Guerrilla Capacity Planning, 2007).",
                Unit::Ratio,
                (0.0, 1.0),
                0.0,
            )
            .fixed(),
            number(
                "coherency",
                "Coherency",
                "How much longer work takes for each pair of requests: what they have to agree on. Kappa of the universal scalability law; above 0, more concurrency is less throughput in the end.",
                Unit::Ratio,
                (0.0, 1.0),
                0.0,
            )
            .fixed(),
            number(
                "gc_interval",
                "Garbage collection every",
                "Of a replica whose heap is all free; 0: there is none. A share u of the heap that is live leaves less to fill: it comes every (1 - u) times as long.",
                Unit::Duration,
                (0.0, 3600.0 * S),
                0.0,
            )
            .fixed(),
            number(
                "gc_pause",
                "Collection pause",
                "For how long a collection stops a replica whose heap is all free; with a live share u, 1 / (1 - u) times as long, for what is live has to be gone through.",
                Unit::Duration,
                (0.0, 60.0 * S),
                50e6,
            ),
            number("heap", "Heap", "Memory of a replica for requests.", Unit::Bytes, (MIB, 1e13), 1024.0 * MIB),
            number(
                "request_memory",
                "Memory of a request",
                "What a request keeps alive of the heap as long as it is inside, waiting or not.",
                Unit::Bytes,
                (0.0, 1e11),
                0.0,
            ),
            choice(
                "autoscaler",
                "Autoscaler",
                "Target: as many replicas as bring utilisation to its target, as Kubernetes' horizontal pod autoscaler reckons (ceil(replicas x utilisation / target), nothing within 10 % of it). Step: so many more above a bound, and fewer below another. Scheduled: a number of its own at a time.",
                &[("off", "Off"), ("target", "Target tracking"), ("step", "Step"), ("scheduled", "Scheduled")],
            )
            .fixed(),
            number("min_replicas", "Fewest replicas", "That an autoscaler leaves.", Unit::Count, (1.0, MOST), 1.0).whole(),
            number("max_replicas", "Most replicas", "That an autoscaler makes.", Unit::Count, (1.0, MOST), 20.0).whole(),
            number("target_utilisation", "Target utilisation", "Of target tracking.", Unit::Ratio, (0.01, 1.0), 0.6),
            number("step_high", "Step: high", "Utilisation above which a step is taken up, unless replicas are starting.", Unit::Ratio, (0.01, 1.0), 0.8),
            number("step_low", "Step: low", "Utilisation below which a step is taken down.", Unit::Ratio, (0.0, 1.0), 0.3),
            number("step_size", "Step size", "Replicas of a step.", Unit::Count, (1.0, 1000.0), 1.0).whole(),
            number("schedule_replicas", "Scheduled replicas", "Of the schedule, while it is on; else there are as many as set.", Unit::Count, (1.0, MOST), 10.0).whole(),
            number("schedule_from", "Schedule: from", "When, in each period, the schedule is on.", Unit::Duration, (0.0, 366.0 * 86_400.0 * S), 30.0 * S),
            number("schedule_for", "Schedule: for", "For how long.", Unit::Duration, (0.0, 366.0 * 86_400.0 * S), 60.0 * S),
            number("schedule_period", "Schedule: period", "When it begins anew.", Unit::Duration, (S, 366.0 * 86_400.0 * S), 86_400.0 * S),
            number(
                "metric_period",
                "Metric period",
                "The autoscaler looks at the utilisation of so long, as often. 15 s in Kubernetes (kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale), a minute in CloudWatch.",
                Unit::Duration,
                (S, 3600.0 * S),
                15.0 * S,
            )
            .fixed(),
            number(
                "cooldown",
                "Cooldown",
                "After a change of the number, how long before replicas are taken away. 5 minutes in Kubernetes, where the highest number of the last 5 counts (stabilization window), and in EC2 Auto Scaling (default cooldown).",
                Unit::Duration,
                (0.0, 86_400.0 * S),
                300.0 * S,
            ),
            time(
                "start_time",
                "Start of a replica",
                "From asking for a replica to its first request: a machine or a container, its image, the program, its health check.",
                3600e9,
                "uniform(30s, 90s)",
            ),
            number(
                "replica_price",
                "Price of a replica",
                "From when it is asked for. Default: AWS Fargate, 1 vCPU and 2 GB, us-east-1, November 2026: $0.04048 + 2 x $0.004445 an hour (aws.amazon.com/fargate/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.049_37,
            ),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("refused", "Refused", "Calls turned away: a queue was full, or nobody was there."),
            counter("shed", "Shed", "Calls turned away because they had waited too long."),
            counter("scale_outs", "Scale-outs", "Times replicas were asked for."),
            counter("scale_ins", "Scale-ins", "Times replicas were taken away."),
            derived("utilisation", "Utilisation", "Share of slots taken, over time.", Unit::Ratio),
            level("running", "Running", "Requests that hold a slot."),
            level("waiting", "Waiting", "Requests in the queue; of processor sharing, those beyond the slots."),
            level("replicas", "Replicas", "Replicas that are up."),
            level("starting", "Starting", "Replicas that were asked for and are not up yet."),
            derived("delayed_ratio", "Delayed", "Share of requests that had to wait for a slot.", Unit::Ratio),
            times("wait_ms", "Wait", "Time in the queue of every request that was served, those that did not wait included; of processor sharing, what sharing added."),
            times("gc_pause_ms", "Collection pause", "Pauses of replicas that collected garbage."),
            derived("gc_ratio", "Time in collections", "Share of the replicas' time.", Unit::Ratio),
            cost("What the replicas cost."),
        ],
        &[
            "The end of a replica that is out of memory: one whose heap is nearly all live collects nearly all the time, and lives.",
            "Replacement of dead replicas by the autoscaler: they come back when the fault ends.",
            "Processor sharing and collections change the pace of work under way; the universal scalability law counts when work begins.",
        ],
    )
    .fails(&[Cause::QueueFull, Cause::Shed])
    .charts(Chart::Concurrency, &["running", "waiting", "replicas"])
    .charts(Chart::Incidents, &["refused", "shed"])
}
