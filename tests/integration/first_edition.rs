//! Projects written for the first edition must keep working with every later version.
//! `tests/first-edition/README.md` explains how a project is written.
//!
//! The tests check exit statuses, the names of files, and that no text of a brief is lost. They do
//! not depend on the appearance of documents.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use saphyr_parser::{Event, Parser};

/// Keys of briefs whose values are not text for readers, but names, numbers or words from a closed
/// list.
const NOT_TEXT: [&str; 17] = [
    "lang",
    "theme",
    "templates",
    "fit",
    "priority",
    "source",
    "id",
    "kind",
    "values",
    "highlight",
    "data",
    "file",
    "decorative",
    "recommended",
    "likelihood",
    "impact",
    "typography",
];

#[test]
fn projects_of_the_first_edition_still_work() {
    std::thread::scope(|scope| {
        for project in projects() {
            scope.spawn(move || ProjectRun::new(&project).run_script());
        }
    });
}

/// No test would notice the loss of a feature that no project uses.
#[test]
fn projects_use_every_feature_of_the_first_edition() {
    let mut uses = FeatureUses::default();
    for project in projects() {
        uses.add_project(&project);
    }
    let missing: Vec<&str> = include_str!("../first-edition/features.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter(|feature| !uses.has(feature))
        .collect();
    assert!(missing.is_empty(), "no project uses {missing:#?}");
}

fn projects() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/first-edition");
    let entries = fs::read_dir(folder).expect("the projects can be listed");
    let mut projects: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("commands").is_file())
        .collect();
    projects.sort();
    projects
}

/// A temporary copy of a project, in which its script is run.
struct ProjectRun {
    name: String,
    folder: tempfile::TempDir,
    script: String,
}

