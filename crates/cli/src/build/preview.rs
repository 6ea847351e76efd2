//! The picture that stands beside a link to a page elsewhere, and where the site is installed: the page's title, and a chart of a real run of its lab.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use anyhow::{Context, anyhow};
use headroom::components::chart::svg;
use headroom::words::page as words;
use headroom_content::compile::cache::Cache;
use headroom_content::model::{Lab, Page};
use headroom_sim::protocol::LabSpec;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use super::about::NAME;
use super::page::escape;

/// What a picture is as large as, in pixels, and where in it the chart and the title are.
pub struct Format {
    pub width: u32,
    pub height: u32,
    /// Of the chart's upper left corner.
    chart: (u32, u32),
    /// How wide a line of the title may be.
    room: u32,
}

/// Beside a link: what Open Graph's readers show without cutting it.
pub const WIDE: Format = Format {
    width: 1200,
    height: 630,
    chart: (1200 - MARGIN - CHART.0, 142),
    room: 1200 - CHART.0 - 3 * MARGIN,
};
/// As a phone shows the site that it is to install.
pub const TALL: Format = Format {
    width: CHART.0 + 2 * MARGIN,
    height: 1180,
    chart: (MARGIN, 560),
    room: CHART.0,
};

/// Left and right of everything.
const MARGIN: u32 = 64;
/// Of the title's letters in pixels, and how much of it an average letter of it is wide.
const TITLE: f64 = 52.0;
const LETTER: f64 = 0.63;
/// Lines that a title may have beside a chart, and below none.
const LINES: usize = 5;
/// How large a chart is: twice as on a page.
const CHART: (u32, u32) = (2 * svg::WIDTH, 2 * svg::HEIGHT);

/// Draws pictures; one that an earlier build drew is not drawn again.
pub struct Painter<'c> {
    cache: &'c Cache,
    /// Values of the light theme's custom properties.
    colors: BTreeMap<String, String>,
    options: Options<'static>,
}

impl<'c> Painter<'c> {
    /// `tokens` is the style sheet with the site's colours, the light ones first.
    pub fn new(tokens: &str, cache: &'c Cache) -> Self {
        let mut fonts = fontdb::Database::new();
        // Not the system's: a build gives the same bytes on every machine.
        fonts.load_font_data(dejavu::sans::regular().to_vec());
        fonts.load_font_data(dejavu::sans::bold().to_vec());
        Self {
            cache,
            colors: light(tokens),
            options: Options {
                font_family: "DejaVu Sans".to_owned(),
                fontdb: Arc::new(fonts),
                ..Options::default()
            },
        }
    }

    /// A PNG, and what names it: the same for the same picture. Nothing where the page has no lab.
    pub fn picture(
        &self,
        page: &mut Page,
        format: &Format,
    ) -> anyhow::Result<Option<(String, Vec<u8>)>> {
        let area = page.breadcrumbs.last().map(|link| link.title.clone());
        // The front page is called as the site, which stands above.
        let title = match &*page.title {
            NAME => words::learn_by_running().to_owned(),
            title => title.to_owned(),
        };
        let Some(lab) = page.labs_mut().find(|lab| !lab.stills.is_empty()) else {
            return Ok(None);
        };
        let card = self.card(&title, area.as_deref().unwrap_or_default(), lab, format)?;
        let png = self
            .cache
            .get_or_try("preview", &card, || self.paint(&card, format))
            .with_context(|| format!("drawing the picture of {}", page.route))?;
        Ok(Some((super::looks::hash(card.as_bytes()), png)))
    }

