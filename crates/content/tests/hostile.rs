//! Whatever stands in a file, it becomes a page or errors, without a panic and in time that grows with its length.
#![cfg(feature = "compile")]

mod common;
#[path = "common/hostile.rs"]
mod hostile;

use std::collections::BTreeMap;

use common::{Files, options, sound_site};
use cpu_time::ThreadTime;
use headroom_content::compile::{Diagnostics, Rule, compile_files};
use proptest::prelude::*;

const CLIENT: &str = "components/client.md";
const FRONT: &str = "+++\ntitle = \"Client\"\nsummary = \"Where requests come from, and who waits for their answers.\"\n+++\n\n";

/// What the sound site reports with this text as the body of a page.
fn body(text: &str) -> Diagnostics {
    page(format!("{FRONT}{text}"))
}

fn page(bytes: impl Into<Vec<u8>>) -> Diagnostics {
    let mut files = sound_site();
    files.insert(CLIENT.to_owned(), bytes.into());
    reported(files)
}

fn reported(files: Files) -> Diagnostics {
    match compile_files(files, &options()) {
        Ok(compiled) => compiled.lints,
        Err(diagnostics) => diagnostics,
    }
}

fn rules(diagnostics: Diagnostics) -> Vec<Rule> {
    let mut rules: Vec<Rule> = diagnostics
        .into_sorted()
        .iter()
        .map(|found| found.rule)
        .collect();
    rules.dedup();
    rules
}

#[test]
fn a_line_of_ten_megabytes_is_an_error() {
    assert_eq!(rules(body(&"a".repeat(10_000_000))), [Rule::InvalidText]);
}

#[test]
fn a_line_of_as_much_as_a_file_may_hold_is_a_page() {
    let line = "a ".repeat(500_000);
    assert_eq!(rules(body(&line)), []);
}

#[test]
fn ten_thousand_levels_of_anything_are_an_error_or_a_page() {
    let deep = |open: &str, close: &str| {
        let text = format!("{}a{}", open.repeat(10_000), close.repeat(10_000));
        rules(body(&text))
    };
    assert_eq!(deep("> ", ""), [Rule::TooDeep]);
    assert_eq!(deep("- ", ""), [Rule::TooDeep]);
    assert_eq!(deep("1. ", ""), [Rule::TooDeep]);
    assert_eq!(deep("> - ", ""), [Rule::TooDeep]);
    assert_eq!(deep("*a **b ", " b** a*"), [Rule::TooDeep]);
    assert_eq!(deep("[", "]"), []);
    assert_eq!(deep("![", "](/media/queue.svg)"), [Rule::TooDeep]);
    assert_eq!(deep("$", "$"), []);
    assert_eq!(deep(":::note\n", "\n:::"), [Rule::NestedFence]);
    let lists: Vec<String> = (0..1000)
        .map(|depth| "  ".repeat(depth) + "- a\n")
        .collect();
    assert_eq!(rules(body(&lists.concat())), [Rule::TooDeep]);
    let formula = format!("${}x{}$", "{".repeat(1000), "}".repeat(1000));
    assert_eq!(rules(body(&formula)), [Rule::Maths]);
    let front = |value: String| rules(page(format!("+++\na = {value}\n+++\nA page.\n")));
    assert!(front("[".repeat(10_000)).contains(&Rule::FrontMatter));
    assert!(front("{a=".repeat(10_000)).contains(&Rule::FrontMatter));
    assert!(!front(format!("1\n[{}a]", "a.".repeat(10_000))).is_empty());
}

/// Found by throwing commands at the parser of formulas.
#[test]
fn a_formula_that_its_parser_cannot_bear_is_an_error() {
    let doubling = |command: &str| {
        let letters: Vec<char> = ('a'..='z').collect();
        let pairs = letters.windows(2);
        let macros = pairs.map(|pair| format!("{command}\\{}{{\\{}\\{1}}}", pair[1], pair[0]));
        macros.collect::<String>() + "\\z"
    };
    for latex in [
        "\\char99999999999999999999".to_owned(),
        "\\char\"FFFFFFFFFFFFFFFFFFFF".to_owned(),
        "\\char\u{301}".to_owned(),
        doubling("\\def"),
        doubling("\\newcommand"),
        "\\let\\a=\\char \\a\u{301}".to_owned(),
        "\\def\\a{\\a\\a}\\a".to_owned(),
        "\\operatorname{<img src=a onerror=b>}".to_owned(),
        "\\mathop{<b>}".to_owned(),
        "\\operatorname{arg\\,max}".to_owned(),
    ] {
        assert_eq!(rules(body(&format!("${latex}$"))), [Rule::Maths], "{latex}");
    }
}

