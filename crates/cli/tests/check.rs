//! `headroom check` as a script sees it: what it prints, and how it ends.

mod common;

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

/// A copy of the site that holds to every rule.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Self {
        Self(common::site(name))
    }

    fn replace(&self, file: &str, from: &str, to: &str) {
        let path = self.0.join("content").join(file);
        let text = fs::read_to_string(&path).expect("a text");
        assert!(text.contains(from), "{file} holds {from}");
        fs::write(path, text.replace(from, to)).expect("a file");
    }

    fn check(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_headroom"))
            .current_dir(&self.0)
            .arg("check")
            .args(arguments)
            .output()
            .expect("the program")
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_sound_site_passes_with_nothing_to_say() {
    let output = Site::new("sound").check(&["--strict"]);
    assert_eq!(text(&output.stderr), "");
    assert_eq!(text(&output.stdout), "33 pages, 0 lints\n");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn mistakes_in_several_files_are_all_printed_in_one_run_and_it_fails() {
    let site = Site::new("broken");
    site.replace(
        "home.md",
        "/concepts/basics/queues/",
        "/concepts/basics/queue/",
    );
    site.replace("concepts/basics/caches.md", "reviewed = 2026-11-23\n", "");
    site.replace("concepts/basics/queues.md", "```python", "```pyhton");
    site.replace("templates/shop/v0-till.toml", "\"100ms\"", "\"100\"");
    let output = site.check(&[]);
    let printed = text(&output.stderr);
    for place in [
        "error[dead-link]: there is no page `/concepts/basics/queue/`\n --> content/home.md:6:21",
        "error[missing-key]: the key `reviewed` is missing\n --> content/concepts/basics/caches.md:1:1",
        "error[unknown-language]: the highlighter does not know `pyhton`\n  --> content/concepts/basics/queues.md:41:1",
        "error[scenario]: `service_time`: `100` has no unit; write for instance 250ms, 30s or 10min\n  --> content/templates/shop/v0-till.toml:19:16",
    ] {
        assert!(printed.contains(place), "{place}\nis not in\n{printed}");
    }
    assert_eq!(text(&output.stdout), "4 errors, 0 lints\n");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_lint_fails_a_strict_check_only() {
    let site = Site::new("lint");
    site.replace("concepts/basics/caches.md", "By key.", "By key, in 5 ms.");
    assert_eq!(site.check(&[]).status.code(), Some(0));
    let output = site.check(&["--strict"]);
    assert!(text(&output.stderr).starts_with("lint[unsourced-figure]: who says `5 ms`?"));
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_check_of_the_teaching_shows_its_lints_only_and_fails_on_them() {
    let site = Site::new("teaching");
    assert_eq!(site.check(&["--teaching"]).status.code(), Some(0));
    site.replace("concepts/basics/caches.md", "By key.", "By key, in 5 ms.");
    let output = site.check(&["--teaching"]);
    assert!(text(&output.stderr).starts_with("lint[unsourced-figure]: who says `5 ms`?"));
    assert_eq!(text(&output.stdout), "33 pages, 1 lint\n");
    assert_eq!(output.status.code(), Some(1));
    site.replace("concepts/basics/caches.md", "\"beginner\"", "\"beginer\"");
    let output = site.check(&["--teaching"]);
    assert!(!text(&output.stderr).contains("error["));
    assert_eq!(text(&output.stdout), "1 error, 1 lint\n");
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_figure_to_watch_that_the_lab_does_not_show_is_told_with_what_to_do() {
    let site = Site::new("watched");
    site.replace(
        "templates/shop/v0-till.toml",
        "\"latency_ms.p99\", \"requests.completed\"",
        "\"latency_ms.p99\"",
    );
    let output = site.check(&[]);
    let printed = text(&output.stderr);
    let told = "the lab of `shop/v0-till` does not show `requests.completed`: add it to the `headline` of the scenario, or to the \
                `watch` of an experiment\n  --> content/templates/shop/v0-till.md:39:";
    assert!(printed.contains(told), "{printed}");
    assert_eq!(output.status.code(), Some(1));
}

/// As `headroom schema | head -n 1` does.
#[test]
fn whoever_reads_may_have_had_enough_before_the_end() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_headroom"));
    let mut child = command
        .arg("schema")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .expect("the program");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("an end");
    assert_eq!(text(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_folder_that_is_not_there_is_named() {
    let output = Site::new("elsewhere").check(&["--content", "contents"]);
    assert!(text(&output.stderr).contains("--> contents:1:1"));
    assert_eq!(output.status.code(), Some(1));
}
