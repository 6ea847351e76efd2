//! Where a question leads the reader who answers it, in a real browser: the focus, and what is announced.
#![cfg(target_arch = "wasm32")]

use headroom::components::quiz::QuestionView;
use headroom::platform::storage::ANSWERS;
use headroom::state::progress::Progress;
use headroom_content::model::{Choice, Html, Item, Question, QuestionKind};
use headroom_study::{About, Answer, Attempt, Record, Score, Stamp, saved};
use js_sys::Promise;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, HtmlInputElement};

wasm_bindgen_test_configure!(run_in_browser);

fn html(text: &str) -> Html {
    Html(format!("<p>{text}</p>"))
}

fn question(id: &str, kind: QuestionKind) -> Question {
    Question {
        id: id.to_owned(),
        revision: 1,
        aliases: Vec::new(),
        objective: None,
        variation: None,
        prompt: html("Which?"),
        kind,
        hints: vec![html("first hint"), html("second hint")],
        explain: html("Because."),
    }
}

fn single(id: &str) -> Question {
    let choices = ["a", "b", "c"].map(|name| Choice {
        id: name.to_owned(),
        text: html(name),
        right: name == "b",
        reason: html(&format!("reason of {name}")),
    });
    question(
        id,
        QuestionKind::Single {
            choices: choices.to_vec(),
        },
    )
}

fn order(id: &str) -> Question {
    let items = ["one", "two", "three"].map(|name| Item {
        id: name.to_owned(),
        text: html(name),
        reason: html(""),
    });
    question(
        id,
        QuestionKind::Order {
            items: items.to_vec(),
        },
    )
}

/// A question on the page, answered by whom the browser knows.
struct Shown(HtmlElement, Progress);

impl Shown {
    async fn new(question: Question) -> Self {
        let place: HtmlElement = document()
            .create_element("div")
            .expect("an element")
            .unchecked_into();
        let body = document().body().expect("a body");
        body.append_child(&place).expect("a place");
        let (tell, told) = std::sync::mpsc::channel();
        mount_to(place.clone(), move || {
            let progress = Progress::new();
            provide_context(progress);
            progress.load();
            tell.send(progress).expect("somebody listens");
            view! { <QuestionView question/> }
        })
        .forget();
        let shown = Self(place, told.recv().expect("it is mounted"));
        shown.settle().await;
        shown
    }

    /// Until what was done is on the page and in the browser's storage.
    async fn settle(&self) {
        ANSWERS.exchange(Vec::new()).await;
        for _ in 0..2 {
            let frame = Promise::new(&mut |done, _| {
                window().request_animation_frame(&done).expect("a frame");
            });
            JsFuture::from(frame).await.expect("a frame");
        }
    }

    fn all(&self, selector: &str) -> Vec<Element> {
        let found = self.0.query_selector_all(selector).expect("a selector");
        (0..found.length())
            .filter_map(|index| found.item(index)?.dyn_into().ok())
            .collect()
    }

    fn one(&self, selector: &str) -> Element {
        self.all(selector).swap_remove(0)
    }

    fn text(&self, selector: &str) -> String {
        self.one(selector).text_content().unwrap_or_default()
    }

    /// Clicks as a reader does, who has the focus there by then.
    async fn press(&self, label: &str) {
        let named = |button: &Element| {
            button.get_attribute("aria-label").as_deref() == Some(label)
                || button.text_content().as_deref() == Some(label)
        };
        let button: HtmlElement = self
            .all("button")
            .into_iter()
            .find(named)
            .unwrap_or_else(|| panic!("no button {label}"))
            .unchecked_into();
        button.focus().expect("focus");
        button.click();
        self.settle().await;
    }

    fn picked(&self) -> Vec<bool> {
        let inputs = self.all("input").into_iter();
        inputs
            .map(|input| input.unchecked_into::<HtmlInputElement>().checked())
            .collect()
    }
}

fn focused() -> Element {
    document().active_element().expect("an element")
}

#[wasm_bindgen_test]
async fn the_verdict_is_announced_and_has_the_focus_and_every_option_its_reason() {
    let shown = Shown::new(single("quiz-verdict")).await;
    shown.press("Check").await;
    assert_eq!(shown.text("[role=alert]"), "Choose an answer first.");
    let choice: HtmlElement = shown.one("input").unchecked_into();
    choice.click();
    shown.settle().await;
    assert_eq!(
        shown.text("[role=alert]"),
        "",
        "what is mended is not blamed"
    );
    shown.press("Check").await;
    let verdict = shown.one("[role=status]");
    assert_eq!(focused(), verdict);
    assert_eq!(
        verdict.get_attribute("aria-live").as_deref(),
        Some("polite")
    );
    let text = verdict.text_content().unwrap_or_default();
    assert!(
        text.contains("ight") && text.contains("Kept in this browser."),
        "{text}"
    );
    assert_eq!(shown.all(".question__reason:not(:empty)").len(), 3);
}

