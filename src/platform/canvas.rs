//! Drawing on a canvas: sharp on any display, in the colours of the page, without touching the page's layout.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use leptos::prelude::window;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Blob, CanvasRenderingContext2d, Element, HtmlCanvasElement};

use super::{download, settings};

/// A point in fine units.
type Point = (i32, i32);

/// How what is drawn looks.
#[derive(Clone, Copy)]
pub struct Brush {
    /// The custom property that holds its colour.
    pub property: &'static str,
    /// How much it covers of what is below, 0..1.
    pub opacity: f64,
    /// Lengths of dash and gap, CSS pixels.
    pub dash: &'static [u8],
}

/// A canvas, in fine units.
pub struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    /// Whose style says what the page's colours and faces are.
    styled: Element,
    fine: i32,
    /// Device pixels in a unit of length, and the size in those, at the last drawing. One is a CSS pixel times the scale of text, so that what
    /// is drawn grows with the text around it.
    ratio: f64,
    size: (u32, u32),
    scale: f64,
    colors: RefCell<BTreeMap<&'static str, String>>,
    family: RefCell<Option<String>>,
    /// Widths of texts in fine units, by the size of their letters.
    widths: RefCell<BTreeMap<String, (f64, u32)>>,
    font_size: Cell<f64>,
}

/// Labels change with the data; past this many the cache starts over.
const WIDTHS_KEPT: usize = 256;

impl Surface {
    /// `None` where the browser gives no drawing context.
    pub(super) fn new(canvas: HtmlCanvasElement, styled: Element, fine: i32) -> Option<Self> {
        let context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        Some(Self {
            canvas,
            context,
            styled,
            fine,
            ratio: 1.0,
            size: (0, 0),
            scale: 1.0,
            colors: RefCell::default(),
            family: RefCell::default(),
            widths: RefCell::default(),
            font_size: Cell::new(0.0),
        })
    }

    /// A clean sheet that is on no page, in the colours and faces of the element with this id. Size in CSS pixels.
    pub fn detached(styled: &str, fine: i32, size: (u32, u32), ratio: f64) -> Option<Self> {
        let document = window().document()?;
        let canvas = document.create_element("canvas").ok()?.dyn_into().ok()?;
        let styled = document.get_element_by_id(styled)?;
        let mut surface = Self::new(canvas, styled, fine)?;
        (surface.size, surface.ratio) = (size, ratio);
        surface.clear(size, ratio);
        Some(surface)
    }

    pub(super) fn forget_theme(&mut self) {
        self.colors.take();
        self.family.take();
    }

    /// A clean sheet of the present size; false when there is no room to draw on.
    pub(super) fn begin(&mut self) -> bool {
        let css = (self.canvas.client_width(), self.canvas.client_height());
        let css = (css.0.max(0) as u32, css.1.max(0) as u32);
        self.scale = settings::text_scale();
        let units = |css: u32| (f64::from(css) / self.scale).round() as u32;
        self.size = (units(css.0), units(css.1));
        if self.size.0 == 0 || self.size.1 == 0 {
            return false;
        }
        let ratio = window().device_pixel_ratio().max(0.5);
        self.ratio = ratio * self.scale;
        self.clear(css, ratio);
        true
    }

    /// A clean sheet of so many CSS pixels with so many of the device's in each.
    fn clear(&mut self, css: (u32, u32), ratio: f64) {
        let device = |css: u32| (f64::from(css) * ratio).round() as u32;
        let (width, height) = (device(css.0), device(css.1));
        // Setting either clears the canvas and costs an allocation.
        if (self.canvas.width(), self.canvas.height()) != (width, height) {
            self.canvas.set_width(width);
            self.canvas.set_height(height);
        }
        let context = &self.context;
        let _ = context.reset_transform();
        context.clear_rect(0.0, 0.0, width.into(), height.into());
        let scale = self.ratio / f64::from(self.fine);
        let _ = context.scale(scale, scale);
        context.set_line_join("round");
        // A new size resets all of the context's state.
        self.font_size.set(0.0);
    }

    /// In units of length.
    pub fn size(&self) -> (u32, u32) {
        self.size
    }

