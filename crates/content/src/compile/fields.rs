//! Reading a TOML table key by key, with every mistake reported at its place.

use std::collections::BTreeSet;
use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::diagnostic::{Diagnostics, Help};
use super::rule::Rule;
use super::source::{Located, Source};

/// A TOML document inside a file, starting at byte `base`.
#[derive(Clone, Copy)]
pub struct Document<'s> {
    pub source: &'s Source,
    pub base: usize,
}

impl Document<'_> {
    fn span(&self, span: Range<usize>) -> Range<usize> {
        span.start + self.base..span.end + self.base
    }
}

/// Parses TOML; every syntax error is reported. What could be read is there even after errors, and whether that is
/// all.
pub fn parse<'t>(
    text: &'t str,
    document: Document<'_>,
    diagnostics: &mut Diagnostics,
) -> (DeTable<'t>, bool) {
    let (table, errors) = DeTable::parse_recoverable(text);
    let whole = errors.is_empty();
    for error in errors {
        let span = document.span(error.span().unwrap_or(0..0));
        let bare = document
            .source
            .slice(&span)
            .starts_with(char::is_alphabetic);
        let at = diagnostics.report(document.source, Rule::FrontMatter, &span, error.message());
        if bare {
            at.help("text stands in quotes: `key = \"text\"`");
        }
    }
    (table.into_inner(), whole)
}

/// A table being read. [`Fields::finish`] reports the keys that nobody asked for.
pub struct Fields<'t, 's, 'd> {
    table: &'t DeTable<'t>,
    document: Document<'s>,
    /// Where to point when a key is missing.
    place: Range<usize>,
    /// Whether the text was read without errors: else a key that is not there may have been written.
    whole: bool,
    asked: BTreeSet<&'static str>,
    pub diagnostics: &'d mut Diagnostics,
}

impl<'t, 's, 'd> Fields<'t, 's, 'd> {
    pub fn new(
        table: &'t DeTable<'t>,
        document: Document<'s>,
        place: Range<usize>,
        whole: bool,
        diagnostics: &'d mut Diagnostics,
    ) -> Self {
        Self {
            table,
            document,
            place,
            whole,
            asked: BTreeSet::new(),
            diagnostics,
        }
    }

    fn get(&mut self, key: &'static str) -> Option<(&'t DeValue<'t>, Range<usize>)> {
        self.asked.insert(key);
        let value = self.table.get(key)?;
        Some((value.get_ref(), self.document.span(value.span())))
    }

    fn missing(&mut self, key: &'static str) {
        if !self.whole {
            return;
        }
        self.diagnostics.report(
            self.document.source,
            Rule::MissingKey,
            &self.place,
            format!("the key `{key}` is missing"),
        );
    }

    /// Reports a value that does not fit its key.
    pub fn wrong(&mut self, span: &Range<usize>, message: impl Into<String>) {
        self.report(Rule::WrongValue, span, message);
    }

    pub fn report(
        &mut self,
        rule: Rule,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Help<'_> {
        self.diagnostics
            .report(self.document.source, rule, span, message)
    }

    fn wrong_type(&mut self, key: &str, wanted: &str, value: &DeValue<'_>, span: &Range<usize>) {
        // What stands for a value that could not be read is a guess.
        if !self.whole {
            return;
        }
        self.wrong(
            span,
            format!("`{key}` is {wanted}, not {}", value.type_str()),
        );
    }