    fn card(&self, title: &str, area: &str, lab: &Lab, format: &Format) -> anyhow::Result<String> {
        let spec: LabSpec = postcard::from_bytes(&lab.spec).context("reading a lab's spec")?;
        // The caller has looked.
        let still = lab.stills.first().context("a lab without a still")?;
        let chart = spec.charts.iter().find(|chart| chart.id == still.chart);
        let name = chart.map_or("", |chart| &chart.title);
        let (width, height) = CHART;
        let (left, top) = format.chart;
        let drawing = self.colored(&still.svg.0).replacen(
            "<svg ",
            &format!("<svg x=\"{left}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" "),
            1,
        );
        let color = |name: &str| self.colors.get(name).map_or("#000", String::as_str);
        let (text, muted) = (color("--text"), color("--text-muted"));
        let mut card = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {across} {down}\" font-family=\"DejaVu Sans\">\
             <path fill=\"{ground}\" d=\"M0 0h{across}v{down}H0z\"/>\
             <path fill=\"{accent}\" d=\"M0 0h{across}v10H0z\"/>\
             <g transform=\"translate({MARGIN} 62) scale(2)\" fill=\"none\" stroke-width=\"2.5\">\
             <path d=\"M2 4.25h20\" stroke=\"{text}\"/>\
             <path d=\"M2 21c9.5 0 16-1.5 16.5-12\" stroke-linecap=\"round\" stroke=\"{accent}\"/></g>\
             <text x=\"{name_left}\" y=\"100\" font-size=\"32\" font-weight=\"bold\" fill=\"{text}\">{NAME}</text>\
             <text x=\"{MARGIN}\" y=\"{foot}\" font-size=\"26\" fill=\"{muted}\">{area}</text>\
             <path fill=\"{surface}\" stroke=\"{line}\" stroke-width=\"2\" d=\"M{frame_left} {frame_top}h{frame_width}v{frame_height}H{frame_left}z\"/>\
             <text x=\"{left}\" y=\"{chart_name}\" font-size=\"28\" font-weight=\"bold\" fill=\"{text}\">{chart}</text>{drawing}",
            across = format.width,
            down = format.height,
            ground = color("--bg"),
            surface = color("--surface"),
            accent = color("--accent"),
            line = color("--line"),
            name_left = MARGIN + 62,
            foot = format.height - 62,
            area = escape(area),
            frame_left = left - 24,
            frame_width = width + 48,
            frame_top = top - 80,
            frame_height = height + 90,
            chart_name = top - 30,
            chart = escape(name),
        );
        let (size, lines) = set(title, f64::from(format.room));
        for (line, i) in lines.iter().zip(0_u32..) {
            let y = 206.0 + f64::from(i) * size * 1.2;
            // Writing to a String cannot fail.
            let _ = write!(
                card,
                "<text x=\"{MARGIN}\" y=\"{y:.0}\" font-size=\"{size:.0}\" font-weight=\"bold\" fill=\"{text}\">{}</text>",
                escape(line)
            );
        }
        card += "</svg>";
        Ok(card)
    }

    /// A still in the colours of the light theme: outside a page nobody knows what its colours are called.
    fn colored(&self, still: &str) -> String {
        let mut pieces = still.split("var(");
        let mut drawing = pieces.next().unwrap_or_default().to_owned();
        for piece in pieces {
            let (name, rest) = piece.split_once(')').unwrap_or((piece, ""));
            drawing += self.colors.get(name).map_or("#000", String::as_str);
            drawing += rest;
        }
        drawing
    }

    fn paint(&self, card: &str, format: &Format) -> anyhow::Result<Vec<u8>> {
        let tree = Tree::from_str(card, &self.options).context("reading the drawing")?;
        let mut pixels =
            Pixmap::new(format.width, format.height).ok_or_else(|| anyhow!("no room for it"))?;
        resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
        pixels.encode_png().context("encoding it")
    }
}

/// A title in lines of at most `room` pixels, and the size of its letters: smaller where a word or the whole is too long.
fn set(title: &str, room: f64) -> (f64, Vec<String>) {
    let mut size = TITLE;
    loop {
        let most = (room / (size * LETTER)) as usize;
        let lines = wrap(title, most.max(1));
        let fits = lines.len() <= LINES && lines.iter().all(|line| line.chars().count() <= most);
        // Below this nobody reads it; what is still too long is cut by the chart's frame.
        if fits || size < 24.0 {
            return (size, lines);
        }
        size -= 4.0;
    }
}

fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// The custom properties of the light theme: those of the style sheet's first rule.
pub fn light(tokens: &str) -> BTreeMap<String, String> {
    properties(tokens, ":root")
}

/// Those of the dark theme.
pub fn dark(tokens: &str) -> BTreeMap<String, String> {
    properties(tokens, ":root:not(")
}

/// The custom properties of the first rule whose selector begins so.
fn properties(tokens: &str, selector: &str) -> BTreeMap<String, String> {
    let rule = tokens.split_once(selector).map_or("", |(_, rest)| rest);
    let rule = rule.split('}').next().unwrap_or_default();
    let pairs = rule.split([';', '{']).filter_map(|line| {
        let (name, value) = line.rsplit_once("--")?.1.split_once(':')?;
        Some((format!("--{}", name.trim()), value.trim().to_owned()))
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colours_are_those_of_the_theme() {
        let tokens = "@layer tokens {\n :root { color-scheme: light;\n --bg: #fff; /* a; b */ --series-1: #0b5cc0; }\n @media (x) { :root:not(.a) { --bg: #000; } } }";
        let colors = light(tokens);
        assert_eq!(colors["--bg"], "#fff");
        assert_eq!(colors["--series-1"], "#0b5cc0");
        assert_eq!(dark(tokens)["--bg"], "#000");
    }

    #[test]
    fn a_long_title_is_set_smaller_and_in_lines() {
        let (size, lines) = set("Little's law", 400.0);
        assert!(
            size >= TITLE && lines == ["Little's law"],
            "{size} {lines:?}"
        );
        let long =
            "Serverless functions, their cold starts and what a spike of traffic makes of them";
        let (size, lines) = set(long, 400.0);
        assert!(size < TITLE && lines.len() <= LINES, "{size} {lines:?}");
        assert_eq!(lines.join(" "), long);
    }
}
