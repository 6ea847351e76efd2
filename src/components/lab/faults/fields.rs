//! The fields in which a fault is described: in the palette before it is there, below the timeline afterwards.

use headroom_sim::descriptor::{ParamDescriptor, ParamKind, ParamValue, Unit};
use headroom_sim::protocol::FaultView;
use headroom_sim::scenario::FaultGiven;
use leptos::prelude::*;

use crate::components::view;

use super::super::dial_scale::Range;
use super::words;
use crate::words::lab as say;

/// The shortest that a fault can last.
const SHORTEST_NS: f64 = 1e6;

/// A fault that is being described.
#[derive(Clone, Copy)]
pub struct Draft {
    pub fault: Signal<FaultGiven>,
    /// Takes it as it is to be.
    pub change: Callback<FaultGiven>,
    /// Length of the run that it strikes.
    pub run_ns: RwSignal<u64>,
}

impl Draft {
    fn update(self, change: impl FnOnce(&mut FaultGiven)) {
        let mut fault = self.fault.get_untracked();
        change(&mut fault);
        self.change.run(fault);
    }

    fn value(self, descriptor: &ParamDescriptor) -> Option<ParamValue> {
        let set = self.fault.with(|fault| {
            let set = (fault.set.iter()).find(|(key, _)| *key == descriptor.key);
            set.map(|(_, value)| value.clone())
        });
        set.or_else(|| default_of(&descriptor.kind))
    }

    /// What is as by default is not said.
    fn set(self, descriptor: &ParamDescriptor, value: Option<ParamValue>) {
        let default = default_of(&descriptor.kind);
        let value = value.filter(|value| Some(value) != default.as_ref());
        self.update(|fault| {
            fault.set.retain(|(key, _)| *key != descriptor.key);
            fault
                .set
                .extend(value.map(|value| (descriptor.key.to_string(), value)));
        });
    }
}

/// `None` where a form does not know it as a value: of a distribution it knows the text.
fn default_of(kind: &ParamKind) -> Option<ParamValue> {
    match kind {
        ParamKind::Number { default, .. } => Some(ParamValue::Number(*default)),
        ParamKind::Flag { default } => Some(ParamValue::Flag(*default)),
        ParamKind::Choice { default, .. } | ParamKind::Shape { default } => {
            Some(ParamValue::Choice(default.to_string()))
        }
        ParamKind::Distribution { .. } => None,
    }
}

/// A field of text with a unit.
struct Entry {
    id: String,
    label: String,
    doc: String,
    /// Where there is no value.
    placeholder: String,
    text: Memo<String>,
    /// Takes what was typed, or says what would be right.
    take: Callback<String, Result<(), String>>,
}

fn entry(entry: Entry) -> AnyView {
    let Entry {
        id,
        label,
        doc,
        placeholder,
        text,
        take,
    } = entry;
    let problem = RwSignal::new(None::<String>);
    // What was wrong was so of another value.
    Effect::new(move |_| {
        text.track();
        problem.set(None);
    });
    let commit = move |event| {
        // The last good value stays; what was typed stays in the field until it is mended.
        problem.set(take.run(event_target_value(&event)).err().map(|why| {
            let kept = text.get_untracked();
            if kept.is_empty() {
                say::sentence(why)
            } else {
                say::kept_at(why, kept)
            }
        }));
    };
    let (doc_id, error_id) = (format!("{id}-doc"), format!("{id}-error"));
    let initial = text.get_untracked();
    view! {
        <div class="fault-field">
            <label for=id.clone()>{label}</label>
            <input
                id=id
                type="text"
                autocomplete="off"
                spellcheck="false"
                placeholder=placeholder
                aria-describedby=format!("{doc_id} {error_id}")
                aria-invalid=move || problem.with(Option::is_some).to_string()
                value=initial
                prop:value=move || text.get()
                on:change=commit
            />
            <p class="dial__doc" id=doc_id>{doc}</p>
            <p class="dial__error" id=error_id role="alert">{move || problem.get()}</p>
        </div>
    }
}

/// A choice of one of several, by keys and words.
fn select(
    id: String,
    label: String,
    doc: String,
    options: Vec<(String, String)>,
    chosen: Memo<String>,
    choose: Callback<String>,
) -> AnyView {
    let options = options.into_iter().map(|(key, words)| {
        let initially = chosen.with_untracked(|chosen| *chosen == key);
        let (this, value) = (key.clone(), key);
        view! {
            <option value=value selected=initially prop:selected=move || chosen.with(|chosen| *chosen == this)>
                {words}
            </option>
        }
    });
    let options = options.collect_view();
    let doc_id = format!("{id}-doc");
    view! {
        <div class="fault-field">
            <label for=id.clone()>{label}</label>
            <select id=id aria-describedby=doc_id.clone() on:change=move |event| choose.run(event_target_value(&event))>
                {options}
            </select>
            <p class="dial__doc" id=doc_id>{doc}</p>
        </div>
    }
}