#[test]
fn characters_that_are_no_text_are_an_error_at_their_place() {
    for bytes in [
        &b"a\0b"[..],
        b"a\x1bb",
        b"a\xffb",
        b"a\xf0\x9fb",
        b"a\rb",
        "a\u{e000}b".as_bytes(),
        "a\u{f0000}b".as_bytes(),
    ] {
        let found = page([FRONT.as_bytes(), bytes].concat()).into_sorted();
        let places: Vec<_> = found
            .iter()
            .map(|found| (found.rule, found.line, found.column))
            .collect();
        assert_eq!(places, [(Rule::InvalidText, 6, 2)], "{bytes:?}");
    }
}

#[test]
fn everything_left_open_is_named() {
    let text = "> [a](\n\n*a **b `c $d \"e\n\n:::note{title=\"f\n\n::::question{#g type=\"single\"}\n:num{h\n\n- [ ] i\n  > j\n\n:::hint\n```text\n";
    assert_eq!(
        rules(body(text)),
        [
            Rule::EmptyDirective,
            Rule::AttributeSyntax,
            Rule::UnclosedDirective,
            Rule::NestedFence,
            Rule::QuestionShape,
            Rule::AttributeSyntax,
            Rule::UnclosedDirective,
            Rule::UnclosedCode
        ]
    );
    assert_eq!(rules(page("+++\ntitle = \"a")), [Rule::FrontMatter]);
}

/// Compiles a file alone.
fn compile_alone(path: &str, text: String) {
    let files = BTreeMap::from([(path.to_owned(), text.into_bytes())]);
    let _ = compile_files(files, &options());
}

/// Linear work takes sixteen times as long for a file sixteen times as long, quadratic work 256 times. What is measured is
/// processor time, which other processes hardly change, and the bound lies at the geometric mean of both.
#[test]
fn the_work_grows_with_the_length_of_a_file_and_not_with_its_square() {
    const SHORT: usize = 8 * 1024;
    let time = |path: &str, text: String| {
        let start = ThreadTime::now();
        compile_alone(path, text);
        start.elapsed().as_secs_f64()
    };
    // What is made once, such as the syntaxes of the highlighter, is made before.
    compile_alone(CLIENT, format!("{FRONT}```python\npass\n```\n"));
    for (path, (name, shape)) in hostile::shapes() {
        let short = (0..3)
            .map(|_| time(path, shape(SHORT)))
            .fold(f64::INFINITY, f64::min);
        let long = time(path, shape(16 * SHORT));
        assert!(
            long < 64.0 * short.max(0.000_5),
            "{name}: {SHORT} bytes take {short} s, sixteen times as many {long} s"
        );
    }
}

/// Pieces that mean something to the compiler, and some that mean something to what it is made of.
const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "  ",
    "    ",
    "\n",
    "\n\n",
    "\t",
    "\r\n",
    "é",
    "\u{200b}",
    "🙂",
    "1",
    "5 ms",
    "\\",
    "\"",
    "'",
    "-",
    "--",
    "...",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "```text\n",
    "```python\n",
    "$",
    "$$",
    "\\frac",
    "{",
    "}",
    "[",
    "]",
    "(",
    ")",
    "![",
    "](",
    "](/media/queue.svg)",
    "](#try-it)",
    "](/concepts/basics/queues/)",
    "[^",
    "[^book]",
    "[^a]: ",
    "[[",
    "]]",
    "|",
    "|-|-|\n",
    "<",
    ">",
    "<b>",
    "<!--",
    "-->",
    "&amp;",
    "http://a.b",
    "https://a.b/c",
    "www.a.b",
    "a@b.c",
    "- ",
    "1. ",
    "- [ ] ",
    "- [x] ",
    "> ",
    "# ",
    "## ",
    "### ",
    "====\n",
    "---\n",
    ":",
    "::",
    ":::",
    "::::",
    ":::note\n",
    ":::hint\n",
    ":::explain\n",
    ":::answer\n",
    ":::\n",
    "::::\n",
    "::::question{#a type=\"single\"}\n",
    "::::question{#a type=\"multiple\" objective=\"b\"}\n",
    "::::question{#a type=\"order\"}\n",
    "::::question{#a type=\"match\"}\n",
    "::::question{#a type=\"cloze\"}\n",
    "::::question{#a type=\"numeric\" answer=\"1\" tolerance=\"5%\"}\n",
    "::::question{#a type=\"recall\"}\n",
    ":::diagram{#a title=\"b\"}\n",
    "a -> b: c\n",
    "b --> a\n",
    "b: c\n",
    " => ",
    "[[a|b]]",
    "{#a}",
    "{a=\"b\"}",
    ":num{",
    ":num{sim=\"shop/v0-till#rush\" metric=\"latency_ms.p50\"}",
    ":claim",
    ":::claim{sim=\"shop/v0-till\" metric=\"latency_ms.p50\" is=\"< 200\"}\n",
    ":::lab{sim=\"shop/v0-till#rush\"}\n",
    ":::predict{#a sim=\"shop/v0-till\" metric=\"latency_ms.p50\" tolerance=\"5%\"}\n",
    "+++\n",
    "a = 1\n",
    "title = ",
    "\"b\"",
    "summary = ",
    "sources = [",
    "{ id = ",
    "]\n",
    "[a]\n",
    "[[a]]\n",
    "\"\"\"",
    "'''",
    "2026-11-23",
    "# comment\n",
];

