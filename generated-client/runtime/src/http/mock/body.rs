//! Whether a body is the expected one.

use std::fmt;

use bytes::Bytes;

use crate::{
    Value,
    http::{
        RequestBody,
        body::TypedBody,
        mock::{RecordedRequest, recorded::KEPT},
    },
};

/// What is demanded of a body.
pub(super) enum Body {
    Any,
    None,
    Json(Value),
    Bytes(Bytes),
    /// Parts with a delimiter between them that is different each time.
    Multipart {
        boundary: String,
        bytes: Bytes,
    },
    /// What is in files by the time that the request comes.
    Later {
        boundary: Option<String>,
        body: RequestBody,
    },
    /// What the caller looks at.
    Checked(Box<dyn Fn(&RecordedRequest) -> bool + Send + Sync>),
}

impl Body {
    pub(super) fn of(body: Option<&TypedBody>) -> Self {
        let Some(body) = body else { return Self::None };
        let media_type = body.media_type.to_str().unwrap_or_default();
        let boundary = boundary(media_type).map(str::to_owned);
        let Some(bytes) = body.body.as_bytes().cloned() else {
            return Self::Later { boundary, body: body.body.clone() };
        };
        if let Some(boundary) = boundary {
            return Self::Multipart { boundary, bytes };
        }
        let json = is_json(media_type).then(|| serde_json::from_slice(&bytes).ok()).flatten();
        json.map_or(Self::Bytes(bytes), Self::Json)
    }

    /// What is different; `None` where nothing is.
    pub(super) fn difference(&self, request: &RecordedRequest) -> Option<String> {
        let body = &request.body;
        match self {
            Self::Any => None,
            Self::None => {
                (!body.is_empty()).then(|| format!("it has a body, which was not expected: {}", shown(body)))
            }
            Self::Json(expected) => match serde_json::from_slice::<Value>(body) {
                Ok(value) if value == *expected => None,
                Ok(value) => Some(first_difference("", expected, &value)),
                Err(_) => Some(format!("the body is no JSON: {}", shown(body))),
            },
            Self::Bytes(expected) => other_bytes(body, expected),
            Self::Multipart { boundary, bytes } => other_parts(request, boundary, bytes),
            Self::Later { boundary, body: expected } => {
                // What is not kept of a request cannot be compared; of a stream nothing is known.
                let bytes = expected.whole(KEPT as u64).filter(|bytes| bytes.len() <= KEPT)?;
                match boundary {
                    Some(boundary) => other_parts(request, boundary, &bytes),
                    None => other_bytes(body, &bytes),
                }
            }
            Self::Checked(check) => {
                (!check(request)).then(|| format!("the body is not as the test wants it: {}", shown(body)))
            }
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Any => "Any",
            Self::None => "None",
            Self::Json(_) => "Json",
            Self::Bytes(_) => "Bytes",
            Self::Multipart { .. } => "Multipart",
            Self::Later { .. } => "Later",
            Self::Checked(_) => "Checked",
        })
    }
}

fn other_bytes(body: &Bytes, expected: &Bytes) -> Option<String> {
    (expected != body).then(|| format!("the body is {}, and {} was expected", shown(body), shown(expected)))
}

fn other_parts(request: &RecordedRequest, expected: &str, bytes: &Bytes) -> Option<String> {
    let body = &request.body;
    let sent = request.header("content-type").and_then(boundary).unwrap_or_default();
    let same = without(body, sent) == without(bytes, expected);
    (!same).then(|| format!("the parts are {}, and {} was expected", shown(body), shown(bytes)))
}

fn is_json(media_type: &str) -> bool {
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    media_type.ends_with("/json") || media_type.ends_with("+json")
}

fn boundary(media_type: &str) -> Option<&str> {
    let (_, boundary) = media_type.split_once("boundary=")?;
    Some(boundary.split(';').next().unwrap_or_default().trim_matches('"'))
}

/// A body without its delimiters.
fn without(body: &[u8], boundary: &str) -> Vec<u8> {
    let mut rest = body;
    let mut out = Vec::with_capacity(body.len());
    while let Some(first) = rest.first() {
        if let Some(after) = rest.strip_prefix(boundary.as_bytes()).filter(|_| !boundary.is_empty()) {
            rest = after;
        } else {
            out.push(*first);
            rest = &rest[1..];
        }
    }
    out
}

/// The first place where two values differ, with both.
fn first_difference(path: &str, expected: &Value, value: &Value) -> String {
    let member = |name: &str| if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") };
    let place = if path.is_empty() { "the body" } else { path };
    match (expected, value) {
        (Value::Object(left), Value::Object(right)) => {
            for (name, expected) in left {
                match right.get(name) {
                    None => {
                        return format!("{} is missing from the body, {expected} was expected", member(name));
                    }
                    Some(value) if value != expected => {
                        return first_difference(&member(name), expected, value);
                    }
                    Some(_) => {}
                }
            }
            let more = right.iter().find(|(name, _)| !left.contains_key(*name));
            more.map_or_else(String::new, |(name, value)| {
                format!("{} is {value} in the body, and was not expected", member(name))
            })
        }
        (Value::Array(left), Value::Array(right)) if left.len() == right.len() => {
            let at = left.iter().zip(right).position(|(one, other)| one != other).unwrap_or_default();
            first_difference(&format!("{path}[{at}]"), &left[at], &right[at])
        }
        (expected, value) => format!("{place} is {value}, and {expected} was expected"),
    }
}

/// A body in a message: its beginning, on one line.
fn shown(body: &[u8]) -> String {
    const LONGEST: usize = 300;
    if body.is_empty() {
        return "nothing".to_owned();
    }
    let text = String::from_utf8_lossy(body);
    let beginning: String = text.chars().take(LONGEST).collect();
    let rest = if beginning.len() < text.len() { "…" } else { "" };
    format!("`{}{rest}`", beginning.escape_debug().to_string().replace("\\\"", "\""))
}
