//! A tree of figures with its keys in order, and its JSON.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

/// A figure, a text, a list or a table of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Tree {
    /// `None` where there is nothing to measure: no request completed, no cold start happened.
    Number(Option<f64>),
    Flag(bool),
    Text(String),
    List(Vec<Tree>),
    Map(Vec<(String, Tree)>),
}

impl Tree {
    pub(crate) fn map() -> Self {
        Self::Map(Vec::new())
    }

    pub(crate) fn count(n: u64) -> Self {
        Self::Number(Some(n as f64))
    }

    pub(crate) fn value(value: f64) -> Self {
        Self::Number(value.is_finite().then_some(value))
    }

    /// Adds an entry to a map.
    pub(crate) fn with(mut self, key: &str, value: impl Into<Tree>) -> Self {
        self.push(key, value.into());
        self
    }

    /// Called from a hundred places, once a report each: not worth a copy in any of them.
    #[inline(never)]
    fn push(&mut self, key: &str, value: Self) {
        if let Self::Map(entries) = self {
            entries.push((key.to_owned(), value));
        }
    }

    /// The entry at a dotted path.
    pub fn get(&self, path: &str) -> Option<&Self> {
        let mut at = self;
        for key in path.split('.') {
            at = match at {
                Self::Map(entries) => &entries.iter().find(|(name, _)| name == key)?.1,
                Self::List(items) => items.get(key.parse::<usize>().ok()?)?,
                _ => return None,
            };
        }
        Some(at)
    }

    /// Its number; of a table with a mean, the mean.
    pub fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => *number,
            Self::Map(_) => self.get("mean").and_then(Self::number),
            _ => None,
        }
    }

    pub(crate) fn flatten(&self, path: &str, out: &mut Vec<(String, f64)>) {
        self.walk(path, &mut |path, leaf| {
            if let Self::Number(Some(number)) = leaf {
                out.push((path.to_owned(), *number));
            }
        });
    }

    pub(crate) fn flatten_texts(&self, path: &str, out: &mut Vec<(String, String)>) {
        self.walk(path, &mut |path, leaf| {
            if let Self::Text(text) = leaf {
                out.push((path.to_owned(), text.clone()));
            }
        });
    }

    /// Tells of each leaf and its path, in order.
    fn walk(&self, path: &str, tell: &mut dyn FnMut(&str, &Self)) {
        let below = |key: &str| {
            if path.is_empty() {
                key.to_owned()
            } else {
                format!("{path}.{key}")
            }
        };
        match self {
            Self::Map(entries) => entries
                .iter()
                .for_each(|(key, value)| value.walk(&below(key), tell)),
            Self::List(items) => {
                items
                    .iter()
                    .enumerate()
                    .for_each(|(i, value)| value.walk(&below(&i.to_string()), tell));
            }
            leaf => tell(path, leaf),
        }
    }

    pub(crate) fn write_json(&self, out: &mut String, depth: usize) {
        let line = |out: &mut String, depth: usize| {
            out.push('\n');
            out.extend(std::iter::repeat_n("  ", depth));
        };
        match self {
            Self::Number(None) => out.push_str("null"),
            // Rust writes the shortest text that reads back as the same number, alike on all platforms.
            Self::Number(Some(number)) => {
                let _ = write!(out, "{number}");
            }
            Self::Flag(flag) => {
                let _ = write!(out, "{flag}");
            }
            Self::Text(text) => write_text(out, text),
            Self::List(items) if items.iter().all(|item| matches!(item, Self::Number(_))) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i > 0 { ", " } else { "" });
                    item.write_json(out, depth);
                }
                out.push(']');
            }
            Self::List(items) => {
                out.push('[');
                for (i, item) in items.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    line(out, depth + 1);
                    item.write_json(out, depth + 1);
                }
                line(out, depth);
                out.push(']');
            }
            Self::Map(entries) if entries.is_empty() => out.push_str("{}"),
            Self::Map(entries) => {
                out.push('{');
                for (i, (key, value)) in entries.iter().enumerate() {
                    out.push_str(if i > 0 { "," } else { "" });
                    line(out, depth + 1);
                    write_text(out, key);
                    out.push_str(": ");
                    value.write_json(out, depth + 1);
                }
                line(out, depth);
                out.push('}');
            }
        }
    }
}

fn write_text(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c < ' ' => {
                let _ = write!(out, "\\u{:04x}", c as u32);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

impl From<f64> for Tree {
    fn from(value: f64) -> Self {
        Self::value(value)
    }
}

impl From<Option<f64>> for Tree {
    fn from(value: Option<f64>) -> Self {
        Self::Number(value.filter(|v| v.is_finite()))
    }
}

impl From<u64> for Tree {
    fn from(value: u64) -> Self {
        Self::count(value)
    }
}

impl From<bool> for Tree {
    fn from(value: bool) -> Self {
        Self::Flag(value)
    }
}

impl From<&str> for Tree {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<Vec<Tree>> for Tree {
    fn from(value: Vec<Tree>) -> Self {
        Self::List(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_json_is_json_and_keeps_order_and_values() {
        let tree = Tree::map()
            .with("b", 0.1)
            .with(
                "a",
                Tree::map()
                    .with("text", "say \"hi\"\n\u{1}")
                    .with("none", None::<f64>),
            )
            .with("list", vec![Tree::from(1.0), Tree::from(2.5)])
            .with("empty", Tree::map())
            .with("yes", true);
        let mut text = String::new();
        tree.write_json(&mut text, 0);
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(value["b"], 0.1);
        assert_eq!(value["a"]["text"], "say \"hi\"\n\u{1}");
        assert!(value["a"]["none"].is_null());
        assert_eq!(value["list"][1], 2.5);
        assert!(text.find("\"b\"") < text.find("\"a\""));
        assert_eq!(tree.get("list.1").and_then(Tree::number), Some(2.5));
    }
}
