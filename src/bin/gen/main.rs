//! The `gen` command: arguments in; files, diagnostics and an exit status out.

mod ci;
mod completions;
mod merge;
mod reporter;
mod watch;
mod watcher;

use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use briefkit::assets::Protection;
use briefkit::backend::FORMATS;
use briefkit::backend::md::Dialect;
use briefkit::backend::png::Scale;
use briefkit::batch::{self, Batch, Ended, Input, Mode, Partition, Request, Tally};
use briefkit::diagnostic::{Diagnostic, Severity};
use briefkit::io::{display, text_of};
use briefkit::project::Project;
use briefkit::{brief, document, labels, template, theme};
use ci::Asked;
use clap::builder::PossibleValuesParser;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use reporter::{Voice, fail, say};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const AFTER_HELP: &str = "\
Fonts: Latin, Greek and Cyrillic ones are part of the program. Others are looked for in the folders that `fonts:` in \
gen.yaml and the variable BRIEFKIT_FONTS name; in `fonts` beside the program or up to two folders above it; in \
share/briefkit/fonts of the prefix it is installed in; and in briefkit/fonts of the user's data folder. The system's \
own are used only with `system_fonts: true` in gen.yaml.

Exit status: 0 all good, 1 something failed, 2 wrong usage, 130 interrupted.";

/// Interrupted: 128 and the number of SIGINT.
const INTERRUPTED: u8 = 130;

/// The threads that render have room for deeply nested documents.
const STACK_BYTES: usize = 16 << 20;

/// Turns YAML briefs into PDF one-pagers, Word briefing notes and Markdown slide decks.
#[derive(Parser)]
#[command(name = "gen", version, args_conflicts_with_subcommands = true, after_help = AFTER_HELP)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    render: RenderArgs,
}

#[derive(Subcommand)]
enum Command {
    /// Read, validate and lay out; write nothing
    Check(RenderArgs),
    /// Render, and render again on every change
    Watch(RenderArgs),
    /// Write a commented brief to start from
    New(NewArgs),
    /// Print the JSON Schema of a brief
    Schema {
        /// Of the document model that `--format json` prints
        #[arg(long)]
        document: bool,
    },
    /// List the templates, themes and labels that can be used, and where each is from
    Templates,
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Args)]
struct NewArgs {
    /// Name of the brief: letters, digits and hyphens; or a path that ends with .yaml
    name: String,
}

