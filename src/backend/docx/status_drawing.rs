//! The sign of a status: a drawn shape in a line of text.
//!
//! It is a drawing and not a character, because a screen reader would read out the name of a
//! character before the word, and a search or a copy would find it.

use super::drawing_elements::{emu, mark_as_decorative};
use crate::document::{Direction, StatusLevel};
use crate::drawing::{Position, Segment};
use crate::length::Pt;
use crate::ooxml::namespaces::A;
use crate::ooxml::values::hex_color;
use crate::ooxml::xml::{Element, element};
use crate::status_sign::{SIGN_ADVANCE, SIGN_SIZE, SignOutline};
use crate::theme::Color;

/// Shapes in Word documents, since Word 2010 ([MS-ODRAWXML] 2.5).
const WPS: &str = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape";

/// Markup compatibility (ECMA-376 part 3): earlier programs take the empty fallback.
const MC: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// The width of a sign in units of its path, whose coordinates are whole numbers.
const GRID: f32 = 1000.0;

/// The sign of a status before a word.
pub(super) struct StatusDrawing {
    /// Unique among the drawings of a document.
    pub(super) id: usize,
    pub(super) level: StatusLevel,
    pub(super) color: Color,
    /// The size of the text around it.
    pub(super) text_size: Pt,
    pub(super) direction: Direction,
}

impl StatusDrawing {
    /// The content of its run.
    pub(super) fn to_element(&self) -> Element {
        let drawing = element("w:drawing").child(self.inline());
        let choice = element("mc:Choice")
            .with("xmlns:wps", WPS)
            .with("Requires", "wps")
            .child(drawing);
        element("mc:AlternateContent")
            .with("xmlns:mc", MC)
            .child(choice)
            .child(element("mc:Fallback"))
    }

    fn inline(&self) -> Element {
        let (width, height) = self.extent();
        let extent = element("wp:extent").with("cx", &width).with("cy", &height);
        let data = element("a:graphicData")
            .with("uri", WPS)
            .child(self.shape());
        element("wp:inline")
            .with("distT", "0")
            .with("distB", "0")
            .with("distL", "0")
            .with("distR", "0")
            .child(extent)
            .child(self.properties())
            .child(element("wp:cNvGraphicFramePr"))
            .child(element("a:graphic").with("xmlns:a", A).child(data))
    }

    /// Width and height in English Metric Units. Word has no space beside a drawing in a line, so
    /// the blank before the word is a part of the drawing.
    fn extent(&self) -> (String, String) {
        let length = |ems: f32| emu(self.text_size * ems);
        (length(SIGN_ADVANCE), length(SIGN_SIZE))
    }

    /// Decorative: the word after it says the same.
    fn properties(&self) -> Element {
        let properties = element("wp:docPr")
            .with("id", self.id.to_string())
            .with("name", format!("Status {}", self.level.name()))
            .with("descr", "");
        mark_as_decorative(properties)
    }

    fn shape(&self) -> Element {
        let (width, height) = self.extent();
        let frame = element("a:xfrm")
            .child(element("a:off").with("x", "0").with("y", "0"))
            .child(element("a:ext").with("cx", width).with("cy", height));
        let color = element("a:srgbClr").with("val", hex_color(self.color));
        let properties = element("wps:spPr")
            .child(frame)
            .child(self.geometry())
            .child(element("a:solidFill").child(color))
            .child(element("a:ln").child(element("a:noFill")));
        element("wps:wsp")
            .child(element("wps:cNvSpPr"))
            .child(properties)
            .child(element("wps:bodyPr"))
    }

    fn geometry(&self) -> Element {
        let width = GRID * SIGN_ADVANCE / SIGN_SIZE;
        // The blank is between the sign and the word.
        let left = match self.direction {
            Direction::Ltr => 0.0,
            Direction::Rtl => width - GRID,
        };
        let outline = SignOutline::new(self.level).placed((Pt(left), Pt::ZERO), Pt(GRID), false);
        let mut path = element("a:path")
            .with("w", width.round().to_string())
            .with("h", GRID.to_string())
            .child(element("a:moveTo").child(point(outline.from)));
        for segment in outline.segments {
            path = path.child(match segment {
                Segment::Line(end) => element("a:lnTo").child(point(end)),
                Segment::Curve(first, second, end) => element("a:cubicBezTo")
                    .child(point(first))
                    .child(point(second))
                    .child(point(end)),
            });
        }
        let bounds = element("a:rect")
            .with("l", "0")
            .with("t", "0")
            .with("r", "r")
            .with("b", "b");
        element("a:custGeom")
            .child(element("a:avLst"))
            .child(element("a:gdLst"))
            .child(element("a:ahLst"))
            .child(element("a:cxnLst"))
            .child(bounds)
            .child(element("a:pathLst").child(path.child(element("a:close"))))
    }
}

fn point(at: Position) -> Element {
    element("a:pt")
        .with("x", at.x.0.round().to_string())
        .with("y", at.y.0.round().to_string())
}
