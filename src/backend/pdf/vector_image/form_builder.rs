//! A form XObject (ISO 32000-1, 8.10) while it is drawn: its operators and its resources.

use std::collections::BTreeMap;
use std::fmt::Write;

use printpdf::{DictItem, ExternalStream};
use resvg::tiny_skia::{Path, Transform};
use resvg::usvg::Size;

use crate::assets::PixelSize;
use crate::backend::pdf::dict_items::{
    dict_entries, dict_item, name_item, numbered_dict_item, numbers_item,
};

/// Length of the longer side of every form, so that three decimals are precise enough whatever
/// units the SVG file has.
const FORM_UNITS: f32 = 1000.0;

/// The coordinate spaces of an SVG image: its own units, the form's units, and pixels.
pub(super) struct FormSpace {
    /// In SVG units.
    pub size: Size,
    /// Form units for each SVG unit.
    pub scale: f32,
    /// Pixels for each SVG unit, for parts that are rasterized.
    pub density: f32,
}

impl FormSpace {
    pub fn new(size: Size, pixels: Option<PixelSize>) -> Self {
        let scale = FORM_UNITS / size.width().max(size.height());
        let density = match pixels {
            Some((width, _)) => width as f32 / size.width(),
            None => 1.0,
        };
        Self {
            size,
            scale,
            density,
        }
    }

    /// Width and height in form units.
    pub fn form_size(&self) -> [f32; 2] {
        [
            self.size.width() * self.scale,
            self.size.height() * self.scale,
        ]
    }

    /// Extends a transform to SVG units, so that it leads on to form units.
    pub fn to_form(&self, transform: Transform) -> Transform {
        Transform::from_scale(self.scale, self.scale).pre_concat(transform)
    }

    /// A path in form units. `transform` leads from its units to those of the SVG image. `None` if
    /// the result is not finite.
    pub fn form_path(&self, path: &Path, transform: Transform) -> Option<Path> {
        let to_form = self.to_form(transform);
        path.clone().transform(to_form)
    }

    /// How many pixels a part of this length in SVG units has if it is rasterized; at least one.
    pub fn pixel_count(&self, length: f32) -> f32 {
        (length * self.density).ceil().max(1.0)
    }
}

/// Collects the operators of a form and the resources that they name.
pub(super) struct FormBuilder<'a> {
    pub space: &'a FormSpace,
    pub content: String,
    /// Graphics states and their index, which is part of their name: `S0`, `S1`.
    pub states: BTreeMap<GraphicsState, usize>,
    /// Named `G0`, `G1`.
    pub shadings: Vec<DictItem>,
    /// Images and forms, named `X0`, `X1`.
    pub objects: Vec<ExternalStream>,
    /// How many saved graphics states are open.
    pub depth: usize,
    /// The area that was rasterized so far, in areas of the whole image.
    pub rasterized: f32,
}

/// How the following content mixes with the content below it (ISO 32000-1, 11.6.3 and 11.6.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct GraphicsState {
    /// Opacity of areas, in thousandths.
    pub fill: u16,
    /// Opacity of lines, in thousandths.
    pub stroke: u16,
    /// The name of a blend mode.
    pub blend: &'static str,
}

impl GraphicsState {
    /// Normal mixing with an opacity from 0 to 1.
    pub fn opacity(value: f32) -> Self {
        let value = (value.clamp(0.0, 1.0) * 1000.0).round() as u16;
        Self {
            fill: value,
            stroke: value,
            blend: "Normal",
        }
    }

    /// The graphics state parameter dictionary (ISO 32000-1, 8.4.5).
    fn dictionary(self) -> DictItem {
        let fill = f32::from(self.fill) / 1000.0;
        let stroke = f32::from(self.stroke) / 1000.0;
        dict_item([
            ("Type", name_item("ExtGState")),
            ("ca", DictItem::Real(fill)),
            ("CA", DictItem::Real(stroke)),
            ("BM", name_item(self.blend)),
        ])
    }
}

impl<'a> FormBuilder<'a> {
    pub fn new(space: &'a FormSpace, depth: usize) -> Self {
        Self {
            space,
            content: String::new(),
            states: BTreeMap::new(),
            shadings: Vec::new(),
            objects: Vec::new(),
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

    /// Sets the graphics state. The caller saves it before and restores it afterwards.
    pub fn set_state(&mut self, state: GraphicsState) {
        // The state that a form begins with.
        if state == GraphicsState::opacity(1.0) {
            return;
        }
        let next = self.states.len();
        let index = *self.states.entry(state).or_insert(next);
        // Writing to a string does not fail.
        let _ = writeln!(self.content, "/S{index} gs");
    }

    pub fn show_xobject(&mut self, object: ExternalStream) {
        let _ = writeln!(self.content, "/X{} Do", self.objects.len());
        self.objects.push(object);
    }

    pub fn concat_matrix(&mut self, transform: Transform) {
        let _ = writeln!(
            self.content,
            "{} {} {} {} {} {} cm",
            transform.sx, transform.ky, transform.kx, transform.sy, transform.tx, transform.ty
        );
    }

    /// The form as an isolated transparency group (ISO 32000-1, 11.6.6), which mixes with the page
    /// as a whole.
    pub fn into_xobject(self) -> ExternalStream {
        let mut states = BTreeMap::new();
        for (state, index) in self.states {
            states.insert(format!("S{index}"), state.dictionary());
        }
        let streams = self.objects.into_iter();
        let objects = streams.map(|stream| DictItem::Stream { stream });
        let resources = dict_item([
            ("ExtGState", DictItem::Dict { map: states }),
            ("Shading", numbered_dict_item("G", self.shadings)),
            ("XObject", numbered_dict_item("X", objects)),
        ]);
        let group = dict_item([
            ("S", name_item("Transparency")),
            ("CS", name_item("DeviceRGB")),
            ("I", DictItem::Bool(true)),
        ]);
        let [width, height] = self.space.form_size();
        let dict = dict_entries([
            ("Type", name_item("XObject")),
            ("Subtype", name_item("Form")),
            ("BBox", numbers_item(&[0.0, 0.0, width, height])),
            ("Resources", resources),
            ("Group", group),
        ]);
        ExternalStream {
            dict,
            content: self.content.into_bytes(),
            compress: true,
        }
    }
}