    /// CSS pixels in a unit of length.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    fn computed(&self, property: &str) -> Option<String> {
        let style = window().get_computed_style(&self.styled).ok().flatten()?;
        let value = style.get_property_value(property).ok()?.trim().to_owned();
        (!value.is_empty()).then_some(value)
    }

    /// The colour that a custom property holds.
    pub fn color(&self, property: &'static str) -> String {
        let mut colors = self.colors.borrow_mut();
        let color = colors
            .entry(property)
            .or_insert_with(|| self.computed(property).unwrap_or_else(|| "gray".to_owned()));
        color.clone()
    }

    /// The page's faces for labels.
    pub fn family(&self) -> String {
        let mut family = self.family.borrow_mut();
        if family.is_none() {
            self.widths.borrow_mut().clear();
            self.font_size.set(0.0);
        }
        let family = family.get_or_insert_with(|| {
            let family = self.computed("font-family");
            family.unwrap_or_else(|| "sans-serif".to_owned())
        });
        family.clone()
    }

    fn font(&self, size: f64) {
        if self.family.borrow().is_none() || (self.font_size.get() - size).abs() > f64::EPSILON {
            let family = self.family();
            self.font_size.set(size);
            self.context.set_font(&format!("{size}px {family}"));
        }
    }

    fn fill_style(&self, brush: Brush) {
        self.context.set_global_alpha(brush.opacity);
        self.context.set_fill_style_str(&self.color(brush.property));
    }

    /// Puts an upright or level hairline on device pixels, or it would be two pixels wide and pale.
    fn snap(&self, at: i32, width: u32) -> f64 {
        let scale = self.ratio / f64::from(self.fine);
        let thick = (f64::from(width) * scale).round().max(1.0);
        let middle = if thick as u32 % 2 == 1 { 0.5 } else { 0.0 };
        ((f64::from(at) * scale - middle).round() + middle) / scale
    }

    fn trace(&self, points: &[Point]) {
        self.context.begin_path();
        for (i, &(x, y)) in points.iter().enumerate() {
            if i == 0 {
                self.context.move_to(x.into(), y.into());
            } else {
                self.context.line_to(x.into(), y.into());
            }
        }
    }

    pub fn stroke(&self, points: &[Point], brush: Brush, width: u32) {
        let fine = f64::from(self.fine);
        let dash: js_sys::Array = brush
            .dash
            .iter()
            .map(|&length| JsValue::from_f64(f64::from(length) * fine))
            .collect();
        let _ = self.context.set_line_dash(&dash);
        self.context.set_global_alpha(brush.opacity);
        self.context
            .set_stroke_style_str(&self.color(brush.property));
        self.context.set_line_width(width.into());
        match *points {
            [(x0, y0), (x1, y1)] if x0 == x1 || y0 == y1 => {
                let snap = |at, level: bool| {
                    if level {
                        self.snap(at, width)
                    } else {
                        f64::from(at)
                    }
                };
                self.context.begin_path();
                self.context.move_to(snap(x0, x0 == x1), snap(y0, y0 == y1));
                self.context.line_to(snap(x1, x0 == x1), snap(y1, y0 == y1));
            }
            _ => self.trace(points),
        }
        self.context.stroke();
    }

    pub fn fill(&self, corners: &[Point], brush: Brush) {
        self.fill_style(brush);
        // Neighbours that are boxes meet without a seam.
        match *corners {
            [(x0, y0), (x1, y1), (x2, y2), (x3, y3)]
                if y0 == y1 && x1 == x2 && y2 == y3 && x3 == x0 =>
            {
                let (left, top) = (self.snap(x0, 0), self.snap(y0, 0));
                let (right, bottom) = (self.snap(x2, 0), self.snap(y2, 0));
                self.context
                    .fill_rect(left, top, right - left, bottom - top);
            }
            _ => {
                self.trace(corners);
                self.context.fill();
            }
        }
    }

    pub fn dot(&self, (x, y): Point, radius: u32, brush: Brush) {
        self.fill_style(brush);
        self.context.begin_path();
        // Fails for a negative radius only.
        let _ = self.context.arc(
            x.into(),
            y.into(),
            radius.into(),
            0.0,
            std::f64::consts::TAU,
        );
        self.context.fill();
    }

    /// `anchor` is what stands at the place: the canvas' names of `textAlign` and `textBaseline`.
    pub fn text(
        &self,
        text: &str,
        (x, y): Point,
        size: f64,
        anchor: (&'static str, &'static str),
        brush: Brush,
    ) {
        self.font(size);
        self.fill_style(brush);
        self.context.set_text_align(anchor.0);
        self.context.set_text_baseline(anchor.1);
        // Fails for coordinates that are no numbers.
        let _ = self.context.fill_text(text, x.into(), y.into());
    }

    /// How wide a text will be, in fine units, without a look at the page's layout.
    pub fn width(&self, text: &str, size: f64) -> u32 {
        self.font(size);
        if let Some(&(of, width)) = self.widths.borrow().get(text)
            && (of - size).abs() < f64::EPSILON
        {
            return width;
        }
        // The context measures in its own units, which are the fine ones.
        let width = self
            .context
            .measure_text(text)
            .map_or(0.6 * size * text.len() as f64, |metrics| metrics.width());
        let mut widths = self.widths.borrow_mut();
        if widths.len() >= WIDTHS_KEPT {
            widths.clear();
        }
        widths.insert(text.to_owned(), (size, width as u32));
        width as u32
    }

    /// Saves what is drawn as a file of that name.
    pub fn save_png(&self, name: String) {
        let saved = Closure::once_into_js(move |blob: Option<Blob>| {
            if let Some(blob) = blob {
                download::save_blob(&name, &blob);
            }
        });
        // Fails for a canvas with pictures of other sites.
        let _ = self.canvas.to_blob(saved.unchecked_ref());
    }
}
