//! Text that is copied from a PDF file, as readers find it: Unicode maps, replacement texts, and
//! spaces where characters are apart.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use serde_json::Value;

use crate::sandbox::Sandbox;

const HEAD: &str = "title: A brief\ndate: 2026-11-23\nbottom_line: All is well.\n";

/// Readers see a space where characters are farther apart, in ems: Poppler's value, the smallest.
const SPACE_WIDTH: f32 = 0.1;

/// Readers see another word or line where a character begins that much before the end of the last
/// one, in ems: Poppler's value.
const OVERLAP: f32 = 0.1;

/// A font of a file, as far as it matters to text.
struct ReadFont {
    texts: BTreeMap<u16, String>,
    /// In 1/1000 em.
    widths: BTreeMap<u16, f32>,
}

impl ReadFont {
    fn new(document: &Document, font: &Dictionary) -> Self {
        let map = document.dereference(font.get(b"ToUnicode").expect("a Unicode map"));
        let map = map.expect("a map").1.as_stream().expect("a stream");
        let map = map.get_plain_content().expect("a map");
        let descendants = font.get_deref(b"DescendantFonts", document);
        let descendant = &descendants.expect("a font").as_array().expect("an array")[0];
        let descendant = document.dereference(descendant).expect("a font").1;
        let widths = descendant.as_dict().expect("a font");
        let widths = widths.get_deref(b"W", document).expect("widths");
        Self {
            texts: read_unicode_map(&String::from_utf8_lossy(&map)),
            widths: read_widths(widths.as_array().expect("an array")),
        }
    }
}

/// The lines `<code> <text>` of a Unicode map.
fn read_unicode_map(map: &str) -> BTreeMap<u16, String> {
    let mut texts = BTreeMap::new();
    for line in map.lines() {
        let Some((code, text)) = line.split_once("> <") else {
            continue;
        };
        let code = u16::from_str_radix(code.trim_start_matches('<'), 16);
        let units: Vec<u16> = text
            .trim_end_matches('>')
            .as_bytes()
            .chunks(4)
            .map(hex)
            .collect();
        if let Ok(code) = code {
            texts.insert(code, String::from_utf16_lossy(&units));
        }
    }
    texts
}

fn hex(digits: &[u8]) -> u16 {
    let digits = str::from_utf8(digits).expect("digits");
    u16::from_str_radix(digits, 16).expect("a hexadecimal number")
}

/// The groups `first [width …]` and `first last width` of the array `W`.
fn read_widths(array: &[Object]) -> BTreeMap<u16, f32> {
    let mut widths = BTreeMap::new();
    let mut rest = array.iter();
    while let (Some(first), Some(second)) = (rest.next(), rest.next()) {
        let first = first.as_i64().expect("a code") as u16;
        match second {
            Object::Array(list) => {
                for (offset, width) in list.iter().enumerate() {
                    let width = width.as_float().expect("a width");
                    widths.insert(first + offset as u16, width);
                }
            }
            last => {
                let last = last.as_i64().expect("a code") as u16;
                let width = rest.next().expect("a width").as_float();
                let width = width.expect("a width");
                widths.extend((first..=last).map(|code| (code, width)));
            }
        }
    }
    widths
}

/// Finds the text of a page in the order of painting, a line for each stretch without a jump.
#[derive(Default)]
struct PageReader {
    out: String,
    font: String,
    size: f32,
    x: f32,
    y: f32,
    /// Where the last character ends, and its baseline.
    end: Option<(f32, f32)>,
    /// Whether the text of the glyphs in each open marked content does not count, as there is a
    /// replacement or it is not part of the document.
    ignored: Vec<bool>,
}

impl PageReader {
    fn read(mut self, content: &Content, fonts: &BTreeMap<String, ReadFont>) -> String {
        for operation in &content.operations {
            let operands = &operation.operands;
            match operation.operator.as_str() {
                "BDC" => self.begin_marked_content(operands),
                "EMC" => {
                    self.ignored.pop();
                }
                "Tf" => {
                    let name = operands[0].as_name().expect("a name");
                    self.font = String::from_utf8_lossy(name).into_owned();
                    self.size = operands[1].as_float().expect("a size");
                }
                "Tm" => {
                    self.x = operands[4].as_float().expect("a coordinate");
                    self.y = operands[5].as_float().expect("a coordinate");
                }
                "TJ" => self.show(operands[0].as_array().expect("an array"), fonts),
                _ => {}
            }
        }
        self.out
    }

