//! Reads the image files that a brief and its theme name.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::{ImageFile, ImageLimits, is_svg};
use crate::diagnostic::{Diagnostic, Span};
use crate::fonts::Fonts;

/// The limits for image files.
pub(super) fn image_limits() -> ImageLimits {
    ImageLimits::default()
}

/// The bytes of a brief's images, not decoded yet.
#[derive(Default)]
pub(super) struct BriefImages {
    /// The bytes and the position of the name in the brief, by that name.
    images: BTreeMap<String, (Vec<u8>, Option<Span>)>,
    /// The name and bytes of the theme's logo.
    pub logo: Option<(String, Vec<u8>)>,
}

/// The decoded images, and the problems with them.
pub(super) struct LoadedImages {
    pub images: BTreeMap<String, ImageFile>,
    pub logo: Option<ImageFile>,
    pub problems: Vec<Diagnostic>,
}

impl BriefImages {
    pub fn add(&mut self, name: &str, bytes: Vec<u8>, span: Option<Span>) {
        self.images.insert(name.to_owned(), (bytes, span));
    }

    /// The characters in SVG files, which may be text that needs a font. ASCII is left out because
    /// every font has it.
    pub fn svg_characters(&self) -> BTreeSet<char> {
        let mut characters = BTreeSet::new();
        for (bytes, _) in self.images.values() {
            add_svg_characters(bytes, &mut characters);
        }
        if let Some((_, bytes)) = &self.logo {
            add_svg_characters(bytes, &mut characters);
        }
        characters
    }

    /// Decodes the images, with `fonts` for their text. If the fonts of the brief could not be
    /// found, which is an error of its own, built-in ones serve to check the images.
    pub fn read(self, fonts: Option<&Fonts>) -> LoadedImages {
        match fonts {
            Some(fonts) => self.read_with(fonts),
            None => self.read_with(&Fonts::built_in()),
        }
    }

    fn read_with(self, fonts: &Fonts) -> LoadedImages {
        let mut loaded = LoadedImages {
            images: BTreeMap::new(),
            logo: None,
            problems: Vec::new(),
        };
        for (name, (bytes, span)) in self.images {
            if let Some(image) = loaded.read_image(&name, &bytes, fonts, span.as_ref()) {
                loaded.images.insert(name, image);
            }
        }
        if let Some((name, bytes)) = self.logo {
            loaded.logo = loaded.read_image(&name, &bytes, fonts, None);
        }
        loaded
    }
}

/// Adds the characters of a file if it is SVG, including those of its markup, because it is not
/// parsed yet.
fn add_svg_characters(bytes: &[u8], characters: &mut BTreeSet<char>) {
    if !is_svg(bytes) {
        return;
    }
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    for character in text.chars() {
        if !character.is_ascii() && !character.is_control() {
            characters.insert(character);
        }
    }
}

impl LoadedImages {
    fn read_image(
        &mut self,
        name: &str,
        bytes: &[u8],
        fonts: &Fonts,
        span: Option<&Span>,
    ) -> Option<ImageFile> {
        match ImageFile::read(name, bytes, image_limits(), fonts) {
            Ok((image, warnings)) => {
                for warning in warnings {
                    self.problems.push(warning.at(span.cloned()));
                }
                Some(image)
            }
            Err(problem) => {
                self.problems.push(problem.at(span.cloned()));
                None
            }
        }
    }
}
