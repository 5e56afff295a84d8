//! What a photograph's EXIF block says of its size. Nothing else of it is kept.

/// Pixels in an inch, from `XResolution` and `ResolutionUnit` of the first image directory (EXIF
/// 2.3, 4.6.4).
pub(super) fn density(block: &[u8]) -> Option<f32> {
    let tiff = Tiff::new(block)?;
    let directory = tiff.long(4)? as usize;
    let count = tiff.short(directory)?;
    let entries = (0..usize::from(count)).map(|at| directory + 2 + at * 12);
    let (mut resolution, mut unit) = (None, 2);
    for entry in entries {
        match tiff.short(entry)? {
            0x011A => {
                let place = tiff.long(entry + 8)? as usize;
                let (above, below) = (tiff.long(place)?, tiff.long(place + 4)?);
                resolution = (below > 0).then(|| above as f32 / below as f32);
            }
            0x0128 => unit = tiff.short(entry + 8)?,
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
    is_big: bool,
}

impl<'a> Tiff<'a> {
    fn new(bytes: &'a [u8]) -> Option<Self> {
        let bytes = bytes.strip_prefix(b"Exif\0\0").unwrap_or(bytes);
        match bytes.get(..4)? {
            b"II*\0" => Some(Self {
                bytes,
                is_big: false,
            }),
            b"MM\0*" => Some(Self {
                bytes,
                is_big: true,
            }),
            _ => None,
        }
    }

    fn short(&self, at: usize) -> Option<u16> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big {
            u16::from_be_bytes(bytes)
        } else {
            u16::from_le_bytes(bytes)
        })
    }

    fn long(&self, at: usize) -> Option<u32> {
        let bytes = *self.bytes.get(at..)?.first_chunk()?;
        Some(if self.is_big {
            u32::from_be_bytes(bytes)
        } else {
            u32::from_le_bytes(bytes)
        })
    }
}
