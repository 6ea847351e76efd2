//! Controllers: how many replicas, how soon, and where a limit that hunts comes to rest.

/// Target tracking: every `period` seconds a controller looks at the mean utilisation of the replicas over the last period and, when
/// it may act, asks for ceil(replicas x utilisation / target). Kubernetes' Horizontal Pod Autoscaler computes the same
/// (its documentation, "Algorithm details"), as does target tracking at AWS. A utilisation cannot be above 1, so an
/// overload of any size multiplies the replicas by at most 1 / target in one step, and a backlog looks like load.
///
/// Replicas asked for serve `lag` seconds later; those no longer wanted go at once. A look leads to a step when the last step was
/// `cooldown` or more ago and its replicas have served for a whole period; until then, looks would find what it found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Autoscaler {
    /// Requests a second that one replica serves at most.
    pub per_replica: f64,
    /// Utilisation aimed at, above 0 and below 1.
    pub target: f64,
    pub min: u32,
    pub max: u32,
    /// Seconds, above 0.
    pub period: f64,
    /// Seconds.
    pub lag: f64,
    /// Seconds.
    pub cooldown: f64,
}

/// So many `replicas` serve from `at` seconds after the load changed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    pub at: f64,
    pub replicas: u32,
}

/// What follows a change of load.
#[derive(Clone, Debug, PartialEq)]
pub struct StepResponse {
    /// The replicas before and after each step.
    pub steps: Vec<Step>,
    /// The most requests that waited.
    pub most_waiting: f64,
    /// Seconds until none waited any more: 0 when none ever did, infinite when the last step is too small.
    pub cleared: f64,
}

impl StepResponse {
    /// Seconds until the last step serves; 0 when there was none to take.
    pub fn settled(&self) -> f64 {
        self.steps.last().map_or(0.0, |step| step.at)
    }
}

impl Autoscaler {
    /// `replicas` times `ratio`, rounded up (but not because of the last bits), within the bounds.
    fn scaled(self, replicas: f64, ratio: f64) -> u32 {
        let exact = replicas * ratio;
        let wanted = libm::ceil(exact - 1e-9 * exact) as u32;
        wanted.max(self.min).min(self.max)
    }

    /// Replicas that hold `load` requests a second at the target: ceil(load / (target x one replica's)), within the bounds.
    pub fn replicas_needed(self, load: f64) -> u32 {
        self.scaled(load / self.per_replica, 1.0 / self.target)
    }

    /// What happens after the load became `load` requests a second at a look, with `from` replicas serving and nobody waiting.
    /// By flow: what comes and cannot be served waits while there is `room` for it (0 to refuse it at once, infinite to let all
    /// wait), else it is refused.
    pub fn step_response(self, from: u32, load: f64, room: f64) -> StepResponse {
        let mut out = StepResponse {
            steps: vec![Step {
                at: 0.0,
                replicas: from,
            }],
            most_waiting: 0.0,
            cleared: 0.0,
        };
        let (mut waiting, mut serving, mut wanted) = (0.0_f64, from, from);
        // When the replicas of the last step serve, and from when on a look leads to a step.
        let (mut ready, mut may_act) = (f64::INFINITY, 0.0);
        for look in 1..100_000 {
            let end = f64::from(look) * self.period;
            let mut at = end - self.period;
            let (calm, mut served, mut servable) = (waiting <= 0.0, 0.0, 0.0);
            while at < end {
                if at >= ready {
                    (serving, ready) = (wanted, f64::INFINITY);
                }
                let seconds = ready.min(end) - at;
                let capacity = f64::from(serving) * self.per_replica;
                let done = (capacity * seconds).min(waiting + load * seconds);
                let left = (waiting + load * seconds - done).min(room);
                if waiting > 0.0 && left <= 0.0 {
                    out.cleared = at + waiting / (capacity - load);
                }
                waiting = left;
                out.most_waiting = out.most_waiting.max(waiting);
                (served, servable) = (served + done, servable + capacity * seconds);
                at += seconds;
            }
            if end < may_act {
                continue;
            }
            let next = self.scaled(f64::from(serving), served / servable / self.target);
            let overloaded = load >= f64::from(serving) * self.per_replica;
            if next == serving && (overloaded || calm && waiting <= 0.0) {
                break;
            }
            if next != serving {
                ready = if next > serving { end + self.lag } else { end };
                may_act = (end + self.cooldown).max(ready + self.period);
                out.steps.push(Step {
                    at: ready,
                    replicas: next,
                });
                wanted = next;
            }
        }
        if waiting > 0.0 {
            out.cleared = f64::INFINITY;
            if load > f64::from(serving) * self.per_replica {
                out.most_waiting = room;
            }
        }
        out
    }
}

/// A limit that grows by `increase` a round until it exceeds what there is and is then multiplied by `decrease` (additive
/// increase, multiplicative decrease). Chiu and Jain, "Analysis of the increase and decrease algorithms for congestion
/// avoidance", Computer Networks and ISDN Systems 17, 1989.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Aimd {
    pub increase: f64,
    /// Above 0 and below 1.
    pub decrease: f64,
}

impl Aimd {
    /// Mean limit when it is cut at `capacity`: a sawtooth between b C and C, so C (1 + b) / 2; off by at most half a step.
    pub fn mean_limit(self, capacity: f64) -> f64 {
        capacity * (1.0 + self.decrease) / 2.0
    }

    /// Rounds from one cut to the next: C (1 - b) / a.
    pub fn rounds(self, capacity: f64) -> f64 {
        capacity * (1.0 - self.decrease) / self.increase
    }

