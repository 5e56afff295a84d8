//! The limits for SVG files ([`SvgLimits`]).

/// Attributes of an element at most.
pub(super) const MAX_ATTRIBUTES: usize = 500;

/// Namespace declarations of a file at most.
pub(super) const MAX_NAMESPACES: usize = 1000;

/// Nodes of the XML tree (elements, texts, comments) for each element that is allowed.
pub(super) const NODES_PER_ELEMENT: u64 = 4;

/// How large and how costly an SVG file may be. Each limit has its own message.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SvgLimits {
    /// Bytes of the file.
    pub bytes: usize,
    /// Elements inside of each other, with what `use` and references repeat.
    pub depth: usize,
    /// Elements, with what `use` and references repeat.
    pub elements: u64,
    /// Width and height, in CSS pixels.
    pub side: f32,
    /// Layers as large as the image that masks, filters, patterns and groups need to be painted.
    pub layers: f32,
}

impl Default for SvgLimits {
    /// 4 MiB, 64 levels, 200,000 elements, 20,000 CSS pixels, 200 layers.
    fn default() -> Self {
        Self {
            bytes: 4 << 20,
            depth: 64,
            elements: 200_000,
            side: 20_000.0,
            layers: 200.0,
        }
    }
}

/// The message for a file with too many elements.
pub(super) fn too_many_elements(limits: SvgLimits) -> String {
    format!(
        "has more than {} elements, counting what it repeats",
        limits.elements
    )
}
