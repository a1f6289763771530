//! How a list continues on further pages.

/// A paging rule, as it applies to one operation.
#[derive(Clone, Debug, PartialEq)]
pub struct Pagination {
    /// What selects the next page.
    pub style: PaginationStyle,
    /// Where the items are in the response body; empty when the body itself is the list.
    pub items: FieldPath,
    /// Nobody said so: names and types of the document did.
    pub inferred: bool,
}

/// What selects the next page.
#[derive(Clone, Debug, PartialEq)]
pub enum PaginationStyle {
    /// A page number in the query; the response names the next one, 0 or null after the last.
    PageNumber {
        /// Wire name of the query parameter.
        param: String,
        /// Where the next number is in the response.
        next: FieldPath,
    },
    /// An opaque cursor in the query; the response carries the next one, absent or empty after the last.
    Cursor {
        /// Wire name of the query parameter.
        param: String,
        /// Where the next cursor is in the response.
        next: FieldPath,
    },
    /// A cursor in the query that is a property of the last item; the response says whether there is more.
    LastItem {
        /// Wire name of the query parameter.
        param: String,
        /// The property of an item: always there, and a text or an integer.
        key: String,
        /// Where the response says whether there is more: always there.
        more: FieldPath,
    },
    /// An offset in the query that grows by the number of items; a short or empty page is the last.
    Offset {
        /// Wire name of the offset parameter.
        param: String,
        /// Wire name of the limit parameter, if any.
        limit: Option<String>,
    },
    /// A page number in the query that grows by one; an empty page is the last.
    PageCount {
        /// Wire name of the query parameter.
        param: String,
        /// Number of the first page.
        first: u64,
    },
    /// The response carries the address of the next page.
    NextLink {
        /// Where the address is in the response.
        next: FieldPath,
    },
    /// A `Link` header with `rel="next"` (RFC 8288).
    LinkHeader,
}

impl PaginationStyle {
    /// Where the response says what comes next, where it does.
    pub fn next(&self) -> Option<&FieldPath> {
        match self {
            Self::PageNumber { next, .. } | Self::Cursor { next, .. } | Self::NextLink { next } => Some(next),
            Self::LastItem { .. } | Self::Offset { .. } | Self::PageCount { .. } | Self::LinkHeader => None,
        }
    }

    /// Its name, as the configuration writes it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::PageNumber { .. } => "page-number",
            Self::Cursor { .. } => "cursor",
            Self::LastItem { .. } => "last-item",
            Self::Offset { .. } => "offset",
            Self::PageCount { .. } => "page-count",
            Self::NextLink { .. } => "next-link",
            Self::LinkHeader => "link-header",
        }
    }
}

/// Wire names of nested properties, outermost first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct FieldPath(pub Vec<String>);

impl FieldPath {
    /// The path to a property of what this one leads to.
    #[must_use]
    pub fn then(&self, name: &str) -> Self {
        let mut path = self.clone();
        path.0.push(name.to_owned());
        path
    }
}
