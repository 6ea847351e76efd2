//! `cargo xtask serve`: the site as it would be published, on this machine.

use std::net::TcpListener;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, Result};

use crate::args::{Address, PublicUrl};
use crate::{project, site};

pub fn run(address: &Address) -> Result<ExitCode> {
    check_free(address)?;
    let out = project::root().join("dist");
    site::release(&PublicUrl::below("/"), &out)?;
    let mut server = site::headroom();
    server.arg("serve").arg(&out).args(listening(address));
    replace_with(server)
}

/// Before minutes are spent on a build: is there anything to serve it on?
pub fn check_free(address: &Address) -> Result<()> {
    let Address { host, port, .. } = address;
    TcpListener::bind((host.as_str(), *port)).map(drop).with_context(|| {
        format!("cannot listen on {host}:{port}; choose another port with --port, or --port 0 for any free one")
    })
}

pub fn listening(address: &Address) -> Vec<String> {
    let mut options = vec![
        "--host".to_owned(),
        address.host.clone(),
        "--port".to_owned(),
        address.port.to_string(),
    ];
    if address.open {
        options.push("--open".to_owned());
    }
    options
}

/// Becomes the server, so that whoever ends this process ends the server.
#[cfg(unix)]
fn replace_with(mut server: Command) -> Result<ExitCode> {
    use std::os::unix::process::CommandExt as _;
    Err(server.exec()).context("starting the server")
}

#[cfg(not(unix))]
fn replace_with(mut server: Command) -> Result<ExitCode> {
    let status = server.status().context("starting the server")?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
