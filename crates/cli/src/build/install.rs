//! What makes the site one that can be installed: the manifest and its icons. Web Application Manifest, W3C.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Context, anyhow};
use headroom::state::site::Base;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use serde_json::{Value, json};

use super::about::{About, NAME};
use super::address::Address;
use super::page::escape;
use super::{looks, preview};

const FILE: &str = "site.webmanifest";

/// Width and height in pixels, and what each is for. A system cuts a maskable icon to its own shape: the sign stays in the middle.
const ICONS: [(u32, &str); 3] = [(192, "any"), (512, "any"), (512, "maskable")];

/// What the head of each page says of it. The manifest has room for the colours of one theme; here both have their own.
pub fn head(tokens: &str, base: &Base) -> String {
    let themes = [
        ("light", preview::light(tokens)),
        ("dark", preview::dark(tokens)),
    ];
    let mut head = format!(
        "<link rel=\"manifest\" href=\"{}\">\n",
        escape(&base.href(FILE))
    );
    for (theme, colors) in themes {
        let _ = writeln!(
            head,
            "<meta name=\"theme-color\" media=\"(prefers-color-scheme: {theme})\" content=\"{}\">",
            escape(color(&colors, "--bg"))
        );
    }
    head
}

/// Writes the manifest and draws its icons. `icon` is the address of the drawn one, `home` the front page, and `tall` the path of a tall picture of it:
/// like the wide one that it has, it is drawn where the host is known.
pub fn write(
    out: &Path,
    address: &Address,
    tokens: &str,
    icon: &str,
    home: &About,
    tall: Option<&str>,
) -> anyhow::Result<()> {
    let colors = preview::light(tokens);
    let mut icons = vec![json!({ "src": icon, "sizes": "any", "type": "image/svg+xml" })];
    for (size, purpose) in ICONS {
        let png = draw(&colors, size, purpose).context("drawing an icon")?;
        let name = looks::write_hashed(out, "icon", "png", &png)?;
        icons.push(json!({
            "src": address.href(&name),
            "sizes": format!("{size}x{size}"),
            "type": "image/png",
            "purpose": purpose,
        }));
    }
    let mut manifest = json!({
        "id": address.href(""),
        "name": home.full_title(),
        "short_name": NAME,
        "description": home.description,
        "lang": "en",
        "start_url": address.href(""),
        "scope": address.href(""),
        // It is read: the reader goes back and forth, and reloads.
        "display": "minimal-ui",
        "background_color": color(&colors, "--bg"),
        "theme_color": color(&colors, "--bg"),
        "icons": icons,
    });
    let screenshots = [
        (home.picture.as_deref(), &preview::WIDE, "wide"),
        (tall, &preview::TALL, "narrow"),
    ];
    let screenshots = screenshots.into_iter().filter_map(|(path, format, form)| {
        Some(json!({
            "src": address.href(path?),
            "sizes": format!("{}x{}", format.width, format.height),
            "type": "image/png",
            "form_factor": form,
            "label": "A chart of a run",
        }))
    });
    let screenshots: Vec<Value> = screenshots.collect();
    if !screenshots.is_empty() {
        manifest["screenshots"] = Value::Array(screenshots);
    }
    super::write(&out.join(FILE), manifest.to_string().as_bytes())
}

/// The site's sign on the ground of its pages.
fn draw(colors: &BTreeMap<String, String>, size: u32, purpose: &str) -> anyhow::Result<Vec<u8>> {
    // A circle of four fifths of the width is never cut off.
    let (corner, scale) = if purpose == "maskable" {
        (0.0, 0.52)
    } else {
        (4.5, 0.72)
    };
    let svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 24 24\">\
         <rect width=\"24\" height=\"24\" rx=\"{corner}\" fill=\"{ground}\"/>\
         <g transform=\"translate(12 12) scale({scale}) translate(-12 -12.5)\" fill=\"none\" stroke-width=\"3\">\
         <path d=\"M2 4h20\" stroke=\"{text}\"/>\
         <path d=\"M2 21c9.5 0 16-1.5 16.5-12\" stroke-linecap=\"round\" stroke=\"{accent}\"/></g></svg>",
        ground = color(colors, "--bg"),
        text = color(colors, "--text"),
        accent = color(colors, "--accent"),
    );
    let tree = Tree::from_str(&svg, &Options::default()).context("reading the drawing")?;
    let mut pixels = Pixmap::new(size, size).ok_or_else(|| anyhow!("no room for it"))?;
    let scale = size as f32 / 24.0;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixels.as_mut(),
    );
    pixels.encode_png().context("encoding it")
}

fn color<'a>(colors: &'a BTreeMap<String, String>, name: &str) -> &'a str {
    colors.get(name).map_or("#000", String::as_str)
}
