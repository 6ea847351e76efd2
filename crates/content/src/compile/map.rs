//! The map of concepts: what is to be read before what. Prerequisites make a graph without circles, which is drawn from
//! left to right: a concept stands to the right of all that it needs.

use std::collections::BTreeMap;

use crate::model::{ConceptMap, MapNode};

use super::assemble::{Assembler, Ready};
use super::diagnostic::Diagnostics;
use super::diagram::{Edge, Graph, GraphNode, plan};
use super::front::{Details, Place};
use super::parse::Parsed;
use super::rule::Rule;
use super::source::Located;

pub const ROUTE: &str = "/map/";
pub const TITLE: &str = "Concept map";
pub const ABOUT: &str = "Every concept, and what is best read before it. Begin at the first level, or anywhere: the order is advice, not a lock.";

/// Reports each circle of prerequisites, at one of the places that close it.
pub fn check(pages: &[Parsed<'_>], diagnostics: &mut Diagnostics) {
    let mut concepts: BTreeMap<&str, (&Parsed<'_>, &[Located<String>])> = BTreeMap::new();
    for page in pages {
        if let (Place::Concept { slug, .. }, Details::Concept(front)) =
            (&page.place, &page.front.details)
        {
            concepts.insert(slug, (page, &front.prerequisites));
        }
    }
    // On the way there, or left for good: each concept is walked through once.
    let mut done: BTreeMap<&str, bool> = BTreeMap::new();
    for start in concepts.keys().copied() {
        let mut way: Vec<(&str, usize)> = Vec::new();
        if !done.contains_key(start) {
            done.insert(start, false);
            way.push((start, 0));
        }
        while let Some((at, next)) = way.pop() {
            let Some((page, needed)) = concepts.get(at) else {
                continue;
            };
            let Some(need) = needed.get(next) else {
                done.insert(at, true);
                continue;
            };
            way.push((at, next + 1));
            let Some((need_id, _)) = concepts.get_key_value(need.value.as_str()) else {
                continue;
            };
            match done.get(need_id) {
                None => {
                    done.insert(need_id, false);
                    way.push((need_id, 0));
                }
                Some(true) => {}
                Some(false) => {
                    let round = way.iter().map(|(id, _)| *id);
                    let round = round.skip_while(|id| id != need_id).chain([*need_id]);
                    let names: Vec<String> = round.map(|id| format!("`{id}`")).collect();
                    let message = format!(
                        "no page of these can be read first: {}",
                        names.join(" needs ")
                    );
                    diagnostics
                        .report(page.source, Rule::PrerequisiteCycle, &need.span, message)
                        .help(
                            "leave out the one that a reader can do without; `related` may name it",
                        );
                }
            }
        }
    }
}

impl Assembler<'_, '_, '_> {
    pub(super) fn map(&self) -> ConceptMap {
        // In reading order, so that a category's concepts begin beside each other.
        let concepts: Vec<(&Ready<'_, '_>, usize)> = self
            .categories
            .list
            .iter()
            .enumerate()
            .flat_map(|(at, category)| self.concepts(&category.id).map(move |ready| (ready, at)))
            .collect();
        let places: BTreeMap<String, usize> = concepts
            .iter()
            .zip(0..)
            .map(|((ready, _), at)| (ready.route(), at))
            .collect();
        let needs: Vec<Vec<usize>> = concepts
            .iter()
            .map(|(ready, _)| {
                let routes = prerequisites(ready).iter();
                routes
                    .filter_map(|id| places.get(self.index.concept(&id.value)?).copied())
                    .collect()
            })
            .collect();
        let category = |at: usize| &self.categories.list[at].title;
        let graph = Graph {
            nodes: concepts
                .iter()
                .map(|(ready, at)| GraphNode {
                    label: ready.title.clone(),
                    note: Some(category(*at).clone()),
                    position: None,
                })
                .collect(),
            edges: arrows(&needs),
        };
        let plan = plan(&graph);
        let mut used: Vec<usize> = concepts.iter().map(|(_, at)| *at).collect();
        used.dedup();
        let mut levels: Vec<Vec<MapNode>> = Vec::new();
        for (node, (ready, at)) in concepts.iter().enumerate() {
            let mut data = [String::new(), String::new()];
            for (edge, (line, head)) in graph.edges.iter().zip(&plan.arrows) {
                if edge.to == node {
                    data[0].push_str(line);
                    data[1].push_str(head);
                }
            }
            let level = plan.columns[node];
            levels.resize_with(levels.len().max(level + 1), Vec::new);
            levels[level].push(MapNode {
                link: self.index.link(&ready.route()),
                category: category(*at).clone(),
                colour: used.partition_point(|known| known < at) as u8,
                prerequisites: needs[node]
                    .iter()
                    .map(|need| self.index.link(&concepts[*need].0.route()))
                    .collect(),
                place: plan.places[node],
                arrows: data,
            });
        }
        for level in &mut levels {
            level.sort_by(|a, b| a.place[1].total_cmp(&b.place[1]));
        }
        ConceptMap {
            summary: ABOUT.to_owned(),
            levels,
            size: plan.size,
        }
    }
}

fn prerequisites<'r>(ready: &'r Ready<'_, '_>) -> &'r [Located<String>] {
    match &ready.parsed.front.details {
        Details::Concept(front) => &front.prerequisites,
        _ => &[],
    }
}

/// An arrow for each need but those that follow from others: who needs B, which needs A, needs A.
fn arrows(needs: &[Vec<usize>]) -> Vec<Edge> {
    let mut edges = Vec::new();
    for (to, own) in needs.iter().enumerate() {
        for from in own {
            let others = own.iter().filter(|other| *other != from);
            if !leads(needs, others.copied().collect(), *from) {
                edges.push(Edge {
                    from: *from,
                    to,
                    label: String::new(),
                    dashed: false,
                });
            }
        }
    }
    edges
}

/// Whether any of `open` needs `wanted`, by way of others.
fn leads(needs: &[Vec<usize>], mut open: Vec<usize>, wanted: usize) -> bool {
    let mut seen = vec![false; needs.len()];
    while let Some(at) = open.pop() {
        for need in &needs[at] {
            if *need == wanted {
                return true;
            }
            if !std::mem::replace(&mut seen[*need], true) {
                open.push(*need);
            }
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Who follows the arrows that are drawn comes by everything that is needed, and no arrow can be done without.
        #[test]
        fn the_arrows_say_all_that_is_needed_and_nothing_twice(
            pairs in proptest::collection::btree_set((0_usize..12, 0_usize..12), 0..40),
        ) {
            let mut needs = vec![Vec::new(); 12];
            for (a, b) in pairs {
                if a != b {
                    needs[a.max(b)].push(a.min(b));
                }
            }
            for own in &mut needs {
                own.sort_unstable();
                own.dedup();
            }
            let drawn = arrows(&needs);
            let mut left = vec![Vec::new(); 12];
            for edge in &drawn {
                left[edge.to].push(edge.from);
            }
            for (to, own) in needs.iter().enumerate() {
                for from in own {
                    prop_assert!(left[to].contains(from) || leads(&left, left[to].clone(), *from));
                }
            }
            for edge in &drawn {
                let others: Vec<usize> = left[edge.to].iter().copied().filter(|other| *other != edge.from).collect();
                prop_assert!(!leads(&left, others, edge.from));
            }
        }
    }
}
