//! The content that a command reads.

use std::path::PathBuf;

use headroom_content::compile::{Compiled, Diagnostics, Options, compile};

#[derive(clap::Args, Debug)]
pub struct Content {
    /// The content folder.
    #[arg(long = "content", value_name = "DIR", default_value = "content")]
    folder: PathBuf,
    /// Where runs of the engine are kept between checks and builds.
    #[arg(long, value_name = "DIR", default_value = "target/headroom-runs")]
    cache: PathBuf,
}

impl Content {
    /// Compiled as for a site at `/`.
    pub fn compile(&self) -> Result<Compiled, Diagnostics> {
        compile(&Options {
            content_dir: self.folder.clone(),
            base: "/".to_owned(),
            segment: String::new(),
            cache_dir: self.cache.clone(),
        })
    }
}
