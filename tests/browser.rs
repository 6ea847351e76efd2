//! What the browser keeps for the reader, in a real browser: its database and its local storage as they are, and as
//! they are when something is the matter with them.
#![cfg(target_arch = "wasm32")]

use std::pin::pin;
use std::task::{Context, Waker};

use headroom::platform::storage::{Kept, Storage};
use headroom::state::keeping::{Keeping, Trouble};
use headroom_study::saved::{self, Aside, Unreadable};
use headroom_study::{About, Answer, Attempt, Record, Score, Stamp, Store, keep};
use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// Places of a test's own.
fn places(name: &'static str) -> Storage {
    Storage {
        database: name,
        prefix: name,
        patience_ms: 60_000.0,
    }
}

/// What a tab has to write that has seen these answers.
fn answered(entries: &[u64]) -> String {
    let mut record = Record::default();
    for ms in entries {
        let attempt = Attempt {
            stamp: Stamp::default(),
            at_ms: *ms,
            revision: 1,
            answer: Answer::Number(ms.to_string()),
            score: Score::FULL,
            seed: 0,
            hints: 0,
            took_ms: None,
            confidence: None,
        };
        let about = About {
            route: "/a/".to_owned(),
            page: "A".to_owned(),
            prompt: "How long?".to_owned(),
            objective: None,
        };
        record.add(attempt, about, Stamp(*ms, 1));
    }
    saved::write("q", &record)
}

fn texts(entries: &[(&str, &str)]) -> Vec<(String, String)> {
    entries
        .iter()
        .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
        .collect()
}

fn read(kept: &Kept) -> (Store, Vec<Aside>) {
    keep::read_all(kept.texts.iter().map(|(key, text)| (&**key, &**text)))
}

/// When the answers to the question were given.
fn times(kept: &Kept) -> Vec<u64> {
    let (store, _) = read(kept);
    let record = store.get("q").cloned().unwrap_or_default();
    record.attempts().map(|attempt| attempt.at_ms).collect()
}

/// Runs a script of the browser's own; what it returns is waited for.
async fn script(body: &str) -> JsValue {
    let body = format!("(async () => {{ {body} }})()");
    let promise: Promise = js_sys::eval(&body).expect("a script that runs").into();
    JsFuture::from(promise).await.expect("a script that ends")
}

/// Opens a database beside the program: `db` in the script.
async fn with_database(name: &str, version: u32, body: &str) -> JsValue {
    script(&format!(
        "const request = indexedDB.open('{name}', {version});
         request.onupgradeneeded = () => request.result.createObjectStore('records');
         const db = await new Promise((done, fail) => {{
             request.onsuccess = () => done(request.result);
             request.onerror = () => fail(request.error);
         }});
         const ended = (one) => new Promise((done, fail) => {{
             one.onsuccess = one.oncomplete = () => done(one.result);
             one.onerror = one.onabort = () => fail(one.error);
         }});
         const put = async (key, value) => {{
             const transaction = db.transaction('records', 'readwrite');
             transaction.objectStore('records').put(value, key);
             await ended(transaction);
         }};
         const get = (key) => ended(db.transaction('records').objectStore('records').get(key));
         try {{ {body} }} finally {{ db.close(); }}"
    ))
    .await
}

fn local() -> web_sys::Storage {
    web_sys::window()
        .expect("a window")
        .local_storage()
        .expect("no block")
        .expect("a storage")
}

#[wasm_bindgen_test]
async fn an_answer_is_written_to_the_database_and_read_back() {
    let storage = places("read-back");
    let text = answered(&[1]);
    let written = storage.exchange(texts(&[("q", &text)])).await;
    assert_eq!(written.keeping, Keeping::Database);
    let there = with_database("read-back", 1, "return await get('q');").await;
    assert_eq!(there.as_string(), Some(text));
    let kept = storage.exchange(Vec::new()).await;
    assert_eq!(times(&kept), [1]);
    assert_eq!(
        local().get_item("read-backq"),
        Ok(None),
        "it has moved on from the local storage"
    );
}

