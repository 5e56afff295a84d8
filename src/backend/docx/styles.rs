//! Styles: every look of the document, by name.
//!
//! Word's own names are used wherever it has one, so that the style gallery, the navigation pane and a house template
//! know them. Nothing in the body is formatted directly: whoever changes a style here or in Word changes every place.

use super::language::Languages;
use super::look::Look;
use super::order;
use super::xml::{Element, element, escape, parse};
use crate::document::Direction;
use crate::length::Pt;
use crate::theme::{Color, Type};

/// Levels of lists that have styles of their own; deeper ones look like the last.
pub(super) const LIST_LEVELS: usize = 5;

/// Indent of a list level, in twentieths of a point.
pub(super) const LIST_INDENT: usize = 340;

/// Numbering definitions that styles refer to; numbers of single lists follow.
pub(super) mod list {
    /// Bulleted lists.
    pub(in super::super) const BULLETS: usize = 1;
    /// Numbered lists.
    pub(in super::super) const NUMBERS: usize = 2;
    /// The list of sources.
    pub(in super::super) const SOURCES: usize = 3;
    /// Bullets in table cells.
    pub(in super::super) const CELL_BULLETS: usize = 4;
    /// Bullets in the bottom line.
    pub(in super::super) const LEAD_BULLETS: usize = 5;
    /// Numbers in the bottom line.
    pub(in super::super) const LEAD_NUMBERS: usize = 6;
    /// The first number that is free for a list of its own.
    pub(in super::super) const FIRST_FREE: usize = 10;
}

/// Six hexadecimal digits.
pub(super) fn hex(color: Color) -> String {
    format!("{:02X}{:02X}{:02X}", color.red, color.green, color.blue)
}

/// A run's way of standing out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Emphasis {
    pub(super) emph: bool,
    pub(super) strong: bool,
    pub(super) code: bool,
    pub(super) link: bool,
}

impl Emphasis {
    /// The character style for it; `None` for plain text.
    pub(super) fn style(self) -> Option<String> {
        match self {
            Self { emph: false, strong: false, code: false, link: false } => None,
            Self { emph: true, strong: false, code: false, link: false } => Some("Emphasis".to_owned()),
            Self { emph: false, strong: true, code: false, link: false } => Some("Strong".to_owned()),
            Self { emph: true, strong: true, code: false, link: false } => Some("IntenseEmphasis".to_owned()),
            Self { emph: false, strong: false, code: true, link: false } => Some("HTMLCode".to_owned()),
            Self { emph: false, strong: false, code: false, link: true } => Some("Hyperlink".to_owned()),
            mixed => Some(mixed.words().concat()),
        }
    }

    fn words(self) -> Vec<&'static str> {
        let words = [(self.link, "Link"), (self.code, "Code"), (self.strong, "Strong"), (self.emph, "Emphasis")];
        words.into_iter().filter(|(on, _)| *on).map(|(_, word)| word).collect()
    }

    fn all() -> impl Iterator<Item = Self> {
        (1..16).map(|bits| Self {
            emph: bits & 1 != 0,
            strong: bits & 2 != 0,
            code: bits & 4 != 0,
            link: bits & 8 != 0,
        })
    }
}

/// The part `word/styles.xml`.
///
/// # Errors
///
/// Never for a theme that was read: the message would say which style is not well-formed.
pub(super) fn part(look: &Look, languages: &Languages) -> Result<Element, String> {
    let mut sheet = Sheet { look, languages, out: String::new() };
    sheet.defaults();
    sheet.text();
    sheet.lists();
    sheet.boxes();
    sheet.cells();
    sheet.furniture();
    sheet.characters();
    sheet.tables();
    let mut root = parse(format!("<w:styles xmlns:w=\"{}\">{}</w:styles>", super::parts::W, sheet.out).as_bytes())?;
    order::normalise(&mut root);
    Ok(root)
}

struct Sheet<'a> {
    look: &'a Look<'a>,
    languages: &'a Languages,
    out: String,
}

/// What a paragraph style says.
struct Style<'a> {
    id: &'a str,
    name: &'a str,
    based_on: &'a str,
    next: &'a str,
    /// Place in Word's list of recommended styles; 99 hides it until it is used.
    rank: u8,
    paragraph: String,
    run: String,
}

