//! What documents call the things that have to do with pages. Names are compared as [`plain`] makes them.

/// A name without case and separators: `nextPageToken`, `next_page_token` and `page[next-token]` differ in words only.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// Parameters that hold the number of a page.
pub(super) const PAGE: &[&str] = &["page", "pagenumber", "pageno", "pagenum", "pageindex", "currentpage"];

/// Parameters that hold a number of items to leave out, counted from 0 by everybody.
pub(super) const OFFSET: &[&str] = &["offset", "skip", "pageoffset"];

/// Parameters that hold a number of items to leave out, where the document says that they begin at 0.
pub(super) const START: &[&str] = &["start", "startat", "from", "startindex", "startposition"];

/// Parameters that say how many items a page has at most.
pub(super) const LIMIT: &[&str] = &[
    "count",
    "itemsperpage",
    "length",
    "limit",
    "max",
    "maxitems",
    "maxresults",
    "num",
    "pagelimit",
    "pagesize",
    "perpage",
    "resultsperpage",
    "rows",
    "size",
    "take",
    "top",
];

/// Parameters that hold what a page said about the next one.
pub(super) const CURSOR: &[&str] = &[
    "after",
    "bookmark",
    "continuation",
    "continuationtoken",
    "cursor",
    "marker",
    "next",
    "nextcursor",
    "nextkey",
    "nextpagetoken",
    "nexttoken",
    "pageafter",
    "pagecursor",
    "pagekey",
    "pagetoken",
    "pagingtoken",
    "resumptiontoken",
    "scrollid",
    "startafter",
    "startcursor",
    "startingafter",
    "startkey",
    "starttoken",
    "token",
];

/// Properties that name what comes next, whatever the parameter is called.
pub(super) const NEXT_CURSOR: &[&str] = &[
    "nextbookmark",
    "nextcontinuationtoken",
    "nextcursor",
    "nextkey",
    "nextmarker",
    "nextpage",
    "nextpagecursor",
    "nextpagekey",
    "nextpagetoken",
    "nextpagingtoken",
    "nextstartingafter",
    "nexttoken",
];

/// Properties that name what comes next where the parameter is called the same.
pub(super) const SAME_CURSOR: &[&str] = &[
    "bookmark",
    "continuation",
    "continuationtoken",
    "cursor",
    "pagetoken",
    "pagingtoken",
    "resumptiontoken",
    "scrollid",
];

/// Properties that name the number of the next page.
pub(super) const NEXT_PAGE: &[&str] = &["next", "nextpage", "nextpagenumber", "nextpageno", "nextpagenum"];

/// Objects beside the items that hold what there is to say about pages.
pub(super) const ABOUT: &[&str] = &[
    "cursor",
    "cursors",
    "links",
    "meta",
    "metadata",
    "next",
    "page",
    "pageinfo",
    "pager",
    "pagination",
    "paginginfo",
    "paging",
    "responsemetadata",
    "resultinfo",
];

/// Properties beside the items that only pages have, besides those that have "total" in their name.
pub(super) const BESIDE: &[&str] = &[
    "count",
    "currentpage",
    "hasmore",
    "limit",
    "numfound",
    "offset",
    "page",
    "pagecount",
    "pagenumber",
    "pages",
    "pagesize",
    "perpage",
    "recordcount",
    "size",
    "skip",
    "start",
    "take",
    "top",
];

/// Objects around the items.
pub(super) const AROUND: &[&str] = &["data", "embedded", "payload", "response", "result"];

/// Properties that are lists, and not of what was asked for.
pub(super) const ASIDE: &[&str] = &["errors", "links", "messages", "notices", "warnings"];

/// What a list is called that is what was asked for.
pub(super) const ITEMS: &[&str] = &[
    "content",
    "data",
    "elements",
    "entities",
    "entries",
    "items",
    "list",
    "objects",
    "records",
    "resources",
    "results",
    "rows",
    "value",
    "values",
];
