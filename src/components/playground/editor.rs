//! The text of the design, with what the engine has against it.

use std::fmt::Write;

use headroom_studio::protocol::Problem;
use leptos::html::{Div, Textarea};
use leptos::prelude::*;

use crate::components::{escape, inert, view};

use super::design::Design;
use crate::words::playground as say;

/// Beside this many lines numbers and marks would cost more than they help.
const NUMBERED: usize = 20_000;

#[component]
pub fn Editor(design: Design, area: NodeRef<Textarea>, text: String) -> impl IntoView {
    let around = NodeRef::<Div>::new();
    #[cfg(target_arch = "wasm32")]
    seek(design, area, around);
    let lines = Memo::new(move |_| design.text.with(|text| text.split('\n').count()));
    // A long line is as wide as it is; what is around it scrolls.
    let longest = Memo::new(move |_| {
        let width = |line: &str| line.chars().count();
        design
            .text
            .with(|text| text.lines().map(width).max().unwrap_or_default().min(4000))
    });
    let wrong = Memo::new(move |_| design.draft.with(|draft| wrong_lines(&draft.problems)));
    let numbers = move || {
        let lines = lines.get();
        wrong.with(|wrong| numbers(lines.min(NUMBERED), wrong))
    };
    let bands = move || wrong.with(|wrong| bands(wrong));
    let count = move || {
        let (count, more) = design
            .draft
            .with(|draft| (draft.problems.len(), draft.more as usize));
        match count + more {
            _ if design.is_behind() => say::checking().to_owned(),
            0 => say::no_problems().to_owned(),
            1 => say::one_problem().to_owned(),
            count => say::problems_count(count),
        }
    };
    let state = move || {
        if design.is_behind() {
            "checking"
        } else if design.can_run() {
            "fine"
        } else {
            "wrong"
        }
    };
    view! {
        <div class="playground__text">
            <div class="editor__head">
                {inert(r#"label class="editor__title" for="design-text""#, say::text())}
                <p class="editor__state" id="design-state" role="status" data-state=state>{move || count()}</p>
            </div>
            <div class="editor" node_ref=around>
                <div
                    class="editor__page"
                    data-style=move || format!("--lines:{};--longest:{}", lines.get(), longest.get())
                >
                    <pre class="editor__numbers" aria-hidden="true" inner_html=numbers></pre>
                    <div class="editor__bands" aria-hidden="true" inner_html=bands></div>
                    <textarea
                        id="design-text"
                        class="editor__area"
                        node_ref=area
                        spellcheck="false"
                        autocomplete="off"
                        autocapitalize="off"
                        aria-describedby="design-state"
                        aria-invalid=move || design.draft.with(|draft| !draft.problems.is_empty()).to_string()
                        prop:value=move || design.text.get()
                        on:input=move |event| design.typed(event_target_value(&event))
                        on:blur=move |_| design.settle()
                        inner_html=escape(&text)
                    ></textarea>
                </div>
            </div>
            <Problems design/>
            <p class="editor__hint">
                {say::text_hint()}
            </p>
        </div>
    }
}

/// What is wrong, each with a way to its place.
#[component]
fn Problems(design: Design) -> impl IntoView {
    let problems = Memo::new(move |_| design.draft.with(|draft| draft.problems.clone()));
    let list = move || {
        let items = problems.get().into_iter().map(|problem| {
            let Problem {
                place,
                message,
                help,
            } = problem;
            let way = place.map(|place| {
                view! {
                    <button
                        type="button"
                        class="quiet problem__place"
                        on:click=move |_| design.sought.set(Some(place))
                    >
                        {say::line_column(place.line, place.column)}
                    </button>
                }
            });
            let help = help.map(|help| view! { <span class="problem__help">{help}</span> });
            view! {
                <li class="problem">
                    {way}
                    <span class="problem__message">{message}</span>
                    {help}
                </li>
            }
        });
        view! { <ol role="list" class="problems__list">{items.collect_view()}</ol> }
    };
    let more = move || {
        let more = design.draft.with(|draft| draft.more);
        (more > 0).then(|| view! { <p class="problems__more">{say::and_more(more)}</p> })
    };
    view! {
        <div class="problems" role="region" aria-label=say::problems() hidden=move || problems.with(Vec::is_empty)>
            {move || list()}
            {move || more()}
        </div>
    }
}

/// The lines that have something against them, from 1, each once.
fn wrong_lines(problems: &[Problem]) -> Vec<u32> {
    let mut lines: Vec<u32> = (problems.iter())
        .filter_map(|problem| Some(problem.place?.line))
        .collect();
    lines.sort_unstable();
    lines.dedup();
    lines
}

/// Line numbers, those of `wrong` marked.
fn numbers(lines: usize, wrong: &[u32]) -> String {
    let mut html = String::with_capacity(lines * 5);
    let mut wrong = wrong.iter().peekable();
    for line in 1..=lines as u32 {
        // Writing to a string does not fail.
        let _ = if wrong.next_if(|&&wrong| wrong == line).is_some() {
            writeln!(html, "<b>{line}</b>")
        } else {
            writeln!(html, "{line}")
        };
    }
    html
}

/// A band behind each of the lines.
fn bands(lines: &[u32]) -> String {
    let mut html = String::new();
    for line in lines {
        let _ = write!(html, "<i data-style=\"--line:{}\"></i>", line - 1);
    }
    html
}

/// Leads the caret to where it shall go.
#[cfg(target_arch = "wasm32")]
fn seek(design: Design, area: NodeRef<Textarea>, around: NodeRef<Div>) {
    Effect::new(move |_| {
        let Some(place) = design.sought.get() else {
            return;
        };
        design.sought.set(None);
        // The part may only now come into sight on a narrow screen, and the text may only now be in its field.
        design.part.set(super::Part::Text);
        request_animation_frame(move || {
            let fields = (
                area.try_get_untracked().flatten(),
                around.try_get_untracked().flatten(),
            );
            if let (Some(area), Some(around)) = fields {
                let span = (place.start, place.end);
                crate::platform::editor::select(&area, &around, span, place.line);
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use headroom_studio::protocol::Place;

    use super::*;

    #[test]
    fn lines_with_problems_are_marked_once() {
        let problem = |line: Option<u32>| Problem {
            place: line.map(|line| Place {
                line,
                ..Place::default()
            }),
            message: String::new(),
            help: None,
        };
        let problems = [Some(3), None, Some(1), Some(3)].map(problem);
        let wrong = wrong_lines(&problems);
        assert_eq!(wrong, [1, 3]);
        assert_eq!(numbers(4, &wrong), "<b>1</b>\n2\n<b>3</b>\n4\n");
        assert_eq!(
            bands(&wrong),
            "<i data-style=\"--line:0\"></i><i data-style=\"--line:2\"></i>"
        );
        // A line that is not there any more is not marked, and holds up no other.
        assert_eq!(numbers(1, &wrong), "<b>1</b>\n");
    }
}
