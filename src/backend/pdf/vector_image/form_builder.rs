//! A form while it is drawn: its operators and its resources (ISO 32000-1, 8.10).

use std::collections::BTreeMap;
use std::fmt::Write;

use printpdf::{DictItem, ExternalStream};
use resvg::tiny_skia::Transform;
use resvg::usvg::Size;

use crate::assets::PixelSize;

/// Units of the longer side of a drawing, so that three decimals are enough whatever its own units
/// are.
const FORM_UNITS: f32 = 1000.0;

/// The size of a drawing in its own units, in a form's and in pixels.
pub(super) struct FormSpace {
    pub size: Size,
    /// From the drawing's units to the form's.
    pub scale: f32,
    /// Pixels for each of the drawing's units.
    pub density: f32,
}

impl FormSpace {
    pub fn new(size: Size, pixels: Option<PixelSize>) -> Self {
        let scale = FORM_UNITS / size.width().max(size.height());
        let density = pixels.map_or(1.0, |(width, _)| width as f32 / size.width());
        Self {
            size,
            scale,
            density,
        }
    }

    /// Width and height in the form's units.
    pub fn form_size(&self) -> [f32; 2] {
        [
            self.size.width() * self.scale,
            self.size.height() * self.scale,
        ]
    }

    /// From coordinates inside of `transform` to the form's.
    pub fn to_form(&self, transform: Transform) -> Transform {
        Transform::from_scale(self.scale, self.scale).pre_concat(transform)
    }
}

/// A form while it is drawn.
pub(super) struct FormBuilder<'a> {
    pub space: &'a FormSpace,
    pub content: String,
    pub states: BTreeMap<GraphicsState, usize>,
    pub shadings: Vec<DictItem>,
    pub objects: Vec<ExternalStream>,
    /// Graphics states that are open.
    pub depth: usize,
    /// What was painted so far, in areas of the drawing.
    pub rasterized: f32,
}

/// How what follows mixes with what is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GraphicsState {
    /// Opacity of areas, in thousandths.
    pub fill: u16,
    /// Opacity of lines, in thousandths.
    pub stroke: u16,
    pub blend: &'static str,
}

impl GraphicsState {
    pub fn opacity(value: f32) -> Self {
        let value = (value.clamp(0.0, 1.0) * 1000.0).round() as u16;
        Self {
            fill: value,
            stroke: value,
            blend: "Normal",
        }
    }
}

impl<'a> FormBuilder<'a> {
    pub fn new(space: &'a FormSpace, depth: usize) -> Self {
        let (content, states, shadings, objects) =
            (String::new(), BTreeMap::new(), Vec::new(), Vec::new());
        Self {
            space,
            content,
            states,
            shadings,
            objects,
            depth,
            rasterized: 0.0,
        }
    }

    pub fn save_state(&mut self) {
        self.depth += 1;
        self.content.push_str("q\n");
    }

    pub fn restore_state(&mut self) {
        self.depth = self.depth.saturating_sub(1);
        self.content.push_str("Q\n");
    }

    pub fn set_state(&mut self, state: GraphicsState) {
        if state == GraphicsState::opacity(1.0) {
            return;
        }
        let next = self.states.len();
        let at = *self.states.entry(state).or_insert(next);
        // Writing to a string does not fail.
        let _ = writeln!(self.content, "/S{at} gs");
    }

    pub fn show_xobject(&mut self, object: ExternalStream) {
        let _ = writeln!(self.content, "/X{} Do", self.objects.len());
        self.objects.push(object);
    }

    pub fn concat_matrix(&mut self, it: Transform) {
        let _ = writeln!(
            self.content,
            "{} {} {} {} {} {} cm",
            it.sx, it.ky, it.kx, it.sy, it.tx, it.ty
        );
    }

    /// The form, which mixes with what is below it as one.
    pub fn into_xobject(self) -> ExternalStream {
        let name = |value: &str| DictItem::Name(value.as_bytes().to_vec());
        let dict = |entries: Vec<(String, DictItem)>| DictItem::Dict {
            map: entries.into_iter().collect(),
        };
        let entry = |key: &str, value| (key.to_owned(), value);
        let state = |state: GraphicsState| {
            let opacity = |value: u16| DictItem::Real(f32::from(value) / 1000.0);
            dict(vec![
                entry("Type", name("ExtGState")),
                entry("ca", opacity(state.fill)),
                entry("CA", opacity(state.stroke)),
                entry("BM", name(state.blend)),
            ])
        };
        let states = self
            .states
            .into_iter()
            .map(|(it, at)| (format!("S{at}"), state(it)))
            .collect();
        let shadings = self
            .shadings
            .into_iter()
            .enumerate()
            .map(|(at, it)| (format!("G{at}"), it))
            .collect();
        let objects = self.objects.into_iter().enumerate();
        let objects = objects
            .map(|(at, stream)| (format!("X{at}"), DictItem::Stream { stream }))
            .collect();
        let resources = vec![
            entry("ExtGState", dict(states)),
            entry("Shading", dict(shadings)),
            entry("XObject", dict(objects)),
        ];
        let [width, height] = self.space.form_size();
        let group = vec![
            entry("S", name("Transparency")),
            entry("CS", name("DeviceRGB")),
            entry("I", DictItem::Bool(true)),
        ];
        let entries = vec![
            entry("Type", name("XObject")),
            entry("Subtype", name("Form")),
            entry(
                "BBox",
                DictItem::Array([0.0, 0.0, width, height].map(DictItem::Real).to_vec()),
            ),
            entry("Resources", dict(resources)),
            entry("Group", dict(group)),
        ];
        ExternalStream {
            dict: entries.into_iter().collect(),
            content: self.content.into_bytes(),
            compress: true,
        }
    }
}
