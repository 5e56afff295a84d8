//! A document with every kind of block.

use super::*;

/// A document with every kind of block. All their texts are `words`.
pub(super) fn every_block_document(words: &str, lang: &str, medium: Medium) -> Document {
    let plain = |text: &str| vec![Inline::text(text)];
    let text = || plain(words);
    let paragraph = || Block::Paragraph { text: text() };
    let cite = |sources: &[usize]| Inline::Cite {
        sources: sources.to_vec(),
        places: vec![words.to_owned(); sources.len()],
    };
    let marked = vec![
        Inline::Strong {
            body: vec![Inline::text(words), Inline::Emph { body: text() }],
        },
        Inline::Marked {
            mark: TextMark::Superscript,
            body: text(),
        },
        Inline::Code {
            text: words.to_owned(),
        },
        Inline::LineBreak,
        Inline::Link {
            url: "https://example.org/a b?c=d&e".to_owned(),
            body: vec![Inline::text(words), cite(&[1])],
        },
        Inline::Link {
            url: format!("https://{words}"),
            body: text(),
        },
        cite(&[0, 1]),
        cite(&[0]),
    ];
    let list = |ordered: bool, items| Block::List {
        ordered,
        first: 1,
        items,
    };
    let nested = list(
        true,
        vec![
            vec![paragraph(), list(true, vec![vec![paragraph()], vec![]])],
            vec![list(false, vec![vec![paragraph(), paragraph()]])],
        ],
    );
    let value = |number: f64, text: &str| {
        Some(Value {
            number,
            text: text.to_owned(),
        })
    };
    let chart = |kind| {
        Block::Chart(Chart {
            id: String::new(),
            title: text(),
            kind,
            categories: vec![words.to_owned(), "2".to_owned()],
            series: vec![
                Series {
                    name: words.to_owned(),
                    values: vec![value(1.5, "1.50"), None],
                },
                Series {
                    name: "b".to_owned(),
                    values: vec![value(-1200.0, "-1,200"), value(f64::NAN, "nan")],
                },
            ],
            highlight: Default::default(),
            unit: Some(words.to_owned()),
            alt: format!("x{words}"),
            note: vec![Inline::text(words), cite(&[0])],
        })
    };
    let image = |decorative: bool| {
        Block::Image(Image {
            id: String::new(),
            file: "map.png".to_owned(),
            alt: if decorative {
                String::new()
            } else {
                format!("x{words}")
            },
            decorative,
            caption: text(),
            credit: text(),
        })
    };
    let metric = |trend| Metric {
        label: text(),
        value: plain("71.20"),
        unit: text(),
        change: text(),
        trend,
        as_of: vec![Inline::text(words), cite(&[1])],
    };
    let option = Choice {
        name: text(),
        text: text(),
        pros: vec![text(), text()],
        cons: vec![text()],
        cost: text(),
        risk: text(),
        recommended: true,
    };
    let column = |numeric| Column {
        header: text(),
        numeric,
        align: if numeric {
            ColumnAlign::Decimal
        } else {
            ColumnAlign::Start
        },
        width: None,
    };
    let table = Table {
        id: String::new(),
        title: text(),
        columns: vec![column(false), column(true)],
        rows: vec![vec![text(), plain("1")], vec![text(), Vec::new()]],
        note: text(),
    };
    let action = Action {
        action: text(),
        owner: text(),
        due: text(),
        status: text(),
    };
    let body = vec![
        Block::Masthead,
        Block::Particulars {
            rows: vec![Particular {
                label: "Date".to_owned(),
                text: text(),
            }],
        },
        Block::BottomLine {
            body: vec![
                paragraph(),
                list(true, vec![vec![paragraph()]]),
                list(false, vec![vec![paragraph()]]),
            ],
        },
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
        Block::Metrics {
            items: vec![metric(Trend::Up), metric(Trend::Down), metric(Trend::Flat)],
        },
        Block::Table(table.clone()),
        Block::Table(table),
        Block::Paragraph { text: marked },
        nested,
        Block::Point(Point {
            id: String::new(),
            headline: text(),
            text: text(),
            detail: vec![paragraph()],
            notes: vec![paragraph(), list(false, vec![vec![paragraph()]])],
            priority: 1,
        }),
        Block::Group(Group {
            heading: text(),
            text: text(),
            items: vec![GroupItem {
                name: text(),
                text: text(),
            }],
        }),
        Block::Quote(Quote {
            id: String::new(),
            text: text(),
            by: text(),
        }),
        Block::Columns {
            main: vec![paragraph(), chart(ChartKind::Bar)],
            side: vec![chart(ChartKind::Line), paragraph()],
        },
        chart(ChartKind::Column),
        chart(ChartKind::Stacked),
        chart(ChartKind::Pie),
        image(false),
        image(true),
        Block::People {
            items: vec![Person {
                name: text(),
                native_name: text(),
                role: text(),
                organization: text(),
            }],
        },
        Block::Timeline {
            items: vec![Event {
                date: text(),
                text: text(),
            }],
        },
        Block::Options {
            items: vec![option],
        },
        Block::Risks {
            items: vec![Risk {
                risk: text(),
                likelihood: Some(Rating::Degree(Degree::High)),
                impact: Some(Rating::Degree(Degree::Low)),
                mitigation: text(),
                owner: text(),
            }],
        },
        Block::Actions {
            items: vec![
                action.clone(),
                Action {
                    owner: Vec::new(),
                    ..action
                },
            ],
        },
        Block::Questions {
            items: vec![Question {
                question: text(),
                answer: vec![paragraph()],
            }],
        },
        Block::Glossary {
            items: vec![Term {
                term: text(),
                definition: text(),
            }],
        },
        Block::Contacts {
            items: vec![Contact {
                name: text(),
                role: text(),
                phone: text(),
                email: text(),
            }],
        },
        Block::Notes {
            body: vec![paragraph()],
        },
        Block::Sources,
        Block::Break,
        Block::Heading {
            id: String::new(),
            level: 3,
            text: text(),
        },
        Block::Sources,
        Block::Break,
        Block::Contacts {
            items: vec![Contact {
                name: text(),
                role: text(),
                phone: text(),
                email: text(),
            }],
        },
    ];
    let source = |url: Option<&str>| Source {
        id: "a".to_owned(),
        text: vec![
            Inline::Emph { body: text() },
            Inline::text(", 2025"),
            cite(&[0]),
        ],
        url: url.map(str::to_owned),
        cited: true,
        places: vec![words.to_owned()],
        numbered: true,
    };
    let meta = Meta {
        title: text(),
        subtitle: text(),
        date: "2026-11-23".to_owned(),
        date_text: lang::date_text("2026-11-23", lang),
        lang: lang.to_owned(),
        direction: lang::direction(lang),
        marking: Some(words.to_owned()),
        reference: Some(words.to_owned()),
        organization: Some(words.to_owned()),
        from: vec![words.to_owned()],
        event: vec![words.to_owned()],
        place: Some(words.to_owned()),
    };
    Document {
        template: "note".to_owned(),
        meta,
        medium,
        fit: Fit::default(),
        labels: labels::built_in_labels("en").unwrap().into(),
        body,
        sources: vec![source(Some("https://example.org/")), source(Some(words))],
    }
}
