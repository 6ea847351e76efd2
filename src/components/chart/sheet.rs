//! What a chart was drawn as: shapes in roles, to be painted on a canvas or written as SVG. One backend for Plotters, so that
//! its code is in a program once whatever becomes of the drawing.

use std::convert::Infallible;
use std::ops::Range;

use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, DrawingAreaErrorKind};
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::ink::{FINE, Ink};

/// Where a chart draws.
pub type Area<'a> = DrawingArea<Sheet<'a>, Shift>;

/// A sheet fails for nothing that charts do.
pub type Drawn<T> = Result<T, DrawingAreaErrorKind<Infallible>>;

/// One shape, in fine units; points are a range of [`Sheet::points`].
#[derive(Clone, Debug)]
pub enum Shape {
    Line {
        points: Range<usize>,
        ink: Ink,
        width: u32,
    },
    Filled {
        points: Range<usize>,
        ink: Ink,
    },
    Dot {
        at: BackendCoord,
        radius: u32,
        ink: Ink,
    },
    Text {
        at: BackendCoord,
        text: String,
        size: u32,
        across: Across,
        down: Down,
        ink: Ink,
    },
}

/// The side of a text that stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Across {
    Left,
    Middle,
    Right,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Down {
    Top,
    Middle,
    Bottom,
}

/// Tells how wide a text of a size will be; both in fine units.
pub type Measure<'a> = &'a dyn Fn(&str, f64) -> u32;

/// Takes shapes.
pub struct Sheet<'a> {
    /// CSS pixels.
    size: (u32, u32),
    measure: Measure<'a>,
    pub points: Vec<BackendCoord>,
    pub shapes: Vec<Shape>,
}

/// All that `draw` draws on a sheet of this size (CSS pixels), and what it gives; `None` where there is no room.
pub fn record<'a, T>(
    size: (u32, u32),
    measure: Measure<'a>,
    draw: impl FnOnce(&Area<'a>) -> Drawn<T>,
) -> Option<(Sheet<'a>, T)> {
    if size.0 == 0 || size.1 == 0 {
        return None;
    }
    let sheet = std::rc::Rc::new(std::cell::RefCell::new(Sheet {
        size,
        measure,
        points: Vec::new(),
        shapes: Vec::new(),
    }));
    let drawn = draw(&(&sheet).into()).ok()?;
    // The area that shared it is gone.
    let sheet = std::rc::Rc::into_inner(sheet)?.into_inner();
    Some((sheet, drawn))
}

impl Sheet<'_> {
    fn points(&mut self, points: impl IntoIterator<Item = BackendCoord>) -> Range<usize> {
        let start = self.points.len();
        self.points.extend(points);
        start..self.points.len()
    }
}

type Taken = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for Sheet<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (self.size.0 * FINE as u32, self.size.1 * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Taken {
        Ok(())
    }

    fn present(&mut self) -> Taken {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Taken {
        self.draw_circle(point, FINE as u32 / 2, &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Taken {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        (x0, y0): BackendCoord,
        (x1, y1): BackendCoord,
        style: &S,
        fill: bool,
    ) -> Taken {
        let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)];
        if fill {
            self.fill_polygon(corners.into_iter().take(4), style)
        } else {
            self.draw_path(corners, style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Taken {
        let points = self.points(path);
        self.shapes.push(Shape::Line {
            points,
            ink: Ink::of(style.color()),
            width: style.stroke_width(),
        });
        Ok(())
    }

    /// Charts draw no rings.
    fn draw_circle<S: BackendStyle>(
        &mut self,
        at: BackendCoord,
        radius: u32,
        style: &S,
        _fill: bool,
    ) -> Taken {
        let ink = Ink::of(style.color());
        self.shapes.push(Shape::Dot { at, radius, ink });
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Taken {
        let points = self.points(corners);
        let ink = Ink::of(style.color());
        self.shapes.push(Shape::Filled { points, ink });
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Taken {
        let anchor = style.anchor();
        self.shapes.push(Shape::Text {
            at,
            text: text.to_owned(),
            size: style.size() as u32,
            across: match anchor.h_pos {
                HPos::Left => Across::Left,
                HPos::Center => Across::Middle,
                HPos::Right => Across::Right,
            },
            down: match anchor.v_pos {
                VPos::Top => Down::Top,
                VPos::Center => Down::Middle,
                VPos::Bottom => Down::Bottom,
            },
            ink: Ink::of(style.color()),
        });
        Ok(())
    }

    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = (self.measure)(text, style.size());
        Ok((width, style.size() as u32))
    }
}
