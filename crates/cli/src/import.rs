//! `headroom import`: questions of other programs as the Markdown of this site.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use clap::ValueEnum;
use headroom_exchange::{gift, markdown};

use crate::say;

#[derive(clap::Args)]
pub struct Args {
    #[arg(value_enum)]
    format: Format,
    file: PathBuf,
    /// Fail when a question has to be left out
    #[arg(long)]
    strict: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Gift,
}

pub fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let text = fs::read_to_string(&args.file)
        .with_context(|| format!("reading {}", args.file.display()))?;
    let read = match args.format {
        Format::Gift => gift::read(&text),
    };
    let questions: Vec<String> = read.content.iter().map(markdown::write).collect();
    say::out(format_args!("{}", questions.join("\n")))?;
    for left in &read.left_out {
        say::err(format_args!("{}: left out: {}\n", left.id, left.why));
    }
    say::err(format_args!(
        "{} read, {} left out\n",
        read.count,
        read.left_out.len()
    ));
    Ok(if args.strict && !read.left_out.is_empty() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}
