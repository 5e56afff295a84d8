//! A part of the briefs of a run.

use std::str::FromStr;

use sha2::{Digest, Sha256};

/// A part of the work: which briefs it has depends on each brief's path alone, so that adding one
/// moves no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Partition {
    /// 1 to `of`.
    part: u64,
    of: u64,
}

impl Partition {
    /// Whether the brief of that path belongs to this part.
    #[must_use]
    pub fn contains(self, path: &str) -> bool {
        let digest = Sha256::digest(path.as_bytes());
        let number = digest
            .iter()
            .take(8)
            .fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        number % self.of == self.part - 1
    }
}

impl FromStr for Partition {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let numbers = text
            .split_once('/')
            .and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if (1..=of).contains(&part) => Ok(Self { part, of }),
            _ => Err("a part is written K/N, with K from 1 to N, such as 2/8".to_owned()),
        }
    }
}
