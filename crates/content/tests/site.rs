//! A small site that holds to every rule compiles to the pages it promises.
#![cfg(feature = "compile")]

mod common;

use headroom_content::compile::{Compiled, compile, compile_files};

fn site() -> Compiled {
    compile(&common::options()).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
}

#[test]
fn every_file_and_every_index_becomes_a_page() {
    let routes: Vec<String> = site()
        .site
        .pages
        .into_iter()
        .map(|page| page.route)
        .collect();
    insta::assert_debug_snapshot!(routes, @r#"
    [
        "/",
        "/404/",
        "/accuracy/",
        "/components/",
        "/components/client/",
        "/concepts/",
        "/concepts/basics/",
        "/concepts/basics/caches/",
        "/concepts/basics/queues/",
        "/labs/",
        "/labs/rush/",
        "/playground/",
        "/progress/",
        "/templates/",
        "/templates/shop/",
        "/templates/shop/v0-till/",
    ]
    "#);
}

#[test]
fn a_scenario_of_its_own_is_a_page_with_its_whole_lab() {
    let mut pages = site().site.pages;
    let page = pages.iter_mut().find(|page| page.route == "/labs/rush/");
    let page = page.expect("the page of the lab");
    assert_eq!(page.title, "Rush hour");
    assert_eq!(page.description, "More customers than one till can serve.");
    let lab = page.labs_mut().next().expect("its lab");
    assert_eq!(
        (lab.sim.as_str(), lab.preset.as_str()),
        ("labs/rush", "rush")
    );
    assert!(!lab.is_brief());
    assert_eq!(lab.route(), "labs/rush/");
}

#[test]
fn a_page_and_everything_on_it_is_as_it_was() {
    let compiled = site();
    let page = compiled
        .site
        .pages
        .iter()
        .find(|page| page.route == "/concepts/basics/queues/");
    insta::assert_debug_snapshot!("queues", page);
}

#[test]
fn a_site_that_holds_to_every_rule_has_no_lints() {
    let lints = site().lints;
    assert!(lints.is_empty(), "{lints}");
}

#[test]
fn files_in_memory_make_the_same_site_as_files_on_disk() {
    let options = common::options();
    let held = compile_files(common::sound_site(), &options).unwrap();
    assert_eq!(held.site.pages, site().site.pages);
    assert_eq!(held.site.media, site().site.media);
}
