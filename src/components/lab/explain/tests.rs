//! The analysis and the search, on real runs of the scenarios that the site has.

use std::collections::BTreeSet;
use std::path::Path;

use headroom_sim::descriptor::{ParamKind, ParamValue, Unit};
use headroom_sim::protocol::{LabSpec, Outcome, Setup};
use headroom_sim::scenario::{self, Scenario};
use headroom_sim::session::{Progress, Session};

use super::analysis::{Section, analyse};
use super::facts::{TURNED_AWAY, figure};
use super::goals::{self, Use, goals, use_of};
use super::search::{Answer, Bound, Found, Lever, MOST, Objective, SEEDS, Search, Seen, Try};

fn lab(name: &str) -> (Scenario, LabSpec) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("content/labs")
        .join(name);
    let text = std::fs::read_to_string(path.with_extension("toml")).unwrap();
    let scenario = scenario::parse(&text).unwrap();
    let spec = LabSpec::new(name, &scenario);
    (scenario, spec)
}

fn run(setup: &Setup) -> Result<Outcome, String> {
    let mut session = Session::load(setup).map_err(|error| error.to_string())?;
    while session.advance(u64::MAX, &mut || false) == Progress::Running {}
    Ok(session.outcome())
}

fn section<'a>(sections: &'a [Section], key: &str) -> &'a Section {
    let found = sections.iter().find(|section| section.key == key);
    found.unwrap_or_else(|| panic!("no section {key}"))
}

#[test]
fn every_section_of_every_lab_has_its_figures_and_nothing_that_is_no_number() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/labs");
    let mut seen = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".toml") else {
            continue;
        };
        let (_, spec) = lab(name);
        // The first of each: they take long enough.
        let preset = spec.presets.first().map(|preset| preset.name.as_str());
        let outcome = run(&spec.setup(preset, spec.seed)).unwrap();
        let sections = analyse(&outcome, &spec);
        assert!(!sections.is_empty(), "{name}");
        seen += 1;
        for section in &sections {
            for line in &section.lines {
                assert!(
                    !line.contains("NaN") && !line.contains('∞'),
                    "{name}: {line}"
                );
                assert!(line.ends_with('.'), "{name}: {line}");
            }
            if let Some(table) = &section.table {
                for row in &table.rows {
                    assert_eq!(row.len(), table.head.len(), "{name} {}", section.key);
                }
            }
        }
        if spec.presets.first().is_none_or(|preset| !preset.sweep) {
            section(&sections, "happened");
            section(&sections, "cost");
        }
    }
    assert!(seen > 20);
}

#[test]
fn a_retry_storm_is_explained_by_what_its_report_shows() {
    let (_, spec) = lab("retry-storm");
    let outcome = run(&spec.setup(Some("storm"), spec.seed)).unwrap();
    let sections = analyse(&outcome, &spec);
    let happened = section(&sections, "happened").lines.join(" ");
    assert!(happened.contains("queue full"), "{happened}");
    assert!(happened.contains("were retries"), "{happened}");
    assert!(
        happened.contains("Part of the experiment: Slow node at App"),
        "{happened}"
    );
    let next = section(&sections, "next").lines.join(" ");
    let at_limit = "App was at a limit already, at least for a time: it turned away 17,675 of 27,357 calls (64.6%). ";
    assert!(next.starts_with(at_limit), "{next}");
    // What refuses is not said to bear more.
    assert!(!next.contains("times this load"), "{next}");
    let rows = &section(&sections, "next").table.as_ref().unwrap().rows;
    assert_eq!(rows[0], ["App", "92.3%", "17,675", "already", "–"]);
    // Most failed: what is said of the slowest is of the few others.
    for key in ["bottleneck", "time"] {
        let lines = section(&sections, key).lines.join(" ");
        assert!(
            lines.contains("of the 2,105 that were answered. 6,247 requests failed (74.8%"),
            "{lines}"
        );
    }
    assert!(next.contains("made by retries"), "{next}");
    // Theory is silent where its conditions do not hold.
    assert!(sections.iter().all(|section| section.key != "theory"));
}

