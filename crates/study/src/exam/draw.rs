//! From the bank to a paper.

use headroom_content::model::{Asks, Bank, Draw};

use crate::shuffle::{self, permutation};

/// The places in the bank of the questions that are asked, in their order. The same for the same bank and seed.
///
/// What is listed keeps its order, and what the bank does not have is left out. What is drawn is drawn once: the draws
/// with the fewest questions to choose from come first, so that a wide one does not take what a narrow one needs, and
/// all that was drawn is then mixed.
pub fn draw(bank: &Bank, asks: &Asks, seed: u32) -> Vec<usize> {
    match asks {
        Asks::Listed(ids) => {
            let place = |id: &String| {
                bank.questions.iter().position(|banked| {
                    banked.question.id == *id || banked.question.aliases.contains(id)
                })
            };
            ids.iter().filter_map(place).collect()
        }
        Asks::Drawn(draws) => drawn(bank, draws, seed),
    }
}

fn drawn(bank: &Bank, draws: &[Draw], seed: u32) -> Vec<usize> {
    let fits = |draw: &Draw| -> Vec<usize> {
        (0..bank.questions.len())
            .filter(|place| draw.fits_banked(&bank.questions[*place]))
            .collect()
    };
    let mut order: Vec<(usize, &Draw, Vec<usize>)> = draws
        .iter()
        .enumerate()
        .map(|(at, draw)| (at, draw, fits(draw)))
        .collect();
    order.sort_by_key(|(at, _, fitting)| (fitting.len(), *at));
    let mut taken: Vec<usize> = Vec::new();
    for (at, draw, mut fitting) in order {
        fitting.retain(|place| !taken.contains(place));
        let seed = shuffle::seed("draw", seed ^ (at as u32).wrapping_mul(0x9e37_79b9));
        let mixed: Vec<usize> = permutation(fitting.len(), seed)
            .into_iter()
            .map(|place| fitting[place])
            .collect();
        let count = usize::from(draw.count);
        if draw.weights.is_empty() {
            taken.extend(mixed.into_iter().take(count));
            continue;
        }
        let room: Vec<usize> = draw
            .weights
            .iter()
            .map(|(category, _)| {
                let own = |place: &&usize| bank.questions[**place].category == *category;
                mixed.iter().filter(own).count()
            })
            .collect();
        let weights: Vec<usize> = draw
            .weights
            .iter()
            .map(|(_, weight)| usize::from(*weight))
            .collect();
        for ((category, _), share) in draw.weights.iter().zip(apportion(count, &weights, &room)) {
            let own = |place: &usize| bank.questions[*place].category == *category;
            taken.extend(mixed.iter().copied().filter(own).take(share));
        }
    }
    permutation(taken.len(), shuffle::seed("order", seed))
        .into_iter()
        .map(|place| taken[place])
        .collect()
}

/// `count` shared out by weight, to each no more than it has room for: seat by seat to whoever is furthest behind
/// (the method of Webster and Sainte-Laguë), the first of equals.
fn apportion(count: usize, weights: &[usize], room: &[usize]) -> Vec<usize> {
    let mut seats = vec![0; weights.len()];
    for _ in 0..count {
        let open = (0..weights.len()).filter(|at| seats[*at] < room[*at] && weights[*at] > 0);
        // weight / (2 seats + 1), compared without fractions.
        let next = open.reduce(|best, at| {
            let ahead = weights[at] * (2 * seats[best] + 1) > weights[best] * (2 * seats[at] + 1);
            if ahead { at } else { best }
        });
        let Some(next) = next else { break };
        seats[next] += 1;
    }
    seats
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_follow_the_weights_and_what_has_no_room_goes_to_the_others() {
        assert_eq!(apportion(6, &[2, 1], &[9, 9]), [4, 2]);
        assert_eq!(apportion(6, &[2, 1], &[1, 9]), [1, 5]);
        assert_eq!(apportion(6, &[1, 1], &[2, 2]), [2, 2]);
        assert_eq!(apportion(0, &[1], &[2]), [0]);
        assert_eq!(apportion(3, &[], &[]), Vec::<usize>::new());
    }
}
