//! The files of the pictures that a brief and its theme name, and the pictures that they are.

use std::collections::{BTreeMap, BTreeSet};

use crate::assets::{ImageFile, ImageLimits, is_svg};
use crate::diagnostic::{Diagnostic, Span};
use crate::fonts::Fonts;

/// What a picture file may be.
pub(super) fn image_limits() -> ImageLimits {
    ImageLimits::default()
}

/// Files that may be pictures.
#[derive(Default)]
pub(super) struct BriefImages {
    /// By the name that the brief gives them, with the place where it does so.
    images: BTreeMap<String, (Vec<u8>, Option<Span>)>,
    /// Name and bytes of the theme's logo.
    pub logo: Option<(String, Vec<u8>)>,
}

/// Pictures that were read, and what is to be said about them.
pub(super) struct LoadedImages {
    pub images: BTreeMap<String, ImageFile>,
    pub logo: Option<ImageFile>,
    pub problems: Vec<Diagnostic>,
}

impl BriefImages {
    pub fn add(&mut self, name: &str, bytes: Vec<u8>, place: Option<Span>) {
        self.images.insert(name.to_owned(), (bytes, place));
    }

    /// Characters that text in pictures may have, beyond those that every font has.
    pub fn svg_characters(&self) -> BTreeSet<char> {
        let images = self.images.values().map(|(bytes, _)| bytes);
        let all = images
            .chain(self.logo.as_ref().map(|(_, bytes)| bytes))
            .filter(|bytes| is_svg(bytes));
        let texts = all.filter_map(|bytes| std::str::from_utf8(bytes).ok());
        texts
            .flat_map(|text| text.chars().filter(|it| !it.is_ascii() && !it.is_control()))
            .collect()
    }

    /// Reads the pictures, their text in `fonts`.
    pub fn read(self, fonts: Option<&Fonts>) -> LoadedImages {
        // Without the fonts of the brief, which is an error of its own, those of the program do for
        // a check.
        let built_in = fonts.is_none().then(Fonts::built_in);
        let mut read = LoadedImages {
            images: BTreeMap::new(),
            logo: None,
            problems: Vec::new(),
        };
        let Some(fonts) = fonts.or(built_in.as_ref()) else {
            return read;
        };
        for (name, (bytes, place)) in self.images {
            if let Some(image) = read.load(&name, &bytes, fonts, place.as_ref()) {
                read.images.insert(name, image);
            }
        }
        if let Some((name, bytes)) = self.logo {
            read.logo = read.load(&name, &bytes, fonts, None);
        }
        read
    }
}

impl LoadedImages {
    fn load(
        &mut self,
        name: &str,
        bytes: &[u8],
        fonts: &Fonts,
        place: Option<&Span>,
    ) -> Option<ImageFile> {
        match ImageFile::read(name, bytes, image_limits(), fonts) {
            Ok((image, warnings)) => {
                self.problems
                    .extend(warnings.into_iter().map(|it| it.at(place.cloned())));
                Some(image)
            }
            Err(problem) => {
                self.problems.push(problem.at(place.cloned()));
                None
            }
        }
    }
}
