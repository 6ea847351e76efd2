//! Attributes of a directive: `{#id key="value"}`.

use std::collections::BTreeSet;
use std::ops::Range;

use super::diagnostic::Diagnostics;
use super::front::is_id;
use super::rule::Rule;
use super::source::{Located, Source};

#[derive(Clone, Debug, Default)]
pub struct Attributes {
    pub id: Option<Located<String>>,
    pub pairs: Vec<(Located<String>, Located<String>)>,
    /// What to point at when one is missing: the directive with its attributes.
    pub place: Range<usize>,
}

/// Parses the text between the braces, which stands at byte `base` of the file.
pub fn parse(
    text: &str,
    base: usize,
    place: Range<usize>,
    source: &Source,
    diagnostics: &mut Diagnostics,
) -> Attributes {
    let mut attributes = Attributes {
        place,
        ..Attributes::default()
    };
    let mut known = BTreeSet::new();
    let mut at = 0;
    while let Some(skipped) = text[at..].find(|c: char| !c.is_whitespace()) {
        at += skipped;
        let rest = &text[at..];
        let word = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        let word_span = base + at..base + at + word;
        if let Some(id) = rest[..word].strip_prefix('#') {
            if !is_id(id) {
                diagnostics.report(
                    source,
                    Rule::AttributeSyntax,
                    &word_span,
                    "an id consists of lower-case letters, digits and hyphens",
                );
            } else if attributes.id.is_some() {
                diagnostics.report(source, Rule::AttributeSyntax, &word_span, "a second id");
            }
            attributes.id = Some(Located::new(id.to_owned(), word_span));
            at += word;
            continue;
        }
        let key = Located::new(rest[..word].to_owned(), word_span.clone());
        let value = if is_id(&key.value) {
            rest[word..].strip_prefix("=\"").and_then(quoted)
        } else {
            None
        };
        let Some((value, length)) = value else {
            diagnostics
                .report(
                    source,
                    Rule::AttributeSyntax,
                    &word_span,
                    format!("`{}` is not an attribute", &rest[..word]),
                )
                .help("attributes are `#id` and `key=\"value\"`");
            return attributes;
        };
        let start = base + at + word + 2;
        if !known.insert(&rest[..word]) {
            diagnostics.report(
                source,
                Rule::AttributeSyntax,
                &word_span,
                format!("`{}` stands twice", key.value),
            );
        }
        attributes
            .pairs
            .push((key, Located::new(value, start..start + length)));
        at += word + 2 + length + 1;
    }
    attributes
}

/// The value up to the closing quote, and how many bytes it takes in the text.
fn quoted(text: &str) -> Option<(String, usize)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '"' => return Some((value, at)),
            '\\' => value.push(chars.next()?.1),
            c => value.push(c),
        }
    }
    None
}

/// Attributes being read. [`Reader::finish`] reports those that nobody asked for.
pub struct Reader<'a, 'd> {
    attributes: &'a Attributes,
    source: &'a Source,
    /// Name of the directive, for messages.
    name: &'a str,
    asked: BTreeSet<&'static str>,
    asked_id: bool,
    pub diagnostics: &'d mut Diagnostics,
}

impl<'a, 'd> Reader<'a, 'd> {
    pub fn new(
        attributes: &'a Attributes,
        name: &'a str,
        source: &'a Source,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            attributes,
            source,
            name,
            asked: BTreeSet::new(),
            asked_id: false,
            diagnostics,
        }
    }

    pub fn id(&mut self) -> Option<&'a Located<String>> {
        self.asked_id = true;
        self.attributes.id.as_ref()
    }

    pub fn required_id(&mut self) -> Option<&'a Located<String>> {
        let id = self.id();
        if id.is_none() {
            let message = format!("`{}` needs an id, `#name`", self.name);
            self.diagnostics.report(
                self.source,
                Rule::MissingAttribute,
                &self.attributes.place,
                message,
            );
        }
        id
    }

    pub fn optional(&mut self, key: &'static str) -> Option<&'a Located<String>> {
        self.asked.insert(key);
        self.attributes
            .pairs
            .iter()
            .find(|(name, _)| name.value == key)
            .map(|(_, value)| value)
    }

    pub fn required(&mut self, key: &'static str) -> Option<&'a Located<String>> {
        let value = self.optional(key);
        if value.is_none() {
            let message = format!("`{}` needs `{key}=\"...\"`", self.name);
            self.diagnostics.report(
                self.source,
                Rule::MissingAttribute,
                &self.attributes.place,
                message,
            );
        }
        value
    }

    /// Reports a value that its attribute cannot take.
    pub fn wrong(&mut self, value: &Located<String>, message: impl Into<String>) {
        self.diagnostics
            .report(self.source, Rule::WrongAttribute, &value.span, message);
    }

    pub fn finish(self) {
        for (key, _) in &self.attributes.pairs {
            if !self.asked.contains(key.value.as_str()) {
                let message = format!("`{}` has no attribute `{}`", self.name, key.value);
                self.diagnostics
                    .report(self.source, Rule::UnknownAttribute, &key.span, message)
                    .nearest(&key.value, self.asked.iter().copied());
            }
        }
        if let Some(id) = self.attributes.id.as_ref().filter(|_| !self.asked_id) {
            self.diagnostics.report(
                self.source,
                Rule::UnknownAttribute,
                &id.span,
                format!("`{}` has no id", self.name),
            );
        }
    }
}
