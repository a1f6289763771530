//! Rust types for formats: the rules of `[[formats]]`, and what is wrong with them.
//!
//! In: the entries of the configuration. Out: built-in types by name, types of other crates by path with the dependency that
//! brings them, and a report of what cannot become a line of a manifest. Whether a crate has such a type is the compiler's to say.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::value::StrDeserializer;
use serde::de::{Deserializer, Error};
use serde_json::Value;

use super::Config;
use crate::diagnostics::{Diagnostic, Diagnostics, codes};
use crate::plan::naming;

/// Gives the values of a format another Rust type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormatRule {
    /// The format, as the document writes it.
    pub format: String,
    /// The type.
    #[serde(rename = "type")]
    pub ty: FormatChoice,
    /// The package that a type by path comes from.
    #[serde(rename = "crate", default)]
    pub package: Option<String>,
    /// Which versions of it: `0.4`.
    #[serde(default)]
    pub version: Option<String>,
    /// Where it is, seen from the folder of the model crate.
    #[serde(default)]
    pub path: Option<String>,
    /// Features that are switched on, besides the usual ones.
    #[serde(default)]
    pub features: Vec<String>,
    /// `false` leaves the usual features out.
    #[serde(default, rename = "default-features")]
    pub default_features: Option<bool>,
    /// A value that the type can read, for examples.
    #[serde(default)]
    pub example: Option<Value>,
    /// Why.
    pub reason: String,
}

/// The type of a [`FormatRule`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormatChoice {
    /// One that generated code has anyway.
    BuiltIn(FormatType),
    /// The path of a type of another crate, which implements `Serialize` and `Deserialize`: `chrono::NaiveDate`.
    Path(String),
}

impl<'de> Deserialize<'de> for FormatChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.contains("::") {
            return Ok(Self::Path(text));
        }
        let name = StrDeserializer::<D::Error>::new(&text);
        FormatType::deserialize(name).map(Self::BuiltIn).map_err(|error| {
            D::Error::custom(format_args!("{error}, or the path of a type, such as `chrono::NaiveDate`"))
        })
    }
}

