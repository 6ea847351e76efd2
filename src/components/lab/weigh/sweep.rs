//! One parameter over a range, of the lab as it is set and of another setting beside it.

use std::sync::Arc;

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{Along, MetricView, PresetView, Setup};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::lab::dial_scale::Range;
use crate::components::lab::tools::Mirror;
use crate::components::lab::tools::mirror::Dial;
use crate::components::{inert, view};

use super::beside::{self, Beside};
use super::curve::{Curves, Runs, Swept, Theory, number};
use super::plan;
use super::tally;
use super::work::{Progress, Work};
use crate::words::{lab, weigh as say};

const POINTS: &[usize] = &[5, 9, 13, 17, 25];
const REPLICATIONS: &[usize] = &[1, 2, 3, 5, 10];

/// A setting that is a number, and the range it may have.
#[derive(Clone)]
struct Number {
    dial: Dial,
    range: Range,
}

/// What is to be swept, and what came of it.
#[derive(Clone, Copy)]
struct Sweeping {
    bench: Mirror,
    dials: StoredValue<Vec<Number>>,
    dial: RwSignal<usize>,
    /// As typed.
    ends: [RwSignal<String>; 2],
    points: RwSignal<usize>,
    replications: RwSignal<usize>,
    /// What is measured: the headline, and what is worth a look besides.
    metrics: StoredValue<Arc<Vec<MetricView>>>,
    /// The figures to show, by their places among them.
    shown: RwSignal<Vec<usize>>,
    beside: Beside,
    problems: [RwSignal<Option<String>>; 3],
    swept: RwSignal<Option<(u32, Swept)>>,
    runs: RwSignal<Runs>,
    theory: RwSignal<Theory>,
    work: Work,
}

impl Sweeping {
    /// `None` of a lab that has no numbers to set.
    fn new(bench: Mirror) -> Option<Self> {
        let tunable = |dial: &Dial| {
            let range = Range::of(&dial.knob.descriptor.kind)?;
            let dial = dial.clone();
            Some(Number { dial, range })
        };
        let dials: Vec<Number> = bench
            .dials
            .with_value(|dials| dials.iter().filter_map(tunable).collect());
        if dials.is_empty() {
            return None;
        }
        // How much load it bears is the first question to most systems.
        let first = (dials.iter())
            .position(|dial| dial.range.unit == Unit::PerSecond)
            .unwrap_or(0);
        let metrics = bench.spec.with_value(|spec| {
            let all = spec.headline.iter().chain(&spec.beside);
            all.cloned().collect::<Vec<_>>()
        });
        let sweeping = Self {
            bench,
            dials: StoredValue::new(dials),
            dial: RwSignal::new(first),
            ends: [RwSignal::default(), RwSignal::default()],
            points: RwSignal::new(9),
            replications: RwSignal::new(3),
            metrics: StoredValue::new(Arc::new(metrics)),
            shown: RwSignal::default(),
            beside: Beside::new(bench),
            problems: [
                RwSignal::new(None),
                RwSignal::new(None),
                RwSignal::new(None),
            ],
            swept: RwSignal::new(None),
            runs: RwSignal::default(),
            theory: RwSignal::default(),
            work: Work::new(|| {}),
        };
        sweeping.choose(first);
        Some(sweeping)
    }

    fn of(self, index: usize) -> Option<Number> {
        self.dials.with_value(|dials| dials.get(index).cloned())
    }

    /// Takes a setting, with a range around what it is at.
    fn choose(self, index: usize) {
        let Some(Number { dial, range }) = self.of(index) else {
            return;
        };
        self.dial.set(index);
        let now = dial.value.with_untracked(number).unwrap_or(range.min);
        let (from, to) = plan::around(&range, now);
        for (end, value) in self.ends.into_iter().zip([from, to]) {
            end.set(quantity::format(value, range.unit));
        }
        self.forgive();
        let preset = untrack(|| self.bench.preset_view());
        self.metrics.with_value(|metrics| {
            self.shown
                .set(worth_showing(metrics, preset.as_ref(), range.unit));
        });
        self.show_costs();
    }

    /// Two settings over a range of load ask first which is cheaper where.
    fn show_costs(self) {
        if !untrack(|| self.beside.is_some()) {
            return;
        }
        let cost = self.metrics.with_value(|metrics| {
            let mut metrics = metrics.iter();
            metrics.position(|metric| metric.unit == Unit::DollarsPerHour)
        });
        self.shown.update(|shown| {
            if let Some(cost) = cost.filter(|cost| !shown.contains(cost)) {
                shown.push(cost);
                shown.sort_unstable();
            }
        });
    }

