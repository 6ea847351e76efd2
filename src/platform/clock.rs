//! Time as the page sees it.

use gloo_timers::callback::{Interval, Timeout};
use leptos::prelude::window;

use crate::words::{Language, language};

/// Milliseconds since the page began to load; 0 in a browser without a clock.
pub fn now_ms() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Calls `then` once after `ms` milliseconds.
pub fn after(ms: f64, then: impl FnOnce() + 'static) {
    Timeout::new(ms.max(0.0) as u32, then).forget();
}

/// Now, Unix milliseconds.
pub fn unix_ms() -> u64 {
    js_sys::Date::now() as u64
}

/// Calls every `ms` milliseconds, until what is returned is dropped.
#[must_use = "it stops when this is dropped"]
pub fn every(ms: u32, act: impl FnMut() + 'static) -> Interval {
    Interval::new(ms, act)
}

/// By how many minutes the reader's clocks are ahead of UTC now.
pub fn ahead_min() -> i32 {
    -(js_sys::Date::new_0().get_timezone_offset() as i32)
}

/// The time of day where the reader is, as `14:05`.
pub fn time_of_day(unix_ms: u64) -> String {
    let date = date(unix_ms);
    format!("{:02}:{:02}", date.get_hours(), date.get_minutes())
}

/// The day on which a moment falls where the reader is, as `2026-11-23`.
pub fn day(unix_ms: u64) -> String {
    let date = date(unix_ms);
    format!(
        "{:04}-{:02}-{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date()
    )
}

/// The same as it is read: "23 November 2026", "2026年11月23日".
pub fn long_day(unix_ms: u64) -> String {
    let options = js_sys::Object::new();
    for (part, form) in [("day", "numeric"), ("month", "long"), ("year", "numeric")] {
        // Fails for a frozen object only.
        let _ = js_sys::Reflect::set(&options, &part.into(), &form.into());
    }
    let locale = match language() {
        Language::English => "en-GB",
        Language::Chinese => Language::Chinese.tag(),
    };
    date(unix_ms).to_locale_date_string(locale, &options).into()
}

fn date(unix_ms: u64) -> js_sys::Date {
    js_sys::Date::new(&(unix_ms as f64).into())
}
