//! `headroom check`: reads the whole of the content and says everything that is wrong with it.

use std::process::ExitCode;

use clap::Args;
use headroom_content::compile::{Diagnostics, Severity};

use crate::content::Content;
use crate::say;

/// Check the content: every mistake with its place, exit status 1 when there are errors.
#[derive(Args, Debug)]
pub struct CheckArgs {
    #[command(flatten)]
    content: Content,
    /// Fail on lints, too.
    #[arg(long)]
    strict: bool,
    /// Show nothing but the lints, which are all on teaching, and fail when there are any.
    #[arg(long)]
    teaching: bool,
}

/// Prints what is wrong to standard error and a summary to standard output.
pub fn run(args: &CheckArgs) -> anyhow::Result<ExitCode> {
    let (mut diagnostics, pages) = match args.content.compile() {
        Ok(compiled) => (compiled.lints, Some(compiled.site.pages.len())),
        Err(diagnostics) => (diagnostics, None),
    };
    // With the errors that are not shown: they make the check fail, too.
    let summary = summary(&diagnostics, pages);
    let failed = pages.is_none() || (args.strict || args.teaching) && !diagnostics.is_empty();
    if args.teaching {
        diagnostics.only(Severity::Lint);
    }
    say::err(format_args!("{diagnostics}"));
    say::out(format_args!("{summary}\n"))?;
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
