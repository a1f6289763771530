//! How a list continues, as far as names and types of the document tell.
//!
//! In: an operation with its parameters and its result. Out: a rule, or nothing. The result has to hold exactly one list, and
//! a parameter and a property have to go together; where a document could mean two things, nothing is inferred. What is inferred
//! only adds methods: the call itself is the same with and without.

use super::super::shapes::{settled, structure};
use super::words::{self, plain};
use crate::ir::{
    Api, Field, FieldPath, JsonType, MediaKind, Operation, Pagination, PaginationStyle, Param, ParamLocation,
    ParamStyle, PathSegment, Presence, Response, Scalar, StructDef, TypeRef, TypeUse,
};

/// How many objects around a property are looked into.
const MAX_DEPTH: usize = 3;
/// What has more properties than this is a thing, and no page of things. Any number of operations may answer with it.
const MOST_PROPERTIES: usize = 200;

/// The rule of one operation.
pub(super) fn infer(api: &Api, operation: &Operation) -> Option<Pagination> {
    let page = Page::of(api, operation)?;
    let params = Params::of(api, operation);
    let style = next_link(api, &page, &params)
        .or_else(|| link_header(&page, &params))
        .or_else(|| cursor(api, &page, &params))
        .or_else(|| last_item(api, &page, &params))
        .or_else(|| page_number(api, &page, &params))
        .or_else(|| offset(&page, &params))
        .or_else(|| page_count(&page, &params))?;
    Some(Pagination { style, items: page.items, inferred: true })
}

/// The result of an operation that may be a page.
struct Page<'a> {
    response: &'a Response,
    /// The plain name of what the path ends with; empty where that is a parameter.
    resource: String,
    /// Where the list is.
    items: FieldPath,
    /// The list, where it is a property.
    list: Option<&'a Field>,
    /// The properties that may say something about the next page, with the way to each.
    facts: Vec<(FieldPath, &'a Field)>,
}

impl<'a> Page<'a> {
    fn of(api: &'a Api, operation: &'a Operation) -> Option<Self> {
        let mut with_body = operation.success.iter().filter(|response| !response.content.is_empty());
        let (response, None) = (with_body.next()?, with_body.next()) else { return None };
        let media = response.content.iter().find(|media| media.kind == MediaKind::Json)?;
        let body = media.ty.as_ref()?;
        let resource = match operation.path.segments.last() {
            Some(PathSegment::Literal(text)) => plain(text.trim_end_matches('/').rsplit('/').next()?),
            Some(PathSegment::Param(_)) | None => String::new(),
        };
        if is_list(api, body) {
            let (items, facts) = (FieldPath::default(), Vec::new());
            return Some(Self { response, resource, items, list: None, facts });
        }
        let around = structure(api, body).filter(|object| is_small(object))?;
        let mut facts = Vec::new();
        collect(api, around, &FieldPath::default(), &mut facts);
        let (way, list) = if let Some(list) = the_list(api, around) {
            (FieldPath::default(), list)
        } else {
            let mut inner = around.fields.iter().filter(|field| is_one_of(field, words::AROUND));
            let (inner, None) = (inner.next()?, inner.next()) else { return None };
            let object = structure(api, &inner.ty).filter(|object| is_small(object))?;
            let way = FieldPath::default().then(&inner.wire_name);
            collect(api, object, &way, &mut facts);
            (way, the_list(api, object)?)
        };
        Some(Self { response, resource, items: way.then(&list.wire_name), list: Some(list), facts })
    }

    /// Whether the list is called as lists are that were asked for.
    fn is_named(&self) -> bool {
        match self.items.0.as_slice() {
            [] => true,
            [name] => words::ITEMS.contains(&plain(name).as_str()),
            _ => false,
        }
    }

