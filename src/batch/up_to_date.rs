//! Briefs that are as they were: known by hashes alone, without parsing what they say.

use super::dependencies::Inputs;
use super::plan::{Job, Plan};
use super::prepare::source_of;
use super::record::Output;
use super::records::Records;
use super::request::Request;
use super::resolve::Desk;
use super::shared::Shelf;

/// The records of a brief of which there was nothing to be said when it was read last, and whose
/// files are all still what it and all that it asks for make; `None` if that is not known of it, and
/// it has to be parsed.
pub(super) fn unchanged(
    plan: &Plan,
    request: &Request,
    shelf: &Shelf,
    records: &Records,
) -> Option<Vec<Output>> {
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
    let mut inputs = Inputs::new(&source, plan, request);
    let desk = Desk::new(plan, request, shelf, asks);
    let (name, theme) = desk.theme().ok()?;
    let labels = desk
        .labels()
        .ok()
        .filter(|labels| labels.warning.is_none())?;
    inputs.add(&theme.input);
    inputs.add(&labels.labels.input);
    for (name, by) in asks.images() {
        desk.picture(name, *by, &mut inputs).ok()?;
    }
    desk.reference(Some(&theme.value), &mut inputs).ok()?;
    desk.logo(Some(&theme.value), &mut inputs).ok()?;
    if !desk.other_templates().is_empty() {
        return None;
    }
    if asks.needs_fonts() {
        inputs.extend(&shelf.all_fonts().ok()?.inputs);
    }
    let is_up_to_date = |(job, output): (&Job, &Output)| {
        let template = desk.template(job);
        template
            .is_ok_and(|template| output.is_up_to_date(job, name, &inputs.of(job, &template.input)))
    };
    plan.jobs
        .iter()
        .zip(&recorded)
        .all(is_up_to_date)
        .then_some(recorded)
}
