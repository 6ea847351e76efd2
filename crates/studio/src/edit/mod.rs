//! Changes of a design's text. Whatever is not the matter of a change stays as it was written.

mod names;
mod table;
mod values;

use std::ops::Range;

use headroom_sim::kinds::Kind;
use headroom_sim::nearest;
use headroom_sim::scenario::parse;
use toml_edit::{Array, Document, DocumentMut, InlineTable, Item, Table, Value};

use self::names::Change;
use self::table::{at_end_of, below, put, table_at};
use crate::places::Places;
use crate::protocol::{Edit, MOST_BYTES, Place};

/// A text after a change; see [`crate::protocol::Event::Edited`].
#[derive(Debug)]
pub struct Done {
    pub text: String,
    pub chosen: Option<String>,
    pub place: Option<Place>,
    pub told: String,
}

/// What a change made of a document, before it is text again.
struct Made {
    chosen: Option<String>,
    /// The keys that lead to what changed.
    at: Vec<String>,
    told: String,
}

/// The text after the change, or why it cannot be made, in a sentence.
pub fn apply(text: &str, edit: &Edit) -> Result<Done, String> {
    if text.len() > MOST_BYTES {
        return Err("The text is too long to be changed here.".to_owned());
    }
    let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
        let line = error.span().map(|span| Places::new(text).of(&span).line);
        match line {
            Some(line) => {
                format!(
                    "Line {line} of the text cannot be read. Mend it first: {}.",
                    error.message()
                )
            }
            None => format!(
                "The text cannot be read. Mend it first: {}.",
                error.message()
            ),
        }
    })?;
    let made = match edit {
        Edit::AddNode { kind, from } => return add_node(&document, kind, from.as_deref()),
        Edit::Rename { id, to } => rename(&mut document, id, to)?,
        Edit::RemoveNode { id } => remove_node(&mut document, id)?,
        Edit::Connect { from, to } => connect(&mut document, from, to)?,
        Edit::Disconnect { from, to } => disconnect(&mut document, from, to)?,
        Edit::Set { path, value } => {
            let path: Vec<&str> = path.split('.').collect();
            values::set(&mut document, &path, value.as_deref())?
        }
        Edit::AddRoute { id } => add_route(&mut document, id)?,
        Edit::AddClass => add_class(&mut document)?,
    };
    let done = finish(&document, made)?;
    if let Edit::Set {
        path,
        value: Some(_),
    } = edit
    {
        refused_by_the_engine(&done.text, path)?;
    }
    Ok(done)
}

fn finish(document: &DocumentMut, made: Made) -> Result<Done, String> {
    let text = document.to_string();
    if text.len() > MOST_BYTES {
        return Err("With that the text would be too long to be worked on here.".to_owned());
    }
    // Tables can be written in ways that leave no room for another one.
    let read = Document::parse(text.as_str()).map_err(|_| {
        "The text is written in a way in which this can be changed by hand only.".to_owned()
    })?;
    let keys: Vec<&str> = made.at.iter().map(String::as_str).collect();
    let place = span_of(read.as_item(), &keys).map(|span| Places::new(&text).of(&span));
    Ok(Done {
        place,
        chosen: made.chosen,
        told: made.told,
        text,
    })
}

/// What the engine has against the value at a path, in its own words.
fn refused_by_the_engine(text: &str, path: &str) -> Result<(), String> {
    let keys: Vec<&str> = path.split('.').collect();
    let span = Document::parse(text)
        .ok()
        .and_then(|document| value_span(document.as_item(), &keys));
    let (Some(span), Err(errors)) = (span, parse(text)) else {
        return Ok(());
    };
    let inside = |at: &Range<usize>| span.start <= at.start && at.end <= span.end;
    let against = errors
        .into_iter()
        .find(|error| error.span.as_ref().is_some_and(inside));
    match against {
        Some(error) => Err(error.to_string()),
        None => Ok(()),
    }
}

