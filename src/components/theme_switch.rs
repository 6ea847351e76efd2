//! Light, dark, or as the system is.

use leptos::prelude::*;

use crate::components::{inert, view};

use crate::platform::theme::{self, Theme};
use crate::words::frame;

/// Three radio buttons. Shown only where a program runs to obey them.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    // What was saved is known in the browser only; the script in the page's head has already applied it.
    let chosen = RwSignal::new(Theme::Auto);
    Effect::new(move |_| chosen.set(theme::chosen()));
    // Another tab has chosen, or the page of settings has.
    #[cfg(target_arch = "wasm32")]
    {
        let changes =
            window_event_listener_untyped("storage", move |_| chosen.set(theme::chosen()));
        on_cleanup(move || changes.remove());
    }
    let options = [
        (Theme::Light, frame::light(), SUN),
        (Theme::Auto, frame::as_the_system(), HALF),
        (Theme::Dark, frame::dark(), MOON),
    ]
    .map(|(option, label, icon)| {
        let choose = move |_| {
            chosen.set(option);
            theme::choose(option);
        };
        view! {
            <label title=label>
                <input
                    type="radio"
                    name="theme"
                    value=option.name()
                    checked={option == Theme::Auto}
                    prop:checked=move || chosen.get() == option
                    on:change=choose
                />
                <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
                    <path d=icon/>
                </svg>
                <span class="visually-hidden">{label}</span>
            </label>
        }
    })
    .collect_view();
    view! {
        <fieldset class="theme-switch">
            {inert(r#"legend class="visually-hidden""#, frame::theme())}
            {options}
        </fieldset>
    }
}

/// Paths on a grid of 16.
const SUN: &str = "M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM7.35 1h1.3v2h-1.3zM7.35 13h1.3v2h-1.3zM1 7.35h2v1.3H1zM13 7.35h2v1.3h-2zM2.6 3.5l.9-.9L4.95 4l-.9.9zM11.1 12l.9-.9 1.4 1.4-.9.9zM2.6 12.5 4 11.1l.9.9-1.4 1.4zM11.1 4l1.4-1.4.9.9L12 4.9z";
const HALF: &str = "M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13Zm0 1.3a5.2 5.2 0 0 0 0 10.4V2.8Z";
const MOON: &str = "M6.2 1.8a6.4 6.4 0 1 0 8 8A5.2 5.2 0 0 1 6.2 1.8Z";
