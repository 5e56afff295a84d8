//! Builds the request for a run from the arguments, and finds its briefs.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use briefkit::batch::{BriefInput, Partition, Request, find_briefs, has_no_briefs};
use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::formats::format;

use crate::args::RenderArgs;
use crate::ci::{PartitionArg, partition_from_environment};
use crate::default_font_folders::default_font_folders;

/// Whether an argument stands for standard input or output.
pub fn is_stream(path: &Path) -> bool {
    path == Path::new("-")
}

/// Builds the request. `cancel` stops the run when it is set.
pub fn build_request(
    args: &RenderArgs,
    cancel: &Arc<AtomicBool>,
) -> Result<Request, Vec<Diagnostic>> {
    let mut formats = Vec::new();
    for name in &args.format {
        // Parsing the arguments has refused unknown names.
        formats.extend(format(name).map(|format| format.name));
    }
    let mut folders = brief_paths(args);
    folders.retain(|path| path.is_dir());
    Ok(Request {
        formats,
        template: args.template.clone(),
        theme: args.theme.clone(),
        options: args.options(),
        output: args.output.clone(),
        strict: args.strict,
        force: args.force,
        prune: args.prune,
        folders,
        partition: choose_partition(args.partition)?,
        only: None,
        font_folders: default_font_folders(),
        cancel: Arc::clone(cancel),
    })
}

/// The part of the work to do; `None` for all of it.
fn choose_partition(arg: Option<PartitionArg>) -> Result<Option<Partition>, Vec<Diagnostic>> {
    match arg {
        None => Ok(None),
        Some(PartitionArg::Part(part)) => Ok(Some(part)),
        Some(PartitionArg::Auto) => {
            match partition_from_environment(&|name| std::env::var(name).ok()) {
                Ok(partition) => Ok(partition),
                Err(why) => {
                    let problem = Diagnostic::error(Code::InvalidArgument, why);
                    Err(vec![problem.hint("write --partition K/N instead")])
                }
            }
        }
    }
}

/// The files and folders that the arguments name, without standard input.
pub fn brief_paths(args: &RenderArgs) -> Vec<PathBuf> {
    if args.briefs.is_empty() {
        return vec![PathBuf::from("briefs")];
    }
    let mut paths = args.briefs.clone();
    paths.retain(|path| !is_stream(path));
    paths
}

/// Finds the briefs that the arguments name.
pub fn find_inputs(args: &RenderArgs) -> Result<Vec<BriefInput>, Vec<Diagnostic>> {
    let mut inputs = Vec::new();
    for path in brief_paths(args) {
        match find_briefs(std::slice::from_ref(&path)) {
            Ok(found) => inputs.extend(found),
            // With --prune a folder may be empty: its last brief may have been deleted.
            Err(_) if args.prune && path.is_dir() && has_no_briefs(&path) => {}
            Err(problem) => return Err(problem.into()),
        }
    }
    if args.briefs.iter().any(|path| is_stream(path)) {
        inputs.push(read_standard_input()?);
    }
    Ok(inputs)
}

/// Reads a brief from standard input.
pub fn read_standard_input() -> Result<BriefInput, Vec<Diagnostic>> {
    let stream = std::io::stdin();
    Ok(BriefInput::from_reader(
        "standard input",
        "stdin.yaml",
        stream,
    )?)
}
