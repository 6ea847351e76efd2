//! A laid-out diagram as markup.
//!
//! Two drawings stand in a figure, one from left to right and one from top to bottom; the style sheet shows the one that fits
//! the column. Colours come from the style sheet by class, and from `currentColor` without one.

use std::fmt::Write as _;

use crate::model::Html;

use super::super::markup::Markup;
use super::Graph;
use super::arrow::{Axes, arrow};
use super::layout::{Extent, Layout, Sizes, layout, widen};
use super::text::{width, wrap};

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

/// Sizes of the text in boxes, and of labels and notes; the style sheet says the same. And heights of their lines.
const TEXT: f32 = 14.0;
const SMALL: f32 = 13.0;
const LINE: f32 = 18.0;
const SMALL_LINE: f32 = 16.0;
/// The least that text may be shrunk to, and the column of the narrowest phone, CSS pixels.
const LEAST: f32 = 11.0;
const PHONE: f32 = 288.0;
/// Labels and the names of boxes are broken into lines of about this many characters; into shorter ones where a drawing would else
/// be too wide for a phone.
const BROKEN: (usize, usize) = (20, 18);
const SHORT: (usize, usize) = (11, 12);

/// A box or a label as lines of text.
struct Lines {
    text: Vec<String>,
    note: Vec<String>,
}

/// Drawings from left to right: up to how many pixels wide, and the class by which the style sheet shows them where
/// there is that much room. A wider one would be shrunk until nobody reads it.
const ROOM: [(f32, &str); 3] = [
    (600.0, "diagram-narrow"),
    (765.0, "diagram-middle"),
    (1000.0, "diagram-wide"),
];

/// The figure of a diagram.
pub fn draw(graph: &Graph, frame: &Frame<'_>, out: &mut Markup) {
    let description = frame.description.clone().unwrap_or_else(|| describe(graph));
    let right = (!frame.down).then(|| Picture::new(graph, false, BROKEN));
    let right = right.and_then(|picture| {
        let width = picture.size().0;
        let (_, class) = ROOM.into_iter().find(|(most, _)| width <= *most)?;
        Some((picture, class))
    });
    let class = if right.is_some() {
        "diagram"
    } else {
        "diagram diagram-down"
    };
    out.open("figure", &[("class", class), ("id", frame.id)]);
    if let Some((picture, class)) = right {
        let class = format!("diagram-drawing diagram-drawing-right {class}");
        picture.write(frame, &description, &class, out);
    }
    let mut down = Picture::new(graph, true, BROKEN);
    if down.least() > PHONE {
        let narrow = Picture::new(graph, true, SHORT);
        if narrow.size().0 < down.size().0 {
            down = narrow;
        }
    }
    down.write_down(frame, &description, out);
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

/// A diagram laid out in one direction.
struct Picture<'a> {
    graph: &'a Graph,
    boxes: Vec<Lines>,
    labels: Vec<Vec<String>>,
    sizes: Sizes,
    placed: Layout,
    axes: Axes,
}

impl<'a> Picture<'a> {
    fn new(graph: &'a Graph, down: bool, (of_label, of_box): (usize, usize)) -> Self {
        let boxes: Vec<Lines> = graph
            .nodes
            .iter()
            .map(|node| Lines {
                text: wrap(&node.label, of_box),
                note: node
                    .note
                    .as_deref()
                    .map(|note| wrap(note, of_label))
                    .unwrap_or_default(),
            })
            .collect();
        let labels: Vec<Vec<String>> = graph
            .edges
            .iter()
            .map(|edge| wrap(&edge.label, of_label))
            .collect();
        let mut sizes = Sizes {
            nodes: boxes.iter().map(|lines| box_extent(lines, down)).collect(),
            labels: labels
                .iter()
                .map(|lines| label_extent(lines, down))
                .collect(),
        };
        widen(graph, &mut sizes);
        Self {
            graph,
            placed: layout(graph, &sizes),
            boxes,
            labels,
            sizes,
            axes: Axes { down },
        }
    }

    fn size(&self) -> (f32, f32) {
        self.axes.size(self.placed.extent)
    }

    /// How narrow it may be shown for its text to be read.
    fn least(&self) -> f32 {
        self.size().0 * LEAST / SMALL
    }

