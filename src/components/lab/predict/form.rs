//! The question, and what the reader commits to.

use headroom_sim::descriptor::Unit;
use headroom_sim::quantity;
use leptos::prelude::*;

use super::super::dial_scale::parse;
use super::ask::{Ask, Guess};
use super::{Ids, Predicting, Stage};
use crate::components::{inert, view};
use crate::platform::focus;
use crate::words::lab as say;

#[component]
pub fn Form(predicting: Predicting, ids: Ids) -> impl IntoView {
    let asks = Memo::new(move |_| predicting.questions());
    // Which question, what was typed, what was chosen.
    let which = RwSignal::new(0usize);
    let typed = RwSignal::new(String::new());
    let option = RwSignal::new(None::<usize>);
    let problem = RwSignal::new(None::<String>);
    let ask = Memo::new(move |_| asks.with(|asks| asks.get(which.get()).or(asks.first()).cloned()));
    let change = ids.change.clone();
    let commit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(ask) = ask.get_untracked() else {
            return;
        };
        let guess = match &ask {
            Ask::Value(metric, _) => figure(&typed.get_untracked(), metric.unit).map(Guess::Value),
            _ => (option.get_untracked())
                .map(Guess::Option)
                .ok_or_else(|| say::choose_one().to_owned()),
        };
        match guess {
            Ok(guess) => {
                predicting.stage.set(Stage::Committed(ask, guess));
                focus::focus_soon(change.clone());
            }
            Err(why) => problem.set(Some(why)),
        }
    };
    let open = ids.open.clone();
    let skip = move |_| {
        predicting.close();
        focus::focus_soon(open.clone());
    };
    let error_id = format!("{}-error", ids.field);
    let field = {
        let (ids, error_id) = (ids.clone(), error_id.clone());
        move || {
            problem.set(None);
            option.set(None);
            ask.get()
                .map(|ask| field(&ask, &ids, &error_id, typed, option, problem))
        }
    };
    let other = {
        let name = format!("{}-kind", ids.field);
        move || {
            let several = asks.with(|asks| asks.len() > 1);
            several.then(|| kinds(&name, which))
        }
    };
    view! {
        <form class="predict__box" on:submit=commit>
            {other}
            {field}
            <p class="dial__error" id=error_id role="alert">{move || problem.get()}</p>
            <div class="predict__actions">
                {inert(r#"button type="submit""#, say::commit())}
                <button type="button" class="quiet" on:click=skip>{say::skip()}</button>
            </div>
        </form>
    }
}

/// A figure of a run as it was typed. None is below zero.
fn figure(typed: &str, unit: Unit) -> Result<f64, String> {
    match parse(typed, unit, "")? {
        below if below < 0.0 => Err(say::outside(typed.trim(), say::from_zero())),
        figure => Ok(figure),
    }
}

/// A figure, or only which way it goes.
fn kinds(name: &str, which: RwSignal<usize>) -> AnyView {
    let kinds = [say::a_value(), say::which_way()];
    let kinds = kinds.into_iter().enumerate().map(|(index, title)| {
        view! {
            <label class="lab__preset">
                <input
                    type="radio"
                    name=name.to_owned()
                    checked=which.get_untracked() == index
                    on:change=move |_| which.set(index)
                />
                <span>{title}</span>
            </label>
        }
    });
    view! {
        <fieldset>
            {inert(r#"legend class="visually-hidden""#, say::what_to_predict())}
            <div class="lab__choices">{kinds.collect_view()}</div>
        </fieldset>
    }
}

fn field(
    ask: &Ask,
    ids: &Ids,
    error_id: &str,
    typed: RwSignal<String>,
    option: RwSignal<Option<usize>>,
    problem: RwSignal<Option<String>>,
) -> AnyView {
    let question = ask.question();
    let doc = ask.doc();
    let doc_id = format!("{}-doc", ids.field);
    if let Ask::Value(metric, _) = ask {
        let example = quantity::example(metric.unit);
        return view! {
            <label class="predict__question" for=ids.field.clone()>{question}</label>
            <p class="predict__doc" id=doc_id.clone()>{say::write_it(doc, example)}</p>
            <input
                id=ids.field.clone()
                class="predict__field"
                type="text"
                autocomplete="off"
                spellcheck="false"
                aria-describedby=format!("{doc_id} {error_id}")
                aria-invalid=move || problem.with(Option::is_some).to_string()
                prop:value=move || typed.get()
                on:input=move |event| typed.set(event_target_value(&event))
            />
        };
    }
    let name = format!("{}-option", ids.field);
    let options = ask.options().into_iter().enumerate().map(|(index, label)| {
        // The first takes the focus when the question opens.
        let id = (index == 0).then(|| ids.field.clone());
        view! {
            <label class="predict__option">
                <input
                    type="radio"
                    id=id
                    name=name.clone()
                    on:change=move |_| {
                        option.set(Some(index));
                        problem.set(None);
                    }
                />
                <span>{label}</span>
            </label>
        }
    });
    view! {
        <fieldset aria-describedby=format!("{doc_id} {error_id}")>
            <legend class="predict__question">{question}</legend>
            <p class="predict__doc" id=doc_id.clone()>{doc}</p>
            {options.collect_view()}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_below_zero_is_refused_with_its_range() {
        assert_eq!(figure("5", Unit::Count), Ok(5.0));
        assert_eq!(figure("0", Unit::Milliseconds), Ok(0.0));
        assert_eq!(
            figure(" -5 ", Unit::Count).unwrap_err(),
            "-5 is outside its range, from 0 up"
        );
    }
}
