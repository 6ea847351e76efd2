//! Questions as the Markdown of this site, by `content/SYNTAX.md`.

use headroom_content::model::{Choice, ClozePart, Question, QuestionKind, Tolerance};

use crate::markup::{self, Element, Node};

/// A question as its directive.
pub fn write(question: &Question) -> String {
    let (kind, body) = body(question);
    let mut head = format!("::::question{{#{} type=\"{kind}\"", question.id);
    if let QuestionKind::Numeric(numeric) = &question.kind {
        let tolerance = match numeric.tolerance {
            Tolerance::Absolute(margin) => margin.to_string(),
            Tolerance::Relative(share) => format!("{}%", share * 100.0),
        };
        head.push_str(&format!(" answer=\"{}\"", numeric.value));
        if !numeric.unit.is_empty() {
            head.push_str(&format!(" unit=\"{}\"", value(&numeric.unit)));
        }
        head.push_str(&format!(" tolerance=\"{tolerance}\""));
    }
    if let Some(objective) = &question.objective {
        head.push_str(&format!(" objective=\"{}\"", value(objective)));
    }
    if question.revision > 1 {
        head.push_str(&format!(" revision=\"{}\"", question.revision));
    }
    let mut out = format!("{head}}}\n{}\n", blocks(&question.prompt.0));
    if !body.is_empty() {
        out.push_str(&format!("\n{}\n", body.trim_end()));
    }
    for hint in &question.hints {
        out.push_str(&format!("\n:::hint\n{}\n:::\n", blocks(&hint.0)));
    }
    out.push_str(&format!(
        "\n:::explain\n{}\n:::\n::::\n",
        blocks(&question.explain.0)
    ));
    out
}

/// Its type, and what stands between prompt and explanation.
fn body(question: &Question) -> (&'static str, String) {
    match &question.kind {
        QuestionKind::Single { choices } => ("single", tasks(choices)),
        QuestionKind::Multiple { choices } => ("multiple", tasks(choices)),
        QuestionKind::Numeric(_) | QuestionKind::Predict { .. } => ("numeric", String::new()),
        QuestionKind::Order { items } => (
            "order",
            items
                .iter()
                .enumerate()
                .map(|(at, item)| entry(&format!("{}. ", at + 1), &item.text.0, &item.reason.0))
                .collect(),
        ),
        QuestionKind::Match { pairs } => (
            "match",
            pairs
                .iter()
                .map(|pair| {
                    let sides = format!("{} => {}", line(&pair.left.0), line(&pair.right.0));
                    format!("- {sides}\n{}", quoted("  ", &pair.reason.0))
                })
                .collect(),
        ),
        QuestionKind::Cloze { parts } => ("cloze", cloze(parts)),
        QuestionKind::Recall { answer } => {
            ("recall", format!(":::answer\n{}\n:::", blocks(&answer.0)))
        }
        QuestionKind::Tune(_) => ("tune", String::new()),
    }
}

fn tasks(choices: &[Choice]) -> String {
    choices
        .iter()
        .map(|choice| {
            let mark = if choice.right { "- [x] " } else { "- [ ] " };
            let item = format!("{mark}{}\n", line(&choice.text.0));
            item + &quoted("  ", &choice.reason.0)
        })
        .collect()
}

fn entry(mark: &str, text: &str, reason: &str) -> String {
    let indent = " ".repeat(mark.len());
    format!("{mark}{}\n{}", line(text), quoted(&indent, reason))
}

fn quoted(indent: &str, html: &str) -> String {
    if html.trim().is_empty() {
        return String::new();
    }
    blocks(html)
        .lines()
        .map(|line| format!("{indent}> {line}").trim_end().to_owned() + "\n")
        .collect()
}

fn cloze(parts: &[ClozePart]) -> String {
    let mut sentence = String::new();
    let mut reasons = String::new();
    let mut count = 0;
    for part in parts {
        match part {
            ClozePart::Text(text) => inline(&markup::parse(&text.0), &mut sentence),
            ClozePart::Blank {
                accepted, reason, ..
            } => {
                count += 1;
                sentence.push_str(&format!("[[{}]]", accepted.join("|")));
                let reason = if reason.0.trim().is_empty() {
                    "TODO: why.".to_owned()
                } else {
                    line(&reason.0)
                };
                reasons.push_str(&format!("{count}. {reason}\n"));
            }
        }
    }
    format!(
        "> {}\n\n{reasons}",
        sentence.split_whitespace().collect::<Vec<_>>().join(" ")
    )
}

/// The value of an attribute.
fn value(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}

/// Markup on one line.
fn line(html: &str) -> String {
    blocks(html)
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
}

/// Markup as Markdown.
pub fn blocks(html: &str) -> String {
    let mut parts = Vec::new();
    let mut run = Vec::new();
    for node in markup::parse(html) {
        match &node {
            Node::Element(element) if is_block(element) => {
                flush(&mut run, &mut parts);
                parts.push(block(element));
            }
            _ => run.push(node),
        }
    }
    flush(&mut run, &mut parts);
    parts.retain(|part| !part.trim().is_empty());
    parts.join("\n\n")
}

