//! Measures rendering: `cargo bench`, or `cargo bench --bench render -- 200` for batches of 200
//! instead of 1,000 briefs. `cargo bench --bench render -- instructions` only counts the
//! instructions of a fixed batch: [`instructions`].
//!
//! On Linux the figures are processor time, which depends little on other work on the machine.
//! Elsewhere they are elapsed time. The benchmark prints four tables:
//!
//! - one brief in a fresh process, for each format and for the three default formats together;
//! - a batch of distinct briefs in the three default formats, with 1 and 2 threads, followed by a
//!   second run in which all files are up to date. There is a batch of briefs with one page of text
//!   and one of full briefs. No two briefs share a text of more than one word;
//! - the time that one document spends in each stage: [`stages`];
//! - a comparison with other programs, if they are installed: [`others`].

mod instructions;
mod others;
mod stages;
mod stopwatch;

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use briefkit::formats::FORMATS;
use serde_yaml::Value;

/// The full brief: Latin letters only, with a chart, options, risks and five kinds of table.
const BRIEF: &str = include_str!("../../briefs/night-train-submission.yaml");

/// A brief with one page of text: points, a group, a quote, people and actions.
const ONE_PAGE: &str = include_str!("one-page.yaml");

/// Processes for each figure.
const PROCESSES: usize = 40;

/// The formats that are rendered by default.
const DEFAULT_FORMATS: &str = "pdf,docx,md";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if arguments.iter().any(|argument| argument == "instructions") {
        instructions::count_instructions();
        return;
    }
    let count = arguments
        .iter()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(1000);
    let folder = tempfile::tempdir().expect("a folder for the outputs");
    measure_single_briefs(folder.path());
    measure_batches(folder.path(), count);
    let pattern: Value = serde_yaml::from_str(BRIEF).expect("a brief");
    stages::print_table((0..).map(|number| distinct_brief(&pattern, number)));
    others::print_table(folder.path(), count);
}

fn measure_single_briefs(folder: &Path) {
    println!(
        "{:<14}{:>14}{:>14}",
        "one brief", "processor ms", "clock ms"
    );
    let brief = folder.join("brief.yaml");
    std::fs::write(&brief, BRIEF).expect("a brief to render");
    for formats in FORMATS
        .iter()
        .map(|format| format.name)
        .chain([DEFAULT_FORMATS])
    {
        let mut runs: Vec<(Duration, Duration)> = (0..PROCESSES)
            .map(|_| {
                let mut command = gen_command(&folder.join("one"));
                command.args(["--force", "--format", formats]).arg(&brief);
                let ProcessCost {
                    processor, clock, ..
                } = measure_process(command);
                (processor.unwrap_or(clock), clock)
            })
            .collect();
        let median = |runs: &mut [(Duration, Duration)],
                      of: fn(&(Duration, Duration)) -> Duration| {
            runs.sort_by_key(of);
            milliseconds(of(&runs[PROCESSES / 2]))
        };
        // The system counts processor time in ticks of 10 ms. A run takes about one tick, so the
        // median would be a multiple of 10 ms, and only the mean is exact enough.
        let processor =
            milliseconds(runs.iter().map(|run| run.0).sum::<Duration>()) / PROCESSES as f64;
        println!(
            "{formats:<14}{processor:>14.1}{:>14.1}",
            median(&mut runs, |run| run.1)
        );
    }
}

fn measure_batches(folder: &Path, count: usize) {
    for (kind, pattern) in [("of one page", ONE_PAGE), ("full", BRIEF)] {
        let folder = folder.join(kind);
        std::fs::create_dir(&folder).expect("a folder for a batch");
        measure_batch(&folder, &format!("{count} briefs, {kind}"), pattern, count);
    }
}