    fn begin_marked_content(&mut self, operands: &[Object]) {
        let properties = operands[1].as_dict();
        let text = properties.ok().and_then(|it| it.get(b"ActualText").ok());
        let is_artifact = operands[0].as_name().ok() == Some(b"Artifact");
        self.ignored.push(is_artifact || text.is_some());
        if let Some(text) = text {
            self.out
                .push_str(&lopdf::decode_text_string(text).expect("text"));
        }
    }

    fn show(&mut self, items: &[Object], fonts: &BTreeMap<String, ReadFont>) {
        let font = &fonts[&self.font];
        for item in items {
            let Object::String(bytes, _) = item else {
                self.x -= item.as_float().expect("a distance") / 1000.0 * self.size;
                continue;
            };
            for pair in bytes.chunks(2) {
                let code = u16::from_be_bytes([pair[0], pair[1]]);
                self.show_character(&font.texts[&code], font.widths[&code]);
            }
        }
    }

    fn show_character(&mut self, text: &str, width: f32) {
        if !self.ignored.contains(&true) {
            if let Some((end, baseline)) = self.end {
                let gap = (self.x - end) / self.size;
                let overlaps = gap < -OVERLAP && !self.out.ends_with(' ');
                if (baseline - self.y).abs() > 0.01 || gap.abs() > 2.0 || overlaps {
                    self.out.push('\n');
                } else if gap > SPACE_WIDTH && !self.out.ends_with(' ') && text != " " {
                    self.out.push(' ');
                }
            }
            self.out.push_str(text);
        }
        self.x += width / 1000.0 * self.size;
        self.end = Some((self.x, self.y));
    }
}

/// The text of all pages.
pub(crate) fn copied_text(file: &Path) -> String {
    let document = Document::load(file).expect("a PDF file");
    let mut text = String::new();
    for page in document.page_iter() {
        let mut fonts = BTreeMap::new();
        for (name, font) in document.get_page_fonts(page).expect("fonts") {
            let name = String::from_utf8_lossy(&name).into_owned();
            fonts.insert(name, ReadFont::new(&document, font));
        }
        let content = Content::decode(&document.get_page_content(page));
        let reader = PageReader::default();
        text.push_str(&reader.read(&content.expect("operators"), &fonts));
        text.push('\n');
    }
    text
}

/// Whether readers find a text. A line may break at a space, after a hyphen that belongs to the
/// word or not, and in Chinese and addresses without either.
fn is_copied(lines: &str, text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let text: Vec<char> = words.join(" ").replace('-', "").chars().collect();
    // Indents are several no-break spaces; `text` has one blank in their place.
    let lines: Vec<String> = lines
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let lines = lines.join("\n");
    let lines: Vec<char> = lines.replace('-', "").chars().collect();
    (0..lines.len()).any(|start| starts_with_text(&lines[start..], &text))
}

fn starts_with_text(mut lines: &[char], mut text: &[char]) -> bool {
    while let [expected, rest @ ..] = text {
        match lines {
            [next, others @ ..] if next == expected => (lines, text) = (others, rest),
            ['\n', others @ ..] if *expected == ' ' => (lines, text) = (others, rest),
            ['\n', others @ ..] | [' ', '\n', others @ ..] => lines = others,
            _ => return false,
        }
    }
    true
}

/// The texts of a document: each a list of inlines.
fn collect_texts(value: &Value, out: &mut Vec<String>) {
    match value {
        Value::Array(items) if items.iter().any(|item| item.get("inline").is_some()) => {
            out.push(items.iter().map(inline_text).collect());
        }
        Value::Array(items) => items.iter().for_each(|item| collect_texts(item, out)),
        Value::Object(fields) => fields.values().for_each(|field| collect_texts(field, out)),
        _ => {}
    }
}

fn inline_text(inline: &Value) -> String {
    if inline["inline"] == "line-break" {
        return "\n".to_owned();
    }
    if let Some(sources) = inline["sources"].as_array() {
        let numbers = sources.iter().map(|it| it.as_u64().expect("an index") + 1);
        let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
        return format!(" [{}]", numbers.join(","));
    }
    match inline["body"].as_array() {
        Some(body) => body.iter().map(inline_text).collect(),
        None => inline["text"].as_str().unwrap_or_default().to_owned(),
    }
}

