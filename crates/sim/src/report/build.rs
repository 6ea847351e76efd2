//! The report of one run.

use super::{MS, Report, Tree, analysis, checks, flow, theory};
use crate::descriptor::{MetricType, ParamValue};
use crate::engine::Engine;
use crate::engine::call::Cause;
use crate::engine::tally::Account;
use crate::kinds::Figure;
use crate::measure::attribution::{PART_KEYS, PARTS, Split};
use crate::measure::histogram::Histogram;
use crate::scenario::Scenario;
use crate::session::{Deed, Intervention};

/// Share of the requests that count as the slowest.
const SLOWEST: f64 = 0.01;

/// What a run is called in its report.
pub(crate) struct Heading<'a> {
    pub preset: Option<&'a str>,
    pub seed: u64,
    pub interventions: &'a [Intervention],
}

/// The report as it stands; with `whole` also what only the end of a run can tell.
pub(crate) fn build(
    scenario: &Scenario,
    engine: &Engine,
    heading: &Heading,
    whole: bool,
) -> Report {
    let (now, span) = (engine.core.now_ns, engine.span_ns());
    let seconds = span as f64 / 1e9;
    let tally = &engine.tally;
    let mut root = Tree::map()
        .with("scenario", scenario.title.as_str())
        .with("preset", heading.preset.unwrap_or(""))
        .with("seed", heading.seed)
        .with("duration_s", now as f64 / 1e9)
        .with("warmup_s", engine.base_ns as f64 / 1e9)
        .with("requests", requests(&tally.all, tally.retries, seconds))
        .with("amplification", amplification(engine))
        .with(
            "latency_ms",
            latency(&tally.all.latency, tally.batches.half_width()),
        );
    let mut classes = Tree::map();
    for (class, account) in scenario.classes.iter().zip(&tally.classes) {
        classes = classes.with(&class.name, account_tree(account, seconds));
    }
    root = root.with("classes", classes);
    let mut windows = Tree::map();
    for (window, account) in &tally.windows {
        let width = window.to_ns.min(now).saturating_sub(window.from_ns) as f64 / 1e9;
        windows = windows.with(&window.name, account_tree(account, width));
    }
    root = root
        .with("windows", windows)
        .with("nodes", nodes(scenario, engine));
    root = root.with("links", links(scenario, engine));
    if scenario.run.objective_ns > 0 {
        root = root.with("objective", analysis::objective(&scenario.run, &tally.all));
    }
    let cost = engine.cost() - tally.cost_base;
    let completed = tally.all.completed as f64;
    let per = |n: f64| (n > 0.0).then(|| cost / n);
    root = root.with(
        "cost",
        Tree::map()
            .with("total_usd", cost)
            .with("per_hour_usd", per(seconds / 3600.0))
            .with("per_million_requests_usd", per(completed / 1e6)),
    );
    let mut verdicts = Vec::new();
    let mut sound = true;
    if whole {
        let slowest = tally.attribution.slowest(SLOWEST);
        root = root.with("attribution", attribution(scenario, engine, &slowest));
        root = root.with("flow", flow::tree(scenario, engine));
        let (checks, held) = checks::check(scenario, engine);
        sound = held;
        root = root.with("checks", checks);
        let bottleneck = analysis::bottleneck(scenario, engine, &slowest);
        root = root.with(
            "bottleneck",
            bottleneck
                .as_ref()
                .map_or_else(Tree::map, |found| found.tree(scenario)),
        );
        verdicts = analysis::verdicts(scenario, engine, bottleneck.as_ref(), sound);
        // What was changed on the way is in no formula.
        let laws = if heading.interventions.is_empty() {
            theory::laws(scenario, engine)
        } else {
            Vec::new()
        };
        verdicts.extend(laws.iter().filter_map(|law| law.sentence(scenario)));
        let laws = laws.iter().map(|law| law.tree(scenario));
        root = root.with("theory", laws.collect::<Vec<_>>());
        let interventions = heading.interventions.iter().map(intervention);
        root = root
            .with("interventions", interventions.collect::<Vec<_>>())
            .with(
                "verdicts",
                verdicts
                    .iter()
                    .map(|v| Tree::from(v.as_str()))
                    .collect::<Vec<_>>(),
            );
    }
    Report {
        root,
        verdicts,
        events: engine.events_handled,
        sound,
    }
}

