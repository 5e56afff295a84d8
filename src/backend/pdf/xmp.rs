//! The metadata packet: what the file says of itself, in XMP (ISO 16684-1).
//!
//! PDF/A wants every entry of the information dictionary to be here too, with the same value.

use quick_xml::escape::escape;

use super::info::DocumentInfo;

/// The claims but for the part of PDF/A: its level A, and PDF/UA-1 (ISO 14289-1). PDF/A wants every
/// property that it does not know itself described in an extension schema, and PDF/UA's is such a
/// one.
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

/// The packet of a document that follows a part of PDF/A (ISO 19005): 2 or 3.
pub(super) fn xmp_packet(info: &DocumentInfo, part: u8) -> String {
    let mut out = String::with_capacity(2500);
    out.push_str("<?xpacket begin=\"\u{FEFF}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF");
    for (prefix, uri) in NAMESPACES {
        out.push_str(&format!(" xmlns:{prefix}=\"{uri}\""));
    }
    out.push_str("><rdf:Description rdf:about=\"\"><dc:format>application/pdf</dc:format>");
    push_array_property(
        &mut out,
        "dc:title",
        "Alt",
        "<rdf:li xml:lang=\"x-default\">",
        Some(&info.title),
    );
    push_array_property(
        &mut out,
        "dc:creator",
        "Seq",
        "<rdf:li>",
        info.author.as_ref(),
    );
    push_array_property(
        &mut out,
        "dc:description",
        "Alt",
        "<rdf:li xml:lang=\"x-default\">",
        info.subject.as_ref(),
    );
    push_array_property(&mut out, "dc:language", "Bag", "<rdf:li>", Some(&info.lang));
    push_simple_property(&mut out, "dc:identifier", info.reference.as_ref());
    push_simple_property(&mut out, "xmp:CreatorTool", Some(&info.creator));
    push_simple_property(&mut out, "pdf:Producer", Some(&info.producer));
    let date = info.date.as_ref().map(|day| format!("{day}T00:00:00Z"));
    push_simple_property(&mut out, "xmp:CreateDate", date.as_ref());
    push_simple_property(&mut out, "xmp:ModifyDate", date.as_ref());
    push_simple_property(&mut out, "pdfaid:part", Some(&part.to_string()));
    out.push_str(CONFORMANCE_CLAIMS);
    out.push_str("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>");
    out
}

fn push_simple_property(out: &mut String, name: &str, value: Option<&String>) {
    if let Some(value) = value {
        out.push_str(&format!("<{name}>{}</{name}>", escape(value.as_str())));
    }
}

fn push_array_property(
    out: &mut String,
    name: &str,
    kind: &str,
    item: &str,
    value: Option<&String>,
) {
    if let Some(value) = value {
        let value = escape(value.as_str());
        out.push_str(&format!(
            "<{name}><rdf:{kind}>{item}{value}</rdf:li></rdf:{kind}></{name}>"
        ));
    }
}
