//! Integers that are written with a fraction of zero or an exponent: `1.0`, `1e3`.
//!
//! They are integers for JSON Schema (validation, section 6.1.1: "any number with a zero fractional part"), and some languages
//! write every number so; `serde` takes them for no integer. In: a JSON text that could not be decoded. Out: the same text with such
//! numbers spelled as integers, digit by digit, for a second try. What decodes at once pays nothing.

/// What is decoded: a text as it came, and then with integers spelled out.
#[derive(Debug, Default)]
pub(crate) struct Spelled {
    /// The text for the second try, and why the first one failed.
    second: Option<(Vec<u8>, serde_json::Error)>,
}

impl Spelled {
    /// The text of this try.
    #[inline]
    pub(crate) fn or<'t>(&'t self, json: &'t [u8]) -> &'t [u8] {
        self.second.as_ref().map_or(json, |(text, _)| text)
    }

    /// Takes the error of a try; gives the one to report where no other try would help.
    #[cold]
    #[inline(never)]
    pub(crate) fn again(&mut self, json: &[u8], error: serde_json::Error) -> Result<(), serde_json::Error> {
        match self.second.take() {
            // Where nothing has moved, the second error knows more: it is behind the numbers.
            Some((text, first)) => Err(if text.len() == json.len() { error } else { first }),
            None => match error.is_data().then(|| respelled(json)).flatten() {
                Some(text) => {
                    self.second = Some((text, error));
                    Ok(())
                }
                None => Err(error),
            },
        }
    }
}

/// The text with whole numbers spelled as integers; `None` where there is none. A number that gets shorter is followed by blanks, so
/// that what is behind it keeps its position.
fn respelled(json: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    // Up to where the text has been copied.
    let mut copied = 0;
    let mut at = 0;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => at = behind_string(json, at),
            b'-' | b'0'..=b'9' => {
                let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                let length = json[at..].iter().take_while(|byte| is_part(byte)).count();
                if let Some(integer) = integer(&json[at..at + length]) {
                    text.extend_from_slice(&json[copied..at]);
                    text.extend_from_slice(integer.as_bytes());
                    text.resize(text.len() + length.saturating_sub(integer.len()), b' ');
                    copied = at + length;
                }
                at += length;
            }
            _ => at += 1,
        }
    }
    if copied == 0 {
        return None;
    }
    text.extend_from_slice(&json[copied..]);
    Some(text)
}

/// The position behind the string that begins at `at`.
fn behind_string(json: &[u8], at: usize) -> usize {
    let mut at = at + 1;
    while let Some(byte) = json.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    json.len()
}

/// The integer of 64 bits that a number is, if it is written in another way.
fn integer(number: &[u8]) -> Option<String> {
    /// More digits than an integer of 64 bits has.
    const TOO_MANY: i64 = 40;
    let number = str::from_utf8(number).ok()?;
    let (mantissa, exponent) = match number.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
        None => (number, 0),
    };
    if mantissa.len() == number.len() && !number.contains('.') {
        return None;
    }
    let (sign, mantissa) = mantissa.strip_prefix('-').map_or(("", mantissa), |rest| ("-", rest));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let mut digits = format!("{whole}{fraction}");
    // Where the point is, seen from the first digit.
    let point = i64::try_from(whole.len()).ok()?.checked_add(exponent)?;
    let behind = usize::try_from(point).unwrap_or(0).min(digits.len());
    if digits[behind..].bytes().any(|digit| digit != b'0') {
        return None;
    }
    digits.truncate(behind);
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Some("0".to_owned());
    }
    let zeros = if point > TOO_MANY { return None } else { usize::try_from(point).ok()? - behind };
    let text = format!("{sign}{significant}{}", "0".repeat(zeros));
    (text.parse::<i64>().is_ok() || text.parse::<u64>().is_ok()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::{integer, respelled};

    #[test]
    fn whole_numbers_of_64_bits_are_integers() {
        for (number, expected) in [
            ("1.0", Some("1")),
            ("1e3", Some("1000")),
            ("1.5E+1", Some("15")),
            ("120e-1", Some("12")),
            ("-7.00", Some("-7")),
            ("-0.0", Some("0")),
            ("0e999999999", Some("0")),
            ("9007199254740993.0", Some("9007199254740993")),
            ("18446744073709551615.0", Some("18446744073709551615")),
            ("-9223372036854775808.0", Some("-9223372036854775808")),
            ("18446744073709551616.0", None),
            ("1e20", None),
            ("1e999999999", None),
            ("1.5", None),
            ("15e-1", None),
            ("1e-1", None),
            ("12", None),
            ("-", None),
            ("1e", None),
            ("1.2.0", None),
        ] {
            assert_eq!(integer(number.as_bytes()).as_deref(), expected, "{number}");
        }
    }

    #[test]
    fn strings_are_left_alone_and_positions_kept() {
        let text = br#"{"a\"1.0":1.0,"b":["2.0",-3e0,1.5],"c":4}"#;
        let expected = br#"{"a\"1.0":1  ,"b":["2.0",-3  ,1.5],"c":4}"#;
        assert_eq!(respelled(text).as_deref(), Some(expected.as_slice()));
        assert_eq!(respelled(br#"{"a":1,"b":"1.0"}"#), None);
        assert_eq!(respelled(br#"["1.0"#), None);
        assert_eq!(respelled(b"1e2").as_deref(), Some(b"100".as_slice()));
        assert_eq!(respelled(br#""\"#), None);
    }
}
