//! Pages that tests put together by hand from real glyphs.

use std::collections::BTreeMap;

use skrifa::instance::{LocationRef, Size};
use skrifa::{GlyphId, MetadataProvider};

use crate::assets::{ImageFile, ImageLimits};
use crate::document::{Direction, Inline, Meta};
use crate::drawing::{Dash, Position, Segment, Stroke, VectorPath};
use crate::fonts::{FaceId, Fonts};
use crate::frame::{
    Bookmark, Destination, Frame, Glyph, GlyphRun, HeaderScope, Item, LinkArea, LinkTarget, Page,
    Pages, PlacedItem, Role, Tag, TagId,
};
use crate::length::Pt;
use crate::theme::Color;

pub(super) const BLACK: Color = Color {
    red: 0x1A,
    green: 0x1A,
    blue: 0x1A,
};
pub(super) const BLUE: Color = Color {
    red: 0x1F,
    green: 0x4E,
    blue: 0x79,
};
pub(super) const PALE: Color = Color {
    red: 0xEE,
    green: 0xF3,
    blue: 0xF8,
};

pub(super) fn test_meta() -> Meta {
    Meta {
        title: vec![Inline::text("Opening up: “effects” & findings <1>")],
        subtitle: vec![Inline::text("What the conference said")],
        date: "2026-11-23".to_owned(),
        date_text: "23 November 2026".to_owned(),
        lang: "en".to_owned(),
        direction: Direction::Ltr,
        marking: Some("INTERNAL".to_owned()),
        reference: Some("SC-2026-117".to_owned()),
        organization: Some("Office of Trade Policy".to_owned()),
        from: vec!["Zoë Müller".to_owned()],
        event: Vec::new(),
        place: None,
    }
}

/// Builds pages. Text is not shaped: it has one glyph for each character.
pub(super) struct PagesBuilder<'f> {
    pub(super) fonts: &'f Fonts,
    pub(super) pages: Pages,
}

impl<'f> PagesBuilder<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        let document = Tag {
            parent: None,
            role: Role::Document,
            lang: None,
            alt: None,
        };
        let mut builder = Self {
            fonts,
            pages: Pages {
                tags: vec![document],
                ..Pages::default()
            },
        };
        builder.add_page();
        builder
    }

    pub(super) fn add_page(&mut self) {
        self.pages.pages.push(Page {
            width: Pt(595.276),
            height: Pt(841.89),
            ..Page::default()
        });
    }

    pub(super) fn current_page(&mut self) -> &mut Page {
        self.pages.pages.last_mut().expect("there is a page")
    }

    pub(super) fn add_tag(&mut self, parent: TagId, role: Role) -> TagId {
        self.pages.tags.push(Tag {
            parent: Some(parent),
            role,
            lang: None,
            alt: None,
        });
        TagId(self.pages.tags.len() - 1)
    }

    pub(super) fn add_item(&mut self, tag: Option<TagId>, item: Item) {
        self.current_page().items.push(PlacedItem { tag, item });
    }

    pub(super) fn nominal_glyph(
        &self,
        face: FaceId,
        size: f32,
        character: char,
        text: &str,
    ) -> Glyph {
        let font = self.fonts.face(face).font();
        let glyph = font.charmap().map(character).unwrap_or(GlyphId::NOTDEF);
        let advance = font
            .glyph_metrics(Size::new(size), LocationRef::default())
            .advance_width(glyph)
            .unwrap_or(0.0);
        Glyph {
            id: glyph.to_u32() as u16,
            advance: Pt(advance),
            dx: Pt::ZERO,
            dy: Pt::ZERO,
            text: text.into(),
        }
    }

    /// Adds a line of text and returns where it ends, in points.
    pub(super) fn add_text(
        &mut self,
        tag: Option<TagId>,
        (x, baseline): (f32, f32),
        size: f32,
        text: &str,
    ) -> f32 {
        let is_chinese = text.chars().any(|character| character > '\u{2E80}');
        let family = if is_chinese {
            "Briefkit Han"
        } else {
            "Source Sans 3"
        };
        let face = self
            .fonts
            .nearest_face(family, Default::default())
            .expect("the font has the family");
        let glyphs = text
            .chars()
            .map(|character| {
                let text = character.to_string();
                self.nominal_glyph(face, size, character, &text)
            })
            .collect();
        let run = GlyphRun {
            x: Pt(x),
            baseline: Pt(baseline),
            face,
            size: Pt(size),
            color: BLACK,
            backwards: false,
            glyphs,
        };
        self.add_run(tag, run).0
    }

    pub(super) fn add_run(&mut self, tag: Option<TagId>, run: GlyphRun) -> Pt {
        let end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<Pt>();
        self.add_item(tag, Item::Run(run));
        end
    }
}

