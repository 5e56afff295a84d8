//! Charts and pictures: in the line of text, and the parts behind them.

use super::deferred::{DrawingKind, InlineDrawing};
use super::finisher::Finisher;
use super::part_names::DOCUMENT;
use crate::assets::{ImageFile, ImageFormat};
use crate::document::Image;
use crate::length::Pt;
use crate::ooxml::chart;
use crate::ooxml::namespaces::{A, C, PIC};
use crate::ooxml::package::Package;
use crate::ooxml::workbook::chart_workbook;
use crate::ooxml::xml::{Element, element};

impl Finisher<'_> {
    /// The parts behind a drawing, and its relationship.
    pub(super) fn add_drawing_parts(
        &self,
        at: usize,
        drawing: &InlineDrawing,
        package: &mut Package,
    ) -> Result<(), String> {
        let id = drawing_relationship_id(at);
        match drawing.kind {
            // Its header has brought it.
            DrawingKind::Logo => {}
            DrawingKind::Chart(chart) => {
                let number = at + 1;
                let name = format!("word/charts/chart{number}.xml");
                let book =
                    chart_workbook(chart).map_err(|why| format!("a chart's workbook: {why}"))?;
                let language = if self.languages.is_east_asian() {
                    &self.languages.east_asian
                } else {
                    &self.languages.tag
                };
                let part = chart::chart_part(
                    chart,
                    drawing.width,
                    &self.metrics.theme.colors,
                    self.metrics.scale.caption.size,
                    language,
                );
                package.add_typed_part(
                    &name,
                    "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
                    part.to_part(),
                );
                package.add_part(&format!("word/embeddings/chart{number}.xlsx"), book);
                package.relate(
                    &name,
                    "rId1",
                    "package",
                    &format!("../embeddings/chart{number}.xlsx"),
                );
                package.relate(DOCUMENT, &id, "chart", &format!("charts/chart{number}.xml"));
            }
            DrawingKind::Image(image) => {
                let Some(file) = self.assets.images.get(&image.file) else {
                    return Ok(());
                };
                // Named by its place among the pictures: one that is shown twice is stored once.
                let place = self
                    .assets
                    .images
                    .keys()
                    .position(|name| *name == image.file)
                    .unwrap_or_default()
                    + 1;
                let largest = self
                    .largest_shown_size(image)
                    .unwrap_or((drawing.width, drawing.height));
                let name = format!("media/image{place}");
                add_image_parts(file, largest, &name, (DOCUMENT, &id), package)?;
            }
        }
        Ok(())
    }

    /// The size in which a picture is shown largest.
    fn largest_shown_size(&self, image: &Image) -> Option<(Pt, Pt)> {
        let same = self
            .deferred
            .drawings
            .iter()
            .filter(|drawing| match drawing.kind {
                DrawingKind::Image(other) => other.file == image.file,
                DrawingKind::Logo | DrawingKind::Chart(_) => false,
            });
        same.map(|drawing| (drawing.width, drawing.height))
            .max_by(|a, b| a.0.total_cmp(&b.0))
    }
}

/// Adds the files of a picture that is shown in a size, `name` without extension, and relates them
/// to a part: what every reader shows, and beside a drawing's pixels the drawing itself.
pub(super) fn add_image_parts(
    image: &ImageFile,
    (width, height): (Pt, Pt),
    name: &str,
    (part, id): (&str, &str),
    package: &mut Package,
) -> Result<(), String> {
    let copy = image
        .copy(image.pixels_for_print(width, height))
        .map_err(|why| format!("a picture: {why}"))?;
    let file = format!("{name}.{}", copy.format.extension());
    if !package.contains_part(&format!("word/{file}")) {
        package.add_part(&format!("word/{file}"), copy.bytes.to_vec());
    }
    package.relate(part, id, "image", &file);
    if image.format == ImageFormat::Svg {
        let file = format!("{name}.svg");
        package.add_part(&format!("word/{file}"), image.bytes.to_vec());
        package.relate(part, &format!("{id}{SVG_ID_SUFFIX}"), "image", &file);
    }
    Ok(())
}

/// Ends the id of the relationship to a drawing beside its pixels.
const SVG_ID_SUFFIX: &str = "Vector";

