//! Charts and images: the drawing in a line of text, and the parts that it refers to.

use super::drawing_elements::{emu, mark_as_decorative};
use super::package_writer::PackageWriter;
use super::part_names::DOCUMENT;
use super::wml::{DrawingKind, DrawingNode};
use crate::assets::{ImageFile, ImageFormat};
use crate::document::{Chart, Image};
use crate::length::Pt;
use crate::ooxml::chart::{ChartPartSetting, chart_part};
use crate::ooxml::namespaces::{A, C, PIC};
use crate::ooxml::number_format::ChartNumberFormats;
use crate::ooxml::package::Package;
use crate::ooxml::workbook::chart_workbook;
use crate::ooxml::xml::{Element, element};

impl PackageWriter<'_> {
    /// Adds the parts that a drawing of the document refers to, and the relationship to them.
    /// `all` are the drawings of the document.
    pub(super) fn add_drawing_parts(
        &self,
        drawing: &DrawingNode<'_>,
        all: &[&DrawingNode<'_>],
        package: &mut Package,
    ) -> Result<(), String> {
        match drawing.kind {
            DrawingKind::Chart(chart) => self.add_chart_parts(drawing, chart, package),
            DrawingKind::Image(image) => self.add_shown_image(drawing, image, all, package),
            // The header that shows it has added it.
            DrawingKind::Logo => Ok(()),
        }
    }

    /// Adds a native chart and the workbook that Word opens to edit its data.
    fn add_chart_parts(
        &self,
        drawing: &DrawingNode<'_>,
        chart: &Chart,
        package: &mut Package,
    ) -> Result<(), String> {
        let number = drawing.number + 1;
        let file = format!("charts/chart{number}.xml");
        let name = format!("word/{file}");
        let workbook = format!("embeddings/chart{number}.xlsx");
        let caches = &self.assets.caches;
        let formats = ChartNumberFormats::new(chart, &self.document.meta.lang);
        let workbook_bytes = chart_workbook(
            chart,
            &formats,
            &caches.workbook_templates,
            &caches.compressed_parts,
        )
        .map_err(|why| format!("a chart's workbook: {why}"))?;
        let plan = drawing.chart_plan.as_ref().ok_or("a chart has no plan")?;
        let setting = ChartPartSetting {
            formats: &formats,
            plan,
            colors: &self.metrics.theme.colors,
            label_size: self.metrics.scale.caption.size,
            language: self.main_language(),
            direction: self.document.meta.direction,
        };
        let part = chart_part(chart, &setting);
        package.add_typed_part(
            &name,
            "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
            part.to_part(),
        );
        package.add_part(&format!("word/{workbook}"), workbook_bytes);
        package.relate(&name, "rId1", "package", &format!("../{workbook}"));
        package.relate(
            DOCUMENT,
            &drawing_relationship_id(drawing.number),
            "chart",
            &file,
        );
        Ok(())
    }

    fn add_shown_image(
        &self,
        drawing: &DrawingNode<'_>,
        image: &Image,
        all: &[&DrawingNode<'_>],
        package: &mut Package,
    ) -> Result<(), String> {
        let images = &self.assets.images;
        let Some(file) = images.get(&image.file) else {
            return Ok(());
        };
        // Parts are named by the position of their file, so that an image that is shown twice is
        // stored once.
        let position = images.keys().position(|name| *name == image.file);
        let name = format!("media/image{}", position.unwrap_or_default() + 1);
        let size = largest_shown_size(image, all).unwrap_or((drawing.width, drawing.height));
        let id = drawing_relationship_id(drawing.number);
        add_image_parts(file, size, &name, (DOCUMENT, &id), package)
    }
}

/// The largest size in which an image is shown, which its stored pixels have to serve.
fn largest_shown_size(image: &Image, drawings: &[&DrawingNode<'_>]) -> Option<(Pt, Pt)> {
    let mut largest: Option<(Pt, Pt)> = None;
    for drawing in drawings {
        match drawing.kind {
            DrawingKind::Image(shown) if shown.file == image.file => {
                if largest.is_none_or(|(width, _)| drawing.width >= width) {
                    largest = Some((drawing.width, drawing.height));
                }
            }
            DrawingKind::Image(_) | DrawingKind::Logo | DrawingKind::Chart(_) => {}
        }
    }
    largest
}

/// Stores an image that is shown in a size as `name` (without extension) and relates it to a part:
/// as PNG or JPEG, which every reader shows, and as SVG as well if the file is one.
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

/// Added to the id of the relationship to an image, gives that of the relationship to its SVG.
const SVG_ID_SUFFIX: &str = "Vector";

/// The id of the relationship to a drawing's part.
pub(super) fn drawing_relationship_id(number: usize) -> String {
    format!("rIdDrawing{number}")
}

/// Writes the `w:drawing` element that shows a drawing in a line of text.
pub(super) fn inline_drawing(drawing: &DrawingNode<'_>) -> Element {
    let id = (drawing.number + 1).to_string();
    let relationship = drawing_relationship_id(drawing.number);
    let name = match drawing.kind {
        DrawingKind::Logo => "Logo".to_owned(),
        DrawingKind::Chart(_) => format!("Chart {id}"),
        DrawingKind::Image(_) => format!("Picture {id}"),
    };
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
    let extent = element("wp:extent")
        .with("cx", emu(drawing.width))
        .with("cy", emu(drawing.height));
    let effect_extent = element("wp:effectExtent")
        .with("l", "0")
        .with("t", "0")
        .with("r", "0")
        .with("b", "0");
    let inline = element("wp:inline")
        .with("distT", "0")
        .with("distB", "0")
        .with("distL", "0")
        .with("distR", "0")
        .child(extent)
        .child(effect_extent)
        .child(drawing_properties(&id, &name, drawing))
        .child(element("wp:cNvGraphicFramePr"))
        .child(element("a:graphic").with("xmlns:a", A).child(data));
    element("w:drawing").child(inline)
}

/// The name and alternative text of a drawing, or the statement that it is decorative.
fn drawing_properties(id: &str, name: &str, drawing: &DrawingNode<'_>) -> Element {
    let properties = element("wp:docPr")
        .with("id", id)
        .with("name", name)
        .with("descr", &drawing.alt);
    let decorative = match drawing.kind {
        DrawingKind::Logo => drawing.alt.is_empty(),
        DrawingKind::Chart(_) => false,
        DrawingKind::Image(image) => image.decorative,
    };
    if decorative {
        mark_as_decorative(properties)
    } else {
        properties
    }
}

/// Refers to the PNG or JPEG of an image and, for readers that know it, to its SVG ([MS-ODRAWXML]
/// 2.3.5).
fn image_blip(drawing: &DrawingNode<'_>, relationship: &str) -> Element {
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

fn pic_element(id: &str, name: &str, drawing: &DrawingNode<'_>, relationship: &str) -> Element {
    let frame = element("a:xfrm")
        .child(element("a:off").with("x", "0").with("y", "0"))
        .child(
            element("a:ext")
                .with("cx", emu(drawing.width))
                .with("cy", emu(drawing.height)),
        );
    let properties = element("pic:cNvPr")
        .with("id", id)
        .with("name", name)
        .with("descr", &drawing.alt);
    element("pic:pic")
        .with("xmlns:pic", PIC)
        .child(
            element("pic:nvPicPr")
                .child(properties)
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
