//! EXIF blocks: the density of an image ([`exif_density`]). Nothing else is read from them.

/// Tags of entries.
const X_RESOLUTION: u16 = 0x011A;
const RESOLUTION_UNIT: u16 = 0x0128;

/// Values of `ResolutionUnit`.
const INCHES: u16 = 2;
const CENTIMETRES: u16 = 3;

/// Pixels in an inch, from `XResolution` and `ResolutionUnit` of the first image directory (EXIF
/// 2.3, 4.6.4). `None` if the block is damaged or states no unit.
pub(super) fn exif_density(block: &[u8]) -> Option<f32> {
    let tiff = Tiff::new(block)?;
    let directory = tiff.read_u32(4)? as usize;
    let count = tiff.read_u16(directory)?;
    let mut resolution = None;
    // Inches are the default unit.
    let mut unit = INCHES;
    for at in 0..usize::from(count) {
        // An entry has 12 bytes: tag, type, count, and a value or its offset.
        let entry = directory + 2 + at * 12;
        match tiff.read_u16(entry)? {
            X_RESOLUTION => {
                let offset = tiff.read_u32(entry + 8)? as usize;
                let numerator = tiff.read_u32(offset)?;
                resolution = match tiff.read_u32(offset + 4)? {
                    0 => None,
                    denominator => Some(numerator as f32 / denominator as f32),
                };
            }
            // A number of two bytes is in the entry itself.
            RESOLUTION_UNIT => unit = tiff.read_u16(entry + 8)?,
            _ => {}
        }
    }
    match unit {
        INCHES => resolution,
        CENTIMETRES => resolution.map(|density| density * 2.54),
        _ => None,
    }
}

/// A TIFF block, which starts with its byte order.
struct Tiff<'a> {
    bytes: &'a [u8],
    is_big_endian: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        // In JPEG files a name comes before the block, which some decoders leave there.
        let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
        match bytes.get(..4)? {
            b"II*\0" => Some(Self {
                bytes,
                is_big_endian: false,
            }),
            b"MM\0*" => Some(Self {
                bytes,
                is_big_endian: true,
            }),
            _ => None,
        }
    }

    fn read_u16(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big_endian {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    }

    fn read_u32(&self, at: usize) -> Option<u32> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big_endian {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    }
}
