//! Finds the briefs that files and folders on the command line hold.

use std::path::{Path, PathBuf};

use crate::diagnostic::{Code, Diagnostic, SourceText};
use crate::io::{decode_text, display_path};
use crate::project::SETTINGS_FILE;
use crate::yaml::Limits;

/// A brief to render.
#[derive(Debug, Clone)]
pub struct BriefInput {
    /// What it says; `None` until it is read from `file`.
    pub text: Option<SourceText>,
    /// Its file; for standard input, a name in the working folder.
    pub file: PathBuf,
    /// Folders between the folder that was asked for and the file; outputs keep them.
    pub below: PathBuf,
}

/// Every brief that the arguments name: files as they are, of folders every `.yaml` and `.yml` file
/// but settings, templates and what begins with a dot.
///
/// # Errors
///
/// When a file or folder does not exist, or a folder holds no brief.
pub fn find_briefs(arguments: &[PathBuf]) -> Result<Vec<BriefInput>, Diagnostic> {
    let mut inputs = Vec::new();
    for argument in arguments {
        if argument.is_dir() {
            let before = inputs.len();
            inputs.extend(find_in_folder(argument)?);
            if inputs.len() == before {
                let message = format!("`{}` holds no brief", argument.display());
                return Err(Diagnostic::error(Code::MissingBrief, message)
                    .hint("a brief is a .yaml file; `gen new NAME` makes one"));
            }
        } else if argument.is_file() {
            inputs.push(BriefInput {
                text: None,
                file: argument.clone(),
                below: PathBuf::new(),
            });
        } else if argument.exists() {
            // A pipe gives its text once.
            let text = decode_text(&display_path(argument), read_once(argument)?)?;
            inputs.push(BriefInput {
                text: Some(text),
                file: argument.clone(),
                below: PathBuf::new(),
            });
        } else {
            let problem = Diagnostic::error(
                Code::MissingBrief,
                format!("`{}` does not exist", argument.display()),
            );
            return Err(
                problem.hint("name a brief or a folder of briefs, or make one with `gen new NAME`")
            );
        }
    }
    Ok(inputs)
}

/// Whether a folder can be read and holds no brief.
#[must_use]
pub fn has_no_briefs(folder: &Path) -> bool {
    find_in_folder(folder).is_ok_and(|inputs| inputs.is_empty())
}

fn read_once(file: &Path) -> Result<Vec<u8>, Diagnostic> {
    let problem = |why| {
        Diagnostic::error(
            Code::UnreadableFile,
            format!("cannot read `{}`: {why}", file.display()),
        )
    };
    let mut bytes = Vec::new();
    let limit = Limits::default().bytes as u64 + 1;
    let opened = std::fs::File::open(file).map_err(problem)?;
    std::io::Read::read_to_end(&mut std::io::Read::take(opened, limit), &mut bytes)
        .map_err(problem)?;
    Ok(bytes)
}

fn find_in_folder(folder: &Path) -> Result<Vec<BriefInput>, Diagnostic> {
    let mut inputs = Vec::new();
    let visible = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0
            || !(name.starts_with('.') || entry.file_type().is_dir() && name == "templates")
    };
    for entry in walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(visible)
    {
        let entry = entry.map_err(|why| {
            Diagnostic::error(
                Code::UnreadableFile,
                format!("cannot read the folder: {why}"),
            )
        })?;
        let extension = entry.path().extension().and_then(|it| it.to_str());
        let is_file =
            entry.file_type().is_file() || entry.file_type().is_symlink() && entry.path().is_file();
        if is_file
            && matches!(extension, Some("yaml" | "yml"))
            && entry.file_name() != SETTINGS_FILE
        {
            let below = entry
                .path()
                .strip_prefix(folder)
                .ok()
                .and_then(Path::parent)
                .unwrap_or(Path::new(""));
            inputs.push(BriefInput {
                text: None,
                file: entry.path().to_owned(),
                below: below.to_owned(),
            });
        }
    }
    Ok(inputs)
}
