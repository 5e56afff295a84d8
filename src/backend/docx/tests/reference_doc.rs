//! Reference documents: from other programs, and made to break ours.

#[path = "../../../../tests/integration/references.rs"]
mod references;

use references::{OF_OTHER_PROGRAMS, OURS, reference, reference_of_program};

use super::*;
use crate::diagnostic::Diagnostic;

/// A Word document such as a Spanish Word makes, in parts.
#[derive(Default)]
struct TestReferenceDoc<'a> {
    styles: &'a str,
    numbering: &'a str,
    /// XML inside the settings.
    settings: &'a str,
    /// XML inside the properties of the last section.
    section: &'a str,
    /// Further parts of the document: kind, file name, content.
    parts: Vec<(&'a str, &'a str, String)>,
    /// Relationships of parts: the part, id, kind, target.
    relations: Vec<(&'a str, &'a str, &'a str, &'a str)>,
    /// How many more files there are that nothing refers to.
    files: usize,
}

impl TestReferenceDoc<'_> {
    fn bytes(&self) -> Vec<u8> {
        let w = crate::ooxml::namespaces::W;
        let mut package = crate::ooxml::package::Package::default();
        let part = |name: &str, inner: &str| {
            format!("<w:{name} xmlns:w=\"{w}\">{inner}</w:{name}>").into_bytes()
        };
        let body = format!(
            "<w:body><w:p/><w:sectPr>{}<w:pgSz w:w=\"12240\" w:h=\"15840\"/><w:pgMar w:top=\"1300\" w:right=\"1400\" \
             w:bottom=\"1200\" w:left=\"1500\" w:header=\"600\" w:footer=\"500\" w:gutter=\"0\"/></w:sectPr></w:body>",
            self.section
        );
        let body = body.replace(
            "<w:body>",
            &format!("<w:body xmlns:r=\"{}\">", crate::ooxml::namespaces::R),
        );
        for (kind, inner) in [
            ("styles", self.styles),
            ("numbering", self.numbering),
            ("settings", self.settings),
        ] {
            package.add_part(&format!("word/{kind}.xml"), part(kind, inner));
            package.relate("word/document.xml", kind, kind, &format!("{kind}.xml"));
        }
        for (kind, file, content) in &self.parts {
            package.add_part(&format!("word/{file}"), content.clone().into_bytes());
            package.relate("word/document.xml", file, kind, file);
        }
        for (source, id, kind, target) in &self.relations {
            match target.contains("://") {
                true => package.relate_external(source, id, target),
                false => package.relate(source, id, kind, target),
            }
        }
        (0..self.files).for_each(|at| package.add_part(&format!("{at}.xml"), Vec::new()));
        package.add_part("word/document.xml", part("document", &body));
        package.relate("", "rId1", "officeDocument", "word/document.xml");
        crate::ooxml::package::zip_parts(&package.into_parts(), &[], &Default::default()).unwrap()
    }
}

/// A header part with that XML inside.
fn header(inner: &str) -> String {
    let (w, r) = (crate::ooxml::namespaces::W, crate::ooxml::namespaces::R);
    format!("<w:hdr xmlns:w=\"{w}\" xmlns:r=\"{r}\">{inner}</w:hdr>")
}

const SPANISH: &str = "\
    <w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"es-ES\"/></w:rPr></w:rPrDefault></w:docDefaults>\
    <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/><w:rPr>\
    <w:lang w:val=\"es-ES\"/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Ttulo1\"><w:name w:val=\"Heading 1\"/><w:basedOn w:val=\"Normal\"/>\
    <w:next w:val=\"Perdido\"/><w:rPr><w:color w:val=\"7A1F5C\"/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Listaconnmeros\"><w:name w:val=\"List Number\"/><w:pPr><w:numPr>\
    <w:ilvl w:val=\"2\"/><w:numId w:val=\"7\"/></w:numPr></w:pPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Listaconvietas\"><w:name w:val=\"List Bullet\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"BodyText\"><w:name w:val=\"Otro\"/></w:style>";

const NUMBERS: &str = "\
    <w:abstractNum w:abstractNumId=\"4\"><w:lvl w:ilvl=\"2\"><w:start w:val=\"1\"/><w:numFmt w:val=\"decimal\"/>\
    <w:pStyle w:val=\"Listaconnmeros\"/><w:lvlText w:val=\"%3)\"/></w:lvl></w:abstractNum>\
    <w:num w:numId=\"7\"><w:abstractNumId w:val=\"4\"/></w:num>";

