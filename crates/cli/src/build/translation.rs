//! The pages with their interface in another language. What they teach, and all files beside them, are those of the site: they stand below
//! a path of their own, and lead to each other there.

use std::sync::Arc;

use anyhow::{Context, bail};
use headroom::state::site::lab_data_path;
use headroom::words::{self, ENGINE, Language, MARK, MORE, TEXTS, engine, made};
use headroom_content::compile::cache::Cache;
use headroom_content::compile::{Options, Site, compile};
use headroom_content::model::{BANK, Block, Body, GLOSSARY, Page, Question, QuestionKind};
use headroom_sim::protocol::LabSpec;
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

/// What stands in place of another page: hosts show it for one that is not there, the service worker for one that cannot be had.
const IN_PLACE: [&str; 2] = ["/404/", "/unreachable/"];

/// In which languages a page can be had: those that stand in place of others lead to none.
pub fn languages(route: &str, others: &[Language]) -> Arc<[Language]> {
    let others = others.iter().copied();
    let others = others.filter(|_| !IN_PLACE.contains(&route));
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
    put_engine(&mut site)?;
    let cache = Cache::new(&args.cache);
    stills::fill(&mut site.pages, &cache)?;
    accuracy::fill(&mut site.pages, &cache)?;
    playground::fill(&mut site.pages)?;
    made::say(&mut site.pages, &mut site.map);

    let out = args.out.join(language.segment());
    // Their markup has links in it.
    let bank = postcard::to_allocvec(&site.bank).context("encoding the questions")?;
    write(&out.join(BANK), &bank)?;
    for (sim, spec) in &site.labs {
        write(&out.join(lab_data_path(sim)), spec)?;
    }
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
        let Some(known) = known else {
            continue;
        };
        let mut about = known.translated(&page);
        if IN_PLACE.contains(&about.route.as_str()) {
            about.languages = [language].into();
        }
        about.frame = frame::write_all(&args.out, &mut page, &shell, address, looks)?;
        let file = out.join(html_file(&page.route));
        let html = shell.render(page, &about, &map, address, looks)?;
        write(&file, html.as_bytes())?;
    }
    Ok(())
}

/// Puts what the engine says into the language that is spoken, in all that labs and challenges are made of.
fn put_engine(site: &mut Site) -> anyhow::Result<()> {
    for (_, spec) in &mut site.labs {
        put_spec(spec)?;
    }
    for lab in site.pages.iter_mut().flat_map(Page::labs_mut) {
        put_spec(&mut lab.spec)?;
    }
    let banked = site.bank.questions.iter_mut();
    let banked = banked.map(|banked| &mut banked.question);
    let asked = site.pages.iter_mut().flat_map(Page::blocks_mut);
    let asked = asked.filter_map(|block| match block {
        Block::Question(question) => Some(question),
        Block::Prose(_) | Block::Lab(_) => None,
    });
    for Question { kind, .. } in banked.chain(asked) {
        if let QuestionKind::Tune(tune) = kind {
            put_spec(&mut tune.spec)?;
            for goal in &mut tune.goals {
                engine::put(&mut goal.label);
            }
        }
    }
    Ok(())
}

/// `spec` is postcard of a `LabSpec`.
fn put_spec(spec: &mut Vec<u8>) -> anyhow::Result<()> {
    let mut read: LabSpec = postcard::from_bytes(spec).context("reading what a lab is made of")?;
    engine::put_lab(&mut read);
    *spec = postcard::to_allocvec(&read).context("encoding what a lab is made of")?;
    Ok(())
}

/// Writes the scripts with what programs say in a language, and gives the element for the head of its pages. What it names has run before the
/// programs do; what only the playground says is a script that comes with its program.
fn script(language: Language, args: &Args, address: &Address) -> anyhow::Result<String> {
    let mut brought = vec![json!(MARK)];
    brought.extend(words::brought(language).iter().map(|text| json!(text)));
    let of_workshop = format!("{};\n", of_engine(engine::host::pairs(language)));
    let stem = format!("words-{}", language.tag());
    let of_workshop = write_hashed(
        &args.out,
        &format!("play-{stem}"),
        "js",
        of_workshop.as_bytes(),
    )?;
    let script = format!(
        "self.{TEXTS} = {};\n{};\nself.{MORE} = {};\n",
        json!(brought),
        of_engine(engine::host::of_runs(language)),
        json!({ "play": address.file(&of_workshop) }),
    );
    let name = write_hashed(&args.out, &stem, "js", script.as_bytes())?;
    Ok(format!(
        "<script defer src=\"{}\" integrity=\"{}\"></script>\n",
        escape(&address.file(&name)),
        integrity(script.as_bytes()),
    ))
}

fn of_engine(pairs: engine::Pairs) -> String {
    format!("self.{ENGINE} = {}", json!(pairs.as_flattened()))
}
