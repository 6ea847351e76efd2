//! Two or three settings on the same arrivals.

use std::sync::Arc;

use headroom_sim::protocol::{LabSpec, Setup};
use leptos::prelude::*;

use crate::components::lab::asked;
use crate::components::lab::tools::Mirror;
use crate::components::{inert, view};

use super::compared::Result as Shown;
use super::plan::{self, Arm};
use super::rivals::{Fetched, Rivals};
use super::tally::{Compared, Tally};
use super::work::{Progress, Work};
use crate::words::{lang_of, weigh as say};

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
    /// Another design, by its place among the lab's variants, at the experiment that is like the first arm's.
    Variant(usize),
}

impl Choice {
    fn key(self) -> String {
        match self {
            Self::Nothing => "nothing".to_owned(),
            Self::Now => "now".to_owned(),
            Self::Kept(place) => format!("kept-{place}"),
            Self::Preset(place) => format!("preset-{place}"),
            Self::Variant(place) => format!("variant-{place}"),
        }
    }

    fn of_key(key: &str) -> Self {
        let place = |rest: &str| rest.parse().ok();
        match key.split_once('-') {
            Some(("kept", rest)) => place(rest).map_or(Self::Nothing, Self::Kept),
            Some(("preset", rest)) => place(rest).map_or(Self::Nothing, Self::Preset),
            Some(("variant", rest)) => place(rest).map_or(Self::Nothing, Self::Variant),
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
    rivals: Rivals,
    /// What the reader has chosen of another design's experiments, by place; it is one of the design that stood there then.
    experiments: [RwSignal<Option<(usize, usize)>>; 3],
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
        let other = plan::rival(&spec, now).map_or(Choice::Nothing, Choice::Preset);
        let tally = StoredValue::new(Tally::default());
        let result = RwSignal::new(None);
        let conclude = move || result.set(tally.with_value(Tally::conclude).map(Arc::new));
        let comparison = Self {
            bench,
            rivals: Rivals::new(&spec),
            experiments: [
                RwSignal::new(None),
                RwSignal::new(None),
                RwSignal::new(None),
            ],
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
        };
        // A link to a comparison has the other design in it.
        asked::watch(&spec, move |variant| {
            comparison.choose(1, Choice::Variant(variant));
        });
        comparison
    }

    /// Puts a choice into a place, and has what it takes fetched.
    fn choose(self, place: usize, choice: Choice) {
        self.places[place].set(choice);
        self.problem.set(None);
        if let Choice::Variant(variant) = choice {
            self.rivals.fetch(variant);
        }
    }

    /// What stands in a place, and the lab that it is of; tracks what it is made from. `None` of nothing, and of another design
    /// that is not here yet.
    fn setup(self, place: usize) -> Option<(Arc<LabSpec>, Setup)> {
        let spec = self.bench.spec.get_value();
        let setup = match self.places[place].get() {
            Choice::Nothing => return None,
            Choice::Now => {
                super::track_setup(self.bench);
                self.bench.setup()
            }
            Choice::Kept(at) => self.kept(at)?,
            Choice::Preset(at) => {
                let preset = spec.presets.get(at)?;
                spec.setup(Some(&preset.name), spec.seed)
            }
            Choice::Variant(variant) => {
                let other = self.rivals.spec(variant)?;
                let preset = other.presets.get(self.experiment(place, variant)?)?;
                let mut setup = other.setup(Some(&preset.name), other.seed);
                // The clients as they are set in what it is held against.
                if let Some((spec, first)) = self.own_first() {
                    let chosen = self.chosen(place, variant).is_some();
                    let other_name = first.preset.as_ref() != Some(&preset.name);
                    setup.set = plan::carried(&spec, &first, &other, other_name && !chosen);
                }
                return Some((other, setup));
            }
        };
        Some((spec, setup))
    }

    fn kept(self, at: usize) -> Option<Setup> {
        self.kept.with(|kept| kept.get(at).cloned())
    }

    /// What stands in the first place, if it is of this lab.
    fn own_first(self) -> Option<(Arc<LabSpec>, Setup)> {
        let own = !matches!(self.places[0].get(), Choice::Variant(_));
        own.then(|| self.setup(0)).flatten()
    }

    /// Which experiment of another design the reader has chosen in a place.
    fn chosen(self, place: usize, variant: usize) -> Option<usize> {
        let chosen = self.experiments[place].get();
        let chosen = chosen.filter(|(of, _)| *of == variant);
        chosen.map(|(_, experiment)| experiment)
    }

    /// Which experiment of another design stands in a place.
    fn experiment(self, place: usize, variant: usize) -> Option<usize> {
        if let Some(experiment) = self.chosen(place, variant) {
            return Some(experiment);
        }
        let name = match self.own_first() {
            Some((_, first)) => first.preset,
            None => self.bench.preset_view().map(|preset| preset.name),
        };
        plan::alike(&*self.rivals.spec(variant)?, name.as_deref())
    }

    /// What is set in a place, in words.
    fn words(self, place: usize) -> Option<String> {
        let (spec, setup) = self.setup(place)?;
        Some(plan::words(&spec, &setup))
    }

    /// What is chosen, in order; tracks it.
    fn arms(self) -> Vec<Arm> {
        let own = self.bench.spec.with_value(|spec| spec.id.clone());
        let arm = |place: usize| {
            let (spec, setup) = self.setup(place)?;
            let words = plan::words(&spec, &setup);
            Some(Arm {
                letter: LETTERS[place],
                words: if spec.id == own {
                    words
                } else {
                    say::of_design(&spec.title, words)
                },
                duration_ns: plan::preset_of(&spec, &setup).map_or(0, |preset| preset.duration_ns),
                setup,
                spec,
            })
        };
        (0..LETTERS.len()).filter_map(arm).collect()
    }

    /// Whether what is chosen meets the same arrivals as the first does; tracks it.
    fn same_arrivals(self) -> bool {
        let arms = self.arms();
        let mut others = arms.iter().skip(1);
        others.all(|arm| plan::same_arrivals(&arms[0], arm))
    }

    /// Why what is chosen is not all here, if it is not.
    fn missing(self) -> Option<String> {
        (LETTERS.into_iter().zip(self.places)).find_map(|(letter, place)| match place.get() {
            Choice::Variant(variant) => match self.rivals.get(variant) {
                Some(Fetched::Here(_)) => None,
                Some(Fetched::Failed(_)) => Some(say::not_fetched(letter)),
                _ => Some(say::not_here_yet(letter)),
            },
            _ => None,
        })
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
        let problem = untrack(|| self.missing()).or_else(|| problem(&arms));
        self.problem.set(problem);
        if self.problem.with_untracked(Option::is_some) {
            return;
        }
        let replications = self.replications.get_untracked();
        let setups = plan::replicate(&arms, self.bench.seed.get_untracked(), replications);
        let letters: Vec<char> = arms.iter().map(|arm| arm.letter).collect();
        self.tally.set_value(Tally::new(arms, replications));
        let names = move |place: usize| letters[place % letters.len()].to_string();
        self.work
            .start(setups, names, move |place, outcome, charts| {
                self.tally
                    .update_value(|tally| tally.take(place, &outcome, &charts));
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
fn problem(arms: &[Arm]) -> Option<String> {
    if arms.len() < 2 {
        return Some(say::choose_two().to_owned());
    }
    for (place, arm) in arms.iter().enumerate() {
        let preset = plan::preset_of(&arm.spec, &arm.setup);
        if let Some(preset) = preset.filter(|preset| preset.sweep) {
            return Some(say::is_many_runs(arm.letter, &preset.title));
        }
        let mut before = arms[..place].iter();
        if let Some(same) = before.find(|other| !plan::differ(&other.setup, &arm.setup)) {
            return Some(say::are_the_same(same.letter, arm.letter));
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
    let same = Memo::new(move |_| comparison.same_arrivals());
    let seeds = move || {
        let (seed, runs) = (bench.seed.get(), comparison.replications.get() as u64);
        let last = seed.wrapping_add(runs.saturating_sub(1));
        if same.get() {
            say::with_seeds(seed, last)
        } else {
            say::with_seeds_apart(seed, last)
        }
    };
    let stale = Memo::new(move |_| comparison.is_stale());
    let hint = move || {
        let stale = stale.get() && !comparison.work.is_running();
        if stale { say::changed_since() } else { "" }
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
                {say::same_requests()}
            </p>
            <div class="weigh__arms">{places}</div>
            <div class="weigh__row weigh__row--start">
                {super::numbers(format!("{id}-runs"), say::runs_of_each(), REPLICATIONS, comparison.replications)}
                <Progress work=comparison.work caption=say::compare() go=Callback::new(move |()| comparison.go())/>
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
        let lang = lang_of(&label);
        view! {
            <option
                value=choice.key()
                lang=lang
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
    let nothing = (place > 0).then(|| option(Choice::Nothing, say::nothing().to_owned()));
    let kept = move || {
        let kept = comparison.kept.get();
        let spec = comparison.bench.spec.get_value();
        (kept.iter().enumerate())
            .map(|(at, setup)| {
                let words = plan::words(&spec, setup);
                option(Choice::Kept(at), say::kept(words))
            })
            .collect_view()
    };
    let others = (!spec.variants.is_empty()).then(|| {
        let others = spec.variants.iter().enumerate();
        let others = others.map(|(at, other)| option(Choice::Variant(at), other.title.clone()));
        view! { <optgroup label=say::other_designs()>{others.collect_view()}</optgroup> }
    });
    let words = move || match chosen.get() {
        // An experiment's name is in a field above.
        Choice::Preset(_) => None,
        Choice::Variant(_) => {
            let (spec, setup) = comparison.setup(place)?;
            (!setup.set.is_empty()).then(|| plan::words(&spec, &setup))
        }
        _ => comparison.words(place),
    };
    let keep = (place > 0).then(|| {
        view! {
            <button type="button" class="quiet weigh__keep" on:click=move |_| comparison.keep(place)>
                {say::keep_as(letter)}
            </button>
        }
    });
    let base = (place == 0).then(|| inert(r#"span class="weigh__base""#, say::held_against()));
    let other_id = format!("{id}-experiment");
    let change = move |event| {
        comparison.choose(place, Choice::of_key(&event_target_value(&event)));
    };
    view! {
        <div class="weigh__arm">
            <div class="weigh__field">
                <label for=id.clone()>{letter.to_string()} " " {base}</label>
                <select id=id on:change=change>
                    {nothing}
                    {option(Choice::Now, say::as_set_now().to_owned())}
                    {kept}
                    {presets}
                    {others}
                </select>
            </div>
            {other(comparison, place, other_id)}
            <p class="lab__hint">{words}</p>
            {keep}
        </div>
    }
}

/// What is to be said and chosen of another design: whether it is here, and which of its experiments it is.
fn other(comparison: Comparison, place: usize, id: String) -> AnyView {
    let rivals = comparison.rivals;
    let chosen = comparison.places[place];
    let variant = Memo::new(move |_| match chosen.get() {
        Choice::Variant(variant) => Some(variant),
        _ => None,
    });
    let fetched = Memo::new(move |_| Some((variant.get()?, rivals.get(variant.get()?)?)));
    let letter = LETTERS[place];
    let said = move || match fetched.get() {
        Some((_, Fetched::Coming)) => say::fetching_design(),
        _ => "",
    };
    let shown = move || match fetched.get()? {
        (_, Fetched::Coming) => None,
        (variant, Fetched::Failed(why)) => Some(failed(rivals, variant, &why)),
        (variant, Fetched::Here(spec)) => {
            let name = say::experiment_of(letter);
            Some(experiments(
                comparison,
                place,
                variant,
                &spec,
                id.clone(),
                name,
            ))
        }
    };
    view! {
        <p class="lab__hint" role="status">{said}</p>
        {move || shown()}
    }
    .into_any()
}

fn failed(rivals: Rivals, variant: usize, why: &str) -> AnyView {
    let text = say::design_not_fetched(rivals.title(variant), why);
    view! {
        <p class="dial__error" role="alert">{text}</p>
        <button type="button" class="weigh__again" on:click=move |_| rivals.fetch(variant)>{say::try_again()}</button>
    }
    .into_any()
}

/// The experiments of another design.
fn experiments(
    comparison: Comparison,
    place: usize,
    variant: usize,
    spec: &LabSpec,
    id: String,
    name: String,
) -> AnyView {
    let now = Memo::new(move |_| comparison.experiment(place, variant));
    let options = (spec.presets.iter().enumerate())
        .filter(|(_, preset)| !preset.sweep)
        .map(|(at, preset)| {
            view! {
                <option
                    value=at.to_string()
                    lang=lang_of(&preset.title)
                    selected=now.get_untracked() == Some(at)
                    prop:selected=move || now.get() == Some(at)
                >
                    {preset.title.clone()}
                </option>
            }
        });
    let options = options.collect_view();
    let change = move |event| {
        if let Ok(at) = event_target_value(&event).parse() {
            comparison.experiments[place].set(Some((variant, at)));
            comparison.problem.set(None);
        }
    };
    view! {
        <div class="weigh__field weigh__other">
            <label for=id.clone()>{name}</label>
            <select id=id on:change=change>{options}</select>
        </div>
    }
    .into_any()
}