    fn write(&self, frame: &Frame<'_>, description: &str, class: &str, out: &mut Markup) {
        let (width, height) = self.size();
        let suffix = if self.axes.down { "down" } else { "right" };
        let (title_id, text_id) = (
            format!("{}-{suffix}-title", frame.id),
            format!("{}-{suffix}-text", frame.id),
        );
        let view = format!("0 0 {width:.0} {height:.0}");
        // Never larger than designed: text in a small diagram would outgrow the page's, with which it grows.
        let wide = format!("{:.2}rem", width / 16.0);
        out.open(
            "svg",
            &[
                ("class", class),
                ("viewBox", &view),
                ("width", &wide),
                ("role", "img"),
                ("aria-labelledby", &title_id),
                ("aria-describedby", &text_id),
            ],
        );
        out.element("title", &[("id", &title_id)], frame.title);
        out.element("desc", &[("id", &text_id)], description);
        self.write_arrows(out);
        self.write_boxes(out);
        self.write_labels(out);
        out.close("svg");
    }

    /// The drawing from top to bottom, where it is wide in a box in which it is moved to and fro: it is shrunk so far as its text can
    /// be read, and no further.
    fn write_down(&self, frame: &Frame<'_>, description: &str, out: &mut Markup) {
        let class = "diagram-drawing diagram-drawing-down";
        let least = self.least();
        if least <= PHONE {
            self.write(frame, description, class, out);
            return;
        }
        out.open(
            "div",
            &[
                ("class", "diagram-drawing-down diagram-scroll"),
                ("role", "group"),
                ("aria-label", frame.title),
                ("tabindex", "0"),
            ],
        );
        out.open("div", &[("class", "diagram-sheet")]);
        // Nothing but its width, below which the sheet is not narrowed.
        let width = format!("{:.2}rem", least / 16.0);
        let least = [
            ("class", "diagram-least"),
            ("width", &*width),
            ("height", "0"),
            ("aria-hidden", "true"),
        ];
        out.open("svg", &least).close("svg");
        self.write(frame, description, "diagram-drawing", out);
        out.close("div").close("div");
    }

    fn write_arrows(&self, out: &mut Markup) {
        for (edge, route) in self.graph.edges.iter().zip(&self.placed.edges) {
            let (centre, extent) = (self.placed.nodes[edge.from], self.sizes.nodes[edge.from]);
            let (path, head) = arrow(&route.way, centre, extent, self.axes);
            let class = if edge.dashed {
                "diagram-edge diagram-edge-dashed"
            } else {
                "diagram-edge"
            };
            let mut attributes = vec![
                ("class", class),
                ("d", &path),
                ("fill", "none"),
                ("stroke", "currentColor"),
            ];
            if edge.dashed {
                attributes.push(("stroke-dasharray", "5 4"));
            }
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
    }

    fn write_boxes(&self, out: &mut Markup) {
        let places = self.placed.nodes.iter().zip(&self.sizes.nodes);
        for (lines, (centre, extent)) in self.boxes.iter().zip(places) {
            let (x, y) = self.axes.point(*centre);
            rectangle("diagram-box", (x, y), self.axes.size(*extent), out);
            let texts = lines.text.len() as f32 * LINE;
            let notes = lines.note.len() as f32 * SMALL_LINE;
            let top = y - texts.midpoint(notes);
            text("diagram-text", &lines.text, x, top, LINE, out);
            text("diagram-note", &lines.note, x, top + texts, SMALL_LINE, out);
        }
    }

    fn write_labels(&self, out: &mut Markup) {
        let places = self.placed.edges.iter().zip(&self.sizes.labels);
        for (lines, (route, extent)) in self.labels.iter().zip(places) {
            if lines.is_empty() {
                continue;
            }
            let (x, y) = self.axes.point(route.label);
            rectangle("diagram-plate", (x, y), self.axes.size(*extent), out);
            let top = y - lines.len() as f32 * SMALL_LINE / 2.0;
            text("diagram-label", lines, x, top, SMALL_LINE, out);
        }
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

fn widest(lines: &[String], size: f32) -> f32 {
    lines
        .iter()
        .map(|line| width(line, size))
        .fold(0.0, f32::max)
}

fn box_extent(lines: &Lines, down: bool) -> Extent {
    let width = (widest(&lines.text, TEXT).max(widest(&lines.note, SMALL)) + 26.0).max(84.0);
    let height = lines.text.len() as f32 * LINE + lines.note.len() as f32 * SMALL_LINE + 24.0;
    extent(width, height, down)
}

fn label_extent(lines: &[String], down: bool) -> Extent {
    if lines.is_empty() {
        return Extent::default();
    }
    let width = widest(lines, SMALL) + 12.0;
    let height = lines.len() as f32 * SMALL_LINE + 4.0;
    extent(width, height, down)
}

fn extent(width: f32, height: f32, down: bool) -> Extent {
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
