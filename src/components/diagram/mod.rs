//! A system's topology with what goes on in it: a box a node, an arrow a link.

mod figures;
pub mod glyph;
mod layout;
mod link;
mod node;
mod route;
mod steps;
mod zoom;

use headroom_sim::protocol::{LinkLive, LinkView, NodeLive, NodeView};
use leptos::prelude::*;

use crate::components::{inert, view};
use crate::platform::focus;
use crate::platform::keys::pressed;
use crate::state::keys::{Keys, OnNode};

use self::layout::{BOX, Flow, layout};
use self::link::link;
use self::node::NodeBox;
use self::steps::Way;
use self::zoom::{Zoom, Zooms};
use crate::words::chart as say;

pub use self::link::{per_second, share};

/// Something that is wrong now, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    pub place: Place,
    /// What it is.
    pub label: String,
}

/// By index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Node(usize),
    Link(usize),
}

/// The topology, twice: left to right for wide places and top to bottom for narrow ones; the style shows one.
#[component]
pub fn Topology(
    /// Unique on the page.
    id: String,
    nodes: Vec<NodeView>,
    links: Vec<LinkView>,
    /// In the order of `nodes`.
    #[prop(into)]
    live: Signal<Vec<NodeLive>>,
    /// In the order of `links`.
    flow: Signal<Vec<LinkLive>>,
    /// In the order of `links`, whether nothing has gone along in all of the run; empty where that is not known.
    #[prop(optional, into)]
    unused: Signal<Vec<bool>>,
    /// Index of the node that is picked out.
    chosen: RwSignal<Option<usize>>,
    /// What is wrong now.
    #[prop(optional, into)]
    marks: Signal<Vec<Strike>>,
    /// Whether time passes.
    #[prop(optional, into)]
    moving: Signal<bool>,
) -> impl IntoView {
    if nodes.is_empty() {
        return ().into_any();
    }
    let title_id = format!("{id}-title");
    let paths = in_words(&nodes, &links);
    let ready = RwSignal::new(false);
    Effect::new(move |_| ready.set(true));
    let busiest = Memo::new(move |_| {
        flow.with(|flow| (flow.iter().map(|link| link.per_second)).fold(0.0f32, f32::max))
    });
    let faults = {
        let (nodes, links) = (nodes.clone(), links.clone());
        Memo::new(move |_| {
            marks.with(|marks| (!marks.is_empty()).then(|| told(marks, &nodes, &links)))
        })
    };
    let some_unused = Memo::new(move |_| unused.with(|unused| unused.contains(&true)));
    let drawings = [Flow::Across, Flow::Down].map(|way| {
        let scene = Scene {
            live,
            flow,
            busiest,
            marks,
            unused,
            chosen,
            ready,
            current: RwSignal::new(0),
            zoom: Zoom::new(),
        };
        view! { <Drawing id=id.clone() way nodes=nodes.clone() links=links.clone() scene/> }
    });
    view! {
        <figure class="topology" aria-labelledby=title_id.clone() data-moving=move || moving.get().to_string()>
            <div class="topology__title">
                <p id=title_id.clone()>{say::topology()}</p>
                <p class="topology__faults" title=move || faults.get()>{move || faults.get()}</p>
            </div>
            {drawings.collect_view()}
            <p class="topology__key">
                {say::key_arrows()}
                {say::key_bars()}
                {move || some_unused.get().then(say::key_grey)}
                {inert(r#"span class="topology__offer""#, say::choose_a_box())}
            </p>
            <figcaption class="visually-hidden">{paths}</figcaption>
        </figure>
    }
    .into_any()
}

/// Moves the focus to a node of the topology with this id, in whichever of its drawings is shown.
pub fn focus_node(id: &str, index: usize) {
    for way in [Flow::Across, Flow::Down] {
        // What is not shown does not take it.
        focus::focus_soon(node_id(id, way, index));
    }
}

fn node_id(id: &str, way: Flow, index: usize) -> String {
    format!("{id}-{}-{index}", name(way))
}

fn name(way: Flow) -> &'static str {
    match way {
        Flow::Across => "across",
        Flow::Down => "down",
    }
}

/// What one drawing is about.
#[derive(Clone, Copy)]
struct Scene {
    live: Signal<Vec<NodeLive>>,
    flow: Signal<Vec<LinkLive>>,
    /// The greatest rate of a link.
    busiest: Memo<f32>,
    marks: Signal<Vec<Strike>>,
    /// Of each link, whether the run does not use it.
    unused: Signal<Vec<bool>>,
    chosen: RwSignal<Option<usize>>,
    /// Whether the program is here: until then nothing can be chosen.
    ready: RwSignal<bool>,
    /// The only node that can be tabbed to; the arrows lead to the others.
    current: RwSignal<usize>,
    zoom: Zoom,
}

impl Scene {
    fn toggle(self, index: usize) {
        self.chosen
            .update(|chosen| *chosen = (*chosen != Some(index)).then_some(index));
    }

    fn unused(self, link: usize) -> bool {
        self.unused
            .with(|unused| unused.get(link).copied().unwrap_or_default())
    }

    /// What is wrong at a place.
    fn wrong(self, place: Place) -> Memo<Vec<String>> {
        Memo::new(move |_| {
            self.marks.with(|marks| {
                let here = marks.iter().filter(|mark| mark.place == place);
                here.map(|mark| mark.label.clone()).collect()
            })
        })
    }
}

#[component]
fn Drawing(
    id: String,
    way: Flow,
    nodes: Vec<NodeView>,
    links: Vec<LinkView>,
    scene: Scene,
) -> impl IntoView {
    let places: Vec<(f32, f32)> = nodes.iter().map(|node| node.position).collect();
    let pairs: Vec<(u32, u32)> = links.iter().map(|link| (link.from, link.to)).collect();
    let drawn = layout(&places, &pairs, way);
    let arrows = drawn.arrows.into_iter().map(|arrow| link(arrow, scene));
    let (arrows, figures): (Vec<AnyView>, Vec<AnyView>) = arrows.unzip();
    let boxes = nodes
        .into_iter()
        .zip(drawn.boxes.iter().copied())
        .enumerate();
    let boxes = boxes.map(|(index, (node, corner))| {
        let here = |&(_, &(from, to)): &(usize, &(u32, u32))| {
            from as usize == index || to as usize == index
        };
        let links = pairs.iter().enumerate().filter(here);
        let links: Vec<usize> = links.map(|(link, _)| link).collect();
        view! { <NodeBox id=node_id(&id, way, index) index node links corner scene/> }
    });
    let boxes = boxes.collect_view();
    let corners = drawn.boxes;
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let Some(act) = OnNode::of(&pressed(&event)) else {
            return;
        };
        let at = scene.current.get_untracked();
        let step = |way| steps::step(&corners, &pairs, at, way);
        let to = match act {
            OnNode::Toggle => {
                event.prevent_default();
                scene.toggle(at);
                return;
            }
            OnNode::Close => {
                scene.chosen.set(None);
                return;
            }
            OnNode::First => Some(0),
            OnNode::Last => Some(corners.len() - 1),
            OnNode::Left => step(Way::Left),
            OnNode::Right => step(Way::Right),
            OnNode::Up => step(Way::Up),
            OnNode::Down => step(Way::Down),
        };
        event.prevent_default();
        if let Some(to) = to {
            scene.current.set(to);
            scene.zoom.show(corners[to].0, BOX.0);
            focus::focus_soon(node_id(&id, way, to));
        }
    };
    let (width, height) = drawn.size;
    let zoom = scene.zoom;
    view! {
        <div class=format!("topology__{}", name(way))>
            <Zooms zoom width/>
            <div
                class="topology__view"
                node_ref=zoom.view
                on:wheel=move |event| zoom.wheel(&event)
                on:pointerdown=move |event| zoom.grip(&event)
                on:pointermove=move |event| zoom.drag(&event)
                data-zoomed=move || zoom.is_in().to_string()
                data-sized=move || (zoom.is_set() && zoom.is_in()).to_string()
            >
                <div class="topology__sheet">
                    <svg
                        class="topology__least"
                        width=format!("{:.0}", zoom::least(width))
                        height="0"
                        aria-hidden="true"
                        focusable="false"
                        display=move || zoom.is_set().then_some("none")
                    ></svg>
                    <svg
                        viewBox=format!("0 0 {width} {height}")
                        width=move || zoom.width(width)
                        role="list"
                        aria-label=say::nodes_of_the_system()
                        on:keydown=keys
                    >
                        <g class="topology__links" aria-hidden="true">{arrows}</g>
                        {boxes}
                        <g class="topology__figures" aria-hidden="true">{figures}</g>
                    </svg>
                </div>
            </div>
        </div>
    }
}

