//! `headroom schema`: the JSON Schema of scenario files.

use std::process::ExitCode;

/// Prints it.
#[expect(
    clippy::unnecessary_wraps,
    reason = "every command answers so, and most can fail"
)]
pub fn run() -> anyhow::Result<ExitCode> {
    print!("{}", headroom_sim::scenario::schema());
    Ok(ExitCode::SUCCESS)
}
