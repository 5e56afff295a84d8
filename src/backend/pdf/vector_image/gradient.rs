//! SVG gradients as shadings (ISO 32000-1, 8.7.4.5).

use printpdf::DictItem;
use resvg::usvg::{BaseGradient, Color, LinearGradient, RadialGradient, SpreadMethod, Stop};

use crate::backend::pdf::dict_items::{dict_item, name_item, numbers_item};
use crate::backend::pdf::values::round_to_thousandths;

/// The domain of every function: from the beginning of the gradient to its end.
const DOMAIN: [f32; 2] = [0.0, 1.0];

/// Whether a shading can show this gradient: beyond its ends it has plain colours, and it has the
/// same opacity everywhere.
pub(super) fn can_be_shading(gradient: &BaseGradient) -> bool {
    let opacity = gradient_opacity(gradient);
    let stops = gradient.stops();
    for stop in stops {
        // Shadings have no opacity of their own.
        if stop.opacity().get() != opacity {
            return false;
        }
    }
    // Shadings do not repeat either.
    gradient.spread_method() == SpreadMethod::Pad && stops.len() > 1
}

/// The opacity of a gradient that [can be a shading](can_be_shading).
pub(super) fn gradient_opacity(gradient: &BaseGradient) -> f32 {
    match gradient.stops().first() {
        Some(stop) => stop.opacity().get(),
        None => 1.0,
    }
}

pub(super) fn linear_shading(gradient: &LinearGradient) -> DictItem {
    let axis = [gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()];
    shading_dictionary(2, &axis, gradient.stops())
}

pub(super) fn radial_shading(gradient: &RadialGradient) -> DictItem {
    // SVG's focal point is the centre of the inner circle in PDF.
    let inner = [gradient.fx(), gradient.fy(), gradient.fr().get()];
    let outer = [gradient.cx(), gradient.cy(), gradient.r().get()];
    shading_dictionary(3, &[inner, outer].concat(), gradient.stops())
}

fn shading_dictionary(shading_type: i64, coordinates: &[f32], stops: &[Stop]) -> DictItem {
    // Beyond its ends, a gradient goes on with the colours of its first and last stop.
    let extend = vec![DictItem::Bool(true), DictItem::Bool(true)];
    dict_item([
        ("ShadingType", DictItem::Int(shading_type)),
        ("ColorSpace", name_item("DeviceRGB")),
        ("Coords", numbers_item(coordinates)),
        ("Function", stitching_function(stops)),
        ("Extend", DictItem::Array(extend)),
    ])
}

/// A point of a gradient.
#[derive(Clone, Copy, PartialEq)]
struct ColorStop {
    /// From 0 to 1.
    offset: f32,
    color: Color,
}

/// The colours of a gradient: a stitching function (ISO 32000-1, 7.10.4) of one interpolation
/// between each two stops.
fn stitching_function(stops: &[Stop]) -> DictItem {
    let stops = stops_from_0_to_1(stops);
    let mut starts = Vec::new();
    let mut functions = Vec::new();
    for pair in stops.windows(2) {
        let [from, to] = [pair[0], pair[1]];
        // Two stops at the same offset are a sharp edge, which needs no function.
        if from.offset < to.offset {
            starts.push(from.offset);
            functions.push(interpolation_function(from.color, to.color));
        }
    }
    // The first function begins where the domain does, so that only the others have a bound.
    let bounds = starts.get(1..).unwrap_or_default();
    let encode = DOMAIN.repeat(functions.len());
    dict_item([
        ("FunctionType", DictItem::Int(3)),
        ("Domain", numbers_item(&DOMAIN)),
        ("Bounds", numbers_item(bounds)),
        ("Encode", numbers_item(&encode)),
        ("Functions", DictItem::Array(functions)),
    ])
}

/// The stops, extended so that the first is at 0 and the last at 1.
fn stops_from_0_to_1(stops: &[Stop]) -> Vec<ColorStop> {
    let mut extended = Vec::with_capacity(stops.len() + 2);
    if let Some(first) = stops.first() {
        extended.push(color_stop(0.0, first));
    }
    for stop in stops {
        extended.push(color_stop(stop.offset().get(), stop));
    }
    if let Some(last) = stops.last() {
        extended.push(color_stop(1.0, last));
    }
    extended.dedup();
    extended
}

fn color_stop(offset: f32, stop: &Stop) -> ColorStop {
    ColorStop {
        offset,
        color: stop.color(),
    }
}

/// A linear interpolation between two colours (ISO 32000-1, 7.10.3).
fn interpolation_function(from: Color, to: Color) -> DictItem {
    dict_item([
        ("FunctionType", DictItem::Int(2)),
        ("Domain", numbers_item(&DOMAIN)),
        ("C0", color_item(from)),
        ("C1", color_item(to)),
        ("N", DictItem::Int(1)),
    ])
}

fn color_item(color: Color) -> DictItem {
    let channels = [color.red, color.green, color.blue];
    let parts = channels.map(|channel| {
        let part = f32::from(channel) / 255.0;
        round_to_thousandths(part)
    });
    numbers_item(&parts)
}
