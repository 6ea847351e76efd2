//! The ways of arrows between places.

use super::layout::{Board, CORNER, LOOP, Point, Route, Way};
use super::order::{Place, Side};
use super::place::nearest_apart;

/// Between ends of arrows on one side of a box.
const PORT_GAP: f32 = 16.0;
/// How much more an arrow that is straight, or leads through several layers, holds its position than others do.
const FIRM: f32 = 1000.0;
/// Less than this is not seen.
const HAIR: f32 = 1.0;

/// The ways of all edges.
pub fn routes(board: &Board, mut cross: Vec<Vec<f32>>) -> Vec<Route> {
    let ports = ports(board, &cross);
    straighten(board, &ports, &mut cross);
    let mut loops = vec![0.0; board.graph.nodes.len()];
    let edges = board.graph.edges.iter().enumerate();
    edges
        .map(|(index, edge)| {
            let Some(path) = board.layered.path(index) else {
                return around_itself(board, index, &mut loops[edge.from]);
            };
            let at = |place: Place| Point {
                main: board.bands[place.0].centre,
                cross: cross[place.0][place.1],
            };
            let label = at(board.layered.label_place(index).unwrap_or(path[0]));
            let reversed = board.layered.reversed[index];
            let way = if let Some(side) = board.layered.around[index] {
                let mut points = around(board, index, side, path, &cross, ports[index]);
                if reversed {
                    points.reverse();
                }
                Way::Around(points)
            } else {
                let mut points = through(board, index, path, &cross, ports[index]);
                if reversed {
                    points.reverse();
                }
                Way::Curve(points)
            };
            Route { way, label }
        })
        .collect()
}

/// An arrow from a box to itself; `taken` is how far labels reach already that stand there.
fn around_itself(board: &Board, edge: usize, taken: &mut f32) -> Route {
    let node = board.graph.edges[edge].from;
    let label = board.sizes.labels[edge].cross;
    let near = board.nodes[node].cross - board.sizes.nodes[node].cross / 2.0;
    let centre = near - LOOP - *taken - label / 2.0;
    *taken += label;
    Route {
        way: Way::Loop,
        label: Point {
            main: board.nodes[node].main,
            cross: centre,
        },
    }
}

/// The points of an edge around all between its ends, from the lower one.
fn around(
    board: &Board,
    edge: usize,
    side: Side,
    path: &[Place],
    cross: &[Vec<f32>],
    ports: (f32, f32),
) -> [Point; 4] {
    let (low, high) = board.layered.ends(board.graph, edge);
    let sign = match side {
        Side::Near => -1.0,
        Side::Far => 1.0,
    };
    // One line as a rule; the outermost where it could not be one.
    let line = path
        .iter()
        .map(|place| sign * cross[place.0][place.1])
        .fold(f32::MIN, f32::max)
        * sign;
    let end = |node: usize, port: f32, cross: f32| Point {
        main: board.nodes[node].main + port,
        cross,
    };
    let face = |node: usize| board.nodes[node].cross + sign * board.sizes.nodes[node].cross / 2.0;
    [
        end(low, ports.0, face(low)),
        end(low, ports.0, line),
        end(high, ports.1, line),
        end(high, ports.1, face(high)),
    ]
}

/// The points of an edge from layer to layer, from the lower end.
fn through(
    board: &Board,
    edge: usize,
    path: &[Place],
    cross: &[Vec<f32>],
    ports: (f32, f32),
) -> Vec<Point> {
    let (low, high) = board.layered.ends(board.graph, edge);
    let last = path.len() - 1;
    let mut points = Vec::new();
    let mut add = |main: f32, cross: f32| points.push(Point { main, cross });
    let (start, end) = (
        board.nodes[low].cross + ports.0,
        board.nodes[high].cross + ports.1,
    );
    // From a thin box straight through the rest of its layer, where thicker ones stand.
    let band = board.bands[path[0].0];
    let half = board.sizes.nodes[low].main / 2.0;
    add(band.centre + half, start);
    if band.half > half + HAIR {
        add(band.centre + band.half, start);
    }
    for (step, place) in path.iter().enumerate().take(last).skip(1) {
        let band = board.bands[place.0];
        let here = cross[place.0][place.1];
        if place.0 % 2 == 0 {
            add(band.centre - band.half, here);
            add(band.centre + band.half, here);
            continue;
        }
        let at = |step: usize| match step {
            0 => start,
            step if step == last => end,
            step => cross[path[step].0][path[step].1],
        };
        // A curve through the middle of its ends needs no point there, nor does one that meets no label.
        let between = at(step - 1).midpoint(at(step + 1));
        if (here - between).abs() > HAIR && band.half > 0.0 {
            add(band.centre, here);
        }
    }
    let band = board.bands[path[last].0];
    let half = board.sizes.nodes[high].main / 2.0;
    if band.half > half + HAIR {
        add(band.centre - band.half, end);
    }
    add(band.centre - half, end);
    points
}

