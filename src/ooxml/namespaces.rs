//! The XML namespaces of Office Open XML (ECMA-376 part 4, the transitional schema), by the prefix
//! that parts use for them.

/// WordprocessingML.
pub(crate) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// DrawingML.
pub(crate) const A: &str = "http://schemas.openxmlformats.org/drawingml/2006/main";

/// Charts.
pub(crate) const C: &str = "http://schemas.openxmlformats.org/drawingml/2006/chart";

/// Drawings in Word documents.
pub(crate) const WP: &str =
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// Pictures.
pub(crate) const PIC: &str = "http://schemas.openxmlformats.org/drawingml/2006/picture";

/// Relationships inside parts.
pub(crate) const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
