//! Percent-encoding (RFC 3986, 2.1): everything but unreserved characters, so a space is `%20`.

use std::{borrow::Cow, fmt::Write as _};

use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// The bytes that [`RESERVED`] leaves as they are.
const IS_UNRESERVED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0_u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        byte += 1;
    }
    table
};

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

/// What a path segment cannot hold (RFC 3986, 3.3: `pchar`).
const NEVER_IN_PATH: &AsciiSet = &NEVER_IN_QUERY.add(b'/').add(b'?').remove(b'&').remove(b'+');

/// What a cookie cannot hold (RFC 6265, 4.1.1: `cookie-octet`).
const NEVER_IN_COOKIE: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// How the text of a value is encoded where it goes.
pub(crate) type Encode = fn(&str) -> String;

/// Whether a text stays as it is, as most numbers, names and identifiers do.
pub(crate) fn is_unreserved(text: &str) -> bool {
    text.bytes().fold(true, |all, byte| all & IS_UNRESERVED[usize::from(byte)])
}

/// For paths, queries and cookies.
pub(crate) fn unreserved(text: &str) -> String {
    if is_unreserved(text) {
        return text.to_owned();
    }
    Cow::from(utf8_percent_encode(text, RESERVED)).into_owned()
}

/// For query values with `allowReserved`.
pub(crate) fn reserved(text: &str) -> String {
    expanded(text, NEVER_IN_QUERY)
}

/// For path parameters with `allowReserved`.
pub(crate) fn reserved_in_path(text: &str) -> String {
    expanded(text, NEVER_IN_PATH)
}

/// Reserved expansion leaves what is percent-encoded already (RFC 6570, 3.2.3).
fn expanded(text: &str, never: &'static AsciiSet) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        let (before, from) = rest.split_at(at);
        out.extend(utf8_percent_encode(before, never));
        let is_triplet = from.as_bytes().get(1..3).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        let (percent, after) = from.split_at(if is_triplet { 3 } else { 1 });
        out.push_str(if is_triplet { percent } else { "%25" });
        rest = after;
    }
    out.extend(utf8_percent_encode(rest, never));
    out
}

/// For cookies that a server has made: what it put into one goes back to it unchanged.
pub(crate) fn cookie(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, NEVER_IN_COOKIE)).into_owned()
}

/// For headers, which are not percent-encoded.
pub(crate) fn verbatim(text: &str) -> String {
    text.to_owned()
}

/// JSON with nothing but ASCII in it (RFC 8259, 7), for headers.
pub(crate) fn ascii_json(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for character in json.chars() {
        if character.is_ascii() {
            out.push(character);
            continue;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            write!(out, "\\u{unit:04x}").expect("writing to a string never fails");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{ascii_json, reserved, reserved_in_path};

    #[test]
    fn json_can_be_written_in_ascii() {
        assert_eq!(ascii_json(r#"{"a":"é😀"}"#), r#"{"a":"\u00e9\ud83d\ude00"}"#);
    }

    #[test]
    fn what_is_encoded_already_is_not_encoded_twice() {
        // The value of RFC 6570, 3.2.3.
        assert_eq!(reserved("50%"), "50%25");
        assert_eq!(reserved("a%20b%2Fc%2f"), "a%20b%2Fc%2f");
        assert_eq!(reserved("%%41%4%zz%é%"), "%25%41%254%25zz%25%C3%A9%25");
        assert_eq!(reserved_in_path("a%2Fb/c"), "a%2Fb%2Fc");
    }

    #[test]
    fn a_path_segment_keeps_its_slashes_to_itself() {
        assert_eq!(reserved_in_path("a/b?c#d:e@f&g+h=i,j"), "a%2Fb%3Fc%23d:e@f&g+h=i,j");
    }
}