/// All that is wrong, in words.
fn told(marks: &[Strike], nodes: &[NodeView], links: &[LinkView]) -> String {
    let node = |index: usize| nodes.get(index).map_or("", |node| node.label.as_str());
    let told = marks.iter().map(|mark| match mark.place {
        Place::Node(index) => say::told(node(index), &mark.label),
        Place::Link(index) => {
            let ends = links.get(index).map(|link| (link.from, link.to));
            let (from, to) = ends.unwrap_or_default();
            let (from, to) = (node(from as usize), node(to as usize));
            say::told(say::between(from, to), &mark.label)
        }
    });
    told.collect::<Vec<String>>().join(" · ")
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
            (!targets.is_empty()).then(|| say::node_calls(&node.label, targets.join(say::joins())))
        })
        .collect();
    if calls.is_empty() {
        say::nobody_calls().to_owned()
    } else {
        say::full_stop(calls.join(say::semicolon()))
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
            areas: Vec::new(),
            values: Vec::new(),
        }
    }

    fn link(from: u32, to: u32) -> LinkView {
        LinkView {
            from,
            to,
            told: Vec::new(),
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
        assert_eq!(
            in_words(&nodes, &[link(0, 1), link(1, 2), link(1, 3)]),
            "Client calls Gateway; Gateway calls Store and Queue."
        );
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        let marks =
            [(Place::Node(1), "Crash"), (Place::Link(0), "Jitter")].map(|(place, label)| Strike {
                place,
                label: label.to_owned(),
            });
        assert_eq!(
            told(&marks, &[node("App"), node("Store")], &[link(0, 1)]),
            "Store: Crash · App to Store: Jitter"
        );
    }
}
