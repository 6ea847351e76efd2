//! Where a file names a node or a link beside its own table, and what becomes of that when it goes or is renamed.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::table::{below, remove_key, rename_key, retain, retain_tables, set_text};

pub enum Change<'a> {
    Rename { from: &'a str, to: &'a str },
    RemoveNode(&'a str),
    RemoveLink(&'a str, &'a str),
}

/// What becomes of a name.
enum Fate {
    Stays,
    Becomes(String),
    Goes,
}

impl Change<'_> {
    /// Of a path: of a parameter or a figure.
    fn path(&self, path: &str) -> Fate {
        let mut parts: Vec<&str> = path.split('.').collect();
        let mut changed = false;
        let mut at = 0;
        while at < parts.len() {
            let count = match parts[at] {
                "nodes" => 1,
                "links" => 2,
                _ => 0,
            };
            let end = (at + 1 + count).min(parts.len());
            let ends = &mut parts[at + 1..end];
            match *self {
                Self::Rename { from, to } => {
                    for name in ends.iter_mut().filter(|name| **name == from) {
                        *name = to;
                        changed = true;
                    }
                }
                Self::RemoveNode(id) if ends.contains(&id) => return Fate::Goes,
                Self::RemoveLink(from, to) if *ends == [from, to] => return Fate::Goes,
                Self::RemoveNode(_) | Self::RemoveLink(..) => {}
            }
            at = end;
        }
        if changed {
            Fate::Becomes(parts.join("."))
        } else {
            Fate::Stays
        }
    }

    /// Of what a fault hits: `app` or `app->db`.
    fn target(&self, target: &str) -> Fate {
        let ends: Vec<&str> = target.split("->").map(str::trim).collect();
        match *self {
            Self::Rename { from, to } if ends.contains(&from) => {
                let ends: Vec<&str> = (ends.into_iter())
                    .map(|end| if end == from { to } else { end })
                    .collect();
                Fate::Becomes(ends.join("->"))
            }
            Self::RemoveNode(id) if ends.contains(&id) => Fate::Goes,
            Self::RemoveLink(from, to) if ends == [from, to] => Fate::Goes,
            _ => Fate::Stays,
        }
    }

    /// Of a step of the route of `node`.
    fn step(&self, node: &str, called: &str) -> Fate {
        match *self {
            Self::Rename { from, to } if called == from => Fate::Becomes(to.to_owned()),
            Self::RemoveNode(id) if called == id => Fate::Goes,
            Self::RemoveLink(from, to) if (node, called) == (from, to) => Fate::Goes,
            _ => Fate::Stays,
        }
    }
}

/// Carries a change of names through the document. How many places have gone.
pub fn follow(document: &mut DocumentMut, change: &Change) -> usize {
    let mut gone = links(document, change) + routes(document, change);
    for key in ["knobs", "headline"] {
        if let Some(item) = document.get_mut(key) {
            gone += paths(item, change);
        }
    }
    if let Some(faults) = document.get_mut("fault") {
        gone += self::faults(faults, change);
    }
    if matches!(document.get("fault"), Some(Item::ArrayOfTables(left)) if left.is_empty()) {
        document.remove("fault");
    }
    if let Some(presets) = document.get_mut("preset") {
        retain_tables(presets, &mut |preset| {
            gone += self::preset(preset, change);
            true
        });
    }
    gone
}

fn links(document: &mut DocumentMut, change: &Change) -> usize {
    let Some(item) = document.get_mut("links") else {
        return 0;
    };
    let mut gone = 0;
    match *change {
        Change::Rename { from, to } => {
            rename_key(item, from, to);
            if let Some(links) = item.as_table_like_mut() {
                for (_, targets) in links.iter_mut() {
                    rename_key(targets, from, to);
                }
            }
        }
        Change::RemoveNode(id) => {
            if let Some(links) = item.as_table_like_mut() {
                if let Some(targets) = links.remove(id) {
                    gone += targets.as_table_like().map_or(1, TableLike::len);
                }
                let mut empty = Vec::new();
                for (from, targets) in links.iter_mut() {
                    if let Some(targets) = targets.as_table_like_mut() {
                        gone += usize::from(targets.remove(id).is_some());
                        if targets.is_empty() {
                            empty.push(from.get().to_owned());
                        }
                    }
                }
                for from in empty {
                    links.remove(&from);
                }
            }
        }
        Change::RemoveLink(..) => {}
    }
    gone
}