    /// Whether the result is a list, and not a thing that has one: by the name of the list, which may be that of the path, or
    /// by what stands beside it.
    fn is_page(&self) -> bool {
        let name = self.items.0.last().map(|name| plain(name)).unwrap_or_default();
        let says_so = |(path, _): &(FieldPath, &Field)| {
            let (_, last) = ends(path);
            last.contains("total") || words::BESIDE.contains(&last.as_str())
        };
        let is_of_path = !self.resource.is_empty() && name.contains(&self.resource);
        self.is_named() || is_of_path || self.facts.iter().any(says_so)
    }
}

fn is_small(object: &StructDef) -> bool {
    object.fields.len() <= MOST_PROPERTIES
}

/// The only list of an object, and none where it has several or none.
fn the_list<'a>(api: &Api, object: &'a StructDef) -> Option<&'a Field> {
    let mut lists =
        object.fields.iter().filter(|field| is_list(api, &field.ty) && !is_one_of(field, words::ASIDE));
    lists.next().filter(|_| lists.next().is_none())
}

/// The properties of an object and of the objects in it that are about pages.
fn collect<'a>(
    api: &'a Api,
    object: &'a StructDef,
    way: &FieldPath,
    facts: &mut Vec<(FieldPath, &'a Field)>,
) {
    for field in &object.fields {
        let path = way.then(&field.wire_name);
        match structure(api, &field.ty) {
            Some(inner) if is_small(inner) && path.0.len() < MAX_DEPTH && is_one_of(field, words::ABOUT) => {
                collect(api, inner, &path, facts);
            }
            Some(_) => {}
            None => facts.push((path, field)),
        }
    }
}

/// The query parameters that hold one value, by their plain names.
struct Params<'a>(Vec<(String, &'a Param, Scalar)>);

impl<'a> Params<'a> {
    fn of(api: &Api, operation: &'a Operation) -> Self {
        let is_plain = |param: &&Param| {
            param.location == ParamLocation::Query && matches!(param.style, ParamStyle::Form { .. })
        };
        let params = operation.params.iter().filter(is_plain);
        Self(
            params
                .filter_map(|param| Some((plain(&param.wire_name), param, scalar(api, &param.ty)?)))
                .collect(),
        )
    }

    /// The first of the parameters that one of the words names.
    fn named(&self, words: &[&str]) -> Option<(&str, &'a Param, Scalar)> {
        let (name, param, scalar) = self.0.iter().find(|(name, _, _)| words.contains(&name.as_str()))?;
        Some((name, param, *scalar))
    }

    fn has(&self, words: &[&str]) -> bool {
        self.named(words).is_some()
    }

    /// Whether anything here selects or limits a page.
    fn are_about_pages(&self) -> bool {
        [words::PAGE, words::OFFSET, words::LIMIT, words::CURSOR].into_iter().any(|words| self.has(words))
    }
}

/// `next: "https://…"`, `@odata.nextLink`, `_links.next.href`.
fn next_link(api: &Api, page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    if !params.are_about_pages() && !page.is_named() {
        return None;
    }
    let (next, _) =
        page.facts.iter().find(|(path, field)| is_text(api, field) && is_link(page, path, field))?;
    Some(PaginationStyle::NextLink { next: next.clone() })
}

fn is_link(page: &Page<'_>, path: &FieldPath, field: &Field) -> bool {
    let (before, last) = ends(path);
    let last = last.as_str();
    let says_next = last.starts_with("next") || last == "odatanextlink";
    let is_address = |name: &str| ["url", "uri", "link", "href"].iter().any(|word| name.ends_with(word));
    if says_next && is_address(last) || before == "next" && is_address(last) {
        return true;
    }
    last == "next" && (before == "links" || looks_like_address(field) || is_one_of_four(page))
}

