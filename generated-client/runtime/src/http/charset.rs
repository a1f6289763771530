//! Text in the charset that its media type names (RFC 9110, section 8.3.2).

/// Why bytes are no text.
pub(crate) struct Fault {
    pub(crate) reason: String,
    /// Where in the body.
    pub(crate) at: usize,
}

/// The text of a body with this `Content-Type`. Without a charset it is UTF-8, or what a byte order mark says.
pub(crate) fn decode(body: &[u8], content_type: &str) -> Result<String, Fault> {
    match (body, named(content_type).as_deref()) {
        ([0xff, 0xfe, rest @ ..], None | Some("utf-16" | "utf-16le")) => utf16(rest, u16::from_le_bytes),
        ([0xfe, 0xff, rest @ ..], None | Some("utf-16" | "utf-16be")) => utf16(rest, u16::from_be_bytes),
        (_, None | Some("utf-8" | "utf8" | "us-ascii" | "ascii")) => {
            let text = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
            std::str::from_utf8(text).map(str::to_owned).map_err(|error| Fault {
                reason: format!("the text is not UTF-8: {error}"),
                at: body.len() - text.len() + error.valid_up_to(),
            })
        }
        // What is labelled so is the superset of Windows in practice (WHATWG Encoding, 4.2 "Names and labels").
        (_, Some("iso-8859-1" | "iso8859-1" | "latin1" | "windows-1252" | "cp1252")) => {
            Ok(body.iter().map(|byte| windows_1252(*byte)).collect())
        }
        // Without a mark it is big-endian by RFC 2781, and little-endian in practice (WHATWG).
        (_, Some("utf-16" | "utf-16le")) => utf16(body, u16::from_le_bytes),
        (_, Some("utf-16be")) => utf16(body, u16::from_be_bytes),
        (_, Some(other)) => {
            let other: String = other.chars().take(40).collect();
            Err(Fault { reason: format!("the text is in charset `{}`", other.escape_debug()), at: 0 })
        }
    }
}

/// The parameter `charset`, in lower case and without quotes.
fn named(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_ascii_lowercase())
    })
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Fault> {
    let fault = |at| Fault { reason: "the text is not UTF-16".to_owned(), at };
    if !bytes.len().is_multiple_of(2) {
        return Err(fault(bytes.len()));
    }
    let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
    char::decode_utf16(units).collect::<Result<_, _>>().map_err(|_| fault(0))
}

/// WHATWG Encoding, index windows-1252: like ISO 8859-1, but for what is not used there.
fn windows_1252(byte: u8) -> char {
    const C1: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => C1[usize::from(byte - 0x80)],
        other => char::from(other),
    }
}

#[cfg(test)]
mod tests {
    use super::decode;

    fn text(body: &[u8], content_type: &str) -> Result<String, String> {
        decode(body, content_type).map_err(|fault| format!("{} at {}", fault.reason, fault.at))
    }

    #[test]
    fn charsets_by_name() {
        let naive = Ok("naïve".to_owned());
        assert_eq!(text("naïve".as_bytes(), "text/plain"), naive);
        assert_eq!(text("naïve".as_bytes(), "text/plain; charset=\"UTF-8\""), naive);
        assert_eq!(text(b"na\xefve", "text/csv; header=present; Charset=ISO-8859-1"), naive);
        assert_eq!(text(b"n\0a\0\xef\0v\0e\0", "text/plain;charset=utf-16le"), naive);
        assert_eq!(text(b"\0n\0a\0\xef\0v\0e", "text/plain;charset=utf-16be"), naive);
        assert_eq!(text(b"\x80\x9f\xe9", "text/plain; charset=windows-1252"), Ok("€Ÿé".to_owned()));
    }

    #[test]
    fn byte_order_marks_are_no_text() {
        assert_eq!(text(b"\xef\xbb\xbfa", "text/plain; charset=utf-8"), Ok("a".to_owned()));
        assert_eq!(text(b"\xfe\xff\0a", "text/plain"), Ok("a".to_owned()));
        assert_eq!(text(b"\xff\xfea\0", "text/plain; charset=utf-16"), Ok("a".to_owned()));
    }

    #[test]
    fn what_is_not_text_says_where() {
        assert_eq!(
            text(b"ab\xff", "text/plain"),
            Err("the text is not UTF-8: invalid utf-8 sequence of 1 bytes from index 2 at 2".to_owned())
        );
        assert_eq!(text(b"abc", "text/plain; charset=utf-16"), Err("the text is not UTF-16 at 3".to_owned()));
        assert_eq!(
            text(b"abc", "text/plain; charset=KOI8-R"),
            Err("the text is in charset `koi8-r` at 0".to_owned())
        );
    }
}