#[wasm_bindgen_test]
async fn a_reader_who_leaves_before_the_database_answers_loses_nothing() {
    let storage = places("leaves");
    let text = answered(&[1]);
    let leaving = pin!(storage.exchange(texts(&[("q", &text)])));
    // No further than the program gets before it has to wait.
    assert!(
        leaving
            .poll(&mut Context::from_waker(Waker::noop()))
            .is_pending()
    );
    assert_eq!(local().get_item("leavesq"), Ok(Some(text)));
    let kept = storage.exchange(Vec::new()).await;
    assert_eq!((times(&kept), kept.keeping), (vec![1], Keeping::Database));
}

#[wasm_bindgen_test]
async fn what_another_tab_has_written_is_merged_and_not_written_over() {
    let storage = places("two-tabs");
    storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    // A tab that was opened before and has not seen it.
    let kept = storage.exchange(texts(&[("q", &answered(&[2]))])).await;
    assert_eq!(times(&kept), [1, 2]);
    assert_eq!(times(&storage.exchange(Vec::new()).await), [1, 2]);
}

#[wasm_bindgen_test]
async fn two_tabs_that_write_at_the_same_time_lose_nothing() {
    let storage = places("at-once");
    let writes = (1..=6).map(|ms| {
        let exchange = storage.exchange(texts(&[("q", &answered(&[ms]))]));
        wasm_bindgen_futures::future_to_promise(async move {
            exchange.await;
            Ok(JsValue::UNDEFINED)
        })
    });
    let all: js_sys::Array = writes.map(JsValue::from).collect();
    JsFuture::from(Promise::all(&all)).await.expect("all end");
    assert_eq!(
        times(&storage.exchange(Vec::new()).await),
        [1, 2, 3, 4, 5, 6]
    );
}

#[wasm_bindgen_test]
async fn a_damaged_record_is_set_aside_and_kept() {
    let storage = places("damaged");
    with_database("damaged", 1, "await put('q', '{\"v\":1,\"id\"');").await;
    let found = storage.exchange(Vec::new()).await;
    assert_eq!(
        read(&found).1.len(),
        1,
        "it is listed before anything is written"
    );
    let kept = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    assert_eq!((times(&kept), kept.keeping), (vec![1], Keeping::Database));
    let (_, aside) = read(&storage.exchange(Vec::new()).await);
    assert_eq!(aside.len(), 1);
    assert_eq!((&*aside[0].key, &*aside[0].text), ("q", "{\"v\":1,\"id\""));
    assert!(matches!(aside[0].why, Unreadable::Damaged(_)));
}

#[wasm_bindgen_test]
async fn a_record_of_a_newer_version_is_set_aside_and_kept() {
    let storage = places("newer");
    with_database("newer", 1, "await put('q', '{\"v\":2,\"all\":\"new\"}');").await;
    let kept = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    assert_eq!(times(&kept), [1]);
    let (_, aside) = read(&storage.exchange(Vec::new()).await);
    assert_eq!(
        aside,
        [Aside {
            key: "q".to_owned(),
            text: "{\"v\":2,\"all\":\"new\"}".to_owned(),
            why: Unreadable::Newer(2),
        }]
    );
}

