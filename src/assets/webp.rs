//! WebP files: whether samples were lost when they were packed.

/// Whether the picture, or its first frame, is packed with loss, so that packing it so again costs
/// little more.
pub(super) fn is_lossy(file: &[u8]) -> bool {
    first_frame_is_lossy(file.get(12..).unwrap_or_default()) == Some(true)
}

fn first_frame_is_lossy(mut rest: &[u8]) -> Option<bool> {
    loop {
        let (kind, after) = rest.split_first_chunk::<4>()?;
        let (length, body) = after.split_first_chunk::<4>()?;
        match kind {
            b"VP8 " => return Some(true),
            b"VP8L" => return Some(false),
            // The head of a frame is 16 bytes long; its own chunks follow.
            b"ANMF" => return first_frame_is_lossy(body.get(16..)?),
            _ => {
                let length = u32::from_le_bytes(*length) as usize;
                rest = body.get(length.checked_add(length % 2)?..)?;
            }
        }
    }
}
