//! The text of a brief to every format, as a run does it.

#![no_main]

use briefkit::formats::FORMATS;
use briefkit::batch::{BriefInput, Request, render_one};
use briefkit::options::FormatOptions;
use libfuzzer_sys::fuzz_target;

/// Pictures and templates are looked for beside it, as those of the tests are.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/briefs/fuzzed.yaml");

fuzz_target!(init: briefkit_fuzz::let_caught_panics_pass(), |bytes: &[u8]| {
    let Some(text) = briefkit_fuzz::text(bytes) else { return };
    for format in FORMATS {
        let input = BriefInput { text: Some(text.clone()), file: FILE.into(), subfolder: "".into() };
        let options = FormatOptions { scale: Some(briefkit_fuzz::small()), ..FormatOptions::default() };
        let request = Request { formats: vec![format.name], options, ..Request::default() };
        let _ = render_one(input, &request);
    }
});
