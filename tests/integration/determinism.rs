//! Tests that equal input gives equal bytes: before and after other briefs in one run, in eight
//! threads, and in a second process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use briefkit::batch::{self, BriefInput, Mode, Request};
use briefkit::formats::FORMATS;
use briefkit::options::FormatOptions;

/// The result of a brief in a format: the files with their names, or the problems.
type Outcome = Result<Vec<(String, Vec<u8>)>, Vec<String>>;

/// Small images of pages show a difference as well as large ones do.
const SCALE: &str = "0.5";

/// Every brief of the repository that should have no errors.
fn briefs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![root.join("templates/new-brief.yaml")];
    for folder in ["briefs", "tests/briefs"] {
        let Ok(entries) = std::fs::read_dir(root.join(folder)) else {
            continue;
        };
        files.extend(
            entries
                .flatten()
                .map(|it| it.path())
                .filter(|it| it.extension().is_some_and(|it| it == "yaml")),
        );
    }
    files.sort();
    files
}

fn request(format: &'static str) -> Request {
    Request {
        formats: vec![format],
        options: FormatOptions {
            scale: SCALE.parse().ok(),
            ..FormatOptions::default()
        },
        ..Request::default()
    }
}

fn outcome(file: &Path, format: &'static str) -> Outcome {
    let input = BriefInput {
        text: None,
        file: file.to_owned(),
        subfolder: PathBuf::new(),
    };
    match batch::render_one(input, &request(format)) {
        Ok((rendered, _)) => Ok([vec![(String::new(), rendered.bytes)], rendered.assets].concat()),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}

fn all(files: &[PathBuf]) -> BTreeMap<(PathBuf, &'static str), Outcome> {
    let jobs = files
        .iter()
        .flat_map(|file| FORMATS.iter().map(move |format| (file, format.name)));
    jobs.map(|(file, format)| ((file.clone(), format), outcome(file, format)))
        .collect()
}

#[test]
fn every_brief_renders_to_a_document() {
    for file in briefs() {
        let outcome = outcome(&file, "json");
        assert!(outcome.is_ok(), "{}: {:?}", file.display(), outcome.err());
    }
}

/// Renders the longest briefs in every thread, and each of the others in one.
#[test]
fn documents_are_the_same_in_eight_threads() {
    let first = all(&briefs());
    let real = Path::new(env!("CARGO_MANIFEST_DIR")).join("briefs");
    let of_thread = |number: usize| -> Vec<PathBuf> {
        let own = briefs().into_iter().enumerate();
        own.filter(|(at, file)| at % 8 == number || file.starts_with(&real))
            .map(|(_, file)| file)
            .collect()
    };
    let others: Vec<_> = std::thread::scope(|scope| {
        let of_thread = &of_thread;
        let threads: Vec<_> = (0..8)
            .map(|number| scope.spawn(move || all(&of_thread(number))))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().expect("no thread panics"))
            .collect()
    });
    let mut compared = 0;
    for (job, outcome) in others.iter().flatten() {
        // Not assert_eq, which would print the bytes.
        assert!(
            first.get(job) == Some(outcome),
            "{job:?} differs from one run to the next"
        );
        compared += 1;
    }
    assert!(
        compared >= first.len(),
        "each brief is rendered again in each format"
    );
}

/// Briefs that between them have every kind of block, pictures, and three scripts.
const VARIED_BRIEFS: [&str; 6] = [
    "everything",
    "images",
    "chinese",
    "chart-many",
    "hostile",
    "points-20",
];

/// The defaults of two projects, in the order in which one run renders them: each before and after
/// the other, so that whatever the first leaves behind meets other texts, sizes and colours.
const PROJECTS: [(&str, &str); 4] = [
    ("1-official", OFFICIAL),
    ("2-dark", DARK),
    ("3-official", OFFICIAL),
    ("4-dark", DARK),
];

const OFFICIAL: &str = "theme: official\ntemplates: {pdf: one-pager, png: deck, md: note}\n";
const DARK: &str = "theme: dark\nlang: de\ntemplates: {pdf: deck, docx: one-pager, png: note}\n";

fn make_project(folder: &Path, settings: &str) {
    let briefs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs");
    let pictures = folder.join("pictures");
    std::fs::create_dir_all(&pictures).expect("a folder for a project");
    std::fs::write(folder.join("gen.yaml"), settings).expect("settings can be written");
    for name in VARIED_BRIEFS.map(|name| format!("{name}.yaml")) {
        std::fs::copy(briefs.join(&name), folder.join(&name)).expect("a brief can be copied");
    }
    for (name, bytes) in files_below(&briefs.join("pictures")) {
        std::fs::write(pictures.join(name), bytes).expect("a picture can be written");
    }
}

