//! Pages for frames in other pages: how they are found (oEmbed 1.0, <https://oembed.com>), and the script by which they tell those pages of
//! themselves.

use std::path::Path;

use headroom::pages::Embedded;
use headroom::state::site::Base;
use serde_json::json;

use super::about::NAME;
use super::address::Address;
use super::looks::write_hashed;
use super::page::escape;
use super::policy::integrity;
use super::write;

const SCRIPT: &str = include_str!("frame.js");

/// Of a frame, CSS pixels, where the page around it asks for a number: the reading column with room beside it.
const WIDTH: u32 = 800;

/// What of a page other pages may show in a frame, as the page's head says it.
pub struct Frame {
    pub title: String,
    /// Path below the base of the file that says how.
    pub told: String,
}

impl Frame {
    /// Writes that file. It consists of absolute addresses: there is none where the host is not known.
    pub fn write(
        out: &Path,
        embedded: &Embedded,
        address: &Address,
    ) -> anyhow::Result<Option<Self>> {
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
        let path = format!("{}oembed.json", embedded.route.trim_start_matches('/'));
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
