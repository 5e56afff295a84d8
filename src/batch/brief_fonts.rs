//! Tells which fonts briefs need, for people who set up a project.

use serde::Serialize;

use super::find::BriefInput;
use super::plan::{plan_batch, project_plans};
use super::prepare::PreparedBrief;
use super::render_brief::catch_panics;
use super::request::Request;
use super::shared::SharedResources;
use crate::diagnostic::Diagnostic;
use crate::font_needs::ScriptFonts;
use crate::io::display_path;

/// The fonts that a brief needs on pages and pictures of pages.
#[derive(Debug, Clone, Serialize)]
pub struct BriefFontNeeds {
    /// The path of the brief.
    pub brief: String,
    /// Its language, as a BCP 47 tag.
    pub lang: String,
    /// The scripts of its texts, labels and dates, in the order of their names.
    pub scripts: Vec<ScriptFonts>,
}

impl BriefFontNeeds {
    /// Whether every character has a font.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.scripts.iter().all(|script| script.missing.is_empty())
    }
}

/// Finds out which fonts briefs need and where these are. Nothing is rendered.
///
/// # Errors
///
/// Problems in settings. A brief with errors is an error in the list.
pub fn find_brief_fonts(
    inputs: Vec<BriefInput>,
    request: &Request,
) -> Result<Vec<Result<BriefFontNeeds, Vec<Diagnostic>>>, Vec<Diagnostic>> {
    let (briefs, _) = plan_batch(inputs, request)?;
    let projects = project_plans(&briefs).map(|plan| &plan.project);
    let shared = SharedResources::new(projects, request);
    let mut found = Vec::new();
    for planned in &briefs {
        let plan = planned.plan();
        let name = display_path(&plan.input.file);
        found.push(catch_panics(&name, || {
            let prepared = PreparedBrief::new(&plan, request, &shared)?;
            Ok(BriefFontNeeds {
                brief: name.clone(),
                lang: prepared.lang().to_owned(),
                scripts: prepared.fonts_by_script(),
            })
        }));
    }
    Ok(found)
}
