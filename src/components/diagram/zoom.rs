//! A closer look at a large drawing: buttons, the wheel with Ctrl, and the mouse to move it about. Fingers and keys move it by
//! the browser's own means.

use leptos::html::Div;
use leptos::prelude::*;

use crate::components::view;
use crate::words::chart as say;

/// Size of the smallest text in the drawing, in its own units.
const TEXT: f64 = 12.75;
/// What is no longer read with ease, and what is large enough, CSS pixels.
const LEAST: f64 = 11.0;
const MOST: f64 = 16.0;
/// One press is so much.
const STEP: f64 = 1.25;
/// Beside what is brought into view.
const BESIDE: f64 = 8.0;
/// The mouse may tremble so far in a click.
const CLICK: i32 = 4;

#[derive(Clone, Copy)]
pub struct Zoom {
    pub view: NodeRef<Div>,
    /// Times the size at which all of it is seen, once somebody has set it.
    set: RwSignal<Option<f64>>,
    /// CSS pixels to a unit of the drawing when all of it is seen.
    fit: RwSignal<f64>,
    /// Where the mouse was pressed and how far the drawing was moved then; whether it has been moved since.
    grip: StoredValue<Option<(i32, i32)>>,
    dragged: StoredValue<bool>,
}

impl Zoom {
    pub fn new() -> Self {
        Self {
            view: NodeRef::new(),
            set: RwSignal::new(None),
            fit: RwSignal::new(1.0),
            grip: StoredValue::new(None),
            dragged: StoredValue::new(false),
        }
    }

    /// Whether the text is too small when all of it is seen.
    fn is_offered(self) -> bool {
        self.fit.get() * TEXT < LEAST
    }

    /// Whether somebody has chosen a size.
    pub fn is_set(self) -> bool {
        self.set.get().is_some()
    }

    /// Times the size at which all of it is seen; until somebody sets it, so many that it can be read.
    fn factor(self) -> f64 {
        let readable = || (LEAST / TEXT / self.fit.get()).max(1.0);
        self.set.get().unwrap_or_else(readable)
    }

    pub fn is_in(self) -> bool {
        self.factor() > 1.0
    }

    fn largest(self) -> f64 {
        (MOST / TEXT / self.fit.get()).max(1.0)
    }

    /// Width of the drawing, which is so wide by design: small ones are not blown up to a wide place.
    pub fn width(self, designed: f32) -> String {
        let set = self.set.get().filter(|factor| *factor > 1.0);
        set.map_or_else(
            || designed.to_string(),
            |factor| format!("{:.1}%", factor * 100.0),
        )
    }

    /// What was in the middle stays there.
    fn to(self, factor: f64) {
        let before = untrack(|| self.factor());
        let factor = factor.clamp(1.0, untrack(|| self.largest()));
        let Some(view) = self.view.get_untracked() else {
            return;
        };
        let half = f64::from(view.client_width()) / 2.0;
        let middle = f64::from(view.scroll_left()) + half;
        self.set.set(Some(factor));
        request_animation_frame(move || {
            view.set_scroll_left((middle * factor / before - half).round() as i32);
        });
    }

    fn by(self, times: f64) {
        let now = untrack(|| self.factor());
        let to = now * times;
        // Back where it began, whatever was lost on the way.
        self.to(if to < 1.01 { 1.0 } else { to });
    }

    /// Brings what stands at `x` into view, if the drawing is larger than its place.
    pub fn show(self, x: f32, width: f32) {
        let Some(view) = self
            .view
            .get_untracked()
            .filter(|_| untrack(|| self.is_in()))
        else {
            return;
        };
        let scale = self.fit.get_untracked() * untrack(|| self.factor());
        let from = (f64::from(x) * scale - BESIDE) as i32;
        let to = (f64::from(x + width) * scale + BESIDE) as i32;
        let (left, place) = (view.scroll_left(), view.client_width());
        if from < left {
            view.set_scroll_left(from);
        } else if to > left + place {
            view.set_scroll_left(to - place);
        }
    }