/// What it hits, all its parameters, and how long it lasts.
pub fn fields(draft: Draft, view: &FaultView, id: &str) -> AnyView {
    let descriptor = &view.descriptor;
    let mut all = vec![target(draft, view, format!("{id}-target"))];
    if !descriptor.momentary {
        all.push(length(draft, format!("{id}-length")));
    }
    for param in &descriptor.params {
        let id = format!("{id}-{}", param.key);
        all.push(parameter(draft, param.clone(), id));
    }
    view! { <div class="fault-fields">{all}</div> }
}

fn target(draft: Draft, view: &FaultView, id: String) -> AnyView {
    let chosen = Memo::new(move |_| draft.fault.with(|fault| fault.target.clone()));
    let choose = Callback::new(move |target| draft.update(|fault| fault.target = target));
    let targets = view.targets.clone();
    select(
        id,
        say::target().to_owned(),
        String::new(),
        targets,
        chosen,
        choose,
    )
}

fn run(draft: Draft, min: f64) -> Range {
    Range {
        unit: Unit::Duration,
        min,
        max: draft.run_ns.get_untracked() as f64,
        integer: false,
        log: false,
    }
}

/// When it begins.
pub fn start(draft: Draft, label: &str, id: String) -> AnyView {
    let text = Memo::new(move |_| {
        draft
            .fault
            .with(|fault| words::time(fault.at_ns.unwrap_or(0)))
    });
    let take = Callback::new(move |typed: String| {
        let at = run(draft, 0.0).read_over(&typed, &text.get_untracked())?;
        draft.update(|fault| fault.at_ns = Some(at as u64));
        Ok(())
    });
    entry(Entry {
        id,
        label: label.to_owned(),
        doc: say::from_the_start().to_owned(),
        placeholder: String::new(),
        text,
        take,
    })
}

fn length(draft: Draft, id: String) -> AnyView {
    let text = Memo::new(move |_| {
        draft
            .fault
            .with(|fault| fault.lasting_ns.map_or_else(String::new, words::time))
    });
    let take = Callback::new(move |typed: String| {
        let lasting = match typed.trim() {
            "" => None,
            typed => {
                let lasting = run(draft, SHORTEST_NS).read_over(typed, &text.get_untracked())?;
                Some(lasting as u64)
            }
        };
        draft.update(|fault| fault.lasting_ns = lasting);
        Ok(())
    });
    entry(Entry {
        id,
        label: say::for_how_long().to_owned(),
        doc: say::empty_to_the_end().to_owned(),
        placeholder: say::to_the_end().to_owned(),
        text,
        take,
    })
}

fn parameter(draft: Draft, param: ParamDescriptor, id: String) -> AnyView {
    let label = param.label.to_string();
    let doc = param.doc.to_string();
    let text = {
        let param = param.clone();
        Memo::new(move |_| {
            let value = draft.value(&param);
            value.map_or_else(String::new, |value| words::value(&param.kind, &value))
        })
    };
    match (Range::of(&param.kind), param.kind.clone()) {
        (Some(range), kind) => {
            let default = match &kind {
                ParamKind::Distribution { default, .. } => default.to_string(),
                _ => {
                    default_of(&kind).map_or_else(String::new, |value| words::value(&kind, &value))
                }
            };
            let doc = with_bounds(&doc, &range, &default);
            let take = Callback::new(move |typed: String| {
                let value = match typed.trim() {
                    "" => None,
                    typed => {
                        let value = range.read_over(typed, &text.get_untracked())?;
                        Some(ParamValue::Number(value))
                    }
                };
                draft.set(&param, value);
                Ok(())
            });
            entry(Entry {
                id,
                label,
                doc,
                placeholder: default,
                text,
                take,
            })
        }
        (None, ParamKind::Choice { options, .. }) => {
            let chosen = {
                let param = param.clone();
                Memo::new(move |_| match draft.value(&param) {
                    Some(ParamValue::Choice(key)) => key,
                    _ => String::new(),
                })
            };
            let options = (options.iter())
                .map(|(key, words)| (key.to_string(), words.to_string()))
                .collect();
            let choose = Callback::new(move |key| draft.set(&param, Some(ParamValue::Choice(key))));
            select(id, label, doc, options, chosen, choose)
        }
        (None, ParamKind::Flag { .. }) => {
            let chosen = {
                let param = param.clone();
                Memo::new(move |_| match draft.value(&param) {
                    Some(ParamValue::Flag(true)) => "on".to_owned(),
                    _ => "off".to_owned(),
                })
            };
            let options = ["off", "on"].map(|key| (key.to_owned(), key.to_owned()));
            let choose = Callback::new(move |key: String| {
                draft.set(&param, Some(ParamValue::Flag(key == "on")));
            });
            select(id, label, doc, options.into(), chosen, choose)
        }
        (None, _) => {
            // A course over time is given as it stands in a file; the engine says what is wrong with it.
            let take = Callback::new(move |typed: String| {
                draft.set(&param, Some(ParamValue::Choice(typed.trim().to_owned())));
                Ok(())
            });
            entry(Entry {
                id,
                label,
                doc,
                placeholder: String::new(),
                text,
                take,
            })
        }
    }
}

fn with_bounds(doc: &str, range: &Range, default: &str) -> String {
    let show = |value| headroom_sim::quantity::format(value, range.unit);
    say::with_bounds(doc, show(range.min), show(range.max), default)
}
