//! Fewer points than pixels, without losing an extreme.

use super::ticks::Span;

/// At most four points a column of `columns` along the axis `span`: its first, lowest, highest and last, in
/// order of x. What is drawn then covers the same pixels as all points would. A NaN in `y` ends a stretch;
/// each stretch comes out as its own line.
pub fn decimate(x: &[f64], y: &[f32], span: Span, columns: usize) -> Vec<Vec<(f64, f64)>> {
    let column = |x: f64| (span.share(x) * columns.max(1) as f64) as i64;
    let mut lines: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut line: Vec<(f64, f64)> = Vec::new();
    let mut bin: Option<Bin> = None;
    for (&x, &y) in x.iter().zip(y) {
        let point = (x, f64::from(y));
        if !(x.is_finite() && y.is_finite()) {
            flush(&mut line, bin.take());
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            continue;
        }
        match &mut bin {
            Some(bin) if bin.column == column(x) => bin.add(point),
            _ => {
                flush(&mut line, bin.take());
                bin = Some(Bin::new(column(x), point));
            }
        }
    }
    flush(&mut line, bin);
    if !line.is_empty() {
        lines.push(line);
    }
    lines
}

/// What one column of pixels has seen.
struct Bin {
    column: i64,
    first: (f64, f64),
    low: (f64, f64),
    high: (f64, f64),
    last: (f64, f64),
}

impl Bin {
    fn new(column: i64, point: (f64, f64)) -> Self {
        Self {
            column,
            first: point,
            low: point,
            high: point,
            last: point,
        }
    }

    fn add(&mut self, point: (f64, f64)) {
        if point.1 < self.low.1 {
            self.low = point;
        }
        if point.1 > self.high.1 {
            self.high = point;
        }
        self.last = point;
    }
}

fn flush(line: &mut Vec<(f64, f64)>, bin: Option<Bin>) {
    let Some(bin) = bin else { return };
    let (near, far) = if bin.low.0 <= bin.high.0 {
        (bin.low, bin.high)
    } else {
        (bin.high, bin.low)
    };
    for point in [bin.first, near, far, bin.last] {
        if line.last() != Some(&point) {
            line.push(point);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(max: f64) -> Span {
        Span {
            min: 0.0,
            max,
            log: false,
        }
    }

    #[test]
    fn on_a_logarithmic_axis_points_at_its_beginning_are_not_one() {
        let x: Vec<f64> = (0..14).map(|i| f64::from(1 << i)).collect();
        let y: Vec<f32> = (0..14).map(|i| i as f32).collect();
        let axis = Span {
            min: 1.0,
            max: 8192.0,
            log: true,
        };
        assert_eq!(decimate(&x, &y, axis, 100)[0].len(), 14);
    }

    #[test]
    fn a_gap_in_the_data_is_a_gap_in_the_line() {
        let x = [0.0, 1.0, 2.0, 3.0, 4.0];
        let y = [1.0, 2.0, f32::NAN, 3.0, 4.0];
        assert_eq!(
            decimate(&x, &y, span(4.0), 100),
            [vec![(0.0, 1.0), (1.0, 2.0)], vec![(3.0, 3.0), (4.0, 4.0)]]
        );
    }

    proptest::proptest! {
        #[test]
        fn extremes_and_ends_survive_and_points_are_few(y in proptest::collection::vec(-1e6f32..1e6, 1..5000), columns in 1usize..400) {
            let x: Vec<f64> = (0..y.len()).map(|i| i as f64).collect();
            let lines = decimate(&x, &y, span(y.len() as f64), columns);
            proptest::prop_assert_eq!(lines.len(), 1);
            let line = &lines[0];
            let extreme = |fold: fn(f64, f64) -> f64, points: &mut dyn Iterator<Item = f64>| points.reduce(fold);
            for fold in [f64::min as fn(f64, f64) -> f64, f64::max] {
                proptest::prop_assert_eq!(
                    extreme(fold, &mut line.iter().map(|point| point.1)),
                    extreme(fold, &mut y.iter().map(|&y| f64::from(y)))
                );
            }
            proptest::prop_assert_eq!(line[0], (0.0, f64::from(y[0])));
            proptest::prop_assert!(line.len() <= 4 * (columns + 1));
            proptest::prop_assert!(line.windows(2).all(|pair| pair[0].0 <= pair[1].0));
        }
    }
}
