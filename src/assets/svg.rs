//! SVG files: read as data, drawn as plain shapes.
//!
//! Nothing in such a file is run, nothing outside of it is looked for, and text is set in the fonts
//! of the run and becomes paths. A file that would take too long is refused before it is drawn:
//! first by its elements, counted with all that they repeat ([`element_count`]), then by the layers that
//! painting it takes ([`paint_cost`]).

mod element_count;
mod fonts;
mod limits;
mod paint_cost;

use resvg::usvg::{self, ImageHrefResolver, Tree, WriteOptions, roxmltree};

use crate::fonts::Fonts;
use fonts::SvgFontResolver;
use limits::too_many_elements;

pub use limits::SvgLimits;

/// Attributes of an element.
const MAX_ATTRIBUTES: usize = 500;

/// Declarations of namespaces.
const MAX_NAMESPACES: usize = 1000;

/// An SVG file that was read.
pub(super) struct ParsedSvg {
    pub tree: Tree,
    /// What it draws, as a file without anything else.
    pub clean: String,
    /// What it has that is not drawn: clauses after its name.
    pub warnings: Vec<String>,
}

/// Reads an SVG file; the message of a problem is a clause after the picture's name.
pub(super) fn read_svg(
    bytes: &[u8],
    limits: SvgLimits,
    fonts: &Fonts,
) -> Result<ParsedSvg, String> {
    if bytes.len() > limits.bytes {
        return Err(format!(
            "has {} bytes; the limit for SVG is {}",
            bytes.len(),
            limits.bytes
        ));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| "is not UTF-8 text".to_owned())?;
    let text = text.trim_start_matches('\u{feff}').trim_start();
    // They can stand for more text than there is room for.
    if text.contains("<!ENTITY") {
        return Err("declares entities, which a picture must not".to_owned());
    }
    // Each is held against those before it.
    if text.matches("xmlns").count() > MAX_NAMESPACES {
        return Err(format!("declares more than {MAX_NAMESPACES} namespaces"));
    }
    if text
        .split('<')
        .any(|tag| count_attributes(tag) > MAX_ATTRIBUTES)
    {
        return Err(format!(
            "has an element with more than {MAX_ATTRIBUTES} attributes"
        ));
    }
    let nodes_limit = u32::try_from(limits.elements.saturating_mul(4)).unwrap_or(u32::MAX);
    let options = roxmltree::ParsingOptions {
        allow_dtd: true,
        nodes_limit,
        ..Default::default()
    };
    let document =
        roxmltree::Document::parse_with_options(text, options).map_err(|why| match why {
            roxmltree::Error::NodesLimitReached => too_many_elements(limits),
            why => format!("is no well-formed SVG: {why}"),
        })?;
    if !document
        .root_element()
        .has_tag_name(("http://www.w3.org/2000/svg", "svg"))
    {
        return Err("is no SVG: its root is not `svg` in SVG's namespace".to_owned());
    }
    element_count::check_element_count(&document, limits)?;
    let font_resolver = SvgFontResolver::new(fonts);
    let tree =
        Tree::from_xmltree(&document, &parser_options(&font_resolver)).map_err(
            |why| match why {
                usvg::Error::InvalidSize => "has no width or height".to_owned(),
                why => format!("cannot be read: {why}"),
            },
        )?;
    let (width, height) = (tree.size().width(), tree.size().height());
    if width.max(height) > limits.side {
        return Err(format!(
            "is {width:.0} × {height:.0} CSS pixels large; the limit is {:.0} a side",
            limits.side
        ));
    }
    paint_cost::check_paint_cost(&tree, limits)?;
    let mut warnings = element_count::undrawn_content_warnings(&document);
    warnings.extend(font_resolver.warnings());
    let clean = tree.to_string(&WriteOptions {
        preserve_text: false,
        ..WriteOptions::default()
    });
    Ok(ParsedSvg {
        tree,
        clean,
        warnings,
    })
}

/// Attributes of an element whose tag begins `tag`, counted as generously as they are read.
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

/// Nothing from files or the network, no pictures inside, no fonts but those of the run.
fn parser_options<'a>(font_resolver: &'a SvgFontResolver<'a>) -> usvg::Options<'a> {
    usvg::Options {
        resources_dir: None,
        image_href_resolver: ImageHrefResolver {
            resolve_data: Box::new(|_, _, _| None),
            resolve_string: Box::new(|_, _| None),
        },
        // Where a file names none.
        font_family: fonts::SANS.to_owned(),
        font_resolver: font_resolver.usvg_resolver(),
        fontdb: font_resolver.database(),
        ..usvg::Options::default()
    }
}