fn briefs() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut briefs = Vec::new();
    for folder in ["briefs", "tests/briefs"] {
        for entry in fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_brief = path.extension().is_some_and(|it| it == "yaml");
            // What has to fit on a number of pages may lose a part.
            if is_brief && !fs::read_to_string(&path).expect("text").contains("\nfit: ") {
                briefs.push(path);
            }
        }
    }
    briefs
}

#[test]
fn texts_of_every_brief_are_copied_whole() {
    let sandbox = Sandbox::new();
    let briefs = briefs();
    let mut arguments: Vec<&str> = briefs.iter().filter_map(|it| it.to_str()).collect();
    arguments.extend(["-f", "pdf,json", "-t", "note", "-o", "out"]);
    sandbox.run(&arguments).exits_with(0);
    let mut missing = String::new();
    for brief in &briefs {
        let name = brief.file_stem().expect("a name").to_string_lossy();
        let copied = copied_text(&sandbox.path(&format!("out/{name}.note.pdf")));
        let json = sandbox.read(&format!("out/{name}.json"));
        let document: Value = serde_json::from_str(&json).expect("JSON");
        let mut texts = Vec::new();
        collect_texts(&document, &mut texts);
        for text in texts {
            if !is_copied(&copied, &text) {
                missing.push_str(&format!("{name}: {text}\n"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing}");
}

#[test]
fn marks_that_are_moved_together_are_copied_in_one_line() {
    let sandbox = Sandbox::new();
    let texts = [
        "第七期快报（第7期）：长河",
        "他说：“人在堤在。”（甲）",
        "《河》（乙）。「好。」、完",
    ];
    let [title, first, second] = texts;
    let brief = format!(
        "title: {title}\ndate: 2026-11-23\nlang: zh-Hans\nbottom_line: 好。\npoints:\n  \
         - {{headline: \"{first}\", text: \"{second}\"}}\n"
    );
    sandbox.write("briefs/a.yaml", &brief);
    sandbox.run(&["briefs", "-f", "pdf"]).exits_with(0);
    let copied = copied_text(&sandbox.path("output/a.pdf"));
    for text in texts {
        assert!(copied.contains(text), "{text}: {copied}");
    }
}

#[test]
fn numbers_of_sources_are_apart_from_figures() {
    let sandbox = Sandbox::new();
    let brief = format!(
        "{HEAD}points:\n  - headline: \"Stopped in 2021[@a] and 2031.[@b] and 17[@a; @b].\"\n\
         sources:\n  - {{id: a, title: A}}\n  - {{id: b, title: B}}\n"
    );
    sandbox.write("briefs/a.yaml", &brief);
    sandbox.run(&["briefs", "-f", "pdf"]).exits_with(0);
    let text = copied_text(&sandbox.path("output/a.pdf"));
    let expected = "Stopped in 2021 [1] and 2031. [2] and 17. [1,2]";
    assert!(text.contains(expected), "{text}");
}

#[test]
fn gaps_in_chinese_are_not_copied() {
    let sandbox = Sandbox::new();
    let bottom_line = "全省GDP增长5.2%，共12项任务，其中A类3项、B类9项，2026年完成。";
    let brief = format!(
        "title: 共12项任务2026年完成\ndate: 2026-03-04\nlang: zh-Hans\nbottom_line: {bottom_line}\n"
    );
    sandbox.write("briefs/a.yaml", &brief);
    for template in ["one-pager", "note", "deck"] {
        sandbox
            .run(&["briefs", "-f", "pdf", "-t", template, "-o", template])
            .exits_with(0);
        let folder = fs::read_dir(sandbox.path(template)).expect("a folder");
        let paths = folder.map(|entry| entry.expect("an entry").path());
        let pdf = paths.filter(|path| path.extension().is_some_and(|it| it == "pdf"));
        for file in pdf {
            let text = copied_text(&file);
            assert!(is_copied(&text, bottom_line), "{template}: {text}");
        }
    }
}

#[test]
fn soft_hyphens_are_not_copied() {
    let sandbox = Sandbox::new();
    let word = "Donau\u{ad}dampf\u{ad}schiff";
    let brief = format!(
        "{HEAD}lang: de\npoints:\n  - headline: {word} {}\n",
        format!("{word} ").repeat(30)
    );
    sandbox.write("briefs/a.yaml", &brief);
    sandbox.run(&["briefs", "-f", "pdf"]).exits_with(0);
    let text = copied_text(&sandbox.path("output/a.pdf"));
    assert!(!text.contains('\u{ad}'), "{text}");
    let headline = "Donaudampfschiff ".repeat(31);
    assert!(is_copied(&text, &headline), "{text}");
}
