//! The engine's parts and whole runs of it, with criterion: `cargo bench -p headroom-bench --features criterion`.

use std::hint::black_box;
use std::time::Duration;

use cpu_time::ProcessTime;
use criterion::measurement::{Measurement, ValueFormatter, WallTime};
use criterion::{BenchmarkId, Throughput};
use headroom_bench::Result;
use headroom_bench::work::{mesh, mm1, mm10, serverless, three_tier};
use headroom_sim::bench::Events;
use headroom_sim::descriptor::Unit;
use headroom_sim::distribution::Distribution;
use headroom_sim::rng::Stream;

/// Time of the processor, so that a busy machine can be measured.
struct Processor;

impl Measurement for Processor {
    type Intermediate = ProcessTime;
    type Value = Duration;

    fn start(&self) -> ProcessTime {
        ProcessTime::now()
    }

    fn end(&self, start: ProcessTime) -> Duration {
        start.elapsed()
    }

    fn add(&self, one: &Duration, other: &Duration) -> Duration {
        *one + *other
    }

    fn zero(&self) -> Duration {
        Duration::ZERO
    }

    fn to_f64(&self, value: &Duration) -> f64 {
        WallTime.to_f64(value)
    }

    fn formatter(&self) -> &dyn ValueFormatter {
        WallTime.formatter()
    }
}

type Criterion = criterion::Criterion<Processor>;

/// One event out and a later one in, with so many waiting: Jones's hold model ("An empirical comparison of
/// priority-queue and event-set implementations", CACM 29(4), 1986).
fn events(c: &mut Criterion) {
    let mut group = c.benchmark_group("event queue, hold");
    for waiting in [10, 100, 1_000, 10_000, 100_000] {
        let mut stream = Stream::new(1, "bench", "hold");
        let mut events = Events::default();
        for id in 0..waiting {
            events.push((stream.exponential() * 1e6) as u64, id);
        }
        group.bench_function(BenchmarkId::from_parameter(waiting), |b| {
            b.iter(|| {
                let now = events.pop().unwrap_or(0);
                events.push(now + 1 + u64::from(stream.bits() >> 12), 0);
                now
            });
        });
    }
}

fn random_numbers(c: &mut Criterion) {
    let mut group = c.benchmark_group("random numbers");
    let mut stream = Stream::new(1, "bench", "rng");
    group.bench_function("bits", |b| b.iter(|| stream.bits()));
    group.bench_function("unit", |b| b.iter(|| stream.unit()));
    group.bench_function("below", |b| b.iter(|| stream.below(black_box(17))));
    group.bench_function("exponential", |b| b.iter(|| stream.exponential()));
}

fn samplers(c: &mut Criterion) -> Result<()> {
    let mut group = c.benchmark_group("samplers");
    let mut stream = Stream::new(1, "bench", "samplers");
    for text in [
        "5ms",
        "uniform(1ms, 9ms)",
        "exponential(5ms)",
        "erlang(4, 5ms)",
        "normal(5ms, 2ms)",
        "lognormal(p50: 4ms, p99: 20ms)",
        "pareto(2ms, 2.5)",
        "weibull(5ms, 1.5)",
        "histogram(1ms: 5, 2ms: 3, 9ms: 1)",
    ] {
        let sampler = Distribution::parse(text, Unit::Duration)?.sampler();
        group.bench_function(text, |b| b.iter(|| sampler.draw_ns(&mut stream)));
    }
    group.finish();
    Ok(())
}

/// Whole runs of some simulated seconds: what criterion calls elements are requests.
fn runs(c: &mut Criterion) -> Result<()> {
    let mut group = c.benchmark_group("runs");
    group.sample_size(30);
    let cases = [
        (mm1()?, 50.0),
        (mm10()?, 5.0),
        (three_tier()?, 5.0),
        (serverless()?, 20.0),
        (mesh()?, 2.5),
    ];
    for (case, seconds) in cases {
        let case = case.lasting(seconds);
        let (requests, _) = case.run()?;
        group.throughput(Throughput::Elements(requests as u64));
        group.bench_function(case.name, |b| b.iter(|| case.run()));
    }
    group.finish();
    Ok(())
}

fn main() -> Result<()> {
    let mut criterion = criterion::Criterion::default()
        .with_measurement(Processor)
        .configure_from_args();
    events(&mut criterion);
    random_numbers(&mut criterion);
    samplers(&mut criterion)?;
    runs(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}
