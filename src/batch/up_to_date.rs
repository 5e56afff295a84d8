//! Briefs that are as they were: known by hashes alone, without parsing what they say.

use super::dependencies::Fingerprints;
use super::plan::BriefPlan;
use super::record::OutputRecord;
use super::records::OutputRecords;
use super::request::Request;
use super::resources::{Resources, read_brief_text};
use super::shared::SharedResources;
use crate::diagnostic::SourceText;

/// A brief that is as it was.
pub(super) struct UpToDateBrief {
    /// Its text.
    pub source: SourceText,
    /// The records of its files.
    pub outputs: Vec<OutputRecord>,
}

/// Finds the records of a brief of which there was nothing to be said when it was read last, and whose
/// files are all still what it and all that it asks for make; `None` if that is not known of it, and
/// it has to be parsed.
pub(super) fn find_up_to_date(
    plan: &BriefPlan,
    request: &Request,
    shared: &SharedResources,
    records: &OutputRecords,
) -> Option<UpToDateBrief> {
    let recorded: Option<Vec<OutputRecord>> = plan
        .jobs
        .iter()
        .map(|job| records.find(plan, job))
        .collect();
    let recorded = recorded?;
    let requested = recorded.first()?.requested.as_ref()?;
    if recorded
        .iter()
        .any(|output| output.requested.as_ref() != Some(requested))
    {
        return None;
    }
    // If what was recorded of its text is no longer so, the hashes differ, whatever is found by it.
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
    let jobs = plan.jobs.iter().zip(&resources.templates);
    for ((job, template), output) in jobs.zip(&recorded) {
        let inputs: Fingerprints =
            (resources.dependencies).for_job(job, &template.as_ref().ok()?.fingerprint, &fonts);
        if !output.is_up_to_date(job, &resources.theme_name, &inputs) {
            return None;
        }
    }
    Some(UpToDateBrief {
        source,
        outputs: recorded,
    })
}

/// Whether all was found, and there is nothing to be said about it.
fn found_without_problems(resources: &Resources) -> bool {
    let labels = resources.labels.as_ref();
    resources.theme.is_ok()
        && labels.is_ok_and(|labels| labels.warning.is_none())
        && resources.images.values().all(Result::is_ok)
        && resources.reference_doc.is_ok()
        && resources.logo.is_ok()
        && resources.other_templates.is_empty()
}
