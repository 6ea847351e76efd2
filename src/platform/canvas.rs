//! Drawing with Plotters on a canvas: sharp on any display, in the colours of the page, without touching the
//! page's layout.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::convert::Infallible;

use leptos::prelude::window;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};
use wasm_bindgen::JsValue;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// How a stroke of a role looks.
#[derive(Clone, Copy)]
pub struct Brush {
    /// The custom property that holds its colour.
    pub property: &'static str,
    /// Lengths of dash and gap, CSS pixels.
    pub dash: &'static [u8],
}

/// A canvas as Plotters sees it, in fine units.
pub struct Surface {
    canvas: HtmlCanvasElement,
    context: CanvasRenderingContext2d,
    fine: i32,
    brush: fn(BackendColor) -> Brush,
    /// Device pixels in a CSS pixel, and the size in CSS pixels, at the last drawing.
    ratio: f64,
    size: (u32, u32),
    colors: BTreeMap<&'static str, String>,
    family: RefCell<Option<String>>,
    /// Widths of texts in fine units; the page has one size of label and few labels.
    widths: RefCell<BTreeMap<String, u32>>,
    font_size: Cell<f64>,
    path: Vec<BackendCoord>,
}

/// Labels change with the data; past this many the cache starts over.
const WIDTHS_KEPT: usize = 256;

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Surface {
    pub(super) fn new(
        canvas: HtmlCanvasElement,
        context: CanvasRenderingContext2d,
        fine: i32,
        brush: fn(BackendColor) -> Brush,
    ) -> Self {
        Self {
            canvas,
            context,
            fine,
            brush,
            ratio: 1.0,
            size: (0, 0),
            colors: BTreeMap::new(),
            family: RefCell::default(),
            widths: RefCell::default(),
            font_size: Cell::new(0.0),
            path: Vec::new(),
        }
    }

    pub(super) fn forget_theme(&mut self) {
        self.colors.clear();
        self.family.take();
    }

    /// A clean sheet of the present size; false when there is no room to draw on.
    pub(super) fn begin(&mut self) -> bool {
        let size = (self.canvas.client_width(), self.canvas.client_height());
        self.size = (size.0.max(0) as u32, size.1.max(0) as u32);
        if self.size.0 == 0 || self.size.1 == 0 {
            return false;
        }
        self.ratio = window().device_pixel_ratio().max(0.5);
        let device = |css: u32| (f64::from(css) * self.ratio).round() as u32;
        let (width, height) = (device(self.size.0), device(self.size.1));
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
        true
    }

    fn style(&self) -> Option<web_sys::CssStyleDeclaration> {
        window().get_computed_style(&self.canvas).ok().flatten()
    }

    fn color(&mut self, property: &'static str) -> &str {
        if !self.colors.contains_key(property) {
            let value = self
                .style()
                .and_then(|style| style.get_property_value(property).ok())
                .map(|value| value.trim().to_owned())
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| "gray".to_owned());
            self.colors.insert(property, value);
        }
        self.colors.get(property).map_or("gray", String::as_str)
    }

    fn font(&self, size: f64) {
        let mut family = self.family.borrow_mut();
        if family.is_none() {
            self.widths.borrow_mut().clear();
            self.font_size.set(0.0);
        }
        let family = family.get_or_insert_with(|| {
            let family = self
                .style()
                .and_then(|style| style.get_property_value("font-family").ok());
            family
                .filter(|family| !family.is_empty())
                .unwrap_or_else(|| "sans-serif".to_owned())
        });
        if (self.font_size.get() - size).abs() > f64::EPSILON {
            self.font_size.set(size);
            self.context.set_font(&format!("{size}px {family}"));
        }
    }

    fn stroke_style(&mut self, style: &impl BackendStyle) {
        let brush = (self.brush)(style.color());
        let fine = f64::from(self.fine);
        let dash: js_sys::Array = brush
            .dash
            .iter()
            .map(|&length| JsValue::from_f64(f64::from(length) * fine))
            .collect();
        let _ = self.context.set_line_dash(&dash);
        let color = self.color(brush.property).to_owned();
        self.context.set_stroke_style_str(&color);
        self.context.set_line_width(style.stroke_width().into());
    }

    fn fill_style(&mut self, color: BackendColor) {
        let property = (self.brush)(color).property;
        let color = self.color(property).to_owned();
        self.context.set_fill_style_str(&color);
    }

    /// Puts an upright or level hairline on device pixels, or it would be two pixels wide and pale.
    fn snap(&self, at: i32, width: u32) -> f64 {
        let scale = self.ratio / f64::from(self.fine);
        let thick = (f64::from(width) * scale).round().max(1.0);
        let middle = if thick as u32 % 2 == 1 { 0.5 } else { 0.0 };
        ((f64::from(at) * scale - middle).round() + middle) / scale
    }

    fn trace(&self) {
        self.context.begin_path();
        for (i, &(x, y)) in self.path.iter().enumerate() {
            if i == 0 {
                self.context.move_to(x.into(), y.into());
            } else {
                self.context.line_to(x.into(), y.into());
            }
        }
    }
}

impl DrawingBackend for Surface {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (
            self.size.0 * self.fine as u32,
            self.size.1 * self.fine as u32,
        )
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Drawn {
        self.fill_style(color);
        let side = f64::from(self.fine);
        self.context.fill_rect(x.into(), y.into(), side, side);
        Ok(())
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Drawn {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let (x, y, width, height) = (x0.into(), y0.into(), (x1 - x0).into(), (y1 - y0).into());
        if fill {
            self.fill_style(style.color());
            self.context.fill_rect(x, y, width, height);
        } else {
            self.stroke_style(style);
            self.context.stroke_rect(x, y, width, height);
        }
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        self.path.clear();
        self.path.extend(path);
        self.stroke_style(style);
        match self.path[..] {
            [(x0, y0), (x1, y1)] if x0 == x1 || y0 == y1 => {
                let width = style.stroke_width();
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
            _ => self.trace(),
        }
        self.context.stroke();
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        self.context.begin_path();
        // Fails for a negative radius only.
        let _ = self.context.arc(
            x.into(),
            y.into(),
            radius.into(),
            0.0,
            std::f64::consts::TAU,
        );
        if fill {
            self.fill_style(style.color());
            self.context.fill();
        } else {
            self.stroke_style(style);
            self.context.stroke();
        }
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.path.clear();
        self.path.extend(corners);
        self.fill_style(style.color());
        self.trace();
        self.context.fill();
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        self.font(style.size());
        self.fill_style(style.color());
        let anchor = style.anchor();
        self.context.set_text_align(match anchor.h_pos {
            HPos::Left => "left",
            HPos::Center => "center",
            HPos::Right => "right",
        });
        self.context.set_text_baseline(match anchor.v_pos {
            VPos::Top => "top",
            VPos::Center => "middle",
            VPos::Bottom => "bottom",
        });
        // Fails for coordinates that are no numbers.
        let _ = self.context.fill_text(text, x.into(), y.into());
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let height = style.size() as u32;
        if let Some(&width) = self.widths.borrow().get(text) {
            return Ok((width, height));
        }
        self.font(style.size());
        // The context measures in its own units, which are the fine ones.
        let width = self
            .context
            .measure_text(text)
            .map_or(0.6 * style.size() * text.len() as f64, |metrics| {
                metrics.width()
            });
        let mut widths = self.widths.borrow_mut();
        if widths.len() >= WIDTHS_KEPT {
            widths.clear();
        }
        widths.insert(text.to_owned(), width as u32);
        Ok((width as u32, height))
    }
}
