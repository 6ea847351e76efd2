//! The program of search: it answers what is typed into the field of the palette, or of the page of search, and leads to what is chosen. The
//! elements are those of the page; all that this knows beside them is how many results it shows, and which query was the last.

use std::cell::Cell;
use std::rc::Rc;

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event, HtmlDialogElement, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::SHOWS;
use crate::platform::document::{self, by_id};
use crate::platform::keys::pressed;
use crate::platform::{address, search_index};
use crate::state::keys::{InSearch, Keys};
use crate::state::search::{self, Answer, FIELD, PLACE, RESULTS};
use crate::words::frame;

/// How it looks: nothing else needs that.
const STYLE: &str = include_str!("../../style/search.css");
/// Results at first, and so many more for each press of the button for them.
const STEP: u32 = 12;
/// Between letters of a word, milliseconds.
const PAUSE: u32 = 100;
/// On the field: the option that is chosen.
const ACTIVE: &str = "aria-activedescendant";

#[derive(Default)]
struct Search {
    /// Counts queries: an answer to one before the last is of no use.
    asked: Cell<u32>,
    limit: Cell<u32>,
    /// The option to choose when the answer comes.
    first: Cell<usize>,
}

/// Serves this page and each that takes its place.
pub fn start() {
    document::adopt(STYLE);
    let search = Rc::new(Search::default());
    for name in ["input", "keydown", "click"] {
        let search = search.clone();
        document::hear(name, move |event| search.clone().on(name, &event));
    }
    let shown = search.clone();
    document::listen(SHOWS, move || shown.clone().begin());
    search.begin();
}

/// Of the place of search that is on show.
fn part(selector: &str) -> Option<HtmlElement> {
    by_id(PLACE)?
        .query_selector(selector)
        .ok()??
        .dyn_into()
        .ok()
}

fn field() -> Option<HtmlInputElement> {
    by_id(FIELD)?.dyn_into().ok()
}

fn tell(text: &str) {
    if let Some(status) = part(".search__status") {
        status.set_text_content(Some(text));
    }
}

/// The name of the kind that is asked for, empty for all.
fn kind() -> String {
    let chosen = part(".search__chip[aria-pressed=true]");
    chosen
        .and_then(|chip| chip.get_attribute("data-kind"))
        .unwrap_or_default()
}

/// The palette, where that is on show.
fn palette() -> Option<HtmlDialogElement> {
    by_id(PLACE)?.dyn_into().ok()
}

fn close() {
    if let Some(palette) = palette() {
        palette.close();
    }
}

impl Search {
    /// Answers what has been typed before this program came, or what the address asks.
    fn begin(self: Rc<Self>) {
        let Some(field) = field() else { return };
        if palette().is_none() && field.value().is_empty() {
            field.set_value(&address::parameter("q").unwrap_or_default());
        }
        self.anew(0);
    }

    fn on(self: Rc<Self>, name: &str, event: &Event) {
        let Some(target) = event
            .target()
            .and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        match name {
            "click" => self.press(&target),
            _ if target.id() != FIELD => {}
            "input" => self.anew(PAUSE),
            _ => {
                if let Some(event) = event.dyn_ref() {
                    key(event);
                }
            }
        }
    }

    fn press(self: Rc<Self>, target: &Element) {
        let on = |selector: &str| target.closest(selector).ok().flatten();
        if let Some(chip) = on(".search__chip") {
            for other in document::found(".search__chip") {
                let _ = other
                    .set_attribute("aria-pressed", if other == chip { "true" } else { "false" });
            }
            self.anew(0);
        } else if on(".search__more").is_some() {
            // After a failure there are none, and it is tried again. The button may go: the reader goes on where the list does.
            let shown = options().len();
            self.first.set(shown);
            self.limit
                .set(self.limit.get() + if shown > 0 { STEP } else { 0 });
            if let Some(field) = field() {
                let _ = field.focus();
            }
            self.ask(0);
        } else if on(".search__close, .search__option, .search__page").is_some()
            || palette().is_some_and(|palette| **palette == *target)
        {
            // A press beside the palette is one on its backdrop. What a link in it leads to comes into sight.
            close();
        }
    }

    /// Asks for the first results.
    fn anew(self: Rc<Self>, pause: u32) {
        self.limit.set(STEP);
        self.first.set(0);
        self.ask(pause);
    }

