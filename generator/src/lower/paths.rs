//! Path templates (OpenAPI 3.0.3, "Path Templating").

use crate::ir::{PathSegment, PathTemplate};

/// Reads a key of `paths`. A brace without a partner is literal text.
pub(super) fn template(path: &str) -> PathTemplate {
    let mut segments = Vec::new();
    let mut literal = String::new();
    let mut rest = path;
    while let Some(start) = rest.find('{') {
        let Some(length) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + length];
        literal.push_str(&rest[..start]);
        if name.is_empty() {
            literal.push_str("{}");
        } else {
            if !literal.is_empty() {
                segments.push(PathSegment::Literal(std::mem::take(&mut literal)));
            }
            segments.push(PathSegment::Param(name.to_owned()));
        }
        rest = &rest[start + length + 1..];
    }
    literal.push_str(rest);
    if !literal.is_empty() {
        segments.push(PathSegment::Literal(literal));
    }
    PathTemplate { segments }
}

#[cfg(test)]
mod tests {
    use super::template;
    use crate::ir::PathSegment::{Literal, Param};

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
}
