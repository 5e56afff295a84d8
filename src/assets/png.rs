//! PNG files: their chunks without metadata ([`strip_metadata`]), their density, and their
//! compressed samples.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that are kept: samples, colours and density. All others are left out: texts, times, EXIF,
/// unknown chunks, and all frames of an animation but the first.
const KEPT_CHUNKS: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"cICP", b"cHRM", b"gAMA", b"iCCP", b"sBIT",
    b"sRGB", b"bKGD", b"pHYs",
];

/// A PNG file without its metadata. `None` if it is cut off.
pub(super) fn strip_metadata(file: &[u8]) -> Option<Vec<u8>> {
    let mut out = SIGNATURE.to_vec();
    for chunk in chunks(file) {
        let chunk = chunk?;
        if KEPT_CHUNKS.contains(&chunk.kind) {
            out.extend_from_slice(chunk.whole);
        }
        if chunk.kind == b"IEND" {
            return Some(out);
        }
    }
    None
}

/// Pixels in an inch, from the `pHYs` chunk. `None` if there is none, or its unit is not the metre.
pub(super) fn png_density(file: &[u8]) -> Option<f32> {
    let chunk = chunks(file).flatten().find(|chunk| chunk.kind == b"pHYs")?;
    // Pixels for each unit, across and down, and the unit: 1 is the metre, 0 is unknown.
    let (across, rest) = chunk.body.split_first_chunk()?;
    if rest.get(4) != Some(&1) {
        return None;
    }
    let per_metre = u32::from_be_bytes(*across) as f32;
    Some(per_metre * 0.0254)
}

/// The content of all `IDAT` chunks: the compressed samples.
pub(crate) fn image_data(file: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(file.len());
    for chunk in chunks(file).flatten() {
        if chunk.kind == b"IDAT" {
            out.extend_from_slice(chunk.body);
        }
    }
    out
}

struct Chunk<'a> {
    kind: &'a [u8; 4],
    body: &'a [u8],
    /// With length, kind and checksum.
    whole: &'a [u8],
}

/// The chunks of a file in order. If the last one is cut off, `None` comes in its place, and
/// nothing after it.
fn chunks(file: &[u8]) -> impl Iterator<Item = Option<Chunk<'_>>> {
    let mut rest = file.get(SIGNATURE.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let chunk = next_chunk(&mut rest);
        // A chunk that is cut off is the last one; otherwise it would be met for ever.
        if chunk.is_none() {
            rest = &[];
        }
        Some(chunk)
    })
}

/// Takes the first chunk off `rest`.
fn next_chunk<'a>(rest: &mut &'a [u8]) -> Option<Chunk<'a>> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (kind, after) = after.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let body = after.get(..length)?;
    // 12 bytes are around the body: length, kind and checksum.
    let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
    *rest = after;
    Some(Chunk { kind, body, whole })
}
