//! Numbers the sources of a brief in the order in which a document cites them.

use std::collections::BTreeMap;

use crate::brief::Brief;

/// The sources of a brief by id, and those that are cited, in the order of their first citation.
pub(super) struct CitationRegister {
    sources_by_id: BTreeMap<String, usize>,
    pub(super) cited: Vec<usize>,
}

impl CitationRegister {
    pub(super) fn new(brief: &Brief) -> Self {
        let sources_by_id = brief
            .sources
            .iter()
            .enumerate()
            .map(|(at, source)| (source.id.0.clone(), at))
            .collect();
        Self {
            sources_by_id,
            cited: Vec::new(),
        }
    }

    pub(super) fn cite(&mut self, id: &str) -> Option<usize> {
        let source = *self.sources_by_id.get(id)?;
        Some(
            self.cited
                .iter()
                .position(|it| *it == source)
                .unwrap_or_else(|| {
                    self.cited.push(source);
                    self.cited.len() - 1
                }),
        )
    }
}
