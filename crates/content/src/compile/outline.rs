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
/// What stands inside a question and nowhere else.
pub const INNER: &[&str] = &["hint", "explain", "answer"];

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
    /// The first heading after its opening, and how many of its parts stand before that.
    heading: Option<(usize, usize)>,
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
        if is_heading(text) {
            outliner.heading_line(line.start);
        } else if trimmed.starts_with(":::") {
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

fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len()))
        && (rest.is_empty() || rest.starts_with([' ', '\t']))
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
            self.skip(&line);
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

    /// Leaves a line that was reported out of the text.
    fn skip(&mut self, line: &Range<usize>) {
        self.flush(line.start);
        let after = self.after(line);
        self.resume(after);
    }

    /// Begins the Markdown after a fence line.
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
            self.skip(line);
            return;
        };
        while self.stack.len() > depth + 1 {
            self.unclosed(line.start);
        }
        let opened = self.stack[depth].directive.open.start;
        self.pop(line.start);
        // Headings inside what is closed say nothing of what is still open.
        for open in &mut self.stack {
            open.heading = open.heading.filter(|(start, _)| *start < opened);
        }
        let after = self.after(line);
        self.resume(after);
    }

    /// No directive holds a heading, so one that turns out not to be closed is taken to end here.
    fn heading_line(&mut self, start: usize) {
        if self.stack.is_empty() {
            return;
        }
        self.flush(start);
        self.resume(start);
        let innermost = self.stack.len() - 1;
        for (depth, open) in self.stack.iter_mut().enumerate() {
            // The one inside it will be one more of its parts.
            let before = open.directive.parts.len() + usize::from(depth < innermost);
            open.heading.get_or_insert((start, before));
        }
    }

    /// Ends the innermost directive without a fence of its own.
    fn unclosed(&mut self, end: usize) {
        let Some(open) = self.stack.last() else {
            return;
        };
        let heading = open.heading;
        let message = format!("`{}` is not closed", open.directive.name.value);
        let help = format!("close it with a line `{}`", ":".repeat(open.fence.min(80)));
        let place = &open.directive.open;
        self.diagnostics
            .report(self.source, Rule::UnclosedDirective, place, message)
            .help(help);
        self.flush(end);
        self.resume(end);
        let Some((start, before)) = heading else {
            self.pop(end);
            return;
        };
        let after = self.parts().split_off(before);
        self.pop(start);
        self.parts().extend(after);
        self.resume(end);
    }

    /// Where parts go now.
    fn parts(&mut self) -> &mut Vec<Part> {
        match self.stack.last_mut() {
            Some(open) => &mut open.directive.parts,
            None => &mut self.top,
        }
    }

    fn pop(&mut self, end: usize) {
        self.flush(end);
        let Some(mut open) = self.stack.pop() else {
            return;
        };
        open.directive.body.end = end;
        self.parts().push(Part::Directive(open.directive));
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
        while let Some(parent) = self.stack.last()
            && fence >= parent.fence
            && parent.heading.is_some()
        {
            self.unclosed(line.start);
        }
        if let Some(parent) = self.stack.last() {
            if fence >= parent.fence {
                let message = format!(
                    "`{}` stands in `{}` and needs a shorter fence",
                    name.value, parent.directive.name.value
                );
                self.diagnostics
                    .report(self.source, Rule::NestedFence, &open, message)
                    .help(format!("`{}` was opened with {} colons; an outer fence is longer than an inner one", parent.directive.name.value, parent.fence));
            }
            if self.stack.len() >= MAX_DEPTH {
                let message = format!("directives nest at most {MAX_DEPTH} deep");
                self.diagnostics
                    .report(self.source, Rule::NestedFence, &open, message);
                self.skip(line);
                return;
            }
        }
        // What stands nowhere else is inside, whatever its fence; all else is read as a sibling, as was most likely meant.
        if !INNER.contains(&name.value.as_str()) {
            while self
                .stack
                .last()
                .is_some_and(|parent| fence >= parent.fence)
            {
                self.pop(line.start);
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
            heading: None,
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
