//! Code blocks, highlighted with a few classes that the style sheet colours by token.

use std::ops::Range;
use std::sync::LazyLock;

use comrak::nodes::NodeCodeBlock;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::super::markup::Markup;
use super::super::mask;
use super::super::rule::Rule;
use super::Renderer;

/// Bytes of a page that are highlighted; what goes past them is shown without colours. Nobody reads more code than that,
/// and highlighting is what costs here: seconds a megabyte.
const MAX_HIGHLIGHTED: usize = 64 * 1024;
/// The highlighter's regular expressions backtrack; a line this long is data, not code.
const MAX_LINE: usize = 1000;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes and the classes they get; the first that matches the innermost scope counts.
static CLASSES: LazyLock<Vec<(Scope, &'static str)>> = LazyLock::new(|| {
    [
        ("comment", "hl-comment"),
        ("string", "hl-string"),
        ("constant.numeric", "hl-number"),
        ("constant.character.escape", "hl-string"),
        ("constant", "hl-constant"),
        ("entity.name.function", "hl-function"),
        ("support.function", "hl-function"),
        ("variable.function", "hl-function"),
        ("entity.name.tag", "hl-keyword"),
        ("entity.name", "hl-type"),
        ("entity.other.attribute-name", "hl-type"),
        ("support.type", "hl-type"),
        ("storage.type", "hl-keyword"),
        ("storage", "hl-keyword"),
        ("keyword.operator", "hl-operator"),
        ("keyword", "hl-keyword"),
    ]
    .into_iter()
    .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)))
    .collect()
});

/// Languages that are shown without colours.
const PLAIN: &[&str] = &["text", "http", "toml", "protobuf", "promql"];

/// The classes that highlighted code carries.
pub fn classes() -> Vec<&'static str> {
    let mut classes: Vec<&str> = CLASSES.iter().map(|(_, class)| *class).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

impl Renderer<'_, '_, '_> {
    pub(super) fn code_block(
        &mut self,
        code: &NodeCodeBlock,
        span: &Range<usize>,
        out: &mut Markup,
    ) {
        let literal = mask::unmask(&code.literal, &self.page.masks, self.page.source);
        let language = code.info.split_whitespace().next().unwrap_or_default();
        let syntax = SYNTAXES
            .find_syntax_by_token(language)
            .filter(|_| !PLAIN.contains(&language));
        if language.is_empty() {
            self.report(Rule::UnknownLanguage, span, "code without a language").help("name it after the fence: ```` ```python ````, or `text`; prose is not indented by four spaces");
        } else if syntax.is_none() && !PLAIN.contains(&language) {
            let message = format!("the highlighter does not know `{language}`");
            let names = SYNTAXES.syntaxes().iter().map(|syntax| &syntax.name);
            let names: Vec<String> = names.map(|name| name.to_lowercase()).collect();
            self.report(Rule::UnknownLanguage, span, message).nearest(
                language,
                names
                    .iter()
                    .map(String::as_str)
                    .chain(PLAIN.iter().copied()),
            );
        }
        let label = format!("Code, {language}");
        out.open(
            "pre",
            &[
                ("class", "code"),
                ("tabindex", "0"),
                ("role", "group"),
                ("aria-label", &label),
            ],
        );
        out.open("code", &[]);
        match syntax {
            Some(syntax)
                if self.highlighted + literal.len() <= MAX_HIGHLIGHTED
                    && literal.lines().all(|line| line.len() <= MAX_LINE) =>
            {
                self.highlighted += literal.len();
                highlight(&literal, syntax, out);
            }
            _ => {
                out.text(&literal);
            }
        }
        out.close("code").close("pre");
    }
}

fn highlight(code: &str, syntax: &SyntaxReference, out: &mut Markup) {
    let mut state = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut run = Run::default();
    for line in code.split_inclusive('\n') {
        let mut at = 0;
        // A line that the highlighter cannot parse is shown as it is.
        for (end, operation) in state.parse_line(line, &SYNTAXES).unwrap_or_default() {
            run.push(&line[at..end], class(&stack), out);
            at = end;
            if stack.apply(&operation).is_err() {
                break;
            }
        }
        run.push(&line[at..], class(&stack), out);
    }
    run.flush(out);
}

/// The class of the innermost scope that has one.
fn class(stack: &ScopeStack) -> Option<&'static str> {
    let scopes = stack.as_slice().iter().rev();
    scopes.into_iter().find_map(|scope| {
        CLASSES
            .iter()
            .find(|(prefix, _)| prefix.is_prefix_of(*scope))
            .map(|(_, class)| *class)
    })
}

/// Text of one class, gathered before it is written.
#[derive(Default)]
struct Run {
    text: String,
    class: Option<&'static str>,
}

impl Run {
    fn push(&mut self, text: &str, class: Option<&'static str>, out: &mut Markup) {
        // Space has no colour and does not end a run.
        if class != self.class && !text.trim().is_empty() {
            self.flush(out);
            self.class = class;
        }
        self.text.push_str(text);
    }

    fn flush(&mut self, out: &mut Markup) {
        match self.class {
            Some(class) if !self.text.is_empty() => {
                out.element("span", &[("class", class)], &self.text)
            }
            _ => out.text(&self.text),
        };
        self.text.clear();
    }
}
