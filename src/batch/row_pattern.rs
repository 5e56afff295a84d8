//! A pattern with the plan of its documents. It makes the plan of each row.

use std::sync::Arc;

use super::find::BriefInput;
use super::plan::{BriefPlan, PlannedBrief, ProjectPlan};
use super::render_brief::catch_panics;
use super::resources::read_brief_text;
use crate::diagnostic::{Code, Diagnostic};
use crate::io::file_stem;
use crate::merge::values::RowValues;
use crate::merge::{Pattern, Row};

/// A pattern that is ready for rows of data.
pub struct RowPattern {
    pattern: Pattern,
    /// The plan of the pattern, as if it were a brief.
    plan: BriefPlan,
    /// The first part of a file name, if rows do not name their files.
    stem: String,
}

impl RowPattern {
    /// Reads a pattern.
    ///
    /// # Errors
    ///
    /// Options that a pattern cannot have, and all problems of the pattern that do not depend on
    /// the data.
    pub(super) fn read(
        input: BriefInput,
        project_plan: &Arc<ProjectPlan>,
    ) -> Result<Self, Vec<Diagnostic>> {
        // The text of the pattern is not what a document of a row is made from.
        if project_plan.options.attach_source {
            let message = "documents of rows have no brief that could be attached to them";
            let problem = Diagnostic::error(Code::CannotAttachSource, message);
            let hint = "leave out --attach-source, and `attach_source` in gen.yaml";
            return Err(problem.hint(hint).into());
        }
        let mut plan = PlannedBrief::new(input, Arc::clone(project_plan)).plan();
        let source = read_brief_text(&plan)?;
        let pattern = Pattern::read(&source, plan.project().defaults.as_ref())?;
        let stem = file_stem(&plan.input.file);
        // The text is kept, so that no row reads the file again.
        plan.input.text = Some(source);
        Ok(Self {
            pattern,
            plan,
            stem,
        })
    }

    /// Names the files of each row: a text with expressions, such as `{{ id }}`. Without it, files
    /// are named by the pattern's file and the number of the row.
    ///
    /// # Errors
    ///
    /// When an expression is invalid.
    pub fn named(mut self, name: &str) -> Result<Self, Diagnostic> {
        self.pattern = self.pattern.named(name)?;
        Ok(self)
    }

    /// The columns that the pattern names and that are not among these. Each is a problem of every
    /// row, so data with a header line can be refused at once.
    #[must_use]
    pub fn unknown_columns(&self, columns: &[String]) -> Vec<Diagnostic> {
        self.pattern.unknown_columns(columns)
    }

    pub(super) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    pub(super) fn plan(&self) -> &BriefPlan {
        &self.plan
    }

    /// The name of a row's files, without extension.
    pub(super) fn file_stem(&self, row: &Row) -> Result<String, Vec<Diagnostic>> {
        match self.own_file_stem(row)? {
            Some(stem) => Ok(stem),
            None => Ok(self.default_file_stem(row)),
        }
    }

    /// The name that a row gives to its files; `None` if rows do not name their files.
    pub(super) fn own_file_stem(&self, row: &Row) -> Result<Option<String>, Vec<Diagnostic>> {
        let values = row_values(row)?;
        catch_panics(&row.name(), || Ok(self.pattern.file_name(values)?))
    }

    pub(super) fn default_file_stem(&self, row: &Row) -> String {
        format!("{}-{}", self.stem, row.number)
    }

    /// Plans the documents of a row, whose files are named `stem`.
    pub(super) fn plan_row(&self, row: &Row, stem: &str) -> Result<BriefPlan, Vec<Diagnostic>> {
        let brief = self.pattern.bind(row_values(row)?)?;
        Ok(self.plan.for_row(brief, stem))
    }
}

/// The values of a row, or the problem with the row.
fn row_values(row: &Row) -> Result<&RowValues, Vec<Diagnostic>> {
    match &row.values {
        Ok(values) => Ok(values),
        Err(problem) => Err(vec![problem.clone()]),
    }
}

/// Says to which row problems belong: by their span if they have none yet, else in the message.
pub(super) fn point_to_row(problems: &mut [Diagnostic], row: &Row) {
    let name = row.name();
    for problem in problems {
        match &problem.span {
            None => problem.span = Some(row.place.clone()),
            // A problem with the row itself points to its line already.
            Some(span) if span.source.name == row.place.source.name => {}
            Some(_) => problem.message = format!("{name}: {}", problem.message),
        }
    }
}
