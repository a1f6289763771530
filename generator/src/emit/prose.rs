//! Prose of a document, made safe for rustdoc.
//!
//! In: CommonMark from anywhere. Out: CommonMark in which nothing runs, nothing is hidden and nothing makes
//! rustdoc or clippy complain: code blocks are marked as text, HTML and would-be links to Rust items are escaped,
//! bare addresses become links, invisible characters are spelled out. The text is read with the parser that
//! rustdoc uses, so both agree on what is a code block; where other readers see one more, all of the text becomes one.

mod readers;

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset};

/// How often the text is read again after edits; escaping one construct may uncover another.
const MAX_ROUNDS: usize = 6;

/// The same as rustdoc, apart from what only changes how text looks.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The lines of `text`, safe to stand in a doc comment. No blank lines at either end.
pub(crate) fn safe_lines(text: &str) -> Vec<String> {
    let mut text = plain_characters(text);
    for _ in 0..MAX_ROUNDS {
        let edits = edits(&text);
        if edits.is_empty() {
            let mut lines = lines(&text);
            lines.extend(missing_fence(&text));
            if readers::any_sees_code(&lines.join("\n")) {
                break;
            }
            return lines;
        }
        text = applied(&text, edits);
    }
    code_block("text", &text)
}

/// `text` in one line, safe to stand in a doc comment.
pub(crate) fn safe_line(text: &str) -> String {
    let joined = text.split_whitespace().collect::<Vec<_>>().join(" ");
    safe_lines(&joined).join(" ")
}

/// `text` as inline code: backticks inside do not end it.
pub(crate) fn inline_code(text: &str) -> String {
    let text = plain_characters(text).replace('\n', "␊");
    let longest = longest_run(&text);
    let fence = "`".repeat(longest + 1);
    if text.is_empty() {
        "(empty)".to_owned()
    } else if longest > 0 || text.trim() != text {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// `text` as a code block that is shown and never run, labelled `language`.
pub(crate) fn code_block(language: &str, text: &str) -> Vec<String> {
    let text = plain_characters(text);
    let fence = fence_for(&text);
    let mut block = vec![format!("{fence}{language}")];
    block.extend(text.lines().map(|line| line.trim_end().to_owned()));
    block.push(fence);
    block
}

fn lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = text.lines().map(|line| line.trim_end().to_owned()).collect();
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    let blank = lines.iter().take_while(|line| line.is_empty()).count();
    lines.drain(..blank);
    lines
}

/// One kind of line end, no tabs, no characters that cannot be seen or that reorder what is seen.
fn plain_characters(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut plain = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\t' => plain.push_str("    "),
            '\n' => plain.push('\n'),
            hidden if hidden.is_control() || is_invisible(hidden) => {
                plain.extend(hidden.escape_unicode().filter(|&escaped| escaped != '\\'));
            }
            other => plain.push(other),
        }
    }
    plain
}

/// Bidirectional controls (Unicode UAX 9), line separators, and other format characters without a shape.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
    )
}

type Edit = (Range<usize>, String);

/// What must change in `text`, by position.
fn edits(text: &str) -> Vec<Edit> {
    let mut edits: Vec<Edit> = Vec::new();
    // Depth of links, images and code blocks: what is inside is not prose.
    let mut inside = 0_usize;
    let events: TextMergeWithOffset<'_> = TextMergeWithOffset::new_ext(text, OPTIONS);
    for (event, range) in events {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                inside += 1;
                code_block_edits(text, &kind, range, &mut edits);
            }
            Event::Html(_) | Event::InlineHtml(_) => {
                edits.extend(
                    text[range.clone()]
                        .match_indices('<')
                        .map(|(at, _)| (range.start + at..range.start + at, "\\".to_owned())),
                );
            }
            Event::Start(Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. }) => {
                inside += 1;
                if !matches!(link_type, LinkType::Autolink | LinkType::Email) && !is_absolute(&dest_url) {
                    edits.push((escape_at(text, range.start, '['), "\\".to_owned()));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image | TagEnd::CodeBlock) => inside = inside.saturating_sub(1),
            Event::Text(_) if inside == 0 => text_edits(text, range, &mut edits),
            _ => {}
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    edits.dedup();
    edits
}

