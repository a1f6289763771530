//! Percent-encoding (RFC 3986, 2.1): everything but unreserved characters, so a space is `%20`.

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What a query value cannot hold even with `allowReserved`: RFC 3986 has no place for `#`, `[` and `]` in a
/// query, and `&` and `+` have a meaning of their own in it.
const NEVER_IN_QUERY: &AsciiSet = &RESERVED
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// What a cookie cannot hold (RFC 6265, 4.1.1: `cookie-octet`).
const NEVER_IN_COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// How the text of a value is encoded where it goes.
pub(crate) type Encode = fn(&str) -> String;

/// For paths, queries and cookies.
pub(crate) fn unreserved(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// For query values with `allowReserved`.
pub(crate) fn reserved(text: &str) -> String {
    utf8_percent_encode(text, NEVER_IN_QUERY).to_string()
}

/// For cookies that a server has made: what it put into one goes back to it unchanged.
pub(crate) fn cookie(text: &str) -> String {
    utf8_percent_encode(text, NEVER_IN_COOKIE).to_string()
}

/// For headers, which are not percent-encoded.
pub(crate) fn verbatim(text: &str) -> String {
    text.to_owned()
}
