//! One value of a design: a parameter of a node, a link or the run, a name.

use headroom_sim::descriptor::{ParamDescriptor, ParamKind};
use headroom_sim::kinds::{Kind, ParamSpec, link_params, run_params};
use headroom_sim::scenario::read_value;
use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use super::table::{at_end_of, put, replace, table_at};
use super::{Made, there_is_no_node};

/// The keys of a node that are texts and no parameters of its kind.
const NAMES: [&str; 3] = ["label", "zone", "region"];

/// What a key takes.
enum Takes {
    Text,
    Param(&'static ParamDescriptor),
}

/// Sets or leaves out the value at a path.
pub fn set(document: &mut DocumentMut, path: &[&str], text: Option<&str>) -> Result<Made, String> {
    let takes = takes(document, path)?;
    let (Some((key, around)), text) = (path.split_last(), text.map(str::trim)) else {
        return Err(unknown(path));
    };
    // Nothing in a field leaves the value to its default, and so does nothing at all.
    let value = match (text.filter(|text| !text.is_empty()), &takes) {
        (None, _) => None,
        (Some(text), Takes::Text) => Some(Value::from(text)),
        (Some(text), Takes::Param(descriptor)) => Some(value_of(descriptor, text)?),
    };
    let label = match &takes {
        Takes::Text => (*key).to_owned(),
        Takes::Param(descriptor) => descriptor.label.to_string(),
    };
    let told = match text.filter(|text| !text.is_empty()) {
        Some(text) => format!("{label}: {text}."),
        None => format!("{label}: as by default."),
    };
    match value {
        Some(value) => write(document, around, key, value)?,
        None => {
            if let Some(table) = table_mut(document, around) {
                table.remove(key);
            }
        }
    }
    Ok(Made {
        chosen: match around {
            ["nodes", id] => Some((*id).to_owned()),
            ["links", from, _] => Some((*from).to_owned()),
            _ => None,
        },
        at: path.iter().map(|&key| key.to_owned()).collect(),
        told,
    })
}

fn unknown(path: &[&str]) -> String {
    format!("There is nothing to set at `{}`.", path.join("."))
}

fn takes(document: &DocumentMut, path: &[&str]) -> Result<Takes, String> {
    let param = |specs: &'static [ParamSpec], key: &str| {
        let spec = specs.iter().find(|spec| spec.descriptor.key == key);
        spec.map(|spec| Takes::Param(&spec.descriptor))
            .ok_or_else(|| unknown(path))
    };
    match *path {
        ["title"] => Ok(Takes::Text),
        ["run", key] => param(run_params(), key),
        ["links", from, to, key] => {
            if table_at(document, &["links", from, to]).is_none() {
                return Err(format!("`{from}` does not call `{to}`."));
            }
            param(link_params(), key)
        }
        ["nodes", id, key] => {
            let node = table_at(document, &["nodes", id]);
            let node = node.ok_or_else(|| there_is_no_node(document, id))?;
            if NAMES.contains(&key) {
                return Ok(Takes::Text);
            }
            let kind = node.get("kind").and_then(Item::as_str).unwrap_or_default();
            let kind = Kind::from_key(kind)
                .ok_or_else(|| format!("The kind of `{id}` is not known: mend it first."))?;
            param(kind.spec().params.as_slice(), key)
        }
        _ => Err(unknown(path)),
    }
}

/// As a person would write it: numbers bare where they need no unit, all else in quotes.
fn value_of(descriptor: &ParamDescriptor, text: &str) -> Result<Value, String> {
    read_value(descriptor, text).map_err(|error| error.to_string())?;
    Ok(match descriptor.kind {
        ParamKind::Flag { .. } => Value::from(text == "true"),
        ParamKind::Number { .. } => match text.parse::<Value>() {
            Ok(value @ (Value::Integer(_) | Value::Float(_))) if plain(text) => value,
            _ => Value::from(text),
        },
        ParamKind::Choice { .. } | ParamKind::Distribution { .. } | ParamKind::Shape { .. } => {
            Value::from(text)
        }
    })
}

/// A number as the engine reads one without quotes.
fn plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | 'e'))
}

fn table_mut<'d>(document: &'d mut DocumentMut, keys: &[&str]) -> Option<&'d mut dyn TableLike> {
    let item = keys
        .iter()
        .try_fold(document.as_item_mut(), |item, key| item.get_mut(*key))?;
    item.as_table_like_mut()
}

fn write(
    document: &mut DocumentMut,
    around: &[&str],
    key: &str,
    value: Value,
) -> Result<(), String> {
    if table_mut(document, around).is_none() {
        // Only `[run]` may be missing; it stands before the nodes.
        if let Some(first) = around.first()
            && document.contains_key(first)
        {
            return Err(format!("`{first}` in the text is no table."));
        }
        let position = at_end_of(document, "classes").or(Some(0));
        put(document, around, Table::new(), position)?;
    }
    let Some(table) = table_mut(document, around) else {
        return Err(unknown(around));
    };
    match table.get_mut(key) {
        Some(Item::Value(old)) => replace(old, value),
        Some(_) => return Err(format!("`{key}` in the text is written as a table.")),
        None => {
            table.insert(key, Item::Value(value));
        }
    }
    Ok(())
}
