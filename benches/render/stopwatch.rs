//! Measures the time that one thread spends in each stage, excluding the stages inside it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use briefkit::stage::{Stage, TARGET};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// The time in each stage, and under `None` the time outside all stages.
pub type Times = BTreeMap<Option<Stage>, Duration>;

/// A `tracing` subscriber for the spans of stages.
#[derive(Default)]
pub struct Stopwatch(Mutex<Running>);

#[derive(Default)]
struct Running {
    times: Times,
    /// The stages that have begun and not ended, each inside the one before.
    open: Vec<Stage>,
    /// The time at which a stage last began or ended.
    last_change: Option<Instant>,
}

impl Stopwatch {
    /// Does some work and returns its times.
    pub fn measure(&self, work: impl FnOnce()) -> Times {
        *self.running() = Running {
            last_change: Some(Instant::now()),
            ..Running::default()
        };
        work();
        let mut running = self.running();
        running.lap();
        std::mem::take(&mut running.times)
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.0
            .lock()
            .expect("no thread panicked while it held the lock")
    }
}

impl Running {
    /// Adds the time since the last change to the innermost open stage.
    fn lap(&mut self) {
        let now = Instant::now();
        if let Some(last_change) = self.last_change.replace(now) {
            *self.times.entry(self.open.last().copied()).or_default() += now - last_change;
        }
    }
}

/// All spans of a stage have the same id, its index in [`Stage::ALL`] plus one: ids must not be 0,
/// and nothing here distinguishes spans of one stage.
impl Subscriber for Stopwatch {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let name = span.metadata().name();
        let index = Stage::ALL
            .iter()
            .position(|stage| stage.name() == name)
            .expect("a stage");
        Id::from_u64(index as u64 + 1)
    }

    fn enter(&self, span: &Id) {
        let mut running = self.running();
        running.lap();
        running.open.push(Stage::ALL[span.into_u64() as usize - 1]);
    }

    fn exit(&self, _: &Id) {
        let mut running = self.running();
        running.lap();
        running.open.pop();
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, _: &Event<'_>) {}
}
