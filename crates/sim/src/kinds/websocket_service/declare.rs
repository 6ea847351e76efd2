//! What a `websocket-service` takes and tells.

use super::CONNECTING;
use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{
    KindSpec, choice, cost, counter, derived, level, number, peak, time, times,
};

const S: f64 = 1e9;

#[allow(clippy::too_many_lines, reason = "a table, not a procedure")]
pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "websocket-service",
        "WebSocket service",
        "Holds a connection for each user, sends what one says on to others, and meets all of them again when connections are cut.",
        vec![
            number("replicas", "Replicas", "Instances that are up.", Unit::Count, (0.0, 10_000.0), 2.0).whole(),
            number("users", "Users", "Who want to be connected. All are at the start.", Unit::Count, (1.0, 1e6), 10_000.0).whole().fixed(),
            time("session_time", "Session", "How long a user stays; then another comes.", 30.0 * 86_400.0 * S, "exponential(10min)"),
            number("max_connections", "Connections of a replica", "One more is refused: file descriptors, memory.", Unit::Count, (1.0, 1e7), 50_000.0).whole(),
            number(
                "connection_memory",
                "Memory of a connection",
                "Buffers of the kernel and of TLS, and the session's state. Assumed: some tens of KB; less with care.",
                Unit::Bytes,
                (0.0, 1e9),
                50e3,
            ),
            time("connect_time", "Handshake", "Work of a replica to take a connection: TLS, the upgrade, who it is.", 60.0 * S, "5ms"),
            number("connect_concurrency", "Handshakes at once", "Of one replica.", Unit::Count, (1.0, 100_000.0), 4.0).whole(),
            number(
                "connect_queue",
                "Accept queue",
                "Connections of a replica that wait for their handshake; one more is refused. 4,096 is Linux's limit since 5.4 (net.core.somaxconn).",
                Unit::Count,
                (0.0, 1e7),
                4096.0,
            )
            .whole(),
            number(
                "connect_timeout",
                "Connect timeout",
                "How long a user waits for a connection. The replica does its handshake even so, in vain. 20 s in Socket.IO.",
                Unit::Duration,
                (1e6, 3600.0 * S),
                20.0 * S,
            )
            .fixed(),
            choice("backoff", "Backoff", "How the wait before another try grows.", &[("exponential", "Doubles"), ("constant", "Constant")]),
            number(
                "reconnect_delay",
                "Reconnect delay",
                "The wait before the first try after a connection is lost. 1 s in Socket.IO (socket.io/docs/v4/client-options).",
                Unit::Duration,
                (1e6, 3600.0 * S),
                S,
            ),
            number("reconnect_cap", "Longest delay", "No wait is longer, but for its jitter. 5 s in Socket.IO, which caps after the jitter.", Unit::Duration, (1e6, 86_400.0 * S), 5.0 * S),
            number(
                "jitter",
                "Jitter",
                "How far a wait is spread about its length: 0 all come back together, 1 between nothing and twice the wait. 0.5 in Socket.IO.",
                Unit::Ratio,
                (0.0, 1.0),
                0.5,
            ),
            number("concurrency", "Messages at once", "That one replica works on.", Unit::Count, (1.0, 100_000.0), 8.0).whole(),
            time("message_time", "Message time", "Work for a message that comes in.", 60.0 * S, "exponential(1ms)"),
            number("fan_out", "Fan-out", "Connections that a message is sent on to, where so many are open.", Unit::Count, (0.0, 1e6), 10.0).whole(),
            time("push_time", "Push time", "Work for each connection that a message is sent on to.", S, "20us"),
            number(
                "replica_price",
                "Price of a replica",
                "Default: AWS Fargate, 1 vCPU and 2 GB, us-east-1, November 2026 (aws.amazon.com/fargate/pricing).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.049_37,
            ),
        ],
        vec![
            counter("messages", "Messages in", "Messages that came in and were taken."),
            counter("pushed", "Messages out", "Messages sent on."),
            counter("unconnected", "Unconnected", "Messages that could not be sent, for their user had no connection."),
            counter("connects", "Connects", "Connections made."),
            counter("reconnects", "Reconnects", "Tries of users who had lost their connection, or failed to get one."),
            counter("connect_timeouts", "Connect timeouts", "Tries that took longer than their user would wait."),
            counter("connect_refusals", "Connect refusals", "Tries that were turned away."),
            counter("wasted_handshakes", "Wasted handshakes", "Handshakes with users who had gone."),
            level("connections", "Connections", "Connections that are open."),
            level("connecting", "Connecting", "Connections that wait for their handshake or are at it."),
            peak("peak_connecting", "Peak connecting", "The most of them.", CONNECTING),
            level("running", "Running", "Messages that are worked on."),
            level("waiting", "Waiting", "Messages that wait for that."),
            derived("memory", "Memory", "What the connections take.", Unit::Bytes),
            times("connect_ms", "Connect time", "From wanting a connection to having it, all tries included."),
            times("wait_ms", "Wait", "Of messages, until they are worked on."),
            cost("What the replicas cost."),
        ],
        &[
            "Who is connected to which replica: what one says reaches others wherever they are, at no cost between the replicas.",
            "Messages missed while unconnected, and fetching them afterwards.",
        ],
    )
    .fails(&[Cause::ConnectionRefused])
    .charts(Chart::Concurrency, &["connections", "connecting"])
    .charts(Chart::Incidents, &["reconnects", "connect_timeouts"])
}
