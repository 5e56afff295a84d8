//! What the arguments ask of a run: its briefs, and how they are rendered.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use briefkit::batch::{self, BriefInput, Partition, Request};
use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::formats::FORMATS;

use crate::args::RenderArgs;
use crate::ci::{PartitionArg, partition_from_environment};

pub fn build_request(
    args: &RenderArgs,
    cancel: &Arc<AtomicBool>,
) -> Result<Request, Vec<Diagnostic>> {
    let format = |name: &String| {
        FORMATS
            .iter()
            .find(|format| format.name == name)
            .map(|format| format.name)
    };
    Ok(Request {
        formats: args.format.iter().filter_map(format).collect(),
        template: args.template.clone(),
        theme: args.theme.clone(),
        options: args.options(),
        output: args.output.clone(),
        strict: args.strict,
        force: args.force,
        prune: args.prune,
        folders: brief_paths(args)
            .into_iter()
            .filter(|path| path.is_dir())
            .collect(),
        partition: chosen_partition(args.partition)?,
        only: None,
        font_folders: font_folders(),
        cancel: Arc::clone(cancel),
    })
}

/// The part of the work that is asked for; all of it if the environment is asked and tells of none.
fn chosen_partition(asked: Option<PartitionArg>) -> Result<Option<Partition>, Vec<Diagnostic>> {
    match asked {
        None => Ok(None),
        Some(PartitionArg::Part(part)) => Ok(Some(part)),
        Some(PartitionArg::Auto) => partition_from_environment(&|name| std::env::var(name).ok())
            .map_err(|why| {
                vec![
                    Diagnostic::error(Code::InvalidArgument, why)
                        .hint("write --partition K/N instead"),
                ]
            }),
    }
}

/// Where the program looks for fonts besides the folders that projects name; see the end of the command's help.
pub fn font_folders() -> Vec<PathBuf> {
    let asked = std::env::var_os("BRIEFKIT_FONTS").unwrap_or_default();
    let asked: Vec<PathBuf> = std::env::split_paths(&asked)
        .filter(|folder| !folder.as_os_str().is_empty())
        .collect();
    let program = std::env::current_exe()
        .and_then(|path| path.canonicalize())
        .ok();
    let beside = program
        .iter()
        .flat_map(|path| path.ancestors().skip(1).take(3))
        .map(|folder| folder.join("fonts"));
    let prefix = program
        .iter()
        .filter_map(|path| path.ancestors().nth(2))
        .map(|it| it.join("share/briefkit/fonts"));
    let data = std::env::var_os("XDG_DATA_HOME")
        .map(PathBuf::from)
        .filter(|path| path.is_absolute());
    let data = data.or_else(|| std::env::home_dir().map(|home| home.join(".local/share")));
    let data = data.map(|data| data.join("briefkit/fonts"));
    asked
        .into_iter()
        .chain(beside)
        .chain(prefix)
        .chain(data)
        .collect()
}

/// The files and folders that are asked for.
pub fn brief_paths(args: &RenderArgs) -> Vec<PathBuf> {
    if args.briefs.is_empty() {
        return vec![PathBuf::from("briefs")];
    }
    args.briefs
        .iter()
        .filter(|path| *path != Path::new("-"))
        .cloned()
        .collect()
}

pub fn find_inputs(args: &RenderArgs) -> Result<Vec<BriefInput>, Vec<Diagnostic>> {
    let inputs = |path: &PathBuf| match batch::find_briefs(std::slice::from_ref(path)) {
        // The last brief of a folder may be the one that is gone.
        Err(_) if args.prune && path.is_dir() && batch::has_no_briefs(path) => Ok(Vec::new()),
        found => found.map_err(|problem| vec![problem]),
    };
    let inputs: Result<Vec<_>, _> = brief_paths(args).iter().map(inputs).collect();
    let mut inputs = inputs?.concat();
    if args.briefs.iter().any(|path| path == Path::new("-")) {
        inputs.push(read_standard_input()?);
    }
    Ok(inputs)
}

/// A brief from standard input.
pub fn read_standard_input() -> Result<BriefInput, Vec<Diagnostic>> {
    BriefInput::from_reader("standard input", "stdin.yaml", std::io::stdin())
        .map_err(|problem| vec![problem])
}
