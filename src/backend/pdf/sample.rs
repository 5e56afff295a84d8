//! Pages put together by hand from real glyphs, for tests.

use std::collections::BTreeMap;
use std::path::Path;

use skrifa::instance::{LocationRef, Size};
use skrifa::{GlyphId, MetadataProvider};

use crate::assets::{ImageFile, ImageLimits};
use crate::document::{Direction, Inline, Meta};
use crate::drawing::{Dash, Position, Segment, Stroke};
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

/// The built-in fonts and the Chinese ones of the repository.
pub(super) fn fonts() -> Fonts {
    let mut fonts = Fonts::built_in();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fonts/noto-sans-sc");
    fonts
        .add_folder(&folder)
        .expect("the repository has the font");
    fonts
}

pub(super) fn meta() -> Meta {
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
        place: None,
    }
}

/// Pages in the making. Text is set as it comes: one glyph for each character.
pub(super) struct Draft<'f> {
    pub(super) fonts: &'f Fonts,
    pub(super) pages: Pages,
}

impl<'f> Draft<'f> {
    pub(super) fn new(fonts: &'f Fonts) -> Self {
        let document = Tag {
            parent: None,
            role: Role::Document,
            lang: None,
            alt: None,
        };
        let mut draft = Self {
            fonts,
            pages: Pages {
                tags: vec![document],
                ..Pages::default()
            },
        };
        draft.page();
        draft
    }

    pub(super) fn page(&mut self) {
        self.pages.pages.push(Page {
            width: Pt(595.276),
            height: Pt(841.89),
            ..Page::default()
        });
    }

    pub(super) fn current(&mut self) -> &mut Page {
        self.pages.pages.last_mut().expect("there is a page")
    }

    pub(super) fn tag(&mut self, parent: TagId, role: Role) -> TagId {
        self.pages.tags.push(Tag {
            parent: Some(parent),
            role,
            lang: None,
            alt: None,
        });
        TagId(self.pages.tags.len() - 1)
    }

    pub(super) fn item(&mut self, tag: Option<TagId>, item: Item) {
        self.current().items.push(PlacedItem { tag, item });
    }

    pub(super) fn glyph(&self, face: FaceId, size: f32, character: char, text: &str) -> Glyph {
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

    /// Sets a line and gives where it ends, all in points.
    pub(super) fn text(
        &mut self,
        tag: Option<TagId>,
        (x, baseline): (f32, f32),
        size: f32,
        text: &str,
    ) -> f32 {
        let family = if text.is_ascii() {
            "Source Sans 3"
        } else {
            "Noto Sans SC"
        };
        let face = if text.chars().any(|it| it > '\u{2E80}') {
            family
        } else {
            "Source Sans 3"
        };
        let face = self
            .fonts
            .nearest_face(face, Default::default())
            .expect("the family is there");
        let glyphs = text
            .chars()
            .map(|it| self.glyph(face, size, it, it.encode_utf8(&mut [0; 4])))
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
        self.run(tag, run).0
    }

    pub(super) fn run(&mut self, tag: Option<TagId>, run: GlyphRun) -> Pt {
        let end = run.x + run.glyphs.iter().map(|glyph| glyph.advance).sum::<Pt>();
        self.item(tag, Item::Run(run));
        end
    }
}

/// A picture of each kind: a JPEG, a PNG with transparent parts, and one of 16 bits.
pub(super) fn sample_images() -> BTreeMap<String, ImageFile> {
    let size = 24;
    let color = image::DynamicImage::from(image::RgbImage::from_fn(size, size, |x, y| {
        image::Rgb([x as u8 * 10, y as u8 * 10, 99])
    }));
    let clear = image::DynamicImage::from(image::RgbaImage::from_fn(size, size, |x, y| {
        image::Rgba([200, 30, y as u8 * 10, x as u8 * 10])
    }));
    let deep = image::DynamicImage::from(image::ImageBuffer::<image::Luma<u16>, _>::from_fn(
        size,
        size,
        |x, y| image::Luma([(x * y * 100) as u16]),
    ));
    let file = |image: &image::DynamicImage, format| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image
            .write_to(&mut bytes, format)
            .expect("a picture can be written");
        bytes.into_inner()
    };
    [
        ("a.jpg", file(&color, image::ImageFormat::Jpeg)),
        ("b.png", file(&clear, image::ImageFormat::Png)),
        ("c.png", file(&deep, image::ImageFormat::Png)),
    ]
    .into_iter()
    .map(|(name, bytes)| (name.to_owned(), read_image(name, &bytes)))
    .collect()
}

