//! What is done with a design as a whole.

use headroom_content::model::DesignGroup;
use leptos::prelude::*;

use crate::components::view;

use super::design::{Design, Keeping};

/// A design without anything in it.
const EMPTY: &str = "# A design of your own.\nversion = 1\ntitle = \"My design\"\n";

/// Names of the two that are no scenarios of the site.
const FROM_NOTHING: &str = "";
const FROM_START: &str = "start";
/// And of the one that was here before, which is none either.
const FROM_BEFORE: &str = "before";

#[allow(clippy::too_many_lines, reason = "a list of what stands in a view")]
#[component]
pub fn Toolbar(design: Design, designs: Vec<DesignGroup>) -> impl IntoView {
    let groups = designs.into_iter().map(|group| {
        let options = group.designs.into_iter().map(|(sim, title)| {
            view! { <option value=sim>{title}</option> }
        });
        view! { <optgroup label=group.title>{options.collect_view()}</optgroup> }
    });
    let asked = RwSignal::new(FROM_NOTHING.to_owned());
    let open = move |_| match &*asked.get_untracked() {
        FROM_NOTHING => {
            design.open(EMPTY.to_owned(), "beginning with nothing", true);
            design
                .told
                .set("An empty design. Undo brings back what was here.".to_owned());
        }
        FROM_BEFORE => {
            if let Some(text) = design.before.get_untracked() {
                design.open(text, "opening the design before", true);
                design
                    .told
                    .set("Opened. Undo brings back what was here.".to_owned());
            }
        }
        FROM_START => {
            let start = design.start.get_value();
            design.open(start.to_string(), "opening a design", true);
            design
                .told
                .set("Opened. Undo brings back what was here.".to_owned());
        }
        sim => open(design, sim),
    };
    let before = move || {
        let some = design.before.with(Option::is_some);
        some.then(|| view! { <option value=FROM_BEFORE>"Your design before this one"</option> })
    };
    let undo = move || {
        design.steps.with(|steps| {
            steps
                .before()
                .map_or_else(|| "Undo".to_owned(), |what| format!("Undo {what}"))
        })
    };
    let redo = move || {
        design.steps.with(|steps| {
            steps
                .after()
                .map_or_else(|| "Redo".to_owned(), |what| format!("Redo {what}"))
        })
    };
    let can_undo = move || design.steps.with(|steps| steps.before().is_some());
    let can_redo = move || design.steps.with(|steps| steps.after().is_some());
    let cannot_run = move || !design.is_behind() && !design.can_run();
    view! {
        <div class="playground__bar">
            <div class="playground__open">
                <label for="design-open">"Begin with"</label>
                <select
                    id="design-open"
                    autocomplete="off"
                    on:change=move |event| asked.set(event_target_value(&event))
                >
                    <option value=FROM_NOTHING selected>"An empty design"</option>
                    <option value=FROM_START>"A client and a service"</option>
                    {move || before()}
                    {groups.collect_view()}
                </select>
                <button type="button" on:click=open>"Open"</button>
            </div>
            <div class="playground__files">
                <label class="button playground__import">
                    "Import"
                    <input
                        type="file"
                        accept=".toml,text/plain,application/toml"
                        on:change=move |event| import(design, event)
                    />
                </label>
                <button type="button" on:click=move |_| export(design)>"Export"</button>
                <button type="button" on:click=move |_| copy(design)>"Copy"</button>
                {super::sharing::button(design)}
                <button type="button" on:click=move |_| design.start_over()>"Start over"</button>
            </div>
            <div class="playground__steps">
                <button
                    type="button"
                    title=undo
                    aria-label=undo
                    aria-disabled=move || (!can_undo()).to_string()
                    on:click=move |_| design.undo()
                >
                    "↶"<span aria-hidden="true">"Undo"</span>
                </button>
                <button
                    type="button"
                    title=redo
                    aria-label=redo
                    aria-disabled=move || (!can_redo()).to_string()
                    on:click=move |_| design.redo()
                >
                    "↷"<span aria-hidden="true">"Redo"</span>
                </button>
            </div>
            <button
                type="button"
                class="primary playground__go"
                aria-disabled=move || cannot_run().to_string()
                on:click=move |_| {
                    design.run();
                    if design.can_run() {
                        crate::platform::focus::focus_soon("design-run".to_owned());
                    }
                }
            >
                "Run this design"
            </button>
        </div>
    }
}

