//! Keys by which a server knows that two requests are the same one, sent again.

use ::http::{HeaderName, HeaderValue};

use super::{Operation, random};

/// The key of a request. Where there is one, the same request can be sent again whatever the method.
#[derive(Clone, Debug)]
pub(crate) enum Key {
    /// There is none.
    Absent,
    /// The caller gave it.
    Given,
    /// It is to be sent with every attempt.
    Made(Box<(HeaderName, HeaderValue)>),
}

impl Key {
    /// A new key where the document has a header for it, the caller gave none, and the request may be repeated.
    pub(crate) fn of(
        operation: &Operation,
        may_repeat: bool,
        is_given: impl FnOnce(&HeaderName) -> bool,
    ) -> Self {
        let name = operation.idempotency_header().map(|name| HeaderName::from_bytes(name.as_bytes()));
        match name {
            Some(Ok(name)) if is_given(&name) => Self::Given,
            Some(Ok(name)) if may_repeat => {
                HeaderValue::from_str(&key()).map_or(Self::Absent, |key| Self::Made(Box::new((name, key))))
            }
            Some(Ok(_) | Err(_)) | None => Self::Absent,
        }
    }

    /// Whether there is one.
    pub(crate) fn is_there(&self) -> bool {
        match self {
            Self::Absent => false,
            Self::Given | Self::Made(_) => true,
        }
    }
}

/// A random UUID (RFC 9562, 5.4). It need not be hard to guess, only to be had twice.
fn key() -> String {
    let bits = u128::from(random::bits()) << 64 | u128::from(random::bits());
    uuid::Builder::from_random_bytes(bits.to_be_bytes()).into_uuid().to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::key;

    #[test]
    fn keys_are_uuids_of_version_4_and_never_the_same() {
        let keys: BTreeSet<String> = (0..1000).map(|_| key()).collect();
        assert_eq!(keys.len(), 1000);
        for key in keys {
            let uuid: uuid::Uuid = key.parse().expect("a UUID");
            assert_eq!(uuid.get_version_num(), 4);
        }
    }
}
