//! Where the time of a document goes, [`Stage`] by stage.
//!
//! A column is what it takes to read the full brief and make one format of it, or all three; this
//! reads it once. All is warm, but no text has been there before. Times are of the clock, the mean
//! of the faster half of the rounds, as other work on the machine makes them slower. Each is
//! without that of stages inside it, so that a column adds up: what no stage claims has a row of
//! its own.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::Duration;

use briefkit::assets::{Assets, Shaper};
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

/// Formats by column.
const COLUMNS: [(&str, &[&str]); 4] = [
    ("pdf", &["pdf"]),
    ("docx", &["docx"]),
    ("md", &["md"]),
    ("all", &["pdf", "docx", "md"]),
];

/// How often each is made, and how often before that.
const ROUNDS: usize = 100;
const WARMING: usize = 3;

/// Prints the table; each brief that `briefs` gives has texts of its own.
pub fn table(mut briefs: impl Iterator<Item = String>) {
    let kitchen = Kitchen::new();
    let stopwatch = Arc::new(Stopwatch::default());
    let mut columns = COLUMNS.map(|_| Vec::new());
    tracing::subscriber::with_default(Arc::clone(&stopwatch), || {
        for round in 0..WARMING + ROUNDS {
            for (column, (_, formats)) in columns.iter_mut().zip(COLUMNS) {
                let source = SourceText::new("brief.yaml", &briefs.next().expect("a brief"));
                let times = stopwatch.time(|| kitchen.make(&source, formats));
                if round >= WARMING {
                    column.push(times);
                }
            }
        }
    });
    let columns = columns.map(mean);
    print!("\n{:<14}", "stage, ms");
    COLUMNS.iter().for_each(|(name, _)| print!("{name:>10}"));
    println!();
    for stage in Stage::ALL.map(Some).into_iter().chain([None]) {
        row(
            stage.map_or("the rest", Stage::name),
            columns.iter().map(|times| times.get(&stage).copied()),
        );
    }
    row("whole", columns.iter().map(|times| Some(whole(times))));
}

fn row(name: &str, times: impl Iterator<Item = Option<Duration>>) {
    print!("{name:<14}");
    for time in times {
        let time = time.map_or("–".to_owned(), |time| {
            format!("{:.2}", milliseconds(time))
        });
        print!("{time:>10}");
    }
    println!();
}

fn whole(times: &Times) -> Duration {
    times.values().sum()
}

/// The mean of the faster half.
fn mean(mut rounds: Vec<Times>) -> Times {
    rounds.sort_by_key(whole);
    rounds.truncate(rounds.len().div_ceil(2));
    let mut mean = Times::new();
    for (stage, time) in rounds.iter().flatten() {
        *mean.entry(*stage).or_default() += *time / rounds.len() as u32;
    }
    mean
}

/// All that documents are made with.
struct Kitchen {
    templates: BTreeMap<&'static str, Template>,
    labels: Labels,
    theme: Theme,
    assets: Assets,
}

impl Kitchen {
    fn new() -> Self {
        let template = |name| (name, Template::built_in(name).expect("a template"));
        Self {
            templates: ["one-pager", "note", "deck"].map(template).into(),
            labels: labels::built_in_labels("en").expect("labels"),
            theme: Theme::built_in("default").expect("the theme"),
            assets: Assets::new(Shaper::new(Fonts::built_in())),
        }
    }

    fn make(&self, source: &SourceText, formats: &[&str]) {
        let Self {
            templates,
            labels,
            theme,
            assets,
        } = self;
        let examined = Brief::examine(source, None).expect("a brief");
        let brief = examined.brief.expect("a brief without a fault");
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
