//! Layers of a graph and the order within them.

use super::Graph;

/// What stands in a layer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Vertex {
    Node(usize),
    /// An edge that only passes.
    Pass(usize),
}

#[derive(Debug)]
pub struct Layered {
    pub layers: Vec<Vec<Vertex>>,
    /// Whether an edge runs against the layers.
    pub reversed: Vec<bool>,
    /// Of each edge from its lower layer to its higher one, as (layer, slot); `None` for a loop.
    paths: Vec<Option<Vec<(usize, usize)>>>,
}

impl Layered {
    pub fn path(&self, edge: usize) -> Option<&[(usize, usize)]> {
        self.paths[edge].as_deref()
    }

    /// The layer after which the label of an edge stands; none for a loop.
    pub fn label_gap(&self, edge: usize) -> Option<usize> {
        let path = self.path(edge)?;
        Some(path[0].0 + (path.len() - 2) / 2)
    }

    /// Of each slot of a layer, the places joined to it by an edge in the layer before or after it.
    pub fn neighbours(&self, layer: usize, before: bool) -> Vec<Vec<(usize, usize)>> {
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
}

/// Assigns layers and orders them.
pub fn layers(graph: &Graph) -> Layered {
    let reversed = reversed(graph);
    let levels = levels(graph, &reversed);
    let count = levels.iter().max().map_or(0, |most| most + 1);
    let mut layers: Vec<Vec<Vertex>> = vec![Vec::new(); count];
    for (node, level) in levels.iter().enumerate() {
        layers[*level].push(Vertex::Node(node));
    }
    let span = |edge: usize| {
        let (from, to) = (levels[graph.edges[edge].from], levels[graph.edges[edge].to]);
        (from.min(to), from.max(to))
    };
    for edge in 0..graph.edges.len() {
        let (low, high) = span(edge);
        for layer in layers.iter_mut().take(high).skip(low + 1) {
            layer.push(Vertex::Pass(edge));
        }
    }
    if let Some(rows) = graph
        .nodes
        .iter()
        .map(|node| node.position.map(|position| position.1))
        .collect::<Option<Vec<f32>>>()
    {
        let row = |vertex: &Vertex| match vertex {
            Vertex::Node(node) => rows[*node],
            Vertex::Pass(edge) => {
                rows[graph.edges[*edge].from].midpoint(rows[graph.edges[*edge].to])
            }
        };
        for layer in &mut layers {
            layer.sort_by(|a, b| row(a).total_cmp(&row(b)));
        }
    }
    let mut layered = Layered {
        layers,
        reversed,
        paths: Vec::new(),
    };
    layered.paths = paths(graph, &layered.layers, &span);
    let given = graph.nodes.iter().all(|node| node.position.is_some());
    for sweep in 0..if given { 0 } else { 8 } {
        reorder(&mut layered, sweep % 2 == 0);
        layered.paths = paths(graph, &layered.layers, &span);
    }
    layered
}

/// Edges that close a cycle when nodes are visited in the order they were named.
fn reversed(graph: &Graph) -> Vec<bool> {
    // Not visited, on the way, done.
    let mut state = vec![0_u8; graph.nodes.len()];
    let mut reversed = vec![false; graph.edges.len()];
    for start in 0..graph.nodes.len() {
        if state[start] != 0 {
            continue;
        }
        let mut stack = vec![(start, 0)];
        state[start] = 1;
        while let Some((node, next)) = stack.pop() {
            let edge = (next..graph.edges.len())
                .find(|edge| graph.edges[*edge].from == node && graph.edges[*edge].to != node);
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
    // Columns that were given decide where they were.
    for (edge, reversed) in graph.edges.iter().zip(&mut reversed) {
        if let (Some(from), Some(to)) = (
            graph.nodes[edge.from].position,
            graph.nodes[edge.to].position,
        ) {
            *reversed = from.0.round() > to.0.round();
        }
    }
    reversed
}

/// The layer of each node: its column where columns are given, else the longest way to it.
fn levels(graph: &Graph, reversed: &[bool]) -> Vec<usize> {
    let columns: Option<Vec<i64>> = graph
        .nodes
        .iter()
        .map(|node| node.position.map(|position| position.0.round() as i64))
        .collect();
    if let Some(columns) = columns {
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

fn paths(
    graph: &Graph,
    layers: &[Vec<Vertex>],
    span: &impl Fn(usize) -> (usize, usize),
) -> Vec<Option<Vec<(usize, usize)>>> {
    let mut nodes = vec![(0, 0); graph.nodes.len()];
    // In the order of the layers, lowest first.
    let mut passes: Vec<Vec<(usize, usize)>> = vec![Vec::new(); graph.edges.len()];
    for (layer, vertices) in layers.iter().enumerate() {
        for (slot, vertex) in vertices.iter().enumerate() {
            match vertex {
                Vertex::Node(node) => nodes[*node] = (layer, slot),
                Vertex::Pass(edge) => passes[*edge].push((layer, slot)),
            }
        }
    }
    let path = |(index, edge): (usize, &super::Edge)| {
        let (low, high) = span(index);
        if low == high {
            return None;
        }
        let mut ends = [nodes[edge.from], nodes[edge.to]];
        ends.sort_unstable();
        let mut path = vec![ends[0]];
        path.extend(&passes[index]);
        path.push(ends[1]);
        Some(path)
    };
    graph.edges.iter().enumerate().map(path).collect()
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
