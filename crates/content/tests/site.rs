//! A small site that holds to every rule compiles to the pages it promises.
#![cfg(feature = "compile")]

mod common;

use headroom_content::compile::{Compiled, compile, compile_files};
use headroom_content::model::{Asks, Block, Body, Card, CaseKind, ExamDesk, Level, Terms};
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
        "/case-studies/",
        "/case-studies/sold-out/",
        "/components/",
        "/components/client/",
        "/concepts/",
        "/concepts/basics/",
        "/concepts/basics/caches/",
        "/concepts/basics/queues/",
        "/glossary/",
        "/labs/",
        "/labs/rush/",
        "/map/",
        "/notes/",
        "/offline/",
        "/paths/",
        "/paths/first/",
        "/playground/",
        "/progress/",
        "/review/",
        "/search/",
        "/settings/",
        "/templates/",
        "/templates/shop/",
        "/templates/shop/v0-till/",
        "/unreachable/",
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
fn a_case_study_and_the_pages_of_what_it_shows_name_each_other() {
    let pages = site().site.pages;
    let body = |route: &str| &pages.iter().find(|page| page.route == route).unwrap().body;
    let Body::CaseStudy(study) = body("/case-studies/sold-out/") else {
        panic!("a case study");
    };
    assert_eq!(
        (study.kind, &*study.organisation, &*study.happened),
        (CaseKind::Outage, "The shop", "2018-10-21")
    );
    let hrefs = |cards: &[Card]| -> Vec<String> {
        cards.iter().map(|card| card.link.href.clone()).collect()
    };
    assert_eq!(hrefs(&study.concepts), ["/sub/concepts/basics/queues/"]);
    assert_eq!(hrefs(&study.templates), ["/sub/templates/shop/v0-till/"]);
    let own = ["/sub/case-studies/sold-out/"];
    let Body::Concept(concept) = body("/concepts/basics/queues/") else {
        panic!("a concept");
    };
    assert_eq!(hrefs(&concept.case_studies), own);
    assert_eq!(
        concept.case_studies[0].facts,
        ["The shop", "2018", "Outage"]
    );
    let Body::Variant(variant) = body("/templates/shop/v0-till/") else {
        panic!("a variant");
    };
    assert_eq!(variant.case_studies[0].href, own[0]);
    let Body::Index(index) = body("/case-studies/") else {
        panic!("an index");
    };
    assert_eq!(index.groups[0].title, "Outages");
    assert_eq!(hrefs(&index.groups[0].cards), own);
}

#[test]
fn case_studies_stand_with_the_newest_first_whether_a_day_or_a_year_is_known() {
    let mut files = common::sound_site();
    let name = |slug: &str| format!("case-studies/{slug}.md");
    let text = String::from_utf8(files[&name("sold-out")].clone()).unwrap();
    for (slug, happened) in [
        ("older", "2018-02-01"),
        ("later", "2019"),
        ("between", "2018-09-30"),
    ] {
        let text = text
            .replace("2018-10-21", happened)
            .replace("sold-out-rate", &format!("{slug}-rate"));
        files.insert(name(slug), text.into());
    }
    let compiled = compile_files(files, &common::options());
    let site = compiled.unwrap_or_else(|found| panic!("{found}")).site;
    let mut sections = site.map.sections.iter();
    let section = sections.find(|section| section.link.title == "Case studies");
    let order: Vec<&str> = section
        .unwrap()
        .pages
        .iter()
        .map(|page| {
            page.href
                .trim_start_matches("/sub/case-studies/")
                .trim_end_matches('/')
        })
        .collect();
    assert_eq!(order, ["later", "sold-out", "between", "older"]);
}

fn prose(body: &Body) -> String {
    let blocks = match body {
        Body::Concept(concept) => &concept.blocks,
        Body::Variant(variant) => &variant.blocks,
        Body::Component(component) => &component.blocks,
        _ => panic!("a page with a text"),
    };
    let prose = blocks.iter().filter_map(|block| match block {
        Block::Prose(html) => Some(html.0.as_str()),
        _ => None,
    });
    prose.collect()
}

