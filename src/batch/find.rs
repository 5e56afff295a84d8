//! Finds the briefs in the files and folders on the command line.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::io::{decode_text, display_path};
use crate::project::SETTINGS_FILE;
use crate::yaml::Limits;

/// A brief to render.
#[derive(Debug, Clone)]
pub struct BriefInput {
    /// The text; `None` until it is read from `file`.
    pub text: Option<SourceText>,
    /// The file. For standard input it is a name in the working folder that no file needs to have.
    pub file: PathBuf,
    /// The path from the folder that was searched to the folder of the file. Outputs are written to
    /// the same subfolder.
    pub subfolder: PathBuf,
}

impl BriefInput {
    /// Reads a brief from a stream such as standard input. Messages call it `name`. Its documents
    /// are named after `file`, which need not exist.
    ///
    /// # Errors
    ///
    /// If the stream cannot be read or is not UTF-8. That it is longer than 1 MiB is reported when
    /// the brief is parsed.
    pub fn from_reader(
        name: &str,
        file: impl Into<PathBuf>,
        reader: impl Read,
    ) -> Result<Self, Diagnostic> {
        let text = decode_text(name, read_limited(name, reader)?)?;
        Ok(Self {
            text: Some(text),
            file: file.into(),
            subfolder: PathBuf::new(),
        })
    }

    fn from_file(file: &Path) -> Self {
        Self {
            text: None,
            file: file.to_owned(),
            subfolder: PathBuf::new(),
        }
    }
}

/// Finds the briefs that arguments name. A file is a brief. A folder stands for all `.yaml` and
/// `.yml` files in it and its subfolders, except settings, templates and names that begin with a
/// dot.
///
/// # Errors
///
/// If a file or folder does not exist, or a folder contains no brief.
pub fn find_briefs(arguments: &[PathBuf]) -> Result<Vec<BriefInput>, Diagnostic> {
    let mut inputs = Vec::new();
    for argument in arguments {
        let shown = argument.display();
        if argument.is_dir() {
            let found = find_in_folder(argument)?;
            if found.is_empty() {
                let message = format!("`{shown}` holds no brief");
                return Err(Diagnostic::error(Code::MissingBrief, message)
                    .hint("a brief is a .yaml file; `gen new NAME` makes one"));
            }
            inputs.extend(found);
        } else if argument.is_file() {
            inputs.push(BriefInput::from_file(argument));
        } else if argument.exists() {
            // A pipe can be read only once, so its text is kept.
            let text = decode_text(&display_path(argument), read_pipe(argument)?)?;
            inputs.push(BriefInput {
                text: Some(text),
                ..BriefInput::from_file(argument)
            });
        } else {
            let message = format!("`{shown}` does not exist");
            return Err(Diagnostic::error(Code::MissingBrief, message)
                .hint("name a brief or a folder of briefs, or make one with `gen new NAME`"));
        }
    }
    Ok(inputs)
}

/// Whether a folder can be read and contains no brief.
#[must_use]
pub fn has_no_briefs(folder: &Path) -> bool {
    find_in_folder(folder).is_ok_and(|inputs| inputs.is_empty())
}

fn read_pipe(file: &Path) -> Result<Vec<u8>, Diagnostic> {
    let name = format!("`{}`", file.display());
    let opened = File::open(file).map_err(|why| unreadable(&name, &why))?;
    read_limited(&name, opened)
}

/// Reads up to one byte more than a brief may have; parsing it then reports the limit.
fn read_limited(name: &str, reader: impl Read) -> Result<Vec<u8>, Diagnostic> {
    let limit = Limits::default().bytes as u64 + 1;
    let mut bytes = Vec::new();
    reader
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|why| unreadable(name, &why))?;
    Ok(bytes)
}

fn unreadable(name: &str, why: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::UnreadableFile, format!("cannot read {name}: {why}"))
}

fn find_in_folder(folder: &Path) -> Result<Vec<BriefInput>, Diagnostic> {
    let mut inputs = Vec::new();
    let entries = WalkDir::new(folder).sort_by_file_name();
    for entry in entries.into_iter().filter_entry(is_searched) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(why) => {
                let message = format!("cannot read the folder: {why}");
                return Err(Diagnostic::error(Code::UnreadableFile, message));
            }
        };
        if !is_brief(&entry) {
            continue;
        }
        let file = entry.path();
        let relative = file.strip_prefix(folder).unwrap_or(Path::new(""));
        let subfolder = relative.parent().unwrap_or(Path::new(""));
        inputs.push(BriefInput {
            subfolder: subfolder.to_owned(),
            ..BriefInput::from_file(file)
        });
    }
    Ok(inputs)
}

fn is_searched(entry: &DirEntry) -> bool {
    // A folder that the user names is searched whatever its name.
    if entry.depth() == 0 {
        return true;
    }
    let name = entry.file_name().to_string_lossy();
    let is_templates_folder = entry.file_type().is_dir() && name == "templates";
    !name.starts_with('.') && !is_templates_folder
}

fn is_brief(entry: &DirEntry) -> bool {
    // A link to a file is a brief. Links to folders are not followed.
    let kind = entry.file_type();
    let is_file = kind.is_file() || kind.is_symlink() && entry.path().is_file();
    let extension = entry.path().extension().unwrap_or_default();
    let is_yaml = extension == "yaml" || extension == "yml";
    is_file && is_yaml && entry.file_name() != SETTINGS_FILE
}
