//! What the host knows of the engine's texts: all of them, for what it makes, and what pages bring of them.

use std::sync::LazyLock;

use super::{Pairs, composed, editor, faults, kinds, sentences};
use crate::words::Language;

type Pair = (&'static str, &'static str);

/// In the order in which it is searched: see [`Pairs`].
fn sorted(parts: &[&[Pair]]) -> Vec<[String; 2]> {
    let pairs = parts.iter().copied().flatten();
    let mut pairs: Vec<_> = pairs
        .map(|(english, chinese)| [(*english).to_owned(), (*chinese).to_owned()])
        .collect();
    // Stable: patterns stay in their order.
    pairs.sort_by_key(|[english, _]| {
        let whole = !english.contains('{');
        (!whole, whole.then(|| english.clone()))
    });
    // What several of them say, each has.
    pairs.dedup_by(|second, first| second[0] == first[0]);
    pairs
}

static ALL: LazyLock<Vec<[String; 2]>> = LazyLock::new(|| {
    sorted(&[
        kinds::ALL,
        faults::ALL,
        sentences::ALL,
        editor::ALL,
        composed::ALL,
    ])
});

static SENTENCES: LazyLock<Vec<[String; 2]>> =
    LazyLock::new(|| sorted(&[sentences::ALL, composed::ALL]));

/// All of them.
pub fn pairs(language: Language) -> Pairs {
    match language {
        Language::English => &[],
        Language::Chinese => &ALL,
    }
}