#[test]
fn the_glossary_has_the_terms_of_all_files_by_letter() {
    let mut files = common::sound_site();
    let more = "[[term]]\nid = \"p99\"\nname = \"99th percentile\"\ntext = \"The value that all but one in a hundred of the values are not above.\"\n";
    files.insert("glossary/more.toml".to_owned(), more.into());
    let compiled = compile_files(files, &common::options());
    let pages = compiled
        .unwrap_or_else(|found| panic!("{found}"))
        .site
        .pages;
    let page = pages.iter().find(|page| page.route == "/glossary/");
    let Some(Body::Glossary(glossary)) = page.map(|page| &page.body) else {
        panic!("a glossary");
    };
    let letters: Vec<(&str, Vec<&str>)> = glossary
        .letters
        .iter()
        .map(|letter| {
            let terms = letter.terms.iter().map(|term| &*term.name);
            (&*letter.name, terms.collect())
        })
        .collect();
    assert_eq!(
        letters,
        [
            ("0–9", vec!["99th percentile"]),
            ("F", vec!["FIFO"]),
            ("S", vec!["server"]),
            ("T", vec!["till"]),
            ("W", vec!["wait"]),
        ]
    );
    let wait = &glossary.letters[4].terms[0];
    assert!(wait.text.0.contains("not the <em>service</em> itself"));
    let see = wait.see.as_ref().map(|link| (&*link.href, &*link.title));
    assert_eq!(
        see,
        Some(("/sub/concepts/basics/queues/#overview", "Queues"))
    );
    let related: Vec<&str> = wait.related.iter().map(|link| &*link.href).collect();
    assert_eq!(related, ["#fifo", "#server"]);
}

#[test]
fn the_first_use_of_a_term_in_a_text_leads_to_its_definition() {
    const USES: &str = "::::question{#client-till type=\"numeric\" answer=\"1\" tolerance=\"0\"}\nA till of a FIFO: how many?\n\n\
        :::explain\nA till.\n:::\n::::\n\n## FIFO\n\nA `FIFO`, [first in, first out](/) and **first in,\nfirst out**: a FIFO for its servers and tills.\n\n\
        | Wait | FIFO |\n|---|---|\n| Waiting times | the wait |\n\n:::note\nTwo tills.\n:::\n";
    let mut files = common::sound_site();
    let client = files["components/client.md"].clone();
    let client = String::from_utf8(client).unwrap();
    files.insert(
        "components/client.md".to_owned(),
        format!("{client}\n{USES}").into(),
    );
    let compiled = compile_files(files, &common::options());
    let pages = compiled
        .unwrap_or_else(|found| panic!("{found}"))
        .site
        .pages;
    let body = |route: &str| &pages.iter().find(|page| page.route == route).unwrap().body;
    let linked = |route: &str| -> Vec<String> {
        let prose = prose(body(route));
        let links = prose
            .split("<a class=\"term\" href=\"/sub/glossary/#")
            .skip(1);
        links
            .map(|link| link.split("</a>").next().unwrap().replace("\">", ": "))
            .collect()
    };
    // Neither in the heading, the code, the link or the head of the table, nor a second time, nor a common word.
    assert_eq!(
        linked("/components/client/"),
        [
            "fifo: first in,\nfirst out",
            "till: tills",
            "wait: Waiting times"
        ]
    );
    // Its own page explains it; this one asks for none.
    assert!(
        !linked("/concepts/basics/queues/")
            .iter()
            .any(|link| link.starts_with("wait"))
    );
    assert!(
        !linked("/templates/shop/v0-till/")
            .iter()
            .any(|link| link.starts_with("till"))
    );
    // Nor in a question.
    let all = format!("{:?}", body("/components/client/"));
    assert!(all.contains("A till of a FIFO") && all.matches("class=\\\"term").count() == 3);
}