    /// The settings to sweep: those of the lab, and those beside it.
    fn bases(self) -> Vec<Setup> {
        let beside = untrack(|| self.beside.setup());
        [self.bench.setup()].into_iter().chain(beside).collect()
    }

    fn forgive(self) {
        for problem in self.problems {
            problem.set(None);
        }
    }

    /// The ends as they are typed, each checked; what is wrong with one stands below it.
    fn read(self, range: &Range) -> Option<(f64, f64)> {
        self.forgive();
        let mut values = [f64::NAN; 2];
        for ((value, end), problem) in values.iter_mut().zip(self.ends).zip(self.problems) {
            match end.with_untracked(|text| range.read(text)) {
                Ok(read) => *value = read,
                Err(why) => problem.set(Some(lab::sentence(why))),
            }
        }
        let [from, to] = values;
        if from >= to {
            let from = quantity::format(from, range.unit);
            self.problems[1].set(Some(say::end_above(from)));
        }
        (from < to).then_some((from, to))
    }

    fn go(self) {
        let Some(Number { dial, range }) = self.of(self.dial.get_untracked()) else {
            return;
        };
        let Some((from, to)) = self.read(&range) else {
            return;
        };
        if untrack(|| self.bench.sweeps()) {
            let why = say::chosen_is_many_runs();
            self.problems[2].set(Some(why.to_owned()));
            return;
        }
        let path = dial.knob.path.clone();
        let bases = self.bases();
        let without: Vec<Setup> = (bases.iter())
            .map(|base| {
                let mut rest = base.clone();
                rest.set.retain(|(known, _)| *known != path);
                rest
            })
            .collect();
        if let [a, b] = &without[..]
            && !plan::differ(a, b)
        {
            let why = say::a_and_b_the_same();
            self.problems[2].set(Some(why.to_owned()));
            return;
        }
        let values = plan::grid(&range, from, to, self.points.get_untracked());
        let now = dial.value.with_untracked(number).unwrap_or(from);
        let order = plan::nearest_first(&values, now, range.log);
        let replications = self.replications.get_untracked();
        let runs = plan::sweep(&bases, &path, &values, &order, replications);
        let spots: Vec<plan::Spot> = runs.iter().map(|(spot, _)| *spot).collect();
        // The first of each is asked for what formulas say of all.
        let along = |place: usize| {
            (place < bases.len()).then(|| Along {
                path: path.clone(),
                values: values.clone(),
            })
        };
        let jobs = (runs.into_iter().enumerate())
            .map(|(place, (_, setup))| (setup, along(place)))
            .collect();
        let names = {
            let shows: Vec<String> = spots
                .iter()
                .map(|spot| {
                    let value = quantity::format(values[spot.place], range.unit);
                    match (without.len(), spot.arm) {
                        (1, _) => value,
                        (_, 0) => say::a_at(value),
                        (_, _) => say::b_at(value),
                    }
                })
                .collect();
            move |at: usize| shows[at].clone()
        };
        let spec = self.bench.spec.get_value();
        let metrics = self.metrics.get_value();
        let number = (self.swept)
            .with_untracked(|before| before.as_ref().map_or(0, |(number, _)| number + 1));
        self.runs.set(Vec::new());
        self.theory.set(Vec::new());
        self.swept.set(Some((
            number,
            Swept {
                bases: without
                    .iter()
                    .map(|rest| plan::words(&spec, rest))
                    .collect(),
                unit: range.unit,
                log: range.log,
                values,
                dial,
                metrics: metrics.clone(),
            },
        )));
        (self.work).start_along(jobs, names, move |at, outcome, _, foretold| {
            let Some(&spot) = spots.get(at) else {
                return;
            };
            if !foretold.is_empty() {
                let told = foretold.into_iter().map(|told| (spot.arm, told));
                self.theory.update(|theory| {
                    theory.extend(told);
                    theory.sort_by_key(|(arm, _)| *arm);
                });
            }
            let figures = tally::figures(&metrics, &outcome);
            self.runs.update(|runs| runs.push((spot, figures)));
        });
    }
}

