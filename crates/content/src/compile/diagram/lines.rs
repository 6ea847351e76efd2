//! The lines of a drawn diagram: `from -> to: label` and `name: note`.

use std::collections::BTreeMap;
use std::ops::Range;

use super::super::diagnostic::Diagnostics;
use super::super::rule::Rule;
use super::super::source::Source;
use super::{Edge, Graph, GraphNode};

/// More than this is no diagram that anyone reads.
const MAX_NODES: usize = 30;
const MAX_EDGES: usize = 60;
const MAX_LABEL: usize = 60;

/// Reads a body; `None` after an error.
pub fn parse(source: &Source, body: &Range<usize>, diagnostics: &mut Diagnostics) -> Option<Graph> {
    let mut graph = Graph::default();
    let mut names = BTreeMap::new();
    let mut sound = true;
    let first = source.line_of(body.start);
    for index in first..source.line_count() {
        let line = source.line(index);
        if line.start >= body.end {
            break;
        }
        let text = source.slice(&line).trim();
        if text.is_empty() {
            continue;
        }
        if let Err(message) = read_line(text, &mut graph, &mut names) {
            diagnostics
                .report(source, Rule::DiagramSyntax, &line, message)
                .help(
                    "lines are `from -> to: label`, `from --> to: label` (dashed) and `name: note`",
                );
            sound = false;
        }
        if graph.nodes.len() > MAX_NODES || graph.edges.len() > MAX_EDGES {
            diagnostics.report(
                source,
                Rule::DiagramSyntax,
                &line,
                format!("a diagram has at most {MAX_NODES} boxes and {MAX_EDGES} arrows"),
            );
            return None;
        }
    }
    sound.then_some(graph)
}

fn read_line(
    text: &str,
    graph: &mut Graph,
    names: &mut BTreeMap<String, usize>,
) -> Result<(), String> {
    let (head, label) = match text.split_once(':') {
        Some((head, label)) => (head.trim(), label.trim()),
        None => (text, ""),
    };
    if label.chars().count() > MAX_LABEL || head.chars().count() > 2 * MAX_LABEL {
        return Err(format!("a label has at most {MAX_LABEL} characters"));
    }
    let arrow = head
        .split_once("-->")
        .map(|ends| (ends, true))
        .or_else(|| head.split_once("->").map(|ends| (ends, false)));
    let Some(((from, to), dashed)) = arrow else {
        if label.is_empty() {
            return Err("this line has no arrow and no note".to_owned());
        }
        let index = node(head, graph, names)?;
        graph.nodes[index].note = Some(label.to_owned());
        return Ok(());
    };
    let from = node(from.trim(), graph, names)?;
    let to = node(to.trim(), graph, names)?;
    graph.edges.push(Edge {
        from,
        to,
        label: label.to_owned(),
        dashed,
    });
    Ok(())
}

fn node(
    name: &str,
    graph: &mut Graph,
    names: &mut BTreeMap<String, usize>,
) -> Result<usize, String> {
    if name.is_empty() || name.contains("->") {
        return Err("an arrow has one box on each side".to_owned());
    }
    Ok(*names.entry(name.to_owned()).or_insert_with(|| {
        graph.nodes.push(GraphNode {
            label: name.to_owned(),
            ..GraphNode::default()
        });
        graph.nodes.len() - 1
    }))
}
