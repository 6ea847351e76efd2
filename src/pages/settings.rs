//! How the site looks and behaves in this browser. What is chosen only the browser knows: its program shows that and changes it. Below stand the
//! keys of all pages.

use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::components::help;
use crate::state::keys;
use crate::state::settings::{ALL, KEYS, Setting};

#[component]
pub fn SettingsPage(title: String, summary: String) -> impl IntoView {
    let settings = ALL.iter().map(setting).collect_view();
    view! {
        <div class="document">
            <PageHeader title summary/>
            <noscript>
                <p>"Settings need JavaScript, which is off. The page follows your system’s theme and your browser’s text size without."</p>
            </noscript>
            // Its parts can be used once the program is here.
            <div class="settings">
                <fieldset class="settings__all" disabled>
                    <legend class="visually-hidden">"Settings"</legend>
                    {settings}
                    <p class="settings__after">
                        <button type="button" class="settings__defaults">"Back to defaults"</button>
                        <span class="settings__status" role="status"></span>
                    </p>
                </fieldset>
            </div>
            <section id=KEYS class="keys" aria-labelledby="keys-title">
                <h2 id="keys-title" tabindex="-1">"Keyboard"</h2>
                <p class="settings__about">
                    <kbd>"?"</kbd> " shows the keys of the page you are on. " <kbd>"Tab"</kbd> " leads to everything that can be used."
                </p>
                <div class="keys__groups" inner_html=help::markup(&keys::all(), false)></div>
            </section>
        </div>
    }
}

fn setting(setting: &Setting) -> impl IntoView + use<> {
    let Setting {
        name,
        title,
        about,
        choices,
    } = *setting;
    let about_id = format!("setting-{name}");
    let described = about_id.clone();
    let choices = choices
        .iter()
        .map(|(value, label)| {
            view! {
                <label>
                    // The header has a switch of the theme already, whose buttons are of a group of their own.
                    <input type="radio" name=format!("setting-{name}") value=*value checked=value.is_empty()/>
                    <span>{*label}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="settings__one" aria-describedby=described>
            <legend>{title}</legend>
            <div class="settings__choices">{choices}</div>
            <p class="settings__about" id=about_id inner_html=about></p>
        </fieldset>
    }
}
