//! Many small comparisons under each other, each a dot on its interval: a forest plot.

use std::fmt::Write as _;

use leptos::prelude::*;

use crate::components::inert;
use crate::words::chart as say;

/// Pixels from one figure of a row to the next.
const STEP: usize = 6;

/// Rows of names and figures. A figure is a share and half of its interval; all rows have one axis about zero.
///
/// Decoration for the eye: what stands around it says the same in words and in a table. The drawing stretches with its place, while
/// its strokes, and the dots, which are strokes of no length, stay as they are.
#[component]
pub fn Forest(rows: Vec<(String, Vec<(f64, f64)>)>) -> impl IntoView {
    let figures = rows.iter().flat_map(|(_, figures)| figures);
    let most = figures.fold(0.0, |most: f64, (share, half)| most.max(share.abs() + half));
    let end = round_up(most);
    let rows = rows
        .into_iter()
        .map(|(name, figures)| {
            let height = figures.len() * STEP + STEP;
            let (lines, dots) = paths(&figures, end);
            view! {
                <li>
                    <span class="forest__name">{name}</span>
                    <span class="forest__strip" data-style=format!("min-height:{height}px")>
                        <svg viewBox=format!("0 0 1000 {height}") preserveAspectRatio="none" focusable="false">
                            <path class="forest__zero" d=format!("M500 0V{height}")/>
                            <path class="forest__grid" d=format!("M0 0V{height}M250 0V{height}M750 0V{height}M1000 0V{height}")/>
                            <path class="forest__interval" d=lines/>
                            <path class="forest__dot" d=dots/>
                        </svg>
                    </span>
                </li>
            }
        })
        .collect_view();
    let percent = (end * 1e5).round() / 1e3;
    view! {
        <div class="forest" aria-hidden="true">
            <p class="forest__axis">
                <span>{format!("−{percent}%")}</span> {inert("span", say::known())} <span>{format!("+{percent}%")}</span>
            </p>
            <ul>{rows}</ul>
        </div>
    }
}

/// The intervals and the dots of one row.
fn paths(figures: &[(f64, f64)], end: f64) -> (String, String) {
    let x = |share: f64| (500.0 + 500.0 * share / end).round();
    let (mut lines, mut dots) = (String::new(), String::new());
    for (i, (share, half)) in figures.iter().enumerate() {
        let y = i * STEP + STEP;
        // Writing to a String cannot fail.
        let _ = write!(lines, "M{} {y}H{}", x(share - half), x(share + half));
        let _ = write!(dots, "M{} {y}h0", x(*share));
    }
    (lines, dots)
}

/// The next of 1, 1.5, 2, 3, 5, 7.5, 10, 15 ... thousandths.
fn round_up(share: f64) -> f64 {
    let mut step = 0.001;
    loop {
        for times in [1.0, 1.5, 2.0, 3.0, 5.0, 7.5] {
            if step * times >= share {
                return step * times;
            }
        }
        step *= 10.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_axis_ends_at_a_round_number_beyond_all_intervals() {
        for (most, end) in [
            (0.0, 0.001),
            (0.0034, 0.005),
            (0.0602, 0.075),
            (0.06, 0.075),
            (0.2, 0.2),
            (1.6, 2.0),
        ] {
            assert!((round_up(most) - end).abs() < 1e-12, "{most}");
        }
    }

    #[test]
    fn a_figure_is_a_dot_on_its_interval() {
        let (lines, dots) = paths(&[(0.01, 0.02), (0.0, 0.05)], 0.1);
        assert_eq!(lines, "M450 6H650M250 12H750");
        assert_eq!(dots, "M550 6h0M500 12h0");
    }
}
