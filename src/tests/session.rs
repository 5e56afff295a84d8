//! A session gives the bytes and the problems that a batch and a mail merge give, on any thread and
//! in any order.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::fixtures;
use crate::batch::{
    BriefInput, BriefOutcome, MANIFEST_FILE, MailMerge, Mode, RenderedBrief, Request, Row,
    RowValues, Rows, Session, run_batch,
};
use crate::diagnostic::{Code, SourceText};
use crate::formats::FORMATS;
use crate::merge::RowFormat;
use crate::options::FormatOptions;

/// The bytes of files, by name.
type Files = BTreeMap<String, Vec<u8>>;

/// A brief without problems, and one with a character that no font has: an error of formats that
/// draw pages.
const GOOD: &str = "title: A good brief\ndate: 2026-11-23\nbottom_line: All is well.\n";
const NO_FONT: &str = "title: A \u{e000}\ndate: 2026-11-23\nbottom_line: All is well.\n";

/// Warns about a picture without a text.
const WARNED: &str = "title: A brief\ndate: 2026-11-23\nbottom_line: All is well.\n\
                      images: [{file: pictures/bars.png}]\n";

const PATTERN: &str = "\
title: To {{ name }}
date: 2026-11-23
bottom_line: You owe {{ '%.2f' | format(hours * 40.5) }} for {{ hours }} hours.
images: [{file: pictures/bars.png, alt: 'Hours of {{ name }}'}]
";

const ROWS: &str = "\
{\"name\": \"Ann *and* Bo\", \"hours\": 7.5}
{\"name\": \"Cy\"}
{\"name\": \"Di\", \"hours\": 3}
";

fn request(formats: &[&'static str]) -> Request {
    Request {
        formats: formats.to_vec(),
        options: FormatOptions {
            scale: "0.5".parse().ok(),
            ..FormatOptions::default()
        },
        ..Request::default()
    }
}

fn all_formats() -> Vec<&'static str> {
    FORMATS.iter().map(|format| format.name).collect()
}

fn briefs_folder() -> PathBuf {
    fixtures::root().join("tests/briefs")
}

fn briefs_session(request: Request) -> Session {
    Session::new(briefs_folder(), request).unwrap_or_else(|problems| panic!("{problems:#?}"))
}

/// The text of a brief in the folder of the session.
fn text(name: &str) -> SourceText {
    let file = briefs_folder().join(name);
    let yaml = fs::read_to_string(&file).expect("a text");
    SourceText::new(name, &yaml)
}

fn file_input(name: &str) -> BriefInput {
    BriefInput {
        text: None,
        file: briefs_folder().join(name),
        subfolder: PathBuf::new(),
    }
}

/// What a session has rendered, as files.
fn rendered_files(brief: &RenderedBrief, files: &mut Files) {
    for document in &brief.documents {
        let name = &document.file_name;
        let (stem, extension) = name.rsplit_once('.').expect("an extension");
        files.insert(name.clone(), document.rendered.bytes.clone());
        for (page, bytes) in (2..).zip(&document.rendered.further) {
            files.insert(format!("{stem}-{page}.{extension}"), bytes.clone());
        }
        for (asset, bytes) in &document.rendered.assets {
            files.insert(format!("{stem}.assets/{asset}"), bytes.clone());
        }
    }
}

/// The files that a run has written to a folder.
fn written_files(folder: &Path) -> Files {
    let mut files = Files::new();
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry.expect("an entry");
        let path = entry.path().strip_prefix(folder).expect("it is inside");
        if entry.file_type().is_file() && path != Path::new(MANIFEST_FILE) {
            let name = path.to_string_lossy().replace('\\', "/");
            files.insert(name, fs::read(entry.path()).expect("a file"));
        }
    }
    files
}

/// Runs a batch of one brief, and returns its outcome with the files.
fn batch_of(input: BriefInput, request: &Request) -> (BriefOutcome, Files) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let request = Request {
        output: Some(folder.path().to_owned()),
        ..request.clone()
    };
    let outcomes = run_batch(vec![input], &request, Mode::Write, &|_| {});
    let outcome = outcomes.unwrap_or_else(|problems| panic!("{problems:#?}"));
    (outcome[0].clone(), written_files(folder.path()))
}

