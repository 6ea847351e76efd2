//! What a sweep is made of beside the lab's settings: nothing, settings that were kept, or another experiment.

use headroom_sim::protocol::Setup;
use leptos::prelude::*;

use crate::components::lab::tools::Mirror;
use crate::components::view;

use super::plan;
use crate::words::{lang_of, weigh as say};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Nothing,
    Kept,
    Preset(usize),
}

impl Choice {
    fn key(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Kept => "kept".to_owned(),
            Self::Preset(place) => format!("preset-{place}"),
        }
    }

    fn of_key(key: &str) -> Self {
        let preset = key
            .strip_prefix("preset-")
            .and_then(|rest| rest.parse().ok());
        match preset {
            Some(place) => Self::Preset(place),
            None if key == "kept" => Self::Kept,
            None => Self::Nothing,
        }
    }
}

/// The second of two that are swept.
#[derive(Clone, Copy)]
pub struct Beside {
    bench: Mirror,
    chosen: RwSignal<Choice>,
    kept: RwSignal<Option<Setup>>,
}

impl Beside {
    pub fn new(bench: Mirror) -> Self {
        Self {
            bench,
            chosen: RwSignal::new(Choice::Nothing),
            kept: RwSignal::new(None),
        }
    }

    /// Whether there is one.
    pub fn is_some(self) -> bool {
        self.chosen.get() != Choice::Nothing
    }

    pub fn setup(self) -> Option<Setup> {
        match self.chosen.get() {
            Choice::Nothing => None,
            Choice::Kept => self.kept.get(),
            Choice::Preset(place) => self.bench.spec.with_value(|spec| {
                let preset = spec.presets.get(place)?;
                Some(spec.setup(Some(&preset.name), spec.seed))
            }),
        }
    }
}

/// The choice, and how to keep the lab's settings for it. `chosen` is called when there is another one.
pub fn field(
    beside: Beside,
    id: String,
    chosen: impl Fn() + Copy + Send + Sync + 'static,
) -> AnyView {
    let bench = beside.bench;
    let choice = beside.chosen;
    let option = move |this: Choice, label: String| {
        let lang = lang_of(&label);
        view! {
            <option
                value=this.key()
                lang=lang
                selected=choice.get_untracked() == this
                prop:selected=move || choice.get() == this
            >
                {label}
            </option>
        }
    };
    let spec = bench.spec.get_value();
    let presets = (spec.presets.iter().enumerate())
        .filter(|(_, preset)| !preset.sweep)
        .map(|(place, preset)| option(Choice::Preset(place), preset.title.clone()));
    let presets = presets.collect_view();
    let kept = move || {
        let words = |setup: &Setup| bench.spec.with_value(|spec| plan::words(spec, setup));
        let words = beside.kept.with(|kept| kept.as_ref().map(words));
        words.map(|words| option(Choice::Kept, say::kept(words)))
    };
    let keep = move |_| {
        beside.kept.set(Some(bench.setup()));
        choice.set(Choice::Kept);
        chosen();
    };
    view! {
        <div class="weigh__field weigh__field--wide">
            <label for=id.clone()>{say::beside_as_b()}</label>
            <select
                id=id
                on:change=move |event| {
                    choice.set(Choice::of_key(&event_target_value(&event)));
                    chosen();
                }
            >
                {option(Choice::Nothing, say::these_alone().to_owned())}
                {kept}
                {presets}
            </select>
            <button type="button" class="quiet weigh__keep" on:click=keep>
                {say::keep_as_b()}
            </button>
        </div>
    }
}
