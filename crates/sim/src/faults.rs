//! Faults: what can go wrong, declared once. Palette, file format, schema and reference pages derive from here.
//!
//! A fault is on from its time on the timeline for as long as it lasts, and each says in plain words what it imitates. What
//! it does is a change of a few properties that every node and every link has ([`NodeFault`], [`LinkFault`]), so that all
//! faults work on all kinds, together, and end without a trace but for what the system makes of them.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use crate::descriptor::{ParamDescriptor, Text, Unit};
use crate::engine::call::Cause;
use crate::engine::fault::{LinkFault, NodeFault, Strike};
#[cfg(feature = "files")]
use crate::kinds::Kind;
use crate::kinds::{ParamSpec, Params, spec};
use crate::scenario::Fault;

/// What a fault is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    Node,
    /// The link, or all links that lead to the node, or into and out of the zone or region.
    Links,
    /// All links by which the node calls.
    LinksOut,
}

/// What a form or a reference page needs to know of a fault.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FaultDescriptor {
    /// Key in a scenario file.
    pub key: Text,
    pub label: Text,
    /// What it imitates, in a sentence.
    pub imitates: Text,
    pub params: Vec<ParamDescriptor>,
    /// Whether it may be aimed at a link.
    pub on_links: bool,
    /// Whether it happens at once and does not last.
    pub momentary: bool,
}

pub(crate) struct FaultSpec {
    pub descriptor: FaultDescriptor,
    pub params: Vec<ParamSpec>,
    pub reach: Reach,
}

macro_rules! faults {
    ($($kind:ident $key:literal $label:literal $reach:ident $imitates:literal [$($param:expr),* $(,)?]),* $(,)?) => {
        /// The faults there are.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum FaultKind { $($kind),* }

        impl FaultKind {
            pub const ALL: &[Self] = &[$(Self::$kind),*];

            /// Key in a scenario file.
            pub fn key(self) -> &'static str {
                match self { $(Self::$kind => $key),* }
            }
        }

        static SPECS: LazyLock<Vec<FaultSpec>> = LazyLock::new(|| vec![
            $(FaultSpec::new(FaultKind::$kind, $key, $label, $imitates, Reach::$reach, vec![$($param),*])),*
        ]);
    };
}

const S: f64 = 1e9;
const HOUR: f64 = 3600.0 * S;

#[inline(never)]
fn share(key: &'static str, label: &'static str, doc: &'static str, default: f64) -> ParamSpec {
    spec::number(key, label, doc, Unit::Ratio, (0.0, 1.0), default)
}

#[inline(never)]
fn factor(key: &'static str, label: &'static str, doc: &'static str, default: f64) -> ParamSpec {
    spec::number(key, label, doc, Unit::Count, (1.0, 1000.0), default)
}

#[inline(never)]
fn span(key: &'static str, label: &'static str, doc: &'static str, default: f64) -> ParamSpec {
    spec::number(key, label, doc, Unit::Duration, (0.0, HOUR), default)
}