impl Sheet<'_> {
    fn paragraph(&mut self, style: &Style<'_>) {
        let Style { id, name, based_on, next, rank, paragraph, run } = style;
        let hidden = if *rank == 99 { "<w:semiHidden/><w:unhideWhenUsed/>" } else { "<w:qFormat/>" };
        let custom = if is_built_in(name) { "" } else { " w:customStyle=\"1\"" };
        self.out.push_str(&format!(
            "<w:style w:type=\"paragraph\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"{based_on}\"/><w:next w:val=\"{next}\"/><w:uiPriority w:val=\"{rank}\"/>{hidden}\
             <w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        ));
    }

    fn character(&mut self, id: &str, name: &str, rank: u8, run: &str) {
        let hidden = if rank == 99 { "<w:semiHidden/><w:unhideWhenUsed/>" } else { "<w:qFormat/>" };
        let custom = if is_built_in(name) { "" } else { " w:customStyle=\"1\"" };
        self.out.push_str(&format!(
            "<w:style w:type=\"character\"{custom} w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
             <w:basedOn w:val=\"DefaultParagraphFont\"/><w:uiPriority w:val=\"{rank}\"/>{hidden}\
             <w:rPr>{run}</w:rPr></w:style>"
        ));
    }

    fn defaults(&mut self) {
        let body = self.look.scale.body;
        let languages = self.languages;
        // In a Chinese or Japanese document, quotation marks and dashes that both scripts share are East Asian.
        let hint = if languages.is_east_asian() { " w:hint=\"eastAsia\"" } else { "" };
        self.out.push_str(&format!(
            "<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts{hint} w:asciiTheme=\"minorHAnsi\" \
             w:eastAsiaTheme=\"minorEastAsia\" w:hAnsiTheme=\"minorHAnsi\" w:cstheme=\"minorBidi\"/>{}{}\
             <w:lang w:val=\"{}\" w:eastAsia=\"{}\" w:bidi=\"{}\"/></w:rPr></w:rPrDefault>\
             <w:pPrDefault><w:pPr>{}</w:pPr></w:pPrDefault></w:docDefaults>",
            self.color("text"),
            size(body),
            escape(&languages.latin),
            escape(&languages.east_asian),
            escape(&languages.bidi),
            spacing(Pt::ZERO, Pt::ZERO, body)
        ));
        self.out.push_str(LATENT);
        let bidi = if self.look.direction == Direction::Rtl { "<w:pPr><w:bidi/></w:pPr>" } else { "" };
        self.out.push_str(&format!(
            "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/>\
             <w:qFormat/>{bidi}</w:style>"
        ));
        self.out.push_str(BASES);
    }

    fn text(&mut self) {
        let (look, scale) = (self.look, &self.look.scale);
        let major = MAJOR_FONT;
        let titled = |style: Type<Pt>, color: &str| format!("{major}<w:b/><w:bCs/>{color}{}", size(style));
        let heading = |level: usize, style: Type<Pt>, before: f32, after: f32| {
            format!(
                "<w:keepNext/><w:keepLines/>{}<w:outlineLvl w:val=\"{}\"/>",
                spacing(look.space(before), look.space(after), style),
                level - 1
            )
        };
        let (text, muted, accent) = (self.color("text"), self.color("muted"), self.color("accent"));
        let body = |after: f32| spacing(Pt::ZERO, look.space(after), scale.body);
        let start = if look.direction == Direction::Rtl { "right" } else { "left" };
        let styles = [
            ("BodyText", "Body Text", "Normal", "BodyText", 1, body(1.75), String::new()),
            (
                "Kicker",
                "Kicker",
                "Normal",
                "Title",
                9,
                format!("<w:keepNext/>{}", spacing(Pt::ZERO, look.space(1.5), scale.caption)),
                format!("{muted}{}", size(scale.caption)),
            ),
            (
                "Title",
                "Title",
                "Normal",
                "Subtitle",
                10,
                format!("<w:keepNext/><w:keepLines/>{}", spacing(Pt::ZERO, look.space(1.0), scale.title)),
                titled(scale.title, &text),
            ),
            (
                "Subtitle",
                "Subtitle",
                "Normal",
                "BodyText",
                11,
                spacing(Pt::ZERO, look.space(2.0), scale.subtitle),
                format!("{muted}{}", size(scale.subtitle)),
            ),
            (
                "Heading1",
                "heading 1",
                "Normal",
                "BodyText",
                9,
                heading(1, scale.heading_1, 6.0, 2.0),
                titled(scale.heading_1, &accent),
            ),
            (
                "Heading2",
                "heading 2",
                "Normal",
                "BodyText",
                9,
                heading(2, scale.heading_2, 4.0, 1.0),
                titled(scale.heading_2, &text),
            ),
            (
                "Heading3",
                "heading 3",
                "Normal",
                "BodyText",
                9,
                heading(3, scale.heading_3, 3.0, 1.0),
                titled(scale.heading_3, &text),
            ),
            (
                "Quote",
                "Quote",
                "Normal",
                "QuoteSource",
                29,
                format!(
                    "<w:keepNext/><w:keepLines/><w:pBdr><w:{start} w:val=\"single\" w:sz=\"18\" w:space=\"12\" {}/></w:pBdr>{}\
                     <w:ind w:left=\"284\" w:right=\"284\"/>",
                    self.border_color("rule"),
                    spacing(look.space(2.0), look.space(0.5), scale.body)
                ),
                String::new(),
            ),
            (
                "QuoteSource",
                "Quote Source",
                "Normal",
                "BodyText",
                30,
                format!(
                    "<w:pBdr><w:{start} w:val=\"single\" w:sz=\"18\" w:space=\"12\" {}/></w:pBdr>{}\
                     <w:ind w:left=\"284\" w:right=\"284\"/>",
                    self.border_color("rule"),
                    spacing(Pt::ZERO, look.space(2.5), scale.small)
                ),
                format!("{muted}{}", size(scale.small)),
            ),
            (
                "Caption",
                "caption",
                "Normal",
                "BodyText",
                35,
                format!("<w:keepLines/>{}", spacing(look.space(3.0), look.space(1.0), scale.small)),
                format!("<w:b/><w:bCs/>{}", size(scale.small)),
            ),
            (
                "Figure",
                "Figure",
                "Normal",
                "Caption",
                36,
                format!("<w:keepNext/>{}", spacing(look.space(3.0), look.space(0.5), scale.body)),
                String::new(),
            ),
            (
                "FigureCaption",
                "Figure Caption",
                "Caption",
                "BodyText",
                36,
                spacing(look.space(0.5), look.space(1.0), scale.small),
                String::new(),
            ),
        ];
        for (id, name, based_on, next, rank, paragraph, run) in styles {
            self.paragraph(&Style { id, name, based_on, next, rank, paragraph, run });
        }
    }

    fn lists(&mut self) {
        let look = self.look;
        for (kind, id, number) in [("Bullet", "ListBullet", list::BULLETS), ("Number", "ListNumber", list::NUMBERS)] {
            for level in 0..LIST_LEVELS {
                let suffix = level_suffix(level);
                let numbered = format!(
                    "<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{number}\"/></w:numPr>{}",
                    spacing(Pt::ZERO, look.space(1.25), look.scale.body)
                );
                self.paragraph(&Style {
                    id: &format!("{id}{}", suffix.trim()),
                    name: &format!("List {kind}{suffix}"),
                    based_on: "Normal",
                    next: &format!("{id}{}", suffix.trim()),
                    rank: 12,
                    paragraph: numbered,
                    run: String::new(),
                });
            }
        }
        for level in 0..LIST_LEVELS {
            let suffix = level_suffix(level);
            self.paragraph(&Style {
                id: &format!("ListContinue{}", suffix.trim()),
                name: &format!("List Continue{suffix}"),
                based_on: "Normal",
                next: &format!("ListContinue{}", suffix.trim()),
                rank: 13,
                paragraph: format!(
                    "{}<w:ind w:left=\"{}\"/>",
                    spacing(Pt::ZERO, look.space(1.25), look.scale.body),
                    LIST_INDENT * (level + 1)
                ),
                run: String::new(),
            });
        }
        let source = look.scale.source;
        self.paragraph(&Style {
            id: "Bibliography",
            name: "Bibliography",
            based_on: "Normal",
            next: "Bibliography",
            rank: 37,
            paragraph: format!(
                "<w:numPr><w:numId w:val=\"{}\"/></w:numPr>{}",
                list::SOURCES,
                spacing(Pt::ZERO, look.space(1.0), source)
            ),
            run: size(source),
        });
        self.paragraph(&Style {
            id: "FootnoteText",
            name: "footnote text",
            based_on: "Normal",
            next: "FootnoteText",
            rank: 39,
            paragraph: spacing(Pt::ZERO, look.space(0.5), source),
            run: size(source),
        });
    }

    /// The bottom line, the ask and the speaker's notes: paragraphs with a ground or a bar, never layout tables.
    fn boxes(&mut self) {
        let (look, scale) = (self.look, &self.look.scale);
        let tint = self.border_color("tint");
        let accent = self.border_color("accent");
        let ground = self.fill("tint");
        // The frame's lines have the colour of its ground: they are its padding.
        // Borders have sides on paper, indents have them in the direction of the text.
        let (start, end) = if look.direction == Direction::Rtl { ("right", "left") } else { ("left", "right") };
        let lead = |extra: &str, after: f32| {
            let bar = format!("<w:{start} w:val=\"single\" w:sz=\"24\" w:space=\"10\" {accent}/>");
            let edge = format!("<w:{end} w:val=\"single\" w:sz=\"4\" w:space=\"8\" {tint}/>");
            format!(
                "<w:keepLines/>{extra}<w:pBdr><w:top w:val=\"single\" w:sz=\"4\" w:space=\"6\" {tint}/>{bar}\
                 <w:bottom w:val=\"single\" w:sz=\"4\" w:space=\"6\" {tint}/>{edge}</w:pBdr>{ground}{}\
                 <w:ind w:left=\"260\" w:right=\"180\"/>",
                spacing(Pt::ZERO, look.space(after), scale.lead)
            )
        };
        let ask = |extra: &str, before: f32, after: f32, style: Type<Pt>| {
            format!(
                "<w:keepLines/>{extra}<w:pBdr><w:{start} w:val=\"single\" w:sz=\"24\" w:space=\"10\" {accent}/></w:pBdr>{}\
                 <w:ind w:left=\"260\" w:right=\"180\"/>",
                spacing(look.space(before), look.space(after), style)
            )
        };
        let label = format!("{MAJOR_FONT}<w:b/><w:bCs/>{}{}", self.color("accent"), size(scale.small));
        let muted = self.color("muted");
        let numbered = |number: usize| format!("<w:numPr><w:numId w:val=\"{number}\"/></w:numPr>");
        // A left indent of its own would beat the numbering's.
        let unindented =
            |text: String| text.replace("<w:ind w:left=\"260\" w:right=\"180\"/>", "<w:ind w:right=\"180\"/>");
        let styles = [
            (
                "BottomLineLabel",
                "Bottom Line Label",
                "BottomLine",
                14,
                lead("<w:keepNext/>", 0.0).replacen(
                    "w:before=\"0\"",
                    &format!("w:before=\"{}\"", look.space(3.0).twips().round()),
                    1,
                ),
                label.clone(),
            ),
            ("BottomLine", "Bottom Line", "BottomLine", 14, lead("", 1.0), size(scale.lead)),
            ("BottomLineJoined", "Bottom Line Joined", "BottomLine", 99, lead("", 0.0), size(scale.lead)),
            (
                "BottomLineBullet",
                "Bottom Line Bullet",
                "BottomLineBullet",
                14,
                unindented(lead(&numbered(list::LEAD_BULLETS), 1.0)),
                size(scale.lead),
            ),
            (
                "BottomLineBulletJoined",
                "Bottom Line Bullet Joined",
                "BottomLineBullet",
                99,
                unindented(lead(&numbered(list::LEAD_BULLETS), 0.0)),
                size(scale.lead),
            ),
            (
                "BottomLineNumber",
                "Bottom Line Number",
                "BottomLineNumber",
                14,
                unindented(lead(&numbered(list::LEAD_NUMBERS), 1.0)),
                size(scale.lead),
            ),
            (
                "BottomLineNumberJoined",
                "Bottom Line Number Joined",
                "BottomLineNumber",
                99,
                unindented(lead(&numbered(list::LEAD_NUMBERS), 0.0)),
                size(scale.lead),
            ),
            ("AskLabel", "Ask Label", "Ask", 15, ask("<w:keepNext/>", 4.0, 0.0, scale.small), label.clone()),
            (
                "Ask",
                "Ask",
                "BodyText",
                15,
                ask("", 0.0, 3.0, scale.lead),
                format!("<w:b/><w:bCs/>{}", size(scale.lead)),
            ),
            (
                "SpeakerNotesLabel",
                "Speaker Notes Label",
                "SpeakerNotes",
                40,
                format!(
                    "<w:keepNext/>{}<w:ind w:left=\"340\"/>",
                    spacing(look.space(2.0), look.space(0.5), scale.caption)
                ),
                format!("<w:b/><w:bCs/>{muted}{}", size(scale.caption)),
            ),
            (
                "SpeakerNotes",
                "Speaker Notes",
                "SpeakerNotes",
                40,
                format!("{}<w:ind w:left=\"340\"/>", spacing(Pt::ZERO, look.space(1.5), scale.small)),
                format!("{muted}{}", size(scale.small)),
            ),
        ];
        for (id, name, next, rank, paragraph, run) in styles {
            self.paragraph(&Style { id, name, based_on: "Normal", next, rank, paragraph, run });
        }
    }

    fn cells(&mut self) {
        let (look, scale) = (self.look, &self.look.scale);
        let (muted, accent) = (self.color("muted"), self.color("accent"));
        let cell =
            |extra: &str, style: Type<Pt>| format!("{}{extra}", spacing(look.space(0.75), look.space(0.75), style));
        let small = size(scale.small);
        let tight = |before: f32, after: f32, style: Type<Pt>| spacing(look.space(before), look.space(after), style);
        let styles = [
            ("TableText", "Table Text", "Normal", 41, cell("", scale.small), small.clone()),
            ("TableNumber", "Table Number", "TableText", 41, "<w:jc w:val=\"right\"/>".to_owned(), String::new()),
            ("TableHeading", "Table Heading", "TableText", 41, "<w:keepNext/>".to_owned(), "<w:b/><w:bCs/>".to_owned()),
            (
                "TableHeadingNumber",
                "Table Heading Number",
                "TableHeading",
                41,
                "<w:jc w:val=\"right\"/>".to_owned(),
                String::new(),
            ),
            ("TableLabel", "Table Label", "TableText", 41, String::new(), muted.clone()),
            (
                "TableBullet",
                "Table Bullet",
                "TableText",
                41,
                format!("<w:numPr><w:numId w:val=\"{}\"/></w:numPr>", list::CELL_BULLETS),
                String::new(),
            ),
            (
                "TableNote",
                "Table Note",
                "Normal",
                42,
                tight(1.0, 3.0, scale.caption),
                format!("{muted}{}", size(scale.caption)),
            ),
            (
                "TableSpacing",
                "Table Spacing",
                "Normal",
                42,
                "<w:spacing w:before=\"0\" w:after=\"0\" w:line=\"160\" w:lineRule=\"exact\"/>".to_owned(),
                "<w:sz w:val=\"8\"/><w:szCs w:val=\"8\"/>".to_owned(),
            ),
            (
                "MetricLabel",
                "Metric Label",
                "Normal",
                43,
                tight(1.0, 0.0, scale.caption),
                format!("<w:b/><w:bCs/>{}", size(scale.caption)),
            ),
            (
                "MetricValue",
                "Metric Value",
                "Normal",
                43,
                tight(0.0, 0.0, scale.figure),
                format!("{MAJOR_FONT}<w:b/><w:bCs/>{accent}{}", size(scale.figure)),
            ),
            (
                "MetricUnit",
                "Metric Unit",
                "Normal",
                43,
                tight(0.0, 0.5, scale.caption),
                format!("<w:b/><w:bCs/>{accent}{}", size(scale.caption)),
            ),
            ("MetricChange", "Metric Change", "Normal", 43, tight(0.0, 0.25, scale.small), small),
            (
                "MetricDate",
                "Metric Date",
                "Normal",
                43,
                tight(0.0, 0.5, scale.caption),
                format!("{muted}{}", size(scale.caption)),
            ),
        ];
        for (id, name, based_on, rank, paragraph, run) in styles {
            self.paragraph(&Style { id, name, based_on, next: id, rank, paragraph, run });
        }
    }

    fn furniture(&mut self) {
        let (look, caption) = (self.look, self.look.scale.caption);
        let muted = self.color("muted");
        let tabs = format!(
            "<w:tabs><w:tab w:val=\"center\" w:pos=\"{}\"/><w:tab w:val=\"right\" w:pos=\"{}\"/></w:tabs>",
            look.width / 2,
            look.width
        );
        for (id, name) in [("Header", "header"), ("Footer", "footer")] {
            self.paragraph(&Style {
                id,
                name,
                based_on: "Normal",
                next: id,
                rank: 38,
                paragraph: format!("{tabs}{}", spacing(Pt::ZERO, Pt::ZERO, caption)),
                run: format!("{muted}{}", size(caption)),
            });
        }
        self.paragraph(&Style {
            id: "Marking",
            name: "Marking",
            based_on: "Normal",
            next: "Header",
            rank: 38,
            paragraph: format!("{}<w:jc w:val=\"center\"/>", spacing(Pt::ZERO, Pt(2.0), caption)),
            run: format!(
                "<w:b/><w:bCs/><w:color w:val=\"{}\"/><w:spacing w:val=\"20\"/>{}",
                hex(look.theme.colors.marking),
                size(caption)
            ),
        });
    }

    fn characters(&mut self) {
        let accent = self.color("accent");
        // Chinese has no italics: dots below are its emphasis.
        let emph = if self.languages.is_east_asian() { "<w:em w:val=\"underDot\"/>" } else { "<w:i/><w:iCs/>" };
        for emphasis in Emphasis::all() {
            let Some(id) = emphasis.style() else { continue };
            let (name, rank) = match id.as_str() {
                "Emphasis" => ("Emphasis".to_owned(), 20),
                "Strong" => ("Strong".to_owned(), 22),
                "IntenseEmphasis" => ("Intense Emphasis".to_owned(), 21),
                "HTMLCode" => ("HTML Code".to_owned(), 44),
                "Hyperlink" => ("Hyperlink".to_owned(), 45),
                _ => (emphasis.words().join(" "), 99),
            };
            let mut run = String::new();
            if emphasis.code {
                run.push_str("<w:rFonts w:ascii=\"Consolas\" w:hAnsi=\"Consolas\" w:cs=\"Consolas\"/>");
            }
            if emphasis.strong {
                run.push_str("<w:b/><w:bCs/>");
            }
            if emphasis.emph {
                run.push_str(emph);
            }
            if emphasis.link {
                run.push_str(&format!("{accent}<w:u w:val=\"single\"/>"));
            }
            self.character(&id, &name, rank, &run);
        }
        let colors = &self.look.theme.colors;
        let plain = |color: Color| format!("<w:color w:val=\"{}\"/>", hex(color));
        self.character("FootnoteReference", "footnote reference", 39, "<w:vertAlign w:val=\"superscript\"/>");
        self.character("PlaceholderText", "Placeholder Text", 46, &self.color("muted"));
        self.character("Recommended", "Recommended", 44, &format!("<w:b/><w:bCs/>{}", plain(colors.positive)));
    }

    fn tables(&mut self) {
        let rule = self.border_color("rule");
        let text = self.border_color("text");
        let accent = self.border_color("accent");
        let header = format!(
            "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:tcBorders>\
             <w:bottom w:val=\"single\" w:sz=\"8\" w:space=\"0\" {text}/></w:tcBorders><w:vAlign w:val=\"bottom\"/>\
             </w:tcPr></w:tblStylePr>"
        );
        let hairline = |side: &str| format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" {rule}/>");
        let styles = [
            ("BriefTable", "Brief Table", [hairline("bottom"), hairline("insideH")].concat(), header.as_str()),
            ("BriefFacts", "Brief Facts", [hairline("top"), hairline("bottom"), hairline("insideH")].concat(), ""),
            (
                "BriefFigures",
                "Brief Figures",
                format!("<w:top w:val=\"single\" w:sz=\"12\" w:space=\"0\" {accent}/>{}", hairline("bottom")),
                FIGURES_HEADER,
            ),
        ];
        for (id, name, borders, conditional) in styles {
            self.out.push_str(&format!(
                "<w:style w:type=\"table\" w:customStyle=\"1\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>\
                 <w:basedOn w:val=\"TableNormal\"/><w:uiPriority w:val=\"47\"/><w:qFormat/><w:tblPr>\
                 <w:tblBorders>{borders}</w:tblBorders><w:tblCellMar><w:left w:w=\"0\" w:type=\"dxa\"/>\
                 <w:right w:w=\"{CELL_GAP}\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr>{conditional}</w:style>"
            ));
        }
    }

    fn themed(&self, name: &str) -> (String, &'static str, &'static str) {
        let colors = &self.look.theme.colors;
        let (color, ink, ground) = match name {
            "text" => (colors.text, "text1", ""),
            "muted" => (colors.muted, "text2", ""),
            "accent" => (colors.accent, "accent1", "accent1"),
            "tint" => (colors.tint, "background2", "background2"),
            _ => (colors.rule, "", ""),
        };
        (hex(color), ink, ground)
    }

    fn color(&self, name: &str) -> String {
        let (hex, ink, _) = self.themed(name);
        format!("<w:color w:val=\"{hex}\" w:themeColor=\"{ink}\"/>")
    }

    fn border_color(&self, name: &str) -> String {
        match self.themed(name) {
            (hex, "", _) => format!("w:color=\"{hex}\""),
            (hex, ink, _) => format!("w:color=\"{hex}\" w:themeColor=\"{ink}\""),
        }
    }

    fn fill(&self, name: &str) -> String {
        let (hex, _, ground) = self.themed(name);
        format!("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{hex}\" w:themeFill=\"{ground}\"/>")
    }
}