#[derive(Args)]
struct RenderArgs {
    /// Briefs: files, folders, or - for standard input [default: briefs/]
    #[arg(value_name = "BRIEF")]
    briefs: Vec<PathBuf>,
    /// What to write, repeatable or comma-separated [default: pdf,docx,md]
    #[arg(short, long, value_delimiter = ',', value_parser = PossibleValuesParser::new(FORMATS.iter().map(|it| it.name)))]
    format: Vec<String>,
    /// Template to use instead of the format's own: a name or a path
    #[arg(short, long, value_name = "NAME|PATH")]
    template: Option<String>,
    /// Theme to use instead of the briefs' own: a name or a path
    #[arg(long, value_name = "NAME|PATH")]
    theme: Option<String>,
    /// Who is to read Markdown [default: marp]
    #[arg(long, value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    dialect: Option<String>,
    /// Pixels of pictures of pages for each CSS pixel, from 0.1 to 8; at 1 a slide has 1280 x 720
    /// [default: 2]
    #[arg(long, value_name = "N")]
    scale: Option<Scale>,
    /// Word document whose styles, lists, fonts, colours, page, headers and footers Word documents
    /// are to have
    #[arg(long, value_name = "FILE.docx")]
    reference: Option<PathBuf>,
    /// Let Word documents be changed in no way but one: comments
    #[arg(long, value_name = "comments", value_parser = ["comments"])]
    protect: Option<String>,
    /// Where to write: a folder, a file, or - for standard output [default: output/]
    #[arg(short, long, value_name = "DIR|FILE|-")]
    output: Option<PathBuf>,
    /// Data for a mail merge: CSV with a header line, or JSON Lines; - for standard input. The
    /// brief is a pattern then, whose `{{ column }}` fields each row fills for a set of documents
    /// of its own
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["prune", "attach_source"])]
    data: Option<PathBuf>,
    /// What the files of a row are named, such as '{{ id }}-{{ surname }}' [default: the pattern's
    /// name and the row's number]
    #[arg(long, value_name = "TEXT", requires = "data")]
    name: Option<String>,
    /// Briefs to render at the same time [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Let warnings fail
    #[arg(long)]
    strict: bool,
    /// Write nothing; fail if a file on disk differs from what would be written
    #[arg(long)]
    check: bool,
    /// Put each brief into its PDF as an attachment (PDF/A-3a)
    #[arg(long)]
    attach_source: bool,
    /// Render even what is up to date
    #[arg(long)]
    force: bool,
    /// Remove what earlier runs wrote and no brief has any more: files that the manifest records
    /// and that are as they were written, of briefs that are gone from the folders named here, or,
    /// if neither --format nor --template is given, that a brief and its settings name no more
    #[arg(long, conflicts_with = "check")]
    prune: bool,
    /// Do the K-th of N parts of the work, counted from 1, or the one that the environment of CI
    /// tells of (`auto`); a brief's part depends on its path alone
    #[arg(long, value_name = "K/N|auto")]
    partition: Option<Asked>,
    /// How problems are told: to a person, in a line each, as JSON lines, on the lines of a pull
    /// request, or in one document for code scanning
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    message_format: MessageFormat,
    /// Say nothing but problems
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long)]
    verbose: bool,
    /// Colour in messages
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    color: Color,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum MessageFormat {
    Human,
    Short,
    Json,
    Github,
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        None => render(
            &cli.render,
            if cli.render.check {
                Mode::Compare
            } else {
                Mode::Write
            },
        ),
        Some(Command::Check(args)) => render(&args, Mode::Dry),
        Some(Command::Watch(args)) => {
            prepared(&args, |voice, cancel| watch::watch(&args, voice, cancel))
        }
        Some(Command::New(args)) => new(&args.name),
        Some(Command::Schema { document: true }) => print_json(&document::schema()),
        Some(Command::Schema { document: false }) => print_json(&brief::schema()),
        Some(Command::Templates) => templates(),
        Some(Command::Completions { shell }) => {
            print(completions::script(Cli::command(), shell).as_bytes())
        }
        Some(Command::Man) => man(),
    }
}

/// The page of the command, and below it those of its subcommands.
fn man() -> ExitCode {
    let mut command = Cli::command();
    command.build();
    let mut page = Vec::new();
    let below = command
        .get_subcommands()
        .filter(|it| it.get_name() != "help")
        .cloned();
    for command in std::iter::once(command.clone()).chain(below) {
        if let Err(why) = clap_mangen::Man::new(command).render(&mut page) {
            return fail(&Diagnostic::error(format!(
                "cannot make the manual page: {why}"
            )));
        }
    }
    print(&page)
}

/// Wrong usage, told as clap tells it.
fn usage(message: &str) -> ExitCode {
    let problem = Cli::command().error(clap::error::ErrorKind::ValueValidation, message);
    let _ = problem.print();
    ExitCode::from(2)
}

/// A result on standard output. A closed pipe is the reader's choice, anything else a failure.
fn print(bytes: &[u8]) -> ExitCode {
    let mut out = std::io::stdout().lock();
    match out.write_all(bytes).and_then(|()| out.flush()) {
        Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => fail(&Diagnostic::error(
            format!("cannot write to standard output: {why}"),
        )),
        _ => ExitCode::SUCCESS,
    }
}

fn print_json(value: &serde_json::Value) -> ExitCode {
    print(format!("{value:#}\n").as_bytes())
}

/// Sets up what rendering needs, and does it.
fn prepared(
    args: &RenderArgs,
    work: impl FnOnce(&Voice, &Arc<AtomicBool>) -> Result<ExitCode, Vec<Diagnostic>>,
) -> ExitCode {
    let voice = Voice::new(args);
    let threads = usize::from(args.jobs.unwrap_or(0));
    // Only fails if a pool was made before, which nothing here does.
    let _ = rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .stack_size(STACK_BYTES)
        .build_global();
    let cancel = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&cancel);
    let handler = move || {
        // Whoever asks a second time does not want to wait. Files in the making are never seen
        // under their names.
        if flag.swap(true, Ordering::Relaxed) {
            std::process::exit(INTERRUPTED.into());
        }
    };
    if let Err(why) = ctrlc::set_handler(handler) {
        return fail(&Diagnostic::error(format!(
            "cannot listen for interrupts: {why}"
        )));
    }
    // A panic in one document is told as a problem of that document.
    let verbose = voice.verbose;
    std::panic::set_hook(Box::new(move |panic| {
        if verbose {
            say(&panic.to_string());
        }
    }));
    let status = work(&voice, &cancel).unwrap_or_else(|problems| {
        problems.iter().for_each(|problem| voice.tell(problem));
        ExitCode::FAILURE
    });
    voice.close();
    if cancel.load(Ordering::Relaxed) {
        ExitCode::from(INTERRUPTED)
    } else {
        status
    }
}

