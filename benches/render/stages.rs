//! The time that a document spends in each [`Stage`].
//!
//! A column is the time to read the full brief and render it in one format, or to read it once and
//! render it in three. The caches are warm, but each brief has new texts. The figures are elapsed
//! time, the mean of the faster half of the rounds, because other work on the machine slows some
//! rounds down. The time of a stage excludes the stages inside it, so that a column adds up to the
//! whole; the time outside all stages has a row of its own.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use briefkit::assets::{Assets, RunCaches};
use briefkit::brief::Brief;
use briefkit::diagnostic::SourceText;
use briefkit::document::Labels;
use briefkit::fonts::Fonts;
use briefkit::formats::{Format, format};
use briefkit::options::FormatOptions;
use briefkit::stage::Stage;
use briefkit::template::{Template, Values};
use briefkit::theme::Theme;
use briefkit::{labels, reader};

use super::milliseconds;
use super::stopwatch::{Stopwatch, Times};

/// The name and the formats of each column.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("pdf", &["pdf"]),
    ("docx", &["docx"]),
    ("md", &["md"]),
    ("all", &["pdf", "docx", "md"]),
];

/// Measured rounds of each column.
const ROUNDS: usize = 100;

/// Rounds before those, to fill the caches.
const WARM_UP_ROUNDS: usize = 3;

/// Prints the table. Every brief in `briefs` must have texts of its own.
pub fn print_table(mut briefs: impl Iterator<Item = String>) {
    let renderer = Renderer::new();
    let stopwatch = Arc::new(Stopwatch::default());
    let mut columns = COLUMNS.map(|_| Vec::new());
    tracing::subscriber::with_default(Arc::clone(&stopwatch), || {
        for round in 0..WARM_UP_ROUNDS + ROUNDS {
            for (column, (_, formats)) in columns.iter_mut().zip(COLUMNS) {
                let source = SourceText::new("brief.yaml", &briefs.next().expect("a brief"));
                let times = stopwatch.measure(|| renderer.render(&source, formats));
                if round >= WARM_UP_ROUNDS {
                    column.push(times);
                }
            }
        }
    });
    let columns = columns.map(mean_of_faster_half);
    print!("\n{:<14}", "stage, ms");
    COLUMNS.iter().for_each(|(name, _)| print!("{name:>10}"));
    println!();
    for stage in Stage::ALL.map(Some).into_iter().chain([None]) {
        print_row(
            stage.map_or("the rest", Stage::name),
            columns.iter().map(|times| times.get(&stage).copied()),
        );
    }
    print_row("whole", columns.iter().map(|times| Some(total_time(times))));
}

fn print_row(name: &str, times: impl Iterator<Item = Option<Duration>>) {
    print!("{name:<14}");
    for time in times {
        let time = time.map_or("–".to_owned(), |time| {
            format!("{:.2}", milliseconds(time))
        });
        print!("{time:>10}");
    }
    println!();
}

fn total_time(times: &Times) -> Duration {
    times.values().sum()
}

fn mean_of_faster_half(mut rounds: Vec<Times>) -> Times {
    rounds.sort_by_key(total_time);
    rounds.truncate(rounds.len().div_ceil(2));
    let mut mean = Times::new();
    for (stage, time) in rounds.iter().flatten() {
        *mean.entry(*stage).or_default() += *time / rounds.len() as u32;
    }
    mean
}

/// The templates, labels, theme and fonts that all rounds share.
struct Renderer {
    templates: BTreeMap<&'static str, Template>,
    labels: Labels,
    theme: Theme,
    assets: Assets,
}

impl Renderer {
    fn new() -> Self {
        let template = |name| (name, Template::built_in(name).expect("a template"));
        Self {
            templates: ["one-pager", "note", "deck"].map(template).into(),
            labels: labels::built_in_labels("en").expect("labels"),
            theme: Theme::built_in("default").expect("the theme"),
            assets: Assets::new(RunCaches::new(Fonts::built_in())),
        }
    }

    fn render(&self, source: &SourceText, formats: &[&str]) {
        let Self {
            templates,
            labels,
            theme,
            assets,
        } = self;
        let examined = Brief::examine(source, None).expect("a brief");
        let brief = examined.brief.expect("a valid brief");
        let values = Values::new(&brief, labels);
        for Format {
            template, backend, ..
        } in formats.iter().filter_map(|name| format(name))
        {
            let template = &templates[template];
            let filled = template.fill_from(&values).expect("a filled template");
            let document = reader::read(template, &filled, &brief, labels).expect("a document");
            black_box(
                backend(&FormatOptions::default())
                    .render(&document, theme, assets)
                    .expect("a file"),
            );
        }
    }
}
