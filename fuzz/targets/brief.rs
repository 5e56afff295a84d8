//! Reads YAML as a brief and as default values, and renders all diagnostics.

#![no_main]

use briefkit::brief::{Brief, Defaults};
use briefkit::diagnostic::render::{DiagnosticStyle, render_diagnostic};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = briefkit_fuzz::text(bytes) else {
        return;
    };
    let mut problems = match Brief::examine(&source, None) {
        Ok(examined) => examined.problems,
        Err(problem) => vec![problem],
    };
    match Defaults::read(&source) {
        Ok(defaults) => problems.extend(
            Brief::read(&source, Some(&defaults))
                .err()
                .unwrap_or_default(),
        ),
        Err(found) => problems.extend(found),
    }
    for problem in &problems {
        for style in [
            DiagnosticStyle::Human,
            DiagnosticStyle::Short,
            DiagnosticStyle::Json,
            DiagnosticStyle::Github,
        ] {
            let _ = render_diagnostic(problem, style, true);
        }
    }
});
