//! Layers of a graph and the order within them.
//!
//! Boxes stand in the layers of even number. Those of odd number are the gaps between them: every edge that crosses a gap has
//! a place there, and in one of them its label does.

use super::Graph;

/// What stands in a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Vertex {
    Node(usize),
    /// An edge that passes.
    Pass(usize),
}

/// Where an edge leads back that goes around all that lies between its ends: before the first place of every layer, or
/// after the last.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    Near,
    Far,
}

/// A layer and the place in it.
pub type Place = (usize, usize);

#[derive(Debug)]
pub struct Layered {
    pub layers: Vec<Vec<Vertex>>,
    /// Whether an edge runs against the layers.
    pub reversed: Vec<bool>,
    /// Of edges that go around.
    pub around: Vec<Option<Side>>,
    /// Of each node.
    pub nodes: Vec<Place>,
    /// Of each edge from its lower layer to its higher one, a place in each; `None` for a loop. One that goes around has places
    /// of its own beside its ends; that of any other begins and ends with them.
    paths: Vec<Option<Vec<Place>>>,
}

impl Layered {
    pub fn path(&self, edge: usize) -> Option<&[Place]> {
        self.paths[edge].as_deref()
    }

    /// The place of an edge's label: in the gap that is nearest to the middle of its way. None for a loop.
    pub fn label_place(&self, edge: usize) -> Option<Place> {
        let path = self.path(edge)?;
        let (low, high) = (path[0].0, path[path.len() - 1].0);
        let middle = low.midpoint(high);
        let gap = if middle % 2 == 1 { middle } else { middle - 1 };
        path.get(gap - low).copied()
    }

    /// The nodes at the lower and the higher end of an edge.
    pub fn ends(&self, graph: &Graph, edge: usize) -> (usize, usize) {
        let (from, to) = (graph.edges[edge].from, graph.edges[edge].to);
        if self.reversed[edge] {
            (to, from)
        } else {
            (from, to)
        }
    }

    /// Of each slot of a layer, the places joined to it by an edge in the layer before or after it.
    fn neighbours(&self, layer: usize, before: bool) -> Vec<Vec<Place>> {
        let mut found = vec![Vec::new(); self.layers[layer].len()];
        for path in self.paths.iter().flatten() {
            // A path has one place in every layer that it meets.
            let Some(at) = layer.checked_sub(path[0].0) else {
                continue;
            };
            let next = if before {
                at.checked_sub(1)
            } else {
                at.checked_add(1)
            };
            if let (Some(own), Some(next)) = (path.get(at), next.and_then(|next| path.get(next))) {
                found[own.1].push(*next);
            }
        }
        found
    }

    /// Finds all places anew, after vertices were moved.
    fn find_places(&mut self, graph: &Graph) {
        let mut passes: Vec<Vec<Place>> = vec![Vec::new(); graph.edges.len()];
        for (layer, vertices) in self.layers.iter().enumerate() {
            for (slot, vertex) in vertices.iter().enumerate() {
                match vertex {
                    Vertex::Node(node) => self.nodes[*node] = (layer, slot),
                    Vertex::Pass(edge) => passes[*edge].push((layer, slot)),
                }
            }
        }
        self.paths = (0..graph.edges.len())
            .map(|edge| {
                let (low, high) = self.ends(graph, edge);
                if low == high {
                    return None;
                }
                let mut path = std::mem::take(&mut passes[edge]);
                if self.around[edge].is_none() {
                    path.insert(0, self.nodes[low]);
                    path.push(self.nodes[high]);
                }
                Some(path)
            })
            .collect();
    }
}

