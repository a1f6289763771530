//! What the manifests of all generated crates have in common.

use super::Input;
use crate::config::Dependency;

/// `rustfmt.toml`: generated code is formatted already, by another formatter.
pub(super) fn formatter(input: Input<'_>) -> String {
    format!("# {}\n\ndisable_all_formatting = true\n", input.notice())
}

/// A TOML string: on one line, without anything that would end it.
pub(super) fn text(text: &str) -> String {
    let line: String = text
        .chars()
        .map(|character| if character.is_control() { ' ' } else { character })
        .flat_map(|character| match character {
            '"' | '\\' => vec!['\\', character],
            other => vec![other],
        })
        .collect();
    format!("\"{}\"", line.trim())
}

/// The lines of packages that types of other crates come from. Model and client have the same: arguments of a call are of
/// these types, too, and as neighbours both see a path alike.
pub(super) fn dependencies(dependencies: &[(String, Dependency)]) -> String {
    dependencies.iter().map(|(package, dependency)| line(package, dependency)).collect()
}

fn line(package: &str, dependency: &Dependency) -> String {
    let Dependency { version, path, features, default_features } = dependency;
    let mut members = Vec::new();
    members.extend(version.as_deref().map(|version| format!("version = {}", text(version))));
    members.extend(path.as_deref().map(|path| format!("path = {}", text(path))));
    members.extend(default_features.map(|on| format!("default-features = {on}")));
    if !features.is_empty() {
        let features: Vec<_> = features.iter().map(|feature| text(feature)).collect();
        members.push(format!("features = [{}]", features.join(", ")));
    }
    format!("{package} = {{ {} }}\n", members.join(", "))
}
