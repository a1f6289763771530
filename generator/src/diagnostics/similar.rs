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

/// Searches for what was meant by many names. Each costs a comparison with every candidate, so that after a time no more is
/// looked for.
#[derive(Debug)]
pub struct Searches {
    /// How many pairs of characters may still be compared.
    left: usize,
}

impl Default for Searches {
    fn default() -> Self {
        Self { left: 30_000_000 }
    }
}

impl Searches {
    /// As [`nearest`]; `None` also when there were too many searches.
    pub fn nearest<'a>(
        &mut self,
        name: &str,
        candidates: impl IntoIterator<Item = &'a str> + Clone,
    ) -> Option<&'a str> {
        for candidate in candidates.clone() {
            self.left = self.left.saturating_sub(name.len().saturating_mul(candidate.len()));
            if self.left == 0 {
                return None;
            }
        }
        nearest(name, candidates)
    }
}

/// Between 0 and 1; `None` for names that no slip turns into each other. One slip in four characters is a slip;
/// a common beginning counts for more.
fn likeness(wanted: &str, candidate: &str) -> Option<f64> {
    let likeness = strsim::jaro_winkler(wanted, candidate);
    let length = wanted.chars().count();
    let allowed = (length / 4).max(1);
    let longer = candidate.chars().count().abs_diff(length);
    if longer <= allowed && strsim::damerau_levenshtein(wanted, candidate) <= allowed {
        Some(likeness.max(0.85))
    } else {
        Some(likeness).filter(|likeness| *likeness >= 0.85)
    }
}

#[cfg(test)]
mod tests {
    use super::{Searches, nearest};

    #[test]
    fn slips_are_recognised_and_strangers_are_not() {
        assert_eq!(nearest("Stagge", ["Flow", "Stage", "StageRequest"]), Some("Stage"));
        assert_eq!(nearest("maxlength", ["minLength", "maxLength"]), Some("maxLength"));
        assert_eq!(nearest("Pte", ["Dog", "Pet"]), Some("Pet"));
        assert_eq!(nearest("Group", ["Flow", "Stage"]), None);
    }

    #[test]
    fn searches_come_to_an_end() {
        let mut searches = Searches { left: 100 };
        let names = ["Flow", "Stage"];
        // 54 pairs of characters each.
        assert_eq!(searches.nearest("Stagge", names), Some("Stage"));
        assert_eq!(searches.nearest("Stagge", names), None);
        assert_eq!(searches.nearest("S", ["S"]), None);
    }
}
