//! Named experiments with a random scenario.

use headroom_sim::Scenario;
use headroom_sim::descriptor::{ParamKind, ParamValue};
use headroom_sim::kinds::{ParamSpec, link_params, run_params};
use headroom_sim::scenario::{Arm, Preset, Sweep, Value, Window};

use super::tape::Tape;
use super::{IDS, TEXTS};

impl Tape {
    /// A parameter of the scenario, and its spec.
    pub fn path(&mut self, scenario: &Scenario) -> (String, &'static ParamSpec) {
        match self.below(5) {
            0..=2 => {
                let node = self.pick(&scenario.nodes);
                let spec = self.pick(&node.kind.spec().params);
                (format!("nodes.{}.{}", node.id, spec.descriptor.key), spec)
            }
            3 => {
                let link = self.pick(&scenario.links);
                let id = |node: u32| &scenario.nodes[node as usize].id;
                let spec = self.pick(link_params());
                (
                    format!(
                        "links.{}.{}.{}",
                        id(link.from),
                        id(link.to),
                        spec.descriptor.key
                    ),
                    spec,
                )
            }
            _ => {
                let spec = self.pick(run_params());
                (format!("run.{}", spec.descriptor.key), spec)
            }
        }
    }

    pub fn figure(&mut self, scenario: &Scenario) -> String {
        let node = self.pick(&scenario.nodes);
        let metric = &self.pick(&node.kind.spec().descriptor.metrics).key;
        let of_node = format!("nodes.{}.{metric}", node.id);
        (*self.pick(&[
            "latency_ms.p99",
            "requests.offered",
            &of_node,
            "cost.total_usd",
        ]))
        .to_owned()
    }

    /// Other values of some parameters, in an order of their own.
    fn set(&mut self, scenario: &Scenario) -> Vec<(String, Value)> {
        let mut out: Vec<(String, Value)> = Vec::new();
        for _ in 0..self.below(6) {
            let (path, spec) = self.path(scenario);
            let mut value = self.value(spec);
            if let (true, Value::Number(number)) = (path.starts_with("run."), &mut value) {
                *number = number.trunc();
            }
            // How long to run is the preset's own key.
            let fits = !matches!(path.as_str(), "run.duration" | "run.warmup");
            if fits && out.iter().all(|(other, _)| *other != path) {
                out.push((path, value));
            }
        }
        out
    }

    /// Adds a preset, unless what came out cannot run.
    pub fn preset(&mut self, scenario: &mut Scenario, number: usize) {
        let name = format!("{}{number}", self.pick(&IDS));
        let title = self.pick(&["", "Flash \"crowd\""]);
        let mut preset = Preset {
            title: if title.is_empty() {
                name.clone()
            } else {
                (*title).to_owned()
            },
            sentence: (*self.pick(&TEXTS)).to_owned(),
            set: self.set(scenario),
            duration_ns: self.chance(40).then(|| self.between(1e6, 600e9) as u64),
            warmup_ns: None,
            windows: Vec::new(),
            watch: Vec::new(),
            faults: if self.chance(30) {
                self.faults(scenario)
            } else {
                Vec::new()
            },
            sweep: None,
            name,
        };
        let base = scenario.clone();
        let can_run = |preset: &Preset| {
            let mut trial = base.clone();
            trial.presets = vec![preset.clone()];
            trial
                .apply(Some(&preset.name), &[])
                .ok()
                .map(|(trial, _)| trial)
        };
        let Some(trial) = can_run(&preset) else {
            return;
        };
        if self.chance(30) {
            preset.warmup_ns = Some(trial.run.duration_ns / 3);
        }
        for i in 0..self.below(3) {
            let from_ns = trial.run.duration_ns / 4 * i as u64;
            preset.windows.push(Window {
                name: format!("w-{i}"),
                from_ns,
                to_ns: from_ns + 1 + u64::from(self.next()),
            });
        }
        if self.chance(40) {
            preset.sweep = self.sweep(&trial);
        }
        let shown: Vec<String> = match &preset.sweep {
            Some(sweep) => {
                let key = sweep.path.rsplit('.').next().unwrap();
                vec![format!("crossover.{key}"), "crossover.measured".to_owned()]
            }
            None => (0..3).map(|_| self.figure(scenario)).collect(),
        };
        preset.watch = shown.into_iter().take(self.below(4)).collect();
        assert!(can_run(&preset).is_some());
        scenario.presets.push(preset);
    }

    fn sweep(&mut self, trial: &Scenario) -> Option<Sweep> {
        let (path, spec) = self.path(trial);
        let (ParamKind::Number { min, max, .. } | ParamKind::Distribution { min, max, .. }) =
            &spec.descriptor.kind
        else {
            return None;
        };
        let (from, to) = (self.between(*min, *max), self.between(*min, *max));
        let arms: Vec<Arm> = (0..=self.below(2))
            .map(|i| Arm {
                name: format!("arm{i}"),
                title: (*self.pick(&["arm0", "Arm"])).to_owned(),
                set: self.set(trial),
            })
            .collect();
        let mut sweep = Sweep {
            path,
            from,
            to,
            points: *self.pick(&[12, 2, 7, 100]),
            log: from > 0.0 && self.chance(50),
            measure: (*self.pick(&["cost.per_hour_usd", "latency_ms.p50"])).to_owned(),
            arms,
        };
        if self.chance(30) {
            sweep.arms = vec![Arm {
                name: "run".to_owned(),
                title: "Run".to_owned(),
                set: Vec::new(),
            }];
        }
        let runs = sweep.arms.iter().all(|arm| {
            sweep.values(trial).into_iter().all(|value| {
                let mut variant = trial.clone();
                variant.presets = vec![empty(&arm.set)];
                let set = [(sweep.path.clone(), ParamValue::Number(value))];
                variant.apply(Some("p"), &set).is_ok()
            }) && trial
                .clone()
                .set(&sweep.path, &ParamValue::Number(from))
                .is_ok()
        });
        (from < to && runs).then_some(sweep)
    }
}

fn empty(set: &[(String, Value)]) -> Preset {
    Preset {
        name: "p".to_owned(),
        title: String::new(),
        sentence: String::new(),
        set: set.to_vec(),
        duration_ns: None,
        warmup_ns: None,
        windows: Vec::new(),
        watch: Vec::new(),
        faults: Vec::new(),
        sweep: None,
    }
}
