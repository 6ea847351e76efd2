//! `api-gateway`: the managed front door: authentication, a rate limit, and a bound on how long it waits.

use super::spec::{KindSpec, counter, gauge, number, time};
use super::token::TokenBucket;
use super::{Admit, Chart, Figure, Params, Pulse, work};
use crate::descriptor::Unit;
use crate::distribution::Sampler;
use crate::engine::call::Cause;
use crate::engine::queue::Tag;
use crate::engine::{Core, NodeCore};
use crate::measure::attribution::Part;
use crate::measure::gauge::Counter;
use crate::quantity;
use crate::scenario::Node;

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
            gauge("in_flight", "In flight", "Requests inside, those waiting for what stands behind included.", Unit::Count),
            gauge("cost_per_hour", "Cost", "What the requests cost.", Unit::DollarsPerHour),
        ],
        &["Response caching, request validation and quotas of single clients.", "Its own capacity: the service has no slots to run out of."],
    )
    .charts(Chart::Incidents, &["rate_limited"])
}

pub(crate) struct ApiGateway {
    overhead: Sampler,
    auth: Sampler,
    bucket: TokenBucket,
    price: f64,
    requests: Counter,
    limited: Counter,
    paid: f64,
    paid_base: f64,
}

impl ApiGateway {
    pub fn new(p: Params, _: &Node, _: u64, _: &NodeCore, _: &mut Core) -> Self {
        Self {
            overhead: p.time("overhead"),
            auth: p.time("auth_time"),
            bucket: TokenBucket::new(p.number("rate_limit"), p.number("burst")),
            price: p.number("request_price"),
            requests: Counter::default(),
            limited: Counter::default(),
            paid: 0.0,
            paid_base: 0.0,
        }
    }

    pub fn configure(&mut self, p: Params, _: &mut NodeCore, core: &mut Core) {
        self.overhead = p.time("overhead");
        self.auth = p.time("auth_time");
        self.bucket
            .tune(core.now_ns, p.number("rate_limit"), p.number("burst"));
        self.price = p.number("request_price");
    }

    #[inline]
    pub fn arrive(&mut self, me: &mut NodeCore, core: &mut Core, id: u32) -> Admit {
        self.requests.bump();
        if !self.bucket.take(core.now_ns, 1.0) {
            self.limited.bump();
            return Admit::Refused(Cause::RateLimited);
        }
        self.paid += self.price;
        let ns = self.overhead.draw_ns(&mut me.stream) + self.auth.draw_ns(&mut me.stream);
        if ns == 0 {
            return Admit::Pass;
        }
        work(core, id, Part::Service, ns);
        Admit::Taken
    }

    pub fn worked(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) -> bool {
        true
    }

    pub fn waits(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) {}

    pub fn leave(&mut self, _: &mut NodeCore, _: &mut Core, _: u32, _: bool) {}

    pub fn forget(&mut self, _: &mut NodeCore, _: &mut Core, _: u32) {}

    pub fn timer(&mut self, _: &mut NodeCore, _: &mut Core, _: Tag) {}

    pub fn begin(&mut self, _: u64) {
        self.requests.begin();
        self.limited.begin();
        self.paid_base = self.paid;
    }

    pub fn figures(&self, me: &NodeCore, now_ns: u64, span_ns: u64) -> Vec<Figure<'_>> {
        let hours = span_ns as f64 / 3600e9;
        vec![
            Figure::Number(self.requests.measured() as f64),
            Figure::Number(self.limited.measured() as f64),
            Figure::Number(me.inside.average(now_ns, span_ns)),
            Figure::Number(if hours > 0.0 {
                (self.paid - self.paid_base) / hours
            } else {
                0.0
            }),
        ]
    }

    pub fn cumulative(&self, _: &NodeCore, key: &str, _: u64) -> f64 {
        match key {
            "rate_limited" => self.limited.total as f64,
            _ => self.requests.total as f64,
        }
    }

    pub fn cost(&self, _: &NodeCore, _: u64) -> f64 {
        self.paid
    }

    pub fn pulse(&self, me: &NodeCore) -> Pulse {
        Pulse {
            in_flight: me.inside.value,
            instances: 1,
            ..Pulse::default()
        }
    }

    pub fn verdicts(&self, me: &NodeCore, _: u64, _: u64, out: &mut Vec<String>) {
        let (limited, requests) = (self.limited.measured(), self.requests.measured());
        if requests > 0 && limited * 100 >= requests {
            let share = quantity::format(limited as f64 / requests as f64, Unit::Ratio);
            out.push(format!(
                "{} limits the rate: it refused {share} of the requests.",
                me.label
            ));
        }
    }
}
