//! The playground: a design as a text, a drawing and forms, each a way to change it, and a lab that runs it.
//!
//! The text is the document. What is done in the drawing or in a form changes the text, in a worker that reads and writes TOML;
//! what is typed is read there and drawn here.

#![allow(
    clippy::large_types_passed_by_value,
    reason = "components take their props by value, and a design is a bundle of handles to copy"
)]

#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nobody changes a design")
)]
mod design;
mod drawing;
mod editor;
mod field;
mod form;
mod links;
#[cfg(target_arch = "wasm32")]
mod live;
mod palette;
mod sharing;
#[cfg_attr(
    not(target_arch = "wasm32"),
    allow(dead_code, reason = "on the host nobody changes a design")
)]
mod steps;
mod toolbar;
#[cfg(target_arch = "wasm32")]
mod workshop;

use headroom_content::model::Playground;
use leptos::prelude::*;

use crate::components::{inert, lab, view};
use crate::platform::keys::pressed;
use crate::state::keys::{Editing, Keys};

use self::design::{Design, Part};
use self::drawing::Drawing;
use self::editor::Editor;
use self::form::Forms;
use self::palette::Palette;
use self::sharing::{Offer, Sharing};
use self::toolbar::{Notices, Toolbar};
use crate::words::playground as say;

/// Fields that get the focus when what had it is gone.
const ID_FIELD: &str = "design-node-id";
const NODE_FIELD: &str = "design-node";
const CALLS_FIELD: &str = "design-calls";

/// What a reader sees whose browser runs no scripts. In one that does, this is text and stays as it is.
fn unscripted() -> String {
    format!(
        "<p class=\"playground__unscripted\">{}</p>",
        say::unscripted()
    )
}

#[component]
pub fn PlaygroundView(playground: Playground) -> impl IntoView {
    let design = Design::new(&playground);
    // Controls work once the program is here; until then they are shown as they will be.
    let awake = RwSignal::new(false);
    let area = NodeRef::<leptos::html::Textarea>::new();
    #[cfg(target_arch = "wasm32")]
    Effect::new(move |_| {
        if !awake.get_untracked() {
            untrack(|| live::attach(design));
            awake.set(true);
        }
    });
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let act = Editing::of(&pressed(&event)).filter(|_| !in_other_field(&event, area));
        match act {
            Some(Editing::Undo) => design.undo(),
            Some(Editing::Redo) => design.redo(),
            None => return,
        }
        event.prevent_default();
    };
    let part = move || match design.part.get() {
        Part::Drawing => "drawing",
        Part::Text => "text",
        Part::Run => "run",
    };
    view! {
        <div class="playground" data-part=part on:keydown=keys>
            <noscript inner_html=unscripted()></noscript>
            <fieldset class="playground__work" disabled=move || !awake.get()>
                {inert(r#"legend class="visually-hidden""#, say::design())}
                <Offer design/>
                <Toolbar design designs=playground.designs/>
                <Sharing design/>
                <Notices design/>
                <Parts design/>
                <div class="playground__desk">
                    <div class="playground__visual">
                        <Drawing design/>
                        <div class="playground__forms">
                            <Palette design/>
                            <Forms design/>
                        </div>
                    </div>
                    <Editor design area text=playground.text/>
                </div>
            </fieldset>
            <Run design/>
        </div>
    }
}

/// Which part of it a narrow screen shows.
#[component]
fn Parts(design: Design) -> impl IntoView {
    let parts = [
        (Part::Drawing, say::drawing()),
        (Part::Text, say::text()),
        (Part::Run, say::run()),
    ]
    .map(|(part, title)| {
        let count = move || {
            let problems = design.draft.with(|draft| draft.problems.len());
            (part == Part::Text && problems > 0).then(|| say::to_mend(problems))
        };
        view! {
            <button
                type="button"
                aria-pressed=move || (design.part.get() == part).to_string()
                on:click=move |_| design.part.set(part)
            >
                {title}
                {move || count()}
            </button>
        }
    });
    view! {
        <div class="playground__parts" role="group" aria-label=say::parts()>{parts.collect_view()}</div>
    }
}

/// The lab of the design as it was when it was run.
#[component]
fn Run(design: Design) -> impl IntoView {
    let behind = move || {
        design.run_is_behind().then(|| {
            view! {
                <p class="playground__behind">
                    {say::changed_since()}
                    <button type="button" on:click=move |_| design.run()>{say::run_again()}</button>
                </p>
            }
        })
    };
    let lab = move || {
        let running = design.running.get();
        running.map_or_else(
            || inert(r#"p class="playground__none""#, say::nothing_has_run()),
            |running| lab::running(running.lab.clone(), design.of_run(&running)),
        )
    };
    view! {
        <section class="playground__run" id="design-run" tabindex="-1" aria-label=say::run()>
            <div role="status">{move || behind()}</div>
            {move || lab()}
        </section>
    }
}

/// Whether a key is meant for a field that undoes by itself.
#[cfg(target_arch = "wasm32")]
fn in_other_field(
    event: &leptos::ev::KeyboardEvent,
    area: NodeRef<leptos::html::Textarea>,
) -> bool {
    crate::platform::editor::in_other_field(event, area.get_untracked().as_ref())
}

/// Nobody is at the keyboard on the host.
#[cfg(not(target_arch = "wasm32"))]
fn in_other_field(_: &leptos::ev::KeyboardEvent, _: NodeRef<leptos::html::Textarea>) -> bool {
    false
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use headroom_content::model::DesignGroup;
    use headroom_studio::{START, draft_of, vocabulary};

    use super::*;

    /// What a page is given that shows `text`.
    fn given(text: &str) -> Playground {
        let encoded = |bytes: Result<Vec<u8>, postcard::Error>| bytes.expect("it can be encoded");
        Playground {
            summary: String::new(),
            text: text.to_owned(),
            draft: encoded(postcard::to_allocvec(&draft_of(text))),
            vocabulary: encoded(postcard::to_allocvec(&vocabulary())),
            designs: vec![DesignGroup {
                title: "Templates".to_owned(),
                designs: vec![("a/b".to_owned(), "A & B".to_owned())],
            }],
        }
    }

    fn html(text: &str) -> String {
        let owner = Owner::new();
        owner.with(|| view! { <PlaygroundView playground=given(text)/> }.to_html())
    }

    #[test]
    fn the_host_draws_what_it_begins_with_and_all_that_can_be_added() {
        let html = html(START);
        for part in [
            "<fieldset disabled class=\"playground__work\">",
            "[nodes.app]\nkind = \"service\"",
            "No problems: it can run.",
            "aria-label=\"Clients, Client",
            "data-part=\"drawing\"",
            "<option value=\"a/b\">A &amp; B",
        ] {
            let quoted = part.replace('"', "&quot;");
            assert!(
                html.contains(part) || html.contains(&quoted),
                "{part}\n{html}"
            );
        }
        for kind in vocabulary().kinds {
            assert!(html.contains(&*kind.label), "{}", kind.label);
        }
    }

    #[test]
    fn what_is_wrong_is_told_and_marked_and_nothing_of_a_text_becomes_markup() {
        let html = html("title = \"</textarea><b>\"\n[nodes.app]\nkind = \"<i>\"\n");
        assert!(html.contains("Line 3, column 8"), "{html}");
        assert!(html.contains("<b>3</b>"), "{html}");
        assert!(
            html.matches("</textarea>").count() == 1 && !html.contains("<i>\""),
            "{html}"
        );
        let empty = self::html("");
        assert!(empty.contains("Nothing is here yet."), "{empty}");
    }
}
