//! The worker's message port and clock.
//!
//! The next slice is asked for by a message to itself: commands come in between, and no timer's minimum delay is paid.
//! A run that is ahead of its pace waits by a timer instead, so that it does not keep a processor busy with waiting.

use std::cell::RefCell;
use std::rc::Rc;

use headroom_sim::protocol::Event;
use js_sys::{Array, ArrayBuffer, Function, Uint8Array};
use wasm_bindgen::prelude::{Closure, JsCast, JsValue};
use web_sys::{DedicatedWorkerGlobalScope, MessageChannel, MessageEvent, MessagePort};

use crate::pump::{Host, Pump};

struct Worker {
    scope: DedicatedWorkerGlobalScope,
    /// Messages sent here come back as the next slice.
    again: MessagePort,
    /// Runs a slice, for a timer.
    slice: Function,
}

impl Host for Worker {
    fn now_ms(&self) -> f64 {
        let performance = self.scope.performance();
        performance.map_or(0.0, |performance| performance.now())
    }

    fn post(&mut self, event: &Event) {
        // Events hold nothing that postcard cannot encode, and a fresh buffer can be transferred.
        if let Ok(bytes) = postcard::to_allocvec(event) {
            let buffer = Uint8Array::from(&*bytes).buffer();
            let _ = (self.scope).post_message_with_transfer(&buffer, &Array::of1(&buffer));
        }
    }

    fn call_again(&mut self, after_ms: f64) {
        let timed = after_ms >= 1.0
            && (self.scope)
                .set_timeout_with_callback_and_timeout_and_arguments_0(&self.slice, after_ms as i32)
                .is_ok();
        if !timed {
            // Fails only for what cannot be cloned; null can.
            let _ = self.again.post_message(&JsValue::NULL);
        }
    }
}

/// Begins to listen, and tells the page so.
pub fn start() {
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    // Every browser that runs WebAssembly has them; without, the page hears nothing and says so.
    let Ok(channel) = MessageChannel::new() else {
        return;
    };
    let pump: Rc<RefCell<Option<Pump<Worker>>>> = Rc::default();

    let sliced = pump.clone();
    let slice = Closure::<dyn FnMut()>::new(move || {
        if let Some(pump) = &mut *sliced.borrow_mut() {
            pump.slice();
        }
    });
    let slice: Function = slice.into_js_value().unchecked_into();
    channel.port1().set_onmessage(Some(&slice));

    let commanded = pump.clone();
    let command = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        // What is not bytes is not a command, which the pump says.
        let buffer = event.data().dyn_into::<ArrayBuffer>();
        let bytes = buffer.map_or_else(|_| Vec::new(), |buffer| Uint8Array::new(&buffer).to_vec());
        if let Some(pump) = &mut *commanded.borrow_mut() {
            pump.receive(&bytes);
        }
    });
    scope.set_onmessage(Some(command.into_js_value().unchecked_ref()));

    *pump.borrow_mut() = Some(Pump::start(Worker {
        scope,
        again: channel.port2(),
        slice,
    }));
}
