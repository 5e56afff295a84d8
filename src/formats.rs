//! The one table of formats.

#[cfg(doc)]
use crate::assets::Assets;
use crate::backend::Backend;
use crate::backend::docx::Docx;
use crate::backend::json::Json;
use crate::backend::md::Markdown;
use crate::backend::pdf::Pdf;
use crate::backend::png::Png;
use crate::options::FormatOptions;

/// A format that a brief can be rendered to.
pub struct Format {
    /// Its name on the command line, and the extension of its files.
    pub name: &'static str,
    /// The template that goes with it unless another is asked for.
    pub template: &'static str,
    /// What it is, for `--help`.
    pub about: &'static str,
    /// Makes its backend, set up as the run asks.
    pub backend: fn(&FormatOptions) -> Box<dyn Backend>,
    /// The options that its files depend on, defaults filled in: the manifest records them. Those
    /// that lead to files or to [`Assets`] are recorded by their hashes instead; see [`Use`].
    pub recorded_options: fn(&FormatOptions) -> FormatOptions,
    /// Whether it is written when no format is asked for.
    pub default: bool,
    /// Whether each page or slide has a file of its own: `a.png`, `a-2.png` and so on.
    pub file_per_page: bool,
    /// Who gives its text a shape.
    pub glyphs: Glyphs,
    /// What it makes use of besides the document, the theme, fonts and the brief's pictures: files
    /// that leave other formats as they are.
    pub uses: &'static [Use],
}

/// Who gives the text of a format its shape, and so which characters it can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// We do: a character that none of our fonts has cannot be shown.
    Ours,
    /// Whoever opens the file: its fonts may have what ours have not.
    Reader,
    /// Nobody: it is data for programs.
    Nobody,
}

/// What some formats make use of and others do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The brief itself, to carry it along: [`Assets::source`].
    Source,
    /// The reference document and the logo of Word documents: [`Assets::reference_doc`] and [`Assets::logo`].
    ReferenceDoc,
    /// What may be done to the document: [`Assets::protection`].
    Protection,
}

impl Format {
    /// Whether it makes use of something.
    #[must_use]
    pub fn makes_use_of(&self, what: Use) -> bool {
        self.uses.contains(&what)
    }
}

/// Every format. `--help`, `gen templates` and error messages list them from here.
pub const FORMATS: &[Format] = &[
    Format {
        name: "pdf",
        template: "one-pager",
        about: "PDF, for reading and print",
        backend: |_| Box::new(Pdf),
        recorded_options: |_| FormatOptions::default(),
        default: true,
        file_per_page: false,
        glyphs: Glyphs::Ours,
        uses: &[Use::Source],
    },
    Format {
        name: "docx",
        template: "note",
        about: "Word, for editing",
        backend: |_| Box::new(Docx),
        recorded_options: |_| FormatOptions::default(),
        default: true,
        file_per_page: false,
        glyphs: Glyphs::Reader,
        uses: &[Use::ReferenceDoc, Use::Protection],
    },
    Format {
        name: "md",
        template: "deck",
        about: "Markdown, as slides for Marp and others",
        backend: |options| Box::new(Markdown::new(options)),
        recorded_options: Markdown::recorded_options,
        default: true,
        file_per_page: false,
        glyphs: Glyphs::Reader,
        uses: &[],
    },
    Format {
        name: "png",
        template: "one-pager",
        about: "a picture of each page or slide, for previews",
        backend: |options| Box::new(Png::new(options)),
        recorded_options: Png::recorded_options,
        default: false,
        file_per_page: true,
        glyphs: Glyphs::Ours,
        uses: &[],
    },
    Format {
        name: "json",
        template: "note",
        about: "the document model, for programs",
        backend: |_| Box::new(Json),
        recorded_options: |_| FormatOptions::default(),
        default: false,
        file_per_page: false,
        glyphs: Glyphs::Nobody,
        uses: &[],
    },
];

/// The format of that name.
#[must_use]
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}
