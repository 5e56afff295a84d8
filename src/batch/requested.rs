//! Which templates, themes, labels and images a brief requests by name, and who names them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::brief::{Positions, is_image_path};
use crate::lang;
use crate::yaml::{Node, NodeKind};

/// A template or theme as someone names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ResourceRef {
    /// A name or a path.
    pub name: String,
    #[serde(rename = "by")]
    pub origin: Origin,
}

impl ResourceRef {
    /// Whether the brief or the settings name it.
    pub fn is_named(&self) -> bool {
        matches!(self.origin, Origin::Brief | Origin::Settings)
    }
}

/// Who names a resource. Its path is relative to that place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Origin {
    /// The command line. Its paths are relative to the working folder and may lead anywhere.
    Command,
    /// The brief.
    Brief,
    /// The settings of the project.
    Settings,
    /// The program: a built-in default.
    Program,
}

/// The resources that a brief and its project's defaults request by name.
///
/// They follow from the texts of the brief and the settings alone. So if the texts have not
/// changed, a recorded `Requested` is still right, and the brief need not be parsed to see whether
/// its outputs are up to date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Requested {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<ResourceRef>,
    /// By format.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<String, ResourceRef>,
    /// By name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    images: BTreeMap<String, Origin>,
    /// Whether fonts in folders are needed. This follows from the theme and the labels, too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    fonts: bool,
}

impl Requested {
    /// The resources of a parsed brief. Invalid image names are left out because checking the brief
    /// reports them.
    pub fn from_positions(positions: &Positions) -> Self {
        let theme = value_of(positions, "theme").map(|name| ResourceRef {
            name,
            origin: origin_of(positions, "theme"),
        });
        let templates = match positions.get("templates") {
            Some((_, node)) => template_refs(node, origin_of(positions, "templates")),
            None => BTreeMap::new(),
        };
        let mut images = BTreeMap::new();
        if let Some((_, list)) = positions.get("images") {
            let origin = origin_of(positions, "images");
            for name in list.items().iter().filter_map(image_name) {
                images.insert(name.to_owned(), origin);
            }
        }
        Self {
            lang: value_of(positions, "lang"),
            theme,
            templates,
            images,
            fonts: false,
        }
    }

    /// Notes whether fonts in folders are needed.
    pub fn with_fonts(self, fonts: bool) -> Self {
        Self { fonts, ..self }
    }

    pub fn needs_fonts(&self) -> bool {
        self.fonts
    }

    /// The image files, and who names each.
    pub fn images(&self) -> &BTreeMap<String, Origin> {
        &self.images
    }

    /// The language; English if `lang` is not a language tag, which checking the brief reports.
    pub fn language(&self) -> &str {
        match &self.lang {
            Some(tag) if lang::is_tag(tag) => tag,
            _ => "en",
        }
    }
}

/// Who gives a key of the brief its value.
fn origin_of(positions: &Positions, key: &str) -> Origin {
    if positions.is_own(key) {
        Origin::Brief
    } else {
        Origin::Settings
    }
}

/// The text of a key; `None` if it is blank, which means the same as leaving it out.
fn value_of(positions: &Positions, key: &str) -> Option<String> {
    let (_, node) = positions.get(key)?;
    let text = node.scalar()?;
    if text.trim().is_empty() {
        return None;
    }
    Some(text.to_owned())
}

/// The file of an item of `images`, if it is a valid path.
fn image_name(item: &Node) -> Option<&str> {
    let node = item.get("file").filter(|node| !node.is_blank())?;
    node.scalar().filter(|name| is_image_path(name))
}

/// The templates in the value of a `templates` key, by format.
pub(super) fn template_refs(node: &Node, origin: Origin) -> BTreeMap<String, ResourceRef> {
    let mut templates = BTreeMap::new();
    let NodeKind::Mapping(entries) = &node.kind else {
        return templates;
    };
    for (format, name) in entries {
        // A blank value leaves the template to others. Checking the brief reports other mistakes.
        if name.is_blank() {
            continue;
        }
        if let (Some(format), Some(name)) = (format.scalar(), name.scalar()) {
            let name = name.to_owned();
            templates.insert(format.to_owned(), ResourceRef { name, origin });
        }
    }
    templates
}
