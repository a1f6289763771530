//! The running program: it is given one call after the other and says how each went.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result};

use super::calls::Call;
use super::judge::{Answer, Outcome};

/// The program of a document, and the server that it talks to.
pub(super) struct Caller {
    program: PathBuf,
    base: String,
    running: Option<Running>,
}

struct Running {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Caller {
    /// A program that is started by its first call.
    pub(super) fn new(program: PathBuf, base: String) -> Self {
        Self { program, base, running: None }
    }

    /// Makes one call. A program that ends over it is started again by the next one.
    ///
    /// # Errors
    ///
    /// The program cannot be started, or answers something else than it should.
    pub(super) fn call(&mut self, call: &Call) -> Result<Answer> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => self.start()?,
        };
        let mut line = serde_json::to_string(call)?;
        line.push('\n');
        let sent = running.input.write_all(line.as_bytes()).and_then(|()| running.input.flush());
        let mut answer = String::new();
        if sent.is_err() || running.output.read_line(&mut answer)? == 0 {
            running.child.wait()?;
            return Ok(Answer { violations: None, outcome: Outcome::Nothing });
        }
        self.running = Some(running);
        serde_json::from_str(&answer).with_context(|| format!("not an answer: {answer}"))
    }

    fn start(&self) -> Result<Running> {
        let mut child = Command::new(&self.program)
            .arg(&self.base)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot start {}", self.program.display()))?;
        let input = child.stdin.take().context("the program has an input")?;
        let output = BufReader::new(child.stdout.take().context("the program has an output")?);
        Ok(Running { child, input, output })
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        if let Some(Running { mut child, input, .. }) = self.running.take() {
            // The end of its input ends the program.
            drop(input);
            let _ = child.wait();
        }
    }
}
