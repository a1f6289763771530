//! How far an upload or a download has come.

use std::{fmt, sync::Arc};

/// What has been transferred of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Bytes so far.
    pub transferred: u64,
    /// Bytes of the whole body, where that is known.
    pub total: Option<u64>,
}

/// Who is told.
pub(crate) type Report = Arc<dyn Fn(Progress) + Send + Sync>;

/// Counts the bytes of one body and tells about them.
#[derive(Clone, Default)]
pub(crate) struct Meter {
    transferred: u64,
    total: Option<u64>,
    report: Option<Report>,
}

impl Meter {
    /// A meter of a body with this length.
    pub(crate) fn of(total: Option<u64>) -> Self {
        Self { total, ..Self::default() }
    }

    /// Who is told about each piece.
    pub(crate) fn report_to(&mut self, report: impl Fn(Progress) + Send + Sync + 'static) {
        self.report = Some(Arc::new(report));
    }

    /// A piece was transferred.
    pub(crate) fn count(&mut self, bytes: usize) {
        self.transferred = self.transferred.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX));
        if let Some(report) = &self.report {
            report(Progress { transferred: self.transferred, total: self.total });
        }
    }

    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn transferred(&self) -> u64 {
        self.transferred
    }

    pub(crate) fn with_report(mut self, report: Option<Report>) -> Self {
        self.report = report;
        self
    }
}

impl fmt::Debug for Meter {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Meter({} of {:?})", self.transferred, self.total)
    }
}
