//! Files by which hosts serve the site as it should be.

use std::fmt::Write as _;
use std::path::Path;

use headroom::words::Language;

use super::address::Address;
use super::policy::HEADERS;
use super::{offline, write};

/// The header that says what pages may do and load.
const POLICY: &str = "Content-Security-Policy";

/// Files whose names change with their content, as hosts' patterns below the base. A browser may keep them for ever; all others it asks after.
const HASHED: [&str; 8] = [
    "app-*",
    "style-*",
    "apart-*",
    "formulas-*",
    "icon-*",
    "frame-*",
    "words-*",
    "previews/*",
];
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Writes `_headers` (Netlify, Cloudflare Pages), `nginx.conf` and `.nojekyll` (GitHub Pages).
pub fn write_all(
    out: &Path,
    address: &Address,
    policy: &str,
    others: &[Language],
) -> anyhow::Result<()> {
    write(&out.join("_headers"), headers(address, policy).as_bytes())?;
    write(
        &out.join("nginx.conf"),
        nginx(address, policy, others).as_bytes(),
    )?;
    // Without it, files that begin with an underscore are not served.
    write(&out.join(".nojekyll"), b"")
}

/// What is not named here those hosts have browsers ask after, as it should be.
fn headers(address: &Address, policy: &str) -> String {
    let mut text = format!("{}\n  {POLICY}: {policy}\n", address.href("*"));
    for (name, value) in HEADERS {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {name}: {value}");
    }
    for pattern in HASHED {
        let _ = writeln!(
            text,
            "{}\n  Cache-Control: {FOR_EVER}",
            address.href(pattern)
        );
    }
    // A browser learns of a new version by it.
    let worker = address.href(offline::FILE);
    let _ = writeln!(text, "{worker}\n  Cache-Control: no-cache");
    text
}

/// For `include` in a `server` block.
fn nginx(address: &Address, policy: &str, others: &[Language]) -> String {
    let base = address.href("");
    let mut headers = String::new();
    for (name, value) in [(POLICY, policy)].iter().chain(&HEADERS) {
        let _ = writeln!(headers, "    add_header {name} \"{value}\" always;");
    }
    let mut lost = String::new();
    for segment in others.iter().map(|language| language.segment()) {
        let _ = writeln!(
            lost,
            "if ($uri ~ \"^{base}{segment}\") {{\n    set $headroom_lost {base}{segment}404.html;\n}}"
        );
    }
    let hashed = HASHED
        .map(|pattern| pattern.trim_end_matches('*'))
        .join("|");
    format!(
        "# In a `server` block: include /srv/headroom/nginx.conf;\n\
         # The site's folder is /srv/headroom/; where it is another, change it here and there.\n\
         \n\
         set $headroom_lost {base}404.html;\n\
         {lost}\
         set $headroom_cache \"no-cache\";\n\
         if ($uri ~ \"^{base}({hashed})\") {{\n    \
         set $headroom_cache \"{FOR_EVER}\";\n\
         }}\n\
         \n\
         location {base} {{\n    \
         alias /srv/headroom/;\n    \
         index index.html;\n    \
         error_page 404 $headroom_lost;\n    \
         # What the build has compressed; a plain file where a browser takes none.\n    \
         gzip_static on;\n    \
         gzip_vary on;\n    \
         # With the module ngx_brotli:\n    \
         # brotli_static on;\n    \
         add_header Cache-Control $headroom_cache always;\n\
         {headers}\
         }}\n"
    )
}
