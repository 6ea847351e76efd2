//! Where the vertices of each layer stand across it: in their order, at their distances, and what belongs in one line
//! exactly in one line.

use super::Graph;
use super::order::{Layered, Place};

/// Rounds of approaching neighbours and keeping distances, and of the latter in each.
const ROUNDS: usize = 80;
const PUSHES: usize = 4;

/// How strongly an edge draws its ends together: one that leads on, one that leads back over some layers, and one that leads
/// around them.
const ON: f32 = 1.0;
const BACK: f32 = 0.2;
const AROUND: f32 = 0.01;

/// Cross positions of each layer's vertices, which are at least as far from their neighbours as `distances` asks.
pub fn place(graph: &Graph, layered: &Layered, distances: &[Vec<f32>]) -> Vec<Vec<f32>> {
    let mut lines = Lines::new(layered, distances);
    let pulls = links(graph, layered, &lines);
    for wishes in straight(graph, layered) {
        wishes.iter().any(|members| lines.join(members));
    }
    let at = lines.settle(&start(distances), &pulls);
    let mut places = layered.layers.iter().scan(0, |first, layer| {
        let places = *first..*first + layer.len();
        *first = places.end;
        Some(places)
    });
    std::iter::from_fn(|| {
        let places = places.next()?;
        Some(places.map(|vertex| at[lines.of[vertex]]).collect())
    })
    .collect()
}

/// Where everything stands at first: each layer about the middle.
fn start(distances: &[Vec<f32>]) -> Vec<f32> {
    let mut start = Vec::new();
    for distances in distances {
        let mut at = -distances.iter().sum::<f32>() / 2.0;
        start.push(at);
        for distance in distances {
            at += distance;
            start.push(at);
        }
    }
    start
}

/// Places that are to stand in one line, those first that matter most, and for each what will do if that cannot be: a box and
/// the only one that it leads to, when nothing else leads there; then all that an edge passes, with one of its ends.
fn straight(graph: &Graph, layered: &Layered) -> Vec<Vec<Vec<Place>>> {
    let mut next = vec![Vec::new(); graph.nodes.len()];
    let mut before = vec![Vec::new(); graph.nodes.len()];
    for (index, edge) in graph.edges.iter().enumerate() {
        if edge.from != edge.to && !layered.reversed[index] {
            next[edge.from].push(edge.to);
            before[edge.to].push(edge.from);
        }
    }
    for nodes in next.iter_mut().chain(&mut before) {
        nodes.sort_unstable();
        nodes.dedup();
    }
    let mut lines = Vec::new();
    for (from, nodes) in next.iter().enumerate() {
        let [to] = nodes[..] else { continue };
        if before[to] != [from] {
            continue;
        }
        let mut between = (0..graph.edges.len()).filter(|edge| {
            let (low, high) = layered.ends(graph, *edge);
            (low, high) == (from, to) || (low, high) == (to, from)
        });
        let only = between.next().filter(|_| between.next().is_none());
        lines.push(vec![match only.and_then(|edge| layered.path(edge)) {
            Some(path) => path.to_vec(),
            // Several edges between two boxes stand beside each other.
            None => vec![layered.nodes[from], layered.nodes[to]],
        }]);
    }
    for (edge, around) in layered.around.iter().enumerate() {
        match layered.path(edge) {
            Some(path) if around.is_some() => lines.push(vec![path.to_vec()]),
            Some([low, between @ .., high]) if between.len() > 1 => lines.push(vec![
                [between, &[*high]].concat(),
                [&[*low], between].concat(),
                between.to_vec(),
            ]),
            _ => {}
        }
    }
    lines
}