#[wasm_bindgen_test]
async fn a_value_that_is_no_text_is_set_aside_as_one() {
    let storage = places("no-text");
    with_database("no-text", 1, "await put('q', { v: 1, rows: [2, 3] });").await;
    let kept = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    assert_eq!(times(&kept), [1]);
    assert_eq!(read(&kept).1[0].text, "{\"v\":1,\"rows\":[2,3]}");
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_version_is_left_as_it_is_and_shown_as_set_aside() {
    let storage = places("newer-form");
    with_database("newer-form", 7, "await put('q', { all: 'new' });").await;
    let kept = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    assert_eq!(kept.keeping, Keeping::LocalStorage(Trouble::Newer));
    assert_eq!(times(&kept), [1]);
    assert_eq!(
        kept.newer,
        Some((7, texts(&[("q", "{\"all\":\"new\"}")]))),
        "what is in it can be exported"
    );
    let there = with_database("newer-form", 7, "return (await get('q')).all;").await;
    assert_eq!(there.as_string().as_deref(), Some("new"));
}

#[wasm_bindgen_test]
async fn what_local_storage_holds_is_moved_into_the_database_and_not_lost() {
    let storage = places("takeover/");
    let put = |key: &str, text: &str| local().set_item(key, text).expect("room");
    put("takeover/q", &answered(&[1]));
    put("takeover/r", "{");
    put("takeover/aside:s", "[");
    put("other", "of somebody else");
    storage.exchange(texts(&[("q", &answered(&[2]))])).await;
    let kept = storage.exchange(Vec::new()).await;
    assert_eq!(
        (times(&kept), kept.keeping),
        (vec![1, 2], Keeping::Database)
    );
    let aside = read(&kept).1;
    let aside: Vec<_> = aside
        .iter()
        .map(|aside| (&*aside.key, &*aside.text))
        .collect();
    assert_eq!(aside, [("r", "{"), ("s", "[")]);
    for key in ["takeover/q", "takeover/r", "takeover/aside:s"] {
        assert_eq!(local().get_item(key), Ok(None), "{key}");
    }
    assert_eq!(
        local().get_item("other"),
        Ok(Some("of somebody else".to_owned()))
    );
}

/// The answer is kept in the local storage for `trouble` while `broken` holds, and in the database after it.
async fn falls_back(storage: Storage, broken: &str, mended: &str, trouble: Trouble) {
    script(broken).await;
    let kept = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    let again = storage.exchange(texts(&[("q", &answered(&[2]))])).await;
    script(mended).await;
    assert_eq!(kept.keeping, Keeping::LocalStorage(trouble));
    assert_eq!(times(&again), [1, 2], "it works on");
    let kept = storage.exchange(Vec::new()).await;
    assert_eq!(
        (times(&kept), kept.keeping),
        (vec![1, 2], Keeping::Database)
    );
}

/// A browser that has no database, and one that has it again.
const MISSING: &str = "window.kept = Object.getOwnPropertyDescriptor(window, 'indexedDB');
     Object.defineProperty(window, 'indexedDB', { value: undefined, configurable: true });";
const THERE: &str = "Object.defineProperty(window, 'indexedDB', window.kept);";

#[wasm_bindgen_test]
async fn without_a_database_answers_go_to_the_local_storage() {
    falls_back(places("missing"), MISSING, THERE, Trouble::Blocked).await;
}

#[wasm_bindgen_test]
async fn a_database_that_may_not_be_opened_is_done_without() {
    falls_back(
        places("refused"),
        "window.kept = IDBFactory.prototype.open;
         IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };",
        "IDBFactory.prototype.open = window.kept;",
        Trouble::Blocked,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_database_that_is_full_is_done_without() {
    falls_back(
        places("full"),
        "window.kept = IDBObjectStore.prototype.put;
         IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };",
        "IDBObjectStore.prototype.put = window.kept;",
        Trouble::Full,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_transaction_that_is_aborted_is_noticed() {
    falls_back(
        places("aborted"),
        "window.kept = IDBObjectStore.prototype.put;
         IDBObjectStore.prototype.put = function (...all) {
             const request = window.kept.apply(this, all);
             this.transaction.abort();
             return request;
         };",
        "IDBObjectStore.prototype.put = window.kept;",
        Trouble::Failed,
    )
    .await;
}

#[wasm_bindgen_test]
async fn a_database_that_another_tab_holds_up_is_not_waited_for() {
    // A connection that stays open holds up the deletion, and that every later opening.
    let hold = "window.held = await new Promise((done, fail) => {
                    const request = indexedDB.open('held-up', 1);
                    request.onupgradeneeded = () => request.result.createObjectStore('records');
                    request.onsuccess = () => done(request.result);
                    request.onerror = () => fail(request.error);
                });
                window.deleted = new Promise((done) => {
                    const request = indexedDB.deleteDatabase('held-up');
                    request.onsuccess = done;
                });";
    let storage = Storage {
        patience_ms: 100.0,
        ..places("held-up")
    };
    script(hold).await;
    let kept = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    assert_eq!(kept.keeping, Keeping::LocalStorage(Trouble::Silent));
    assert_eq!(times(&kept), [1]);
    script("window.held.close(); await window.deleted;").await;
    let kept = places("held-up").exchange(Vec::new()).await;
    assert_eq!((times(&kept), kept.keeping), (vec![1], Keeping::Database));
}

#[wasm_bindgen_test]
async fn no_connection_stays_open_in_the_way_of_others() {
    places("closed")
        .exchange(texts(&[("q", &answered(&[1]))]))
        .await;
    let outcome = script(
        "return await new Promise((done) => {
             const request = indexedDB.deleteDatabase('closed');
             request.onblocked = () => done('blocked');
             request.onsuccess = () => done('deleted');
         });",
    )
    .await;
    assert_eq!(outcome.as_string().as_deref(), Some("deleted"));
}

