//! `headroom new` as an author sees it.

mod common;

use std::path::Path;
use std::process::{Command, Output};

use common::site;

fn headroom(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headroom"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_new_concept_is_a_page_that_lacks_only_what_is_to_be_written() {
    let folder = site("new");
    let made = headroom(&folder, &["new", "concept", "basics", "tail-latency"]);
    assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
    let checked = headroom(&folder, &["check"]);
    let said = text(&checked.stderr);
    assert_eq!(checked.status.code(), Some(0), "{said}");
    let rules: Vec<&str> = said
        .lines()
        .filter(|line| line.starts_with("lint["))
        .collect();
    assert!(rules.len() > 20, "{said}");
    let others: Vec<&&str> = rules
        .iter()
        .filter(|line| !line.starts_with("lint[to-write]: to be written: "))
        .collect();
    assert_eq!(
        others,
        [
            &"lint[orphan-concept]: no other page links to the concept `tail-latency`",
            &"lint[unshown]: no template shows this concept",
        ]
    );
}

#[test]
fn nothing_that_is_there_is_written_over_and_a_wrong_name_is_told() {
    let folder = site("new-twice");
    for (arguments, message) in [
        (
            ["basics", "queues"],
            "content/concepts/basics/queues.md is there already",
        ),
        (
            ["basic", "x"],
            "there is no category `basic`; there are basics",
        ),
        (["basics", "Tail"], "`Tail` is no name for an address"),
    ] {
        let output = headroom(
            &folder,
            &[&["new", "concept"], arguments.as_slice()].concat(),
        );
        let said = text(&output.stderr);
        assert!(said.contains(message), "{said}");
        assert_eq!(output.status.code(), Some(1));
    }
    assert_eq!(
        headroom(&folder, &["check", "--strict"]).status.code(),
        Some(0)
    );
}
