//! The kinds of files that users can replace by their own, and the built-in files of each kind.

use std::path::Path;

use briefkit::template::{self, Template};
use briefkit::{labels, theme};

/// A kind of resource, and where its files are.
pub struct ResourceKind {
    /// The name of one resource of the kind.
    pub name: &'static str,
    /// The first part of the names that `gen show` takes.
    pub group: &'static str,
    /// The subfolder of `templates`, with a slash at its end.
    pub subfolder: &'static str,
    /// The end of the file names.
    pub suffix: &'static str,
    pub built_in: Vec<BuiltInFile>,
}

/// A file inside the program.
pub struct BuiltInFile {
    pub name: &'static str,
    pub text: &'static str,
    /// A description of one line, if the file has one.
    pub about: String,
}

impl ResourceKind {
    /// The path of a file in the folder `templates`.
    pub fn relative_path(&self, name: &str) -> String {
        format!("{}{name}{}", self.subfolder, self.suffix)
    }
}

/// All kinds, in the order of lists.
pub fn resource_kinds() -> [ResourceKind; 3] {
    [
        ResourceKind {
            name: "template",
            group: "templates",
            subfolder: "",
            suffix: ".md.jinja",
            built_in: built_in_templates(),
        },
        ResourceKind {
            name: "theme",
            group: "themes",
            subfolder: "themes/",
            suffix: ".yaml",
            built_in: built_in_themes(),
        },
        ResourceKind {
            name: "labels",
            group: "labels",
            subfolder: "labels/",
            suffix: ".yaml",
            built_in: built_in_labels(),
        },
    ]
}

fn built_in_templates() -> Vec<BuiltInFile> {
    let mut files = Vec::new();
    for (name, text) in template::BUILT_IN {
        let about = match Template::built_in(name) {
            Some(template) => template.front.about,
            None => String::new(),
        };
        files.push(BuiltInFile { name, text, about });
    }
    files
}

fn built_in_themes() -> Vec<BuiltInFile> {
    let mut files = Vec::new();
    for (name, text) in theme::BUILT_IN {
        let about = String::new();
        files.push(BuiltInFile { name, text, about });
    }
    files
}

fn built_in_labels() -> Vec<BuiltInFile> {
    let mut files = Vec::new();
    for tag in labels::built_in() {
        if let Some((name, text)) = labels::built_in_file(tag) {
            let about = String::new();
            files.push(BuiltInFile { name, text, about });
        }
    }
    files
}

/// The folder of the briefs of a run that names none: `briefs`, or else the working folder.
pub fn briefs_folder() -> &'static Path {
    let briefs = Path::new("briefs");
    if briefs.is_dir() {
        briefs
    } else {
        Path::new(".")
    }
}
