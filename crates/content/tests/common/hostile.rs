//! Pages that try to make a compiler work or recurse without bound. Each takes the length it shall have, in bytes.

use std::fmt::Write as _;

pub type Shape = (&'static str, fn(usize) -> String);

/// Repeats a piece of text.
macro_rules! repeated {
    ($($name:literal $piece:expr),+ $(,)?) => {
        &[$(($name, |size| body(&repeat($piece, size)))),+]
    };
}

/// One piece of Markdown over and over.
const REPEATED: &[Shape] = repeated![
    "words on one line" "word ",
    "short lines" "a\n",
    "empty lines" "\n",
    "tabs" "\t",
    "no-break spaces" "\u{a0}",
    "hard breaks" "a\\\n",
    "quotation marks" "\"a 'b ",
    "dashes" "---",
    "dots" "...",
    "backslashes" "\\",
    "entities" "&amp;&#1;&x;",
    "quotes" ">",
    "quotes with spaces" "> ",
    "quotes and lists" "> - ",
    "quoted lines" "> a\n",
    "bullets" "- ",
    "numbers" "1. ",
    "bullet lines" "- a\n",
    "loose bullet lines" "- a\n\n",
    "numbered lines" "1. a\n",
    "changing bullets" "- a\n* a\n+ a\n",
    "tasks" "- [ ] a\n",
    "emphasis opened" "*a ",
    "strong emphasis opened" "**a ",
    "mixed emphasis" "*a **b _c __d ",
    "emphasis closed" "a* ",
    "emphasis touching" "a**b*c",
    "underscores" "_a_b",
    "strikethrough" "~~a ~b ",
    "stars" "*",
    "code opened" "`a ",
    "code opened twice" "``a `b ",
    "html opened" "<a ",
    "html attributes" "<a b='",
    "html comments" "<!--",
    "html comment tails" "<!-- a -- ",
    "html declarations" "<!A ",
    "html instructions" "<?",
    "html sections" "<![CDATA[",
    "angle brackets" "<",
    "brackets opened" "[",
    "brackets closed" "]",
    "images opened" "![",
    "link targets opened" "[a](",
    "pointed link targets opened" "[a](<b",
    "link titles opened" "[a](b \"",
    "links within links" "[a[b](c)",
    "dead links" "[a](/b/) ",
    "dead anchors" "[a](#b) ",
    "images" "![a](/media/b.svg) ",
    "references" "[a] ",
    "full references" "[a][b] ",
    "reference definitions" "[a]: /b/\n",
    "citations opened" "[^",
    "citations" "[^a] ",
    "footnotes" "[^a]: b\n\n",
    "addresses" "a@b.c ",
    "address starts" "a@",
    "address dots" "a.",
    "web addresses" "https://a.b/ ",
    "web address starts" "https://",
    "web address brackets" "https://a.b/(((",
    "www" "www.a.",
    "dollars" "$",
    "maths opened" "$a ",
    "display maths opened" "$$a ",
    "maths" "$a$ ",
    "fractions" "$\\frac{a}{b}$ ",
    "same headings" "## a\n",
    "setext headings" "a\n-\n",
    "rules" "***\n",
    "bars" "|",
    "table heads" "|a|\n|-|\n",
    "table rows" "a|b\n-|-\n",
    "fences" "```text\n",
    "tilde fences" "~~~ text\n",
    "colons" ":",
    "closing fences" ":::\n",
    "boxes opened" ":::note\n",
    "boxes opened longer and longer" ":::note\n::::note\n:::::note\n",
    "headings in boxes" ":::note\n## a\n",
    "unknown directives" ":::a\nb\n:::\n",
    "indented directives" " :::note\n",
    "attribute braces" ":::note{",
    "questions opened" "::::question{#a type=\"single\"}\n",
    "inline directives" ":a{ ",
    "numbers opened" ":num{",
    "numbers with quotes opened" ":num{a=\"",
    "numbers without attributes" ":num{} ",
    "numbers of no run" ":num{sim=\"a/b\" metric=\"c\"} ",
    "blanks outside" "[[a]] ",
    "figures" "5 ms ",
    "digits" "1,",
    "json" "```json\n{\"a\": [1, 2]}\n```\n",
    "claims" ":::claim{sim=\"a/b\" metric=\"c\" is=\"< 1\"}\n:::\n",
    "labs" ":::lab{#a sim=\"a/b#c\" watch=\"d, e\"}\nf\n:::\n",
];

/// What takes more than one piece.
const COMPOSED: &[Shape] = &[
    ("one line without a break", |size| body(&"a".repeat(size))),
    ("lazy lines", |size| {
        body(&format!("{}a\n{}", repeat("> ", 100), repeat("a\n", size)))
    }),
    ("deep quotes in many lines", |size| {
        body(&repeat(&format!("{}a\n", "> ".repeat(1000)), size))
    }),
    ("indented lists", |size| {
        let mut text = String::new();
        let mut depth = 0;
        while text.len() < size {
            let _ = writeln!(text, "{}- a", "  ".repeat(depth));
            depth += 1;
        }
        body(&text)
    }),
    ("emphasis nested", |size| {
        body(&format!(
            "{}a{}",
            repeat("*a **b ", size / 2),
            repeat("b** a*", size / 2)
        ))
    }),
    ("brackets nested", |size| {
        body(&format!(
            "{}a{}",
            "[".repeat(size / 2),
            "]".repeat(size / 2)
        ))
    }),
    ("images nested", |size| {
        body(&format!(
            "{}a{}",
            repeat("![", size / 4),
            repeat("](b)", size / 2)
        ))
    }),
    ("code of every length", |size| {
        let mut text = String::new();
        let mut length = 1;
        while text.len() < size {
            text.push_str(&"`".repeat(length));
            text.push('a');
            length += 1;
        }
        body(&text)
    }),
    ("a wide table", |size| {
        let half = repeat("|a", size / 2);
        body(&format!("{half}\n{}\n", repeat("|-", half.len())))
    }),
    ("a wide table with short rows", |size| {
        let third = repeat("|a", size / 4);
        let rows = repeat("|b\n", size / 2);
        body(&format!("{third}\n{}\n{rows}", repeat("|-", third.len())))
    }),
    ("a long table", |size| {
        body(&format!("|a|b|\n|-|-|\n{}", repeat("|1 ms|c|\n", size)))
    }),
    ("distinct headings", |size| {
        body(&counted(size, |n| format!("## a{n}\n")))
    }),
    ("distinct references", |size| {
        body(&counted(size, |n| format!("[a{n}]: /b{n}/\n\n[a{n}]\n\n")))
    }),
    ("distinct citations", |size| {
        body(&counted(size, |n| format!("[^a{n}] ")))
    }),
    ("distinct footnotes", |size| {
        body(&counted(size, |n| format!("[^a{n}]: b\n\n[^a{n}]\n\n")))
    }),
    ("distinct inline directives", |size| {
        body(&counted(size, |n| format!(":{}{{ ", letters(n))))
    }),
    ("distinct boxes", |size| {
        body(&counted(size, |n| {
            format!(":::note{{title=\"a{n}\"}}\nb\n:::\n")
        }))
    }),
    ("attributes", |size| {
        let attributes = counted(size, |n| format!("{}=\"b\" ", letters(n)));
        body(&format!(":::note{{{attributes}}}\na\n:::\n"))
    }),
    ("the same attribute", |size| {
        body(&format!(
            ":::note{{{}}}\na\n:::\n",
            repeat("a=\"b\" ", size)
        ))
    }),
    ("maths nested", |size| {
        body(&format!("$a{}$", "{".repeat(size)))
    }),
    ("maths with fractions nested", |size| {
        body(&format!("${}$", repeat("\\frac{", size)))
    }),
    ("long maths", |size| {
        body(&repeat(&format!("${}$ ", "x^2 + ".repeat(600)), size))
    }),
    ("options", |size| {
        question("single", &repeat("- [ ] a\n  > b\n", size))
    }),
    ("options right and wrong", |size| {
        question("multiple", &repeat("- [x] a\n", size))
    }),
    ("items", |size| question("order", &repeat("1. a\n", size))),
    ("pairs", |size| {
        question("match", &repeat("- a => b\n", size))
    }),
    ("blanks", |size| {
        question("cloze", &format!("> {}\n\n1. b\n", repeat("[[a]] ", size)))
    }),
    ("blanks and reasons", |size| {
        let reasons = repeat("1. b\n", size / 2);
        question(
            "cloze",
            &format!("> {}\n\n{reasons}", repeat("[[a]] ", size / 2)),
        )
    }),
    ("blanks opened", |size| {
        question("cloze", &format!("> {}\n\n1. b\n", "[".repeat(size)))
    }),
    ("hints", |size| {
        question("single", &repeat(":::hint\na\n:::\n", size))
    }),
    ("diagrams", |size| {
        let mut lines = String::new();
        for node in 0..29 {
            let _ = writeln!(lines, "{node} -> {}: a", node + 1);
        }
        for node in 1..29 {
            let _ = writeln!(lines, "0 -> {node}\n{node} -> 29");
        }
        let lines: String = lines
            .lines()
            .take(60)
            .fold(String::new(), |all, line| all + line + "\n");
        body(&counted(size, |n| {
            format!(":::diagram{{#a{n} title=\"b\"}}\n{lines}:::\n")
        }))
    }),
    ("diagram lines", |size| {
        body(&format!(
            ":::diagram{{#a title=\"b\"}}\n{}:::\n",
            repeat("a -> b\n", size)
        ))
    }),
    ("python", |size| {
        code(
            "python",
            "def f(a=\"b\"): return [c for c in a if c]\n",
            size,
        )
    }),
    ("python brackets", |size| {
        code("python", "((((((((((((((((((((\n", size)
    }),
    ("javascript", |size| {
        code(
            "javascript",
            "const f = async (a) => `b ${c} d`; /e/g.test(f)\n",
            size,
        )
    }),
    ("javascript on long lines", |size| {
        code("javascript", &(repeat("a(`${", 900) + "\n"), size)
    }),
    ("rust", |size| {
        code(
            "rust",
            "fn f<'a>(b: &'a str) -> Vec<u8> { r#\"c\"# }\n",
            size,
        )
    }),
    ("yaml", |size| code("yaml", "a: [b, {c: d}] # e\n", size)),
    ("yaml on long lines", |size| {
        code("yaml", &(repeat("a: ", 900) + "\n"), size)
    }),
    ("sql", |size| {
        code("sql", "SELECT a, 'b' FROM c WHERE d = 1; -- e\n", size)
    }),
    ("bash", |size| {
        code("bash", "for a in $(b \"${c}\"); do d; done\n", size)
    }),
    ("go", |size| {
        code(
            "go",
            "func f(a map[string]int) (b error) { return nil }\n",
            size,
        )
    }),
    ("java", |size| {
        code(
            "java",
            "public static void f(List<String> a) throws B { }\n",
            size,
        )
    }),
    ("no front matter", |size| repeat("a ", size)),
    ("front matter opened", |size| {
        format!("+++\n{}", repeat("a = 1\n", size))
    }),
    ("front matter fences", |size| repeat("+++\n", size)),
    ("keys", |size| {
        front(&counted(size, |n| format!("a{n} = 1\n")))
    }),
    ("the same key", |size| front(&repeat("a = 1\n", size))),
    ("keys nested", |size| {
        front(&format!("{}a = 1\n", repeat("a.", size)))
    }),
    ("tables nested", |size| {
        front(&format!("[{}a]\n", repeat("a.", size)))
    }),
    ("tables", |size| {
        front(&counted(size, |n| format!("[a{n}]\n")))
    }),
    ("lists of tables", |size| {
        front(&repeat("[[sources]]\n", size))
    }),
    ("lists nested", |size| {
        front(&format!("a = {}", "[".repeat(size)))
    }),
    ("inline tables nested", |size| {
        front(&format!("a = {}", repeat("{a=", size)))
    }),
    ("texts opened", |size| front(&repeat("a = \"\n", size))),
    ("long texts opened", |size| {
        front(&format!("a = \"\"\"{}", repeat("b\n", size)))
    }),
    ("numbers in front matter", |size| {
        front(&format!("a = {}\n", "1".repeat(size)))
    }),
    ("sources and citations", |size| {
        let sources = counted(size / 2, |n| {
            format!("[[sources]]\nid = \"a{n}\"\ntitle = \"b\"\nurl = \"https://c\"\n")
        });
        let citations = counted(size / 2, |n| format!("[^a{n}] "));
        format!("+++\n{FRONT}{sources}+++\n{citations}")
    }),
];

/// Scenario files of that kind.
const SCENARIOS: &[Shape] = &[
    ("scenario keys", |size| {
        scenario(&counted(size, |n| format!("a{n} = 1\n")))
    }),
    ("scenario keys nested", |size| {
        scenario(&format!("{}a = 1\n", repeat("a.", size)))
    }),
    ("scenario lists nested", |size| {
        scenario(&format!("a = {}", "[".repeat(size)))
    }),
    ("scenario nodes", |size| {
        scenario(&counted(size, |n| {
            format!("[nodes.a{n}]\nkind = \"service\"\n")
        }))
    }),
    ("scenario chains", |size| {
        let nodes = counted(size / 2, |n| format!("[nodes.a{n}]\nkind = \"service\"\n"));
        let links = counted(size / 2, |n| format!("[links.a{n}.a{}]\n", n + 1));
        scenario(&(nodes + &links))
    }),
    ("scenario links to nowhere", |size| {
        scenario(&counted(size, |n| format!("[links.a{n}.b{n}]\n")))
    }),
    ("scenario presets", |size| {
        scenario(&counted(size, |n| {
            format!("[[preset]]\nname = \"a{n}\"\ntitle = \"b\"\nsentence = \"c\"\n")
        }))
    }),
    ("scenario expressions", |size| {
        scenario(&format!(
            "[nodes.a]\nkind = \"service\"\nservice_time = \"{}\"\n",
            repeat("exponential(", size)
        ))
    }),
];

/// Every shape of a page.
pub fn pages() -> impl Iterator<Item = &'static Shape> {
    REPEATED.iter().chain(COMPOSED)
}

