//! Which experiment, and how it runs.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use crate::components::{inert, view};
use crate::platform::keys::{is_typing, pressed};
use crate::state::keys::{Editing, Keys};
use crate::state::site::{Here, lab_page};

use super::bench::{Bench, Phase, Then};
use super::readout::Notice;
use super::speed::Speed;
use crate::words::{lab as say, lang_of};

/// The experiments of a scenario.
#[component]
pub fn Presets(bench: Bench, id: String) -> impl IntoView {
    let spec = bench.spec.get_value();
    let name = format!("{id}-preset");
    // On the page of its own a prediction is found by its id.
    let own = Here::get().route == lab_page(&spec.id);
    let choices = spec.presets.iter().enumerate().map(|(index, preset)| {
        let prediction = own.then(|| format!("{}/{}", spec.id, preset.name));
        view! {
            <label class="lab__preset" id=prediction>
                <input
                    type="radio"
                    name=name.clone()
                    value=preset.name.clone()
                    checked=bench.preset.get_untracked() == index
                    prop:checked=move || bench.preset.get() == index
                    on:change=move |_| bench.choose_preset(index)
                />
                <span lang=lang_of(&preset.title)>{preset.title.clone()}</span>
            </label>
        }
    });
    let choices = choices.collect_view();
    let sentence = move || {
        let index = bench.preset.get();
        bench.spec.with_value(|spec| {
            spec.presets
                .get(index)
                .map(|preset| preset.sentence.clone())
        })
    };
    view! {
        <fieldset class="lab__presets">
            {inert("legend", say::experiment())}
            <div class="lab__choices">{choices}</div>
            <p class="lab__hint" lang=move || sentence().and_then(|said| lang_of(&said))>{move || sentence()}</p>
        </fieldset>
    }
}

/// Run, pause, to the end, reset; in a whole lab also a step. Where they are pressed it is said if something is wrong.
#[component]
pub fn Buttons(bench: Bench, #[prop(optional)] whole: bool) -> impl IntoView {
    let running = move || matches!(bench.phase.get(), Phase::Running | Phase::Loading(Then::Go));
    let toggle = move |_| {
        if bench.phase.get_untracked() == Phase::Running {
            bench.pause();
        } else {
            bench.run();
        }
    };
    let caption = move || match bench.phase.get() {
        Phase::Running => say::pause(),
        Phase::Loading(Then::Go) => say::starting(),
        Phase::Paused => say::go_on(),
        Phase::Finished => say::run_again(),
        Phase::Still | Phase::Loading(_) | Phase::Standing | Phase::Broken => say::run_simulation(),
    };
    let step = whole.then(|| {
        view! {
            <button type="button" title=say::a_hundredth() on:click=move |_| bench.step()>{say::step()}</button>
        }
    });
    view! {
        <div class="lab__buttons" class:lab__buttons--whole=whole>
            <button type="button" class="primary lab__run" on:click=toggle data-running=move || running().to_string()>
                {move || caption()}
            </button>
            {step}
            <button type="button" on:click=move |_| bench.run_to_end()>{say::run_to_end()}</button>
            <button type="button" on:click=move |_| bench.reset()>{say::reset()}</button>
            <Notice bench/>
        </div>
    }
}

/// The buttons, speed and seed.
#[component]
pub fn Transport(bench: Bench, id: String) -> impl IntoView {
    let (pace_id, seed_id) = (format!("{id}-speed"), format!("{id}-seed"));
    let speeds = Speed::all().map(|speed| {
        view! {
            <option
                value=speed.key()
                selected=bench.speed.get_untracked() == speed
                prop:selected=move || bench.speed.get() == speed
            >
                {speed.label()}
            </option>
        }
    });
    // The last good seed stays; what was typed stays in the field until it is mended.
    let problem = RwSignal::new(None::<String>);
    // What is taken back, or set as written, is written over it.
    Effect::new(move |_| {
        bench.seed.track();
        problem.set(None);
    });
    let error_id = format!("{id}-seed-error");
    let change_seed = move |event| {
        let text = event_target_value(&event);
        match text.trim().parse() {
            Ok(seed) => {
                problem.set(None);
                bench.set_seed(seed);
            }
            Err(_) => problem.set(Some(say::bad_seed(u64::MAX, bench.seed.get_untracked()))),
        }
    };
    view! {
        <div class="lab__transport">
            <Buttons bench whole=true/>
            <div class="lab__pace">
                <label for=pace_id.clone()>{say::speed()}</label>
                <select
                    id=pace_id
                    on:change=move |event| {
                        if let Some(speed) = Speed::of_key(&event_target_value(&event)) {
                            bench.set_speed(speed);
                        }
                    }
                >
                    {speeds.collect_view()}
                </select>
                <label for=seed_id.clone()>{say::seed()}</label>
                <input
                    id=seed_id
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    spellcheck="false"
                    aria-describedby=error_id.clone()
                    aria-invalid=move || problem.with(Option::is_some).to_string()
                    value=bench.seed.get_untracked().to_string()
                    prop:value=move || bench.seed.get().to_string()
                    on:change=change_seed
                />
            </div>
            <p class="dial__error" id=error_id role="alert">{move || problem.get()}</p>
            {back(bench)}
        </div>
    }
}

/// Ways back from what was changed.
fn back(bench: Bench) -> AnyView {
    // A button that can do nothing keeps the focus it has.
    let undo = Memo::new(move |_| bench.can_undo());
    let redo = Memo::new(move |_| bench.can_redo());
    let differs = Memo::new(move |_| bench.differs());
    view! {
        <div class="lab__back" role="group" aria-label=say::take_back()>
            <button
                type="button"
                title="Ctrl+Z"
                aria-disabled=move || (!undo.get()).to_string()
                on:click=move |_| bench.undo()
            >
                {say::undo()}
            </button>
            <button
                type="button"
                title="Ctrl+Shift+Z"
                aria-disabled=move || (!redo.get()).to_string()
                on:click=move |_| bench.redo()
            >
                {say::redo()}
            </button>
            <button
                type="button"
                class="lab__written"
                aria-disabled=move || (!differs.get()).to_string()
                on:click=move |_| {
                    if untrack(|| differs.get()) {
                        bench.as_written();
                    }
                }
            >
                {say::as_written()}
            </button>
        </div>
    }
}

/// Undo and redo by keyboard, wherever in the lab it is but in a text.
pub fn shortcut(bench: Bench, event: &KeyboardEvent) {
    match Editing::of(&pressed(event)).filter(|_| !is_typing(event)) {
        Some(Editing::Undo) => bench.undo(),
        Some(Editing::Redo) => bench.redo(),
        None => return,
    }
    event.prevent_default();
}
