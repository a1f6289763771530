//! The address of a request: base, path template with its values, query.

use ::url::{ParseError, Position, Url};

use crate::http::param::query::Pair;

/// Fills a path template and appends it and the query to the base. The error says which value cannot be sent.
///
/// A query in the template is sent, too, but for what the caller gives under the same name.
pub(super) fn of(
    base: &Url,
    template: &str,
    values: &[(&'static str, String)],
    query: &[Pair],
    query_string: Option<&str>,
) -> Result<Url, String> {
    let prefix = base[Position::BeforePath..].trim_end_matches('/');
    let given: usize = values.iter().map(|(_, value)| value.len()).sum();
    let mut text = String::with_capacity(prefix.len() + template.len() + given + 64);
    text.push_str(prefix);
    let rest = append_path(template, values, &mut text)?;
    // Some documents tell operations apart by a query or fragment in the path; a fragment is never sent.
    let (rest, _) = cut(rest, b'#').unwrap_or((rest, ""));
    let fixed_query = rest.strip_prefix('?').unwrap_or_default();
    let mut separator = '?';
    let mut next = |text: &mut String| text.push(std::mem::replace(&mut separator, '&'));
    let given = |pair: &str| {
        let name = pair.split('=').next().unwrap_or(pair);
        query.iter().any(|(known, _)| known == name)
    };
    for pair in fixed_query.split('&').filter(|pair| !pair.is_empty() && !given(pair)) {
        next(&mut text);
        substitute(pair, values, &mut text)?;
    }
    for (name, value) in query {
        next(&mut text);
        text.extend([name, "=", value]);
    }
    if let Some(query_string) = query_string {
        next(&mut text);
        text.push_str(query_string);
    }
    resolve(base, &text).map_err(|error| format!("the address is not valid: {error}"))
}

/// Path and query at the server of the base, which was read when the client was built: to read it again takes longer than
/// to read them.
fn resolve(base: &Url, text: &str) -> Result<Url, ParseError> {
    // Two slashes begin the name of another server, and some characters are no more there when they are read.
    if let [b'/', second, ..] = text.as_bytes()
        && (second.is_ascii_alphanumeric() || matches!(second, b'-' | b'.' | b'_' | b'~' | b'%'))
    {
        return Url::options().base_url(Some(base)).parse(text);
    }
    Url::parse(&format!("{}{text}", &base[..Position::BeforePath]))
}

/// Appends the path of a template with its parameters, and gives back what comes after it. A segment that would be read as
/// this or the parent folder, or is empty, would reach another resource and is refused.
fn append_path<'t>(
    template: &'t str,
    values: &[(&'static str, String)],
    text: &mut String,
) -> Result<&'t str, String> {
    let mut rest = template;
    loop {
        let (literal, from) = split(rest, |byte| matches!(byte, b'{' | b'?' | b'#'));
        text.push_str(literal);
        if !from.starts_with('{') {
            return Ok(from);
        }
        let (segment, after) = split(from, |byte| matches!(byte, b'/' | b'?' | b'#'));
        let start = text.len() - text.as_bytes().iter().rev().take_while(|byte| **byte != b'/').count();
        if let Some(name) = substitute(segment, values, text)? {
            check(text.get(start..).unwrap_or_default(), name)?;
        }
        rest = after;
    }
}

fn check(segment: &str, name: &str) -> Result<(), String> {
    if segment.is_empty() {
        return Err(format!("path parameter `{name}` is empty"));
    }
    if is_folder(segment) {
        return Err(format!("path parameter `{name}` is `{segment}`, which would reach another resource"));
    }
    Ok(())
}

/// Whether a segment is read as this or the parent folder. Browsers and servers read encoded dots as dots.
fn is_folder(segment: &str) -> bool {
    let without_dot = |text| [".", "%2e", "%2E"].iter().find_map(|dot| str::strip_prefix(text, dot));
    without_dot(segment).is_some_and(|rest| rest.is_empty() || without_dot(rest) == Some(""))
}

/// Appends a text with its parameters, and says the name of the last one.
fn substitute<'t>(
    text: &'t str,
    values: &[(&'static str, String)],
    out: &mut String,
) -> Result<Option<&'t str>, String> {
    let mut rest = text;
    let mut last = None;
    while let Some((literal, name, after)) = next_parameter(rest) {
        let (_, value) = values
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("path parameter `{name}` was not given"))?;
        out.extend([literal, value]);
        (last, rest) = (Some(name), after);
    }
    out.push_str(rest);
    Ok(last)
}

fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = cut(text, b'{')?;
    let (name, after) = cut(rest, b'}')?;
    Some((literal, name, after))
}

