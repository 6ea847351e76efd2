//! An assessment of the reader's choice.

use std::collections::BTreeSet;

use headroom_content::model::{Asks, Blueprint, Draw, Level, Offer, Terms};
use headroom_study::text::plain;
use leptos::prelude::*;

use super::hall::Hall;
use super::start::{START, list, sittings};
use super::{part, text};
use crate::components::{inert, view};
use crate::words::{exam as say, study};

/// Stands in for the name of a written one.
pub const ID: &str = "own";
const MOST_QUESTIONS: u16 = 100;
const MOST_MINUTES: u16 = 480;

/// What was chosen. Nothing of a kind is everything of it.
#[derive(Clone, Copy)]
struct Choice {
    categories: RwSignal<BTreeSet<String>>,
    levels: RwSignal<BTreeSet<Level>>,
    objective: RwSignal<Option<String>>,
    even: RwSignal<bool>,
    recall: RwSignal<bool>,
    count: RwSignal<String>,
    minutes: RwSignal<String>,
    pause: RwSignal<bool>,
}

impl Choice {
    fn draw(self, count: u16) -> Draw {
        Draw {
            count,
            categories: self.categories.get().into_iter().collect(),
            levels: self.levels.get().into_iter().collect(),
            objective: self.objective.get(),
            page: None,
            kind: self.recall.get().then(|| "recall".to_owned()),
            weights: Vec::new(),
        }
    }

    /// How many questions there are to draw from.
    fn room(self, offer: &Offer) -> usize {
        let draw = self.draw(1);
        let recall = self.recall.get();
        offer
            .shelves
            .iter()
            .filter(|shelf| {
                shelf.recall == recall
                    && draw.fits(&shelf.category, shelf.level, shelf.objective.as_deref())
            })
            .map(|shelf| usize::from(shelf.count))
            .sum()
    }

    /// The assessment, or what is wrong.
    fn blueprint(self, offer: &Offer) -> Result<Blueprint, String> {
        let room = self.room(offer);
        let Typed::Number(count) = Typed::read(&self.count.get(), MOST_QUESTIONS) else {
            return Err(say::bad_count(MOST_QUESTIONS));
        };
        let minutes = match Typed::read(&self.minutes.get(), MOST_MINUTES) {
            Typed::Nothing => None,
            Typed::Number(minutes) => Some(minutes),
            Typed::Mistake => {
                return Err(say::bad_minutes(MOST_MINUTES));
            }
        };
        if room == 0 {
            return Err(say::too_narrow().to_owned());
        }
        let mut draw = self.draw(count.min(u16::try_from(room).unwrap_or(u16::MAX)));
        let shown = |id: &String| {
            offer
                .categories
                .iter()
                .find(|(known, _)| known == id)
                .map_or(id.clone(), |(_, title)| title.clone())
        };
        let titles: Vec<String> = draw.categories.iter().map(shown).collect();
        if self.even.get() {
            let all = offer.categories.iter().map(|(id, _)| id.clone());
            let all = if draw.categories.is_empty() {
                all.collect()
            } else {
                draw.categories.clone()
            };
            draw.weights = all.into_iter().map(|id| (id, 1)).collect();
        }
        let title = match titles.len() {
            0 => say::from_everywhere().to_owned(),
            1..=3 => titles.join(study::comma()),
            many => say::subjects_of(many),
        };
        Ok(Blueprint {
            id: ID.to_owned(),
            title,
            asks: Asks::Drawn(vec![draw]),
            terms: Terms {
                minutes,
                pause: self.pause.get(),
                extension: minutes.map_or(0, |minutes| minutes.div_ceil(5)),
            },
        })
    }
}

/// What stands in a field for a whole number.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Typed {
    Nothing,
    Number(u16),
    Mistake,
}

impl Typed {
    /// From 1 up to `most`.
    fn read(typed: &str, most: u16) -> Self {
        match typed.trim() {
            "" => Self::Nothing,
            typed => match typed.parse() {
                Ok(number) if (1..=most).contains(&number) => Self::Number(number),
                _ => Self::Mistake,
            },
        }
    }
}

