//! What makes an output folder stand on its own: a workspace manifest, and the runtime as a neighbour of the
//! generated crates.
//!
//! In: the sources of the runtime as they were when the generator was built. Out: files. The runtime's manifest
//! inherits versions from our workspace; here they are written out.

use toml::{Table, Value};

use crate::disk::mark;
use crate::output::{FileSet, SecondFile};
use crate::pipeline::Layout;

include!(concat!(env!("OUT_DIR"), "/runtime_sources.rs"));

/// Adds what a layout needs besides the generated crates.
///
/// # Errors
///
/// A generated file is in the way: a bug of the generator.
pub(crate) fn add(layout: Layout, files: &mut FileSet) -> Result<(), SecondFile> {
    let members = match layout {
        Layout::Member => return Ok(()),
        Layout::WithRuntime => "[\"client\", \"models\"]",
        Layout::SelfContained => "[\"client\", \"models\", \"runtime\"]",
    };
    let manifest = format!("[workspace]\nresolver = \"3\"\nmembers = {members}\n");
    files.insert("Cargo.toml", mark("Cargo.toml", &manifest))?;
    if layout == Layout::SelfContained {
        let manifest = manifest_alone(RUNTIME_MANIFEST, WORKSPACE_MANIFEST);
        files.insert("runtime/Cargo.toml", mark("Cargo.toml", &manifest))?;
        for (path, text) in RUNTIME_SOURCES {
            files.insert(format!("runtime/{path}"), mark(path, text))?;
        }
    }
    Ok(())
}

/// A member's manifest with everything that it inherits from its workspace written out, and without what only
/// its own tests need.
fn manifest_alone(member: &str, workspace: &str) -> String {
    let parse = |text: &str| text.parse::<Table>().expect("cargo has read the same manifest");
    let mut member = parse(member);
    let workspace = parse(workspace);
    let inherited = |table: &str| workspace["workspace"].get(table).and_then(Value::as_table);
    if let (Some(package), Some(facts)) = (table(&mut member, "package"), inherited("package")) {
        inherit(package, facts);
    }
    let known = inherited("dependencies").cloned().unwrap_or_default();
    dependencies_alone(&mut member, &known);
    let targets = table(&mut member, "target").into_iter().flatten();
    for target in targets.filter_map(|(_, target)| target.as_table_mut()) {
        dependencies_alone(target, &known);
    }
    member.remove("lints");
    // Its tests are run where it is written.
    member.insert("lib".to_owned(), toml::toml! { test = false doctest = false }.into());
    toml::to_string(&member).expect("a manifest that was read can be written")
}

/// What the whole package or one target of it depends on.
fn dependencies_alone(owner: &mut Table, known: &Table) {
    if let Some(dependencies) = table(owner, "dependencies") {
        inherit(dependencies, known);
    }
    owner.remove("dev-dependencies");
}

fn table<'a>(manifest: &'a mut Table, name: &str) -> Option<&'a mut Table> {
    manifest.get_mut(name).and_then(Value::as_table_mut)
}

/// Replaces every entry that says `workspace = true`; members beside that are kept, features are added.
fn inherit(entries: &mut Table, workspace: &Table) {
    for (name, entry) in entries {
        let Some(own) = entry.as_table().filter(|own| own.contains_key("workspace")).cloned() else {
            continue;
        };
        let Some(base) = workspace.get(name) else { continue };
        *entry = if own.len() == 1 { base.clone() } else { combined(base, own) };
    }
}

fn combined(base: &Value, own: Table) -> Value {
    let mut result = match base {
        Value::Table(table) => table.clone(),
        version => Table::from_iter([("version".to_owned(), version.clone())]),
    };
    for (key, value) in own {
        match (result.get_mut(&key), value) {
            _ if key == "workspace" => {}
            (Some(Value::Array(known)), Value::Array(more)) => known.extend(more),
            (_, value) => {
                result.insert(key, value);
            }
        }
    }
    Value::Table(result)
}

#[cfg(test)]
mod tests {
    use super::{RUNTIME_SOURCES, manifest_alone};

    #[test]
    fn inherited_facts_are_written_out() {
        let member = "\
[package]
name = \"a\"
edition.workspace = true
[dependencies]
one.workspace = true
two = { workspace = true, optional = true, features = [\"y\"] }
three = \"3\"
[dev-dependencies]
four.workspace = true
[target.'cfg(unix)'.dependencies]
one.workspace = true
[target.'cfg(unix)'.dev-dependencies]
four.workspace = true
[lints]
workspace = true
";
        let workspace = "\
[workspace.package]
edition = \"2024\"
[workspace.dependencies]
one = \"1\"
two = { version = \"2\", features = [\"x\"] }
";
        // Tables come in name order.
        let expected = "\
[dependencies]
one = \"1\"
three = \"3\"

[dependencies.two]
features = [\"x\", \"y\"]
optional = true
version = \"2\"

[lib]
doctest = false
test = false

[package]
edition = \"2024\"
name = \"a\"

[target.\"cfg(unix)\".dependencies]
one = \"1\"
";
        assert_eq!(manifest_alone(member, workspace), expected);
    }

    #[test]
    fn the_runtime_is_embedded() {
        assert!(RUNTIME_SOURCES.iter().any(|(path, _)| *path == "src/lib.rs"));
    }
}
