//! Servers that a document names: their addresses, with variables in them (OpenAPI 3.1.1, "Server Object").

use super::BuildError;

/// A server of the document; generated clients have a constant or a type for each. `Client::on` takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Server {
    url: &'static str,
    variables: &'static [ServerVariable],
    given: Vec<(&'static str, String)>,
    base: Option<String>,
}

/// A variable of a server's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServerVariable {
    name: &'static str,
    default: &'static str,
    values: &'static [&'static str],
}

impl ServerVariable {
    /// A variable: its name, its default and the values that it may have; none listed means any.
    pub const fn new(name: &'static str, default: &'static str, values: &'static [&'static str]) -> Self {
        Self { name, default, values }
    }
}

impl Server {
    /// A server whose address has no variables.
    pub const fn new(url: &'static str) -> Self {
        Self::with_variables(url, &[])
    }

    /// A server whose address has variables: `https://{region}.example.com`.
    pub const fn with_variables(url: &'static str, variables: &'static [ServerVariable]) -> Self {
        Self { url, variables, given: Vec::new(), base: None }
    }

    /// The value of a variable instead of its default.
    #[must_use]
    pub fn set(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.given.retain(|(known, _)| *known != name);
        self.given.push((name, value.into()));
        self
    }

    /// Where the document is, for a server whose address is relative to that: `/v2` at `https://host/openapi.json` is
    /// `https://host/v2`.
    #[must_use]
    pub fn at(mut self, document: impl Into<String>) -> Self {
        self.base = Some(document.into());
        self
    }

    /// The address with its variables filled in.
    ///
    /// # Errors
    /// A variable has a value that the document does not allow, or that would lead to another host than its place in the
    /// address says; or the address is relative and nothing says to what.
    pub fn address(&self) -> Result<String, BuildError> {
        let address = self.filled()?;
        match &self.base {
            Some(base) => {
                let refused = |error: url::ParseError| BuildError::base(&error.to_string());
                let base = url::Url::parse(base).map_err(refused)?;
                let joined = base.join(&address).map_err(refused)?;
                if self.is_path() && joined.origin() != base.origin() {
                    return Err(BuildError::base("a server variable would lead to another host"));
                }
                Ok(joined.into())
            }
            None if address.contains("://") => Ok(address),
            None => Err(BuildError::base(&format!("`{address}` is relative; say to what with `at`"))),
        }
    }

    /// Each variable is filled in once: what looks like another one in its value is not.
    fn filled(&self) -> Result<String, BuildError> {
        let host_ends = host_end(self.url);
        let mut address = String::new();
        let mut rest = self.url;
        while let Some(at) = rest.find('{') {
            let (before, from) = rest.split_at(at);
            let known = from[1..].split_once('}').and_then(|(name, after)| {
                let variable = self.variables.iter().find(|variable| variable.name == name)?;
                Some((variable, after))
            });
            address.push_str(before);
            rest = if let Some((variable, after)) = known {
                address.push_str(self.value(variable, self.url.len() - from.len() < host_ends)?);
                after
            } else {
                address.push('{');
                &from[1..]
            };
        }
        Ok(address + rest)
    }

    fn value(&self, variable: &ServerVariable, in_host: bool) -> Result<&str, BuildError> {
        let Some((_, value)) = self.given.iter().find(|(name, _)| *name == variable.name) else {
            return Ok(variable.default);
        };
        let refused = |why: &str| {
            let (name, value) = (variable.name, value.escape_debug());
            Err(BuildError::base(&format!("the server variable `{name}` is `{value}`, {why}")))
        };
        if !variable.values.is_empty() && !variable.values.contains(&value.as_str()) {
            return refused(&format!("but may be `{}`", variable.values.join("`, `")));
        }
        let ends_host = |c: char| c.is_whitespace() || c.is_control() || "/\\?#@{}".contains(c);
        if variable.values.is_empty() && in_host && value.contains(ends_host) {
            return refused("which would lead to another host");
        }
        Ok(value)
    }

    /// Whether the address is a path of the document's host, and no variable is all of it.
    fn is_path(&self) -> bool {
        !self.url.starts_with("//") && !self.url.starts_with('{') && !self.url.contains("://")
    }
}

/// Where the part of an address ends that says scheme and host; 0 where it has none.
fn host_end(url: &str) -> usize {
    let host = url.find("://").map(|at| at + 3).or_else(|| url.starts_with("//").then_some(2));
    host.map_or(0, |from| url[from..].find(['/', '?', '#']).map_or(url.len(), |length| from + length))
}

#[cfg(test)]
mod tests {
    use super::{Server, ServerVariable};

    static VARIABLES: [ServerVariable; 2] =
        [ServerVariable::new("region", "eu", &["eu", "us"]), ServerVariable::new("port", "443", &[])];

    static ANYWHERE: [ServerVariable; 2] =
        [ServerVariable::new("host", "{path}", &[]), ServerVariable::new("path", "v1", &[])];

    fn address(server: &Server) -> String {
        server.address().unwrap_or_else(|error| error.to_string())
    }

    #[test]
    fn variables_have_defaults_and_values() {
        let server = Server::with_variables("https://{region}.example.com:{port}/v2", &VARIABLES);
        assert_eq!(address(&server), "https://eu.example.com:443/v2");
        let server = server.set("region", "us").set("port", "1").set("port", "8443");
        assert_eq!(address(&server), "https://us.example.com:8443/v2");
        assert_eq!(
            address(&server.set("region", "mars")),
            "the base URL cannot be used: the server variable `region` is `mars`, but may be `eu`, `us`"
        );
    }

    #[test]
    fn a_server_variable_does_not_lead_to_another_host() {
        let server = Server::with_variables("https://{region}.example.com:{port}/v2", &VARIABLES);
        for port in ["443/evil", "1@evil.example", "1?", "1#", "1\\", " 1", "1\t", "{region}"] {
            let error = address(&server.clone().set("port", port));
            assert!(error.ends_with("which would lead to another host"), "{error}");
        }
        let server = Server::with_variables("https://{host}.example.com/{path}", &ANYWHERE);
        let server = server.set("host", "a").set("path", "b/{host}?c");
        assert_eq!(
            address(&server),
            "https://a.example.com/b/{host}?c",
            "behind the host anything goes, once"
        );
        // Where a variable is the beginning of the address, it says the host.
        let whole = Server::with_variables("{host}/{path}", &ANYWHERE).set("host", "https://h:1/x");
        assert_eq!(address(&whole), "https://h:1/x/v1");
        let relative = Server::with_variables("/{path}", &ANYWHERE).at("https://h/openapi.json");
        assert_eq!(address(&relative), "https://h/v1");
        for path in ["/evil.example", "\\evil.example"] {
            let error = address(&relative.clone().set("path", path));
            assert!(error.ends_with("a server variable would lead to another host"), "{error}");
        }
        let bare =
            Server::with_variables("//{host}/v2", &ANYWHERE).at("https://h/").set("host", "evil.example/x");
        assert!(address(&bare).ends_with("which would lead to another host"));
    }

    #[test]
    fn relative_addresses_need_a_document() {
        assert!(address(&Server::new("/v2")).contains("relative"));
        assert_eq!(address(&Server::new("/v2").at("https://h/a/openapi.json")), "https://h/v2");
        assert_eq!(address(&Server::new("../v2").at("https://h/a/b/openapi.json")), "https://h/a/v2");
        assert_eq!(address(&Server::new("https://x/y").at("https://h/")), "https://x/y");
    }
}