#[test]
fn the_empty_corner_of_a_table_is_no_heading() {
    let mut files = common::sound_site();
    let client = String::from_utf8(files["components/client.md"].clone()).unwrap();
    let table = "| | Wait |\n|---|---|\n| One queue | short |\n";
    files.insert(
        "components/client.md".to_owned(),
        format!("{client}\n{table}").into(),
    );
    let compiled = compile_files(files, &common::options());
    let pages = compiled
        .unwrap_or_else(|found| panic!("{found}"))
        .site
        .pages;
    let page = pages
        .iter()
        .find(|page| page.route == "/components/client/")
        .unwrap();
    assert!(prose(&page.body).contains("<tr><td></td><th scope=\"col\">"));
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
            "sold-out-rate",
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
        [("basics", "Basics"), ("case-studies", "Case studies")]
            .map(|(id, title)| (id.to_owned(), title.to_owned()))
    );
    let study = (bank.questions.iter()).find(|banked| banked.category == "case-studies");
    let study = study.expect("the question of the case study");
    assert_eq!(study.question.id, "sold-out-rate");
    assert_eq!((study.level, &study.objective), (None, &None));
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
fn the_catalogue_lists_every_page_that_is_read_with_what_comes_before_it_and_what_it_asks() {
    let catalogue = site().site.catalogue;
    let titles: Vec<&str> = catalogue.categories.iter().map(|(id, _)| &**id).collect();
    assert_eq!(
        titles,
        ["basics", "components", "templates", "case-studies"]
    );
    let routes: Vec<&str> = catalogue.pages.iter().map(|page| &*page.route).collect();
    assert_eq!(
        routes,
        [
            "/concepts/basics/caches/",
            "/concepts/basics/queues/",
            "/components/client/",
            "/templates/shop/",
            "/templates/shop/v0-till/",
            "/case-studies/sold-out/",
        ]
    );
    let queues = &catalogue.pages[1];
    assert_eq!(queues.prerequisites, ["/concepts/basics/caches/"]);
    assert_eq!(queues.level, Some(Level::Beginner));
    assert!(queues.minutes > 0);
    let ids: Vec<&str> = queues.questions.iter().map(|one| &*one.id).collect();
    // Without its prediction.
    assert_eq!(
        ids,
        [
            "queue-wait",
            "queue-bound",
            "queue-many",
            "queue-order",
            "queue-match",
            "queue-cloze",
            "queue-recall",
        ]
    );
    assert!(queues.questions.iter().all(|one| !one.prompt.contains('<')));
    assert!(catalogue.pages[4].questions.is_empty());
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
fn a_path_says_of_each_step_what_it_is_and_how_long_it_takes() {
    let pages = site().site.pages;
    let page = pages.iter().find(|page| page.route == "/paths/first/");
    let Some(Body::Path(path)) = page.map(|page| &page.body) else {
        panic!("a path");
    };
    let stages: Vec<Option<&str>> = path
        .stages
        .iter()
        .map(|stage| stage.heading.as_ref().map(|heading| heading.id.as_str()))
        .collect();
    assert_eq!(stages, [Some("before-tea"), Some("after-tea")]);
    let steps: Vec<(&str, &str, &str, u32)> = path
        .steps()
        .map(|step| {
            let link = &step.link;
            (&*link.href, &*link.title, step.kind.name(), step.minutes)
        })
        .collect();
    assert_eq!(
        steps,
        [
            (
                "/sub/concepts/basics/caches/#overview",
                "Caches: Overview",
                "Concept",
                2
            ),
            ("/sub/concepts/basics/queues/", "Queues", "Concept", 90),
            ("/sub/labs/rush/", "Rush hour", "Lab", 10),
            ("/sub/assessments/listed/", "Two questions", "Assessment", 2),
            ("/sub/concepts/", "Concepts", "Page", 5),
        ]
    );
    let contents = page.map(|page| page.contents.iter().map(|line| &*line.title));
    let contents: Vec<&str> = contents.into_iter().flatten().collect();
    assert_eq!(contents, ["Before tea", "After tea"]);
}

#[test]
fn the_map_stands_each_concept_to_the_right_of_what_it_needs() {
    let pages = site().site.pages;
    let page = pages.iter().find(|page| page.route == "/map/");
    let Some(Body::Map(map)) = page.map(|page| &page.body) else {
        panic!("the map");
    };
    let titles: Vec<Vec<&str>> = map
        .levels
        .iter()
        .map(|level| level.iter().map(|node| &*node.link.title).collect())
        .collect();
    assert_eq!(titles, [["Caches"], ["Queues"]]);
    let (caches, queues) = (&map.levels[0][0], &map.levels[1][0]);
    assert!(caches.place[0] + caches.place[2] < queues.place[0]);
    assert_eq!(queues.prerequisites, std::slice::from_ref(&caches.link));
    assert!(caches.arrows[0].is_empty() && queues.arrows[0].starts_with('M'));
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
