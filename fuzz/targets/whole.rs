//! Renders the text of a brief to every format, as the command does.

#![no_main]

use briefkit::batch::{BriefInput, Request, render_one};
use briefkit::formats::FORMATS;
use briefkit::options::FormatOptions;
use libfuzzer_sys::fuzz_target;

/// A file name beside the briefs of the tests, so that their images and templates are found.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/briefs/fuzzed.yaml");

fuzz_target!(init: briefkit_fuzz::allow_caught_panics(), |bytes: &[u8]| {
    let Some(text) = briefkit_fuzz::text(bytes) else { return };
    for format in FORMATS {
        let input = BriefInput { text: Some(text.clone()), file: FILE.into(), subfolder: "".into() };
        let options = FormatOptions { scale: Some(briefkit_fuzz::small_scale()), ..FormatOptions::default() };
        let request = Request { formats: vec![format.name], options, ..Request::default() };
        let _ = render_one(input, &request);
    }
});
