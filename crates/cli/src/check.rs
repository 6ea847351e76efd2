//! `headroom check`: reads the whole of the content and says everything that is wrong with it.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use headroom_content::compile::{Diagnostics, Options, compile};

use crate::say;

/// Check the content: every mistake with its place, exit status 1 when there are errors.
#[derive(Args, Debug)]
pub struct CheckArgs {
    /// The content folder.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
    /// Where runs of the engine are kept between checks and builds.
    #[arg(long, value_name = "DIR", default_value = "target/headroom-runs")]
    cache: PathBuf,
    /// Fail on lints, too.
    #[arg(long)]
    strict: bool,
}

/// Prints what is wrong to standard error and a summary to standard output.
pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let options = Options {
        content_dir: args.content.clone(),
        base: "/".to_owned(),
        cache_dir: args.cache.clone(),
    };
    let (diagnostics, pages) = match compile(&options) {
        Ok(compiled) => (compiled.lints, Some(compiled.site.pages.len())),
        Err(diagnostics) => (diagnostics, None),
    };
    say::err(format_args!("{diagnostics}"));
    say::out(format_args!("{}\n", summary(&diagnostics, pages)))?;
    let failed = pages.is_none() || args.strict && !diagnostics.is_empty();
    Ok(if failed {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn summary(diagnostics: &Diagnostics, pages: Option<usize>) -> String {
    let plural = |number: usize, noun: &str| {
        format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
    };
    let (errors, lints) = diagnostics.counts();
    match pages {
        Some(pages) => format!("{}, {}", plural(pages, "page"), plural(lints, "lint")),
        None => format!("{}, {}", plural(errors, "error"), plural(lints, "lint")),
    }
}
