//! The program of settings and of help. It shows on the page of settings what is chosen and keeps what the reader chooses there, and fills the
//! dialog of help with the keys that do something on the page on show. The elements are those of the page, and what is chosen stands in the page,
//! too: this keeps nothing.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement};

use super::{HELP as OPENED, SHOWS};
use crate::components::{escape, help};
use crate::platform::document::{self, by_id, found};
use crate::platform::keys::are_off;
use crate::platform::settings::{choose, chosen};
use crate::state::keys;
use crate::state::settings::{ALL, HELP};
use crate::words::frame;

/// How help looks: nothing else needs that.
const STYLE: &str = include_str!("../../style/apart/help.css");

/// Serves this page and each that takes its place.
pub fn start() {
    document::adopt(STYLE);
    document::hear("change", |event| changed(&event));
    document::hear("click", |event| pressed(&event));
    document::listen(SHOWS, show);
    document::listen(OPENED, fill);
    document::hear_window(CHANGED, |_| show());
    show();
    fill();
}

/// What the window hears when another tab has kept something; told to this one, too, for what else shows a setting.
const CHANGED: &str = "storage";

/// The buttons of a setting.
fn buttons(name: &str) -> impl Iterator<Item = HtmlInputElement> {
    let buttons = found(&format!("input[name=setting-{name}]"));
    buttons
        .into_iter()
        .filter_map(|button| button.dyn_into().ok())
}

/// Shows what is chosen. From then on it can be changed.
fn show() {
    for setting in &ALL {
        let value = chosen(setting.name).unwrap_or_default();
        for button in buttons(setting.name) {
            button.set_checked(button.value() == value);
        }
    }
    for all in found(".settings__all") {
        let _ = all.remove_attribute("disabled");
    }
}

fn tell(text: &str) {
    for status in found(".settings__status") {
        status.set_text_content(Some(text));
    }
}

/// Keeps what was chosen.
fn changed(event: &Event) {
    let button = event
        .target()
        .and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(button) = button else { return };
    let name = button.name();
    let setting = name
        .strip_prefix("setting-")
        .and_then(|name| ALL.iter().find(|setting| setting.name == name));
    if let Some(setting) = setting {
        let value = button.value();
        let kept = choose(setting.name, (!value.is_empty()).then_some(&*value));
        tell(if kept {
            frame::kept_in_this_browser()
        } else {
            frame::setting_not_kept()
        });
        document::tell_window(CHANGED);
    }
}

fn pressed(event: &Event) {
    let Some(target) = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
    else {
        return;
    };
    let on = |selector: &str| target.closest(selector).ok().flatten().is_some();
    if on(".settings__defaults") {
        for setting in &ALL {
            choose(setting.name, None);
        }
        tell(frame::all_at_defaults());
        document::tell_window(CHANGED);
    } else if let Some(dialog) = dialog()
        // A press beside the dialog is one on its backdrop. What a link in it leads to comes into sight.
        && (on(".help__close, .help a") || **dialog == target)
    {
        dialog.close();
    }
}

fn dialog() -> Option<HtmlDialogElement> {
    by_id(HELP)?.dyn_into().ok()
}

/// Says in the dialog of help, where that is open, which keys do something here.
fn fill() {
    let Some(dialog) = dialog().filter(HtmlDialogElement::open) else {
        return;
    };
    let mut groups = keys::all();
    groups.retain(|group| group.place.is_empty() || !found(group.place).is_empty());
    let off = are_off();
    let more = if off {
        frame::single_keys_are_off()
    } else {
        frame::command_is_ctrl()
    };
    let href = found("footer .open-help")
        .first()
        .and_then(|link| link.get_attribute("href"))
        .map_or_else(String::new, |href| escape(&href));
    dialog.set_inner_html(&format!(
        "<div class=\"help__head\"><h2 id=\"help-title\">{title}</h2>\
         <button type=\"button\" class=\"help__close quiet\" autofocus>{close}</button></div>\
         <div class=\"keys help__keys\" tabindex=\"0\" role=\"region\" aria-labelledby=\"help-title\">{keys}</div>\
         <p class=\"help__foot\">{more} <a href=\"{href}\">{all}</a></p>",
        title = frame::keys_on_this_page(),
        close = frame::close(),
        keys = help::markup(&groups, off),
        all = frame::all_keys(),
    ));
    if let Some(close) = found(".help__close")
        .first()
        .and_then(|close| close.dyn_ref::<web_sys::HtmlElement>())
    {
        let _ = close.focus();
    }
}
