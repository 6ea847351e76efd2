//! What the reader has answered here: to look at, to take along, to start again.

use headroom_study::saved::Aside;
use headroom_study::summary::{PageSummary, Standing, by_page};
use headroom_study::{Store, Verdict};
use leptos::html;
use leptos::prelude::*;

use crate::components::view;
#[cfg(target_arch = "wasm32")]
use crate::platform::clock::{day, long_day};
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
    notice: NodeRef<html::Div>,
}

#[component]
pub fn ProgressView() -> impl IntoView {
    let progress = Progress::here();
    let desk = Desk {
        progress,
        said: RwSignal::default(),
        undo: RwSignal::default(),
        notice: NodeRef::new(),
    };
    // Another tab may have written since this one read.
    if progress.keeping.get_untracked() != Keeping::NotYet {
        progress.load();
    }
    let base = Here::get().base;
    // The host knows nothing of the reader, and nor does the program when it takes over what the host has made.
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let known = Memo::new(move |_| alive.get() && progress.keeping.get() != Keeping::NotYet);
    let pages = Memo::new(move |_| progress.store.with(by_page));
    let aside = Memo::new(move |_| progress.aside.get());
    let body = move || {
        if !known.get() {
            return view! { <p class="progress__loading">"Reading what this browser keeps…"</p> };
        }
        view! {
            {overview(progress, pages)}
            {answers(desk, pages, base.clone())}
            {set_aside(desk, aside)}
            {leave(desk, pages, aside)}
        }
    };
    view! {
        <div class="progress">
            <noscript inner_html=WITHOUT_SCRIPT></noscript>
            {notice(desk)}
            {body}
        </div>
    }
}

const WITHOUT_SCRIPT: &str = "<p>Your answers live in your own browser and nowhere else, so this page, \
    which was made without knowing you, cannot hold them. Showing them takes JavaScript, which is off.</p>";

/// All of it in a sentence, and where it is kept.
fn overview(progress: Progress, pages: Memo<Vec<PageSummary>>) -> AnyView {
    let total = move || {
        pages.with(|pages| {
            let count = |verdict| pages.iter().map(|page| page.count(verdict)).sum();
            let answered: usize = pages.iter().map(|page| page.questions.len()).sum();
            (answered > 0).then(|| {
                format!(
                    "{} on {}: {}.",
                    counted(answered, "question answered", "questions answered"),
                    counted(pages.len(), "page", "pages"),
                    results(count)
                )
            })
        })
    };
    view! {
        <div class="progress__overview">
            <p>{total}</p>
            <p class="progress__kept" class:progress__kept--lost=move || progress.keeping.get().loses()>
                {move || progress.keeping.get().text()}
            </p>
        </div>
    }
}

/// What came of the last thing that was done, and the way back.
fn notice(desk: Desk) -> AnyView {
    let undo = move || {
        desk.undo.with(|undo| {
            undo.last().map(|(name, _)| {
                view! {
                    <button type="button" on:click=move |_| bring_back(desk)>
                        {format!("Undo: bring back {name}")}
                    </button>
                }
            })
        })
    };
    view! {
        <div class="progress__notice" tabindex="-1" node_ref=desk.notice>
            <p role="status">{move || desk.said.get()}</p>
            {undo}
        </div>
    }
}

fn answers(desk: Desk, pages: Memo<Vec<PageSummary>>, base: Base) -> AnyView {
    let list = move || {
        pages.with(|pages| {
            if pages.is_empty() {
                return view! {
                    <p class="progress__empty">
                        "Nothing answered yet. Questions stand in the text of the "
                        <a href=base.href("concepts/")>"concepts"</a>
                        "; those you answer are listed here, page by page."
                    </p>
                };
            }
            let items = pages
                .iter()
                .map(|page| page_item(desk, page, &base))
                .collect_view();
            view! { <ul class="progress__pages" role="list">{items}</ul> }
        })
    };
    view! {
        <section aria-labelledby="answers">
            <h2 id="answers">"Answers by page"</h2>
            {list}
        </section>
    }
}

fn page_item(desk: Desk, page: &PageSummary, base: &Base) -> AnyView {
    let href = base.href(&page.route);
    let last = page.last_ms();
    let shares = SHARES
        .into_iter()
        .map(|(verdict, tone, ..)| (page.count(verdict), tone))
        .filter(|(share, _)| *share > 0)
        .map(|(share, tone)| view! { <i class=tone style=format!("flex-grow:{share}")></i> });
    let questions = page
        .questions
        .iter()
        .map(|question| question_item(question, &href))
        .collect_view();
    let ids: Vec<String> = page
        .questions
        .iter()
        .map(|question| question.id.clone())
        .collect();
    let name = format!("the answers on “{}”", page.title);
    let label = format!("Reset {name}");
    view! {
        <li class="progress__page">
            <h3><a href=href.clone()>{page.title.clone()}</a></h3>
            <p class="progress__facts">
                {page.questions.len()} " answered: " {results(|verdict| page.count(verdict))}
                ". Last on " <time datetime=day(last)>{long_day(last)}</time> "."
            </p>
            <div class="progress__bar" aria-hidden="true">{shares.collect_view()}</div>
            <details>
                <summary>{counted(page.questions.len(), "question", "questions")}</summary>
                <ul role="list">{questions}</ul>
            </details>
            <button
                type="button"
                class="quiet"
                aria-label=label
                on:click=move |_| reset(desk, &name, &ids)
            >"Reset"</button>
        </li>
    }
}

