//! The `gen` command: arguments in; files, diagnostics and an exit status out.

mod args;
mod ci;
mod completions;
mod list;
mod merge;
mod new;
mod render;
mod reporter;
mod request;
mod setup;
mod summary;
mod watch;
mod watcher;

use std::process::ExitCode;

use briefkit::batch::Mode;
use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::{brief, document};
use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use list::templates;
use new::new;
use render::render;
use reporter::{fail, print, print_json};
use setup::prepared;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
            return fail(&Diagnostic::error(
                Code::InternalError,
                format!("cannot make the manual page: {why}"),
            ));
        }
    }
    print(&page)
}
