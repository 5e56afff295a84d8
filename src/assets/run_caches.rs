//! Caches that all documents of a run share.

use crate::fonts::Fonts;
use crate::ooxml::formatting_cache::FormattingCache;
use crate::ooxml::workbook::WorkbookTemplates;
use crate::ooxml::zip::CompressionCache;
use crate::text::shaper::Shaper;

/// The fonts of a run, and what its documents need more than once: shaped text, compressed parts of
/// Word files, their styles, workbooks of charts.
///
/// One of these serves all documents, on all threads. It saves time and changes no bytes: whatever
/// is in a cache depends on its key alone.
pub struct RunCaches {
    shaper: Shaper,
    pub(crate) compressed_parts: CompressionCache,
    pub(crate) formatting_parts: FormattingCache,
    pub(crate) workbook_templates: WorkbookTemplates,
}

impl RunCaches {
    /// Empty caches for documents that are set in these fonts.
    #[must_use]
    pub fn new(fonts: Fonts) -> Self {
        Self {
            shaper: Shaper::new(fonts),
            compressed_parts: CompressionCache::default(),
            formatting_parts: FormattingCache::default(),
            workbook_templates: WorkbookTemplates::default(),
        }
    }

    /// The fonts that text is shaped and measured with.
    #[must_use]
    pub fn fonts(&self) -> &Fonts {
        self.shaper.fonts()
    }

    /// Shapes text with these fonts.
    #[must_use]
    pub fn shaper(&self) -> &Shaper {
        &self.shaper
    }
}
