//! The worker's message port. A command is answered at once and whole; a page that has waited too long ends the worker.

use headroom_sim::protocol::BUILD;
use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::{Closure, JsCast};
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

use crate::protocol::Event;

/// Begins to listen, and tells the page so.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let port = scope.clone();
    let command = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // What is no command is of a page of another build, which the first message has told so already.
        if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>()
            && let Ok(command) = postcard::from_bytes(&Uint8Array::new(&buffer).to_vec())
        {
            post(&port, &crate::answer(&command));
        }
    });
    scope.set_onmessage(Some(command.into_js_value().unchecked_ref()));
    post(
        &scope,
        &Event::Ready {
            build: BUILD.to_owned(),
        },
    );
}

fn post(scope: &DedicatedWorkerGlobalScope, event: &Event) {
    // Events hold nothing that postcard cannot encode, and a fresh buffer can be transferred.
    if let Ok(bytes) = postcard::to_allocvec(event) {
        let buffer = Uint8Array::from(&*bytes).buffer();
        let _ = scope.post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }
}
