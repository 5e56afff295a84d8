//! Word templates for tests; `tests/references/README.md` describes them.

#![allow(dead_code)] // each test uses a part of it

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use zip::write::{SimpleFileOptions, ZipWriter};

/// Fails the tests that need a program which is not installed, instead of skipping them.
const REQUIRED: &str = "BRIEFKIT_REQUIRE_REFERENCES";

/// Templates in this repository.
pub const OURS: [&str; 2] = ["german", "libreoffice"];

/// Templates that other programs ship.
pub const OF_OTHER_PROGRAMS: [&str; 2] = ["pandoc", "python-docx"];

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/references")
}

/// The bytes of one of [`OURS`].
pub fn reference(name: &str) -> Vec<u8> {
    let file = folder().join(format!("{name}.docx"));
    if file.is_file() {
        return std::fs::read(file).expect("the template can be read");
    }
    pack(&folder().join(name))
}

/// The bytes of one of [`OF_OTHER_PROGRAMS`], or `None` with a note on standard error if the program
/// is missing.
pub fn reference_of_program(name: &str) -> Option<Vec<u8>> {
    let template = match name {
        "pandoc" => output_of(
            Path::new("pandoc"),
            &["--print-default-data-file", "reference.docx"],
        ),
        "python-docx" => pythons()
            .iter()
            .find_map(|python| output_of(python, &["-c", PRINT_PYTHON_DOCX])),
        _ => panic!("no program is called {name}"),
    };
    if template.is_none() {
        assert!(
            std::env::var_os(REQUIRED).is_none(),
            "{name} is not installed, and {REQUIRED} is set"
        );
        // Unlike `eprintln!`, this is shown even when the test passes.
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: {name} is not installed, so its template was not tested"
        );
    }
    template
}

const PRINT_PYTHON_DOCX: &str = "import docx, pathlib, sys; \
    sys.stdout.buffer.write((pathlib.Path(docx.__file__).parent / 'templates/default.docx').read_bytes())";

/// The system's Python, and the virtual environment of `.ci/run`.
fn pythons() -> Vec<PathBuf> {
    let checks = std::env::var_os("CHECKS_HOME").map(PathBuf::from);
    let default = std::env::var_os("HOME").map(|home| Path::new(&home).join(".cache/gen-checks"));
    let installed = checks.or(default);
    let mut pythons = vec![PathBuf::from("python3")];
    pythons.extend(installed.map(|home| home.join("venv/bin/python")));
    pythons
}

fn output_of(program: &Path, arguments: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new(program).args(arguments).output().ok()?;
    output.status.success().then_some(output.stdout)
}

/// Packs the files of a folder into a package. Equal files give equal bytes.
fn pack(folder: &Path) -> Vec<u8> {
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.expect("the folder can be read").into_path())
        .filter(|path| path.is_file())
        .collect();
    // By convention, the list of content types is the first part of a package.
    files.sort_by_key(|file| !file.ends_with("[Content_Types].xml"));
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let name = file
            .strip_prefix(folder)
            .expect("the file is in the folder");
        let name = name.to_string_lossy().replace('\\', "/");
        package
            .start_file(name, SimpleFileOptions::DEFAULT)
            .expect("a part can be added");
        let bytes = std::fs::read(&file).expect("a part can be read");
        package.write_all(&bytes).expect("a part can be written");
    }
    package.finish().expect("the package is whole").into_inner()
}
