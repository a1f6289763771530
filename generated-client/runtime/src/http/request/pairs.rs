//! The pairs of a query or of cookies while they are collected, each with the parameter that it came from.

use crate::http::param::query::Pair;

/// Encoded pairs in order. A parameter that is set again has its new pairs instead of the old ones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pairs {
    pairs: Vec<Pair>,
    /// The parameter of each.
    params: Vec<&'static str>,
}

impl Pairs {
    /// The pairs of a parameter; none take it out.
    pub(crate) fn set(&mut self, param: &'static str, pairs: Vec<Pair>) {
        self.keep(|known, _| known != param);
        self.params.extend(pairs.iter().map(|_| param));
        self.pairs.extend(pairs);
    }

    /// One pair instead of all that have its name, whichever parameter they came from.
    pub(crate) fn replace(&mut self, param: &'static str, pair: Pair) {
        self.keep(|_, name| name != pair.0);
        self.set(param, vec![pair]);
    }

    /// All pairs in order.
    pub(crate) fn all(&self) -> &[Pair] {
        &self.pairs
    }

    /// The last value under an encoded name.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        self.pairs.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    fn keep(&mut self, wanted: impl Fn(&str, &str) -> bool) {
        let before = self.params.drain(..).zip(self.pairs.drain(..)).collect::<Vec<_>>();
        let kept = before.into_iter().filter(|(param, (name, _))| wanted(param, name));
        (self.params, self.pairs) = kept.unzip();
    }
}

#[cfg(test)]
mod tests {
    use super::Pairs;

    fn pair(name: &str, value: &str) -> (String, String) {
        (name.to_owned(), value.to_owned())
    }

    #[test]
    fn a_parameter_that_is_set_again_keeps_nothing() {
        let mut pairs = Pairs::default();
        pairs.set("range", vec![pair("from", "1"), pair("to", "2")]);
        pairs.set("page", vec![pair("page", "1")]);
        pairs.set("range", vec![pair("from", "3")]);
        assert_eq!(pairs.all(), [pair("page", "1"), pair("from", "3")]);
        assert_eq!((pairs.value("from"), pairs.value("to")), (Some("3"), None));
        pairs.set("range", Vec::new());
        assert_eq!(pairs.all(), [pair("page", "1")]);
    }

    #[test]
    fn a_page_has_one_number() {
        let mut pairs = Pairs::default();
        pairs.set("filter", vec![pair("page", "1"), pair("name", "x")]);
        pairs.replace("page", pair("page", "2"));
        assert_eq!(pairs.all(), [pair("name", "x"), pair("page", "2")]);
    }
}
