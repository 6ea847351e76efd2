//! How the site looks and behaves in this browser. What is chosen only the browser knows: its program shows that and changes it. Below stand the
//! keys of all pages.

use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::components::help;
use crate::components::layout::language_link;
use crate::state::keys;
use crate::state::settings::{ALL, KEYS, Setting};
use crate::state::site::Site;
use crate::words::page as words;

#[component]
pub fn SettingsPage(title: String, summary: String) -> impl IntoView {
    let settings = ALL.iter().map(setting).collect_view();
    let site = Site::here();
    let languages: Vec<_> = site
        .others()
        .map(|language| language_link(&site, language))
        .collect();
    let languages = (!languages.is_empty()).then(|| {
        view! {
            <fieldset class="settings__one">
                <legend>{words::which_language()}</legend>
                <div class="settings__choices">{languages}</div>
                <p class="settings__about">{words::which_language_about()}</p>
            </fieldset>
        }
    });
    view! {
        <div class="document">
            <PageHeader title summary/>
            <noscript>
                <p>{words::settings_without_script()}</p>
            </noscript>
            // Its parts can be used once the program is here.
            <div class="settings">
                <fieldset class="settings__all" disabled>
                    <legend class="visually-hidden">{words::settings()}</legend>
                    {settings}
                    {languages}
                    <p class="settings__after">
                        <button type="button" class="settings__defaults">{words::back_to_defaults()}</button>
                        <span class="settings__status" role="status"></span>
                    </p>
                </fieldset>
            </div>
            <section id=KEYS class="keys" aria-labelledby="keys-title">
                <h2 id="keys-title" tabindex="-1">{words::keyboard()}</h2>
                <p class="settings__about">
                    <kbd>"?"</kbd> {words::shows_the_keys()} <kbd>"Tab"</kbd> {words::leads_to_everything()}
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
                    <span>{label()}</span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="settings__one" aria-describedby=described>
            <legend>{title()}</legend>
            <div class="settings__choices">{choices}</div>
            <p class="settings__about" id=about_id inner_html=about()></p>
        </fieldset>
    }
}
