//! The first look at a body: which lines are directives, what they hold, and what is plain Markdown between them.
//!
//! Directives are found here, line by line, and not by the Markdown parser: every place is exact, a missing
//! fence is told from a wrong one, and a diagram's lines stay as they were written.

use std::ops::Range;

use super::attributes::{self, Attributes};
use super::diagnostic::Diagnostics;
use super::rule::Rule;
use super::source::{Located, Source};

/// How deep directives may nest: a question with its hints needs two.
const MAX_DEPTH: usize = 3;

#[derive(Debug)]
pub enum Part {
    /// Whole lines.
    Markdown(Range<usize>),
    Directive(Directive),
}

#[derive(Debug)]
pub struct Directive {
    pub name: Located<String>,
    pub attributes: Attributes,
    /// The opening line.
    pub open: Range<usize>,
    /// All between the fences.
    pub body: Range<usize>,
    pub parts: Vec<Part>,
}

struct Open {
    directive: Directive,
    /// Colons in its fence.
    fence: usize,
    /// Where the Markdown that is being read began.
    text_start: usize,
}

struct Outliner<'s, 'd> {
    source: &'s Source,
    diagnostics: &'d mut Diagnostics,
    top: Vec<Part>,
    top_start: usize,
    stack: Vec<Open>,
}

/// Splits a body into Markdown and directives.
pub fn outline(source: &Source, body: &Range<usize>, diagnostics: &mut Diagnostics) -> Vec<Part> {
    let mut outliner = Outliner {
        source,
        diagnostics,
        top: Vec::new(),
        top_start: body.start,
        stack: Vec::new(),
    };
    // The fence of the code block that the lines stand in, and where it opened.
    let mut code: Option<(char, usize, Range<usize>)> = None;
    let first = source.line_of(body.start);
    for index in first..source.line_count() {
        let line = source.line(index);
        if line.start >= body.end {
            break;
        }
        let text = source.slice(&line);
        let trimmed = text.trim();
        let fence = code_fence(trimmed);
        if let Some((mark, length, _)) = &code {
            if fence.is_some_and(|(other, count, bare)| other == *mark && count >= *length && bare)
            {
                code = None;
            }
            continue;
        }
        if let Some((mark, length, bare)) = fence {
            // A fence of backticks has none after it, or it is inline code.
            if bare || mark == '~' || !trimmed[length..].contains('`') {
                code = Some((mark, length, line));
                continue;
            }
        }
        if trimmed.starts_with(":::") {
            outliner.fence_line(line, trimmed, text.len() - text.trim_start().len());
        }
    }
    if let Some((_, _, open)) = code {
        outliner.diagnostics.report(
            source,
            Rule::UnclosedCode,
            &open,
            "this code block is not closed",
        );
    }
    outliner.finish(body.end)
}

/// The character and length of a code fence, and whether nothing follows it.
fn code_fence(trimmed: &str) -> Option<(char, usize, bool)> {
    let mark = trimmed.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = trimmed.len() - trimmed.trim_start_matches(mark).len();
    (length >= 3).then_some((mark, length, trimmed.len() == length))
}

impl Outliner<'_, '_> {
    fn fence_line(&mut self, line: Range<usize>, trimmed: &str, indent: usize) {
        let span = line.start + indent..line.start + indent + trimmed.len();
        if indent > 0 {
            self.diagnostics.report(
                self.source,
                Rule::MisplacedDirective,
                &span,
                "a directive stands at the left margin",
            );
            return;
        }
        let fence = trimmed.len() - trimmed.trim_start_matches(':').len();
        if fence == trimmed.len() {
            self.close(&line, fence);
        } else {
            self.open(&line, fence, trimmed);
        }
    }

    /// The line after this one.
    fn after(&self, line: &Range<usize>) -> usize {
        self.source.offset(self.source.line_of(line.start) + 1, 0)
    }

    /// Ends the Markdown before a fence line.
    fn flush(&mut self, end: usize) {
        let (parts, start) = match self.stack.last_mut() {
            Some(open) => (&mut open.directive.parts, &mut open.text_start),
            None => (&mut self.top, &mut self.top_start),
        };
        if *start < end && !self.source.text[*start..end].trim().is_empty() {
            parts.push(Part::Markdown(*start..end));
        }
    }