fn flush(run: &mut Vec<Node>, parts: &mut Vec<String>) {
    let mut text = String::new();
    inline(&std::mem::take(run), &mut text);
    parts.push(begun(text.trim()));
}

fn is_block(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "p" | "ul"
            | "ol"
            | "pre"
            | "blockquote"
            | "div"
            | "hr"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "table"
    )
}

fn block(element: &Element) -> String {
    let inside = || blocks(&markup::html(&element.children));
    match element.name.as_str() {
        "pre" => {
            let mut text = String::new();
            verbatim(&element.children, &mut text);
            let fence = fence(&text, 3);
            format!("{fence}text\n{}\n{fence}", text.trim_end_matches('\n'))
        }
        "blockquote" => inside()
            .lines()
            .map(|line| format!("> {line}").trim_end().to_owned())
            .collect::<Vec<_>>()
            .join("\n"),
        "ul" | "ol" => {
            let items = element.children.iter().filter_map(|child| match child {
                Node::Element(item) if item.name == "li" => Some(item),
                _ => None,
            });
            items
                .enumerate()
                .map(|(at, item)| {
                    let mark = if element.name == "ol" {
                        format!("{}. ", at + 1)
                    } else {
                        "- ".to_owned()
                    };
                    let text = blocks(&markup::html(&item.children));
                    mark.clone() + &text.replace('\n', &format!("\n{}", " ".repeat(mark.len())))
                })
                .collect::<Vec<_>>()
                .join("\n")
        }
        "hr" => "---".to_owned(),
        "div" => inside(),
        _ => {
            let mut text = String::new();
            inline(&element.children, &mut text);
            begun(text.trim())
        }
    }
}

/// Text whose first sign would begin something else, with that sign escaped.
fn begun(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 && text[digits..].starts_with(['.', ')']) {
        format!("{}\\{}", &text[..digits], &text[digits..])
    } else if text.starts_with(['-', '+', '#', ':', '=']) {
        format!("\\{text}")
    } else {
        text.to_owned()
    }
}

fn verbatim(nodes: &[Node], out: &mut String) {
    for node in nodes {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Element(element) => verbatim(&element.children, out),
        }
    }
}

/// More signs of code in a row than stand in a text.
fn fence(text: &str, least: usize) -> String {
    let mut longest = 0;
    let mut run = 0;
    for c in text.chars() {
        run = if c == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    "`".repeat(least.max(longest + 1))
}

fn inline(nodes: &[Node], out: &mut String) {
    for node in nodes {
        let element = match node {
            Node::Text(text) => {
                out.push_str(&escape(text));
                continue;
            }
            Node::Element(element) => element,
        };
        let mut inside = String::new();
        match element.name.as_str() {
            "br" => out.push(' '),
            "code" => {
                verbatim(&element.children, &mut inside);
                let fence = fence(&inside, 1);
                let pad = if inside.starts_with('`') || inside.ends_with('`') {
                    " "
                } else {
                    ""
                };
                out.push_str(&format!("{fence}{pad}{inside}{pad}{fence}"));
            }
            "math" => {
                if let Some(latex) = markup::latex(element) {
                    out.push_str(&format!("${latex}$"));
                } else {
                    verbatim(&element.children, &mut inside);
                    out.push_str(&escape(&inside));
                }
            }
            name => {
                inline(&element.children, &mut inside);
                match (name, element.get("href")) {
                    ("em" | "i", _) if !inside.trim().is_empty() => {
                        out.push_str(&format!("*{inside}*"));
                    }
                    ("strong" | "b", _) if !inside.trim().is_empty() => {
                        out.push_str(&format!("**{inside}**"));
                    }
                    ("del" | "s", _) if !inside.trim().is_empty() => {
                        out.push_str(&format!("~~{inside}~~"));
                    }
                    ("a", Some(href)) if href.starts_with("https://") => {
                        out.push_str(&format!("[{inside}](<{href}>)"));
                    }
                    _ => out.push_str(&inside),
                }
            }
        }
    }
}

/// Text with the signs escaped that mean something in Markdown.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '$' | '|' | '~' | '&' | '{' | '}'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn questions_are_written_as_authors_write_them() {
        let whole: Vec<String> = samples::set().chapters[0]
            .questions
            .iter()
            .filter(|question| question.id != "guess")
            .map(write)
            .collect();
        insta::assert_snapshot!(whole.join("\n"));
    }

    #[test]
    fn markup_becomes_markdown() {
        for (html, markdown) in [
            ("<p>a <em>b</em> *c*</p><p>d</p>", "a *b* \\*c\\*\n\nd"),
            ("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b"),
            ("<p>1. April</p>", "1\\. April"),
            ("<code>a`b</code>", "``a`b``"),
            (
                "<a href=\"https://e.org/\">e</a> <a href=\"/x/\">x</a>",
                "[e](<https://e.org/>) x",
            ),
            ("<pre><code>a\n  b\n</code></pre>", "```text\na\n  b\n```"),
        ] {
            assert_eq!(blocks(html), markdown);
        }
    }
}
