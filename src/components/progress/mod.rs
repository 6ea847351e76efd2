//! What the reader has answered here: to look at, to take along, to bring back, to start again.
//!
//! Most of it is text, and made as such: a view of its own for each piece would cost more than the whole of it.

mod bring;
mod bring_markup;
mod dashboard;
mod leave;
mod markup;
pub(crate) mod pieces;

use headroom_study::backup::{self, Due};
use headroom_study::review::Clock;
use headroom_study::saved::Aside;
use headroom_study::summary::{PageSummary, by_page};
use headroom_study::{Change, Store};
use leptos::prelude::*;

use self::bring::Brought;
pub use self::markup::time;
use self::pieces::{button, entry, list, section, text};
use crate::components::marks::ContinueView;
use crate::components::view;
use crate::platform::focus::focus_soon;
use crate::state::catalogue::{self, Fetched};
use crate::state::keeping::Keeping;
use crate::state::progress::{Progress, now_ms};
use crate::state::site::{Base, Here};
use crate::words::study as say;

/// What can be done on this page, and what came of it.
#[derive(Clone, Copy)]
struct Desk {
    progress: Progress,
    /// What was done last, in words.
    said: RwSignal<Option<String>>,
    /// What was done on this page and can be undone, with what it was; the last at the end.
    undo: RwSignal<Vec<(Undo, Change)>>,
    /// Whether the browser has promised not to clear what it keeps.
    durable: RwSignal<Option<bool>>,
    /// A file that was chosen, and what it holds.
    brought: RwSignal<Option<Brought>>,
    /// Why a file cannot be brought in.
    trouble: RwSignal<Option<String>>,
}

/// What to call taking something back.
#[derive(Clone, Debug)]
struct Undo {
    /// On the button.
    label: String,
    /// When it is done.
    done: String,
}

const NOTICE: &str = "progress-notice";

#[component]
pub fn ProgressView() -> impl IntoView {
    let progress = Progress::here();
    let desk = Desk {
        progress,
        said: RwSignal::default(),
        undo: RwSignal::default(),
        durable: RwSignal::default(),
        brought: RwSignal::default(),
        trouble: RwSignal::default(),
    };
    // Another tab may have written since this one read.
    if progress.keeping.get_untracked() != Keeping::NotYet {
        progress.load();
    }
    ask_promise(desk, false);
    let base = Here::get().base;
    // The host knows nothing of the reader, and nor does the program when it takes over what the host has made.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let known = Memo::new(move |_| {
        let known = alive.get() && progress.keeping.get() != Keeping::NotYet;
        known.then(|| known_of(desk))
    });
    let undo = move || {
        desk.undo.with(|undo| {
            let label = undo.last()?.0.label.clone();
            Some(button("", label.clone(), label, move || take_back(desk)))
        })
    };
    let parts = move || known.with(|known| known.as_ref().map(|known| parts(desk, &base, known)));
    // A memo: what is unfolded stays so while nothing of it changes.
    let board = board(desk, alive);
    let leave = move || known.with(|known| known.as_ref().map(|known| leave::export(desk, known)));
    let again = move || known.with(|known| known.as_ref().map(|known| leave::reset(desk, known)));
    let unknown = move || known.with(Option::is_none);
    view! {
        <div class="progress">
            <noscript inner_html=say::progress_without_script()></noscript>
            <div class="progress__notice" id=NOTICE tabindex="-1">
                <p role="status">{move || desk.said.get()}</p>
                {undo}
            </div>
            <p class="progress__loading" hidden=move || !unknown()>
                {say::reading_records()}
            </p>
            {bring::preview(desk)}
            {board}
            {parts}
            <div class="progress__leave" hidden=unknown>
                {leave}
                {bring::section(desk)}
                {again}
            </div>
        </div>
    }
}

