//! A system's topology with what goes on in it: a box a node, an arrow a link.

mod layout;

use headroom_sim::descriptor::Unit;
use headroom_sim::protocol::{LinkLive, LinkView, NodeLive, NodeView};
use headroom_sim::quantity;
use leptos::prelude::*;

use crate::components::view;

use self::layout::{BOX, Flow, layout};

/// Shares of capacity from which a node is busy, and from which it is about to be the bottleneck: waiting
/// grows as 1/(1 - utilisation), so the last tenth is where the trouble is.
const BUSY: f32 = 0.7;
const FULL: f32 = 0.9;

/// Boxes are this many characters wide; the whole name is in the label for assistive technology.
const NAME: usize = 19;

/// The topology, twice: left to right for wide places and top to bottom for narrow ones; the style shows one.
#[component]
pub fn Topology(
    id: String,
    nodes: Vec<NodeView>,
    links: Vec<LinkView>,
    /// In the order of `nodes`.
    #[prop(into)]
    live: Signal<Vec<NodeLive>>,
    /// In the order of `links`.
    flow: Signal<Vec<LinkLive>>,
    /// Index of the node that is picked out.
    chosen: RwSignal<Option<usize>>,
) -> impl IntoView {
    let _ = (flow, chosen);
    if nodes.is_empty() {
        return ().into_any();
    }
    let title_id = format!("{id}-title");
    let paths = in_words(&nodes, &links);
    let drawings = [Flow::Across, Flow::Down].map(|flow| {
        view! { <Drawing flow nodes=nodes.clone() links=links.clone() live/> }
    });
    view! {
        <figure class="topology" aria-labelledby=title_id.clone()>
            <p class="topology__title" id=title_id.clone()>"Topology"</p>
            {drawings.collect_view()}
            <figcaption class="visually-hidden">{paths}</figcaption>
        </figure>
    }
    .into_any()
}

#[component]
fn Drawing(
    flow: Flow,
    nodes: Vec<NodeView>,
    links: Vec<LinkView>,
    live: Signal<Vec<NodeLive>>,
) -> impl IntoView {
    let places: Vec<(f32, f32)> = nodes.iter().map(|node| node.position).collect();
    let pairs: Vec<(u32, u32)> = links.iter().map(|link| (link.from, link.to)).collect();
    let drawn = layout(&places, &pairs, flow);
    let arrows = drawn.arrows.into_iter().map(|arrow| {
        view! {
            <path class="topology__link" d=arrow.line/>
            <polygon class="topology__head" points=arrow.head/>
        }
    });
    let arrows = arrows.collect_view();
    let boxes = nodes
        .into_iter()
        .zip(drawn.boxes)
        .enumerate()
        .map(|(index, (node, corner))| {
            let state =
                Memo::new(move |_| live.with(|live| live.get(index).copied().unwrap_or_default()));
            view! { <NodeBox node corner state/> }
        });
    let (width, height) = drawn.size;
    view! {
        <svg
            class=match flow {
                Flow::Across => "topology__across",
                Flow::Down => "topology__down",
            }
            viewBox=format!("0 0 {width} {height}")
            style:max-width=format!("{width}px")
            role="group"
            aria-label="Nodes of the system"
        >
            {arrows}
            {boxes.collect_view()}
        </svg>
    }
}

