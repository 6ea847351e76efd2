//! The search for the cheapest single change that meets an objective: what to run next, from what was seen. Knows neither the
//! engine nor the page.

use headroom_sim::descriptor::{ParamKind, ParamValue};

use super::ladder;

/// At most so many runs.
pub const MOST: usize = 200;
/// Of these, for finding the least change and for other seeds.
const KEPT: usize = 60;
/// How many other seeds a change has to hold with.
pub const SEEDS: u64 = 3;
/// So many changes are tried with them.
const BEST: usize = 3;
/// So many of the best are narrowed down, so often.
const NARROWED: usize = 6;
const HALVINGS: usize = 4;
/// A change may cost so much of the answers that there were, in share of all that were due: that is chance.
const LOSS: f64 = 0.01;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    AtMost,
    AtLeast,
}

/// What shall be reached.
#[derive(Clone, Debug, PartialEq)]
pub struct Objective {
    /// Of a figure of the report.
    pub path: String,
    pub bound: Bound,
    pub value: f64,
}

impl Objective {
    fn met(&self, metric: f64) -> bool {
        match self.bound {
            Bound::AtMost => metric <= self.value,
            Bound::AtLeast => metric >= self.value,
        }
    }

    /// How far a figure is from it.
    fn miss(&self, metric: f64) -> f64 {
        match self.bound {
            Bound::AtMost => metric - self.value,
            Bound::AtLeast => self.value - metric,
        }
    }
}

/// A setting that may be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Lever {
    pub path: String,
    pub name: String,
    pub kind: ParamKind,
    pub now: ParamValue,
}

/// A run to make: everything as it is, but for one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Try {
    pub change: Option<(String, ParamValue)>,
    pub seed: u64,
}

/// What a run showed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Seen {
    pub metric: Option<f64>,
    /// Dollars an hour.
    pub cost: Option<f64>,
    /// Of the requests that were due, the share answered well and in time.
    pub answered: Option<f64>,
}

#[derive(Clone, Debug)]
struct Rung {
    value: ParamValue,
    seen: Option<Seen>,
    /// With how many other seeds it was tried, and with how many it held.
    asked: u64,
    held: u64,
}

impl Rung {
    fn refuted(&self) -> bool {
        self.held < self.asked
    }
}

/// The values of one lever in one direction, nearest first.
#[derive(Clone, Debug)]
struct Lane {
    lever: usize,
    rungs: Vec<Rung>,
}

#[derive(Clone, Copy, Debug)]
enum Ask {
    Base,
    Rung { lane: usize, rung: usize },
    Again { lane: usize, rung: usize },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Start,
    /// How often the best were narrowed down.
    Narrow(usize),
    Confirm,
    Over,
}

/// How a search ended, or stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// As it is, it meets the objective.
    Met,
    /// [`Found::fixes`] has at least one that held.
    Fixed,
    /// None of what was tried meets it, with every seed.
    None,
}

/// One change.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    pub lever: Lever,
    pub to: ParamValue,
    pub metric: Option<f64>,
    pub cost: Option<f64>,
    /// With how many of [`SEEDS`] other seeds it held; `None` of one that was not tried with them.
    pub held: Option<u64>,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    pub answer: Answer,
    /// As it is.
    pub base: Seen,
    /// Whether anything has a price.
    pub priced: bool,
    /// The cheapest first; those that failed with another seed are not among them.
    pub fixes: Vec<Fix>,
    /// Of those that do not meet it, the one that comes nearest.
    pub nearest: Option<Fix>,
    /// Runs that were made, and of these those that could not be.
    pub tried: usize,
    pub broken: usize,
}

pub struct Search {
    objective: Objective,
    seed: u64,
    levers: Vec<Lever>,
    lanes: Vec<Lane>,
    base: Option<Seen>,
    stage: Stage,
    asks: Vec<Ask>,
    tried: usize,
    broken: usize,
}

