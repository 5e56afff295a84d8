//! Briefs in scripts that no built-in font has, as offices would write them: `tests/scripts`.

use std::io::Read;
use std::path::Path;

use crate::sandbox::Sandbox;

/// A sandbox with the briefs and fonts of `tests/scripts`.
pub(crate) fn scripts_sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts");
    for subfolder in ["", "fonts/"] {
        let entries = std::fs::read_dir(folder.join(subfolder)).expect("a folder");
        for entry in entries {
            let entry = entry.expect("an entry");
            if !entry.path().is_file() {
                continue;
            }
            let name = entry.file_name();
            let name = format!("{subfolder}{}", name.to_str().expect("a name"));
            let bytes = std::fs::read(entry.path()).expect("a file");
            sandbox.write_bytes(&name, &bytes);
        }
    }
    sandbox
}

#[test]
fn every_script_is_set_in_the_fonts_of_a_folder() {
    let sandbox = scripts_sandbox();
    let finished = sandbox
        .run(&[".", "-f", "pdf,png,docx,md", "--scale", "0.5"])
        .exits_with(0);
    for message in ["no font", "in the forms of", "cut"] {
        assert!(
            !finished.stderr().contains(message),
            "{}",
            finished.stderr()
        );
    }
}

#[test]
fn a_font_of_another_region_is_told() {
    let sandbox = scripts_sandbox();
    sandbox.write(
        "ko.yaml",
        "title: 변경(直)\ndate: 2026-11-23\nlang: ko\nbottom_line: 변경(直)\n",
    );
    sandbox
        .run(&["ko.yaml", "-f", "pdf"])
        .exits_with(0)
        .reports("no font has `直` (U+76F4) in the forms of `ko`; pages show those of Japanese");
}

#[test]
fn quoted_japanese_and_korean_have_their_fonts() {
    let sandbox = scripts_sandbox();
    sandbox.write(
        "quote.yaml",
        "title: Plan\ndate: 2026-11-23\nbottom_line: See 来年度から and 변경.\n",
    );
    let pages = sandbox.run(&["quote.yaml", "-f", "pdf"]).exits_with(0);
    assert!(!pages.stderr().contains("forms"), "{}", pages.stderr());
    let listed = sandbox.run(&["fonts", "quote.yaml"]).exits_with(0);
    let line = "Han             3  Briefkit Test JP: fonts/han.ttc";
    assert!(listed.stdout().contains(line), "{}", listed.stdout());
    // A theme that names a font tells in which forms Han characters are that nothing else tells of.
    for (theme, family) in [
        ("{}", "Briefkit Han: built in"),
        (
            "{fonts: {body: [Source Sans 3, Briefkit Test JP]}}",
            "Briefkit Test JP: fonts/han.ttc",
        ),
    ] {
        let brief = "title: Plan\ndate: 2026-11-23\nbottom_line: See 来年.\ntheme: theme.yaml\n";
        sandbox.write("theme.yaml", theme).write("name.yaml", brief);
        let pages = sandbox.run(&["name.yaml", "-f", "pdf"]).exits_with(0);
        let has_note = pages.stderr().contains("forms of simplified");
        assert_eq!(has_note, theme == "{}", "{theme}");
        let listed = sandbox.run(&["fonts", "name.yaml"]).exits_with(0);
        assert!(listed.stdout().contains(family), "{}", listed.stdout());
    }
}

#[test]
fn a_damaged_collection_is_told() {
    let sandbox = scripts_sandbox();
    let whole = std::fs::read(sandbox.path("fonts/han.ttc")).expect("a file");
    sandbox.write_bytes("fonts/han.ttc", &whole[..64]);
    sandbox
        .run(&["ja.yaml", "-f", "pdf"])
        .exits_with(1)
        .reports("han.ttc` is not a font that can be used");
}

