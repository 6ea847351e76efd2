//! What the reader has answered here: to look at, to take along, to start again.
//!
//! Most of it is text, and made as such: a view of its own for each piece would cost every reader of every page more
//! than the whole of it.

mod markup;

use headroom_study::Store;
use headroom_study::saved::Aside;
use headroom_study::summary::{PageSummary, by_page};
use leptos::prelude::*;

use self::markup::counted;
use crate::components::view;
use crate::platform::focus::focus_soon;
use crate::state::keeping::Keeping;
use crate::state::progress::Progress;
use crate::state::site::{Base, Here};

/// What can be done on this page, and what came of it.
#[derive(Clone, Copy)]
struct Desk {
    progress: Progress,
    /// What was done last, in words.
    said: RwSignal<Option<String>>,
    /// What was reset on this page and can be brought back, with its name; the last at the end.
    undo: RwSignal<Vec<(String, Store)>>,
}

const NOTICE: &str = "progress-notice";

#[component]
pub fn ProgressView() -> impl IntoView {
    let progress = Progress::here();
    let desk = Desk {
        progress,
        said: RwSignal::default(),
        undo: RwSignal::default(),
    };
    // Another tab may have written since this one read.
    if progress.keeping.get_untracked() != Keeping::NotYet {
        progress.load();
    }
    let base = Here::get().base;
    // The host knows nothing of the reader, and nor does the program when it takes over what the host has made.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let known = Memo::new(move |_| {
        let known = alive.get() && progress.keeping.get() != Keeping::NotYet;
        known.then(|| Known {
            keeping: progress.keeping.get(),
            pages: progress.store.with(by_page),
            aside: progress.aside.get(),
        })
    });
    let undo = move || {
        desk.undo.with(|undo| {
            let (name, _) = undo.last()?;
            let label = format!("Undo: bring back {name}");
            Some(button("", label.clone(), label, move || bring_back(desk)))
        })
    };
    let parts = move || known.with(|known| known.as_ref().map(|known| parts(desk, &base, known)));
    view! {
        <div class="progress">
            <noscript inner_html=markup::WITHOUT_SCRIPT></noscript>
            <div class="progress__notice" id=NOTICE tabindex="-1">
                <p role="status">{move || desk.said.get()}</p>
                {undo}
            </div>
            <p class="progress__loading" hidden=move || known.with(Option::is_some)>
                "Reading what this browser keeps…"
            </p>
            {parts}
        </div>
    }
}

/// What this browser keeps of the reader.
#[derive(PartialEq)]
struct Known {
    keeping: Keeping,
    pages: Vec<PageSummary>,
    aside: Vec<Aside>,
}

fn parts(desk: Desk, base: &Base, known: &Known) -> Vec<AnyView> {
    let Known {
        keeping,
        pages,
        aside,
    } = known;
    let mut parts = vec![text(
        "progress__overview",
        markup::overview(*keeping, pages),
    )];
    let answers = pages.iter().map(|page| {
        let ids: Vec<String> = page.questions.iter().map(|one| one.id.clone()).collect();
        let name = format!("the answers on “{}”", page.title);
        let label = format!("Reset {name}");
        entry(
            markup::page(page, base),
            button("quiet", "Reset".to_owned(), label, move || {
                reset(desk, &name, &ids);
            }),
        )
    });
    let answers = if pages.is_empty() {
        text("", markup::nothing_yet(base))
    } else {
        list(answers.collect())
    };
    parts.push(section("answers", "Answers by page", vec![answers]));
    if !aside.is_empty() {
        let about = text("", markup::SET_ASIDE.to_owned());
        let entries = aside.iter().map(|aside| {
            let (file, content) = (
                format!("headroom-set-aside-{}.txt", aside.key),
                aside.text.clone(),
            );
            let label = format!("Download what was set aside for {}", aside.key);
            entry(
                markup::aside(aside),
                button("", "Download".to_owned(), label, move || {
                    save(desk, &file, &content, "text/plain");
                }),
            )
        });
        let entries = list(entries.collect());
        parts.push(section("set-aside", "Set aside", vec![about, entries]));
    }
    let mut leave = Vec::new();
    if !pages.is_empty() || !aside.is_empty() {
        let export = button("", "Export".to_owned(), "Export".to_owned(), move || {
            save(
                desk,
                "headroom-progress.json",
                &desk.progress.export(),
                "application/json",
            );
        });
        let about = text("", markup::EXPORT.to_owned());
        leave.push(section("export", "Take it along", vec![about, export]));
    }
    if !pages.is_empty() {
        let ids: Vec<String> = pages
            .iter()
            .flat_map(|page| &page.questions)
            .map(|question| question.id.clone())
            .collect();
        let label = "Reset everything".to_owned();
        let everything = button("danger", label.clone(), label, move || {
            reset(desk, "all answers", &ids);
        });
        let about = text("", markup::RESET.to_owned());
        leave.push(section("reset", "Start again", vec![about, everything]));
    }
    parts.push(view! { <div class="progress__leave">{leave}</div> });
    parts
}

fn section(id: &'static str, title: &'static str, parts: Vec<AnyView>) -> AnyView {
    view! {
        <section aria-labelledby=id>
            <h2 id=id>{title}</h2>
            {parts}
        </section>
    }
}

/// Something to read and, beside it, something to do.
fn entry(html: String, button: AnyView) -> AnyView {
    view! {
        <li class="progress__entry">
            <div inner_html=html></div>
            {button}
        </li>
    }
}

fn list(entries: Vec<AnyView>) -> AnyView {
    view! { <ul role="list">{entries}</ul> }
}

fn text(class: &'static str, html: String) -> AnyView {
    view! { <div class=class inner_html=html></div> }
}

/// `label` is for whoever does not see what it stands beside.
fn button(
    class: &'static str,
    words: String,
    label: String,
    act: impl Fn() + 'static + Send + Sync,
) -> AnyView {
    let act: std::sync::Arc<dyn Fn() + Send + Sync> = std::sync::Arc::new(act);
    view! {
        <button type="button" class=class aria-label=label on:click=move |_| act()>{words}</button>
    }
}

fn reset(desk: Desk, name: &str, ids: &[String]) {
    let before = desk.progress.reset(ids);
    let forgotten = counted(before.records().count(), "question", "questions");
    desk.undo
        .update(|undo| undo.push((name.to_owned(), before)));
    tell(desk, format!("Forgotten: {name}, {forgotten}."));
}

fn bring_back(desk: Desk) {
    let mut last = None;
    desk.undo.update(|undo| last = undo.pop());
    if let Some((name, before)) = last {
        desk.progress.restore(&before);
        tell(desk, format!("Brought back: {name}."));
    }
}

/// Says what was done. The button that did it is gone: the focus goes to where it is said.
fn tell(desk: Desk, words: String) {
    desk.said.set(Some(words));
    focus_soon(NOTICE.to_owned());
}

#[cfg(target_arch = "wasm32")]
fn save(desk: Desk, file: &str, text: &str, media_type: &str) {
    let saved = crate::platform::download::save(file, text, media_type);
    desk.said.set(Some(if saved {
        format!("Saved as {file}.")
    } else {
        "This browser has no room for the file.".to_owned()
    }));
}

/// On the host there is nobody's answer to save.
#[cfg(not(target_arch = "wasm32"))]
fn save(_: Desk, _: &str, _: &str, _: &str) {}
