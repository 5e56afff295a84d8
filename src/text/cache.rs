//! A cache that threads share, and the keys of what is cached in it.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use foldhash::fast::FixedState;

use crate::document::Direction;
use crate::fonts::{FontStyle, Weight};

use super::span::{ParagraphSetting, TextSpan};

/// Longer paragraphs are not cached: they rarely occur twice. In bytes of their keys.
const MAX_PARAGRAPH_BYTES: usize = 4 << 10;

/// Longer stretches of text without a space are not cached.
const MAX_WORD_BYTES: usize = 48;

/// Number of shards. Each has a lock of its own, so that threads rarely wait for each other.
const SHARDS: usize = 16;

/// Caches values by keys that hold everything the values depend on.
pub(super) struct ShardedCache<V> {
    /// The most bytes of keys in one generation of a shard.
    capacity: usize,
    shards: [Mutex<Shard<V>>; SHARDS],
}

/// Two generations of entries. When the young one is full it replaces the old one, and the entries
/// that were not used in the meantime are dropped with it.
struct Shard<V> {
    young: Generation<V>,
    old: Generation<V>,
    /// Bytes of the keys in the young generation.
    young_bytes: usize,
}

type Generation<V> = HashMap<Box<[u8]>, Arc<V>, FixedState>;

impl<V> ShardedCache<V> {
    /// A cache for at most `bytes` bytes of keys.
    pub fn new(bytes: usize) -> Self {
        Self {
            capacity: bytes / SHARDS / 2,
            shards: std::array::from_fn(|_| Mutex::new(Shard::default())),
        }
    }

    /// The cached value for a key, or else the value that `make` makes. Other threads are not
    /// blocked meanwhile; if two make the same value, the later one stays.
    pub fn get_or_insert_with(&self, key: &[u8], make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(cached) = self.lock_shard(key).get(key, self.capacity) {
            return cached;
        }
        let value = Arc::new(make());
        self.lock_shard(key)
            .insert(key.into(), Arc::clone(&value), self.capacity);
        value
    }

    /// Like [`get_or_insert_with`](Self::get_or_insert_with), with a word and the number of its
    /// group as the key. The key is built on the stack, because most words are already cached.
    pub fn get_or_insert_word(&self, group: u32, word: &str, make: impl FnOnce() -> V) -> Arc<V> {
        let mut key = [0; 4 + MAX_WORD_BYTES];
        let length = 4 + word.len();
        let Some(word_bytes) = key.get_mut(4..length) else {
            return Arc::new(make());
        };
        word_bytes.copy_from_slice(word.as_bytes());
        key[..4].copy_from_slice(&group.to_le_bytes());
        self.get_or_insert_with(&key[..length], make)
    }

    fn lock_shard(&self, key: &[u8]) -> MutexGuard<'_, Shard<V>> {
        // The map of the shard uses the lowest and the highest bits of the hash, so these are free.
        let shard = (FixedState::default().hash_one(key) >> 32) as usize % SHARDS;
        // A thread that panicked left the maps whole: no entry is inserted in part.
        self.shards[shard]
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

impl<V> Default for Shard<V> {
    fn default() -> Self {
        Self {
            young: HashMap::default(),
            old: HashMap::default(),
            young_bytes: 0,
        }
    }
}

impl<V> Shard<V> {
    fn get(&mut self, key: &[u8], capacity: usize) -> Option<Arc<V>> {
        if let Some(cached) = self.young.get(key) {
            return Some(Arc::clone(cached));
        }
        // An old entry that is used moves to the young generation and so survives the next drop.
        let (key, cached) = self.old.remove_entry(key)?;
        self.insert(key, Arc::clone(&cached), capacity);
        Some(cached)
    }

    fn insert(&mut self, key: Box<[u8]>, value: Arc<V>, capacity: usize) {
        // Dropping a whole generation costs less than keeping track of when each entry was used.
        if self.young_bytes + key.len() > capacity {
            self.old = std::mem::take(&mut self.young);
            self.young_bytes = 0;
        }
        self.young_bytes += key.len();
        self.young.insert(key, value);
    }
}

/// The key of a paragraph: everything its shape depends on. `None` if it is too long to be cached.
pub(super) fn paragraph_key(spans: &[TextSpan], setting: &ParagraphSetting<'_>) -> Option<Vec<u8>> {
    // The key of a span takes about 44 bytes besides its text.
    let length = spans.iter().map(|span| span.text.len() + 44).sum::<usize>();
    if length > MAX_PARAGRAPH_BYTES {
        return None;
    }
    let mut key = Vec::with_capacity(length + 128);
    push_setting(&mut key, setting);
    for span in spans {
        push_span(&mut key, span);
    }
    Some(key)
}

// The structs are destructured below so that a new field cannot be forgotten.

fn push_setting(key: &mut Vec<u8>, setting: &ParagraphSetting<'_>) {
    let ParagraphSetting {
        families,
        lang,
        direction,
        tracking,
        tabular,
        hyphenate,
        balance,
        justify,
    } = setting;
    key.extend([families.len() as u8, u8::from(*direction == Direction::Rtl)]);
    for flag in [tabular, hyphenate, justify] {
        key.push(u8::from(*flag));
    }
    key.push(*balance as u8);
    key.extend(tracking.to_le_bytes());
    push_with_length(key, lang);
    for family in *families {
        push_with_length(key, family);
    }
}

fn push_span(key: &mut Vec<u8>, span: &TextSpan) {
    let TextSpan {
        text,
        style: FontStyle { weight, italic },
        scale,
        rise,
        color,
        lead,
        lang,
        mark,
    } = span;
    let weight = match weight {
        Weight::Regular => 0,
        Weight::SemiBold => 1,
        Weight::Bold => 2,
    };
    key.extend([
        weight,
        u8::from(*italic),
        color.red,
        color.green,
        color.blue,
        u8::from(lang.is_some()),
    ]);
    key.extend(scale.to_le_bytes());
    key.extend(rise.to_le_bytes());
    key.extend(lead.to_le_bytes());
    key.extend(mark.to_le_bytes());
    push_with_length(key, lang.as_deref().unwrap_or_default());
    push_with_length(key, text);
}

/// Pushes a text after its length, so that two texts in a row cannot be taken for two others.
fn push_with_length(key: &mut Vec<u8>, text: &str) {
    key.extend(text.len().to_le_bytes());
    key.extend(text.as_bytes());
}
