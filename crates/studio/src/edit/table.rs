//! Getting about in a document, however its tables are written.

use toml_edit::{DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

/// The table that these keys lead to.
pub fn table_at<'d>(document: &'d DocumentMut, keys: &[&str]) -> Option<&'d dyn TableLike> {
    let item = keys
        .iter()
        .try_fold(document.as_item(), |item, key| item.get(*key))?;
    item.as_table_like()
}

/// A table of the document's first level.
pub fn below<'d>(document: &'d mut DocumentMut, key: &str) -> Option<&'d mut dyn TableLike> {
    document.get_mut(key)?.as_table_like_mut()
}

/// Puts a table where these keys lead; the tables around it are made where there are none. Of several tables without a place
/// of their own, `position` is where they stand.
pub fn put(
    document: &mut DocumentMut,
    keys: &[&str],
    mut table: Table,
    position: Option<isize>,
) -> Result<(), String> {
    // There is always a last key.
    let Some((last, way)) = keys.split_last() else {
        return Ok(());
    };
    let mut around: &mut dyn TableLike = document.as_table_mut();
    for key in way {
        let item = around.entry(key).or_insert_with(|| {
            let mut made = Table::new();
            made.set_implicit(true);
            Item::Table(made)
        });
        around = item
            .as_table_like_mut()
            .ok_or_else(|| format!("`{key}` in the text is no table."))?;
    }
    table.set_position(position);
    around.insert(last, Item::Table(table));
    Ok(())
}

/// Where the last table below this one stands.
pub fn at_end_of(document: &DocumentMut, key: &str) -> Option<isize> {
    last_position(document.get(key)?)
}

fn last_position(item: &Item) -> Option<isize> {
    match item {
        Item::Table(table) => {
            let inside = table.iter().filter_map(|(_, item)| last_position(item));
            inside.chain(table.position()).max()
        }
        Item::ArrayOfTables(tables) => tables.iter().filter_map(Table::position).max(),
        _ => None,
    }
}

/// Another key for what stands under one, at its place among the others.
pub fn rename_key(item: &mut Item, old: &str, new: &str) {
    let renamed = |key: Key| {
        if key.get() == old {
            Key::new(new)
                .with_leaf_decor(key.leaf_decor().clone())
                .with_dotted_decor(key.dotted_decor().clone())
        } else {
            key
        }
    };
    let has_both = |has: &dyn Fn(&str) -> bool| !has(old) || (old != new && has(new));
    match item {
        Item::Table(table) => {
            if has_both(&|key| table.contains_key(key)) {
                return;
            }
            let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
            for key in keys {
                if let Some((key, item)) = table.remove_entry(&key) {
                    table.insert_formatted(&renamed(key), item);
                }
            }
        }
        Item::Value(Value::InlineTable(table)) => {
            if has_both(&|key| table.contains_key(key)) {
                return;
            }
            let keys: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
            for key in keys {
                if let Some((key, value)) = table.remove_entry(&key) {
                    table.insert_formatted(&renamed(key), value);
                }
            }
        }
        _ => {}
    }
}

/// Takes out what stands under a key; in a table in line, what stood before the closing brace stays there.
pub fn remove_key(item: &mut Item, key: &str) {
    if let Item::Value(Value::InlineTable(table)) = item {
        let suffix = |table: &InlineTable| {
            let (_, last) = table.iter().last()?;
            Some(last.decor().suffix()?.as_str()?.to_owned())
        };
        let before = suffix(table);
        table.remove(key);
        if let (Some(before), Some((_, last))) = (before, table.iter_mut().last()) {
            last.decor_mut().set_suffix(before);
        }
    } else if let Some(table) = item.as_table_like_mut() {
        table.remove(key);
    }
}

/// Another text in place of one, written as that was spaced.
pub fn set_text(value: &mut Value, text: &str) {
    replace(value, Value::from(text));
}

pub fn replace(value: &mut Value, mut new: Value) {
    *new.decor_mut() = value.decor().clone();
    *value = new;
}

/// Does something to each table of a list, whether it is written as `[[tables]]` or in line; keeps those for which it says so.
/// How many go.
pub fn retain_tables(item: &mut Item, keep: &mut dyn FnMut(&mut dyn TableLike) -> bool) -> usize {
    match item {
        Item::ArrayOfTables(tables) => {
            let mut gone = Vec::new();
            for (index, table) in tables.iter_mut().enumerate() {
                if !keep(table) {
                    gone.push(index);
                }
            }
            for index in gone.iter().rev() {
                tables.remove(*index);
            }
            gone.len()
        }
        Item::Value(Value::Array(array)) => retain(array, &mut |value| match value {
            Value::InlineTable(table) => keep(table),
            _ => true,
        }),
        _ => 0,
    }
}

/// Does something to each value of a list; keeps those for which it says so. How many go.
pub fn retain(array: &mut toml_edit::Array, keep: &mut dyn FnMut(&mut Value) -> bool) -> usize {
    let mut gone = Vec::new();
    for (index, value) in array.iter_mut().enumerate() {
        if !keep(value) {
            gone.push(index);
        }
    }
    let first_goes = gone.first() == Some(&0);
    for index in gone.iter().rev() {
        array.remove(*index);
    }
    if first_goes && let Some(first) = array.get_mut(0) {
        let spaced = first.decor().prefix().and_then(|prefix| prefix.as_str());
        if spaced == Some(" ") {
            first.decor_mut().set_prefix("");
        }
    }
    gone.len()
}
