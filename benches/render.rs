//! How many documents a second one process makes of the briefs in `briefs/`, for each format: `cargo bench`.
//!
//! Each figure is the median of several runs; a run reads every brief many times over and renders it, and writes
//! nothing. What is shared by the documents of a run, such as fonts, is read once in each.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use briefkit::backend::FORMATS;
use briefkit::batch::{self, Input, Mode, Request};

/// How often each brief is rendered in a run.
const COPIES: usize = 20;

/// Runs of which the median is told, after one that warms up.
const RUNS: usize = 5;

fn main() {
    println!("{:<10}{:>8}{:>12}{:>16}", "format", "threads", "documents", "documents/s");
    for format in FORMATS {
        for threads in [1, std::thread::available_parallelism().map_or(1, usize::from)] {
            let (documents, time) = median(format.name, threads);
            let rate = documents as f64 / time.as_secs_f64();
            println!("{:<10}{threads:>8}{documents:>12}{rate:>16.0}", format.name);
        }
    }
}

fn median(format: &'static str, threads: usize) -> (usize, Duration) {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads");
    let mut runs: Vec<(usize, Duration)> = (0..=RUNS).map(|_| pool.install(|| run(format))).skip(1).collect();
    runs.sort_by_key(|(_, time)| *time);
    runs[RUNS / 2]
}

fn run(format: &'static str) -> (usize, Duration) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let request = Request { formats: vec![format], font_folders: vec![root.join("fonts")], ..Request::default() };
    let briefs = batch::inputs(&[root.join("briefs")]).expect("the repository's briefs");
    let copies = (0..COPIES).flat_map(|copy| {
        // Each copy has a folder of its own to be written to.
        briefs.iter().map(move |brief| Input { below: PathBuf::from(copy.to_string()), ..brief.clone() })
    });
    let copies: Vec<Input> = copies.collect();
    let start = Instant::now();
    let reports = batch::run(copies, &request, Mode::Dry, &|_| {}).expect("a run");
    let time = start.elapsed();
    assert!(reports.iter().all(|report| !report.failed), "a brief failed");
    (reports.len(), time)
}
