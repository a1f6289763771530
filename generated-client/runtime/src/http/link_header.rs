//! The `Link` header (RFC 8288).

use ::http::{HeaderMap, header::LINK};

/// The target of the first link with `rel="next"`.
pub(crate) fn next(headers: &HeaderMap) -> Option<String> {
    // What is not ASCII must not end a list: it may stand in the title of a link.
    headers.get_all(LINK).iter().find_map(|value| next_in(&String::from_utf8_lossy(value.as_bytes())))
}

fn next_in(value: &str) -> Option<String> {
    let mut rest = value;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let (parameters, after) = split_outside_quotes(after, ',');
        if is_next(parameters) {
            return Some(target.trim().to_owned());
        }
        rest = after;
    }
    None
}

fn is_next(mut parameters: &str) -> bool {
    while !parameters.is_empty() {
        let (parameter, rest) = split_outside_quotes(parameters, ';');
        if let Some((name, value)) = parameter.split_once('=')
            && name.trim().eq_ignore_ascii_case("rel")
        {
            let relations = value.trim().trim_matches('"');
            return relations.split_whitespace().any(|relation| relation.eq_ignore_ascii_case("next"));
        }
        parameters = rest;
    }
    false
}

/// What is before the first delimiter that is not in a quoted text, and what is after it. In a quoted text a backslash
/// takes the meaning from the character behind it (RFC 9110, 5.6.4).
fn split_outside_quotes(text: &str, delimiter: char) -> (&str, &str) {
    let (mut quoted, mut escaped) = (false, false);
    let end = text.find(|c| {
        if std::mem::take(&mut escaped) {
            return false;
        }
        escaped = quoted && c == '\\';
        quoted ^= c == '"';
        c == delimiter && !quoted
    });
    end.map_or((text, ""), |end| (&text[..end], &text[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_in_other_scripts_do_not_end_a_list() {
        let mut headers = HeaderMap::new();
        let value = ::http::HeaderValue::from_bytes("</b>; title=\"日本\"; rel=next".as_bytes());
        headers.insert(LINK, value.expect("a header"));
        assert_eq!(next(&headers).as_deref(), Some("/b"));
        let latin = ::http::HeaderValue::from_bytes(b"</c>; title=\"gr\xf6\"; rel=next");
        headers.insert(LINK, latin.expect("a header"));
        assert_eq!(next(&headers).as_deref(), Some("/c"));
    }

    #[test]
    fn the_next_link_is_found() {
        let value =
            r#"<https://h/a?x=1,2>; rel="prev"; title="a, <b>; rel=next", </b?page=3>; REL="last next""#;
        assert_eq!(next_in(value).as_deref(), Some("/b?page=3"));
        assert_eq!(next_in("<u>;rel=next").as_deref(), Some("u"));
        let quoted = r#"<a>; title="say \"hi\\", <b>; rel="next"; title="\"", <c>; rel=next"#;
        assert_eq!(next_in(quoted).as_deref(), Some("b"));
        for none in ["", "<u>", "<u>; rel=prev", "<u; rel=next", r#"<u>; rel="nextly""#] {
            assert_eq!(next_in(none), None, "{none}");
        }
    }
}
