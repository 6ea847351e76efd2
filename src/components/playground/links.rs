//! Who calls the chosen node and whom it calls.

use headroom_studio::protocol::Edit;
use leptos::prelude::*;

use crate::components::{inert, view};

use super::CALLS_FIELD;
use super::design::Design;
use super::field::{param, said};
use crate::words::playground as say;

/// The other ends of its connections, and all other nodes.
#[derive(Clone, Default, PartialEq)]
struct Around {
    calls: Vec<String>,
    called_by: Vec<String>,
    others: Vec<String>,
}

#[component]
pub fn Links(design: Design, id: String) -> impl IntoView {
    let own = id.clone();
    let around = Memo::new(move |_| {
        design.drawn.with(|draft| {
            let mut around = Around::default();
            let name = |index: u32| draft.nodes.get(index as usize).map(|node| &node.view.id);
            for link in &draft.links {
                if let (Some(from), Some(to)) = (name(link.from), name(link.to)) {
                    if *from == own {
                        around.calls.push(to.clone());
                    }
                    if *to == own {
                        around.called_by.push(from.clone());
                    }
                }
            }
            let others = draft.nodes.iter().map(|node| &node.view.id);
            around.others = others.filter(|other| **other != own).cloned().collect();
            around
        })
    });
    let from = id.clone();
    let calls = move || {
        let calls = around.with(|around| around.calls.clone());
        let items = calls
            .into_iter()
            .map(|to| link(design, from.clone(), to, true));
        let items: Vec<_> = items.collect();
        if items.is_empty() {
            inert(r#"p class="links__none""#, say::calls_nobody())
        } else {
            view! { <ul role="list" class="links__list">{items}</ul> }
        }
    };
    let to = id.clone();
    let called_by = move || {
        let callers = around.with(|around| around.called_by.clone());
        let items = callers
            .into_iter()
            .map(|from| link(design, from, to.clone(), false));
        let items: Vec<_> = items.collect();
        (!items.is_empty()).then(|| view! { <ul role="list" class="links__list">{items}</ul> })
    };
    let asked = RwSignal::new(String::new());
    let options = move || {
        let free = around.with(|around| {
            let free = |other: &&String| !around.calls.contains(*other);
            around
                .others
                .iter()
                .filter(free)
                .cloned()
                .collect::<Vec<_>>()
        });
        asked.set(free.first().cloned().unwrap_or_default());
        let option = |other: String| view! { <option value=other.clone()>{other.clone()}</option> };
        free.into_iter().map(option).collect_view()
    };
    let connect = id.clone();
    let join = id.clone();
    let cannot = move || asked.with(String::is_empty).to_string();
    view! {
        <div class="links">
            {inert(r#"h3 class="links__title""#, say::connections())}
            {move || calls()}
            {move || called_by()}
            <div class="forms__choice">
                <label for=CALLS_FIELD>{say::let_call(&id)}</label>
                <select id=CALLS_FIELD autocomplete="off" on:change=move |event| asked.set(event_target_value(&event))>
                    {move || options()}
                </select>
                <button
                    type="button"
                    aria-disabled=cannot
                    on:click=move |_| {
                        let to = asked.get_untracked();
                        if !to.is_empty() {
                            design.edit(Edit::Connect { from: connect.clone(), to });
                        }
                    }
                >
                    {say::connect()}
                </button>
            </div>
            <button type="button" class="quiet" on:click=move |_| design.joining.set(Some(join.clone()))>
                {say::or_in_drawing()}
            </button>
        </div>
    }
}

/// One connection: of the chosen node's own, with what can be set of it.
fn link(design: Design, from: String, to: String, own: bool) -> AnyView {
    let open = RwSignal::new(false);
    let shown = if own {
        say::calls(&to)
    } else {
        say::called_by(&from)
    };
    let remove = say::disconnect_from(&from, &to);
    let apart = Edit::Disconnect {
        from: from.clone(),
        to: to.clone(),
    };
    let panel_id = format!("design-link--{from}--{to}");
    let settings = {
        let title = say::settings_of(&from, &to);
        let panel_id = panel_id.clone();
        own.then(|| {
            view! {
                <button
                    type="button"
                    class="quiet"
                    aria-expanded=move || open.get().to_string()
                    aria-controls=panel_id
                    aria-label=title
                    on:click=move |_| open.update(|open| *open = !*open)
                >
                    {say::settings()}
                </button>
            }
        })
    };
    let fields = move || open.get().then(|| params(design, &from, &to));
    view! {
        <li class="link">
            <div class="link__head">
                <span>{shown}</span>
                {settings}
                <button type="button" class="quiet" aria-label=remove on:click=move |_| design.edit(apart.clone())>
                    {say::disconnect()}
                </button>
            </div>
            <div id=panel_id>{move || fields()}</div>
        </li>
    }
}

fn params(design: Design, from: &str, to: &str) -> AnyView {
    let vocabulary = design.vocabulary.get_value();
    let fields = vocabulary.link.iter().map(|descriptor| {
        let key = descriptor.key.to_string();
        let path = format!("links.{from}.{to}.{key}");
        let (from, to) = (from.to_owned(), to.to_owned());
        let given = Memo::new(move |_| {
            design.drawn.with(|draft| {
                let is = |index: u32, id: &str| {
                    let node = draft.nodes.get(index as usize);
                    node.is_some_and(|node| node.view.id == id)
                };
                let link =
                    (draft.links.iter()).find(|link| is(link.from, &from) && is(link.to, &to));
                said(&link?.given, &key)
            })
        });
        param(design, &path, descriptor, given.into())
    });
    view! { <div class="forms__fields">{fields.collect_view()}</div> }
}
