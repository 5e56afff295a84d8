//! A temporary folder in which tests run the program, and the result of such a run.

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A brief without problems.
pub const GOOD: &str = "title: A good brief\ndate: 2026-11-23\nbottom_line: All is well.\npoints: [{headline: It works.}]\n";

/// A temporary folder for a test.
pub struct Sandbox(pub tempfile::TempDir);

impl Sandbox {
    /// An empty folder.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// The path of a file in the folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and creates the folders above it.
    pub fn write(&self, name: &str, text: &str) -> &Self {
        let file = self.path(name);
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder"))
            .expect("a folder can be made");
        std::fs::write(file, text).expect("a file can be written");
        self
    }

    /// Writes a file of any bytes, such as a font.
    pub fn write_bytes(&self, name: &str, bytes: &[u8]) -> &Self {
        self.write(name, "");
        std::fs::write(self.path(name), bytes).expect("a file can be written");
        self
    }

    /// The text of a file.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
    }

    /// A command that runs the program in the folder.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("BRIEFKIT_FONTS")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program in the folder.
    pub fn run(&self, arguments: &[&str]) -> FinishedRun {
        FinishedRun(self.command().args(arguments).output().expect("gen runs"))
    }

    /// Copies the program to `bin`, where it does not find the fonts of this repository. Run the
    /// copy with [`FinishedRun::of`].
    pub fn installed(&self) -> PathBuf {
        let program = self.path("bin/gen");
        std::fs::create_dir_all(self.path("bin")).expect("a folder can be made");
        std::fs::copy(env!("CARGO_BIN_EXE_gen"), &program).expect("a copy of the program");
        program
    }

    /// The names of all files in the folder and its subfolders.
    pub fn files(&self) -> Vec<String> {
        let entries = walkdir::WalkDir::new(self.0.path())
            .sort_by_file_name()
            .into_iter()
            .flatten();
        let files = entries.filter(|entry| entry.file_type().is_file());
        files
            .map(|it| {
                it.path()
                    .strip_prefix(self.0.path())
                    .expect("below")
                    .to_string_lossy()
                    .into_owned()
            })
            .collect()
    }
}

/// The result of a run.
pub struct FinishedRun(pub Output);

impl FinishedRun {
    /// Runs a command, which may be a copy of the program. If another test starts a process while
    /// the copy is written, that process holds it open for a moment, and it cannot be executed yet.
    pub fn of(command: &mut Command) -> Self {
        loop {
            match command.output() {
                Err(why) if why.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
                finished => return Self(finished.expect("gen runs")),
            }
        }
    }

    /// Its standard output.
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// Its standard error.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// Checks the exit status.
    #[track_caller]
    pub fn exits_with(self, status: i32) -> Self {
        assert_eq!(
            self.0.status.code(),
            Some(status),
            "standard error:\n{}",
            self.stderr()
        );
        self
    }

    /// Checks that standard error contains a text.
    #[track_caller]
    pub fn reports(self, part: &str) -> Self {
        assert!(
            self.stderr().contains(part),
            "no `{part}` in:\n{}",
            self.stderr()
        );
        self
    }

    /// Checks that standard output is empty.
    #[track_caller]
    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.stdout(), "");
        self
    }
}
