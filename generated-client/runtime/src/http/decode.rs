//! What is wrong with a body that could not be decoded, and where.

use std::fmt;

use super::{RawResponse, charset, excerpt, json_path};

/// Why a body could not be decoded: the place in it, the reason and an excerpt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError(Box<Detail>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Detail {
    status: u16,
    path: String,
    reason: String,
    excerpt: String,
}

impl DecodeError {
    /// The path is computed from the position of the fault, so that decoding itself need not keep track.
    #[cold]
    #[inline(never)]
    pub(crate) fn json(error: &serde_json::Error, response: &RawResponse) -> Self {
        let body = &response.body;
        if body.is_empty() {
            return Self::new(response, String::new(), "the body is empty".to_owned(), String::new());
        }
        // A page to sign in, or of a proxy, is worth more than the character at which it stops being JSON.
        if let Some(sent) = response.media_type().filter(|name| !may_be_json(name))
            && error.classify() == serde_json::error::Category::Syntax
        {
            let reason = format!("the server sent {}, not JSON", excerpt::beginning(&sent));
            return Self::new(response, String::new(), reason, excerpt::around(body, 0));
        }
        let at = json_path::offset(body, error.line(), error.column());
        let path = json_path::at(body, at);
        let text = error.to_string();
        let position = format!(" at line {} column {}", error.line(), error.column());
        let reason = excerpt::ends(text.strip_suffix(&position).unwrap_or(&text));
        Self::new(response, path, reason, excerpt::around(body, at))
    }

    #[cold]
    pub(crate) fn text(fault: charset::Fault, response: &RawResponse) -> Self {
        let excerpt = excerpt::around(&response.body, fault.at);
        Self::new(response, String::new(), fault.reason, excerpt)
    }

    /// A fault that only the caller of [`RawResponse`] can see, for example an unexpected media type.
    #[cold]
    pub fn other(response: &RawResponse, reason: impl Into<String>) -> Self {
        Self::new(response, String::new(), reason.into(), excerpt::around(&response.body, 0))
    }

    fn new(response: &RawResponse, path: String, reason: String, excerpt: String) -> Self {
        Self(Box::new(Detail { status: response.code(), path, reason, excerpt }))
    }

    /// Where in the body the fault is, for example `results[3].flow_set[0].slug`; empty for the body as a whole.
    pub fn path(&self) -> &str {
        &self.0.path
    }

    /// The status of the response.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// What is wrong there.
    pub fn reason(&self) -> &str {
        &self.0.reason
    }

    /// The body around the fault, at most 200 characters on one line.
    pub fn excerpt(&self) -> &str {
        &self.0.excerpt
    }
}

/// True for media types whose bodies may be JSON, also where a server does not say so well.
fn may_be_json(media_type: &str) -> bool {
    let (family, subtype) = media_type.split_once('/').unwrap_or((media_type, ""));
    subtype.contains("json") || (family, subtype) == ("text", "plain") || family == "*"
}

impl fmt::Display for DecodeError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Detail { path, reason, excerpt, .. } = &*self.0;
        if !path.is_empty() {
            write!(formatter, "{path}: ")?;
        }
        formatter.write_str(reason)?;
        if !excerpt.is_empty() {
            write!(formatter, "; near {excerpt}")?;
        }
        Ok(())
    }
}

impl std::error::Error for DecodeError {}
