//! Word documents with the options of a project: a Word template, protection, a logo.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const BRIEF: &str =
    "title: A note\ndate: 2026-11-23\nbottom_line: All is well.\nmarking: INTERNAL\n";

/// A temporary folder with a brief and the files of a test.
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

    /// Writes one of the repository's Word templates to `file`.
    fn write_reference_doc(&self, name: &str, file: &str) {
        self.write(file, &crate::references::reference(name));
    }

    /// Renders the brief. The error is what the program wrote to standard error.
    fn render(&self, arguments: &[&str]) -> Result<(), String> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_gen"));
        command
            .current_dir(self.0.path())
            .env_remove("BRIEFKIT_FONTS")
            .stdin(Stdio::null());
        let output = command
            .args(["note.yaml", "-f", "docx", "-o", "out"])
            .args(arguments)
            .output()
            .expect("gen runs");
        if output.status.success() {
            Ok(())
        } else {
            Err(String::from_utf8_lossy(&output.stderr).into_owned())
        }
    }

    /// The text of a part of the rendered document, or an empty text if there is no such part.
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
fn a_theme_can_name_a_word_template() {
    let sandbox = Sandbox::new(&[("gen.yaml", "theme: house\nword_template: other.docx\n")]);
    sandbox.write(
        "templates/themes/house.yaml",
        b"name: house\nword_template: ../letterhead.docx\n",
    );
    sandbox.write_reference_doc("german", "templates/letterhead.docx");
    sandbox.write_reference_doc("libreoffice", "other.docx");
    sandbox.render(&[]).unwrap();
    assert!(
        sandbox.part("word/styles.xml").contains("berschrift1"),
        "the theme takes precedence over the settings"
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
        "the command line takes precedence over the theme"
    );
}

#[test]
fn a_theme_outside_the_project_finds_its_word_template_beside_it() {
    let sandbox = Sandbox::new(&[]);
    let other = Sandbox::new(&[("themes/house.yaml", "word_template: letterhead.docx\n")]);
    other.write_reference_doc("german", "themes/letterhead.docx");
    let theme = other.path("themes/house.yaml");
    sandbox
        .render(&["--theme", &theme.to_string_lossy()])
        .unwrap();
    assert!(sandbox.part("word/styles.xml").contains("berschrift1"));
    other.write("themes/house.yaml", b"word_template: ../note.yaml\n");
    let message = sandbox
        .render(&["--theme", &theme.to_string_lossy()])
        .unwrap_err();
    assert!(message.contains("lies outside"), "{message}");
}

#[test]
fn a_missing_word_template_is_reported() {
    for (file, text) in [
        ("gen.yaml", "word_template: gone.docx\n"),
        ("gen.yaml", "word_template: ../../etc/passwd\n"),
        (
            "templates/themes/default.yaml",
            "word_template: gone.docx\n",
        ),
    ] {
        let message = Sandbox::new(&[(file, text)]).render(&[]).unwrap_err();
        assert!(
            message.contains("Word template `")
                && message.contains("`word_template` is relative to"),
            "{message}"
        );
    }
}

#[test]
fn protection_comes_from_the_command_line_or_the_settings() {
    let protected = "<w:documentProtection w:edit=\"comments\" w:enforcement=\"1\"/>";
    let sandbox = Sandbox::new(&[]);
    sandbox.render(&[]).unwrap();
    assert!(
        !sandbox
            .part("word/settings.xml")
            .contains("documentProtection")
    );
    // The unprotected file is not up to date any more.
    sandbox.render(&["--protect", "comments"]).unwrap();
    assert!(sandbox.part("word/settings.xml").contains(protected));
    let sandbox = Sandbox::new(&[("gen.yaml", "word_protection: comments\n")]);
    sandbox.render(&[]).unwrap();
    assert!(sandbox.part("word/settings.xml").contains(protected));
    let message = Sandbox::new(&[("gen.yaml", "word_protection: everything\n")])
        .render(&[])
        .unwrap_err();
    assert!(message.contains("gen.yaml:1"), "{message}");
}

#[test]
fn a_theme_can_have_a_logo() {
    let sandbox = Sandbox::new(&[("gen.yaml", "theme: house\norganization: Office of Tests\n")]);
    sandbox.write(
        "templates/themes/house.yaml",
        b"name: house\nlogo: logo.png\n",
    );
    let message = sandbox.render(&[]).unwrap_err();
    assert!(
        message.contains("logo `logo.png` not found") && message.contains("`logo` is relative to"),
        "{message}"
    );
    let image = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures/bars.png");
    sandbox.write(
        "templates/themes/logo.png",
        &std::fs::read(image).expect("the image is there"),
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
        "only the first page has the logo"
    );
}
