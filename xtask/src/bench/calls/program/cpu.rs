//! The CPU time of this process, in user mode and in the system together.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use crate::Result;

/// CPU time that this process has used so far, in nanoseconds; the system counts in microseconds.
pub fn used() -> Result<f64> {
    let usage = getrusage(UsageWho::RUSAGE_SELF)?;
    let microseconds = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    Ok(f64::from(u32::try_from(microseconds)?) * 1000.0)
}
