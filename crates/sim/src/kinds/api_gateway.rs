//! `api-gateway`: the managed front door: authentication, rate limits, and a bound on how long it waits.
//!
//! An opaque token is checked by asking who issued it (token introspection, RFC 7662), and the answer kept for a while; a
//! signed one is checked here. The service that is asked is a link and a route step `when = "miss"`, or just a time.

use super::spec::{KindSpec, choice, cost, counter, in_flight, number, time};
use super::token::TokenBucket;
use super::{Admit, Behaviour, Chart, Params, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::{Cause, flags};
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::rng::Stream;
use crate::scenario::Node;

const REQUESTS: usize = 0;
const LIMITED: usize = 1;
const QUOTA: usize = 2;
const ASKED: usize = 3;

pub(super) fn declare() -> KindSpec {
    KindSpec::new(
        "api-gateway",
        "API gateway",
        "A managed front door that checks who calls, limits how often, and waits only so long for what stands behind it.",
        vec![
            time(
                "overhead",
                "Overhead",
                "Routing and translation of a request.",
                60e9,
                "lognormal(p50: 3ms, p99: 15ms)",
            ),
            choice(
                "auth",
                "Token check",
                "Local: a signed token is checked here. Introspection: whoever issued the token is asked, for those that are not in the token cache; \
                 a link to that service goes with a route step when = \"miss\".",
                &[("local", "Local"), ("introspection", "Introspection")],
            ),
            time(
                "auth_time",
                "Authentication",
                "Checking a token: next to nothing for a signed one checked here; of introspection, a question that is not a call of the route.",
                60e9,
                "0ms",
            ),
            number(
                "token_hit_ratio",
                "Token cache hit ratio",
                "Of introspection: share of the requests whose token was checked not long ago. REST APIs of Amazon API Gateway keep an authorizer's answer for 300 s by default.",
                Unit::Ratio,
                (0.0, 1.0),
                0.9,
            ),
            number(
                "integration_timeout",
                "Integration timeout",
                "How long it waits for what it calls. 29 s is the default of Amazon API Gateway's REST APIs; its HTTP APIs wait 30 s.",
                Unit::Duration,
                (1e6, 3600e9),
                29e9,
            )
            .fixed(),
            number(
                "rate_limit",
                "Rate limit",
                "Requests a second let through. 10,000 is Amazon API Gateway's account quota in a region.",
                Unit::PerSecond,
                (0.001, 1e7),
                10_000.0,
            ),
            number(
                "burst",
                "Burst",
                "Tokens the bucket holds. 5,000 is Amazon API Gateway's quota.",
                Unit::Count,
                (1.0, 1e7),
                5_000.0,
            )
            .whole(),
            number(
                "tenant_rate",
                "Rate of a tenant",
                "Requests a second of each tenant (a class says whose it is), as of a usage plan; 0: no limit of its own.",
                Unit::PerSecond,
                (0.0, 1e7),
                0.0,
            ),
            number("tenant_burst", "Burst of a tenant", "Tokens that a tenant's bucket holds.", Unit::Count, (1.0, 1e7), 100.0).whole(),
            number(
                "request_price",
                "Price of a request",
                "Default: Amazon API Gateway, HTTP API, us-east-1, November 2026: $1.00 a million (aws.amazon.com/api-gateway/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                1e-6,
            ),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("rate_limited", "Rate limited", "Calls refused by the token bucket (HTTP 429)."),
            counter("quota_exceeded", "Over quota", "Calls refused because their tenant was over its own rate (HTTP 429)."),
            counter("introspections", "Introspections", "Tokens that were not in the cache."),
            in_flight("Requests inside, those waiting for what stands behind included."),
            cost("What the requests cost."),
        ],
        &["Response caching and request validation.", "Tokens one by one: a request misses the token cache by chance.", "Its own capacity: the service has no slots to run out of."],
    )
    .fails(&[Cause::RateLimited, Cause::Timeout])
    .charts(Chart::Incidents, &["rate_limited", "quota_exceeded"])
}

/// A rate and a burst, as set.
#[derive(Clone, Copy)]
struct Limit {
    rate: f64,
    burst: f64,
}

impl Limit {
    fn bucket(self) -> TokenBucket {
        TokenBucket::new(self.rate, self.burst)
    }
}

pub(crate) struct ApiGateway {
    overhead: Sampler,
    auth: Sampler,
    introspection: bool,
    hit_ratio: f64,
    limit: Limit,
    tenant_limit: Limit,
    bucket: TokenBucket,
    /// Of each tenant, where tenants have limits.
    tenants: Vec<TokenBucket>,
    tokens: Stream,
    price: f64,
}

impl Behaviour for ApiGateway {
    fn new(p: Params, node: &Node, seed: u64, me: &mut NodeCore, core: &mut Core) -> Self {
        let limit = limit(p);
        let tenant_limit = tenant_limit(p);
        let tenants = core.class_tenant.iter().max().map_or(0, |last| last + 1);
        let mut gateway = Self {
            overhead: p.time("overhead"),
            auth: p.time("auth_time"),
            introspection: false,
            hit_ratio: 0.0,
            limit,
            tenant_limit,
            bucket: limit.bucket(),
            tenants: vec![tenant_limit.bucket(); tenants as usize],
            tokens: Stream::new(seed, &node.id, "tokens"),
            price: 0.0,
        };
        gateway.configure(p, me, core);
        gateway
    }

    fn configure(&mut self, p: Params, me: &mut NodeCore, core: &mut Core) {
        self.overhead = p.time("overhead");
        self.auth = p.time("auth_time");
        self.introspection = p.choice("auth") == 1;
        self.hit_ratio = p.number("token_hit_ratio");
        self.price = p.number("request_price");
        self.limit = limit(p);
        self.tenant_limit = tenant_limit(p);
        self.hit(me, core);
    }

    #[inline]
    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        let now = core.now_ns;
        me.counts[REQUESTS].bump();
        if self.tenant_limit.rate > 0.0 {
            let tenant = core.class_tenant[core.calls[id].class as usize];
            if !self.tenants[tenant as usize].take(now, 1.0) {
                me.counts[QUOTA].bump();
                return Admit::Refused(Cause::RateLimited);
            }
        }
        if !self.bucket.take(now, 1.0) {
            me.counts[LIMITED].bump();
            return Admit::Refused(Cause::RateLimited);
        }
        me.money.spend(self.price);
        let mut ns = self.overhead.draw_ns(&mut me.stream);
        let auth_ns = self.auth.draw_ns(&mut me.stream);
        if self.introspection {
            if self.tokens.unit() > self.hit_ratio {
                me.counts[ASKED].bump();
                core.calls[id].flags |= flags::MISS;
                ns += auth_ns;
            }
        } else {
            ns += auth_ns;
        }
        if ns == 0 {
            return Admit::Pass;
        }
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    fn hit(&mut self, me: &mut NodeCore, core: &mut Core) {
        let left = me.fault.quota;
        let tune = |bucket: &mut TokenBucket, limit: Limit| {
            bucket.tune(core.now_ns, limit.rate * left, limit.burst * left);
        };
        tune(&mut self.bucket, self.limit);
        for bucket in &mut self.tenants {
            tune(bucket, self.tenant_limit);
        }
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let limited = me.counts[LIMITED].measured() + me.counts[QUOTA].measured();
        let requests = me.counts[REQUESTS].measured();
        if requests > 0 && limited * 100 >= requests {
            let share = quantity::format(limited as f64 / requests as f64, Unit::Ratio);
            out.push(format!(
                "At {}, the rate is limited: {share} of the requests were refused.",
                me.label
            ));
        }
    }
}

fn limit(p: Params) -> Limit {
    Limit {
        rate: p.number("rate_limit"),
        burst: p.number("burst"),
    }
}

fn tenant_limit(p: Params) -> Limit {
    Limit {
        rate: p.number("tenant_rate"),
        burst: p.number("tenant_burst"),
    }
}
