//! Text that must not show.

use std::fmt;

use serde_core::de::{Deserialize, Deserializer};
use serde_core::ser::{Serialize, Serializer};
use zeroize::Zeroize;

/// A password, token or other text that never shows in `Debug` and is overwritten when it is dropped.
///
/// It travels as plain text. Whoever needs the text says so: [`Secret::expose`].
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Secret(String);

impl Secret {
    /// Takes a text into custody.
    #[inline]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text.
    #[inline]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("***")
    }
}

impl From<String> for Secret {
    #[inline]
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    #[inline]
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl<'de> Deserialize<'de> for Secret {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

impl Serialize for Secret {
    #[inline]
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn shows_only_when_asked() {
        let secret = Secret::from("hunter2");
        assert_eq!(format!("{secret:?} {:?} {secret:#?}", Some(&secret)), "*** Some(***) ***");
        assert_eq!(secret.expose(), "hunter2");
    }

    #[test]
    fn travels_as_text() {
        let secret: Secret = serde_json::from_str(r#""a\nb""#).expect("a string");
        assert_eq!(secret, Secret::new("a\nb"));
        assert_eq!(serde_json::to_string(&secret).expect("encodes"), r#""a\nb""#);
    }
}
