//! A layered drawing of a graph, after Sugiyama, Tagawa and Toda (1981): calls lead from column to column, and rows are
//! chosen so that few of them cross.

/// So often are rows ordered anew; small graphs settle after two or three.
const SWEEPS: usize = 8;

/// Column and row of each of `n` nodes. Links are pairs of indices. Where the file says a place, it stays; no other node
/// is put upon it.
pub(super) fn layers(
    n: usize,
    links: &[(usize, usize)],
    told: &[Option<(f32, f32)>],
) -> Vec<(f32, f32)> {
    let links = without_circles(n, links);
    let columns = columns(n, &links);
    let rows = Rows::new(&columns, &links).settle();
    let free: Vec<(f32, f32)> = columns
        .iter()
        .zip(rows)
        .map(|(&column, row)| (column as f32, row))
        .collect();
    beside(&free, told)
}

/// The links, with those turned around that lead back to where a chain of calls came from. A link to itself is left out.
fn without_circles(n: usize, links: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut out = vec![Vec::new(); n];
    let mut called = vec![false; n];
    for &(from, to) in links {
        if from != to && from < n && to < n {
            out[from].push(to);
            called[to] = true;
        }
    }
    let roots = (0..n).filter(|&node| !called[node]);
    let all: Vec<usize> = roots.chain(0..n).collect();
    let (mut seen, mut open) = (vec![false; n], vec![false; n]);
    let mut straight = Vec::with_capacity(links.len());
    for root in all {
        if seen[root] {
            continue;
        }
        seen[root] = true;
        open[root] = true;
        // Each with how many of its links have been followed.
        let mut path = vec![(root, 0)];
        while let Some((node, next)) = path.last_mut() {
            let from = *node;
            let Some(&to) = out[from].get(*next) else {
                open[from] = false;
                path.pop();
                continue;
            };
            *next += 1;
            straight.push(if open[to] { (to, from) } else { (from, to) });
            if !seen[to] {
                seen[to] = true;
                open[to] = true;
                path.push((to, 0));
            }
        }
    }
    straight.sort_unstable();
    straight.dedup();
    straight
}

/// The longest chain of calls that leads to a node; one that nobody calls stands just before whom it calls.
fn columns(n: usize, links: &[(usize, usize)]) -> Vec<usize> {
    let mut column = vec![0; n];
    // There are no circles: after as many rounds as the longest chain has links nothing moves.
    let mut moved = true;
    while moved {
        moved = false;
        for &(from, to) in links {
            if column[to] <= column[from] {
                column[to] = column[from] + 1;
                moved = true;
            }
        }
    }
    let late: Vec<usize> = (0..n)
        .map(|node| {
            let called = links.iter().any(|&(_, to)| to == node);
            let calls = links.iter().filter(|&&(from, _)| from == node);
            let first = calls.map(|&(_, to)| column[to]).min();
            first.filter(|_| !called).map_or(column[node], |to| to - 1)
        })
        .collect();
    late
}

/// The order within each column. A link over several columns has a stand-in in each that it passes, so that it is
/// counted where it crosses others.
struct Rows {
    /// How many of the vertices are nodes; the others stand in for links.
    nodes: usize,
    /// By column, from top to bottom.
    order: Vec<Vec<usize>>,
    before: Vec<Vec<usize>>,
    after: Vec<Vec<usize>>,
}

impl Rows {
    fn new(columns: &[usize], links: &[(usize, usize)]) -> Self {
        let nodes = columns.len();
        let mut order = vec![Vec::new(); columns.iter().max().map_or(0, |&last| last + 1)];
        for (node, &column) in columns.iter().enumerate() {
            order[column].push(node);
        }
        let mut rows = Self {
            nodes,
            order,
            before: vec![Vec::new(); nodes],
            after: vec![Vec::new(); nodes],
        };
        for &(from, to) in links {
            let mut last = from;
            for column in columns[from] + 1..columns[to] {
                let stand_in = rows.before.len();
                rows.before.push(Vec::new());
                rows.after.push(Vec::new());
                rows.order[column].push(stand_in);
                rows.join(last, stand_in);
                last = stand_in;
            }
            rows.join(last, to);
        }
        rows
    }

