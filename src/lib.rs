//! briefkit turns a YAML brief into a PDF one-pager, a Word briefing note and a Markdown slide
//! deck.
//!
//! Everything goes in one direction: [`brief`], [`template`], [`reader`], [`document`],
//! [`backend`], bytes. Each step can be called alone; [`batch`] does all of them for many briefs,
//! and the `gen` command is a thin layer over it.
//!
//! ```
//! use briefkit::batch::{BriefInput, Request, render_one};
//! use briefkit::diagnostic::SourceText;
//!
//! let text = "title: The port is open\ndate: 2026-11-23\nbottom_line: Ships can berth *at any tide*.\n";
//! let text = Some(SourceText::new("brief.yaml", text));
//! let input = BriefInput { text, file: "brief.yaml".into(), subfolder: "".into() };
//! let request = Request { formats: vec!["json"], ..Request::default() };
//!
//! let (document, warnings) = render_one(input, &request).expect("nothing is wrong with this brief");
//! assert!(document.bytes.starts_with(b"{"));
//! assert!(warnings.is_empty());
//! ```
//!
//! Where the time goes can be measured from outside: each [`stage`] of the work is a span of the
//! `tracing` crate, `read`, `template`, `layout`, `fit`, `paint`, `subset`, `compress` or `write`,
//! under the target `briefkit::stage`.

pub mod assets;
pub mod backend;
pub mod batch;
pub mod brief;
mod chart;
mod deflate;
pub mod diagnostic;
pub mod document;
mod drawing;
pub mod fonts;
pub mod formats;
mod frame;
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
pub mod template;
mod text;
pub mod theme;
mod yaml;

#[cfg(test)]
mod tests;

/// What the benchmarks, fuzz targets and tests of this repository use beside the public API. It is
/// no part of the API and may change with every commit.
#[doc(hidden)]
pub mod internals {
    pub use crate::yaml::{Limits as YamlLimits, NodeKind as YamlNodeKind, parse as parse_yaml};
}
