//! A drawing that follows the page's theme: colours are the page's custom properties, by name.

use std::convert::Infallible;
use std::fmt::Write;

use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
};

use super::draw::{Plot, draw};
use super::ink::{FINE, Ink};

/// The size of a still in CSS pixels. It scales with its place; at this size its text is as large as the live chart's.
pub const WIDTH: u32 = 340;
pub const HEIGHT: u32 = 208;

/// CSS pixels to a column when lines are thinned out: a still is part of a page's first load.
const COLUMN: usize = 3;

/// A chart as SVG markup. Decoration for the eye: the figure it stands in carries name, summary and table.
pub fn render(plot: Plot) -> String {
    let sheet = std::rc::Rc::new(std::cell::RefCell::new(Sheet::default()));
    // The sheet cannot fail and nothing else borrows it.
    let drawn = draw(&(&sheet).into(), plot, COLUMN);
    debug_assert!(drawn.is_ok());
    let body = std::mem::take(&mut sheet.borrow_mut().body);
    format!(
        r#"<svg viewBox="0 0 {WIDTH}0 {HEIGHT}0" aria-hidden="true" focusable="false">{body}</svg>"#
    )
}

#[derive(Default)]
struct Sheet {
    body: String,
}

/// A length in the drawing's user units, which are tenths of a CSS pixel: whole numbers are short.
fn units(fine: i32) -> i32 {
    (fine * 10 + FINE / 2).div_euclid(FINE)
}

type Drawn = Result<(), DrawingErrorKind<Infallible>>;

impl Sheet {
    /// Path data: a start and steps from point to point.
    fn path_data(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        let mut points = points.into_iter().map(|(x, y)| (units(x), units(y)));
        let Some(mut last) = points.next() else {
            return;
        };
        // Writing to a String cannot fail.
        let _ = write!(self.body, "M{} {}l", last.0, last.1);
        for (i, (x, y)) in points.enumerate() {
            let (dx, dy) = (x - last.0, y - last.1);
            let before = if i == 0 || dx < 0 { "" } else { " " };
            let between = if dy < 0 { "" } else { " " };
            let _ = write!(self.body, "{before}{dx}{between}{dy}");
            last = (x, y);
        }
    }
}

impl DrawingBackend for Sheet {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (WIDTH * FINE as u32, HEIGHT * FINE as u32)
    }

    fn ensure_prepared(&mut self) -> Drawn {
        Ok(())
    }

    fn present(&mut self) -> Drawn {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, color: BackendColor) -> Drawn {
        self.draw_circle(point, FINE as u32 / 2, &color, true)
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
        let corners = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)];
        if fill {
            self.fill_polygon(corners, style)
        } else {
            self.draw_path(corners.into_iter().chain([(x0, y0)]), style)
        }
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Drawn {
        let ink = Ink::of(style.color());
        let width = units(style.stroke_width() as i32);
        self.body.push_str(r#"<path fill="none" d=""#);
        self.path_data(path);
        let _ = write!(
            self.body,
            r#"" stroke="var({})" stroke-width="{width}""#,
            ink.property()
        );
        if !ink.dash().is_empty() {
            let dash: Vec<String> = ink
                .dash()
                .iter()
                .map(|&length| (u32::from(length) * 10).to_string())
                .collect();
            let _ = write!(self.body, r#" stroke-dasharray="{}""#, dash.join(" "));
        }
        if matches!(ink, Ink::Series(_)) {
            self.body.push_str(r#" stroke-linejoin="round""#);
        }
        self.body.push_str("/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        (x, y): BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Drawn {
        let color = Ink::of(style.color()).property();
        let paint = if fill {
            "fill"
        } else {
            r#"fill="none" stroke"#
        };
        let _ = write!(
            self.body,
            r#"<circle cx="{}" cy="{}" r="{}" {paint}="var({color})"/>"#,
            units(x),
            units(y),
            units(radius as i32)
        );
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        corners: I,
        style: &S,
    ) -> Drawn {
        self.body.push_str(r#"<path d=""#);
        self.path_data(corners);
        let _ = write!(
            self.body,
            r#"" fill="var({})"/>"#,
            Ink::of(style.color()).property()
        );
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &S,
        (x, y): BackendCoord,
    ) -> Drawn {
        let anchor = style.anchor();
        let across = match anchor.h_pos {
            HPos::Left => "start",
            HPos::Center => "middle",
            HPos::Right => "end",
        };
        let size = units(style.size() as i32);
        // Figures sit on the baseline and are about 0.72 of the font's size high. In ems, because the page sets
        // the size anew where the drawing is shown smaller or larger than it was made.
        let drop = match anchor.v_pos {
            VPos::Top => r#" dy=".8em""#,
            VPos::Center => r#" dy=".36em""#,
            VPos::Bottom => "",
        };
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let _ = write!(
            self.body,
            r#"<text x="{}" y="{}"{drop} font-size="{size}" text-anchor="{across}" fill="var({})">{escaped}</text>"#,
            units(x),
            units(y),
            Ink::of(style.color()).property(),
        );
        Ok(())
    }

    /// An estimate: tabular figures are 0.6 of the font's size wide in the faces the page asks for, and a still
    /// shown smaller than it was drawn has larger labels.
    fn estimate_text_size<S: BackendTextStyle>(
        &self,
        text: &str,
        style: &S,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let width = text.chars().count() as f64 * 0.68 * style.size();
        Ok((width as u32, style.size() as u32))
    }
}
