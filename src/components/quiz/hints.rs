//! Hints of a question, opened one by one.

use headroom_content::model::Question;
use leptos::prelude::*;

use super::asked::Asked;
use crate::words::{OF_CONTENT, quiz as words};

/// Those that are open. Announced one by one as they are opened.
pub fn opened(question: &Question, asked: Asked) -> impl IntoView + use<> {
    let hints = question.hints.iter().enumerate().map(|(place, hint)| {
        let hidden = move || asked.hints.get() <= place;
        crate::components::view! { <div class="question__hint" lang=OF_CONTENT hidden=hidden inner_html=hint.0.clone()></div> }
    });
    view! { <div class="question__hints" aria-live="polite">{hints.collect_view()}</div> }
}

/// The button that opens the next.
pub fn more(question: &Question, asked: Asked) -> impl IntoView + use<> {
    let count = question.hints.len();
    view! {
        <button
            type="button"
            hidden=count == 0
            disabled=move || !asked.ready.get()
            // Not `disabled` after the last one: that would take the focus away.
            aria-disabled=move || (asked.hints.get() >= count).then_some("true")
            on:click=move |_| asked.hints.update(|shown| *shown = count.min(*shown + 1))
        >{move || hint_label(asked.hints.get(), count)}</button>
    }
}

/// What the next press of the button gives.
fn hint_label(shown: usize, count: usize) -> String {
    match count {
        0 | 1 => words::hint().to_owned(),
        _ if shown >= count => words::all_hints(count),
        _ => words::hint_of(shown + 1, count),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_button_says_which_hint_comes_next() {
        assert_eq!(hint_label(0, 1), "Hint");
        assert_eq!(hint_label(0, 3), "Hint 1 of 3");
        assert_eq!(hint_label(2, 3), "Hint 3 of 3");
        assert_eq!(hint_label(3, 3), "All 3 hints shown");
    }
}
