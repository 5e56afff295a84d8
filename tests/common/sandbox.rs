//! What tests of the command need: a folder of its own, and what a run in it has done.

#![allow(dead_code)] // each test uses its own part

use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

/// A brief without any problem.
pub const GOOD: &str = "title: A good brief\ndate: 2026-11-23\nbottom_line: All is well.\npoints: [{headline: It works.}]\n";

/// A folder of its own for a test.
pub struct Sandbox(pub tempfile::TempDir);

impl Sandbox {
    /// An empty one.
    pub fn new() -> Self {
        Self(tempfile::tempdir().expect("a temporary folder"))
    }

    /// A file in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a file, and the folders above it.
    pub fn write(&self, name: &str, text: &str) -> &Self {
        let file = self.path(name);
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder"))
            .expect("a folder can be made");
        std::fs::write(file, text).expect("a file can be written");
        self
    }

    /// What a file says.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|why| panic!("{name}: {why}"))
    }

    /// The program, to be run in it.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command
            .current_dir(self.0.path())
            .env_remove("NO_COLOR")
            .env_remove("BRIEFKIT_FONTS")
            .stdin(Stdio::null());
        command
    }

    /// Runs the program in it.
    pub fn run(&self, arguments: &[&str]) -> FinishedRun {
        FinishedRun(self.command().args(arguments).output().expect("gen runs"))
    }

    /// A copy of the program in it, which does not find what lies beside the program. Use
    /// [`FinishedRun::of`] for it.
    pub fn installed(&self) -> PathBuf {
        let program = self.path("bin/gen");
        std::fs::create_dir_all(self.path("bin")).expect("a folder can be made");
        std::fs::copy(env!("CARGO_BIN_EXE_gen"), &program).expect("a copy of the program");
        program
    }

    /// Every file below, by its name.
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

/// A run that has ended.
pub struct FinishedRun(pub Output);

impl FinishedRun {
    /// Runs a command, which may be a copy of the program: one that a test beside this one was just
    /// beginning may have had that open as it was written, and hold it for a moment.
    pub fn of(command: &mut Command) -> Self {
        loop {
            match command.output() {
                Err(why) if why.kind() == ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
                ran => return Self(ran.expect("gen runs")),
            }
        }
    }

    /// What it printed.
    pub fn stdout(&self) -> String {
        String::from_utf8_lossy(&self.0.stdout).into_owned()
    }

    /// What it said on standard error.
    pub fn stderr(&self) -> String {
        String::from_utf8_lossy(&self.0.stderr).into_owned()
    }

    /// It ends with that exit status.
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

    /// It says that.
    #[track_caller]
    pub fn reports(self, part: &str) -> Self {
        assert!(
            self.stderr().contains(part),
            "no `{part}` in:\n{}",
            self.stderr()
        );
        self
    }

    /// Nothing but problems and a summary belongs to standard error, and nothing at all to standard
    /// output.
    #[track_caller]
    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.stdout(), "");
        self
    }
}