fn assert_same_files(rendered: &Files, written: &Files) {
    let names: Vec<&String> = rendered.keys().collect();
    assert_eq!(names, written.keys().collect::<Vec<_>>());
    for (name, bytes) in rendered {
        assert!(*bytes == written[name], "{name} differs");
    }
}

/// Checks that a session and a batch give the same, and returns it.
fn same_as_batch(input: BriefInput, request: Request) -> RenderedBrief {
    let (outcome, written) = batch_of(input.clone(), &request);
    let brief = briefs_session(request).render_input(input);
    assert_eq!(brief.diagnostics, outcome.diagnostics);
    assert_eq!(brief.failed, outcome.failed);
    let mut rendered = Files::new();
    rendered_files(&brief, &mut rendered);
    assert_same_files(&rendered, &written);
    brief
}

#[test]
fn a_session_gives_what_a_batch_writes() {
    for name in ["everything.yaml", "pictures-svg.yaml"] {
        let brief = same_as_batch(file_input(name), request(&all_formats()));
        assert_eq!(brief.documents.len(), FORMATS.len(), "{name}");
        assert!(!brief.failed, "{name}: {:#?}", brief.diagnostics);
    }
}

#[test]
fn a_text_is_rendered_as_its_file() {
    let session = briefs_session(request(&["md", "json"]));
    let (mut from_text, mut from_file) = (Files::new(), Files::new());
    rendered_files(&session.render(text("images.yaml")), &mut from_text);
    let from_input = session.render_input(file_input("images.yaml"));
    rendered_files(&from_input, &mut from_file);
    assert!(from_text.contains_key("images.md"));
    assert_same_files(&from_text, &from_file);
}

#[test]
fn a_session_fails_where_a_batch_fails() {
    let input = |yaml| BriefInput {
        text: Some(SourceText::new("b.yaml", yaml)),
        ..file_input("b.yaml")
    };
    let formats = ["pdf", "md"];
    let unreadable = same_as_batch(input("titel: x\n"), request(&formats));
    assert!(unreadable.failed && unreadable.documents.is_empty());
    // One format has a problem, and the other is rendered.
    let no_font = same_as_batch(input(NO_FONT), request(&formats));
    assert!(no_font.failed && no_font.document("pdf").is_none());
    assert!(no_font.document("md").is_some());
    let warned = same_as_batch(input(WARNED), request(&formats));
    assert!(!warned.failed && warned.documents.len() == 2);
    let strict = Request {
        strict: true,
        ..request(&formats)
    };
    let warned = same_as_batch(input(WARNED), strict.clone());
    assert!(warned.failed && warned.documents.is_empty());
    assert!(warned.diagnostics.iter().all(|it| it.is_error()));
    assert!(!same_as_batch(input(GOOD), strict).failed);
}

#[test]
fn rows_give_what_a_mail_merge_writes() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let own = request(&all_formats());
    let writing = Request {
        output: Some(folder.path().to_owned()),
        ..own.clone()
    };
    let rows = || Rows::new("rows.jsonl", ROWS.as_bytes(), Some(RowFormat::JsonLines));
    let rows = || rows().expect("rows");
    let source = SourceText::new("letter.yaml", PATTERN);
    let input = BriefInput {
        text: Some(source.clone()),
        ..file_input("letter.yaml")
    };
    let merge = MailMerge::new(input, None, &writing);
    let merge = merge.unwrap_or_else(|problems| panic!("{problems:#?}"));
    let outcomes = std::sync::Mutex::new(BTreeMap::new());
    let done = |outcome: &BriefOutcome| {
        let found = (outcome.failed, outcome.diagnostics.clone());
        outcomes
            .lock()
            .expect("a lock")
            .insert(outcome.number, found);
    };
    let summary = merge.run(&mut rows(), Mode::Write, &done).expect("it runs");
    assert_eq!((summary.briefs, summary.failed), (3, 1));

    let session = briefs_session(own);
    let pattern = session
        .pattern(source)
        .unwrap_or_else(|problems| panic!("{problems:#?}"));
    let mut rendered = Files::new();
    let mut found = Vec::new();
    for row in rows() {
        let brief = session.render_row(&pattern, &row);
        rendered_files(&brief, &mut rendered);
        found.push((brief.failed, brief.diagnostics));
    }
    assert_same_files(&rendered, &written_files(folder.path()));
    let outcomes = outcomes.into_inner().expect("a lock");
    assert_eq!(found, outcomes.into_values().collect::<Vec<_>>());
    assert!(rendered.contains_key("letter-3.docx"));
    assert!(!rendered.contains_key("letter-2.docx"));
}