    fn join(&mut self, from: usize, to: usize) {
        self.after[from].push(to);
        self.before[to].push(from);
    }

    /// Where each vertex stands in its column.
    fn places(&self) -> Vec<usize> {
        let mut places = vec![0; self.before.len()];
        for column in &self.order {
            for (place, &vertex) in column.iter().enumerate() {
                places[vertex] = place;
            }
        }
        places
    }

    fn crossings(&self) -> usize {
        let places = self.places();
        let mut count = 0;
        for column in &self.order {
            let ends: Vec<(usize, usize)> = column
                .iter()
                .flat_map(|&from| self.after[from].iter().map(move |&to| (from, to)))
                .map(|(from, to)| (places[from], places[to]))
                .collect();
            for (i, a) in ends.iter().enumerate() {
                let cross =
                    |b: &&(usize, usize)| (a.0 < b.0 && a.1 > b.1) || (a.0 > b.0 && a.1 < b.1);
                count += ends[..i].iter().filter(cross).count();
            }
        }
        count
    }

    /// Puts each vertex where its neighbours before (or after) it are on average.
    fn sweep(&mut self, back: bool) {
        let columns = self.order.len();
        for i in 0..columns {
            let column = if back { columns - 1 - i } else { i };
            let places = self.places();
            let sides = if back { &self.after } else { &self.before };
            let middle = |vertex: usize| {
                let near = &sides[vertex];
                let sum: usize = near.iter().map(|&other| places[other]).sum();
                if near.is_empty() {
                    places[vertex] as f32
                } else {
                    sum as f32 / near.len() as f32
                }
            };
            // Stable: equals stay in the order of the file.
            let mut keyed: Vec<(f32, usize)> = self.order[column]
                .iter()
                .map(|&vertex| (middle(vertex), vertex))
                .collect();
            keyed.sort_by(|a, b| a.0.total_cmp(&b.0));
            self.order[column] = keyed.into_iter().map(|(_, vertex)| vertex).collect();
        }
    }

    /// The best order found, and rows in it: each node as near to its neighbours' height as the others allow.
    fn settle(mut self) -> Vec<f32> {
        let (mut best, mut fewest) = (self.order.clone(), self.crossings());
        for sweep in 0..SWEEPS {
            if fewest == 0 {
                break;
            }
            self.sweep(sweep % 2 == 1);
            let crossings = self.crossings();
            if crossings < fewest {
                fewest = crossings;
                best.clone_from(&self.order);
            }
        }
        self.order = best;
        let nodes = self.nodes;
        for column in &mut self.order {
            column.retain(|&vertex| vertex < nodes);
        }
        let tallest = self.order.iter().map(Vec::len).max().unwrap_or(0);
        let mut row = vec![0.0; self.before.len()];
        for column in &self.order {
            let space = (tallest - column.len()) as f32 / 2.0;
            for (place, &node) in column.iter().enumerate() {
                row[node] = space + place as f32;
            }
        }
        let columns = self.order.len();
        for back in [false, true, false] {
            for i in 0..columns {
                let column = if back { columns - 1 - i } else { i };
                self.level(column, back, &mut row);
            }
        }
        row.truncate(nodes);
        let top = row.iter().copied().fold(f32::INFINITY, f32::min);
        row.iter().map(|row| row - top).collect()
    }

    /// Moves a column's nodes to the height of their neighbours, a row apart at least and in their order: the least
    /// squares of the distances, by pooling neighbours that are in each other's way.
    fn level(&self, column: usize, back: bool, row: &mut [f32]) {
        let sides = if back { &self.after } else { &self.before };
        // Sum and number of the wishes of a pool; the distance that the order asks for is taken off.
        let mut pools: Vec<(f32, usize)> = Vec::new();
        for (place, &node) in self.order[column].iter().enumerate() {
            let near: Vec<f32> = sides[node]
                .iter()
                .filter(|&&other| other < self.nodes)
                .map(|&other| row[other])
                .collect();
            let wish = if near.is_empty() {
                row[node]
            } else {
                near.iter().sum::<f32>() / near.len() as f32
            };
            let mut pool = (wish - place as f32, 1);
            while let Some(&(sum, count)) = pools.last() {
                if sum / count as f32 <= pool.0 / pool.1 as f32 {
                    break;
                }
                pool = (pool.0 + sum, pool.1 + count);
                pools.pop();
            }
            pools.push(pool);
        }
        let mut place = 0;
        for (sum, count) in pools {
            // To half a row: most links are straight then. Rounding keeps the order of the pools.
            let offset = (sum / count as f32 * 2.0).round() / 2.0;
            for _ in 0..count {
                row[self.order[column][place]] = offset + place as f32;
                place += 1;
            }
        }
    }
}

