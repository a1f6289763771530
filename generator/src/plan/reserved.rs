//! Names that mean something in Rust or in the generated crates already.

/// Keywords of every edition up to 2024 that must be written raw (`r#type`).
const RAW_KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn", "else",
    "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "macro",
    "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return", "static", "struct", "trait",
    "true", "try", "type", "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written raw.
const PATH_KEYWORDS: &[&str] = &["self", "Self", "super", "crate"];

/// Type names that generated models use themselves or that their readers take for something else: the prelude,
/// what is derived, and what the runtime exports at its root.
const TYPE_NAMES: &[&str] = &[
    // core, alloc and std preludes
    "AsMut",
    "AsRef",
    "Box",
    "Clone",
    "Copy",
    "Default",
    "DoubleEndedIterator",
    "Drop",
    "Eq",
    "Err",
    "ExactSizeIterator",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Future",
    "Into",
    "IntoFuture",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec", // used beside the prelude
    "BTreeMap",
    "Debug",
    "Display",
    "FromStr",
    "Hash",
    "Infallible",
    "Deserialize",
    "Deserializer",
    "Serialize",
    "Serializer", // the runtime
    "Base64",
    "Date",
    "DateTime",
    "FilePart",
    "Hidden",
    "Patch",
    "Secret",
    "Time",
    "Uuid",
    "Validate",
    "ValidationErrors",
    "Value",
    "WithDefaults",
];

/// Modules that the model and client crates have anyway, crates that must stay reachable by name, and file
/// names that Cargo or Windows give a meaning to.
const MODULE_NAMES: &[&str] = &[
    "alloc",
    "aux",
    "build",
    "client",
    "client_runtime",
    "com0",
    "com1",
    "com2",
    "com3",
    "com4",
    "com5",
    "com6",
    "com7",
    "com8",
    "com9",
    "con",
    "core",
    "errors",
    "headers",
    "lib",
    "lpt0",
    "lpt1",
    "lpt2",
    "lpt3",
    "lpt4",
    "lpt5",
    "lpt6",
    "lpt7",
    "lpt8",
    "lpt9",
    "main",
    "mock",
    "models",
    "nul",
    "operations",
    "prn",
    "runtime",
    "serde",
    "serde_json",
    "std",
    "tests",
    "validate",
    "wire",
];

/// True when `ident` must be written `r#ident`.
pub(super) fn must_be_raw(ident: &str) -> bool {
    RAW_KEYWORDS.contains(&ident)
}

/// True when `ident` is a keyword that has no raw form.
pub(super) fn is_path_keyword(ident: &str) -> bool {
    PATH_KEYWORDS.contains(&ident)
}

/// True when a model of this name would hide a type that generated code or its readers rely on.
pub(super) fn is_type_name(ident: &str) -> bool {
    TYPE_NAMES.contains(&ident)
}

/// True when a module of this name would hide something else.
pub(super) fn is_module_name(ident: &str) -> bool {
    MODULE_NAMES.contains(&ident)
}