fn render(args: &RenderArgs, mode: Mode) -> ExitCode {
    if let Some(data) = &args.data {
        return merge::merge(args, data, mode);
    }
    let to_standard_output = args.output.as_deref() == Some(Path::new("-"));
    if to_standard_output && args.format.len() != 1 {
        return usage("standard output takes one document: name one --format");
    }
    prepared(args, |voice, cancel| {
        let request = request(args, cancel)?;
        if to_standard_output && mode == Mode::Write {
            print_one(
                args,
                &Request {
                    output: None,
                    ..request
                },
                voice,
            )
        } else {
            to_files(arguments(args)?, &request, mode, voice)
        }
    })
}

fn request(args: &RenderArgs, cancel: &Arc<AtomicBool>) -> Result<Request, Vec<Diagnostic>> {
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
        dialect: args.dialect.as_deref().and_then(Dialect::named),
        scale: args.scale,
        reference: args.reference.clone(),
        output: args.output.clone(),
        strict: args.strict,
        protection: args.protect.as_ref().map(|_| Protection::Comments),
        attach_source: args.attach_source,
        force: args.force,
        prune: args.prune,
        folders: named(args)
            .into_iter()
            .filter(|path| path.is_dir())
            .collect(),
        partition: part(args.partition)?,
        only: None,
        font_folders: font_folders(),
        cancel: Arc::clone(cancel),
    })
}

/// The part of the work that is asked for; all of it if the environment is asked and tells of none.
fn part(asked: Option<Asked>) -> Result<Option<Partition>, Vec<Diagnostic>> {
    match asked {
        None => Ok(None),
        Some(Asked::Part(part)) => Ok(Some(part)),
        Some(Asked::Auto) => ci::from_environment(&|name| std::env::var(name).ok())
            .map_err(|why| vec![Diagnostic::error(why).hint("write --partition K/N instead")]),
    }
}