#[test]
fn a_row_needs_no_data() {
    let session = briefs_session(request(&["md"]));
    let pattern = session.pattern(SourceText::new("letter.yaml", PATTERN));
    let pattern = pattern.unwrap_or_else(|problems| panic!("{problems:#?}"));
    let pattern = pattern.named("{{ name }}").expect("a name");
    let row_of = |number, json: &str| {
        let object = serde_json::from_str(json).expect("an object");
        Row::new("people", number, RowValues::from_json(&object))
    };
    let row = row_of(17, "{\"name\": \"Ann\", \"hours\": 7.5}");
    let brief = session.render_row(&pattern, &row);
    assert_eq!(brief.documents[0].file_name, "Ann.md");
    let bytes = &brief.document("md").expect("a deck").bytes;
    let deck = String::from_utf8_lossy(bytes);
    assert!(deck.contains("You owe 303.75 for 7.5 hours"), "{deck}");
    assert!(deck.contains("Ann.assets/"), "{deck}");
    let brief = session.render_row(&pattern, &row_of(18, "{\"name\": \"Bo\"}"));
    assert!(brief.failed && brief.documents.is_empty());
    let message = &brief.diagnostics[0].message;
    assert!(
        message.starts_with("people:18: ") && message.contains("`hours`"),
        "{message}"
    );
}

#[test]
fn a_pattern_has_no_brief_to_attach() {
    let mut attaching = request(&["pdf"]);
    attaching.options.attach_source = true;
    let refused = briefs_session(attaching).pattern(SourceText::new("letter.yaml", PATTERN));
    let problems = refused.map(drop).expect_err("it cannot be attached");
    assert_eq!(problems[0].code, Code::CannotAttachSource);
}

#[test]
fn a_brief_of_another_project_is_refused() {
    let brief = briefs_session(request(&["md"])).render_input(BriefInput {
        text: Some(SourceText::new("a.yaml", GOOD)),
        file: fixtures::root().join("briefs/a.yaml"),
        subfolder: PathBuf::new(),
    });
    assert!(brief.failed);
    assert_eq!(brief.diagnostics[0].code, Code::OutsideProject);
}

#[test]
fn threads_share_a_session() {
    fn assert_shareable<T: Send + Sync>(_: &T) {}
    let names = ["images.yaml", "minimal.yaml", "risks.yaml"];
    let render_all = |session: &Session, reversed: bool| {
        let mut files = Files::new();
        let mut names = names.to_vec();
        if reversed {
            names.reverse();
        }
        for name in names {
            rendered_files(&session.render(text(name)), &mut files);
        }
        files
    };
    let formats = ["pdf", "docx", "md"];
    let alone = render_all(&briefs_session(request(&formats)), false);
    let shared = briefs_session(request(&formats));
    assert_shareable(&shared);
    let (one, two) = std::thread::scope(|scope| {
        let one = scope.spawn(|| render_all(&shared, false));
        let two = scope.spawn(|| render_all(&shared, true));
        (one.join().expect("a thread"), two.join().expect("a thread"))
    });
    assert_same_files(&one, &alone);
    assert_same_files(&two, &alone);
}

#[test]
fn a_brief_is_the_same_after_another() {
    let session = briefs_session(request(&all_formats()));
    let render = |name| {
        let mut files = Files::new();
        rendered_files(&session.render(text(name)), &mut files);
        files
    };
    let first = render("everything.yaml");
    let between = render("hostile.yaml");
    assert_same_files(&render("everything.yaml"), &first);
    assert_same_files(&render("hostile.yaml"), &between);
    // A session that has rendered nothing else agrees.
    let mut fresh = Files::new();
    let alone = briefs_session(request(&all_formats()));
    rendered_files(&alone.render(text("hostile.yaml")), &mut fresh);
    assert_same_files(&fresh, &between);
}
