//! A laid-out diagram as markup.
//!
//! Two drawings stand in a figure, one from left to right and one from top to bottom; the style sheet shows the one that fits
//! the column. Colours come from the style sheet by class, and from `currentColor` without one.

use std::fmt::Write as _;

use crate::model::Html;

use super::super::markup::Markup;
use super::Graph;
use super::layout::{Extent, LOOP, Layout, Point, Sizes, layout};

/// What stands round a diagram.
pub struct Frame<'a> {
    pub id: &'a str,
    pub title: &'a str,
    /// Replaces the text alternative made from the arrows.
    pub description: Option<String>,
    pub caption: &'a Html,
    /// From top to bottom at any width.
    pub down: bool,
}

/// Width of a character of the interface font at 14 pixels: what it has on average, rounded up.
const CHAR: f32 = 7.6;
/// The same for labels and notes, at 12 pixels.
const SMALL_CHAR: f32 = 6.6;
const LINE: f32 = 18.0;
const SMALL_LINE: f32 = 15.0;
/// Labels are broken into lines of about this many characters.
const LABEL_WIDTH: usize = 20;
const BOX_WIDTH: usize = 18;
const ARROW: f32 = 9.0;

/// A box or a label as lines of text.
struct Lines {
    text: Vec<String>,
    note: Vec<String>,
}

/// The figure of a diagram.
pub fn draw(graph: &Graph, frame: &Frame<'_>, out: &mut Markup) {
    let description = frame.description.clone().unwrap_or_else(|| describe(graph));
    let class = if frame.down {
        "diagram diagram-down"
    } else {
        "diagram"
    };
    out.open("figure", &[("class", class), ("id", frame.id)]);
    if !frame.down {
        drawing(graph, frame, &description, false, out);
    }
    drawing(graph, frame, &description, true, out);
    out.open("figcaption", &[]);
    out.element("strong", &[], frame.title);
    out.push(&frame.caption.0);
    out.close("figcaption").close("figure");
}

/// A diagram in words.
fn describe(graph: &Graph) -> String {
    let mut text = String::new();
    for node in &graph.nodes {
        if let Some(note) = &node.note {
            let _ = write!(text, "{}: {note}. ", node.label);
        }
    }
    for edge in &graph.edges {
        let (from, to) = (&graph.nodes[edge.from].label, &graph.nodes[edge.to].label);
        let _ = if edge.label.is_empty() {
            write!(text, "{from} to {to}. ")
        } else {
            write!(text, "{from} to {to}: {}. ", edge.label)
        };
    }
    text.trim_end().to_owned()
}

fn drawing(graph: &Graph, frame: &Frame<'_>, description: &str, down: bool, out: &mut Markup) {
    let boxes: Vec<Lines> = graph
        .nodes
        .iter()
        .map(|node| Lines {
            text: wrap(&node.label, BOX_WIDTH),
            note: node
                .note
                .as_deref()
                .map(|note| wrap(note, LABEL_WIDTH))
                .unwrap_or_default(),
        })
        .collect();
    let labels: Vec<Vec<String>> = graph
        .edges
        .iter()
        .map(|edge| wrap(&edge.label, LABEL_WIDTH))
        .collect();
    let sizes = Sizes {
        nodes: boxes.iter().map(|lines| box_extent(lines, down)).collect(),
        labels: labels
            .iter()
            .map(|lines| label_extent(lines, down))
            .collect(),
    };
    let placed = layout(graph, &sizes);
    let axes = Axes { down };
    let (width, height) = axes.size(placed.extent);
    let suffix = if down { "down" } else { "right" };
    let (title_id, text_id) = (
        format!("{}-{suffix}-title", frame.id),
        format!("{}-{suffix}-text", frame.id),
    );
    let view = format!("0 0 {width:.0} {height:.0}");
    // Never larger than designed: text in a small diagram would outgrow the page's.
    let style = format!("max-width:{width:.0}px");
    let class = if down {
        "diagram-drawing diagram-drawing-down"
    } else {
        "diagram-drawing diagram-drawing-right"
    };
    out.open(
        "svg",
        &[
            ("class", class),
            ("viewBox", &view),
            ("style", &style),
            ("role", "img"),
            ("aria-labelledby", &title_id),
            ("aria-describedby", &text_id),
        ],
    );
    out.element("title", &[("id", &title_id)], frame.title);
    out.element("desc", &[("id", &text_id)], description);
    for (index, edge) in graph.edges.iter().enumerate() {
        let points = &placed.edges[index].points;
        let (path, head) = if points.is_empty() {
            loop_path(placed.nodes[edge.from], sizes.nodes[edge.from], axes)
        } else {
            edge_path(points, axes)
        };
        let class = if edge.dashed {
            "diagram-edge diagram-edge-dashed"
        } else {
            "diagram-edge"
        };
        let dash: &[(&str, &str)] = if edge.dashed {
            &[("stroke-dasharray", "5 4")]
        } else {
            &[]
        };
        let attributes: Vec<_> = [
            ("class", class),
            ("d", &path),
            ("fill", "none"),
            ("stroke", "currentColor"),
        ]
        .into_iter()
        .chain(dash.iter().copied())
        .collect();
        out.open("path", &attributes).close("path");
        out.open(
            "path",
            &[
                ("class", "diagram-head"),
                ("d", &head),
                ("fill", "currentColor"),
            ],
        )
        .close("path");
    }
    draw_boxes(&placed, &boxes, &sizes, axes, out);
    draw_labels(&placed, &labels, &sizes, axes, out);
    out.close("svg");
}

