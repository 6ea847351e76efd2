//! `cargo xtask`: what people and CI type. It puts the tools in place, then runs the steps in their order.

use std::process::ExitCode;

use anyhow::Result;
use args::Task;

mod args;
mod bench;
mod browser;
mod dev;
mod doctor;
mod exchange;
mod fingerprint;
mod process;
mod project;
mod reproduce;
mod sbom;
mod serve;
mod site;
mod sizes;
mod test;
mod tools;
mod visits;

fn main() -> ExitCode {
    let outcome = args::parse().and_then(run);
    outcome.unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        ExitCode::FAILURE
    })
}

fn run(task: Task) -> Result<ExitCode> {
    match task {
        Task::Help => {
            print!("{}", args::HELP);
            Ok(ExitCode::SUCCESS)
        }
        Task::Serve(address) => serve::run(&address),
        Task::Dev(address) => dev::run(&address),
        Task::Build(at) => {
            site::publish(&at, &project::root().join("dist")).map(|()| ExitCode::SUCCESS)
        }
        Task::Doctor => doctor::run(),
        Task::Test { only } => test::run(&only),
        Task::Bench => bench::run(),
        Task::Reproduce => reproduce::run(),
    }
}
