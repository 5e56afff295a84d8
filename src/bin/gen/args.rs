//! The arguments of the command. Their comments are its help texts.

use std::path::PathBuf;

use briefkit::assets::Protection;
use briefkit::formats::FORMATS;
use briefkit::options::Dialect;
use briefkit::options::FormatOptions;
use briefkit::options::Scale;
use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::ci::PartitionArg;
use crate::show::ShownNameParser;

const AFTER_HELP: &str = "\
Fonts for Latin, Greek and Cyrillic are built in. Other fonts are searched for in the folders that `fonts:` in \
gen.yaml and the variable BRIEFKIT_FONTS name; in `fonts` beside the program or up to two folders above it; in \
share/briefkit/fonts below the folder it is installed in; and in briefkit/fonts in the user's data folder. Fonts of \
the system are used only with `system_fonts: true` in gen.yaml.

Exit status: 0 success, 1 failure, 2 wrong usage, 130 interrupted.";

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
    /// Check briefs and whether they fit; write nothing
    Check(RenderArgs),
    /// Render briefs, and again whenever something changes
    Watch(RenderArgs),
    /// Write a commented brief to start from
    New(NewArgs),
    /// Print the JSON Schema of a brief
    Schema {
        /// Print the schema of `--format json` instead
        #[arg(long)]
        document: bool,
    },
    /// List the available templates, themes and labels, and where each comes from
    Templates,
    /// Print a built-in template, theme, label file or style sheet to start from
    Show {
        /// Name of the file, such as labels/en, templates/note, themes/default or css/default; without
        /// it, all names are listed, with the places to save the files
        #[arg(value_parser = ShownNameParser, hide_possible_values = true)]
        name: Option<String>,
    },
    /// Say which fonts briefs need, which of them are found, and where to get the others
    Fonts(FontsArgs),
    /// Print a completion script for a shell
    Completions {
        /// Name of the shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page
    Man,
}

#[derive(Args)]
pub struct NewArgs {
    /// Name of the brief, such as `station-lifts`; or a path that ends with .yaml
    pub name: String,
    /// Language of the brief as a BCP 47 tag, such as de or zh-Hans: the brief has the words that
    /// documents in this language print
    #[arg(long, value_name = "TAG")]
    pub lang: Option<String>,
}

#[derive(Args)]
pub struct FontsArgs {
    /// Briefs: files, folders, or - for standard input [default: briefs/]
    #[arg(value_name = "BRIEF")]
    pub briefs: Vec<PathBuf>,
    /// Theme to use for all briefs: a name or a path
    #[arg(long, value_name = "NAME|PATH")]
    pub theme: Option<String>,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Args)]
pub struct RenderArgs {
    /// Briefs: files, folders, or - for standard input [default: briefs/]
    #[arg(value_name = "BRIEF")]
    pub briefs: Vec<PathBuf>,
    /// Formats to write, separated by commas [default: pdf,docx,md]
    #[arg(short, long, value_delimiter = ',', value_parser = format_names())]
    pub format: Vec<String>,
    /// Template to use for all formats: a name or a path
    #[arg(short, long, value_name = "NAME|PATH")]
    pub template: Option<String>,
    /// Theme to use for all briefs: a name or a path
    #[arg(long, value_name = "NAME|PATH")]
    pub theme: Option<String>,
    /// Program that the Markdown is written for [default: marp]
    #[arg(long, value_parser = PossibleValuesParser::new(Dialect::ALL.map(Dialect::name)))]
    pub dialect: Option<String>,
    /// Pixels per CSS pixel in PNG files, from 0.1 to 8; at 1 a slide has 1280 x 720 pixels
    /// [default: 2]
    #[arg(long, value_name = "N")]
    pub scale: Option<Scale>,
    /// Word document to take styles, lists, fonts, colours, page size, headers and footers from
    #[arg(long, value_name = "FILE.docx")]
    pub reference: Option<PathBuf>,
    /// Protect Word documents against changes other than comments
    #[arg(long, value_name = "comments")]
    pub protect: Option<ProtectArg>,
    /// Folder or file to write to, or - for standard output [default: output/]
    #[arg(short, long, value_name = "DIR|FILE|-")]
    pub output: Option<PathBuf>,
    /// Data for a mail merge: CSV with a header line, or JSON Lines; - for standard input. Each row
    /// fills the `{{ column }}` fields of the brief and gives a set of documents
    #[arg(long, value_name = "FILE|-", conflicts_with_all = ["prune", "attach_source"])]
    pub data: Option<PathBuf>,
    /// File name for each row, such as '{{ id }}-{{ surname }}' [default: the name of the brief and
    /// the number of the row]
    #[arg(long, value_name = "TEXT", requires = "data")]
    pub name: Option<String>,
    /// Number of briefs to render at the same time [default: one per core]
    #[arg(short, long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Turn warnings into errors
    #[arg(long)]
    pub strict: bool,
    /// Write nothing; fail if a file on disk is missing or out of date
    #[arg(long)]
    pub check: bool,
    /// Attach each brief to its PDF, which then follows PDF/A-3a
    #[arg(long)]
    pub attach_source: bool,
    /// Render files that are up to date, too
    #[arg(long)]
    pub force: bool,
    /// Remove files of earlier runs that no brief produces any more, unless someone has changed
    /// them. These are files of briefs that were deleted from the named folders and, without
    /// --format and --template, files that a brief and its settings no longer ask for
    #[arg(long, conflicts_with = "check")]
    pub prune: bool,
    /// Render only the K-th of N parts of the briefs, or with `auto` the part that the variables of
    /// the CI system name; the part of a brief depends only on its path
    #[arg(long, value_name = "K/N|auto")]
    pub partition: Option<PartitionArg>,
    /// How to report problems: for people, one per line, as JSON lines, for the lines of a pull
    /// request, or as one document for code scanning
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub message_format: MessageFormat,
    /// Print errors only
    #[arg(short, long, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print the name of each file as well
    #[arg(short, long)]
    pub verbose: bool,
    /// Whether to use colours in messages
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

impl RenderArgs {
    /// The options that concern formats.
    pub fn options(&self) -> FormatOptions {
        FormatOptions {
            dialect: self.dialect.as_deref().and_then(Dialect::named),
            scale: self.scale,
            reference_doc: self.reference.clone(),
            protection: self.protect.map(Protection::from),
            attach_source: self.attach_source,
        }
    }
}

/// The values of `--protect`.
#[derive(Clone, Copy, ValueEnum)]
pub enum ProtectArg {
    Comments,
}

impl From<ProtectArg> for Protection {
    fn from(value: ProtectArg) -> Self {
        match value {
            ProtectArg::Comments => Self::Comments,
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
pub enum ColorChoice {
    Auto,
    Always,
    Never,
}

/// The names of the formats, with their descriptions for `--help` and completions.
fn format_names() -> PossibleValuesParser {
    let formats = FORMATS.iter();
    PossibleValuesParser::new(formats.map(|it| PossibleValue::new(it.name).help(it.about)))
}