    fn ask(self: Rc<Self>, pause: u32) {
        let number = self.asked.get() + 1;
        self.asked.set(number);
        let query = field()
            .map(|field| field.value().trim().to_owned())
            .unwrap_or_default();
        if query.is_empty() {
            show(&Answer::default(), "", 0);
            return tell(frame::type_a_word());
        }
        spawn_local(async move {
            TimeoutFuture::new(pause).await;
            let is_last = || self.asked.get() == number;
            if !is_last() {
                return;
            }
            let kind = kind();
            let answer = search_index::answer(&query, &kind, self.limit.get()).await;
            if !is_last() {
                return;
            }
            if let Some(answer) = answer {
                show(&answer, &kind, self.first.get());
                if palette().is_none() {
                    address::put_parameter("q", &query);
                } else if let Some(link) = part(".search__page") {
                    let href = address::with_parameter(
                        &link.get_attribute("href").unwrap_or_default(),
                        "q",
                        &query,
                    );
                    let _ = link.set_attribute("href", &href);
                }
                tell(&search::told(&answer, &query));
            } else {
                show(&Answer::default(), "", 0);
                tell(frame::index_lost());
                offer(Some(frame::try_again()));
            }
        });
    }
}

/// Shows an answer and chooses the option at `first`; an empty answer clears all.
fn show(answer: &Answer, kind: &str, first: usize) {
    let Some(results) = by_id(RESULTS) else {
        return;
    };
    let focused = part(".search__chip:focus").and_then(|chip| chip.get_attribute("data-kind"));
    if let Some(kinds) = part(".search__kinds") {
        kinds.set_inner_html(&search::kinds(&answer.counts, kind));
    }
    if let Some(chip) =
        focused.and_then(|kind| part(&format!(".search__chip[data-kind=\"{kind}\"]")))
    {
        let _ = chip.focus();
    }
    let (options, count) = search::options(&answer.hits);
    results.set_inner_html(&options);
    let _ = results.toggle_attribute_with_force("hidden", count == 0);
    if first == 0 {
        results.set_scroll_top(0);
    }
    choose(first, first > 0);
    offer((answer.hits.len() < answer.total).then(frame::more_results));
}

/// Shows the button below the results, or takes it away.
fn offer(label: Option<&str>) {
    if let Some(button) = part(".search__more") {
        button.set_hidden(label.is_none());
        button.set_text_content(label);
    }
}

fn options() -> Vec<Element> {
    document::found(".search__option")
}

/// Place of the option that Enter opens.
fn chosen() -> Option<usize> {
    let selected =
        |option: &Element| option.get_attribute("aria-selected").as_deref() == Some("true");
    options().iter().position(selected)
}

/// Chooses the option at a place, if there is one, and brings it into sight.
fn choose(place: usize, reveal: bool) {
    let Some(field) = field() else { return };
    let options = options();
    for (index, option) in options.iter().enumerate() {
        let is_it = if index == place { "true" } else { "false" };
        let _ = option.set_attribute("aria-selected", is_it);
    }
    let _ = field.set_attribute(
        "aria-expanded",
        if options.is_empty() { "false" } else { "true" },
    );
    if let Some(option) = options.get(place) {
        let _ = field.set_attribute(ACTIVE, &option.id());
        if reveal {
            document::reveal(option);
        }
    } else {
        let _ = field.remove_attribute(ACTIVE);
    }
}

/// Keys of a combobox whose list is below it (ARIA Authoring Practices Guide). Home and End are the text's while it is being written: they choose
/// once the reader has gone into the list.
fn key(event: &KeyboardEvent) {
    let last = options().len().checked_sub(1);
    let at = chosen();
    let Some(act) = InSearch::of(&pressed(event)) else {
        return;
    };
    let to = match (act, at, last) {
        (InSearch::Close, ..) => {
            event.prevent_default();
            return close();
        }
        (InSearch::Next, at, Some(last)) => at.filter(|at| *at < last).map_or(0, |at| at + 1),
        (InSearch::Previous, at, Some(last)) => at.filter(|at| *at > 0).map_or(last, |at| at - 1),
        (InSearch::First, Some(at), Some(_)) if at > 0 => 0,
        (InSearch::Last, Some(at), Some(last)) if at > 0 => last,
        (InSearch::Open, Some(at), _) if !event.is_composing() => {
            event.prevent_default();
            if let Some(option) = options()
                .into_iter()
                .nth(at)
                .and_then(|option| option.dyn_into::<HtmlElement>().ok())
            {
                option.click();
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    choose(to, true);
}
