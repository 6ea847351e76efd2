//! Time as the page sees it.

use gloo_timers::callback::Timeout;
use leptos::prelude::window;

/// Milliseconds since the page began to load; 0 in a browser without a clock.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Calls `then` once after `ms` milliseconds.
pub fn after(ms: f64, then: impl FnOnce() + 'static) {
    Timeout::new(ms.max(0.0) as u32, then).forget();
}