#[test]
fn what_was_full_at_a_peak_is_not_extrapolated_from_the_average() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/templates/url-shortener");
    let text = std::fs::read_to_string(folder.join("v2-serverless.toml")).unwrap();
    let scenario = scenario::parse(&text).unwrap();
    let spec = LabSpec::new("serverless", &scenario);
    let outcome = run(&spec.setup(Some("flash-crowd"), spec.seed)).unwrap();
    let sections = analyse(&outcome, &spec);
    let next = section(&sections, "next");
    let lines = next.lines.join(" ");
    assert!(
        lines.starts_with("Redirect function was at a limit already"),
        "{lines}"
    );
    assert!(lines.contains("scaling rate"), "{lines}");
    assert!(!lines.contains("times this load"), "{lines}");
    // The gateway has a limit of its own, a rate, of which the report has no share.
    assert!(
        lines.ends_with("when they are full: HTTP API, Links table."),
        "{lines}"
    );
    assert_eq!(next.table.as_ref().unwrap().rows.len(), 1);

    let outcome = run(&spec.setup(Some("return-from-idle"), spec.seed)).unwrap();
    let sections = analyse(&outcome, &spec);
    let lines = section(&sections, "next").lines.join(" ");
    assert!(
        lines.starts_with("Redirect function is first: on average"),
        "{lines}"
    );
    assert!(lines.contains("the load varied: in the part “"), "{lines}");
}

#[test]
fn what_is_taken_for_turned_away_is_what_kinds_count_under_these_names() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/labs");
    let mut known = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".toml") {
            let kinds = lab(name).1.kinds.into_iter();
            known.extend(kinds.flat_map(|kind| kind.metrics.into_iter().map(|metric| metric.key)));
        }
    }
    for key in TURNED_AWAY {
        assert!(known.iter().any(|known| known == key), "{key}");
    }
}

#[test]
fn littles_law_has_both_sides_of_the_run_and_they_agree() {
    let (_, spec) = lab("component-service");
    let outcome = run(&spec.setup(Some("ten-slots"), spec.seed)).unwrap();
    let get = |key: &str| figure(&outcome, &format!("flow.client.{key}")).unwrap();
    let product = get("per_second") * get("sojourn_ms") / 1e3;
    assert!((product - get("inside")).abs() < 0.01 * get("inside"));
    let sections = analyse(&outcome, &spec);
    let lines = &section(&sections, "little").lines;
    assert!(lines[0].starts_with("Clients had"), "{lines:?}");
}

#[test]
fn where_a_formula_applies_it_stands_beside_the_run() {
    let text = r#"
        version = 1
        title = "One queue"
        [run]
        duration = "10min"
        warmup = "10s"
        [nodes.client]
        kind = "client"
        rate = "80/s"
        [nodes.app]
        kind = "service"
        label = "App"
        replicas = 1
        concurrency = 10
        service_time = "exponential(100ms)"
        [links.client.app]
    "#;
    let scenario = scenario::parse(text).unwrap();
    let spec = LabSpec::new("one-queue", &scenario);
    let outcome = run(&spec.setup(None, 1)).unwrap();
    let sections = analyse(&outcome, &spec);
    let rows = &section(&sections, "theory").table.as_ref().unwrap().rows;
    assert!(rows[0][0].ends_with("The utilisation law"), "{rows:?}");
    assert!(rows[0][1].ends_with('%'), "{rows:?}");
    assert!(rows[1][0].ends_with("Erlang's C formula"), "{rows:?}");
    assert!(rows[1][1].ends_with("ms"), "{rows:?}");
}

#[test]
fn a_node_is_foretold_to_be_full_where_a_run_with_that_load_finds_it_full() {
    let (_, spec) = lab("component-service");
    let base = spec.setup(Some("ten-slots"), spec.seed);
    let taken = figure(&run(&base).unwrap(), "flow.app.saturation").unwrap();
    let rate = 400.0 / taken;
    let mut more = base;
    more.set
        .push(("nodes.client.rate".to_owned(), ParamValue::Number(rate)));
    let then = figure(&run(&more).unwrap(), "nodes.app.utilisation").unwrap();
    assert!(taken < 0.85 && then > 0.98, "{taken} {then}");
}

#[test]
fn a_sweep_is_not_explained_as_if_it_were_one_run() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content/labs");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(name) = name.strip_suffix(".toml") else {
            continue;
        };
        let (_, spec) = lab(name);
        let Some(sweep) = spec.presets.iter().find(|preset| preset.sweep) else {
            continue;
        };
        let outcome = run(&spec.setup(Some(&sweep.name), spec.seed)).unwrap();
        let sections = analyse(&outcome, &spec);
        assert_eq!(sections.len(), 1);
        assert!(!sections[0].table.as_ref().unwrap().rows.is_empty());
        return;
    }
}