/// A frame in points.
pub(super) fn points_frame(x: f32, y: f32, width: f32, height: f32) -> Frame {
    Frame {
        x: Pt(x),
        y: Pt(y),
        width: Pt(width),
        height: Pt(height),
    }
}

pub(super) fn image_item(file: &str, frame: Frame) -> Item {
    Item::Image {
        file: file.to_owned(),
        frame,
    }
}

/// An image of each kind: a JPEG, a PNG with transparency, and a PNG of 16 bits.
pub(super) fn sample_images() -> BTreeMap<String, ImageFile> {
    let size = 24;
    let color = image::DynamicImage::from(image::RgbImage::from_fn(size, size, |x, y| {
        image::Rgb([x as u8 * 10, y as u8 * 10, 99])
    }));
    let transparent = image::DynamicImage::from(image::RgbaImage::from_fn(size, size, |x, y| {
        image::Rgba([200, 30, y as u8 * 10, x as u8 * 10])
    }));
    let with_16_bits = image::DynamicImage::from(
        image::ImageBuffer::<image::Luma<u16>, _>::from_fn(size, size, |x, y| {
            image::Luma([(x * y * 100) as u16])
        }),
    );
    let file = |image: &image::DynamicImage, format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image
            .write_to(&mut bytes, format)
            .expect("an image can be written");
        bytes.into_inner()
    };
    [
        ("a.jpg", file(&color, image::ImageFormat::Jpeg)),
        ("b.png", file(&transparent, image::ImageFormat::Png)),
        ("c.png", file(&with_16_bits, image::ImageFormat::Png)),
    ]
    .into_iter()
    .map(|(name, bytes)| (name.to_owned(), read_image(name, &bytes)))
    .collect()
}

fn read_image(name: &str, bytes: &[u8]) -> ImageFile {
    ImageFile::read(name, bytes, ImageLimits::default(), &Fonts::built_in())
        .expect("an image")
        .0
}

/// Two pages with one of everything.
pub(super) fn pages_with_everything(fonts: &Fonts) -> Pages {
    let mut builder = PagesBuilder::new(fonts);
    let root = TagId(0);
    builder.current_page().background = Some(Color {
        red: 255,
        green: 255,
        blue: 255,
    });
    builder.add_text(None, (50.0, 40.0), 9.0, "INTERNAL");
    let title = builder.add_tag(root, Role::Heading(1));
    builder.add_text(Some(title), (50.0, 80.0), 24.0, "Opening up");
    add_paragraph(&mut builder, root);
    add_list(&mut builder, root);
    add_table(&mut builder, root);
    add_figures(&mut builder, root);
    builder.add_page();
    builder.add_text(None, (50.0, 40.0), 9.0, "INTERNAL");
    let section = builder.add_tag(root, Role::Section);
    let heading = builder.add_tag(section, Role::Heading(2));
    builder.add_text(Some(heading), (50.0, 80.0), 16.0, "开放的成果");
    builder.pages.tags[heading.0].lang = Some("zh-Hans".to_owned());
    add_clusters(&mut builder, section);
    add_sources(&mut builder, section);
    add_bookmarks(&mut builder.pages);
    builder.pages
}

