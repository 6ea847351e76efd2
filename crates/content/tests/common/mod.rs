//! The site that holds to every rule, as files in memory.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use headroom_content::compile::Options;

pub type Files = BTreeMap<String, Vec<u8>>;

pub fn options() -> Options {
    Options {
        content_dir: PathBuf::from("tests/fixtures/site"),
        base: "/sub/".to_owned(),
        segment: String::new(),
        cache_dir: PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("runs"),
    }
}

/// The files of the sound site, by path.
pub fn sound_site() -> Files {
    let mut files = Files::new();
    gather(Path::new("tests/fixtures/site"), "", &mut files);
    files
}

fn gather(folder: &Path, prefix: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = format!(
            "{prefix}{}",
            path.file_name().expect("a name").to_string_lossy()
        );
        if path.is_dir() {
            gather(&path, &format!("{name}/"), files);
        } else {
            files.insert(name, fs::read(path).expect("a file"));
        }
    }
}
