//! Changes of a design: what is not their matter stays as it was written, and what they make can be read.
#![cfg(feature = "edit")]

use headroom_sim::scenario::parse;
use headroom_studio::protocol::{Command, Draft, Edit, Event};
use headroom_studio::{START, answer};

/// A file that names its nodes wherever a file can.
const SHOP: &str = r#"# The shop.
version = 1
title = "Shop" # as on the door
knobs = ["nodes.client.rate", "links.app.db.timeout"]
headline = ["latency_ms.p99", "nodes.db.utilisation"]

[run]
duration = "10s"

# Who comes.
[nodes.client]
kind = "client"
rate = "20/s" # a quiet day

# The till.
[nodes.app]
kind = "service"
service_time = "10ms"

[nodes.db]
kind = "service"
label = "Books"
concurrency = 4

[links.client.app]
timeout = "1s"

# Over the yard.
[links.app.db]
latency = "1ms"
timeout = "1s"

[routes.app]
"*" = ["db", { to = "db", probability = 0.5 }]

[[fault]]
kind = "slow-node"
target = "db"
at = "3s"
lasting = "2s"
factor = 2

[[fault]]
kind = "jitter"
target = "app->db"
at = "6s"
lasting = "1s"

[[preset]]
name = "rush"
title = "Rush"
set = { "nodes.client.rate" = "50/s", "nodes.db.concurrency" = 2 }
watch = ["nodes.db.utilisation", "latency_ms.p99"]

# The end.
"#;

fn edit(text: &str, edit: Edit) -> Result<(String, Draft, String), String> {
    let command = Command::Edit {
        number: 7,
        text: text.to_owned(),
        edit,
    };
    match answer(&command) {
        Event::Edited {
            number,
            text,
            draft,
            told,
            ..
        } => {
            assert_eq!(number, 7);
            assert!(draft.readable);
            Ok((text, draft, told))
        }
        Event::Refused { message, .. } => Err(message),
        other => panic!("{other:?}"),
    }
}

fn edited(text: &str, change: Edit) -> String {
    edit(text, change).expect("it can be made").0
}

fn set(path: &str, value: Option<&str>) -> Edit {
    Edit::Set {
        path: path.to_owned(),
        value: value.map(str::to_owned),
    }
}

fn connect(from: &str, to: &str) -> Edit {
    Edit::Connect {
        from: from.to_owned(),
        to: to.to_owned(),
    }
}

/// The lines of `new` that `old` has not, and of `old` that `new` has not.
fn changes(old: &str, new: &str) -> (Vec<String>, Vec<String>) {
    let only = |a: &str, b: &str| {
        let mut there: Vec<&str> = b.lines().collect();
        let lines = a.lines().filter(|line| {
            let found = there.iter().position(|other| other == line);
            found.map(|at| there.remove(at)).is_none()
        });
        lines.map(str::to_owned).collect::<Vec<_>>()
    };
    (only(new, old), only(old, new))
}

#[test]
fn the_example_says_all_that_a_file_can() {
    assert_eq!(parse(SHOP).map(|_| ()), Ok(()));
    assert_eq!(parse(START).map(|_| ()), Ok(()));
}

#[test]
fn a_value_changes_in_its_line_and_its_comment_stays() {
    let new = edited(SHOP, set("nodes.client.rate", Some("30/s")));
    let (added, removed) = changes(SHOP, &new);
    assert_eq!(added, ["rate = \"30/s\" # a quiet day"]);
    assert_eq!(removed, ["rate = \"20/s\" # a quiet day"]);
    assert_eq!(edited(&new, set("nodes.client.rate", Some("20/s"))), SHOP);
    let new = edited(SHOP, set("title", Some("Bazaar")));
    assert!(new.contains("title = \"Bazaar\" # as on the door\n"));
}

#[test]
fn numbers_are_bare_where_they_need_no_unit_and_a_new_value_is_taken_out_again_without_a_trace() {
    for (path, value, line) in [
        ("nodes.app.concurrency", "7", "concurrency = 7"),
        ("nodes.app.queue_limit", "20", "queue_limit = 20"),
        ("links.app.db.loss", "5%", "loss = \"5%\""),
        ("links.app.db.loss", "0.05", "loss = 0.05"),
        (
            "links.client.app.backoff",
            "constant",
            "backoff = \"constant\"",
        ),
        ("run.warmup", "2s", "warmup = \"2s\""),
        ("nodes.client.label", "Guests", "label = \"Guests\""),
    ] {
        let new = edited(SHOP, set(path, Some(value)));
        let (added, removed) = changes(SHOP, &new);
        assert_eq!((added, removed), (vec![line.to_owned()], vec![]), "{path}");
        assert_eq!(parse(&new).map(|_| ()), Ok(()), "{path}");
        assert_eq!(edited(&new, set(path, None)), SHOP, "{path}");
        assert_eq!(edited(&new, set(path, Some("  "))), SHOP, "{path}");
    }
}

