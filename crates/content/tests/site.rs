//! A small site that holds to every rule compiles to the pages it promises.
#![cfg(feature = "compile")]

mod common;

use headroom_content::compile::{Compiled, compile, compile_files};
use headroom_content::model::{Asks, Body, ExamDesk, Level, Terms};
use headroom_sim::protocol::LabSpec;

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
        "/assessments/",
        "/assessments/basics/",
        "/assessments/listed/",
        "/assessments/own/",
        "/assessments/verify/",
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
fn the_bank_holds_what_can_be_asked_away_from_its_page() {
    let bank = site().site.bank;
    let ids: Vec<&str> = bank
        .questions
        .iter()
        .map(|banked| banked.question.id.as_str())
        .collect();
    // Neither the prediction nor the challenge of the template.
    assert_eq!(
        ids,
        [
            "cache-keep",
            "queue-wait",
            "queue-bound",
            "queue-many",
            "queue-order",
            "queue-match",
            "queue-cloze",
            "queue-recall",
        ]
    );
    assert_eq!(
        bank.categories,
        [("basics".to_owned(), "Basics".to_owned())]
    );
    let keep = &bank
        .questions
        .iter()
        .find(|banked| banked.question.id == "cache-keep");
    let keep = keep.expect("the question on caches");
    assert_eq!(keep.objective.as_deref(), Some("caches/keep"));
    assert_eq!(keep.level, Some(Level::Beginner));
    assert_eq!(keep.route, "/concepts/basics/caches/");
    assert!(
        bank.objectives
            .iter()
            .any(|(key, text)| key == "caches/keep" && text.0.contains("Say what to keep"))
    );
}

#[test]
fn an_assessment_says_what_it_asks_and_on_what_terms() {
    let pages = site().site.pages;
    let desk = |route: &str| {
        let page = pages.iter().find(|page| page.route == route);
        match page.map(|page| &page.body) {
            Some(Body::Assessment(assessment)) => assessment.desk.clone(),
            _ => panic!("an assessment at {route}"),
        }
    };
    let ExamDesk::Written(basics) = desk("/assessments/basics/") else {
        panic!("a written one");
    };
    assert_eq!(
        basics.terms,
        Terms {
            minutes: Some(10),
            pause: false,
            extension: 3
        }
    );
    assert_eq!(basics.asks.count(), 3);
    let ExamDesk::Written(listed) = desk("/assessments/listed/") else {
        panic!("a written one");
    };
    assert_eq!(
        listed.terms,
        Terms {
            minutes: None,
            pause: true,
            extension: 0
        }
    );
    assert_eq!(
        listed.asks,
        Asks::Listed(vec!["cache-keep".to_owned(), "queue-bound".to_owned()])
    );
    let ExamDesk::Own(offer) = desk("/assessments/own/") else {
        panic!("what there is to choose from");
    };
    let count: u16 = offer.shelves.iter().map(|shelf| shelf.count).sum();
    assert_eq!(usize::from(count), site().site.bank.questions.len());
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

#[test]
fn the_designs_of_a_family_know_each_other_and_their_labs_can_be_had() {
    let mut files = common::sound_site();
    for ending in ["md", "toml"] {
        let till = &files[&format!("templates/shop/v0-till.{ending}")];
        let text = String::from_utf8(till.clone()).unwrap();
        let text = text
            .replace("v0-till", "v1-tills")
            .replace("till-rush", "tills-rush");
        files.insert(format!("templates/shop/v1-tills.{ending}"), text.into());
    }
    let compiled = compile_files(files, &common::options());
    let site = compiled.unwrap_or_else(|found| panic!("{found}")).site;
    let variants = |sim: &str| -> Vec<String> {
        let (_, spec) = site.labs.iter().find(|(known, _)| known == sim).unwrap();
        let spec: LabSpec = postcard::from_bytes(spec).unwrap();
        assert_eq!(spec.id, sim);
        spec.variants
            .into_iter()
            .map(|variant| variant.id)
            .collect()
    };
    assert_eq!(variants("shop/v0-till"), ["shop/v1-tills"]);
    assert_eq!(variants("shop/v1-tills"), ["shop/v0-till"]);
    assert!(variants("labs/rush").is_empty());
    let page = site
        .pages
        .iter()
        .find(|page| page.route == "/templates/shop/v1-tills/");
    let Some(Body::Variant(variant)) = page.map(|page| &page.body) else {
        panic!("no page of the second design");
    };
    let others: Vec<_> = variant
        .others
        .iter()
        .map(|other| (&*other.sim, &*other.link.href))
        .collect();
    assert_eq!(others, [("shop/v0-till", "/sub/templates/shop/v0-till/")]);
}
