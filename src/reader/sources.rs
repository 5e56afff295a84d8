//! Converts the sources of a brief into the list of sources of a document.

use super::values::ValueReader;
use crate::brief;
use crate::document::{Inline, Source};

impl ValueReader<'_> {
    /// All sources: first those that are cited, in the order of their first citation, then the
    /// others.
    pub fn document_sources(&mut self, sources: &[brief::Source]) -> Vec<Source> {
        // The texts of a source may cite another one; the order of the list is fixed before that.
        let cited = self.cited_sources().to_vec();
        let mut list = Vec::new();
        for at in &cited {
            list.push(self.convert_source(&sources[*at], true));
        }
        for (index, source) in sources.iter().enumerate() {
            if !cited.contains(&index) {
                list.push(self.convert_source(source, false));
            }
        }
        list
    }

    fn convert_source(&mut self, source: &brief::Source, cited: bool) -> Source {
        let title = self.inline(&source.title);
        let parts = vec![
            self.optional(&source.author),
            self.mark_title(title),
            self.optional(&source.publisher),
            self.optional_date(&source.date),
        ];
        let url = source.url.as_deref().unwrap_or_default().trim();
        let has_url = !url.is_empty();
        Source {
            id: source.id.0.clone(),
            text: self.join_parts(parts),
            url: has_url.then(|| url.to_owned()),
            cited,
        }
    }

    fn mark_title(&self, title: Vec<Inline>) -> Vec<Inline> {
        let open = self.language.labels.get("title-open");
        let close = self.language.labels.get("title-close");
        if open.is_empty() {
            return vec![Inline::Emph { body: title }];
        }
        // Languages without italics, such as Chinese, have marks for titles instead.
        let mut marked = vec![Inline::text(open)];
        marked.extend(title);
        marked.push(Inline::text(close));
        marked
    }
}
