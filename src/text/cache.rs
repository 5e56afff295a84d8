//! What was shaped before, by content.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use foldhash::fast::FixedState;

use crate::document::Direction;
use crate::fonts::{FontStyle, Weight};

use super::span::{ParagraphSetting, TextSpan};

/// A longer paragraph is not worth keeping.
const MAX_PARAGRAPH_BYTES: usize = 4 << 10;

/// Nor is a longer stretch of text without a space.
const MAX_WORD_BYTES: usize = 48;

/// Shelves, each with a lock of its own, so that threads do not wait for each other.
const SHARDS: usize = 16;

/// Values by all that they depend on.
pub(super) struct ShardedCache<V> {
    /// Keys of a generation in one shard, in bytes.
    capacity: usize,
    shards: [Mutex<Shard<V>>; SHARDS],
}

/// Two generations: when the young one is full it becomes the old one, and what nobody asked for
/// goes.
struct Shard<V> {
    young: Generation<V>,
    old: Generation<V>,
    size: usize,
}

type Generation<V> = HashMap<Box<[u8]>, Arc<V>, FixedState>;

impl<V> ShardedCache<V> {
    /// Keeps values with so many bytes of keys at most.
    pub(super) fn new(bytes: usize) -> Self {
        let shard = || {
            Mutex::new(Shard {
                young: HashMap::default(),
                old: HashMap::default(),
                size: 0,
            })
        };
        Self {
            capacity: bytes / SHARDS / 2,
            shards: std::array::from_fn(|_| shard()),
        }
    }

    /// What is cached by a key, or else what `make` makes.
    pub(super) fn get_or_insert_with(&self, key: &[u8], make: impl FnOnce() -> V) -> Arc<V> {
        // The shard's own map goes by the other bits.
        let shard = (FixedState::default().hash_one(key) >> 32) as usize % SHARDS;
        let shard = || {
            self.shards[shard]
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        if let Some(cached) = shard().get(key, self.capacity) {
            return cached;
        }
        let value = Arc::new(make());
        shard().insert(key.into(), Arc::clone(&value), self.capacity);
        value
    }

    /// What is cached of a word by a number that tells of what kind that is, or else what `make`
    /// makes.
    pub(super) fn get_or_insert_word(
        &self,
        kind: u32,
        word: &str,
        make: impl FnOnce() -> V,
    ) -> Arc<V> {
        let mut key = [0; 4 + MAX_WORD_BYTES];
        let Some(room) = key.get_mut(4..4 + word.len()) else {
            return Arc::new(make());
        };
        room.copy_from_slice(word.as_bytes());
        key[..4].copy_from_slice(&kind.to_le_bytes());
        self.get_or_insert_with(&key[..4 + word.len()], make)
    }
}

impl<V> Shard<V> {
    fn get(&mut self, key: &[u8], capacity: usize) -> Option<Arc<V>> {
        if let Some(cached) = self.young.get(key) {
            return Some(Arc::clone(cached));
        }
        let (key, cached) = self.old.remove_entry(key)?;
        self.insert(key, Arc::clone(&cached), capacity);
        Some(cached)
    }

    fn insert(&mut self, key: Box<[u8]>, value: Arc<V>, capacity: usize) {
        if self.size + key.len() > capacity {
            self.old = std::mem::take(&mut self.young);
            self.size = 0;
        }
        self.size += key.len();
        self.young.insert(key, value);
    }
}

/// All that shaping depends on, or `None` if the text is too long to keep.
pub(super) fn paragraph_key(spans: &[TextSpan], setting: &ParagraphSetting<'_>) -> Option<Vec<u8>> {
    let length = spans.iter().map(|span| span.text.len() + 40).sum::<usize>();
    if length > MAX_PARAGRAPH_BYTES {
        return None;
    }
    let mut key = Vec::with_capacity(length + 128);
    let text = |key: &mut Vec<u8>, text: &str| {
        key.extend(text.len().to_le_bytes());
        key.extend(text.as_bytes());
    };
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
    key.extend([tabular, hyphenate, balance, justify].map(|&it| u8::from(it)));
    key.extend(tracking.to_le_bytes());
    text(&mut key, lang);
    families.iter().for_each(|family| text(&mut key, family));
    for TextSpan {
        text: words,
        style: FontStyle { weight, italic },
        scale,
        rise,
        color,
        lang,
        mark,
    } in spans
    {
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
        key.extend(mark.to_le_bytes());
        text(&mut key, lang.as_deref().unwrap_or_default());
        text(&mut key, words);
    }
    Some(key)
}
