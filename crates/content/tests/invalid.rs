//! Every rule has a change to the sound site that breaks it and nothing else, and a message that says so exactly.
#![cfg(feature = "compile")]

mod common;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use common::{Files, options, sound_site};
use headroom_content::compile::{Diagnostics, Rule, compile_files};

const HOME: &str = "home.md";
const CACHES: &str = "concepts/basics/caches.md";
const QUEUES: &str = "concepts/basics/queues.md";
const CLIENT: &str = "components/client.md";
const BASICS: &str = "assessments/basics.md";
const LISTED: &str = "assessments/listed.md";
const SOLD_OUT: &str = "case-studies/sold-out.md";
const WAITING: &str = "glossary/waiting.toml";
const PATH: &str = "paths/first.md";
const TILL: &str = "templates/shop/v0-till.md";
const SCENARIO: &str = "templates/shop/v0-till.toml";

/// A change to a file of the sound site.
enum Edit {
    Replace(&'static str, &'static str, &'static str),
    Write(&'static str, &'static str),
    Remove(&'static str),
}

use Edit::{Remove, Replace, Write as Create};

impl Edit {
    fn apply(&self, files: &mut Files) {
        match self {
            Replace(file, from, to) => {
                let text = String::from_utf8(files[*file].clone()).expect("a text");
                assert_eq!(
                    text.matches(from).count(),
                    1,
                    "{file} holds this once: {from}"
                );
                files.insert((*file).to_owned(), text.replace(from, to).into_bytes());
            }
            Create(file, text) => {
                files.insert((*file).to_owned(), text.as_bytes().to_vec());
            }
            Remove(file) => {
                files.remove(*file).expect("a file");
            }
        }
    }
}

/// What breaks a rule.
#[expect(clippy::too_many_lines, reason = "one arm a rule")]
fn edits(rule: Rule) -> Vec<Edit> {
    let one = |edit| vec![edit];
    match rule {
        Rule::InvalidText => one(Replace(CLIENT, "sends requests", "sends\0 requests")),
        Rule::UnexpectedFile => one(Create("notes.txt", "to do")),
        Rule::MissingFile => one(Remove("categories.toml")),
        Rule::FrontMatter => one(Replace(HOME, "\"Fixture\"", "Fixture")),
        Rule::UnknownKey => one(Replace(CACHES, "level =", "levle = 1\nlevel =")),
        Rule::MissingKey => one(Replace(CACHES, "reviewed = 2026-11-23\n", "")),
        Rule::WrongValue => one(Replace(CACHES, "\"beginner\"", "\"beginer\"")),
        Rule::WrongPlace => one(Replace(CACHES, "id = \"caches\"", "id = \"cache\"")),
        Rule::RawHtml => one(Replace(CACHES, "By key.", "By key. <!-- or not -->")),
        Rule::TooDeep => one(Replace(
            CACHES,
            "By key.",
            "> > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > > By key.",
        )),
        Rule::UnknownDirective => one(Replace(QUEUES, ":::note{", ":::notes{")),
        Rule::MisplacedDirective => one(Replace(CACHES, "By key.", ":::hint\nBy key.\n:::")),
        Rule::UnclosedDirective => one(Replace(CACHES, "By key.", ":::tip\nBy key.")),
        Rule::StrayFence => one(Replace(CACHES, "By key.", "By key.\n\n:::")),
        Rule::NestedFence => vec![
            Replace(CACHES, "::::question", ":::question"),
            Replace(CACHES, "\n::::\n", "\n:::\n"),
        ],
        Rule::EmptyDirective => one(Replace(QUEUES, "With a paragraph in it.\n", "")),
        Rule::AttributeSyntax => one(Replace(QUEUES, "title=\"A box\"", "title='A box'")),
        Rule::UnknownAttribute => one(Replace(QUEUES, "title=\"A box\"", "titel=\"A box\"")),
        Rule::MissingAttribute => one(Replace(QUEUES, " title=\"Life of a request\"", "")),
        Rule::WrongAttribute => one(Replace(QUEUES, "\"5%\"", "\"5 percent\"")),
        Rule::UnclosedCode => one(Replace(
            CLIENT,
            "requests.\n",
            "requests.\n\n```text\nGET /",
        )),
        Rule::UnknownLanguage => one(Replace(QUEUES, "```python", "```pyhton")),
        Rule::Maths => one(Replace(QUEUES, "\\frac{\\rho}", "\\frca{\\rho}")),
        Rule::DeadLink => one(Replace(QUEUES, "/caches/#overview", "/cahces/#overview")),
        Rule::DeadAnchor => one(Replace(QUEUES, "(#try-it)", "(#tri-it)")),
        Rule::LinkScheme => one(Replace(QUEUES, "(#try-it)", "(http://example.org/)")),
        Rule::MissingAlt => one(Replace(QUEUES, "![A queue with two places]", "![]")),
        Rule::MissingImage => one(Replace(QUEUES, "queue.svg", "queues.svg")),
        Rule::HeadingLevel => one(Replace(CACHES, "By key.", "#### By key")),
        Rule::DuplicateId => one(Replace(CACHES, "By key.", "### Overview\n\nBy key.")),
        Rule::FootnoteText => one(Replace(CACHES, "By key.", "By key.\n\n[^1]: Or by value.")),
        Rule::UnknownSource => one(Replace(QUEUES, "[^book]", "[^boook]")),
        Rule::UnknownObjective => one(Replace(
            QUEUES,
            "#queue-bound type=\"single\" objective=\"wait\"",
            "#queue-bound type=\"single\" objective=\"weight\"",
        )),
        Rule::UnknownQuestion => one(Replace(LISTED, "\"cache-keep\"", "\"cache-kept\"")),
        Rule::ShortBank => one(Replace(
            BASICS,
            "objective = \"caches/keep\"\ncount = 1",
            "objective = \"caches/keep\"\ncount = 2",
        )),
        Rule::UnknownConcept => one(Replace(QUEUES, "s = [\"caches\"]", "s = [\"cahces\"]")),
        Rule::UnknownTerm => one(Replace(WAITING, "\"server\"]", "\"sevrer\"]")),
        Rule::PrerequisiteCycle => one(Replace(
            CACHES,
            "objectives =",
            "prerequisites = [\"queues\"]\nobjectives =",
        )),
        Rule::UnknownCategory => one(Replace("categories.toml", "\"basics\"", "\"basis\"")),
        Rule::UnknownKind => vec![Remove(CLIENT), Create("components/cleint.md", CLEINT)],
        Rule::UnknownSim => one(Replace(
            TILL,
            "topology sim=\"shop/v0-till",
            "topology sim=\"shop/v0-tlil",
        )),
        Rule::UnknownPreset => one(Replace(
            TILL,
            ":lab{sim=\"shop/v0-till#rush\" watch=\"latency_ms.p99, requests.completed\"}",
            ":lab{sim=\"shop/v0-till#rash\"}",
        )),
        Rule::UnknownMetric => one(Replace(
            TILL,
            "latency_ms.p50\" unit",
            "latency_ms.p5\" unit",
        )),
        Rule::Scenario => one(Replace(SCENARIO, "\"100ms\"", "\"100\"")),
        Rule::FalseClaim => one(Replace(TILL, "\"90..110\"", "\"< 90\"")),
        Rule::QuestionShape => one(Replace(QUEUES, "- [x] The length", "- [ ] The length")),
        Rule::DiagramSyntax => one(Replace(
            QUEUES,
            "Arriving -> Served: server idle",
            "Arriving and Served",
        )),
        Rule::Anatomy => one(Replace(
            CACHES,
            "## Case study\n\nNone is needed here.\n\n",
            "",
        )),
        Rule::MissingReason => one(Replace(CACHES, "  > A price paid is gone.\n", "")),
        Rule::LongestRight => one(Replace(
            CACHES,
            "What is asked often\n  >",
            "What is asked often, by key\n  >",
        )),
        Rule::AllOfTheAbove => one(Replace(
            CACHES,
            "What was expensive to buy",
            "All of the other options",
        )),
        Rule::UntestedObjective => one(Replace(
            CACHES,
            "text = \"Say what to keep\" }",
            "text = \"Say what to keep\" }, { id = \"drop\", text = \"Say what to drop\" }",
        )),
        Rule::UnsourcedFigure => one(Replace(CACHES, "By key.", "By key, in less than 5 ms.")),
        Rule::OrphanConcept => vec![
            Replace(HOME, "[queues](/concepts/basics/queues/)", "queues"),
            Replace(CACHES, "[queues](/concepts/basics/queues/)", "queues"),
            Replace(SOLD_OUT, "[\"queues\"]", "[\"caches\"]"),
        ],
        Rule::Unshown => one(Replace(TILL, "concepts = [\"queues\", \"caches\"]\n", "")),
        Rule::Misspelt => one(Replace(CACHES, "By key.", "By key, seperately.")),
        Rule::Foretold => one(Replace(TILL, HALF_BUSY, FORETOLD)),
        Rule::OtherExperiment => one(Replace(
            TILL,
            "{#till-rush sim=\"shop/v0-till#rush\"",
            "{#till-rush sim=\"shop/v0-till\"",
        )),
        Rule::ToWrite => one(Replace(CACHES, "By key.", "By key. TODO: by which?")),
        Rule::ThinTemplate => one(Replace(TILL, "## What breaks first", "## Weak points")),
    }
}

const CLEINT: &str = "+++\ntitle = \"Client\"\nsummary = \"Where requests come from, and who waits for their answers.\"\n+++\n\nA client sends requests.\n";

const HALF_BUSY: &str = "the till is busy half of the time[^own].";
const FORETOLD: &str = "the till is busy half of the time[^own]; at eight one in a hundred takes :num{sim=\"shop/v0-till#rush\" metric=\"latency_ms.p99\" unit=\"ms\"}.";

/// What the sound site reports once it has been changed.
fn reported(edits: &[Edit]) -> Diagnostics {
    let mut files = sound_site();
    for edit in edits {
        edit.apply(&mut files);
    }
    match compile_files(files, &options()) {
        Ok(compiled) => compiled.lints,
        Err(diagnostics) => diagnostics,
    }
}

#[test]
fn a_site_that_breaks_one_rule_is_told_of_it_and_of_nothing_else() {
    let mut catalogue = String::new();
    let mut others = Vec::new();
    for rule in Rule::ALL {
        let diagnostics = reported(&edits(*rule)).into_sorted();
        let rules: BTreeSet<Rule> = diagnostics.iter().map(|found| found.rule).collect();
        if rules != BTreeSet::from([*rule]) {
            others.push((*rule, rules));
        }
        for diagnostic in diagnostics {
            writeln!(catalogue, "{diagnostic}\n").unwrap();
        }
    }
    assert!(
        others.is_empty(),
        "not exactly their rule: {others:?}\n{catalogue}"
    );
    insta::assert_snapshot!("messages", catalogue);
}

#[test]
fn a_chart_that_a_brief_lab_does_not_have_is_named_beside_the_nearest_that_it_has() {
    let edit = Replace(HOME, "latency, throughput", "latency, thruput");
    let found = reported(&[edit]).into_sorted();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "error[wrong-attribute]: shop/v0-till#rush fills no chart `thruput`\n \
             --> site/home.md:8:49\n  |\n\
             8 | :::lab{sim=\"shop/v0-till#rush\" charts=\"latency, thruput\"}\n  \
             |                                                 ^^^^^^^\n  \
             = help: did you mean `throughput`?"
        ]
    );
}

