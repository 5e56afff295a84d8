//! Documents with every block at its extremes: none, one and a hundred of everything, with plain,
//! hostile and empty words.
//!
//! If the environment variable `BRIEFKIT_EXTREMES` names a folder, the documents are written there
//! too, so that other programs can judge them.

use super::*;

/// Words that broke some program once, or could.
const HOSTILE: &str = "]]><w:p/>&amp;\"' \u{1}\u{202e}abc\u{202c} שלום 你好，“世界” 🎉👩‍👩‍👧 =1+1 {{ x }} \
                       https://example.org/a_very_long_word_that_nothing_can_break_because_it_has_no_space_in_it_at_all";

/// Every block with `count` items in it. All their texts are `words`.
fn blocks(count: usize, words: &str) -> Vec<Block> {
    let text = || {
        if words.is_empty() {
            Vec::new()
        } else {
            vec![Inline::text(words)]
        }
    };
    let paragraph = || Block::Paragraph { text: text() };
    let many = |item: &dyn Fn(usize) -> Vec<Block>| (0..count).map(item).collect::<Vec<_>>();
    let list = |ordered: bool| Block::List {
        ordered,
        first: 1,
        items: many(&|_| vec![paragraph()]),
    };
    let detail = || vec![paragraph(), list(true), list(false)];
    let mut deep = vec![paragraph()];
    for level in 0..count.min(12) {
        deep = vec![
            paragraph(),
            Block::List {
                ordered: level % 2 == 0,
                first: 1,
                items: vec![deep.clone(), deep],
            },
        ];
        deep.truncate(if level > 4 { 1 } else { 2 });
    }
    let value = |at: usize| Value {
        number: at as f64 * 1234.5 - 1.0,
        text: format!("{at}"),
    };
    let chart = |kind| {
        Block::Chart(Chart {
            id: String::new(),
            title: text(),
            kind,
            categories: (0..count).map(|at| format!("{words}{at}")).collect(),
            series: (0..count.min(9))
                .map(|_| Series {
                    name: words.to_owned(),
                    values: (0..count).map(|at| Some(value(at))).collect(),
                })
                .collect(),
            highlight: Default::default(),
            unit: Some(words.to_owned()),
            alt: format!("x{words}"),
            note: text(),
        })
    };
    let table = |columns: usize, rows: usize| {
        Block::Table(Table {
            id: String::new(),
            title: text(),
            columns: (0..columns)
                .map(|at| Column {
                    header: text(),
                    numeric: at % 2 == 1,
                    align: ColumnAlign::Center,
                    width: None,
                })
                .collect(),
            rows: vec![vec![text(); columns]; rows],
            note: text(),
        })
    };
    let degree = |at: usize| {
        [
            None,
            Some(Degree::Low),
            Some(Degree::Medium),
            Some(Degree::High),
        ][at % 4]
    };
    let all = 0..count;
    vec![
        Block::Masthead,
        Block::Particulars {
            rows: all
                .clone()
                .map(|at| Particular {
                    label: format!("{words}{at}"),
                    text: text(),
                })
                .collect(),
        },
        Block::BottomLine { body: detail() },
        Block::Ask {
            text: text(),
            by: Some(words.to_owned()),
            body: vec![Block::List {
                ordered: true,
                first: 1,
                items: vec![vec![Block::Paragraph { text: text() }]],
            }],
        },
        Block::Heading {
            id: String::new(),
            level: 1,
            text: text(),
        },
        paragraph(),
        list(true),
        list(false),
        Block::List {
            ordered: true,
            first: 1,
            items: vec![deep],
        },
        Block::Metrics {
            items: all
                .clone()
                .map(|at| Metric {
                    label: text(),
                    value: text(),
                    unit: text(),
                    change: text(),
                    trend: [Trend::Up, Trend::Down, Trend::Flat][at % 3],
                    as_of: text(),
                })
                .collect(),
        },
        Block::Point(Point {
            id: String::new(),
            headline: text(),
            text: text(),
            detail: detail(),
            notes: detail(),
            priority: 1,
        }),
        Block::Group(Group {
            heading: text(),
            text: text(),
            items: all
                .clone()
                .map(|_| GroupItem {
                    name: text(),
                    text: text(),
                })
                .collect(),
        }),
        Block::Quote(Quote {
            id: String::new(),
            text: text(),
            by: text(),
        }),
        table(count, count.min(9)),
        table(count.min(9), count),
        chart(ChartKind::Bar),
        chart(ChartKind::Column),
        chart(ChartKind::Line),
        chart(ChartKind::Stacked),
        chart(ChartKind::Pie),
        Block::Image(Image {
            id: String::new(),
            file: "map.png".to_owned(),
            alt: format!("x{words}"),
            decorative: false,
            caption: text(),
            credit: text(),
        }),
        Block::Columns {
            main: detail(),
            side: detail(),
        },
        Block::People {
            items: all
                .clone()
                .map(|_| Person {
                    name: text(),
                    native_name: text(),
                    role: text(),
                    organization: text(),
                })
                .collect(),
        },
        Block::Timeline {
            items: all
                .clone()
                .map(|_| Event {
                    date: text(),
                    text: text(),
                })
                .collect(),
        },
        Block::Options {
            items: all
                .clone()
                .map(|at| Choice {
                    name: text(),
                    text: text(),
                    pros: vec![text(); at % 3],
                    cons: vec![text(); at % 2],
                    cost: text(),
                    risk: text(),
                    recommended: at == 0,
                })
                .collect(),
        },
        Block::Risks {
            items: all
                .clone()
                .map(|at| Risk {
                    risk: text(),
                    likelihood: degree(at).map(Rating::Degree),
                    impact: degree(at + 1).map(Rating::Degree),
                    mitigation: text(),
                    owner: text(),
                })
                .collect(),
        },
        Block::Actions {
            items: all
                .clone()
                .map(|_| Action {
                    action: text(),
                    owner: text(),
                    due: text(),
                    status: text(),
                })
                .collect(),
        },
        Block::Questions {
            items: all
                .clone()
                .map(|_| Question {
                    question: text(),
                    answer: detail(),
                })
                .collect(),
        },
        Block::Glossary {
            items: all
                .clone()
                .map(|_| Term {
                    term: text(),
                    definition: text(),
                })
                .collect(),
        },
        Block::Contacts {
            items: all
                .map(|_| Contact {
                    name: text(),
                    role: text(),
                    phone: text(),
                    email: text(),
                })
                .collect(),
        },
        Block::Notes { body: detail() },
        Block::Sources,
        Block::Break,
    ]
}

