//! Other readers of CommonMark than the parser of `prose`: what one of them takes for code, some rustdoc may run.

/// Whether a reader sees a code block that is not marked as text.
pub(super) fn any_sees_code(text: &str) -> bool {
    let could_hold_code = ["```", "~~~", "    "].iter().any(|begin| text.contains(begin));
    could_hold_code
        && (with_extensions_of_rustdoc(text) || without_extensions(text) || in_the_newest_version(text))
}

macro_rules! reader {
    ($name:ident, $parser:ident, $options:expr) => {
        fn $name(text: &str) -> bool {
            use $parser::{CodeBlockKind, Event, Options, Parser, Tag};
            let extensions = Options::ENABLE_TABLES
                | Options::ENABLE_FOOTNOTES
                | Options::ENABLE_STRIKETHROUGH
                | Options::ENABLE_TASKLISTS
                | Options::ENABLE_SMART_PUNCTUATION;
            let options = if $options { extensions } else { Options::empty() };
            Parser::new_ext(text, options).any(|event| match event {
                Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => &*info != "text",
                Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => true,
                _ => false,
            })
        }
    };
}

reader!(with_extensions_of_rustdoc, pulldown_cmark, true);
reader!(without_extensions, pulldown_cmark, false);
reader!(in_the_newest_version, pulldown_cmark_next, true);

#[cfg(test)]
mod tests {
    use super::any_sees_code;

    #[test]
    fn code_is_what_any_reader_takes_for_it() {
        for text in ["```\nx\n```", "    x", "- [ ] ```\n  x", "> ~~~sh\n> x"] {
            assert!(any_sees_code(text), "{text}");
        }
        for text in ["```text\nx\n```", "a    x", "`x`", "- ```text\n  x\n  ```", ""] {
            assert!(!any_sees_code(text), "{text}");
        }
    }
}
