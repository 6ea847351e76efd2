//! What a page may do and load: nothing but the site's own, whatever should ever get into one. Content Security Policy Level 3,
//! Subresource Integrity and Trusted Types, all of the W3C.

use std::fs;
use std::path::Path;

use anyhow::Context;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha384};

/// Headers that every answer may carry, beside the policy: what a page cannot say of itself.
pub const HEADERS: [(&str, &str); 4] = [
    // Other pages get no hold of a window that they have opened.
    ("Cross-Origin-Opener-Policy", "same-origin"),
    // A page asks for none of what a browser can give.
    (
        "Permissions-Policy",
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()",
    ),
    // Sources need not know what their readers came from.
    ("Referrer-Policy", "same-origin"),
    ("X-Content-Type-Options", "nosniff"),
];

/// The policy of pages that have these scripts in them: they run, the site's own files do, and WebAssembly. Small signs are drawn in the
/// style sheet itself. Who may put a page into a frame is not said: pages of labs are made for it, and no page does anything for a
/// reader who did not ask. Text becomes markup, or the address of a script, through the one policy that the page's first script makes
/// (`index.html`); a browser without Trusted Types passes over those two directives.
pub fn of_pages(html: &str) -> String {
    let mut scripts = String::new();
    for script in inline_scripts(html) {
        // Browsers hash what they parsed, and parsers read all line ends as one.
        let text = script.replace("\r\n", "\n");
        scripts += " 'sha256-";
        scripts += &STANDARD.encode(Sha256::digest(text.as_bytes()));
        scripts += "'";
    }
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{scripts}; style-src 'self'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types default"
    )
}

/// The texts of a page's scripts that stand in it and run.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|rest| {
        let (attributes, rest) = rest.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        let runs = !attributes.contains("type=")
            || ["\"module\"", "\"importmap\""]
                .iter()
                .any(|kind| attributes.contains(kind));
        (runs && !attributes.contains("src=")).then_some(text)
    })
}

/// What a file has to be, for the attribute `integrity`.
pub fn integrity(bytes: &[u8]) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(bytes)))
}

/// A head in which the module that the page's program begins with has to be what it was when the site was built. `base` is the path
/// before the names of the files in `shell`.
pub fn pinned(head: &str, shell: &Path, base: &str) -> anyhow::Result<String> {
    const PRELOAD: &str = "<link rel=\"modulepreload\" href=\"";
    let Some((_, rest)) = head.split_once(PRELOAD) else {
        return Ok(head.to_owned());
    };
    let href = rest.split('"').next().unwrap_or_default();
    let file = shell.join(href.strip_prefix(base).unwrap_or(href));
    let bytes = fs::read(&file).with_context(|| format!("reading {}", file.display()))?;
    let integrity = integrity(&bytes);
    // The map is for the script that imports it, and has to stand before it.
    let map = format!(
        "<script type=\"importmap\">{{\"integrity\":{{\"{href}\":\"{integrity}\"}}}}</script>\n"
    );
    let preload = format!("{PRELOAD}{href}\"");
    let pinned = head.replacen(&preload, &format!("{preload} integrity=\"{integrity}\""), 1);
    let at = pinned.find("<script").unwrap_or(pinned.len());
    Ok([&pinned[..at], &map, &pinned[at..]].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_that_run_are_allowed_by_what_they_are() {
        let html = "<script>a</script><script type=\"module\">b\r\n</script><script src=\"c.js\"></script>\
                    <script type=\"application/ld+json\">{}</script>";
        assert_eq!(inline_scripts(html).collect::<Vec<_>>(), ["a", "b\r\n"]);
        let policy = of_pages(html);
        // printf a | openssl dgst -sha256 -binary | base64
        assert!(
            policy.contains("'sha256-ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='"),
            "{policy}"
        );
        assert_eq!(policy.matches("'sha256-").count(), 2);
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"));
        assert!(
            policy.ends_with("; require-trusted-types-for 'script'; trusted-types default"),
            "{policy}"
        );
        assert_eq!(of_pages("b\n").matches("sha256").count(), 0);
    }
}
