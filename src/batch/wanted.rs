//! Templates, themes and pictures as briefs, settings and the command line name them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::brief::{Positions, is_image_path};
use crate::lang;
use crate::yaml::{self, Node};

/// A template, theme or picture that is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Wanted {
    /// A name or a path.
    pub name: String,
    /// Who asks.
    pub by: Asker,
}

impl Wanted {
    /// Whether the brief or the settings name it.
    pub fn is_named(&self) -> bool {
        matches!(self.by, Asker::Brief | Asker::Settings)
    }
}

/// Who asks for something; paths are relative to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Asker {
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
pub(super) struct Asks {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lang: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub theme: Option<Wanted>,
    /// By format.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<String, Wanted>,
    /// Pictures by name, and who asks for each.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    images: BTreeMap<String, Asker>,
    /// Whether it needs fonts besides those of the program. That follows from its theme and labels,
    /// too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    fonts: bool,
}

impl Asks {
    /// What a brief asks for. Names of pictures that cannot be any are told with its own problems.
    pub fn of(positions: &Positions) -> Self {
        let by = |key| {
            if positions.is_own(key) {
                Asker::Brief
            } else {
                Asker::Settings
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
            .map(|name| (name.to_owned(), by("images")))
            .collect();
        Self {
            lang: word("lang"),
            theme: word("theme").map(|name| Wanted {
                name,
                by: by("theme"),
            }),
            templates: positions
                .get("templates")
                .map(|(_, node)| named_templates(node, by("templates")))
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
    pub fn images(&self) -> &BTreeMap<String, Asker> {
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
pub(super) fn named_templates(node: &Node, by: Asker) -> BTreeMap<String, Wanted> {
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
                Wanted {
                    name: name.to_owned(),
                    by,
                },
            )
        })
        .collect()
}
