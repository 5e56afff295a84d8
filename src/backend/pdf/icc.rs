//! An ICC profile for sRGB (ISO 15076-1, in the older version 2), built from the numbers of
//! IEC 61966-2-1.

use std::sync::LazyLock;

use super::pdf_file;
use crate::deflate::Deflater;

/// The profile, compressed for the filter `FlateDecode`. It is the same for all files.
pub(super) static DEFLATED_SRGB_PROFILE: LazyLock<Vec<u8>> = LazyLock::new(|| {
    pdf_file::deflate_stream(&srgb_profile(), &mut Deflater::default()).unwrap_or_default()
});

/// CIE XYZ coordinates in 1/65536, relative to D50, the white of the profile connection space.
type Xyz = [i32; 3];

const WHITE: Xyz = [0xF6D6, 0x1_0000, 0xD32D];
const RED: Xyz = [0x6FA2, 0x38F5, 0x0390];
const GREEN: Xyz = [0x6299, 0xB785, 0x18DA];
const BLUE: Xyz = [0x24A0, 0x0F84, 0xB6CF];

/// Bytes of a profile header.
const HEADER_LENGTH: usize = 128;

/// Bytes of an entry of the tag table: signature, offset, size.
const TABLE_ENTRY_LENGTH: usize = 12;

/// Data of a profile, and the signatures of the tags that share it.
struct TagData {
    signatures: &'static [&'static [u8; 4]],
    data: Vec<u8>,
}

fn srgb_profile() -> Vec<u8> {
    let tags = [
        TagData {
            signatures: &[b"desc"],
            data: description_tag("sRGB IEC61966-2.1"),
        },
        TagData {
            signatures: &[b"cprt"],
            data: b"text\0\0\0\0No copyright, use freely\0".to_vec(),
        },
        TagData {
            signatures: &[b"wtpt"],
            data: xyz_tag(WHITE),
        },
        TagData {
            signatures: &[b"rXYZ"],
            data: xyz_tag(RED),
        },
        TagData {
            signatures: &[b"gXYZ"],
            data: xyz_tag(GREEN),
        },
        TagData {
            signatures: &[b"bXYZ"],
            data: xyz_tag(BLUE),
        },
        TagData {
            signatures: &[b"rTRC", b"gTRC", b"bTRC"],
            data: transfer_curve_tag(),
        },
    ];
    let count: usize = tags.iter().map(|tag| tag.signatures.len()).sum();
    let data_start = HEADER_LENGTH + 4 + TABLE_ENTRY_LENGTH * count;
    let mut table = Vec::new();
    let mut data = Vec::new();
    for tag in &tags {
        // The entries of tags with the same data have the same offset.
        let offset = data_start + data.len();
        for signature in tag.signatures {
            table.extend_from_slice(*signature);
            table.extend((offset as u32).to_be_bytes());
            table.extend((tag.data.len() as u32).to_be_bytes());
        }
        data.extend_from_slice(&tag.data);
        // Every tag begins at a multiple of four bytes.
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut profile = profile_header(data_start + data.len());
    profile.extend((count as u32).to_be_bytes());
    profile.extend(table);
    profile.extend(data);
    profile
}

/// The header of a display profile from RGB to XYZ.
fn profile_header(size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    out.extend((size as u32).to_be_bytes());
    // No preferred colour management module, version 2.1, display, from RGB to XYZ.
    out.extend(b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ ");
    // A profile must have a date. A fixed one, 1 January 2000, keeps files equal.
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    // Platform, flags, device and rendering intent, which is perceptual, are 0.
    out.resize(68, 0);
    for coordinate in WHITE {
        out.extend(coordinate.to_be_bytes());
    }
    out.resize(HEADER_LENGTH, 0);
    out
}

/// An `XYZType`.
fn xyz_tag(coordinates: Xyz) -> Vec<u8> {
    let mut out = b"XYZ \0\0\0\0".to_vec();
    for coordinate in coordinates {
        out.extend(coordinate.to_be_bytes());
    }
    out
}

/// A `curveType` with one point for each of the 256 values of a channel, so that every colour of a
/// page is exact.
fn transfer_curve_tag() -> Vec<u8> {
    let mut out = b"curv\0\0\0\0\0\0\x01\0".to_vec();
    for step in 0..=255_u16 {
        let value = f64::from(step) / 255.0;
        let linear = if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        };
        let sample = (linear * 65535.0).round() as u16;
        out.extend(sample.to_be_bytes());
    }
    out
}

/// A `textDescriptionType` in ASCII. The Unicode and Macintosh variants, which must be present, are
/// empty.
fn description_tag(text: &str) -> Vec<u8> {
    let mut out = b"desc\0\0\0\0".to_vec();
    out.extend((text.len() as u32 + 1).to_be_bytes());
    out.extend(text.as_bytes());
    out.push(0);
    // Unicode language and length, Macintosh script code, length and fixed field.
    out.resize(out.len() + 4 + 4 + 2 + 1 + 67, 0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_lie_within_the_size_that_the_profile_states() {
        let profile = srgb_profile();
        let word = |offset: usize| {
            u32::from_be_bytes(profile[offset..offset + 4].try_into().unwrap()) as usize
        };
        assert_eq!(word(0), profile.len());
        assert_eq!(word(HEADER_LENGTH), 9);
        for tag in 0..9 {
            let (offset, length) = (
                word(HEADER_LENGTH + 8 + 12 * tag),
                word(HEADER_LENGTH + 12 + 12 * tag),
            );
            assert!(offset % 4 == 0 && offset + length <= profile.len());
        }
    }
}