#[test]
fn the_fonts_of_a_brief_are_listed() {
    let sandbox = scripts_sandbox();
    let listed = sandbox.run(&["fonts", "ja.yaml", "ru.yaml"]).exits_with(0);
    for line in [
        "ja.yaml (`ja`)\n",
        "Briefkit Test JP: fonts/han.ttc\n",
        "Cyrillic       50  Source Sans 3: built in\n",
    ] {
        assert!(listed.stdout().contains(line), "{}", listed.stdout());
    }
    sandbox.write("gen.yaml", "fonts: []\n");
    let listed = sandbox.run(&["fonts", "th.yaml", "ja.yaml"]).exits_with(1);
    for line in [
        "get Noto Sans Thai: https://fonts.google.com/noto/specimen/Noto+Sans+Thai\n",
        "(Debian, Ubuntu: fonts-noto-core)\n",
        "in the forms of another language: ",
        "get Noto Sans JP: https://fonts.google.com/noto/specimen/Noto+Sans+JP\n",
        "(Debian, Ubuntu: fonts-noto-cjk)\n",
    ] {
        assert!(listed.stdout().contains(line), "{}", listed.stdout());
    }
    let json = sandbox.run(&["fonts", "ko.yaml", "--json"]).exits_with(1);
    let json: serde_json::Value = serde_json::from_str(&json.stdout()).expect("JSON");
    let scripts = json[0]["scripts"].as_array().expect("a list");
    let hangul = scripts.iter().find(|it| it["script"] == "Hangul");
    let hangul = hangul.expect("a brief in Korean has Hangul");
    assert_eq!(hangul["get"]["family"], "Noto Sans KR");
    assert_eq!(hangul["families"], serde_json::json!([]));
    sandbox
        .run(&["th.yaml", "-f", "pdf"])
        .exits_with(1)
        .reports("such as Noto Sans Thai; `gen fonts` says where to get it");
}

/// A part of the Word document of the brief `name`.
fn word_part(sandbox: &Sandbox, name: &str, part: &str) -> String {
    let file = std::fs::File::open(sandbox.path(&format!("output/{name}.docx")));
    let mut package = zip::ZipArchive::new(file.expect("a document")).expect("a package");
    let mut text = String::new();
    let mut part = package.by_name(part).expect("a part");
    part.read_to_string(&mut text).expect("XML");
    text
}

#[test]
fn word_has_the_language_and_the_font_of_every_script() {
    let sandbox = scripts_sandbox();
    sandbox.run(&[".", "-f", "docx"]).exits_with(0);
    for (lang, languages, east_asian, complex) in [
        (
            "ja",
            "w:eastAsia=\"ja-JP\" w:bidi=\"ar-SA\"",
            "Yu Gothic",
            "Arial",
        ),
        (
            "ko",
            "w:eastAsia=\"ko-KR\" w:bidi=\"ar-SA\"",
            "Malgun Gothic",
            "Arial",
        ),
        (
            "zh-Hant",
            "w:eastAsia=\"zh-TW\" w:bidi=\"ar-SA\"",
            "Microsoft JhengHei",
            "Arial",
        ),
        (
            "th",
            "w:eastAsia=\"zh-CN\" w:bidi=\"th-TH\"",
            "Microsoft YaHei",
            "Leelawadee UI",
        ),
        (
            "hi",
            "w:eastAsia=\"zh-CN\" w:bidi=\"hi-IN\"",
            "Microsoft YaHei",
            "Nirmala UI",
        ),
        (
            "ar",
            "w:eastAsia=\"zh-CN\" w:bidi=\"ar-EG\"",
            "Microsoft YaHei",
            "Arial",
        ),
        (
            "he",
            "w:eastAsia=\"zh-CN\" w:bidi=\"he-IL\"",
            "Microsoft YaHei",
            "Arial",
        ),
    ] {
        let styles = word_part(&sandbox, lang, "word/styles.xml");
        assert!(styles.contains(languages), "{lang}: {languages}");
        let theme = word_part(&sandbox, lang, "word/theme/theme1.xml");
        let fonts =
            format!("<a:ea typeface=\"{east_asian}\"/><a:cs typeface=\"{complex}\"/><a:font");
        assert_eq!(theme.matches(&fonts).count(), 2, "{lang}: {fonts}");
        let table = word_part(&sandbox, lang, "word/fontTable.xml");
        assert!(
            table.contains(&format!("w:name=\"{east_asian}\"")),
            "{lang}"
        );
    }
    // Han characters in Korean and kana in Japanese need no mark.
    for lang in ["ko", "ja"] {
        let text = word_part(&sandbox, lang, "word/document.xml");
        assert!(!text.contains("<w:lang"), "{lang}");
    }
    let text = word_part(&sandbox, "th", "word/document.xml");
    assert!(text.contains("<w:rPr><w:rFonts w:hint=\"cs\"/><w:cs/></w:rPr>"));
}