faults! {
    Crash "crash" "Crash of replicas" Node
        "Processes die, with what they were doing, and are started again at the end." [
        share("share", "Share", "Of the replicas, those that die.", 0.5),
    ],
    Outage "outage" "Outage of a node" Node
        "Nothing of it is there: what it was doing is lost, and connections are refused." [],
    ZoneOutage "zone-outage" "Outage of a zone" Node
        "A data centre loses its power: what ran there is gone, of a node in several zones its part." [],
    RegionOutage "region-outage" "Outage of a region" Node
        "A whole region is gone." [],
    SlowNode "slow-node" "Slow node" Node
        "A grey failure: a bad disk, a hot neighbour. It answers its health checks and takes longer for everything." [
        factor("factor", "Factor", "What every work takes times.", 10.0),
    ],
    LatencySpike "latency-spike" "Latency on a link" Links
        "A congested or rerouted path: every message takes longer." [
        span("extra", "Extra latency", "One way, on top of the link's own.", 0.2 * S),
    ],
    Jitter "jitter" "Jitter" Links
        "A busy shared path: messages are delayed by chance, the few by much." [
        span("mean", "Mean", "Of the exponential delay, one way.", 0.05 * S),
    ],
    PacketLoss "packet-loss" "Packet loss" Links
        "A faulty switch or cable: some messages never arrive, and their callers wait for their timeout." [
        share("loss", "Loss", "Of the messages, each way.", 0.05),
    ],
    Partition "partition" "Partition" Links
        "A firewall rule or a broken route: nothing arrives." [
        spec::choice("direction", "Direction", "What does not arrive.",
            &[("both", "Requests and answers"), ("requests", "Requests"), ("answers", "Answers")]),
    ],
    BandwidthCap "bandwidth-cap" "Bandwidth cap" Links
        "A throttled or saturated interface: messages take time by their size." [
        spec::number("bandwidth", "Bandwidth", "Bytes a second that are left to each message.", Unit::Bytes, (1.0, 1e12), 1e6),
    ],
    CapacityLoss "capacity-loss" "Loss of capacity" Node
        "The hypervisor gives the processor to somebody else (CPU steal): work takes as much longer as less is left." [
        share("left", "What is left", "Of the processor.", 0.5),
    ],
    MemoryLeak "memory-leak" "Memory leak" Node
        "Memory fills: the process slows as it collects garbage, is killed when it is full, and begins anew." [
        span("period", "Period", "From start to kill.", 60.0 * S),
        factor("factor", "Factor", "What work takes times just before the kill.", 4.0),
        span("restart", "Restart", "How long it is down.", 5.0 * S),
    ],
    GcStorm "gc-storm" "Garbage collection" Node
        "Stop-the-world collections, one after the other: nothing goes on meanwhile." [
        span("every", "Every", "From one pause to the next.", 1.0 * S),
        span("pause", "Pause", "How long each lasts.", 0.3 * S),
    ],
    ThreadExhaustion "thread-exhaustion" "Thread pool exhausted" Node
        "Threads hang in something that never returns, and fewer are left to serve." [
        share("left", "What is left", "Of the threads.", 0.1),
    ],
    ConnectionLeak "connection-leak" "Connection pool leak" Links
        "Code that forgets to give connections back: fewer and fewer are left, until one." [
        span("over", "Over", "How long it takes to lose all but one.", 30.0 * S),
    ],
    ErrorRate "error-rate" "Errors" Node
        "A bug or a full log: some answers are errors, after the work was done." [
        share("share", "Share", "Of the answers.", 0.2),
    ],
    CacheFlush "cache-flush" "Cache flush" Node
        "Somebody empties the cache, or it restarts: every entry is gone." [],
    ColdDeploy "cold-deploy" "Rolling restart" Node
        "A deployment: what was warm is cold, and a part of the replicas is missing while it lasts." [
        share("missing", "Missing", "Of the replicas, those that are down at once.", 0.25),
    ],
    HotKey "hot-key" "Hot key" Node
        "One item goes viral: a share of the requests is about a single key." [
        share("share", "Share", "Of the requests of the client.", 0.5),
    ],
    TrafficSpike "traffic-spike" "Traffic spike" Node
        "A campaign, an evening, a bot: the client sends more." [
        factor("factor", "Factor", "What its rate is times.", 3.0),
    ],
    ReconnectHerd "reconnect-herd" "Thundering herd" Node
        "All connections are cut at once, and all clients come back at once." [],
    RetryStorm "retry-storm" "Retry storm" LinksOut
        "Clients turn aggressive: a release retries at once and often." [
        spec::number("retries", "Retries", "Further attempts, without a wait.", Unit::Count, (1.0, 20.0), 3.0).whole(),
    ],
    DnsOutage "dns-outage" "DNS outage" Node
        "Names do not resolve: who has an answer in its cache goes on until it expires." [],
    CertificateExpiry "certificate-expiry" "Expired certificate" Links
        "Nobody renewed it: every new connection is refused." [],
    HealthCheckFlapping "health-check-flapping" "Flapping health checks" Node
        "Checks that time out though nothing is the matter: good targets are taken out and put back." [
        share("share", "Share", "Of the checks that fail.", 0.5),
    ],
    DiskFull "disk-full" "Disk full" Node
        "No space is left: reads work, writes fail." [],
    IopsThrottling "iops-throttling" "IOPS throttling" Node
        "The volume's burst credits are used up: what the disk can do a second falls." [
        share("left", "What is left", "Of its rate.", 0.2),
    ],
    ReplicaLag "replica-lag" "Replication lag" Node
        "Copies fall behind: a long transaction, a slow disk." [
        span("lag", "Lag", "On top of their own.", 10.0 * S),
    ],
    PrimaryFailover "primary-failover" "Failover" Node
        "The leader dies: until another is elected nobody takes writes." [],
    Deadlock "deadlock" "Deadlock" Node
        "Requests wait for each other until a monitor kills one: nothing goes on for a while." [
        span("every", "Every", "From one to the next.", 10.0 * S),
        span("pause", "Pause", "Until it is found.", 1.0 * S),
    ],
    ConsumerStopped "consumer-stopped" "Consumer stopped" Node
        "Consumers hang or were scaled to none: messages pile up." [],
    PoisonMessage "poison-message" "Poison messages" Node
        "Messages that no consumer can deal with come back until somebody gives them up." [
        share("share", "Share", "Of the messages.", 0.01),
    ],
    ClockSkew "clock-skew" "Clock skew" Node
        "Clocks drift apart: a lease is over for one and not for the other." [
        span("skew", "Skew", "Between the clocks.", 5.0 * S),
    ],
    BrownOut "brown-out" "Brown-out of a dependency" Node
        "A provider in trouble: slower, and failing now and then." [
        factor("factor", "Factor", "What every work takes times.", 5.0),
        share("share", "Share", "Of the answers that are errors.", 0.2),
    ],
    QuotaExhausted "quota-exhausted" "Quota used up" Node
        "The month's quota is gone, or somebody else used it: little is let through." [
        share("left", "What is left", "Of the limit.", 0.0),
    ],
    BadCanary "bad-canary" "Bad canary" Node
        "A new version on some of the replicas fails." [
        share("canaries", "Canaries", "Of the replicas, those with the new version.", 0.1),
        share("share", "Share", "Of their answers that are errors.", 1.0),
    ],
}