/// What the bar, the padding and the indents of a box take from its width, in twentieths of a point.
pub(super) const BOX_INSET: usize = 440;

/// Padding above and below a paragraph in a frame with a ground.
pub(super) const BOX_PADDING: Pt = Pt(13.0);

/// Space between the columns of a table, in twentieths of a point.
pub(super) const CELL_GAP: usize = 160;

const MAJOR_FONT: &str = "<w:rFonts w:asciiTheme=\"majorHAnsi\" w:eastAsiaTheme=\"majorEastAsia\" \
                          w:hAnsiTheme=\"majorHAnsi\" w:cstheme=\"majorBidi\"/>";

/// Names of figures end on one line, however many they need.
const FIGURES_HEADER: &str = "<w:tblStylePr w:type=\"firstRow\"><w:tblPr/><w:tcPr><w:vAlign w:val=\"bottom\"/></w:tcPr>\
                              </w:tblStylePr>";

const LATENT: &str = "<w:latentStyles w:defLockedState=\"0\" w:defUIPriority=\"99\" w:defSemiHidden=\"0\" \
    w:defUnhideWhenUsed=\"0\" w:defQFormat=\"0\" w:count=\"376\"><w:lsdException w:name=\"Normal\" w:uiPriority=\"0\" \
    w:qFormat=\"1\"/></w:latentStyles>";

