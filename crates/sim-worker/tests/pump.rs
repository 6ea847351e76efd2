//! What the worker answers to what the page says, without a browser and in one: the handshake, slices, pause, pace, and
//! commands that cannot be carried out.
#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on should say where"
)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use headroom_sim::descriptor::ParamValue;
use headroom_sim::protocol::{
    BUILD, Cells, Command, Event, LabSpec, Outcome, Series, Setup, Wanted,
};
use headroom_sim::scenario::{FaultGiven, parse};
use headroom_sim::trace::Reason;
use headroom_sim_worker::pump::{Host, Pump};
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(target_arch = "wasm32")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// A page and a clock: each look at the clock takes half a millisecond.
#[derive(Default)]
struct World {
    now_ms: Cell<f64>,
    heard: RefCell<VecDeque<Event>>,
    asked: RefCell<VecDeque<f64>>,
}

struct Fake(Rc<World>);

impl Host for Fake {
    fn now_ms(&self) -> f64 {
        self.0.now_ms.set(self.0.now_ms.get() + 0.5);
        self.0.now_ms.get()
    }

    fn post(&mut self, event: &Event) {
        // As it travels.
        let bytes = postcard::to_allocvec(event).unwrap();
        let event = postcard::from_bytes(&bytes).unwrap();
        self.0.heard.borrow_mut().push_back(event);
    }

    fn call_again(&mut self, after_ms: f64) {
        self.0.asked.borrow_mut().push_back(after_ms);
    }
}

/// A pump that has said it is ready.
struct Bench {
    world: Rc<World>,
    pump: Pump<Fake>,
}

impl Bench {
    fn new() -> Self {
        let world = Rc::new(World::default());
        let pump = Pump::start(Fake(world.clone()));
        let bench = Self { world, pump };
        let build = BUILD.to_owned();
        assert_eq!(bench.hear(), Some(Event::Ready { build }));
        bench
    }

    fn hear(&self) -> Option<Event> {
        self.world.heard.borrow_mut().pop_front()
    }

    fn tell(&mut self, command: &Command) {
        self.pump.receive(&postcard::to_allocvec(command).unwrap());
    }

    fn load(&mut self, run: u32) {
        let setup = lab().setup(Some("steady"), 42);
        self.tell(&Command::Load { run, setup });
    }

    /// Runs the next slice that was asked for; false when none was.
    fn slice(&mut self) -> bool {
        let Some(after_ms) = self.world.asked.borrow_mut().pop_front() else {
            return false;
        };
        let now = self.world.now_ms.get() + after_ms.max(0.0);
        self.world.now_ms.set(now);
        self.pump.slice();
        true
    }

    fn frame(&self) -> headroom_sim::protocol::Frame {
        match self.hear() {
            Some(Event::Frame(frame)) => frame,
            other => panic!("{other:?} and not a frame"),
        }
    }

    /// Time, events and requests of the newest frame; whatever was said before it is let go.
    fn last_frame(&self) -> (u64, u64, u64) {
        let heard = std::mem::take(&mut *self.world.heard.borrow_mut());
        match heard.back() {
            Some(Event::Frame(frame)) => (frame.now_ns, frame.events, frame.requests),
            other => panic!("{other:?} and not a frame"),
        }
    }