fn measure_batch(folder: &Path, title: &str, pattern: &str, count: usize) {
    println!(
        "\n{title:<26}{:>9}{:>20}{:>12}{:>10}",
        "threads", "briefs/processor s", "briefs/s", "MiB"
    );
    let briefs = folder.join("briefs");
    std::fs::create_dir(&briefs).expect("a folder for briefs");
    write_distinct_briefs(&briefs, pattern, count);
    for threads in ["1", "2"] {
        let out = folder.join(format!("out-{threads}"));
        for label in ["first run", "all up to date"] {
            let mut command = gen_command(&out);
            command.args(["--jobs", threads]).arg(&briefs);
            let ProcessCost {
                processor,
                clock,
                memory,
            } = measure_process(command);
            let rate = |time: Duration| count as f64 / time.as_secs_f64();
            let memory = memory.map_or_else(|| "?".to_owned(), |kib| (kib / 1024).to_string());
            println!(
                "{label:<26}{threads:>9}{:>20.0}{:>12.0}{memory:>10}",
                rate(processor.unwrap_or(clock)),
                rate(clock)
            );
        }
    }
}

/// Writes briefs of which no two share a text of more than one word to a folder.
fn write_distinct_briefs(folder: &Path, pattern: &str, count: usize) {
    let pattern: Value = serde_yaml::from_str(pattern).expect("a brief");
    for number in 0..count {
        std::fs::write(
            folder.join(format!("{number}.yaml")),
            distinct_brief(&pattern, number),
        )
        .expect("a brief to render");
    }
}

/// The YAML of a brief that shares no text of more than one word with briefs of other numbers.
fn distinct_brief(pattern: &Value, number: usize) -> String {
    let mut brief = pattern.clone();
    make_distinct(&mut brief, number);
    serde_yaml::to_string(&brief).expect("a brief as text")
}

/// Appends a number to every text of more than one word, and changes the numbers of charts and
/// tables by it.
fn make_distinct(brief: &mut Value, number: usize) {
    each_text(brief, &mut |text| {
        text.truncate(text.trim_end().len());
        write!(text, " {number}").expect("writing to a string succeeds");
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

fn without_output(mut command: Command) -> Command {
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// The `gen` command without output on the terminal, writing to a folder.
fn gen_command(out: &Path) -> Command {
    let mut command = without_output(Command::new(env!("CARGO_BIN_EXE_gen")));
    command.arg("--output").arg(out).arg("--quiet");
    command
}

/// Time and memory of a process.
struct ProcessCost {
    /// Processor time, on Linux only.
    processor: Option<Duration>,
    clock: Duration,
    /// Peak memory in KiB, on Linux only.
    memory: Option<u64>,
}

fn measure_process(mut command: Command) -> ProcessCost {
    let (before, start) = (children_time(), Instant::now());
    let mut child = command.spawn().expect("the program");
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut memory = None;
    let exit_status = loop {
        if let Some(exit_status) = child.try_wait().expect("the program") {
            break exit_status;
        }
        memory = peak_memory(&status).or(memory);
        std::thread::sleep(Duration::from_millis(1));
    };
    let clock = start.elapsed();
    assert!(exit_status.success(), "{command:?} failed");
    let processor = before
        .zip(children_time())
        .map(|(before, after)| after.saturating_sub(before));
    ProcessCost {
        processor,
        clock,
        memory,
    }
}

/// Processor time of all child processes that have ended: fields 16 and 17 of proc_pid_stat(5), in
/// ticks of 10 ms.
fn children_time() -> Option<Duration> {
    let stat = std::fs::read_to_string("/proc/self/stat").ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = |index: usize| fields.get(index)?.parse::<u64>().ok();
    // The first two fields, before the `)`, are split off.
    Some(Duration::from_millis(10 * (ticks(13)? + ticks(14)?)))
}

/// `VmHWM` of proc_pid_status(5), the peak of resident memory in KiB.
fn peak_memory(status: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(status).ok()?;
    text.lines().find_map(|line| {
        line.strip_prefix("VmHWM:")?
            .trim()
            .strip_suffix(" kB")?
            .parse()
            .ok()
    })
}
