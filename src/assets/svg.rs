//! SVG files: read as data and drawn as plain shapes ([`read_svg`]).
//!
//! Scripts do not run, no other file is opened, and text is set in the fonts of the run and becomes
//! paths. Files that would take too long are refused before they are drawn: first by the number of
//! their elements with all repetitions ([`element_count`]), then by the layers that painting them
//! takes ([`paint_cost`]).

mod element_count;
mod fonts;
mod limits;
mod paint_cost;
mod undrawn;

use resvg::usvg::roxmltree::{Document, Error, ParsingOptions};
use resvg::usvg::{self, ImageHrefResolver, Tree, WriteOptions};

use crate::fonts::Fonts;
use element_count::check_element_count;
use fonts::SvgFontResolver;
use limits::{MAX_ATTRIBUTES, MAX_NAMESPACES, NODES_PER_ELEMENT, too_many_elements};
use paint_cost::check_paint_cost;
use undrawn::undrawn_content_warnings;

pub use limits::SvgLimits;

/// An SVG file that was read.
pub(super) struct ParsedSvg {
    pub tree: Tree,
    /// The file with nothing but the shapes that are drawn.
    pub cleaned: String,
    /// The parts that are not drawn, as clauses that follow the file's name.
    pub warnings: Vec<String>,
}

/// Reads an SVG file and sets its text in `fonts`.
///
/// # Errors
///
/// If it is no SVG file or exceeds a limit. The message is a clause that follows the file's name.
pub(super) fn read_svg(
    bytes: &[u8],
    limits: SvgLimits,
    fonts: &Fonts,
) -> Result<ParsedSvg, String> {
    // Each check protects the step after it, so that the order matters.
    let text = check_text(bytes, limits)?;
    let document = parse_xml(text, limits)?;
    check_element_count(&document, limits)?;
    let font_resolver = SvgFontResolver::new(fonts);
    let options = drawing_options(&font_resolver);
    let tree = Tree::from_xmltree(&document, &options).map_err(|why| match why {
        usvg::Error::InvalidSize => "has no width or height".to_owned(),
        why => format!("cannot be read: {why}"),
    })?;
    let (width, height) = (tree.size().width(), tree.size().height());
    if width.max(height) > limits.side {
        return Err(format!(
            "is {width:.0} × {height:.0} CSS pixels large; the limit is {:.0} a side",
            limits.side
        ));
    }
    check_paint_cost(&tree, limits)?;
    let mut warnings = undrawn_content_warnings(&document);
    warnings.extend(font_resolver.warnings());
    // Text becomes paths: readers need not have the fonts that it was set in.
    let cleaned = tree.to_string(&WriteOptions {
        preserve_text: false,
        ..WriteOptions::default()
    });
    Ok(ParsedSvg {
        tree,
        cleaned,
        warnings,
    })
}

/// The text of a file, after the checks that protect the XML parser.
fn check_text(bytes: &[u8], limits: SvgLimits) -> Result<&str, String> {
    if bytes.len() > limits.bytes {
        return Err(format!(
            "has {} bytes; the limit for SVG is {}",
            bytes.len(),
            limits.bytes
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    // Entities within entities can stand for more text than any memory holds.
    if text.contains("<!ENTITY") {
        return Err("declares entities, which a picture must not".to_owned());
    }
    // The parser compares each namespace, and each attribute of an element, with all before it.
    if text.matches("xmlns").count() > MAX_NAMESPACES {
        return Err(format!("declares more than {MAX_NAMESPACES} namespaces"));
    }
    for tag in text.split('<') {
        if count_attributes(tag) > MAX_ATTRIBUTES {
            return Err(format!(
                "has an element with more than {MAX_ATTRIBUTES} attributes"
            ));
        }
    }
    Ok(text)
}

/// Counts the attributes of a tag, which starts after its `<`. The parser finds no more of them.
fn count_attributes(tag: &str) -> usize {
    let mut quote = None;
    let mut count = 0;
    for byte in tag.bytes() {
        match (quote, byte) {
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'>') => break,
            (None, b'=') => count += 1,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    count
}

fn parse_xml(text: &str, limits: SvgLimits) -> Result<Document<'_>, String> {
    let max_nodes = limits.elements.saturating_mul(NODES_PER_ELEMENT);
    let options = ParsingOptions {
        // The document type that SVG 1.1 files declare.
        allow_dtd: true,
        nodes_limit: u32::try_from(max_nodes).unwrap_or(u32::MAX),
        ..ParsingOptions::default()
    };
    let document = Document::parse_with_options(text, options).map_err(|why| match why {
        Error::NodesLimitReached => too_many_elements(limits),
        why => format!("is not well-formed SVG: {why}"),
    })?;
    let root = document.root_element();
    if !root.has_tag_name(("http://www.w3.org/2000/svg", "svg")) {
        return Err("is not SVG: its root element is not `svg` in the SVG namespace".to_owned());
    }
    Ok(document)
}

/// Options to draw a file with: nothing comes from other files or the network, images inside the
/// file are left out, and only the fonts of the run are used.
fn drawing_options<'a>(font_resolver: &'a SvgFontResolver<'a>) -> usvg::Options<'a> {
    usvg::Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        // For text that names no font.
        font_family: fonts::SANS.to_owned(),
        font_resolver: font_resolver.usvg_resolver(),
        fontdb: font_resolver.database(),
        ..usvg::Options::default()
    }
}