/// Where the time went.
fn attribution(scenario: &Scenario, engine: &Engine, slowest: &Split) -> Tree {
    let all = engine.tally.attribution.slowest(1.0);
    Tree::map()
        .with("all", split(scenario, &all))
        .with("slowest", split(scenario, slowest))
}

/// The figures of where time went and why requests failed, as things stand, as [`Report::figures`] has them.
pub(crate) fn breakdown(scenario: &Scenario, engine: &Engine) -> Vec<(String, f64)> {
    let slowest = engine.tally.attribution.slowest(SLOWEST);
    let failed = Tree::map().with("failed", failures(&engine.tally.all));
    let root = Tree::map()
        .with("attribution", attribution(scenario, engine, &slowest))
        .with("requests", failed);
    let mut out = Vec::new();
    root.flatten("", &mut out);
    out
}

fn intervention(made: &Intervention) -> Tree {
    let shown = |value: &ParamValue| match value {
        ParamValue::Number(number) => number.to_string(),
        ParamValue::Flag(flag) => flag.to_string(),
        ParamValue::Choice(text) => text.clone(),
    };
    let tree = Tree::map()
        .with("at_s", made.at_ns as f64 / 1e9)
        .with("event", made.event);
    match &made.deed {
        Deed::Set { path, value } => tree
            .with("path", path.as_str())
            .with("value", shown(value).as_str()),
        Deed::Inject(fault) => {
            let mut set = Tree::map();
            for (key, value) in &fault.set {
                set = set.with(key, shown(value).as_str());
            }
            tree.with("fault", fault.kind.as_str())
                .with("target", fault.target.as_str())
                .with("lasting_s", fault.lasting_ns.map(|ns| ns as f64 / 1e9))
                .with("set", set)
        }
    }
}

/// How many failed, by cause.
fn failures(account: &Account) -> Tree {
    let mut failed = Tree::map();
    for cause in Cause::ALL {
        let n = account.failed[cause as usize];
        if n > 0 {
            failed = failed.with(cause.key(), n);
        }
    }
    failed
}

fn requests(account: &Account, retries: u64, seconds: f64) -> Tree {
    let failed = failures(account);
    let rate = |n: u64| (seconds > 0.0).then(|| n as f64 / seconds);
    let over = account.completed + account.failures();
    Tree::map()
        .with("offered", account.offered)
        .with("completed", account.completed)
        .with("goodput", account.good)
        .with("failed", failed)
        .with("failed_total", account.failures())
        .with("unfinished", account.unfinished())
        .with("retries", retries)
        .with("offered_per_second", rate(account.offered))
        .with("completed_per_second", rate(account.completed))
        .with("goodput_per_second", rate(account.good))
        .with(
            "error_ratio",
            (over > 0).then(|| account.failures() as f64 / over as f64),
        )
}

/// What calls along each link came to.
fn links(scenario: &Scenario, engine: &Engine) -> Tree {
    let (now, span) = (engine.core.now_ns, engine.span_ns());
    let mut links = Tree::map();
    for (link, declared) in engine.links.iter().zip(&scenario.links) {
        let id = |node: u32| scenario.nodes[node as usize].id.as_str();
        let mut entry = Tree::map()
            .with("calls", link.calls.measured())
            .with("retries", link.retries.measured());
        // What a link does not do, its report does not speak of.
        let policy = &link.policy;
        if policy.hedge_ns > 0 {
            entry = entry.with("hedges", link.hedges.measured());
        }
        if policy.connections > 0 {
            entry = entry
                .with("connections_in_use", link.in_use.average(now, span))
                .with("waiting", link.waiting.average(now, span));
        }
        if policy.breaker.threshold > 0.0 {
            entry = entry.with(
                "breaker_open_ratio",
                link.breaker.open_for(now) as f64 / (now as f64).max(1.0),
            );
        }
        if policy.breaker.threshold > 0.0 || policy.connections > 0 {
            entry = entry.with("stopped", link.stopped.measured());
        }
        links = links.with(
            &format!("{}->{}", id(declared.from), id(declared.to)),
            entry,
        );
    }
    links
}