/// The document says that the value is an address, or shows one.
fn looks_like_address(field: &Field) -> bool {
    let format = field.ty.constraints.format.as_deref().unwrap_or_default();
    let example = field.docs.example.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default();
    let prose = field.docs.description.as_deref().filter(|_| is_one_of(field, &["next"])).unwrap_or_default();
    let mut words = prose.split(|c: char| !c.is_ascii_alphabetic());
    ["uri", "uri-reference", "url", "iri", "iri-reference"].contains(&format)
        || ["https://", "http://", "/", "?"].iter().any(|start| example.starts_with(start))
        || words.any(|word| ["url", "uri", "link", "hyperlink"].contains(&word.to_ascii_lowercase().as_str()))
}

/// `count`, `next`, `previous`, `results`: a page that a widespread framework makes, with links.
fn is_one_of_four(page: &Page<'_>) -> bool {
    let has = |name: &str| page.facts.iter().any(|(path, _)| path.0 == [name]);
    page.items.0 == ["results"] && has("count") && has("next") && has("previous")
}

/// `Link: <…>; rel="next"` (RFC 8288), where the response declares the header and something selects a page.
fn link_header(page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    let declared = page.response.headers.iter().any(|header| header.wire_name.eq_ignore_ascii_case("link"));
    (declared && params.are_about_pages() && page.is_page()).then_some(PaginationStyle::LinkHeader)
}

/// `cursor` with `next_cursor`, `pageToken` with `nextPageToken`, `after` with `paging.cursors.after`.
fn cursor(api: &Api, page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    let counts = |name: &str| words::PAGE.contains(&name) || words::OFFSET.contains(&name);
    let texts = params.0.iter().filter(|(name, _, kind)| *kind == Scalar::String && counts(name));
    let known = params.0.iter().filter(|(name, _, _)| words::CURSOR.contains(&name.as_str()));
    for (name, param, kind) in known.chain(texts) {
        let fits = |wanted: fn(&str, &str, &str) -> bool| {
            page.facts.iter().find(|(path, field)| {
                let (before, last) = ends(path);
                let same_kind = scalar(api, &field.ty).is_some_and(|scalar| is_key_of(scalar, *kind));
                same_kind && !looks_like_address(field) && wanted(name, &before, &last)
            })
        };
        let next = fits(|_, _, last| words::NEXT_CURSOR.contains(&last))
            .or_else(|| fits(|_, _, last| last == "next").filter(|_| !counts(name)))
            .or_else(|| fits(|_, _, last| last == "endcursor"))
            .or_else(|| {
                fits(|name, before, last| name == last && ["cursors", "next", "paging"].contains(&before))
            })
            .or_else(|| fits(|name, _, last| name == last && words::SAME_CURSOR.contains(&last)));
        if let Some((next, _)) = next {
            return Some(PaginationStyle::Cursor { param: param.wire_name.clone(), next: next.clone() });
        }
    }
    None
}

/// `starting_after` with `has_more`, and items that have an `id`.
fn last_item(api: &Api, page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    let (_, param, kind) = params.named(&["startingafter", "afterid"])?;
    let is_there = |field: &Field| field.presence == Presence::Required && !field.ty.nullable;
    let (more, _) = page.facts.iter().find(|(path, field)| {
        let says_more = ["hasmore", "more"].contains(&ends(path).1.as_str());
        says_more && path.0.len() == 1 && is_there(field) && scalar(api, &field.ty) == Some(Scalar::Bool)
    })?;
    let list = page.list.filter(|list| is_there(list) && page.items.0.len() == 1)?;
    let TypeRef::List(item) = &settled(api, &list.ty).ty else { return None };
    let key = structure(api, item)?.fields.iter().find(|field| field.wire_name == "id")?;
    let fits = is_there(key) && scalar(api, &key.ty).is_some_and(|scalar| is_key_of(scalar, kind));
    let (param, key) = (param.wire_name.clone(), key.wire_name.clone());
    fits.then(|| PaginationStyle::LastItem { param, key, more: more.clone() })
}