impl ProjectRun {
    fn new(project: &Path) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        copy_all(project, folder.path());
        Self {
            name: project
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            script: fs::read_to_string(project.join("commands")).expect("a list of commands"),
            folder,
        }
    }

    fn run_script(&self) {
        for (number, line) in (1..).zip(self.script.lines()) {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            if let Err(problem) = self.run_line(line) {
                panic!("{}/commands:{number}: {line}\n{problem}", self.name);
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn run_line(&self, line: &str) -> Result<(), String> {
        let words = shell_words(line);
        let (verb, rest) = words.split_first().ok_or("an empty line")?;
        match verb.as_str() {
            "again" => self.expect_no_changes(rest),
            "fails" => {
                let (status, rest) = rest.split_first().ok_or("which exit status?")?;
                let status = status.parse().map_err(|_| "an exit status is a number")?;
                self.expect_status(rest, status)
            }
            "until" => {
                let (file, rest) = rest.split_first().ok_or("until which file?")?;
                self.run_until_file(rest, &self.path(file))
            }
            "writes" => check_all(rest, |name| self.expect_content(name)),
            "lacks" => check_all(rest, |name| match self.path(name).exists() {
                true => Err(format!("`{name}` exists")),
                false => Ok(()),
            }),
            "carries" => self.expect_all_texts(rest),
            "says" => {
                let (file, texts) = rest.split_first().ok_or("which file?")?;
                let shown = visible_chars(&shown_text(&self.path(file))?);
                check_all(texts, |text| match shown.contains(&visible_chars(text)) {
                    true => Ok(()),
                    false => Err(format!("`{text}` is not in `{file}`")),
                })
            }
            "json" => check_all(rest, |name| is_json(&self.read(name)?)),
            "remove" => check_all(rest, |name| remove_path(&self.path(name))),
            "copy" => match rest {
                [from, to] => {
                    copy_all(&self.path(from), &self.path(to));
                    Ok(())
                }
                _ => Err("copy what, and where to?".to_owned()),
            },
            "picture" => match rest {
                [from, to] => {
                    copy_all(&images_folder().join(from), &self.path(to));
                    Ok(())
                }
                _ => Err("which picture, and where to?".to_owned()),
            },
            "letterhead" => check_all(rest, |name| {
                write_file(&self.path(name), &crate::references::reference("german"));
                Ok(())
            }),
            _ => self.expect_status(&words, 0),
        }
    }

    fn read(&self, name: &str) -> Result<String, String> {
        fs::read_to_string(self.path(name)).map_err(|why| format!("`{name}`: {why}"))
    }

    fn expect_content(&self, name: &str) -> Result<(), String> {
        match fs::metadata(self.path(name)) {
            Ok(file) if file.len() > 0 => Ok(()),
            Ok(_) => Err(format!("`{name}` is empty")),
            Err(_) => Err(format!("`{name}` does not exist")),
        }
    }

    fn expect_status(&self, words: &[String], status: i32) -> Result<(), String> {
        let mut command = self.command(words)?;
        let output = command.output().map_err(|why| why.to_string())?;
        if output.status.code() == Some(status) {
            return Ok(());
        }
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "it ends with {}, not {status}:\n{stderr}",
            output.status
        ))
    }

    fn run_until_file(&self, words: &[String], file: &Path) -> Result<(), String> {
        let mut command = self.command(words)?;
        let mut child = command
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|why| why.to_string())?;
        let start = Instant::now();
        while !file.is_file() && start.elapsed() < Duration::from_secs(60) {
            std::thread::sleep(Duration::from_millis(20));
        }
        child.kill().map_err(|why| why.to_string())?;
        child.wait().map_err(|why| why.to_string())?;
        match file.is_file() {
            true => Ok(()),
            false => Err(format!("`{}` does not appear", file.display())),
        }
    }

    /// Checks that a command neither changes a file nor adds one.
    fn expect_no_changes(&self, words: &[String]) -> Result<(), String> {
        let before = self.read_documents();
        self.expect_status(words, 0)?;
        let after = self.read_documents();
        let differing: Vec<&String> = before
            .keys()
            .chain(after.keys())
            .filter(|name| before.get(*name) != after.get(*name))
            .collect();
        match differing.is_empty() {
            true => Ok(()),
            false => Err(format!("it changes {differing:?}")),
        }
    }

    /// All files and their bytes, except manifests and locks.
    fn read_documents(&self) -> BTreeMap<String, Vec<u8>> {
        files_below(self.folder.path())
            .into_iter()
            .filter(|file| !file.ends_with("manifest.json") && !file.ends_with(".gen-lock"))
            .map(|file| {
                (
                    file.display().to_string(),
                    fs::read(&file).unwrap_or_default(),
                )
            })
            .collect()
    }

    /// Parses a command line like a shell: variables before the program, `< FILE`, `> FILE` and
    /// `2> FILE`. Settings of the surrounding CI job are removed from the environment.
    fn command(&self, words: &[String]) -> Result<Command, String> {
        let variables = words.iter().take_while(|word| is_variable(word)).count();
        let (program, arguments) = words[variables..].split_first().ok_or("which program?")?;
        let gen_program = Path::new(env!("CARGO_BIN_EXE_gen"));
        let mut command = match program.as_str() {
            "gen" => Command::new(gen_program),
            "sh" => Command::new("sh"),
            other => return Err(format!("`{other}` is not a command of this test")),
        };
        command.current_dir(self.folder.path()).stdin(Stdio::null());
        for variable in [
            "CI",
            "CI_NODE_INDEX",
            "CI_NODE_TOTAL",
            "JOB_INDEX",
            "JOB_TOTAL",
        ] {
            command.env_remove(variable);
        }
        command.env_remove("BRIEFKIT_FONTS").env_remove("NO_COLOR");
        let folder = gen_program.parent().ok_or("the program has no folder")?;
        let path = std::env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(folder.to_owned()).chain(std::env::split_paths(&path));
        command.env(
            "PATH",
            std::env::join_paths(folders).map_err(|why| why.to_string())?,
        );
        for variable in &words[..variables] {
            let (name, value) = variable.split_once('=').unwrap_or_default();
            command.env(name, value);
        }
        let mut arguments = arguments.iter();
        while let Some(argument) = arguments.next() {
            let mut file = || {
                let name = arguments.next().ok_or("which file?")?;
                Ok::<PathBuf, String>(self.path(name))
            };
            let create = |file: PathBuf| fs::File::create(file).map_err(|why| why.to_string());
            match argument.as_str() {
                "<" => {
                    let file = fs::File::open(file()?).map_err(|why| why.to_string())?;
                    command.stdin(file);
                }
                ">" => {
                    command.stdout(create(file()?)?);
                }
                "2>" => {
                    command.stderr(create(file()?)?);
                }
                other => {
                    command.arg(other);
                }
            }
        }
        Ok(command)
    }

    /// Checks that each text of a brief is in a document. `words` are `DOCUMENT BRIEF`, or
    /// `DOCUMENT BRIEF but KEY, KEY` to skip some keys.
    fn expect_all_texts(&self, words: &[String]) -> Result<(), String> {
        let [document, brief, skipped @ ..] = words else {
            return Err("which document, and which brief?".to_owned());
        };
        let skipped: BTreeSet<&str> = skipped.iter().map(|key| key.trim_matches(',')).collect();
        let shown = visible_chars(&shown_text(&self.path(document))?);
        let mut lost = Vec::new();
        for (keys, text) in scalars(&self.read(brief)?) {
            let is_id =
                matches!(keys.as_slice(), [.., list, item] if list == "sources" && item == "[]");
            let is_not_text = keys.iter().any(|key| NOT_TEXT.contains(&key.as_str()));
            if is_id || is_not_text || is_date(&text) || skipped.contains(keys[0].as_str()) {
                continue;
            }
            let fragments = fragments(&text);
            // Plain key numbers have the form of the language, which is German here or English.
            let is_quantity = keys.ends_with(&["value".to_owned()]);
            let missing = fragments.iter().filter(|fragment| {
                let in_german = fragment.replace('.', ",");
                let is_shown_as = |text: &str| shown.contains(text);
                let is_in_german = is_quantity && is_shown_as(&in_german);
                !(is_shown_as(fragment) || is_in_german)
            });
            lost.extend(missing.map(|fragment| format!("{}: {fragment}", keys.join("."))));
        }
        match lost.is_empty() {
            true => Ok(()),
            false => Err(format!("these texts are missing:\n{}", lost.join("\n"))),
        }
    }
}