/// Assigns layers and orders them.
pub fn layers(graph: &Graph) -> Layered {
    let reversed = reversed(graph);
    let levels = levels(graph, &reversed);
    let count = levels.iter().max().map_or(0, |most| 2 * most + 1);
    let mut layered = Layered {
        layers: vec![Vec::new(); count],
        reversed,
        around: vec![None; graph.edges.len()],
        nodes: vec![(0, 0); graph.nodes.len()],
        paths: Vec::new(),
    };
    for (node, level) in levels.iter().enumerate() {
        layered.layers[2 * level].push(Vertex::Node(node));
    }
    for edge in 0..graph.edges.len() {
        let (low, high) = layered.ends(graph, edge);
        for layer in 2 * levels[low] + 1..2 * levels[high] {
            layered.layers[layer].push(Vertex::Pass(edge));
        }
    }
    if let Some(rows) = given(graph, |position| position.1) {
        for (layer, vertices) in layered.layers.iter_mut().enumerate() {
            let row = |vertex: &Vertex| match vertex {
                Vertex::Node(node) => rows[*node],
                Vertex::Pass(edge) => {
                    let edge = &graph.edges[*edge];
                    let (from, to) = (2 * levels[edge.from], 2 * levels[edge.to]);
                    let share = (layer as f32 - from as f32) / (to as f32 - from as f32);
                    rows[edge.from] + share * (rows[edge.to] - rows[edge.from])
                }
            };
            vertices.sort_by(|a, b| row(a).total_cmp(&row(b)));
        }
        layered.find_places(graph);
    } else {
        layered.find_places(graph);
        for sweep in 0..8 {
            reorder(&mut layered, sweep % 2 == 0);
            layered.find_places(graph);
        }
    }
    lead_around(graph, &mut layered);
    layered.find_places(graph);
    layered
}

/// One coordinate of all positions, where all are given.
fn given(graph: &Graph, coordinate: impl Fn((f32, f32)) -> f32) -> Option<Vec<f32>> {
    graph
        .nodes
        .iter()
        .map(|node| node.position.map(&coordinate))
        .collect()
}

/// Leads edges that run back over several layers around those, where nothing stands between their ends and the outside:
/// the shortest inside, so that they do not cross.
fn lead_around(graph: &Graph, layered: &mut Layered) {
    let span = |layered: &Layered, edge| {
        let (low, high) = layered.ends(graph, edge);
        (layered.nodes[low].0, layered.nodes[high].0)
    };
    let mut back: Vec<usize> = (0..graph.edges.len())
        .filter(|edge| {
            let (low, high) = span(layered, *edge);
            layered.reversed[*edge] && high - low > 2
        })
        .collect();
    back.sort_by_key(|edge| {
        let (low, high) = span(layered, *edge);
        high - low
    });
    for edge in back {
        let (low, high) = layered.ends(graph, edge);
        let outermost = |node: usize, side: Side| {
            let on_the_way = |vertex: &&Vertex| match vertex {
                Vertex::Node(_) => true,
                Vertex::Pass(edge) => layered.around[*edge] != Some(side),
            };
            let layer = &layered.layers[layered.nodes[node].0];
            let first = match side {
                Side::Near => layer.iter().find(on_the_way),
                Side::Far => layer.iter().rev().find(on_the_way),
            };
            // A loop stands on the near side of its box.
            let looped = side == Side::Near && graph.has_loop(node);
            first == Some(&Vertex::Node(node)) && !looped
        };
        let side = [Side::Far, Side::Near]
            .into_iter()
            .find(|side| outermost(low, *side) && outermost(high, *side));
        let Some(side) = side else { continue };
        let (low, high) = span(layered, edge);
        for layer in &mut layered.layers[low..=high] {
            layer.retain(|vertex| *vertex != Vertex::Pass(edge));
            match side {
                Side::Near => layer.insert(0, Vertex::Pass(edge)),
                Side::Far => layer.push(Vertex::Pass(edge)),
            }
        }
        layered.around[edge] = Some(side);
    }
}