/// Vertices that want to be near each other, and how much.
fn links(graph: &Graph, layered: &Layered, lines: &Lines) -> Vec<(usize, usize, f32)> {
    let mut found = Vec::new();
    for edge in 0..graph.edges.len() {
        let Some(path) = layered.path(edge) else {
            continue;
        };
        let weight = match (path.len(), layered.reversed[edge]) {
            // Of two links one after the other, each is to be twice as strong.
            (3, _) => 2.0 * ON,
            (_, false) => ON,
            (_, true) => BACK,
        };
        for pair in path.windows(2) {
            found.push((lines.vertex(pair[0]), lines.vertex(pair[1]), weight));
        }
        if layered.around[edge].is_some() {
            let (low, high) = layered.ends(graph, edge);
            for (node, place) in [(low, path[0]), (high, path[path.len() - 1])] {
                let node = lines.vertex(layered.nodes[node]);
                found.push((node, lines.vertex(place), AROUND));
            }
        }
    }
    found
}

/// Vertices grouped into lines, each of which has one position.
struct Lines {
    /// Number of the first vertex of each layer.
    first: Vec<usize>,
    /// The line of each vertex.
    of: Vec<usize>,
    /// Neighbours in a layer, and their least distance.
    apart: Vec<(usize, usize, f32)>,
}

impl Lines {
    /// Each vertex a line of its own.
    fn new(layered: &Layered, distances: &[Vec<f32>]) -> Self {
        let mut first = Vec::new();
        let mut apart = Vec::new();
        let mut count = 0;
        for (layer, distances) in layered.layers.iter().zip(distances) {
            first.push(count);
            for (slot, distance) in distances.iter().enumerate() {
                apart.push((count + slot, count + slot + 1, *distance));
            }
            count += layer.len();
        }
        Self {
            first,
            of: (0..count).collect(),
            apart,
        }
    }

    fn vertex(&self, (layer, slot): Place) -> usize {
        self.first[layer] + slot
    }

    /// Makes one line of several, unless the order in some layer forbids it; whether it did.
    fn join(&mut self, members: &[Place]) -> bool {
        let joined: Vec<usize> = members
            .iter()
            .map(|place| self.of[self.vertex(*place)])
            .collect();
        let Some(line) = joined.first().copied() else {
            return false;
        };
        let next = self
            .of
            .iter()
            .map(|old| if joined.contains(old) { line } else { *old })
            .collect();
        let before = std::mem::replace(&mut self.of, next);
        let can_be = self.sorted().is_some();
        if !can_be {
            self.of = before;
        }
        can_be
    }

    /// Pairs of lines that keep a distance, in an order in which each comes after all that push its first; `None` when lines
    /// would have to cross.
    fn sorted(&self) -> Option<Vec<(usize, usize, f32)>> {
        let count = self.of.len();
        let mut after = vec![Vec::new(); count];
        let mut waiting = vec![0; count];
        for (a, b, distance) in &self.apart {
            after[self.of[*a]].push((self.of[*b], *distance));
            waiting[self.of[*b]] += 1;
        }
        let mut ready: Vec<usize> = (0..count).filter(|line| waiting[*line] == 0).collect();
        let mut pairs = Vec::new();
        while let Some(line) = ready.pop() {
            for (next, distance) in &after[line] {
                pairs.push((line, *next, *distance));
                waiting[*next] -= 1;
                if waiting[*next] == 0 {
                    ready.push(*next);
                }
            }
        }
        (pairs.len() == self.apart.len()).then_some(pairs)
    }

