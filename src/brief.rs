//! The brief: typed values, with their positions in the file.
//!
//! [`Brief::read`] reads YAML and gives a [`Brief`] or all its problems. The names of fields are
//! the keys that users write. [`schema`] is the JSON Schema for editors.

mod check;
mod columns;
mod dates;
mod defaults;
mod fields;
mod markup_warnings;
mod model;
mod numbers;
mod positions;
mod priorities;
mod schema;
mod short_forms;
mod source_forms;
mod split_numbers;
mod statuses;
mod templates;
mod text;
mod written_dates;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::Labels;
use crate::stage::Stage;
use crate::yaml::{self, Limits, Node};
pub(crate) use check::{is_image_path, is_no_character, unwanted_character};
pub use columns::{ColumnFormat, ColumnSettings, TableColumn};
pub(crate) use dates::date_warnings;
pub use defaults::Defaults;
pub(crate) use defaults::schema_beside;
pub use fields::{FieldValue, Fields};
pub(crate) use markup_warnings::markup_warnings;
pub use model::*;
pub(crate) use numbers::number_warnings;
pub(crate) use numbers::read_chart_value;
pub use positions::Positions;
pub use schema::{REQUIRED, schema};
pub(crate) use source_forms::list_sources;
pub(crate) use split_numbers::split_number_warnings;
pub use statuses::Statuses;
pub use templates::Templates;
pub use text::{Priority, Text, Texts};

/// A brief with the text it was read from.
#[derive(Debug, Clone)]
pub struct SourcedBrief {
    /// The values, with defaults filled in.
    pub brief: Brief,
    /// The positions of the values.
    pub positions: Positions,
}

/// The result of [`Brief::examine`].
#[derive(Debug, Clone)]
pub struct Examined {
    /// The values, with defaults filled in; `None` if there are errors.
    pub brief: Option<Brief>,
    /// The positions of the values.
    pub positions: Positions,
    /// All problems that can be found without reading other files.
    pub problems: Vec<Diagnostic>,
}

impl Examined {
    /// Whether it has errors, one of which may be a word for a priority that a label file knows.
    pub(crate) fn lacks_priority_word(&self) -> bool {
        self.brief.is_none() && priorities::has_priority_word(&self.positions.own.1)
    }
}

impl Brief {
    /// Reads a brief and checks everything that needs no other file.
    ///
    /// # Errors
    ///
    /// Every problem of the text, in the order of its lines.
    pub fn read(
        source: &SourceText,
        defaults: Option<&Defaults>,
    ) -> Result<SourcedBrief, Vec<Diagnostic>> {
        let Examined {
            brief,
            positions,
            mut problems,
        } = Self::examine(source, defaults)?;
        match brief {
            Some(brief) => Ok(SourcedBrief { brief, positions }),
            None => {
                problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
                Err(problems)
            }
        }
    }

    /// Like [`Brief::read`], but also gives the positions of a brief with errors, so that a caller
    /// who reads further files can report their problems too.
    ///
    /// # Errors
    ///
    /// When the text is not YAML, or exceeds a limit.
    pub fn examine(
        source: &SourceText,
        defaults: Option<&Defaults>,
    ) -> Result<Examined, Diagnostic> {
        let _stage = Stage::Read.enter();
        let node = yaml::parse(source, Limits::default())?;
        Ok(Self::examine_node(source, node, defaults, false, None))
    }

    /// Like [`Brief::examine`], for a tree that was read from `source` and filled with the values
    /// of a row by a [`merge::Pattern`](crate::merge::Pattern). Only such a tree may contain the
    /// placeholders of [`escape_verbatim`](crate::markup::escape_verbatim).
    #[must_use]
    pub fn examine_bound(source: &SourceText, node: Node, defaults: Option<&Defaults>) -> Examined {
        Self::examine_node(source, node, defaults, true, None)
    }

    /// Like [`Brief::examine`], or [`Brief::examine_bound`] if there is a `bound` tree, with the
    /// words of a user's own label file as well.
    pub(crate) fn examine_with_labels(
        source: &SourceText,
        bound: Option<&Node>,
        defaults: Option<&Defaults>,
        labels: &Labels,
    ) -> Result<Examined, Diagnostic> {
        let node = match bound {
            Some(node) => node.clone(),
            None => yaml::parse(source, Limits::default())?,
        };
        let is_bound = bound.is_some();
        Ok(Self::examine_node(
            source,
            node,
            defaults,
            is_bound,
            Some(labels),
        ))
    }

    fn examine_node(
        source: &SourceText,
        node: Node,
        defaults: Option<&Defaults>,
        is_bound: bool,
        labels: Option<&Labels>,
    ) -> Examined {
        let _stage = Stage::Read.enter();
        let mut positions = Positions {
            own: (source.clone(), node),
            defaults: defaults.map(|it| (it.source.clone(), it.node.clone())),
            is_bound,
        };
        let language = positions.language();
        short_forms::expand_short_forms(&mut positions.own.1, &language);
        priorities::read_priority_words(&mut positions.own.1, &language, labels);
        list_sources(&mut positions.own.1);
        let mut problems = schema_beside(defaults).validate(&positions.own.1, source);
        problems.extend(check::check(&positions));
        let mut brief = None;
        if problems.is_empty() {
            numbers::format_bare_numbers(&mut positions.own.1, &language);
            match Self::deserialize(&positions.own.1) {
                Ok(own) => brief = Some(own.filled_from(defaults, &language)),
                Err(why) => problems.push(why.diagnose(source)),
            }
        }
        Examined {
            brief,
            positions,
            problems,
        }
    }

    fn filled_from(mut self, defaults: Option<&Defaults>, language: &str) -> Self {
        if let Some(defaults) = defaults {
            self.fill_from(&defaults.in_language(language));
        }
        self
    }
}
