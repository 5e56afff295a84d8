//! Documents in which the fonts of the program are all that there is: Chinese, Han characters in
//! other languages, and symbols.

use std::path::Path;
use std::process::Command;

use crate::fonts::{RARE, font_of_rare_character};
use crate::sandbox::{FinishedRun, Sandbox};

/// Runs a copy of the program that finds no font folder.
pub fn run_without_folders(sandbox: &Sandbox, arguments: &[&str]) -> FinishedRun {
    let program = sandbox.installed();
    let mut command = Command::new(program);
    command
        .current_dir(sandbox.path("."))
        .env("HOME", sandbox.path("home"))
        .env_remove("XDG_DATA_HOME")
        .env_remove("BRIEFKIT_FONTS");
    FinishedRun::of(command.args(arguments))
}

/// A brief whose texts are in one language.
fn brief(lang: &str, text: &str) -> String {
    format!("title: {text}\ndate: 2026-11-23\nlang: {lang}\nbottom_line: {text}\n")
}

#[test]
fn pasted_spaces_need_no_font() {
    let sandbox = Sandbox::new();
    let mut text = String::new();
    for space in ('\u{2000}'..='\u{200a}').chain(['\u{a0}', '\u{202f}', '\u{205f}', '\u{3000}']) {
        text.push_str(&format!("A{space}b "));
    }
    sandbox.write("spaces.yaml", &brief("en", &text));
    let formats = ["spaces.yaml", "--format", "pdf,png,docx,md", "--strict"];
    run_without_folders(&sandbox, &formats).exits_with(0);
}

#[test]
fn chinese_needs_no_font_folder() {
    let sandbox = Sandbox::new();
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in [
        "tests/briefs/chinese.yaml",
        "tests/briefs/chinese-emphasis.yaml",
        "briefs/opening-up-conference.zh.yaml",
    ] {
        let text = std::fs::read_to_string(repository.join(file)).expect("a brief");
        let name = Path::new(file).file_name().expect("a name");
        sandbox.write(&format!("briefs/{}", name.to_string_lossy()), &text);
    }
    for (name, lang) in [("zh", "zh"), ("cn", "zh-CN"), ("sg", "zh-SG")] {
        let text = brief(lang, "喆堃𬭎㎡①：“（龑）”");
        sandbox.write(&format!("briefs/{name}.yaml"), &text);
    }
    let finished = run_without_folders(&sandbox, &["-f", "pdf,png,docx,md"]).exits_with(0);
    assert!(
        !finished.stderr().contains("no font"),
        "{}",
        finished.stderr()
    );
}

#[test]
fn names_in_other_languages_need_no_font_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("en.yaml", &brief("en", "渡邊 (Watanabe), 臺北, 辻, 李詠箑"));
    sandbox.write("de.yaml", &brief("de", "北京市"));
    let finished = run_without_folders(&sandbox, &[".", "-f", "pdf"]).exits_with(0);
    assert!(
        !finished.stderr().contains("no font"),
        "{}",
        finished.stderr()
    );
}

#[test]
fn han_of_an_unknown_language_is_told() {
    let sandbox = Sandbox::new();
    for (lang, text, message) in [
        (
            "en",
            "Mr 渡邊 and 北京",
            "warning: `邊` (U+908A) may be Japanese, Korean or traditional Chinese; pages show the",
        ),
        (
            "en",
            "臺北、東京",
            "warning: `臺` (U+81FA) and 1 more of the Han script may be Japanese",
        ),
        (
            "de",
            "in Peking (北京市)",
            "note: pages show `北` (U+5317) and 2 more of the Han script in the forms of simplified",
        ),
        (
            "en",
            "the 直通の plan",
            "warning: no font has `直` (U+76F4) and 1 more of the Han script in the forms of Japanese;",
        ),
        (
            "fr-JP",
            "Naomi 直美",
            "warning: no font has `直` (U+76F4) and 1 more of the Han script in the forms of Japanese;",
        ),
        (
            "en-HK",
            "直達",
            "warning: no font has `直` (U+76F4) and 1 more of the Han script in the forms of Hong Kong;",
        ),
    ] {
        sandbox.write("a.yaml", &brief(lang, text));
        let pages = run_without_folders(&sandbox, &["a.yaml", "-f", "pdf"]);
        pages.reports(message).exits_with(0);
    }
    sandbox.write("a.yaml", &brief("de", "北京市"));
    run_without_folders(&sandbox, &["a.yaml", "-f", "pdf"])
        .reports("name the region in `lang`: `de-CN`, `de-TW`, `de-HK`, `de-JP` or `de-KR`");
    for (lang, text) in [
        ("en-CN", "Beijing (北京)"),
        ("en", "the アニメ"),
        ("zh", "直通のぞみ"),
    ] {
        sandbox.write("a.yaml", &brief(lang, text));
        let pages = run_without_folders(&sandbox, &["a.yaml", "-f", "pdf", "--strict"]);
        let pages = pages.exits_with(0);
        assert!(!pages.stderr().contains("forms"), "{}", pages.stderr());
    }
}

