//! What HTTP can carry in a header, as the phases that check a document and those that write a client for it both need it (RFC 9110).

/// A `token` (section 5.6.2): the name of a header or a method, each side of a media type.
pub(crate) fn is_token(text: &str) -> bool {
    let fits = |character: char| character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character);
    !text.is_empty() && text.chars().all(fits)
}

/// A media type without its parameters, or a range of them, as `text/*` (sections 8.3.1 and 12.5.1).
pub(crate) fn is_media_range(essence: &str) -> bool {
    essence.split_once('/').is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
}

/// True for parameters of a media type (what stands behind the first `;`) that a header can carry: printable, every quote with its second
/// one (section 5.6.6).
pub(crate) fn are_parameters(text: &str) -> bool {
    text.chars().all(|character| character == ' ' || character.is_ascii_graphic())
        && text.matches('"').count().is_multiple_of(2)
}

#[cfg(test)]
mod tests {
    use super::{are_parameters, is_media_range, is_token};

    #[test]
    fn tokens_have_no_separators() {
        assert!(is_token("X-Request-Id") && is_token("vnd.api+json") && is_token("*"));
        assert!(!is_token("") && !is_token("a b") && !is_token("a:b") && !is_token("a\r\nb"));
    }

    #[test]
    fn media_types_have_two_sides() {
        assert!(is_media_range("application/vnd.api+json") && is_media_range("*/*"));
        assert!(!is_media_range("json") && !is_media_range("a/b/c") && !is_media_range("a/b, c/d"));
    }

    #[test]
    fn quotes_of_parameters_are_closed() {
        assert!(are_parameters("") && are_parameters(" charset=utf-8; v=\"1\""));
        assert!(!are_parameters("v=\"1") && !are_parameters("v=1\r\n") && !are_parameters("v=é"));
    }
}
