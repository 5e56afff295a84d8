//! briefkit turns a YAML brief into the documents that an office sends out: a PDF one-pager, a Word
//! briefing note, a Markdown slide deck, PNG images of pages, and JSON for other programs.
//!
//! A brief holds content only: a title, a bottom line, key points, figures, people, risks. Templates
//! choose what a kind of document shows and in which order, themes say how it looks, and backends
//! write files. The `gen` command is a thin layer over this library.
//!
//! # The pipeline
//!
//! Data flows in one direction, and no step looks back:
//!
//! ```text
//! brief.yaml --> Brief --> filled template --> Document --> bytes of a file
//!           brief     template            reader      backend
//! ```
//!
//! 1. [`brief`] parses and checks the YAML. It reports all problems at once, each with its line.
//! 2. [`template`] fills a template from the brief. A value stays a value: whatever characters it
//!    contains, it cannot open a heading or a list.
//! 3. [`reader`] parses the filled template into a [`Document`](document::Document), the model that
//!    all formats share.
//! 4. A [`Backend`](backend::Backend) writes the document in one format, with the fonts, colours and
//!    sizes of a [`theme`]. Equal input gives equal bytes, on every machine.
//!
//! Nothing is dropped in silence. A problem in what the user wrote is a
//! [`Diagnostic`](diagnostic::Diagnostic), either an error or a warning, and a backend that must
//! leave something out says so in one.
//!
//! # Rendering one brief
//!
//! [`batch::render_one`] goes through all steps and returns the bytes; it writes no file. Settings,
//! templates and images are looked up from the folder of `file`, even if the text is in memory.
//!
//! ```
//! use briefkit::batch::{BriefInput, Request, render_one};
//! use briefkit::diagnostic::{Diagnostic, SourceText};
//!
//! let yaml = "title: The port is open\ndate: 2026-11-23\nbottom_line: Ships can berth *at any tide*.\n";
//! let input = BriefInput {
//!     text: Some(SourceText::new("port.yaml", yaml)),
//!     file: "port.yaml".into(),
//!     subfolder: "".into(),
//! };
//! let request = Request { formats: vec!["pdf"], ..Request::default() };
//!
//! let (pdf, warnings) = render_one(input, &request)?;
//! assert!(pdf.bytes.starts_with(b"%PDF-"));
//! assert!(warnings.is_empty());
//! # Ok::<(), Vec<Diagnostic>>(())
//! ```
//!
//! A [`Session`](batch::Session) renders many briefs, and rows of data, to bytes in several formats.
//! It reads settings, fonts and templates once, and threads can share it.
//!
//! # Rendering a batch
//!
//! A [`Batch`](batch::Batch) renders many briefs on all cores and writes the files with a manifest.
//! The next run renders only briefs that have changed. A brief with an error does not stop the
//! others. [`MailMerge`](batch::MailMerge) does the same for one brief and a table of data.
//!
//! ```
//! use briefkit::batch::{Batch, Mode, Request, find_briefs};
//! # use briefkit::diagnostic::Diagnostic;
//!
//! # let folder = tempfile::tempdir().expect("a temporary folder");
//! # let (briefs, output) = (folder.path().join("briefs"), folder.path().join("output"));
//! # std::fs::create_dir(&briefs).expect("a folder can be made");
//! # let yaml = "title: A brief\ndate: 2026-11-23\nbottom_line: All is well.\n";
//! # std::fs::write(briefs.join("port.yaml"), yaml).expect("a file can be written");
//! let request = Request {
//!     formats: vec!["docx", "md"],
//!     output: Some(output.clone()),
//!     folders: vec![briefs.clone()],
//!     ..Request::default()
//! };
//! let found = find_briefs(&[briefs])?;
//! let finished = Batch::new(found, &request)?.run(Mode::Write, &|outcome| {
//!     // Called once for each finished brief, from several threads.
//!     for diagnostic in &outcome.diagnostics {
//!         eprintln!("{diagnostic}");
//!     }
//! })?;
//! assert!(!finished.failed());
//! assert!(output.join("port.docx").is_file() && output.join("port.md").is_file());
//! # Ok::<(), Vec<Diagnostic>>(())
//! ```
//!
//! # A backend of your own
//!
//! A backend is a type that turns a document into bytes. This one writes the headlines of the key
//! points as plain text. It also shows the steps of the pipeline called one by one.
//!
//! ```
//! use briefkit::assets::{Assets, RunCaches};
//! use briefkit::backend::{Backend, Rendered};
//! use briefkit::brief::Brief;
//! use briefkit::diagnostic::{Diagnostic, SourceText};
//! use briefkit::document::{Block, Document, plain_text};
//! use briefkit::fonts::Fonts;
//! use briefkit::template::Template;
//! use briefkit::theme::Theme;
//! use briefkit::{labels, reader};
//!
//! struct Headlines;
//!
//! impl Backend for Headlines {
//!     fn render(&self, document: &Document, _: &Theme, _: &Assets) -> Result<Rendered, Vec<Diagnostic>> {
//!         let mut text = String::new();
//!         for block in &document.body {
//!             if let Block::Point(point) = block {
//!                 text += &format!("{}\n", plain_text(&point.headline));
//!             }
//!         }
//!         Ok(Rendered { bytes: text.into_bytes(), ..Rendered::default() })
//!     }
//! }
//!
//! let yaml = "title: T\ndate: 2026-11-23\nbottom_line: B\npoints: [{headline: It *works*.}]\n";
//! let brief = Brief::read(&SourceText::new("brief.yaml", yaml), None)?.brief;
//! let labels = labels::built_in_labels("en").expect("English is built in");
//! let template = Template::built_in("note").expect("this template is built in");
//! let filled = template.fill(&brief, &labels)?;
//! let document = reader::read(&template, &filled, &brief, &labels)?;
//!
//! let assets = Assets::new(RunCaches::new(Fonts::built_in()));
//! let rendered = Headlines.render(&document, &Theme::default(), &assets)?;
//! assert_eq!(rendered.bytes, b"It works.\n");
//! # Ok::<(), Vec<Diagnostic>>(())
//! ```
//!
//! The folder `examples` of the repository has longer versions of all three, a program that renders
//! rows to bytes on two threads, and one that reads a document from JSON.
//!
//! # The modules
//!
//! To render briefs:
//!
//! - [`batch`]: render one brief, many briefs, or one brief for each row of data, to files or bytes.
//! - [`formats`]: list the output formats, with their names and backends.
//! - [`options`]: set the options of formats, such as page images at another scale.
//! - [`project`]: read `gen.yaml`, and find the templates, themes and labels of a project.
//!
//! To call the steps one by one:
//!
//! - [`brief`]: parse and check a brief; print its JSON Schema.
//! - [`template`]: load, check and fill templates.
//! - [`labels`]: load the words that documents add themselves, in a language.
//! - [`reader`]: turn a filled template into a document.
//!
//! To write a backend, or a program that reads documents:
//!
//! - [`document`]: the document model and its JSON Schema.
//! - [`backend`]: the trait that a file format implements.
//! - [`theme`]: fonts, colours, page sizes and slide sizes.
//! - [`assets`]: images, the logo, the Word template, and the shaper that sets text.
//! - [`fonts`]: collect the fonts that text is measured and set in.
//! - [`length`]: points, millimetres and CSS pixels as types.
//!
//! To find out what happened:
//!
//! - [`diagnostic`]: errors and warnings, with file, line and hint; render them for people or
//!   programs.
//! - [`stage`]: measure where the time goes. Each stage of the work is a span of the `tracing`
//!   crate.
//!
//! The feature `command` is on by default and builds the command `gen`. With
//! `default-features = false`, the library is built without the command's dependencies.

// clippy.toml has the limit. Tests may be longer.
#![cfg_attr(not(test), warn(clippy::too_many_lines))]

pub mod assets;
pub mod backend;
pub mod batch;
pub mod brief;
mod cell_number;
mod chart;
mod colored_sign;
mod column_shares;
mod deflate;
pub mod diagnostic;
pub mod document;
mod drawing;
pub mod font_needs;
pub mod fonts;
pub mod formats;
mod frame;
pub mod hyphenation;
mod io;
pub mod labels;
mod lang;
mod layout;
pub mod length;
mod markup;
mod merge;
mod ooxml;
pub mod options;
pub mod project;
pub mod reader;
mod risk_matrix;
mod slides;
pub mod stage;
mod status_sign;
mod status_words;
pub mod template;
mod text;
pub mod theme;
mod timeline;
mod typography;
mod yaml;

#[cfg(test)]
mod tests;

/// Items that the benchmarks, fuzz targets and tests of this repository need besides the public API.
/// They may change with every commit.
#[doc(hidden)]
pub mod internals {
    pub use crate::yaml::{Limits as YamlLimits, NodeKind as YamlNodeKind, parse as parse_yaml};
}