/// Renders the briefs in a folder on one thread, and returns the documents by their paths.
fn render_folder(folder: &Path, output: &Path) -> BTreeMap<String, Vec<u8>> {
    let request = Request {
        formats: FORMATS.iter().map(|format| format.name).collect(),
        output: Some(output.to_owned()),
        ..request("pdf")
    };
    let found = batch::find_briefs(&[folder.to_owned()]).expect("a folder of briefs");
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let run = || batch::run_batch(found, &request, Mode::Write, &|_| {});
    let outcomes = pool.expect("a thread").install(run).expect("a whole run");
    for outcome in outcomes {
        assert!(!outcome.failed, "{:?}", outcome.diagnostics);
    }
    let mut documents = files_below(output);
    // Manifests have the names of folders.
    documents.retain(|name, _| !name.ends_with(batch::MANIFEST_FILE));
    documents
}

/// The documents of one folder, by their paths in it.
fn below(folder: &str, documents: &BTreeMap<String, Vec<u8>>) -> BTreeMap<String, Vec<u8>> {
    let mut own = BTreeMap::new();
    for (name, bytes) in documents {
        if let Some(name) = name.strip_prefix(&format!("{folder}/")) {
            own.insert(name.to_owned(), bytes.clone());
        }
    }
    own
}

fn assert_same_files(one: &BTreeMap<String, Vec<u8>>, other: &BTreeMap<String, Vec<u8>>) {
    assert!(one.keys().eq(other.keys()), "other files");
    for (name, bytes) in one {
        // Not assert_eq, which would print the bytes.
        assert!(other[name] == *bytes, "{name} differs");
    }
}

/// Nothing that a document leaves behind in its run, its thread or its process reaches another one.
#[test]
fn documents_are_the_same_after_others() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let projects = folder.path().join("projects");
    for (name, settings) in PROJECTS {
        make_project(&projects.join(name), settings);
    }
    let documents = render_folder(&projects, &folder.path().join("all"));
    let [first, other, again, other_again] = PROJECTS.map(|(name, _)| below(name, &documents));
    assert!(first.len() >= VARIED_BRIEFS.len() * FORMATS.len());
    assert_same_files(&first, &again);
    assert_same_files(&other, &other_again);

    // A run of its own, on a thread of its own.
    let alone = render_folder(&projects.join("2-dark"), &folder.path().join("alone"));
    assert_same_files(&other, &alone);
}

#[test]
fn documents_are_the_same_in_another_process() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let formats: Vec<&str> = FORMATS.iter().map(|format| format.name).collect();
    let run = |name: &str, jobs: &str, zone: &str, locale: &str| {
        let output = folder.path().join(name);
        let ran = Command::new(env!("CARGO_BIN_EXE_gen"))
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .args([
                "--quiet",
                "--message-format",
                "short",
                "--jobs",
                jobs,
                "--scale",
                SCALE,
                "--format",
                &formats.join(","),
                "--output",
            ])
            .arg(&output)
            .args(briefs())
            .envs([("TZ", zone), ("LC_ALL", locale)])
            .output()
            .expect("gen runs");
        (ran.stderr, files_below(&output))
    };
    let (stderr, one) = run("one", "1", "UTC", "C");
    let (stderr_again, two) = run("two", "4", "Asia/Tokyo", "de_DE.UTF-8");
    assert_eq!(
        String::from_utf8_lossy(&stderr),
        String::from_utf8_lossy(&stderr_again)
    );
    assert_eq!(
        one.keys().collect::<Vec<_>>(),
        two.keys().collect::<Vec<_>>()
    );
    for (name, bytes) in &one {
        assert!(
            two.get(name) == Some(bytes),
            "{name} differs from one process to the next"
        );
    }
    assert!(
        one.len() > briefs().len(),
        "each brief gives a document, and all of them a manifest"
    );
}

fn files_below(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .filter(|entry| entry.file_type().is_file());
    let name = |path: &Path| {
        path.strip_prefix(folder)
            .unwrap_or(path)
            .to_string_lossy()
            .into_owned()
    };
    entries
        .map(|entry| {
            (
                name(entry.path()),
                std::fs::read(entry.path()).expect("an output can be read"),
            )
        })
        .collect()
}
