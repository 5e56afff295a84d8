//! Tests of the public library and of the command, and rules for the source.
//!
//! All files are modules of one program: each program links the library and its dependencies
//! again. `cargo test --test integration cli_batch::` runs one of them.

#![cfg(feature = "command")] // many of them run it

mod built_in_fonts;
mod charts;
mod citations;
mod cli;
mod cli_again;
mod cli_batch;
mod cli_merge;
mod cli_show;
mod cli_watch;
mod copied_text;
mod dates;
mod determinism;
mod diagnostics;
mod documents;
mod examples;
mod first_edition;
mod fonts;
mod keys;
mod labels;
mod limits;
mod links;
mod long_words;
mod markdown;
mod numbers;
mod references;
mod right_to_left;
mod sandbox;
mod scripts;
mod signs;
mod source_rules;
mod stages;
mod statuses;
mod typography;
mod watch;
mod word;