    fn failure(&self) -> (u32, String) {
        match self.hear() {
            Some(Event::Failed { run, message }) => (run, message),
            other => panic!("{other:?} and not a failure"),
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_worker_says_first_which_build_it_is_and_then_nothing_until_it_is_told() {
    let mut bench = Bench::new();
    assert_eq!(bench.hear(), None);
    assert!(!bench.slice());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_loaded_run_stands_at_zero_until_it_is_told_to_go_and_ends_with_its_report() {
    let mut bench = Bench::new();
    bench.load(7);
    let frame = bench.frame();
    assert_eq!((frame.run, frame.now_ns, frame.requests), (7, 0, 0));
    assert!(!bench.slice());
    bench.tell(&Command::Run {
        run: 7,
        speed: None,
    });
    let mut slices = 0;
    while bench.slice() {
        slices += 1;
    }
    assert!(slices > 1, "{slices}");
    let mut last = 0;
    let outcome = loop {
        match bench.hear() {
            Some(Event::Frame(frame)) => {
                assert!(frame.run == 7 && frame.now_ns >= last);
                last = frame.now_ns;
            }
            Some(Event::Finished { run: 7, outcome }) => break outcome,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(last, 60_000_000_000);
    assert!(outcome.wall_ms > 0.0);
    assert!(outcome.report_json.contains("\"littles_law\": \"holds\""));
    assert_eq!(bench.hear(), None);
    // A run that is over does not go on.
    bench.tell(&Command::Run {
        run: 7,
        speed: None,
    });
    assert!(!bench.slice());
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_that_its_ceiling_would_stop_is_told_so_before_its_first_frame() {
    let mut bench = Bench::new();
    let mut setup = lab().setup(Some("steady"), 42);
    setup.set = vec![("run.max_events".to_owned(), ParamValue::Number(7000.0))];
    bench.tell(&Command::Load { run: 3, setup });
    match bench.hear() {
        Some(Event::Warned { run: 3, message }) => {
            assert!(message.contains("stopped at 7,000 events"), "{message}");
        }
        other => panic!("{other:?} and no warning"),
    }
    assert_eq!(bench.frame().now_ns, 0);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_slice_ends_when_its_time_is_up_and_frames_come_no_faster_than_eyes() {
    let mut bench = Bench::new();
    bench.load(1);
    bench.tell(&Command::Run {
        run: 1,
        speed: None,
    });
    let began = bench.world.now_ms.get();
    let mut longest = 0.0f64;
    loop {
        let before = bench.world.now_ms.get();
        if !bench.slice() {
            break;
        }
        longest = longest.max(bench.world.now_ms.get() - before);
    }
    // 12 ms, and what the clock is looked at around them.
    assert!(longest < 15.0, "{longest} ms");
    let took = bench.world.now_ms.get() - began;
    let heard = bench.world.heard.borrow().len();
    // Of loading, of the first slice and of the end, and one each 40 ms.
    assert!(
        heard as f64 <= 4.0 + took / 40.0,
        "{heard} messages in {took} ms"
    );
}

#[wasm_bindgen_test(unsupported = test)]
fn a_paused_run_stands_still_and_goes_on_to_the_same_end() {
    let report = |pause: bool| {
        let mut bench = Bench::new();
        bench.load(3);
        bench.tell(&Command::Run {
            run: 3,
            speed: None,
        });
        assert!(bench.slice());
        if pause {
            bench.tell(&Command::Pause { run: 3 });
            // The slice that was under way comes and does nothing.
            while bench.slice() {}
            let stands = bench.last_frame();
            assert!(stands.0 > 0);
            bench.tell(&Command::Pause { run: 3 });
            assert_eq!(bench.last_frame(), stands);
            bench.tell(&Command::Run {
                run: 3,
                speed: None,
            });
        }
        while bench.slice() {}
        match bench.world.heard.borrow().back() {
            Some(Event::Finished { outcome, .. }) => outcome.report_json.clone(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(report(true), report(false));
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_at_a_speed_keeps_its_pace_and_sleeps_in_between() {
    let mut bench = Bench::new();
    bench.load(1);
    bench.frame();
    // Two simulated seconds a wall second.
    bench.tell(&Command::Run {
        run: 1,
        speed: Some(2.0),
    });
    let began = bench.world.now_ms.get();
    let mut slices = 0;
    while bench.world.now_ms.get() < began + 10_000.0 {
        assert!(bench.slice());
        slices += 1;
        while let Some(Event::Frame(frame)) = bench.hear() {
            let due = (bench.world.now_ms.get() - began) * 2.0e6;
            let late = due - frame.now_ns as f64;
            assert!((0.0..50e6).contains(&late), "{late} ns late");
        }
    }
    // One slice a frame, 40 ms apart, and not one after the other.
    assert!((200..=260).contains(&slices), "{slices} slices");
}

#[wasm_bindgen_test(unsupported = test)]
fn a_change_while_it_runs_is_in_the_report_and_one_that_cannot_be_leaves_the_run_alone() {
    let mut bench = Bench::new();
    bench.load(5);
    bench.frame();
    let set = |path: &str, value: ParamValue| Command::Set {
        run: 5,
        path: path.to_owned(),
        value,
    };
    bench.tell(&set("nodes.client.rate", ParamValue::Number(150.0)));
    assert_eq!(bench.hear(), None);
    for (path, value, expected) in [
        ("nodes.cleint.rate", ParamValue::Number(1.0), "client"),
        ("nodes.client.rate", ParamValue::Number(-1.0), "range"),
        ("nodes.client.rate", ParamValue::Number(f64::NAN), "range"),
        ("nodes.client.rate", ParamValue::Flag(true), "a number"),
        ("nodes.client.users", ParamValue::Number(2.0), "next reset"),
        ("", ParamValue::Number(2.0), "path"),
    ] {
        bench.tell(&set(path, value));
        let (run, message) = bench.failure();
        assert!(run == 5 && message.contains(expected), "{message}");
    }
    bench.tell(&Command::Run {
        run: 5,
        speed: None,
    });
    while bench.slice() {}
    let heard = bench.world.heard.borrow();
    let Some(Event::Finished { outcome, .. }) = heard.back() else {
        panic!("not finished")
    };
    assert_eq!(outcome.report_json.matches("\"at_s\"").count(), 1);
}

#[wasm_bindgen_test(unsupported = test)]
fn commands_that_cannot_be_carried_out_are_answered_and_the_run_stands_as_it_was() {
    let mut bench = Bench::new();
    bench.load(2);
    bench.frame();
    for bytes in [&[][..], &[255], &[0, 1, 2, 3], b"not of this build"] {
        bench.pump.receive(bytes);
        let (run, message) = bench.failure();
        assert!(run == 0 && message.contains("reload the page"), "{message}");
    }
    let lab = lab();
    let load = |setup| Command::Load { run: 9, setup };
    bench.tell(&load(Setup {
        scenario: vec![1, 2, 3],
        ..lab.setup(None, 1)
    }));
    let (run, message) = bench.failure();
    assert!(run == 9 && message.contains("another version"), "{message}");
    bench.tell(&load(lab.setup(Some("steddy"), 1)));
    let (run, message) = bench.failure();
    assert!(
        run == 9 && message.contains("did you mean `steady`?"),
        "{message}"
    );
    for speed in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let speed = Some(speed);
        bench.tell(&Command::Run { run: 2, speed });
        assert!(bench.failure().1.contains("speed"));
    }
    // What is meant for a run that is not there is late, and no mistake.
    bench.tell(&Command::Pause { run: 1 });
    bench.tell(&Command::Run {
        run: 1,
        speed: None,
    });
    assert_eq!(bench.hear(), None);
    assert!(!bench.slice());
    bench.tell(&Command::Pause { run: 2 });
    assert_eq!(bench.last_frame(), (0, 0, 0));
}

fn lab() -> LabSpec {
    let text = include_str!("../../sim/tests/fixtures/serverless-url-shortener.toml");
    LabSpec::new("a/b", &parse(text).unwrap())
}

impl Bench {
    /// Lets it run until it asks for no more, and gives what came last.
    fn settle(&mut self) -> Event {
        while self.slice() {}
        let last = std::iter::from_fn(|| self.hear()).last();
        last.unwrap_or_else(|| panic!("nothing was said"))
    }

    fn finished(&mut self) -> Outcome {
        match self.settle() {
            Event::Finished { outcome, .. } | Event::Measured { outcome, .. } => outcome,
            other => panic!("{other:?} and not an outcome"),
        }
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_step_goes_on_by_so_much_and_pauses() {
    let mut bench = Bench::new();
    bench.load(1);
    bench.frame();
    for step in 1..=3u64 {
        let by_ns = 700_000_000;
        bench.tell(&Command::Step { run: 1, by_ns });
        match bench.settle() {
            Event::Frame(frame) => assert_eq!(frame.now_ns, step * by_ns),
            other => panic!("{other:?} and not a frame"),
        }
    }
    bench.tell(&Command::Run {
        run: 1,
        speed: None,
    });
    assert!(bench.finished().wall_ms > 0.0);
}

#[wasm_bindgen_test(unsupported = test)]
fn what_was_done_to_a_run_and_its_setup_give_the_same_bytes_again() {
    let mut bench = Bench::new();
    let lab = lab();
    let setup = lab.setup(Some("steady"), 7);
    bench.tell(&Command::Load {
        run: 1,
        setup: setup.clone(),
    });
    bench.frame();
    let step = |bench: &mut Bench| {
        let by_ns = 5_000_000_000;
        bench.tell(&Command::Step { run: 1, by_ns });
        bench.settle();
    };
    step(&mut bench);
    let fault = FaultGiven {
        kind: "slow-node".to_owned(),
        target: "shortener".to_owned(),
        at_ns: None,
        lasting_ns: Some(8_000_000_000),
        set: vec![("factor".to_owned(), ParamValue::Number(4.0))],
    };
    bench.tell(&Command::Inject { run: 1, fault });
    step(&mut bench);
    bench.tell(&Command::Set {
        run: 1,
        path: "nodes.client.rate".to_owned(),
        value: ParamValue::Number(90.0),
    });
    bench.tell(&Command::Run {
        run: 1,
        speed: None,
    });
    let first = bench.finished();
    assert_eq!(first.deeds.len(), 2);
    let again = Setup {
        deeds: first.deeds.clone(),
        ..setup.clone()
    };
    bench.tell(&Command::Measure {
        run: 2,
        setup: again,
        along: None,
    });
    assert_eq!(bench.finished().report_json, first.report_json);
    bench.tell(&Command::Measure {
        run: 3,
        setup,
        along: None,
    });
    assert_ne!(bench.finished().report_json, first.report_json);
}

#[wasm_bindgen_test(unsupported = test)]
fn a_page_sees_any_metric_how_latency_is_distributed_and_how_things_stood() {
    let mut bench = Bench::new();
    let lab = lab();
    bench.load(1);
    bench.frame();
    let wanted = Wanted {
        number: 1,
        series: vec![
            "nodes.shortener.concurrent_executions".to_owned(),
            "nodes.nobody.errors".to_owned(),
        ],
        figures: vec!["latency_ms.p99".to_owned(), "no.such".to_owned()],
        latency: true,
        breakdown: true,
    };
    bench.tell(&Command::Watch { run: 1, wanted });
    bench.frame();
    bench.tell(&Command::Run {
        run: 1,
        speed: None,
    });
    while bench.slice() {}
    let events: Vec<Event> = std::iter::from_fn(|| bench.hear()).collect();
    let mut frames = events.iter().rev().filter_map(|event| match event {
        Event::Frame(frame) => Some(frame),
        _ => None,
    });
    let last = frames.next().unwrap();
    assert_eq!(last.watched.number, 1);
    assert!(last.watched.series[0].y.iter().any(|&y| y > 0.0));
    assert_eq!(last.watched.series[1], Series::default());
    assert!(last.watched.figures[0].is_some_and(|p99| p99 > 0.0));
    assert_eq!(last.watched.figures[1], None);
    let latency = last.watched.latency.as_ref().unwrap();
    let counted = |cells: &Cells| cells.counts.iter().map(|&n| u64::from(n)).sum::<u64>();
    let over_time: u64 = latency.over_time.iter().map(counted).sum();
    assert!(counted(&latency.all) > 0 && counted(&latency.all) <= over_time);
    assert_eq!(last.links.len(), lab.links.len());

    // Where time went, as the report has it at the end.
    let breakdown = last.watched.breakdown.as_ref().unwrap();
    let outcome = events.iter().find_map(|event| match event {
        Event::Finished { outcome, .. } => Some(outcome),
        _ => None,
    });
    let of_report = outcome.unwrap().figures.iter().filter(|(path, _)| {
        path.starts_with("attribution.") || path.starts_with("requests.failed.")
    });
    let mut told = breakdown.clone();
    told.sort_by(|a, b| a.0.cmp(&b.0));
    let mut known: Vec<(String, f64)> = of_report.cloned().collect();
    known.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(known.len() > 10);
    assert_eq!(told, known);

    // In the middle of the run, as it was then.
    let at_ns = last.duration_ns / 2;
    bench.tell(&Command::Look { run: 1, at_ns });
    match bench.hear() {
        Some(Event::Past { past, .. }) => {
            assert!(past.at_ns >= at_ns && past.at_ns < at_ns + 2 * latency.width_ns);
            assert_eq!(past.nodes.len(), lab.nodes.len());
            assert!(past.links.iter().any(|link| link.per_second > 0.0));
        }
        other => panic!("{other:?} and not the past"),
    }
}

#[wasm_bindgen_test(unsupported = test)]
fn a_run_is_made_again_for_its_traces() {
    let mut bench = Bench::new();
    bench.load(1);
    bench.frame();
    bench.tell(&Command::Run {
        run: 1,
        speed: None,
    });
    bench.finished();
    bench.tell(&Command::Trace { run: 1 });
    match bench.settle() {
        Event::Traces {
            traces, otlp_json, ..
        } => {
            let reasons = |reason| {
                traces
                    .iter()
                    .filter(|t| t.reasons.contains(&reason))
                    .count()
            };
            assert!(reasons(Reason::Slowest) >= 5 && reasons(Reason::Sampled) >= 5);
            assert!(traces.iter().all(|trace| !trace.spans.is_empty()));
            assert!(otlp_json.contains("resourceSpans"));
        }
        other => panic!("{other:?} and not the traces"),
    }
}
