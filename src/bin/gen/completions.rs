//! Completions for shells: what clap makes of the command's definition, with what it leaves wanting
//! mended.

use clap::Command;
use clap_complete::Shell;

/// The script for a shell.
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

/// The first word is a command or a brief; clap takes it for a brief and looks for the command in
/// the second.
fn mend_zsh(script: &str) -> String {
    let (before, rest) = script.split_once("'::briefs -- ").unwrap_or((script, ""));
    let rest = rest.split_once('\n').map_or("", |(_, rest)| rest);
    let rest = rest.replacen(
        "\":: :_gen_commands\"",
        "\":: :{_gen_commands; _files}\"",
        1,
    );
    let rest = rest.replace("$line[2]", "$line[1]").replacen(
        "            (check)\n",
        "            (*.*|*/*|-)\n_files\n;;\n(check)\n",
        1,
    );
    format!("{before}{rest}")
}

/// An option that still wants its value is no reason to stop, and a shell is one of a few.
fn mend_fish(script: &str) -> String {
    let parse = "argparse -s (__fish_gen_global_optspecs) -- $cmd 2>/dev/null\n";
    let again = "argparse -s (__fish_gen_global_optspecs) -- $cmd '' 2>/dev/null\n";
    let shells: Vec<String> = clap::ValueEnum::value_variants()
        .iter()
        .map(|shell: &Shell| shell.to_string())
        .collect();
    let shells = shells.join(" ");
    let script = script.replacen(parse, &format!("{parse}    or {again}"), 1);
    format!(
        "{script}complete -c gen -n \"__fish_gen_using_subcommand completions\" -f -a \"{shells}\"\n"
    )
}