const BASES: &str = "<w:style w:type=\"character\" w:default=\"1\" w:styleId=\"DefaultParagraphFont\">\
    <w:name w:val=\"Default Paragraph Font\"/><w:uiPriority w:val=\"1\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>\
    <w:style w:type=\"table\" w:default=\"1\" w:styleId=\"TableNormal\"><w:name w:val=\"Normal Table\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w=\"0\" w:type=\"dxa\"/>\
    <w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:left w:w=\"108\" w:type=\"dxa\"/>\
    <w:bottom w:w=\"0\" w:type=\"dxa\"/><w:right w:w=\"108\" w:type=\"dxa\"/></w:tblCellMar></w:tblPr></w:style>\
    <w:style w:type=\"numbering\" w:default=\"1\" w:styleId=\"NoList\"><w:name w:val=\"No List\"/>\
    <w:uiPriority w:val=\"99\"/><w:semiHidden/><w:unhideWhenUsed/></w:style>";

/// Whether Word has a style of that name by itself.
fn is_built_in(name: &str) -> bool {
    matches!(
        name,
        "Body Text"
            | "Title"
            | "Subtitle"
            | "Quote"
            | "caption"
            | "Bibliography"
            | "footnote text"
            | "footnote reference"
            | "header"
            | "footer"
            | "Emphasis"
            | "Strong"
            | "Intense Emphasis"
            | "HTML Code"
            | "Hyperlink"
            | "Placeholder Text"
    ) || name.starts_with("heading ")
        || name.starts_with("List ")
}

