//! Load shapes: how an arrival rate changes over a run, as a multiple of it.
//!
//! A shape is a list of pieces over which the multiple is linear, so that Poisson arrivals are exact by
//! time rescaling (Cinlar's inversion): the k-th arrival stands where the integrated rate reaches the sum
//! of k unit exponentials. No thinning, no time step.

use serde::{Deserialize, Serialize};

use crate::descriptor::Unit;
use crate::distribution::floor;
use crate::expression::{self, ExpressionError, number, shorten};
use crate::rng::Stream;
use crate::{nearest, quantity};

/// From `at_ns` on the multiple moves in a straight line from `from` to `to` until the next piece begins;
/// the last piece stands still at `from`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Piece {
    pub at_ns: u64,
    pub from: f64,
    pub to: f64,
}

/// How the rate moves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Shape {
    Pieces {
        pieces: Vec<Piece>,
        /// Begins anew after this long.
        repeat_ns: Option<u64>,
        /// As written.
        text: String,
    },
    /// On-off bursts: a two-state Markov-modulated Poisson process with exponential sojourns. The multiple is
    /// `times` while on and such while off that the long-run mean is 1 (0 when `times` alone exceeds it).
    Bursts {
        on_ns: f64,
        off_ns: f64,
        high: f64,
        low: f64,
        text: String,
    },
}

const NAMES: [&str; 8] = [
    "flat", "steps", "points", "ramp", "spike", "diurnal", "bursts", "series",
];
/// One of each, as a file has it.
#[cfg(feature = "files")]
pub(crate) const EXAMPLES: [&str; 8] = [
    "flat",
    "steps(0s: 1, 60s: 0)",
    "points(0s: 1, 60s: 4)",
    "ramp(from: 1, to: 10, start: 0s, end: 60s)",
    "spike(at: 60s, lasting: 10s, times: 8, rise: 1s)",
    "diurnal(period: 24h, low: 0.2)",
    "bursts(on: 1s, off: 9s, times: 8)",
    "series(10s, 1, 2.5, 2)",
];
/// Linear pieces a day is cut into; the largest error of the sine between them is 0.05 %.
const DAY_PIECES: u32 = 96;
/// The largest multiple.
const MOST: f64 = 1e6;
/// A century, which u64 holds five times.
const LONGEST_NS: f64 = 3.2e18;
const SHORTEST_BURST_NS: f64 = 1e3;

impl Default for Shape {
    fn default() -> Self {
        Self::Pieces {
            pieces: vec![level(0, 1.0)],
            repeat_ns: None,
            text: "flat".to_owned(),
        }
    }
}

fn level(at_ns: u64, value: f64) -> Piece {
    Piece {
        at_ns,
        from: value,
        to: value,
    }
}

