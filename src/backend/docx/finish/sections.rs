//! Sections: their pages, and the headers and footers that stand on them.

use docx_rs::{BuildXML, Footer, Header, Paragraph};

use super::super::look::LOGO_HEIGHT;
use super::super::package::Package;
use super::super::parts::{content_type, one_line};
use super::super::reference::{Edge, Furniture, Numbers, Pages};
use super::super::xml::{Element, Node, element};
use super::super::{Drawing, DrawingKind, Section};
use super::drawings::{inline, picture_parts, relationship_of};
use super::story::Story;
use super::{DOCUMENT, Finish};
use crate::assets::{Picture, PictureFormat};
use crate::document::Direction;
use crate::length::Pt;

/// The style of the marking.
const MARKING: &str = "Marking";

impl Finish<'_> {
    /// Adds the headers, or the footers, and says which pages have which: the house template's with
    /// our marking, else ours. `ours` holds that of most pages, and that of the first.
    pub(super) fn furniture(
        &self,
        edge: Edge,
        ours: &[Vec<Paragraph>],
        numbers: &mut Numbers,
        package: &mut Package,
        rename: &dyn Fn(&mut Element),
    ) -> Result<Vec<Element>, String> {
        let house = self.house.map(|house| &house.furniture);
        let mut pages = Vec::new();
        let is_marking = |it: &&Paragraph| {
            it.property
                .style
                .as_ref()
                .is_some_and(|style| style.val == MARKING)
        };
        for (at, paragraphs) in ours.iter().enumerate() {
            let part = format!("{}{}.xml", edge.name(), at + 1);
            let name = format!("word/{part}");
            let mut story = Story::new(self, &[], rename);
            let marking = paragraphs.iter().find(is_marking);
            if let Some(house) = house.filter(|house| house.has(edge)) {
                let marking = marking
                    .map(|marking| story.element(&marking.build()))
                    .transpose()?;
                pages = house.add(
                    edge,
                    marking.as_ref(),
                    self.look.direction,
                    numbers,
                    package,
                );
                break;
            }
            let logo = self
                .assets
                .logo
                .as_ref()
                .filter(|_| edge == Edge::Header && at == 1);
            let mut text = String::new();
            for paragraph in paragraphs
                .iter()
                .filter(|_| logo.is_none() || marking.is_some())
            {
                story
                    .paragraph(paragraph, "", &mut text)
                    .map_err(|why| format!("{name}: {why}"))?;
            }
            if let Some(logo) = logo {
                let mut letterhead = self.letterhead(logo, &name, numbers, package)?;
                rename(&mut letterhead);
                letterhead.write(&mut text);
            }
            let bytes = match edge {
                Edge::Header => story.part(edge.name(), &Header::new(), &name, &text, package)?,
                Edge::Footer => story.part(edge.name(), &Footer::new(), &name, &text, package)?,
            };
            let id = format!("rId{}{}", edge.name(), at + 1);
            package.add_typed(&name, &content_type(edge.name()), bytes);
            package.relate(DOCUMENT, &id, edge.name(), &part);
            pages.push((
                if at == 0 {
                    Pages::Default
                } else {
                    Pages::First
                },
                id,
            ));
        }
        // Pages that have something of their own at the other edge are as most pages are at this
        // one.
        let most = pages
            .iter()
            .find(|(pages, _)| *pages == Pages::Default)
            .map(|(_, id)| id.clone());
        let theirs = house.is_some_and(|house| house.has(edge));
        for own in [Pages::First, Pages::Even] {
            let left_out = match own {
                Pages::First => {
                    theirs && self.has_first_page() && house.is_some_and(|house| !house.first)
                }
                _ => !theirs && house.is_some_and(|house| house.even),
            };
            pages.extend(most.clone().filter(|_| left_out).map(|id| (own, id)));
        }
        let reference = |(pages, id): (Pages, String)| {
            element(&format!("w:{}Reference", edge.name()))
                .with("w:type", pages.name())
                .with("r:id", id)
        };
        Ok(pages.into_iter().map(reference).collect())
    }

    /// The line with the theme's logo, for the header `part`.
    fn letterhead(
        &self,
        logo: &Picture,
        part: &str,
        numbers: &mut Numbers,
        package: &mut Package,
    ) -> Result<Element, String> {
        let at = numbers.drawing;
        numbers.drawing += 1;
        let (width, height) = logo.size;
        let most = Pt::from_twips(self.look.width / 2);
        let scale = (LOGO_HEIGHT / height).min(most / width);
        let alt = self
            .document
            .meta
            .organization
            .as_deref()
            .map(one_line)
            .unwrap_or_default();
        let (width, height) = (width * scale, height * scale);
        let vector = logo.format == PictureFormat::Svg;
        let drawing = Drawing {
            kind: DrawingKind::Logo,
            alt,
            width,
            height,
            vector,
        };
        picture_parts(
            logo,
            (width, height),
            "media/logo",
            (part, &relationship_of(at)),
            package,
        )?;
        let style = element("w:pPr").child(element("w:pStyle").with("w:val", "Letterhead"));
        Ok(element("w:p")
            .child(style)
            .child(element("w:r").child(inline(at, &drawing))))
    }

    /// Whether the first page has headers or footers of its own: ours has, a house template says
    /// so.
    fn has_first_page(&self) -> bool {
        let all = |house: &Furniture| house.has(Edge::Header) && house.has(Edge::Footer);
        self.house
            .map(|house| &house.furniture)
            .is_none_or(|house| house.first || !all(house))
    }

    /// What is to be said of a section: its page, its header and its footer.
    pub(super) fn section(
        &self,
        section: &Section,
        references: &[Element],
        continuous: bool,
    ) -> Vec<Node> {
        let look = self.look;
        let size = |name: &str, value: usize| (format!("w:{name}"), value.to_string());
        let sized = |name: &str, values: Vec<(String, String)>| {
            values
                .into_iter()
                .fold(element(name), |out, (name, value)| out.with(&name, value))
        };
        let mut children: Vec<Element> = references.to_vec();
        if continuous {
            children.push(element("w:type").with("w:val", "continuous"));
        }
        let mut paper = vec![size("w", look.page.width), size("h", look.page.height)];
        if look.page.width > look.page.height {
            paper.push(("w:orient".to_owned(), "landscape".to_owned()));
        }
        children.push(sized("w:pgSz", paper));
        let margins = [
            ("top", look.page.top),
            ("right", look.page.right),
            ("bottom", look.page.bottom),
            ("left", look.page.left),
            ("header", look.page.header),
            ("footer", look.page.footer),
            ("gutter", 0),
        ];
        children.push(sized(
            "w:pgMar",
            margins.map(|(name, value)| size(name, value)).to_vec(),
        ));
        children.push(match section.columns {
            None => sized("w:cols", vec![size("space", look.gutter)]),
            Some((first, second)) => {
                let column = |width| sized("w:col", vec![size("w", width)]);
                sized("w:cols", vec![size("num", 2), size("equalWidth", 0)])
                    .child(column(first).with("w:space", look.gutter.to_string()))
                    .child(column(second))
            }
        });
        if self.has_first_page() {
            children.push(element("w:titlePg"));
        }
        // Lines on a grid, or with numbers, would not be as they were measured.
        let fitted = self.document.fit.pages.is_some();
        let setup = self.house.iter().flat_map(|house| &house.setup);
        children.extend(
            setup
                .filter(|it| !fitted || it.name == "w:pgBorders" || it.name == "w:paperSrc")
                .cloned(),
        );
        if look.direction == Direction::Rtl {
            children.push(element("w:bidi"));
        }
        children.into_iter().map(Node::Element).collect()
    }
}