/// `page` with `pagination.next`, a number.
fn page_number(api: &Api, page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    let (_, param, kind) = params.named(words::PAGE)?;
    let (next, _) = page.facts.iter().find(|(path, field)| {
        let is_number = scalar(api, &field.ty).is_some_and(is_number);
        is_number && words::NEXT_PAGE.contains(&ends(path).1.as_str())
    })?;
    is_number(kind)
        .then(|| PaginationStyle::PageNumber { param: param.wire_name.clone(), next: next.clone() })
}

/// `offset` with `limit`, from 0.
fn offset(page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    let (_, limit, _) = params.named(words::LIMIT).filter(|(_, _, kind)| is_number(*kind))?;
    let from_zero = |param: &Param| first(param).is_none_or(|first| first == 0);
    let says_zero = |param: &Param| first(param) == Some(0);
    let certain = params.named(words::OFFSET).filter(|(_, param, _)| from_zero(param));
    let told = || params.named(words::START).filter(|(_, param, _)| says_zero(param));
    let (_, param, kind) = certain.or_else(told)?;
    let counts_items = is_number(kind) && !counts_pages(param) && page.is_page();
    counts_items.then(|| PaginationStyle::Offset {
        param: param.wire_name.clone(),
        limit: Some(limit.wire_name.clone()),
    })
}

/// `page` with `per_page`, where the document says which number the first page has.
fn page_count(page: &Page<'_>, params: &Params<'_>) -> Option<PaginationStyle> {
    let (_, param, kind) = params.named(words::PAGE).filter(|_| params.has(words::LIMIT))?;
    let first = first(param).filter(|first| *first <= 1)?;
    let fits = is_number(kind) && page.is_page();
    fits.then(|| PaginationStyle::PageCount { param: param.wire_name.clone(), first })
}

/// With which number a parameter begins: its default, or that it is at least 1. That it may be 0 says nothing.
fn first(param: &Param) -> Option<u64> {
    let default = param.default.as_ref().and_then(serde_json::Value::as_u64);
    default.or_else(|| {
        let minimum = param.ty.constraints.minimum.as_ref()?;
        let least = minimum.value.as_u64()? + u64::from(minimum.exclusive);
        (least > 0).then_some(least)
    })
}

/// Some documents call a number of pages an offset.
fn counts_pages(param: &Param) -> bool {
    let prose = param.docs.description.as_deref().unwrap_or_default().to_lowercase();
    ["page number", "number of page", "pages to skip", "page index", "page offset", "which page"]
        .iter()
        .any(|words| prose.contains(words))
}

/// The plain names at the end of a path: the object's, empty for the body, and the property's.
fn ends(path: &FieldPath) -> (String, String) {
    let mut names = path.0.iter().rev().map(|name| plain(name));
    let last = names.next().unwrap_or_default();
    (names.next().unwrap_or_default(), last)
}

fn is_list(api: &Api, ty: &TypeUse) -> bool {
    matches!(settled(api, ty).ty, TypeRef::List(_))
}

fn is_one_of(field: &Field, words: &[&str]) -> bool {
    words.contains(&plain(&field.wire_name).as_str())
}

fn is_text(api: &Api, field: &Field) -> bool {
    scalar(api, &field.ty) == Some(Scalar::String)
}

fn scalar(api: &Api, ty: &TypeUse) -> Option<Scalar> {
    match settled(api, ty).ty {
        TypeRef::Scalar(scalar) => Some(scalar),
        TypeRef::Named(_) | TypeRef::List(_) | TypeRef::Map(_) | TypeRef::Tuple(_) | TypeRef::Any => None,
    }
}

fn is_number(scalar: Scalar) -> bool {
    !matches!(scalar, Scalar::External(_))
        && matches!(scalar.json_type(), JsonType::Integer | JsonType::Number)
}

/// Whether what a page says can be sent as the parameter.
fn is_key_of(next: Scalar, param: Scalar) -> bool {
    let is_key = |scalar| matches!(scalar, Scalar::String | Scalar::Uuid);
    is_key(next) && is_key(param) || is_number(next) && is_number(param)
}