/// Two lines, with a link that is broken across them.
fn add_paragraph(builder: &mut PagesBuilder<'_>, parent: TagId) {
    let tag = builder.add_tag(parent, Role::Paragraph);
    let end = builder.add_text(Some(tag), (50.0, 110.0), 10.0, "Trade grew; see ");
    let link = builder.add_tag(tag, Role::Link);
    let stop = builder.add_text(Some(link), (end, 110.0), 10.0, "the full ");
    let second = builder.add_text(Some(link), (50.0, 124.0), 10.0, "report");
    builder.add_text(Some(tag), (second, 124.0), 10.0, " for more.");
    for (x, y, right) in [(end, 100.0, stop), (50.0, 114.0, second)] {
        let frame = points_frame(x, y, right - x, 13.0);
        let target = LinkTarget::Url("https://example.org/Bericht über?a=1".to_owned());
        builder.current_page().links.push(LinkArea {
            frame,
            tag: link,
            target,
            description: "The full report".to_owned(),
        });
    }
    let cite = builder.add_tag(tag, Role::Link);
    let end = builder.add_text(Some(cite), (second + 60.0, 124.0), 8.0, "[1]");
    let frame = points_frame(second + 60.0, 114.0, end - second - 60.0, 13.0);
    let description = "Source 1".to_owned();
    builder.current_page().links.push(LinkArea {
        frame,
        tag: cite,
        target: LinkTarget::Source(0),
        description,
    });
}

fn add_list(builder: &mut PagesBuilder<'_>, parent: TagId) {
    let list = builder.add_tag(parent, Role::List { ordered: false });
    for (at, words) in ["First point", "Second point"].iter().enumerate() {
        let y = 150.0 + 14.0 * at as f32;
        let item = builder.add_tag(list, Role::ListItem);
        let label = builder.add_tag(item, Role::Label);
        builder.add_text(Some(label), (50.0, y), 10.0, "-");
        let body = builder.add_tag(item, Role::ListBody);
        builder.add_text(Some(body), (60.0, y), 10.0, words);
    }
}

/// Three columns and an empty cell.
fn add_table(builder: &mut PagesBuilder<'_>, parent: TagId) {
    let table = builder.add_tag(parent, Role::Table);
    builder.add_item(
        None,
        Item::Rect {
            frame: points_frame(48.0, 188.0, 400.0, 16.0),
            fill: PALE,
        },
    );
    let head = builder.add_tag(table, Role::TableHead);
    let body = builder.add_tag(table, Role::TableBody);
    let rows = [
        ["Country", "Exports", "Share"],
        ["Norway", "", "12 %"],
        ["Chile", "71.20", "3 %"],
    ];
    for (at, cells) in rows.iter().enumerate() {
        let row = builder.add_tag(if at == 0 { head } else { body }, Role::TableRow);
        for (column, words) in cells.iter().enumerate() {
            let role = match (at, column) {
                (0, _) => Role::HeaderCell(HeaderScope::Column),
                (_, 0) => Role::HeaderCell(HeaderScope::Row),
                _ => Role::DataCell,
            };
            let cell = builder.add_tag(row, role);
            if !words.is_empty() {
                builder.add_text(
                    Some(cell),
                    (50.0 + 140.0 * column as f32, 200.0 + 16.0 * at as f32),
                    10.0,
                    words,
                );
            }
        }
    }
}

