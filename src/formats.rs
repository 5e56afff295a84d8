//! The table of output formats.
//!
//! A new format is one module with a [`Backend`] and one entry in [`FORMATS`]. The command line,
//! the keys of `templates:` in a brief, the schemas and `gen --help` all read this table.

#[cfg(doc)]
use crate::assets::Assets;
use crate::backend::Backend;
use crate::backend::docx::Docx;
use crate::backend::json::Json;
use crate::backend::md::{self, Markdown};
use crate::backend::pdf::Pdf;
use crate::backend::png::Png;
use crate::fonts::Fonts;
use crate::options::FormatOptions;
use crate::theme::Theme;

/// A format that a brief can be rendered to.
pub struct Format {
    /// Its name on the command line, and the extension of its files.
    pub name: &'static str,
    /// The template that is used by default.
    pub template: &'static str,
    /// A description for `--help`.
    pub about: &'static str,
    /// Makes its backend with the options of a run.
    pub backend: fn(&FormatOptions) -> Box<dyn Backend>,
    /// The options that its files depend on, with defaults filled in, as the manifest records them.
    /// Options that name files, or that reach the backend in [`Assets`], are recorded as hashes
    /// instead; see [`Use`].
    pub recorded_options: fn(&FormatOptions) -> FormatOptions,
    /// Whether it is written when a run names no format.
    pub default: bool,
    /// Whether each page or slide has a file of its own: `a.png`, `a-2.png` and so on.
    pub file_per_page: bool,
    /// Which fonts draw its text.
    pub glyphs: Glyphs,
    /// Inputs that it uses besides the document, the theme, the fonts and the brief's pictures. A
    /// change of such an input makes only the formats that use it out of date.
    pub uses: &'static [Use],
}

/// Which fonts draw the text of a format, and therefore which characters it can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Glyphs {
    /// The fonts of the run: a character that none of them has is an error.
    Ours,
    /// The fonts of the reader's program, which may have characters that ours lack.
    Reader,
    /// None: the file is data for programs.
    Nobody,
}

/// An input that some formats use and others do not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// The text of the brief, as an attachment: [`Assets::source`].
    Source,
    /// The reference document and the logo of Word documents: [`Assets::reference_doc`] and
    /// [`Assets::logo`].
    ReferenceDoc,
    /// The protection against editing: [`Assets::protection`].
    Protection,
}

impl Format {
    /// Whether it uses `input`.
    #[must_use]
    pub fn makes_use_of(&self, input: Use) -> bool {
        self.uses.contains(&input)
    }
}

/// Every format, in the order of `--help` and of error messages.
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

/// The style sheet that decks for Marp have in their front matter, as it is written for a theme and
/// the built-in fonts. A deck adds rules for what only it has, such as the widths of its columns.
#[must_use]
pub fn deck_style_sheet(theme: &Theme) -> String {
    md::deck_style_sheet(theme, &Fonts::built_in())
}