#[test]
fn an_assessment_is_told_of_everything_that_is_not_there() {
    let edits = [
        Replace(BASICS, "category = \"basics\"", "category = \"basis\""),
        Replace(BASICS, "caches/keep", "caches/kepe"),
        Replace(BASICS, "pause = false", "pause = 0"),
        Replace(BASICS, "templates = 1", "templates = 0"),
        Replace(
            LISTED,
            "\"queue-bound\"]",
            "\"till-rush\", \"cache-keep\"]\n[[draw]]\ncount = 101\ntype = \"tune\"",
        ),
        Create("assessments/own.md", OWN),
    ];
    let found = reported(&edits).into_sorted();
    let told: Vec<String> = found
        .iter()
        .map(|found| {
            format!(
                "{}:{}:{} {}: {}",
                found.file,
                found.line,
                found.column,
                found.rule.id(),
                found.message
            )
        })
        .collect();
    insta::assert_snapshot!(told.join("\n"));
}

#[test]
fn a_concept_that_no_other_page_leads_to_is_told_so() {
    let found = reported(&[
        Replace(HOME, "[caches](/concepts/basics/caches/)", "caches"),
        Replace(
            QUEUES,
            "[cannot be cached](/concepts/basics/caches/#overview)",
            "cannot be cached",
        ),
        Replace(QUEUES, "prerequisites = [\"caches\"]\n", ""),
        Replace(QUEUES, "related = { builds-on = [\"caches\"] }\n", ""),
        Replace(TILL, ", \"caches\"]", "]"),
    ]);
    let found: Vec<(Rule, String)> = (found.into_sorted().into_iter())
        .map(|found| (found.rule, found.message))
        .collect();
    assert_eq!(
        found,
        [
            (
                Rule::OrphanConcept,
                "no other page links to the concept `caches`".to_owned()
            ),
            (Rule::Unshown, "no template shows this concept".to_owned()),
        ]
    );
}

