//! A memo table for values whose keys are expensive to own.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

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
