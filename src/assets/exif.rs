//! What a photograph's EXIF block says of its size. Nothing else of it is kept.

/// Pixels in an inch, from `XResolution` and `ResolutionUnit` of the first image directory (EXIF
/// 2.3, 4.6.4).
pub(super) fn exif_density(block: &[u8]) -> Option<f32> {
    let tiff = Tiff::new(block)?;
    let directory = tiff.read_u32(4)? as usize;
    let count = tiff.read_u16(directory)?;
    let entries = (0..usize::from(count)).map(|at| directory + 2 + at * 12);
    let (mut resolution, mut unit) = (None, 2);
    for entry in entries {
        match tiff.read_u16(entry)? {
            0x011A => {
                let offset = tiff.read_u32(entry + 8)? as usize;
                let (numerator, denominator) = (tiff.read_u32(offset)?, tiff.read_u32(offset + 4)?);
                resolution = (denominator > 0).then(|| numerator as f32 / denominator as f32);
            }
            0x0128 => unit = tiff.read_u16(entry + 8)?,
            _ => {}
        }
    }
    match unit {
        2 => resolution,
        3 => resolution.map(|it| it * 2.54),
        _ => None,
    }
}

/// A block in the byte order that it names.
struct Tiff<'a> {
    bytes: &'a [u8],
    is_big_endian: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
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
