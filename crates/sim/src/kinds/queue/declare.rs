//! What a `queue` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{KindSpec, cost, counter, derived, level, number, time, times};

const S: f64 = 1e9;
const DAY: f64 = 86_400.0 * S;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "queue",
        "Queue",
        "Keeps messages until a consumer has dealt with them; whoever sends does not wait for that.",
        vec![
            time("send_time", "Send time", "Until a message is stored and its sender knows.", 60.0 * S, "lognormal(p50: 4ms, p99: 20ms)"),
            number("delay", "Delivery delay", "How long a new message is held back.", Unit::Duration, (0.0, 900.0 * S), 0.0).fixed(),
            number(
                "visibility_timeout",
                "Visibility timeout",
                "How long a received message is hidden from other consumers. 30 s is Amazon SQS's default.",
                Unit::Duration,
                (1e6, 43_200.0 * S),
                30.0 * S,
            )
            .fixed(),
            number(
                "max_receives",
                "Receives before dead letter",
                "A message received so often without success goes to the dead letters; 0: never.",
                Unit::Count,
                (0.0, 1000.0),
                5.0,
            )
            .whole(),
            number(
                "consumers",
                "Consumers",
                "Messages being dealt with at once; 0: as many as the nodes it calls have slots.",
                Unit::Count,
                (0.0, 100_000.0),
                10.0,
            )
            .whole(),
            number(
                "fifo_groups",
                "FIFO groups",
                "Keys fall into so many groups; the messages of one are dealt with one after the other, in order. 0: in any order, all at once.",
                Unit::Count,
                (0.0, 1e6),
                0.0,
            )
            .whole()
            .fixed(),
            number(
                "retention",
                "Retention",
                "A message older than this is dropped. 4 days is Amazon SQS's default, 14 days its most.",
                Unit::Duration,
                (0.1 * S, 14.0 * DAY),
                4.0 * DAY,
            )
            .fixed(),
            number("capacity", "Capacity", "Messages it holds; one more is refused.", Unit::Count, (1.0, 1e7), 1e6).whole(),
            number(
                "message_price",
                "Price of a message",
                "Send, receive and delete. Default: Amazon SQS, us-east-1: three requests at $0.40 a million (aws.amazon.com/sqs/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                1.2e-6,
            ),
        ],
        vec![
            counter("sent", "Sent", "Messages stored."),
            counter("received", "Received", "Times a message was handed to a consumer."),
            counter("deleted", "Deleted", "Messages dealt with."),
            counter("redelivered", "Redelivered", "Times a message was handed out again."),
            counter("dead_letters", "Dead letters", "Messages given up after too many receives."),
            counter("refused", "Refused", "Messages turned away because the queue was full."),
            counter("expired", "Expired", "Messages dropped because they were older than the retention."),
            level("depth", "Depth", "Messages that wait: visible, held back, or behind another of their group."),
            level("in_flight", "In flight", "Receives being dealt with."),
            times("wait_ms", "Wait", "From sending to the first receive."),
            times("age_ms", "Age", "From sending to success."),
            derived(
                "age_of_oldest_ms",
                "Age of the oldest",
                "How long ago the oldest message that is not dealt with was sent, on average over time; 0 while there is none.",
                Unit::Milliseconds,
            ),
            derived("age_of_oldest_max_ms", "Greatest age of the oldest", "The most that the age of the oldest message was.", Unit::Milliseconds),
            cost("What the messages cost."),
        ],
        &[
            "Batches and long polling: a message is handed out as soon as a consumer is free.",
            "The rate to which Amazon SQS limits FIFO queues, and its removal of duplicates.",
            "The queue that dead letters go to: they are counted.",
        ],
    )
    .keyed()
    .asynchronous()
    .fails(&[Cause::QueueFull])
    .charts(Chart::Backlog, &["depth"])
    .charts(Chart::Concurrency, &["in_flight"])
    .charts(Chart::Incidents, &["redelivered", "dead_letters", "expired"])
}