impl FaultKind {
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.key() == key)
    }

    /// What it takes, in the order of [`Fault::params`].
    pub fn params(self) -> &'static [ParamSpec] {
        &self.spec().params
    }

    pub(crate) fn spec(self) -> &'static FaultSpec {
        &SPECS[self as usize]
    }

    /// For what causes requests fail because of it, and would not otherwise.
    pub(crate) fn causes(self) -> &'static [Cause] {
        match self {
            Self::Crash
            | Self::Outage
            | Self::ZoneOutage
            | Self::RegionOutage
            | Self::DnsOutage
            | Self::MemoryLeak
            | Self::ColdDeploy => &[Cause::NodeDown, Cause::ConnectionRefused],
            Self::CertificateExpiry | Self::ReconnectHerd => &[Cause::ConnectionRefused],
            Self::PacketLoss | Self::Partition => &[Cause::LostInNetwork],
            Self::ErrorRate | Self::BrownOut | Self::BadCanary | Self::DiskFull => {
                &[Cause::DependencyFailed]
            }
            _ => &[],
        }
    }

    /// Whether it is aimed at links.
    #[cfg(feature = "files")]
    pub(crate) fn on_links(self) -> bool {
        self.spec().reach == Reach::Links
    }

    /// Whether a node of this kind can be seen to suffer from it: what a palette offers. A scenario file may aim any fault
    /// at any node.
    #[cfg(feature = "files")]
    pub(crate) fn strikes(self, kind: Kind) -> bool {
        let store = matches!(
            kind,
            Kind::SqlDatabase
                | Kind::KeyValueStore
                | Kind::SearchIndex
                | Kind::VectorIndex
                | Kind::ObjectStorage
                | Kind::EventStream
                | Kind::Queue
        );
        match self {
            Self::HotKey | Self::TrafficSpike | Self::RetryStorm => kind == Kind::Client,
            Self::CacheFlush => matches!(kind, Kind::Cache | Kind::Cdn | Kind::Function),
            Self::ReconnectHerd => kind == Kind::WebsocketService,
            Self::PrimaryFailover => matches!(
                kind,
                Kind::SqlDatabase
                    | Kind::EventStream
                    | Kind::LockService
                    | Kind::Scheduler
                    | Kind::StreamProcessor
            ),
            Self::DnsOutage => kind == Kind::Dns,
            Self::HealthCheckFlapping => matches!(kind, Kind::LoadBalancer | Kind::Dns),
            Self::DiskFull | Self::IopsThrottling => store,
            Self::ReplicaLag => matches!(kind, Kind::SqlDatabase | Kind::KeyValueStore),
            Self::PoisonMessage => matches!(kind, Kind::Queue | Kind::EventStream | Kind::Worker),
            Self::ConsumerStopped => matches!(kind, Kind::Worker | Kind::StreamProcessor),
            Self::ClockSkew => kind == Kind::LockService,
            Self::QuotaExhausted => matches!(
                kind,
                Kind::ThirdParty
                    | Kind::ApiGateway
                    | Kind::RateLimiter
                    | Kind::Function
                    | Kind::ObjectStorage
                    | Kind::Topic
            ),
            Self::BrownOut => kind == Kind::ThirdParty,
            _ => kind != Kind::Client,
        }
    }

    fn momentary(self) -> bool {
        matches!(
            self,
            Self::CacheFlush | Self::ReconnectHerd | Self::PrimaryFailover
        )
    }
}

