//! When things are drawn: in animation frames, a few a frame, and no frame is asked for while nothing waits.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

use leptos::prelude::request_animation_frame;

/// Drawings in one animation frame. A page full of charts spreads them over several frames, so that none is long.
const A_FRAME: usize = 2;

thread_local! {
    static QUEUE: RefCell<VecDeque<Weak<Job>>> = const { RefCell::new(VecDeque::new()) };
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Something that is drawn now and then. Dropping it takes it off the queue.
pub struct Job {
    queued: Cell<bool>,
    draw: Box<dyn Fn()>,
}

impl Job {
    pub fn new(draw: impl Fn() + 'static) -> Rc<Self> {
        Rc::new(Self {
            queued: Cell::new(false),
            draw: Box::new(draw),
        })
    }

    /// Draws in one of the next frames, once for all requests until then.
    pub fn request(self: &Rc<Self>) {
        if !self.queued.replace(true) {
            QUEUE.with_borrow_mut(|queue| queue.push_back(Rc::downgrade(self)));
            ask();
        }
    }
}

fn ask() {
    if !ASKED.replace(true) {
        request_animation_frame(frame);
    }
}

fn frame() {
    ASKED.set(false);
    let mut drawn = 0;
    while drawn < A_FRAME {
        let Some(job) = QUEUE.with_borrow_mut(VecDeque::pop_front) else {
            return;
        };
        if let Some(job) = job.upgrade() {
            job.queued.set(false);
            (job.draw)();
            drawn += 1;
        }
    }
    if QUEUE.with_borrow(|queue| !queue.is_empty()) {
        ask();
    }
}
