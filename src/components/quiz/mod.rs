//! A question on a page: read, answered, graded, explained, remembered.

mod asked;
mod draft;
mod fields;
mod unscripted;
mod verdict;

use headroom_content::model::{Html, Question, QuestionKind};
use leptos::prelude::*;

use self::asked::Asked;
use crate::components::view;

#[component]
pub fn QuestionView(question: Question) -> impl IntoView {
    let asked = Asked::new(&question);
    // Whether the reader is at this question. An answer that is restored when the page is opened is not announced.
    let at_it = RwSignal::new(false);
    let (label, action) = match &question.kind {
        QuestionKind::Predict { .. } => ("Prediction", "Commit to this"),
        QuestionKind::Recall { .. } => ("Recall", "Check"),
        _ => ("Question", "Check"),
    };
    let explain = question.explain.0.clone();
    view! {
        <form
            class="question"
            id=question.id.clone()
            // Nor is what a browser would put back on a reload; answers are.
            autocomplete="off"
            on:focusin=move |_| at_it.set(true)
            on:input=move |_| asked.error.set(None)
            on:submit=move |event| {
                event.prevent_default();
                asked.check();
            }
        >
            <p class="question__kicker">{label}</p>
            // What is filled in before the program runs would not be seen by it.
            <fieldset
                tabindex="-1"
                disabled=move || !asked.ready.get()
                node_ref=asked.fieldset
                aria-describedby=move || asked.described_by()
            >
                <legend class="question__prompt" inner_html=question.prompt.0.clone()></legend>
                {fields::fields(&question, asked)}
            </fieldset>
            {hints_shown(question.hints.clone(), asked)}
            <p class="question__error" role="alert" id=asked.error_id()>{move || asked.error.get()}</p>
            <p class="question__actions">
                <button type="submit" class="primary" disabled=move || !asked.ready.get() || asked.answered()>{action}</button>
                {hint_button(question.hints.len(), asked)}
                <button type="button" hidden=move || !asked.answered() on:click=move |_| asked.try_again()>"Try again"</button>
                <button type="button" class="quiet" hidden=move || !asked.answered() on:click=move |_| asked.reset()>"Reset"</button>
            </p>
            <div
                class="question__verdict"
                role="status"
                aria-live=move || if at_it.get() { "polite" } else { "off" }
                tabindex="-1"
                node_ref=asked.verdict
            >
                {move || verdict::verdict(asked)}
            </div>
            {move || asked.answered().then(|| view! { <div class="question__explain" inner_html=explain.clone()></div> })}
            <noscript inner_html=unscripted::answers(&question)></noscript>
        </form>
    }
}

/// Announced one by one as they are opened.
fn hints_shown(hints: Vec<Html>, asked: Asked) -> AnyView {
    let shown = move || {
        hints
            .iter()
            .take(asked.hints.get())
            .map(|hint| view! { <div class="question__hint" inner_html=hint.0.clone()></div> })
            .collect_view()
    };
    view! { <div class="question__hints" aria-live="polite">{shown}</div> }
}

fn hint_button(count: usize, asked: Asked) -> AnyView {
    let shown = asked.hints;
    view! {
        <button
            type="button"
            hidden=count == 0
            disabled=move || !asked.ready.get()
            // Not `disabled` after the last one: that would take the focus away.
            aria-disabled=move || (shown.get() >= count).then_some("true")
            on:click=move |_| shown.update(|shown| *shown = count.min(*shown + 1))
        >{move || hint_label(shown.get(), count)}</button>
    }
}

/// What the next press of the button gives.
fn hint_label(shown: usize, count: usize) -> String {
    match count {
        0 | 1 => "Hint".to_owned(),
        _ if shown >= count => format!("All {count} hints shown"),
        _ => format!("Hint {} of {count}", shown + 1),
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