/// The descriptors of all faults, in reading order.
pub fn registry() -> &'static [&'static FaultDescriptor] {
    static DESCRIPTORS: LazyLock<Vec<&'static FaultDescriptor>> =
        LazyLock::new(|| SPECS.iter().map(|spec| &spec.descriptor).collect());
    &DESCRIPTORS
}

impl FaultSpec {
    #[inline(never)]
    fn new(
        kind: FaultKind,
        key: &'static str,
        label: &'static str,
        imitates: &'static str,
        reach: Reach,
        params: Vec<ParamSpec>,
    ) -> Self {
        Self {
            descriptor: FaultDescriptor {
                key: key.into(),
                label: label.into(),
                imitates: spec::prose(imitates),
                params: params.iter().map(|spec| spec.descriptor.clone()).collect(),
                on_links: reach == Reach::Links,
                momentary: kind.momentary(),
            },
            params,
            reach,
        }
    }
}

impl Fault {
    fn params(&self) -> Params<'_> {
        Params {
            specs: &self.kind.spec().params,
            values: &self.params,
        }
    }

    pub(crate) fn is_momentary(&self) -> bool {
        self.kind.momentary()
    }

    /// What happens once, when it begins.
    pub(crate) fn strike(&self) -> Option<Strike> {
        match self.kind {
            FaultKind::CacheFlush | FaultKind::ColdDeploy => Some(Strike::Flush),
            FaultKind::ReconnectHerd => Some(Strike::Disconnect),
            FaultKind::PrimaryFailover => Some(Strike::Failover),
            _ => None,
        }
    }

    /// When, after its start, its effect is next another than at `since_ns`.
    pub(crate) fn next_change_ns(&self, since_ns: u64) -> Option<u64> {
        let p = self.params();
        match self.kind {
            FaultKind::GcStorm | FaultKind::Deadlock => {
                let every = p.ns("every").max(1_000_000);
                Some((since_ns / every + 1) * every)
            }
            FaultKind::MemoryLeak => {
                // Twenty steps a period, and the end of a restart.
                let period = p.ns("period").max(1_000_000);
                let (turn, into) = (since_ns / period, since_ns % period);
                let restart = p.ns("restart").min(period);
                let step = (period / 20).max(1);
                let mut next = turn * period + (into / step + 1) * step;
                if turn > 0 && into < restart {
                    next = next.min(turn * period + restart);
                }
                Some(next.min((turn + 1) * period))
            }
            FaultKind::ConnectionLeak => {
                let step = (p.ns("over") / 20).max(1_000_000);
                (since_ns < p.ns("over")).then(|| (since_ns / step + 1) * step)
            }
            _ => None,
        }
    }

    /// Adds what it does to a node, `since_ns` after its start at `now_ns`, to what others do. `part` of the node is where
    /// the fault is.
    pub(crate) fn mar_node(&self, node: &mut NodeFault, part: f64, since_ns: u64, now_ns: u64) {
        let p = self.params();
        let either = |a: f64, b: f64| 1.0 - (1.0 - a) * (1.0 - b);
        match self.kind {
            FaultKind::Crash => node.lost = either(node.lost, p.number("share")),
            FaultKind::ColdDeploy => node.lost = either(node.lost, p.number("missing")),
            FaultKind::Outage | FaultKind::ZoneOutage | FaultKind::RegionOutage => {
                node.lost = either(node.lost, part);
            }
            FaultKind::DnsOutage => node.unresolved = true,
            FaultKind::SlowNode => node.slow *= p.number("factor"),
            FaultKind::CapacityLoss | FaultKind::IopsThrottling => {
                node.slow /= p.number("left").max(1e-3);
            }
            FaultKind::MemoryLeak => {
                let period = p.ns("period").max(1_000_000);
                let (turn, into) = (since_ns / period, since_ns % period);
                node.down |= turn > 0 && into < p.ns("restart").min(period);
                node.slow *= 1.0 + (p.number("factor") - 1.0) * into as f64 / period as f64;
            }
            FaultKind::GcStorm | FaultKind::Deadlock => {
                let every = p.ns("every").max(1_000_000);
                let until = now_ns - since_ns % every + p.ns("pause").min(every);
                node.paused_until_ns = node.paused_until_ns.max(until);
            }
            FaultKind::ThreadExhaustion => node.capacity *= p.number("left"),
            FaultKind::ErrorRate => node.errors = either(node.errors, p.number("share")),
            FaultKind::BadCanary => {
                node.errors = either(node.errors, p.number("canaries") * p.number("share"));
            }
            FaultKind::BrownOut => {
                node.slow *= p.number("factor");
                node.errors = either(node.errors, p.number("share"));
            }
            FaultKind::HotKey => node.hot = either(node.hot, p.number("share")),
            FaultKind::TrafficSpike => node.rate *= p.number("factor"),
            FaultKind::HealthCheckFlapping => {
                node.flapping = either(node.flapping, p.number("share"));
            }
            FaultKind::DiskFull => node.read_only = true,
            FaultKind::QuotaExhausted => node.quota *= p.number("left"),
            FaultKind::ReplicaLag => node.lag_ns += p.ns("lag"),
            FaultKind::ConsumerStopped => node.capacity = 0.0,
            FaultKind::PoisonMessage => node.poison = either(node.poison, p.number("share")),
            FaultKind::ClockSkew => node.skew_ns = node.skew_ns.max(p.ns("skew")),
            _ => {}
        }
        node.down |= node.lost >= 1.0;
    }

    /// Adds what it does to a link, `since_ns` after its start, to what others do.
    pub(crate) fn mar_link(&self, link: &mut LinkFault, since_ns: u64) {
        let p = self.params();
        match self.kind {
            FaultKind::LatencySpike => link.extra_ns += p.ns("extra"),
            FaultKind::Jitter => link.jitter_ns += p.number("mean"),
            FaultKind::PacketLoss => {
                link.loss = 1.0 - (1.0 - link.loss) * (1.0 - p.number("loss"));
            }
            FaultKind::Partition => {
                let direction = p.choice("direction");
                link.cut[0] |= direction != 2;
                link.cut[1] |= direction != 1;
            }
            FaultKind::BandwidthCap => link.per_byte += 1e9 / p.number("bandwidth"),
            FaultKind::ConnectionLeak => {
                let over = p.number("over").max(1.0);
                link.connections *= (1.0 - since_ns as f64 / over).max(0.0);
            }
            FaultKind::CertificateExpiry => link.refuses = true,
            FaultKind::RetryStorm => {
                link.retries = link.retries.saturating_add(p.count("retries") as u8);
            }
            _ => {}
        }
    }
}
