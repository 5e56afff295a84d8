//! WebP files: whether their compression is lossy ([`is_lossy`]).

/// Whether the image, or the first frame of an animation, is compressed with loss. Then a lossy
/// copy costs little more.
pub(super) fn is_lossy(file: &[u8]) -> bool {
    // The chunks follow `RIFF`, a length and `WEBP`.
    first_frame_is_lossy(file.get(12..).unwrap_or_default()) == Some(true)
}

/// `None` if the file is cut off before the first frame.
fn first_frame_is_lossy(mut rest: &[u8]) -> Option<bool> {
    loop {
        let (kind, after) = rest.split_first_chunk::<4>()?;
        let (length, body) = after.split_first_chunk::<4>()?;
        match kind {
            b"VP8 " => return Some(true),
            b"VP8L" => return Some(false),
            // A frame has a header of 16 bytes and then chunks of its own.
            b"ANMF" => return first_frame_is_lossy(body.get(16..)?),
            _ => {
                // Chunks are padded to an even length.
                let length = u32::from_le_bytes(*length) as usize;
                rest = body.get(length.checked_add(length % 2)?..)?;
            }
        }
    }
}
