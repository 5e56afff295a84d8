//! The brief: what the user wrote, typed, with where they wrote it.
//!
//! [`Brief::read`] turns YAML into a [`Brief`] or into every problem it has. The field names are
//! what users write; the JSON Schema for editors is [`schema`].

mod check;
mod defaults;
mod model;
mod positions;
mod schema;
mod templates;
mod text;

use serde::Deserialize;

use crate::diagnostic::{Diagnostic, SourceText};
use crate::stage::Stage;
use crate::yaml::{self, Limits, Node};
pub(crate) use check::{is_image_path, is_no_character, unwanted};
pub use defaults::Defaults;
pub(crate) use defaults::schema_beside;
pub use model::{
    Action, Annex, Ask, Brief, Chart, ChartKind, Choice, Contact, Degree, Event, Fit, Group,
    GroupItem, Image, Metric, Person, Point, Question, Quote, Risk, Section, Series, Source, Table,
    Term, TimelineItem,
};
pub use positions::Positions;
pub use schema::{REQUIRED, schema};
pub use templates::Templates;
pub use text::{Priority, Text, Texts};

/// A brief with the text it was read from.
#[derive(Debug, Clone)]
pub struct SourcedBrief {
    /// What it says; defaults are filled in.
    pub brief: Brief,
    /// Where it says so.
    pub positions: Positions,
}

/// What reading a brief found.
#[derive(Debug, Clone)]
pub struct Examined {
    /// What it says, with defaults filled in; `None` if there are problems.
    pub brief: Option<Brief>,
    /// Where it says so.
    pub positions: Positions,
    /// Everything wrong that can be known without any other file.
    pub problems: Vec<Diagnostic>,
}

impl Brief {
    /// Reads a brief and checks all that can be known without any other file.
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
        } = Self::examine(source, defaults).map_err(|problem| vec![problem])?;
        match brief {
            Some(brief) => Ok(SourcedBrief { brief, positions }),
            None => {
                problems.sort_by_key(|problem| problem.span.as_ref().map(|span| span.start));
                Err(problems)
            }
        }
    }

    /// As [`Brief::read`], but gives the positions of a faulty brief too, so that a caller with
    /// more files at hand can look for further problems.
    ///
    /// # Errors
    ///
    /// When the text is no YAML, or passes a limit.
    pub fn examine(
        source: &SourceText,
        defaults: Option<&Defaults>,
    ) -> Result<Examined, Diagnostic> {
        let _stage = Stage::Read.enter();
        let node = yaml::parse(source, Limits::default())?;
        Ok(Self::examine_node(source, node, defaults, false))
    }

    /// As [`Brief::examine`] of a tree that was read from `source`, in whose texts a
    /// [`merge::Pattern`](crate::merge::Pattern) has bound values. Only there may texts hold what
    /// [`verbatim`](crate::markup::verbatim) makes.
    #[must_use]
    pub fn examine_bound(source: &SourceText, node: Node, defaults: Option<&Defaults>) -> Examined {
        Self::examine_node(source, node, defaults, true)
    }

    fn examine_node(
        source: &SourceText,
        node: Node,
        defaults: Option<&Defaults>,
        is_bound: bool,
    ) -> Examined {
        let _stage = Stage::Read.enter();
        let positions = Positions {
            own: (source.clone(), node),
            defaults: defaults.map(|it| (it.source.clone(), it.node.clone())),
            is_bound,
        };
        let mut problems = schema_beside(defaults).validate(&positions.own.1, source);
        problems.extend(check::check(&positions));
        let mut brief = None;
        if problems.is_empty() {
            match Self::deserialize(&positions.own.1) {
                Ok(own) => brief = Some(own.filled_from(defaults)),
                Err(why) => problems.push(why.diagnose(source)),
            }
        }
        Examined {
            brief,
            positions,
            problems,
        }
    }

    fn filled_from(mut self, defaults: Option<&Defaults>) -> Self {
        if let Some(defaults) = defaults {
            self.fill_from(&defaults.brief);
        }
        self
    }
}
