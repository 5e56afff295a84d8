//! Hashes the sources of the program. Manifests record the hash, so that files of another build are out of date.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

fn main() {
    let mut files = Vec::new();
    for root in [
        "src",
        "templates",
        "fonts/briefkit-han",
        "fonts/briefkit-symbols",
        "fonts/source-sans-3",
        "fonts/source-serif-4",
        "Cargo.toml",
        "Cargo.lock",
        "build.rs",
    ] {
        println!("cargo::rerun-if-changed={root}");
        collect_files(Path::new(root), &mut files);
    }
    files.sort();
    let mut hasher = DefaultHasher::new();
    for file in files {
        file.to_string_lossy().replace('\\', "/").hash(&mut hasher);
        std::fs::read(&file).unwrap_or_default().hash(&mut hasher);
    }
    println!("cargo::rustc-env=BRIEFKIT_SOURCES={:016x}", hasher.finish());
}

fn collect_files(path: &Path, files: &mut Vec<PathBuf>) {
    match std::fs::read_dir(path) {
        Ok(entries) => entries
            .flatten()
            .for_each(|entry| collect_files(&entry.path(), files)),
        Err(_) => files.push(path.to_owned()),
    }
}
