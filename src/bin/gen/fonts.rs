//! `gen fonts`: says which fonts briefs need, which of them are found, and where to get the others.

use std::path::PathBuf;
use std::process::ExitCode;

use briefkit::batch::{
    BriefFontNeeds, BriefInput, Request, display_path, find_brief_fonts, find_briefs,
};
use briefkit::diagnostic::Diagnostic;
use briefkit::font_needs::{ScriptFonts, UsedFamily};

use crate::args::FontsArgs;
use crate::default_font_folders::default_font_folders;
use crate::exit_status;
use crate::reporter::{print_and_fail, print_json, print_result};
use crate::request::{is_stream, read_standard_input};

/// The most characters of a script that a line shows.
const MAX_SHOWN_CHARACTERS: usize = 20;

/// Prints the fonts of the briefs that the arguments name. Fails if a character has no font.
pub fn list_fonts(args: &FontsArgs) -> ExitCode {
    let request = Request {
        theme: args.theme.clone(),
        font_folders: default_font_folders(),
        ..Request::default()
    };
    let found = find_inputs(args).and_then(|inputs| find_brief_fonts(inputs, &request));
    let found = match found {
        Ok(found) => found,
        Err(problems) => return fail_with(&problems),
    };
    let mut needs = Vec::new();
    let mut failed = false;
    for result in found {
        match result {
            Ok(brief) => {
                failed |= !brief.is_complete();
                needs.push(brief);
            }
            Err(problems) => {
                failed = true;
                fail_with(&problems);
            }
        }
    }
    let printed = if args.json {
        match serde_json::to_value(&needs) {
            Ok(value) => print_json(&value),
            Err(_) => exit_status::FAILED,
        }
    } else {
        print_result(list_text(&needs).as_bytes())
    };
    if failed { exit_status::FAILED } else { printed }
}

fn find_inputs(args: &FontsArgs) -> Result<Vec<BriefInput>, Vec<Diagnostic>> {
    if args.briefs.is_empty() {
        return Ok(find_briefs(&[PathBuf::from("briefs")])?);
    }
    let mut inputs = Vec::new();
    for path in &args.briefs {
        if is_stream(path) {
            inputs.push(read_standard_input()?);
        } else {
            inputs.extend(find_briefs(std::slice::from_ref(path))?);
        }
    }
    Ok(inputs)
}

fn fail_with(problems: &[Diagnostic]) -> ExitCode {
    for problem in problems {
        print_and_fail(problem);
    }
    exit_status::FAILED
}

/// One paragraph for each brief, with a line for each font of each script.
fn list_text(needs: &[BriefFontNeeds]) -> String {
    let mut out = String::new();
    for (index, brief) in needs.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&format!("{} (`{}`)\n", brief.brief, brief.lang));
        for script in &brief.scripts {
            push_script(script, &mut out);
        }
    }
    out
}

fn push_script(script: &ScriptFonts, out: &mut String) {
    let name = script.script.replace('_', " ");
    for UsedFamily {
        family,
        file,
        characters,
    } in &script.families
    {
        let origin = match file {
            Some(file) => display_path(file),
            None => "built in".to_owned(),
        };
        out.push_str(&format!(
            "  {name:<12}{characters:>5}  {family}: {origin}\n"
        ));
    }
    if !script.missing.is_empty() {
        let shown = first_characters(&script.missing);
        let count = script.missing.chars().count();
        out.push_str(&format!("  {name:<12}{count:>5}  no font: {shown}\n"));
    }
    if !script.in_other_forms.is_empty() {
        let shown = first_characters(&script.in_other_forms);
        out.push_str(&format!(
            "  {name:<12}       in the forms of another language: {shown}\n"
        ));
    }
    if let Some(get) = &script.get {
        out.push_str(&format!(
            "                     get {}: {}\n                     (Debian, Ubuntu: {})\n",
            get.family, get.download, get.debian
        ));
    }
}

fn first_characters(characters: &str) -> String {
    let mut shown: String = characters.chars().take(MAX_SHOWN_CHARACTERS).collect();
    if shown.len() < characters.len() {
        shown.push('…');
    }
    shown
}