fn add_figures(builder: &mut PagesBuilder<'_>, parent: TagId) {
    let figure = builder.add_tag(parent, Role::Figure);
    builder.pages.tags[figure.0].alt = Some("A line rises from 7.2 to 9.9 – “effects”".to_owned());
    let dash = Some(Dash {
        on: Pt(3.0),
        off: Pt(2.0),
    });
    let at = |x: f32, y: f32| Position { x: Pt(x), y: Pt(y) };
    builder.add_item(
        Some(figure),
        Item::Path(VectorPath {
            from: at(60.0, 340.0),
            segments: vec![
                Segment::Line(at(160.0, 300.0)),
                Segment::Curve(at(200.0, 280.0), at(240.0, 330.0), at(300.0, 270.0)),
            ],
            closed: false,
            fill: None,
            stroke: Some(Stroke {
                width: Pt(2.0),
                color: BLUE,
                dash,
            }),
        }),
    );
    builder.add_item(
        Some(figure),
        Item::Path(VectorPath {
            from: at(320.0, 340.0),
            segments: vec![
                Segment::Line(at(360.0, 340.0)),
                Segment::Line(at(340.0, 300.0)),
            ],
            closed: true,
            fill: Some(PALE),
            stroke: Some(Stroke {
                width: Pt(1.0),
                color: BLUE,
                dash: None,
            }),
        }),
    );
    builder.add_text(Some(figure), (305.0, 270.0), 8.0, "9.9");
    let caption = builder.add_tag(figure, Role::Caption);
    builder.add_text(Some(caption), (60.0, 356.0), 8.0, "Exports, in billions");
    for (at, file) in ["a.jpg", "b.png", "c.png", "b.png"].iter().enumerate() {
        let figure = builder.add_tag(parent, Role::Figure);
        builder.pages.tags[figure.0].alt = Some(format!("Picture {at}"));
        let frame = points_frame(60.0 + 80.0 * at as f32, 380.0, 60.0, 60.0);
        builder.add_item(Some(figure), image_item(file, frame));
    }
}

/// A ligature, a no-break space, marks on letters, and a cluster whose glyphs do not correspond to
/// its characters.
fn add_clusters(builder: &mut PagesBuilder<'_>, parent: TagId) {
    let tag = builder.add_tag(parent, Role::Paragraph);
    let face = FaceId(0);
    let mut glyphs = Vec::new();
    for (character, text) in [
        ('e', "e"),
        ('f', "f"),
        ('ﬁ', "fi"),
        ('c', "c"),
        (' ', " "),
        ('7', "7"),
        (' ', "\u{A0}"),
        ('m', "m"),
    ] {
        glyphs.push(builder.nominal_glyph(face, 10.0, character, text));
    }
    glyphs.push(builder.nominal_glyph(face, 10.0, ' ', " "));
    glyphs.push(builder.nominal_glyph(face, 10.0, 'x', "x\u{323}"));
    glyphs.push(Glyph {
        advance: Pt::ZERO,
        dx: Pt(-2.0),
        dy: Pt(-1.0),
        ..builder.nominal_glyph(face, 10.0, '\u{323}', "")
    });
    glyphs.push(builder.nominal_glyph(face, 10.0, ' ', " "));
    glyphs.push(builder.nominal_glyph(face, 10.0, 'k', "क्ष"));
    glyphs.push(builder.nominal_glyph(face, 10.0, 'q', ""));
    glyphs.push(builder.nominal_glyph(face, 10.0, ' ', " "));
    glyphs.push(builder.nominal_glyph(face, 10.0, 'z', "\u{E123}"));
    let (x, baseline, size) = (Pt(50.0), Pt(110.0), Pt(10.0));
    builder.add_run(
        Some(tag),
        GlyphRun {
            x,
            baseline,
            face,
            size,
            color: BLUE,
            backwards: false,
            glyphs,
        },
    );
    let span = builder.add_tag(tag, Role::Span);
    builder.pages.tags[span.0].lang = Some("de".to_owned());
    builder.add_text(Some(span), (50.0, 124.0), 10.0, "Zeitgeist");
}

fn add_sources(builder: &mut PagesBuilder<'_>, parent: TagId) {
    let tag = builder.add_tag(parent, Role::Source);
    builder.add_text(
        Some(tag),
        (50.0, 150.0),
        8.0,
        "1. Ministry of Commerce, 2025",
    );
    builder.pages.sources.push(Destination {
        page: 1,
        y: Pt(140.0),
    });
}

fn add_bookmarks(pages: &mut Pages) {
    for (level, title, page) in [
        (1, "Opening up", 0),
        (2, "开放的成果", 1),
        (2, "More", 1),
        (1, "End", 1),
    ] {
        let destination = Destination { page, y: Pt(60.0) };
        pages.bookmarks.push(Bookmark {
            level,
            title: title.to_owned(),
            destination,
        });
    }
}
