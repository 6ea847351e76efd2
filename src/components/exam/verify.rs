//! Whether a report and its answers belong together.

use headroom_study::exam::export::{self, Verified};
use headroom_study::exam::report;
use headroom_study::record::LAST_MS;
use headroom_study::saved::Unreadable;
use leptos::prelude::*;

use super::hall::Hall;
use super::start::START;
use super::{part, words};
use crate::components::{escape, inert, view};
use crate::platform::focus::focus_soon;
use crate::state::held::Held;
use crate::words::{exam as say, study};

const RESULT: &str = "exam-verified";

type Outcome = Option<Result<Verified, Unreadable>>;

pub fn verify(hall: Hall) -> AnyView {
    let typed = RwSignal::new(String::new());
    let printed = RwSignal::new(String::new());
    let outcome: RwSignal<Outcome> = RwSignal::new(None);
    let check = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut found = typed.with_untracked(|text| export::verify(text));
        // The digest of the paper counts, not that of the file.
        let own: String = printed.with_untracked(|own| {
            own.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_lowercase()
        });
        if let (Ok(verified), false) = (&mut found, own.is_empty()) {
            verified.stated = own;
        }
        if found.as_ref().is_ok_and(Verified::holds) {
            // To mark it anew.
            hall.fetch();
        }
        outcome.set(Some(found));
        focus_soon(RESULT.to_owned());
    };
    let form = view! {
        <form class="exam__own" autocomplete="off" on:submit=check>
            <fieldset disabled=move || !hall.alive.get()>
                {inert(r#"legend class="visually-hidden""#, say::report_to_verify())}
                <label class="exam__field">
                    {inert("span", say::report_json())}
                    <textarea
                        spellcheck="false"
                        prop:value=move || typed.get()
                        on:input=move |event| typed.set(event_target_value(&event))
                    ></textarea>
                </label>
                <label class="exam__field">
                    {inert("span", say::digest_on_paper())}
                    <input
                        type="text"
                        autocomplete="off"
                        spellcheck="false"
                        prop:value=move || printed.get()
                        on:input=move |event| printed.set(event_target_value(&event))
                    />
                </label>
                <p class="exam__actions">{inert(r#"button type="submit" class="primary""#, say::verify())}</p>
            </fieldset>
        </form>
    };
    let result = view! {
        <div
            class="exam__result"
            id=RESULT
            tabindex="-1"
            role="status"
            inner_html=move || outcome.with(|outcome| outcome.as_ref().map_or_else(String::new, |found| said(hall, found)))
        ></div>
    };
    part(START, say::do_they_belong(), vec![form, result])
}

/// What came of it, as markup.
fn said(hall: Hall, found: &Result<Verified, Unreadable>) -> String {
    let verified = match found {
        Ok(verified) => verified,
        Err(why) => {
            return format!(
                "<p class=\"question__mark--bad\"><strong>{}</strong></p><p>{}</p>",
                say::cannot_be_read(),
                escape(&study::unreadable_record(why))
            );
        }
    };
    if !verified.holds() {
        return format!(
            "<p class=\"question__mark--bad\"><strong>{}</strong></p><p>{}</p>",
            say::do_not_belong(),
            say::digests_differ(&verified.digest, escape(&verified.stated))
        );
    }
    let paper = verified.session.paper();
    let state = verified.session.state(LAST_MS);
    let answered = paper
        .asked
        .iter()
        .filter(|asked| state.is_answered(&asked.id));
    let score = match hall.bank.get() {
        Held::Here(bank) => {
            let report = report(&verified.session, &state, &bank);
            report
                .total
                .interval()
                .map_or_else(String::new, |interval| {
                    say::graded_again(
                        words::per_cent(interval.mean),
                        words::points(report.total.sum),
                        study::points(report.total.count),
                    )
                })
        }
        _ => String::new(),
    };
    format!(
        "<p class=\"question__mark--good\"><strong>{}</strong></p><p>{}{score}</p>",
        say::belong(),
        say::verified(
            escape(&paper.title),
            escape(&words::moment(paper.started.0)),
            answered.count(),
            study::questions(paper.asked.len()),
            words::clock(state.elapsed_ms),
        ),
    )
}
