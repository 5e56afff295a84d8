//! Numbers the sources of a brief in the order in which a document cites them.

use std::collections::BTreeMap;

use crate::brief::Brief;

/// The sources of a brief by id, and those that are cited, in the order of their first citation.
pub(super) struct CitationRegister {
    sources_by_id: BTreeMap<String, usize>,
    pub cited: Vec<usize>,
}

impl CitationRegister {
    pub fn new(brief: &Brief) -> Self {
        let mut sources_by_id = BTreeMap::new();
        for (index, source) in brief.sources.iter().enumerate() {
            sources_by_id.insert(source.id.0.clone(), index);
        }
        Self {
            sources_by_id,
            cited: Vec::new(),
        }
    }

    /// The number of a source in the document, counted from 0; `None` for an unknown id.
    pub fn cite(&mut self, id: &str) -> Option<usize> {
        let source = *self.sources_by_id.get(id)?;
        if let Some(number) = self.cited.iter().position(|cited| *cited == source) {
            return Some(number);
        }
        self.cited.push(source);
        Some(self.cited.len() - 1)
    }
}