/// Text made of those pieces.
fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        9 => prop::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..80).prop_map(|pieces| pieces.concat())
}

/// A change to a text: what to put where, and how much to take away or to repeat.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, String)> {
    (any::<prop::sample::Index>(), 0..60_usize, text())
}

fn changed(original: &str, changes: Vec<(prop::sample::Index, usize, String)>) -> String {
    let mut text = original.to_owned();
    for (index, length, piece) in changes {
        let boundaries: Vec<usize> = (0..=text.len())
            .filter(|at| text.is_char_boundary(*at))
            .collect();
        let start = index.index(boundaries.len());
        let end = boundaries[(start + length).min(boundaries.len() - 1)];
        text.replace_range(boundaries[start]..end, &piece);
    }
    text
}

/// Every place that is reported is in its file, and can be shown.
fn check(diagnostics: Diagnostics, file: &str, text: &str) {
    for found in diagnostics.into_sorted() {
        let shown = found.to_string();
        assert!(shown.contains(found.rule.id()));
        if found.file.ends_with(file) && found.rule != Rule::InvalidText {
            let line = text
                .split('\n')
                .nth(found.line - 1)
                .expect("a line of the file");
            assert!(found.column <= line.chars().count() + 1, "{shown}");
        }
    }
}

proptest! {
    #[test]
    fn any_bytes_are_a_page_or_errors(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        page(bytes.clone());
        page([FRONT.as_bytes(), &bytes].concat());
    }

    #[test]
    fn any_text_is_a_page_or_errors(text in text()) {
        let whole = format!("{FRONT}{text}");
        check(body(&text), CLIENT, &whole);
        check(page(text.clone()), CLIENT, &text);
    }

    #[test]
    fn any_front_matter_is_read_or_errors(text in text()) {
        let whole = format!("+++\n{text}\n+++\nA page.\n");
        check(page(whole.clone()), CLIENT, &whole);
    }

    #[test]
    fn any_change_to_a_sound_site_is_a_site_or_errors(
        file in prop::sample::select(&[
            "concepts/basics/queues.md", "concepts/basics/caches.md", "templates/shop/v0-till.md", "home.md", "categories.toml",
        ][..]),
        changes in prop::collection::vec(change(), 1..4),
    ) {
        let mut files = sound_site();
        let text = changed(std::str::from_utf8(&files[file]).unwrap(), changes);
        files.insert(file.to_owned(), text.clone().into_bytes());
        check(reported(files), file, &text);
    }

    /// Only read and drawn: how long a run takes is the scenario's own affair.
    #[test]
    fn any_change_to_a_scenario_is_a_scenario_or_errors(changes in prop::collection::vec(change(), 1..4)) {
        let file = "templates/shop/v0-till.toml";
        let mut files = sound_site();
        let text = changed(std::str::from_utf8(&files[file]).unwrap(), changes);
        files.insert(file.to_owned(), text.clone().into_bytes());
        let drawn = format!("{FRONT}:::diagram{{#a sim=\"shop/v0-till\" title=\"b\"}}\n:::\n");
        files.insert(CLIENT.to_owned(), drawn.into_bytes());
        files.remove("templates/shop/v0-till.md");
        check(reported(files), file, &text);
    }
}
