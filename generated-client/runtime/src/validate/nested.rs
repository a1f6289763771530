//! Values with parts: lists, maps, tuples, and what may be absent.

use std::collections::BTreeMap;

use super::{Checker, Rule, Validate};
use crate::{Hidden, Patch};

impl<T: Validate + ?Sized> Validate for &T {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        (**self).check(rules, checker);
    }
}

impl<T: Validate + ?Sized> Validate for Box<T> {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        (**self).check(rules, checker);
    }
}

impl<T: Validate> Validate for Hidden<T> {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        (**self).check(rules, checker);
    }
}

impl<T: Validate> Validate for Option<T> {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        if let Some(value) = self {
            value.check(rules, checker);
        }
    }
}

impl<T: Validate> Validate for Patch<T> {
    #[inline]
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        if let Self::Value(value) = self {
            value.check(rules, checker);
        }
    }
}

impl<T: Validate + PartialEq> Validate for Vec<T> {
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        let len = self.len() as u64;
        checker.broken(rules, |rule| match rule {
            Rule::MinItems(min) => len < min,
            Rule::MaxItems(max) => len > max,
            Rule::Unique => self
                .iter()
                .enumerate()
                .any(|(index, item)| self.iter().take(index).any(|other| other == item)),
            _ => false,
        });
        let of_items =
            rules.iter().find_map(|rule| if let Rule::Items(rules) = rule { Some(*rules) } else { None });
        for (index, item) in self.iter().enumerate() {
            checker.item(index, item, of_items.unwrap_or_default());
        }
    }
}

impl<T: Validate> Validate for BTreeMap<String, T> {
    fn check(&self, rules: &'static [Rule], checker: &mut Checker) {
        checker.members(self.len(), rules);
        let of_values =
            rules.iter().find_map(|rule| if let Rule::Values(rules) = rule { Some(*rules) } else { None });
        for (key, value) in self {
            checker.entry(key, value, of_values.unwrap_or_default());
        }
    }
}

macro_rules! tuples {
    ($(($($member:ident $index:tt)+))*) => {
        $(
            impl<$($member: Validate),+> Validate for ($($member,)+) {
                fn check(&self, _: &'static [Rule], checker: &mut Checker) {
                    $(checker.item($index, &self.$index, &[]);)+
                }
            }
        )*
    };
}

tuples! {
    (A 0)
    (A 0 B 1)
    (A 0 B 1 C 2)
    (A 0 B 1 C 2 D 3)
    (A 0 B 1 C 2 D 3 E 4)
    (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7)
}
