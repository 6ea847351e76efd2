//! Which charts a scenario's lab draws, derived from what its kinds declare.

use crate::descriptor::{MetricType, ParamKind, Unit};
use crate::engine::call::Cause;
use crate::engine::tally::{Charted, Standing, source};
use crate::kinds::{Chart, Kind, client};
use crate::protocol::{Axis, ChartSpec, MetricView, SeriesView};
use crate::report::describe_figure;
use crate::scenario::{Preset, Scenario, Sweep};

/// Where a series comes from.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Source {
    /// A percentile of the latency, milliseconds.
    Latency(f64),
    /// A cumulative count, per second.
    Rate(usize),
    /// The failures for the causes with these places, together, per second.
    Failures(Vec<usize>),
    /// An integrated level, as the level.
    Level(usize),
    CostPerHour,
    CostPerMillion,
    /// An arm of a sweep preset, by index.
    Arm {
        preset: String,
        arm: usize,
    },
    /// What a formula says of it.
    Theory {
        preset: String,
        arm: usize,
    },
}

/// Charts and tiles of a scenario's lab.
#[derive(Default)]
pub(super) struct Plan {
    /// Metrics of nodes that the engine must keep over time.
    pub charted: Vec<Charted>,
    pub charts: Vec<(ChartSpec, Vec<Source>)>,
    pub headline: Vec<MetricView>,
}

/// Of a system with more nodes only what its charts show is kept over time: the rest would be megabytes.
const MOST_NODES: usize = 64;

/// A chart with more lines than this is read by nobody, and there are so many colours.
const MOST_SERIES: usize = 7;

impl Plan {
    pub fn new(scenario: &Scenario) -> Self {
        let mut plan = Self::default();
        plan.add(
            "latency",
            "Latency",
            axis("Latency", Unit::Milliseconds),
            [("p50", 0.5), ("p95", 0.95), ("p99", 0.99)]
                .map(|(name, q)| {
                    let doc =
                        format!("{name} of the time from when a request was due to its answer.");
                    (name.to_owned(), doc, Source::Latency(q))
                })
                .into(),
        );
        let mut rates = vec![
            (
                "Offered".to_owned(),
                "Requests due a second.".to_owned(),
                Source::Rate(source::OFFERED),
            ),
            (
                "Completed".to_owned(),
                "Requests answered well a second.".to_owned(),
                Source::Rate(source::COMPLETED),
            ),
        ];
        let foreseen = causes(scenario);
        // Beside these two and what is for all other causes.
        let foreseen = &foreseen[..foreseen.len().min(MOST_SERIES - 3)];
        for &cause in foreseen {
            let doc = format!(
                "Requests a second that failed: {}.",
                cause.label().to_ascii_lowercase()
            );
            rates.push((
                cause.label().to_owned(),
                doc,
                Source::Rate(source::FAILED + cause as usize),
            ));
        }
        // Faults let loose in a run, and designs changed by hand, make requests fail for causes that the file does not foresee.
        let others = Cause::ALL.iter().filter(|cause| !foreseen.contains(cause));
        rates.push((
            "Failed otherwise".to_owned(),
            "Requests a second that failed for any other cause.".to_owned(),
            Source::Failures(others.map(|&cause| cause as usize).collect()),
        ));
        plan.add(
            "throughput",
            "Throughput and errors",
            axis("Requests", Unit::PerSecond),
            rates,
        );
        let levels = plan.metrics(scenario, Chart::Concurrency);
        plan.add(
            "concurrency",
            "Concurrency",
            axis("At once", Unit::Count),
            levels,
        );
        let backlog = plan.metrics(scenario, Chart::Backlog);
        plan.add("backlog", "Backlog", axis("Waiting", Unit::Count), backlog);
        let incidents = plan.metrics(scenario, Chart::Incidents);
        let cold = scenario
            .nodes
            .iter()
            .any(|node| node.kind == Kind::Function);
        let title = if cold {
            "Cold starts and refusals"
        } else {
            "Refusals"
        };
        plan.add(
            "incidents",
            title,
            axis("Events", Unit::PerSecond),
            incidents,
        );
        plan.add(
            "cost",
            "Cost",
            axis("US dollars", Unit::Dollars),
            vec![
                (
                    "Per hour".to_owned(),
                    "What all nodes cost an hour at this pace.".to_owned(),
                    Source::CostPerHour,
                ),
                (
                    "Per million requests".to_owned(),
                    "What all nodes cost for a million completed requests at this pace.".to_owned(),
                    Source::CostPerMillion,
                ),
            ],
        );
        plan.sweeps(scenario);
        plan.headline = headline(scenario);
        if scenario.nodes.len() <= MOST_NODES {
            plan.the_rest(scenario);
        }
        plan
    }

