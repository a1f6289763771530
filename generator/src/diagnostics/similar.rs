//! What was probably meant: the nearest of the names that exist.

/// The candidate that is most like `name`, if one is near enough to be a slip.
pub fn nearest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = name.to_lowercase();
    candidates
        .into_iter()
        .filter_map(|candidate| Some((likeness(&wanted, &candidate.to_lowercase())?, candidate)))
        .reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map(|(_, candidate)| candidate)
}

/// Between 0 and 1; `None` for names that no slip turns into each other. One slip in four characters is a slip;
/// a common beginning counts for more.
fn likeness(wanted: &str, candidate: &str) -> Option<f64> {
    let likeness = strsim::jaro_winkler(wanted, candidate);
    let slips = strsim::damerau_levenshtein(wanted, candidate);
    let allowed = (wanted.chars().count() / 4).max(1);
    if slips <= allowed {
        Some(likeness.max(0.85))
    } else {
        Some(likeness).filter(|likeness| *likeness >= 0.85)
    }
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        assert_eq!(nearest("Stagge", ["Flow", "Stage", "StageRequest"]), Some("Stage"));
        assert_eq!(nearest("maxlength", ["minLength", "maxLength"]), Some("maxLength"));
        assert_eq!(nearest("Pte", ["Dog", "Pet"]), Some("Pet"));
        assert_eq!(nearest("Group", ["Flow", "Stage"]), None);
    }
}
