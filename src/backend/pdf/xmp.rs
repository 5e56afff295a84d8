//! The metadata packet in XMP (ISO 16684-1), which states the standards that the file follows.
//!
//! It repeats every entry of the document information dictionary with the same value, so that
//! programs agree whichever of the two they read.

use quick_xml::escape::escape;

use super::info::DocumentInfo;

/// The beginning of the packet. The `id` is the same in every packet. Attributes for the encoding
/// and the number of bytes are not allowed in PDF/A (ISO 19005-2, 6.6.2.1).
const PACKET_HEADER: &str = "<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n\
<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF";

/// The claims of conformance, without the part of PDF/A: level A, and PDF/UA-1 (ISO 14289-1,
/// clause 5).
///
/// PDF/A requires an extension schema for each property that it does not define (ISO 19005-2,
/// 6.6.2.3), and the one of PDF/UA is among these.
const CONFORMANCE_CLAIMS: &str = "\
<pdfaid:conformance>A</pdfaid:conformance><pdfuaid:part>1</pdfuaid:part>\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\
<pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of the PDF/UA standard that the file follows</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas>";

const NAMESPACES: &[(&str, &str)] = &[
    ("rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("pdfaid", "http://www.aiim.org/pdfa/ns/id/"),
    ("pdfuaid", "http://www.aiim.org/pdfua/ns/id/"),
    ("pdfaExtension", "http://www.aiim.org/pdfa/ns/extension/"),
    ("pdfaSchema", "http://www.aiim.org/pdfa/ns/schema#"),
    ("pdfaProperty", "http://www.aiim.org/pdfa/ns/property#"),
];

/// Serializes the packet of a document that follows part 2 or 3 of PDF/A.
pub(super) fn xmp_packet(info: &DocumentInfo, pdfa_part: u8) -> String {
    // Midnight UTC, as in the document information dictionary.
    let date = info.date.as_ref().map(|day| format!("{day}T00:00:00Z"));
    let mut out = String::with_capacity(2500);
    out.push_str(PACKET_HEADER);
    for (prefix, uri) in NAMESPACES {
        out.push_str(&format!(" xmlns:{prefix}=\"{uri}\""));
    }
    out.push_str("><rdf:Description rdf:about=\"\"><dc:format>application/pdf</dc:format>");
    push_array(
        &mut out,
        "dc:title",
        ArrayKind::LanguageAlternative,
        Some(&info.title),
    );
    push_array(
        &mut out,
        "dc:creator",
        ArrayKind::Ordered,
        info.author.as_ref(),
    );
    push_array(
        &mut out,
        "dc:description",
        ArrayKind::LanguageAlternative,
        info.subject.as_ref(),
    );
    push_array(
        &mut out,
        "dc:language",
        ArrayKind::Unordered,
        Some(&info.lang),
    );
    push_simple_property(&mut out, "dc:identifier", info.reference.as_ref());
    push_simple_property(&mut out, "xmp:CreatorTool", Some(&info.creator));
    push_simple_property(&mut out, "pdf:Producer", Some(&info.producer));
    push_simple_property(&mut out, "xmp:CreateDate", date.as_ref());
    push_simple_property(&mut out, "xmp:ModifyDate", date.as_ref());
    push_simple_property(&mut out, "pdfaid:part", Some(&pdfa_part.to_string()));
    out.push_str(CONFORMANCE_CLAIMS);
    // "r" says that programs must not change the packet in place, so it needs no padding.
    out.push_str("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    out
}

/// The kinds of arrays in XMP.
#[derive(Clone, Copy)]
enum ArrayKind {
    /// Values in different languages, here only the default one.
    LanguageAlternative,
    Ordered,
    Unordered,
}

impl ArrayKind {
    /// The element, and the start tag of its items.
    fn tags(self) -> (&'static str, &'static str) {
        match self {
            Self::LanguageAlternative => ("rdf:Alt", "<rdf:li xml:lang=\"x-default\">"),
            Self::Ordered => ("rdf:Seq", "<rdf:li>"),
            Self::Unordered => ("rdf:Bag", "<rdf:li>"),
        }
    }
}

/// Pushes an array of one item.
fn push_array(out: &mut String, name: &str, kind: ArrayKind, value: Option<&String>) {
    let Some(value) = value else { return };
    let value = escape(value.as_str());
    let (element, item) = kind.tags();
    out.push_str(&format!(
        "<{name}><{element}>{item}{value}</rdf:li></{element}></{name}>"
    ));
}

fn push_simple_property(out: &mut String, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        out.push_str(&format!("<{name}>{}</{name}>", escape(value.as_str())));
    }
}
