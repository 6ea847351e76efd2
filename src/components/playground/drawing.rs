//! The design as it is drawn.

use headroom_sim::protocol::{LinkLive, LinkView, NodeLive, NodeView};
use headroom_studio::protocol::{Draft, Edit};
use leptos::prelude::*;

use crate::components::diagram::Topology;
use crate::components::{inert, view};

use super::design::Design;
use crate::words::playground as say;

/// More would be neither seen nor drawn in time.
const MOST_DRAWN: usize = 150;

type Drawn = (Vec<NodeView>, Vec<LinkView>);

fn drawn(draft: &Draft) -> Drawn {
    let nodes = draft.nodes.iter().map(|node| node.view.clone());
    let links = draft.links.iter().map(|link| LinkView {
        from: link.from,
        to: link.to,
        told: Vec::new(),
    });
    (nodes.collect(), links.collect())
}

#[component]
pub fn Drawing(design: Design) -> impl IntoView {
    // A value that changes draws nothing anew.
    let shown = Memo::new(move |_| design.drawn.with(|draft| drawn(draft)));
    join(design);
    let topology = move || {
        let (nodes, links) = shown.get();
        let (count, calls) = (nodes.len(), links.len());
        if nodes.is_empty() {
            return inert(r#"p class="playground__none""#, say::nothing_here());
        }
        if count > MOST_DRAWN {
            return view! {
                <p class="playground__none">{say::too_many_nodes(count)}</p>
            };
        }
        view! {
            <Topology
                id="design-topology".to_owned()
                nodes
                links
                live=Signal::derive(move || vec![NodeLive::default(); count])
                flow=Signal::derive(move || vec![LinkLive::default(); calls])
                chosen=design.chosen
            />
        }
    };
    let unread = move || !design.draft.with(|draft| draft.readable);
    let joining = move || {
        design.joining.get().map(|from| {
            view! {
                <span>{say::choose_called(from)}</span>
                <button type="button" on:click=move |_| design.joining.set(None)>{say::stop_connecting()}</button>
            }
        })
    };
    view! {
        <div class="playground__drawing">
            {move || topology()}
            <p class="playground__unread" role="status">
                {move || unread().then(say::last_readable)}
            </p>
            <p class="playground__joining" role="status">{move || joining()}</p>
        </div>
    }
}

/// Connects the node from which one is to be connected with the one that is chosen next.
fn join(design: Design) {
    Effect::new(move |before: Option<Option<String>>| {
        let now = design.chosen_id();
        let joining = design.joining.get_untracked();
        if let (Some(from), Some(to), Some(before)) = (joining, &now, before)
            && before.as_ref() != Some(to)
            && from != *to
        {
            design.joining.set(None);
            design.edit(Edit::Connect {
                from,
                to: to.clone(),
            });
        }
        now
    });
}
