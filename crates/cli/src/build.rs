//! `headroom build`: the static site. Every route becomes an HTML page rendered by the same components that
//! run in the browser.

mod about;
mod address;
mod compress;
mod finding;
mod frame;
mod hosting;
mod install;
mod looks;
mod offline;
mod page;
mod policy;
mod preview;
mod search;
mod translation;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, bail, ensure};
use headroom::state::site::Base;
use headroom::words::Language;
use headroom_content::compile::cache::Cache;
use headroom_content::compile::{Options, compile};
use headroom_content::model::{BANK, Body, CATALOGUE, GLOSSARY, Page};
use rayon::prelude::*;

use self::about::About;
use self::address::Address;
use self::looks::Looks;
use self::preview::{Format, Painter};
use self::search::{Found, Source};
use crate::{accuracy, playground, say, stills};

#[derive(clap::Args)]
pub struct Args {
    /// Folder with the programs and the empty page that Trunk made
    #[arg(long, default_value = "target/shell")]
    shell: PathBuf,
    /// Folder to write the site to; replaced if an earlier build made it
    #[arg(long, default_value = "dist")]
    out: PathBuf,
    /// Path the site will live under
    #[arg(long, default_value = "/")]
    base: String,
    /// Scheme and host the site will live at, such as `https://example.org`: without it there is no sitemap, no feed, no
    /// canonical address and no picture for previews of links, all of which are made of absolute addresses
    #[arg(long)]
    origin: Option<String>,
    /// Write `.br` and `.gz` beside each file that becomes smaller by it, for hosts that send those
    #[arg(long)]
    precompress: bool,
    /// Pagefind, which makes the index that the site is searched by; without it the site has none
    #[arg(long, value_name = "PROGRAM")]
    pagefind: Option<PathBuf>,
    /// Let the site work without a connection; what the programs ask for their own files by, behind a question mark. Without it
    /// the site takes away what an earlier build has kept
    #[arg(long, value_name = "BUILD")]
    offline: Option<String>,
    /// Another language of the interface to have all pages in, too: `zh-Hans`, below `zh/`
    #[arg(long = "language", value_name = "TAG", value_parser = translation::language)]
    languages: Vec<Language>,
    #[arg(long, default_value = "content")]
    content: PathBuf,
    #[arg(long, default_value = "style")]
    style: PathBuf,
    /// Where results of runs are kept between builds
    #[arg(long, default_value = "target/headroom-runs")]
    cache: PathBuf,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let address = Address::new(Base::new(&args.base), args.origin.as_deref())?;
    let options = Options {
        content_dir: args.content.clone(),
        base: address.href(""),
        segment: String::new(),
        cache_dir: args.cache.clone(),
    };
    let mut site = match compile(&options) {
        Ok(compiled) => {
            say::err(format_args!("{}", compiled.lints));
            compiled.site
        }
        Err(diagnostics) => {
            say::err(format_args!("{diagnostics}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    let cache = Cache::new(&args.cache);
    stills::fill(&mut site.pages, &cache)?;
    accuracy::fill(&mut site.pages, &cache)?;
    playground::fill(&mut site.pages)?;
    let shell = page::Shell::read(&args.shell, &address.base)?;

    prepare(&args.out)?;
    copy_programs(&args.shell, &args.out)?;
    let looks = Looks::write(&args.style, &args.out, &address.base)?;
    for name in &site.media {
        let bytes = fs::read(args.content.join("media").join(name))
            .with_context(|| format!("reading media/{name}"))?;
        write(&args.out.join("media").join(name), &bytes)?;
    }
    for (sim, text) in &site.designs {
        let file = args.out.join(headroom::state::site::design_path(sim));
        write(&file, text.as_bytes())?;
    }
    let bank = postcard::to_allocvec(&site.bank).context("encoding the questions")?;
    write(&args.out.join(BANK), &bank)?;
    let catalogue = postcard::to_allocvec(&site.catalogue).context("encoding the catalogue")?;
    write(&args.out.join(CATALOGUE), &catalogue)?;
    for (sim, spec) in &site.labs {
        let file = args.out.join(headroom::state::site::lab_data_path(sim));
        write(&file, spec)?;
    }
    let mut search = Source::new(args.pagefind.as_deref(), &args.out, &address);
    search.questions(&site.bank)?;
    for page in &site.pages {
        if let Body::Glossary(glossary) = &page.body {
            search.terms(&page.route, &page.title, glossary)?;
            let glossary = postcard::to_allocvec(glossary).context("encoding the glossary")?;
            write(&args.out.join(GLOSSARY), &glossary)?;
        }
    }
    let mut abouts: Vec<About> = site.pages.iter().map(About::page).collect();
    let tokens = args.style.join("tokens.css");
    let tokens =
        fs::read_to_string(&tokens).with_context(|| format!("reading {}", tokens.display()))?;
    let mut tall = None;
    if args.origin.is_some() {
        tall = draw(&mut site.pages, &mut abouts, &args.out, &tokens, &cache)?;
    }
    if let Some(home) = abouts.iter().find(|about| about.route == "/") {
        let (icon, tall) = (&looks.icon, tall.as_deref());
        install::write(&args.out, &address, &tokens, icon, home, tall)?;
    }
    for about in &mut abouts {
        about.languages = translation::languages(&about.route, &args.languages);
    }
    finding::write_all(&args.out, &abouts, &site.map, &address)?;
    finding::redirect(&args.out, &site.aliases, &address, &args.languages)?;
    let count = site.pages.len();
    for language in &args.languages {
        translation::write_all(*language, args, &address, &shell, &looks, &abouts)?;
    }
    let map = Arc::new(site.map);
    for (mut page, mut about) in site.pages.into_iter().zip(abouts) {
        about.frame = frame::write_all(&args.out, &mut page, &shell, &address, &looks)?;
        let file = html_file(&page.route);
        let found = Found::of(&page);
        let html = shell.render(page, &about, &map, &address, &looks)?;
        search.page(&found, &html)?;
        write(&args.out.join(file), html.as_bytes())?;
    }
    search.index(&args.out)?;
    hosting::write_all(&args.out, &address, &shell.policy, &args.languages)?;
    offline::write_worker(&args.out, &address, args.offline.as_deref())?;
    if args.precompress {
        compress::all(&args.out)?;
    }
    say::out(format_args!("{count} pages in {}\n", args.out.display()))?;
    Ok(ExitCode::SUCCESS)
}

/// Draws the pictures of pages that have a lab; the others show that of the front page, of which there is a tall one, too: its path.
fn draw(
    pages: &mut [Page],
    abouts: &mut [About],
    out: &Path,
    tokens: &str,
    cache: &Cache,
) -> anyhow::Result<Option<String>> {
    let painter = Painter::new(tokens, cache);
    let draw = |page: &mut Page, format: &Format| -> anyhow::Result<Option<String>> {
        let Some((name, png)) = painter.picture(page, format)? else {
            return Ok(None);
        };
        let path = format!("previews/{name}.png");
        write(&out.join(&path), &png)?;
        Ok(Some(path))
    };
    pages
        .par_iter_mut()
        .zip(abouts.par_iter_mut())
        .try_for_each(|(page, about)| {
            about.picture = draw(page, &preview::WIDE)?;
            anyhow::Ok(())
        })?;
    let tall = match pages.iter_mut().find(|page| page.route == "/") {
        Some(home) => draw(home, &preview::TALL)?,
        None => None,
    };
    let home = abouts.iter().find(|about| about.route == "/");
    let home = home.and_then(|about| about.picture.clone());
    for about in abouts {
        about.picture = about.picture.take().or_else(|| home.clone());
    }
    Ok(tall)
}

/// Where the page of a route stands.
fn html_file(route: &str) -> String {
    match route.trim_matches('/') {
        // Hosts look for this name.
        "404" => "404.html".to_owned(),
        // Nobody goes there: the worker shows it in place of other pages.
        "unreachable" => "unreachable.html".to_owned(),
        "" => "index.html".to_owned(),
        path => format!("{path}/index.html"),
    }
}

fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(|| format!("creating {}", folder.display()))?;
    }
    fs::write(path, bytes).with_context(|| format!("writing {}", path.display()))
}

/// Marks a folder as ours to replace.
const MARK: &str = ".headroom-site";

/// An empty `out`; refuses to empty a folder that no earlier build made.
fn prepare(out: &Path) -> anyhow::Result<()> {
    if out.exists() {
        let empty = fs::read_dir(out)
            .with_context(|| format!("reading {}", out.display()))?
            .next()
            .is_none();
        if !empty && !out.join(MARK).exists() {
            bail!(
                "{} holds files that no earlier build made; name an empty or new folder with --out",
                out.display()
            );
        }
        // Emptied, not removed: a server may be watching or serving the folder itself.
        for entry in fs::read_dir(out)? {
            let path = entry?.path();
            let removed = if path.is_dir() {
                fs::remove_dir_all(&path)
            } else {
                fs::remove_file(&path)
            };
            removed.with_context(|| format!("removing {}", path.display()))?;
        }
    }
    write(&out.join(MARK), b"")
}

/// Everything Trunk made but its page.
fn copy_programs(shell: &Path, out: &Path) -> anyhow::Result<()> {
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(shell).with_context(|| format!("reading {}", shell.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() && entry.file_name() != "index.html" {
            names.insert(entry.file_name());
        }
    }
    ensure!(
        !names.is_empty(),
        "no programs in {}: build them first with `cargo xtask build`",
        shell.display()
    );
    for name in names {
        fs::copy(shell.join(&name), out.join(&name))
            .with_context(|| format!("copying {}", name.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use headroom_sim::descriptor::Unit;
    use headroom_sim::quantity;
    use headroom_sim::scenario::parse;
    use headroom_sim::simulate;

    use super::*;

    /// The whole site at `/sub/`, with programs that do nothing.
    fn site(name: &str) -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("headroom-build-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        write(
            &folder.join("shell/index.html"),
            b"<html><head></head><body></body></html>",
        )
        .unwrap();
        write(&folder.join("shell/app.js"), b"").unwrap();
        let built = run(&Args {
            shell: folder.join("shell"),
            out: folder.join("out"),
            base: "/sub/".to_owned(),
            origin: None,
            precompress: false,
            pagefind: None,
            offline: None,
            languages: Vec::new(),
            content: root.join("content"),
            style: root.join("style"),
            // Not of this test alone: the page of the engine's accuracy takes a minute of runs, once for each engine.
            cache: root.join("target/headroom-runs"),
        });
        assert_eq!(built.unwrap(), ExitCode::SUCCESS);
        folder
    }

    #[test]
    fn a_built_page_shows_its_lab_without_a_program_and_has_an_icon() {
        let folder = site("lab");
        let out = folder.join("out");
        let html = fs::read_to_string(out.join("concepts/cloud-native/serverless-faas/index.html"))
            .unwrap();

        let lab = &html[html.find("class=\"lab\"").unwrap()..];
        let lab = &lab[..lab.find("</section>").unwrap()];
        assert_eq!(lab.matches("<svg viewBox=\"0 0 3400 2080\"").count(), 5);
        assert!(
            lab.contains("<path fill=\"none\" d=\"M"),
            "no lines are drawn"
        );
        assert!(
            lab.contains("<thead><tr><th scope=\"col\">Simulated time</th>"),
            "no data table"
        );
        assert!(lab.contains("Over 13 min, p50 stays near"), "no sentence");
        assert!(lab.contains("Recorded run"));

        // The tiles and the count are those of the run.
        let file = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../content/templates/url-shortener/v2-serverless.toml");
        let scenario = parse(&fs::read_to_string(file).unwrap()).unwrap();
        let report = simulate(&scenario, Some("return-from-idle"), &[], None).unwrap();
        let figure = |path: &str| report.figure(path).unwrap();
        let requests = figure("requests.completed") + figure("requests.failed_total");
        let count = format!("{} requests", quantity::format(requests, Unit::Count));
        assert!(lab.contains(&count), "no `{count}`");
        let p99 = quantity::format(figure("latency_ms.p99"), Unit::Milliseconds);
        assert!(lab.contains(&format!(">{p99}<")), "no tile with {p99}");

        // What the head refers to is there, below the site's path.
        for (rel, extension) in [("icon", ".svg"), ("stylesheet", ".css")] {
            let link = html
                .split("<link ")
                .find(|link| link.starts_with(&format!("rel=\"{rel}\"")))
                .unwrap();
            let href = link
                .split("href=\"/sub/")
                .nth(1)
                .unwrap()
                .split('"')
                .next()
                .unwrap();
            assert!(
                href.ends_with(extension) && out.join(href).is_file(),
                "{href}"
            );
        }
        fs::remove_dir_all(folder).unwrap();
    }
}