fn draw_boxes(placed: &Layout, boxes: &[Lines], sizes: &Sizes, axes: Axes, out: &mut Markup) {
    for ((lines, centre), extent) in boxes.iter().zip(&placed.nodes).zip(&sizes.nodes) {
        let (x, y) = axes.point(*centre);
        let (width, height) = axes.size(*extent);
        rectangle("diagram-box", (x, y), (width, height), out);
        let total = lines.text.len() as f32 * LINE + lines.note.len() as f32 * SMALL_LINE;
        let top = y - total / 2.0;
        text("diagram-text", &lines.text, x, top, LINE, out);
        text(
            "diagram-note",
            &lines.note,
            x,
            top + lines.text.len() as f32 * LINE,
            SMALL_LINE,
            out,
        );
    }
}

fn draw_labels(
    placed: &Layout,
    labels: &[Vec<String>],
    sizes: &Sizes,
    axes: Axes,
    out: &mut Markup,
) {
    for ((lines, route), extent) in labels.iter().zip(&placed.edges).zip(&sizes.labels) {
        if lines.is_empty() {
            continue;
        }
        let (x, y) = axes.point(route.label);
        rectangle("diagram-plate", (x, y), axes.size(*extent), out);
        text(
            "diagram-label",
            lines,
            x,
            y - lines.len() as f32 * SMALL_LINE / 2.0,
            SMALL_LINE,
            out,
        );
    }
}

fn rectangle(
    class: &'static str,
    (x, y): (f32, f32),
    (width, height): (f32, f32),
    out: &mut Markup,
) {
    let number = |value: f32| format!("{value:.1}");
    // A plate hides the arrow behind its label; without a style sheet it hides nothing.
    let stroke = if class == "diagram-box" {
        "currentColor"
    } else {
        "none"
    };
    let attributes = [
        ("class", class.to_owned()),
        ("x", number(x - width / 2.0)),
        ("y", number(y - height / 2.0)),
        ("width", number(width)),
        ("height", number(height)),
        ("rx", "6".to_owned()),
        ("fill", "none".to_owned()),
        ("stroke", stroke.to_owned()),
    ];
    let attributes: Vec<(&str, &str)> = attributes
        .iter()
        .map(|(key, value)| (*key, value.as_str()))
        .collect();
    out.open("rect", &attributes).close("rect");
}

fn text(class: &'static str, lines: &[String], x: f32, top: f32, line: f32, out: &mut Markup) {
    for (index, text) in lines.iter().enumerate() {
        // The baseline of a line stands at about 0.72 of its height.
        let y = format!("{:.1}", top + line * (index as f32 + 0.72));
        out.element(
            "text",
            &[
                ("class", class),
                ("x", &format!("{x:.1}")),
                ("y", &y),
                ("text-anchor", "middle"),
                ("fill", "currentColor"),
            ],
            text,
        );
    }
}

/// From main and cross to x and y.
#[derive(Clone, Copy)]
struct Axes {
    down: bool,
}

