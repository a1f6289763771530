//! Lists that continue: every rule, and when to stop.

use std::{convert::Infallible, sync::Arc};

use client_runtime::http::{ErrorKind, Method, NextPage, Operation, Pages, Paging};
use serde_json::{Value, json};

use crate::support::{BEARER_ONLY, Reply, Script, client};

static LIST: Operation = Operation::new(Method::Get, "list", "/list").auth(BEARER_ONLY);
const NUMBER: Paging = Paging::page_number("page");
const CURSOR: Paging = Paging::cursor("after");
const OFFSET: Paging = Paging::offset("offset", Some("limit"));
const COUNT: Paging = Paging::page_count("page", 1);
const LINK: Paging = Paging::next_link();
const HEADER: Paging = Paging::link_header();

fn page(items: &[u8], next: impl Into<Value>) -> Reply {
    Reply::json(200, &json!({"items": items, "next": next.into()}))
}

fn next_key(page: &Value) -> NextPage {
    match &page["next"] {
        Value::Number(number) => NextPage::number(number.as_f64()),
        next => NextPage::cursor(next.as_str()),
    }
}

fn next_count(page: &Value) -> NextPage {
    NextPage::items(page["items"].as_array().map_or(0, Vec::len))
}

fn pages(
    script: &Arc<Script>,
    paging: Paging,
    query: &[(&'static str, u32)],
    next: fn(&Value) -> NextPage,
) -> Pages<Value, Infallible> {
    let request = client(script).call(&LIST).query("q", "x");
    query.iter().fold(request, |request, (name, value)| request.query(name, value)).json().pages(paging, next)
}

/// How many pages there were, how it ended, and what was asked for.
async fn walk(
    script: &Arc<Script>,
    mut pages: Pages<Value, Infallible>,
) -> (usize, Option<String>, Vec<String>) {
    let mut count = 0;
    let mut end = None;
    while let Some(page) = pages.next().await {
        match page {
            Ok(_) => count += 1,
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::Paging);
                end = Some(error.to_string());
            }
        }
    }
    let asked = |line: String| line.replace("GET https://api.example.com/api/v3/list", "");
    (count, end, script.lines().into_iter().map(asked).collect())
}

#[tokio::test]
async fn page_numbers() {
    let script = Script::new([page(&[1], 2.0), page(&[2], 3), page(&[3], 0)]);
    let (count, end, asked) = walk(&script, pages(&script, NUMBER, &[("page", 1)], next_key)).await;
    assert_eq!((count, end), (3, None));
    assert_eq!(asked, ["?q=x&page=1", "?q=x&page=2", "?q=x&page=3"]);
}

#[tokio::test]
async fn cursors() {
    let script = Script::new([page(&[1], "a b/="), page(&[2], "")]);
    let (count, end, asked) = walk(&script, pages(&script, CURSOR, &[], next_key)).await;
    assert_eq!((count, end), (2, None));
    assert_eq!(asked, ["?q=x", "?q=x&after=a%20b%2F%3D"]);
}

#[tokio::test]
async fn a_page_that_comes_again_is_an_error() {
    let script = Script::new([page(&[1], "a"), page(&[2], "b"), page(&[3], "a")]);
    let (count, end, _) = walk(&script, pages(&script, CURSOR, &[], next_key)).await;
    assert_eq!(count, 3);
    assert_eq!(
        end.as_deref(),
        Some(
            "list: GET /api/v3/list failed: the next value of query parameter `after` is one that it had before"
        )
    );
    let script = Script::new([page(&[1], 1)]);
    let (count, end, _) = walk(&script, pages(&script, NUMBER, &[("page", 1)], next_key)).await;
    assert_eq!((count, end.is_some()), (1, true));
}

#[tokio::test]
async fn offsets() {
    let script = Script::new([page(&[1, 2], ()), page(&[3], ())]);
    let (count, _, asked) = walk(&script, pages(&script, OFFSET, &[("limit", 2)], next_count)).await;
    assert_eq!(count, 2);
    assert_eq!(asked, ["?q=x&limit=2", "?q=x&limit=2&offset=2"]);
    let script = Script::new([page(&[1, 2], ()), page(&[3], ()), page(&[], ())]);
    let (_, _, asked) = walk(&script, pages(&script, OFFSET, &[("offset", 10)], next_count)).await;
    assert_eq!(asked, ["?q=x&offset=10", "?q=x&offset=12", "?q=x&offset=13"]);
}

#[tokio::test]
async fn a_limit_that_the_server_lowers_loses_no_items() {
    let script = Script::new([page(&[1, 2], ()), page(&[3, 4], ()), page(&[5], ()), page(&[], ())]);
    let (count, end, asked) = walk(&script, pages(&script, OFFSET, &[("limit", 9)], next_count)).await;
    assert_eq!((count, end, asked.len()), (4, None, 4));
    assert_eq!(asked[3], "?q=x&limit=9&offset=5");
}

#[tokio::test]
async fn page_counts() {
    let script = Script::new([page(&[1], ()), page(&[2], ()), page(&[], ())]);
    let (count, _, asked) = walk(&script, pages(&script, COUNT, &[], next_count)).await;
    assert_eq!(count, 3);
    assert_eq!(asked, ["?q=x", "?q=x&page=2", "?q=x&page=3"]);
}

