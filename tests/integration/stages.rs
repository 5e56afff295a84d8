//! A `tracing` subscriber sees a span for each stage of the work.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use briefkit::assets::{Assets, RunCaches};
use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::fonts::Fonts;
use briefkit::formats::format;
use briefkit::options::FormatOptions;
use briefkit::stage::{Stage, TARGET};
use briefkit::template::Template;
use briefkit::theme::Theme;
use briefkit::{labels, reader};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Records the names of all spans.
#[derive(Default)]
struct SpanNames(Mutex<BTreeSet<&'static str>>);

impl Subscriber for SpanNames {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET && *metadata.level() == Level::TRACE
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.0.lock().unwrap().insert(span.metadata().name());
        Id::from_u64(1)
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}
}

fn render_format(brief: &str, format_name: &str) {
    let source = SourceText::new("brief.yaml", brief);
    let brief = Brief::examine(&source, None).unwrap().brief.unwrap();
    let labels = labels::built_in_labels("en").unwrap();
    let format = format(format_name).unwrap();
    let template = Template::built_in(format.template).unwrap();
    let document = reader::read(
        &template,
        &template.fill(&brief, &labels).unwrap(),
        &brief,
        &labels,
    )
    .unwrap();
    let assets = Assets::new(RunCaches::new(Fonts::built_in()));
    let theme = Theme::built_in("default").unwrap();
    (format.backend)(&FormatOptions::default())
        .render(&document, &theme, &assets)
        .unwrap();
}

/// The stages of rendering a format. Work on other threads is not seen.
fn recorded_stages(brief: &str, format: &str) -> Vec<Stage> {
    let span_names = Arc::new(SpanNames::default());
    tracing::subscriber::with_default(Arc::clone(&span_names), || render_format(brief, format));
    let mut names = span_names.0.lock().unwrap().clone();
    let stages = Stage::ALL
        .into_iter()
        .filter(|stage| names.remove(stage.name()))
        .collect();
    assert!(names.is_empty(), "{names:?} are not stages");
    stages
}

const BRIEF: &str = include_str!("../../briefs/night-train-submission.yaml");

#[test]
fn every_stage_has_a_span() {
    use Stage::{Compress, Fit, Layout, Read, Template, Write};
    assert_eq!(recorded_stages(BRIEF, "pdf"), Stage::ALL);
    assert_eq!(
        recorded_stages(BRIEF, "docx"),
        [Read, Template, Compress, Write]
    );
    assert_eq!(
        recorded_stages(&format!("{BRIEF}\nfit: {{pages: 9}}\n"), "docx"),
        [Read, Template, Layout, Fit, Compress, Write]
    );
    assert_eq!(
        recorded_stages(BRIEF, "md"),
        [Read, Template, Layout, Fit, Write]
    );
    assert_eq!(recorded_stages(BRIEF, "json"), [Read, Template, Write]);
}
