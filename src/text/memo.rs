//! A memo table for values whose keys are expensive to hash or to own.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use crate::document::Inline;

/// Caches values by the hash of a key. The values themselves remember enough of the key to be
/// compared with it, so a look-up needs no owned key. Nothing is ever removed.
pub(crate) struct Memo<V> {
    by_hash: HashMap<u64, Vec<V>, FixedState>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self {
            by_hash: HashMap::default(),
        }
    }
}

impl<V> Memo<V> {
    /// The cached value for which `is_same` holds, among those whose keys have the same hash; if
    /// there is none, `make` makes it.
    pub(crate) fn get_or_insert_with(
        &mut self,
        key: impl Hash,
        is_same: impl Fn(&V) -> bool,
        make: impl FnOnce() -> V,
    ) -> &mut V {
        let hash = FixedState::default().hash_one(key);
        let candidates = self.by_hash.entry(hash).or_default();
        let index = candidates.iter().position(is_same).unwrap_or_else(|| {
            candidates.push(make());
            candidates.len() - 1
        });
        &mut candidates[index]
    }
}

/// Hashes inlines by the length of each text and its first and last eight bytes. That tells most
/// texts apart and takes less time than hashing all of them.
pub(crate) struct HashEnds<'a>(pub(crate) &'a [Inline]);

impl Hash for HashEnds<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for inline in self.0 {
            match inline {
                Inline::Text { text } | Inline::Code { text } => hash_ends(text.as_bytes(), state),
                Inline::Emph { body } | Inline::Strong { body } | Inline::Link { body, .. } => {
                    HashEnds(body).hash(state)
                }
                Inline::Cite { sources } => state.write_usize(sources.iter().sum()),
                Inline::LineBreak => state.write_u8(b'\n'),
            }
        }
    }
}

fn hash_ends(text: &[u8], state: &mut impl Hasher) {
    // Texts of fewer than eight bytes are filled up with zeros; the length tells them apart.
    let mut short = [0; 8];
    let (start, end) = match (text.first_chunk(), text.last_chunk()) {
        (Some(start), Some(end)) => (start, end),
        _ => {
            short[..text.len()].copy_from_slice(text);
            (&short, &short)
        }
    };
    state.write_usize(text.len());
    state.write_u64(u64::from_le_bytes(*start));
    state.write_u64(u64::from_le_bytes(*end));
}
