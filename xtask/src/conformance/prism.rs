//! The server: Prism, which answers for a document and checks every request against it.
//!
//! In: a command, or nothing. Out: a running server, which is stopped when it is dropped, and when the task is killed. Without
//! a command the package is installed below `target/` by npm, once; where node or npm are missing, or the package cannot be
//! had, there is no server and a reason for that.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::leash;

/// The package and the version that the list of false alarms was made with.
const PACKAGE: &str = "@stoplight/prism-cli";
const VERSION: &str = "5.14.2";

/// How long a server may take to read its document.
const START: Duration = Duration::from_secs(300);

/// How to start a server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Prism {
    program: PathBuf,
    arguments: Vec<String>,
}

/// A command, or why there is none.
pub(super) enum Found {
    Prism(Prism),
    Missing(String),
}

/// Takes the command, or finds or installs the package below `scratch`.
///
/// # Errors
///
/// The command is empty, or a folder cannot be made.
pub(super) fn find(command: Option<&str>, scratch: &Path) -> Result<Found> {
    if let Some(command) = command {
        let mut words = command.split_whitespace().map(str::to_owned);
        let program = words.next().context("the command is empty")?;
        return Ok(Found::Prism(Prism { program: program.into(), arguments: words.collect() }));
    }
    for tool in ["node", "npm"] {
        if !runs(Command::new(tool).arg("--version")) {
            return Ok(Found::Missing(format!("{tool} is missing")));
        }
    }
    let folder = scratch.join("prism");
    let package = folder.join("node_modules").join(PACKAGE);
    if installed(&package).as_deref() != Some(VERSION) {
        std::fs::create_dir_all(&folder)?;
        println!("installing {PACKAGE} {VERSION} below {}", folder.display());
        let mut npm = Command::new("npm");
        npm.args(["install", "--no-audit", "--no-fund", "--prefix"]).arg(&folder);
        npm.arg(format!("{PACKAGE}@{VERSION}"));
        if !runs(&mut npm) || installed(&package).as_deref() != Some(VERSION) {
            return Ok(Found::Missing(format!("npm cannot install {PACKAGE} {VERSION}")));
        }
    }
    let start = package.join("dist/index.js").display().to_string();
    Ok(Found::Prism(Prism { program: "node".into(), arguments: vec![start] }))
}

fn runs(command: &mut Command) -> bool {
    let quiet = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// The version of a package that is there.
fn installed(package: &Path) -> Option<String> {
    let text = std::fs::read_to_string(package.join("package.json")).ok()?;
    let manifest: serde_json::Value = serde_json::from_str(&text).ok()?;
    manifest["version"].as_str().map(str::to_owned)
}

/// A running server.
pub(super) struct Server {
    child: Child,
    port: u16,
}

impl Prism {
    /// Starts a server for a document and waits until it listens. It ends with `xtask`, which is this program. What it says
    /// goes to `log`.
    ///
    /// # Errors
    ///
    /// It cannot be started, ends, or takes too long.
    pub(super) fn start(&self, xtask: &Path, document: &Path, log: &Path) -> Result<Server> {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
        let output = File::create(log).with_context(|| format!("cannot write {}", log.display()))?;
        let child = leash::command(xtask, &self.program, &self.arguments)
            .args(["mock", "-h", "127.0.0.1", "-p", &port.to_string()])
            .args(["--errors", "-d", "--seed", "42", "--cors=false", "-v", "error"])
            .arg(document)
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .context("cannot start this program")?;
        let mut server = Server { child, port };
        let begin = Instant::now();
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            if let Some(status) = server.child.try_wait()? {
                bail!("Prism ended with {status}; see {}", log.display());
            }
            if begin.elapsed() > START {
                bail!("Prism does not listen after {} s; see {}", START.as_secs(), log.display());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(server)
    }
}

impl Server {
    /// Its address.
    pub(super) fn base(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The end of its input ends it; nothing more can be done about one that does not end.
        drop(self.child.stdin.take());
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Found, Prism, find, installed};

    #[test]
    fn a_command_is_split_into_words() {
        let Ok(Found::Prism(found)) = find(Some("npx prism"), Path::new("/nowhere")) else {
            panic!("a command")
        };
        assert_eq!(found, Prism { program: "npx".into(), arguments: vec!["prism".to_owned()] });
        assert!(find(Some(" "), Path::new("/nowhere")).is_err());
    }

    #[test]
    fn what_is_installed_names_its_version() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(installed(folder.path()), None);
        std::fs::write(folder.path().join("package.json"), r#"{"version": "1.2.3"}"#).expect("written");
        assert_eq!(installed(folder.path()).as_deref(), Some("1.2.3"));
    }

    #[cfg(unix)]
    #[test]
    fn a_server_that_ends_is_told() {
        // `false` stands in for this program, too: the tests have another one.
        let prism = Prism { program: "false".into(), arguments: Vec::new() };
        let folder = tempfile::tempdir().expect("a folder");
        let started = prism.start(Path::new("false"), Path::new("a.yaml"), &folder.path().join("log"));
        let error = started.err().expect("an error");
        assert!(error.to_string().starts_with("Prism ended with"), "{error}");
    }
}
