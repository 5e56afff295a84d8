//! Equal input, equal bytes: twice in one process, from eight threads, and in a second process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use briefkit::backend::FORMATS;
use briefkit::batch::{self, Input, Request};

/// What became of a brief in a format: the file and the pictures beside it, or the problems.
type Outcome = Result<Vec<(String, Vec<u8>)>, Vec<String>>;

/// Every brief of the repository that is meant to be good.
fn briefs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("templates/new-brief.yaml")];
    for folder in ["briefs", "tests/briefs"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else { continue };
        files.extend(entries.flatten().map(|it| it.path()).filter(|it| it.extension().is_some_and(|it| it == "yaml")));
    }
    files.sort();
    files
}

fn request(format: &'static str) -> Request {
    let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts");
    Request { formats: vec![format], font_folders: vec![fonts], ..Request::default() }
}

fn outcome(file: &Path, format: &'static str) -> Outcome {
    let input = Input { text: None, file: file.to_owned(), below: PathBuf::new() };
    match batch::render_one(input, &request(format)) {
        Ok((rendered, _)) => Ok([vec![(String::new(), rendered.bytes)], rendered.assets].concat()),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}

fn all() -> BTreeMap<(PathBuf, &'static str), Outcome> {
    let jobs = briefs().into_iter().flat_map(|file| FORMATS.iter().map(move |format| (file.clone(), format.name)));
    jobs.map(|(file, format)| ((file.clone(), format), outcome(&file, format))).collect()
}

#[test]
fn every_brief_renders_to_a_document() {
    for file in briefs() {
        let outcome = outcome(&file, "json");
        assert!(outcome.is_ok(), "{}: {:?}", file.display(), outcome.err());
    }
}

#[test]
fn twice_and_from_eight_threads() {
    let first = all();
    let others: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(all)).collect();
        threads.into_iter().map(|thread| thread.join().expect("no thread panics")).collect()
    });
    for other in others {
        for (job, outcome) in &first {
            // Not assert_eq: nobody wants to read the bytes of a PDF.
            assert!(other.get(job) == Some(outcome), "{job:?} differs from one rendering to the next");
        }
    }
}

#[test]
fn in_another_process() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let formats: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let mut compared = 0;
    for file in briefs() {
        let run = |name: &str| {
            let output = folder.path().join(name);
            let status = Command::new(env!("CARGO_BIN_EXE_gen"))
                .current_dir(root)
                .args(["--quiet", "--message-format", "short", "--format", &formats.join(","), "--output"])
                .args([&output, &file])
                .env("TZ", if name == "one" { "UTC" } else { "Asia/Tokyo" })
                .env("LC_ALL", if name == "one" { "C" } else { "de_DE.UTF-8" })
                .output()
                .expect("gen runs");
            (status.stderr, files_below(&output))
        };
        let ((told, one), (told_again, two)) = (run("one"), run("two"));
        assert_eq!(String::from_utf8_lossy(&told), String::from_utf8_lossy(&told_again));
        assert_eq!(one.keys().collect::<Vec<_>>(), two.keys().collect::<Vec<_>>());
        for (name, bytes) in &one {
            assert!(two.get(name) == Some(bytes), "{name} of {} differs from one process to the next", file.display());
            compared += 1;
        }
    }
    assert!(compared >= 2 * briefs().len(), "each brief gives a document and a manifest");
}

fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned();
    entries.map(|entry| (name(entry.path()), std::fs::read(entry.path()).expect("an output can be read"))).collect()
}
