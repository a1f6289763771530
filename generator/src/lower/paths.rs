//! Path templates (OpenAPI 3.0.3, "Path Templating").

use crate::ir::{PathSegment, PathTemplate};

/// Reads a key of `paths`. A brace without a partner is literal text.
///
/// Many documents tell operations of one path apart by a query or a fragment in the key. The fragment is text that is
/// never sent. In the query, `is_query` says which names are query parameters: their pairs (`q={q}`) and expansions (`{?q}`) are
/// left to the parameters themselves.
pub(super) fn template(path: &str, is_query: &dyn Fn(&str) -> bool) -> PathTemplate {
    let mut open = false;
    let begin = path.find(|one: char| {
        open = (open || one == '{') && one != '}';
        one == '#' && !open
    });
    let (path, fragment) = begin.map_or((path, ""), |start| path.split_at(start));
    let mut segments = Segments::default();
    let mut rest = path;
    while let Some(start) = rest.find(['{', '?']) {
        if rest[start..].starts_with('?') {
            break;
        }
        let Some(length) = rest[start..].find('}') else { break };
        segments.text(&rest[..start]);
        let name = &rest[start + 1..start + length];
        let expanded = name.strip_prefix(['?', '&']).is_some_and(|names| names.split(',').all(is_query));
        if !expanded {
            segments.param(name);
        }
        rest = &rest[start + length + 1..];
    }
    match rest.split_once('?') {
        Some((path, query)) => {
            segments.text(path);
            let pairs: Vec<&str> = query.split('&').filter(|pair| !is_given(pair, is_query)).collect();
            let query = pairs.join("&");
            if !query.is_empty() {
                segments.text("?");
                segments.all(&query);
            }
        }
        None => segments.text(rest),
    }
    segments.text(fragment);
    segments.finish()
}

/// `name={parameter}` where the parameter is one of the query.
fn is_given(pair: &str, is_query: &dyn Fn(&str) -> bool) -> bool {
    let value = pair.split_once('=').map_or(pair, |(_, value)| value);
    let name = value.strip_prefix('{').and_then(|value| value.strip_suffix('}'));
    name.is_some_and(is_query)
}

#[derive(Default)]
struct Segments {
    done: Vec<PathSegment>,
    literal: String,
}

impl Segments {
    fn text(&mut self, text: &str) {
        self.literal.push_str(text);
    }

    fn param(&mut self, name: &str) {
        if name.is_empty() {
            self.literal.push_str("{}");
            return;
        }
        if !self.literal.is_empty() {
            self.done.push(PathSegment::Literal(std::mem::take(&mut self.literal)));
        }
        self.done.push(PathSegment::Param(name.to_owned()));
    }

    /// A text with parameters in it.
    fn all(&mut self, mut rest: &str) {
        while let Some((text, name, after)) = rest
            .split_once('{')
            .and_then(|(text, rest)| rest.split_once('}').map(|(name, after)| (text, name, after)))
        {
            self.text(text);
            self.param(name);
            rest = after;
        }
        self.text(rest);
    }

    fn finish(mut self) -> PathTemplate {
        if !self.literal.is_empty() {
            self.done.push(PathSegment::Literal(self.literal));
        }
        PathTemplate { segments: self.done }
    }
}

#[cfg(test)]
mod tests {
    use super::template as with_queries;
    use crate::ir::PathSegment::{Literal, Param};
    use crate::ir::PathTemplate;

    fn template(path: &str) -> PathTemplate {
        with_queries(path, &|name| name == "q")
    }

    #[test]
    fn parameters_may_stand_anywhere_in_a_segment() {
        let segments = template("/a/{id}.{format}/b{").segments;
        let expected = [
            Literal("/a/".to_owned()),
            Param("id".to_owned()),
            Literal(".".to_owned()),
            Param("format".to_owned()),
            Literal("/b{".to_owned()),
        ];
        assert_eq!(segments, expected);
    }

    #[test]
    fn a_path_without_parameters_is_one_literal() {
        assert_eq!(template("/a/b/").segments, [Literal("/a/b/".to_owned())]);
    }

    #[test]
    fn queries_and_fragments_of_a_key() {
        for (path, expected) in [
            ("/a?Action=List&x", "/a?Action=List&x"),
            ("/a?q={q}", "/a"),
            ("/a?x=1&q={q}#F={f}", "/a?x=1#F={f}"),
            ("/a?id={id}", "/a?id={id}"),
            ("/a{?q}", "/a"),
            ("/a/{id}#{x}", "/a/{id}#{x}"),
            ("/a/{r#id}/b", "/a/{r#id}/b"),
        ] {
            assert_eq!(template(path).to_string(), expected, "{path}");
        }
        let params =
            |path: &str| template(path).segments.iter().filter(|one| matches!(one, Param(_))).count();
        assert_eq!(
            ["/a/{id}#{x}", "/a/{r#id}/{b}", "/a?id={id}", "/a?q={q}", "/a{?q}"].map(params),
            [1, 2, 1, 0, 0]
        );
    }
}
