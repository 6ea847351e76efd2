//! What independent runs say of a figure: its mean over them, and how far that may be off.

use headroom_sim::Report;
use headroom_sim::report::Tree;
use headroom_sim::statistics::Spread;
use serde_json::{Map, Value, json};

/// The figure that a report has at a path. A cause for which nothing failed is no key of its report, nor is a node in which
/// no request spent time: both stand for zero. Anything else that is missing was not measured.
fn value(path: &str, tree: Option<&Tree>) -> Option<f64> {
    match tree {
        Some(tree) => tree.number(),
        None => {
            (path.starts_with("attribution.") || path.contains("requests.failed.")).then_some(0.0)
        }
    }
}

/// Every figure that any of the runs has.
pub(super) fn figures(reports: &[Report]) -> Vec<(String, Spread)> {
    let mut paths: Vec<String> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for (path, _) in reports.iter().flat_map(Report::figures) {
        if known.insert(path.clone()) {
            paths.push(path);
        }
    }
    let spread = |path: &str| {
        // The first of the seeds says what the others were.
        let reports = if path == "seed" {
            &reports[..1]
        } else {
            reports
        };
        let values = reports
            .iter()
            .filter_map(|report| value(path, report.tree().get(path)));
        Spread::of(&values.collect::<Vec<_>>())
    };
    paths
        .into_iter()
        .filter_map(|path| spread(&path).map(|spread| (path, spread)))
        .collect()
}

/// The reports as one, of the same form, each figure as `{mean, ci95}`; with `runs` beside them where not all of the runs
/// have it, and texts that differ as lists.
pub(super) fn json(reports: &[Report]) -> Value {
    let trees: Vec<_> = reports.iter().map(|report| Some(report.tree())).collect();
    let mut root = merged("", &trees);
    if let Value::Object(root) = &mut root {
        root.insert("replications".to_owned(), reports.len().into());
    }
    root
}

fn merged(path: &str, trees: &[Option<&Tree>]) -> Value {
    let below = |key: &str| match path {
        "" => key.to_owned(),
        _ => format!("{path}.{key}"),
    };
    match trees.iter().flatten().next() {
        None => Value::Null,
        Some(Tree::Map(_)) => {
            let mut keys: Vec<&str> = Vec::new();
            for tree in trees.iter().flatten() {
                if let Tree::Map(entries) = tree {
                    let new = entries.iter().map(|(key, _)| key.as_str());
                    keys.extend(new.filter(|key| !keys.contains(key)).collect::<Vec<_>>());
                }
            }
            let entry = |key: &str| {
                let inner: Vec<_> = trees
                    .iter()
                    .map(|tree| tree.and_then(|tree| tree.get(key)))
                    .collect();
                (key.to_owned(), merged(&below(key), &inner))
            };
            Value::Object(keys.into_iter().map(entry).collect::<Map<_, _>>())
        }
        Some(Tree::List(_)) => {
            let items = |tree: &&Tree| match tree {
                Tree::List(items) => items.clone(),
                _ => Vec::new(),
            };
            let lists: Vec<Vec<Tree>> = trees.iter().flatten().map(items).collect();
            if lists
                .iter()
                .flatten()
                .any(|item| matches!(item, Tree::Text(_)))
            {
                return distinct(lists.iter().flatten()).into();
            }
            let longest = lists.iter().map(Vec::len).max().unwrap_or(0);
            let place = |i: usize| {
                let inner: Vec<_> = lists.iter().map(|list| list.get(i)).collect();
                merged(&below(&i.to_string()), &inner)
            };
            (0..longest).map(place).collect()
        }
        Some(Tree::Number(first)) if path == "seed" => json!(first),
        Some(Tree::Number(_)) => {
            let values: Vec<f64> = trees.iter().filter_map(|tree| value(path, *tree)).collect();
            match Spread::of(&values) {
                None => Value::Null,
                Some(Spread { mean, half, runs }) if runs == trees.len() => {
                    json!({ "mean": mean, "ci95": half })
                }
                Some(Spread { mean, half, runs }) => {
                    json!({ "mean": mean, "ci95": half, "runs": runs })
                }
            }
        }
        Some(Tree::Text(_) | Tree::Flag(_)) => {
            let mut all = distinct(trees.iter().flatten().copied());
            match all.len() {
                1 => all.remove(0),
                _ => all.into(),
            }
        }
    }
}

fn distinct<'a>(leaves: impl Iterator<Item = &'a Tree>) -> Vec<Value> {
    let mut out = Vec::new();
    for leaf in leaves {
        let leaf = match leaf {
            Tree::Text(text) => json!(text),
            Tree::Flag(flag) => json!(flag),
            _ => continue,
        };
        if !out.contains(&leaf) {
            out.push(leaf);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(entries: &[(&str, Tree)]) -> Tree {
        let entries = entries
            .iter()
            .map(|(key, tree)| ((*key).to_owned(), tree.clone()));
        Tree::Map(entries.collect())
    }

    #[test]
    fn what_only_some_runs_have_is_zero_or_told_with_their_number() {
        let number = |n: f64| Tree::Number(Some(n));
        let with = map(&[
            ("seed", number(1.0)),
            (
                "requests",
                map(&[("failed", map(&[("timeout", number(4.0))]))]),
            ),
            ("latency_ms", map(&[("p50", number(2.0))])),
            ("verdicts", Tree::List(vec![Tree::Text("slow".to_owned())])),
        ]);
        let without = map(&[
            ("seed", number(2.0)),
            ("requests", map(&[("failed", map(&[]))])),
            ("latency_ms", map(&[("p50", Tree::Number(None))])),
            ("verdicts", Tree::List(vec![Tree::Text("fast".to_owned())])),
        ]);
        let json = merged("", &[Some(&with), Some(&without)]);
        assert_eq!(json["requests"]["failed"]["timeout"]["mean"], 2.0);
        assert!(
            json["requests"]["failed"]["timeout"]["ci95"]
                .as_f64()
                .unwrap()
                > 0.0
        );
        assert_eq!(
            json["latency_ms"]["p50"],
            json!({ "mean": 2.0, "ci95": null, "runs": 1 })
        );
        assert_eq!(json["verdicts"], json!(["slow", "fast"]));
        assert_eq!(json["seed"], 1.0);
    }
}