/// Searches as a page does, one run after the other.
fn hunt(mut search: Search, mut try_it: impl FnMut(&Try) -> Option<Seen>) -> Found {
    loop {
        let tries = search.next();
        if tries.is_empty() {
            return search.found();
        }
        // Runs end in any order.
        for (at, a_try) in tries.iter().enumerate().rev() {
            search.tell(at, try_it(a_try));
        }
    }
}

fn number(name: &str, now: f64, max: f64, integer: bool) -> Lever {
    Lever {
        path: name.to_owned(),
        name: name.to_owned(),
        kind: ParamKind::Number {
            unit: Unit::Count,
            min: 0.0,
            max,
            default: now,
            integer,
            log: false,
        },
        now: ParamValue::Number(now),
    }
}

fn at_most(value: f64) -> Objective {
    Objective {
        path: "p99".to_owned(),
        bound: Bound::AtMost,
        value,
    }
}

fn value_of(a_try: &Try, path: &str, otherwise: f64) -> f64 {
    match &a_try.change {
        Some((known, ParamValue::Number(value))) if known == path => *value,
        _ => otherwise,
    }
}

#[test]
fn the_least_change_is_found_and_the_cheapest_of_them_is_first() {
    let levers = vec![
        number("replicas", 4.0, 100.0, true),
        number("queue", 100.0, 1000.0, true),
    ];
    let found = hunt(Search::new(levers, 7, at_most(100.0)), |a_try| {
        let replicas = value_of(a_try, "replicas", 4.0);
        let queue = value_of(a_try, "queue", 100.0);
        // Replicas halve latency and cost money; a queue of 25 and less does it for nothing.
        let metric = (800.0 / replicas).min(queue * 4.0);
        Some(Seen {
            metric: Some(metric),
            cost: Some(replicas),
            answered: Some(1.0),
        })
    });
    assert_eq!(found.answer, Answer::Fixed);
    assert!(found.priced);
    assert_eq!(found.fixes[0].lever.path, "queue");
    assert_eq!(found.fixes[0].to, ParamValue::Number(25.0));
    assert_eq!(found.fixes[0].held, Some(SEEDS));
    assert_eq!(found.fixes[1].to, ParamValue::Number(8.0));
    assert!(found.tried <= MOST);
}

#[test]
fn a_change_that_only_one_seed_likes_gives_way_to_a_larger_one() {
    let levers = vec![number("replicas", 10.0, 1000.0, true)];
    let found = hunt(Search::new(levers, 1, at_most(100.0)), |a_try| {
        let luck = if a_try.seed == 1 { 0.0 } else { 15.0 };
        Some(Seen {
            metric: Some(1500.0 / value_of(a_try, "replicas", 10.0) + luck),
            cost: None,
            answered: Some(1.0),
        })
    });
    assert_eq!(found.answer, Answer::Fixed);
    assert!(!found.priced);
    let ParamValue::Number(to) = found.fixes[0].to else {
        panic!()
    };
    // 15 do for the one, and 17.6 for the others.
    assert!(to >= 18.0, "{to}");
}

#[test]
fn who_answers_nobody_is_not_thought_quick() {
    let levers = vec![number("queue", 100.0, 1000.0, true)];
    let found = hunt(Search::new(levers, 1, at_most(100.0)), |a_try| {
        let queue = value_of(a_try, "queue", 100.0);
        Some(Seen {
            metric: Some(100.0 + queue),
            cost: None,
            answered: Some((queue / 100.0).min(1.0)),
        })
    });
    assert_eq!(found.answer, Answer::None);
    assert!(found.fixes.is_empty());
    let nearest = found.nearest.unwrap();
    assert!(
        matches!(nearest.to, ParamValue::Number(to) if to >= 99.0),
        "{nearest:?}"
    );
}

#[test]
fn what_is_met_needs_no_search_beyond_its_first_runs() {
    let found = hunt(
        Search::new(vec![number("replicas", 4.0, 100.0, true)], 1, at_most(1e9)),
        |_| {
            Some(Seen {
                metric: Some(1.0),
                ..Seen::default()
            })
        },
    );
    assert_eq!(found.answer, Answer::Met);
}

