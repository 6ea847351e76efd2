//! What a `lock-service` takes and tells.

use crate::descriptor::Unit;
use crate::engine::call::Cause;
use crate::kinds::Chart;
use crate::kinds::spec::{KindSpec, cost, counter, flag, level, number, time, times};

const S: f64 = 1e9;

pub(crate) fn declare() -> KindSpec {
    KindSpec::new(
        "lock-service",
        "Lock service",
        "A consensus group that gives out locks by key: a leader, a majority for every change, leases that end, and tokens that tell who came later.",
        vec![
            number("nodes", "Nodes", "Members of the group; more than half of them must be there.", Unit::Count, (1.0, 15.0), 3.0).whole().fixed(),
            time("disk_time", "Disk time", "Until the leader has written a change down. etcd asks for less than 10 ms in the 99th percentile (etcd.io/docs, Metrics).", 60.0 * S, "lognormal(p50: 2ms, p99: 10ms)"),
            time(
                "ack_time",
                "Acknowledgement time",
                "Of a follower: there, written down, and back.",
                60.0 * S,
                "lognormal(p50: 3ms, p99: 15ms)",
            ),
            time(
                "election_time",
                "Election timeout",
                "From when the leader is gone until a follower asks for votes. etcd's election timeout is 1 s, and up to twice that at random.",
                3600.0 * S,
                "uniform(1s, 2s)",
            ),
            number(
                "lease",
                "Lease",
                "How long a lock is its holder's who does not give it back.",
                Unit::Duration,
                (1e6, 86_400.0 * S),
                10.0 * S,
            ),
            time("hold_time", "Hold time", "What a holder has to do before it gives its lock back.", 86_400.0 * S, "exponential(100ms)"),
            flag(
                "fencing",
                "Fencing tokens",
                "Whether what locks protect turns down a holder that another has come after, by the number of its lock.",
                false,
            ),
            number("queue_limit", "Queue bound", "Callers that may wait for one lock; one more is refused.", Unit::Count, (0.0, 1e6), 1000.0).whole(),
            number(
                "node_price",
                "Price of a node",
                "Default: Amazon EC2 m6i.large, us-east-1, on demand (aws.amazon.com/ec2/pricing/on-demand).",
                Unit::DollarsPerHour,
                (0.0, 1000.0),
                0.096,
            ),
        ],
        vec![
            counter("requests", "Requests", "Callers that asked for a lock."),
            counter("acquisitions", "Acquisitions", "Locks given; the last fencing token."),
            counter("waits", "Waits", "Callers that had to wait, because another had the lock."),
            counter("unavailable", "Unavailable", "Callers turned away because there was no leader or no majority."),
            counter("refused", "Refused", "Callers turned away because too many waited."),
            counter("elections", "Elections", "Times that a leader had to be chosen."),
            counter("expired_leases", "Expired leases", "Locks that their holder did not give back in time."),
            counter("violations", "Violations", "Locks given while one who had lost it still used it."),
            counter("fenced", "Fenced", "The same where tokens kept the one who had lost it from doing harm."),
            level("held", "Held", "Locks that somebody has."),
            level("waiting", "Waiting", "Callers that wait for a lock."),
            times("wait_ms", "Wait", "Until the lock was free, of every caller that got it; 0 where nobody had it."),
            times("commit_ms", "Commit", "Until a majority knew who has the lock."),
            cost("What the nodes cost."),
        ],
        &[
            "Renewal of leases, and holders that stand still for a while and go on.",
            "The leader's own limit: it takes any number of changes at once.",
            "Changes that are under way when the leader is lost: they are made all the same.",
            "Locks that are given up by callers who never learned that they had them: they are held as all others.",
        ],
    )
    .keyed()
    .fails(&[Cause::NodeDown, Cause::QueueFull])
    .charts(Chart::Backlog, &["waiting"])
    .charts(Chart::Concurrency, &["held"])
    .charts(Chart::Incidents, &["unavailable", "expired_leases", "violations"])
}
