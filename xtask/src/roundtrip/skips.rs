//! Instances that are no fair test of the generated code, by rule.
//!
//! In: a TOML file of rules, each with the kind of fault that it excuses and why. A rule never names a document.

use std::path::Path;

use anyhow::{Context as _, Result};
use serde::Deserialize;

/// All rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Skips {
    /// In the order in which they are tried.
    #[serde(default, rename = "skip")]
    rules: Vec<Rule>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    /// Texts that must all be part of the message of the fault.
    fault: Vec<String>,
    /// Texts that must all be part of the instance.
    #[serde(default)]
    instance: Vec<String>,
    /// Why such an instance proves nothing.
    reason: String,
}

impl Skips {
    /// Reads the rules.
    ///
    /// # Errors
    ///
    /// The file cannot be read, or is not a list of rules.
    pub(super) fn load(path: &Path) -> Result<Self> {
        let text =
            std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        toml::from_str(&text).with_context(|| format!("{} is not a list of rules", path.display()))
    }

    /// Why a fault does not count; `None` when it does.
    pub(super) fn reason(&self, fault: &str, instance: &str) -> Option<&str> {
        let rule = self.rules.iter().find(|rule| {
            rule.fault.iter().all(|text| fault.contains(text))
                && rule.instance.iter().all(|text| instance.contains(text))
        })?;
        Some(&rule.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::Skips;

    #[test]
    fn a_rule_excuses_the_faults_that_hold_all_its_texts() {
        let text = r#"skip = [{ fault = ["not decoded", "date"], instance = ["24:00"], reason = "no day" }]"#;
        let skips: Skips = toml::from_str(text).expect("rules");
        assert_eq!(skips.reason("not decoded: bad date", "\"24:00\""), Some("no day"));
        assert_eq!(skips.reason("not decoded: bad date", "\"23:00\""), None);
        assert_eq!(skips.reason("changed: a date", "\"24:00\""), None);
    }
}
