//! Files that are made, read back.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::sample::{Draft, everything, fonts, meta, pictures};
use super::write::write;
use crate::layout::page::{Pages, Role, TagId};

/// Keeps a file where a person, or a validator, can look at it.
fn keep(name: &str, bytes: &[u8]) {
    let folder: PathBuf = std::env::temp_dir().join("briefkit-pdf");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn everything_is_written() {
    let fonts = fonts();
    let bytes = write(&everything(&fonts), &meta(), &fonts, &pictures()).unwrap();
    keep("everything.pdf", &bytes);
}

#[test]
fn equal_pages_give_equal_bytes() {
    let fonts = fonts();
    let (pages, pictures) = (everything(&fonts), pictures());
    let first = write(&pages, &meta(), &fonts, &pictures).unwrap();
    std::thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert!(write(&pages, &meta(), &fonts, &pictures).unwrap() == first));
        }
    });
}
