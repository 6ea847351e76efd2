//! Pages in short.

use headroom_content::model::{Card, CardGroup, Part};
use leptos::prelude::*;

use super::links;
use crate::words::lang_of;

/// Cards side by side.
#[component]
pub fn Cards(cards: Vec<Card>) -> impl IntoView {
    let cards = cards
        .into_iter()
        .map(|card| view! { <li class="card"><CardBody card/></li> })
        .collect_view();
    view! { <ul class="cards" role="list">{cards}</ul> }
}

/// Cards under headings.
#[component]
pub fn CardGroups(groups: Vec<CardGroup>) -> impl IntoView {
    groups
        .into_iter()
        .map(|group| {
            let lang = lang_of(&group.title);
            let title = match group.href {
                Some(href) => view! { <a class="onward" href=href>{group.title}</a> }.into_any(),
                None => group.title.into_any(),
            };
            view! {
                <section class="card-group wide">
                    <h2 lang=lang>{title}</h2>
                    <Cards cards=group.cards/>
                </section>
            }
        })
        .collect_view()
}

/// Parts of the site by the names of their pages.
#[component]
pub fn Parts(parts: Vec<Part>) -> impl IntoView {
    let part = |Part { link, groups }: Part| {
        // What has no parts is told by the name of the whole.
        let whole = groups.len() == 1;
        let groups = groups.into_iter().map(|group| {
            let lang = lang_of(&group.title);
            let title = match group.href {
                _ if whole => ().into_any(),
                Some(href) => {
                    view! { <h3 lang=lang><a href=href>{group.title}</a></h3> }.into_any()
                }
                None => view! { <h3 lang=lang>{group.title}</h3> }.into_any(),
            };
            let names = links(group.cards.into_iter().map(|card| card.link).collect());
            view! { <div>{title}<ul role="list">{names}</ul></div> }
        });
        let groups = groups.collect_view();
        let lang = lang_of(&link.title);
        view! {
            <section class="part wide" class:whole=whole>
                <h2 lang=lang><a class="onward" href=link.href>{link.title}</a></h2>
                <div>{groups}</div>
            </section>
        }
    };
    parts.into_iter().map(part).collect_view()
}

/// Designs of one problem, each a step on from the one before.
#[component]
pub fn Ladder(cards: Vec<Card>) -> impl IntoView {
    let rungs = cards
        .into_iter()
        .map(|card| {
            let version = version(&card.link.href);
            view! { <li data-version=version><div class="card"><CardBody card/></div></li> }
        })
        .collect_view();
    view! { <ol class="ladder" role="list">{rungs}</ol> }
}

/// `v2` of `/templates/url-shortener/v2-serverless/`: a design's place on the ladder, of which there may be gaps.
fn version(href: &str) -> Option<String> {
    let slug = href.trim_end_matches('/').rsplit('/').next()?;
    let (version, _) = slug.split_once('-')?;
    Some(version.to_owned())
}

#[component]
fn CardBody(card: Card) -> impl IntoView {
    let facts = card
        .facts
        .into_iter()
        .map(|fact| {
            let lang = lang_of(&fact);
            view! { <li lang=lang>{fact}</li> }
        })
        .collect_view();
    let (title_lang, lang) = (lang_of(&card.link.title), lang_of(&card.summary));
    view! {
        <h3 lang=title_lang><a href=card.link.href>{card.link.title}</a></h3>
        <p lang=lang>{card.summary}</p>
        <ul class="card-facts" role="list">{facts}</ul>
    }
}