#[test]
fn simplified_forms_in_other_languages_are_told() {
    let sandbox = Sandbox::new();
    for (lang, text, name) in [
        ("ja", "直通の計画", "`直` (U+76F4) and "),
        ("zh-Hant", "直達計劃", "`直` (U+76F4) and "),
        ("zh-TW", "直達計劃", "`直` (U+76F4) and "),
        ("zh-HK", "直達計劃", "`直` (U+76F4) and "),
        ("ko", "Plan 直", "`直` (U+76F4) in the forms"),
    ] {
        sandbox.write("a.yaml", &brief(lang, text));
        let pages = run_without_folders(&sandbox, &["a.yaml", "-f", "pdf"])
            .reports(&format!("no font has {name}"))
            .reports(&format!(
                "in the forms of `{lang}`; pages show those of simplified Chinese"
            ))
            .reports("put a font for this language into a folder");
        // The labels of Korean need Hangul, which no built-in font has.
        let status = i32::from(lang == "ko");
        pages.exits_with(status);
        let word = run_without_folders(&sandbox, &["a.yaml", "-f", "docx,md"]).exits_with(0);
        assert!(
            !word.stderr().contains("in the forms of"),
            "{lang}: readers use their own fonts"
        );
    }
}

#[test]
fn a_font_in_a_folder_has_what_the_chinese_family_lacks() {
    let sandbox = Sandbox::new();
    sandbox.write("a.yaml", &brief("zh-Hans", &format!("姓名：{RARE}")));
    run_without_folders(&sandbox, &["a.yaml", "-f", "pdf"])
        .exits_with(1)
        .reports(&format!("no font has `{RARE}` (U+20000)"))
        .reports("Briefkit Han")
        .reports("put a font that has it into a folder");
    sandbox
        .write("gen.yaml", "fonts: [more]\n")
        .write_bytes("more/rare.ttf", &font_of_rare_character());
    run_without_folders(&sandbox, &["a.yaml", "-f", "pdf"]).exits_with(0);
}

#[test]
fn symbols_need_no_font_folder() {
    let sandbox = Sandbox::new();
    let symbols = "✔ ✘ ⚠ ● ○ ◐ ■ □ ▲ ▼ → ⇒ ① ② Ⓐ ☑ ☐ ☎ ✉ ⏰ ✅ ❌ ⛔ 🟢 🟡 🔴 🚧 📌 ⚡";
    for lang in ["en", "zh-Hans", "ar", "ja"] {
        let text = format!("title: T\ndate: 2026-11-23\nlang: {lang}\nbottom_line: {symbols}\n");
        sandbox.write(&format!("{lang}.yaml"), &text);
    }
    run_without_folders(&sandbox, &["en.yaml", "zh-Hans.yaml", "-f", "pdf,png"]).exits_with(0);
    // The labels of other scripts need a font, but no symbol does.
    let others = run_without_folders(&sandbox, &["ar.yaml", "ja.yaml", "-f", "pdf"]);
    let messages = others.stderr();
    assert!(
        !symbols.split(' ').any(|symbol| messages.contains(symbol)),
        "{messages}"
    );
}