    pub fn optional_text(&mut self, key: &'static str) -> Option<Located<String>> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::String(text) if text.trim().is_empty() => {
                self.wrong(&span, format!("`{key}` is empty"));
            }
            DeValue::String(text) => return Some(Located::new(text.to_string(), span)),
            other => self.wrong_type(key, "text in quotes", other, &span),
        }
        None
    }

    /// Text that must be there; empty after an error.
    pub fn text(&mut self, key: &'static str) -> Located<String> {
        if !self.table.contains_key(key) {
            self.asked.insert(key);
            self.missing(key);
        }
        let place = self.place.clone();
        self.optional_text(key)
            .unwrap_or_else(|| Located::new(String::new(), place))
    }

    /// A whole number in a range.
    pub fn optional_whole(&mut self, key: &'static str, range: Range<i64>) -> Option<i64> {
        let (value, span) = self.get(key)?;
        let DeValue::Integer(integer) = value else {
            self.wrong_type(key, "a whole number", value, &span);
            return None;
        };
        match i64::from_str_radix(integer.as_str(), integer.radix()) {
            Ok(number) if range.contains(&number) => Some(number),
            _ => {
                self.wrong(
                    &span,
                    format!("`{key}` is from {} to {}", range.start, range.end - 1),
                );
                None
            }
        }
    }

    pub fn whole(&mut self, key: &'static str, range: Range<i64>) -> i64 {
        if !self.table.contains_key(key) {
            self.asked.insert(key);
            self.missing(key);
        }
        let least = range.start;
        self.optional_whole(key, range).unwrap_or(least)
    }

    /// `true` or `false`.
    pub fn optional_flag(&mut self, key: &'static str) -> Option<bool> {
        let (value, span) = self.get(key)?;
        match value {
            DeValue::Boolean(flag) => Some(*flag),
            other => {
                self.wrong_type(key, "true or false", other, &span);
                None
            }
        }
    }

    /// A table of whole numbers, by names of the writer's choice.
    pub fn numbers(&mut self, key: &'static str, range: Range<i64>) -> Vec<(Located<String>, i64)> {
        let mut numbers = Vec::new();
        let Some((value, span)) = self.get(key) else {
            return numbers;
        };
        let DeValue::Table(table) = value else {
            self.wrong_type(key, "a table", value, &span);
            return numbers;
        };
        for (name, value) in table {
            let at = self.document.span(value.span());
            let number = match value.get_ref() {
                DeValue::Integer(integer) => {
                    i64::from_str_radix(integer.as_str(), integer.radix()).ok()
                }
                _ => None,
            };
            match number.filter(|number| range.contains(number)) {
                Some(number) => {
                    let place = self.document.span(name.span());
                    numbers.push((Located::new(name.get_ref().to_string(), place), number));
                }
                None => self.wrong(
                    &at,
                    format!(
                        "a number of `{key}` is whole, from {} to {}",
                        range.start,
                        range.end - 1
                    ),
                ),
            }
        }
        numbers
    }

    /// Where the table stands.
    pub fn place(&self) -> Range<usize> {
        self.place.clone()
    }

    /// A date; as `YYYY-MM-DD`.
    pub fn date(&mut self, key: &'static str) -> String {
        let Some((value, span)) = self.get(key) else {
            self.missing(key);
            return String::new();
        };
        match value {
            DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
            other => {
                self.wrong_type(
                    key,
                    "a date such as 2026-11-23 without quotes",
                    other,
                    &span,
                );
                String::new()
            }
        }
    }

    /// A date as `YYYY-MM-DD`, or a year of four digits.
    pub fn date_or_year(&mut self, key: &'static str) -> String {
        let Some((value, span)) = self.get(key) else {
            self.missing(key);
            return String::new();
        };
        match value {
            DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
            DeValue::Integer(year) if year.radix() == 10 && year.as_str().len() == 4 => {
                year.as_str().to_owned()
            }
            other => {
                self.wrong_type(
                    key,
                    "a date such as 2018-10-21 or a year such as 2018, without quotes",
                    other,
                    &span,
                );
                String::new()
            }
        }
    }

    /// A list of one text or more.
    pub fn some_texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        if !self.has(key) {
            self.asked.insert(key);
            self.missing(key);
        }
        let texts = self.texts(key);
        if let Some(value) = self.table.get(key)
            && matches!(value.get_ref(), DeValue::Array(array) if array.is_empty())
        {
            let span = self.document.span(value.span());
            self.wrong(&span, format!("`{key}` names at least one"));
        }
        texts
    }

    /// A list of texts; empty when the key is not there.
    pub fn texts(&mut self, key: &'static str) -> Vec<Located<String>> {
        let mut texts = Vec::new();
        let Some((value, span)) = self.get(key) else {
            return texts;
        };
        let DeValue::Array(array) = value else {
            self.wrong_type(key, "a list", value, &span);
            return texts;
        };
        for item in array {
            let span = self.document.span(item.span());
            match item.get_ref() {
                DeValue::String(text) => texts.push(Located::new(text.to_string(), span)),
                other => self.wrong_type(key, "a list of texts", other, &span),
            }
        }
        texts
    }

    /// Whether the key is there at all.
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Reads the table under a key; `None` when it is not there or is no table.
    pub fn table<T>(
        &mut self,
        key: &'static str,
        read: impl FnOnce(&mut Fields<'_, '_, '_>) -> T,
    ) -> Option<T> {
        let (value, span) = self.get(key)?;
        let DeValue::Table(table) = value else {
            self.wrong_type(key, "a table", value, &span);
            return None;
        };
        let mut fields = Fields::new(table, self.document, span, self.whole, self.diagnostics);
        let result = read(&mut fields);
        fields.finish();
        Some(result)
    }

    /// Reads each table of the list under a key.
    pub fn tables<T>(
        &mut self,
        key: &'static str,
        mut read: impl FnMut(&mut Fields<'_, '_, '_>) -> T,
    ) -> Vec<T> {
        let mut all = Vec::new();
        let Some((value, span)) = self.get(key) else {
            return all;
        };
        let DeValue::Array(array) = value else {
            self.wrong_type(key, "a list of tables", value, &span);
            return all;
        };
        for item in array {
            let span = self.document.span(item.span());
            let DeValue::Table(table) = item.get_ref() else {
                self.wrong_type(key, "a list of tables", item.get_ref(), &span);
                continue;
            };
            let mut fields = Fields::new(table, self.document, span, self.whole, self.diagnostics);
            all.push(read(&mut fields));
            fields.finish();
        }
        all
    }

    /// Reports every key that is not one of those asked for.
    pub fn finish(self) {
        for (key, _) in self.table {
            let name = key.get_ref().as_ref();
            if !self.asked.contains(name) {
                self.diagnostics
                    .report(
                        self.document.source,
                        Rule::UnknownKey,
                        &self.document.span(key.span()),
                        format!("unknown key `{name}`"),
                    )
                    .nearest(name, self.asked.iter().copied());
            }
        }
    }
}