/// The two figures that most readers will want: what has the setting's own unit, as throughput has that of offered load; what the
/// experiment is about; a time.
fn worth_showing(metrics: &[MetricView], preset: Option<&PresetView>, unit: Unit) -> Vec<usize> {
    let watch = preset.map_or(&[][..], |preset| &preset.watch);
    let rank = |place: &usize| {
        let metric = &metrics[*place];
        let watched = watch.contains(&metric.path);
        let tail = metric.unit == Unit::Milliseconds && metric.path.ends_with("p99");
        if unit == Unit::PerSecond && metric.unit == unit {
            0
        } else if tail {
            1
        } else if watched {
            2
        } else {
            3
        }
    };
    let mut places: Vec<usize> = (0..metrics.len()).collect();
    places.sort_by_key(rank);
    places.truncate(2);
    places.sort_unstable();
    places
}

#[component]
pub fn Sweep(bench: Mirror, id: String) -> impl IntoView {
    let id = format!("{id}-sweep");
    let Some(sweeping) = Sweeping::new(bench) else {
        return inert(r#"p class="weigh__what""#, say::nothing_to_sweep());
    };
    let work = sweeping.work;
    let plan = move || {
        let range = sweeping.of(sweeping.dial.get())?.range;
        let [from, to] = sweeping.ends.map(|end| end.with(|text| range.read(text)));
        let (from, to) = (from.ok()?, to.ok()?);
        if from >= to {
            return None;
        }
        let values = plan::grid(&range, from, to, sweeping.points.get());
        let (points, runs) = (values.len(), sweeping.replications.get());
        let of_each = if sweeping.beside.is_some() { 2 } else { 1 };
        let all = points * runs * of_each;
        Some(if range.log {
            say::by_factors(points, all)
        } else {
            say::evenly(points, all)
        })
    };
    let shown_id = id.clone();
    let curves = move || {
        sweeping.swept.get().map(|(number, swept)| {
            let id = format!("{shown_id}-{number}");
            let (runs, theory, shown) = (sweeping.runs, sweeping.theory, sweeping.shown);
            view! { <Curves bench swept runs theory shown id/> }
        })
    };
    view! {
        <div class="weigh">
            <p class="weigh__what">
                {say::about_sweep()}
            </p>
            <div class="weigh__row">
                {chooser(sweeping, format!("{id}-setting"))}
                {end_field(sweeping, 0, say::from(), format!("{id}-from"))}
                {end_field(sweeping, 1, say::to(), format!("{id}-to"))}
                {super::numbers(format!("{id}-points"), say::points(), POINTS, sweeping.points)}
                {super::numbers(format!("{id}-runs"), say::runs_of_each(), REPLICATIONS, sweeping.replications)}
                {beside::field(sweeping.beside, format!("{id}-beside"), move || {
                    sweeping.forgive();
                    sweeping.show_costs();
                })}
            </div>
            {figures(sweeping, &id)}
            <div class="weigh__row">
                <Progress work caption=say::sweep() go=Callback::new(move |()| sweeping.go())/>
            </div>
            <p class="lab__hint">{plan}</p>
            <p class="dial__error" role="alert">{move || sweeping.problems[2].get()}</p>
            {curves}
        </div>
    }
}

/// Which setting.
fn chooser(sweeping: Sweeping, id: String) -> AnyView {
    let dials = sweeping.dials.get_value();
    let mut groups: Vec<(String, Vec<(usize, String)>)> = Vec::new();
    for (index, Number { dial, .. }) in dials.iter().enumerate() {
        let option = (index, dial.knob.descriptor.label.to_string());
        match groups.iter_mut().find(|(name, _)| *name == dial.knob.group) {
            Some((_, group)) => group.push(option),
            None => groups.push((dial.knob.group.clone(), vec![option])),
        }
    }
    let chosen = sweeping.dial;
    let groups = groups.into_iter().map(|(name, options)| {
        let options = options.into_iter().map(|(index, label)| {
            view! {
                <option
                    value=index.to_string()
                    selected=chosen.get_untracked() == index
                    prop:selected=move || chosen.get() == index
                >
                    {label}
                </option>
            }
        });
        view! { <optgroup label=name>{options.collect_view()}</optgroup> }
    });
    let groups = groups.collect_view();
    view! {
        <div class="weigh__field weigh__field--wide">
            <label for=id.clone()>{say::setting()}</label>
            <select
                id=id
                on:change=move |event| {
                    if let Ok(index) = event_target_value(&event).parse() {
                        sweeping.choose(index);
                    }
                }
            >
                {groups}
            </select>
        </div>
    }
}

/// One end of the range.
fn end_field(sweeping: Sweeping, end: usize, label: &'static str, id: String) -> AnyView {
    let (text, problem) = (sweeping.ends[end], sweeping.problems[end]);
    let error_id = format!("{id}-error");
    view! {
        <div class="weigh__field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=error_id.clone()
                aria-invalid=move || problem.with(Option::is_some).to_string()
                value=text.get_untracked()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
                on:change=move |_| {
                    if let Some(Number { range, .. }) = sweeping.of(sweeping.dial.get_untracked()) {
                        sweeping.read(&range);
                    }
                }
            />
            <p class="dial__error" id=error_id role="alert">{move || problem.get()}</p>
        </div>
    }
}

/// Which figures to show. All are measured: another choice needs no other runs.
fn figures(sweeping: Sweeping, id: &str) -> AnyView {
    let metrics = sweeping.metrics.get_value();
    let shown = sweeping.shown;
    let boxes = metrics.iter().enumerate().map(|(place, metric)| {
        let is = move || shown.with(|shown| shown.contains(&place));
        let change = move |event| {
            let on = event_target_checked(&event);
            shown.update(|shown| {
                shown.retain(|known| *known != place);
                if on {
                    shown.push(place);
                    shown.sort_unstable();
                }
            });
        };
        view! {
            <label class="weigh__check" title=metric.doc.to_string()>
                <input
                    type="checkbox"
                    name=format!("{id}-figure")
                    checked=untrack(is)
                    prop:checked=is
                    on:change=change
                />
                <span>{metric.label.to_string()}</span>
            </label>
        }
    });
    view! {
        <fieldset class="weigh__figures">
            {inert("legend", say::show())}
            {boxes.collect_view()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use headroom_sim::protocol::LabSpec;
    use headroom_sim::scenario;
    use headroom_sim::session::{Progress, Session};

    use super::*;

    const SERVERLESS: &str =
        include_str!("../../../../content/templates/url-shortener/v2-serverless.toml");

    /// The tile and the sweep read the same report, the one by a name and the other by a path.
    #[test]
    fn each_figure_that_has_a_tile_has_a_value_in_a_sweep() {
        let text = SERVERLESS.replace(
            "watch = [",
            r#"watch = ["cold_starts", "warm_invocation_ms.p90", "cold_start_ms", "#,
        );
        let scenario = scenario::parse(&text).unwrap();
        let spec = LabSpec::new("serverless", &scenario);
        let mut session = Session::load(&spec.setup(Some("flash-crowd"), 1)).unwrap();
        while session.advance(u64::MAX, &mut || false) == Progress::Running {}
        let tiles = session.frame(0).headline;
        assert_eq!(tally::figures(&spec.headline, &session.outcome()), tiles);
        for name in ["cold_starts", "warm_invocation_ms.p90", "cold_start_ms"] {
            let mut named =
                (spec.headline.iter().zip(&tiles)).filter(|(view, _)| view.is_named(name));
            assert!(named.all(|(_, tile)| tile.is_some()), "{name}");
        }
        let paths: Vec<&str> = spec.headline.iter().map(|view| &*view.path).collect();
        assert!(paths.contains(&"nodes.redirect.cold_starts"), "{paths:?}");
        let once = |path: &&str| paths.iter().filter(|other| *other == path).count() == 1;
        assert!(paths.iter().all(once), "{paths:?}");
    }

    /// An outage of what the file lets be is in the chart of errors, too.
    #[test]
    fn what_a_fault_makes_fail_has_a_curve_though_the_file_does_not_foresee_it() {
        let scenario = scenario::parse(SERVERLESS).unwrap();
        let spec = LabSpec::new("serverless", &scenario);
        let mut session = Session::load(&spec.setup(Some("flash-crowd"), 1)).unwrap();
        let outage = headroom_sim::scenario::FaultGiven {
            kind: "outage".to_owned(),
            target: "gateway".to_owned(),
            at_ns: Some(26_000_000_000),
            lasting_ns: Some(15_000_000_000),
            set: Vec::new(),
        };
        session.inject(&outage).unwrap();
        while session.advance(u64::MAX, &mut || false) == Progress::Running {}
        let at = (spec.charts.iter()).position(|chart| chart.id == "throughput");
        let series = &session.charts()[at.unwrap()];
        // Offered and completed come first. Each second of the run has a value in each.
        let step = (series[0].x[1] - series[0].x[0]) / 1e9;
        let drawn = series[2..].iter().flat_map(|series| &series.y);
        let drawn = drawn.map(|y| f64::from(*y) * step).sum::<f64>();
        let outcome = session.outcome();
        let mut figures = outcome.figures.iter();
        let (_, failed) = figures
            .find(|(path, _)| path == "requests.failed_total")
            .unwrap();
        assert!(
            *failed > 50_000.0 && (drawn / failed - 1.0).abs() < 0.01,
            "{drawn} {failed}"
        );
    }
}