    /// Mean limit when the share `loss` of what is sent (a limit's worth a round) makes it cut: sqrt(a (1 + b) / (2 (1 - b) p)).
    /// For TCP, a = 1 and b = 1/2, sqrt(3 / (2 p)): Mathis, Semke, Mahdavi and Ott, "The macroscopic behavior of the TCP
    /// congestion avoidance algorithm", Computer Communication Review 27, 1997.
    pub fn mean_limit_of_loss(self, loss: f64) -> f64 {
        let (a, b) = (self.increase, self.decrease);
        libm::sqrt(a * (1.0 + b) / (2.0 * (1.0 - b) * loss))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::theory::brute::assert_close;

    fn scaler() -> Autoscaler {
        Autoscaler {
            per_replica: 100.0,
            target: 0.5,
            min: 1,
            max: 50,
            period: 15.0,
            lag: 40.0,
            cooldown: 30.0,
        }
    }

    #[test]
    fn a_pod_at_twice_its_target_becomes_two_and_fifty_at_nine_tenths_become_sixty() {
        // Kubernetes' documentation and blog: 200m measured against 100m wanted doubles the replicas; 50 at 90 % of 75 %
        // make 60.
        assert_eq!(scaler().replicas_needed(100.0), 2);
        let blog = Autoscaler {
            target: 0.75,
            max: 100,
            ..scaler()
        };
        let response = blog.step_response(50, 4500.0, f64::INFINITY);
        assert_eq!(response.steps[1].replicas, 60);
        assert_eq!((response.steps.len(), response.settled()), (2, 55.0));
        assert_eq!((response.most_waiting, response.cleared), (0.0, 0.0));
    }

    fn counts_and_times(response: &StepResponse) -> (Vec<u32>, Vec<f64>) {
        let steps = response.steps.iter();
        steps.map(|step| (step.replicas, step.at)).unzip()
    }

    #[test]
    fn an_overload_of_ten_times_takes_a_step_for_every_doubling() {
        // From 2 replicas of 100 requests a second to 2,000 a second, what cannot be served refused: 4, 8, 16, 32, then the 40
        // of the target. Looks at 15 s and then every 60 s: 40 s of lag and a whole period of 15 s, on the grid of looks.
        let response = scaler().step_response(2, 2000.0, 0.0);
        let (counts, times) = counts_and_times(&response);
        assert_eq!(counts, [2, 4, 8, 16, 32, 40]);
        assert_eq!(times, [0.0, 55.0, 115.0, 175.0, 235.0, 295.0]);
        assert_eq!(scaler().replicas_needed(2000.0), 40);
        // One step suffices when the overload is less than 1 / target.
        assert_eq!(scaler().step_response(2, 190.0, 0.0).steps.len(), 2);
    }

    #[test]
    fn a_backlog_looks_like_load_and_asks_for_more_than_is_needed() {
        // By hand: 1,800 a second wait for 55 s, 1,600, 1,200 and 400 for 60 s each, together 291,000. From 235 s on 32
        // replicas serve 1,200 a second of them, and being busy look like too few: 50, the most, from 295 s on. The 219,000
        // that still wait take these 73 s. The first whole period after that ends at 390 s.
        let response = scaler().step_response(2, 2000.0, f64::INFINITY);
        let (counts, times) = counts_and_times(&response);
        assert_eq!(counts, [2, 4, 8, 16, 32, 50, 40]);
        assert_eq!(times, [0.0, 55.0, 115.0, 175.0, 235.0, 295.0, 390.0]);
        assert_close(response.most_waiting, 291_000.0, 1e-12);
        assert_close(response.cleared, 368.0, 1e-12);
    }

    #[test]
    fn a_scaler_at_its_most_leaves_the_rest_waiting() {
        let small = Autoscaler { max: 3, ..scaler() };
        let endless = small.step_response(2, 2000.0, f64::INFINITY);
        assert!(endless.cleared.is_infinite() && endless.most_waiting.is_infinite());
        let bounded = small.step_response(2, 2000.0, 500.0);
        assert_eq!(
            (bounded.cleared, bounded.most_waiting),
            (f64::INFINITY, 500.0)
        );
    }

    #[test]
    fn a_load_that_falls_takes_replicas_away_at_once() {
        let response = scaler().step_response(40, 500.0, 0.0);
        let (counts, times) = counts_and_times(&response);
        assert_eq!((counts, times), (vec![40, 10], vec![0.0, 15.0]));
        assert_eq!(scaler().step_response(10, 500.0, 0.0).settled(), 0.0);
    }

    #[test]
    fn a_sawtooth_rests_at_three_quarters_of_what_there_is() {
        let tcp = Aimd {
            increase: 1.0,
            decrease: 0.5,
        };
        let (mut limit, mut sum, mut cuts) = (1.0, 0.0, 0.0);
        for _ in 0..100_000 {
            limit += 1.0;
            if limit > 200.0 {
                (limit, cuts) = (limit * 0.5, cuts + 1.0);
            }
            sum += limit;
        }
        assert_close(tcp.mean_limit(200.0), sum / 1e5, 0.01);
        assert_close(tcp.rounds(200.0), 1e5 / cuts, 0.02);
        // One loss a cycle of C = 200: 150 a round for 100 rounds.
        assert_close(tcp.mean_limit_of_loss(1.0 / 15_000.0), 150.0, 1e-12);
        assert_close(tcp.mean_limit_of_loss(0.01), f64::sqrt(150.0), 1e-12);
    }
}
