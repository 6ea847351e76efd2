//! `headroom schema`: the JSON Schema of scenario files.

use std::process::ExitCode;

use crate::say;

/// Prints it.
pub fn run() -> anyhow::Result<ExitCode> {
    say::out(format_args!("{}", headroom_sim::scenario::schema()))?;
    Ok(ExitCode::SUCCESS)
}
