//! `--partition auto`: finds the part of the work for this machine in the variables that the
//! scheduler of a CI system sets.

use std::str::FromStr;

use briefkit::batch::Partition;

/// The value of `--partition`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartitionArg {
    /// A part that is given as K/N.
    Part(Partition),
    /// The part that the environment names.
    Auto,
}

impl FromStr for PartitionArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "auto" {
            return Ok(Self::Auto);
        }
        match text.parse() {
            Ok(part) => Ok(Self::Part(part)),
            Err(why) => Err(format!("{why}, or is `auto`")),
        }
    }
}

/// A scheduler that runs a job on several machines.
struct Scheduler {
    name: &'static str,
    /// The variable with the number of this machine.
    index: &'static str,
    /// The variable with the number of machines.
    count: &'static str,
    /// The number that it gives to the first machine.
    first: u64,
}

/// The known schedulers, in the order of the search. GitHub and Kubernetes set no variable with the
/// number of machines by themselves; docs/ci.md shows how to set one.
const SCHEDULERS: [Scheduler; 8] = [
    Scheduler {
        name: "GitHub",
        index: "JOB_INDEX",
        count: "JOB_TOTAL",
        first: 0,
    },
    Scheduler {
        name: "GitLab",
        index: "CI_NODE_INDEX",
        count: "CI_NODE_TOTAL",
        first: 1,
    },
    Scheduler {
        name: "CircleCI",
        index: "CIRCLE_NODE_INDEX",
        count: "CIRCLE_NODE_TOTAL",
        first: 0,
    },
    Scheduler {
        name: "Buildkite",
        index: "BUILDKITE_PARALLEL_JOB",
        count: "BUILDKITE_PARALLEL_JOB_COUNT",
        first: 0,
    },
    Scheduler {
        name: "Bitbucket",
        index: "BITBUCKET_PARALLEL_STEP",
        count: "BITBUCKET_PARALLEL_STEP_COUNT",
        first: 0,
    },
    Scheduler {
        name: "Azure",
        index: "SYSTEM_JOBPOSITIONINPHASE",
        count: "SYSTEM_TOTALJOBSINPHASE",
        first: 1,
    },
    Scheduler {
        name: "Semaphore",
        index: "SEMAPHORE_JOB_INDEX",
        count: "SEMAPHORE_JOB_COUNT",
        first: 1,
    },
    Scheduler {
        name: "Kubernetes",
        index: "JOB_COMPLETION_INDEX",
        count: "JOB_COMPLETIONS",
        first: 0,
    },
];

/// The part that the environment names; `None` if no scheduler is found, so that this machine does
/// all of the work. `variable` looks up an environment variable.
///
/// # Errors
///
/// A message if a scheduler gives a number but no count, or if they do not name a part.
pub fn partition_from_environment(
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Partition>, String> {
    // Some schedulers leave a variable empty in jobs that are not split.
    let lookup = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    if let Some(task) = lookup("SLURM_ARRAY_TASK_ID") {
        return slurm_partition(&lookup, &task).map(Some);
    }
    for scheduler in SCHEDULERS {
        if let Some(index) = lookup(scheduler.index) {
            return scheduler
                .partition(&index, lookup(scheduler.count))
                .map(Some);
        }
    }
    Ok(None)
}

impl Scheduler {
    fn partition(&self, index: &str, count: Option<String>) -> Result<Partition, String> {
        let Self {
            name,
            index: index_variable,
            count: count_variable,
            first,
        } = self;
        let Some(count) = count else {
            return Err(format!(
                "{name} sets {index_variable}, the number of this machine, but not {count_variable}, how many there are"
            ));
        };
        match numbered_part(index, *first, &count) {
            Some(part) => Ok(part),
            None => Err(format!(
                "{index_variable}={index} and {count_variable}={count} do not name a part"
            )),
        }
    }
}

/// The part with this number of `count` parts, if `first` is the number of the first part.
fn numbered_part(index: &str, first: u64, count: &str) -> Option<Partition> {
    let index: u64 = index.trim().parse().ok()?;
    let part = index.checked_sub(first)?.checked_add(1)?;
    format!("{part}/{}", count.trim()).parse().ok()
}

/// The part of a Slurm array task. The tasks of an array have numbers from a minimum to a maximum
/// in equal steps.
fn slurm_partition(
    lookup: &dyn Fn(&str) -> Option<String>,
    task: &str,
) -> Result<Partition, String> {
    match slurm_array_part(lookup, task) {
        Some(part) => Ok(part),
        None => Err(format!(
            "SLURM_ARRAY_TASK_ID={task} does not fit the other variables of Slurm"
        )),
    }
}

fn slurm_array_part(lookup: &dyn Fn(&str) -> Option<String>, task: &str) -> Option<Partition> {
    let number = |name: &str| lookup(name)?.trim().parse::<u64>().ok();
    let min = number("SLURM_ARRAY_TASK_MIN")?;
    let max = number("SLURM_ARRAY_TASK_MAX")?;
    // The number of tasks is not the count of the array's numbers: `--array=1-9:4` has 1, 5 and 9.
    let step = number("SLURM_ARRAY_TASK_STEP").unwrap_or(1).max(1);
    let offset = task.trim().parse::<u64>().ok()?.checked_sub(min)?;
    let count = max.checked_sub(min)? / step + 1;
    format!("{}/{count}", offset / step + 1).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(variables: &[(&str, &str)]) -> Result<Option<Partition>, String> {
        let find = |name: &str| {
            variables
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, value)| (*value).to_owned())
        };
        partition_from_environment(&find)
    }

    fn named(text: &str) -> Option<Partition> {
        Some(text.parse().expect("a part"))
    }

    #[test]
    fn schedulers_count_from_zero_or_one() {
        assert_eq!(part(&[]), Ok(None));
        assert_eq!(
            part(&[("CI_NODE_INDEX", "2"), ("CI_NODE_TOTAL", "8")]),
            Ok(named("2/8"))
        );
        assert_eq!(
            part(&[("CIRCLE_NODE_INDEX", "0"), ("CIRCLE_NODE_TOTAL", "3")]),
            Ok(named("1/3"))
        );
        assert_eq!(
            part(&[("JOB_COMPLETION_INDEX", "4"), ("JOB_COMPLETIONS", "5")]),
            Ok(named("5/5"))
        );
        assert_eq!(
            part(&[("JOB_INDEX", "1"), ("JOB_TOTAL", "2")]),
            Ok(named("2/2"))
        );
    }

    #[test]
    fn slurm_arrays_can_have_any_numbers() {
        let array = |task| {
            let bounds = [
                ("SLURM_ARRAY_TASK_MIN", "10"),
                ("SLURM_ARRAY_TASK_MAX", "30"),
                ("SLURM_ARRAY_TASK_STEP", "10"),
            ];
            part(&[&bounds[..], &[("SLURM_ARRAY_TASK_ID", task)]].concat())
        };
        assert_eq!(array("10"), Ok(named("1/3")));
        assert_eq!(array("30"), Ok(named("3/3")));
        assert!(array("9").is_err());
    }

    #[test]
    fn incomplete_or_wrong_variables_are_errors() {
        assert!(part(&[("JOB_COMPLETION_INDEX", "0")]).is_err());
        assert!(part(&[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "8")]).is_err());
        assert!(part(&[("CI_NODE_INDEX", "9"), ("CI_NODE_TOTAL", "8")]).is_err());
        assert!(part(&[("CI_NODE_INDEX", "one"), ("CI_NODE_TOTAL", "8")]).is_err());
    }
}
