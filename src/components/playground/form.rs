//! The form of the chosen node, and those of the design and its run.

use headroom_sim::descriptor::KindDescriptor;
use headroom_studio::protocol::Edit;
use leptos::prelude::*;

use crate::components::{inert, view};

use super::design::Design;
use super::field::{param, said, text};
use super::links::Links;
use super::{ID_FIELD, NODE_FIELD};
use crate::words::playground as say;

#[component]
pub fn Forms(design: Design) -> impl IntoView {
    let names = Memo::new(move |_| {
        design.drawn.with(|draft| {
            let name = |node: &headroom_studio::protocol::NodeDraft| {
                (node.view.id.clone(), node.view.label.clone())
            };
            draft.nodes.iter().map(name).collect::<Vec<_>>()
        })
    });
    let options = move || {
        let option = |(index, (id, label)): (usize, (String, String))| {
            let shown = if id == label {
                id
            } else {
                format!("{label} ({id})")
            };
            view! {
                <option value=index.to_string() prop:selected=move || design.chosen.get() == Some(index)>{shown}</option>
            }
        };
        names
            .get()
            .into_iter()
            .enumerate()
            .map(option)
            .collect_view()
    };
    // Another node, or the same one under another name or of another kind, has another form.
    let node = Memo::new(move |_| {
        let chosen = design.chosen.get()?;
        design.drawn.with(|draft| {
            let view = &draft.nodes.get(chosen)?.view;
            Some((view.id.clone(), view.kind_key.to_string()))
        })
    });
    let form = move || {
        node.get().map_or_else(
            || view! { <DesignForm design/> },
            |(id, kind)| view! { <NodeForm design id kind/> },
        )
    };
    view! {
        <section class="forms" aria-labelledby="design-forms">
            {inert(r#"h2 class="playground__title" id="design-forms""#, say::change())}
            <div class="forms__choice">
                <label for=NODE_FIELD>{say::node()}</label>
                <select
                    id=NODE_FIELD
                    autocomplete="off"
                    on:change=move |event| design.chosen.set(event_target_value(&event).parse().ok())
                >
                    <option value="" prop:selected=move || design.chosen.get().is_none()>{say::whole_design()}</option>
                    {move || options()}
                </select>
            </div>
            {move || form()}
        </section>
    }
}

/// What is said of no node: the title, the run, the classes of requests.
#[component]
fn DesignForm(design: Design) -> impl IntoView {
    let title = Signal::derive(move || {
        let title = design.drawn.with(|draft| draft.title.clone());
        Some(title).filter(|title| !title.is_empty())
    });
    let vocabulary = design.vocabulary.get_value();
    let run = vocabulary.run.iter().map(|descriptor| {
        let key = descriptor.key.to_string();
        let path = format!("run.{key}");
        let given = Memo::new(move |_| design.drawn.with(|draft| said(&draft.run, &key)));
        param(design, &path, descriptor, given.into())
    });
    view! {
        <div class="forms__fields">
            {text(design, "title", say::title(), None, title, "")}
            {run.collect_view()}
        </div>
        <div class="forms__row">
            <button type="button" on:click=move |_| design.edit(Edit::AddClass)>{say::add_class()}</button>
        </div>
    }
}

#[component]
fn NodeForm(design: Design, id: String, kind: String) -> impl IntoView {
    let vocabulary = design.vocabulary.get_value();
    let kind = vocabulary.kinds.iter().find(|known| known.key == kind);
    let own = id.clone();
    let given = move |key: &str| {
        let (own, key) = (own.clone(), key.to_owned());
        // By its id: in the text it may go to another place among the others.
        let given = Memo::new(move |_| {
            design.drawn.with(|draft| {
                let node = draft.nodes.iter().find(|node| node.view.id == own);
                said(&node?.given, &key)
            })
        });
        Signal::from(given)
    };
    let label = text(
        design,
        &format!("nodes.{id}.label"),
        say::name_on_screen(),
        None,
        given("label"),
        &id,
    );
    let summary = kind.map_or_else(
        || inert(r#"p class="forms__summary""#, say::unknown_kind()),
        |kind| {
            view! {
                <p class="forms__summary"><b>{kind.label.to_string()}</b>". "{kind.summary.to_string()}</p>
            }
        },
    );
    let params = kind.map(|kind| params(design, &id, kind, &given));
    let rename = id.clone();
    let (route, remove) = (id.clone(), id.clone());
    let caption = say::remove(&id);
    view! {
        {summary}
        <div class="forms__fields">
            <div class="field">
                <label for=ID_FIELD>{say::id_in_text()}</label>
                <input
                    id=ID_FIELD
                    type="text"
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    value=id.clone()
                    on:change=move |event| {
                        let to = event_target_value(&event);
                        if to.trim() != rename {
                            design.edit(Edit::Rename { id: rename.clone(), to });
                        }
                    }
                />
            </div>
            {label}
        </div>
        <Links design id=id.clone()/>
        {params}
        <div class="forms__row">
            <button type="button" on:click=move |_| design.edit(Edit::AddRoute { id: route.clone() })>
                {say::write_route()}
            </button>
            <button type="button" class="danger" on:click=move |_| design.edit(Edit::RemoveNode { id: remove.clone() })>
                {caption}
            </button>
        </div>
    }
}

/// Those the text sets first, the rest behind a disclosure; which is which is settled when the node is chosen, so that no field
/// moves while it is used.
fn params(
    design: Design,
    id: &str,
    kind: &KindDescriptor,
    given: &dyn Fn(&str) -> Signal<Option<String>>,
) -> AnyView {
    /// So many are seen at once.
    const FEW: usize = 6;
    let all: Vec<_> = (kind.params.iter())
        .map(|descriptor| (descriptor, given(&descriptor.key)))
        .collect();
    let set = all
        .iter()
        .filter(|(_, given)| given.get_untracked().is_some());
    let free = FEW.saturating_sub(set.count());
    let mut taken = 0;
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for (descriptor, given) in all {
        let path = format!("nodes.{id}.{}", descriptor.key);
        let is_set = given.get_untracked().is_some();
        let field = param(design, &path, descriptor, given);
        if is_set || taken < free {
            taken += usize::from(!is_set);
            first.push(field);
        } else {
            rest.push(field);
        }
    }
    let more = (!rest.is_empty()).then(|| {
        let title = say::more_settings(rest.len());
        view! {
            <details class="forms__more">
                <summary>{title}</summary>
                <div class="forms__fields">{rest}</div>
            </details>
        }
    });
    view! {
        <div class="forms__fields">{first}</div>
        {more}
    }
}
