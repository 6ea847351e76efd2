//! The site without a connection: the service worker `sw.js`, which knows every file of the site. Service Workers, W3C.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, ensure};
use rayon::prelude::*;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::address::Address;
use super::write;

const WORKER: &str = include_str!("worker.js");
pub const FILE: &str = "sw.js";

/// Takes away what an earlier build's worker has kept, and the worker: where a site is being written, pages are to come from the files.
const REMOVER: &str = "\
    addEventListener(\"install\", () => skipWaiting());\n\
    addEventListener(\"activate\", (event) => {\n  \
      event.waitUntil(caches.delete(`headroom ${BASE}`).then(() => registration.unregister()));\n\
    });\n";

/// Files for hosts and for those who list pages: no page asks for them.
const NOT_FOR_PAGES: [&str; 11] = [
    super::MARK,
    "404.html",
    ".nojekyll",
    "_headers",
    "_redirects",
    "feed.xml",
    "llms.txt",
    "nginx.conf",
    "robots.txt",
    "sbom.cdx.json",
    "sitemap.xml",
];
/// Pictures of links, and what other sites show in frames: browsers keep that apart, for each of those sites. Pages in another language are
/// the same pages once more: they come from the network, but for the one that says that there is none.
const NOT_FOR_READERS: [&str; 5] = ["previews/", "embed/", "frame-", "zh/", "play-words-"];

/// What the page `unreachable.html` needs, and each other page, too: by the beginnings of their names.
const LEAST: [&str; 7] = [
    "unreachable.html",
    "app-",
    "style-",
    "apart-",
    "icon-",
    "island_loader.js",
    "offline.js",
];

/// How the scripts begin that a page in another language brings.
const WORDS: &str = "words-";

/// Whether it stands in place of pages in another language. Their segments are told by it.
fn in_place(name: &str) -> bool {
    let segment = name.strip_suffix(LEAST[0]);
    segment.is_some_and(|segment| segment.ends_with('/'))
}

/// Writes the worker, when all else of the site is written. `build` is what the programs ask for their own files by, behind a question
/// mark; without it the site is one that is being written, and no worker keeps its pages.
pub fn write_worker(out: &Path, address: &Address, build: Option<&str>) -> anyhow::Result<()> {
    let base = json!(address.href(""));
    let worker = match build {
        Some(build) => worker(&base.to_string(), build, &listed(out)?)?,
        None => format!("const BASE = {base};\n{REMOVER}"),
    };
    write(&out.join(FILE), worker.as_bytes())
}

/// A file as the worker knows it.
struct Listed {
    /// As pages ask for it, below the base: a page without its `index.html`.
    path: String,
    bytes: usize,
    /// The start of its SHA-256, in hexadecimal.
    digest: String,
}

fn worker(base: &str, build: &str, files: &[Listed]) -> anyhow::Result<String> {
    let mut version = Sha256::new();
    let mut list = String::new();
    for file in files {
        let line = json!([file.path, file.bytes, file.digest]).to_string();
        version.update(&line);
        list += &line;
        list += ",\n";
    }
    let least: Vec<&str> = files
        .iter()
        .map(|file| file.path.as_str())
        .filter(|path| LEAST.iter().any(|start| path.starts_with(start)))
        .collect();
    ensure!(
        least.contains(&LEAST[0]),
        "the site has no page `{}` to show where there is no connection",
        LEAST[0]
    );
    let others = files.iter().filter(|file| in_place(&file.path));
    let others = others.filter_map(|page| {
        let segment = page.path.strip_suffix(LEAST[0])?;
        let said = files.iter().filter(|file| file.path.starts_with(WORDS));
        let said = said.map(|file| file.path.as_str());
        Some(
            [segment, &page.path]
                .into_iter()
                .chain(said)
                .collect::<Vec<_>>(),
        )
    });
    let others: Vec<Vec<&str>> = others.collect();
    Ok(format!(
        "// Version {}\nconst BASE = {base};\nconst BUILD = {};\nconst OTHERS = {};\nconst LEAST = {};\nconst LIST = [\n{list}];\n{WORKER}",
        short(&version.finalize()),
        json!(build),
        json!(others),
        json!(least),
    ))
}

/// The files that pages ask for, in the order of their paths.
fn listed(out: &Path) -> anyhow::Result<Vec<Listed>> {
    let mut names = Vec::new();
    collect(out, "", &mut names)?;
    names.retain(|name| {
        let elsewhere = NOT_FOR_READERS.iter().any(|start| name.starts_with(start));
        (!elsewhere || in_place(name)) && !NOT_FOR_PAGES.contains(&name.as_str()) && name != FILE
    });
    names.sort();
    let list = |name: &String| -> anyhow::Result<Listed> {
        let file = out.join(name);
        let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
        let path = match name.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => name,
        };
        Ok(Listed {
            path: path.to_owned(),
            bytes: bytes.len(),
            digest: short(&Sha256::digest(&bytes)),
        })
    };
    names.par_iter().map(list).collect()
}

/// Paths of all files below a folder, with slashes.
fn collect(folder: &Path, before: &str, names: &mut Vec<String>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name();
        let name = name
            .to_str()
            .with_context(|| format!("{} has a name that no address can have", path.display()))?;
        let name = format!("{before}{name}");
        if path.is_dir() {
            collect(&path, &format!("{name}/"), names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}

/// Enough of a digest to tell versions of a file apart.
fn short(digest: &[u8]) -> String {
    digest.iter().take(8).fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
