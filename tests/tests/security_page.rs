//! `SECURITY.md` and `FAULTS.md` say which tests hold each rule: every one of them must be there.

use std::collections::BTreeSet;

use tests::flagship;

#[test]
fn every_rule_has_tests_and_every_test_is_there() {
    let known = tests_of_the_repository();
    assert!(named_tests("SECURITY.md", &known) > 50);
    assert!(named_tests("generated-client/FAULTS.md", &known) > 5);
}

/// How many tests a page names.
fn named_tests(page: &str, known: &BTreeSet<String>) -> usize {
    let text = flagship::read(page);
    let mut named = 0;
    for row in rows(&text) {
        let tests = row.rsplit(" | ").next().unwrap_or_default().trim_end_matches(" |");
        assert!(!tests.is_empty(), "no test holds this rule: {row}");
        for name in tests.split(", ") {
            let name = name.strip_prefix('`').and_then(|name| name.strip_suffix('`'));
            let name = name.unwrap_or_else(|| panic!("`{tests}` is no list of tests in backticks"));
            assert!(known.contains(name), "{page} names a test that is not there: `{name}`");
            named += 1;
        }
    }
    named
}

/// The rows of all tables of rules, without their heads.
fn rows(page: &str) -> impl Iterator<Item = &str> {
    let mut is_rules = false;
    page.lines().filter(move |line| {
        let is_head = line.starts_with("| rule |");
        is_rules = line.starts_with('|') && (is_rules || is_head);
        is_rules && !is_head && !line.starts_with("|---")
    })
}

/// The name of each function behind a line that makes it a test.
fn tests_of_the_repository() -> BTreeSet<String> {
    let folders = ["generator/src", "generator/tests", "generated-client/runtime", "tests", "xtask/src"];
    let mut names = BTreeSet::new();
    for path in folders.iter().flat_map(|folder| flagship::files(folder, ".rs")) {
        let text =
            std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut marked = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[test]") || line.starts_with("#[tokio::test") {
                marked = true;
            } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| marked) {
                names.insert(rest.split('(').next().unwrap_or_default().to_owned());
                marked = false;
            }
        }
    }
    names
}
