//! Completion scripts for shells: the scripts of clap, with corrections for Zsh and Fish.

use clap::{Command, ValueEnum};
use clap_complete::Shell;

use crate::show::shown_names;

/// The completion script for a shell.
pub fn completion_script(mut command: Command, shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, "gen", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Zsh => mend_zsh(&script),
        Shell::Fish => mend_fish(&script),
        _ => script,
    }
}

/// The first word is a subcommand or a brief. The script of clap always takes it for a brief and
/// expects the subcommand second.
fn mend_zsh(script: &str) -> String {
    // The line with the argument `briefs` is left out, so that the subcommand is the first one.
    let (before, rest) = script.split_once("'::briefs -- ").unwrap_or((script, ""));
    let (_, rest) = rest.split_once('\n').unwrap_or_default();
    // Then files can stand in the place of a subcommand.
    let rest = rest.replacen(
        "\":: :_gen_commands\"",
        "\":: :{_gen_commands; _files}\"",
        1,
    );
    // A first word with a dot or a slash is a brief, and only briefs follow it.
    let rest = rest.replace("$line[2]", "$line[1]").replacen(
        "            (check)\n",
        "            (*.*|*/*|-)\n_files\n;;\n(check)\n",
        1,
    );
    format!("{before}{rest}")
}

/// The script of clap stops completing after an option whose value is still missing, and does not
/// complete the names of shells and of built-in files.
fn mend_fish(script: &str) -> String {
    let parse = "argparse -s (__fish_gen_global_optspecs) -- $cmd 2>/dev/null\n";
    // With an empty value for the last option, parsing succeeds.
    let parse_with_value = "argparse -s (__fish_gen_global_optspecs) -- $cmd '' 2>/dev/null\n";
    let mut script = script.replacen(parse, &format!("{parse}    or {parse_with_value}"), 1);
    let shells: Vec<String> = Shell::value_variants()
        .iter()
        .map(Shell::to_string)
        .collect();
    for (subcommand, words) in [("completions", shells), ("show", shown_names())] {
        let words = words.join(" ");
        script.push_str(&format!(
            "complete -c gen -n \"__fish_gen_using_subcommand {subcommand}\" -f -a \"{words}\"\n"
        ));
    }
    script
}
