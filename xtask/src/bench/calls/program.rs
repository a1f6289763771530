//! The program that makes the calls, as text: it is built in release mode, with the generated crates.

/// Its package, and the name of what is built from it.
pub(super) const PACKAGE: &str = "bench-program";

/// Its files, and the workspace that it shares with the crates.
pub(super) const FILES: [(&str, &str); 9] = [
    ("Cargo.toml", WORKSPACE),
    ("program/Cargo.toml", MANIFEST),
    ("program/src/main.rs", include_str!("program/main.rs")),
    ("program/src/by_hand.rs", include_str!("program/by_hand.rs")),
    ("program/src/calls.rs", include_str!("program/calls.rs")),
    ("program/src/cpu.rs", include_str!("program/cpu.rs")),
    ("program/src/decoding.rs", include_str!("program/decoding.rs")),
    ("program/src/rounds.rs", include_str!("program/rounds.rs")),
    ("program/src/server.rs", include_str!("program/server.rs")),
];

const WORKSPACE: &str =
    "[workspace]\nresolver = \"3\"\nmembers = [\"models\", \"client\", \"derived\", \"program\"]\n";

/// What is written by hand has the same version of reqwest, with the same features.
const MANIFEST: &str = r#"[package]
name = "bench-program"
version = "0.0.0"
edition = "2024"

[dependencies]
client = { path = "../client", package = "bench-client" }
derived = { path = "../derived", package = "bench-derived" }
nix = { version = "0.31", default-features = false, features = ["resource"] }
reqwest = { version = "0.13", default-features = false, features = ["http2", "rustls-no-provider", "system-proxy"] }
serde = "1"
serde_json = "1"
tokio = { version = "1", features = ["io-util", "macros", "net", "rt", "time"] }
uuid = "1"
"#;
