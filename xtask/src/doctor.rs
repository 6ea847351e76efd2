//! `cargo xtask doctor`: what is there, what is missing, what would be done. It changes nothing.

use std::process::ExitCode;

use anyhow::Result;

use crate::tools::{Remedy, Tool};
use crate::{browser, exchange, tools};

pub fn run() -> Result<ExitCode> {
    println!("To build and serve:");
    let mut stuck = report(&tools::for_building()?);
    println!("\nTo test:");
    stuck |= report(&browser::for_end_to_end());
    stuck |= report(&exchange::for_reading());
    Ok(if stuck {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

/// Whether something has to be done by hand.
fn report(tools: &[Tool]) -> bool {
    for tool in tools {
        let Tool {
            name,
            wanted,
            found,
            ..
        } = tool;
        match (found, tool.fits) {
            (Some(found), true) => println!("  ok       {name}: {found}"),
            (found, _) => {
                let found = found.as_deref().unwrap_or("nothing");
                println!("  missing  {name}: wanted {wanted}, found {found}");
                println!("           {}", would(&tool.remedy));
            }
        }
    }
    tools
        .iter()
        .any(|tool| !tool.fits && matches!(tool.remedy, Remedy::Ask(_)))
}

fn would(remedy: &Remedy) -> String {
    match remedy {
        Remedy::Install { saying, .. } => {
            format!("the next command that needs it does so: {saying}")
        }
        Remedy::Ask(what) => format!("to be done by hand: {what}"),
        Remedy::DoWithout(what) => format!("it works without: {what}"),
    }
}
