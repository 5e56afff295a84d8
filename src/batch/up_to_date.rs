//! Briefs that are as they were: known by hashes alone, without parsing what they say.

use super::dependencies::Hashes;
use super::plan::Plan;
use super::record::Output;
use super::records::Records;
use super::request::Request;
use super::resources::{Resources, source_of};
use super::shared::Shelf;
use crate::diagnostic::SourceText;

/// A brief that is as it was.
pub(super) struct Unchanged {
    /// Its text.
    pub source: SourceText,
    /// The records of its files.
    pub outputs: Vec<Output>,
}

/// Finds the records of a brief of which there was nothing to be said when it was read last, and whose
/// files are all still what it and all that it asks for make; `None` if that is not known of it, and
/// it has to be parsed.
pub(super) fn unchanged(
    plan: &Plan,
    request: &Request,
    shelf: &Shelf,
    records: &Records,
) -> Option<Unchanged> {
    let recorded: Option<Vec<Output>> = plan.jobs.iter().map(|job| records.of(plan, job)).collect();
    let recorded = recorded?;
    let asks = recorded.first()?.asks.as_ref()?;
    if recorded
        .iter()
        .any(|output| output.asks.as_ref() != Some(asks))
    {
        return None;
    }
    // If what was recorded of its text is no longer so, the hashes differ, whatever is found by it.
    let source = source_of(plan).ok()?;
    let resources = Resources::find(plan, request, shelf, &source, asks);
    if !is_quiet(&resources) {
        return None;
    }
    let fonts = if asks.needs_fonts() {
        shelf.all_fonts().ok()?.inputs
    } else {
        Default::default()
    };
    let jobs = plan.jobs.iter().zip(&resources.templates);
    for ((job, template), output) in jobs.zip(&recorded) {
        let inputs: Hashes =
            (resources.dependencies).of(job, &template.as_ref().ok()?.input, &fonts);
        if !output.is_up_to_date(job, &resources.theme_name, &inputs) {
            return None;
        }
    }
    Some(Unchanged {
        source,
        outputs: recorded,
    })
}

/// Whether all was found, and there is nothing to be said about it.
fn is_quiet(resources: &Resources) -> bool {
    let labels = resources.labels.as_ref();
    resources.theme.is_ok()
        && labels.is_ok_and(|labels| labels.warning.is_none())
        && resources.images.values().all(Result::is_ok)
        && resources.reference_doc.is_ok()
        && resources.logo.is_ok()
        && resources.other_templates.is_empty()
}
