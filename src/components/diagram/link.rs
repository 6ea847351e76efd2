//! An arrow: how much goes along a link, and how much of it fails.

use headroom_sim::protocol::LinkLive;
use leptos::prelude::*;

use crate::components::{escape, view};

use super::layout::Arrow;
use super::{Place, Scene};

/// Width of an arrow without and with the greatest flow.
const WIDTH: (f32, f32) = (1.5, 5.0);
/// Length of a dash with the space after it.
const DASH: f32 = 18.0;

/// What of a link's state is drawn: coarse enough that most frames change nothing.
#[derive(Clone, Debug, PartialEq)]
struct Look {
    /// Tenths of a unit.
    width: u16,
    rate: String,
    /// Percent; at least one where anything fails.
    failed: u8,
}

impl Look {
    fn of(link: LinkLive, busiest: f32) -> Self {
        let part = if busiest > 0.0 {
            (link.per_second / busiest).sqrt().clamp(0.0, 1.0)
        } else {
            0.0
        };
        Self {
            width: ((WIDTH.0 + part * (WIDTH.1 - WIDTH.0)) * 10.0) as u16,
            rate: if link.per_second > 0.0 {
                per_second(link.per_second)
            } else {
                String::new()
            },
            failed: percent(link.failed),
        }
    }

    fn width(&self) -> String {
        format!("{:.1}", f32::from(self.width) / 10.0)
    }

    fn dashes(&self) -> String {
        let long = f32::from(self.failed) / 100.0 * DASH;
        format!("{long:.1} {:.1}", DASH - long)
    }

    fn failed(&self) -> Option<String> {
        (self.failed > 0).then(|| format!("✕{}%", self.failed))
    }
}

/// An arrow, and the figures beside it, which are drawn over the boxes.
pub fn link(arrow: Arrow, scene: Scene) -> (AnyView, AnyView) {
    let Arrow {
        link: index,
        line,
        head,
        figures,
    } = arrow;
    let look = Memo::new(move |_| {
        let link = scene.flow.with(|flow| flow.get(index).copied());
        Look::of(link.unwrap_or_default(), scene.busiest.get())
    });
    let wrong = scene.wrong(Place::Link(index));
    let state = Memo::new(move |_| {
        if scene.unused(index) {
            return "unused";
        }
        look.with(|look| match (look.failed, look.rate.is_empty()) {
            (50.., _) => "lost",
            (1.., _) => "failing",
            (0, true) => "idle",
            (0, false) => "well",
        })
    });
    let width = Memo::new(move |_| look.with(Look::width));
    let x = figures.x.to_string();
    let line = view! {
        <g class="link" data-state=state>
            <path class="link__line" d=line.clone() stroke-width=width/>
            <path
                class="link__failed"
                d=line.clone()
                stroke-width=width
                stroke-dasharray=move || look.with(Look::dashes)
            />
            <path class="link__flow" d=line/>
            <polygon class="link__head" points=head/>
        </g>
    };
    let figures = view! {
        <g class="link">
            <g
                class="link__fault"
                display=move || if wrong.with(Vec::is_empty) { "none" } else { "inline" }
                transform=format!("translate({} {})", figures.at.0, figures.at.1)
            >
                <title inner_html=move || escape(&wrong.with(|wrong| wrong.join(", ")))></title>
                <path d="M0 -9L9.5 7.5H-9.5z"/>
                <text y="5.5" text-anchor="middle">"!"</text>
            </g>
            <text class="link__rate" x=x.clone() y=figures.y.0.to_string() text-anchor=figures.anchor>
                {move || look.with(|look| look.rate.clone())}
            </text>
            <text class="link__share" x=x y=figures.y.1.to_string() text-anchor=figures.anchor>
                {move || look.with(Look::failed)}
            </text>
        </g>
    };
    (line.into_any(), figures.into_any())
}

/// A share in percent: nothing that happens is none.
fn percent(share: f32) -> u8 {
    let percent = (share * 100.0).round().clamp(0.0, 100.0) as u8;
    if share > 0.0 { percent.max(1) } else { percent }
}

/// A share in words.
pub fn share(share: f32) -> String {
    format!("{}%", percent(share))
}

/// A rate in a few characters.
pub fn per_second(rate: f32) -> String {
    let rate = f64::from(rate);
    match rate {
        ..9.95 => format!("{rate:.1}/s"),
        ..999.5 => format!("{rate:.0}/s"),
        ..9_950.0 => format!("{:.1}k/s", rate / 1e3),
        ..999_500.0 => format!("{:.0}k/s", rate / 1e3),
        _ => format!("{:.1}M/s", rate / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(per_second: f32, failed: f32) -> Look {
        Look::of(LinkLive { per_second, failed }, 400.0)
    }

    #[test]
    fn an_arrow_is_as_wide_as_the_root_of_its_share_of_the_greatest_rate() {
        assert_eq!(look(400.0, 0.0).width(), "5.0");
        assert_eq!(look(100.0, 0.0).width(), "3.2");
        assert_eq!(look(0.0, 0.0).width(), "1.5");
        assert_eq!(Look::of(LinkLive::default(), 0.0).width(), "1.5");
    }

    #[test]
    fn its_dashes_are_the_share_that_failed_and_little_is_not_nothing() {
        assert_eq!(look(1.0, 0.0).failed(), None);
        assert_eq!(look(1.0, 0.001).failed().as_deref(), Some("✕1%"));
        assert_eq!(look(1.0, 0.5).dashes(), "9.0 9.0");
        assert_eq!(look(1.0, 1.0).dashes(), "18.0 0.0");
    }

    #[test]
    fn a_rate_is_short() {
        let told = [0.25, 9.94, 12.4, 999.4, 999.9, 12_345.0, 2_500_000.0].map(per_second);
        assert_eq!(
            told,
            [
                "0.2/s", "9.9/s", "12/s", "999/s", "1.0k/s", "12k/s", "2.5M/s"
            ]
        );
    }
}