    /// Positions of all lines: near what they are linked to, as far as distances allow. Approaching gives way to
    /// keeping distance, round by round.
    fn settle(&self, start: &[f32], links: &[(usize, usize, f32)]) -> Vec<f32> {
        let count = self.of.len();
        // Every join has left an order.
        let pairs = self.sorted().unwrap_or_default();
        let mut members = vec![0.0; count];
        let mut at = vec![0.0; count];
        for (vertex, line) in self.of.iter().enumerate() {
            members[*line] += 1.0;
            at[*line] += start[vertex];
        }
        for (at, members) in at.iter_mut().zip(&members) {
            *at /= f32::max(*members, 1.0);
        }
        // How much holds a line where it is: the less of two gives way.
        let mut hold = vec![f32::EPSILON; count];
        for (a, b, weight) in links {
            let (a, b) = (self.of[*a], self.of[*b]);
            if a != b {
                hold[a] += weight;
                hold[b] += weight;
            }
        }
        let pairs: Vec<Pair> = pairs
            .into_iter()
            .map(|(a, b, distance)| Pair {
                a,
                b,
                distance,
                share: hold[b] / (hold[a] + hold[b]),
            })
            .collect();
        for round in 0..ROUNDS {
            let pull = 0.7 * (1.0 - round as f32 / ROUNDS as f32);
            let mut sums = vec![0.0; count];
            for (a, b, weight) in links {
                let (a, b) = (self.of[*a], self.of[*b]);
                if a != b {
                    sums[a] += weight * (at[b] - at[a]);
                    sums[b] += weight * (at[a] - at[b]);
                }
            }
            for ((at, sum), hold) in at.iter_mut().zip(sums).zip(&hold) {
                *at += pull * sum / hold;
            }
            for _ in 0..PUSHES {
                for pair in pairs.iter().chain(pairs.iter().rev()) {
                    pair.push(&mut at, pair.share);
                }
            }
        }
        // What is left of overlaps, hairs by now, goes at once.
        for pair in &pairs {
            pair.push(&mut at, 0.0);
        }
        at
    }
}

/// Neighbouring lines.
struct Pair {
    a: usize,
    b: usize,
    distance: f32,
    /// Of what they lack in distance, the part by which the first gives way.
    share: f32,
}

impl Pair {
    /// Moves two lines apart that are too near.
    fn push(&self, at: &mut [f32], share: f32) {
        let missing = self.distance - (at[self.b] - at[self.a]);
        if missing > 0.0 {
            at[self.a] -= share * missing;
            at[self.b] += (1.0 - share) * missing;
        }
    }
}

/// The positions nearest to those wanted (weighted least squares) that keep their order and distances: isotonic regression by
/// pooling adjacent violators, after taking the distances off.
pub fn nearest_apart(wanted: &[(f32, f32)], distances: &[f32]) -> Vec<f32> {
    let mut offset = 0.0;
    let mut pools: Vec<(f32, f32, usize)> = Vec::new();
    let mut offsets = Vec::with_capacity(wanted.len());
    for (slot, (want, weight)) in wanted.iter().enumerate() {
        offsets.push(offset);
        let mut pool = (want - offset, *weight, 1);
        while let Some(last) = pools.last().copied().filter(|last| last.0 > pool.0) {
            let weight = last.1 + pool.1;
            pool = (
                (last.0 * last.1 + pool.0 * pool.1) / weight,
                weight,
                last.2 + pool.2,
            );
            pools.pop();
        }
        pools.push(pool);
        offset += distances.get(slot).copied().unwrap_or_default();
    }
    pools
        .iter()
        .flat_map(|(mean, _, count)| std::iter::repeat_n(*mean, *count))
        .zip(offsets)
        .map(|(mean, offset)| mean + offset)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::nearest_apart;

    #[test]
    fn positions_stay_where_they_are_wanted_when_there_is_room() {
        let wanted = |positions: &[f32]| -> Vec<_> {
            positions.iter().map(|position| (*position, 1.0)).collect()
        };
        assert_eq!(
            nearest_apart(&wanted(&[0.0, 10.0, 20.0]), &[5.0, 5.0]),
            [0.0, 10.0, 20.0]
        );
        assert_eq!(nearest_apart(&wanted(&[0.0, 0.0]), &[10.0]), [-5.0, 5.0]);
    }

    #[test]
    fn of_two_that_are_too_near_the_heavier_moves_less() {
        assert_eq!(
            nearest_apart(&[(0.0, 3.0), (0.0, 1.0)], &[8.0]),
            [-2.0, 6.0]
        );
    }
}