#[wasm_bindgen_test]
async fn another_try_and_a_reset_lead_back_to_the_question() {
    let shown = Shown::new(single("quiz-again")).await;
    for button in ["Try again", "Reset"] {
        let choice: HtmlElement = shown.one("input").unchecked_into();
        choice.click();
        shown.press("Check").await;
        shown.press(button).await;
        assert_eq!(focused(), shown.one("fieldset"), "{button}");
        assert_eq!(shown.picked(), [false; 3]);
        assert_eq!(shown.text("[role=status]"), "");
    }
}

#[wasm_bindgen_test]
async fn an_answer_from_an_earlier_visit_is_there_and_is_not_announced() {
    let mut record = Record::default();
    let attempt = Attempt {
        stamp: Stamp::default(),
        at_ms: 1,
        revision: 1,
        answer: Answer::Choices(["b".to_owned()].into()),
        score: Score::FULL,
        seed: 0,
        hints: 0,
        took_ms: None,
        confidence: None,
    };
    let about = About {
        route: "/".to_owned(),
        page: String::new(),
        prompt: String::new(),
        objective: None,
    };
    record.add(attempt, about, Stamp(1, 1));
    let text = saved::write("quiz-earlier", &record);
    ANSWERS
        .exchange(vec![("quiz-earlier".to_owned(), text)])
        .await;
    let shown = Shown::new(single("quiz-earlier")).await;
    let verdict = shown.one("[role=status]");
    assert!(shown.text("[role=status]").starts_with("✓ Right."));
    assert_eq!(verdict.get_attribute("aria-live").as_deref(), Some("off"));
    assert_ne!(focused(), verdict);
    let labels = shown.all("label").into_iter();
    let names: Vec<_> = labels.filter_map(|label| label.text_content()).collect();
    let expected: Vec<bool> = names.iter().map(|name| name.trim() == "b").collect();
    assert_eq!(shown.picked(), expected);
}

#[wasm_bindgen_test]
async fn an_item_that_is_moved_keeps_the_focus_and_its_place_is_told() {
    let shown = Shown::new(order("quiz-order")).await;
    let items = || -> Vec<String> {
        let items = shown.all(".question__item").into_iter();
        items
            .filter_map(|item| item.text_content())
            .map(|name| name.trim().to_owned())
            .collect()
    };
    let first = items().swap_remove(0);
    let down = format!("Move down: {first}");
    for place in [2, 3] {
        shown.press(&down).await;
        assert_eq!(items()[place - 1], first);
        assert_eq!(focused().get_attribute("aria-label"), Some(down.clone()));
        assert_eq!(
            shown.text("fieldset [aria-live]"),
            format!("{first}: now {place} of 3")
        );
    }
    // At the end it can go no further, and the focus stays.
    assert_eq!(
        focused().get_attribute("aria-disabled").as_deref(),
        Some("true")
    );
    shown.press(&down).await;
    assert_eq!(items()[2], first);
}

#[wasm_bindgen_test]
async fn hints_come_one_by_one_and_leave_the_focus_where_it_is() {
    let shown = Shown::new(single("quiz-hints")).await;
    for (button, hints) in [
        ("Hint 1 of 2", 1),
        ("Hint 2 of 2", 2),
        ("All 2 hints shown", 2),
    ] {
        shown.press(button).await;
        assert_eq!(shown.all(".question__hint:not([hidden])").len(), hints);
        assert_eq!(focused().tag_name(), "BUTTON");
    }
}

#[wasm_bindgen_test]
async fn an_answer_for_which_there_is_no_room_is_said_to_be_lost_until_there_is() {
    let shown = Shown::new(single("quiz-room")).await;
    let run = |script: &str| js_sys::eval(script).expect("a script that runs");
    run(
        "window.kept = [Storage.prototype.setItem, IDBObjectStore.prototype.put];
         Storage.prototype.setItem = IDBObjectStore.prototype.put = () => {
             throw new DOMException('full', 'QuotaExceededError');
         };",
    );
    let choice: HtmlElement = shown.one("input").unchecked_into();
    choice.click();
    shown.press("Check").await;
    let full = shown.text(".question__kept");
    // As when another page is opened. That it can be read does not mean that all is there.
    shown.1.load();
    shown.settle().await;
    let still = shown.text(".question__kept");
    run("[Storage.prototype.setItem, IDBObjectStore.prototype.put] = window.kept;");
    shown.1.load();
    shown.settle().await;
    let lost =
        "Not kept: this browser’s storage is full. Your answers are lost when you close the page.";
    assert_eq!([&*full, &*still], [lost, lost]);
    assert_eq!(shown.text(".question__kept"), "Kept in this browser.");
    let later = Shown::new(single("quiz-room")).await;
    assert_eq!(later.picked(), shown.picked());
    assert!(later.picked().contains(&true));
}