fn question_item(question: &Standing, page: &str) -> AnyView {
    let verdict = SHARES
        .into_iter()
        .find(|(verdict, ..)| *verdict == question.verdict)
        .map(|(_, tone, sign, words)| {
            view! { <span class=format!("progress__verdict {tone}")>{sign} " " {words}</span> }
        });
    view! {
        <li>
            <a href=format!("{page}#{}", question.id)>{question.prompt.clone()}</a>
            " "
            {verdict}
        </li>
    }
}

/// What this browser keeps and this program cannot read.
fn set_aside(desk: Desk, aside: Memo<Vec<Aside>>) -> impl IntoView {
    move || {
        aside.with(|aside| {
            (!aside.is_empty()).then(|| {
                let items = aside.iter().map(|aside| aside_item(desk, aside)).collect_view();
                view! {
                    <section aria-labelledby="set-aside">
                        <h2 id="set-aside">"Set aside"</h2>
                        <p>
                            "This was kept here as answers and cannot be read. It is neither lost nor written over: "
                            "it stays in this browser, and “Export” takes it along."
                        </p>
                        <ul class="progress__aside" role="list">{items}</ul>
                    </section>
                }
            })
        })
    }
}

fn aside_item(desk: Desk, aside: &Aside) -> AnyView {
    let file = format!("headroom-set-aside-{}.txt", aside.key);
    let text = aside.text.clone();
    view! {
        <li>
            <p>
                <code>{aside.key.clone()}</code> ": " {aside.why.to_string()} "."
            </p>
            <button
                type="button"
                aria-label=format!("Download what was set aside for {}", aside.key)
                on:click=move |_| save(desk, &file, &text, "text/plain")
            >"Download"</button>
        </li>
    }
}

/// Taking all along, and starting again; nothing where there is nothing.
fn leave(desk: Desk, pages: Memo<Vec<PageSummary>>, aside: Memo<Vec<Aside>>) -> AnyView {
    let answered = Memo::new(move |_| pages.with(|pages| !pages.is_empty()));
    let anything = move || answered.get() || aside.with(|aside| !aside.is_empty());
    let export = move || {
        anything().then(|| {
            view! {
                <section aria-labelledby="export">
                    <h2 id="export">"Take it along"</h2>
                    <p>"One file (JSON) with every answer you have given here, and what was set aside."</p>
                    <p><button type="button" on:click=move |_| export_all(desk)>"Export"</button></p>
                </section>
            }
        })
    };
    let everything = move || {
        answered.get().then(|| {
            view! {
                <section aria-labelledby="reset">
                    <h2 id="reset">"Start again"</h2>
                    <p>
                        "Forgets every answer in this browser. Until you leave this page you can bring them back."
                    </p>
                    <p>
                        <button type="button" class="danger" on:click=move |_| reset_all(desk, pages)>
                            "Reset everything"
                        </button>
                    </p>
                </section>
            }
        })
    };
    view! { <div class="progress__leave">{export} {everything}</div> }
}

fn reset_all(desk: Desk, pages: Memo<Vec<PageSummary>>) {
    let ids: Vec<String> = pages.with_untracked(|pages| {
        let questions = pages.iter().flat_map(|page| &page.questions);
        questions.map(|question| question.id.clone()).collect()
    });
    reset(desk, "all answers", &ids);
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
    focus_soon(move || desk.notice.try_get_untracked()?.map(Into::into));
}

fn export_all(desk: Desk) {
    let exported = desk.progress.export();
    save(
        desk,
        "headroom-progress.json",
        &exported,
        "application/json",
    );
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

/// On the host there is nobody's answer to show or to save.
#[cfg(not(target_arch = "wasm32"))]
fn save(_: Desk, _: &str, _: &str, _: &str) {}

#[cfg(not(target_arch = "wasm32"))]
fn day(_: u64) -> String {
    String::new()
}

#[cfg(not(target_arch = "wasm32"))]
fn long_day(_: u64) -> String {
    String::new()
}

/// Each verdict with its tone, sign and words.
const SHARES: [(Verdict, &str, &str, &str); 3] = [
    (Verdict::Right, "good", "✓", "right"),
    (Verdict::Partly, "warn", "◐", "partly right"),
    (Verdict::Wrong, "bad", "✗", "not right"),
];

/// "5 right, 2 partly right, 1 not right".
fn results(count: impl Fn(Verdict) -> usize) -> String {
    SHARES
        .map(|(verdict, _, _, words)| format!("{} {words}", count(verdict)))
        .join(", ")
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_told_in_words() {
        let told = results(|verdict| match verdict {
            Verdict::Right => 5,
            Verdict::Partly => 0,
            Verdict::Wrong => 1,
        });
        assert_eq!(told, "5 right, 0 partly right, 1 not right");
        assert_eq!(counted(1, "question", "questions"), "1 question");
        assert_eq!(counted(0, "question", "questions"), "0 questions");
    }
}