impl Shape {
    /// Reads a shape: `flat`; `steps(0s: 1, 60s: 0)`; `points(0s: 1, 60s: 4)` (straight lines between);
    /// `ramp(from: 1, to: 10, start: 0s, end: 60s)`; `spike(at: 60s, lasting: 10s, times: 8, rise: 1s)`;
    /// `diurnal(period: 24h, low: 0.2)`; `bursts(on: 1s, off: 9s, times: 8)`; `series(10s, 1, 2.5, 2)`.
    #[allow(
        clippy::too_many_lines,
        reason = "one arm a name: a table, not a procedure"
    )]
    pub fn parse(text: &str) -> Result<Self, ExpressionError> {
        let text = text.trim();
        let time = |text: &str| {
            let ns = quantity::parse(text, Unit::Duration)
                .map_err(|e| ExpressionError::new(e.to_string()))?;
            if (0.0..=LONGEST_NS).contains(&ns) {
                Ok(ns as u64)
            } else {
                Err(ExpressionError::new(format!(
                    "`{text}` is not a time within a run"
                )))
            }
        };
        let multiple = |text: &str| {
            let value = number(text)?;
            if (0.0..=MOST).contains(&value) {
                Ok(value)
            } else {
                Err(ExpressionError::new(format!(
                    "`{text}` is not a multiple between 0 and 1e6"
                )))
            }
        };
        let Some(call) = expression::read(text)? else {
            return if text == "flat" {
                Ok(Self::default())
            } else {
                Err(unknown(text))
            };
        };
        if call.args.len() > 10_000 {
            return Err(ExpressionError::new("a shape has at most 10,000 pieces"));
        }
        let mut repeat_ns = None;
        let pieces = match call.name {
            "flat" => vec![level(0, 1.0)],
            "steps" | "points" => {
                let mut pieces: Vec<Piece> = Vec::with_capacity(call.args.len());
                for &(at, value) in &call.args {
                    let at = at.ok_or_else(|| {
                        ExpressionError::new(format!(
                            "`{}` takes pairs of time and multiple",
                            call.name
                        ))
                        .with_help(Some(format!("{}(0s: 1, 60s: 4)", call.name)))
                    })?;
                    let piece = level(time(at)?, multiple(value)?);
                    match pieces.last_mut() {
                        Some(last) if last.at_ns >= piece.at_ns => {
                            return Err(ExpressionError::new(format!(
                                "the times of `{}` must rise",
                                call.name
                            )));
                        }
                        Some(last) if call.name == "points" => last.to = piece.from,
                        _ => {}
                    }
                    pieces.push(piece);
                }
                match pieces.first() {
                    None => return Err(ExpressionError::new(format!("`{}` is empty", call.name))),
                    Some(first) if first.at_ns > 0 => pieces.insert(0, level(0, first.from)),
                    _ => {}
                }
                pieces
            }
            "ramp" => {
                let [from, to, start, end] = call.take_all(["from", "to", "start", "end"])?;
                let (from, to, start, end) =
                    (multiple(from)?, multiple(to)?, time(start)?, time(end)?);
                if start >= end {
                    return Err(ExpressionError::new("`ramp` starts before it ends"));
                }
                joined(vec![
                    level(0, from),
                    Piece {
                        at_ns: start,
                        from,
                        to,
                    },
                    level(end, to),
                ])
            }
            "spike" => {
                let [at, lasting, times, rise] = call.take(["at", "lasting", "times", "rise"])?;
                let (Some(at), Some(lasting), Some(times)) = (at, lasting, times) else {
                    return Err(
                        ExpressionError::new("`spike` needs `at`, `lasting` and `times`")
                            .with_help(Some(
                                "spike(at: 60s, lasting: 10s, times: 8, rise: 1s)".to_owned(),
                            )),
                    );
                };
                let (at, lasting, times) = (time(at)?, time(lasting)?, multiple(times)?);
                let rise = rise.map(time).transpose()?.unwrap_or(0);
                let top = at.saturating_add(rise);
                let end = top.saturating_add(lasting);
                joined(vec![
                    level(0, 1.0),
                    Piece {
                        at_ns: at,
                        from: 1.0,
                        to: times,
                    },
                    level(top, times),
                    Piece {
                        at_ns: end,
                        from: times,
                        to: 1.0,
                    },
                    level(end.saturating_add(rise), 1.0),
                ])
            }
            "diurnal" => {
                let [period, low] = call.take_all(["period", "low"])?;
                let (period, low) = (time(period)?, multiple(low)?);
                if period < 1_000_000 || low > 1.0 {
                    return Err(ExpressionError::new(
                        "`diurnal` needs a period of at least 1ms and a low between 0 and 1",
                    ));
                }
                repeat_ns = Some(period);
                // A cosine about 1 with its trough at the start of the period.
                let at = |i: u32| {
                    1.0 - (1.0 - low)
                        * libm::cos(std::f64::consts::TAU * f64::from(i) / f64::from(DAY_PIECES))
                };
                (0..DAY_PIECES)
                    .map(|i| Piece {
                        at_ns: period / u64::from(DAY_PIECES) * u64::from(i),
                        from: at(i),
                        to: at(i + 1),
                    })
                    .collect()
            }
            "bursts" => {
                let [on, off, times] = call.take_all(["on", "off", "times"])?;
                let (on, off, high) = (time(on)? as f64, time(off)? as f64, multiple(times)?);
                if on < SHORTEST_BURST_NS || off < SHORTEST_BURST_NS {
                    return Err(ExpressionError::new(
                        "`bursts` needs on and off times of at least 1us",
                    ));
                }
                let low = ((on + off - high * on) / off).max(0.0);
                return Self::Bursts {
                    on_ns: on,
                    off_ns: off,
                    high,
                    low,
                    text: text.to_owned(),
                }
                .checked();
            }
            "series" => {
                let mut args = call.args.iter().map(|&(_, value)| value);
                let every = time(args.next().unwrap_or("0"))?;
                let values = args.map(multiple).collect::<Result<Vec<_>, _>>()?;
                if every == 0 || values.is_empty() {
                    return Err(ExpressionError::new(
                        "`series` takes a step and the multiples, one a step",
                    )
                    .with_help(Some("series(10s, 1, 2.5, 2)".to_owned())));
                }
                values
                    .iter()
                    .enumerate()
                    .map(|(i, &v)| level(every.saturating_mul(i as u64), v))
                    .collect()
            }
            other => return Err(unknown(other)),
        };
        Self::Pieces {
            pieces,
            repeat_ns,
            text: text.to_owned(),
        }
        .checked()
    }

    /// What [`Self::parse`] may read, as a regular expression: the names, and whatever stands in their parentheses.
    #[cfg(feature = "files")]
    pub(crate) fn pattern() -> String {
        format!(r"^\s*(flat|({}|csv)\s*\(.*\))\s*$", NAMES.join("|"))
    }

    fn checked(self) -> Result<Self, ExpressionError> {
        if self.is_whole() {
            Ok(self)
        } else {
            Err(ExpressionError::new(
                "its times or multiples go beyond what a run can hold",
            ))
        }
    }

    /// Whether arrivals can be drawn from it, which is true of whatever was read.
    pub(crate) fn is_whole(&self) -> bool {
        let multiple = |value: f64| (0.0..=MOST).contains(&value);
        match self {
            Self::Pieces {
                pieces, repeat_ns, ..
            } => {
                let ends = pieces.iter().skip(1).map(|piece| piece.at_ns);
                let end = repeat_ns.unwrap_or(u64::MAX);
                pieces.first().is_some_and(|first| first.at_ns == 0)
                    && pieces
                        .iter()
                        .zip(ends.chain([end]))
                        .all(|(p, end)| p.at_ns < end && multiple(p.from) && multiple(p.to))
            }
            Self::Bursts {
                on_ns,
                off_ns,
                high,
                low,
                ..
            } => {
                let time = |ns: f64| (SHORTEST_BURST_NS..=LONGEST_NS).contains(&ns);
                time(*on_ns) && time(*off_ns) && multiple(*high) && multiple(*low)
            }
        }
    }

    /// As written.
    pub fn text(&self) -> &str {
        match self {
            Self::Pieces { text, .. } | Self::Bursts { text, .. } => text,
        }
    }

    /// The mean multiple over the first `duration_ns` (for bursts: in the long run).
    pub fn mean(&self, duration_ns: u64) -> f64 {
        match self {
            Self::Bursts {
                on_ns,
                off_ns,
                high,
                low,
                ..
            } => (on_ns * high + off_ns * low) / (on_ns + off_ns),
            Self::Pieces {
                pieces, repeat_ns, ..
            } => {
                let span = repeat_ns
                    .map_or(duration_ns, |repeat| repeat.min(duration_ns))
                    .max(1);
                let ends = pieces.iter().skip(1).map(|p| p.at_ns).chain([span]);
                let area: f64 = pieces
                    .iter()
                    .zip(ends)
                    .filter(|(piece, _)| piece.at_ns < span)
                    .map(|(piece, end)| {
                        let whole = end.saturating_sub(piece.at_ns).max(1) as f64;
                        let width = end.min(span).saturating_sub(piece.at_ns) as f64;
                        width * (piece.from + (piece.to - piece.from) * width / whole / 2.0)
                    })
                    .sum();
                area / span as f64
            }
        }
    }
}