/// Attempts for each call that was meant, over all links: 1 where nothing is tried again.
fn amplification(engine: &Engine) -> Option<f64> {
    let calls: u64 = engine.links.iter().map(|link| link.calls.measured()).sum();
    let more = |link: &crate::engine::link::Link| link.retries.measured() + link.hedges.measured();
    let more: u64 = engine.links.iter().map(more).sum();
    (calls > 0).then(|| (calls + more) as f64 / calls as f64)
}

fn account_tree(account: &Account, seconds: f64) -> Tree {
    Tree::map()
        .with("requests", requests(account, 0, seconds))
        .with("latency_ms", latency(&account.latency, None))
}

fn latency(histogram: &Histogram, half_width: Option<f64>) -> Tree {
    let mut tree = times(histogram);
    if let Some(half) = half_width {
        tree = tree.with("mean_ci95", half / MS);
    }
    tree
}

fn times(histogram: &Histogram) -> Tree {
    let q = |q: f64| histogram.quantile(q).map(|ns| ns / MS);
    Tree::map()
        .with("mean", histogram.mean().map(|ns| ns / MS))
        .with("p50", q(0.5))
        .with("p90", q(0.9))
        .with("p95", q(0.95))
        .with("p99", q(0.99))
        .with("p999", q(0.999))
        .with("max", histogram.max().map(|ns| ns as f64 / MS))
}

fn nodes(scenario: &Scenario, engine: &Engine) -> Tree {
    let (now, span) = (engine.core.now_ns, engine.span_ns());
    let mut tree = Tree::map();
    for (declared, node) in scenario.nodes.iter().zip(&engine.nodes) {
        let figures = node.body.figures(&node.me, now, span);
        let mut entry = Tree::map();
        for (metric, figure) in declared.kind.spec().descriptor.metrics.iter().zip(figures) {
            entry = match figure {
                Figure::Number(number) => entry.with(&metric.key, number),
                Figure::Times(histogram) => {
                    debug_assert_eq!(metric.kind, MetricType::Distribution);
                    entry.with(&metric.key, times(histogram).with("count", histogram.count))
                }
            };
        }
        tree = tree.with(&declared.id, entry);
    }
    tree
}

/// Mean milliseconds per request, by node and part; nodes without any are left out.
fn split(scenario: &Scenario, split: &Split) -> Tree {
    let mut nodes = Tree::map();
    let per = |ns: u64| {
        if split.count == 0 {
            0.0
        } else {
            ns as f64 / split.count as f64 / MS
        }
    };
    let mut total = [0u64; PARTS];
    for (node, parts) in scenario.nodes.iter().zip(&split.sums) {
        if parts.iter().all(|&ns| ns == 0) {
            continue;
        }
        let mut entry = Tree::map();
        for ((key, &ns), sum) in PART_KEYS.iter().zip(parts).zip(&mut total) {
            entry = entry.with(key, per(ns));
            *sum += ns;
        }
        nodes = nodes.with(&node.id, entry);
    }
    let mut sums = Tree::map();
    for (key, &ns) in PART_KEYS.iter().zip(&total) {
        sums = sums.with(key, per(ns));
    }
    Tree::map()
        .with("requests", split.count)
        .with("latency_ms", per(total.iter().sum()))
        .with("parts", sums)
        .with("nodes", nodes)
}
