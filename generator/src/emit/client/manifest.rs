//! The manifest of the client crate, and the file that keeps formatters away from generated code.

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
    let groups = features::table(input.plan, |feature| text(&format!("{}/{feature}", packages.models)));
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

[features]
# `send_blocking` for code that is not async.
blocking = [\"{runtime}/blocking\"]
# A span per call and an event per attempt.
tracing = [\"{runtime}/tracing\"]
# Compressed responses.
gzip = [\"{runtime}/gzip\"]
# A transport that answers from memory, and examples of types: for tests.
mock = [\"{runtime}/mock\"]
{groups}
[dependencies]
{models} = {{ path = \"../models\"{defaults} }}
{runtime} = {{ path = {path}, default-features = false, features = [\"http\"] }}
{dependencies}",
        notice = input.notice(),
        name = text(&packages.client),
        description = text(&format!("Client of {}", input.api.title)),
        rust = text(runtime::RUST_VERSION),
        models = packages.models,
        defaults = if groups.is_empty() { "" } else { ", default-features = false" },
        runtime = packages.runtime,
        path = text(&packages.runtime_path),
        dependencies = dependencies(&input.plan.dependencies),
    )
}
