//! What each fixture means (IR), what is printed for it (the files that its header names), and what is reported on it.
//!
//! Read a snapshot before you accept it: `cargo insta review`, or set `INSTA_UPDATE=always` and read the diff.
//! `FIXTURE=<behaviour> cargo test -p tests --test fixture_snapshots` looks at one fixture alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::panic::catch_unwind;

use tests::fixture::Fixture;
use tests::flagship;

/// One test for all, so that a new fixture is a new file and nothing else. Each one that differs prints its difference.
#[test]
fn every_fixture_gives_what_its_snapshots_show() {
    let only = std::env::var("FIXTURE").ok();
    let mut fixtures = Fixture::all();
    fixtures.retain(|fixture| only.as_deref().is_none_or(|only| only == fixture.behaviour()));
    assert!(!fixtures.is_empty(), "no fixture is called {only:?}");
    let differing: Vec<_> = fixtures
        .iter()
        .filter(|fixture| catch_unwind(|| snapshot(fixture)).is_err())
        .map(|fixture| &fixture.name)
        .collect();
    assert!(differing.is_empty(), "{} fixtures differ, as shown above: {differing:#?}", differing.len());
}

#[test]
fn every_snapshot_belongs_to_a_fixture() {
    let fixtures: BTreeSet<_> = Fixture::all().into_iter().map(|fixture| fixture.name).collect();
    let snapshots = flagship::root().join("tests/snapshots");
    let left: Vec<_> = flagship::files("tests/snapshots", ".snap")
        .into_iter()
        .filter(|path| {
            let folder = path.parent().and_then(|folder| folder.strip_prefix(&snapshots).ok());
            let name = folder.map(|folder| folder.to_string_lossy().replace('\\', "/")).unwrap_or_default();
            // Those of the seed pages are looked at elsewhere.
            name != "seeds" && !fixtures.contains(&name)
        })
        .collect();
    assert!(left.is_empty(), "snapshots of fixtures that are gone: {left:#?}");
}

fn snapshot(fixture: &Fixture) {
    let name = &fixture.name;
    let generated = fixture.generate();
    assert_eq!(generated.codes, fixture.reports(), "{name}:\n{}", generated.diagnostics);
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(fixture.look_at());
    settings.set_snapshot_path(format!("../snapshots/{name}"));
    settings.bind(|| {
        insta::assert_snapshot!("ir", generated.representation);
        if !generated.codes.is_empty() {
            insta::assert_snapshot!("diagnostics", generated.diagnostics);
        }
        let mut files = String::new();
        for path in fixture.shown_files() {
            let text = generated.file(path);
            writeln!(files, "==> {path} <==\n{}\n", text.trim_end())
                .expect("writing to a string never fails");
        }
        // Where the repository lies does not matter.
        let root = flagship::root().to_string_lossy().replace('\\', "/");
        insta::assert_snapshot!("output", files.replace(&root, "REPOSITORY"));
    });
}