    /// Keeps all that can be asked for later: every metered metric, how nodes stand, what goes along links.
    fn the_rest(&mut self, scenario: &Scenario) {
        for (node, declared) in (0..).zip(&scenario.nodes) {
            let sources = declared.kind.spec().sources.iter();
            for (place, _) in (0..).zip(sources).filter(|(_, source)| source.is_metered()) {
                self.keep(Charted::Metric { node, place });
            }
            for of in Standing::ALL {
                self.keep(Charted::Pulse { node, of });
            }
        }
        for (link, _) in (0..).zip(&scenario.links) {
            self.keep(Charted::Attempts(link));
            self.keep(Charted::Failures(link));
        }
    }

    /// The timeline's source for it, from now on.
    fn keep(&mut self, charted: Charted) -> usize {
        self.place(charted).unwrap_or_else(|| {
            self.charted.push(charted);
            source::METRICS + self.charted.len() - 1
        })
    }

    /// The timeline's source for it, if it is kept.
    pub fn place(&self, charted: Charted) -> Option<usize> {
        let kept = self.charted.iter().position(|&kept| kept == charted)?;
        Some(source::METRICS + kept)
    }

    /// The series of a node's metric, by its path in reports.
    pub fn series_of(&self, scenario: &Scenario, path: &str) -> Option<Source> {
        let (id, key) = path.strip_prefix("nodes.")?.split_once('.')?;
        let node = scenario.node(id)?;
        let metrics = &scenario.nodes[node].kind.spec().descriptor.metrics;
        let place = metrics.iter().position(|metric| metric.key == key)?;
        let source = self.place(Charted::Metric {
            node: node as u32,
            place: place as u32,
        })?;
        Some(match metrics[place].kind {
            MetricType::Counter => Source::Rate(source),
            _ => Source::Level(source),
        })
    }

    fn add(
        &mut self,
        id: &str,
        title: &'static str,
        y: Axis,
        mut series: Vec<(String, String, Source)>,
    ) {
        if series.is_empty() {
            return;
        }
        series.truncate(MOST_SERIES);
        let x = axis("Simulated time", Unit::Duration);
        self.push(
            ChartSpec {
                id: id.to_owned(),
                title: title.into(),
                x,
                y,
                series: Vec::new(),
            },
            series,
        );
    }

    fn push(&mut self, mut spec: ChartSpec, series: Vec<(String, String, Source)>) {
        let mut sources = Vec::new();
        for (label, doc, source) in series {
            spec.series.push(SeriesView {
                label,
                doc: doc.into(),
                foretells: match &source {
                    Source::Theory { arm, .. } => Some(*arm as u32),
                    _ => None,
                },
            });
            sources.push(source);
        }
        self.charts.push((spec, sources));
    }

