//! JPEG files: reads their segments and leaves out metadata ([`Jpeg::read`]; ISO 10918-1, annex B).

/// Markers (table B.1).
const START_OF_IMAGE: u8 = 0xD8;
const END_OF_IMAGE: u8 = 0xD9;
const START_OF_SCAN: u8 = 0xDA;
/// Baseline, extended and progressive frames with Huffman coding are C0 to C2.
const LAST_COMMON_FRAME: u8 = 0xC2;
const APP0: u8 = 0xE0;
const APP2: u8 = 0xE2;

/// A JPEG file without its metadata.
pub(crate) struct Jpeg {
    /// The file that is left.
    pub content: Vec<u8>,
    /// The header of its samples.
    pub frame: JpegFrame,
    /// Pixels in an inch, from the JFIF segment.
    pub density: Option<f32>,
}

/// The frame header of a JPEG file (SOF).
pub(crate) struct JpegFrame {
    /// Bits of a sample.
    pub bits: u8,
    /// Samples in a line, before the image is turned upright.
    pub width: u32,
    /// Lines.
    pub height: u32,
    /// Colour channels.
    pub channels: u8,
    /// Whether it is baseline, extended or progressive with Huffman coding, which every reader
    /// knows.
    pub is_widely_supported: bool,
}

impl Jpeg {
    /// Reads a file and leaves out its metadata, which may tell where and by whom a photograph was
    /// taken. Segments that define colours stay: those of JFIF and Adobe, and colour profiles if
    /// `keep_profiles` is set.
    ///
    /// `None` if the file is cut off or damaged.
    pub(crate) fn read(file: &[u8], keep_profiles: bool) -> Option<Self> {
        let mut rest = file.strip_prefix(&[0xFF, START_OF_IMAGE])?;
        let mut content = vec![0xFF, START_OF_IMAGE];
        let mut frame = None;
        let mut density = None;
        // Segments up to the first scan; after it, compressed samples follow without a length.
        loop {
            let segment = JpegSegment::read(rest)?;
            rest = segment.after;
            match segment.marker {
                // Start of frame, for each coding process. C4, C8 and CC are other markers.
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    frame = Some(JpegFrame::read(&segment)?);
                    content.extend_from_slice(segment.whole);
                }
                APP0 => {
                    if let Some((jfif_density, jfif)) = parse_jfif(segment.body) {
                        density = density.or(jfif_density);
                        content.extend_from_slice(&jfif);
                    }
                }
                APP2 if keep_profiles && segment.body.starts_with(b"ICC_PROFILE\0") => {
                    content.extend_from_slice(segment.whole);
                }
                // Other application data, and comments.
                0xE1..=0xED | 0xEF | 0xFE => {}
                _ => content.extend_from_slice(segment.whole),
            }
            if segment.marker == START_OF_SCAN {
                break;
            }
        }
        content.extend_from_slice(scan_data(rest)?);
        Some(Self {
            content,
            frame: frame?,
            density,
        })
    }
}

/// The density in a JFIF segment, and the segment without its thumbnail, which may show parts that
/// were cropped. `None` if the segment is not one of JFIF.
fn parse_jfif(body: &[u8]) -> Option<(Option<f32>, Vec<u8>)> {
    let (head, _) = body.strip_prefix(b"JFIF\0")?.split_first_chunk::<9>()?;
    let &[major, minor, unit, x1, x0, y1, y0, ..] = head;
    let across = f32::from(u16::from_be_bytes([x1, x0]));
    // Dots per inch, or per centimetre; 0 states a ratio of the sides and no density.
    let density = match unit {
        1 => Some(across),
        2 => Some(across * 2.54),
        _ => None,
    };
    // The length counts itself. The last two bytes are the sides of a thumbnail: none.
    let mut out = vec![0xFF, APP0, 0, 16];
    out.extend_from_slice(b"JFIF\0");
    out.extend_from_slice(&[major, minor, unit, x1, x0, y1, y0, 0, 0]);
    Some((density, out))
}

impl JpegFrame {
    fn read(segment: &JpegSegment<'_>) -> Option<Self> {
        let &[bits, h1, h0, w1, w0, channels, ..] = segment.body else {
            return None;
        };
        let width = u16::from_be_bytes([w1, w0]).into();
        let height = u16::from_be_bytes([h1, h0]).into();
        // A height of 0 is stated after the scan (DNL), which few readers know.
        if width == 0 || height == 0 {
            return None;
        }
        Some(Self {
            bits,
            width,
            height,
            channels,
            is_widely_supported: segment.marker <= LAST_COMMON_FRAME,
        })
    }
}

/// A marker segment of a JPEG file.
struct JpegSegment<'a> {
    marker: u8,
    /// Marker, length and body.
    whole: &'a [u8],
    body: &'a [u8],
    after: &'a [u8],
}

impl<'a> JpegSegment<'a> {
    fn read(rest: &'a [u8]) -> Option<Self> {
        // A marker may follow any number of fill bytes.
        let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
        let rest = rest.get(fill.checked_sub(1)?..)?;
        let (&[_, marker, l1, l0], _) = rest.split_first_chunk::<4>()?;
        // The length counts itself, but not the marker.
        let length = usize::from(u16::from_be_bytes([l1, l0]));
        let (whole, after) = rest.split_at_checked(2 + length)?;
        Some(Self {
            marker,
            whole,
            body: whole.get(4..)?,
            after,
        })
    }
}

/// The compressed samples up to the end of the image. What cameras append is left out.
fn scan_data(rest: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match *rest.get(at + 1)? {
            END_OF_IMAGE => return rest.get(..at + 2),
            // Stuffing, restart markers and fill bytes are part of the samples.
            0x00 | 0x01 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            // Progressive files have tables and further scans between their samples.
            _ => {
                let segment = JpegSegment::read(rest.get(at..)?)?;
                at += segment.whole.len();
            }
        }
    }
}
