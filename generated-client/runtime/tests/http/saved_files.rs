//! Bodies that are saved: a file is whole, or as it was before.

use std::{convert::Infallible, path::PathBuf, time::Duration};

use client_runtime::http::{AnyError, Download, ErrorKind};

use crate::{
    pieces::{Pieces, Step},
    support::GET,
};

/// A folder for temporary files, gone at the end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("client-runtime-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder");
        Self(path)
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<_> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort_unstable();
        names
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.0.join(name)).expect("a file")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

async fn download(steps: &[Step]) -> Download {
    let script = Pieces::new([(200, "image/png", steps.to_vec())]);
    script.client().call(&GET).download::<Infallible>().send().await.expect("a body")
}

async fn save(steps: &[Step], to: PathBuf) -> Result<u64, AnyError> {
    download(steps).await.save_to(to).await
}

#[tokio::test]
async fn files_appear_whole_or_not_at_all() {
    let folder = Folder::new("saved");
    let path = folder.0.join("a.png");
    let broken = [Step::Piece("new"), Step::Break];
    assert_eq!(save(&broken, path.clone()).await.expect_err("it broke off").kind(), ErrorKind::Transport);
    assert_eq!(folder.names(), Vec::<String>::new());
    assert_eq!(save(&[Step::Piece("ab"), Step::Piece("c")], path.clone()).await.ok(), Some(3));
    assert_eq!((folder.names(), folder.read("a.png")), (vec!["a.png".to_owned()], "abc".to_owned()));
    // What was there before is there until the next is whole.
    assert!(save(&broken, path.clone()).await.is_err());
    assert_eq!((folder.names(), folder.read("a.png")), (vec!["a.png".to_owned()], "abc".to_owned()));
    assert_eq!(save(&[Step::Piece("d")], path).await.ok(), Some(1));
    assert_eq!((folder.names(), folder.read("a.png")), (vec!["a.png".to_owned()], "d".to_owned()));
    let nowhere = save(&[Step::Piece("a")], folder.0.join("none/a")).await;
    assert_eq!(nowhere.expect_err("there is no such folder").kind(), ErrorKind::File);
}

#[tokio::test]
async fn a_save_that_is_given_up_leaves_nothing() {
    let folder = Folder::new("given-up");
    let path = folder.0.join("a.png");
    std::fs::write(&path, "before").expect("written");
    let slow = download(&[Step::Piece("a"), Step::Pause(Duration::from_secs(20)), Step::Piece("b")]).await;
    let given_up = tokio::time::timeout(Duration::from_millis(50), slow.save_to(&path)).await;
    assert!(given_up.is_err());
    assert_eq!((folder.names(), folder.read("a.png")), (vec!["a.png".to_owned()], "before".to_owned()));
}

#[cfg(unix)]
#[tokio::test]
async fn links_rights_and_pipes_stay_what_they_are() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};

    let folder = Folder::new("links");
    let (path, link, pipe) = (folder.0.join("a"), folder.0.join("link"), folder.0.join("pipe"));
    std::fs::write(&path, "before").expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).expect("changed");
    symlink(&path, &link).expect("a link");
    assert_eq!(save(&[Step::Piece("ab")], link.clone()).await.ok(), Some(2));
    assert!(link.is_symlink());
    assert_eq!(folder.read("a"), "ab");
    assert_eq!(path.metadata().expect("there").permissions().mode() & 0o777, 0o600);

    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o400)).expect("changed");
    let refused = save(&[Step::Piece("cd")], path.clone()).await.expect_err("it must not be written");
    assert_eq!((refused.kind(), folder.read("a").as_str()), (ErrorKind::File, "ab"));

    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("it runs").success());
    let from = pipe.clone();
    let reader = std::thread::spawn(move || std::fs::read_to_string(from).expect("a pipe"));
    assert_eq!(save(&[Step::Piece("ab"), Step::Piece("c")], pipe.clone()).await.ok(), Some(3));
    assert_eq!(reader.join().expect("no panic"), "abc");
    assert!(pipe.metadata().expect("there").file_type().is_fifo());
}
