//! `headroom build` as a script sees it: which files it writes, and what others find in them.

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use brotli::Decompressor;
use flate2::read::GzDecoder;
use headroom::state::bootstrap;
use headroom::state::site::lab_data_path;
use headroom_content::model::{Island, digest};

/// A copy of the site that holds to every rule, with programs that do nothing.
struct Site(PathBuf);

impl Site {
    fn new(name: &str) -> Self {
        let site = Self(common::site(&format!("build-{name}")));
        site.put(
            "shell/index.html",
            "<html><head></head><body></body></html>",
        );
        site.put("shell/app-1.js", "");
        site.replace(
            "content/concepts/basics/caches.md",
            "reviewed = 2026-11-23\n",
            "reviewed = 2026-11-23\naliases = [\"/concepts/basics/hoards/\"]\n",
        );
        site
    }

    fn put(&self, file: &str, text: &str) {
        let path = self.0.join(file);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    fn replace(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.0.join(file)).expect("a text");
        assert!(text.contains(from), "{file} holds {from}");
        self.put(file, &text.replace(from, to));
    }

    fn try_to_build(&self, arguments: &[&str]) -> Output {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        Command::new(env!("CARGO_BIN_EXE_headroom"))
            .current_dir(&self.0)
            .args(["build", "--shell", "shell", "--out", "out", "--style"])
            .arg(root.join("style"))
            // Not of this test alone: the page of the engine's accuracy takes a minute of runs, once for each engine.
            .arg("--cache")
            .arg(root.join("target/headroom-runs"))
            .args(arguments)
            .output()
            .expect("the program")
    }

    fn build(&self, arguments: &[&str]) {
        let output = self.try_to_build(arguments);
        let printed = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{printed}");
    }

    fn text(&self, file: &str) -> String {
        let path = self.0.join("out").join(file);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Paths below `out`, in their order.
    fn files(&self) -> BTreeSet<String> {
        let out = self.0.join("out");
        let mut folders = vec![out.clone()];
        let mut files = BTreeSet::new();
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&out).expect("below it");
                    files.insert(name.to_string_lossy().into_owned());
                }
            }
        }
        files
    }
}

const CACHES: &str = "concepts/basics/caches/index.html";

