//! `headroom items`: how questions do their work, from the exported progress of those who answered them. Classical item
//! analysis: difficulty, discrimination, use of the options.

mod analysis;
mod print;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::ValueEnum;
use headroom_content::model::{Block, Question};
use headroom_study::Store;
use headroom_study::export::import;

use crate::content::Content;
use crate::say;

#[derive(clap::Args)]
pub struct Args {
    /// Exported progress, a file a learner
    #[arg(required = true, value_name = "FILE")]
    results: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    content: Content,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Csv,
}

/// A question and where it stands.
pub struct Asked {
    pub question: Question,
    pub route: String,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let pages = match args.content.compile() {
        Ok(compiled) => compiled.site.pages,
        Err(diagnostics) => {
            say::err(format_args!("{diagnostics}"));
            return Ok(ExitCode::FAILURE);
        }
    };
    let mut asked = Vec::new();
    for mut page in pages {
        let route = page.route.clone();
        for block in page.blocks_mut() {
            if let Block::Question(question) = block {
                asked.push(Asked {
                    question: question.clone(),
                    route: route.clone(),
                });
            }
        }
    }
    let learners = args
        .results
        .iter()
        .map(read)
        .collect::<Result<Vec<_>, _>>()?;
    let analysis = analysis::Analysis::of(&asked, &learners);
    for id in analysis::unknown(&asked, &learners) {
        say::err(format_args!(
            "`{id}` was answered and is no question of this site\n"
        ));
    }
    let text = match args.format {
        Format::Text => print::text(&analysis),
        Format::Json => format!("{}\n", serde_json::to_string_pretty(&analysis)?),
        Format::Csv => print::csv(&analysis),
    };
    say::out(format_args!("{text}"))?;
    Ok(ExitCode::SUCCESS)
}

fn read(path: &PathBuf) -> anyhow::Result<Store> {
    let text = fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))?;
    let found = match import(&text) {
        Ok(found) => found,
        Err(why) => bail!("{}: {why}", path.display()),
    };
    let aside = found.aside.iter().map(|aside| aside.why.to_string());
    for why in aside.chain(found.damage) {
        say::err(format_args!("{}: {why}\n", path.display()));
    }
    Ok(found.store)
}
