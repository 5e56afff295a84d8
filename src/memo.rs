//! What was made before, found again by what it was made from.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};

use foldhash::fast::FixedState;

/// Values that are found by the hash of a key and told from others by what they know of it, so that nobody has to own
/// a key to ask for one.
pub(crate) struct Memo<V> {
    known: HashMap<u64, Vec<V>, FixedState>,
}

impl<V> Default for Memo<V> {
    fn default() -> Self {
        Self { known: HashMap::default() }
    }
}

impl<V> Memo<V> {
    /// The value for `key`: the one among those with its hash that `is_same`, or else a new one.
    pub(crate) fn get_or_make(
        &mut self,
        key: impl Hash,
        is_same: impl Fn(&V) -> bool,
        make: impl FnOnce() -> V,
    ) -> &mut V {
        let alike = self.known.entry(FixedState::default().hash_one(key)).or_default();
        let at = alike.iter().position(is_same).unwrap_or_else(|| {
            alike.push(make());
            alike.len() - 1
        });
        &mut alike[at]
    }
}