fn build_with(
    document: &Document,
    reference: Vec<u8>,
) -> Result<BTreeMap<String, Vec<u8>>, Vec<Diagnostic>> {
    let assets = Assets {
        reference_doc: Some(reference.into()),
        ..assets()
    };
    build(document, &Theme::default(), &assets).map(|built| built.parts)
}

/// The parts of a document with a reference document, in which the lint must find nothing.
#[track_caller]
fn linted_with(document: &Document, reference: Vec<u8>) -> BTreeMap<String, Vec<u8>> {
    let parts = build_with(document, reference).unwrap();
    assert_eq!(lint_docx(&parts), Vec::<String>::new());
    parts
}

#[test]
fn styles_of_the_same_name_win() {
    let mut document = every_block_document("Words", "en", Medium::Pages);
    document.body.insert(
        0,
        Block::Heading {
            id: String::new(),
            level: 1,
            text: vec![Inline::text("Words")],
        },
    );
    let item = vec![Block::Paragraph {
        text: vec![Inline::text("Words")],
    }];
    document.body.insert(
        1,
        Block::List {
            ordered: true,
            first: 1,
            items: vec![item],
        },
    );
    let parts = linted_with(
        &document,
        TestReferenceDoc {
            styles: SPANISH,
            numbering: NUMBERS,
            ..TestReferenceDoc::default()
        }
        .bytes(),
    );
    let (text, styles) = (
        part_text(&parts, "word/document.xml"),
        part_text(&parts, "word/styles.xml"),
    );
    assert!(text.contains("<w:pStyle w:val=\"Ttulo1\"/>") && !text.contains("\"Heading1\""));
    assert!(
        text.contains("<w:pStyle w:val=\"BodyText1\"/>"),
        "an id that is taken gets a number"
    );
    assert!(text.contains("w:left=\"1500\"") && text.contains("w:w=\"12240\""));
    assert!(styles.contains("7A1F5C") && !styles.contains("Perdido"));
    assert!(text.contains("<w:pStyle w:val=\"Listaconnmeros\"/><w:numPr><w:ilvl w:val=\"2\"/>"));
    assert!(
        !styles.contains("es-ES") && styles.contains("en-US"),
        "the text is in the document's language"
    );
    let numbering = part_text(&parts, "word/numbering.xml");
    assert!(
        numbering.contains("<w:abstractNumId w:val=\"4\"/><w:lvlOverride w:ilvl=\"2\">"),
        "it restarts"
    );
}

#[test]
fn unusual_ids_are_taken_over() {
    let mut document = every_block_document("Words", "en", Medium::Pages);
    document.body.insert(
        0,
        Block::Heading {
            id: String::new(),
            level: 1,
            text: vec![Inline::text("Words")],
        },
    );
    for id in ["1987654321", "\u{e000}"] {
        let styles = SPANISH
            .replace("Ttulo1", id)
            .replace("Normal\"", &format!("Normal{id}\""));
        let template = TestReferenceDoc {
            styles: &styles,
            ..TestReferenceDoc::default()
        };
        let parts = linted_with(&document, template.bytes());
        let expected = format!("<w:pStyle w:val=\"{id}\"/>");
        assert!(part_text(&parts, "word/document.xml").contains(&expected));
    }
}

#[test]
fn reference_docs_of_other_programs_are_sound() {
    let ours = OURS.map(|name| (name, Some(reference(name))));
    let others = OF_OTHER_PROGRAMS.map(|name| (name, reference_of_program(name)));
    for (name, template) in ours.into_iter().chain(others) {
        let Some(template) = template else { continue };
        for (lang, medium) in [
            ("en", Medium::Pages),
            ("zh-Hans", Medium::Sheet),
            ("ar", Medium::Slides),
        ] {
            let document = every_block_document("Words", lang, medium);
            let parts = linted_with(&document, template.clone());
            assert_eq!(
                parts,
                linted_with(&document, template.clone()),
                "{name} gives equal bytes"
            );
            let styles = part_text(&parts, "word/styles.xml");
            assert_eq!(
                styles.contains("<w:bidi/>"),
                lang == "ar",
                "{name} runs as the text does"
            );
            let edges = parts
                .iter()
                .filter(|(part, _)| part.contains("header") || part.contains("footer"));
            for (part, bytes) in edges.filter(|(part, _)| !part.ends_with(".rels")) {
                let words = String::from_utf8_lossy(bytes);
                assert!(
                    words.contains("\"Marking\"") && words.contains("Words"),
                    "{name}: {part} has no marking"
                );
            }
        }
    }
}

