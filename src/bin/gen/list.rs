//! `gen templates`: lists the available templates, themes and labels.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use briefkit::batch::display_path;
use briefkit::project::Project;

use crate::exit_status;
use crate::reporter::{print_and_fail, print_result};
use crate::resource_kinds::{ResourceKind, briefs_folder, resource_kinds};

/// Lists the resources that a brief in `briefs`, or else in the working folder, can use. The user's
/// own come first, and hide built-in ones with the same name.
pub fn list_resources() -> ExitCode {
    let folder = briefs_folder();
    let project = match Project::find(folder) {
        Ok(project) => project,
        Err(problems) => {
            for problem in &problems {
                print_and_fail(problem);
            }
            return exit_status::FAILED;
        }
    };
    let mut out = String::new();
    for kind in resource_kinds() {
        let own_names = list_own(&kind, &project.template_folders(folder), &mut out);
        for file in &kind.built_in {
            if !own_names.contains(file.name) {
                out.push_str(&table_line(kind.name, file.name, "built in", &file.about));
            }
        }
    }
    print_result(out.as_bytes())
}

/// Adds the user's own resources of a kind to the table, and returns their names. Of several with
/// one name the first folder has the one that is used.
fn list_own(kind: &ResourceKind, folders: &[PathBuf], out: &mut String) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for folder in folders {
        for name in names_in(&folder.join(kind.subfolder), kind.suffix) {
            if names.contains(&name) {
                continue;
            }
            let file = folder.join(kind.relative_path(&name));
            out.push_str(&table_line(kind.name, &name, "yours", &display_path(&file)));
            names.insert(name);
        }
    }
    names
}

/// The names of the files in a folder that end with `suffix`, without it.
fn names_in(folder: &Path, suffix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    // A folder that does not exist has no files.
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let file_name = entry.file_name();
        let file_name = file_name.to_str().unwrap_or_default();
        if let Some(name) = file_name.strip_suffix(suffix) {
            names.insert(name.to_owned());
        }
    }
    names
}

fn table_line(kind: &str, name: &str, origin: &str, description: &str) -> String {
    let line = format!("{kind:<10}{name:<14}{origin:<10}{description}");
    format!("{}\n", line.trim_end())
}
