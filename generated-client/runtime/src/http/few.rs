//! A list that is rarely longer than one: a single item needs no memory of its own.

use std::{mem, ops::Deref, slice};

/// Items in order.
#[derive(Clone, Debug)]
pub(crate) enum Few<T> {
    None,
    One(T),
    More(Vec<T>),
}

impl<T> Few<T> {
    pub(crate) fn push(&mut self, item: T) {
        *self = match mem::replace(self, Self::None) {
            Self::None => Self::One(item),
            Self::One(first) => Self::More(vec![first, item]),
            Self::More(mut items) => {
                items.push(item);
                Self::More(items)
            }
        };
    }
}

impl<T> Deref for Few<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        match self {
            Self::None => &[],
            Self::One(item) => slice::from_ref(item),
            Self::More(items) => items,
        }
    }
}

impl<T> FromIterator<T> for Few<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        items.into_iter().fold(Self::None, |mut few, item| {
            few.push(item);
            few
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Few;

    #[test]
    fn items_stay_in_order() {
        for count in 0..4 {
            let expected: Vec<_> = (0..count).map(|number| number.to_string()).collect();
            let few: Few<String> = expected.iter().cloned().collect();
            assert_eq!(*few, *expected);
        }
    }
}
