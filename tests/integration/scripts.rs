//! Briefs in scripts that no built-in font has, as offices would write them: `tests/scripts`.

use std::path::Path;

use crate::sandbox::Sandbox;

/// A sandbox with the briefs and fonts of `tests/scripts`.
fn scripts_sandbox() -> Sandbox {
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
