//! Header values and bodies that hold secrets: overwritten when the last of those who share them is gone, and not printed.
//!
//! What the HTTP client copies into the buffers of its connections is out of reach, and so are addresses.

use ::http::{HeaderValue, header::InvalidHeaderValue};
use bytes::Bytes;
use zeroize::Zeroizing;

/// A header value of this text.
pub(crate) fn header(text: &str) -> Result<HeaderValue, InvalidHeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(bytes(Zeroizing::new(text.as_bytes().to_vec())))?;
    value.set_sensitive(true);
    Ok(value)
}

/// Bytes that are shared and not copied.
pub(crate) fn bytes(bytes: Zeroizing<Vec<u8>>) -> Bytes {
    Bytes::from_owner(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_shared_and_not_copied() {
        let secret = Zeroizing::new(b"s3cret".to_vec());
        let place = secret.as_ptr();
        let shared = bytes(secret);
        assert_eq!(shared.as_ptr(), place);
        let value = HeaderValue::from_maybe_shared(shared.clone()).expect("valid");
        assert_eq!((value.as_bytes().as_ptr(), value.clone().as_bytes().as_ptr()), (place, place));
        assert!(header("s3cret").is_ok_and(|value| value.is_sensitive() && value == "s3cret"));
        assert!(header("a\r\nb").is_err());
    }
}
