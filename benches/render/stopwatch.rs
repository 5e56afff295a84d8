//! Takes the time of each stage that runs on a thread, without that of stages inside it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard};
use std::time::{Duration, Instant};

use briefkit::stage::{Stage, TARGET};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// What each stage took, and what passed outside of all.
pub type Times = BTreeMap<Option<Stage>, Duration>;

/// Subscribes to the spans of stages.
#[derive(Default)]
pub struct Stopwatch(Mutex<Running>);

#[derive(Default)]
struct Running {
    times: Times,
    /// The stages that have begun, each inside the one before.
    open: Vec<Stage>,
    /// When one last began or ended.
    since: Option<Instant>,
}

impl Stopwatch {
    /// The times of some work.
    pub fn time(&self, work: impl FnOnce()) -> Times {
        *self.running() = Running {
            since: Some(Instant::now()),
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
            .expect("a stopwatch that nobody has dropped while it was in use")
    }
}

impl Running {
    /// Puts the time since the last lap down to the innermost stage.
    fn lap(&mut self) {
        let now = Instant::now();
        if let Some(since) = self.since.replace(now) {
            *self.times.entry(self.open.last().copied()).or_default() += now - since;
        }
    }
}

/// Spans have the number of their stage: nobody asks which of its spans it is.
impl Subscriber for Stopwatch {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == TARGET
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let name = span.metadata().name();
        let at = Stage::ALL
            .iter()
            .position(|stage| stage.name() == name)
            .expect("a stage");
        Id::from_u64(at as u64 + 1)
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
