//! From one page to the next: the request for it, the end, or a reason to stop.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash, Hasher},
};

use ::http::HeaderMap;
use url::Url;

use super::{NextPage, Paging, Rule, key::Said};
use crate::http::{address::share_origin, link_header, param::encode::unreserved, request::Draft};

/// What is remembered of the pages that there were.
#[derive(Default)]
pub(super) struct Trail {
    /// The values or addresses that selected them.
    seen: BTreeSet<String>,
    /// How many items the largest of them had.
    largest: usize,
    /// What stands for the bytes of the last one.
    last: Option<u64>,
}

impl Trail {
    /// Whether this body is that of the page before.
    pub(super) fn repeats(&mut self, body: &[u8]) -> bool {
        let mut hasher = DefaultHasher::new();
        body.hash(&mut hasher);
        let this = hasher.finish();
        self.last.replace(this) == Some(this)
    }
}

/// Changes the request into the one for the next page. `false` after the last; an error where going on would
/// repeat a page or leave the origin.
pub(super) fn advance(
    draft: &mut Draft,
    paging: Paging,
    next: NextPage,
    headers: &HeaderMap,
    url: &Url,
    trail: &mut Trail,
) -> Result<bool, String> {
    let (param, value) = match (paging.0, next.0) {
        (_, Said::Last) | (Rule::Count { .. } | Rule::Offset { .. }, Said::Items(0)) => return Ok(false),
        (Rule::Link, Said::Key(link)) => return follow(draft, &link, url, &mut trail.seen),
        (Rule::LinkHeader, _) | (_, Said::Header) => {
            return link_header::next(headers)
                .map_or(Ok(false), |link| follow(draft, &link, url, &mut trail.seen));
        }
        (Rule::Named { param }, Said::Key(value)) => {
            trail.seen.extend(current(draft, param));
            (param, unreserved(&value))
        }
        (Rule::Offset { param, limit }, Said::Items(count)) => {
            let wanted = limit.and_then(|limit| current(draft, limit)?.parse::<usize>().ok());
            // Servers have limits of their own: a page says that it is the last by being smaller than asked for
            // only where another one had as many items as that.
            if wanted.is_some_and(|wanted| count < wanted && wanted <= trail.largest) {
                return Ok(false);
            }
            trail.largest = trail.largest.max(count);
            let offset = number(draft, param, 0)?;
            (param, offset.saturating_add(count as u64).to_string())
        }
        (Rule::Count { param, first }, Said::Items(_)) => {
            (param, number(draft, param, first)?.saturating_add(1).to_string())
        }
        (Rule::Named { .. } | Rule::Link, Said::Items(_))
        | (Rule::Offset { .. } | Rule::Count { .. }, Said::Key(_)) => {
            return Err("the page does not say what the rule for further pages needs".to_owned());
        }
    };
    if !trail.seen.insert(value.clone()) {
        return Err(format!("the next value of query parameter `{param}` is one that it had before"));
    }
    draft.query.replace(param, (unreserved(param), value));
    Ok(true)
}

/// The encoded value that the request has for a query parameter.
fn current(draft: &Draft, param: &str) -> Option<String> {
    draft.query.value(&unreserved(param)).map(str::to_owned)
}

fn number(draft: &Draft, param: &str, first: u64) -> Result<u64, String> {
    match current(draft, param) {
        None => Ok(first),
        Some(value) => value.parse().map_err(|_| format!("query parameter `{param}` is no page number")),
    }
}

/// Links are made by the server: only the origins that the caller has named get the credentials, and only the one that
/// the document gives to the operation is asked besides, without them.
fn follow(draft: &mut Draft, link: &str, url: &Url, seen: &mut BTreeSet<String>) -> Result<bool, String> {
    let mut target = url.join(link).map_err(|_| "the link to the next page is no address".to_owned())?;
    target.set_fragment(None);
    let settings = draft.client.settings();
    let is_own = settings.base_of(draft.operation).is_ok_and(|base| share_origin(&base, &target));
    if !is_own && !settings.is_home(&target) {
        let origin = target.origin().ascii_serialization();
        return Err(format!("the link to the next page leads to another origin, {origin}"));
    }
    if !target.username().is_empty() || target.password().is_some() {
        return Err("the link to the next page carries credentials".to_owned());
    }
    seen.insert(url.to_string());
    if !seen.insert(target.to_string()) {
        return Err("the link to the next page leads back to a page that was there before".to_owned());
    }
    draft.rare_mut().target = Some(target);
    Ok(true)
}
