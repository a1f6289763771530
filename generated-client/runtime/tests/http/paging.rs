//! Lists that continue: every rule, and when to stop.

use std::{convert::Infallible, sync::Arc};

use client_runtime::http::{ErrorKind, Method, NextPage, Operation, Pages, Paging};
use serde_json::{Value, json};

use crate::support::{BEARER_ONLY, GET, Reply, Script, client};

const LIST: Operation = Operation::new(Method::Get, "list", "/list").auth(BEARER_ONLY);
static NUMBER: Operation = LIST.paging(Paging::page_number("page"));
static CURSOR: Operation = LIST.paging(Paging::cursor("after"));
static OFFSET: Operation = LIST.paging(Paging::offset("offset", Some("limit")));
static COUNT: Operation = LIST.paging(Paging::page_count("page", 1));
static LINK: Operation = LIST.paging(Paging::next_link());
static HEADER: Operation = LIST.paging(Paging::link_header());

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
    operation: &'static Operation,
    query: &[(&'static str, u32)],
    next: fn(&Value) -> NextPage,
) -> Pages<Value, Infallible> {
    let request = client(script).call(operation).query("q", "x");
    query.iter().fold(request, |request, (name, value)| request.query(name, value)).json().pages(next)
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
    let (count, end, asked) = walk(&script, pages(&script, &NUMBER, &[("page", 1)], next_key)).await;
    assert_eq!((count, end), (3, None));
    assert_eq!(asked, ["?q=x&page=1", "?q=x&page=2", "?q=x&page=3"]);
}

#[tokio::test]
async fn cursors() {
    let script = Script::new([page(&[1], "a b/="), page(&[2], "")]);
    let (count, end, asked) = walk(&script, pages(&script, &CURSOR, &[], next_key)).await;
    assert_eq!((count, end), (2, None));
    assert_eq!(asked, ["?q=x", "?q=x&after=a%20b%2F%3D"]);
}

#[tokio::test]
async fn a_page_that_comes_again_is_an_error() {
    let script = Script::new([page(&[1], "a"), page(&[2], "b"), page(&[3], "a")]);
    let (count, end, _) = walk(&script, pages(&script, &CURSOR, &[], next_key)).await;
    assert_eq!(count, 3);
    assert_eq!(
        end.as_deref(),
        Some(
            "list: GET /api/v3/list failed: the next value of query parameter `after` is one that it had before"
        )
    );
    let script = Script::new([page(&[1], 1)]);
    let (count, end, _) = walk(&script, pages(&script, &NUMBER, &[("page", 1)], next_key)).await;
    assert_eq!((count, end.is_some()), (1, true));
}

#[tokio::test]
async fn offsets() {
    let script = Script::new([page(&[1, 2], ()), page(&[3], ())]);
    let (count, _, asked) = walk(&script, pages(&script, &OFFSET, &[("limit", 2)], next_count)).await;
    assert_eq!(count, 2);
    assert_eq!(asked, ["?q=x&limit=2", "?q=x&limit=2&offset=2"]);
    let script = Script::new([page(&[1, 2], ()), page(&[3], ()), page(&[], ())]);
    let (_, _, asked) = walk(&script, pages(&script, &OFFSET, &[("offset", 10)], next_count)).await;
    assert_eq!(asked, ["?q=x&offset=10", "?q=x&offset=12", "?q=x&offset=13"]);
}

#[tokio::test]
async fn a_limit_that_the_server_lowers_loses_no_items() {
    let script = Script::new([page(&[1, 2], ()), page(&[3, 4], ()), page(&[5], ()), page(&[], ())]);
    let (count, end, asked) = walk(&script, pages(&script, &OFFSET, &[("limit", 9)], next_count)).await;
    assert_eq!((count, end, asked.len()), (4, None, 4));
    assert_eq!(asked[3], "?q=x&limit=9&offset=5");
}

#[tokio::test]
async fn page_counts() {
    let script = Script::new([page(&[1], ()), page(&[2], ()), page(&[], ())]);
    let (count, _, asked) = walk(&script, pages(&script, &COUNT, &[], next_count)).await;
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
    let (count, end, asked) = walk(&script, pages(&script, &LINK, &[], next_key)).await;
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
        let (count, end, asked) = walk(&script, pages(&script, &LINK, &[], next_key)).await;
        assert_eq!((count, asked.len()), (1, 1));
        assert!(end.is_some_and(|end| end.contains("the link to the next page")), "{link}");
    }
    let script = Script::new([page(&[1], "?q=x")]);
    let (_, end, _) = walk(&script, pages(&script, &LINK, &[], next_key)).await;
    assert!(end.is_some_and(|end| end.contains("leads back")));
}

#[tokio::test]
async fn link_headers() {
    let first = page(&[1], ()).header("link", r#"<?page=0>; rel="prev", <?page=2>; rel="next""#);
    let script = Script::new([first, page(&[2], ())]);
    let (count, end, asked) = walk(&script, pages(&script, &HEADER, &[], |_| NextPage::header())).await;
    assert_eq!((count, end), (2, None));
    assert_eq!(asked, ["?q=x", "?page=2"]);
}

#[tokio::test]
async fn an_error_ends_the_list() {
    let script = Script::new([page(&[1, 2], 2), Reply::empty(500)]);
    let mut items = client(&script)
        .call(&NUMBER)
        .json::<Value, Infallible>()
        .items(next_key, |page| page["items"].as_array().cloned().unwrap_or_default());
    assert!(matches!(items.next().await, Some(Ok(item)) if item == 1));
    assert_eq!(script.requests().len(), 1);
    assert!(matches!(items.next().await, Some(Ok(item)) if item == 2));
    assert!(matches!(items.next().await, Some(Err(error)) if error.kind() == ErrorKind::Status));
    assert!(items.next().await.is_none());
    let script = Script::new([page(&[1], 2)]);
    let (count, end, _) = walk(&script, pages(&script, &GET, &[], next_key)).await;
    assert_eq!((count, end.is_some()), (1, true));
}
