//! The head of a page.

use headroom_content::text;
use leptos::prelude::*;

use crate::words::{lang_of, page as words};

/// A line of facts about a page: what it is, and its value.
pub struct Fact {
    pub name: &'static str,
    pub value: AnyView,
}

impl Fact {
    pub fn new(name: &'static str, value: impl IntoView + 'static) -> Self {
        Self {
            name,
            value: value.into_any(),
        }
    }
}

/// Title and summary; beside them, where there is room, the facts and what `children` hold.
#[component]
pub fn PageHeader(
    title: String,
    #[prop(into)] summary: String,
    #[prop(optional)] facts: Vec<Fact>,
    /// Below the summary, in the reading column.
    #[prop(optional, into)]
    below: ViewFnOnce,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let lang = lang_of(&summary);
    let with_aside = !facts.is_empty() || children.is_some();
    let facts = (!facts.is_empty()).then(|| {
        let facts = facts
            .into_iter()
            .map(|fact| view! { <div><dt>{fact.name}</dt><dd>{fact.value}</dd></div> })
            .collect_view();
        view! { <dl class="facts">{facts}</dl> }
    });
    view! {
        <header class="page-header" class:with-aside=with_aside>
            <div>
                <h1 lang=lang_of(&title)>{title_view(&title)}</h1>
                <p class="lede" lang=lang>{summary}</p>
                {below.run()}
            </div>
            {with_aside.then(|| view! { <aside aria-label=words::about_this_page()>{facts}{children.map(|children| children())}</aside> })}
        </header>
    }
}

/// A title in which no line ends at a hyphen.
fn title_view(title: &str) -> Vec<AnyView> {
    let words = text::words(title).map(|(word, whole)| {
        let word = word.to_owned();
        if whole {
            view! { <span class="nobr">{word}</span> }.into_any()
        } else {
            word.into_any()
        }
    });
    words.collect()
}
