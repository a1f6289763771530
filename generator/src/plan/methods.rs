//! What generated types have anyway, so that nothing of a document may be called the same.
//!
//! The runtime's macros write most of it; a test reads them and says what is missing here.

/// Of traits that all these types have. A method of the same name would hide them.
pub(crate) const OF_TRAITS: &[&str] = &["clone", "fmt", "from", "into"];

/// Of further traits that request types have, or that come with what they become.
pub(crate) const OF_REQUEST_TRAITS: &[&str] = &["blocking", "borrow", "into_call", "into_future"];

/// Of a request type.
pub(crate) const OF_REQUESTS: &[&str] = &[
    "deadline",
    "download_as",
    "download_as_blocking",
    "header",
    "items",
    "pages",
    "retry",
    "send",
    "send_blocking",
    "send_full",
    "send_full_blocking",
    "stream",
    "stream_blocking",
    "timeout",
];

/// Of the builder of a client.
pub(crate) const OF_BUILDERS: &[&str] = &[
    "build",
    "configure_http",
    "connect_timeout",
    "deadline",
    "default_header",
    "http_client",
    "max_response_bytes",
    "mock",
    "no_retries",
    "on_request",
    "on_response",
    "operation_server",
    "retry",
    "retry_budget",
    "timeout",
    "transport",
    "user_agent",
    "without_server_path",
];

/// Of a client, besides the accessors of its groups.
pub(crate) const OF_CLIENTS: &[&str] = &["builder", "core", "default_server", "on"];

/// What readers take for the constructor of a client.
pub(crate) const LIKE_A_CONSTRUCTOR: &str = "new";

/// Of a server with variables.
pub(crate) const OF_SERVERS: &[&str] = &["new"];

/// Of the trait that makes a server with variables without any.
pub(crate) const OF_SERVER_TRAITS: &[&str] = &["default"];

/// Constants of enums and webhooks, which a variant would hide.
pub(crate) const OF_ENUMS: &[&str] = &["ALL"];

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{OF_BUILDERS, OF_ENUMS, OF_REQUESTS, OF_SERVERS};
    use crate::vendor::RUNTIME_SOURCES;

    const FUNCTIONS: &[&str] = &["pub fn ", "pub async fn "];

    /// The name at the beginning of a text.
    fn name(text: &str) -> &str {
        let end = text.find(|character: char| !character.is_alphanumeric() && character != '_');
        &text[..end.unwrap_or(text.len())]
    }

    /// What follows one of `heads` in a macro of a runtime file and in the macros of the same file that it calls, sorted.
    fn defined(file: &str, called: &'static str, heads: &[&str]) -> Vec<&'static str> {
        let (_, text) =
            RUNTIME_SOURCES.iter().find(|(path, _)| *path == file).expect("a file of the runtime");
        // With and without a feature there is a macro of the same name.
        let mut macros: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for part in text.split("macro_rules! ").skip(1) {
            macros.entry(name(part)).or_default().push(part);
        }
        let mut names = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open = vec![called];
        while let Some(called) = open.pop() {
            for part in macros.get(called).into_iter().flatten().filter(|part| seen.insert(**part)) {
                open.extend(part.split("$crate::").skip(1).map(name));
                let lines = part.lines().map(str::trim_start);
                let found = lines.filter_map(|line| heads.iter().find_map(|head| line.strip_prefix(head)));
                names.extend(found.map(name).filter(|name| !name.is_empty()));
            }
        }
        names.into_iter().collect()
    }

    #[test]
    fn methods_of_requests_are_those_of_the_macro() {
        assert_eq!(defined("src/http/macros/request.rs", "request", FUNCTIONS), OF_REQUESTS);
    }

    #[test]
    fn methods_of_builders_are_those_of_the_macro_and_build() {
        let mut all = defined("src/http/macros/builder.rs", "builder_methods", FUNCTIONS);
        all.push("build");
        all.sort_unstable();
        assert_eq!(all, OF_BUILDERS);
    }

    #[test]
    fn methods_of_servers_are_those_of_the_macro() {
        assert_eq!(defined("src/http/macros.rs", "server", FUNCTIONS), OF_SERVERS);
    }

    #[test]
    fn constants_of_enums_are_those_of_the_macros() {
        for (file, called) in [
            ("src/http/macros.rs", "webhooks"),
            ("src/enums/text.rs", "text_enum"),
            ("src/enums/integer.rs", "integer_enum"),
            ("src/enums/json.rs", "json_enum"),
        ] {
            assert_eq!(defined(file, called, &["pub const "]), OF_ENUMS, "{called}");
        }
    }
}
