//! `gen templates`: the templates, themes and labels that can be used.

use std::path::Path;
use std::process::ExitCode;

use briefkit::batch::display_path;
use briefkit::project::Project;
use briefkit::{labels, template, theme};

use crate::reporter::{print_and_fail, print_result};

/// Lists what can be used from the working folder, the user's own first.
pub fn list_resources() -> ExitCode {
    let folder = Path::new("briefs");
    let folder = if folder.is_dir() {
        folder
    } else {
        Path::new(".")
    };
    let project = match Project::find(folder) {
        Ok(project) => project,
        Err(problems) => {
            return problems
                .iter()
                .map(print_and_fail)
                .next_back()
                .unwrap_or(ExitCode::FAILURE);
        }
    };
    let mut out = String::new();
    let kinds: [(&str, &str, &str, Vec<&str>); 3] = [
        (
            "template",
            "",
            ".md.jinja",
            template::BUILT_IN.iter().map(|(name, _)| *name).collect(),
        ),
        (
            "theme",
            "themes/",
            ".yaml",
            theme::BUILT_IN.iter().map(|(name, _)| *name).collect(),
        ),
        ("labels", "labels/", ".yaml", labels::built_in().collect()),
    ];
    for (kind, below, ending, built_in) in kinds {
        let mut seen: Vec<String> = Vec::new();
        for templates in project.template_folders(folder) {
            let mut names: Vec<String> = std::fs::read_dir(templates.join(below))
                .into_iter()
                .flatten()
                .filter_map(|entry| {
                    entry
                        .ok()?
                        .file_name()
                        .to_str()?
                        .strip_suffix(ending)
                        .map(str::to_owned)
                })
                .collect();
            names.sort();
            for name in names
                .into_iter()
                .filter(|name| !seen.contains(name))
                .collect::<Vec<_>>()
            {
                let file = templates.join(format!("{below}{name}{ending}"));
                out.push_str(&format!(
                    "{kind:<10}{name:<14}{:<10}{}\n",
                    "yours",
                    display_path(&file)
                ));
                seen.push(name);
            }
        }
        for name in built_in
            .into_iter()
            .filter(|name| !seen.iter().any(|own| own == name))
        {
            let about = template::Template::built_in(name)
                .map(|it| it.front.about)
                .unwrap_or_default();
            let about = if kind == "template" {
                about
            } else {
                String::new()
            };
            out.push_str(format!("{kind:<10}{name:<14}{:<10}{about}", "built in").trim_end());
            out.push('\n');
        }
    }
    print_result(out.as_bytes())
}
