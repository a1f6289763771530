//! The address of a request: base, path template with its values, query.

use ::url::Url;

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
    // Some documents tell operations apart by a query or fragment in the path; a fragment is never sent.
    let template = template.split('#').next().unwrap_or_default();
    let (path, fixed_query) = template.split_once('?').unwrap_or((template, ""));
    let mut text = base.as_str().trim_end_matches('/').to_owned();
    for segment in path.split('/').skip(1) {
        text.push('/');
        text.push_str(&filled(segment, values)?);
    }
    let given = |pair: &str| {
        let name = pair.split('=').next().unwrap_or(pair);
        query.iter().any(|(known, _)| known == name)
    };
    let mut pairs = Vec::new();
    for pair in fixed_query.split('&').filter(|pair| !pair.is_empty() && !given(pair)) {
        pairs.push(substituted(pair, values)?.0);
    }
    pairs.extend(query.iter().map(|(name, value)| format!("{name}={value}")));
    pairs.extend(query_string.map(str::to_owned));
    if !pairs.is_empty() {
        text.push('?');
        text.push_str(&pairs.join("&"));
    }
    Url::parse(&text).map_err(|error| format!("the address is not valid: {error}"))
}

/// A segment with its parameters. What would be read as this or the parent folder, or makes an empty segment,
/// would reach another resource and is refused.
fn filled(segment: &str, values: &[(&'static str, String)]) -> Result<String, String> {
    if !segment.contains('{') {
        return Ok(segment.to_owned());
    }
    let (out, last) = substituted(segment, values)?;
    // Browsers and servers read encoded dots as dots.
    match out.to_ascii_lowercase().replace("%2e", ".").as_str() {
        "" => Err(format!("path parameter `{last}` is empty")),
        "." | ".." => Err(format!("path parameter `{last}` is `{out}`, which would reach another resource")),
        _ => Ok(out),
    }
}

/// A text with its parameters, and the name of the last one.
fn substituted<'t>(text: &'t str, values: &[(&'static str, String)]) -> Result<(String, &'t str), String> {
    let mut out = String::new();
    let mut rest = text;
    let mut last = "";
    while let Some((literal, name, after)) = next_parameter(rest) {
        let (_, value) = values
            .iter()
            .rev()
            .find(|(known, _)| *known == name)
            .ok_or_else(|| format!("path parameter `{name}` was not given"))?;
        out.push_str(literal);
        out.push_str(value);
        (last, rest) = (name, after);
    }
    out.push_str(rest);
    Ok((out, last))
}

fn next_parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (literal, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((literal, name, after))
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