fn check_all<T>(items: &[T], check: impl Fn(&T) -> Result<(), String>) -> Result<(), String> {
    items.iter().try_for_each(check)
}

/// Splits a line into words like a shell, at spaces outside quotation marks.
fn shell_words(line: &str) -> Vec<String> {
    let (mut words, mut word, mut quote) = (Vec::new(), None::<String>, None);
    for char in line.chars() {
        match (char, quote) {
            (mark, Some(open)) if mark == open => quote = None,
            ('"' | '\'', None) => {
                quote = Some(char);
                word.get_or_insert_default();
            }
            (' ', None) => words.extend(word.take()),
            _ => word.get_or_insert_default().push(char),
        }
    }
    words.extend(word);
    words
}

fn is_variable(word: &str) -> bool {
    word.split_once('=').is_some_and(|(name, _)| {
        !name.is_empty()
            && name
                .chars()
                .all(|char| char.is_ascii_uppercase() || char == '_')
    })
}

fn images_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/briefs/pictures")
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

fn write_file(file: &Path, bytes: &[u8]) {
    fs::create_dir_all(file.parent().expect("a file lies in a folder")).expect("a folder");
    fs::write(file, bytes).expect("a file can be written");
}

/// Copies a file, or a folder with its contents.
fn copy_all(from: &Path, to: &Path) {
    for file in files_below(from) {
        let below = file
            .strip_prefix(from)
            .expect("the file is below the folder");
        let target = match below.as_os_str().is_empty() {
            true => to.to_owned(),
            false => to.join(below),
        };
        write_file(&target, &fs::read(&file).expect("a file can be read"));
    }
}

fn remove_path(path: &Path) -> Result<(), String> {
    match path.is_dir() {
        true => fs::remove_dir_all(path),
        false => fs::remove_file(path),
    }
    .map_err(|why| format!("`{}`: {why}", path.display()))
}

/// Checks that a text is one JSON value, or one on each line.
fn is_json(text: &str) -> Result<(), String> {
    let mut values = 0;
    for value in serde_json::Deserializer::from_str(text).into_iter::<serde_json::Value>() {
        value.map_err(|why| why.to_string())?;
        values += 1;
    }
    if values == 0 {
        Err("the file is empty".to_owned())
    } else {
        Ok(())
    }
}

