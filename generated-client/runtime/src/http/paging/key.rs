//! What a page says about the next one.

use crate::{Patch, Uuid, Value};

/// What a page says about the next one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NextPage(pub(super) Said);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Said {
    Last,
    /// A number, a cursor or an address.
    Key(String),
    /// How many items are on this page.
    Items(usize),
    /// The response header tells.
    Header,
}

impl NextPage {
    /// This page is the last.
    pub fn last() -> Self {
        Self(Said::Last)
    }

    /// The number of the next page; none, 0 and below mean that this is the last.
    pub fn number(next: impl PageKey) -> Self {
        match next.key() {
            Some(key) if !key.is_empty() && key != "0" && !key.starts_with('-') => Self(Said::Key(key)),
            Some(_) | None => Self::last(),
        }
    }

    /// The cursor of the next page; none and an empty one mean that this is the last.
    pub fn cursor(next: impl PageKey) -> Self {
        next.key().filter(|key| !key.is_empty()).map_or_else(Self::last, |key| Self(Said::Key(key)))
    }

    /// The address of the next page, absolute or relative; none and an empty one mean that this is the last.
    pub fn link(next: impl PageKey) -> Self {
        Self::cursor(next)
    }

    /// How many items are on this page, where the next one follows from that.
    pub fn items(count: usize) -> Self {
        Self(Said::Items(count))
    }

    /// The `Link` header of the response tells.
    pub fn header() -> Self {
        Self(Said::Header)
    }
}

/// A value that selects a page: texts, numbers, and options of them.
pub trait PageKey {
    /// The value as it is sent; `None` for no further page.
    fn key(self) -> Option<String>;
}

impl PageKey for &str {
    fn key(self) -> Option<String> {
        Some(self.to_owned())
    }
}

impl PageKey for String {
    fn key(self) -> Option<String> {
        Some(self)
    }
}

impl<K: PageKey> PageKey for Option<K> {
    fn key(self) -> Option<String> {
        self.and_then(K::key)
    }
}

impl<K: PageKey> PageKey for Patch<K> {
    fn key(self) -> Option<String> {
        self.into_option().key()
    }
}

impl<K: PageKey + Clone> PageKey for &K {
    fn key(self) -> Option<String> {
        self.clone().key()
    }
}

impl PageKey for Uuid {
    fn key(self) -> Option<String> {
        Some(self.to_string())
    }
}

/// Free-form: texts and numbers select a page, everything else does not.
impl PageKey for Value {
    fn key(self) -> Option<String> {
        match self {
            Self::String(text) => Some(text),
            Self::Number(number) => {
                number.as_i64().map_or_else(|| number.as_f64().and_then(PageKey::key), PageKey::key)
            }
            Self::Null | Self::Bool(_) | Self::Array(_) | Self::Object(_) => None,
        }
    }
}

macro_rules! page_numbers {
    ($($number:ty)*) => {$(
        impl PageKey for $number {
            fn key(self) -> Option<String> {
                Some(self.to_string())
            }
        }
    )*};
}

page_numbers! { i8 i16 i32 i64 u8 u16 u32 u64 usize }

/// `type: number` is often used for page numbers: 2.0 is sent as `2`.
impl PageKey for f64 {
    fn key(self) -> Option<String> {
        self.is_finite().then(|| self.to_string())
    }
}

/// As `f64`.
impl PageKey for f32 {
    fn key(self) -> Option<String> {
        f64::from(self).key()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page() {
        let last = NextPage::last();
        assert_eq!(NextPage::number(0_i64), last);
        assert_eq!(NextPage::number(0.0), last);
        assert_eq!(NextPage::number(-1), last);
        assert_eq!(NextPage::number(None::<i64>), last);
        assert_eq!(NextPage::cursor(""), last);
        assert_eq!(NextPage::link(&None::<String>), last);
    }

    #[test]
    fn keys_as_they_are_sent() {
        let key = |text: &str| NextPage(Said::Key(text.to_owned()));
        assert_eq!(NextPage::number(2.0), key("2"));
        assert_eq!(NextPage::number(Some(17_u32)), key("17"));
        assert_eq!(NextPage::cursor(Some(&"a b".to_owned())), key("a b"));
        assert_eq!(NextPage::cursor(-5), key("-5"));
        assert_eq!(NextPage::number(Value::from(9_007_199_254_740_993_i64)), key("9007199254740993"));
        assert_eq!(NextPage::number(Patch::Value(Value::from(3.0))), key("3"));
    }
}