#[test]
fn word_marks_words_in_other_scripts() {
    let sandbox = Sandbox::new();
    for (lang, text, run) in [
        (
            "en",
            "of ไทย here",
            "<w:rFonts w:hint=\"cs\"/><w:cs/><w:lang w:bidi=\"th-TH\"/></w:rPr><w:t xml:space=\"preserve\">ไทย<",
        ),
        (
            "th",
            "คำ हिन्दी",
            "<w:cs/><w:lang w:bidi=\"hi-IN\"/></w:rPr><w:t xml:space=\"preserve\">हिन्दी<",
        ),
        (
            "de",
            "in 東京の店 heute",
            "<w:lang w:eastAsia=\"ja-JP\"/></w:rPr><w:t xml:space=\"preserve\">東京の店<",
        ),
        (
            "de",
            "in 東京 heute",
            "<w:lang w:eastAsia=\"zh-CN\"/></w:rPr><w:t xml:space=\"preserve\">東京<",
        ),
        (
            "ko",
            "도시 とうきょう",
            "<w:lang w:eastAsia=\"ja-JP\"/></w:rPr><w:t xml:space=\"preserve\">とうきょう<",
        ),
        (
            "zh",
            "电影 のぞみ",
            "<w:lang w:eastAsia=\"ja-JP\"/></w:rPr><w:t xml:space=\"preserve\">のぞみ<",
        ),
    ] {
        let brief = format!("title: T\ndate: 2026-11-23\nlang: {lang}\nbottom_line: {text}\n");
        sandbox.write("x.yaml", &brief);
        sandbox.run(&["x.yaml", "-f", "docx"]).exits_with(0);
        let written = word_part(&sandbox, "x", "word/document.xml");
        assert!(written.contains(run), "{lang}: {written}");
    }
}

#[test]
fn decks_name_fonts_with_the_forms_of_their_language() {
    let sandbox = scripts_sandbox();
    let arguments = [".", "-f", "md", "-t", "deck"];
    sandbox.run(&arguments).exits_with(0);
    for (lang, family) in [
        ("ja", "\"Noto Sans CJK JP\""),
        ("ko", "\"Noto Sans CJK KR\""),
        ("zh-Hant", "\"Noto Sans CJK TC\""),
        ("ru", "\"Noto Sans CJK SC\""),
    ] {
        let deck = sandbox.read(&format!("output/{lang}.md"));
        assert!(deck.contains(family), "{lang}");
        assert!(deck.contains(&format!("\nlang: \"{lang}\"\n")), "{lang}");
        assert_eq!(deck.contains(" SC\""), lang == "ru", "{lang}");
    }
}

#[test]
fn decks_mark_words_in_other_scripts() {
    let sandbox = Sandbox::new();
    let text = "Seen 北京 and 東京の駅, 서울역; שלום 12 “ไทย” हिन्दी, Москва & co";
    let brief = format!("title: T\ndate: 2026-11-23\nbottom_line: {text}\n");
    sandbox.write("a.yaml", &brief);
    for dialect in ["marp", "reveal", "slidev"] {
        let arguments = ["a.yaml", "-f", "md", "-t", "deck", "--dialect", dialect];
        sandbox
            .run(&[&arguments[..], &["--force"]].concat())
            .exits_with(0);
        let deck = sandbox
            .read("output/a.md")
            .replace(['\u{a0}', '\u{2060}'], " ");
        let marked = "Seen <span lang=\"zh\">北京</span> and <span lang=\"ja\">東京の駅</span>, \
                      <span lang=\"ko\">서울역</span>; <span lang=\"he\">שלום</span> 12 \
                      “<span lang=\"th\">ไทย</span>” <span lang=\"hi\">हिन्दी</span>, Москва & co";
        assert!(deck.contains(marked), "{dialect}: {deck}");
        let has_styles = dialect == "marp";
        for family in [
            "\"Leelawadee UI\"",
            "\"Nirmala UI\"",
            "section [lang=\"ja\"]",
        ] {
            assert_eq!(deck.contains(family), has_styles, "{family} in {deck}");
        }
        assert!(!deck.contains("Myanmar") && !deck.contains("[lang=\"he\"]"));
    }
    sandbox.run(&["a.yaml", "-f", "md", "--dialect", "plain", "--force"]);
    assert!(
        sandbox
            .read("output/a.md")
            .contains("Seen 北京 and 東京の駅")
    );
}