    fn resume(&mut self, start: usize) {
        match self.stack.last_mut() {
            Some(open) => open.text_start = start,
            None => self.top_start = start,
        }
    }

    fn close(&mut self, line: &Range<usize>, fence: usize) {
        let Some(depth) = self.stack.iter().rposition(|open| open.fence == fence) else {
            let help = match self.stack.last() {
                Some(open) => format!(
                    "`{}` is open and closes with `{}`",
                    open.directive.name.value,
                    ":".repeat(open.fence)
                ),
                None => "no directive is open here".to_owned(),
            };
            self.diagnostics
                .report(
                    self.source,
                    Rule::StrayFence,
                    line,
                    "this fence closes nothing",
                )
                .help(help);
            return;
        };
        while self.stack.len() > depth + 1 {
            self.unclosed(line.start);
        }
        self.pop(line.start);
        let after = self.after(line);
        self.resume(after);
    }

    fn unclosed(&mut self, end: usize) {
        if let Some(open) = self.stack.last() {
            let message = format!("`{}` is not closed", open.directive.name.value);
            let help = format!("close it with a line `{}`", ":".repeat(open.fence.min(80)));
            self.diagnostics
                .report(
                    self.source,
                    Rule::UnclosedDirective,
                    &open.directive.open,
                    message,
                )
                .help(help);
        }
        self.pop(end);
    }

    fn pop(&mut self, end: usize) {
        self.flush(end);
        let Some(mut open) = self.stack.pop() else {
            return;
        };
        open.directive.body.end = end;
        let part = Part::Directive(open.directive);
        match self.stack.last_mut() {
            Some(parent) => parent.directive.parts.push(part),
            None => self.top.push(part),
        }
        self.resume(end);
    }

    fn open(&mut self, line: &Range<usize>, fence: usize, trimmed: &str) {
        let name_end = trimmed[fence..]
            .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .map_or(trimmed.len(), |at| at + fence);
        let name = Located::new(
            trimmed[fence..name_end].to_owned(),
            line.start + fence..line.start + name_end,
        );
        let rest = trimmed[name_end..].trim_start();
        let rest_at = line.start + trimmed.len() - rest.len();
        let open = line.start..line.start + trimmed.len();
        if let Some(parent) = self.stack.last() {
            if fence >= parent.fence {
                let message = format!(
                    "`{}` stands in `{}` and needs a shorter fence",
                    name.value, parent.directive.name.value
                );
                self.diagnostics
                    .report(self.source, Rule::NestedFence, &open, message)
                    .help(format!("`{}` was opened with {} colons; an outer fence is longer than an inner one", parent.directive.name.value, parent.fence));
            } else if self.stack.len() >= MAX_DEPTH {
                self.diagnostics.report(
                    self.source,
                    Rule::NestedFence,
                    &open,
                    format!("directives nest at most {MAX_DEPTH} deep"),
                );
                return;
            }
            if fence >= parent.fence {
                // Taken as its sibling: whatever follows is then read as it was most likely meant.
                while self
                    .stack
                    .last()
                    .is_some_and(|parent| fence >= parent.fence)
                {
                    self.pop(line.start);
                }
            }
        }
        let attributes = if rest.is_empty() {
            Attributes {
                place: open.clone(),
                ..Attributes::default()
            }
        } else if let Some(inner) = rest
            .strip_prefix('{')
            .and_then(|rest| rest.strip_suffix('}'))
        {
            attributes::parse(
                inner,
                rest_at + 1,
                open.clone(),
                self.source,
                self.diagnostics,
            )
        } else {
            let span = rest_at..open.end;
            self.diagnostics
                .report(
                    self.source,
                    Rule::AttributeSyntax,
                    &span,
                    "a name is followed by attributes in braces, or by nothing",
                )
                .help("for instance `:::lab{sim=\"family/variant#preset\"}`");
            Attributes {
                place: open.clone(),
                ..Attributes::default()
            }
        };
        self.flush(line.start);
        let after = self.after(line);
        let directive = Directive {
            name,
            attributes,
            open,
            body: after..after,
            parts: Vec::new(),
        };
        self.stack.push(Open {
            directive,
            fence,
            text_start: after,
        });
    }

    fn finish(mut self, end: usize) -> Vec<Part> {
        while !self.stack.is_empty() {
            self.unclosed(end);
        }
        self.flush(end);
        self.top
    }
}