#[test]
fn pages_in_another_language_lead_to_each_other_and_share_the_files_of_the_site() {
    let site = Site::new("language");
    let address = ["--base", "/sub/", "--origin", "https://example.org"];
    site.build(&address);
    let english = site.text(CACHES);
    assert!(!english.contains("hreflang") && !english.contains("/zh/"));
    let before = site.files();

    site.build(&[&address[..], &["--language", "zh-Hans", "--offline", "b"]].concat());
    let page = site.text(&format!("zh/{CACHES}"));
    let at = "https://example.org/sub/zh/concepts/basics/caches/";
    for said in [
        "<title>Caches · Headroom</title>",
        &format!("<link rel=\"canonical\" href=\"{at}\">"),
        "hreflang=\"en\" href=\"https://example.org/sub/concepts/basics/caches/\"",
        &format!("hreflang=\"zh-Hans\" href=\"{at}\""),
        "href=\"/sub/zh/concepts/\"",
        "<h1 lang=\"en\">",
        "<script defer src=\"/sub/words-zh-Hans-",
        "data-base=\"/sub/\"",
        "跳到正文",
    ] {
        assert!(page.contains(said), "{said}");
    }
    // What the compiler says of pages that nobody writes is found by its English, wherever that is changed.
    for route in [
        "glossary",
        "map",
        "paths",
        "playground",
        "accuracy",
        "progress",
        "review",
        "notes",
        "search",
        "offline",
        "settings",
        "assessments",
        "assessments/own",
        "assessments/verify",
    ] {
        let page = site.text(&format!("zh/{route}/index.html"));
        let about = page.split("<meta name=\"description\" content=\"").nth(1);
        let about = about
            .and_then(|rest| rest.split('"').next())
            .unwrap_or_default();
        assert!(
            about.contains(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)),
            "{route}: {about}"
        );
    }
    // Whatever a page leads to is in its language, but for the way out of it.
    let elsewhere = page.split("<a ").skip(1).filter(|link| {
        let leads = link.contains("href=\"/sub/") && !link.contains("href=\"/sub/zh/");
        leads && !link.contains("hreflang=\"en\"")
    });
    assert_eq!(elsewhere.collect::<Vec<_>>(), Vec::<&str>::new());

    let english = site.text(CACHES);
    assert!(english.contains("href=\"/sub/zh/concepts/basics/caches/\" hreflang=\"zh-Hans\""));
    let sitemap = site.text("sitemap.xml");
    assert!(sitemap.contains(&format!("<loc>{at}</loc>")));
    assert!(!site.text("feed.xml").contains("/zh/"));
    let worker = site.text("sw.js");
    assert_eq!(worker.matches("zh/").count(), 3, "{worker}");
    assert!(
        worker.contains("const OTHERS = [[\"zh/\",\"zh/unreachable.html\",\"words-zh-Hans-")
            && worker.contains("[\"zh/unreachable.html\",")
    );
    // Pages and what says how they stand in frames, the questions and terms with their links, what labs are made of: nothing else is there twice.
    let pages = before.iter().filter(|file| {
        file.ends_with("index.html")
            || file.ends_with("oembed.json")
            || file.starts_with("data/labs/")
    });
    let moved = |file: &&String| !file.contains("hoards");
    let expected: BTreeSet<String> = pages
        .filter(moved)
        .map(String::as_str)
        .chain([
            "404.html",
            "unreachable.html",
            "data/bank.bin",
            "data/glossary.bin",
        ])
        .map(|file| format!("zh/{file}"))
        .collect();
    let added: BTreeSet<String> = site
        .files()
        .into_iter()
        .filter(|file| file.starts_with("zh/"))
        .collect();
    assert_eq!(added, expected);
}

