//! The XML namespaces of Office Open XML (ISO/IEC 29500-1, transitional).

/// Namespace of `WordprocessingML` (ISO/IEC 29500-1, transitional).
pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Namespace of `DrawingML`.
pub(crate) const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Namespace of charts.
pub(crate) const C: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";

/// Namespace of drawings in Word documents.
pub(crate) const WP: &str =
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Namespace of pictures.
pub(crate) const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// Namespace of relationships inside parts.
pub(crate) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