/// What stands before and after the first such ASCII character.
fn cut(text: &str, at: u8) -> Option<(&str, &str)> {
    let (before, from) = split(text, |byte| byte == at);
    Some((before, from.get(1..)?))
}

/// What stands before the first such ASCII character, and what begins with it. Templates are short: to look at each byte is
/// faster than what is made for long texts.
fn split(text: &str, is_wanted: impl Fn(u8) -> bool) -> (&str, &str) {
    let at = text.as_bytes().iter().position(|byte| is_wanted(*byte));
    text.split_at(at.unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(base: &str, template: &str, values: &[(&'static str, &str)]) -> Result<String, String> {
        let values: Vec<_> = values.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let query = [("q".to_owned(), "a%20b".to_owned())];
        of(&Url::parse(base).expect("valid"), template, &values, &query, None).map(String::from)
    }

    #[test]
    fn templates_are_filled() {
        assert_eq!(
            made("https://h/api/v3", "/s/{id}/x/", &[("id", "a%2Fb")]).as_deref(),
            Ok("https://h/api/v3/s/a%2Fb/x/?q=a%20b")
        );
        assert_eq!(
            made("https://h/", "/{a}..{b}", &[("a", "1"), ("b", "2")]).as_deref(),
            Ok("https://h/1..2?q=a%20b")
        );
        assert_eq!(made("https://h", "/", &[]).as_deref(), Ok("https://h/?q=a%20b"));
        assert_eq!(
            made("https://h", "/do?Action=List#X", &[]).as_deref(),
            Ok("https://h/do?Action=List&q=a%20b")
        );
        assert_eq!(
            made("https://h", "/do?q=0&x&id={id}", &[("id", "1%2F2")]).as_deref(),
            Ok("https://h/do?x&id=1%2F2&q=a%20b"),
            "what the caller gives replaces what the template has"
        );
        assert_eq!(made("https://h", "//a//", &[]).as_deref(), Ok("https://h//a//?q=a%20b"));
    }

    #[test]
    fn no_path_leads_to_another_server() {
        // A backslash is read as a slash, and a tab or line break as nothing (URL Standard, 4.4).
        for (template, path) in
            [("//evil/x", "//evil/x"), ("/\\evil", "//evil"), ("/\t/evil", "//evil"), ("/\n\\evil", "//evil")]
        {
            assert_eq!(made("http://h:81", template, &[]), Ok(format!("http://h:81{path}?q=a%20b")));
            assert_eq!(made("http://h:81/v1", template, &[]), Ok(format!("http://h:81/v1{path}?q=a%20b")));
        }
        for (template, path) in
            [("/é", "/%C3%A9"), ("/@me/x", "/@me/x"), ("/%7E:/x", "/%7E:/x"), ("/a:b", "/a:b")]
        {
            assert_eq!(made("http://[::1]:81", template, &[]), Ok(format!("http://[::1]:81{path}?q=a%20b")));
        }
    }

    #[test]
    fn values_that_reach_another_resource_are_refused() {
        for value in [".", "..", "%2e", "%2E.", ".%2e", "%2e%2E"] {
            let error = made("https://h", "/s/{id}/x", &[("id", value)]).expect_err("refused");
            assert_eq!(
                error,
                format!("path parameter `id` is `{value}`, which would reach another resource")
            );
        }
        assert_eq!(
            made("https://h", "/s/{id}", &[("id", "")]),
            Err("path parameter `id` is empty".to_owned())
        );
        assert!(made("https://h", "/s/{a}{b}", &[("a", "."), ("b", ".")]).is_err());
        assert_eq!(made("https://h", "/s/{id}", &[]), Err("path parameter `id` was not given".to_owned()));
        assert_eq!(made("https://h", "/{id}", &[("id", "...")]).as_deref(), Ok("https://h/...?q=a%20b"));
    }
}
