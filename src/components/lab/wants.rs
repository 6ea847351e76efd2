//! What the parts of a lab want frames to carry, asked for as one.

use headroom_sim::protocol::{Wanted, Watched};

#[derive(Clone, Debug, Default)]
pub struct Wants {
    entered: u32,
    /// By whom, in the order in which they are asked for.
    wanted: Vec<(u32, Wanted)>,
    /// How often was asked, and what the last time: an answer names the question.
    asked: u32,
    order: Vec<(u32, Wanted)>,
    /// With what it was asked for: the next question may be another.
    answer: Option<(Vec<(u32, Wanted)>, Watched)>,
}

impl Wants {
    /// Somebody wants something. Gives their number.
    pub fn enter(&mut self) -> u32 {
        self.entered += 1;
        self.entered
    }

    pub fn leave(&mut self, who: u32) {
        self.wanted.retain(|(known, _)| *known != who);
    }

    /// Whether it is not what they wanted before.
    pub fn change(&mut self, who: u32, wanted: Wanted) -> bool {
        match self.wanted.iter_mut().find(|(known, _)| *known == who) {
            Some((_, old)) if *old == wanted => false,
            Some((_, old)) => {
                *old = wanted;
                true
            }
            None => {
                let any = wanted != Wanted::default();
                self.wanted.push((who, wanted));
                any
            }
        }
    }

    /// Whether anybody wants anything.
    pub fn any(&self) -> bool {
        (self.wanted.iter()).any(|(_, wanted)| *wanted != Wanted::default())
    }

    /// All that is wanted, as one question.
    pub fn ask(&mut self) -> Wanted {
        self.asked += 1;
        self.order.clone_from(&self.wanted);
        let mut all = Wanted {
            number: self.asked,
            ..Wanted::default()
        };
        for (_, wanted) in &self.order {
            all.series.extend(wanted.series.iter().cloned());
            all.figures.extend(wanted.figures.iter().cloned());
            all.latency |= wanted.latency;
            all.breakdown |= wanted.breakdown;
        }
        all
    }

    /// Takes an answer; one to an earlier question is dropped.
    pub fn hear(&mut self, answer: Watched) {
        if answer.number == self.asked {
            self.answer = Some((self.order.clone(), answer));
        }
    }

    /// The run that was asked about is gone.
    pub fn forget(&mut self) {
        self.answer = None;
    }

    /// What somebody wanted.
    pub fn answer(&self, who: u32) -> Option<Watched> {
        let (order, all) = self.answer.as_ref()?;
        let (mut series, mut figures) = (0, 0);
        for (known, wanted) in order {
            let (ends, stops) = (series + wanted.series.len(), figures + wanted.figures.len());
            if *known == who {
                return Some(Watched {
                    number: all.number,
                    series: all.series.get(series..ends)?.to_vec(),
                    figures: all.figures.get(figures..stops)?.to_vec(),
                    latency: all.latency.clone().filter(|_| wanted.latency),
                    breakdown: all.breakdown.clone().filter(|_| wanted.breakdown),
                });
            }
            (series, figures) = (ends, stops);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(paths: &[&str]) -> Wanted {
        Wanted {
            figures: paths.iter().map(|&path| path.to_owned()).collect(),
            ..Wanted::default()
        }
    }

    #[test]
    fn each_gets_what_they_wanted_and_nothing_of_an_earlier_question() {
        let mut wants = Wants::default();
        let (first, second) = (wants.enter(), wants.enter());
        assert!(wants.change(first, figures(&["a", "b"])));
        assert!(wants.change(second, figures(&["c"])));
        let old = wants.ask();
        assert!(!wants.change(second, figures(&["c"])));
        let answer = |asked: &Wanted, values: &[f64]| Watched {
            number: asked.number,
            figures: values.iter().copied().map(Some).collect(),
            ..Watched::default()
        };
        wants.hear(answer(&old, &[1.0, 2.0, 3.0]));
        let got = |wants: &Wants, who| wants.answer(who).map(|answer| answer.figures);
        assert_eq!(got(&wants, second), Some(vec![Some(3.0)]));
        wants.leave(first);
        let new = wants.ask();
        // The answer that is there is still to the question before.
        assert_eq!(got(&wants, second), Some(vec![Some(3.0)]));
        wants.hear(answer(&old, &[9.0, 9.0, 9.0]));
        wants.hear(answer(&new, &[4.0]));
        assert_eq!(got(&wants, second), Some(vec![Some(4.0)]));
        assert_eq!(got(&wants, first), None);
    }
}