fn is_absolute(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

fn escape_at(text: &str, start: usize, character: char) -> Range<usize> {
    let at = text[start..].find(character).map_or(start, |offset| start + offset);
    at..at
}

fn code_block_edits(text: &str, kind: &CodeBlockKind<'_>, range: Range<usize>, edits: &mut Vec<Edit>) {
    match kind {
        CodeBlockKind::Fenced(info) if &**info == "text" => {}
        CodeBlockKind::Fenced(_) => {
            let opening = &text[range.clone()];
            let fence = opening.chars().next().unwrap_or('`');
            let marks = opening.chars().take_while(|&mark| mark == fence).count();
            let end = opening.find('\n').map_or(range.end, |end| range.start + end);
            edits.push((range.start + marks..end, "text".to_owned()));
        }
        CodeBlockKind::Indented => indented_edits(text, range, edits),
    }
}

/// A block at the start of its line gets fences, one behind a list or quote mark becomes a paragraph: either way
/// nothing is left that rustdoc would run.
fn indented_edits(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let line_start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let block = text[range.start..range.end].trim_end();
    let end = range.start + block.len();
    let mark = text[line_start..range.start].trim_end();
    if mark.is_empty() {
        let fence = fence_for(block);
        let code: Vec<_> =
            block.lines().map(|line| line.strip_prefix("    ").unwrap_or(line.trim_start())).collect();
        edits.push((line_start..end, format!("{fence}text\n{}\n{fence}", code.join("\n"))));
    } else {
        let quote = if mark.contains('>') { "> " } else { "" };
        let lines: Vec<_> = block.lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
        edits.push((line_start + mark.len()..end, format!(" {}", lines.join(&format!("\n{quote}")))));
    }
}

/// Backticks enough to enclose `text`.
fn fence_for(text: &str) -> String {
    "`".repeat(longest_run(text).max(2) + 1)
}

fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

/// The fence that is missing at the end of `text`, where a code block is left open.
fn missing_fence(text: &str) -> Option<String> {
    const PROBE: &str = "\n\nprobe";
    let probed = format!("{text}{PROBE}");
    let (_, range) = Parser::new_ext(&probed, OPTIONS).into_offset_iter().find(|(event, range)| {
        matches!(event, Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_)))) && range.end == probed.len()
    })?;
    let mark = probed[range.start..].chars().next()?;
    Some(probed[range.start..].chars().take_while(|&other| other == mark).collect())
}

/// Square brackets that rustdoc would look up, and addresses that are not links yet.
fn text_edits(text: &str, range: Range<usize>, edits: &mut Vec<Edit>) {
    let part = &text[range.clone()];
    let mut at = 0;
    while let Some(character) = part[at..].chars().next() {
        let rest = &part[at..];
        let position = range.start + at;
        if rest.starts_with("https://") || rest.starts_with("http://") {
            let length = address_length(rest);
            let before = text[..position].chars().next_back();
            if before.is_none_or(|before| !before.is_alphanumeric()) && length > "https://".len() {
                edits.push((position..position, "<".to_owned()));
                edits.push((position + length..position + length, ">".to_owned()));
            }
            at += length.max(1);
            continue;
        }
        let backslashes = text[..position].len() - text[..position].trim_end_matches('\\').len();
        let escaped = backslashes % 2 == 1;
        if matches!(character, '[' | ']') && !escaped {
            edits.push((position..position, "\\".to_owned()));
        }
        at += character.len_utf8();
    }
}

/// How far an address goes: to a character that cannot be in one, less the punctuation that ends a sentence.
fn address_length(text: &str) -> usize {
    let end = text
        .find(|character: char| {
            character.is_whitespace() || character.is_control() || "<>\"'`{}|\\^[]()*".contains(character)
        })
        .unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', '_', '~']).len()
}

