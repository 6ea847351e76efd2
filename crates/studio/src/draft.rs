//! What a text describes while it is being written: its nodes and links as far as they can be made out, what the engine says
//! against it, and, when that is nothing, what a lab needs.

use std::collections::BTreeMap;

use headroom_sim::kinds::Kind;
use headroom_sim::protocol::{LabSpec, NodeView};
use headroom_sim::scenario::{Preset, Scenario, ScenarioError, parse};
use toml_edit::{Document, Item, TableLike, Value};

use crate::places::Places;
use crate::protocol::{
    AS_DESIGNED, Draft, LinkDraft, MOST_BYTES, MOST_PROBLEMS, NodeDraft, Place, Problem,
};

pub fn read(text: &str) -> Draft {
    if text.len() > MOST_BYTES {
        return Draft {
            problems: vec![Problem {
                place: None,
                message: format!(
                    "the design has {} bytes; at most {MOST_BYTES} can be worked on here",
                    text.len()
                ),
                help: None,
            }],
            ..Draft::default()
        };
    }
    let places = Places::new(text);
    let mut draft = match Document::parse(text) {
        Ok(document) => outline(document.as_table(), &places),
        Err(_) => Draft::default(),
    };
    match parse(text) {
        Ok(scenario) => draft.spec = spec(scenario),
        Err(errors) => {
            draft.more = errors.len().saturating_sub(MOST_PROBLEMS) as u32;
            draft.problems = problems(errors, &places);
        }
    }
    draft
}

/// A lab runs a named experiment: a design that has none is one.
fn spec(mut scenario: Scenario) -> Option<Vec<u8>> {
    if scenario.presets.is_empty() {
        scenario.presets.push(Preset {
            name: AS_DESIGNED.to_owned(),
            title: "As designed".to_owned(),
            sentence: "The design as it stands in the text.".to_owned(),
            set: Vec::new(),
            duration_ns: None,
            warmup_ns: None,
            windows: Vec::new(),
            watch: Vec::new(),
            faults: Vec::new(),
            sweep: None,
        });
    }
    if scenario.title.trim().is_empty() {
        "A design".clone_into(&mut scenario.title);
    }
    postcard::to_allocvec(&LabSpec::new("playground", &scenario)).ok()
}

fn problems(mut errors: Vec<ScenarioError>, places: &Places) -> Vec<Problem> {
    // Stable: of those at one place, and those without one, the order stays.
    errors.sort_by_key(|error| error.span.as_ref().map_or(0, |span| span.start));
    errors
        .into_iter()
        .take(MOST_PROBLEMS)
        .map(|error| Problem {
            place: error.span.map(|span| places.of(&span)),
            message: error.message,
            help: error.help,
        })
        .collect()
}

fn outline(root: &dyn TableLike, places: &Places) -> Draft {
    let text = |key: &str| root.get(key).and_then(Item::as_str).unwrap_or_default();
    let mut draft = Draft {
        readable: true,
        title: text("title").to_owned(),
        ..Draft::default()
    };
    let table = |key: &str| root.get(key).and_then(Item::as_table_like);
    if let Some(run) = table("run") {
        draft.run = given(run);
    }
    let mut fixed = Vec::new();
    if let Some(nodes) = table("nodes") {
        for (id, item) in nodes.iter() {
            let Some(node) = item.as_table_like() else {
                continue;
            };
            let text = |key: &str| node.get(key).and_then(Item::as_str);
            let kind = text("kind").unwrap_or_default();
            let label = Kind::from_key(kind).map(|kind| kind.spec().descriptor.label.clone());
            fixed.push(node.get("position").and_then(position));
            draft.nodes.push(NodeDraft {
                view: NodeView {
                    id: id.to_owned(),
                    label: text("label").unwrap_or(id).to_owned(),
                    kind: label.unwrap_or_else(|| "Unknown kind".into()),
                    kind_key: kind.to_owned().into(),
                    position: (0.0, 0.0),
                    areas: Vec::new(),
                    values: Vec::new(),
                },
                given: given(node),
                place: place(nodes, id, places),
            });
        }
    }
    // Owned, so that the nodes can be placed while it is there.
    let index: BTreeMap<String, u32> = (draft.nodes.iter())
        .zip(0u32..)
        .map(|(node, index)| (node.view.id.clone(), index))
        .collect();
    if let Some(links) = table("links") {
        for (from, targets) in links.iter() {
            let Some(targets) = targets.as_table_like() else {
                continue;
            };
            for (to, item) in targets.iter() {
                if let (Some(&from), Some(&end), Some(link)) =
                    (index.get(from), index.get(to), item.as_table_like())
                {
                    draft.links.push(LinkDraft {
                        from,
                        to: end,
                        given: given(link),
                        place: place(targets, to, places),
                    });
                }
            }
        }
    }
    let pairs: Vec<(u32, u32)> = (draft.links.iter())
        .map(|link| (link.from, link.to))
        .collect();
    let laid = layout(draft.nodes.len(), &pairs);
    for ((node, fixed), laid) in draft.nodes.iter_mut().zip(fixed).zip(laid) {
        node.view.position = fixed.unwrap_or(laid);
    }
    draft
}

