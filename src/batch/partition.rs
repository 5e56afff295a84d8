//! Divides the briefs of a run among several machines.

use std::str::FromStr;

use sha2::{Digest, Sha256};

/// One part of the work, written `K/N`. The part of a brief follows from a hash of its path alone,
/// so adding a brief does not move others to another part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partition {
    /// From 1 to `count`.
    part: u64,
    count: u64,
}

impl Partition {
    /// Whether the brief with this path belongs to this part.
    #[must_use]
    pub fn contains(self, path: &str) -> bool {
        let digest = Sha256::digest(path.as_bytes());
        // All machines and versions must agree, which std's hashers do not promise.
        let mut number = 0_u64;
        for byte in digest.iter().take(8) {
            number = number << 8 | u64::from(*byte);
        }
        number % self.count == self.part - 1
    }
}

impl Partition {
    fn parse(text: &str) -> Option<Self> {
        let (part, count) = text.split_once('/')?;
        let (part, count) = (part.parse().ok()?, count.parse().ok()?);
        (1..=count).contains(&part).then_some(Self { part, count })
    }
}

impl FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match Self::parse(text) {
            Some(partition) => Ok(partition),
            None => Err("a part is written K/N, with K from 1 to N, such as 2/8".to_owned()),
        }
    }
}
