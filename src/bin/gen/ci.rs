//! `--partition auto`: which part of the work this machine has, from the variables that its
//! scheduler sets.

use std::str::FromStr;

use briefkit::batch::Partition;

/// What `--partition` asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartitionArg {
    /// One part of so many.
    Part(Partition),
    /// What the environment says.
    Auto,
}

impl FromStr for PartitionArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "auto" => Ok(Self::Auto),
            part => part
                .parse()
                .map(Self::Part)
                .map_err(|why| format!("{why}, or is `auto`")),
        }
    }
}

/// A scheduler that runs one job on several machines.
struct Scheduler {
    name: &'static str,
    /// The variable with the number of this machine.
    index: &'static str,
    /// The variable with how many there are.
    count: &'static str,
    /// The number of the first machine.
    first: u64,
}

/// In the order they are looked for. GitHub and Kubernetes do not say by themselves how many there
/// are: docs/ci.md shows how to have them say it.
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

/// The part that `variable` tells of; `None` if no scheduler tells anything, so that all of the
/// work is this machine's.
///
/// # Errors
///
/// A message when a scheduler gives a number and not how many there are, or numbers that are none.
pub fn partition_from_environment(
    variable: &dyn Fn(&str) -> Option<String>,
) -> Result<Option<Partition>, String> {
    let said = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
    if let Some(index) = said("SLURM_ARRAY_TASK_ID") {
        return slurm_partition(&said, &index).map(Some);
    }
    for Scheduler {
        name,
        index,
        count,
        first,
    } in SCHEDULERS
    {
        let Some(number) = said(index) else { continue };
        let Some(total) = said(count) else {
            return Err(format!(
                "{name} says with {index} which machine this is, and not with {count} of how many"
            ));
        };
        let part = number
            .trim()
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_sub(first)?.checked_add(1));
        let part = part.and_then(|part| format!("{part}/{}", total.trim()).parse().ok());
        let wrong = || format!("{index}={number} and {count}={total} do not name a part");
        return part.map(Some).ok_or_else(wrong);
    }
    Ok(None)
}

/// An array's tasks have any numbers with equal steps between the least and the greatest.
fn slurm_partition(
    said: &dyn Fn(&str) -> Option<String>,
    index: &str,
) -> Result<Partition, String> {
    let number = |name: &str| said(name).and_then(|value| value.trim().parse::<u64>().ok());
    let numbers = || {
        let (least, greatest) = (
            number("SLURM_ARRAY_TASK_MIN")?,
            number("SLURM_ARRAY_TASK_MAX")?,
        );
        let step = number("SLURM_ARRAY_TASK_STEP")
            .filter(|step| *step > 0)
            .unwrap_or(1);
        let task = index.trim().parse::<u64>().ok()?.checked_sub(least)?;
        let count = greatest.checked_sub(least)? / step + 1;
        format!("{}/{count}", task / step + 1).parse().ok()
    };
    numbers().ok_or_else(|| {
        format!("SLURM_ARRAY_TASK_ID={index} is no part of what the other variables of Slurm say")
    })
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
    fn schedulers_count_from_where_they_count() {
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
    fn slurm_arrays_have_any_numbers() {
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
    fn half_a_word_is_an_error() {
        assert!(part(&[("JOB_COMPLETION_INDEX", "0")]).is_err());
        assert!(part(&[("CI_NODE_INDEX", "0"), ("CI_NODE_TOTAL", "8")]).is_err());
        assert!(part(&[("CI_NODE_INDEX", "9"), ("CI_NODE_TOTAL", "8")]).is_err());
        assert!(part(&[("CI_NODE_INDEX", "one"), ("CI_NODE_TOTAL", "8")]).is_err());
    }
}
