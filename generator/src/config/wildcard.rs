//! Patterns in which `*` stands for any run of characters.

/// True when the text fits the pattern, in which `*` stands for any run of characters.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        let Some(found) = rest.find(part) else { return false };
        rest = &rest[found + part.len()..];
    }
    true
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn a_star_stands_for_any_run() {
        for (pattern, text, expected) in [
            ("Stage.auth", "Stage.auth", true),
            ("Stage.auth", "Stage.auth_type", false),
            ("*.auth", "Stage.auth", true),
            ("*.auth", "Stage.oauth", false),
            ("Auth*Stage*.auth*", "AuthenticatorSMSStageRequest.auth_password", true),
            ("*", "anything.at all", true),
            ("a*a", "a", false),
        ] {
            assert_eq!(matches(pattern, text), expected, "{pattern} {text}");
        }
    }
}