/// How the reader stands, beside all there is to read; `alive` when the program runs.
fn board(desk: Desk, alive: RwSignal<bool>) -> AnyView {
    let fetched = RwSignal::new(Fetched::NotYet);
    let base = StoredValue::new(Here::get().base);
    let fetch = move || base.with_value(|base| catalogue::fetch(base, fetched));
    Effect::new(move |_| {
        if alive.get() {
            fetch();
        }
    });
    let html = Memo::new(move |_| match fetched.get() {
        Fetched::Here(catalogue) if desk.progress.keeping.get() != Keeping::NotYet => {
            let store = desk.progress.store.read();
            base.with_value(|base| dashboard::dashboard(&catalogue, &store, clock(), base))
        }
        _ => String::new(),
    });
    let lost = move || match fetched.get() {
        Fetched::Lost(why) => {
            let words = say::catalogue_lost(why);
            let again = say::try_again().to_owned();
            let again = button("", again.clone(), again, fetch);
            Some(view! { <div class="dash__lost"><p role="alert">{words}</p>{again}</div> })
        }
        _ => None,
    };
    view! {
        <div class="dash">
            <ContinueView/>
            {lost}
            <div inner_html=html></div>
        </div>
    }
}

/// Now, where the reader is.
fn clock() -> Clock {
    Clock {
        now_ms: now_ms(),
        #[cfg(target_arch = "wasm32")]
        ahead_min: crate::platform::clock::ahead_min(),
        #[cfg(not(target_arch = "wasm32"))]
        ahead_min: 0,
    }
}

/// What this browser keeps of the reader.
#[derive(PartialEq)]
struct Known {
    keeping: Keeping,
    durable: Option<bool>,
    pages: Vec<PageSummary>,
    /// Kinds of records but answers, with their keys.
    others: Vec<(String, Vec<String>)>,
    aside: Vec<Aside>,
    due: Option<Due>,
    exported_ms: Option<u64>,
}

impl Known {
    fn is_empty(&self) -> bool {
        self.pages.is_empty() && self.others.is_empty()
    }
}

fn known_of(desk: Desk) -> Known {
    let (keeping, aside) = (desk.progress.keeping.get(), desk.progress.aside.get());
    desk.progress.store.with(|store| Known {
        keeping,
        durable: desk.durable.get(),
        pages: by_page(store),
        others: others(store),
        aside,
        due: backup::due(store, now_ms()),
        exported_ms: backup::last_ms(store),
    })
}

fn others(store: &Store) -> Vec<(String, Vec<String>)> {
    let mut kinds: Vec<(String, Vec<String>)> = Vec::new();
    // In the order of the keys: those of a kind stand together.
    for (key, log) in store.logs() {
        let kind = key.split(':').next().unwrap_or_default();
        if kind == backup::SETTINGS || log.entries().len() == 0 {
            continue;
        }
        match kinds.last_mut() {
            Some((last, keys)) if last == kind => keys.push(key.to_owned()),
            _ => kinds.push((kind.to_owned(), vec![key.to_owned()])),
        }
    }
    kinds
}

fn parts(desk: Desk, base: &Base, known: &Known) -> Vec<AnyView> {
    let mut parts = vec![overview(desk, known)];
    let answers = known.pages.iter().map(|page| page_entry(desk, base, page));
    let answers = if known.pages.is_empty() {
        text("", markup::nothing_yet(base))
    } else {
        list(answers.collect())
    };
    parts.push(section("answers", say::answers_by_page(), vec![answers]));
    if !known.others.is_empty() {
        let entries = known.others.iter().map(|(kind, keys)| {
            let (keys, name) = (keys.clone(), markup::kind(kind, keys.len()));
            let label = say::reset_what(&name);
            entry(
                format!("<p>{}</p>", crate::components::escape(&name)),
                button("quiet", say::reset().to_owned(), label, move || {
                    reset(desk, &name, &keys);
                }),
            )
        });
        let entries = list(entries.collect());
        parts.push(section("others", say::also_kept(), vec![entries]));
    }
    if !known.aside.is_empty() {
        let about = text("", say::about_set_aside().to_owned());
        let entries = known.aside.iter().map(|aside| {
            let (file, content) = (
                format!("headroom-set-aside-{}.txt", aside.key.replace(':', "-")),
                aside.text.clone(),
            );
            let label = say::download_aside(&aside.key);
            entry(
                markup::aside(aside),
                button("", say::download().to_owned(), label, move || {
                    leave::save(desk, &file, &content, "text/plain");
                }),
            )
        });
        let entries = list(entries.collect());
        parts.push(section("set-aside", say::set_aside(), vec![about, entries]));
    }
    parts
}

