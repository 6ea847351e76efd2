//! Before it begins: what is asked, how long there is, and the sittings there were.

use headroom_content::model::{Asks, Blueprint, Terms};
use headroom_study::exam::{Event, Phase, Session};
use leptos::prelude::*;

use super::hall::Hall;
use super::{button, part, text, words};
use crate::components::{escape, inert, view};
use crate::state::keeping::Keeping;
use crate::words::{exam as say, study};

pub const START: &str = "exam-start";

/// The first look at a written assessment.
pub fn written(hall: Hall, blueprint: &Blueprint) -> AnyView {
    let chosen = RwSignal::new(blueprint.terms.minutes);
    let times = times(blueprint.terms.minutes);
    let blueprint = StoredValue::new(blueprint.clone());
    let begin = move |_| {
        let blueprint = blueprint.get_value();
        let terms = with_time(blueprint.terms, chosen.get_untracked());
        hall.begin(blueprint, terms);
    };
    let about = blueprint.with_value(|blueprint| {
        let count = study::questions(blueprint.asks.count());
        let asked = match &blueprint.asks {
            Asks::Listed(_) => say::same_every_time(count),
            Asks::Drawn(_) => say::drawn_anew(count),
        };
        [vec![asked], conditions(blueprint.terms)].concat()
    });
    let choice = (times.len() > 1).then(|| {
        let options = times.into_iter().map(|(minutes, label)| {
            view! {
                <option
                    value=minutes.map_or_else(String::new, |minutes| minutes.to_string())
                    prop:selected=move || chosen.get() == minutes
                >{label}</option>
            }
        });
        view! {
            <label class="exam__field">
                {inert("span", say::time())}
                <select autocomplete="off" on:change=move |event| chosen.set(event_target_value(&event).parse().ok())>
                    {options.collect_view()}
                </select>
            </label>
        }
    });
    let choose = view! {
        <fieldset class="exam__choose" disabled=move || !hall.alive.get()>
            {inert(r#"legend class="visually-hidden""#, say::how_to_begin())}
            {choice}
            <button type="button" class="primary" on:click=begin>{say::begin()}</button>
        </fieldset>
    };
    let about = text("exam__about", list(&about));
    let part = part(START, say::before_you_begin(), vec![about, choose]);
    view! {
        {part}
        {sittings(hall)}
    }
}

pub fn with_time(terms: Terms, minutes: Option<u16>) -> Terms {
    Terms { minutes, ..terms }
}

/// The times to choose from. WCAG 2.2, 2.2.1: ten times as long, or no limit at all.
fn times(minutes: Option<u16>) -> Vec<(Option<u16>, String)> {
    let Some(minutes) = minutes else {
        return vec![(None, say::no_limit().to_owned())];
    };
    let longer = |tenths: u16| minutes.saturating_mul(tenths).div_ceil(10);
    let time = |minutes: u16, told: fn(u16) -> String| (Some(minutes), told(minutes));
    vec![
        time(minutes, say::as_proposed),
        time(longer(15), say::half_as_much),
        time(longer(20), say::twice),
        time(longer(100), say::ten_times),
        (None, say::no_limit().to_owned()),
    ]
}

/// What holds in every sitting on these terms.
pub fn conditions(terms: Terms) -> Vec<String> {
    let mut conditions = vec![say::nothing_marked().to_owned()];
    if terms.minutes.is_some() || !terms.pause {
        conditions.push(
            if terms.pause {
                say::may_pause()
            } else {
                say::no_pause()
            }
            .to_owned(),
        );
    }
    if terms.minutes.is_some() && terms.extension > 0 {
        conditions.push(say::can_extend(study::minutes(usize::from(
            terms.extension,
        ))));
    }
    conditions.push(say::kept_at_once().to_owned());
    conditions
}

pub fn list(lines: &[String]) -> String {
    let items = lines.iter().fold(String::new(), |items, line| {
        items + "<li>" + &escape(line) + "</li>"
    });
    format!("<ul>{items}</ul>")
}

/// The sittings of this assessment, the last first.
pub fn sittings(hall: Hall) -> AnyView {
    let known = Memo::new(move |_| {
        if hall.sittings.keeping.get() == Keeping::NotYet {
            return Vec::new();
        }
        let own = hall.assessment.get_value();
        hall.sittings.all.with(|all| {
            let own = all
                .iter()
                .rev()
                .filter(|(_, session)| session.paper().assessment == own);
            own.filter_map(|(id, session)| Some((id.clone(), entry(session, hall.moment())?)))
                .collect::<Vec<_>>()
        })
    });
    let list = move || {
        let known = known.get();
        (!known.is_empty()).then(|| {
            let rows = known
                .into_iter()
                .map(|(id, (html, over))| row(hall, id, html, over));
            let rows: Vec<AnyView> = rows.collect();
            let rows = view! { <ul role="list" class="exam__sittings">{rows}</ul> };
            part("exam-sittings", say::your_sittings(), vec![rows])
        })
    };
    view! { <div class="exam__past">{list}</div> }
}

/// A sitting in a line, as markup, and whether it is over; `None` for one that was discarded.
fn entry(session: &Session, now: u64) -> Option<(String, bool)> {
    let state = session.state(now);
    if state.discarded {
        return None;
    }
    let paper = session.paper();
    let answered = paper
        .asked
        .iter()
        .filter(|asked| state.is_answered(&asked.id));
    let how = match state.phase {
        Phase::Running => say::not_ended().to_owned(),
        Phase::Paused => say::paused().to_owned(),
        Phase::Submitted => say::handed_in_after(words::clock(state.elapsed_ms)),
        Phase::TimeUp => say::ended_time_up().to_owned(),
    };
    let html = say::sitting(
        escape(&words::moment(paper.started.0)),
        escape(&how),
        answered.count(),
        study::questions(paper.asked.len()),
    );
    Some((html, state.phase.is_over()))
}

fn row(hall: Hall, id: String, html: String, over: bool) -> AnyView {
    let (shown, discarded) = (id.clone(), id);
    let open = if over { say::report() } else { say::go_on() };
    view! {
        <li class="exam__sitting">
            <div inner_html=html></div>
            <div class="exam__actions">
                {button("", open.to_owned(), move || hall.show(&shown))}
                {button("quiet", say::discard().to_owned(), move || {
                    hall.sittings.add(&discarded, Event::Discarded);
                    hall.said.set(say::discarded().to_owned());
                    crate::platform::focus::focus_soon(START.to_owned());
                })}
            </div>
        </li>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_can_be_ten_times_as_long_or_none() {
        let minutes: Vec<Option<u16>> = times(Some(30))
            .into_iter()
            .map(|(minutes, _)| minutes)
            .collect();
        assert_eq!(minutes, [Some(30), Some(45), Some(60), Some(300), None]);
        assert_eq!(times(None).len(), 1);
    }
}
