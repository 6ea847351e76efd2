//! Tabs, and the programs of one page, in step: what one has written it tells the others, text and all, so that they need not
//! read it, and hear of it even where nothing can be kept.
//!
//! Nobody answers to what is told, so that there is no storm; only who opens asks the others once for what they could not
//! keep.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::{BroadcastChannel, MessageEvent};

use super::Texts;
use crate::platform::document::{self, Heard};

/// Of the channel, and of the event that takes its place within one page where the browser has no channel.
const NAME: &str = "headroom-kept";

/// What is told, and what it is told to.
type Hear = Rc<dyn Fn(Texts)>;

enum Line {
    Tabs {
        channel: BroadcastChannel,
        _heard: Closure<dyn FnMut(MessageEvent)>,
    },
    /// Hears for as long as it is there.
    Page {
        _heard: Option<Heard>,
    },
    Closed,
}

thread_local! {
    static LINE: RefCell<Line> = const { RefCell::new(Line::Closed) };
}

/// Hears what others tell from now on; once a program. `again` is called when the page is back from where browsers put
/// pages that were left: it may have missed something.
pub fn open(hear: impl Fn(Texts) + 'static, again: impl Fn() + 'static) {
    let hear: Hear = Rc::new(hear);
    connect(&hear);
    // A page with an open channel may not be put there.
    on_window("pagehide", || LINE.set(Line::Closed));
    on_window("pageshow", move || {
        if LINE.with_borrow(|line| matches!(line, Line::Closed)) {
            connect(&hear);
            again();
        }
    });
}

fn connect(hear: &Hear) {
    let told = {
        let hear = hear.clone();
        move |bytes: &[u8]| {
            // Another build may say it otherwise; then the database has it.
            if let Ok(texts) = postcard::from_bytes(bytes) {
                hear(texts);
            }
        }
    };
    LINE.set(if let Ok(channel) = BroadcastChannel::new(NAME) {
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Ok(bytes) = event.data().dyn_into::<Uint8Array>() {
                told(&bytes.to_vec());
            }
        });
        channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        Line::Tabs {
            channel,
            _heard: heard,
        }
    } else {
        Line::Page {
            _heard: Heard::of(NAME, told),
        }
    });
}

/// Tells all others. Nothing at all asks for what they could not keep.
pub fn tell(texts: &Texts) {
    let Ok(bytes) = postcard::to_allocvec(texts) else {
        return;
    };
    // Who hears within the page may tell in turn: the line is not held meanwhile.
    let channel = LINE.with_borrow(|line| match line {
        Line::Tabs { channel, .. } => Some(Some(channel.clone())),
        Line::Page { .. } => Some(None),
        Line::Closed => None,
    });
    match channel {
        // Refused by a channel that was closed only.
        Some(Some(channel)) => drop(channel.post_message(&Uint8Array::from(&*bytes))),
        Some(None) => document::tell_with(NAME, &bytes),
        None => {}
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        if let Self::Tabs { channel, .. } = self {
            channel.set_onmessage(None);
            channel.close();
        }
    }
}

fn on_window(event: &str, act: impl FnMut() + 'static) {
    if let Some(window) = web_sys::window() {
        let act = Closure::<dyn FnMut()>::new(act).into_js_value();
        let _ = window.add_event_listener_with_callback(event, act.unchecked_ref());
    }
}
