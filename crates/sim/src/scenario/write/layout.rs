//! How a file is laid out: heads, lines, lists, and texts in quotes.

use std::fmt::Write as _;

/// A line longer than this is broken where it can be.
pub(super) const WIDTH: usize = 100;

/// Keys and values, as they stand in a file.
pub(super) type Pairs = Vec<(String, String)>;

/// A text in quotes, as TOML's basic strings are.
pub(super) fn text(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_ascii_control() => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

pub(super) fn inline(keys: &[(String, String)]) -> String {
    if keys.is_empty() {
        return "{}".to_owned();
    }
    let pairs: Vec<String> = keys
        .iter()
        .map(|(key, value)| format!("{key} = {value}"))
        .collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// The text as it grows.
#[derive(Default)]
pub(super) struct File {
    out: String,
}

impl File {
    pub(super) fn finished(self) -> String {
        self.out
    }

    pub(super) fn head(&mut self, head: &str) {
        if !self.out.is_empty() {
            self.out.push('\n');
        }
        self.out.push_str(head);
        self.out.push('\n');
    }

    pub(super) fn pair(&mut self, key: &str, value: &str) {
        // Writing to a String cannot fail.
        let _ = writeln!(self.out, "{key} = {value}");
    }

    pub(super) fn pairs(&mut self, pairs: impl IntoIterator<Item = (String, String)>) {
        for (key, value) in pairs {
            self.pair(&key, &value);
        }
    }

    /// A table under its own head, if there is anything to say in it.
    pub(super) fn table(&mut self, head: &str, pairs: Pairs) {
        if !pairs.is_empty() {
            self.head(&format!("[{head}]"));
            self.pairs(pairs);
        }
    }

    /// On one line, or on one line each.
    pub(super) fn list(&mut self, key: &str, items: &[String]) {
        let line = format!("[{}]", items.join(", "));
        if key.len() + line.len() <= WIDTH {
            return self.pair(key, &line);
        }
        let lines = items
            .iter()
            .fold(String::new(), |lines, item| lines + "  " + item + ",\n");
        self.pair(key, &format!("[\n{lines}]"));
    }

    pub(super) fn texts(&mut self, key: &str, items: &[String]) {
        if !items.is_empty() {
            self.list(
                key,
                &items.iter().map(|item| text(item)).collect::<Vec<_>>(),
            );
        }
    }

    pub(super) fn texts_unless_empty(&mut self, pairs: [(&str, &String); 2]) {
        for (key, value) in pairs.into_iter().filter(|(_, value)| !value.is_empty()) {
            self.pair(key, &text(value));
        }
    }
}
