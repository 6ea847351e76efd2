//! The living half of a chart: the canvas follows the data, the theme and its size; the texts follow more slowly.

use headroom_sim::protocol::ChartSpec;
use leptos::html::Canvas;
use leptos::prelude::*;

use super::draw::{Plot, draw};
use super::figure::Live;
use super::ink::{FINE, Ink};
use super::{summary, table};
use crate::platform::canvas::Brush;
use crate::platform::clock;
use crate::platform::painter::Painter;

/// Between two changes of the texts, milliseconds. A sentence that changes faster cannot be read.
const TEXT_PAUSE: f64 = 1000.0;

/// What stands beside the drawing.
#[derive(Clone, Copy)]
pub struct Texts {
    pub summary: RwSignal<Option<String>>,
    pub table: RwSignal<Option<String>>,
}

pub fn attach(spec: ChartSpec, live: Signal<Option<Live>>, canvas: NodeRef<Canvas>, texts: Texts) {
    let painter = StoredValue::new_local(None::<Painter>);
    let written = StoredValue::new(f64::NEG_INFINITY);
    let spec = StoredValue::new(spec);

    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        painter.set_value(Painter::new(canvas, FINE, brush, move |surface| {
            live.with_untracked(|live| {
                let Some(live) = live else { return };
                // The canvas reports no errors; a lost context draws nothing.
                let _ = spec.with_value(|spec| draw(&surface.into(), plot(spec, live), 1));
            });
        }));
    });

    Effect::new(move |_| {
        live.track();
        painter.with_value(|painter| {
            if let Some(painter) = painter {
                painter.request();
            }
        });
    });

    let write = move || {
        live.with_untracked(|live| {
            let Some(live) = live else { return };
            spec.with_value(|spec| {
                let plot = plot(spec, live);
                texts.summary.set(Some(summary::sentence(plot)));
                texts.table.set(Some(table::tabulate(plot).html()));
            });
        });
    };
    // A timer at the end of the pause writes what came during it, so the last texts belong to the last data.
    let pending = StoredValue::new(false);
    Effect::new(move |_| {
        if live.with(Option::is_none) || pending.get_value() {
            return;
        }
        let wait = written.get_value() + TEXT_PAUSE - clock::now_ms();
        if wait <= 0.0 {
            written.set_value(clock::now_ms());
            write();
            return;
        }
        pending.set_value(true);
        clock::after(wait, move || {
            // The page may have been left meanwhile.
            if pending.try_set_value(false).is_none() {
                written.set_value(clock::now_ms());
                write();
            }
        });
    });
}

fn plot<'a>(spec: &'a ChartSpec, live: &'a Live) -> Plot<'a> {
    Plot::of_run(spec, &live.series, live.duration_ns)
}

fn brush(color: plotters_backend::BackendColor) -> Brush {
    let ink = Ink::of(color);
    Brush {
        property: ink.property(),
        dash: ink.dash(),
    }
}
