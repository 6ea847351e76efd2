//! What other values of a setting are worth a try, nearest first.

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};

use crate::components::lab::dial_scale::{Range, two_digits};

/// Steps away from a number, as multiples of it.
const STEPS: [f64; 5] = [2.0, 4.0, 8.0, 16.0, 64.0];

/// Values to try, one list a direction; each list goes away from `now`.
pub fn lanes(kind: &ParamKind, now: &ParamValue, steps: usize) -> Vec<Vec<ParamValue>> {
    let lanes = match (kind, now) {
        (ParamKind::Flag { .. }, ParamValue::Flag(on)) => vec![vec![ParamValue::Flag(!on)]],
        (ParamKind::Choice { options, .. }, ParamValue::Choice(chosen)) => options
            .iter()
            .filter(|(key, _)| key != chosen)
            .map(|(key, _)| vec![ParamValue::Choice(key.to_string())])
            .collect(),
        (kind, ParamValue::Number(now)) => match Range::of(kind) {
            Some(range) => [up(&range, *now, steps), down(&range, *now, steps)]
                .map(|values| values.into_iter().map(ParamValue::Number).collect())
                .into(),
            None => Vec::new(),
        },
        _ => Vec::new(),
    };
    lanes.into_iter().filter(|lane| !lane.is_empty()).collect()
}

fn factors(steps: usize) -> Vec<f64> {
    match steps {
        0 | 1 => vec![4.0],
        2 => vec![2.0, 8.0],
        3 => vec![2.0, 4.0, 16.0],
        n => STEPS[..n.min(STEPS.len())].to_vec(),
    }
}

fn up(range: &Range, now: f64, steps: usize) -> Vec<f64> {
    let from = if now > 0.0 { now } else { first(range) };
    let zero = (now <= 0.0).then_some(from);
    let values = (zero.into_iter()).chain(factors(steps).into_iter().map(|factor| from * factor));
    tidy(range, now, values)
}

/// Where a setting may be zero, which often means that it is off, zero is the last.
fn down(range: &Range, now: f64, steps: usize) -> Vec<f64> {
    if now <= range.min {
        return Vec::new();
    }
    let zero = (range.min <= 0.0).then_some(0.0);
    let values = factors(steps).into_iter().map(|factor| now / factor);
    tidy(range, now, values.chain(zero))
}

/// The first step away from nothing.
fn first(range: &Range) -> f64 {
    match range.unit {
        // A millisecond.
        Unit::Duration => 1e6,
        Unit::Ratio => 0.02,
        Unit::Bytes => 1024.0,
        _ => 1.0,
    }
}

/// Inside the range, as a person would type it, each once.
fn tidy(range: &Range, now: f64, values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut out: Vec<f64> = Vec::new();
    for value in values {
        let value = round(range, value);
        if !same(value, now) && !out.iter().any(|&known| same(known, value)) {
            out.push(value);
        }
    }
    out
}

fn round(range: &Range, value: f64) -> f64 {
    let value = if range.integer {
        value.round()
    } else {
        two_digits(value)
    };
    value.clamp(range.min, range.max)
}

fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * a.abs().max(b.abs())
}

/// A value between two others, if there is one that is worth a try.
pub fn between(kind: &ParamKind, a: &ParamValue, b: &ParamValue) -> Option<ParamValue> {
    let (ParamValue::Number(a), ParamValue::Number(b)) = (a, b) else {
        return None;
    };
    let range = Range::of(kind)?;
    let (low, high) = (a.min(*b), a.max(*b));
    let middle = if low > 0.0 {
        (low * high).sqrt()
    } else if range.integer {
        high / 2.0
    } else {
        return None;
    };
    let middle = round(&range, middle);
    // Nearer than a twentieth is not worth a run, of what can be had in any amount.
    let near = !range.integer && high / low < 1.05;
    (!near && middle > low && middle < high && !same(middle, low) && !same(middle, high))
        .then_some(ParamValue::Number(middle))
}

/// How large a change is, in doublings; what is switched counts as one.
pub fn size(from: &ParamValue, to: &ParamValue) -> f64 {
    match (from, to) {
        (ParamValue::Number(from), ParamValue::Number(to)) if *from > 0.0 && *to > 0.0 => {
            (to / from).log2().abs()
        }
        _ => 1.0,
    }
}
