//! A drawing as SVG: on a page in colours that follow its theme, in a file in those of the moment.

use std::fmt::Write;

use plotters_backend::BackendCoord;

use crate::components::escape;

use super::draw::{Plot, draw};
use super::ink::{FINE, Ink};
use super::sheet::{Across, Down, Shape, Sheet, record};

/// The size of a still in CSS pixels. It scales with its place; at this size its text is as large as the live chart's.
pub const WIDTH: u32 = 340;
pub const HEIGHT: u32 = 208;

/// CSS pixels to a column when lines are thinned out: a still is part of a page's first load.
const COLUMN: usize = 3;

/// A chart as SVG markup. Decoration for the eye: the figure it stands in carries name, summary and table.
pub fn render(plot: Plot) -> String {
    let drawn = record((WIDTH, HEIGHT), &estimate, |area| draw(area, plot, COLUMN));
    let body = drawn.map_or_else(String::new, |(sheet, _)| body(&sheet, &named));
    format!(
        r#"<svg viewBox="0 0 {WIDTH}0 {HEIGHT}0" aria-hidden="true" focusable="false">{body}</svg>"#
    )
}

/// The colour of an ink, as the page has it.
fn named(ink: Ink) -> String {
    format!("var({})", ink.property())
}

/// Tabular figures are 0.6 of the font's size wide in the faces the page asks for, and a still shown smaller than it was drawn
/// has larger labels.
fn estimate(text: &str, size: f64) -> u32 {
    (text.chars().count() as f64 * 0.68 * size) as u32
}

/// A length in the drawing's user units, which are tenths of a CSS pixel: whole numbers are short.
fn units(fine: i32) -> i32 {
    (fine * 10 + FINE / 2).div_euclid(FINE)
}

/// The shapes of a sheet. `color` says how each ink looks, apart from its opacity.
pub fn body(sheet: &Sheet, color: &dyn Fn(Ink) -> String) -> String {
    let mut body = String::new();
    for shape in &sheet.shapes {
        // Writing to a String cannot fail.
        match shape {
            Shape::Line { points, ink, width } => {
                body.push_str(r#"<path fill="none" d=""#);
                path_data(&mut body, &sheet.points[points.clone()]);
                let (color, width) = (color(*ink), units(*width as i32));
                let _ = write!(body, r#"" stroke="{color}" stroke-width="{width}""#);
                opacity(&mut body, "stroke", *ink);
                if !ink.dash().is_empty() {
                    let lengths = ink.dash().iter();
                    let dash: Vec<String> = lengths
                        .map(|&length| (u32::from(length) * 10).to_string())
                        .collect();
                    let _ = write!(body, r#" stroke-dasharray="{}""#, dash.join(" "));
                }
                if matches!(ink, Ink::Series(_) | Ink::Theory(_)) {
                    body.push_str(r#" stroke-linejoin="round""#);
                }
                body.push_str("/>");
            }
            Shape::Filled { points, ink } => {
                body.push_str(r#"<path d=""#);
                path_data(&mut body, &sheet.points[points.clone()]);
                let _ = write!(body, r#"" fill="{}""#, color(*ink));
                opacity(&mut body, "fill", *ink);
                body.push_str("/>");
            }
            Shape::Dot { at, radius, ink } => {
                let _ = write!(
                    body,
                    r#"<circle cx="{}" cy="{}" r="{}" fill="{}"/>"#,
                    units(at.0),
                    units(at.1),
                    units(*radius as i32),
                    color(*ink)
                );
            }
            Shape::Text {
                at,
                text,
                size,
                across,
                down,
                ink,
            } => {
                let anchor = match across {
                    Across::Left => "start",
                    Across::Middle => "middle",
                    Across::Right => "end",
                };
                // Figures sit on the baseline and are about 0.72 of the font's size high. In ems, because the page sets
                // the size anew where the drawing is shown smaller or larger than it was made.
                let drop = match down {
                    Down::Top => r#" dy=".8em""#,
                    Down::Middle => r#" dy=".36em""#,
                    Down::Bottom => "",
                };
                let _ = write!(
                    body,
                    r#"<text x="{}" y="{}"{drop} font-size="{}" text-anchor="{anchor}" fill="{}">{}</text>"#,
                    units(at.0),
                    units(at.1),
                    units(*size as i32),
                    color(*ink),
                    escape(text)
                );
            }
        }
    }
    body
}

fn opacity(body: &mut String, of: &str, ink: Ink) {
    if ink.opacity() < 1.0 {
        let _ = write!(body, r#" {of}-opacity="{:.2}""#, ink.opacity());
    }
}

/// Path data: a start and steps from point to point.
fn path_data(body: &mut String, points: &[BackendCoord]) {
    let mut points = points.iter().map(|&(x, y)| (units(x), units(y)));
    let Some(mut last) = points.next() else {
        return;
    };
    let _ = write!(body, "M{} {}l", last.0, last.1);
    for (i, (x, y)) in points.enumerate() {
        let (dx, dy) = (x - last.0, y - last.1);
        let before = if i == 0 || dx < 0 { "" } else { " " };
        let between = if dy < 0 { "" } else { " " };
        let _ = write!(body, "{before}{dx}{between}{dy}");
        last = (x, y);
    }
}