/// Where the last of these keys stands.
fn span_of(root: &Item, keys: &[&str]) -> Option<Range<usize>> {
    let (last, way) = keys.split_last()?;
    let around = way.iter().try_fold(root, |item, key| item.get(*key))?;
    let (key, item) = around.as_table_like()?.get_key_value(last)?;
    key.span().or_else(|| item.span())
}

fn value_span(root: &Item, keys: &[&str]) -> Option<Range<usize>> {
    keys.iter()
        .try_fold(root, |item, key| item.get(*key))?
        .span()
}

fn there_is_no_node(document: &DocumentMut, id: &str) -> String {
    let nodes = document.get("nodes").and_then(Item::as_table_like);
    let ids: Vec<&str> = nodes
        .into_iter()
        .flat_map(|nodes| nodes.iter().map(|(id, _)| id))
        .collect();
    let help = nearest::help(id, ids).map_or_else(String::new, |help| format!(" ({help})"));
    format!("There is no node `{id}`{help}.")
}

fn has_node(document: &DocumentMut, id: &str) -> Result<(), String> {
    match table_at(document, &["nodes", id]) {
        Some(_) => Ok(()),
        None => Err(there_is_no_node(document, id)),
    }
}

/// `base`, or with a number behind it that nothing in the table has.
fn free_name(document: &DocumentMut, table: &str, base: &str) -> String {
    let taken = document.get(table).and_then(Item::as_table_like);
    let is_free = |name: &str| taken.is_none_or(|taken| !taken.contains_key(name));
    if is_free(base) {
        return base.to_owned();
    }
    let mut number = 2u32;
    loop {
        let name = format!("{base}-{number}");
        if is_free(&name) {
            return name;
        }
        number += 1;
    }
}

fn add_node(document: &DocumentMut, kind: &str, from: Option<&str>) -> Result<Done, String> {
    let Some(known) = Kind::from_key(kind) else {
        return Err(format!("There is no kind of node `{kind}`."));
    };
    let label = &known.spec().descriptor.label;
    let id = free_name(document, "nodes", kind);
    let mut alone = document.clone();
    let mut node = Table::new();
    node.insert("kind", Item::Value(kind.into()));
    let position = at_end_of(&alone, "nodes");
    put(&mut alone, &["nodes", &id], node, position)?;
    let told = |connected: &str| Made {
        chosen: Some(id.clone()),
        at: vec!["nodes".to_owned(), id.clone()],
        told: format!("Added {label} `{id}`{connected}."),
    };
    let unconnected = finish(&alone, told(""))?;
    let Some(from) = from.filter(|from| table_at(document, &["nodes", from]).is_some()) else {
        return Ok(unconnected);
    };
    let mut joined = alone;
    if connect(&mut joined, from, &id).is_err() {
        return Ok(unconnected);
    }
    let connected = finish(&joined, told(&format!(", called by `{from}`")))?;
    // A client is called by nobody: the engine knows what makes sense.
    let count = |text: &str| parse(text).map_or_else(|errors| errors.len(), |_| 0);
    if count(&connected.text) > count(&unconnected.text) {
        Ok(unconnected)
    } else {
        Ok(connected)
    }
}

fn rename(document: &mut DocumentMut, id: &str, to: &str) -> Result<Made, String> {
    has_node(document, id)?;
    let to = to.trim();
    let fine = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    if to.is_empty() || to.len() > 60 || !to.chars().all(fine) {
        return Err(format!(
            "`{to}` is no id: small letters, digits, `-` and `_`, at most 60."
        ));
    }
    if to != id && table_at(document, &["nodes", to]).is_some() {
        return Err(format!("There is a node `{to}` already."));
    }
    if let Some(nodes) = document.get_mut("nodes") {
        table::rename_key(nodes, id, to);
    }
    names::follow(document, &Change::Rename { from: id, to });
    Ok(Made {
        chosen: Some(to.to_owned()),
        at: vec!["nodes".to_owned(), to.to_owned()],
        told: format!("Renamed `{id}` to `{to}`, wherever the text names it."),
    })
}

