//! Two or three settings on the same arrivals.

use std::sync::Arc;

use headroom_sim::protocol::{LabSpec, Setup};
use leptos::prelude::*;

use crate::components::lab::tools::Mirror;
use crate::components::view;

use super::compared::Result as Shown;
use super::plan::{self, Arm};
use super::tally::{Compared, Tally};
use super::work::{Progress, Work};

const LETTERS: [char; 3] = ['A', 'B', 'C'];
const REPLICATIONS: &[usize] = &[5, 10, 20];

/// What stands in one of the places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Nothing,
    /// As the lab is set when the comparison is started.
    Now,
    /// As it was set when the reader said to keep it.
    Kept(usize),
    Preset(usize),
}

impl Choice {
    fn key(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Now => "now".to_owned(),
            Self::Kept(place) => format!("kept-{place}"),
            Self::Preset(place) => format!("preset-{place}"),
        }
    }

    fn of_key(key: &str) -> Self {
        let place = |rest: &str| rest.parse().ok();
        match key.split_once('-') {
            Some(("kept", rest)) => place(rest).map_or(Self::Nothing, Self::Kept),
            Some(("preset", rest)) => place(rest).map_or(Self::Nothing, Self::Preset),
            _ if key == "now" => Self::Now,
            _ => Self::Nothing,
        }
    }
}

/// What is to be compared, and what came of it.
#[derive(Clone, Copy)]
struct Comparison {
    bench: Mirror,
    places: [RwSignal<Choice>; 3],
    kept: RwSignal<Vec<Setup>>,
    replications: RwSignal<usize>,
    problem: RwSignal<Option<String>>,
    tally: StoredValue<Tally>,
    result: RwSignal<Option<Arc<Compared>>>,
    work: Work,
}

impl Comparison {
    fn new(bench: Mirror) -> Self {
        let spec = bench.spec.get_value();
        let now = bench.preset.get_untracked();
        // The first experiment that is not what is set.
        let other = (spec.presets.iter().enumerate())
            .find(|(place, preset)| *place != now && !preset.sweep)
            .map_or(Choice::Nothing, |(place, _)| Choice::Preset(place));
        let tally = StoredValue::new(Tally::default());
        let result = RwSignal::new(None);
        let conclude = move || {
            let concluded =
                tally.with_value(|tally| bench.spec.with_value(|spec| tally.conclude(spec)));
            result.set(concluded.map(Arc::new));
        };
        Self {
            bench,
            places: [
                RwSignal::new(Choice::Now),
                RwSignal::new(other),
                RwSignal::new(Choice::Nothing),
            ],
            kept: RwSignal::default(),
            replications: RwSignal::new(10),
            problem: RwSignal::new(None),
            tally,
            result,
            work: Work::new(conclude),
        }
    }

    /// The setup of a choice; tracks what it is made from.
    fn setup(self, choice: Choice) -> Option<Setup> {
        match choice {
            Choice::Nothing => None,
            Choice::Now => {
                super::track_setup(self.bench);
                Some(self.bench.setup())
            }
            Choice::Kept(place) => self.kept.with(|kept| kept.get(place).cloned()),
            Choice::Preset(place) => self.bench.spec.with_value(|spec| {
                let preset = spec.presets.get(place)?;
                Some(spec.setup(Some(&preset.name), spec.seed))
            }),
        }
    }

    fn words(self, choice: Choice) -> Option<String> {
        let setup = self.setup(choice)?;
        Some(self.bench.spec.with_value(|spec| plan::words(spec, &setup)))
    }

    /// What is chosen, in order; tracks it.
    fn arms(self) -> Vec<Arm> {
        let chosen = LETTERS.into_iter().zip(self.places);
        let arm = |(letter, place): (char, RwSignal<Choice>)| {
            let setup = self.setup(place.get())?;
            let spec = self.bench.spec.get_value();
            Some(Arm {
                letter,
                words: plan::words(&spec, &setup),
                duration_ns: plan::preset_of(&spec, &setup).map_or(0, |preset| preset.duration_ns),
                setup,
            })
        };
        chosen.filter_map(arm).collect()
    }

    /// Keeps the lab's settings, and puts them in a place.
    fn keep(self, place: usize) {
        let setup = self.bench.setup();
        let known = self
            .kept
            .with_untracked(|kept| kept.iter().position(|old| !plan::differ(old, &setup)));
        let at = known.unwrap_or_else(|| {
            self.kept.update(|kept| kept.push(setup));
            self.kept.with_untracked(Vec::len) - 1
        });
        self.places[place].set(Choice::Kept(at));
        self.problem.set(None);
    }

    fn go(self) {
        let arms = untrack(|| self.arms());
        let spec = self.bench.spec.get_value();
        self.problem.set(problem(&spec, &arms));
        if self.problem.with_untracked(Option::is_some) {
            return;
        }
        let replications = self.replications.get_untracked();
        let setups = plan::replicate(&arms, self.bench.seed.get_untracked(), replications);
        let letters: Vec<char> = arms.iter().map(|arm| arm.letter).collect();
        self.tally.set_value(Tally::new(&spec, arms, replications));
        let names = move |place: usize| letters[place % letters.len()].to_string();
        self.work
            .start(setups, names, move |place, outcome, charts| {
                self.tally
                    .update_value(|tally| tally.take(&spec, place, &outcome, &charts));
            });
    }

