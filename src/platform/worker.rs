//! A Web Worker as a pipe of byte strings.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{ErrorEvent, MessageEvent};

/// How many workers can run at once; at least one.
pub fn cores() -> usize {
    let told = web_sys::window().map_or(1.0, |window| window.navigator().hardware_concurrency());
    // `as` takes NaN for 0.
    (told as usize).max(1)
}

/// A worker that runs until this is dropped.
pub struct Worker {
    inner: web_sys::Worker,
    _message: Closure<dyn FnMut(MessageEvent)>,
    _error: Closure<dyn FnMut(web_sys::Event)>,
}

impl Worker {
    /// Starts the script at `url`. `on_message` gets each message's bytes; `on_death` why the worker can
    /// no longer be relied on: its script did not load, or an error in it was caught by nobody.
    pub fn spawn(
        url: &str,
        mut on_message: impl FnMut(Vec<u8>) + 'static,
        mut on_death: impl FnMut(String) + 'static,
    ) -> Result<Self, String> {
        let worker = web_sys::Worker::new(url).map_err(|error| format!("{error:?}"))?;
        let message = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(buffer) = event.data().dyn_into::<ArrayBuffer>() {
                on_message(Uint8Array::new(&buffer).to_vec());
            }
        });
        let error = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            // Handled here; the browser need not report it as the page's own.
            event.prevent_default();
            let message = event
                .dyn_ref::<ErrorEvent>()
                .map(ErrorEvent::message)
                .unwrap_or_default();
            on_death(message);
        });
        worker.set_onmessage(Some(message.as_ref().unchecked_ref()));
        worker.set_onerror(Some(error.as_ref().unchecked_ref()));
        Ok(Self {
            inner: worker,
            _message: message,
            _error: error,
        })
    }

    /// Sends a copy of `bytes`, whose buffer the worker then owns.
    pub fn post(&self, bytes: &[u8]) {
        let buffer = Uint8Array::from(bytes).buffer();
        // Fails only for what cannot be transferred; a fresh buffer can.
        let _ = self
            .inner
            .post_message_with_transfer(&buffer, &Array::of1(&buffer));
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.inner.set_onmessage(None);
        self.inner.set_onerror(None);
        self.inner.terminate();
    }
}