/// The id of the relationship to a drawing's part.
pub(super) fn drawing_relationship_id(at: usize) -> String {
    format!("rIdDrawing{at}")
}

/// A drawing in the line of text.
pub(super) fn inline_drawing(at: usize, drawing: &InlineDrawing) -> Element {
    let emu = |length: Pt| (length.emu().round() as i64).max(1).to_string();
    let (width, height) = (emu(drawing.width), emu(drawing.height));
    let id = (at + 1).to_string();
    let relationship = drawing_relationship_id(at);
    let (name, decorative) = match drawing.kind {
        DrawingKind::Logo => ("Logo".to_owned(), drawing.alt.is_empty()),
        DrawingKind::Chart(_) => (format!("Chart {id}"), false),
        DrawingKind::Image(image) => (format!("Picture {id}"), image.decorative),
    };
    let mut properties = element("wp:docPr")
        .with("id", &id)
        .with("name", &name)
        .with("descr", &drawing.alt);
    if decorative {
        // Office's way to say that there is nothing to say: [MS-ODRAWXML] 2.27.1.1.
        let mark = element("adec:decorative")
            .with(
                "xmlns:adec",
                "http://schemas.microsoft.com/office/drawing/2017/decorative",
            )
            .with("val", "1");
        let extension = element("a:ext")
            .with("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
            .child(mark);
        properties = properties.child(element("a:extLst").with("xmlns:a", A).child(extension));
    }
    let data = match drawing.kind {
        DrawingKind::Chart(_) => element("a:graphicData").with("uri", C).child(
            element("c:chart")
                .with("xmlns:c", C)
                .with("r:id", relationship),
        ),
        DrawingKind::Image(_) | DrawingKind::Logo => element("a:graphicData")
            .with("uri", PIC)
            .child(pic_element(&id, &name, drawing, &relationship)),
    };
    let inline = element("wp:inline")
        .with("distT", "0")
        .with("distB", "0")
        .with("distL", "0")
        .with("distR", "0")
        .child(element("wp:extent").with("cx", width).with("cy", height))
        .child(
            element("wp:effectExtent")
                .with("l", "0")
                .with("t", "0")
                .with("r", "0")
                .with("b", "0"),
        )
        .child(properties)
        .child(element("wp:cNvGraphicFramePr"))
        .child(element("a:graphic").with("xmlns:a", A).child(data));
    element("w:drawing").child(inline)
}

/// The picture's pixels, and the drawing for readers that know it: [MS-ODRAWXML] 2.3.5.
fn image_blip(drawing: &InlineDrawing, relationship: &str) -> Element {
    let blip = element("a:blip").with("r:embed", relationship);
    if !drawing.vector {
        return blip;
    }
    let vector = element("asvg:svgBlip")
        .with(
            "xmlns:asvg",
            "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
        )
        .with("r:embed", format!("{relationship}{SVG_ID_SUFFIX}"));
    let extension = element("a:ext")
        .with("uri", "{96DAC541-7B7A-43D3-8B79-37D633B846F1}")
        .child(vector);
    blip.child(element("a:extLst").child(extension))
}

fn pic_element(id: &str, name: &str, drawing: &InlineDrawing, relationship: &str) -> Element {
    let emu = |length: Pt| (length.emu().round() as i64).max(1).to_string();
    let frame = element("a:xfrm")
        .child(element("a:off").with("x", "0").with("y", "0"))
        .child(
            element("a:ext")
                .with("cx", emu(drawing.width))
                .with("cy", emu(drawing.height)),
        );
    let own = element("pic:cNvPr")
        .with("id", id)
        .with("name", name)
        .with("descr", &drawing.alt);
    element("pic:pic")
        .with("xmlns:pic", PIC)
        .child(
            element("pic:nvPicPr")
                .child(own)
                .child(element("pic:cNvPicPr")),
        )
        .child(
            element("pic:blipFill")
                .child(image_blip(drawing, relationship))
                .child(element("a:stretch").child(element("a:fillRect"))),
        )
        .child(
            element("pic:spPr").child(frame).child(
                element("a:prstGeom")
                    .with("prst", "rect")
                    .child(element("a:avLst")),
            ),
        )
}
