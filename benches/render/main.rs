//! What rendering costs: `cargo bench`, or `cargo bench --bench render -- 200` for a batch of 200
//! instead of 1,000.
//!
//! Processor time is told wherever the system tells it (Linux), as other work on the machine does
//! not change it much; else the time of the clock. Four tables:
//!
//! - a fresh process that reads one brief and writes it, for each format and for the three default
//!   ones;
//! - a batch of distinct briefs in one process, to the three default formats, with 1 and 2 threads,
//!   and the second run over them, when all is up to date: briefs of one page of text, and full
//!   ones. No two of them share a text, but for labels and names of one word;
//! - where the time of one document goes: [`stages`];
//! - beside [`others`], where they are installed.

mod others;
mod stages;
mod stopwatch;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use briefkit::formats::FORMATS;
use serde_yaml::Value;

/// The brief that is rendered alone: Latin letters only, a chart, options, risks, five kinds of
/// table.
const BRIEF: &str = include_str!("../../briefs/night-train-submission.yaml");

/// A page of text: points, a group, a quote, people and actions.
const ONE_PAGE: &str = include_str!("one-page.yaml");

/// Fresh processes for each figure; the median counts.
const PROCESSES: usize = 40;

/// What is written when nothing else is asked for.
const ALL: &str = "pdf,docx,md";

fn main() {
    let count = std::env::args()
        .skip(1)
        .find_map(|it| it.parse().ok())
        .unwrap_or(1000);
    let folder = tempfile::tempdir().expect("a folder for the outputs");
    processes(folder.path());
    batches(folder.path(), count);
    let pattern: Value = serde_yaml::from_str(BRIEF).expect("a brief");
    stages::table((0..).map(|number| distinct(&pattern, number)));
    others::table(folder.path(), count);
}

fn processes(folder: &Path) {
    println!(
        "{:<14}{:>14}{:>14}",
        "one brief", "processor ms", "clock ms"
    );
    let brief = folder.join("brief.yaml");
    std::fs::write(&brief, BRIEF).expect("a brief to render");
    for formats in FORMATS.iter().map(|format| format.name).chain([ALL]) {
        let mut runs: Vec<(Duration, Duration)> = (0..PROCESSES)
            .map(|_| {
                let mut command = program(&folder.join("one"));
                command.args(["--force", "--format", formats]).arg(&brief);
                let Run {
                    processor, clock, ..
                } = run(command);
                (processor.unwrap_or(clock), clock)
            })
            .collect();
        let middle = |runs: &mut [(Duration, Duration)],
                      of: fn(&(Duration, Duration)) -> Duration| {
            runs.sort_by_key(of);
            milliseconds(of(&runs[PROCESSES / 2]))
        };
        // The system counts processor time in ticks that are longer than a run, so it is the mean
        // that says something.
        let processor =
            milliseconds(runs.iter().map(|it| it.0).sum::<Duration>()) / PROCESSES as f64;
        println!(
            "{formats:<14}{processor:>14.1}{:>14.1}",
            middle(&mut runs, |it| it.1)
        );
    }
}

fn batches(folder: &Path, count: usize) {
    for (what, pattern) in [("of one page", ONE_PAGE), ("full", BRIEF)] {
        let folder = folder.join(what);
        std::fs::create_dir(&folder).expect("a folder for a batch");
        batch(&folder, &format!("{count} briefs, {what}"), pattern, count);
    }
}

fn batch(folder: &Path, title: &str, pattern: &str, count: usize) {
    println!(
        "\n{title:<26}{:>9}{:>20}{:>12}{:>10}",
        "threads", "briefs/processor s", "briefs/s", "MiB"
    );
    let briefs = folder.join("briefs");
    std::fs::create_dir(&briefs).expect("a folder for briefs");
    let pattern: Value = serde_yaml::from_str(pattern).expect("a brief");
    for number in 0..count {
        std::fs::write(
            briefs.join(format!("{number}.yaml")),
            distinct(&pattern, number),
        )
        .expect("a brief to render");
    }
    for threads in ["1", "2"] {
        let out = folder.join(format!("out-{threads}"));
        for what in ["first run", "all up to date"] {
            let mut command = program(&out);
            command.args(["--jobs", threads]).arg(&briefs);
            let Run {
                processor,
                clock,
                memory,
            } = run(command);
            let rate = |time: Duration| count as f64 / time.as_secs_f64();
            let memory = memory.map_or_else(|| "?".to_owned(), |kib| (kib / 1024).to_string());
            println!(
                "{what:<26}{threads:>9}{:>20.0}{:>12.0}{memory:>10}",
                rate(processor.unwrap_or(clock)),
                rate(clock)
            );
        }
    }
}

/// A brief that shares no text of more than one word with those of other numbers.
fn distinct(pattern: &Value, number: usize) -> String {
    let mut brief = pattern.clone();
    make_distinct(&mut brief, number);
    serde_yaml::to_string(&brief).expect("a brief as text")
}

/// Puts a number into every text of more than one word, and adds it to the numbers of charts and
/// tables.
fn make_distinct(brief: &mut Value, number: usize) {
    each_text(brief, &mut |text| {
        text.truncate(text.trim_end().len());
        write!(text, " {number}").expect("text takes text");
    });
    each_number(brief, &mut |amount| amount + (number % 97) as f64);
}

/// Calls `change` for every text of more than one word.
fn each_text(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) if text.trim_end().contains(' ') => change(text),
        Value::Sequence(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Mapping(entries) => entries
            .values_mut()
            .for_each(|entry| each_text(entry, change)),
        _ => {}
    }
}

/// Calls `change` for every number in a list.
fn each_number(value: &mut Value, change: &mut dyn FnMut(f64) -> f64) {
    match value {
        Value::Sequence(items) => {
            for item in items {
                match item.as_f64() {
                    Some(amount) => *item = Value::from(change(amount)),
                    None => each_number(item, change),
                }
            }
        }
        Value::Mapping(entries) => entries
            .values_mut()
            .for_each(|entry| each_number(entry, change)),
        _ => {}
    }
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn silent(mut command: Command) -> Command {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The program, silent, writing to a folder.
fn program(out: &Path) -> Command {
    let mut command = silent(Command::new(env!("CARGO_BIN_EXE_gen")));
    command.arg("--output").arg(out).arg("--quiet");
    command
}

/// What a process cost.
struct Run {
    /// `None` if the system does not tell.
    processor: Option<Duration>,
    clock: Duration,
    /// The most memory it had, in KiB, if the system tells.
    memory: Option<u64>,
}

fn run(mut command: Command) -> Run {
    let (before, start) = (children(), Instant::now());
    let mut child = command.spawn().expect("the program");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut memory = None;
    let ended = loop {
        if let Some(ended) = child.try_wait().expect("the program") {
            break ended;
        }
        memory = most_memory(&status).or(memory);
        std::thread::sleep(Duration::from_millis(1));
    };
    let clock = start.elapsed();
    assert!(ended.success(), "{command:?} failed");
    let processor = before
        .zip(children())
        .map(|(before, after)| after.saturating_sub(before));
    Run {
        processor,
        clock,
        memory,
    }
}

/// Processor time of all children that have ended: fields 16 and 17 of proc_pid_stat(5), in ticks
/// of 10 ms.
fn children() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at)?.parse::<u64>().ok();
    Some(Duration::from_millis(10 * (ticks(13)? + ticks(14)?)))
}

fn most_memory(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    text.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse()
            .ok()
    })
}
