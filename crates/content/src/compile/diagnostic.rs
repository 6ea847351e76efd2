//! What is wrong, where, and what would be right.

use std::fmt;
use std::ops::Range;

use super::rule::{Rule, Severity};
use super::source::{Source, boundary};

/// At most this many are kept for one file: past it, more lines help nobody.
const MAX_PER_FILE: usize = 100;
/// Characters of a line that an excerpt shows.
const EXCERPT_WIDTH: usize = 110;

/// One broken rule at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub rule: Rule,
    /// Path of the file, from the content folder's parent.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
    /// The line, or the part of a long one round the place.
    excerpt: String,
    /// Characters of the excerpt before the underlined part, and of that part.
    underline: (usize, usize),
}

impl Diagnostic {
    pub fn severity(&self) -> Severity {
        self.rule.severity()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity() {
            Severity::Error => "error",
            Severity::Lint => "lint",
        };
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        let (before, width) = self.underline;
        writeln!(f, "{severity}[{}]: {}", self.rule.id(), self.message)?;
        writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.excerpt)?;
        write!(
            f,
            "{margin} | {}{}",
            " ".repeat(before),
            "^".repeat(width.max(1))
        )?;
        if let Some(help) = &self.help {
            write!(f, "\n{margin} = help: {help}")?;
        }
        Ok(())
    }
}

/// Everything found in a run, sorted by file and place once it has been handed out.
#[derive(Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    /// File and count of its diagnostics, of the file reported last: files are read one after the other.
    counts: std::collections::BTreeMap<String, usize>,
}

impl Diagnostics {
    /// Reports a broken rule. The result takes a help line.
    pub fn report(
        &mut self,
        source: &Source,
        rule: Rule,
        span: &Range<usize>,
        message: impl Into<String>,
    ) -> Help<'_> {
        let count = self.counts.entry(source.name.clone()).or_default();
        *count += 1;
        if *count > MAX_PER_FILE {
            return Help(None);
        }
        let start = boundary(&source.text, span.start);
        let index = source.line_of(start);
        let line = source.line(index);
        let start = start.min(line.end);
        let end = boundary(&source.text, span.end.min(line.end)).max(start);
        let before = source.text[line.start..start].chars().count();
        let width = source.text[start..end].chars().count();
        // A long line is shown from a little before the place.
        let skip = if before + width > EXCERPT_WIDTH {
            before.saturating_sub(20)
        } else {
            0
        };
        let excerpt = source.text[line.clone()]
            .chars()
            .skip(skip)
            .take(EXCERPT_WIDTH)
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        self.list.push(Diagnostic {
            rule,
            file: source.name.clone(),
            line: index + 1,
            column: before + 1,
            message: message.into(),
            help: None,
            excerpt,
            underline: (
                before - skip,
                width.min(EXCERPT_WIDTH - (before - skip).min(EXCERPT_WIDTH)),
            ),
        });
        Help(self.list.last_mut())
    }

    pub fn has_errors(&self) -> bool {
        self.list
            .iter()
            .any(|diagnostic| diagnostic.severity() == Severity::Error)
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Leaves out what is of another severity.
    pub fn only(&mut self, severity: Severity) {
        self.list.retain(|found| found.severity() == severity);
    }

    /// All of them, sorted by file, line and column; each once.
    pub fn sorted(&mut self) -> &[Diagnostic] {
        self.list.sort_by(|a, b| {
            (&a.file, a.line, a.column, a.rule, &a.message)
                .cmp(&(&b.file, b.line, b.column, b.rule, &b.message))
        });
        self.list.dedup();
        &self.list
    }

    /// Errors and lints.
    pub fn counts(&self) -> (usize, usize) {
        let errors = self
            .list
            .iter()
            .filter(|diagnostic| diagnostic.severity() == Severity::Error)
            .count();
        (errors, self.list.len() - errors)
    }

    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.sorted();
        self.list
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for diagnostic in &self.list {
            writeln!(f, "{diagnostic}\n")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostics {}

/// A diagnostic that may still get a help line.
pub struct Help<'d>(Option<&'d mut Diagnostic>);

impl Help<'_> {
    pub fn help(self, text: impl Into<String>) {
        if let Some(diagnostic) = self.0 {
            diagnostic.help = Some(text.into());
        }
    }

    /// Makes the text only if the diagnostic is kept: what is right may cost a search.
    pub fn help_with(self, text: impl FnOnce() -> Option<String>) {
        if let Some(diagnostic) = self.0 {
            diagnostic.help = text();
        }
    }

    /// Proposes the nearest of the right names, or lists them when they are few.
    pub fn nearest<'n>(self, name: &str, right: impl IntoIterator<Item = &'n str>) {
        self.help_with(|| nearest(name, right));
    }
}

/// Comparing is quadratic in the length, and no name is that long.
const MAX_NAME: usize = 64;
/// More names than a site has.
const MAX_NAMES: usize = 4000;

fn nearest<'n>(name: &str, right: impl IntoIterator<Item = &'n str>) -> Option<String> {
    let length = name.chars().count();
    if length > MAX_NAME {
        return None;
    }
    let right: Vec<&str> = right.into_iter().take(MAX_NAMES).collect();
    let allowed = 1 + length / 3;
    let best = right
        .iter()
        // The distance is at least the difference of the lengths.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| (strsim::damerau_levenshtein(name, candidate), *candidate))
        .min_by_key(|(distance, _)| *distance)
        .filter(|(distance, _)| *distance <= allowed);
    match best {
        Some((_, candidate)) => Some(format!("did you mean `{candidate}`?")),
        None if (1..=12).contains(&right.len()) => {
            Some(format!("there are `{}`", right.join("`, `")))
        }
        None => None,
    }
}
