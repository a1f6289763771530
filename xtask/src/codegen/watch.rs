//! `cargo xtask codegen --watch`: generates again whenever a document is saved.
//!
//! A burst of events (editors save in several steps) is one change. A document that is broken for a while is
//! reported and waited for. Ctrl-C ends the watch between two runs, never in the middle of writing.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use anyhow::{Context as _, Result};
use notify::{EventKind, RecursiveMode, Watcher as _};

use crate::specs::{Registry, folder};

/// How long it must be quiet before a change counts as complete.
const QUIET: Duration = Duration::from_millis(150);

/// What wakes the watch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Signal {
    /// A file below `specs/`, or one that documents may refer to, was written, created, renamed or deleted.
    Changed,
    /// The user asked to end.
    Stop,
}

/// Runs `generate` now and after every change, until Ctrl-C.
///
/// # Errors
///
/// The folder cannot be watched. Failures of `generate` are printed and survived.
pub(super) fn run(root: &Path, generate: &mut dyn FnMut() -> Result<()>) -> Result<ExitCode> {
    let (sender, receiver) = channel();
    let stop = sender.clone();
    // A send fails only when the watch has ended already; then there is nobody left to tell.
    ctrlc::set_handler(move || {
        let _ = stop.send(Signal::Stop);
    })
    .context("cannot listen for Ctrl-C")?;
    let mut watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
        if event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_))) {
            let _ = sender.send(Signal::Changed);
        }
    })?;
    let specs = folder(root);
    watcher
        .watch(&specs, RecursiveMode::Recursive)
        .with_context(|| format!("cannot watch {}", specs.display()))?;
    for shared in shared_folders(root) {
        // A folder that is not there is reported by the run.
        let _ = watcher.watch(&shared, RecursiveMode::Recursive);
    }

    let mut signal = Signal::Changed;
    while signal == Signal::Changed {
        if let Err(error) = generate() {
            eprintln!("error: {error:#}");
        }
        println!("waiting for changes below specs/; Ctrl-C ends");
        signal = next(&receiver);
    }
    println!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// Folders outside of `specs/` that documents may refer to, as the registry is when the watch begins.
fn shared_folders(root: &Path) -> Vec<PathBuf> {
    let specs = folder(root);
    let apis = Registry::load(root).map(|registry| registry.apis).unwrap_or_default();
    let folders = apis.iter().filter_map(|api| specs.join(api.document_root.as_ref()?).canonicalize().ok());
    // The repository holds what is generated and built: watching it would never end.
    let whole = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    folders.filter(|shared| !shared.starts_with(&specs) && !whole.starts_with(shared)).collect()
}

/// Waits for the next change and for the quiet after it. A stop wins over changes.
fn next(receiver: &Receiver<Signal>) -> Signal {
    let mut latest = receiver.recv();
    while latest == Ok(Signal::Changed) {
        match receiver.recv_timeout(QUIET) {
            Ok(signal) => latest = Ok(signal),
            Err(RecvTimeoutError::Timeout) => return Signal::Changed,
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    Signal::Stop
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::{Signal, next};

    #[test]
    fn a_burst_is_one_change() {
        let (sender, receiver) = channel();
        for _ in 0..5 {
            sender.send(Signal::Changed).expect("the receiver lives");
        }
        assert_eq!(next(&receiver), Signal::Changed);
        assert!(receiver.try_recv().is_err());
    }

    #[test]
    fn a_stop_wins_over_changes() {
        let (sender, receiver) = channel();
        sender.send(Signal::Changed).expect("the receiver lives");
        sender.send(Signal::Stop).expect("the receiver lives");
        assert_eq!(next(&receiver), Signal::Stop);
    }

    #[test]
    fn a_watcher_that_is_gone_ends_the_watch() {
        let (sender, receiver) = channel();
        drop(sender);
        assert_eq!(next(&receiver), Signal::Stop);
    }
}
