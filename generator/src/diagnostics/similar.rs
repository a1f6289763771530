//! What was probably meant: the nearest of the names that exist.

/// The candidate that is most like `name`, if one is near enough to be a slip.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(likeness, _)| *likeness >= 0.85)
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        assert_eq!(nearest("Stagge", ["Flow", "Stage", "StageRequest"]), Some("Stage"));
        assert_eq!(nearest("maxlength", ["minLength", "maxLength"]), Some("maxLength"));
        assert_eq!(nearest("Group", ["Flow", "Stage"]), None);
    }
}
