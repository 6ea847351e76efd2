//! Where the site will live: the path below its host, and the host where that is known.

use anyhow::ensure;
use headroom::state::site::Base;
use headroom::words::Language;

/// Addresses of the site's pages and files.
pub struct Address {
    pub base: Base,
    /// Scheme and host without a slash behind them: `https://example.org`.
    origin: Option<String>,
}

impl Address {
    /// `origin` is a scheme and a host, and a port where it is not the usual one.
    pub fn new(base: Base, origin: Option<&str>) -> anyhow::Result<Self> {
        let origin = origin.map(|origin| origin.trim_end_matches('/'));
        if let Some(given) = origin {
            let host = given
                .strip_prefix("https://")
                .or_else(|| given.strip_prefix("http://"));
            ensure!(
                host.is_some_and(|host| !host.is_empty()
                    && host
                        .bytes()
                        .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))),
                "--origin takes a scheme and a host such as https://example.org, not {given:?}; the path goes into --base"
            );
        }
        Ok(Self {
            base,
            origin: origin.map(str::to_owned),
        })
    }

    /// Of a page, from the root of the host, in the language that is spoken; `path` is below the base.
    pub fn href(&self, path: &str) -> String {
        self.base.href(path)
    }

    /// Of a file, from the root of the host; `path` is below the base.
    pub fn file(&self, path: &str) -> String {
        self.base.file(path)
    }

    /// Of a page with scheme and host, where the host is known; `path` is below the base.
    pub fn absolute(&self, path: &str) -> Option<String> {
        self.absolute_href(&self.href(path))
    }

    /// The same in a language.
    pub fn absolute_in(&self, language: Language, path: &str) -> Option<String> {
        self.absolute_href(&self.base.href_in(language, path))
    }

    /// Of a file with scheme and host, where the host is known; `path` is below the base.
    pub fn absolute_file(&self, path: &str) -> Option<String> {
        self.absolute_href(&self.file(path))
    }

    /// With scheme and host, where the host is known; `href` is from the root of the host.
    pub fn absolute_href(&self, href: &str) -> Option<String> {
        Some(format!("{}{href}", self.origin.as_ref()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_a_scheme_and_a_host() {
        let at = |origin| Address::new(Base::new("/sub/"), origin);
        for origin in ["https://example.org", "https://example.org/"] {
            let address = at(Some(origin)).unwrap();
            let page = address.absolute("/concepts/");
            assert_eq!(page.as_deref(), Some("https://example.org/sub/concepts/"));
        }
        assert!(at(Some("http://[::1]:8080")).is_ok());
        assert_eq!(at(None).unwrap().absolute("/concepts/"), None);
        for wrong in [
            "example.org",
            "https://",
            "https://example.org/sub",
            "https://a b",
            "ftp://a",
        ] {
            let error = at(Some(wrong)).err().expect(wrong).to_string();
            assert!(error.contains(wrong), "{error}");
        }
    }
}
