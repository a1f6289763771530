//! Tables of examples: JSON files that tests read, one entry per type or operation.
//!
//! In: the entries. Out: the text, with one entry per line, or with as many as it takes to keep the file short.

use serde_json::Value;

use super::Input;

/// A file has about so many lines at most. What is longer has several entries on each line.
const MOST_LINES: usize = 1400;

/// The file. Entries come in name order, so that the order of the document does not matter.
pub(super) fn table(input: Input<'_>, entries: Vec<(String, Value)>) -> String {
    let rows = entries.into_iter().map(|(name, example)| format!("{}: {example}", Value::from(name)));
    text(&input.notice(), rows.collect())
}

fn text(notice: &str, mut rows: Vec<String>) -> String {
    rows.sort_unstable();
    let on_a_line = rows.len().div_ceil(MOST_LINES).max(1);
    let mut lines = vec![format!("\"//\": {}", Value::from(notice))];
    lines.extend(rows.chunks(on_a_line).map(|rows| rows.join(", ")));
    format!("{{\n{}\n}}\n", lines.join(",\n"))
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn entries_share_lines_where_there_are_too_many() {
        let rows = |count: usize| (0..count).rev().map(|index| format!("\"{index:05}\": {{}}")).collect();
        assert_eq!(text("n", rows(2)), "{\n\"//\": \"n\",\n\"00000\": {},\n\"00001\": {}\n}\n");
        let many = text("n", rows(11_000));
        assert!(many.lines().count() < 1500);
        let read: serde_json::Value = serde_json::from_str(&many).expect("it is JSON");
        assert_eq!(read.as_object().map(serde_json::Map::len), Some(11_001));
    }
}