/// All of it in a sentence, where it is kept, and how safely.
fn overview(desk: Desk, known: &Known) -> AnyView {
    let html = text("", markup::overview(known));
    let asks = known.durable == Some(false) && !known.keeping.loses() && !known.is_empty();
    let ask = asks.then(|| {
        let label = say::ask_to_keep().to_owned();
        button("quiet", label.clone(), label, move || {
            ask_promise(desk, true);
        })
    });
    view! { <div class="progress__overview">{html}{ask}</div> }.into_any()
}

/// A page with its questions; each can be reset by itself.
fn page_entry(desk: Desk, base: &Base, page: &PageSummary) -> AnyView {
    let ids: Vec<String> = page.questions.iter().map(|one| one.id.clone()).collect();
    let name = say::the_answers_on(&page.title);
    let label = say::reset_what(&name);
    let questions = page.questions.iter().map(|question| {
        let ids = vec![question.id.clone()];
        let name = say::the_answer_to(&question.prompt);
        let label = say::reset_what(&name);
        entry(
            markup::question(page, question, base),
            button("quiet", say::reset().to_owned(), label, move || {
                reset(desk, &name, &ids);
            }),
        )
    });
    let questions = list(questions.collect());
    let summary = say::questions(page.questions.len());
    let html = markup::page(page, base);
    let button = button("quiet", say::reset().to_owned(), label, move || {
        reset(desk, &name, &ids);
    });
    view! {
        <li class="progress__entry progress__page">
            <div inner_html=html></div>
            {button}
            <details>
                <summary>{summary}</summary>
                {questions}
            </details>
        </li>
    }
    .into_any()
}

fn reset(desk: Desk, name: &str, keys: &[String]) {
    let change = desk.progress.reset(keys);
    let undo = Undo {
        label: say::undo_bring_back(name),
        done: say::brought_back(name),
    };
    let keys = change.keys().into_iter();
    let all = keys
        .filter(|key| !key.starts_with(backup::SETTINGS))
        .count();
    let questions = change.before.records().count();
    let forgotten = if questions == all {
        say::questions(questions)
    } else {
        say::records(all)
    };
    done(desk, say::forgotten(name, forgotten), undo, change);
}

/// Says what was done, and lets it be undone.
fn done(desk: Desk, words: String, undo: Undo, change: Change) {
    desk.undo.update(|steps| steps.push((undo, change)));
    tell(desk, words);
}

fn take_back(desk: Desk) {
    let mut last = None;
    desk.undo.update(|undo| last = undo.pop());
    if let Some((undo, change)) = last {
        desk.progress.undo(&change);
        tell(desk, undo.done);
    }
}

/// Says what was done. The button that did it is gone: the focus goes to where it is said.
fn tell(desk: Desk, words: String) {
    desk.said.set(Some(words));
    focus_soon(NOTICE.to_owned());
}

/// Learns what the browser has promised, or asks it to.
#[cfg(target_arch = "wasm32")]
fn ask_promise(desk: Desk, asks: bool) {
    use crate::platform::storage::durable;

    leptos::task::spawn_local(async move {
        let promised = if asks {
            durable::ask().await
        } else {
            durable::promised().await
        };
        if desk.durable.is_disposed() {
            return;
        }
        desk.durable.set(promised);
        if asks {
            let words = if promised == Some(true) {
                say::promised()
            } else {
                say::not_promised()
            };
            tell(desk, words.to_owned());
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn ask_promise(_: Desk, _: bool) {}
