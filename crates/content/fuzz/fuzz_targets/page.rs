//! Any bytes as a concept's page in a small site: a page or errors, no panic, no hang.
//!
//! From `crates/content`, with the nightly compiler and `cargo install cargo-fuzz`:
//!
//! ```text
//! mkdir -p fuzz/corpus/page
//! cp tests/fixtures/site/*.md tests/fixtures/site/*/*.md tests/fixtures/site/*/*/*.md fuzz/corpus/page
//! cargo +nightly fuzz run page -- -dict=fuzz/page.dict -max_len=20000 -timeout=10
//! ```
//!
//! What it finds is minimised with `cargo +nightly fuzz tmin page <file>` and becomes a test in `tests/hostile.rs`.
#![no_main]

use std::collections::BTreeMap;
use std::path::PathBuf;

use headroom_content::compile::{Options, compile_files};
use libfuzzer_sys::fuzz_target;

const SITE: &[(&str, &str)] = &[
    (
        "categories.toml",
        include_str!("../../tests/fixtures/site/categories.toml"),
    ),
    ("home.md", include_str!("../../tests/fixtures/site/home.md")),
    ("media/queue.svg", ""),
    (
        "templates/shop/family.md",
        include_str!("../../tests/fixtures/site/templates/shop/family.md"),
    ),
    (
        "templates/shop/v0-till.toml",
        include_str!("../../tests/fixtures/site/templates/shop/v0-till.toml"),
    ),
];

fuzz_target!(|bytes: &[u8]| {
    let site = SITE
        .iter()
        .map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec()));
    let mut files: BTreeMap<String, Vec<u8>> = site.collect();
    files.insert("concepts/basics/queues.md".to_owned(), bytes.to_vec());
    let options = Options {
        content_dir: PathBuf::from("content"),
        base: "/".to_owned(),
        segment: String::new(),
        cache_dir: PathBuf::from("fuzz/target/runs"),
    };
    match compile_files(files, &options) {
        Ok(compiled) => drop(compiled.lints.to_string()),
        Err(diagnostics) => drop(diagnostics.to_string()),
    }
});