impl Axes {
    fn point(self, point: Point) -> (f32, f32) {
        if self.down {
            (point.cross, point.main)
        } else {
            (point.main, point.cross)
        }
    }

    fn size(self, extent: Extent) -> (f32, f32) {
        if self.down {
            (extent.cross, extent.main)
        } else {
            (extent.main, extent.cross)
        }
    }
}

/// The line of an arrow and its head. Both ends lie along the main axis.
fn edge_path(points: &[Point], axes: Axes) -> (String, String) {
    let mut points = points.to_vec();
    let forward = points.len() < 2 || points[points.len() - 1].main > points[points.len() - 2].main;
    let back = if forward { -ARROW } else { ARROW };
    let Some(tip) = points.last().copied() else {
        return Default::default();
    };
    if let Some(last) = points.last_mut() {
        last.main += back * 0.8;
    }
    let mut path = String::new();
    for (index, point) in points.iter().enumerate() {
        let (x, y) = axes.point(*point);
        let Some(before) = index.checked_sub(1).and_then(|index| points.get(index)) else {
            let _ = write!(path, "M{x:.1} {y:.1}");
            continue;
        };
        let middle = before.main.midpoint(point.main);
        let (ax, ay) = axes.point(Point {
            main: middle,
            cross: before.cross,
        });
        let (bx, by) = axes.point(Point {
            main: middle,
            cross: point.cross,
        });
        let _ = write!(path, "C{ax:.1} {ay:.1} {bx:.1} {by:.1} {x:.1} {y:.1}");
    }
    let corner = |side: f32| {
        axes.point(Point {
            main: tip.main + back,
            cross: tip.cross + side * ARROW * 0.5,
        })
    };
    (path, triangle(axes.point(tip), corner(1.0), corner(-1.0)))
}

fn triangle(tip: (f32, f32), a: (f32, f32), b: (f32, f32)) -> String {
    format!(
        "M{:.1} {:.1}L{:.1} {:.1}L{:.1} {:.1}Z",
        tip.0, tip.1, a.0, a.1, b.0, b.1
    )
}

/// An arrow from a box to itself, on its near side.
fn loop_path(centre: Point, extent: Extent, axes: Axes) -> (String, String) {
    let side = centre.cross - extent.cross / 2.0;
    let half = (extent.main / 4.0).min(18.0);
    let at = |main: f32, cross: f32| {
        axes.point(Point {
            main: centre.main + main,
            cross,
        })
    };
    let (start, a, b, end) = (
        at(-half, side),
        at(-half, side - LOOP * 1.2),
        at(half, side - LOOP * 1.2),
        at(half, side - ARROW * 0.8),
    );
    let path = format!(
        "M{:.1} {:.1}C{:.1} {:.1} {:.1} {:.1} {:.1} {:.1}",
        start.0, start.1, a.0, a.1, b.0, b.1, end.0, end.1
    );
    let head = triangle(
        at(half, side),
        at(half - ARROW * 0.5, side - ARROW),
        at(half + ARROW * 0.5, side - ARROW),
    );
    (path, head)
}

fn widest(lines: &[String], width: f32) -> f32 {
    lines
        .iter()
        .map(|line| line.chars().count() as f32 * width)
        .fold(0.0, f32::max)
}

fn box_extent(lines: &Lines, down: bool) -> Extent {
    let width = (widest(&lines.text, CHAR).max(widest(&lines.note, SMALL_CHAR)) + 26.0).max(84.0);
    let height = lines.text.len() as f32 * LINE + lines.note.len() as f32 * SMALL_LINE + 24.0;
    if down {
        Extent {
            main: height,
            cross: width,
        }
    } else {
        Extent {
            main: width,
            cross: height,
        }
    }
}

fn label_extent(lines: &[String], down: bool) -> Extent {
    if lines.is_empty() {
        return Extent::default();
    }
    let width = widest(lines, SMALL_CHAR) + 8.0;
    let height = lines.len() as f32 * SMALL_LINE + 4.0;
    if down {
        Extent {
            main: height,
            cross: width,
        }
    } else {
        Extent {
            main: width,
            cross: height,
        }
    }
}

/// Breaks a text into lines of about equal length, at spaces.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let length = text.chars().count();
    if length == 0 {
        return Vec::new();
    }
    let target = length.div_ceil(length.div_ceil(width));
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= target + 4 => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}