/// Every shape with the path of the file that has it.
pub fn shapes() -> impl Iterator<Item = (&'static str, &'static Shape)> {
    let pages = pages().map(|shape| ("components/client.md", shape));
    pages.chain(
        SCENARIOS
            .iter()
            .map(|shape| ("templates/shop/v0.toml", shape)),
    )
}

fn scenario(text: &str) -> String {
    format!("version = 1\ntitle = \"a\"\n{text}")
}

const FRONT: &str = "title = \"Client\"\nsummary = \"Where requests come from, and who waits for their answers.\"\n";

fn front(keys: &str) -> String {
    format!("+++\n{FRONT}{keys}\n+++\nA client.\n")
}

fn body(text: &str) -> String {
    format!("+++\n{FRONT}+++\n\n{text}\n")
}

fn question(kind: &str, inner: &str) -> String {
    body(&format!(
        "::::question{{#a type=\"{kind}\"}}\nWhat?\n\n{inner}\n:::explain\nSo.\n:::\n::::\n"
    ))
}

/// Blocks of code as long as are coloured.
fn code(language: &str, line: &str, size: usize) -> String {
    body(&repeat(
        &format!("```{language}\n{}```\n", repeat(line, size.min(30_000))),
        size,
    ))
}

fn repeat(piece: &str, size: usize) -> String {
    piece.repeat((size / piece.len()).max(1))
}

fn counted(size: usize, piece: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 100);
    let mut number = 0;
    while text.len() < size {
        text.push_str(&piece(number));
        number += 1;
    }
    text
}

/// A number in lower-case letters.
fn letters(mut number: usize) -> String {
    let mut text = String::from("x");
    while number > 0 {
        text.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    text
}
