//! Pages for frames in other pages: how they are found (oEmbed 1.0, <https://oembed.com>), and the script by which they tell those pages of
//! themselves.

use std::path::Path;

use headroom::pages::Embedded;
use headroom::state::site::Base;
use headroom::words::language;
use headroom_content::model::Page;
use serde_json::json;

use super::about::NAME;
use super::address::Address;
use super::looks::{Looks, write_hashed};
use super::page::{Shell, escape};
use super::policy::integrity;
use super::{html_file, write};

const SCRIPT: &str = include_str!("frame.js");

/// Of a frame, CSS pixels, where the page around it asks for a number: the reading column with room beside it.
const WIDTH: u32 = 800;

/// What of a page other pages may show in a frame, as the page's head says it.
pub struct Frame {
    pub title: String,
    /// Path below the base of the file that says how.
    pub told: String,
}

/// Writes the pages for frames that a page has, in the language that is spoken, and gives the one that it is found by: the first.
pub fn write_all(
    out: &Path,
    page: &mut Page,
    shell: &Shell,
    address: &Address,
    looks: &Looks,
) -> anyhow::Result<Option<Frame>> {
    let mut frame = None;
    for embedded in Embedded::all(page, &address.base) {
        if frame.is_none() {
            frame = Frame::write(out, &embedded, address)?;
        }
        let file = Path::new(language().segment()).join(html_file(&embedded.route));
        let html = shell.render_embedded(embedded, address, looks)?;
        write(&out.join(file), html.as_bytes())?;
    }
    Ok(frame)
}

impl Frame {
    /// Writes that file. It consists of absolute addresses: there is none where the host is not known.
    fn write(out: &Path, embedded: &Embedded, address: &Address) -> anyhow::Result<Option<Self>> {
        let (Some(url), Some(home)) = (address.absolute(&embedded.route), address.absolute("/"))
        else {
            return Ok(None);
        };
        let told = json!({
            "version": "1.0",
            "type": "rich",
            "provider_name": NAME,
            "provider_url": home,
            "title": embedded.title,
            "width": WIDTH,
            "height": embedded.height(),
            "html": embedded.code(&url),
        });
        let route = embedded.route.trim_start_matches('/');
        let path = format!("{}{route}oembed.json", language().segment());
        write(&out.join(&path), told.to_string().as_bytes())?;
        Ok(Some(Self {
            title: embedded.title.clone(),
            told: path,
        }))
    }
}

/// Writes the script, and gives the element that pages for frames have in their head. It is a file: the policy of all pages knows what
/// stands in them.
pub fn script(out: &Path, base: &Base) -> anyhow::Result<String> {
    let name = write_hashed(out, "frame", "js", SCRIPT.as_bytes())?;
    Ok(format!(
        "<script type=\"module\" src=\"{}\" integrity=\"{}\"></script>\n",
        escape(&base.href(&name)),
        integrity(SCRIPT.as_bytes()),
    ))
}