fn read_image(name: &str, bytes: &[u8]) -> ImageFile {
    ImageFile::read(name, bytes, ImageLimits::default(), &Fonts::built_in())
        .expect("a picture")
        .0
}

/// Two pages with one of everything.
pub(super) fn everything(fonts: &Fonts) -> Pages {
    let mut draft = Draft::new(fonts);
    let root = TagId(0);
    draft.current().background = Some(Color {
        red: 255,
        green: 255,
        blue: 255,
    });
    draft.text(None, (50.0, 40.0), 9.0, "INTERNAL");
    let title = draft.tag(root, Role::Heading(1));
    draft.text(Some(title), (50.0, 80.0), 24.0, "Opening up");
    paragraph(&mut draft, root);
    list(&mut draft, root);
    table(&mut draft, root);
    figure(&mut draft, root);
    draft.page();
    draft.text(None, (50.0, 40.0), 9.0, "INTERNAL");
    let section = draft.tag(root, Role::Section);
    let heading = draft.tag(section, Role::Heading(2));
    draft.text(Some(heading), (50.0, 80.0), 16.0, "开放的成果");
    draft.pages.tags[heading.0].lang = Some("zh-Hans".to_owned());
    clusters(&mut draft, section);
    sources(&mut draft, section);
    outline(&mut draft.pages);
    draft.pages
}

/// Two lines with a link that is broken over them.
fn paragraph(draft: &mut Draft<'_>, parent: TagId) {
    let tag = draft.tag(parent, Role::Paragraph);
    let end = draft.text(Some(tag), (50.0, 110.0), 10.0, "Trade grew; see ");
    let link = draft.tag(tag, Role::Link);
    let stop = draft.text(Some(link), (end, 110.0), 10.0, "the full ");
    let second = draft.text(Some(link), (50.0, 124.0), 10.0, "report");
    draft.text(Some(tag), (second, 124.0), 10.0, " for more.");
    for (x, y, right) in [(end, 100.0, stop), (50.0, 114.0, second)] {
        let frame = Frame {
            x: Pt(x),
            y: Pt(y),
            width: Pt(right - x),
            height: Pt(13.0),
        };
        let target = LinkTarget::Url("https://example.org/Bericht über?a=1".to_owned());
        draft.current().links.push(LinkArea {
            frame,
            tag: link,
            target,
            description: "The full report".to_owned(),
        });
    }
    let cite = draft.tag(tag, Role::Link);
    let end = draft.text(Some(cite), (second + 60.0, 124.0), 8.0, "[1]");
    let frame = Frame {
        x: Pt(second + 60.0),
        y: Pt(114.0),
        width: Pt(end - second - 60.0),
        height: Pt(13.0),
    };
    let description = "Source 1".to_owned();
    draft.current().links.push(LinkArea {
        frame,
        tag: cite,
        target: LinkTarget::Source(0),
        description,
    });
}

fn list(draft: &mut Draft<'_>, parent: TagId) {
    let list = draft.tag(parent, Role::List { ordered: false });
    for (at, words) in ["First point", "Second point"].iter().enumerate() {
        let y = 150.0 + 14.0 * at as f32;
        let item = draft.tag(list, Role::ListItem);
        let label = draft.tag(item, Role::Label);
        draft.text(Some(label), (50.0, y), 10.0, "-");
        let body = draft.tag(item, Role::ListBody);
        draft.text(Some(body), (60.0, y), 10.0, words);
    }
}

