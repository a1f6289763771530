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
    /// A variable has a value that the document does not allow, or the address is relative and nothing says to what.
    pub fn address(&self) -> Result<String, BuildError> {
        let mut address = self.url.to_owned();
        for variable in self.variables {
            let given = self.given.iter().find(|(name, _)| *name == variable.name);
            let value = given.map_or(variable.default, |(_, value)| value.as_str());
            if !variable.values.is_empty() && !variable.values.contains(&value) {
                let reason = format!(
                    "the server variable `{}` is `{}`, but may be `{}`",
                    variable.name,
                    value.escape_debug(),
                    variable.values.join("`, `")
                );
                return Err(BuildError::base(&reason));
            }
            address = address.replace(&format!("{{{}}}", variable.name), value);
        }
        match &self.base {
            Some(base) => {
                let joined = url::Url::parse(base).and_then(|base| base.join(&address));
                joined.map(String::from).map_err(|error| BuildError::base(&error.to_string()))
            }
            None if address.contains("://") => Ok(address),
            None => Err(BuildError::base(&format!("`{address}` is relative; say to what with `at`"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Server, ServerVariable};

    static VARIABLES: [ServerVariable; 2] =
        [ServerVariable::new("region", "eu", &["eu", "us"]), ServerVariable::new("port", "443", &[])];

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
    fn relative_addresses_need_a_document() {
        assert!(address(&Server::new("/v2")).contains("relative"));
        assert_eq!(address(&Server::new("/v2").at("https://h/a/openapi.json")), "https://h/v2");
        assert_eq!(address(&Server::new("../v2").at("https://h/a/b/openapi.json")), "https://h/a/v2");
        assert_eq!(address(&Server::new("https://x/y").at("https://h/")), "https://x/y");
    }
}
