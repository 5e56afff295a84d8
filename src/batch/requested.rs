//! Templates, themes and pictures as briefs, settings and the command line name them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::brief::{Positions, is_image_path};
use crate::lang;
use crate::yaml::{self, Node};

/// A template, theme or picture that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ResourceRef {
    /// A name or a path.
    pub name: String,
    /// Who asks.
    #[serde(rename = "by")]
    pub origin: Origin,
}

impl ResourceRef {
    /// Whether the brief or the settings name it.
    pub fn is_named(&self) -> bool {
        matches!(self.origin, Origin::Brief | Origin::Settings)
    }
}

/// Who asks for something; paths are relative to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Origin {
    /// The command line: relative to the working folder, and trusted.
    Command,
    /// The brief: relative to it.
    Brief,
    /// The project's settings: relative to them.
    Settings,
    /// Nobody: what is built in is meant.
    Program,
}

/// What a brief, or its project's defaults, ask for by name. It follows from their texts alone, so
/// that whoever knows that they are unchanged need not parse them for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) struct Requested {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<ResourceRef>,
    /// By format.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<String, ResourceRef>,
    /// Pictures by name, and who asks for each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    images: BTreeMap<String, Origin>,
    /// Whether it needs fonts besides those of the program. That follows from its theme and labels,
    /// too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    fonts: bool,
}

impl Requested {
    /// What a brief asks for. Names of pictures that cannot be any are told with its own problems.
    pub fn from_positions(positions: &Positions) -> Self {
        let origin_of = |key| {
            if positions.is_own(key) {
                Origin::Brief
            } else {
                Origin::Settings
            }
        };
        let word = |key| {
            let word = positions.get(key).and_then(|(_, node)| node.scalar());
            word.filter(|word| !word.trim().is_empty())
                .map(str::to_owned)
        };
        let images = positions
            .get("images")
            .map(|(_, list)| list.items())
            .unwrap_or_default()
            .iter();
        let files =
            images.filter_map(|image| image.get("file").filter(|node| !node.is_blank())?.scalar());
        let images = files
            .filter(|name| is_image_path(name))
            .map(|name| (name.to_owned(), origin_of("images")))
            .collect();
        Self {
            lang: word("lang"),
            theme: word("theme").map(|name| ResourceRef {
                name,
                origin: origin_of("theme"),
            }),
            templates: positions
                .get("templates")
                .map(|(_, node)| template_refs(node, origin_of("templates")))
                .unwrap_or_default(),
            images,
            fonts: false,
        }
    }

    /// The same of a brief that needs fonts besides those of the program, or does not.
    pub fn with_fonts(self, fonts: bool) -> Self {
        Self { fonts, ..self }
    }

    pub fn needs_fonts(&self) -> bool {
        self.fonts
    }

    /// Its pictures, and who asks for each.
    pub fn images(&self) -> &BTreeMap<String, Origin> {
        &self.images
    }

    /// The language; English if it is none, which is told with the brief's own problems.
    pub fn language(&self) -> &str {
        self.lang
            .as_deref()
            .filter(|tag| lang::is_tag(tag))
            .unwrap_or("en")
    }
}

/// The templates of a `templates` key, by format.
pub(super) fn template_refs(node: &Node, origin: Origin) -> BTreeMap<String, ResourceRef> {
    let entries = if let yaml::NodeKind::Mapping(entries) = &node.kind {
        entries.as_slice()
    } else {
        &[]
    };
    let named = entries.iter().filter(|(_, name)| !name.is_blank());
    let named = named.filter_map(|(format, name)| Some((format.scalar()?, name.scalar()?)));
    named
        .map(|(format, name)| {
            (
                format.to_owned(),
                ResourceRef {
                    name: name.to_owned(),
                    origin,
                },
            )
        })
        .collect()
}