#[test]
fn every_block_at_every_extreme() {
    let folder = std::env::var_os("BRIEFKIT_EXTREMES").map(std::path::PathBuf::from);
    for count in [0, 1, 100] {
        let kinds = [
            ("empty", "", "en", Medium::Slides),
            ("hostile", HOSTILE, "zh-Hans", Medium::Pages),
            ("plain", "Words", "ar", Medium::Sheet),
        ];
        for (name, words, lang, largest) in kinds {
            let mut document = every_block_document(words, lang, Medium::Pages);
            let source = document.sources.first().cloned();
            document.sources = source.into_iter().cycle().take(count).collect();
            let cite = Inline::Cite {
                sources: (0..count).collect(),
                places: Vec::new(),
            };
            document.body = blocks(count, words);
            document.body.push(Block::Paragraph {
                text: vec![cite.clone(), Inline::text(words), cite],
            });
            for medium in [Medium::Pages, Medium::Sheet, Medium::Slides] {
                // The largest documents take long; one medium is enough.
                if count > 1 && medium != largest {
                    continue;
                }
                document.medium = medium;
                let parts = linted(&document);
                let Some(folder) = &folder else { continue };
                std::fs::create_dir_all(folder).unwrap();
                let file = folder.join(format!("{count}-{name}-{medium:?}.docx"));
                std::fs::write(
                    file,
                    crate::ooxml::package::zip_parts(&parts, &[], &Default::default()).unwrap(),
                )
                .unwrap();
            }
        }
    }
}