fn routes(document: &mut DocumentMut, change: &Change) -> usize {
    let mut gone = 0;
    match *change {
        Change::Rename { from, to } => {
            if let Some(routes) = document.get_mut("routes") {
                rename_key(routes, from, to);
            }
        }
        Change::RemoveNode(id) => {
            if let Some(routes) = below(document, "routes") {
                gone += usize::from(routes.remove(id).is_some());
            }
        }
        Change::RemoveLink(..) => {}
    }
    let Some(routes) = below(document, "routes") else {
        return gone;
    };
    let mut empty = Vec::new();
    for (node, classes) in routes.iter_mut() {
        let Some(classes) = classes.as_table_like_mut() else {
            continue;
        };
        let mut without = Vec::new();
        for (class, item) in classes.iter_mut() {
            if let Some(array) = item.as_array_mut() {
                gone += steps(array, node.get(), change);
                if array.is_empty() {
                    without.push(class.get().to_owned());
                }
            }
        }
        for class in without {
            classes.remove(&class);
        }
        if classes.is_empty() {
            empty.push(node.get().to_owned());
        }
    }
    for node in empty {
        routes.remove(&node);
    }
    gone
}

/// Texts, tables with `to`, and tables with `parallel`, whose steps are such again.
fn steps(array: &mut toml_edit::Array, node: &str, change: &Change) -> usize {
    let mut inner = 0;
    let own = retain(array, &mut |value| match value {
        Value::String(_) => fix(value, &|called| change.step(node, called)),
        Value::InlineTable(step) => {
            if let Some(Value::Array(parallel)) = step.get_mut("parallel") {
                inner += steps(parallel, node, change);
                return !parallel.is_empty();
            }
            (step.get_mut("to")).is_none_or(|to| fix(to, &|called| change.step(node, called)))
        }
        _ => true,
    });
    own + inner
}

/// Whether a text stays, perhaps as another one.
fn fix(value: &mut Value, fate: &dyn Fn(&str) -> Fate) -> bool {
    let Some(text) = value.as_str() else {
        return true;
    };
    match fate(text) {
        Fate::Stays => true,
        Fate::Goes => false,
        Fate::Becomes(text) => {
            set_text(value, &text);
            true
        }
    }
}

fn paths(item: &mut Item, change: &Change) -> usize {
    item.as_array_mut().map_or(0, |array| {
        retain(array, &mut |value| fix(value, &|path| change.path(path)))
    })
}

fn faults(item: &mut Item, change: &Change) -> usize {
    retain_tables(item, &mut |fault| {
        let target = fault.get_mut("target").and_then(Item::as_value_mut);
        target.is_none_or(|target| fix(target, &|target| change.target(target)))
    })
}

fn preset(preset: &mut dyn TableLike, change: &Change) -> usize {
    let mut gone = preset.get_mut("set").map_or(0, |set| keys(set, change));
    gone += preset
        .get_mut("watch")
        .map_or(0, |watch| paths(watch, change));
    gone += (preset.get_mut("fault")).map_or(0, |faults| self::faults(faults, change));
    if let Some(arms) = preset.get_mut("arms") {
        retain_tables(arms, &mut |arm| {
            gone += arm.get_mut("set").map_or(0, |set| keys(set, change));
            true
        });
    }
    let sweep = preset.get_mut("sweep").and_then(Item::as_table_like_mut);
    if let Some(sweep) = sweep {
        for key in ["path", "measure"] {
            // A sweep over what is gone cannot be mended by leaving something out; the engine says so at its place.
            if let Some(value) = sweep.get_mut(key).and_then(Item::as_value_mut) {
                fix(value, &|path| change.path(path));
            }
        }
    }
    gone
}

/// Paths that are keys.
fn keys(item: &mut Item, change: &Change) -> usize {
    let Some(table) = item.as_table_like_mut() else {
        return 0;
    };
    let names: Vec<String> = table.iter().map(|(key, _)| key.to_owned()).collect();
    let mut gone = 0;
    for name in names {
        match change.path(&name) {
            Fate::Stays => {}
            Fate::Becomes(new) => rename_key(item, &name, &new),
            Fate::Goes => {
                remove_key(item, &name);
                gone += 1;
            }
        }
    }
    gone
}
