//! Keys by which a server knows that two requests are the same one, sent again.

use std::hash::{BuildHasher, RandomState};

use ::http::{HeaderMap, HeaderName, HeaderValue};

use super::Operation;

/// Gives the request a key where the document has a header for it, the caller gave none, and it may be repeated. `true`
/// where there is a key: then the same request can be sent again whatever the method.
pub(crate) fn fill(operation: &Operation, headers: &mut HeaderMap, may_repeat: bool) -> bool {
    let Some(name) =
        operation.idempotency_header().and_then(|name| HeaderName::from_bytes(name.as_bytes()).ok())
    else {
        return false;
    };
    if headers.contains_key(&name) {
        return true;
    }
    let key = if may_repeat { HeaderValue::from_str(&key()).ok() } else { None };
    key.map(|key| headers.insert(name, key)).is_some()
}

/// A random UUID (RFC 9562, 5.4). It need not be hard to guess, only to be had twice: the keys of the standard library's
/// hashes come from the operating system.
fn key() -> String {
    let half = || RandomState::new().hash_one(0_u8).to_be_bytes();
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&half());
    bytes[8..].copy_from_slice(&half());
    uuid::Builder::from_random_bytes(bytes).into_uuid().to_string()
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
