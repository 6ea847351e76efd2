//! The pages with their interface in another language. What they teach, and all files beside them, are those of the site: they stand below
//! a path of their own, and lead to each other there.

use std::sync::Arc;

use anyhow::{Context, bail};
use headroom::words::{self, Language, MARK, TEXTS, made};
use headroom_content::compile::cache::Cache;
use headroom_content::compile::{Options, compile};
use headroom_content::model::{BANK, Body, GLOSSARY};
use serde_json::json;

use super::about::About;
use super::address::Address;
use super::looks::{Looks, write_hashed};
use super::page::{Shell, escape};
use super::policy::integrity;
use super::{Args, frame, html_file, write};
use crate::{accuracy, playground, stills};

/// Of the command line: a language that programs do not know by themselves.
pub fn language(tag: &str) -> Result<Language, String> {
    let others = Language::ALL
        .into_iter()
        .filter(|language| *language != Language::English);
    let tags: Vec<&str> = others.map(Language::tag).collect();
    Language::of(tag)
        .filter(|_| tags.contains(&tag))
        .ok_or_else(|| format!("there is {}", tags.join(", ")))
}

/// What hosts show in place of a page that is not there.
const LOST: &str = "/404/";
/// What the worker shows in place of a page that it does not have: it keeps those in English.
const UNREACHABLE: &str = "/unreachable/";

/// In which languages a page can be had: those that stand in place of others lead to none.
pub fn languages(route: &str, others: &[Language]) -> Arc<[Language]> {
    let alone = [LOST, UNREACHABLE].contains(&route);
    let others = others.iter().copied().filter(|_| !alone);
    std::iter::once(Language::English).chain(others).collect()
}

/// Writes them. `abouts` are those of the pages in English.
pub fn write_all(
    language: Language,
    args: &Args,
    address: &Address,
    shell: &Shell,
    looks: &Looks,
    abouts: &[About],
) -> anyhow::Result<()> {
    words::speaking(language, || {
        speaking(language, args, address, shell, looks, abouts)
    })
}

fn speaking(
    language: Language,
    args: &Args,
    address: &Address,
    shell: &Shell,
    looks: &Looks,
    abouts: &[About],
) -> anyhow::Result<()> {
    let options = Options {
        content_dir: args.content.clone(),
        base: address.file(""),
        segment: language.segment().to_owned(),
        cache_dir: args.cache.clone(),
    };
    let Ok(compiled) = compile(&options) else {
        bail!("the content has changed while it was read");
    };
    let mut site = compiled.site;
    let cache = Cache::new(&args.cache);
    stills::fill(&mut site.pages, &cache)?;
    accuracy::fill(&mut site.pages, &cache)?;
    playground::fill(&mut site.pages)?;
    made::say(&mut site.pages, &mut site.map);

    let out = args.out.join(language.segment());
    // Their markup has links in it.
    let bank = postcard::to_allocvec(&site.bank).context("encoding the questions")?;
    write(&out.join(BANK), &bank)?;
    for page in &site.pages {
        if let Body::Glossary(glossary) = &page.body {
            let glossary = postcard::to_allocvec(glossary).context("encoding the glossary")?;
            write(&out.join(GLOSSARY), &glossary)?;
        }
    }
    let shell = shell.translated(language, &script(language, args, address)?);
    let map = Arc::new(site.map);
    for mut page in site.pages {
        let known = abouts.iter().find(|about| about.route == page.route);
        let Some(known) = known.filter(|about| about.route != UNREACHABLE) else {
            continue;
        };
        let mut about = known.translated(&page);
        if about.route == LOST {
            about.languages = [language].into();
        }
        about.frame = frame::write_all(&args.out, &mut page, &shell, address, looks)?;
        let file = out.join(html_file(&page.route));
        let html = shell.render(page, &about, &map, address, looks)?;
        write(&file, html.as_bytes())?;
    }
    Ok(())
}

/// Writes the script with what programs say in a language, and gives the element for the head of its pages. It has run before the programs do.
fn script(language: Language, args: &Args, address: &Address) -> anyhow::Result<String> {
    let mut brought = vec![json!(MARK)];
    brought.extend(words::brought(language).iter().map(|text| json!(text)));
    let script = format!("self.{TEXTS} = {};\n", json!(brought));
    let stem = format!("words-{}", language.tag());
    let name = write_hashed(&args.out, &stem, "js", script.as_bytes())?;
    Ok(format!(
        "<script defer src=\"{}\" integrity=\"{}\"></script>\n",
        escape(&address.file(&name)),
        integrity(script.as_bytes()),
    ))
}
