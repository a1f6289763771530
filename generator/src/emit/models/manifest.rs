//! The manifest of the model crate, and the file that keeps formatters away from generated code.

use crate::emit::manifest::{dependencies, formatter, text};
use crate::emit::{Emitted, Input, features, runtime};

/// `Cargo.toml` and `rustfmt.toml`.
pub(super) fn files(input: Input<'_>) -> Vec<(String, Emitted)> {
    vec![
        ("Cargo.toml".to_owned(), Emitted::Text(manifest(input))),
        ("rustfmt.toml".to_owned(), Emitted::Text(formatter(input))),
    ]
}

fn manifest(input: Input<'_>) -> String {
    let packages = &input.plan.packages;
    let groups = match features::table(input.plan, |_| String::new()) {
        none if none.is_empty() => none,
        groups => format!("[features]\n{groups}\n"),
    };
    let features = if input.plan.has_patterns { ", features = [\"pattern\"]" } else { "" };
    format!(
        "\
# {notice}

[package]
name = {name}
description = {description}
version = \"0.1.0\"
edition = \"2024\"
rust-version = {rust}
publish = false

[lib]
doctest = false

{groups}[dependencies]
{runtime} = {{ path = {path}, default-features = false{features} }}
{dependencies}",
        notice = input.notice(),
        name = text(&packages.models),
        description = text(&format!("Types of {}", input.api.title)),
        rust = text(runtime::RUST_VERSION),
        runtime = packages.runtime,
        path = text(&packages.runtime_path),
        dependencies = dependencies(&input.plan.dependencies),
    )
}