    /// The wheel with Ctrl, which is what two fingers on a touchpad are, too.
    pub fn wheel(self, event: &leptos::ev::WheelEvent) {
        if event.ctrl_key() && untrack(|| self.is_offered()) {
            event.prevent_default();
            self.by((-event.delta_y() / 200.0).clamp(-0.5, 0.5).exp());
        }
    }

    pub fn grip(self, event: &leptos::ev::PointerEvent) {
        self.dragged.set_value(false);
        let mouse = event.pointer_type() == "mouse" && event.button() == 0;
        let scroll = self.view.get_untracked().map(|view| view.scroll_left());
        let scroll = scroll.filter(|_| mouse && untrack(|| self.is_in()));
        self.grip
            .set_value(scroll.map(|scroll| (event.client_x(), scroll)));
    }

    pub fn drag(self, event: &leptos::ev::PointerEvent) {
        let Some((x, scroll)) = self.grip.get_value() else {
            return;
        };
        if event.buttons() & 1 == 0 {
            self.grip.set_value(None);
            return;
        }
        let by = event.client_x() - x;
        if by.abs() > CLICK {
            self.dragged.set_value(true);
        }
        if let Some(view) = self
            .view
            .get_untracked()
            .filter(|_| self.dragged.get_value())
        {
            view.set_scroll_left(scroll - by);
        }
    }

    /// Whether the press that ends in this click has moved the drawing.
    pub fn dragged(self) -> bool {
        self.dragged.get_value()
    }
}

/// The least width at which a drawing can be read that is so wide by design.
pub fn least(designed: f32) -> f64 {
    (f64::from(designed) * LEAST / TEXT).ceil()
}

/// The buttons, where the drawing is too small to be read. `width` is that of the drawing in its own units.
#[component]
pub fn Zooms(zoom: Zoom, width: f32) -> impl IntoView {
    #[cfg(target_arch = "wasm32")]
    measure(zoom, width);
    #[cfg(not(target_arch = "wasm32"))]
    let _ = width;
    let least = move || zoom.factor() <= 1.0;
    let most = move || zoom.factor() >= zoom.largest() - 0.01;
    view! {
        <div class="topology__zoom" role="group" aria-label=say::size_of_drawing() hidden=move || !zoom.is_offered()>
            <button
                type="button"
                aria-label=say::smaller()
                aria-disabled=move || least().to_string()
                on:click=move |_| zoom.by(1.0 / STEP)
            >
                "−"
            </button>
            <button
                type="button"
                aria-label=say::larger()
                aria-disabled=move || most().to_string()
                on:click=move |_| zoom.by(STEP)
            >
                "+"
            </button>
            <button
                type="button"
                aria-disabled=move || least().to_string()
                on:click=move |_| zoom.to(1.0)
            >
                {say::fit()}
            </button>
        </div>
    }
}

/// Follows the size of the drawing's place. One that is not shown has none.
#[cfg(target_arch = "wasm32")]
fn measure(zoom: Zoom, width: f32) {
    use crate::platform::observe::Resize;

    let watch = StoredValue::new_local(None::<Resize>);
    Effect::new(move |_| {
        let Some(view) = zoom.view.get() else {
            return;
        };
        let seen = view.clone();
        watch.set_value(Resize::new(&seen, move || {
            let place = f64::from(view.client_width());
            if place > 0.0 {
                let fit = (place / f64::from(width)).min(1.0);
                if zoom.fit.try_get_untracked() != Some(fit) {
                    zoom.fit.try_set(fit);
                }
                // A place that has grown may show more than the most.
                let largest = untrack(|| zoom.largest());
                if zoom.set.get_untracked().is_some_and(|set| set > largest) {
                    zoom.set.set(Some(largest));
                }
            }
        }));
    });
}
