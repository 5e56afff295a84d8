//! Reads an untrusted theme, and renders all documents with it.

#![no_main]

use std::sync::LazyLock;

use briefkit::document::Document;
use briefkit::theme::Theme;
use libfuzzer_sys::fuzz_target;

static DOCUMENTS: LazyLock<Vec<Document>> =
    LazyLock::new(|| briefkit_fuzz::documents(&briefkit_fuzz::brief(briefkit_fuzz::SMALL)));

fuzz_target!(|bytes: &[u8]| {
    let Some(source) = briefkit_fuzz::text(bytes) else {
        return;
    };
    if let Ok(theme) = Theme::read(&source) {
        DOCUMENTS
            .iter()
            .for_each(|document| briefkit_fuzz::render(document, &theme, &briefkit_fuzz::assets()));
    }
});