/// Edges that lead back to an earlier column where columns are given; those within one column, or all, that close a cycle
/// when nodes are visited in the order they were named.
fn reversed(graph: &Graph) -> Vec<bool> {
    let columns = columns(graph).unwrap_or_else(|| vec![0; graph.nodes.len()]);
    let mut reversed: Vec<bool> = graph
        .edges
        .iter()
        .map(|edge| columns[edge.from] > columns[edge.to])
        .collect();
    let within = |edge: &super::Edge| columns[edge.from] == columns[edge.to];
    // Not visited, on the way, done.
    let mut state = vec![0_u8; graph.nodes.len()];
    for start in 0..graph.nodes.len() {
        if state[start] != 0 {
            continue;
        }
        let mut stack = vec![(start, 0)];
        state[start] = 1;
        while let Some((node, next)) = stack.pop() {
            let edge = (next..graph.edges.len()).find(|edge| {
                let edge = &graph.edges[*edge];
                edge.from == node && edge.to != node && within(edge)
            });
            let Some(edge) = edge else {
                state[node] = 2;
                continue;
            };
            stack.push((node, edge + 1));
            let to = graph.edges[edge].to;
            match state[to] {
                0 => {
                    state[to] = 1;
                    stack.push((to, 0));
                }
                1 => reversed[edge] = true,
                _ => {}
            }
        }
    }
    reversed
}

fn columns(graph: &Graph) -> Option<Vec<i64>> {
    let columns = given(graph, |position| position.0.round())?;
    Some(columns.into_iter().map(|column| column as i64).collect())
}

/// The layer of each node: its column where columns are given, else the longest way to it.
fn levels(graph: &Graph, reversed: &[bool]) -> Vec<usize> {
    if let Some(columns) = columns(graph) {
        let mut known = columns.clone();
        known.sort_unstable();
        known.dedup();
        let mut levels: Vec<usize> = columns
            .iter()
            .map(|column| known.partition_point(|other| other < column))
            .collect();
        push_apart(graph, reversed, &mut levels);
        return levels;
    }
    let mut levels = vec![0; graph.nodes.len()];
    push_apart(graph, reversed, &mut levels);
    levels
}

/// Raises levels until every edge leads upwards. Without cycles this ends after as many rounds as there are nodes.
fn push_apart(graph: &Graph, reversed: &[bool], levels: &mut [usize]) {
    for _ in 0..graph.nodes.len() {
        let mut changed = false;
        for (edge, reversed) in graph.edges.iter().zip(reversed) {
            let (low, high) = if *reversed {
                (edge.to, edge.from)
            } else {
                (edge.from, edge.to)
            };
            if low != high && levels[high] <= levels[low] {
                levels[high] = levels[low] + 1;
                changed = true;
            }
        }
        if !changed {
            break;
        }
    }
}

/// Sorts every layer by the mean slot of its neighbours on one side.
fn reorder(layered: &mut Layered, forward: bool) {
    let count = layered.layers.len();
    for step in 0..count {
        let layer = if forward { step } else { count - 1 - step };
        let neighbours = layered.neighbours(layer, forward);
        let mut keyed: Vec<(f32, usize)> = neighbours
            .iter()
            .enumerate()
            .map(|(slot, near)| {
                let relative = |(layer, slot): &(usize, usize)| {
                    (*slot as f32 + 0.5) / layered.layers[*layer].len() as f32
                };
                let mean = near.iter().map(relative).sum::<f32>() / near.len() as f32;
                (
                    if near.is_empty() {
                        (slot as f32 + 0.5) / layered.layers[layer].len() as f32
                    } else {
                        mean
                    },
                    slot,
                )
            })
            .collect();
        keyed.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let mut moved = vec![0; keyed.len()];
        for (to, (_, from)) in keyed.iter().enumerate() {
            moved[*from] = to;
        }
        layered.layers[layer] = keyed
            .iter()
            .map(|(_, slot)| layered.layers[layer][*slot])
            .collect();
        for path in layered.paths.iter_mut().flatten() {
            let at = layer.checked_sub(path[0].0);
            if let Some(place) = at.and_then(|at| path.get_mut(at)) {
                place.1 = moved[place.1];
            }
        }
    }
}
