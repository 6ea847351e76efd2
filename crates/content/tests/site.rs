//! A small site that holds to every rule compiles to the pages it promises.
#![cfg(feature = "compile")]

use headroom_content::compile::{Compiled, Options, compile};

fn site() -> Compiled {
    let cache_dir = std::env::temp_dir().join("headroom-content-tests");
    let options = Options {
        content_dir: "tests/fixtures/site".into(),
        base: "/sub/".into(),
        cache_dir,
    };
    compile(&options).unwrap_or_else(|diagnostics| panic!("{diagnostics}"))
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
        "/components/",
        "/components/client/",
        "/concepts/",
        "/concepts/basics/",
        "/concepts/basics/caches/",
        "/concepts/basics/queues/",
        "/progress/",
        "/templates/",
        "/templates/shop/",
    ]
    "#);
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