/// Nothing for the first level, then ` 2` and so on, as Word names list styles.
fn level_suffix(level: usize) -> String {
    if level == 0 { String::new() } else { format!(" {}", level + 1) }
}

/// Size of the em, for Latin and for complex scripts.
fn size(style: Type<Pt>) -> String {
    let half_points = style.size.half_points().round();
    format!("<w:sz w:val=\"{half_points}\"/><w:szCs w:val=\"{half_points}\"/>")
}

/// Space before and after; lines are as far apart as the theme says, and further where a font needs it.
fn spacing(before: Pt, after: Pt, style: Type<Pt>) -> String {
    let twips = |length: Pt| length.twips().round();
    format!(
        "<w:spacing w:before=\"{}\" w:after=\"{}\" w:line=\"{}\" w:lineRule=\"atLeast\"/>",
        twips(before),
        twips(after),
        twips(style.leading)
    )
}

/// The part `word/numbering.xml`: what the list styles refer to, and a numbering of its own for every ordered list, so
/// that each starts at 1. `lists` holds the number it was given, the definition it follows and its level.
pub(super) fn numbering(lists: &[NumberedList], look: &Look) -> Element {
    let value = |name: &str, value: &str| element(name).with("w:val", value);
    let level = |at: usize, format: &str, text: &str, style: Option<String>, indent: usize, hanging: usize| {
        element("w:lvl")
            .with("w:ilvl", at.to_string())
            .child(value("w:start", "1"))
            .child(value("w:numFmt", format))
            .children(style.map(|style| value("w:pStyle", &style)))
            .child(value("w:lvlText", text))
            .child(value("w:lvlJc", "left"))
            .child(
                element("w:pPr")
                    .child(element("w:ind").with("w:left", indent.to_string()).with("w:hanging", hanging.to_string())),
            )
    };
    let style = |base: &str, at: usize| Some(format!("{base}{}", level_suffix(at).trim()));
    let bullets = (0..LIST_LEVELS).map(|at| {
        let mark = ["•", "–", "▪", "–", "•"][at % 5];
        level(at, "bullet", mark, style("ListBullet", at), LIST_INDENT * (at + 1), LIST_INDENT)
    });
    let numbers = (0..LIST_LEVELS).map(|at| {
        let (format, end) = [("decimal", "."), ("lowerLetter", ")"), ("lowerRoman", "."), ("decimal", ")")][at % 4];
        let text = format!("%{}{end}", at + 1);
        level(at, format, &text, style("ListNumber", at), LIST_INDENT * (at + 1), LIST_INDENT)
    });
    let single = |format: &str, text: &str, style: &str, indent: usize, hanging: usize| {
        vec![level(0, format, text, Some(style.to_owned()), indent, hanging)]
    };
    let lead = 260 + LIST_INDENT;
    let cell = look.scale.small.size.twips() as usize;
    let definitions = [
        (list::BULLETS, bullets.collect()),
        (list::NUMBERS, numbers.collect()),
        (list::SOURCES, single("decimal", "%1.", "Bibliography", 400, 400)),
        (list::CELL_BULLETS, single("bullet", "•", "TableBullet", cell, cell)),
        (list::LEAD_BULLETS, single("bullet", "•", "BottomLineBullet", lead, LIST_INDENT)),
        (list::LEAD_NUMBERS, single("decimal", "%1.", "BottomLineNumber", lead, LIST_INDENT)),
    ];
    let mut root = element("w:numbering").with("xmlns:w", super::parts::W);
    let mut instances = Vec::new();
    for (id, levels) in definitions {
        let many = if levels.len() > 1 { "multilevel" } else { "singleLevel" };
        root = root.child(
            element("w:abstractNum")
                .with("w:abstractNumId", id.to_string())
                .child(value("w:multiLevelType", many))
                .children(levels),
        );
        let id = id.to_string();
        instances.push(element("w:num").with("w:numId", &id).child(value("w:abstractNumId", &id)));
    }
    instances.extend(lists.iter().map(|list| {
        let restart =
            element("w:lvlOverride").with("w:ilvl", list.level.to_string()).child(value("w:startOverride", "1"));
        element("w:num")
            .with("w:numId", list.id.to_string())
            .child(value("w:abstractNumId", &list.definition.to_string()))
            .child(restart)
    }));
    root.children(instances)
}

/// An ordered list that starts at 1.
pub(super) struct NumberedList {
    /// Its number, [`list::FIRST_FREE`] or more.
    pub(super) id: usize,
    /// The definition it follows, of [`list`].
    pub(super) definition: usize,
    /// Its level, from 0.
    pub(super) level: usize,
}

impl NumberedList {
    /// The id of the style whose numbers it starts again; `None` for one without a name of Word's own.
    pub(super) fn style(&self) -> Option<String> {
        (self.definition == list::NUMBERS).then(|| format!("ListNumber{}", level_suffix(self.level).trim()))
    }
}