#[test]
fn a_language_that_nobody_speaks_is_refused_with_those_that_are() {
    let site = Site::new("unspoken");
    let output = site.try_to_build(&["--language", "tlh"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("tlh") && said.contains("zh-Hans"), "{said}");
}

#[test]
fn a_site_that_knows_its_host_is_found() {
    let site = Site::new("found");
    site.build(&["--base", "/sub/", "--origin", "https://example.org"]);
    let at = "https://example.org/sub/concepts/basics/caches/";

    let page = site.text(CACHES);
    for said in [
        "<title>Caches · Headroom</title>",
        &format!("<link rel=\"canonical\" href=\"{at}\">"),
        "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Headroom\" href=\"https://example.org/sub/feed.xml\">",
        "<meta property=\"og:title\" content=\"Caches\">",
        &format!("<meta property=\"og:url\" content=\"{at}\">"),
        "<meta property=\"og:image\" content=\"https://example.org/sub/previews/",
        "\"@type\":\"LearningResource\"",
        "\"teaches\":[\"Say what to keep\"]",
        "\"dateModified\":\"2026-11-23\"",
        "\"@type\":\"BreadcrumbList\"",
        "\"item\":\"https://example.org/sub/concepts/basics/\"",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(
        site.text("assessments/basics/index.html")
            .contains("\"@type\":\"Quiz\"")
    );

    let sitemap = site.text("sitemap.xml");
    assert!(sitemap.contains(&format!("<loc>{at}</loc><lastmod>2026-11-23</lastmod>")));
    // A page of the reader's own, what is no page, a frame's, and a former address.
    for other in ["/progress/", "404", "/embed/", "hoards"] {
        assert!(!sitemap.contains(other), "{other}");
    }
    assert!(
        site.text("robots.txt")
            .contains("Sitemap: https://example.org/sub/sitemap.xml\n")
    );
    let feed = site.text("feed.xml");
    assert!(feed.contains("<updated>2026-11-23T00:00:00Z</updated>"));
    assert!(feed.contains(&format!("<id>{at}</id>")));
    assert!(
        site.text("llms.txt")
            .contains(&format!("- [Caches]({at}): Keeping an answer near"))
    );
    assert!(
        site.text("404.html")
            .contains("<meta name=\"robots\" content=\"noindex\">")
    );
}

#[test]
fn the_picture_beside_a_link_is_a_chart_of_the_page_s_lab_or_that_of_the_front_page() {
    let site = Site::new("pictures");
    site.build(&["--origin", "https://example.org"]);
    let picture = |file: &str| {
        let page = site.text(file);
        let (_, rest) = page
            .split_once("og:image\" content=\"https://example.org/")
            .expect(file);
        rest.split('"').next().expect("its end").to_owned()
    };
    let (home, till) = (
        picture("index.html"),
        picture("templates/shop/v0-till/index.html"),
    );
    assert_ne!(home, till);
    assert_eq!(picture(CACHES), home);
    let png = fs::read(site.0.join("out").join(till)).expect("a picture");
    assert!(png.starts_with(b"\x89PNG"));
    let pixels = |at: usize| u32::from_be_bytes(png[at..at + 4].try_into().expect("four bytes"));
    assert_eq!((pixels(16), pixels(20)), (1200, 630));
}

#[test]
fn what_consists_of_absolute_addresses_is_left_out_where_the_host_is_not_known() {
    let site = Site::new("anywhere");
    site.build(&["--base", "/sub/"]);
    let files = site.files();
    for file in ["sitemap.xml", "feed.xml"] {
        assert!(!files.contains(file), "{file}");
    }
    assert!(!files.iter().any(|file| file.starts_with("previews/")));
    let page = site.text(CACHES);
    for said in [
        "oembed",
        "canonical",
        "og:url",
        "og:image",
        "BreadcrumbList",
        "atom+xml",
    ] {
        assert!(!page.contains(said), "{said}");
    }
    assert!(page.contains("<meta property=\"og:title\" content=\"Caches\">"));
    assert!(page.contains("\"@type\":\"LearningResource\""));
    assert!(
        site.text("llms.txt")
            .contains("- [Caches](/sub/concepts/basics/caches/)")
    );
}

#[test]
fn a_former_address_leads_to_the_page() {
    let site = Site::new("moved");
    site.build(&["--base", "/sub/"]);
    let moved = site.text("concepts/basics/hoards/index.html");
    assert!(
        moved.contains(
            "<meta http-equiv=\"refresh\" content=\"0; url=/sub/concepts/basics/caches/\">"
        )
    );
    assert!(moved.contains("<a href=\"/sub/concepts/basics/caches/\">"));
    assert_eq!(
        site.text("_redirects"),
        "/sub/concepts/basics/hoards/ /sub/concepts/basics/caches/ 301\n"
    );
}

#[test]
fn an_address_of_a_page_is_no_former_one_and_leads_to_one_page() {
    let site = Site::new("aliases");
    for (aliases, told) in [
        (
            "\"/labs/\"",
            "`/labs/` is the address of a page; an alias is one that no page has any more",
        ),
        (
            "\"/a/\", \"/a/\"",
            "the alias `/a/` stands in content/concepts/basics/caches.md, too",
        ),
        (
            "\"old\"",
            "an alias is a path below the site's base such as `/concepts/old/name/`, not `old`",
        ),
    ] {
        site.replace(
            "content/concepts/basics/caches.md",
            "\"/concepts/basics/hoards/\"",
            aliases,
        );
        let output = site.try_to_build(&[]);
        let printed = String::from_utf8_lossy(&output.stderr);
        assert!(printed.contains(told), "{told}\nis not in\n{printed}");
        assert_eq!(output.status.code(), Some(1));
        site.replace(
            "content/concepts/basics/caches.md",
            aliases,
            "\"/concepts/basics/hoards/\"",
        );
    }
}

#[test]
fn an_origin_with_a_path_is_refused_with_what_would_be_right() {
    let output = Site::new("origin").try_to_build(&["--origin", "https://example.org/sub"]);
    let printed = String::from_utf8_lossy(&output.stderr);
    assert!(
        printed.contains("such as https://example.org, not \"https://example.org/sub\""),
        "{printed}"
    );
    assert_ne!(output.status.code(), Some(0));
}

#[test]
fn a_site_for_a_host_has_its_files_compressed_and_says_what_may_be_kept() {
    let site = Site::new("hosted");
    site.build(&["--base", "/sub/", "--precompress"]);
    let files = site.files();
    for file in [CACHES, "data/bank.bin", "404.html"] {
        assert!(files.contains(&format!("{file}.br")), "{file}.br");
        let path = site.0.join("out").join(format!("{file}.gz"));
        let mut plain = Vec::new();
        let packed = fs::File::open(path).expect(file);
        GzDecoder::new(packed).read_to_end(&mut plain).expect(file);
        assert_eq!(plain, fs::read(site.0.join("out").join(file)).expect(file));
        let mut plain = Vec::new();
        let packed = fs::File::open(site.0.join("out").join(format!("{file}.br"))).expect(file);
        Decompressor::new(packed, 4096)
            .read_to_end(&mut plain)
            .expect(file);
        assert_eq!(plain, fs::read(site.0.join("out").join(file)).expect(file));
    }
    assert!(files.contains(".nojekyll"));
    let headers = site.text("_headers");
    assert!(
        headers.contains("/sub/style-*\n  Cache-Control: public, max-age=31536000, immutable\n")
    );
    assert!(site.text("nginx.conf").contains("location /sub/ {"));
}

#[test]
fn a_page_runs_its_own_scripts_and_gives_effect_to_no_style_in_markup() {
    let site = Site::new("policy");
    site.put(
        "shell/index.html",
        "<html><head><meta charset=\"utf-8\"><script>theme()</script><script type=\"module\">import \"/site-base/app-1.js\";</script>\
         <link rel=\"modulepreload\" href=\"/site-base/app-1.js\"></head><body></body></html>",
    );
    site.build(&["--base", "/sub/"]);
    let policy = |page: &str| {
        let (before, rest) = page
            .split_once("http-equiv=\"Content-Security-Policy\" content=\"")
            .expect("a policy");
        assert!(!before.contains("<script"), "a script before the policy");
        rest.split('"').next().expect("its end").to_owned()
    };
    let page = site.text(CACHES);
    let said = policy(&page);
    // The theme's, the map of what modules have to be, and the program's.
    assert_eq!(said.matches("'sha256-").count(), 3, "{said}");
    assert!(
        said.contains("script-src 'self' 'wasm-unsafe-eval' 'sha256-")
            && said.contains("style-src 'self';")
    );
    assert!(
        !said.contains("unsafe-inline") && !said.contains("'unsafe-eval'"),
        "{said}"
    );
    for told in [
        "<script type=\"importmap\">{\"integrity\":{\"/sub/app-1.js\":\"sha384-",
        "href=\"/sub/app-1.js\" integrity=\"sha384-",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let (_, style) = page
        .split_once("<link rel=\"stylesheet\"")
        .expect("a style sheet");
    assert!(
        style
            .split('>')
            .next()
            .is_some_and(|link| link.contains("integrity=\"sha384-"))
    );
    for file in site.files().iter().filter(|file| ends(file, &["html"])) {
        let page = site.text(file);
        for markup in [" style=\"", "<style", " onclick=\"", "javascript:"] {
            assert!(!page.contains(markup), "{file}: {markup}");
        }
        assert!(file.contains("hoards") || policy(&page) == said, "{file}");
    }
    // Hosts say the same, and what a page cannot say itself.
    for file in ["_headers", "nginx.conf"] {
        let text = site.text(file);
        assert!(text.contains(&said), "{file}");
        for header in [
            "Referrer-Policy",
            "Permissions-Policy",
            "Cross-Origin-Opener-Policy",
        ] {
            assert!(text.contains(header), "{file}: {header}");
        }
    }
    // Cloudflare reads no longer line.
    assert!(site.text("_headers").lines().all(|line| line.len() < 2000));
}

#[test]
fn what_runs_a_lab_is_a_file_and_its_page_knows_which_version() {
    let site = Site::new("labs");
    site.build(&[]);
    let page = site.text("labs/rush/index.html");
    let (_, script) = page
        .split_once("<script id=\"bootstrap\"")
        .expect("what it tells its programs");
    let (_, data) = script.split_once('>').expect("the element's start");
    let (data, _) = data.split_once("</script>").expect("its end");
    let told = bootstrap::read(data).expect("of this build");
    let labs: Vec<_> = (told.islands.iter())
        .filter_map(|island| match island {
            Island::Lab(lab) => Some(lab),
            _ => None,
        })
        .collect();
    assert_eq!(labs.len(), 1);
    let file = site.0.join("out").join(lab_data_path(&labs[0].sim));
    let file = fs::read(file).expect("the file of its scenario");
    assert!(labs[0].spec.is_empty() && labs[0].digest == digest(&file));
}

#[test]
fn two_builds_of_the_same_content_are_the_same_to_the_byte() {
    let sites = ["once", "twice"].map(Site::new);
    for site in &sites {
        site.build(&["--origin", "https://example.org", "--precompress"]);
    }
    let [once, twice] = &sites;
    let files = once.files();
    assert_eq!(files, twice.files());
    for file in files {
        let bytes = |site: &Site| fs::read(site.0.join("out").join(&file)).expect("a file");
        assert!(bytes(once) == bytes(twice), "{file}");
    }
}

#[test]
fn the_worker_knows_each_file_that_a_page_may_ask_for_and_its_version_is_that_of_all() {
    let site = Site::new("offline");
    let build = || {
        site.build(&["--base", "/sub/", "--precompress", "--offline", "b1"]);
        site.text("sw.js")
    };
    let worker = build();
    let known: BTreeSet<String> = worker
        .lines()
        .filter_map(|line| line.strip_prefix("[\"")?.split('"').next())
        .map(str::to_owned)
        .collect();
    let asked_for: BTreeSet<String> = site
        .files()
        .into_iter()
        .filter(|file| !ends(file, &["br", "gz"]))
        .filter(|file| {
            // What stands in other sites' pages.
            if file.starts_with("embed/") || file.starts_with("frame-") {
                return false;
            }
            // What hosts and those who list pages read.
            let name = Path::new(file).file_name().unwrap_or_default();
            let others = [
                "404.html",
                "_headers",
                "_redirects",
                "llms.txt",
                "nginx.conf",
                "robots.txt",
                "sw.js",
            ];
            !file.starts_with('.') && !others.iter().any(|other| name == *other)
        })
        .map(|file| match file.strip_suffix("index.html") {
            Some(folder) => folder.to_owned(),
            None => file,
        })
        .collect();
    assert_eq!(known, asked_for);
    assert!(
        known.contains("") && known.contains("unreachable.html") && known.contains("data/bank.bin")
    );
    // printf '' | sha256sum
    assert!(
        worker.contains("[\"app-1.js\",0,\"e3b0c44298fc1c14\"],"),
        "{worker}"
    );
    assert!(worker.contains("const BASE = \"/sub/\";\nconst BUILD = \"b1\";\n"));
    assert!(site.files().contains("sw.js.br"));

    let version = |worker: &str| worker.lines().next().map(str::to_owned);
    assert_eq!(version(&build()), version(&worker));
    site.put("shell/app-1.js", "go()");
    assert_ne!(version(&build()), version(&worker));
}

#[test]
fn a_page_names_the_frame_that_other_pages_may_show_it_in() {
    let site = Site::new("framed");
    site.replace(
        "content/concepts/basics/caches.md",
        "Hits pay.",
        "Hits [pay](#trade-offs).",
    );
    site.build(&["--base", "/sub/", "--origin", "https://example.org"]);
    for (page, frame, title, height) in [
        (
            CACHES,
            "quiz/concepts/basics/caches/",
            "Questions on Caches",
            600,
        ),
        ("labs/rush/index.html", "labs/rush/", "Rush hour", 900),
    ] {
        let told = format!("embed/{frame}oembed.json");
        let link = format!(
            "<link rel=\"alternate\" type=\"application/json+oembed\" title=\"{title}\" href=\"https://example.org/sub/{told}\">"
        );
        assert!(site.text(page).contains(&link), "{page}: {link}");
        let told: serde_json::Value = serde_json::from_str(&site.text(&told)).expect("JSON");
        for (key, value) in [("version", "1.0"), ("type", "rich"), ("title", title)] {
            assert_eq!(told[key], value);
        }
        assert_eq!(
            (&told["width"], &told["height"]),
            (&800.into(), &height.into())
        );
        let html = told["html"].as_str().expect("HTML");
        let start =
            format!("<iframe src=\"https://example.org/sub/embed/{frame}\" title=\"{title}, ");
        assert!(html.starts_with(&start), "{html}");
    }
    // Of a page with both it is the lab.
    let till = site.text("templates/shop/v0-till/index.html");
    assert_eq!(till.matches("json+oembed").count(), 1);

    let frame = site.text("embed/quiz/concepts/basics/caches/index.html");
    assert!(frame.contains("<a href=\"/sub/concepts/basics/caches/\" target=\"_blank\""));
    // What is not there stands on the page.
    assert!(frame.contains("href=\"/sub/concepts/basics/caches/#trade-offs\""));
    assert!(
        !frame.contains("href=\"#"),
        "a link to a part of another page"
    );
    let script = site
        .files()
        .into_iter()
        .find(|file| file.starts_with("frame-"))
        .expect("its script");
    let element = format!("<script type=\"module\" src=\"/sub/{script}\" integrity=\"sha384-");
    assert!(frame.contains(&element) && !site.text(CACHES).contains(&element));
    for page in [CACHES, "index.html"] {
        let offered = site
            .text(page)
            .matches("<a href=\"/sub/embed/quiz/concepts/basics/caches/\"")
            .count();
        assert_eq!(offered, usize::from(page == CACHES), "{page}");
    }
}

#[test]
fn a_site_that_is_being_written_takes_away_what_was_kept() {
    let site = Site::new("written");
    site.build(&["--base", "/sub/"]);
    let worker = site.text("sw.js");
    assert!(worker.contains("registration.unregister()"), "{worker}");
    assert!(!worker.contains("\"fetch\""), "{worker}");
}

#[test]
fn a_site_can_be_installed_from_each_of_its_pages() {
    let site = Site::new("installed");
    site.build(&["--base", "/sub/", "--origin", "https://example.org"]);
    assert!(
        site.text(CACHES)
            .contains("<link rel=\"manifest\" href=\"/sub/site.webmanifest\">")
    );
    let manifest: serde_json::Value =
        serde_json::from_str(&site.text("site.webmanifest")).expect("a manifest");
    assert_eq!(manifest["start_url"], "/sub/");
    assert_eq!(manifest["scope"], "/sub/");
    let pictures = ["icons", "screenshots"].map(|name| manifest[name].as_array().expect(name));
    let mut sizes = Vec::new();
    for picture in pictures.into_iter().flatten() {
        let src = picture["src"].as_str().expect("an address");
        let file = site
            .0
            .join("out")
            .join(src.strip_prefix("/sub/").expect("below the base"));
        let bytes = fs::read(&file).expect(src);
        let told = picture["sizes"].as_str().expect("its size");
        sizes.push(told.to_owned());
        if picture["type"] == "image/png" {
            let pixels =
                |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
            assert_eq!(told, format!("{}x{}", pixels(16), pixels(20)), "{src}");
        }
    }
    let pictures = ["1200x630", "808x1180"];
    assert_eq!(sizes[..4], ["any", "192x192", "512x512", "512x512"]);
    assert_eq!(sizes[4..], pictures, "of a wide screen and of a narrow one");
}

/// Whether a file's name ends in one of these, behind a point.
fn ends(file: &str, kinds: &[&str]) -> bool {
    let kind = Path::new(file).extension();
    kinds
        .iter()
        .any(|wanted| kind.is_some_and(|kind| kind == *wanted))
}
