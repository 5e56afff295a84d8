//! Renders the text of a brief to every format, as the command does.

#![no_main]

use std::sync::LazyLock;

use briefkit::batch::{Request, Session};
use briefkit::diagnostic::Code;
use briefkit::formats::FORMATS;
use briefkit::options::FormatOptions;
use libfuzzer_sys::fuzz_target;

/// The briefs of the tests lie here, so that their images and templates are found.
const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/briefs");

static SESSION: LazyLock<Session> = LazyLock::new(|| {
    let options = FormatOptions {
        scale: Some(briefkit_fuzz::small_scale()),
        ..FormatOptions::default()
    };
    let formats = FORMATS.iter().map(|format| format.name).collect();
    let request = Request {
        formats,
        options,
        ..Request::default()
    };
    Session::new(FOLDER, request).expect("the folder has no settings")
});

fuzz_target!(init: briefkit_fuzz::allow_caught_panics(), |bytes: &[u8]| {
    let Some(text) = briefkit_fuzz::text(bytes) else { return };
    // A session catches panics, and each is a finding.
    for problem in SESSION.render(text).diagnostics {
        assert!(problem.code != Code::InternalError, "{problem}");
    }
});