/// Drops pieces that another begins at the same time as.
fn joined(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        if out.last().is_some_and(|last| last.at_ns == piece.at_ns) {
            out.pop();
        }
        out.push(piece);
    }
    out
}

fn unknown(name: &str) -> ExpressionError {
    ExpressionError::new(format!("there is no load shape `{}`", shorten(name)))
        .with_help(nearest::help(name, NAMES))
}

/// A place in a shape, from which the next arrival is found.
#[derive(Clone, Debug)]
pub struct Cursor {
    shape: Shape,
    /// Index of the current piece, and the start of the current repetition.
    piece: usize,
    base_ns: u64,
    /// Of bursts: on, and until when.
    on: bool,
    until_ns: f64,
}

impl Cursor {
    pub fn new(shape: Shape, stream: &mut Stream) -> Self {
        let mut cursor = Self {
            shape,
            piece: 0,
            base_ns: 0,
            on: false,
            until_ns: 0.0,
        };
        if let Shape::Bursts { on_ns, off_ns, .. } = cursor.shape {
            // In its steady state from the start.
            cursor.on = stream.chance(on_ns / (on_ns + off_ns));
            cursor.until_ns = stream.exponential() * if cursor.on { on_ns } else { off_ns };
        }
        cursor
    }

    /// Where, from `now` on, the integral of `per_ns` times the multiple has grown by `amount`.
    /// `None` when it never does. `switching` is drawn from by bursts.
    pub fn next(
        &mut self,
        now_ns: u64,
        amount: f64,
        per_ns: f64,
        switching: &mut Stream,
    ) -> Option<u64> {
        if per_ns <= 0.0 {
            return None;
        }
        let need = amount / per_ns;
        match &self.shape {
            Shape::Bursts {
                on_ns,
                off_ns,
                high,
                low,
                ..
            } => {
                let (mut at, mut need) = (now_ns as f64, need);
                loop {
                    let multiple = if self.on { *high } else { *low };
                    let room = (self.until_ns - at).max(0.0) * multiple;
                    if room >= need && multiple > 0.0 {
                        return finite(at + need / multiple);
                    }
                    need -= room;
                    at = at.max(self.until_ns);
                    self.on = !self.on;
                    self.until_ns =
                        at + switching.exponential() * if self.on { *on_ns } else { *off_ns };
                    // A process that is silent in both states has no next arrival.
                    if (*high <= 0.0 && *low <= 0.0) || at > 1.8e19 {
                        return None;
                    }
                }
            }
            Shape::Pieces {
                pieces, repeat_ns, ..
            } => {
                let (mut at, mut need) = (now_ns, need);
                let mut fruitless = 0;
                loop {
                    let piece = pieces.get(self.piece)?;
                    let start = self.base_ns + piece.at_ns;
                    let end = match (pieces.get(self.piece + 1), repeat_ns) {
                        (Some(next), _) => self.base_ns + next.at_ns,
                        (None, Some(repeat)) => self.base_ns.checked_add(*repeat)?,
                        (None, None) => {
                            return if piece.from > 0.0 {
                                finite(at as f64 + need / piece.from)
                            } else {
                                None
                            };
                        }
                    };
                    if at < end {
                        let length = (end - start) as f64;
                        let slope = (piece.to - piece.from) / length;
                        let here = piece.from + slope * (at - start) as f64;
                        let left = (end - at) as f64;
                        let room = left * (here + slope * left / 2.0);
                        if room >= need {
                            // The root of slope/2 x^2 + here x = need, in the form that stays accurate for small slopes.
                            let discriminant =
                                libm::sqrt((here * here + 2.0 * slope * need).max(0.0));
                            return finite(
                                at as f64 + (2.0 * need / (here + discriminant)).min(left),
                            );
                        }
                        need -= room;
                        fruitless = if room > 0.0 { 0 } else { fruitless + 1 };
                        at = end;
                    }
                    self.piece += 1;
                    if self.piece == pieces.len() {
                        // A whole repetition without a request: there will be none.
                        if fruitless >= pieces.len() {
                            return None;
                        }
                        self.piece = 0;
                        self.base_ns = end;
                    }
                }
            }
        }
    }
}

