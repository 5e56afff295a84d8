//! Converts the sources of a brief into the list of sources of a document.

use super::values::ValueReader;
use crate::brief;
use crate::document::{Inline, Source};

impl ValueReader<'_> {
    /// All sources: first those that are cited, in the order of their first citation, then the
    /// others.
    pub(super) fn document_sources(&mut self, sources: &[brief::Source]) -> Vec<Source> {
        let cited = self.cited_sources();
        let others = (0..sources.len()).filter(|at| !cited.contains(at));
        let order: Vec<(usize, bool)> = cited
            .iter()
            .map(|at| (*at, true))
            .chain(others.map(|at| (at, false)))
            .collect();
        order
            .into_iter()
            .map(|(at, cited)| self.convert_source(&sources[at], cited))
            .collect()
    }

    fn convert_source(&mut self, source: &brief::Source, cited: bool) -> Source {
        let title = self.inline(&source.title);
        let (open, close) = (
            self.labels.get("title-open"),
            self.labels.get("title-close"),
        );
        let title = if open.is_empty() {
            vec![Inline::Emph { body: title }]
        } else {
            [vec![Inline::text(open)], title, vec![Inline::text(close)]].concat()
        };
        let parts = vec![
            self.optional(source.author.as_ref()),
            title,
            self.optional(source.publisher.as_ref()),
            self.date_or_text(source.date.as_ref()),
        ];
        let url = source
            .url
            .as_deref()
            .map(|url| url.trim().to_owned())
            .filter(|url| !url.is_empty());
        Source {
            id: source.id.0.clone(),
            text: self.join_parts(parts),
            url,
            cited,
        }
    }
}
