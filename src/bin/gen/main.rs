//! The `gen` command. Each subcommand has a module of its own.

// clippy.toml has the limit.
#![warn(clippy::too_many_lines)]

mod args;
mod ci;
mod completions;
mod default_font_folders;
mod exit_status;
mod fonts;
mod list;
mod mail_merge;
mod new;
mod render;
mod reporter;
mod request;
mod resource_kinds;
mod setup;
mod show;
mod summary;
mod watch;
mod watch_set;
mod watcher;

use std::process::ExitCode;

use briefkit::batch::Mode;
use briefkit::diagnostic::{Code, Diagnostic};
use briefkit::{brief, document};
use clap::{CommandFactory, Parser};

use args::{Cli, Command};
use fonts::list_fonts;
use list::list_resources;
use new::write_new_brief;
use render::render_briefs;
use reporter::{print_and_fail, print_json, print_result};
use setup::with_setup;
use show::{list_files, show_file};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let cli = Cli::parse();
    match cli.command {
        None if cli.render.check => render_briefs(&cli.render, Mode::Compare),
        None => render_briefs(&cli.render, Mode::Write),
        Some(Command::Check(args)) => render_briefs(&args, Mode::Dry),
        Some(Command::Watch(args)) => with_setup(&args, |reporter, cancel| {
            watch::watch_briefs(&args, reporter, cancel)
        }),
        Some(Command::New(args)) => write_new_brief(&args.name, args.lang.as_deref()),
        Some(Command::Schema { document: true }) => print_json(&document::schema()),
        Some(Command::Schema { document: false }) => print_json(&brief::schema()),
        Some(Command::Templates) => list_resources(),
        Some(Command::Show { name: Some(name) }) => show_file(&name),
        Some(Command::Show { name: None }) => list_files(),
        Some(Command::Fonts(args)) => list_fonts(&args),
        Some(Command::Completions { shell }) => {
            print_result(completions::completion_script(Cli::command(), shell).as_bytes())
        }
        Some(Command::Man) => print_manual(),
    }
}

/// Prints the manual page of the command, followed by those of its subcommands.
fn print_manual() -> ExitCode {
    let mut command = Cli::command();
    // This gives subcommands their full names, such as `gen watch`.
    command.build();
    let mut pages = vec![command.clone()];
    // clap adds the subcommand `help`, which needs no page.
    pages.extend(
        command
            .get_subcommands()
            .filter(|it| it.get_name() != "help")
            .cloned(),
    );
    let mut page = Vec::new();
    for command in pages {
        if let Err(why) = clap_mangen::Man::new(command).render(&mut page) {
            let message = format!("cannot make the manual page: {why}");
            return print_and_fail(&Diagnostic::error(Code::InternalError, message));
        }
    }
    print_result(&page)
}