/// Where the program looks for fonts besides the folders that projects name; see [`AFTER_HELP`].
fn font_folders() -> Vec<PathBuf> {
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
fn named(args: &RenderArgs) -> Vec<PathBuf> {
    if args.briefs.is_empty() {
        return vec![PathBuf::from("briefs")];
    }
    args.briefs
        .iter()
        .filter(|path| *path != Path::new("-"))
        .cloned()
        .collect()
}

fn arguments(args: &RenderArgs) -> Result<Vec<Input>, Vec<Diagnostic>> {
    let inputs = |path: &PathBuf| match batch::inputs(std::slice::from_ref(path)) {
        // The last brief of a folder may be the one that is gone.
        Err(_) if args.prune && path.is_dir() && batch::holds_none(path) => Ok(Vec::new()),
        found => found.map_err(|problem| vec![problem]),
    };
    let inputs: Result<Vec<_>, _> = named(args).iter().map(inputs).collect();
    let mut inputs = inputs?.concat();
    if args.briefs.iter().any(|path| path == Path::new("-")) {
        inputs.push(standard_input()?);
    }
    Ok(inputs)
}

/// A brief from standard input.
fn standard_input() -> Result<Input, Vec<Diagnostic>> {
    let mut bytes = Vec::new();
    let limit = briefkit::yaml::Limits::default().bytes as u64 + 1;
    std::io::stdin()
        .take(limit)
        .read_to_end(&mut bytes)
        .map_err(|why| {
            vec![Diagnostic::error(format!(
                "cannot read standard input: {why}"
            ))]
        })?;
    let text = text_of("standard input", bytes).map_err(|problem| vec![problem])?;
    Ok(Input {
        text: Some(text),
        file: "stdin.yaml".into(),
        below: PathBuf::new(),
    })
}

fn print_one(
    args: &RenderArgs,
    request: &Request,
    voice: &Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let one = |message: &str, hint: &str| vec![Diagnostic::error(message).hint(hint)];
    let mut inputs = arguments(args)?;
    let (Some(input), true) = (inputs.pop(), inputs.is_empty()) else {
        return Err(one("standard output takes one document", "name one brief"));
    };
    let (rendered, mut found) = batch::render_one(input, request)?;
    if args.strict {
        found
            .iter_mut()
            .for_each(|problem| problem.severity = Severity::Error);
    }
    found.iter().for_each(|problem| voice.tell(problem));
    if args.strict && !found.is_empty() {
        return Ok(ExitCode::FAILURE);
    }
    if !rendered.further.is_empty() {
        let message = format!(
            "this has {} pages, and standard output takes one",
            1 + rendered.further.len()
        );
        return Err(one(&message, batch::A_FILE_EACH));
    }
    if !rendered.assets.is_empty() {
        return Err(one(
            "this document has pictures beside it",
            "write it into a folder: --output DIR",
        ));
    }
    Ok(print(&rendered.bytes))
}

fn to_files(
    inputs: Vec<Input>,
    request: &Request,
    mode: Mode,
    voice: &Voice,
) -> Result<ExitCode, Vec<Diagnostic>> {
    let batch = Batch::new(inputs, request)?;
    let teller = voice.teller(batch.len());
    let ended = batch.run(mode, &|report| teller.done(report));
    teller.finish();
    let ended = ended?;
    voice.removed(&ended.removed);
    ended
        .diagnostics
        .iter()
        .for_each(|problem| voice.tell(problem));
    voice.sum_up(&summary(&ended, mode));
    Ok(if ended.failed() {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn summary(ended: &Ended, mode: Mode) -> String {
    let Tally {
        briefs,
        failed,
        files,
        up_to_date,
        warnings,
    } = ended.tally;
    let verb = done(mode);
    let mut text = format!(
        "{} {verb} from {}",
        count(files - up_to_date, "file"),
        count(briefs, "brief")
    );
    if up_to_date > 0 {
        text.push_str(&format!(", {up_to_date} up to date"));
    }
    if !ended.removed.is_empty() {
        text.push_str(&format!(", {} removed", ended.removed.len()));
    }
    if warnings > 0 {
        text.push_str(&format!(", {}", count(warnings, "warning")));
    }
    if failed > 0 {
        text.push_str(&format!(", {} failed", count(failed, "brief")));
    }
    text
}

/// What a mode has done to files.
fn done(mode: Mode) -> &'static str {
    match mode {
        Mode::Write => "written",
        Mode::Compare => "as they would be written",
        Mode::Dry => "checked",
    }
}

/// So many things of a kind.
fn count(number: usize, one: &str) -> String {
    format!("{number} {one}{}", if number == 1 { "" } else { "s" })
}

const NEW_BRIEF: &str = include_str!("../../../templates/new-brief.yaml");
const SCHEMA_FILE: &str = "brief.schema.json";

/// Writes a brief to start from, and beside it the schema that its first line names.
fn new(name: &str) -> ExitCode {
    let file = if name.ends_with(".yaml") {
        PathBuf::from(name)
    } else {
        Path::new("briefs").join(format!("{name}.yaml"))
    };
    if file
        .file_stem()
        .is_none_or(|stem| stem.is_empty() || stem == ".yaml")
    {
        return fail(&Diagnostic::error(format!(
            "`{name}` is no name for a brief"
        )));
    }
    if file.exists() {
        return fail(
            &Diagnostic::error(format!("`{}` exists already", file.display()))
                .hint("choose another name"),
        );
    }
    let schema = format!("{:#}\n", brief::schema());
    let schema_file = file.with_file_name(SCHEMA_FILE);
    let written = batch::write_file(&schema_file, schema.as_bytes())
        .and_then(|()| batch::write_file(&file, NEW_BRIEF.as_bytes()));
    match written {
        Ok(()) => print(format!("{}\n", file.display()).as_bytes()),
        Err(problem) => fail(&problem),
    }
}

/// Lists what can be used from the working folder, the user's own first.
fn templates() -> ExitCode {
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
                .map(fail)
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
                    display(&file)
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
    print(out.as_bytes())
}
