//! Counts the instructions of a fixed batch with callgrind, a tool of Valgrind.
//!
//! Instructions hardly differ from run to run, so that even a change by half a percent can be seen.
//! Half of the batch are briefs of one page and half are full ones, as in the batches whose time is
//! measured. They stay in the folder, so that the command, which is printed, can be repeated with
//! another build of `gen`.

use std::path::Path;
use std::process::Command;

use super::{BRIEF, DEFAULT_FORMATS, ONE_PAGE, write_distinct_briefs};

/// The briefs of each of the two kinds.
const BRIEFS_OF_A_KIND: usize = 25;

/// Writes the batch, renders it under callgrind and lets that print the number of instructions.
pub fn count_instructions() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("instructions");
    let briefs = folder.join("briefs");
    for (kind, pattern) in [("one-page", ONE_PAGE), ("full", BRIEF)] {
        let briefs = briefs.join(kind);
        std::fs::create_dir_all(&briefs).expect("a folder for briefs");
        write_distinct_briefs(&briefs, pattern, BRIEFS_OF_A_KIND);
    }
    let profile = folder.join("callgrind.out");
    let mut command = Command::new("valgrind");
    command
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", profile.display()))
        .arg(env!("CARGO_BIN_EXE_gen"))
        .args(["--quiet", "--force", "--format", DEFAULT_FORMATS])
        // With several threads, which brief finds a text in the caches differs from run to run.
        .args(["--jobs", "1"])
        .arg("--output")
        .arg(folder.join("out"))
        .arg(&briefs);
    println!("{command:?}");
    let status = command.status().expect("valgrind is installed");
    assert!(status.success(), "the command failed");
}
