//! The index of the site, which Pagefind made and reads: its parts come when a query needs them.

use js_sys::{Array, Object};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::navigation::get;
use super::{document, log_error};
use crate::state::search::{Answer, Hit, Section};

#[wasm_bindgen(raw_module = "./search_index.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn ask(query: &str, kind: &str, limit: u32) -> Result<JsValue, JsValue>;
}

/// Sections that are shown of a page.
const SECTIONS: usize = 3;

/// What fits a query, of one kind or, where `kind` is empty, of all; the first `limit` with their passages. Nothing where the index could not be
/// had.
pub async fn answer(query: &str, kind: &str, limit: u32) -> Option<Answer> {
    let found = match ask(query, kind, limit).await {
        Ok(found) => found,
        Err(error) => {
            log_error(&format!("no search: {error:?}"));
            return None;
        }
    };
    let counts = Object::entries(get(&found, "counts")?.unchecked_ref());
    let counts = counts.iter().filter_map(|entry| {
        let entry: Array = entry.dyn_into().ok()?;
        Some((entry.get(0).as_string()?, entry.get(1).as_f64()? as usize))
    });
    Some(Answer {
        total: get(&found, "total")?.as_f64()? as usize,
        counts: counts.collect(),
        hits: list(&found, "hits").iter().map(hit).collect(),
    })
}

fn hit(found: &JsValue) -> Hit {
    let meta = get(found, "meta").unwrap_or_default();
    let (below, before): (Vec<JsValue>, Vec<JsValue>) = list(found, "sub_results")
        .into_iter()
        .partition(|part| get(part, "anchor").is_some());
    let passage = match (before.first(), below.is_empty()) {
        (Some(before), _) => text(before, "excerpt"),
        (None, true) => text(found, "excerpt"),
        (None, false) => String::new(),
    };
    Hit {
        kind: text(&meta, "kind"),
        title: text(&meta, "title"),
        place: text(&meta, "place"),
        href: address(&meta),
        passage,
        sections: best(&below),
    }
}

/// Those that fit best, in the order of the page.
fn best(parts: &[JsValue]) -> Vec<Section> {
    let score = |part: &JsValue| -> f64 {
        let words = list(part, "weighted_locations");
        words
            .iter()
            .filter_map(|word| get(word, "balanced_score")?.as_f64())
            .sum()
    };
    let mut ranked: Vec<(usize, f64)> = parts.iter().map(score).enumerate().collect();
    ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
    ranked.truncate(SECTIONS);
    ranked.sort_by_key(|(place, _)| *place);
    let section = |(place, _): (usize, f64)| Section {
        title: text(&parts[place], "title"),
        href: address(&parts[place]),
        passage: text(&parts[place], "excerpt"),
    };
    ranked.into_iter().map(section).collect()
}

/// The index has the pages that are in English.
fn address(found: &JsValue) -> String {
    let href = text(found, "url");
    document::base().map_or(href.clone(), |base| base.translated(&href))
}

fn list(object: &JsValue, name: &str) -> Vec<JsValue> {
    let list = get(object, name).and_then(|list| list.dyn_into::<Array>().ok());
    list.map_or_else(Vec::new, |list| list.to_vec())
}

fn text(object: &JsValue, name: &str) -> String {
    get(object, name)
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}