/// What was done, what went wrong, and where the design is kept.
#[component]
pub fn Notices(design: Design) -> impl IntoView {
    let kept = move || match design.keeping.get() {
        Keeping::Nothing => {
            view! { <span>"What you change is saved in this browser and nowhere else."</span> }
        }
        Keeping::Kept => view! { <span>"Saved in this browser."</span> },
        Keeping::Guest => view! {
            <span>"Your own design is still saved. Changing this one puts it in its place. "</span>
            <button type="button" class="quiet" on:click=move |_| back(design)>"Back to my design"</button>
        },
        Keeping::Elsewhere(_) => view! {
            <span>"Another tab has changed the saved design, so this tab saves no more. "</span>
            <button type="button" on:click=move |_| choose(true)>"Save this tab’s"</button>
            " "
            <button type="button" on:click=move |_| choose(false)>"Take the other tab’s"</button>
        },
        Keeping::Failed(trouble) => {
            let why = format!(
                "Not saved: this browser’s storage {}. Export the design to keep it.",
                trouble.words()
            );
            view! { <span>{why}</span> }
        }
    };
    view! {
        <div class="playground__notices" role="alert">
            {move || design.trouble.get().map(|trouble| view! { <p class="playground__trouble">{trouble}</p> })}
        </div>
        <div class="playground__told">
            <p role="status">{move || design.told.get()}</p>
            <p class="playground__kept" role="status">{move || kept()}</p>
        </div>
    }
}

#[cfg(target_arch = "wasm32")]
fn open(design: Design, sim: &str) {
    super::live::open(design, sim.to_owned(), true);
}

#[cfg(not(target_arch = "wasm32"))]
fn open(_: Design, _: &str) {}

#[cfg(target_arch = "wasm32")]
fn choose(mine: bool) {
    super::live::settle_tabs(mine);
}

#[cfg(not(target_arch = "wasm32"))]
fn choose(_: bool) {}

#[cfg(target_arch = "wasm32")]
fn back(design: Design) {
    super::live::back(design);
}

#[cfg(not(target_arch = "wasm32"))]
fn back(_: Design) {}

#[cfg(target_arch = "wasm32")]
fn import(design: Design, event: leptos::ev::Event) {
    use headroom_studio::protocol::MOST_BYTES;

    use super::design::take_in;
    use crate::platform::editor::{NotTaken, take_file};

    take_file(event_target(&event), MOST_BYTES, move |name, text| {
        if design.text.is_disposed() {
            return;
        }
        let text = match text {
            Ok(text) => take_in(&text),
            Err(NotTaken::TooLong(bytes)) => Err(format!(
                "It has {bytes:.0} bytes; at most {MOST_BYTES} can be worked on here."
            )),
            Err(NotTaken::NoText) => Err("It is no text.".to_owned()),
            Err(NotTaken::Unreadable) => Err("The browser could not read it.".to_owned()),
        };
        match text {
            Ok(text) => {
                design.open(text, "importing a file", true);
                design
                    .told
                    .set(format!("Imported {name}. Undo brings back what was here."));
            }
            Err(why) => design
                .trouble
                .set(Some(format!("{name} was not imported. {why}"))),
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn import(_: Design, _: leptos::ev::Event) {}

#[cfg(target_arch = "wasm32")]
fn export(design: Design) {
    let name = file_name(&design.draft.with_untracked(|draft| draft.title.clone()));
    let text = design.text.get_untracked();
    if crate::platform::download::save(&name, &text, "application/toml") {
        design.told.set(format!("Exported as {name}."));
    } else {
        design
            .trouble
            .set(Some("The browser has no room for the file.".to_owned()));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn export(design: Design) {
    let _ = file_name(&design.draft.with_untracked(|draft| draft.title.clone()));
}

#[cfg(target_arch = "wasm32")]
fn copy(design: Design) {
    let text = design.text.get_untracked();
    crate::platform::editor::copy(&text, move |copied| {
        if design.text.is_disposed() {
            return;
        }
        if copied {
            design.told.set("Copied the text.".to_owned());
        } else {
            design.trouble.set(Some(
                "The browser did not let the page copy. Select the text and copy it by hand."
                    .to_owned(),
            ));
        }
    });
}

#[cfg(not(target_arch = "wasm32"))]
fn copy(_: Design) {}

/// The title in letters that every disk takes.
fn file_name(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().take(60) {
        if c.is_ascii_alphanumeric() {
            name.push(c.to_ascii_lowercase());
        } else if !name.ends_with('-') && !name.is_empty() {
            name.push('-');
        }
    }
    let name = name.trim_end_matches('-');
    format!("{}.toml", if name.is_empty() { "design" } else { name })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_called_as_the_design_is() {
        assert_eq!(file_name("My design"), "my-design.toml");
        assert_eq!(file_name("  ../é??"), "design.toml");
        assert_eq!(file_name("A/B: 99 %"), "a-b-99.toml");
    }
}
