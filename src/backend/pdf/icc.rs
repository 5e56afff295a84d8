//! The sRGB profile that says what the file's colours are: ICC version 2, made from the numbers of
//! IEC 61966-2-1.

use std::sync::LazyLock;

use super::pdf_file;

/// The profile, for the filter `FlateDecode`.
pub(super) static DEFLATED_SRGB_PROFILE: LazyLock<Vec<u8>> =
    LazyLock::new(|| pdf_file::deflate_stream(&srgb_profile()).unwrap_or_default());

/// Red, green and blue of sRGB, and its white, under the profile's own light (D50), in 1/65536.
const WHITE_XYZ: [i32; 3] = [0xF6D6, 0x1_0000, 0xD32D];
const RED_XYZ: [i32; 3] = [0x6FA2, 0x38F5, 0x0390];
const GREEN_XYZ: [i32; 3] = [0x6299, 0xB785, 0x18DA];
const BLUE_XYZ: [i32; 3] = [0x24A0, 0x0F84, 0xB6CF];

const HEADER_LENGTH: usize = 128;

/// The profile.
fn srgb_profile() -> Vec<u8> {
    let curve = transfer_curve_tag();
    let parts: [(&[u8; 4], Vec<u8>); 7] = [
        (b"desc", description_tag("sRGB IEC61966-2.1")),
        (
            b"cprt",
            [b"text\0\0\0\0".as_slice(), b"No copyright, use freely\0"].concat(),
        ),
        (b"wtpt", xyz_tag(WHITE_XYZ)),
        (b"rXYZ", xyz_tag(RED_XYZ)),
        (b"gXYZ", xyz_tag(GREEN_XYZ)),
        (b"bXYZ", xyz_tag(BLUE_XYZ)),
        (b"rTRC", curve),
    ];
    let mut table = Vec::new();
    let mut data = Vec::new();
    let start = HEADER_LENGTH + 4 + 12 * (parts.len() + 2);
    for (name, part) in &parts {
        let offset = start + data.len();
        // Green and blue have the curve of red.
        let names: &[&[u8; 4]] = if *name == b"rTRC" {
            &[b"rTRC", b"gTRC", b"bTRC"]
        } else {
            &[name]
        };
        for name in names {
            table.extend_from_slice(*name);
            table.extend((offset as u32).to_be_bytes());
            table.extend((part.len() as u32).to_be_bytes());
        }
        data.extend_from_slice(part);
        data.resize(data.len().next_multiple_of(4), 0);
    }
    let mut out = profile_header(start + data.len());
    out.extend((parts.len() as u32 + 2).to_be_bytes());
    out.extend(table);
    out.extend(data);
    out
}

fn profile_header(size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size);
    out.extend((size as u32).to_be_bytes());
    out.extend(b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ ");
    // Made on 1 January 2000: a profile must have a date, and this one never changes.
    for part in [2000_u16, 1, 1, 0, 0, 0] {
        out.extend(part.to_be_bytes());
    }
    out.extend(b"acsp");
    out.resize(68, 0);
    out.extend(WHITE_XYZ.iter().flat_map(|part| part.to_be_bytes()));
    out.resize(HEADER_LENGTH, 0);
    out
}

fn xyz_tag(parts: [i32; 3]) -> Vec<u8> {
    b"XYZ \0\0\0\0"
        .iter()
        .copied()
        .chain(parts.iter().flat_map(|part| part.to_be_bytes()))
        .collect()
}

/// One point for each value that 8 bits can have, so that every colour of a page is exact.
fn transfer_curve_tag() -> Vec<u8> {
    let mut out = b"curv\0\0\0\0\0\0\x01\0".to_vec();
    for step in 0..=255_u16 {
        let value = f64::from(step) / 255.0;
        let linear = if value <= 0.04045 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        };
        out.extend(((linear * 65535.0).round() as u16).to_be_bytes());
    }
    out
}

/// A `textDescriptionType`: ASCII, and no Unicode or Macintosh variant.
fn description_tag(text: &str) -> Vec<u8> {
    let mut out = b"desc\0\0\0\0".to_vec();
    out.extend((text.len() as u32 + 1).to_be_bytes());
    out.extend(text.as_bytes());
    out.push(0);
    out.resize(out.len() + 4 + 4 + 2 + 1 + 67, 0);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profile_states_its_size_and_lies_within_it() {
        let profile = srgb_profile();
        let word = |at: usize| u32::from_be_bytes(profile[at..at + 4].try_into().unwrap()) as usize;
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