#[component]
fn NodeBox(node: NodeView, corner: (f32, f32), state: Memo<NodeLive>) -> impl IntoView {
    let (width, height) = BOX;
    let level = Memo::new(move |_| match state.get().utilisation {
        Some(share) if share >= FULL => "full",
        Some(share) if share >= BUSY => "busy",
        Some(_) => "calm",
        None => "unbound",
    });
    let share = move || {
        let share = state.get().utilisation?;
        Some(format!("{:.0}%", share * 100.0))
    };
    let bar = move || {
        let share = state.get().utilisation.unwrap_or(0.0).clamp(0.0, 1.0);
        format!("{:.1}", share * (width - 2.0))
    };
    let flight = move || {
        let flight = state.get().in_flight;
        (flight > 0).then(|| format!("{} in flight", count(flight)))
    };
    let instances = move || {
        let instances = state.get().instances;
        (instances > 0).then(|| format!(" ×{}", count(instances)))
    };
    let waiting = move || state.get().waiting;
    let backlog = move || if waiting() > 0 { "inline" } else { "none" };
    let label = {
        let (name, kind) = (node.label.clone(), node.kind.to_string());
        move || describe(&name, &kind, state.get())
    };
    view! {
        <g
            class="node"
            data-node=node.id
            data-level=level
            transform=format!("translate({} {})", corner.0, corner.1)
            tabindex="0"
            role="img"
            aria-label=label
        >
            <rect class="node__box" width=width height=height rx="5"/>
            <rect class="node__bar" x="1" y=height - 6.0 width=bar height="5"/>
            <text class="node__name" x="10" y="19">{shorten(&node.label)}</text>
            <text class="node__kind" x="10" y="34">{node.kind.to_string()}<tspan>{move || instances()}</tspan></text>
            <text class="node__share" x="10" y="53">{move || share()}</text>
            <text class="node__flight" x=width - 10.0 y="53" text-anchor="end">{move || flight()}</text>
            <g class="node__backlog" style:display=backlog>
                <rect x=width - 84.0 y="-11" width="84" height="19" rx="9.5"/>
                <text x=width - 42.0 y="3" text-anchor="middle">{move || format!("{} waiting", count(waiting()))}</text>
            </g>
        </g>
    }
}

/// Whole up to four digits, then in thousands: a box has little room.
fn count(n: u32) -> String {
    if n < 10_000 {
        quantity::format(n.into(), Unit::Count)
    } else {
        format!("{}k", n / 1000)
    }
}

fn shorten(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let kept: String = name.chars().take(NAME - 1).collect();
    format!("{}…", kept.trim_end())
}

/// A node's state in a sentence.
fn describe(name: &str, kind: &str, state: NodeLive) -> String {
    let mut parts = Vec::new();
    if let Some(share) = state.utilisation {
        parts.push(format!("{:.0}% utilised", share * 100.0));
    }
    if state.instances > 0 {
        parts.push(format!("{} instances", state.instances));
    }
    parts.push(format!("{} in flight", state.in_flight));
    parts.push(format!("{} waiting", state.waiting));
    format!("{name} ({kind}): {}", parts.join(", "))
}

/// The links in a sentence, for those who do not see the arrows.
fn in_words(nodes: &[NodeView], links: &[LinkView]) -> String {
    let name = |index: u32| nodes.get(index as usize).map(|node| node.label.as_str());
    let calls: Vec<String> = nodes
        .iter()
        .enumerate()
        .filter_map(|(index, node)| {
            let targets: Vec<&str> = links
                .iter()
                .filter(|link| link.from as usize == index)
                .filter_map(|link| name(link.to))
                .collect();
            (!targets.is_empty()).then(|| format!("{} calls {}", node.label, targets.join(" and ")))
        })
        .collect();
    if calls.is_empty() {
        "The nodes call nobody.".to_owned()
    } else {
        format!("{}.", calls.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(label: &str) -> NodeView {
        NodeView {
            id: label.to_lowercase(),
            label: label.to_owned(),
            kind: "Service".into(),
            kind_key: "service".into(),
            position: (0.0, 0.0),
            values: Vec::new(),
        }
    }

    #[test]
    fn the_arrows_are_also_words() {
        let nodes = [
            node("Client"),
            node("Gateway"),
            node("Store"),
            node("Queue"),
        ];
        let link = |from, to| LinkView {
            from,
            to,
            told: Vec::new(),
        };
        assert_eq!(
            in_words(&nodes, &[link(0, 1), link(1, 2), link(1, 3)]),
            "Client calls Gateway; Gateway calls Store and Queue."
        );
    }

    #[test]
    fn a_node_without_a_bound_has_no_utilisation() {
        let state = NodeLive {
            in_flight: 3,
            ..NodeLive::default()
        };
        assert_eq!(
            describe("Client", "client", state),
            "Client (client): 3 in flight, 0 waiting"
        );
    }
}