impl Search {
    pub fn new(levers: Vec<Lever>, seed: u64, objective: Objective) -> Self {
        // As fine as the number of runs allows.
        let lanes = |steps: usize| -> Vec<Lane> {
            let lanes = levers.iter().enumerate().flat_map(|(lever, given)| {
                let lanes = ladder::lanes(&given.kind, &given.now, steps);
                lanes.into_iter().map(move |values| Lane {
                    lever,
                    rungs: values.into_iter().map(Rung::new).collect(),
                })
            });
            lanes.collect()
        };
        let runs = |lanes: &[Lane]| lanes.iter().map(|lane| lane.rungs.len()).sum::<usize>();
        let chosen = (1..=5)
            .rev()
            .map(lanes)
            .find(|lanes| runs(lanes) < MOST - KEPT);
        let lanes = chosen.unwrap_or_else(|| {
            let mut left = MOST - KEPT - 1;
            let mut lanes = lanes(1);
            lanes.retain(|lane| {
                let fits = lane.rungs.len() <= left;
                left = left.saturating_sub(lane.rungs.len());
                fits
            });
            lanes
        });
        Self {
            objective,
            seed,
            levers,
            lanes,
            base: None,
            stage: Stage::Start,
            asks: Vec::new(),
            tried: 0,
            broken: 0,
        }
    }

    /// How many runs were made.
    pub fn tried(&self) -> usize {
        self.tried
    }

    /// The next runs to make; none once the search is over. All of them have to be told of before there are more.
    pub fn next(&mut self) -> Vec<Try> {
        self.asks.clear();
        while self.asks.is_empty() && self.stage != Stage::Over {
            self.plan();
        }
        self.asks.truncate(MOST - self.tried);
        if self.asks.is_empty() {
            self.stage = Stage::Over;
        }
        let mut again = 0;
        let tries = self.asks.iter().map(|ask| {
            let (change, seed) = match *ask {
                Ask::Base => (None, self.seed),
                Ask::Rung { lane, rung } => (Some((lane, rung)), self.seed),
                Ask::Again { lane, rung } => {
                    again = again % SEEDS + 1;
                    (Some((lane, rung)), self.seed.wrapping_add(again))
                }
            };
            let change = change.map(|(lane, rung)| {
                let lane = &self.lanes[lane];
                let path = self.levers[lane.lever].path.clone();
                (path, lane.rungs[rung].value.clone())
            });
            Try { change, seed }
        });
        tries.collect()
    }

    fn plan(&mut self) {
        match self.stage {
            Stage::Start => {
                self.asks.push(Ask::Base);
                for (lane, of) in self.lanes.iter().enumerate() {
                    let rungs = 0..of.rungs.len();
                    self.asks.extend(rungs.map(|rung| Ask::Rung { lane, rung }));
                }
                self.stage = Stage::Narrow(0);
            }
            // Nothing to mend, or nothing to hold a change against.
            Stage::Narrow(_) if self.base.is_none() || self.is_met() => self.stage = Stage::Over,
            Stage::Narrow(HALVINGS) => self.stage = Stage::Confirm,
            Stage::Narrow(before) => {
                self.stage = Stage::Narrow(before + 1);
                for (lane, rung) in self.ranked().into_iter().take(NARROWED) {
                    if let Some(value) = self.halfway(lane, rung) {
                        self.lanes[lane].rungs.insert(rung, Rung::new(value));
                        self.asks.push(Ask::Rung { lane, rung });
                    }
                }
            }
            Stage::Confirm => {
                let best = self.ranked().into_iter().take(BEST);
                for (lane, rung) in best {
                    if self.lanes[lane].rungs[rung].asked == 0 {
                        self.asks
                            .extend((0..SEEDS).map(|_| Ask::Again { lane, rung }));
                    }
                }
                // A change is tried with all of them or not at all.
                let room = (MOST - self.tried) / SEEDS as usize * SEEDS as usize;
                self.asks.truncate(room);
                if self.asks.is_empty() {
                    self.stage = Stage::Over;
                }
            }
            Stage::Over => {}
        }
    }

    /// What run number `at` of the last that were asked for showed.
    pub fn tell(&mut self, at: usize, seen: Option<Seen>) {
        let Some(&ask) = self.asks.get(at) else {
            return;
        };
        self.tried += 1;
        self.broken += usize::from(seen.is_none());
        match ask {
            Ask::Base => self.base = seen,
            Ask::Rung { lane, rung } => self.lanes[lane].rungs[rung].seen = seen,
            Ask::Again { lane, rung } => {
                let held = seen.is_some_and(|seen| self.passes(&seen));
                let rung = &mut self.lanes[lane].rungs[rung];
                rung.asked += 1;
                rung.held += u64::from(held);
            }
        }
    }

