//! Documents in several files on a disk that may be hostile: what is read, what never is, and what is said.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A folder `api` with a document whose schema `A` is this reference; a secret stands beside the folder.
fn folder(reference: &str) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    fs::create_dir_all(folder.path().join("api/schemas")).expect("the folder is writable");
    fs::write(folder.path().join("secret.yaml"), "s3cret: {type: object}\n").expect("the folder is writable");
    fs::write(folder.path().join("api/api.yaml"), document(reference)).expect("the folder is writable");
    folder
}

fn document(reference: &str) -> String {
    let text = "openapi: 3.0.3
info: {title: T, version: '1'}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200':
          description: ok
          content: {application/json: {schema: {$ref: REFERENCE}}}
";
    text.replace("REFERENCE", &serde_json::to_string(reference).expect("text can be JSON"))
}

fn generate(folder: &Path, more: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_generator"))
        .args(["generate", "api/api.yaml", "--out", "out"])
        .args(more)
        .current_dir(folder)
        .output()
        .expect("the binary was built")
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[track_caller]
fn is_refused(folder: &TempDir, code: &str, words: &str) {
    let output = generate(folder.path(), &[]);
    let said = err(&output);
    assert_eq!(output.status.code(), Some(1), "{said}");
    for expected in [&format!("error[{code}]"), "api/api.yaml:10:55", words] {
        assert!(said.contains(expected), "`{expected}` in:\n{said}");
    }
    assert!(!said.contains("s3cret"), "no content of other files: {said}");
    assert!(!folder.path().join("out").exists(), "errors write nothing");
}

#[test]
fn ways_out_of_the_folder_lead_nowhere() {
    for reference in [
        "../secret.yaml",
        "schemas/../../secret.yaml",
        "%2e%2e/secret.yaml",
        "/etc/passwd",
        "file:///etc/passwd",
        "C:/secret.yaml",
    ] {
        is_refused(&folder(reference), "OA0107", reference);
    }
}

#[test]
fn names_that_some_system_takes_for_something_else_are_refused() {
    for (reference, words) in [
        ("CON", "names a device"),
        ("schemas/nul.yaml", "names a device"),
        ("C:\\secret.yaml", "backslash"),
        ("a%00.yaml", "no file name"),
        ("a\u{0}.yaml", "control character"),
        ("gopher://example.com/a", "not supported"),
    ] {
        is_refused(&folder(reference), "OA0103", words);
    }
}

#[test]
fn only_regular_files_of_a_fair_size_are_read() {
    let directory = folder("schemas");
    is_refused(&directory, "OA0106", "it is a folder");
    let sparse = folder("large.yaml");
    let large = fs::File::create(sparse.path().join("api/large.yaml")).expect("the folder is writable");
    large.set_len(1 << 30).expect("a sparse file");
    is_refused(&sparse, "OA0004", "`api/large.yaml` is too large; the limit `file-bytes` is 268435456");
    let missing = folder("shemas/Pet.yaml");
    is_refused(&missing, "OA0106", "there is no file `api/shemas/Pet.yaml`");
}

#[cfg(unix)]
#[test]
fn links_and_pipes_are_no_way_out() {
    use std::os::unix::fs::symlink;

    let link = folder("link.yaml");
    symlink("../secret.yaml", link.path().join("api/link.yaml")).expect("a link");
    is_refused(&link, "OA0107", "leads out of the document's folder");
    let up = folder("up/secret.yaml");
    symlink("..", up.path().join("api/up")).expect("a link");
    is_refused(&up, "OA0107", "leads out of the document's folder");
    let pipe = folder("pipe.yaml");
    let made = Command::new("mkfifo").arg(pipe.path().join("api/pipe.yaml")).status();
    if made.is_ok_and(|status| status.success()) {
        is_refused(&pipe, "OA0106", "not a regular file");
    }
}

#[test]
fn a_wider_folder_must_be_named() {
    let folder = folder("../secret.yaml#/s3cret");
    let output = generate(folder.path(), &["--document-root", "."]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(folder.path().join("out/models/src/s3cret.rs").is_file());
    let elsewhere = generate(folder.path(), &["--document-root", "api/schemas"]);
    assert_eq!(elsewhere.status.code(), Some(2), "{}", err(&elsewhere));
}

#[test]
fn faults_in_other_files_are_shown_there() {
    let folder = folder("schemas/Pet.yaml");
    fs::write(folder.path().join("api/schemas/Pet.yaml"), "type: object\nproperties:\n  a: {type: strnig}\n")
        .expect("the folder is writable");
    let said = err(&generate(folder.path(), &[]));
    assert!(said.contains("api/schemas/Pet.yaml:3:13"), "{said}");
    fs::write(folder.path().join("api/schemas/Pet.yaml"), "type: [object\n").expect("the folder is writable");
    let said = err(&generate(folder.path(), &[]));
    assert!(said.contains("error[OA0001]") && said.contains("api/schemas/Pet.yaml:"), "{said}");
    assert!(said.contains("the file is referred to here") && said.contains("api/api.yaml:10:55"), "{said}");
}

/// Serves each text once, and gives the address.
fn server(texts: Vec<&'static str>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let port = listener.local_addr().expect("bound").port();
    std::thread::spawn(move || {
        for text in texts {
            let Ok((mut stream, _)) = listener.accept() else { return };
            let lines = BufReader::new(&stream).lines().map_while(Result::ok);
            lines.take_while(|line| !line.is_empty()).for_each(drop);
            let length = text.len();
            let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n");
            stream.write_all(format!("{head}{text}").as_bytes()).expect("the client reads");
        }
    });
    format!("http://127.0.0.1:{port}/schemas/Remote.yaml")
}

#[test]
fn other_hosts_are_asked_once_when_that_is_allowed() {
    let folder = folder(&server(vec!["type: object\nproperties: {a: {type: string}}\n"]));
    is_refused(&folder, "OA0108", "--allow-remote");
    let allowed = generate(folder.path(), &["--allow-remote"]);
    assert_eq!(allowed.status.code(), Some(0), "{}", err(&allowed));
    assert!(folder.path().join("out/models/src/remote.rs").is_file());
    assert!(folder.path().join("api/api.yaml.remote/lock.toml").is_file());
    // The server is gone; what was recorded is enough, without the option.
    let offline = generate(folder.path(), &["--check"]);
    assert_eq!(offline.status.code(), Some(0), "{}", err(&offline));
}

#[test]
fn what_another_host_serves_must_stay_the_same() {
    let folder = folder(&server(vec!["type: object\n", "type: string\n"]));
    let first = generate(folder.path(), &["--allow-remote"]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    let recorded = folder.path().join("api/api.yaml.remote");
    for entry in fs::read_dir(&recorded).expect("it was written").flatten() {
        if entry.file_name() != "lock.toml" {
            fs::remove_file(entry.path()).expect("the folder is writable");
        }
    }
    let changed = generate(folder.path(), &["--allow-remote"]);
    assert_eq!(changed.status.code(), Some(1), "{}", err(&changed));
    assert!(err(&changed).contains("error[OA0109]"), "{}", err(&changed));
}
