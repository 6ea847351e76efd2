//! The living half of a figure: the canvas follows the data, the theme and its size; the texts follow more slowly.

use std::rc::Rc;

use leptos::html::Canvas;
use leptos::prelude::*;

use super::frame::Field;
use super::ink::{FINE, Ink};
use super::picture::Shown;
use super::sheet::{Across, Area, Down, Drawn, Shape, Sheet, record};
use crate::platform::canvas::{Brush, Surface};
use crate::platform::clock;
use crate::platform::painter::Painter;
use crate::words::chart as say;

/// Between two changes of the texts, milliseconds. A sentence that changes faster cannot be read.
const TEXT_PAUSE: f64 = 1000.0;

/// What a drawing tells those who stand beside it.
#[derive(Clone, Copy)]
pub struct Told {
    /// Where its plot is.
    pub field: RwSignal<Option<Field>>,
    pub summary: RwSignal<Option<String>>,
    /// Written while somebody looks at it.
    pub table: RwSignal<Option<String>>,
    pub opened: RwSignal<bool>,
}

pub fn attach(picture: Signal<Option<Shown>>, canvas: NodeRef<Canvas>, told: Told) {
    let painter = StoredValue::new_local(None::<Rc<Painter>>);
    let written = StoredValue::new(f64::NEG_INFINITY);

    Effect::new(move |_| {
        let Some(canvas) = canvas.get() else { return };
        let new = Painter::new(canvas, FINE, move |surface| {
            let Some(picture) = picture.get_untracked() else {
                return;
            };
            let field = paint(surface, |area| picture.draw(area)).flatten();
            let field = field.map(|field| field.scaled(surface.scale()));
            if told.field.with_untracked(|known| *known != field) {
                told.field.set(field);
            }
        });
        painter.set_value(new.map(Rc::new));
    });

    Effect::new(move |_| {
        picture.track();
        if let Some(painter) = painter.get_value() {
            painter.request();
        }
    });

    let write = move || {
        if let Some(picture) = picture.get_untracked() {
            let sentence = picture.sentence();
            // The first that says something comes at once.
            if sentence != say::no_values() {
                written.set_value(clock::now_ms());
            }
            told.summary.set(Some(sentence));
            if told.opened.get_untracked() {
                told.table.set(Some(picture.table()));
            }
        }
    };
    Effect::new(move |_| {
        if told.opened.get()
            && let Some(picture) = picture.get_untracked()
        {
            told.table.set(Some(picture.table()));
        }
    });
    // A timer at the end of the pause writes what came during it, so the last texts belong to the last data.
    let pending = StoredValue::new(false);
    Effect::new(move |_| {
        if picture.with(Option::is_none) || pending.get_value() {
            return;
        }
        let wait = written.get_value() + TEXT_PAUSE - clock::now_ms();
        if wait <= 0.0 {
            write();
            return;
        }
        pending.set_value(true);
        clock::after(wait, move || {
            // The page may have been left meanwhile.
            if pending.try_set_value(false).is_none() {
                write();
            }
        });
    });
}

/// Records what `draw` draws in the size of a surface, and paints it there.
pub fn paint<T>(surface: &Surface, draw: impl FnOnce(&Area) -> Drawn<T>) -> Option<T> {
    let measure = |text: &str, size: f64| surface.width(text, size);
    let (Sheet { points, shapes, .. }, told) = record(surface.size(), &measure, draw)?;
    for shape in &shapes {
        match shape {
            Shape::Line {
                points: of,
                ink,
                width,
            } => {
                surface.stroke(&points[of.clone()], brush(*ink), *width);
            }
            Shape::Filled { points: of, ink } => surface.fill(&points[of.clone()], brush(*ink)),
            Shape::Dot { at, radius, ink } => surface.dot(*at, *radius, brush(*ink)),
            Shape::Text {
                at,
                text,
                size,
                across,
                down,
                ink,
            } => {
                let across = match across {
                    Across::Left => "left",
                    Across::Middle => "center",
                    Across::Right => "right",
                };
                let down = match down {
                    Down::Top => "top",
                    Down::Middle => "middle",
                    Down::Bottom => "bottom",
                };
                surface.text(text, *at, f64::from(*size), (across, down), brush(*ink));
            }
        }
    }
    Some(told)
}

fn brush(ink: Ink) -> Brush {
    Brush {
        property: ink.property(),
        opacity: ink.opacity(),
        dash: ink.dash(),
    }
}