/// The built-in types. Each holds values of one JSON type: a rule applies to schemas of that type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FormatType {
    /// Any text, as it is.
    String,
    /// A UUID.
    Uuid,
    /// A point in time (RFC 3339).
    DateTime,
    /// A day (RFC 3339).
    Date,
    /// A time of day (RFC 3339).
    Time,
    /// Bytes in base64.
    Base64,
    /// A text that does not show.
    Secret,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u32`.
    U32,
    /// `u64`.
    U64,
    /// `f32`: digits beyond its precision change on the way.
    F32,
    /// `f64`.
    F64,
}

/// A package that the generated crates depend on because of a type by path.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dependency {
    /// Which versions.
    pub version: Option<String>,
    /// Where it is, seen from the folder of the model crate.
    pub path: Option<String>,
    /// Features, in the order in which the configuration has them, each once.
    pub features: Vec<String>,
    /// False where an entry leaves the usual features out.
    pub default_features: Option<bool>,
}

impl Config {
    /// The packages of all types by path, in name order.
    pub fn dependencies(&self) -> BTreeMap<&str, Dependency> {
        let mut packages = BTreeMap::<&str, Dependency>::new();
        for rule in &self.formats {
            let Some(package) = &rule.package else { continue };
            let known = packages.entry(package).or_default();
            let FormatRule { version, path, features, default_features, .. } = rule;
            known.version = known.version.take().or_else(|| version.clone());
            known.path = known.path.take().or_else(|| path.clone());
            known.default_features = known.default_features.or(*default_features);
            for feature in features {
                if !known.features.contains(feature) {
                    known.features.push(feature.clone());
                }
            }
        }
        packages
    }
}

/// Reports entries that cannot be followed. None of them is followed then: what is left would be another client.
pub(super) fn check(config: &mut Config, diagnostics: &mut Diagnostics) {
    let faults: Vec<_> =
        config.formats.iter().enumerate().filter_map(|(index, rule)| fault(config, index, rule)).collect();
    if faults.is_empty() {
        return;
    }
    for (index, key, message) in faults {
        let at = config.entry("formats", index).child(key);
        diagnostics.report(Diagnostic::new(&codes::CONFIG_INVALID, &at, message));
    }
    config.formats.clear();
}

/// The entry, the key that is at fault, and what is wrong with it.
fn fault(config: &Config, index: usize, rule: &FormatRule) -> Option<(usize, &'static str, String)> {
    let found = |key, message: String| Some((index, key, message));
    let FormatChoice::Path(path) = &rule.ty else {
        let FormatRule { package, version, path, features, default_features, .. } = rule;
        let of_packages = [
            ("crate", package.is_some()),
            ("version", version.is_some()),
            ("path", path.is_some()),
            ("features", !features.is_empty()),
            ("default-features", default_features.is_some()),
        ];
        let (key, _) = of_packages.into_iter().find(|(_, given)| *given)?;
        return found(key, format!("a built-in type comes from no crate, so `{key}` says nothing"));
    };
    let Some((root, _)) = path.split_once("::").filter(|_| is_path(path)) else {
        let message = format!(
            "`{path}` is not the path of a type: names joined by `::`, the crate first, without arguments"
        );
        return found("type", message);
    };
    let Some(package) = &rule.package else {
        return found("type", format!("`{path}` needs `crate`, the package that it comes from"));
    };
    if !is_package(package) || package.replace('-', "_") != root {
        return found("crate", format!("`{path}` does not begin with the name of the package `{package}`"));
    }
    if rule.version.is_none() && rule.path.is_none() {
        return found("crate", format!("`{package}` needs `version` or `path`"));
    }
    contradiction(config, index, rule)
}

/// What an earlier entry says otherwise of the same package.
fn contradiction(config: &Config, index: usize, rule: &FormatRule) -> Option<(usize, &'static str, String)> {
    let package = rule.package.as_deref()?;
    let said = |rule: &FormatRule, key: &str| match key {
        "version" => rule.version.clone(),
        "path" => rule.path.clone(),
        _ => rule.default_features.map(|on| on.to_string()),
    };
    config.formats[..index].iter().filter(|other| other.package.as_deref() == Some(package)).find_map(
        |other| {
            ["version", "path", "default-features"].into_iter().find_map(|key| {
                let (one, two) = (said(other, key)?, said(rule, key)?);
                (one != two).then(|| {
                    let format = &other.format;
                    (
                        index,
                        key,
                        format!("{key} `{two}` of `{package}`, and `{one}` for the format `{format}`"),
                    )
                })
            })
        },
    )
}

fn is_path(path: &str) -> bool {
    path.split("::").all(naming::is_ident)
}

fn is_package(name: &str) -> bool {
    name.chars().all(|character| character.is_ascii_alphanumeric() || matches!(character, '-' | '_'))
}

#[cfg(test)]
mod tests {
    use super::super::parse;
    use crate::diagnostics::Diagnostics;
    use crate::source::{SourceText, Sources};

    /// What is reported on entries, each given by what follows `format` and `reason`.
    fn told(entries: &[&str]) -> Vec<String> {
        let entries: Vec<_> =
            entries.iter().map(|entry| format!("{{ format = \"a\", reason = \"\", {entry} }}")).collect();
        let text = format!("formats = [{}]", entries.join(", "));
        let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::default());
        let config = parse(SourceText::new("a.toml", text)).register(&mut sources, &mut diagnostics);
        assert!(diagnostics.is_empty() || config.formats.is_empty(), "what is wrong is not followed");
        let told = diagnostics.iter().map(|told| {
            let at = told.at.pointer.to_string();
            format!("{} {}: {}", told.code.id, at.trim_start_matches('#'), told.message)
        });
        told.collect()
    }

    const DATE: &str = r#"type = "chrono::NaiveDate", crate = "chrono""#;

    #[test]
    fn what_a_manifest_needs_is_asked_for_where_it_is_missing() {
        assert_eq!(told(&[&format!(r#"{DATE}, version = "0.4""#), r#"type = "date""#]), [""; 0]);
        assert_eq!(told(&[&format!(r#"{DATE}, path = "../chrono""#)]), [""; 0]);
        assert_eq!(
            told(&[r#"type = "chrono::NaiveDate""#]),
            ["OA0505 /formats/0/type: `chrono::NaiveDate` needs `crate`, the package that it comes from"]
        );
        assert_eq!(told(&[DATE]), ["OA0505 /formats/0/crate: `chrono` needs `version` or `path`"]);
        assert_eq!(
            told(&[r#"type = "chrono::NaiveDate", crate = "time", version = "0.3""#]),
            [
                "OA0505 /formats/0/crate: `chrono::NaiveDate` does not begin with the name of the package `time`"
            ]
        );
        assert_eq!(
            told(&[r#"type = "date", features = ["serde"]"#]),
            ["OA0505 /formats/0/features: a built-in type comes from no crate, so `features` says nothing"]
        );
    }

    #[test]
    fn a_path_is_names_and_nothing_else() {
        for path in ["a::", "::a::B", "crate::B", "a::B<C>", "a::b c", "a::type", "a::\u{e9}; fn x() {}"] {
            let told = told(&[&format!(r#"type = "{path}", crate = "a", version = "1""#)]);
            assert!(told.len() == 1 && told[0].contains("is not the path of a type"), "{path}: {told:?}");
        }
        assert!(told(&[r#"type = "a_b::c::D", crate = "a-b", version = "1""#]).is_empty());
        assert!(told(&[r#"type = "datum""#])[0].contains("such as `chrono::NaiveDate`"));
    }

    #[test]
    fn one_package_has_one_version() {
        let entry = |rest: &str| format!("{DATE}, {rest}");
        assert_eq!(
            told(&[&entry(r#"version = "0.4""#), &entry(r#"version = "0.5""#)]),
            ["OA0505 /formats/1/version: version `0.5` of `chrono`, and `0.4` for the format `a`"]
        );
        assert!(
            told(&[&entry(r#"version = "0.4""#), &entry(r#"version = "0.4", features = ["serde"]"#)])
                .is_empty()
        );
    }
}
