//! Numbers the sources of a brief in the order in which a document cites them.

use std::collections::BTreeMap;

use crate::brief::Brief;

/// The sources of a brief by id, and the order in which the document lists them.
pub(super) struct CitationRegister {
    sources_by_id: BTreeMap<String, usize>,
    /// The sources in the order of their numbers: that of their first citation.
    pub listed: Vec<usize>,
    /// Whether each source of the brief is cited.
    cited: Vec<bool>,
    /// Whether a text cites a source, or an item a place in one.
    pub is_cited_in_text: bool,
}

impl CitationRegister {
    pub fn new(brief: &Brief) -> Self {
        let mut sources_by_id = BTreeMap::new();
        for (index, source) in brief.sources.iter().enumerate() {
            sources_by_id.insert(source.id.0.clone(), index);
        }
        Self {
            sources_by_id,
            listed: Vec::new(),
            cited: vec![false; brief.sources.len()],
            is_cited_in_text: false,
        }
    }

    /// The number of a source in the document, counted from 0; `None` for an unknown id.
    pub fn cite(&mut self, id: &str) -> Option<usize> {
        let source = *self.sources_by_id.get(id)?;
        self.cited[source] = true;
        if let Some(number) = self.listed.iter().position(|listed| *listed == source) {
            return Some(number);
        }
        self.listed.push(source);
        Some(self.listed.len() - 1)
    }

    /// As [`cite`](Self::cite), in a text.
    pub fn cite_in_text(&mut self, id: &str) -> Option<usize> {
        let number = self.cite(id)?;
        self.is_cited_in_text = true;
        Some(number)
    }

    /// Whether a source of the brief is cited.
    pub fn is_cited(&self, source: usize) -> bool {
        self.cited.get(source).copied().unwrap_or_default()
    }

    /// Lists the first source that is not cited, and gives its index in the brief. `None` if all are
    /// listed.
    pub fn list_uncited(&mut self) -> Option<usize> {
        let source = (0..self.cited.len()).find(|it| !self.listed.contains(it))?;
        self.listed.push(source);
        Some(source)
    }
}