pub fn own(hall: Hall, offer: &Offer) -> AnyView {
    let choice = Choice {
        categories: RwSignal::default(),
        levels: RwSignal::default(),
        objective: RwSignal::default(),
        even: RwSignal::new(false),
        recall: RwSignal::new(false),
        count: RwSignal::new("10".to_owned()),
        minutes: RwSignal::new("15".to_owned()),
        pause: RwSignal::new(true),
    };
    let offer = StoredValue::new(offer.clone());
    let outcome = Memo::new(move |_| offer.with_value(|offer| choice.blueprint(offer).err()));
    let fit = move || {
        let room = offer.with_value(|offer| choice.room(offer));
        let fewer = match Typed::read(&choice.count.get(), MOST_QUESTIONS) {
            Typed::Number(wanted) => room > 0 && usize::from(wanted) > room,
            _ => false,
        };
        let questions = study::questions(room);
        if fewer {
            say::all_asked(questions)
        } else {
            say::to_choose_from(questions)
        }
    };
    let begin = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        match offer.with_value(|offer| choice.blueprint(offer)) {
            Ok(blueprint) => {
                let terms = blueprint.terms;
                hall.begin(blueprint, terms);
            }
            Err(why) => hall.said.set(why),
        }
    };
    let what = offer.with_value(|offer| what(choice, offer));
    let form = view! {
        <form class="exam__own" autocomplete="off" on:submit=begin>
            <fieldset disabled=move || !hall.alive.get()>
                {inert(r#"legend class="visually-hidden""#, say::what_and_how())}
                {what}
                <div class="exam__numbers">
                    {field(say::questions(), choice.count)}
                    {field(say::minutes(), choice.minutes)}
                </div>
                {group(say::how(), "", how(choice))}
                <p class="exam__quiet" id="exam-fit">{fit}</p>
                <p class="exam__error" role="alert">{move || outcome.get()}</p>
                <p class="exam__actions">
                    // Not `disabled`: why it does nothing is read out when it is pressed.
                    <button
                        type="submit"
                        class="primary"
                        aria-describedby="exam-fit"
                        aria-disabled=move || outcome.with(Option::is_some).then_some("true")
                    >{say::begin()}</button>
                </p>
            </fieldset>
        </form>
    };
    let about = text(
        "exam__about",
        list(&super::start::conditions(Terms {
            minutes: Some(1),
            pause: true,
            extension: 0,
        })),
    );
    let part = part(START, say::what_to_ask(), vec![form, about]);
    view! {
        {part}
        {sittings(hall)}
    }
}

/// Of which subjects, of which level, on which objective.
fn what(choice: Choice, offer: &Offer) -> Vec<AnyView> {
    let subjects = {
        let boxes = offer.categories.iter().map(|(id, title)| {
            let own = id.clone();
            tick(
                title.clone(),
                move || choice.categories.with(|chosen| chosen.contains(&own)),
                {
                    let id = id.clone();
                    move |on| toggle(choice.categories, &id, on)
                },
            )
        });
        group(say::subjects(), say::all_of_them(), boxes.collect())
    };
    let levels = {
        let known: BTreeSet<Level> = offer
            .shelves
            .iter()
            .filter_map(|shelf| shelf.level)
            .collect();
        let boxes: Vec<AnyView> = known
            .into_iter()
            .map(|level| {
                tick(
                    say::level(level).to_owned(),
                    move || choice.levels.with(|chosen| chosen.contains(&level)),
                    move |on| toggle(choice.levels, &level, on),
                )
            })
            .collect();
        (!boxes.is_empty()).then(|| group(say::levels(), say::of_concepts(), boxes))
    };
    let objective = {
        let options = offer.objectives.iter().map(|(key, text)| {
            let own = key.clone();
            view! {
                <option value=key.clone() prop:selected=move || choice.objective.with(|chosen| chosen.as_ref() == Some(&own))>
                    {plain(&text.0, 100)}
                </option>
            }
        });
        let options: Vec<AnyView> = options.collect();
        (!options.is_empty()).then(|| {
            view! {
                <label class="exam__field">
                    {inert("span", say::objective())}
                    <select
                        autocomplete="off"
                        on:change=move |event| choice.objective.set(Some(event_target_value(&event)).filter(|key| !key.is_empty()))
                    >
                        <option value="" prop:selected=move || choice.objective.with(Option::is_none)>{say::any()}</option>
                        {options}
                    </select>
                </label>
            }
        })
    };
    [Some(subjects), levels, objective]
        .into_iter()
        .flatten()
        .collect()
}

fn how(choice: Choice) -> Vec<AnyView> {
    vec![
        tick(
            say::even().to_owned(),
            move || choice.even.get(),
            move |on| choice.even.set(on),
        ),
        tick(
            say::interview().to_owned(),
            move || choice.recall.get(),
            move |on| choice.recall.set(on),
        ),
        tick(
            say::may_be_paused().to_owned(),
            move || choice.pause.get(),
            move |on| choice.pause.set(on),
        ),
    ]
}

fn toggle<T: Ord + Clone + Send + Sync + 'static>(set: RwSignal<BTreeSet<T>>, item: &T, on: bool) {
    set.update(|set| {
        if on {
            set.insert(item.clone());
        } else {
            set.remove(item);
        }
    });
}

fn tick(
    words: String,
    on: impl Fn() -> bool + Send + Sync + 'static,
    set: impl Fn(bool) + Send + Sync + 'static,
) -> AnyView {
    view! {
        <label class="exam__tick">
            <input type="checkbox" checked=untrack(&on) prop:checked=on on:change=move |event| set(event_target_checked(&event))/>
            <span>{words}</span>
        </label>
    }
}

fn group(title: &'static str, about: &'static str, boxes: Vec<AnyView>) -> AnyView {
    view! {
        <fieldset class="exam__group">
            <legend>{title}</legend>
            <p class="exam__quiet" hidden=about.is_empty()>{about}</p>
            <div class="exam__ticks">{boxes}</div>
        </fieldset>
    }
}

fn field(label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <label class="exam__field">
            <span>{label}</span>
            <input
                type="text"
                inputmode="numeric"
                autocomplete="off"
                value=value.get_untracked()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </label>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_holds_a_whole_number_nothing_or_a_mistake() {
        assert_eq!(Typed::read(" 12 ", 100), Typed::Number(12));
        assert_eq!(Typed::read("", 100), Typed::Nothing);
        for wrong in ["0", "101", "-1", "1.5", "ten"] {
            assert_eq!(Typed::read(wrong, 100), Typed::Mistake);
        }
    }
}
