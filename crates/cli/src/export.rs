//! `headroom export`: questions in the formats of other programs.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::ValueEnum;
use headroom_content::compile::{OTHERS, Site};
use headroom_content::model::{Assessment, Block, Body, ExamDesk, Page, Question};
use headroom_exchange::{Chapter, Set, Written, anki, gift, moodle, qti, scorm};
use headroom_study::exam::draw;

use crate::content::Content;
use crate::say;

#[derive(clap::Args)]
pub struct Args {
    #[arg(value_enum)]
    format: Format,
    /// Only the questions of this page, by its address; may be given more than once
    #[arg(long, value_name = "ADDRESS")]
    page: Vec<String>,
    /// Only the questions of this category of concepts, or of `components`, `templates` or `case-studies`; may be given more than once
    #[arg(long, value_name = "ID")]
    category: Vec<String>,
    /// Only these questions, by their ids
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    question: Vec<String>,
    /// Only the questions of this assessment, by the name of its file, in their order: one paper of it where questions are drawn
    #[arg(long, value_name = "NAME", conflicts_with_all = ["page", "category", "question"])]
    assessment: Option<String>,
    /// By which an assessment's questions are drawn: another number, another paper
    #[arg(
        long,
        value_name = "NUMBER",
        default_value_t = 1,
        requires = "assessment"
    )]
    seed: u32,
    /// Title of the whole, if it is not the assessment's
    #[arg(long)]
    title: Option<String>,
    /// Where the site is served: links inside it become whole addresses; without, they become text
    #[arg(long, value_name = "URL")]
    site: Option<String>,
    /// Of SCORM: the score in per cent from which one has passed
    #[arg(long, value_name = "SCORE", value_parser = clap::value_parser!(u8).range(0..=100))]
    mastery: Option<u8>,
    /// File to write instead of standard output
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Fail when a question, or a part of one, has to be left out
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    content: Content,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Moodle's text format
    Gift,
    /// Moodle's own format, which holds every type that needs no simulator
    MoodleXml,
    /// Notes for Anki, as text separated by tabs
    Anki,
    /// A package of QTI 2.1, which needs a file to be written to
    Qti,
    /// A package of SCORM 1.2 that asks, grades and reports the score; it needs a file to be written to
    Scorm,
}

