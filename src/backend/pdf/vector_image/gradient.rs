//! Gradients as shadings (ISO 32000-1, 8.7.4.5).

use printpdf::DictItem;
use resvg::usvg::{BaseGradient, Color, LinearGradient, RadialGradient, SpreadMethod, Stop};

/// Whether PDF knows such a gradient: it ends in plain colours, and is as opaque everywhere.
pub(super) fn can_be_shading(gradient: &BaseGradient) -> bool {
    let opacity = gradient_opacity(gradient);
    gradient.spread_method() == SpreadMethod::Pad
        && gradient.stops().len() > 1
        && gradient
            .stops()
            .iter()
            .all(|stop| stop.opacity().get() == opacity)
}

/// How opaque a gradient is.
pub(super) fn gradient_opacity(gradient: &BaseGradient) -> f32 {
    gradient
        .stops()
        .first()
        .map_or(1.0, |stop| stop.opacity().get())
}

pub(super) fn linear_shading(gradient: &LinearGradient) -> DictItem {
    shading_dictionary(
        2,
        &[gradient.x1(), gradient.y1(), gradient.x2(), gradient.y2()],
        gradient.stops(),
    )
}

pub(super) fn radial_shading(gradient: &RadialGradient) -> DictItem {
    let inner = [gradient.fx(), gradient.fy(), gradient.fr().get()];
    let outer = [gradient.cx(), gradient.cy(), gradient.r().get()];
    shading_dictionary(3, &[inner, outer].concat(), gradient.stops())
}

fn shading_dictionary(kind: i64, places: &[f32], stops: &[Stop]) -> DictItem {
    let reals =
        |values: &[f32]| DictItem::Array(values.iter().copied().map(DictItem::Real).collect());
    dictionary_item(vec![
        ("ShadingType", DictItem::Int(kind)),
        ("ColorSpace", DictItem::Name(b"DeviceRGB".to_vec())),
        ("Coords", reals(places)),
        ("Function", stitching_function(stops)),
        (
            "Extend",
            DictItem::Array(vec![DictItem::Bool(true), DictItem::Bool(true)]),
        ),
    ])
}

/// The colours between stops: a function for each gap, and one for what is before the first and
/// after the last.
fn stitching_function(stops: &[Stop]) -> DictItem {
    let reals =
        |values: &[f32]| DictItem::Array(values.iter().copied().map(DictItem::Real).collect());
    let known = stops.iter().map(|stop| (stop.offset().get(), stop.color()));
    let first = stops.first().map(|stop| (0.0, stop.color()));
    let last = stops.last().map(|stop| (1.0, stop.color()));
    let mut places: Vec<(f32, Color)> = Vec::new();
    for (offset, color) in first.into_iter().chain(known).chain(last) {
        // Two at one place are a step from one colour to the next: what lies between has no width.
        if places.last() != Some(&(offset, color)) {
            places.push((offset, color));
        }
    }
    let gaps: Vec<_> = places
        .windows(2)
        .filter(|pair| pair[0].0 < pair[1].0)
        .collect();
    let between = |(from, to): (Color, Color)| {
        let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
        let parts = |color: Color| reals(&[part(color.red), part(color.green), part(color.blue)]);
        dictionary_item(vec![
            ("FunctionType", DictItem::Int(2)),
            ("Domain", reals(&[0.0, 1.0])),
            ("C0", parts(from)),
            ("C1", parts(to)),
            ("N", DictItem::Int(1)),
        ])
    };
    let bounds: Vec<f32> = gaps.iter().skip(1).map(|pair| pair[0].0).collect();
    let functions: Vec<_> = gaps
        .iter()
        .map(|pair| between((pair[0].1, pair[1].1)))
        .collect();
    dictionary_item(vec![
        ("FunctionType", DictItem::Int(3)),
        ("Domain", reals(&[0.0, 1.0])),
        ("Bounds", reals(&bounds)),
        ("Encode", reals(&[0.0, 1.0].repeat(functions.len()))),
        ("Functions", DictItem::Array(functions)),
    ])
}

fn dictionary_item(entries: Vec<(&str, DictItem)>) -> DictItem {
    DictItem::Dict {
        map: entries
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value))
            .collect(),
    }
}
