//! What a `stream-processor` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{KindSpec, choice, cost, counter, derived, level, number, time, times};

const S: f64 = 1e9;
const DAY: f64 = 86_400.0 * S;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "stream-processor",
        "Stream processor",
        "Gathers events in windows of the time at which they happened, and gives out the result of each when it takes it to be complete.",
        vec![
            number("tasks", "Tasks", "Parallel parts; the events of a key all go to one of them, one after the other.", Unit::Count, (1.0, 10_000.0), 4.0)
                .whole()
                .fixed(),
            time("service_time", "Service time", "Of a task for one event.", 3600.0 * S, "exponential(1ms)"),
            number("buffer", "Buffer", "Events that may wait at one task; one more is refused: backpressure.", Unit::Count, (1.0, 1e7), 10_000.0).whole(),
            time(
                "event_lag",
                "Event lag",
                "How long before it came here an event happened: phones without a network, retries, a backlog.",
                30.0 * DAY,
                "exponential(500ms)",
            ),
            choice(
                "window",
                "Windows",
                "Tumbling: one after the other. Sliding: of the same size and overlapping. Session: of a key, until nothing came for a while.",
                &[("tumbling", "Tumbling"), ("sliding", "Sliding"), ("session", "Session")],
            )
            .fixed(),
            number("size", "Size", "Of a tumbling or sliding window.", Unit::Duration, (1e6, DAY), 10.0 * S).fixed(),
            number(
                "slide",
                "Slide",
                "From the start of one sliding window to that of the next; no less than a hundredth of their size.",
                Unit::Duration,
                (1e6, DAY),
                5.0 * S,
            )
            .fixed(),
            number("gap", "Session gap", "A session of a key is over when nothing of it happened for so long.", Unit::Duration, (1e6, DAY), 30.0 * S).fixed(),
            number(
                "watermark_delay",
                "Watermark delay",
                "How far the watermark is behind the latest event: what happened before it is taken to have come (Flink: bounded out-of-orderness).",
                Unit::Duration,
                (0.0, DAY),
                2.0 * S,
            ),
            number(
                "watermark_interval",
                "Watermark interval",
                "How often the watermark moves on. 200 ms is Flink's default (pipeline.auto-watermark-interval).",
                Unit::Duration,
                (1e6, 60.0 * S),
                0.2 * S,
            )
            .fixed(),
            number(
                "allowed_lateness",
                "Allowed lateness",
                "How long after its result a window still takes events, each of which gives out another; 0 is Flink's default.",
                Unit::Duration,
                (0.0, DAY),
                0.0,
            ),
            number("state", "State", "Windows that may be open; an event that would open one more is refused.", Unit::Count, (1.0, 1e6), 1e5).whole(),
            number(
                "checkpoint_interval",
                "Checkpoint interval",
                "From one checkpoint to the next; 0: there are none, and a restart replays everything.",
                Unit::Duration,
                (0.0, DAY),
                60.0 * S,
            )
            .fixed(),
            time("checkpoint_pause", "Checkpoint pause", "How long tasks wait for a checkpoint: barriers that align, state that is copied.", 3600.0 * S, "100ms"),
            time("restart_time", "Restart time", "From a failure, or a change of the number of tasks, until they work again.", 3600.0 * S, "10s"),
            number(
                "task_price",
                "Price of a task",
                "Default: Amazon Managed Service for Apache Flink, us-east-1: $0.11 a processing unit and hour, of which each application pays one more (aws.amazon.com/managed-service-apache-flink/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.11,
            ),
        ],
        vec![
            counter("events", "Events", "Events that tasks dealt with, replays not counted."),
            counter("refused", "Refused", "Events turned away: no task, full buffer, or too much state."),
            counter("late_events", "Late events", "Events that came when all their windows were over, and were dropped."),
            counter("windows_emitted", "Windows emitted", "Results given out, one a window and key, and one more for each event that came in the allowed lateness."),
            counter("failed_results", "Failed results", "Results that nobody took."),
            counter("checkpoints", "Checkpoints", "Checkpoints completed."),
            counter("restarts", "Restarts", "Times that the tasks began again from the last checkpoint."),
            counter("replayed", "Replayed", "Events dealt with again after a restart."),
            level("busy", "Busy", "Tasks at work."),
            level("waiting", "Waiting", "Events that wait for their task."),
            level("open_windows", "Open windows", "Windows of keys that are not given out yet."),
            times("watermark_lag_ms", "Watermark lag", "How far the watermark was behind the clock, each time that it moved on."),
            times("result_ms", "Result latency", "From the end of a window until its result, or a corrected one, was taken."),
            derived("late_ratio", "Late", "Share of the events that came too late.", Unit::Ratio),
            cost("What the tasks cost."),
        ],
        &[
            "Watermarks of each source partition: there is one, of all events.",
            "Idle sources: the watermark stands while nothing comes.",
            "Calls for each event: what it calls, it calls for results.",
            "Results given out twice after a restart: sinks are taken to be transactional.",
        ],
    )
    .keyed()
    .asynchronous()
    .fails(&[Cause::QueueFull, Cause::NodeDown])
    .charts(Chart::Backlog, &["waiting"])
    .charts(Chart::Concurrency, &["busy", "open_windows"])
    .charts(Chart::Incidents, &["late_events", "refused"])
}
