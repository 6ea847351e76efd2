//! `api-gateway`: the managed front door: authentication, a rate limit, and a bound on how long it waits.

use super::spec::{KindSpec, cost, counter, in_flight, number, time};
use super::token::TokenBucket;
use super::{Admit, Behaviour, Chart, Params, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::Cause;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::quantity;
use crate::scenario::Node;

const REQUESTS: usize = 0;
const LIMITED: usize = 1;

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
            time("auth_time", "Authentication", "Checking the caller: next to nothing for a signed token checked here.", 60e9, "0ms"),
            number(
                "integration_timeout",
                "Integration timeout",
                "How long it waits for what it calls. 29 s is Amazon API Gateway's default.",
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
                "request_price",
                "Price of a request",
                "Default: Amazon API Gateway, HTTP API, us-east-1: $1.00 a million (aws.amazon.com/api-gateway/pricing).",
                Unit::Dollars,
                (0.0, 1.0),
                1e-6,
            ),
        ],
        vec![
            counter("requests", "Requests", "Calls that arrived."),
            counter("rate_limited", "Rate limited", "Calls refused by the token bucket (HTTP 429)."),
            in_flight("Requests inside, those waiting for what stands behind included."),
            cost("What the requests cost."),
        ],
        &["Response caching, request validation and quotas of single clients.", "Its own capacity: the service has no slots to run out of."],
    )
    .fails(&[Cause::RateLimited, Cause::Timeout])
    .charts(Chart::Incidents, &["rate_limited"])
}

pub(crate) struct ApiGateway {
    overhead: Sampler,
    auth: Sampler,
    bucket: TokenBucket,
    price: f64,
}

impl Behaviour for ApiGateway {
    fn new(p: Params, _: &Node, _: u64, _: &mut NodeCore, _: &mut Core) -> Self {
        Self {
            overhead: p.time("overhead"),
            auth: p.time("auth_time"),
            bucket: TokenBucket::new(p.number("rate_limit"), p.number("burst")),
            price: p.number("request_price"),
        }
    }

    fn configure(&mut self, p: Params, _: &mut NodeCore, core: &mut Core) {
        self.overhead = p.time("overhead");
        self.auth = p.time("auth_time");
        self.bucket
            .tune(core.now_ns, p.number("rate_limit"), p.number("burst"));
        self.price = p.number("request_price");
    }

    #[inline]
    fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        me.counts[REQUESTS].bump();
        if !self.bucket.take(core.now_ns, 1.0) {
            me.counts[LIMITED].bump();
            return Admit::Refused(Cause::RateLimited);
        }
        me.money.spend(self.price);
        let ns = self.overhead.draw_ns(&mut me.stream) + self.auth.draw_ns(&mut me.stream);
        if ns == 0 {
            return Admit::Pass;
        }
        work(me, core, id, Part::Service, ns);
        Admit::Taken
    }

    fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let (limited, requests) = (
            me.counts[LIMITED].measured(),
            me.counts[REQUESTS].measured(),
        );
        if requests > 0 && limited * 100 >= requests {
            let share = quantity::format(limited as f64 / requests as f64, Unit::Ratio);
            out.push(format!(
                "{} limits the rate: it refused {share} of the requests.",
                me.label
            ));
        }
    }
}
