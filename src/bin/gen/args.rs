//! The arguments of the command.

use std::path::PathBuf;

use briefkit::assets::Protection;
use briefkit::formats::FORMATS;
use briefkit::options::Dialect;
use briefkit::options::FormatOptions;
use briefkit::options::Scale;
use clap::builder::PossibleValuesParser;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::ci::PartitionArg;

const AFTER_HELP: &str = "\
Fonts: Latin, Greek and Cyrillic ones are part of the program. Others are looked for in the folders that `fonts:` in \
gen.yaml and the variable BRIEFKIT_FONTS name; in `fonts` beside the program or up to two folders above it; in \
share/briefkit/fonts of the prefix it is installed in; and in briefkit/fonts of the user's data folder. The system's \
own are used only with `system_fonts: true` in gen.yaml.

Exit status: 0 all good, 1 something failed, 2 wrong usage, 130 interrupted.";

/// Turns YAML briefs into PDF one-pagers, Word briefing notes and Markdown slide decks.
#[derive(Parser)]
#[command(name = "gen", version, args_conflicts_with_subcommands = true, after_help = AFTER_HELP)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Option<Command>,
    #[command(flatten)]
    pub render: RenderArgs,
}

#[derive(Subcommand)]
pub enum Command {
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
pub struct NewArgs {
    /// Name of the brief: letters, digits and hyphens; or a path that ends with .yaml
    pub name: String,
}

#[derive(Args)]
pub struct RenderArgs {
    /// Briefs: files, folders, or - for standard input [default: briefs/]
    #[arg(value_name = "BRIEF")]
    pub briefs: Vec<PathBuf>,
    /// What to write, repeatable or comma-separated [default: pdf,docx,md]
    #[arg(short, long, value_delimiter = ',', value_parser = PossibleValuesParser::new(FORMATS.iter().map(|it| it.name)))]
    pub format: Vec<String>,
    /// Template to use instead of the format's own: a name or a path
    #[arg(short, long, value_name = "NAME|PATH")]
    pub template: Option<String>,
    /// Theme to use instead of the briefs' own: a name or a path
    #[arg(long, value_name = "NAME|PATH")]
    pub theme: Option<String>,
    /// Who is to read Markdown [default: marp]
    #[arg(long, value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    pub dialect: Option<String>,
    /// Pixels of pictures of pages for each CSS pixel, from 0.1 to 8; at 1 a slide has 1280 x 720
    /// [default: 2]
    #[arg(long, value_name = "N")]
    pub scale: Option<Scale>,
    /// Word document whose styles, lists, fonts, colours, page, headers and footers Word documents
    /// are to have
    #[arg(long, value_name = "FILE.docx")]
    pub reference: Option<PathBuf>,
    /// Let Word documents be changed in no way but one: comments
    #[arg(long, value_name = "comments", value_parser = ["comments"])]
    pub protect: Option<String>,
    /// Where to write: a folder, a file, or - for standard output [default: output/]
    #[arg(short, long, value_name = "DIR|FILE|-")]
    pub output: Option<PathBuf>,
    /// Data for a mail merge: CSV with a header line, or JSON Lines; - for standard input. The
    /// brief is a pattern then, whose `{{ column }}` fields each row fills for a set of documents
    /// of its own
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["prune", "attach_source"])]
    pub data: Option<PathBuf>,
    /// What the files of a row are named, such as '{{ id }}-{{ surname }}' [default: the pattern's
    /// name and the row's number]
    #[arg(long, value_name = "TEXT", requires = "data")]
    pub name: Option<String>,
    /// Briefs to render at the same time [default: all cores]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Let warnings fail
    #[arg(long)]
    pub strict: bool,
    /// Write nothing; fail if a file on disk differs from what would be written
    #[arg(long)]
    pub check: bool,
    /// Put each brief into its PDF as an attachment (PDF/A-3a)
    #[arg(long)]
    pub attach_source: bool,
    /// Render even what is up to date
    #[arg(long)]
    pub force: bool,
    /// Remove what earlier runs wrote and no brief has any more: files that the manifest records
    /// and that are as they were written, of briefs that are gone from the folders named here, or,
    /// if neither --format nor --template is given, that a brief and its settings name no more
    #[arg(long, conflicts_with = "check")]
    pub prune: bool,
    /// Do the K-th of N parts of the work, counted from 1, or the one that the environment of CI
    /// tells of (`auto`); a brief's part depends on its path alone
    #[arg(long, value_name = "K/N|auto")]
    pub partition: Option<PartitionArg>,
    /// How problems are told: to a person, in a line each, as JSON lines, on the lines of a pull
    /// request, or in one document for code scanning
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// Say nothing but problems
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Say more
    #[arg(short, long)]
    pub verbose: bool,
    /// Colour in messages
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: Color,
}

impl RenderArgs {
    /// The options of formats among them.
    pub fn options(&self) -> FormatOptions {
        FormatOptions {
            dialect: self.dialect.as_deref().and_then(Dialect::named),
            scale: self.scale,
            reference_doc: self.reference.clone(),
            protection: self.protect.as_ref().map(|_| Protection::Comments),
            attach_source: self.attach_source,
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum MessageFormat {
    Human,
    Short,
    Json,
    Github,
    Sarif,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    Auto,
    Always,
    Never,
}
