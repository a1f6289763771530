//! What a task has started ends with it, however it ends.
#![cfg(unix)]

use std::io::Read as _;
use std::process::{Child, Command, Stdio};

/// A command on the leash, whose output ends when all of its processes have ended.
fn leashed(command: &[&str]) -> Child {
    let mut leash = Command::new(env!("CARGO_BIN_EXE_xtask"));
    leash.args(["leash", "--"]).args(command).stdin(Stdio::piped()).stdout(Stdio::piped());
    leash.spawn().expect("it can be started")
}

#[test]
fn a_command_ends_when_nobody_holds_its_input() {
    let mut leash = leashed(&["sh", "-c", "echo started; exec sleep 600"]);
    let mut output = leash.stdout.take().expect("a pipe");
    let mut started = [0; 8];
    output.read_exact(&mut started).expect("it says that it runs");
    assert_eq!(&started, b"started\n");

    drop(leash.stdin.take());
    let mut rest = String::new();
    output.read_to_string(&mut rest).expect("the output ends");
    assert!(!leash.wait().expect("it ends").success());
}

#[test]
fn a_command_that_ends_by_itself_gives_its_code() {
    let mut leash = leashed(&["sh", "-c", "exit 7"]);
    // Waiting would close it, and so end the command.
    let input = leash.stdin.take();
    assert_eq!(leash.wait().expect("it ends").code(), Some(7));
    drop(input);
}