#[test]
fn what_a_value_cannot_be_is_said_in_the_words_of_the_engine_and_changes_nothing() {
    for (path, value, why) in [
        ("nodes.client.rate", "fast", "fast"),
        ("run.duration", "10", "unit"),
        ("nodes.app.concurrency", "-1", "outside of its range"),
        ("nodes.app.service_time", "often", "often"),
        ("links.client.app.backoff", "constamt", "constant"),
        ("nodes.app.speed", "1", "nothing to set"),
        ("nodes.appp.concurrency", "1", "no node `appp`"),
        ("links.client.db.timeout", "1s", "does not call"),
        ("nodes", "1", "nothing to set"),
    ] {
        let refused = edit(SHOP, set(path, Some(value))).expect_err(path);
        assert!(refused.contains(why), "{path}: {refused}");
    }
}

#[test]
fn a_node_is_added_below_the_others_with_a_name_of_its_own_and_removed_without_a_trace() {
    let add = |from: Option<&str>| Edit::AddNode {
        kind: "service".to_owned(),
        from: from.map(str::to_owned),
    };
    let one = edited(SHOP, add(None));
    assert!(
        one.contains(
            "concurrency = 4\n\n[nodes.service]\nkind = \"service\"\n\n[links.client.app]"
        )
    );
    let remove = |id: &str| Edit::RemoveNode { id: id.to_owned() };
    assert_eq!(edited(&one, remove("service")), SHOP);
    let two = edited(&one, add(Some("app")));
    assert!(two.contains("[nodes.service-2]\nkind = \"service\"\n"));
    assert!(two.contains("\n[links.app.service-2]\n"));
    assert_eq!(edited(&two, remove("service-2")), one);
    // Nobody calls a client.
    let client = Edit::AddNode {
        kind: "client".to_owned(),
        from: Some("app".to_owned()),
    };
    assert!(!edited(SHOP, client).contains("links.app.client-2"));
    assert!(
        edit(
            SHOP,
            Edit::AddNode {
                kind: "oven".to_owned(),
                from: None
            }
        )
        .is_err()
    );
}

#[test]
fn nodes_are_connected_once_and_what_is_disconnected_is_as_it_was() {
    let new = edited(SHOP, connect("client", "db"));
    let (added, removed) = changes(SHOP, &new);
    assert_eq!(added.len(), 2, "{added:?}");
    assert!(added.contains(&"[links.client.db]".to_owned()));
    assert!(removed.is_empty());
    assert_eq!(parse(&new).map(|_| ()), Ok(()));
    let apart = Edit::Disconnect {
        from: "client".to_owned(),
        to: "db".to_owned(),
    };
    assert_eq!(edited(&new, apart.clone()), SHOP);
    assert!(edit(SHOP, apart).is_err());
    assert!(edit(&new, connect("client", "db")).is_err());
    assert!(edit(SHOP, connect("client", "client")).is_err());
    assert!(edit(SHOP, connect("client", "yard")).is_err());
}

#[test]
fn what_is_disconnected_is_named_nowhere_any_more() {
    let apart = Edit::Disconnect {
        from: "app".to_owned(),
        to: "db".to_owned(),
    };
    let (new, draft, _) = edit(SHOP, apart).expect("it can be made");
    assert_eq!(draft.problems, []);
    for gone in ["links.app", "routes", "app->db", "Over the yard"] {
        assert!(!new.contains(gone), "{gone}\n{new}");
    }
    assert!(new.contains("target = \"db\"") && new.ends_with("# The end.\n"));
}

#[test]
fn a_new_name_is_taken_everywhere_and_given_back_leaves_the_text_as_it_was() {
    let rename = |id: &str, to: &str| Edit::Rename {
        id: id.to_owned(),
        to: to.to_owned(),
    };
    for id in ["client", "app", "db"] {
        let (new, draft, _) = edit(SHOP, rename(id, "other")).expect("it can be made");
        assert_eq!(draft.problems, []);
        let named = new
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| word == id);
        // Of the node called so only its kind is, and that is no name.
        assert_eq!(named, id == "client", "{id}\n{new}");
        assert_eq!(edited(&new, rename("other", id)), SHOP);
    }
    for (to, why) in [("db", "already"), ("Data base", "no id"), ("", "no id")] {
        let refused = edit(SHOP, rename("app", to)).expect_err(to);
        assert!(refused.contains(why), "{refused}");
    }
}

