//! Parses an untrusted template, and fills it from a brief with every key.

#![no_main]

use std::sync::LazyLock;

use briefkit::brief::Brief;
use briefkit::document::Labels;
use briefkit::template::Template;
use libfuzzer_sys::fuzz_target;

static BRIEF: LazyLock<Brief> = LazyLock::new(|| briefkit_fuzz::brief(briefkit_fuzz::EVERYTHING));
static LABELS: LazyLock<Labels> = LazyLock::new(briefkit_fuzz::labels);

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = briefkit_fuzz::text(bytes) else {
        return;
    };
    if let Ok(template) = Template::parse("fuzzed", source) {
        let _ = briefkit_fuzz::document(&template, &BRIEF, &LABELS);
    }
});