fn applied(text: &str, edits: Vec<Edit>) -> String {
    let mut edited = String::with_capacity(text.len() + edits.len() * 4);
    let mut done = 0;
    for (range, replacement) in edits {
        // Ranges that overlap are left for the next round.
        if range.start >= done {
            edited.push_str(&text[done..range.start]);
            edited.push_str(&replacement);
            done = range.end;
        }
    }
    edited.push_str(&text[done..]);
    edited
}

#[cfg(test)]
mod tests {
    use super::{inline_code, safe_line, safe_lines};

    #[test]
    fn nothing_runs() {
        let cases: &[(&str, &[&str])] = &[
            ("```\nlet x = 1;\n```", &["```text", "let x = 1;", "```"]),
            ("```rust\nlet x = 1;\n```", &["```text", "let x = 1;", "```"]),
            ("~~~ json\n{}\n~~~", &["~~~text", "{}", "~~~"]),
            ("```\nleft open", &["```text", "left open", "```"]),
            (
                "Use:\n\n    panic!()\n      more\n\nend",
                &["Use:", "", "```text", "panic!()", "  more", "```", "", "end"],
            ),
            ("\tpanic!()", &["```text", "panic!()", "```"]),
            ("> ```\n> panic!()\n> ```", &["> ```text", "> panic!()", "> ```"]),
            (">     panic!()\n>     more", &["> panic!()", "> more"]),
            ("-     panic!()", &["- panic!()"]),
            ("1. ```sh\n   ls\n   ```", &["1. ```text", "   ls", "   ```"]),
            // Not every version of the parser sees code behind the marker of a task.
            ("- [ ] ```\n  panic!()\n  ```", &["````text", "- [ ] ```text", "  panic!()", "  ```", "````"]),
            ("1. [x] ~~~rust\n   panic!()", &["1. [x] ~~~text", "   panic!()"]),
            ("- [ ] one\n- [x] two", &["- [ ] one", "- [x] two"]),
        ];
        for (text, expected) in cases {
            assert_eq!(safe_lines(text), *expected, "{text:?}");
        }
    }

    #[test]
    fn nothing_is_looked_up_or_hidden() {
        let cases = [
            ("see [Option] and [x](y)", "see \\[Option\\] and \\[x\\](y)"),
            ("see [docs](https://example.com/a_b)", "see [docs](https://example.com/a_b)"),
            ("a \\[b\\]", "a \\[b\\]"),
            ("at https://example.com/a_b_c, or", "at <https://example.com/a_b_c>, or"),
            ("`[x] https://example.com`", "`[x] https://example.com`"),
            ("Vec<String> <script>", "Vec\\<String> \\<script>"),
            ("a <= b", "a <= b"),
            ("evil \u{202e}txt\u{0}", "evil u{202e}txtu{0}"),
            ("array[0]", "array\\[0\\]"),
        ];
        for (text, expected) in cases {
            assert_eq!(safe_line(text), expected, "{text:?}");
        }
    }

    #[test]
    fn html_blocks_cannot_shelter_code() {
        let lines = safe_lines("<!--\n\n    panic!()\n\n-->");
        assert_eq!(lines, ["\\<!--", "", "```text", "panic!()", "```", "", "-->"]);
    }

    #[test]
    fn line_ends_and_blank_lines_at_the_ends_go() {
        assert_eq!(safe_lines("\r\none \rtwo\n\n"), ["one", "two"]);
        assert!(safe_lines(" \n").is_empty());
    }

    #[test]
    fn code_may_contain_backticks() {
        assert_eq!(inline_code("a"), "`a`");
        assert_eq!(inline_code("a`b"), "`` a`b ``");
        assert_eq!(inline_code(""), "(empty)");
        assert_eq!(inline_code(" "), "`   `");
    }
}