/// All text that a document shows, with alternative texts and the targets of links.
fn shown_text(document: &Path) -> Result<String, String> {
    let cannot_read = |why: &dyn std::fmt::Display| format!("`{}`: {why}", document.display());
    if document.extension().is_none_or(|it| it != "docx") {
        let text = fs::read_to_string(document).map_err(|why| cannot_read(&why))?;
        let is_document = document.extension().is_some_and(|it| it == "json");
        return Ok(match serde_json::from_str(&text) {
            Ok(json) if is_document => {
                let mut out = String::new();
                push_text_of_json(&json, &mut out);
                out
            }
            _ => text,
        });
    }
    let file = fs::File::open(document).map_err(|why| cannot_read(&why))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|why| cannot_read(&why))?;
    let mut out = String::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).map_err(|why| cannot_read(&why))?;
        if part.name().ends_with(".xml") || part.name().ends_with(".rels") {
            let mut xml = String::new();
            part.read_to_string(&mut xml)
                .map_err(|why| cannot_read(&why))?;
            push_text_of_xml(&xml, &mut out).map_err(|why| cannot_read(&why))?;
        }
    }
    Ok(out)
}

/// Appends all strings, numbers and keys. The strings of a block are not separated, so that a text
/// that is split by emphasis is still found.
fn push_text_of_json(json: &serde_json::Value, out: &mut String) {
    match json {
        serde_json::Value::String(text) => out.push_str(text),
        serde_json::Value::Number(number) => out.push_str(&number.to_string()),
        serde_json::Value::Array(items) => {
            items.iter().for_each(|item| push_text_of_json(item, out))
        }
        serde_json::Value::Object(object) => {
            for (key, value) in object {
                out.push_str(key);
                out.push('\n');
                push_text_of_json(value, out);
                out.push('\n');
            }
        }
        _ => {}
    }
}

