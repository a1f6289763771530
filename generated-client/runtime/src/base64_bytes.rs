//! Bytes that travel as base64 (RFC 4648).

use std::fmt;

use base64::Engine as _;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::display::Base64Display;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD as CANONICAL};

use crate::spelled::{Spelled, keep, spelled};

const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const READ_STANDARD: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const READ_URL_SAFE: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// Bytes that travel as base64.
///
/// Written in the standard alphabet with padding. Read in the standard or the URL-safe alphabet, with or without
/// padding, line breaks allowed; a spelling other than the one above is kept and goes out again.
#[derive(Clone, Default)]
pub struct Base64 {
    bytes: Vec<u8>,
    spelling: Option<Box<str>>,
}

impl Base64 {
    /// The bytes.
    #[inline]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, by value.
    #[inline]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

spelled!(Base64 by as_bytes);

impl Spelled for Base64 {
    const EXPECTED: &'static str = "bytes in base64";

    fn read(text: &str) -> Option<Self> {
        let compact: String;
        let digits = if text.contains(|character: char| character.is_ascii_whitespace()) {
            compact = text.chars().filter(|character| !character.is_ascii_whitespace()).collect();
            &compact
        } else {
            text
        };
        let engine = if digits.contains(['-', '_']) { READ_URL_SAFE } else { READ_STANDARD };
        let value = Self { bytes: engine.decode(digits).ok()?, spelling: None };
        let spelling = keep(text, &value);
        Some(Self { spelling, ..value })
    }
}

impl fmt::Display for Base64 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.spelling {
            Some(spelling) => formatter.write_str(spelling),
            None => fmt::Display::fmt(&Base64Display::new(&self.bytes, &CANONICAL), formatter),
        }
    }
}

impl AsRef<[u8]> for Base64 {
    #[inline]
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl From<Vec<u8>> for Base64 {
    #[inline]
    fn from(bytes: Vec<u8>) -> Self {
        Self { bytes, spelling: None }
    }
}

impl From<&[u8]> for Base64 {
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        bytes.to_vec().into()
    }
}

impl From<Base64> for Vec<u8> {
    #[inline]
    fn from(value: Base64) -> Self {
        value.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::Base64;

    #[test]
    fn reads_every_dialect_and_writes_it_back() {
        let bytes: &[u8] = &[0xfb, 0xff, 0x00, 0x01];
        for text in ["+/8AAQ==", "+/8AAQ", "-_8AAQ==", "-_8AAQ", "+/8A\r\nAQ=="] {
            let quoted = serde_json::to_string(text).expect("encodes");
            let value: Base64 = serde_json::from_str(&quoted).expect("base64");
            assert_eq!(value.as_bytes(), bytes, "{text}");
            assert_eq!(value, Base64::from(bytes));
            assert_eq!(serde_json::to_string(&value).expect("encodes"), quoted);
        }
        assert_eq!(Base64::from(bytes).to_string(), "+/8AAQ==");
        assert_eq!(Base64::default().to_string(), "");
    }

    #[test]
    fn refuses_what_is_not_base64() {
        let error = serde_json::from_str::<Base64>(r#""a*b""#).expect_err("must fail").to_string();
        assert_eq!(error, r#"invalid value: string "a*b", expected bytes in base64 at line 1 column 5"#);
        assert_eq!("a".parse::<Base64>().expect_err("must fail").to_string(), "not bytes in base64");
    }
}