/// Three columns, of which one cell is empty.
fn table(draft: &mut Draft<'_>, parent: TagId) {
    let table = draft.tag(parent, Role::Table);
    draft.item(
        None,
        Item::Rect {
            frame: Frame {
                x: Pt(48.0),
                y: Pt(188.0),
                width: Pt(400.0),
                height: Pt(16.0),
            },
            fill: PALE,
        },
    );
    let head = draft.tag(table, Role::TableHead);
    let body = draft.tag(table, Role::TableBody);
    let rows = [
        ["Country", "Exports", "Share"],
        ["Norway", "", "12 %"],
        ["Chile", "71.20", "3 %"],
    ];
    for (at, cells) in rows.iter().enumerate() {
        let row = draft.tag(if at == 0 { head } else { body }, Role::TableRow);
        for (column, words) in cells.iter().enumerate() {
            let role = match (at, column) {
                (0, _) => Role::HeaderCell(HeaderScope::Column),
                (_, 0) => Role::HeaderCell(HeaderScope::Row),
                _ => Role::DataCell,
            };
            let cell = draft.tag(row, role);
            if !words.is_empty() {
                draft.text(
                    Some(cell),
                    (50.0 + 140.0 * column as f32, 200.0 + 16.0 * at as f32),
                    10.0,
                    words,
                );
            }
        }
    }
}

fn figure(draft: &mut Draft<'_>, parent: TagId) {
    let figure = draft.tag(parent, Role::Figure);
    draft.pages.tags[figure.0].alt = Some("A line rises from 7.2 to 9.9 – “effects”".to_owned());
    let dash = Some(Dash {
        on: Pt(3.0),
        off: Pt(2.0),
    });
    let at = |x: f32, y: f32| Position { x: Pt(x), y: Pt(y) };
    draft.item(
        Some(figure),
        Item::Path {
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
        },
    );
    draft.item(
        Some(figure),
        Item::Path {
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
        },
    );
    draft.text(Some(figure), (305.0, 270.0), 8.0, "9.9");
    let caption = draft.tag(figure, Role::Caption);
    draft.text(Some(caption), (60.0, 356.0), 8.0, "Exports, in billions");
    for (at, file) in ["a.jpg", "b.png", "c.png", "b.png"].iter().enumerate() {
        let figure = draft.tag(parent, Role::Figure);
        draft.pages.tags[figure.0].alt = Some(format!("Picture {at}"));
        let frame = Frame {
            x: Pt(60.0 + 80.0 * at as f32),
            y: Pt(380.0),
            width: Pt(60.0),
            height: Pt(60.0),
        };
        draft.item(
            Some(figure),
            Item::Image {
                file: (*file).to_owned(),
                frame,
            },
        );
    }
}

/// A ligature, a no-break space, marks on letters, and a cluster whose glyphs say nothing of its
/// text.
fn clusters(draft: &mut Draft<'_>, parent: TagId) {
    let tag = draft.tag(parent, Role::Paragraph);
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
        glyphs.push(draft.glyph(face, 10.0, character, text));
    }
    glyphs.push(draft.glyph(face, 10.0, ' ', " "));
    glyphs.push(draft.glyph(face, 10.0, 'x', "x\u{323}"));
    glyphs.push(Glyph {
        advance: Pt::ZERO,
        dx: Pt(-2.0),
        dy: Pt(-1.0),
        ..draft.glyph(face, 10.0, '\u{323}', "")
    });
    glyphs.push(draft.glyph(face, 10.0, ' ', " "));
    glyphs.push(draft.glyph(face, 10.0, 'k', "क्ष"));
    glyphs.push(draft.glyph(face, 10.0, 'q', ""));
    glyphs.push(draft.glyph(face, 10.0, ' ', " "));
    glyphs.push(draft.glyph(face, 10.0, 'z', "\u{E123}"));
    let (x, baseline, size) = (Pt(50.0), Pt(110.0), Pt(10.0));
    draft.run(
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
    let span = draft.tag(tag, Role::Span);
    draft.pages.tags[span.0].lang = Some("de".to_owned());
    draft.text(Some(span), (50.0, 124.0), 10.0, "Zeitgeist");
}

fn sources(draft: &mut Draft<'_>, parent: TagId) {
    let tag = draft.tag(parent, Role::Source);
    draft.text(
        Some(tag),
        (50.0, 150.0),
        8.0,
        "1. Ministry of Commerce, 2025",
    );
    draft.pages.sources.push(Destination {
        page: 1,
        y: Pt(140.0),
    });
}

fn outline(pages: &mut Pages) {
    for (level, title, page) in [
        (1, "Opening up", 0),
        (2, "开放的成果", 1),
        (2, "More", 1),
        (1, "End", 1),
    ] {
        let place = Destination { page, y: Pt(60.0) };
        pages.bookmarks.push(Bookmark {
            level,
            title: title.to_owned(),
            destination: place,
        });
    }
}