#[test]
fn headers_and_footers_keep_their_language() {
    let parts = linted_with(
        &every_block_document("Words", "en", Medium::Pages),
        reference("german"),
    );
    let document = part_text(&parts, "word/document.xml");
    assert!(document.contains("\"berschrift2\"") && !document.contains("\"Heading2\""));
    for (part, words) in [
        ("header-default", "Vermerk"),
        ("header-first", "Amt"),
        ("header-even", "Vermerk"),
        ("footer-default", "NUMPAGES"),
        ("footer-even", "Seite"),
    ] {
        assert!(
            part_text(&parts, &format!("word/house-{part}.xml")).contains(words),
            "{part}"
        );
    }
    // The reference document has no footer on the first page, so only our marking is there.
    assert!(!part_text(&parts, "word/house-footer-first.xml").contains("Seite"));
    assert!(parts.contains_key("word/media/house1.png"));
    assert!(
        part_text(&parts, "word/_rels/house-header-first.xml.rels").contains("media/house1.png")
    );
    assert!(part_text(&parts, "word/house-header-default.xml").contains("<w:lang w:val=\"de-DE\""));
    assert!(part_text(&parts, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    let references = document
        .matches("<w:headerReference w:type=\"even\"")
        .count();
    assert_eq!(references, document.matches("<w:sectPr>").count());
}

#[test]
fn a_header_without_a_footer_leaves_our_footer() {
    let section = "<w:headerReference w:type=\"default\" r:id=\"header9.xml\"/><w:pgBorders><w:top w:val=\"single\" \
                   w:sz=\"4\" w:space=\"24\"/></w:pgBorders>";
    let parts = vec![(
        "header",
        "header9.xml",
        header("<w:p><w:r><w:t>Casa</w:t></w:r></w:p>"),
    )];
    let reference_doc = TestReferenceDoc {
        styles: SPANISH,
        section,
        parts,
        ..TestReferenceDoc::default()
    };
    let parts = linted_with(
        &every_block_document("Words", "en", Medium::Pages),
        reference_doc.bytes(),
    );
    let document = part_text(&parts, "word/document.xml");
    assert!(
        document.contains("w:type=\"first\" r:id=\"rIdHouseheaderdefault\""),
        "the first page has its header too"
    );
    assert!(document.contains("<w:titlePg/>") && document.contains("<w:pgBorders>"));
    assert!(part_text(&parts, "word/house-header-default.xml").contains("<w:lang w:val=\"es-ES\""));
    assert!(part_text(&parts, "word/footer1.xml").contains("PAGE"));
}

#[test]
fn a_header_loses_what_refers_to_other_parts() {
    let inner = "<w:bookmarkStart w:id=\"1\" w:name=\"_RefNote1\"/><w:p w14:paraId=\"1\"><w:r><w:t>stays</w:t></w:r>\
        <w:r><w:drawing><a r:embed=\"far\"/></w:drawing></w:r><w:r><w:object r:id=\"thing\"/></w:r>\
        <w:r><w:pict><v:imagedata o:relid=\"gone\"/></w:pict></w:r><w:r><w:commentReference w:id=\"1\"/></w:r>\
        <w:r><x xmlns:q=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" q:id=\"hidden\"/></w:r>\
        <w:hyperlink r:id=\"script\"><w:r><w:t>unlinked</w:t></w:r></w:hyperlink>\
        <w:hyperlink r:id=\"site\"><w:r><w:t>linked</w:t></w:r></w:hyperlink>\
        <w:sdt><w:sdtPr><w:id w:val=\"1\"/><w:dataBinding w:storeItemID=\"{0}\"/></w:sdtPr><w:sdtContent>\
        <w:r><w:t>bound</w:t></w:r></w:sdtContent></w:sdt></w:p><w:altChunk r:id=\"thing\"/>\
        <w:bookmarkEnd w:id=\"1\"/>";
    let part = "word/header1.xml";
    let reference_doc = TestReferenceDoc {
        styles: SPANISH,
        section: "<w:headerReference w:type=\"default\" r:id=\"header1.xml\"/>",
        parts: vec![
            ("header", "header1.xml", header(inner)),
            ("image", "run.exe", "MZ".to_owned()),
        ],
        relations: vec![
            (part, "far", "image", "https://example.org/spy.png"),
            (part, "thing", "oleObject", "run.exe"),
            (part, "gone", "image", "run.exe"),
            (part, "hidden", "image", "run.exe"),
            (part, "script", "hyperlink", "javascript://alert"),
            (part, "site", "hyperlink", "https://example.org/"),
        ],
        ..TestReferenceDoc::default()
    };
    let parts = linted_with(
        &every_block_document("Words", "en", Medium::Pages),
        reference_doc.bytes(),
    );
    let header = part_text(&parts, "word/house-header-default.xml");
    for kept in [
        "stays",
        "unlinked",
        "linked",
        "bound",
        "r:id=\"site\"",
        "w:sdt",
    ] {
        assert!(header.contains(kept), "{kept}: {header}");
    }
    for gone in [
        "w:drawing",
        "w:object",
        "imagedata",
        "comment",
        "xmlns:q",
        "script",
        "Binding",
        "altChunk",
        "paraId",
    ] {
        assert!(!header.contains(gone), "{gone}: {header}");
    }
    assert!(parts.keys().all(|name| !name.ends_with(".exe")));
    assert!(!part_text(&parts, "word/_rels/house-header-default.xml.rels").contains("spy.png"));
}

#[test]
fn fields_that_reach_outside_leave_their_results() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let code = |code: &str| format!("<w:r><w:instrText>{code}</w:instrText></w:r>");
    let text = |text: &str| format!("<w:r><w:t>{text}</w:t></w:r>");
    let field = |kind: &str, result: &str| {
        [
            mark("begin"),
            code(kind),
            mark("separate"),
            text(result),
            mark("end"),
        ]
        .concat()
    };
    let split = [code("INCLUDE"), code("PICTURE https://example.org/spy.png")].concat();
    let inner = [
        field(" PAGE ", "7"),
        field("DDEAUTO cmd", "8"),
        [
            mark("begin"),
            split,
            field("page", "9"),
            mark("separate"),
            text("10"),
            mark("end"),
        ]
        .concat(),
        "<w:fldSimple w:instr=\" REF Somewhere \"><w:r><w:t>11</w:t></w:r></w:fldSimple>"
            .to_owned(),
        "<w:fldSimple w:instr=\"NUMPAGES\"><w:r><w:t>12</w:t></w:r></w:fldSimple>".to_owned(),
        mark("end"),
        mark("begin"),
    ];
    let reference_doc = TestReferenceDoc {
        styles: SPANISH,
        section: "<w:headerReference w:type=\"default\" r:id=\"header1.xml\"/>",
        parts: vec![(
            "header",
            "header1.xml",
            header(&format!("<w:p>{}</w:p>", inner.concat())),
        )],
        ..TestReferenceDoc::default()
    };
    let parts = linted_with(
        &every_block_document("Words", "en", Medium::Pages),
        reference_doc.bytes(),
    );
    let header = part_text(&parts, "word/house-header-default.xml");
    for gone in ["DDE", "PICTURE", "INCLUDE", "REF"] {
        assert!(!header.contains(gone), "{gone}: {header}");
    }
    for result in ["7", "8", "9", "10", "11", "12"] {
        assert!(
            header.contains(&format!("<w:t>{result}</w:t>")),
            "{result}: {header}"
        );
    }
    assert_eq!(
        header.matches("fldChar ").count(),
        6,
        "two fields are left: {header}"
    );
    assert!(header.contains(" PAGE ") && header.contains("NUMPAGES"));
}

#[test]
fn broken_reference_docs_are_reported() {
    let document = every_block_document("Words", "en", Medium::Pages);
    let deep = format!("{}{}", "<w:rPr>".repeat(2000), "</w:rPr>".repeat(2000));
    let styles = |styles: &str| {
        TestReferenceDoc {
            styles,
            ..TestReferenceDoc::default()
        }
        .bytes()
    };
    let cases = [
        (b"no zip".to_vec(), "not a .docx file"),
        (styles(&deep), "nested"),
        (
            styles(&format!("<!--{}-->", " ".repeat(9 << 20))),
            "has more than 8388608 bytes",
        ),
        (styles("<w:style>"), "word/styles.xml"),
        (
            styles("<!DOCTYPE x [<!ENTITY a \"b\">]>"),
            "it has a document type",
        ),
        (
            styles(&"<w:style w:type=\"paragraph\" w:styleId=\"A\"/>".repeat(5000)),
            "more than 4000 styles",
        ),
        (
            styles(&format!("<w:style>{}</w:style>", "<w:b/>".repeat(600_000))),
            "more than 500000 elements",
        ),
        (
            TestReferenceDoc {
                files: 4001,
                ..TestReferenceDoc::default()
            }
            .bytes(),
            "the limit is 4000",
        ),
    ];
    for (bytes, expected) in cases {
        let problems = build_with(&document, bytes).unwrap_err();
        assert!(
            problems[0].message.contains(expected),
            "{}",
            problems[0].message
        );
    }
}

#[test]
fn limits_are_exact() {
    let document = every_block_document("Words", "en", Medium::Pages);
    let problem = |bytes| {
        build_with(&document, bytes)
            .err()
            .map(|mut problems| problems.remove(0).message)
            .unwrap_or_default()
    };
    let styles = |styles: &str| {
        problem(
            TestReferenceDoc {
                styles,
                ..TestReferenceDoc::default()
            }
            .bytes(),
        )
    };
    let both = |at: &dyn Fn(usize) -> String, limit: usize, message: &str| {
        assert_eq!(at(limit), "", "{message}: {limit}");
        let message_seen = at(limit + 1);
        assert!(
            message_seen.contains(message),
            "no `{message}` in `{message_seen}`"
        );
    };
    // The root of the part is the first level, so that 255 are left. Start and end tags both count
    // as elements.
    let nested = |levels: usize| {
        styles(&format!(
            "{}{}",
            "<w:rPr>".repeat(levels),
            "</w:rPr>".repeat(levels)
        ))
    };
    both(&nested, 255, "elements are nested more than 256 deep");
    let part = |bytes: usize| {
        let around = format!(
            "<w:styles xmlns:w=\"{}\"></w:styles>",
            crate::ooxml::namespaces::W
        )
        .len()
            + "<!---->".len();
        styles(&format!("<!--{}-->", " ".repeat(bytes - around)))
    };
    both(
        &part,
        8 << 20,
        "word/styles.xml has more than 8388608 bytes",
    );
    let defined =
        |count: usize| styles(&"<w:style w:type=\"paragraph\" w:styleId=\"A\"/>".repeat(count));
    both(&defined, 4000, "it has more than 4000 styles or lists");
    let files = |count: usize| {
        problem(
            TestReferenceDoc {
                files: count,
                ..TestReferenceDoc::default()
            }
            .bytes(),
        )
    };
    let own = zip::ZipArchive::new(std::io::Cursor::new(TestReferenceDoc::default().bytes()))
        .unwrap()
        .len();
    both(
        &|count| files(count - own),
        4000,
        "files inside; the limit is 4000",
    );
}

#[test]
fn images_have_limits() {
    let image = |size: usize| "\u{1}".repeat(size);
    let names: Vec<String> = (0..50).map(|at| format!("media/{at}.png")).collect();
    let large = |count: usize, size: usize| {
        let all = names.iter().take(count);
        let mut parts: Vec<_> = all
            .clone()
            .map(|name| ("image", name.as_str(), image(size)))
            .collect();
        parts.push(("header", "header1.xml", header("<w:p/>")));
        let relations = all
            .map(|name| ("word/header1.xml", name.as_str(), "image", name.as_str()))
            .collect();
        let section = "<w:headerReference w:type=\"default\" r:id=\"header1.xml\"/>";
        TestReferenceDoc {
            styles: SPANISH,
            section,
            parts,
            relations,
            ..TestReferenceDoc::default()
        }
        .bytes()
    };
    let document = every_block_document("Words", "en", Medium::Pages);
    let problem = |bytes| build_with(&document, bytes).unwrap_err().remove(0).message;
    assert!(build_with(&document, large(40, 1)).is_ok());
    assert!(problem(large(41, 1)).contains("more than 40 pictures"));
    assert!(problem(large(1, 9 << 20)).contains("has more than 8388608 bytes"));
    assert!(problem(large(5, 7 << 20)).contains("more than 33554432 bytes in all"));
    assert!(build_with(&document, large(2, 7 << 20)).is_ok());
}