fn remove_node(document: &mut DocumentMut, id: &str) -> Result<Made, String> {
    has_node(document, id)?;
    if let Some(nodes) = below(document, "nodes") {
        nodes.remove(id);
    }
    let besides = names::follow(document, &Change::RemoveNode(id));
    let besides = match besides {
        0 => String::new(),
        1 => " and the one other place that named it".to_owned(),
        count => format!(" and {count} other places that named it"),
    };
    Ok(Made {
        chosen: None,
        at: Vec::new(),
        told: format!("Removed `{id}`{besides}."),
    })
}

fn connect(document: &mut DocumentMut, from: &str, to: &str) -> Result<Made, String> {
    has_node(document, from)?;
    has_node(document, to)?;
    if from == to {
        return Err("A node does not call itself.".to_owned());
    }
    if table_at(document, &["links", from, to]).is_some() {
        return Err(format!("`{from}` calls `{to}` already."));
    }
    let links = at_end_of(document, "links");
    let position = links.or_else(|| at_end_of(document, "nodes"));
    put(document, &["links", from, to], Table::new(), position)?;
    Ok(Made {
        chosen: Some(from.to_owned()),
        at: ["links", from, to].map(str::to_owned).to_vec(),
        told: format!("`{from}` calls `{to}`."),
    })
}

fn disconnect(document: &mut DocumentMut, from: &str, to: &str) -> Result<Made, String> {
    let none = format!("`{from}` does not call `{to}`.");
    let links = below(document, "links").ok_or_else(|| none.clone())?;
    let targets = links.get_mut(from).and_then(Item::as_table_like_mut);
    let targets = targets.ok_or_else(|| none.clone())?;
    targets.remove(to).ok_or(none)?;
    let empty = targets.is_empty();
    if empty {
        links.remove(from);
    }
    names::follow(document, &Change::RemoveLink(from, to));
    Ok(Made {
        chosen: Some(from.to_owned()),
        at: Vec::new(),
        told: format!("`{from}` does not call `{to}` any more."),
    })
}

fn add_route(document: &mut DocumentMut, id: &str) -> Result<Made, String> {
    has_node(document, id)?;
    let at = ["routes", id].map(str::to_owned).to_vec();
    if table_at(document, &["routes", id]).is_some() {
        return Ok(Made {
            chosen: Some(id.to_owned()),
            at,
            told: format!("The route of `{id}` is in the text already."),
        });
    }
    let steps: Array = table_at(document, &["links", id])
        .into_iter()
        .flat_map(|targets| targets.iter().map(|(to, _)| to.to_owned()))
        .collect();
    if steps.is_empty() {
        return Err(format!("`{id}` calls nobody yet. Connect it first."));
    }
    let mut route = Table::new();
    route.insert("*", Item::Value(Value::Array(steps)));
    let position = ["routes", "links", "nodes"]
        .iter()
        .find_map(|table| at_end_of(document, table));
    put(document, &["routes", id], route, position)?;
    Ok(Made {
        chosen: Some(id.to_owned()),
        at,
        told: format!(
            "Wrote down what `{id}` calls, one after the other, to be changed in the text."
        ),
    })
}

fn add_class(document: &mut DocumentMut) -> Result<Made, String> {
    let name = free_name(document, "classes", "request");
    let mut class = InlineTable::new();
    class.insert("weight", 1.into());
    let class = Item::Value(Value::InlineTable(class));
    if let Some(classes) = below(document, "classes") {
        classes.insert(&name, class);
    } else {
        if document.contains_key("classes") {
            return Err("`classes` in the text is no table.".to_owned());
        }
        let mut classes = Table::new();
        classes.insert(&name, class);
        let position = at_end_of(document, "run").or(Some(0));
        put(document, &["classes"], classes, position)?;
    }
    Ok(Made {
        chosen: None,
        at: vec!["classes".to_owned(), name.clone()],
        told: format!("Added a class of requests `{name}`, to be changed in the text."),
    })
}