#[test]
fn a_search_never_makes_more_runs_than_it_says_whatever_there_is_to_set() {
    for count in [0, 1, 10, 60, 500] {
        let levers = (0..count)
            .map(|n| number(&format!("setting-{n}"), 10.0, 1e6, false))
            .collect();
        let mut tried = 0;
        let found = hunt(Search::new(levers, 1, at_most(50.0)), |a_try| {
            tried += 1;
            let value = match a_try.change {
                Some((_, ParamValue::Number(value))) => value,
                _ => 10.0,
            };
            // Held by no other seed, so that everything is asked.
            Some(Seen {
                metric: Some(if a_try.seed == 1 { 490.0 / value } else { 51.0 }.max(0.1)),
                ..Seen::default()
            })
        });
        assert!(tried <= MOST, "{tried}");
        assert_eq!(found.tried, tried);
        if count == 0 {
            assert_eq!(found.answer, Answer::Met);
        }
    }
}

#[test]
fn runs_that_cannot_be_made_are_counted_and_do_not_end_the_search() {
    let levers = vec![number("replicas", 4.0, 100.0, true)];
    let found = hunt(Search::new(levers, 1, at_most(100.0)), |a_try| {
        let replicas = value_of(a_try, "replicas", 4.0);
        (replicas > 0.0).then(|| Seen {
            metric: Some(800.0 / replicas),
            ..Seen::default()
        })
    });
    assert_eq!(found.broken, 1);
    assert_eq!(found.answer, Answer::Fixed);
}

#[test]
fn an_objective_that_suggests_itself_is_the_scenarios_own_and_none_is_below_nothing() {
    let (_, spec) = lab("sli-slo-sla");
    let preset = &spec.presets[0];
    let outcome = run(&spec.setup(Some(&preset.name), spec.seed)).unwrap();
    let all = goals(&spec, Some(preset), &outcome);
    let of = |path: &str| all.iter().find(|goal| goal.path == path).unwrap();
    assert_eq!(all[0].path, "objective.attainment");
    assert!((all[0].value - 0.995).abs() < 1e-9);
    let latency = of("latency_ms.p99");
    assert_eq!((latency.bound, latency.value), (Bound::AtMost, 300.0));

    let errors = of("requests.error_ratio");
    assert_eq!(goals::check(errors, 0.0), Ok(0.0));
    assert_eq!(
        goals::check(errors, -0.01),
        Err("Error ratio is never below 0%: the objective has to be 0% or more".to_owned())
    );
}

#[test]
fn a_retry_storm_is_mended_by_a_setting_of_its_retries() {
    let (_, spec) = lab("retry-storm");
    let preset = &spec.presets[0];
    let base = spec.setup(Some(&preset.name), spec.seed);
    let outcome = run(&base).unwrap();
    let goal = goals(&spec, Some(preset), &outcome).remove(0);
    assert_eq!(goal.path, "windows.after.requests.goodput_per_second");
    assert_eq!(goal.bound, Bound::AtLeast);
    let levers: Vec<Lever> = (spec.knobs.iter())
        .filter(|knob| use_of(&spec, knob) == Use::Fix)
        .map(|knob| Lever {
            path: knob.path.clone(),
            name: knob.path.clone(),
            kind: knob.descriptor.kind.clone(),
            now: knob.value.clone(),
        })
        .collect();
    // The load is no fix.
    assert!(
        levers
            .iter()
            .all(|lever| !lever.path.starts_with("nodes.client"))
    );
    assert!(!levers.is_empty());
    let objective = Objective {
        path: goal.path.clone(),
        bound: goal.bound,
        value: goal.value,
    };
    let found = hunt(Search::new(levers, spec.seed, objective), |a_try| {
        let mut setup = base.clone();
        setup.seed = a_try.seed;
        setup.set.extend(a_try.change.clone());
        Some(goals::seen(&run(&setup).ok()?, &goal.path))
    });
    assert_eq!(found.answer, Answer::Fixed, "{found:#?}");
    let fixed: Vec<&str> = (found.fixes.iter())
        .map(|fix| fix.lever.path.as_str())
        .collect();
    assert!(fixed[0].contains("retr"), "{fixed:?}");
}