    fn is_met(&self) -> bool {
        let metric = self.base.and_then(|base| base.metric);
        metric.is_some_and(|metric| self.objective.met(metric))
    }

    /// Whether as many requests are answered as before: whoever answers nobody is quick.
    fn serves(&self, seen: &Seen) -> bool {
        match (self.base.and_then(|base| base.answered), seen.answered) {
            (Some(before), Some(now)) => now >= before - LOSS,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }

    fn passes(&self, seen: &Seen) -> bool {
        seen.metric.is_some_and(|metric| self.objective.met(metric)) && self.serves(seen)
    }

    /// The least change of each lane that passes and was not refuted, the cheapest first.
    fn ranked(&self) -> Vec<(usize, usize)> {
        let passing = |lane: &Lane| {
            (lane.rungs.iter()).position(|rung| {
                !rung.refuted() && rung.seen.is_some_and(|seen| self.passes(&seen))
            })
        };
        let mut out: Vec<(usize, usize)> = (self.lanes.iter().enumerate())
            .filter_map(|(lane, of)| Some((lane, passing(of)?)))
            .collect();
        let key = |&(lane, rung): &(usize, usize)| {
            let lane = &self.lanes[lane];
            let rung = &lane.rungs[rung];
            let cost = rung.seen.and_then(|seen| seen.cost);
            let size = ladder::size(&self.levers[lane.lever].now, &rung.value);
            (cost.map_or(f64::INFINITY, as_shown), size)
        };
        out.sort_by(|a, b| {
            let (a, b) = (key(a), key(b));
            a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1))
        });
        out
    }

    /// A smaller change than one that passes, and a larger one than the last that does not.
    fn halfway(&self, lane: usize, rung: usize) -> Option<ParamValue> {
        let lane = &self.lanes[lane];
        let lever = &self.levers[lane.lever];
        let before = match rung.checked_sub(1) {
            Some(before) => &lane.rungs[before].value,
            None => &lever.now,
        };
        ladder::between(&lever.kind, before, &lane.rungs[rung].value)
    }

    fn fix(&self, lane: usize, rung: usize) -> Fix {
        let lane = &self.lanes[lane];
        let rung = &lane.rungs[rung];
        let seen = rung.seen.unwrap_or_default();
        Fix {
            lever: self.levers[lane.lever].clone(),
            to: rung.value.clone(),
            metric: seen.metric,
            cost: seen.cost,
            held: (rung.asked > 0).then_some(rung.held),
        }
    }

    /// What is known so far.
    pub fn found(&self) -> Found {
        let base = self.base.unwrap_or_default();
        let mut fixes: Vec<Fix> = (self.ranked().into_iter())
            .map(|(lane, rung)| self.fix(lane, rung))
            .collect();
        // What was tried with other seeds is known better.
        fixes.sort_by_key(|fix| fix.held.is_none());
        let answer = if self.is_met() {
            Answer::Met
        } else if fixes.iter().any(|fix| fix.held == Some(SEEDS)) {
            Answer::Fixed
        } else {
            Answer::None
        };
        Found {
            answer,
            base,
            priced: base.cost.is_some_and(|cost| cost > 0.0),
            fixes,
            nearest: self.nearest(),
            tried: self.tried,
            broken: self.broken,
        }
    }

    fn nearest(&self) -> Option<Fix> {
        let mut best: Option<(f64, usize, usize)> = None;
        for (lane, of) in self.lanes.iter().enumerate() {
            for (rung, at) in of.rungs.iter().enumerate() {
                let Some(seen) = at.seen.filter(|seen| self.serves(seen)) else {
                    continue;
                };
                let Some(metric) = seen.metric else {
                    continue;
                };
                let miss = self.objective.miss(metric);
                if best.is_none_or(|(least, ..)| miss < least) {
                    best = Some((miss, lane, rung));
                }
            }
        }
        best.map(|(_, lane, rung)| self.fix(lane, rung))
    }
}

impl Rung {
    fn new(value: ParamValue) -> Self {
        Self {
            value,
            seen: None,
            asked: 0,
            held: 0,
        }
    }
}

/// A cost to three digits, as it is shown: what differs in the fourth is chance.
fn as_shown(cost: f64) -> f64 {
    if cost <= 0.0 {
        return 0.0;
    }
    let unit = 10f64.powf(cost.log10().floor() - 2.0);
    (cost / unit).round() * unit
}
