//! The site without a connection: `sw.js` keeps its files, and is asked about them here.

use std::cell::Cell;
use std::time::Duration;

use gloo_timers::future::sleep;
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{MessageChannel, MessageEvent, ServiceWorkerContainer, ServiceWorkerRegistration};

use super::document;
use super::navigation::get;
use super::observe::FirstSign;
use crate::state::offline::{Kept, Trouble};
use crate::state::site::Base;

/// A worker that was never registered is waited for no longer than this.
const READY: Duration = Duration::from_secs(10);
/// One turn of getting files takes it seconds; on a line that has died one file may take a minute.
const ANSWER: Duration = Duration::from_secs(90);

/// Lets the site be read without a connection from now on (`src/offline.js`). Not while it is being written: authors would see
/// what they have changed too late. It comes at the first sign of a reader: who only looks in need not download it.
pub fn begin(base: &Base) {
    if cfg!(debug_assertions) {
        return;
    }
    let (base, started) = (base.clone(), Cell::new(false));
    let sign = FirstSign::new(move || {
        if !started.replace(true) {
            document::start(&base, "offline", || ());
        }
    });
    // For as long as the document lives.
    std::mem::forget(sign);
}

/// Asks the worker to do something, and how much of the site is here then. Nothing where no worker answers.
pub async fn ask(question: &str) -> Option<Kept> {
    let registration = registration().await?;
    let worker = registration.active()?;
    let channel = MessageChannel::new().ok()?;
    let answer = Promise::new(&mut |answered, _| {
        let listen = Closure::once_into_js(move |event: MessageEvent| {
            let _ = answered.call1(&JsValue::UNDEFINED, &event.data());
        });
        channel.port1().set_onmessage(Some(listen.unchecked_ref()));
    });
    let message = Object::new();
    Reflect::set(&message, &"ask".into(), &question.into()).ok()?;
    let ports = Array::of1(&channel.port2());
    worker
        .post_message_with_transferable(&message, &ports)
        .ok()?;
    read(&within(answer, ANSWER).await?)
}

fn read(answer: &JsValue) -> Option<Kept> {
    let number = |name| get(answer, name)?.as_f64();
    Some(Kept {
        bytes: number("kept")?,
        all: number("all")?,
        least: number("least")?,
        trouble: get(answer, "trouble")
            .and_then(|trouble| Trouble::of(&trouble.as_string().unwrap_or_default())),
    })
}

/// Only pages of a secure origin have workers, and private windows of some browsers have none.
async fn registration() -> Option<ServiceWorkerRegistration> {
    let workers = get(&web_sys::window()?.navigator(), "serviceWorker")?;
    let workers: ServiceWorkerContainer = workers.unchecked_into();
    let ready = within(workers.ready().ok()?, READY).await?;
    ready.dyn_into().ok()
}

/// What is promised, if it comes in time.
async fn within(promise: Promise, time: Duration) -> Option<JsValue> {
    let late = future_to_promise(async move {
        sleep(time).await;
        Err(JsValue::NULL)
    });
    let race = Promise::race(&Array::of2(&promise, &late));
    JsFuture::from(race).await.ok()
}