    /// The metrics that kinds declare for a chart; of clients only when no other node has any.
    fn metrics(&mut self, scenario: &Scenario, chart: Chart) -> Vec<(String, String, Source)> {
        let mut found: Vec<(usize, &'static str)> = Vec::new();
        for clients in [false, true] {
            for (i, node) in scenario.nodes.iter().enumerate() {
                if (node.kind == Kind::Client) == clients && (!clients || found.is_empty()) {
                    let charts = &node.kind.spec().charts;
                    found.extend(
                        charts
                            .iter()
                            .filter(|(of, _)| *of == chart)
                            .map(|&(_, key)| (i, key)),
                    );
                }
            }
        }
        found.truncate(MOST_SERIES);
        let several = found.iter().any(|(node, _)| *node != found[0].0);
        found
            .into_iter()
            .filter_map(|(i, key)| {
                let node = &scenario.nodes[i];
                let metrics = &node.kind.spec().descriptor.metrics;
                let place = metrics.iter().position(|metric| metric.key == key)?;
                let metric = &metrics[place];
                let place = self.keep(Charted::Metric {
                    node: i as u32,
                    place: place as u32,
                });
                let what = match chart {
                    Chart::Concurrency | Chart::Backlog => Source::Level(place),
                    Chart::Incidents => Source::Rate(place),
                };
                let label = if several {
                    format!("{}: {}", node.label, metric.label)
                } else {
                    metric.label.to_string()
                };
                Some((label, metric.doc.to_string(), what))
            })
            .collect()
    }

    /// A chart of its own for each sweep: the figure measured, against the parameter swept.
    fn sweeps(&mut self, scenario: &Scenario) {
        for preset in &scenario.presets {
            let Some(sweep) = &preset.sweep else { continue };
            let Ok(descriptor) = scenario.describe(&sweep.path) else {
                continue;
            };
            let unit = match &descriptor.kind {
                ParamKind::Number { unit, .. } | ParamKind::Distribution { unit, .. } => *unit,
                _ => Unit::Count,
            };
            let (label, y_unit) = match describe_figure(scenario, &sweep.measure) {
                Some(view) => (view.label, view.unit),
                None => (sweep.measure.clone().into(), Unit::Count),
            };
            let series = sweep
                .arms
                .iter()
                .enumerate()
                .take(MOST_SERIES)
                .map(|(arm, declared)| {
                    let doc = format!(
                        "{} of {} against {}.",
                        label,
                        declared.title,
                        descriptor.label.to_ascii_lowercase()
                    );
                    (
                        declared.title.clone(),
                        doc,
                        Source::Arm {
                            preset: preset.name.clone(),
                            arm,
                        },
                    )
                });
            let mut series: Vec<_> = series.collect();
            series.extend(theories(scenario, preset, sweep));
            let spec = ChartSpec {
                id: format!("{}{}", ChartSpec::SWEEP, preset.name),
                title: preset.title.clone().into(),
                x: Axis {
                    label: descriptor.label.clone(),
                    unit,
                    log: sweep.log && sweep.from > 0.0,
                },
                y: Axis {
                    label,
                    unit: y_unit,
                    log: false,
                },
                series: Vec::new(),
            };
            self.push(spec, series);
        }
    }

    /// The timeline's source that tells how busy a node is.
    pub fn busy(&self, scenario: &Scenario, node: usize) -> Option<usize> {
        let busy = ["running", "concurrent_executions", "in_flight"];
        let metrics = &scenario.nodes.get(node)?.kind.spec().descriptor.metrics;
        let mut places = (0..)
            .zip(metrics)
            .filter(|(_, metric)| busy.contains(&&*metric.key));
        places.find_map(|(place, _)| {
            let node = node as u32;
            self.place(Charted::Metric { node, place })
        })
    }
}

fn axis(label: &'static str, unit: Unit) -> Axis {
    Axis {
        label: label.into(),
        unit,
        log: false,
    }
}

/// The curves that formulas give for a sweep's arms, where they do.
fn theories(scenario: &Scenario, preset: &Preset, sweep: &Sweep) -> Vec<(String, String, Source)> {
    let Ok((base, _)) = scenario.apply(Some(&preset.name), &[]) else {
        return Vec::new();
    };
    let arms = sweep.arms.iter().enumerate().take(MOST_SERIES / 2);
    let theory = arms.filter_map(|(arm, declared)| {
        let law = super::sweep::foretold(&base, sweep, arm)?.law;
        // One arm needs no name of its own.
        let of = match sweep.arms.len() {
            1 => String::new(),
            _ => format!("{}, ", declared.title),
        };
        let doc = format!("What the formula of {law} gives, without a run.");
        let preset = preset.name.clone();
        Some((
            format!("{of}theory: {law}"),
            doc,
            Source::Theory { preset, arm },
        ))
    });
    theory.collect()
}

/// The causes of failure that this scenario's kinds and links can give.
fn causes(scenario: &Scenario) -> Vec<Cause> {
    let above_zero = |key: &str| {
        scenario.links.iter().any(|link| {
            let value = crate::kinds::link_value(&link.params, key);
            matches!(value, Some(crate::scenario::Value::Number(n)) if *n > 0.0)
        })
    };
    let of_kinds = |cause| {
        let mut nodes = scenario.nodes.iter();
        nodes.any(|node| node.kind.spec().causes.contains(&cause))
    };
    let presets = scenario.presets.iter().flat_map(|preset| &preset.faults);
    let faults = scenario.faults.iter().chain(presets);
    let of_faults: Vec<Cause> = faults
        .flat_map(|fault| fault.kind.causes())
        .copied()
        .collect();
    let possible = |cause: Cause| {
        let of_links = match cause {
            Cause::Timeout => above_zero("timeout"),
            Cause::QueueFull => above_zero("connections"),
            Cause::LostInNetwork => above_zero("loss"),
            Cause::BreakerOpen => above_zero("breaker_threshold"),
            _ => false,
        };
        of_links || of_kinds(cause) || of_faults.contains(&cause)
    };
    Cause::ALL
        .into_iter()
        .filter(|&cause| possible(cause))
        .collect()
}

/// The tiles: those the scenario names, else the common ones and what its kinds hold worth a tile; and whatever else its
/// experiments say is to be watched.
fn headline(scenario: &Scenario) -> Vec<MetricView> {
    let mut paths: Vec<String> = scenario.headline.clone();
    if paths.is_empty() {
        let open = scenario
            .nodes
            .iter()
            .any(|n| n.kind == Kind::Client && client::is_open(&n.params));
        paths.extend(
            [
                "latency_ms.p50",
                "latency_ms.p99",
                "requests.completed_per_second",
            ]
            .map(str::to_owned),
        );
        if open {
            paths.push("requests.error_ratio".to_owned());
        }
        for node in &scenario.nodes {
            let below = node
                .kind
                .spec()
                .headline
                .iter()
                .map(|path| format!("nodes.{}.{path}", node.id));
            if paths.len() < 8 {
                paths.extend(below);
            }
        }
        paths.push("cost.per_hour_usd".to_owned());
    }
    let described = |path: &String| describe_figure(scenario, path);
    let mut views: Vec<MetricView> = paths.iter().filter_map(described).collect();
    // What a sweep is about is in its chart.
    let presets = scenario.presets.iter();
    let single = presets.filter(|preset| preset.sweep.is_none());
    for path in single.flat_map(|preset| &preset.watch) {
        if !views.iter().any(|view| view.is_named(path)) {
            views.extend(described(path));
        }
    }
    views
}