#[tokio::test]
async fn links() {
    let script = Script::new([
        page(&[1], "/api/v3/list?c=2"),
        page(&[2], "https://api.example.com/api/v3/list?c=3#top"),
        page(&[3], ()),
    ]);
    let (count, end, asked) = walk(&script, pages(&script, LINK, &[], next_key)).await;
    assert_eq!((count, end), (3, None));
    assert_eq!(asked, ["?q=x", "?c=2", "?c=3"]);
    assert!(script.requests().iter().all(|request| request.headers.contains_key("authorization")));
}

#[tokio::test]
async fn links_stay_within_the_origin() {
    for link in [
        "https://evil.example/list",
        "//evil.example/",
        "http://api.example.com/",
        "https://u@api.example.com/",
    ] {
        let script = Script::new([page(&[1], link)]);
        let (count, end, asked) = walk(&script, pages(&script, LINK, &[], next_key)).await;
        assert_eq!((count, asked.len()), (1, 1));
        assert!(end.is_some_and(|end| end.contains("the link to the next page")), "{link}");
    }
    let script = Script::new([page(&[1], "?q=x")]);
    let (_, end, _) = walk(&script, pages(&script, LINK, &[], next_key)).await;
    assert!(end.is_some_and(|end| end.contains("leads back")));
}

#[tokio::test]
async fn link_headers() {
    let first = page(&[1], ()).header("link", r#"<?page=0>; rel="prev", <?page=2>; rel="next""#);
    let script = Script::new([first, page(&[2], ())]);
    let (count, end, asked) = walk(&script, pages(&script, HEADER, &[], |_| NextPage::header())).await;
    assert_eq!((count, end), (2, None));
    assert_eq!(asked, ["?q=x", "?page=2"]);
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let script = Script::new([page(&[1, 2], 2), Reply::empty(500)]);
    let mut items = client(&script)
        .call(&LIST)
        .json::<Value, Infallible>()
        .items(NUMBER, next_key, |page| page["items"].as_array().cloned().unwrap_or_default());
    assert!(matches!(items.next().await, Some(Ok(item)) if item == 1));
    assert_eq!(script.requests().len(), 1);
    assert!(matches!(items.next().await, Some(Ok(item)) if item == 2));
    assert!(matches!(items.next().await, Some(Err(error)) if error.kind() == ErrorKind::Status));
    assert!(items.next().await.is_none());
    let script = Script::new([page(&[1], 2)]);
    let (count, end, _) = walk(&script, pages(&script, COUNT, &[], next_key)).await;
    assert_eq!((count, end.is_some()), (1, true), "the page says something that the rule does not need");
}

#[tokio::test]
async fn a_server_that_ignores_the_parameter_ends_the_list() {
    for (paging, asked_for) in [(COUNT, "?q=x&page=2"), (OFFSET, "?q=x&offset=2")] {
        let script = Script::new([page(&[1, 2], ()), page(&[1, 2], ())]);
        let (count, end, asked) = walk(&script, pages(&script, paging, &[], next_count)).await;
        assert_eq!((count, end), (1, None), "the page that came again is not given out");
        assert_eq!(asked, ["?q=x", asked_for]);
    }
    let last = || page(&[3], ());
    let script = Script::new([page(&[1, 2], ()), last(), last()]);
    let (count, end, _) = walk(&script, pages(&script, COUNT, &[], next_count)).await;
    assert_eq!((count, end), (2, None), "a server that gives its last page for all further ones");
}

#[tokio::test]
async fn a_list_without_end_ends_with_an_error() {
    let script = Script::new((1..=3).map(|number| page(&[number], number + 1)));
    let (count, end, asked) = walk(&script, pages(&script, NUMBER, &[], next_key).max_pages(3)).await;
    assert_eq!((count, asked.len()), (3, 3));
    assert_eq!(
        end.as_deref(),
        Some(
            "list: GET /api/v3/list failed: the list goes on after as many pages as it may have; `max_pages` allows \
             more"
        )
    );
    let script = Script::new([page(&[1], 2), page(&[2], 0)]);
    let (count, end, _) = walk(&script, pages(&script, NUMBER, &[], next_key).max_pages(2)).await;
    assert_eq!((count, end), (2, None), "a list that has just as many");
    let script = Script::new((1..10_001_u32).map(|number| page(&[1], number + 1)));
    let (count, end, _) = walk(&script, pages(&script, NUMBER, &[], next_key)).await;
    assert_eq!((count, end.is_some()), (10_000, true));
}

#[cfg(feature = "blocking")]
#[test]
fn a_list_without_end_ends_for_blocking_code_too() {
    let script = Script::new((1..=3).map(|number| page(&[number], number + 1)));
    let all: Vec<_> = pages(&script, NUMBER, &[], next_key).max_pages(3).blocking().collect();
    assert_eq!(all.iter().filter(|page| page.is_ok()).count(), 3);
    assert!(matches!(all.as_slice(), [.., Err(error)] if error.kind() == ErrorKind::Paging));
    let script = Script::new([page(&[1, 2], ()), page(&[1, 2], ())]);
    assert_eq!(pages(&script, COUNT, &[], next_count).blocking().count(), 1);
}
