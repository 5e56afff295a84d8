//! `gen show`: prints the files inside the program, for users who start their own from them.

use std::borrow::Cow;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use briefkit::diagnostic::nearest;
use briefkit::diagnostic::render::replace_controls;
use briefkit::formats::deck_style_sheet;
use briefkit::labels;
use briefkit::project::Project;
use briefkit::theme::Theme;
use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

use crate::reporter::{print_line, print_result, usage_error};
use crate::resource_kinds::{ResourceKind, briefs_folder, resource_kinds};

/// The style sheet is no resource, because no file of the user replaces it.
const STYLE_SHEET: (&str, &str) = ("css", "default");

/// Prints the built-in file with a name such as `labels/en`.
pub fn show_file(name: &str) -> ExitCode {
    let kinds = resource_kinds();
    if let Some(text) = built_in_text(name, &kinds) {
        return print_result(text.as_bytes());
    }
    if let Some(tag) = name.strip_prefix("labels/")
        && let Some((used, text)) = labels::built_in_file(tag)
    {
        // Case has no meaning in BCP 47 tags.
        if !used.eq_ignore_ascii_case(tag) {
            let folder = folder_to_save_in(briefs_folder());
            print_line(&format!(
                "note: briefs in `{tag}` use `labels/{used}`; save it as {} to change it for `{tag}` only",
                slashed(&folder.join(format!("labels/{tag}.yaml")))
            ));
        }
        return print_result(text.as_bytes());
    }
    usage_error(&replace_controls(&unknown_name(name, &kinds)))
}

fn built_in_text(name: &str, kinds: &[ResourceKind]) -> Option<Cow<'static, str>> {
    let (group, name) = name.split_once('/')?;
    if (group, name) == STYLE_SHEET {
        return Some(deck_style_sheet(&Theme::default()).into());
    }
    let kind = kinds.iter().find(|kind| kind.group == group)?;
    let file = kind.built_in.iter().find(|file| file.name == name)?;
    Some(file.text.into())
}

/// Lists the names that `gen show` takes, and the file that takes the place of each.
pub fn list_files() -> ExitCode {
    let kinds = resource_kinds();
    let folder = folder_to_save_in(briefs_folder());
    let mut out = format!(
        "Built-in files to start from. Save one, and your briefs use it:\n\n  gen show labels/en > {}\n",
        slashed(&folder.join("labels/en.yaml"))
    );
    for kind in &kinds {
        out.push_str(&format!("\n{}:\n", group_heading(kind)));
        for file in &kind.built_in {
            let name = format!("{}/{}", kind.group, file.name);
            let path = slashed(&folder.join(kind.relative_path(file.name)));
            out.push_str(&table_line(&name, &path, &file.about));
        }
    }
    out.push_str("\nStyle sheet in the front matter of decks for Marp:\n");
    let (group, name) = STYLE_SHEET;
    out.push_str(&table_line(
        &format!("{group}/{name}"),
        "not read from a file; fonts, colours and slide sizes of a theme change it",
        "",
    ));
    print_result(out.as_bytes())
}

fn table_line(name: &str, path: &str, about: &str) -> String {
    let line = format!("  {name:<22}{path:<42}{about}");
    format!("{}\n", line.trim_end())
}

fn group_heading(kind: &ResourceKind) -> &'static str {
    match kind.group {
        "templates" => "Templates (saved under another name, a template for --template NAME)",
        "themes" => "Themes (saved under another name, a theme for --theme NAME)",
        _ => "Labels, the words that documents add themselves",
    }
}

/// The folder where templates, themes and labels take effect for briefs in `briefs`: `templates` in
/// the working folder if that is part of the project, or else beside the briefs.
fn folder_to_save_in(briefs: &Path) -> PathBuf {
    // The settings are not needed, and may have mistakes.
    let project = Project {
        root: Project::find_root(briefs),
        ..Project::default()
    };
    let here = std::env::current_dir().unwrap_or_default();
    let searched = project.template_folders(briefs);
    if searched.contains(&here.join("templates")) {
        PathBuf::from("templates")
    } else {
        briefs.join("templates")
    }
}

/// A path with slashes, as every shell and the documentation have it.
fn slashed(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// Each group, with a name in it.
fn names_to_show(kinds: &[ResourceKind]) -> Vec<(&'static str, &'static str)> {
    let mut names = Vec::new();
    for kind in kinds {
        for file in &kind.built_in {
            names.push((kind.group, file.name));
        }
    }
    names.push(STYLE_SHEET);
    names
}

/// The message about a name that is not known, with the one that was probably meant.
fn unknown_name(name: &str, kinds: &[ResourceKind]) -> String {
    let names = names_to_show(kinds);
    let (group, rest) = split_name(name, &names);
    let in_group: Vec<(&str, &str)> = match group {
        Some(group) => names.into_iter().filter(|it| it.0 == group).collect(),
        None => names,
    };
    let message = format!("no built-in file is named `{name}`");
    let meant = nearest_file(&rest, &in_group);
    match (meant, group) {
        (Some((group, file)), _) => format!("{message}; did you mean `{group}/{file}`?"),
        (None, Some(_)) => {
            let names = in_group
                .iter()
                .map(|(group, file)| format!("`{group}/{file}`"));
            let names: Vec<String> = names.collect();
            format!("{message}; there are {}", names.join(", "))
        }
        (None, None) => format!("{message}; `gen show` lists them all"),
    }
}

/// Separates a name, which may be misspelt or the path of a file, into its group and the rest.
fn split_name(name: &str, names: &[(&'static str, &str)]) -> (Option<&'static str>, String) {
    // The files of themes and labels are in subfolders of `templates`.
    let name = match name.strip_prefix("templates/") {
        Some(rest) if rest.contains('/') => rest,
        _ => name,
    };
    let (group, file) = match name.split_once('/') {
        Some((group, file)) => (nearest(group, names.iter().map(|it| it.0)), file),
        None => (None, name),
    };
    // `note.md.jinja` has two extensions.
    let stem = file.split('.').next().unwrap_or_default();
    let group = names.iter().find(|it| Some(it.0) == group);
    (group.map(|it| it.0), stem.to_owned())
}

fn nearest_file<'a>(file: &str, names: &[(&'a str, &'a str)]) -> Option<(&'a str, &'a str)> {
    let exact = names.iter().find(|it| it.1 == file);
    // A language of two letters is rarely another one misspelt.
    if exact.is_some() || file.len() <= 2 {
        return exact.copied();
    }
    let near = nearest(file, names.iter().map(|it| it.1))?;
    names.iter().find(|it| it.1 == near).copied()
}

/// Accepts any name, because languages have labels in several forms, and offers the names of the
/// built-in files to shells.
#[derive(Clone)]
pub struct ShownNameParser;

impl TypedValueParser for ShownNameParser {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        arg: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        // clap takes names that live as long as the program. They are few, and asked for once.
        let names = shown_names().into_iter().map(String::leak);
        Some(Box::new(names.map(|name| PossibleValue::new(&*name))))
    }
}

/// The names that `gen show` takes.
pub fn shown_names() -> Vec<String> {
    let names = names_to_show(&resource_kinds()).into_iter();
    names
        .map(|(group, name)| format!("{group}/{name}"))
        .collect()
}