#[wasm_bindgen_test]
async fn a_browser_that_blocks_all_storage_is_worked_with_and_told_of() {
    script(
        "window.kept = Object.getOwnPropertyDescriptors(window);
         for (const name of ['indexedDB', 'localStorage']) {
             Object.defineProperty(window, name, {
                 get() { throw new DOMException('no', 'SecurityError'); },
                 configurable: true,
             });
         }",
    )
    .await;
    let kept = places("blocked")
        .exchange(texts(&[("q", &answered(&[1]))]))
        .await;
    script(
        "for (const name of ['indexedDB', 'localStorage'])
             Object.defineProperty(window, name, window.kept[name]);",
    )
    .await;
    assert_eq!(kept.keeping, Keeping::PageOnly(Trouble::Blocked));
    assert!(kept.texts.is_empty());
    assert!(kept.keeping.loses());
}

#[wasm_bindgen_test]
async fn a_full_local_storage_without_a_database_is_told_of_and_nothing_in_it_is_lost() {
    let storage = places("no-room/");
    local().set_item("no-room/r", "{").expect("room");
    // Really full: by halves, until not one character more goes in.
    script(
        "let fill = '';
         for (let size = 8 << 20; size >= 1; ) {
             try {
                 localStorage.setItem('fill', fill + 'x'.repeat(size));
                 fill += 'x'.repeat(size);
             } catch {
                 size >>= 1;
             }
         }",
    )
    .await;
    script(MISSING).await;
    let full = storage.exchange(texts(&[("q", &answered(&[1]))])).await;
    let damaged = storage.exchange(texts(&[("r", &answered(&[1]))])).await;
    let there = local().get_item("no-room/r");
    script("localStorage.removeItem('fill');").await;
    script(THERE).await;
    assert_eq!(full.keeping, Keeping::PageOnly(Trouble::Full));
    assert_eq!(damaged.keeping, Keeping::PageOnly(Trouble::Full));
    assert_eq!(
        there,
        Ok(Some("{".to_owned())),
        "a damaged text stays until there is room to set it aside"
    );
}

#[wasm_bindgen_test]
async fn a_full_local_storage_does_not_keep_answers_out_of_the_database() {
    script(
        "window.kept = Storage.prototype.setItem;
         Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };",
    )
    .await;
    let kept = places("roomy")
        .exchange(texts(&[("q", &answered(&[1]))]))
        .await;
    script("Storage.prototype.setItem = window.kept;").await;
    assert_eq!((times(&kept), kept.keeping), (vec![1], Keeping::Database));
}
