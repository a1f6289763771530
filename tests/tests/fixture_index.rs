//! `tests/fixtures/README.md` says what each fixture shows and where each known failure is shown: the list of fixtures is
//! made from their first lines, and whatever the page links is there.
//!
//! `INSTA_UPDATE=always` writes the list anew, as it does with snapshots.

use std::fmt::Write as _;
use std::fs;

use tests::fixture::Fixture;
use tests::flagship;

const PAGE: &str = "tests/fixtures/README.md";
const BEGIN: &str = "<!-- The list below is written by tests/tests/fixture_index.rs. -->\n";

#[test]
fn the_list_is_up_to_date_and_whatever_the_page_links_is_there() {
    let page = flagship::read(PAGE);
    let (head, list) = page.split_once(BEGIN).expect("the page says where the list begins");
    let expected = list_of_fixtures();
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        fs::write(flagship::root().join(PAGE), format!("{head}{BEGIN}{expected}"))
            .expect("the page can be written");
    } else {
        assert_eq!(list, expected, "set INSTA_UPDATE=always to write it");
    }
    let links = check_links(head) + check_links(&expected);
    assert!(links > 100, "{links} links");
}

/// Follows every `[text](path)`, and counts them. Where the text is code, it is the name of a test in that file.
fn check_links(page: &str) -> usize {
    let links = page.match_indices("](").map(|(at, bracket)| (&page[..at], &page[at + bracket.len()..]));
    links
        .map(|(before, behind)| {
            let path = behind.split(')').next().unwrap_or_default();
            let file = fs::read_to_string(flagship::root().join("tests/fixtures").join(path))
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            let text = before.rsplit('[').next().unwrap_or_default();
            if let Some(name) = text.strip_prefix('`').and_then(|text| text.strip_suffix('`')) {
                assert!(file.contains(&format!("fn {name}(")), "{path} has no test `{name}`");
            }
        })
        .count()
}

/// A table for each area, a row for each fixture.
fn list_of_fixtures() -> String {
    let mut list = String::new();
    let mut current = String::new();
    for fixture in Fixture::all() {
        let (area, behaviour) = fixture.name.split_once('/').expect("a fixture stands in an area");
        if current != area {
            area.clone_into(&mut current);
            write!(list, "\n## {area}\n\n| fixture | look at | runs | reports |\n|---|---|---|---|\n")
                .expect("writing to a string never fails");
        }
        let runs = if fixture.behaviour_tests().is_file() {
            format!("[yes]({}.rs)", fixture.name)
        } else {
            String::new()
        };
        let look_at = fixture.look_at().replace('|', "\\|");
        let reports = fixture.reports().join(" ");
        writeln!(list, "| [{behaviour}]({}.yaml) | {look_at} | {runs} | {reports} |", fixture.name)
            .expect("writing to a string never fails");
    }
    list
}
