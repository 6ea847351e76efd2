//! `headroom`: checks and builds the site, and runs the engine, on the host.

// They panic when whoever reads has gone; `say` does not.
#![deny(clippy::print_stdout, clippy::print_stderr)]

mod accuracy;
mod build;
mod check;
mod content;
mod export;
mod import;
mod items;
mod new;
mod playground;
mod readability;
mod say;
mod schema;
mod serve;
mod simulate;
mod stills;
mod validate;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "headroom",
    version,
    about = "Learn system design by running the systems it explains"
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Check(check::CheckArgs),
    /// Compile the content and write the static site
    Build(build::Args),
    /// Write questions in the format of another program
    Export(export::Args),
    /// Read questions of another program as Markdown of this site
    Import(import::Args),
    /// Say how questions do, from the exported progress of those who answered them
    Items(items::Args),
    /// Make the files of a new page
    New(new::Args),
    Readability(readability::ReadabilityArgs),
    /// Serve a built site
    Serve(serve::Args),
    /// Print the JSON Schema of scenario files, by which editors complete them
    Schema,
    /// Run a scenario
    Simulate(simulate::Args),
    /// Hold the engine against theory, publications and measurements
    Validate(validate::Args),
}

fn main() -> anyhow::Result<ExitCode> {
    match Cli::parse().command {
        Command::Check(args) => check::run(&args),
        Command::Build(args) => build::run(&args),
        Command::Export(args) => export::run(&args),
        Command::Import(args) => import::run(&args),
        Command::Items(args) => items::run(&args),
        Command::New(args) => new::run(&args),
        Command::Readability(args) => readability::run(&args),
        Command::Serve(args) => serve::run(&args),
        Command::Schema => schema::run(),
        Command::Simulate(args) => simulate::run(&args),
        Command::Validate(args) => validate::run(&args),
    }
}
