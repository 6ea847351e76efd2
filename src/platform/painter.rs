//! When a canvas is drawn.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use web_sys::HtmlCanvasElement;

use super::canvas::Surface;
use super::observe::{Near, Print, Resize, Theme};
use super::paint::Job;
use super::{clock, theme};

/// A canvas that is drawn when asked and when its size or the theme changes: at once while it is on screen, else now and
/// then; and, in the colours of paper, before it is printed.
pub struct Painter {
    job: Rc<Job>,
    _observers: (Option<Resize>, Option<Near>, Option<Theme>, Option<Print>),
}

impl Painter {
    /// `fine` is how many units of the drawing make a CSS pixel. `None` where the browser gives no drawing context.
    pub fn new(
        canvas: HtmlCanvasElement,
        fine: i32,
        draw: impl Fn(&Surface) + 'static,
    ) -> Option<Self> {
        let surface = Surface::new(canvas.clone(), canvas.clone().into(), fine)?;
        let surface = Rc::new(RefCell::new(surface));
        let sight = Rc::new(Sight {
            on_screen: Cell::new(true),
            missed: Cell::new(false),
            waiting: Cell::new(false),
            paint: Box::new({
                let surface = surface.clone();
                move || {
                    if surface.borrow_mut().begin() {
                        draw(&surface.borrow());
                    }
                }
            }),
        });
        let job = Job::new({
            let sight = sight.clone();
            move || sight.request()
        });
        // Afterwards the theme observer, which sees the theme change and change back, asks for the reader's colours again.
        let before_print = Print::new({
            let (surface, sight) = (surface.clone(), sight.clone());
            move || {
                surface.borrow_mut().forget_theme();
                theme::on_paper(|| sight.draw());
            }
        });
        let again = |job: &Rc<Job>| {
            let job = Rc::downgrade(job);
            move || {
                if let Some(job) = job.upgrade() {
                    job.request();
                }
            }
        };
        let resize = Resize::new(&canvas, again(&job));
        let near = Near::new(&canvas, 100, {
            let redraw = again(&job);
            move |near| {
                sight.on_screen.set(near);
                if near && sight.missed.get() {
                    redraw();
                }
            }
        });
        let theme = Theme::new({
            let redraw = again(&job);
            move || {
                surface.borrow_mut().forget_theme();
                redraw();
            }
        });
        Some(Self {
            job,
            _observers: (resize, near, theme, before_print),
        })
    }

    /// Draws in one of the next animation frames, if it is seen.
    pub fn request(&self) {
        self.job.request();
    }
}

/// Between two drawings of what is not on screen, milliseconds.
const NOW_AND_THEN_MS: f64 = 700.0;

/// A drawing, and whether it is seen.
struct Sight {
    on_screen: Cell<bool>,
    /// Whether there is more to see than was drawn.
    missed: Cell<bool>,
    /// Whether it will be drawn in a while.
    waiting: Cell<bool>,
    paint: Box<dyn Fn()>,
}

impl Sight {
    fn draw(&self) {
        self.missed.set(false);
        (self.paint)();
    }

    fn request(self: &Rc<Self>) {
        if self.on_screen.get() {
            return self.draw();
        }
        self.missed.set(true);
        if self.waiting.replace(true) {
            return;
        }
        let sight = Rc::downgrade(self);
        clock::after(NOW_AND_THEN_MS, move || {
            // The page may have been left meanwhile.
            let Some(sight) = sight.upgrade() else { return };
            sight.waiting.set(false);
            if sight.missed.get() {
                sight.draw();
            }
        });
    }
}
