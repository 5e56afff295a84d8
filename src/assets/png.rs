//! PNG files: what belongs to the picture, without what tells of its making.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Chunks that are kept: the samples, and what says how their colours and size are meant. Texts,
/// times, EXIF and everything that is not known are left out, and with them the further frames of
/// an animation.
const KEPT_CHUNKS: [&[u8; 4]; 13] = [
    b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"cICP", b"cHRM", b"gAMA", b"iCCP", b"sBIT",
    b"sRGB", b"bKGD", b"pHYs",
];

/// A PNG file with nothing in it that does not belong to the picture; `None` if it is cut off.
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

/// Pixels in an inch, as the `pHYs` chunk says it.
pub(super) fn png_density(file: &[u8]) -> Option<f32> {
    let chunk = chunks(file)
        .map_while(|it| it)
        .find(|chunk| chunk.kind == b"pHYs")?;
    let (metre, rest) = chunk.body.split_first_chunk()?;
    (rest.get(4) == Some(&1)).then(|| u32::from_be_bytes(*metre) as f32 * 0.0254)
}

/// What the `IDAT` chunks of a PNG file hold.
pub(crate) fn image_data(file: &[u8]) -> Vec<u8> {
    let data = chunks(file)
        .map_while(|it| it)
        .filter(|chunk| chunk.kind == b"IDAT");
    data.fold(Vec::with_capacity(file.len()), |mut out, chunk| {
        out.extend_from_slice(chunk.body);
        out
    })
}

struct Chunk<'a> {
    kind: &'a [u8; 4],
    body: &'a [u8],
    /// Length, kind, body and checksum.
    whole: &'a [u8],
}

/// The chunks of a file in order; `None` in the place of one that is cut off.
fn chunks(file: &[u8]) -> impl Iterator<Item = Option<Chunk<'_>>> {
    let mut rest = file.get(SIGNATURE.len()..).unwrap_or_default();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let found = next_chunk(&mut rest);
        if found.is_none() {
            rest = &[];
        }
        Some(found)
    })
}

fn next_chunk<'a>(rest: &mut &'a [u8]) -> Option<Chunk<'a>> {
    let (length, after) = rest.split_first_chunk::<4>()?;
    let (kind, after) = after.split_first_chunk::<4>()?;
    let length = u32::from_be_bytes(*length) as usize;
    let body = after.get(..length)?;
    let (whole, after) = rest.split_at_checked(length.checked_add(12)?)?;
    *rest = after;
    Some(Chunk { kind, body, whole })
}
