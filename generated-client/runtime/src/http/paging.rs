//! Lists that continue on further pages: what selects the next page, and streams over pages and items.

mod advance;
mod key;
mod stream;

pub use key::{NextPage, PageKey};
pub use stream::{Items, Pages};

/// How the pages of a list follow each other. What a page itself says about the next one is a [`NextPage`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Paging(pub(crate) Rule);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// The page says which value the parameter has for the next one.
    Named { param: &'static str },
    /// The parameter grows by the number of items.
    Offset { param: &'static str, limit: Option<&'static str> },
    /// The parameter grows by one.
    Count { param: &'static str, first: u64 },
    /// The page has the address of the next one.
    Link,
    /// A header has the address of the next page.
    LinkHeader,
}

impl Paging {
    /// A page number in this query parameter; the page names the next number, 0 or null after the last.
    pub const fn page_number(param: &'static str) -> Self {
        Self(Rule::Named { param })
    }

    /// An opaque cursor in this query parameter; the page carries the next one, absent or empty after the last.
    pub const fn cursor(param: &'static str) -> Self {
        Self(Rule::Named { param })
    }

    /// An offset in this query parameter that grows by the number of items. An empty page is the last, and so is
    /// one with fewer items than the caller asked for in the `limit` parameter, once a page had as many: a server may
    /// have a limit of its own. An answer that is the same as the one before is no page: the server has no more, or does
    /// not know the parameter.
    pub const fn offset(param: &'static str, limit: Option<&'static str>) -> Self {
        Self(Rule::Offset { param, limit })
    }

    /// A page number in this query parameter that grows by one, from the number of the first page; an empty page is
    /// the last. An answer that is the same as the one before is no page: the server has no more, or does not know the
    /// parameter.
    pub const fn page_count(param: &'static str, first: u64) -> Self {
        Self(Rule::Count { param, first })
    }

    /// The page has the address of the next one.
    pub const fn next_link() -> Self {
        Self(Rule::Link)
    }

    /// Whether the next page follows from this one by counting, whatever the server says.
    pub(crate) const fn counts(self) -> bool {
        matches!(self.0, Rule::Offset { .. } | Rule::Count { .. })
    }

    /// A `Link` header with `rel="next"` has the address of the next page (RFC 8288).
    pub const fn link_header() -> Self {
        Self(Rule::LinkHeader)
    }
}