#[test]
fn a_removed_node_takes_along_what_names_it() {
    let remove = Edit::RemoveNode {
        id: "db".to_owned(),
    };
    let (new, draft, told) = edit(SHOP, remove).expect("it can be made");
    assert_eq!(draft.problems, []);
    assert!(!new.contains("db"), "{new}");
    assert!(
        new.contains("set = { \"nodes.client.rate\" = \"50/s\" }"),
        "{new}"
    );
    assert!(new.contains("watch = [\"latency_ms.p99\"]"), "{new}");
    assert!(told.contains("other places"), "{told}");
}

#[test]
fn a_design_is_built_from_an_empty_text() {
    let mut text = "title = \"Mine\"\n".to_owned();
    for (kind, from) in [
        ("client", None),
        ("load-balancer", Some("client")),
        ("service", Some("load-balancer")),
    ] {
        let kind = kind.to_owned();
        let from = from.map(str::to_owned);
        text = edited(&text, Edit::AddNode { kind, from });
    }
    let (text, draft, _) = edit(&text, set("run.duration", Some("5s"))).expect("it can be made");
    assert_eq!(draft.problems, []);
    assert!(draft.spec.is_some());
    assert_eq!(
        text,
        "title = \"Mine\"\n\n[run]\nduration = \"5s\"\n\n[nodes.client]\nkind = \"client\"\n\n\
         [nodes.load-balancer]\nkind = \"load-balancer\"\n\n[nodes.service]\nkind = \"service\"\n\n\
         [links.client.load-balancer]\n\n[links.load-balancer.service]\n"
    );
}

#[test]
fn routes_and_classes_are_begun_for_the_reader_to_go_on_in_the_text() {
    let route = |id: &str| Edit::AddRoute { id: id.to_owned() };
    let new = edited(START, route("client"));
    assert!(
        new.ends_with("\n[routes.client]\n\"*\" = [\"app\"]\n"),
        "{new}"
    );
    assert_eq!(parse(&new).map(|_| ()), Ok(()));
    assert!(edit(START, route("app")).is_err());
    let new = edited(START, Edit::AddClass);
    assert!(
        new.contains("\n[classes]\nrequest = { weight = 1 }\n"),
        "{new}"
    );
    let again = edited(&new, Edit::AddClass);
    assert!(again.contains("request-2 = { weight = 1 }\n"));
    assert_eq!(parse(&again).map(|_| ()), Ok(()));
}

#[test]
fn tables_may_be_written_in_any_way_that_toml_has() {
    let inline = "nodes = { client = { kind = \"client\" }, app = { kind = \"service\" } }\n\
                  links = { client = { app = {} } }\n";
    let dotted = "nodes.client.kind = \"client\"\nnodes.app.kind = \"service\"\n\n[links]\nclient.app.timeout = \"1s\"\n";
    for text in [inline, dotted] {
        assert_eq!(parse(text).map(|_| ()), Ok(()));
        for change in [
            Edit::AddNode {
                kind: "cache".to_owned(),
                from: Some("client".to_owned()),
            },
            Edit::Rename {
                id: "app".to_owned(),
                to: "web".to_owned(),
            },
            Edit::RemoveNode {
                id: "app".to_owned(),
            },
            set("nodes.app.concurrency", Some("2")),
            set("links.client.app.timeout", Some("2s")),
        ] {
            let shown = format!("{change:?}\n{text}");
            // Changed, or refused in words; never spoilt.
            match edit(text, change) {
                Ok((_, draft, _)) => {
                    let wrong = draft.problems.iter().find(|problem| {
                        // Without its service the client calls nobody, which is no mistake of the change.
                        !problem.message.contains("calls")
                    });
                    assert_eq!(wrong, None, "{shown}");
                }
                Err(why) => assert!(why.contains("by hand"), "{shown}{why}"),
            }
        }
    }
}

#[test]
fn a_text_that_cannot_be_read_is_not_changed() {
    let refused = edit("[nodes.app\nkind = 1", Edit::AddClass).expect_err("it is no TOML");
    assert!(
        refused.starts_with("Line 1 of the text cannot be read."),
        "{refused}"
    );
}