/// The places told, and the others moved down from where somebody stands.
fn beside(free: &[(f32, f32)], told: &[Option<(f32, f32)>]) -> Vec<(f32, f32)> {
    let mut taken: Vec<(f32, f32)> = told.iter().copied().flatten().collect();
    free.iter()
        .enumerate()
        .map(|(node, &(column, mut row))| {
            if let Some(&Some(place)) = told.get(node) {
                return place;
            }
            // Each step leaves one more of the others behind.
            while taken
                .iter()
                .any(|&(c, r)| (c - column).abs() < 1.0 && (r - row).abs() < 1.0)
            {
                row += 0.5;
            }
            taken.push((column, row));
            (column, row)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn free(n: usize, links: &[(usize, usize)]) -> Vec<(f32, f32)> {
        layers(n, links, &vec![None; n])
    }

    #[test]
    fn a_chain_is_a_row_and_branches_stand_around_it() {
        assert_eq!(
            free(3, &[(0, 1), (1, 2)]),
            [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0)]
        );
        assert_eq!(
            free(4, &[(0, 1), (0, 2), (1, 3), (2, 3)]),
            [(0.0, 0.5), (1.0, 0.0), (1.0, 1.0), (2.0, 0.5)]
        );
    }

    #[test]
    fn who_is_called_by_one_only_stands_at_its_height() {
        // A topic with four subscribers, the last of which calls somebody.
        let links = [(0, 1), (1, 2), (1, 3), (1, 4), (1, 5), (5, 6)];
        let places = free(7, &links);
        assert!((places[5].1 - places[6].1).abs() < 0.01);
    }

    #[test]
    fn chains_side_by_side_do_not_cross() {
        let links = [(0, 5), (1, 4), (2, 3)];
        let places = free(6, &links);
        for (from, to) in links {
            assert!((places[from].1 - places[to].1).abs() < 0.01);
        }
    }

    #[test]
    fn a_circle_is_drawn_as_a_chain_with_one_link_back() {
        let columns: Vec<f32> = free(4, &[(0, 1), (1, 2), (2, 1), (2, 3)])
            .iter()
            .map(|place| place.0)
            .collect();
        assert_eq!(columns, [0.0, 1.0, 2.0, 3.0]);
    }

    #[test]
    fn who_is_called_late_by_nobody_else_stands_before_its_target() {
        let places = free(4, &[(0, 1), (1, 2), (3, 2)]);
        assert!((places[3].0 - 1.0).abs() < 0.01);
    }

    proptest! {
        #[test]
        fn no_two_nodes_share_a_place_and_calls_lead_on(
            n in 1usize..16,
            ends in proptest::collection::vec((0usize..16, 0usize..16), 0..40),
            told in proptest::collection::vec(proptest::option::weighted(0.1, 0u8..200), 16),
        ) {
            let links: Vec<(usize, usize)> =
                ends.into_iter().map(|(from, to)| (from % n, to % n)).collect();
            // What a file says is its own affair: here it says no place twice.
            let told: Vec<Option<(f32, f32)>> = told[..n]
                .iter()
                .enumerate()
                .map(|(i, told)| told.map(|row| (i as f32, f32::from(row) / 10.0)))
                .collect();
            let places = layers(n, &links, &told);
            prop_assert_eq!(places.len(), n);
            for (i, a) in places.iter().enumerate() {
                for b in &places[..i] {
                    prop_assert!((a.0 - b.0).abs() >= 1.0 || (a.1 - b.1).abs() >= 1.0);
                }
            }
            let straight = without_circles(n, &links);
            let columns = columns(n, &straight);
            for (from, to) in straight {
                prop_assert!(columns[from] < columns[to]);
            }
        }
    }
}
