//! What is done with a design as a whole.

use headroom_content::model::DesignGroup;
use leptos::prelude::*;

use crate::components::{inert, view};

use super::design::{Design, Keeping};
use crate::words::playground as say;

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
            design.open(EMPTY.to_owned(), say::beginning_with_nothing(), true);
            design.told.set(say::empty_opened().to_owned());
        }
        FROM_BEFORE => {
            if let Some(text) = design.before.get_untracked() {
                design.open(text, say::opening_before(), true);
                design.told.set(say::opened().to_owned());
            }
        }
        FROM_START => {
            let start = design.start.get_value();
            design.open(start.to_string(), say::opening(), true);
            design.told.set(say::opened().to_owned());
        }
        sim => open(design, sim),
    };
    let before = move || {
        let some = design.before.with(Option::is_some);
        some.then(|| view! { <option value=FROM_BEFORE>{say::design_before()}</option> })
    };
    let undo = move || {
        design.steps.with(|steps| {
            steps
                .before()
                .map_or_else(|| say::undo().to_owned(), say::undo_what)
        })
    };
    let redo = move || {
        design.steps.with(|steps| {
            steps
                .after()
                .map_or_else(|| say::redo().to_owned(), say::redo_what)
        })
    };
    let can_undo = move || design.steps.with(|steps| steps.before().is_some());
    let can_redo = move || design.steps.with(|steps| steps.after().is_some());
    let cannot_run = move || !design.is_behind() && !design.can_run();
    view! {
        <div class="playground__bar">
            <div class="playground__open">
                {inert(r#"label for="design-open""#, say::begin_with())}
                <select
                    id="design-open"
                    autocomplete="off"
                    on:change=move |event| asked.set(event_target_value(&event))
                >
                    <option value=FROM_NOTHING selected>{say::empty_design()}</option>
                    <option value=FROM_START>{say::client_and_service()}</option>
                    {move || before()}
                    {groups.collect_view()}
                </select>
                <button type="button" on:click=open>{say::open()}</button>
            </div>
            <div class="playground__files">
                <label class="button playground__import">
                    {say::import()}
                    <input
                        type="file"
                        accept=".toml,text/plain,application/toml"
                        on:change=move |event| import(design, event)
                    />
                </label>
                <button type="button" on:click=move |_| export(design)>{say::export()}</button>
                <button type="button" on:click=move |_| copy(design)>{say::copy()}</button>
                {super::sharing::button(design)}
                <button type="button" on:click=move |_| design.start_over()>{say::start_over()}</button>
            </div>
            <div class="playground__steps">
                <button
                    type="button"
                    title=undo
                    aria-label=undo
                    aria-disabled=move || (!can_undo()).to_string()
                    on:click=move |_| design.undo()
                >
                    "↶"{inert(r#"span aria-hidden="true""#, say::undo())}
                </button>
                <button
                    type="button"
                    title=redo
                    aria-label=redo
                    aria-disabled=move || (!can_redo()).to_string()
                    on:click=move |_| design.redo()
                >
                    "↷"{inert(r#"span aria-hidden="true""#, say::redo())}
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
                {say::run_this()}
            </button>
        </div>
    }
}

/// What was done, what went wrong, and where the design is kept.
#[component]
pub fn Notices(design: Design) -> impl IntoView {
    let kept = move || match design.keeping.get() {
        Keeping::Nothing => inert("span", say::saved_nowhere_else()),
        Keeping::Kept => inert("span", say::saved()),
        Keeping::Guest => view! {
            {inert("span", say::own_still_saved())}
            <button type="button" class="quiet" on:click=move |_| back(design)>{say::back_to_mine()}</button>
        },
        Keeping::Elsewhere(_) => view! {
            {inert("span", say::other_tab())}
            <button type="button" on:click=move |_| choose(true)>{say::save_this()}</button>
            " "
            <button type="button" on:click=move |_| choose(false)>{say::take_other()}</button>
        },
        Keeping::Failed(trouble) => {
            let why = say::not_saved(trouble.words());
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
            Err(NotTaken::TooLong(bytes)) => Err(say::too_many_bytes(bytes.round(), MOST_BYTES)),
            Err(NotTaken::NoText) => Err(say::no_text().to_owned()),
            Err(NotTaken::Unreadable) => Err(say::unreadable().to_owned()),
        };
        match text {
            Ok(text) => {
                design.open(text, say::importing(), true);
                design.told.set(say::imported(name));
            }
            Err(why) => design.trouble.set(Some(say::not_imported(name, why))),
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
        design.told.set(say::exported(name));
    } else {
        design.trouble.set(Some(say::no_room().to_owned()));
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
            design.told.set(say::copied().to_owned());
        } else {
            design.trouble.set(Some(say::not_copied().to_owned()));
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
