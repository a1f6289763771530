//! What the compiler says to those who use the generated client wrongly.
//!
//! Each file in `cases` has the mistakes of one kind, and beside it stands what the compiler says to them: it has to point
//! at the mistake and say what to do. What it says where types and traits of the runtime are concerned is for us to word
//! (`#[diagnostic::on_unimplemented]`, `#[must_use]`); the rest is here so that a change of a signature cannot make it
//! worse unseen.
//!
//! The words are those of one compiler. With others the test is skipped and says so; `TRYBUILD=overwrite cargo test -p misuse`
//! writes them anew when [`COMPILER`] goes up.

use std::io::Write as _;
use std::process::Command;

/// The compiler whose words are recorded.
const COMPILER: &str = "rustc 1.95.";

#[test]
fn the_compiler_points_at_the_mistake() {
    let version = version();
    if !version.starts_with(COMPILER) {
        // Past the capture of the test harness: whoever raises the version of the compiler should see it.
        let line = format!("skipped: the messages are those of {COMPILER}x, and this is {version}");
        writeln!(std::io::stderr(), "{line}").expect("standard error is there");
        return;
    }
    trybuild::TestCases::new().compile_fail("cases/*.rs");
}

/// What the compiler says that it is.
fn version() -> String {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler).arg("--version").output().expect("the compiler can be started");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