/// What is said of a run, which every page brings: names and all else that labs are made of they have from the host.
pub fn of_runs(language: Language) -> Pairs {
    match language {
        Language::English => &[],
        Language::Chinese => &SENTENCES,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use headroom_sim::descriptor::{KindDescriptor, ParamDescriptor, ParamKind};
    use headroom_sim::protocol::{ChartSpec, LabSpec};
    use headroom_sim::scenario::{Scenario, parse};
    use headroom_sim::{faults, kinds as declared, trace};
    use headroom_studio::protocol::{Command, Edit, Event};
    use headroom_studio::{START, answer, draft_of};

    use super::super::{put_draft, put_lab, say};
    use super::*;
    use crate::words::{SPOKEN, Spoken, is_han, speaking};

    fn in_chinese<T>(act: impl FnOnce() -> T) -> T {
        speaking(Language::Chinese, act)
    }

    fn names_of_param(param: &ParamDescriptor) -> Vec<String> {
        let mut names = vec![param.label.to_string(), param.doc.to_string()];
        if let ParamKind::Choice { options, .. } = &param.kind {
            names.extend(options.iter().map(|(_, name)| name.to_string()));
        }
        names
    }

    fn names_of_kind(kind: &KindDescriptor) -> Vec<String> {
        let mut names = vec![kind.label.to_string(), kind.summary.to_string()];
        names.extend(kind.params.iter().flat_map(names_of_param));
        for metric in &kind.metrics {
            names.extend([metric.label.to_string(), metric.doc.to_string()]);
        }
        names.extend(kind.leaves_out.iter().map(ToString::to_string));
        names
    }

    #[test]
    fn what_the_engine_declares_is_all_here_and_nothing_else() {
        let kinds_declared = declared::registry().iter().copied();
        let settings = (declared::link_params().iter()).chain(declared::run_params());
        let of_kinds: BTreeSet<String> = (kinds_declared.flat_map(names_of_kind))
            .chain(settings.flat_map(|spec| names_of_param(&spec.descriptor)))
            .collect();
        let of_faults = faults::registry().iter().flat_map(|fault| {
            let mut names = vec![fault.label.to_string(), fault.imitates.to_string()];
            names.extend(fault.params.iter().flat_map(names_of_param));
            names
        });
        let of_faults: BTreeSet<String> = of_faults.collect();
        let here = |pairs: &[Pair]| -> BTreeSet<String> {
            let english = pairs.iter().map(|pair| pair.0.to_owned());
            english.collect()
        };
        let (of_kinds_here, of_faults_here) = (here(kinds::ALL), here(super::faults::ALL));
        let all_here: BTreeSet<_> = of_kinds_here.union(&of_faults_here).cloned().collect();
        let all: BTreeSet<_> = of_kinds.union(&of_faults).cloned().collect();
        let missing: Vec<_> = all.difference(&all_here).collect();
        let stale: Vec<_> = all_here.difference(&all).collect();
        assert!(
            missing.is_empty() && stale.is_empty(),
            "missing: {missing:#?}, nobody says: {stale:#?}"
        );
    }

    #[test]
    fn a_text_is_the_same_wherever_it_is_said() {
        let parts = [
            kinds::ALL,
            super::faults::ALL,
            sentences::ALL,
            editor::ALL,
            composed::ALL,
        ];
        let mut known = std::collections::BTreeMap::new();
        for (english, chinese) in parts.into_iter().flatten() {
            let before = known.insert(english, chinese);
            assert!(before.is_none_or(|before| before == chinese), "{english}");
        }
    }

    /// What is called by a name that Chinese has as it is.
    fn is_name(text: &str) -> bool {
        pairs(Language::Chinese)
            .iter()
            .any(|[english, chinese]| english == text && english == chinese)
    }

    /// All scenarios of the site, with their files' names.
    fn scenarios() -> Vec<(String, String, Scenario)> {
        fn walk(folder: &Path, found: &mut Vec<(String, String, Scenario)>) {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    walk(&path, found);
                } else if path
                    .extension()
                    .is_some_and(|extension| extension == "toml")
                {
                    let text = std::fs::read_to_string(&path).unwrap();
                    // Some read a file beside them; others are no scenarios.
                    if let Ok(scenario) = parse(&text) {
                        found.push((path.display().to_string(), text, scenario));
                    }
                }
            }
        }
        let mut found = Vec::new();
        walk(
            &Path::new(env!("CARGO_MANIFEST_DIR")).join("content"),
            &mut found,
        );
        assert!(found.len() > 80, "{}", found.len());
        found
    }

    #[test]
    fn what_labs_of_the_site_are_made_of_is_in_chinese() {
        for (file, _, scenario) in scenarios() {
            let before = LabSpec::new("family/variant", &scenario);
            let mut spec = before.clone();
            in_chinese(|| put_lab(&mut spec));
            let mut said: Vec<String> = Vec::new();
            said.extend(spec.nodes.iter().map(|node| node.kind.to_string()));
            said.extend(
                spec.links
                    .iter()
                    .flat_map(|link| &link.told)
                    .map(|told| told.0.to_string()),
            );
            said.extend(
                spec.knobs
                    .iter()
                    .flat_map(|knob| names_of_param(&knob.descriptor)),
            );
            said.extend(spec.kinds.iter().flat_map(names_of_kind));
            for metric in spec.headline.iter().chain(&spec.beside) {
                said.extend([metric.label.to_string(), metric.doc.to_string()]);
            }
            for fault in &spec.faults {
                said.extend([
                    fault.descriptor.label.to_string(),
                    fault.descriptor.imitates.to_string(),
                ]);
                said.extend(fault.descriptor.params.iter().flat_map(names_of_param));
            }
            for (chart, before) in spec.charts.iter().zip(&before.charts) {
                if chart.sweep().is_some() {
                    let names = |chart: &ChartSpec| -> Vec<String> {
                        let arms = chart
                            .series
                            .iter()
                            .filter(|series| series.foretells.is_none());
                        let arms = arms.map(|arm| arm.label.clone());
                        arms.chain([chart.title.to_string()]).collect()
                    };
                    assert_eq!(names(chart), names(before));
                } else {
                    said.push(chart.title.to_string());
                }
                said.extend([chart.x.label.to_string(), chart.y.label.to_string()]);
                said.extend(chart.series.iter().map(|series| series.doc.to_string()));
            }
            for text in said {
                assert!(text.chars().any(is_han) || is_name(&text), "{file}: {text}");
            }
            // The run itself is the same.
            assert_eq!(spec.scenario, before.scenario);
            assert_eq!(spec.presets, before.presets);
        }
    }

    #[test]
    fn what_is_composed_of_a_run_is_in_chinese() {
        // With what a lab's page brings.
        let said = |english: &str| {
            in_chinese(|| {
                let brought = of_runs(Language::Chinese);
                SPOKEN.set(Spoken {
                    engine: brought,
                    ..SPOKEN.get()
                });
                say(english)
            })
        };
        for (english, chinese) in [
            ("Latency p99 (10 s to 20 s)", "p99 延迟（10 s 到 20 s）"),
            ("Orders: Cold start median", "Orders：冷启动中位数"),
            (
                "At Queue, there was no target for 3% of the requests.",
                "Queue：3% 的请求没有可用的目标。",
            ),
            ("queue full: 3, timed out: 2", "队列已满：3，超时：2"),
            ("The zone a", "可用区 a"),
            (
                "Orders (EU): Throughput (1 min to 2 min)",
                "Orders (EU)：吞吐量（1 min 到 2 min）",
            ),
            (
                "takes a number (did you mean `rate`?)",
                "只接受数字（是否想写 `rate`？）",
            ),
        ] {
            assert_eq!(said(english), chinese);
        }
        for authors in [
            "Cache: warm",
            "Orders (new)",
            "Checkout",
            "Golden mean",
            "Time to first byte",
        ] {
            assert_eq!(said(authors), authors);
        }
        for part in trace::PARTS.iter().flat_map(|part| [part.label, part.doc]) {
            assert!(said(part).chars().any(is_han), "{part}");
        }
    }

    /// Texts of scenarios with something wrong in each: a line less, a key that is none, a value that makes no sense.
    fn broken(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().collect();
        let with = |place: usize, line: &str| {
            let mut lines = lines.clone();
            lines[place] = line;
            lines.join("\n")
        };
        let mut texts = Vec::new();
        for (place, line) in lines.iter().enumerate() {
            texts.push(with(place, ""));
            if line.starts_with('[') {
                texts.push(with(place, &line.replacen('.', ".unheard-of.", 1)));
            } else if let Some((key, _)) = line.split_once(" = ") {
                texts.push(with(place, &format!("{key}s = 1")));
                for value in [
                    "true",
                    "-1",
                    "\"5 parrots\"",
                    "\"\"",
                    "[]",
                    "{}",
                    "\"spike(1s)\"",
                    "1e300",
                    "\"normal(1ms",
                ] {
                    let value = value.replace("(1ms", "(1ms\"");
                    texts.push(with(place, &format!("{key} = {value}")));
                }
            }
        }
        texts
    }

    #[test]
    fn what_is_wrong_with_a_design_is_told_in_chinese() {
        // What to write, which is the same in every language.
        let is_code = |help: &str| {
            !help.contains(' ') || help.starts_with("spike(") || help.starts_with("version =")
        };
        let mut told = BTreeSet::new();
        for (_, text, _) in scenarios().into_iter().step_by(10) {
            for text in broken(&text) {
                let mut draft = draft_of(&text);
                if !draft.readable {
                    continue;
                }
                let english = draft.clone();
                in_chinese(|| put_draft(&mut draft));
                for (problem, before) in draft.problems.iter().zip(&english.problems) {
                    if !problem.message.chars().any(is_han) {
                        told.insert(before.message.clone());
                    }
                    let (help, before) = (&problem.help, &before.help);
                    if let (Some(help), Some(before)) = (help, before)
                        && !is_code(before)
                        && !help.chars().any(is_han)
                    {
                        told.insert(format!("help: {before}"));
                    }
                }
            }
        }
        assert!(told.is_empty(), "{}: {told:#?}", told.len());
    }

    #[test]
    fn what_the_workshop_did_or_cannot_do_is_told_in_chinese() {
        let text = |text: &str| text.to_owned();
        let add = |kind: &str, from: Option<&str>| Edit::AddNode {
            kind: text(kind),
            from: from.map(text),
        };
        let rename = |id: &str, to: &str| Edit::Rename {
            id: text(id),
            to: text(to),
        };
        let remove = |id: &str| Edit::RemoveNode { id: text(id) };
        let connect = |from: &str, to: &str| Edit::Connect {
            from: text(from),
            to: text(to),
        };
        let part = |from: &str, to: &str| Edit::Disconnect {
            from: text(from),
            to: text(to),
        };
        let set = |path: &str, value: Option<&str>| Edit::Set {
            path: text(path),
            value: value.map(text),
        };
        let route = |id: &str| Edit::AddRoute { id: text(id) };
        let edits = [
            add("cache", None),
            add("cache", Some("app")),
            add("cache", Some("nobody")),
            add("unheard-of", None),
            rename("app", "shop"),
            rename("app", "Shop!"),
            rename("app", "clients"),
            rename("nobody", "shop"),
            remove("app"),
            remove("nobody"),
            connect("clients", "app"),
            connect("app", "app"),
            connect("app", "clients"),
            part("clients", "app"),
            part("app", "clients"),
            set("title", Some("Shop")),
            set("title", None),
            set("nodes.app.label", Some("Shop")),
            set("nodes.app.concurrency", Some("12")),
            set("nodes.app.concurrency", Some("many")),
            set("nodes.app.concurrency", None),
            set("nodes.app.unheard_of", Some("1")),
            set("links.clients.app.timeout", Some("1s")),
            set("links.clients.app.timeout", Some("1 parrot")),
            set("links.app.clients.timeout", Some("1s")),
            set("run.duration", Some("0s")),
            set("run.duration", Some("1min")),
            set("unheard.of", Some("1")),
            route("clients"),
            route("app"),
            Edit::AddClass,
        ];
        for before in [START, "title = 1\n[nodes", "nodes = 3\nlinks = 4"] {
            for edit in edits.clone() {
                let command = Command::Edit {
                    number: 1,
                    text: text(before),
                    edit,
                };
                let (Event::Edited { told, .. } | Event::Refused { message: told, .. }) =
                    answer(&command)
                else {
                    panic!("{command:?}");
                };
                let said = in_chinese(|| say(&told));
                assert!(said.chars().any(is_han), "{told}");
            }
        }
    }
}
