//! `headroom export` as a script sees it.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output};

fn export(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_headroom"))
        .arg("export")
        .args(arguments)
        .args(["--content", "../content/tests/fixtures/site", "--cache"])
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("export-runs"))
        .output()
        .expect("the program")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn what_a_format_cannot_hold_is_said_with_the_reason_and_fails_when_asked_to() {
    let output = export(&["gift"]);
    let said = text(&output.stderr);
    assert!(
        said.contains("left out: it is graded by runs of the simulator"),
        "{said}"
    );
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).contains("$CATEGORY: Concepts/Basics/Queues\n\n// [id:"));
    assert_eq!(export(&["gift", "--strict"]).status.code(), Some(1));
    // Nothing is left: no file, which other programs would refuse.
    let output = export(&["gift", "--question", "till-rush"]);
    let said = text(&output.stderr);
    assert!(
        said.contains("till-rush: left out:") && said.contains("there is nothing to write"),
        "{said}"
    );
    assert_eq!(
        (output.status.code(), text(&output.stdout)),
        (Some(1), String::new())
    );
}

#[test]
fn what_is_asked_for_and_is_not_there_is_named() {
    for (arguments, message) in [
        (
            ["--page", "/concepts/nothing/"],
            "there is no page `/concepts/nothing/`",
        ),
        (["--category", "nothing"], "there is no category `nothing`"),
        (
            ["--question", "nothing"],
            "there is no question `nothing` there",
        ),
        (
            ["--assessment", "nothing"],
            "there is no assessment `nothing`; there are basics, listed",
        ),
    ] {
        let output = export(&[&["anki"], arguments.as_slice()].concat());
        assert!(
            text(&output.stderr).contains(message),
            "{}",
            text(&output.stderr)
        );
        assert_eq!(output.status.code(), Some(1));
        assert_eq!(text(&output.stdout), "");
    }
}

#[test]
fn a_page_or_a_category_is_chosen_and_links_lead_to_the_site() {
    let page = text(&export(&["moodle-xml", "--page", "concepts/basics/queues"]).stdout);
    assert!(page.starts_with("<?xml") && page.ends_with("</quiz>\n"));
    assert_eq!(page.matches("<question type=\"category\">").count(), 1);
    let category = text(&export(&["moodle-xml", "--category", "basics"]).stdout);
    assert!(category.len() >= page.len());
    let studies = text(&export(&["gift", "--category", "case-studies"]).stdout);
    assert!(
        studies
            .contains("$CATEGORY: Case studies/The queue round the block\n\n// [id:sold-out-rate]")
            && studies.matches("$CATEGORY").count() == 1,
        "{studies}"
    );
    assert!(
        !category.contains("href=\"/"),
        "an address that leads nowhere"
    );
}

#[test]
fn an_assessment_is_written_in_its_own_order_and_one_that_draws_as_a_paper_for_each_seed() {
    let ids = |arguments: &[&str]| -> Vec<String> {
        let gift = text(&export(&[&["gift", "--assessment"], arguments].concat()).stdout);
        let ids = gift.split("// [id:").skip(1);
        ids.map(|rest| rest.split(']').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(ids(&["listed"]), ["cache-keep", "queue-bound"]);
    let paper = ids(&["basics"]);
    assert_eq!(ids(&["basics", "--seed", "1"]), paper);
    let papers: BTreeSet<Vec<String>> = (1..9)
        .map(|seed| ids(&["basics", "--seed", &seed.to_string()]))
        .collect();
    assert!(papers.len() > 1 && papers.iter().all(|ids| ids.len() <= 3));
}