fn finite(ns: f64) -> Option<u64> {
    (ns < 9e18).then(|| floor(ns + 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    const S: u64 = 1_000_000_000;

    /// Arrival times of an even process (one unit of integrated rate each) over `seconds`.
    fn even(text: &str, per_second: f64, seconds: u64) -> Vec<u64> {
        let mut stream = Stream::new(1, "a", "b");
        let mut cursor = Cursor::new(Shape::parse(text).unwrap(), &mut stream);
        let mut now = 0;
        let mut out = Vec::new();
        while let Some(next) = cursor.next(now, 1.0, per_second / 1e9, &mut stream) {
            assert!(next >= now);
            if next >= seconds * S {
                break;
            }
            out.push(next);
            now = next;
        }
        out
    }

    fn between(times: &[u64], from: u64, to: u64) -> usize {
        times
            .iter()
            .filter(|t| (from * S..to * S).contains(*t))
            .count()
    }

    #[test]
    fn traffic_that_stops_and_returns_does_so_at_the_stated_seconds() {
        let times = even("steps(0s: 1, 60s: 0, 660s: 2)", 100.0, 700);
        assert!((5_999..=6_000).contains(&between(&times, 0, 60)));
        assert_eq!(between(&times, 61, 660), 0);
        assert!((7_998..=8_001).contains(&between(&times, 660, 700)));
    }

    #[test]
    fn a_ramp_and_a_spike_hold_the_area_under_their_lines() {
        let ramp = even("ramp(from: 0, to: 10, start: 10s, end: 20s)", 100.0, 30);
        assert_eq!(between(&ramp, 0, 10), 0);
        assert!(between(&ramp, 10, 20).abs_diff(5_000) <= 2);
        assert!(between(&ramp, 20, 30).abs_diff(10_000) <= 2);
        let spike = even("spike(at: 10s, lasting: 5s, times: 8, rise: 1s)", 100.0, 30);
        assert!(between(&spike, 11, 16).abs_diff(4_000) <= 2);
        assert!(between(&spike, 10, 11).abs_diff(450) <= 2);
        assert!(between(&spike, 20, 30).abs_diff(1_000) <= 2);
    }

    #[test]
    fn a_day_averages_one_and_repeats() {
        let times = even("diurnal(period: 10s, low: 0.2)", 100.0, 40);
        for day in 0..4 {
            assert!(between(&times, day * 10, day * 10 + 10).abs_diff(1_000) <= 2);
        }
        assert!(
            (Shape::parse("diurnal(period: 10s, low: 0.2)")
                .unwrap()
                .mean(40 * S)
                - 1.0)
                .abs()
                < 1e-6
        );
    }

    #[test]
    fn bursts_keep_the_mean_rate() {
        let times = even("bursts(on: 1s, off: 9s, times: 8)", 100.0, 20_000);
        assert!(
            (times.len() as f64 / 2_000_000.0 - 1.0).abs() < 0.05,
            "{}",
            times.len()
        );
    }

    #[test]
    fn a_shape_that_falls_silent_ends() {
        assert_eq!(even("steps(0s: 1, 5s: 0)", 10.0, 1_000_000).len(), 50);
        assert_eq!(even("steps(0s: 0)", 10.0, 10).len(), 0);
    }

    #[test]
    fn mistakes_say_what_would_be_right() {
        let error = |text| Shape::parse(text).unwrap_err();
        assert_eq!(
            error("spkie(at: 1s)").help.as_deref(),
            Some("did you mean `spike`?")
        );
        assert!(error("steps(9s: 1, 5s: 2)").message.contains("rise"));
        assert!(error("points()").message.contains("empty"));
        assert!(
            error("ramp(from: 1, to: 2, start: 5s, end: 5s)")
                .message
                .contains("before")
        );
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "[a-z]{0,8}\\(?[-0-9a-z.,: ]{0,40}\\)?") {
            let _ = Shape::parse(&text);
        }
    }
}
