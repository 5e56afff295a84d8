//! Finds briefs whose outputs are up to date. Only hashes are compared, so that such a brief is
//! never parsed.

use super::manifest_record::OutputRecord;
use super::plan::BriefPlan;
use super::records::OutputRecords;
use super::request::Request;
use super::resources::{Resources, read_brief_text};
use super::shared::SharedResources;
use crate::diagnostic::SourceText;

/// A brief whose outputs are up to date.
pub(super) struct UpToDateBrief {
    /// The text of the brief.
    pub source: SourceText,
    /// The records of its outputs, one for each job.
    pub outputs: Vec<OutputRecord>,
}

/// Whether all outputs of a brief are up to date. `None` if one is not, or if there were warnings
/// about the brief: then it has to be parsed.
pub(super) fn find_up_to_date(
    plan: &BriefPlan,
    request: &Request,
    shared: &SharedResources,
    records: &OutputRecords,
) -> Option<UpToDateBrief> {
    let mut outputs = Vec::with_capacity(plan.jobs.len());
    for job in &plan.jobs {
        outputs.push(records.find(plan, job)?);
    }
    let requested = outputs.first()?.requested.as_ref()?;
    // The outputs may come from several runs, between which the brief has changed.
    for output in &outputs {
        if output.requested.as_ref() != Some(requested) {
            return None;
        }
    }
    // `requested` may be out of date if the brief has changed. Then its hash differs, and it does
    // not matter which resources are found.
    let source = read_brief_text(plan).ok()?;
    let resources = Resources::find(plan, request, shared, &source, requested);
    if !found_without_problems(&resources) {
        return None;
    }
    let fonts = if requested.needs_fonts() {
        shared.all_fonts().ok()?.fingerprints
    } else {
        Default::default()
    };
    for ((job, template), output) in plan.jobs.iter().zip(&resources.templates).zip(&outputs) {
        let template = &template.as_ref().ok()?.fingerprint;
        let fingerprints = resources.dependencies.for_job(job, template, &fonts);
        if !output.is_up_to_date(job, &resources.theme_name, &fingerprints) {
            return None;
        }
    }
    Some(UpToDateBrief { source, outputs })
}

/// Whether all resources, apart from the templates, were found without problems.
fn found_without_problems(resources: &Resources) -> bool {
    let has_labels = match &resources.labels {
        Ok(labels) => labels.warnings.is_empty(),
        Err(_) => false,
    };
    resources.theme.is_ok()
        && has_labels
        && resources.images.values().all(Result::is_ok)
        && resources.reference_doc.is_ok()
        && resources.logo.is_ok()
        && resources.other_templates.is_empty()
}