/// Where a key stands; of a table under a header, the key in the header.
fn place(table: &dyn TableLike, key: &str, places: &Places) -> Place {
    let span = table
        .get_key_value(key)
        .and_then(|(key, item)| key.span().or_else(|| item.span()));
    places.of(&span.unwrap_or(0..0))
}

/// Keys and values as a form shows them: texts without their quotes, all else as it is written.
fn given(table: &dyn TableLike) -> Vec<(String, String)> {
    let shown = |item: &Item| match item {
        Item::Value(Value::String(text)) => Some(text.value().clone()),
        Item::Value(Value::Boolean(flag)) => Some(flag.value().to_string()),
        Item::Value(Value::Integer(number)) => Some(number.value().to_string()),
        Item::Value(Value::Float(number)) => Some(number.value().to_string()),
        _ => None,
    };
    let pairs = table.iter();
    pairs
        .filter_map(|(key, item)| Some((key.to_owned(), shown(item)?)))
        .collect()
}

/// Farther out a drawing would be nothing but the way there.
const FARTHEST: f64 = 100.0;

fn position(item: &Item) -> Option<(f32, f32)> {
    let number = |value: &Value| {
        let number = value
            .as_float()
            .or_else(|| Some(value.as_integer()? as f64))?;
        (number.abs() <= FARTHEST).then_some(number as f32)
    };
    let array = item.as_array()?;
    match (array.get(0), array.get(1), array.len()) {
        (Some(column), Some(row), 2) => Some((number(column)?, number(row)?)),
        _ => None,
    }
}

/// As the engine lays nodes out: columns by the longest way there, rows in the order of the text, columns centred.
fn layout(count: usize, links: &[(u32, u32)]) -> Vec<(f32, f32)> {
    /// A design with circles would go on for as many rounds as it has nodes.
    const ROUNDS: usize = 64;
    let mut column = vec![0usize; count];
    for _ in 0..count.min(ROUNDS) {
        let mut moved = false;
        for &(from, to) in links {
            let (from, to) = (from as usize, to as usize);
            let next = column[from] + 1;
            if column[to] < next && next < count {
                column[to] = next;
                moved = true;
            }
        }
        if !moved {
            break;
        }
    }
    let mut rows = vec![0usize; count.max(1)];
    let row: Vec<usize> = (column.iter())
        .map(|&column| {
            rows[column] += 1;
            rows[column] - 1
        })
        .collect();
    let tallest = rows.iter().copied().max().unwrap_or(1);
    (column.iter().zip(row))
        .map(|(&column, row)| {
            let above = (tallest - rows[column]) as f32 / 2.0;
            (column as f32, row as f32 + above)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: &str = "title = \"Half\"\n\n[nodes.client]\nkind = \"client\"\nrate = \"9/s\"\n\n\
                        [nodes.app]\nkind = \"servise\"\nretries = 2\n\n[links.client.app]\ntimeout = \"1s\"\n\n\
                        [links.client.gone]\n";

    #[test]
    fn the_start_can_run_and_is_laid_out_as_the_engine_does() {
        let draft = read(crate::START);
        assert_eq!(draft.problems, []);
        let spec: LabSpec =
            postcard::from_bytes(&draft.spec.expect("it runs")).expect("it is a spec");
        for (draft, node) in draft.nodes.iter().zip(&spec.nodes) {
            assert_eq!(
                (&draft.view.id, &draft.view.label, draft.view.position),
                (&node.id, &node.label, node.position)
            );
        }
        assert_eq!(spec.presets.len(), 1);
    }

    #[test]
    fn what_cannot_run_yet_is_drawn_and_its_mistakes_have_their_places() {
        let draft = read(HALF);
        assert_eq!(draft.spec, None);
        let nodes: Vec<_> = (draft.nodes.iter())
            .map(|node| (&*node.view.id, &*node.view.kind, node.place.line))
            .collect();
        assert_eq!(nodes, [("client", "Client", 3), ("app", "Unknown kind", 7)]);
        assert_eq!(draft.links.len(), 1);
        assert_eq!(
            draft.links[0].given,
            [("timeout".to_owned(), "1s".to_owned())]
        );
        let first = &draft.problems[0];
        let place = first.place.expect("it has one");
        assert_eq!((place.line, place.column), (8, 8));
        assert!(first.message.contains("there is no node kind `servise`"));
        assert!(
            first
                .help
                .as_ref()
                .is_some_and(|help| help.contains("service"))
        );
    }

    #[test]
    fn the_mistakes_are_those_of_the_command_line() {
        let told: Vec<String> = parse(HALF)
            .expect_err("it has some")
            .iter()
            .map(|error| error.message.clone())
            .collect();
        let mut ours: Vec<String> = (read(HALF).problems.into_iter())
            .map(|problem| problem.message)
            .collect();
        let mut theirs = told;
        ours.sort();
        theirs.sort();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn no_toml_is_not_readable_and_too_much_is_not_read() {
        let draft = read("[nodes");
        assert!(!draft.readable && draft.problems[0].place.is_some());
        let draft = read(&"# \n".repeat(MOST_BYTES));
        assert!(!draft.readable && draft.problems[0].message.contains("at most 262144"));
    }
}