    /// Whether what is on show is of other settings than those that are chosen now.
    fn is_stale(self) -> bool {
        let arms = self.arms();
        self.result.with(|result| {
            result.as_ref().is_some_and(|result| {
                let pairs = || result.arms.iter().zip(&arms);
                result.arms.len() != arms.len()
                    || pairs().any(|(then, now)| plan::differ(&then.setup, &now.setup))
            })
        })
    }
}

/// Why these cannot be compared.
fn problem(spec: &LabSpec, arms: &[Arm]) -> Option<String> {
    if arms.len() < 2 {
        return Some("Choose at least two to compare.".to_owned());
    }
    for (place, arm) in arms.iter().enumerate() {
        let preset = plan::preset_of(spec, &arm.setup);
        if let Some(preset) = preset.filter(|preset| preset.sweep) {
            return Some(format!(
                "{} is “{}”, which is many runs by itself. Choose an experiment that is one run.",
                arm.letter, preset.title
            ));
        }
        let mut before = arms[..place].iter();
        if let Some(same) = before.find(|other| !plan::differ(&other.setup, &arm.setup)) {
            return Some(format!(
                "{} and {} are the same. Change a setting, or choose another experiment.",
                same.letter, arm.letter
            ));
        }
    }
    None
}

#[component]
pub fn Compare(bench: Mirror, id: String) -> impl IntoView {
    let comparison = Comparison::new(bench);
    let id = format!("{id}-compare");
    let places = (0..LETTERS.len()).map(|place| slot(comparison, place, format!("{id}-{place}")));
    let places = places.collect_view();
    let seeds = move || {
        let (seed, runs) = (bench.seed.get(), comparison.replications.get() as u64);
        format!(
            "Each is run with the seeds {seed} to {}, so that all meet the same arrivals.",
            seed.wrapping_add(runs.saturating_sub(1))
        )
    };
    let stale = Memo::new(move |_| comparison.is_stale());
    let hint = move || {
        let stale = stale.get() && !comparison.work.is_running();
        if stale {
            "What is chosen has changed since; compare again to see what that does."
        } else {
            ""
        }
    };
    let result = comparison.result;
    let shown_id = format!("{id}-result");
    let shown = move || {
        result.get().map(|compared| {
            let id = shown_id.clone();
            view! { <Shown bench compared id/> }
        })
    };
    view! {
        <div class="weigh">
            <p class="weigh__what">
                "The same requests, served in different ways: what differs then is what the setting does, and not luck."
            </p>
            <div class="weigh__arms">{places}</div>
            <div class="weigh__row weigh__row--start">
                {super::numbers(format!("{id}-runs"), "Runs of each", REPLICATIONS, comparison.replications)}
                <Progress work=comparison.work caption="Compare" go=Callback::new(move |()| comparison.go())/>
            </div>
            <p class="lab__hint">{seeds}</p>
            <p class="dial__error" role="alert">{move || comparison.problem.get()}</p>
            <p class="lab__hint" role="status">{hint}</p>
            {shown}
        </div>
    }
}

/// One of the places: what stands in it, and how to put the lab's settings there.
fn slot(comparison: Comparison, place: usize, id: String) -> AnyView {
    let chosen = comparison.places[place];
    let letter = LETTERS[place];
    let option = move |choice: Choice, label: String| {
        view! {
            <option
                value=choice.key()
                selected=chosen.get_untracked() == choice
                prop:selected=move || chosen.get() == choice
            >
                {label}
            </option>
        }
    };
    let spec = comparison.bench.spec.get_value();
    let presets = (spec.presets.iter().enumerate())
        .filter(|(_, preset)| !preset.sweep)
        .map(|(place, preset)| option(Choice::Preset(place), preset.title.clone()));
    let presets = presets.collect_view();
    let nothing = (place > 0).then(|| option(Choice::Nothing, "Nothing".to_owned()));
    let kept = move || {
        let kept = comparison.kept.with(Vec::len);
        (0..kept)
            .map(|at| {
                let words = untrack(|| comparison.words(Choice::Kept(at)));
                option(
                    Choice::Kept(at),
                    format!("Kept: {}", words.unwrap_or_default()),
                )
            })
            .collect_view()
    };
    let words = move || match chosen.get() {
        // An experiment's name is in the field above.
        Choice::Preset(_) => None,
        choice => comparison.words(choice),
    };
    let keep = (place > 0).then(|| {
        view! {
            <button type="button" class="quiet weigh__keep" on:click=move |_| comparison.keep(place)>
                {format!("Keep these settings as {letter}")}
            </button>
        }
    });
    let base = (place == 0)
        .then(|| view! { <span class="weigh__base">"the others are held against it"</span> });
    view! {
        <div class="weigh__arm">
            <div class="weigh__field">
                <label for=id.clone()>{letter.to_string()} " " {base}</label>
                <select
                    id=id
                    on:change=move |event| {
                        chosen.set(Choice::of_key(&event_target_value(&event)));
                        comparison.problem.set(None);
                    }
                >
                    {nothing}
                    {option(Choice::Now, "As set now".to_owned())}
                    {kept}
                    {presets}
                </select>
            </div>
            <p class="lab__hint">{words}</p>
            {keep}
        </div>
    }
}
