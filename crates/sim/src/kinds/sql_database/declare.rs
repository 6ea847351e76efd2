//! What a `sql-database` takes and tells.

use super::super::Chart;
use super::super::spec::{
    KindSpec, choice, cost, counter, derived, flag, in_flight, level, number, time, times,
};
use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::ParamSpec;

pub(super) const READS: usize = 0;
pub(super) const WRITES: usize = 1;
pub(super) const REFUSED: usize = 2;
pub(super) const LOCK_WAITS: usize = 3;
pub(super) const LOCK_TIMEOUTS: usize = 4;
pub(super) const REPLICA_READS: usize = 5;
pub(super) const STALE_READS: usize = 6;
pub(super) const FAILED_OVER: usize = 7;
pub(super) const LOST_WRITES: usize = 8;
pub(super) const CONNECTIONS: usize = 0;
pub(super) const RUNNING: usize = 1;
pub(super) const WAITING: usize = 2;
pub(super) const LOCK_WAITING: usize = 3;
pub(super) const LOCK_WAIT: usize = 0;
pub(super) const COMMIT_WAIT: usize = 1;

fn params() -> Vec<ParamSpec> {
    vec![
        number(
            "max_connections",
            "Connections",
            "Each instance takes so many; one more is refused. RDS for PostgreSQL sets memory / 9,531,392 bytes: about 400 of 4 GiB.",
            Unit::Count,
            (1.0, 100_000.0),
            400.0,
        )
        .whole(),
        number(
            "connection_queue",
            "Connection queue",
            "Requests that may wait for a connection, as behind PgBouncer or RDS Proxy; 0: they are refused.",
            Unit::Count,
            (0.0, 1e6),
            0.0,
        )
        .whole(),
        number("cores", "Cores", "Statements that each instance works on at once; others wait.", Unit::Count, (1.0, 1024.0), 2.0).whole(),
        time("read_time", "Read time", "Work of a read.", 3600e9, "lognormal(p50: 1ms, p99: 8ms)"),
        time("write_time", "Write time", "Work of a statement that writes.", 3600e9, "lognormal(p50: 3ms, p99: 20ms)"),
        number("statements", "Statements", "Of a transaction that writes; its connection and its row lock are held to the end.", Unit::Count, (1.0, 1000.0), 1.0)
            .whole(),
        time("think_time", "Think time", "Between two statements of a transaction: the client's round trip and work. No core is taken, the lock is.", 3600e9, "1ms"),
        flag("row_locks", "Row locks", "Two transactions that write the same key take turns.", true).fixed(),
        number(
            "lock_timeout",
            "Lock timeout",
            "A transaction that waits longer for a lock fails; 0: never. 50 s is InnoDB's innodb_lock_wait_timeout.",
            Unit::Duration,
            (0.0, 3600e9),
            50e9,
        )
        .fixed(),
        number("replicas", "Read replicas", "Copies beside the primary.", Unit::Count, (0.0, 15.0), 0.0).whole().fixed(),
        choice(
            "reads",
            "Reads go to",
            "Replicas share reads in turn; the primary alone never answers with what is old.",
            &[("replicas", "Replicas"), ("primary", "Primary"), ("all", "Primary and replicas")],
        ),
        choice(
            "replication",
            "Replication",
            "Whether a write waits for replicas: for none, for all, or for a quorum of them (PostgreSQL: synchronous_standby_names, FIRST or ANY).",
            &[("async", "Asynchronous"), ("sync", "Synchronous"), ("quorum", "Quorum")],
        ),
        number("quorum", "Quorum", "Of quorum replication: how many replicas must have a write.", Unit::Count, (1.0, 15.0), 1.0).whole(),
        time("ack_time", "Acknowledgement", "From a commit on the primary until one replica has said that it has it.", 60e9, "lognormal(p50: 1ms, p99: 5ms)"),
        time("lag", "Replication lag", "How far behind a replica is when it is read. Usually much less than 100 ms on Aurora (docs.aws.amazon.com, Replication with Amazon Aurora).", 3600e9, "exponential(20ms)"),
        time(
            "failover_time",
            "Failover time",
            "From the loss of the primary until another takes writes. Typically 60 to 120 s on RDS Multi-AZ instances, under 35 s on clusters (docs.aws.amazon.com, Failing over a Multi-AZ DB instance).",
            3600e9,
            "uniform(60s, 120s)",
        ),
        choice(
            "during_failover",
            "During a failover",
            "What has to go to the primary fails, or waits for the new one as behind RDS Proxy.",
            &[("fail", "Fails"), ("wait", "Waits")],
        ),
        number(
            "instance_price",
            "Price of an instance",
            "Primary and replicas alike. Default: RDS for PostgreSQL, db.t4g.medium (2 vCPU, 4 GiB), single AZ, us-east-1, 2026 (aws.amazon.com/rds/postgresql/pricing).",
            Unit::DollarsPerHour,
            (0.0, 1000.0),
            0.065,
        ),
    ]
}

pub(in crate::kinds) fn declare() -> KindSpec {
    KindSpec::new(
        "sql-database",
        "SQL database",
        "A primary that takes writes, with row locks and so many connections, and replicas that share the reads.",
        params(),
        vec![
            counter("reads", "Reads", "Reads done."),
            counter("writes", "Writes", "Transactions committed."),
            counter("refused_connections", "Refused connections", "Requests turned away because every connection was taken."),
            counter("lock_waits", "Lock waits", "Transactions that had to wait for a row lock."),
            counter("lock_timeouts", "Lock timeouts", "Transactions that waited too long for a row lock."),
            counter("replica_reads", "Replica reads", "Reads begun at a replica."),
            counter("stale_reads", "Stale reads", "Reads at a replica of a key whose last write had not come there yet."),
            counter("failover_failures", "Failed by failover", "Requests that failed because there was no primary."),
            counter("lost_writes", "Lost writes", "Committed transactions that no replica had when the primary was lost."),
            level("connections", "Connections taken", "Connections that requests hold, idle ones included."),
            level("running", "Running", "Statements at work."),
            level("waiting", "Waiting", "Requests that wait for a connection or for a core."),
            level("lock_waiting", "Waiting for locks", "Transactions that wait for a row lock."),
            times("lock_wait_ms", "Lock wait", "Of the transactions that had to wait for a lock and got it."),
            times("commit_wait_ms", "Commit wait", "Time a transaction waited for replicas, 0 of asynchronous replication."),
            derived("utilisation", "Utilisation", "Share of the cores at work, over time.", Unit::Ratio),
            derived("stale_ratio", "Stale", "Share of the reads at replicas that were stale.", Unit::Ratio),
            in_flight("Requests inside."),
            cost("What the instances cost."),
        ],
        &[
            "Deadlocks: a transaction locks one row. Reads take no locks, as under multi-version concurrency control.",
            "Plans, indexes, buffer pool, disk and vacuum: a statement takes its time, whatever the data.",
            "The order of a replica's log: its lag is drawn anew for each read. Of the last 65,536 writes it is known when they were.",
            "Storage, backups, standby instances and traffic in the bill.",
        ],
    )
    .keyed()
    .fails(&[Cause::ConnectionRefused, Cause::NodeDown, Cause::Timeout, Cause::DeadlineExceeded])
    .charts(Chart::Concurrency, &["connections", "running", "waiting", "lock_waiting"])
    .charts(Chart::Incidents, &["refused_connections", "stale_reads", "lock_timeouts", "failover_failures"])
}
