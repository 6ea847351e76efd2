//! How long hostile files take: seconds of processor time a megabyte of each shape, slowest first.
//!
//! `cargo run --release -p headroom-content --features compile --example hostile [bytes] [name]`

#[path = "../tests/common/hostile.rs"]
mod hostile;

use std::collections::BTreeMap;

use cpu_time::ThreadTime;
use headroom_content::compile::{Options, compile_files};

fn main() {
    let mut arguments = std::env::args().skip(1);
    let size = arguments.next().and_then(|size| size.parse().ok());
    let size: usize = size.unwrap_or(1_000_000);
    let name = arguments.next().unwrap_or_default();
    let mut times: Vec<(f64, &str)> = hostile::shapes()
        .filter(|(_, (shape, _))| shape.contains(&name))
        .map(|(path, (shape, make))| {
            let page = make(size);
            let megabytes = page.len() as f64 / 1e6;
            let start = ThreadTime::now();
            compile(path, page);
            let seconds = start.elapsed().as_secs_f64();
            if std::env::var_os("VERBOSE").is_some() {
                eprintln!("{seconds:8.3} s  {shape}");
            }
            (seconds / megabytes, *shape)
        })
        .collect();
    times.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (seconds, shape) in times {
        println!("{seconds:8.3} s/MB  {shape}");
    }
}

fn compile(path: &str, page: String) {
    let options = Options {
        content_dir: "content".into(),
        base: "/".to_owned(),
        segment: String::new(),
        cache_dir: "target/headroom-runs".into(),
    };
    let files = BTreeMap::from([(path.to_owned(), page.into_bytes())]);
    let _ = compile_files(files, &options);
}