/// Appends the text of an XML part, then the values of its attributes.
fn push_text_of_xml(xml: &str, out: &mut String) -> Result<(), Box<dyn std::error::Error>> {
    use quick_xml::events::Event;
    // Such a hyphen is the equivalent of U+002D (ECMA-376 part 1, 17.3.3.18).
    let xml = &xml.replace("<w:noBreakHyphen/>", "<w:t>-</w:t>");
    let mut attributes = String::new();
    let mut reader = quick_xml::Reader::from_str(xml);
    loop {
        match reader.read_event()? {
            Event::Start(tag) | Event::Empty(tag) => {
                for attribute in tag.attributes().flatten() {
                    let value = String::from_utf8_lossy(&attribute.value);
                    attributes.push_str(&quick_xml::escape::unescape(&value)?);
                    attributes.push('\n');
                }
            }
            Event::Text(text) => out.push_str(&String::from_utf8_lossy(&text)),
            Event::GeneralRef(name) => {
                let reference = format!("&{};", String::from_utf8_lossy(&name));
                out.push_str(&quick_xml::escape::unescape(&reference)?);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    out.push_str(&attributes);
    Ok(())
}

/// Removes white space and invisible characters, since each format breaks lines differently.
fn visible_chars(text: &str) -> String {
    let is_visible =
        |char: &char| !char.is_whitespace() && !"\u{ad}\u{200b}\u{2060}\u{feff}".contains(*char);
    text.chars().filter(is_visible).map(as_typed).collect()
}

/// A character as a keyboard has it. Documents show it in the typography of their language.
fn as_typed(character: char) -> char {
    match character {
        '‘' | '’' | '‚' | '′' => '\'',
        '“' | '”' | '„' | '«' | '»' | '″' => '"',
        '–' | '—' | '−' => '-',
        '×' => 'x',
        other => other,
    }
}

fn is_date(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    lengths == [4, 2, 2] && parts.concat().chars().all(|char| char.is_ascii_digit())
}

/// The pieces of a Markdown text that documents show unchanged.
fn fragments(text: &str) -> Vec<String> {
    let mut text = text.to_owned();
    while let Some((start, end)) = find_citation(&text) {
        // A stop after a citation may stand before it, by the language.
        let is_stop = text[end..].starts_with(['.', ',', ';', ':']);
        text.replace_range(start..end + usize::from(is_stop), "\n");
    }
    let separators = ['*', '`', '|', '[', ']', '(', ')', '\n', '"', '\''];
    text.split(separators)
        .map(|piece| {
            let piece = piece.trim_start().trim_start_matches("- ");
            let number = piece.split_once(". ").filter(|(mark, _)| {
                !mark.is_empty() && mark.chars().all(|char| char.is_ascii_digit())
            });
            visible_chars(number.map_or(piece, |(_, item)| item))
        })
        .filter(|piece| piece.chars().any(char::is_alphanumeric))
        .collect()
}

/// The start and end of the first `[@id]`.
fn find_citation(text: &str) -> Option<(usize, usize)> {
    let start = text.find("[@")?;
    Some((start, start + text[start..].find(']')? + 1))
}

/// Each scalar of a YAML file with the path of keys to it; a list is `[]` in the path.
fn scalars(yaml: &str) -> Vec<(Vec<String>, String)> {
    /// A list, or a mapping with the key whose value comes next.
    enum Level {
        List,
        Map(Option<String>),
    }
    let (mut out, mut levels): (Vec<_>, Vec<Level>) = (Vec::new(), Vec::new());
    for event in Parser::new_from_str(yaml) {
        let (event, _) = event.expect("the file is YAML");
        let scalar = match &event {
            Event::Scalar(text, ..) => Some(text.to_string()),
            _ => None,
        };
        match (levels.last_mut(), scalar) {
            (Some(Level::Map(key @ None)), Some(text)) => {
                *key = Some(text);
                continue;
            }
            (_, Some(text)) => {
                let keys = levels.iter().map(|level| match level {
                    Level::List => "[]".to_owned(),
                    Level::Map(key) => key.clone().unwrap_or_default(),
                });
                out.push((keys.collect(), text));
            }
            _ => match event {
                Event::MappingStart(..) => {
                    levels.push(Level::Map(None));
                    continue;
                }
                Event::SequenceStart(..) => {
                    levels.push(Level::List);
                    continue;
                }
                Event::MappingEnd | Event::SequenceEnd => drop(levels.pop()),
                Event::Alias(_) => {}
                _ => continue,
            },
        }
        // The value is complete, so the next scalar of a mapping is a key.
        if let Some(Level::Map(key)) = levels.last_mut() {
            *key = None;
        }
    }
    out
}

/// The features of the program that projects use.
#[derive(Default)]
struct FeatureUses {
    /// Keys of YAML files with the kind of file, such as `brief points.headline`.
    keys: BTreeSet<String>,
    /// Lines of scripts.
    commands: String,
    /// Lines of templates.
    templates: String,
    /// Values of briefs and settings.
    values: BTreeSet<String>,
}

impl FeatureUses {
    fn add_project(&mut self, project: &Path) {
        for file in files_below(project) {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let below = file.strip_prefix(project).expect("a file of the project");
            let is_in = |folder: &str| below.iter().any(|part| part == folder);
            if is_in("recorded") {
                continue;
            }
            if name == "commands" || name.ends_with(".sh") || is_in(".github") {
                self.commands += &fs::read_to_string(&file).expect("a script");
            } else if name.ends_with(".jinja") {
                self.templates += &fs::read_to_string(&file).expect("a template");
            } else if name.ends_with(".yaml") {
                let kind = match name.as_ref() {
                    "gen.yaml" => "settings",
                    _ if is_in("themes") => "theme",
                    _ if is_in("labels") => "label",
                    _ => "brief",
                };
                self.add_yaml(kind, &fs::read_to_string(&file).expect("a YAML file"));
            }
        }
    }

    fn add_yaml(&mut self, kind: &str, yaml: &str) {
        for (keys, value) in scalars(yaml) {
            let keys: Vec<String> = keys.into_iter().filter(|key| key != "[]").collect();
            for length in 1..=keys.len() {
                self.keys
                    .insert(format!("{kind} {}", keys[..length].join(".")));
            }
            let last = keys.last().cloned().unwrap_or_default();
            self.values.insert(format!("value {last}: {value}"));
        }
    }

    fn has(&self, feature: &str) -> bool {
        let (kind, name) = feature.split_once(' ').unwrap_or((feature, ""));
        match kind {
            "command" => self.commands.contains(name),
            "template" => self.templates.contains(name),
            "value" => self.values.contains(feature),
            _ => self.keys.contains(feature),
        }
    }
}