#[test]
fn a_prediction_is_given_away_by_a_claim_before_it_and_not_by_what_is_said_after_it_or_of_another_figure()
 {
    let claim = |metric: &str| {
        format!(":::claim{{sim=\"shop/v0-till#rush\" metric=\"{metric}\" is=\"> 1\"}}\n:::\n\n")
    };
    let found = |before: &str, after: &str| {
        let mut files = sound_site();
        let text = String::from_utf8(files[TILL].clone()).expect("a text");
        let text = text
            .replace("## Architecture", &format!("{before}## Architecture"))
            .replace(
                "## What breaks first",
                &format!("{after}## What breaks first"),
            );
        files.insert(TILL.to_owned(), text.into_bytes());
        let lints = compile_files(files, &options()).expect("no errors").lints;
        let rules = lints.into_sorted().into_iter().map(|found| found.rule);
        rules.collect::<Vec<Rule>>()
    };
    let p99 = claim("latency_ms.p99");
    assert_eq!(found(&p99, ""), [Rule::Foretold]);
    assert!(found("", &p99).is_empty());
    assert!(found(&claim("latency_ms.p50"), "").is_empty());
}

#[test]
fn a_case_study_is_told_of_everything_that_is_wrong_with_it() {
    let found: Vec<String> = [
        vec![
            Replace(SOLD_OUT, "organisation = \"The shop\"\n", ""),
            Replace(SOLD_OUT, "2018-10-21", "18"),
            Replace(SOLD_OUT, "\"outage\"", "\"outrage\""),
            Replace(SOLD_OUT, "[\"queues\"]", "[]"),
            Replace(SOLD_OUT, "shop/v0-till\"]", "shop/v0-tlil\"]"),
            Replace(SOLD_OUT, "What happened |", "Event |"),
            Replace(SOLD_OUT, "\n## Lessons\n", "\n## Lesson\n"),
            Replace(SOLD_OUT, "\"single\"", "\"single\" objective=\"wait\""),
        ],
        vec![
            Replace(SOLD_OUT, "concepts = [\"queues\"]\n", ""),
            Replace(SOLD_OUT, "sources = [{ id = \"notice\", title = \"A notice on the door\", url = \"https://example.org/notice\" }]\n", ""),
            Replace(SOLD_OUT, "[^notice]", ""),
            Replace(SOLD_OUT, "## Timeline", "## Mechanism"),
            Replace(SOLD_OUT, "## Mechanism\n\nWork", "## Timeline {#when}\n\nWork"),
        ],
    ]
    .iter()
    .flat_map(|edits| reported(edits).into_sorted())
    .map(|found| found.to_string())
    .collect();
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn a_path_is_told_of_every_step_that_leads_nowhere_or_says_too_little() {
    let edits = [
        Replace(PATH, "stage = \"Before tea\"\n", ""),
        Replace(PATH, "caches/#overview", "caches/#overviev"),
        Replace(PATH, "/basics/queues/", "/basics/quues/"),
        Replace(PATH, "minutes = 90", "minutes = 0\nmin = 5"),
        Replace(
            PATH,
            "to = \"/labs/rush/\"\nwhy = \"See it wait.\"",
            "to = \"https://example.org/\"",
        ),
        Replace(
            PATH,
            "to = \"/assessments/listed/\"",
            "stage = \"After tea\"\nto = \"/playground/\"",
        ),
    ];
    let found = reported(&edits).into_sorted();
    let told: Vec<String> = found.iter().map(ToString::to_string).collect();
    insta::assert_snapshot!(told.join("\n\n"));
}

const OWN: &str = "+++\ntitle = \"Own\"\nsummary = \"An assessment in the place of the page that readers build theirs on.\"\nquestions = [\"cache-keep\"]\n+++\n";

#[test]
fn a_glossary_is_told_of_everything_that_is_wrong_with_it() {
    let found = reported(&[
        Replace(WAITING, "\"waiting time\"", "\" waiting time\""),
        Replace(WAITING, "/queues/#overview", "/queues/#overveiw"),
        Replace(WAITING, "name = \"FIFO\"", "name = \"Till\""),
        Replace(
            WAITING,
            "Whoever came first is served first, as at a [till](/templates/shop/v0-till/).",
            "Served first.",
        ),
        Replace(
            WAITING,
            "one or more of them at a time",
            "each in 20 ms, as was found[^book]",
        ),
        Replace(WAITING, "linked = false", "linked = 0"),
        Replace(
            WAITING,
            "id = \"till\"",
            "id = \"wait\"\nsee = \"/concepts/basics/tills/\"\nnote = 1",
        ),
        Replace(
            WAITING,
            "Where customers pay: a server",
            "- Where customers pay: a server",
        ),
        Replace(TILL, "[\"till\"]", "[\"tills\"]"),
    ]);
    let found: Vec<String> = found
        .into_sorted()
        .iter()
        .map(ToString::to_string)
        .collect();
    insta::assert_snapshot!(found.join("\n\n"));
}

#[test]
fn mistakes_in_several_files_are_all_named_in_one_run() {
    let broken = [
        Rule::MissingKey,
        Rule::UnknownLanguage,
        Rule::DeadAnchor,
        Rule::UnclosedCode,
        Rule::Scenario,
        Rule::UnexpectedFile,
        Rule::UnsourcedFigure,
    ];
    let edits: Vec<Edit> = broken.into_iter().flat_map(edits).collect();
    let found = reported(&edits).into_sorted();
    let places: Vec<(&str, &str, usize)> = found
        .iter()
        .map(|found| (found.file.as_str(), found.rule.id(), found.line))
        .collect();
    insta::assert_debug_snapshot!(places);
    let rules: BTreeSet<Rule> = found.iter().map(|found| found.rule).collect();
    assert_eq!(rules, BTreeSet::from(broken));
}