/// How far from the middle of its side of the box each edge leaves its lower end and arrives at its higher one: as
/// straight on as can be, and apart from others.
fn ports(board: &Board, cross: &[Vec<f32>]) -> Vec<(f32, f32)> {
    let mut ports = vec![(0.0, 0.0); board.graph.edges.len()];
    for node in 0..board.graph.nodes.len() {
        for leaving in [true, false] {
            let mut ends: Vec<(f32, usize)> = Vec::new();
            for edge in own(board, node, leaving, None) {
                if let Some(path) = board.layered.path(edge) {
                    let next = if leaving {
                        path[1]
                    } else {
                        path[path.len() - 2]
                    };
                    ends.push((cross[next.0][next.1] - board.nodes[node].cross, edge));
                }
            }
            ends.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let wanted: Vec<f32> = ends.iter().map(|end| end.0).collect();
            let offsets = along(&wanted, board.sizes.nodes[node].cross / 2.0 - CORNER);
            for ((_, edge), offset) in ends.iter().zip(offsets) {
                if leaving {
                    ports[*edge].0 = offset;
                } else {
                    ports[*edge].1 = offset;
                }
            }
        }
        for side in [Side::Near, Side::Far] {
            // In the order in which their ways do not cross: those to the lower layers first, the nearest before the
            // farthest, then those to the higher ones, the farthest first.
            let span = |edge: usize| {
                let path = board.layered.path(edge).unwrap_or_default();
                path.len()
            };
            let mut back: Vec<usize> = own(board, node, false, Some(side)).collect();
            back.sort_by_key(|edge| span(*edge));
            let mut on: Vec<usize> = own(board, node, true, Some(side)).collect();
            on.sort_by_key(|edge| std::cmp::Reverse(span(*edge)));
            let wanted = vec![0.0; back.len() + on.len()];
            let offsets = along(&wanted, board.sizes.nodes[node].main / 2.0 - CORNER);
            let (lower, higher) = offsets.split_at(back.len());
            for (edge, offset) in back.iter().zip(lower) {
                ports[*edge].1 = *offset;
            }
            for (edge, offset) in on.iter().zip(higher) {
                ports[*edge].0 = *offset;
            }
        }
    }
    ports
}

/// Edges whose lower (`leaving`) or higher end a node is, and that go around on a side, or do not.
fn own<'a>(
    board: &'a Board<'_>,
    node: usize,
    leaving: bool,
    around: Option<Side>,
) -> impl Iterator<Item = usize> + 'a {
    (0..board.graph.edges.len()).filter(move |edge| {
        let (low, high) = board.layered.ends(board.graph, *edge);
        let end = if leaving { low } else { high };
        low != high && end == node && board.layered.around[*edge] == around
    })
}

/// Positions in ascending order on a side that reaches `half` both ways, near those wanted and apart.
fn along(wanted: &[f32], half: f32) -> Vec<f32> {
    let half = half.max(0.0);
    let steps = wanted.len().saturating_sub(1) as f32;
    let gap = PORT_GAP.min(2.0 * half / steps.max(1.0));
    let wanted: Vec<(f32, f32)> = wanted
        .iter()
        .map(|want| {
            let weight = if want.abs() < HAIR { FIRM } else { 1.0 };
            (want.clamp(-half, half), weight)
        })
        .collect();
    nearest_apart(&wanted, &vec![gap; wanted.len()])
        .into_iter()
        .enumerate()
        .map(|(slot, at)| {
            let before = gap * slot as f32;
            let after = gap * (steps - slot as f32);
            at.max(before - half).min(half - after)
        })
        .collect()
}

/// Moves labels to the middle of their arrows where there is room.
fn straighten(board: &Board, ports: &[(f32, f32)], cross: &mut [Vec<f32>]) {
    for layer in (1..board.layered.layers.len()).step_by(2) {
        let mut wanted: Vec<(f32, f32)> = cross[layer].iter().map(|at| (*at, FIRM)).collect();
        for (edge, (leaves, arrives)) in ports.iter().enumerate() {
            // From a box to the next.
            if let Some([_, (at, slot), _]) = board.layered.path(edge)
                && *at == layer
            {
                let (low, high) = board.layered.ends(board.graph, edge);
                let start = board.nodes[low].cross + leaves;
                let end = board.nodes[high].cross + arrives;
                wanted[*slot] = (start.midpoint(end), 1.0);
            }
        }
        cross[layer] = nearest_apart(&wanted, &board.distances[layer]);
    }
}
