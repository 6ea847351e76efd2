use super::*;

fn ms(text: &str) -> Distribution {
    Distribution::parse(text, Unit::Duration).unwrap()
}

#[test]
fn every_sampler_has_the_mean_its_distribution_states() {
    for text in [
        "20ms",
        "uniform(5ms, 35ms)",
        "exponential(20ms)",
        "erlang(4, 20ms)",
        "normal(20ms, 15ms)",
        "lognormal(p50: 10ms, p99: 80ms)",
        "lognormal(mean: 20ms, cv: 1.5)",
        "pareto(10ms, 3)",
        "weibull(20ms, 0.8)",
        "empirical(1ms, 2ms, 30ms)",
        "histogram(1ms: 9, 100ms: 1)",
    ] {
        let distribution = ms(text);
        let sampler = distribution.sampler();
        let mut stream = Stream::new(11, text, "test");
        let n = 400_000;
        let (mut sum, mut squares) = (0.0, 0.0);
        for _ in 0..n {
            let value = sampler.draw(&mut stream);
            assert!(value >= 0.0 && value.is_finite());
            sum += value;
            squares += value * value;
        }
        let mean = sum / f64::from(n);
        let error = libm::sqrt((squares / f64::from(n) - mean * mean).max(0.0) / f64::from(n));
        let off = (mean - distribution.mean()).abs();
        assert!(
            off <= 4.5 * error + 1e-6,
            "{text}: drawn {mean}, stated {}, error {error}",
            distribution.mean()
        );
        // Their squares have heavier tails; of a Pareto with an exponent of 3 the variance of the variance is infinite.
        let stated = distribution.variation().unwrap();
        let drawn = libm::sqrt((squares / f64::from(n) - mean * mean).max(0.0)) / mean;
        let tolerance = if text.starts_with("pareto") {
            0.1
        } else {
            0.02
        };
        assert!(
            (drawn - stated).abs() <= tolerance * stated + 1e-6,
            "{text}: varies by {drawn}, stated {stated}"
        );
        let scaled = distribution.with_mean(7e6).mean();
        assert!(
            (scaled - 7e6).abs() < 1.0,
            "{text} scaled has mean {scaled}"
        );
    }
}

#[test]
fn a_log_normal_has_the_percentiles_it_was_given() {
    let sampler = ms("lognormal(p50: 10ms, p99: 80ms)").sampler();
    let mut stream = Stream::new(3, "a", "b");
    let mut drawn: Vec<f64> = (0..200_000).map(|_| sampler.draw(&mut stream)).collect();
    drawn.sort_by(f64::total_cmp);
    assert!((drawn[100_000] / 10e6 - 1.0).abs() < 0.02);
    assert!((drawn[198_000] / 80e6 - 1.0).abs() < 0.04);
}

#[test]
fn the_normal_quantile_inverts_the_normal_distribution() {
    for z in [-8.0, -3.0, -1.0, -0.1, 0.0, 0.3, 2.0, 5.0] {
        let p = 0.5 * libm::erfc(-z / std::f64::consts::SQRT_2);
        assert!((normal_quantile(p) - z).abs() < 1e-9, "{z}");
    }
    assert!(normal_quantile(1.0).is_finite());
}

#[test]
fn mistakes_say_what_would_be_right() {
    let error = |text| Distribution::parse(text, Unit::Duration).unwrap_err();
    assert_eq!(
        error("exponental(5ms)").help.as_deref(),
        Some("did you mean `exponential`?")
    );
    assert_eq!(
        error("lognormal(p50: 5ms)").message,
        "`lognormal` takes p50 and p99, or mean and cv"
    );
    assert_eq!(
        error("erlang(2.5, 5ms)").message,
        "`k` of `erlang` is a whole number from 1 to 100"
    );
    assert!(error("uniform(9ms, 5ms)").message.contains("low <= high"));
    assert!(error("pareto(9ms, 0.5)").message.contains("infinite"));
    assert!(error("exponential").message.contains("parentheses"));
    assert!(error("-5ms").message.contains("negative"));
}

proptest::proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "[a-z]{0,12}\\(?[-0-9a-z.,: µ]{0,40}\\)?") {
        let _ = Distribution::parse(&text, Unit::Duration);
    }

    #[test]
    fn what_is_written_reads_back(mean in 1.0..1e12f64, cv in 0.1..3.0f64) {
        let shapes = [
            Distribution::Constant(mean),
            Distribution::Exponential { mean },
            Distribution::Uniform { low: mean, high: mean * (1.0 + cv) },
            Distribution::LogNormal { p50: mean, p99: mean * (1.0 + cv) },
            Distribution::Empirical { values: vec![mean, cv], weights: vec![1.0, cv] },
        ];
        for shape in shapes {
            let text = shape.to_text(Unit::Duration);
            proptest::prop_assert_eq!(Distribution::parse(&text, Unit::Duration).unwrap(), shape);
        }
    }
}

#[test]
fn a_time_beyond_the_end_of_the_clock_is_cut_off_where_sums_still_fit() {
    assert_eq!(whole_ns(1.4), 1);
    assert_eq!(whole_ns(f64::INFINITY), whole_ns(1e30));
    assert!(whole_ns(1e30).checked_mul(8).is_some());
}

proptest::proptest! {
    /// However a browser's program gets it.
    #[test]
    fn the_whole_part_of_a_number_is_what_a_conversion_gives(whole in 0u64..1 << 52, part in 0.0..1.0f64) {
        let number = whole as f64 + part;
        proptest::prop_assert_eq!(digits(number.min(TWO_52.next_down())), number.min(TWO_52.next_down()) as u64);
        proptest::prop_assert_eq!(floor(number), number as u64);
    }
}
