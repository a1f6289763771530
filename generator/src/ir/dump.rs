//! Stable text form of the IR, for `generator inspect` and for snapshots.

use super::Api;

/// Renders the IR as indented text. The same IR gives the same text; no id or address shows.
pub fn dump(api: &Api) -> String {
    format!("{api:#?}\n")
}
