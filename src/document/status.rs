//! What a word for a status means.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a word for a status means, such as `overdue`. Each level has a sign of its own.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum StatusLevel {
    /// It is finished.
    Done,
    /// It will be finished in time.
    OnTrack,
    /// It may be late.
    AtRisk,
    /// It is late.
    Late,
    /// It has begun, or waits to be decided. Nothing is said about its date.
    Open,
    /// It cannot go on for now.
    Blocked,
    /// It will not be done.
    Cancelled,
    /// Work on it has not begun.
    NotStarted,
}

/// A value for each level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PerStatus<T> {
    /// Finished.
    pub done: T,
    /// In time.
    pub on_track: T,
    /// Perhaps late.
    pub at_risk: T,
    /// Late.
    pub late: T,
    /// Begun, or to be decided.
    pub open: T,
    /// Unable to go on.
    pub blocked: T,
    /// Given up.
    pub cancelled: T,
    /// Not begun.
    pub not_started: T,
}

impl<T> PerStatus<T> {
    /// The value for a level.
    #[must_use]
    pub const fn get(&self, level: StatusLevel) -> &T {
        match level {
            StatusLevel::Done => &self.done,
            StatusLevel::OnTrack => &self.on_track,
            StatusLevel::AtRisk => &self.at_risk,
            StatusLevel::Late => &self.late,
            StatusLevel::Open => &self.open,
            StatusLevel::Blocked => &self.blocked,
            StatusLevel::Cancelled => &self.cancelled,
            StatusLevel::NotStarted => &self.not_started,
        }
    }

    /// The same for another value of each level.
    #[must_use]
    pub(crate) fn map<U>(self, map: impl Fn(T) -> U) -> PerStatus<U> {
        PerStatus {
            done: map(self.done),
            on_track: map(self.on_track),
            at_risk: map(self.at_risk),
            late: map(self.late),
            open: map(self.open),
            blocked: map(self.blocked),
            cancelled: map(self.cancelled),
            not_started: map(self.not_started),
        }
    }
}

impl StatusLevel {
    /// Every level.
    pub const ALL: [Self; 8] = [
        Self::Done,
        Self::OnTrack,
        Self::AtRisk,
        Self::Late,
        Self::Open,
        Self::Blocked,
        Self::Cancelled,
        Self::NotStarted,
    ];

    /// Its name in themes, style sheets and the model.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::OnTrack => "on-track",
            Self::AtRisk => "at-risk",
            Self::Late => "late",
            Self::Open => "open",
            Self::Blocked => "blocked",
            Self::Cancelled => "cancelled",
            Self::NotStarted => "not-started",
        }
    }

    /// Whether a label lists words for a status.
    pub(super) fn is_words_label(name: &str) -> bool {
        Self::ALL.iter().any(|level| level.words_label() == name)
    }

    /// The name of the label that lists its words in a language.
    #[must_use]
    pub const fn words_label(self) -> &'static str {
        match self {
            Self::Done => "status-done",
            Self::OnTrack => "status-on-track",
            Self::AtRisk => "status-at-risk",
            Self::Late => "status-late",
            Self::Open => "status-open",
            Self::Blocked => "status-blocked",
            Self::Cancelled => "status-cancelled",
            Self::NotStarted => "status-not-started",
        }
    }
}
