//! From node to node by the arrow keys.

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    Left,
    Right,
    Up,
    Down,
}

impl Way {
    /// A distance as how far it leads this way, and how far aside.
    fn of(self, (dx, dy): (f32, f32)) -> (f32, f32) {
        match self {
            Self::Left => (-dx, dy.abs()),
            Self::Right => (dx, dy.abs()),
            Self::Up => (-dy, dx.abs()),
            Self::Down => (dy, dx.abs()),
        }
    }
}

/// The next node that way: the nearest of those that a link leads to or comes from, else the nearest.
pub fn step(corners: &[(f32, f32)], links: &[(u32, u32)], at: usize, way: Way) -> Option<usize> {
    let &here = corners.get(at)?;
    let joined = |other: usize| {
        let pair = |&(from, to): &(u32, u32)| {
            let ends = (from as usize, to as usize);
            ends == (at, other) || ends == (other, at)
        };
        links.iter().any(pair)
    };
    let ahead = corners.iter().enumerate().filter_map(|(other, &corner)| {
        let (on, aside) = way.of((corner.0 - here.0, corner.1 - here.1));
        // Within an eighth of a turn to either side, and somewhat more where a link leads.
        let width = if joined(other) { 2.0 } else { 1.0 };
        let there = on > 1.0 && aside <= on * width;
        there.then_some((!joined(other), on + 2.0 * aside, other))
    });
    let nearest = ahead.min_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    nearest.map(|(_, _, other)| other)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_arrows_follow_links_and_go_to_the_nearest_where_there_is_none() {
        //  0   1   2
        //          3
        let corners = [(0.0, 50.0), (200.0, 50.0), (400.0, 0.0), (400.0, 100.0)];
        let links = [(0, 1), (1, 2), (1, 3)];
        let step = |at, way| step(&corners, &links, at, way);
        assert_eq!(step(0, Way::Right), Some(1));
        assert_eq!(step(1, Way::Right), Some(2));
        assert_eq!(step(2, Way::Down), Some(3));
        assert_eq!(step(3, Way::Up), Some(2));
        assert_eq!(step(3, Way::Left), Some(1));
        assert_eq!(step(0, Way::Left), None);
        assert_eq!(step(0, Way::Up), None);
    }
}
