//! `cargo xtask dev`: a debug build that follows the files and tells open pages to reload.

use std::fs;
use std::path::Path;
use std::process::{Child, ExitCode};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::args::{Address, PublicUrl};
use crate::site::Mode;
use crate::{fingerprint, project, serve, site, tools};

const LOOK_EVERY: Duration = Duration::from_millis(250);

pub fn run(address: &Address) -> Result<ExitCode> {
    serve::check_free(address)?;
    tools::ensure(tools::for_building()?)?;
    let out = project::root().join("target/dev");
    let built = out.with_extension("built");
    let mut seen = state()?;
    rebuild(&out, &built);
    if !out.join("index.html").is_file() {
        println!("waiting for a change that makes it build");
        while !out.join("index.html").is_file() {
            seen = next_change(seen)?;
            rebuild(&out, &built);
        }
    }
    let mut server = Server::start(address, &out, &built)?;
    loop {
        seen = next_change(seen)?;
        server.check()?;
        rebuild(&out, &built);
    }
}

/// Says what went wrong and goes on: the next change may mend it.
fn rebuild(out: &Path, built: &Path) {
    let start = Instant::now();
    let outcome = site::build(Mode::Debug, &PublicUrl::below("/"), out).and_then(|()| {
        fs::write(built, format!("{start:?}")).context("telling open pages to reload")
    });
    match outcome {
        Ok(()) => println!("built in {:.1?}", start.elapsed()),
        Err(error) => eprintln!("error: {error:#}"),
    }
}

/// Blocks until some file is not as it was, and no longer changing.
fn next_change(seen: u64) -> Result<u64> {
    let mut last = seen;
    loop {
        sleep(LOOK_EVERY);
        let now = state()?;
        if now != seen && now == last {
            return Ok(now);
        }
        last = now;
    }
}

fn state() -> Result<u64> {
    fingerprint::of_times(&[fingerprint::PROGRAMS, fingerprint::SITE].concat())
}

struct Server(Child);

impl Server {
    fn start(address: &Address, out: &Path, built: &Path) -> Result<Self> {
        let mut command = site::headroom();
        command
            .arg("serve")
            .arg(out)
            .args(serve::listening(address))
            .arg("--reload-on")
            .arg(built);
        command.spawn().map(Self).context("starting the server")
    }

    fn check(&mut self) -> Result<()> {
        match self.0.try_wait().context("asking after the server")? {
            Some(status) => bail!("the server has ended with {status}"),
            None => Ok(()),
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended by itself, which is what is wanted.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
