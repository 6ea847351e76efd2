//! What the site's programs are made of, search included, as a bill of materials (`CycloneDX` 1.6, JSON). Beside the programs, so that a site has it at
//! `sbom.cdx.json`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, bail};

use crate::process;
use crate::tools::{PAGEFIND, WASM_TARGET};

/// Packages that make programs of the browser, with the features they have there.
const PROGRAMS: [&[&str]; 3] = [
    &[
        "--package",
        "headroom",
        "--no-default-features",
        "--features",
        "hydrate",
    ],
    &["--package", "headroom-sim-worker"],
    &["--package", "headroom-studio"],
];

/// Name of the file.
const FILE: &str = "sbom.cdx.json";

/// Writes it into a folder with programs, of a site that can be `searched` or not: Pagefind's program for browsers comes with its index.
pub fn write(folder: &Path, searched: bool) -> Result<()> {
    // Licences by name and version.
    let mut parts = BTreeMap::new();
    for program in PROGRAMS {
        let mut tree = process::cargo();
        // What only helps to compile is no part of what a reader gets.
        tree.args([
            "tree",
            "--target",
            WASM_TARGET,
            "--edges",
            "normal,no-proc-macro",
        ])
        .args(["--prefix", "none", "--format", "{p}\t{l}"])
        .args(program);
        let output = tree
            .output()
            .context("asking cargo for what programs are made of")?;
        if !output.status.success() {
            bail!(
                "`cargo tree`: {}",
                String::from_utf8_lossy(&output.stderr).trim()
            );
        }
        let lines = String::from_utf8(output.stdout).context("reading what `cargo tree` said")?;
        parts.extend(lines.lines().filter_map(part));
    }
    let file = folder.join(FILE);
    fs::write(&file, bill(&parts, searched)).with_context(|| format!("writing {}", file.display()))
}

/// Name, version and licence of a package; nothing of one of ours, behind which stands a path, or of one that was told before.
fn part(line: &str) -> Option<((String, String), String)> {
    let (package, licence) = line.split_once('\t')?;
    let (name, version) = package.split_once(" v")?;
    if version.contains(' ') {
        return None;
    }
    let licence = licence.trim_end_matches(" (*)").replace('/', " OR ");
    Some(((name.to_owned(), version.to_owned()), licence))
}

/// Names, versions and licences hold nothing that JSON has to escape.
fn bill(parts: &BTreeMap<(String, String), String>, searched: bool) -> String {
    let component = |registry: &str, name: &str, version: &str, licence: &str| {
        let licences = if licence.is_empty() {
            String::new()
        } else {
            format!(",\"licenses\":[{{\"expression\":\"{licence}\"}}]")
        };
        format!(
            "{{\"type\":\"library\",\"name\":\"{name}\",\"version\":\"{version}\",\"purl\":\"pkg:{registry}/{name}@{version}\"{licences}}}"
        )
    };
    let crates = parts
        .iter()
        .map(|((name, version), licence)| component("cargo", name, version, licence));
    let search = searched.then(|| component("npm", "pagefind", PAGEFIND, "MIT"));
    let components: Vec<String> = crates.chain(search).collect();
    format!(
        "{{\"bomFormat\":\"CycloneDX\",\"specVersion\":\"1.6\",\"version\":1,\n\
         \"metadata\":{{\"component\":{{\"type\":\"application\",\"name\":\"headroom\",\"version\":\"{}\"}}}},\n\
         \"components\":[\n{}\n]}}\n",
        env!("CARGO_PKG_VERSION"),
        components.join(",\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_of_others_is_a_part_with_its_licence() {
        let of = |line| part(line);
        let sound = (
            ("serde".to_owned(), "1.0.2".to_owned()),
            "MIT OR Apache-2.0".to_owned(),
        );
        assert_eq!(of("serde v1.0.2\tMIT/Apache-2.0"), Some(sound.clone()));
        assert_eq!(
            of("serde v1.0.2\tMIT OR Apache-2.0 (*)"),
            Some(sound.clone())
        );
        assert_eq!(of("headroom v0.1.0 (/somewhere)\tMIT"), None);
        let parts = BTreeMap::from([sound]);
        let bill = |searched| bill(&parts, searched);
        assert!(bill(false).contains("\"purl\":\"pkg:cargo/serde@1.0.2\",\"licenses\""));
        assert!(!bill(false).contains("pagefind"));
        assert!(bill(true).contains(&format!("\"purl\":\"pkg:npm/pagefind@{PAGEFIND}\"")));
    }
}
