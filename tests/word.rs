//! Word documents as a project asks for them: with a Word template, and protected.

#[path = "common/references.rs"]
mod references;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const BRIEF: &str =
    "title: A note\ndate: 2026-11-23\nbottom_line: All is well.\nmarking: INTERNAL\n";

/// A folder with a brief, and what else a test puts there.
struct Sandbox(tempfile::TempDir);

impl Sandbox {
    fn new(files: &[(&str, &str)]) -> Self {
        let sandbox = Self(tempfile::tempdir().expect("a temporary folder"));
        sandbox.write("note.yaml", BRIEF.as_bytes());
        files
            .iter()
            .for_each(|(name, text)| sandbox.write(name, text.as_bytes()));
        sandbox
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        let file = self.path(name);
        std::fs::create_dir_all(file.parent().expect("a file lies in a folder"))
            .expect("a folder can be made");
        std::fs::write(file, bytes).expect("a file can be written");
    }

    /// Puts one of our Word templates there.
    fn template(&self, name: &str, at: &str) {
        self.write(at, &references::reference(name));
    }

    /// Renders the brief, and gives what was told if that fails.
    fn render(&self, arguments: &[&str]) -> Result<(), String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command
            .current_dir(self.0.path())
            .env_remove("BRIEFKIT_FONTS")
            .stdin(Stdio::null());
        let ran = command
            .args(["note.yaml", "-f", "docx", "-o", "out"])
            .args(arguments)
            .output()
            .expect("gen runs");
        if ran.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&ran.stderr).into_owned())
        }
    }

    /// A part of the document that was written; empty if it has none of that name.
    fn part(&self, name: &str) -> String {
        let file = std::fs::File::open(self.path("out/note.docx")).expect("the document is there");
        let mut archive = zip::ZipArchive::new(file).expect("it is a package");
        let mut text = String::new();
        if let Ok(mut part) = archive.by_name(name) {
            part.read_to_string(&mut text).expect("it is text");
        }
        text
    }
}

#[test]
fn a_theme_names_the_house_template() {
    let sandbox = Sandbox::new(&[("gen.yaml", "theme: house\nword_template: other.docx\n")]);
    sandbox.write(
        "templates/themes/house.yaml",
        b"name: house\nword_template: ../letterhead.docx\n",
    );
    sandbox.template("german", "templates/letterhead.docx");
    sandbox.template("libreoffice", "other.docx");
    sandbox.render(&[]).unwrap();
    assert!(
        sandbox.part("word/styles.xml").contains("berschrift1"),
        "the theme goes before the settings"
    );
    assert!(
        sandbox
            .part("word/house-header-first.xml")
            .contains("INTERNAL")
    );
    sandbox.render(&["--theme", "default"]).unwrap();
    assert!(!sandbox.part("word/styles.xml").contains("berschrift1"));
    sandbox.render(&["--reference", "other.docx"]).unwrap();
    assert!(
        sandbox.part("word/styles.xml").contains("InternetLink"),
        "the command goes before the theme"
    );
}

#[test]
fn a_theme_elsewhere_has_its_house_template_beside_it() {
    let sandbox = Sandbox::new(&[]);
    let other = Sandbox::new(&[("themes/house.yaml", "word_template: letterhead.docx\n")]);
    other.template("german", "themes/letterhead.docx");
    let theme = other.path("themes/house.yaml");
    sandbox
        .render(&["--theme", &theme.to_string_lossy()])
        .unwrap();
    assert!(sandbox.part("word/styles.xml").contains("berschrift1"));
    other.write("themes/house.yaml", b"word_template: ../note.yaml\n");
    let told = sandbox
        .render(&["--theme", &theme.to_string_lossy()])
        .unwrap_err();
    assert!(told.contains("lies outside"), "{told}");
}

#[test]
fn a_house_template_that_is_not_there_is_told() {
    for (file, text) in [
        ("gen.yaml", "word_template: gone.docx\n"),
        ("gen.yaml", "word_template: ../../etc/passwd\n"),
        (
            "templates/themes/default.yaml",
            "word_template: gone.docx\n",
        ),
    ] {
        let told = Sandbox::new(&[(file, text)]).render(&[]).unwrap_err();
        assert!(
            told.contains("Word template `") && told.contains("`word_template` is relative to"),
            "{told}"
        );
    }
}

#[test]
fn protection_is_asked_for() {
    let protected = "<w:documentProtection w:edit=\"comments\" w:enforcement=\"1\"/>";
    let sandbox = Sandbox::new(&[]);
    sandbox.render(&[]).unwrap();
    assert!(
        !sandbox
            .part("word/settings.xml")
            .contains("documentProtection")
    );
    // What was written without it is not up to date.
    sandbox.render(&["--protect", "comments"]).unwrap();
    assert!(sandbox.part("word/settings.xml").contains(protected));
    let sandbox = Sandbox::new(&[("gen.yaml", "word_protection: comments\n")]);
    sandbox.render(&[]).unwrap();
    assert!(sandbox.part("word/settings.xml").contains(protected));
    let told = Sandbox::new(&[("gen.yaml", "word_protection: everything\n")])
        .render(&[])
        .unwrap_err();
    assert!(told.contains("gen.yaml:1"), "{told}");
}

#[test]
fn a_theme_has_a_logo() {
    let sandbox = Sandbox::new(&[("gen.yaml", "theme: house\norganization: Office of Tests\n")]);
    sandbox.write(
        "templates/themes/house.yaml",
        b"name: house\nlogo: logo.png\n",
    );
    let told = sandbox.render(&[]).unwrap_err();
    assert!(
        told.contains("logo `logo.png` not found") && told.contains("`logo` is relative to"),
        "{told}"
    );
    let picture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/bars.png");
    sandbox.write(
        "templates/themes/logo.png",
        &std::fs::read(picture).expect("the picture is there"),
    );
    sandbox.render(&[]).unwrap();
    let header = sandbox.part("word/header2.xml");
    assert!(
        header.contains("INTERNAL") && header.contains("descr=\"Office of Tests\""),
        "{header}"
    );
    assert!(
        sandbox
            .part("word/_rels/header2.xml.rels")
            .contains("media/logo.png")
    );
    assert!(
        !sandbox.part("word/header1.xml").contains("w:drawing"),
        "the first page alone has it"
    );
}
