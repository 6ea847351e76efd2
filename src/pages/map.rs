//! The concepts by what they build on. One list serves all: by level, with what each needs in words; where there is room
//! it is laid out as the drawing that the compiler made, with arrows for those words.

use headroom_content::model::{ConceptMap, Link, MapNode};
use leptos::prelude::*;

use crate::components::document::PageHeader;
use crate::words::{lang_of_content, page as words};

/// Colours of series that the style sheet has.
const COLOURS: u8 = 6;

#[component]
pub fn MapPage(title: String, map: ConceptMap) -> impl IntoView {
    let ConceptMap {
        summary,
        levels,
        size: [width, height],
    } = map;
    let levels = levels
        .into_iter()
        .zip(1..)
        .map(|(nodes, level)| level_view(&nodes, level, [width, height]))
        .collect_view();
    let size = format!("--map-width:{};--map-height:{}", rem(width), rem(height));
    view! {
        <div class="document">
            <PageHeader title summary/>
            <div class="map wide">
                <ol class="map__levels marked" role="list" data-style=size>{levels}</ol>
            </div>
        </div>
    }
}

fn level_view(nodes: &[MapNode], level: usize, size: [f32; 2]) -> impl IntoView + use<> {
    let id = format!("level-{level}");
    let left = nodes.first().map_or(0.0, |node| node.place[0]);
    let nodes = nodes
        .iter()
        .map(|node| node_view(node, size))
        .collect_view();
    view! {
        <li class="map__level">
            <h2 id=id.clone() data-style=format!("--left:{}", rem(left))>{words::map_level(level)}</h2>
            <ul role="list" aria-labelledby=id>{nodes}</ul>
        </li>
    }
}

fn node_view(node: &MapNode, [width, height]: [f32; 2]) -> impl IntoView + use<> {
    let [x, y, w, h] = node.place.map(rem);
    let place = format!("--left:{x};--top:{y};--width:{w};--height:{h}");
    let colour = node.colour % COLOURS + 1;
    let needs = needs(&node.prerequisites);
    let [lines, heads] = node.arrows.clone();
    view! {
        <li class="map__node" data-colour=colour.to_string() data-style=place>
            <a href=node.link.href.clone() lang=lang_of_content()>{node.link.title.clone()}</a>
            <span class="map__category" lang=lang_of_content()>{node.category.clone()}</span>
            {needs.map(|needs| view! { <span class="map__needs">{needs}</span> })}
            {(!lines.is_empty()).then(|| view! {
                <svg viewBox=format!("0 0 {width:.0} {height:.0}") aria-hidden="true">
                    <path class="map__line" d=lines></path>
                    <path class="map__head" d=heads></path>
                </svg>
            })}
        </li>
    }
}

/// What is best read before, in words.
fn needs(prerequisites: &[Link]) -> Option<String> {
    let titles: Vec<&str> = prerequisites.iter().map(|link| &*link.title).collect();
    (!titles.is_empty()).then(|| words::after(titles.join("; ")))
}

fn rem(sixteenths: f32) -> String {
    format!("{:.3}rem", sixteenths / 16.0)
}
