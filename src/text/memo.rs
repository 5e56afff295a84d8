//! What was made before, found again by what it was made from.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher};

use foldhash::fast::FixedState;

use crate::document::Inline;

/// Values that are found by the hash of a key and told from others by what they know of it, so that
/// nobody has to own a key to ask for one.
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
    /// The value for `key`: the one among those with its hash that `is_same`, or else a new one.
    pub(crate) fn get_or_insert_with(
        &mut self,
        key: impl Hash,
        is_same: impl Fn(&V) -> bool,
        make: impl FnOnce() -> V,
    ) -> &mut V {
        let same_hash = self
            .by_hash
            .entry(FixedState::default().hash_one(key))
            .or_default();
        let at = same_hash.iter().position(is_same).unwrap_or_else(|| {
            same_hash.push(make());
            same_hash.len() - 1
        });
        &mut same_hash[at]
    }
}

/// Inlines as a key: how long their texts are and how each begins and ends, which tells most from
/// each other and is sooner hashed than all they say.
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
    let mut short = [0; 8];
    let (start, end) = match (text.first_chunk(), text.last_chunk()) {
        (Some(start), Some(end)) => (start, end),
        _ => {
            short[..text.len()].copy_from_slice(text);
            (&short, &short)
        }
    };
    state.write_usize(text.len());
    [start, end]
        .into_iter()
        .for_each(|bytes| state.write_u64(u64::from_le_bytes(*bytes)));
}
