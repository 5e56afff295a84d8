//! JPEG files: their segments, without those that tell of the picture's making (ISO 10918-1, annex
//! B).

/// A JPEG file as it is, but for what does not belong to the picture.
pub(crate) struct Jpeg {
    /// The file.
    pub content: Vec<u8>,
    /// What it says of its samples.
    pub frame: JpegFrame,
    /// Pixels in an inch, as the JFIF segment says it.
    pub density: Option<f32>,
}

/// What a JPEG file says of its samples.
pub(crate) struct JpegFrame {
    /// Bits of a sample.
    pub bits: u8,
    /// Samples in a line, before the picture is turned.
    pub width: u32,
    /// Lines.
    pub height: u32,
    /// Colours of a sample.
    pub channels: u8,
    /// Whether it is baseline, extended or progressive, each with Huffman coding: what every reader
    /// knows.
    pub is_widely_supported: bool,
}

impl Jpeg {
    /// Reads a file and leaves out its metadata: a photograph tells where it was taken, and by
    /// whom. What says how colours are meant stays: JFIF's and Adobe's segments, and colour
    /// profiles if `keep_profiles` are wanted.
    ///
    /// `None` if the file is cut off or damaged.
    pub(crate) fn read(file: &[u8], keep_profiles: bool) -> Option<Self> {
        let mut rest = file.strip_prefix(&[0xFF, 0xD8])?;
        let mut content = vec![0xFF, 0xD8];
        let (mut frame, mut density) = (None, None);
        loop {
            let segment = JpegSegment::read(rest)?;
            rest = segment.after;
            match segment.marker {
                0xC0..=0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF => {
                    let is_widely_supported = segment.marker <= 0xC2;
                    frame = Some(JpegFrame {
                        is_widely_supported,
                        ..JpegFrame::read(segment.body)?
                    });
                    content.extend_from_slice(segment.whole);
                }
                0xE0 => {
                    if let Some((known, head)) = parse_jfif(segment.body) {
                        density = density.or(known);
                        content.extend_from_slice(&head);
                    }
                }
                0xE2 if keep_profiles && segment.body.starts_with(b"ICC_PROFILE\0") => {
                    content.extend_from_slice(segment.whole);
                }
                // Further application data, and comments.
                0xE1..=0xED | 0xEF | 0xFE => {}
                _ => content.extend_from_slice(segment.whole),
            }
            if segment.marker == 0xDA {
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

/// The density in a JFIF segment, and the segment without the small picture that it may hold: of a
/// picture that was cut, it shows all. `None` if the segment is another's.
fn parse_jfif(body: &[u8]) -> Option<(Option<f32>, Vec<u8>)> {
    let (head, _) = body.strip_prefix(b"JFIF\0")?.split_first_chunk::<9>()?;
    let &[major, minor, unit, x1, x0, y1, y0, ..] = head;
    let across = f32::from(u16::from_be_bytes([x1, x0]));
    let density = match unit {
        1 => Some(across),
        2 => Some(across * 2.54),
        _ => None,
    };
    let mut out = vec![0xFF, 0xE0, 0, 16];
    out.extend_from_slice(b"JFIF\0");
    out.extend_from_slice(&[major, minor, unit, x1, x0, y1, y0, 0, 0]);
    Some((density, out))
}

impl JpegFrame {
    fn read(frame: &[u8]) -> Option<Self> {
        let &[bits, h1, h0, w1, w0, channels, ..] = frame else {
            return None;
        };
        let (width, height) = (
            u16::from_be_bytes([w1, w0]).into(),
            u16::from_be_bytes([h1, h0]).into(),
        );
        (width > 0 && height > 0).then_some(Self {
            bits,
            width,
            height,
            channels,
            is_widely_supported: false,
        })
    }
}

/// A part of the head of a JPEG file.
struct JpegSegment<'a> {
    marker: u8,
    /// Marker, length and body.
    whole: &'a [u8],
    body: &'a [u8],
    after: &'a [u8],
}

impl<'a> JpegSegment<'a> {
    fn read(rest: &'a [u8]) -> Option<Self> {
        // Any number of 0xFF may stand before a marker.
        let fill = rest.iter().take_while(|byte| **byte == 0xFF).count();
        let rest = rest.get(fill.checked_sub(1)?..)?;
        let (&[_, marker, l1, l0], _) = rest.split_first_chunk::<4>()?;
        let (whole, after) =
            rest.split_at_checked(2 + usize::from(u16::from_be_bytes([l1, l0])))?;
        Some(Self {
            marker,
            whole,
            body: whole.get(4..)?,
            after,
        })
    }
}

/// The compressed samples to the end of the picture; what cameras put after it stays behind.
fn scan_data(rest: &[u8]) -> Option<&[u8]> {
    let mut at = 0;
    loop {
        at += rest.get(at..)?.iter().position(|byte| *byte == 0xFF)?;
        match rest.get(at + 1)? {
            0xD9 => return rest.get(..at + 2),
            // Stuffing, restart markers and fill bytes are part of the samples.
            0x00 | 0x01 | 0xD0..=0xD7 => at += 2,
            0xFF => at += 1,
            _ => at += JpegSegment::read(rest.get(at..)?)?.whole.len(),
        }
    }
}
