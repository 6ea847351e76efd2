//! All terms and their definitions, by letter. The page is whole without a program; with one, a field filters it
//! ([`crate::platform::terms`]).

use headroom_content::model::{Glossary, Letter, Term};
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::words::{frame, lang_of_content, page as words};

#[component]
pub fn GlossaryPage(title: String, glossary: Glossary) -> impl IntoView {
    let Glossary { summary, letters } = glossary;
    let count: usize = letters.iter().map(|letter| letter.terms.len()).sum();
    let marks = letters.iter().map(|letter| {
        let href = format!("#{}", anchor(&letter.name));
        view! { <li><a href=href>{letter.name.clone()}</a></li> }
    });
    let marks = marks.collect_view();
    let letters = letters.into_iter().map(letter_view).collect_view();
    view! {
        <div class="document glossary">
            <PageHeader title summary/>
            <div class="glossary__tools">
                <div class="glossary__filter">
                    <label for="glossary-filter">{words::filter()}</label>
                    // The placeholder tells the style whether anything is typed.
                    <input type="search" id="glossary-filter" placeholder=" " autocomplete="off" spellcheck="false"/>
                    <span role="status">{frame::terms(count)}</span>
                </div>
                <nav aria-label=words::letters()><ul class="glossary__letters" role="list">{marks}</ul></nav>
            </div>
            {letters}
            <p class="glossary__none">{words::no_such_term()}</p>
        </div>
    }
}

/// The anchor of a letter. Those of terms have no capitals.
fn anchor(letter: &str) -> String {
    let letter: String = letter.chars().filter(|c| c.is_alphanumeric()).collect();
    format!("Letter-{letter}")
}

fn letter_view(letter: Letter) -> impl IntoView {
    let id = anchor(&letter.name);
    let terms = letter.terms.into_iter().map(term_view).collect_view();
    view! {
        <section aria-labelledby=id.clone()>
            <h2 id=id.clone()>{letter.name}</h2>
            <dl>{terms}</dl>
        </section>
    }
}

fn term_view(term: Term) -> impl IntoView {
    let Term {
        id,
        name,
        also,
        text,
        see,
        related,
    } = term;
    let also = (!also.is_empty()).then(|| {
        view! { <span class="glossary__also">{words::also(also.join(", "))}</span> }
    });
    let see = see.map(|link| {
        view! { <p class="glossary__links">{words::explained_in()} <a href=link.href lang=lang_of_content()>{link.title}</a></p> }
    });
    let related = (!related.is_empty()).then(|| {
        let last = related.len() - 1;
        let links = related.into_iter().enumerate().map(|(at, link)| {
            view! {
                <a href=link.href lang=lang_of_content()>{link.title}</a>
                {(at < last).then_some(", ")}
            }
        });
        view! { <p class="glossary__links">{words::see_also()} {links.collect_view()}</p> }
    });
    view! {
        <div id=id>
            <dt><dfn lang=lang_of_content()>{name}</dfn> " " {also}</dt>
            <dd>
                <p class="glossary__text" lang=lang_of_content() inner_html=text.0></p>
                {see}
                {related}
            </dd>
        </div>
    }
}
