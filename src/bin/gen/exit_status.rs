//! The exit statuses of the command, as `gen --help` and docs/ci.md list them.
//!
//! 0 is [`ExitCode::SUCCESS`].

use std::process::ExitCode;

/// Something failed, and the failure has been reported.
pub const FAILED: ExitCode = ExitCode::FAILURE;

/// The arguments are wrong. Clap uses the same status.
pub fn wrong_usage() -> ExitCode {
    ExitCode::from(2)
}

/// The status after an interrupt: 128 and the number of SIGINT, as shells have it.
pub const INTERRUPTED: u8 = 130;