impl Format {
    /// Whether it is no text.
    fn is_package(self) -> bool {
        matches!(self, Self::Qti | Self::Scorm)
    }
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    if args.format.is_package() && args.out.is_none() {
        bail!("a package is no text: name a file for it with `--out`");
    }
    let site = match args.content.compile() {
        Ok(compiled) => compiled.site,
        Err(diagnostics) => {
            say::err(format_args!("{diagnostics}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    let (own_title, chapters) = match &args.assessment {
        Some(name) => paper(site, name, args.seed)?,
        None => ("Headroom".to_owned(), chosen(site.pages, args)?),
    };
    let set = Set {
        title: args.title.clone().unwrap_or(own_title),
        chapters,
    }
    .portable(args.site.as_deref());
    let written = match args.format {
        Format::Gift => bytes(gift::write(&set)),
        Format::MoodleXml => bytes(moodle::write(&set)),
        Format::Anki => bytes(anki::write(&set)),
        Format::Qti => qti::write(&set),
        Format::Scorm => scorm::write(&set, args.mastery),
    };
    if written.count == 0 {
        told(&written);
        bail!("there is nothing to write: this format can hold none of the questions");
    }
    match &args.out {
        Some(file) => fs::write(file, &written.content)
            .with_context(|| format!("writing {}", file.display()))?,
        None => say::out(format_args!(
            "{}",
            String::from_utf8_lossy(&written.content)
        ))?,
    }
    told(&written);
    Ok(if args.strict && !written.left_out.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn bytes(written: Written) -> Written<Vec<u8>> {
    Written {
        content: written.content.into_bytes(),
        count: written.count,
        left_out: written.left_out,
    }
}

/// Says on standard error what is there and what is not.
fn told(written: &Written<Vec<u8>>) {
    for left in &written.left_out {
        let what = if left.in_part { "without" } else { "left out:" };
        say::err(format_args!("{}: {what} {}\n", left.id, left.why));
    }
    let whole = written.left_out.iter().filter(|left| !left.in_part).count();
    let plural = if written.count == 1 { "" } else { "s" };
    say::err(format_args!(
        "{} question{plural} written, {whole} left out\n",
        written.count
    ));
}

/// The chosen questions by page. What was asked for and is not there is an error.
fn chosen(mut pages: Vec<Page>, args: &Args) -> anyhow::Result<Vec<Chapter>> {
    let wanted: Vec<String> = args.page.iter().map(|page| route(page)).collect();
    for route in &wanted {
        if !pages.iter().any(|page| page.route == *route) {
            bail!("there is no page `{route}`");
        }
    }
    let mut folders = Vec::new();
    for id in &args.category {
        let folder = if OTHERS.iter().any(|(other, _)| other == id) {
            format!("/{id}/")
        } else {
            format!("/concepts/{id}/")
        };
        if !pages.iter().any(|page| page.route == folder) {
            bail!("there is no category `{id}`");
        }
        folders.push(folder);
    }
    let all = wanted.is_empty() && folders.is_empty();
    let mut missing: Vec<&String> = args.question.iter().collect();
    let mut chapters = Vec::new();
    for page in &mut pages {
        let inside = folders.iter().any(|folder| page.route.starts_with(folder));
        if !(all || inside || wanted.contains(&page.route)) {
            continue;
        }
        let place = place(page);
        let questions: Vec<Question> = page
            .blocks_mut()
            .iter()
            .filter_map(|block| match block {
                Block::Question(question) => Some(question),
                Block::Prose(_) | Block::Lab(_) => None,
            })
            .filter(|question| args.question.is_empty() || args.question.contains(&question.id))
            .cloned()
            .collect();
        missing.retain(|id| !questions.iter().any(|question| question.id == **id));
        if !questions.is_empty() {
            chapters.push(Chapter {
                place,
                route: page.route.clone(),
                questions,
            });
        }
    }
    if let Some(id) = missing.first() {
        bail!("there is no question `{id}` there");
    }
    if chapters.is_empty() {
        bail!("there are no questions there");
    }
    Ok(chapters)
}

/// The title of an assessment and the questions of one paper of it, in their order, those that follow one another by page.
fn paper(site: Site, name: &str, seed: u32) -> anyhow::Result<(String, Vec<Chapter>)> {
    let blueprints = site.pages.iter().filter_map(|page| match &page.body {
        Body::Assessment(Assessment {
            desk: ExamDesk::Written(blueprint),
            ..
        }) => Some(blueprint),
        _ => None,
    });
    let Some(blueprint) = blueprints.clone().find(|blueprint| blueprint.id == name) else {
        let names: Vec<&str> = blueprints.map(|blueprint| blueprint.id.as_str()).collect();
        bail!(
            "there is no assessment `{name}`; there are {}",
            names.join(", ")
        );
    };
    let mut chapters: Vec<Chapter> = Vec::new();
    for at in draw(&site.bank, &blueprint.asks, seed) {
        let banked = &site.bank.questions[at];
        let question = banked.question.clone();
        match chapters.last_mut() {
            Some(last) if last.route == banked.route => last.questions.push(question),
            _ => {
                let page = site.pages.iter().find(|page| page.route == banked.route);
                chapters.push(Chapter {
                    place: page.map(place).unwrap_or_default(),
                    route: banked.route.clone(),
                    questions: vec![question],
                });
            }
        }
    }
    Ok((blueprint.title.clone(), chapters))
}

/// An address as pages have it, however many slashes it was given with.
fn route(page: &str) -> String {
    match page.trim_matches('/') {
        "" => "/".to_owned(),
        path => format!("/{path}/"),
    }
}

/// The page's place: what leads to it, but for the home page.
fn place(page: &Page) -> Vec<String> {
    let above = page.breadcrumbs.iter().skip(1);
    above
        .map(|link| link.title.clone())
        .chain([page.title.clone()])
        .collect()
}
