//! Reading TOML values with their places; a mistake is noted and reading goes on.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::ScenarioError;
use crate::descriptor::Unit;
use crate::scenario::Scenario;
use crate::{nearest, quantity};

/// A value and where it stands.
#[derive(Clone)]
pub(super) struct Item<'a> {
    pub value: &'a DeValue<'a>,
    pub span: Range<usize>,
}

impl<'a> Item<'a> {
    pub fn as_text(&self) -> Option<&'a str> {
        self.value.as_str()
    }

    /// Whether it is a table with this key.
    pub fn has(&self, key: &str) -> bool {
        self.value
            .as_table()
            .is_some_and(|table| table.iter().any(|(k, _)| k.get_ref() == key))
    }
}

/// A table, its keys in the order of the file.
pub(super) struct Entries<'a> {
    entries: Vec<(&'a str, Item<'a>)>,
}

impl<'a> Entries<'a> {
    pub fn new(table: &'a DeTable<'a>, around: Range<usize>) -> Self {
        let mut keyed: Vec<_> = table.iter().collect();
        keyed.sort_by_key(|(key, _)| key.span().start);
        let entries = keyed
            .into_iter()
            .map(|(key, value)| {
                // A table under a header has no extent of its own worth pointing at: its key has.
                let span = if value.get_ref().is_table() {
                    key.span()
                } else {
                    value.span()
                };
                let span = if span.is_empty() {
                    around.clone()
                } else {
                    span
                };
                (
                    key.get_ref().as_ref(),
                    Item {
                        value: value.get_ref(),
                        span,
                    },
                )
            })
            .collect();
        Self { entries }
    }

    pub fn get(&self, key: &str) -> Option<&Item<'a>> {
        self.entries
            .iter()
            .find(|(name, _)| *name == key)
            .map(|(_, item)| item)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'a str, &Item<'a>)> {
        self.entries.iter().map(|(key, item)| (*key, item))
    }
}

/// Gathers mistakes, and where each path of the scenario stands.
pub(super) struct Reader<'a> {
    pub errors: Vec<ScenarioError>,
    pub spans: BTreeMap<String, Range<usize>>,
    /// Reads a file beside the scenario's, or says why not.
    pub beside: &'a dyn Fn(&str) -> Result<String, String>,
}

impl<'a> Reader<'a> {
    pub fn new(beside: &'a dyn Fn(&str) -> Result<String, String>) -> Self {
        Self {
            errors: Vec::new(),
            spans: BTreeMap::new(),
            beside,
        }
    }
}

impl Reader<'_> {
    pub fn error(&mut self, item: &Item, message: impl Into<String>, help: Option<String>) {
        self.errors.push(ScenarioError {
            span: Some(item.span.clone()),
            message: message.into(),
            help,
        });
    }

    /// Every key of the table must be one of `known`.
    pub fn only(&mut self, table: &Entries, what: &str, known: &[&str]) {
        for (key, item) in table.iter() {
            if !known.contains(&key) {
                let help = nearest::help(key, known.iter().copied());
                self.error(
                    item,
                    format!("{what} has no key `{}`", crate::expression::shorten(key)),
                    help,
                );
            }
        }
    }

    pub fn table<'a>(&mut self, item: &Item<'a>) -> Option<Entries<'a>> {
        match item.value {
            DeValue::Table(table) => Some(Entries::new(table, item.span.clone())),
            other => {
                self.error(
                    item,
                    format!("a table is expected here, not a {}", other.type_str()),
                    None,
                );
                None
            }
        }
    }

    pub fn items<'a>(&mut self, item: &Item<'a>) -> Vec<Item<'a>> {
        match item.value {
            DeValue::Array(array) => array
                .iter()
                .map(|v| Item {
                    value: v.get_ref(),
                    span: v.span(),
                })
                .collect(),
            other => {
                self.error(
                    item,
                    format!("a list is expected here, not a {}", other.type_str()),
                    None,
                );
                Vec::new()
            }
        }
    }

    pub fn text(&mut self, item: &Item) -> Option<String> {
        let text = item.as_text();
        if text.is_none() {
            let message = format!(
                "a text in quotes is expected here, not a {}",
                item.value.type_str()
            );
            self.error(item, message, None);
        }
        text.map(str::to_owned)
    }

    pub fn texts<'a>(&mut self, item: &Item<'a>) -> Vec<(String, Item<'a>)> {
        let items = self.items(item);
        items
            .into_iter()
            .filter_map(|item| self.text(&item).map(|text| (text, item)))
            .collect()
    }

    pub fn flag(&mut self, item: &Item) -> Option<bool> {
        let flag = item.value.as_bool();
        if flag.is_none() {
            self.error(
                item,
                format!(
                    "true or false is expected here, not a {}",
                    item.value.type_str()
                ),
                None,
            );
        }
        flag
    }

    /// A quantity in quotes, or a bare number where the unit allows one.
    pub fn number(&mut self, item: &Item, unit: Unit) -> Option<f64> {
        let text = match item.value {
            DeValue::String(text) => text.to_string(),
            DeValue::Integer(number) if number.radix() == 10 => number.as_str().to_owned(),
            DeValue::Float(number) => number.as_str().to_owned(),
            other => {
                self.error(
                    item,
                    format!("a quantity is expected here, not a {}", other.type_str()),
                    None,
                );
                return None;
            }
        };
        match quantity::parse(&text, unit) {
            Ok(value) => Some(value),
            Err(e) => {
                self.error(item, e.to_string(), None);
                None
            }
        }
    }

    /// `[1, 2.5]`.
    pub fn pair(&mut self, item: &Item) -> Option<(f32, f32)> {
        let items = self.items(item);
        if let [x, y] = items.as_slice() {
            return Some((
                self.number(x, Unit::Count)? as f32,
                self.number(y, Unit::Count)? as f32,
            ));
        }
        self.error(item, "two numbers are expected here: column and row", None);
        None
    }

    /// Ids stand in paths and figures, so they hold no dots or spaces.
    pub fn identifier(&mut self, item: &Item, id: &str) {
        let fine = id
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
        if !fine || id.is_empty() || id.len() > 60 {
            let shown = crate::expression::shorten(id);
            self.error(
                item,
                format!("`{shown}` is no id: small letters, digits, `-` and `_`, at most 60"),
                None,
            );
        }
    }

    pub fn node(&mut self, scenario: &Scenario, item: &Item, id: &str) -> Option<u32> {
        let node = scenario.node(id);
        if node.is_none() {
            let shown = crate::expression::shorten(id);
            self.error(
                item,
                format!("there is no node `{shown}`"),
                scenario.nearest_node(id),
            );
        }
        node.map(|node| node as u32)
    }
}
