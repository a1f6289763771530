//! Where arguments go and how they are spelled, as the whole address and the headers.

use client_runtime::http::{
    ErrorKind, Method, Operation, ParamDef, ParamLocation as At, ParamStyle as Style, Request,
};
use serde_json::json;
use std::convert::Infallible;

use crate::support::{Reply, Script, client};

static PLAIN: Operation = Operation::new(Method::Get, "colors_read", "/colors/{color}/of/{thing}");

async fn sent(fill: impl FnOnce(Request) -> Request) -> (String, client_runtime::http::HeaderMap) {
    let script = Script::new([Reply::empty(204)]);
    fill(client(&script).call(&PLAIN)).empty::<Infallible>().send().await.expect("answered");
    (script.lines().remove(0), script.requests().remove(0).headers)
}

async fn refused(fill: impl FnOnce(Request) -> Request) -> String {
    let script = Script::new([]);
    let error = fill(client(&script).call(&PLAIN)).empty::<Infallible>().send().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(error.attempts(), 0);
    assert!(script.requests().is_empty());
    error.to_string()
}

#[tokio::test]
async fn path_parameters_are_encoded() {
    let (line, _) = sent(|request| request.path("thing", "a/b ?#%ü;").path("color", &7)).await;
    assert_eq!(line, "GET https://api.example.com/api/v3/colors/7/of/a%2Fb%20%3F%23%25%C3%BC%3B");
    let (line, _) = sent(|request| request.path("color", "%2e%2e").path("thing", "..%2f")).await;
    assert_eq!(line, "GET https://api.example.com/api/v3/colors/%252e%252e/of/..%252f");
}

#[tokio::test]
async fn path_parameters_that_reach_another_resource_are_refused() {
    for value in [".", ".."] {
        let error = refused(|request| request.path("color", value).path("thing", "x")).await;
        assert_eq!(
            error,
            format!(
                "colors_read: GET /colors/{{color}}/of/{{thing}} was not sent: path parameter `color` is \
                 `{value}`, which would reach another resource"
            )
        );
    }
    assert!(
        refused(|request| request.path("color", "").path("thing", "x")).await.ends_with("`color` is empty")
    );
    assert!(
        refused(|request| request.path("color", &json!([])).path("thing", "x")).await.contains("`color`")
    );
    assert!(
        refused(|request| request.path("color", &None::<u8>).path("thing", "x")).await.contains("`color`")
    );
    assert!(refused(|request| request.path("color", "x")).await.ends_with("`thing` was not given"));
}

#[tokio::test]
async fn path_styles() {
    static LABEL: ParamDef = ParamDef::new("color", At::Path, Style::Label { explode: true });
    static MATRIX: ParamDef = ParamDef::new("thing", At::Path, Style::Matrix { explode: false });
    let (line, _) =
        sent(|request| request.param(&LABEL, &["blue", "black"]).param(&MATRIX, &json!({"R": 1}))).await;
    assert_eq!(line, "GET https://api.example.com/api/v3/colors/.blue.black/of/;thing=R,1");
    assert!(refused(|request| request.param(&LABEL, "").path("thing", "x")).await.contains("`color` is `.`"));
}

#[tokio::test]
async fn query_parameters_in_order() {
    static IDS: ParamDef = ParamDef::new("ids", At::Query, Style::Form { explode: false });
    static PIPES: ParamDef = ParamDef::new("p", At::Query, Style::PipeDelimited);
    static FILTER: ParamDef = ParamDef::new("filter", At::Query, Style::DeepObject);
    static JSON: ParamDef = ParamDef::new("json", At::Query, Style::Json);
    static RESERVED: ParamDef = ParamDef::new("r", At::Query, Style::Form { explode: true }).allow_reserved();
    let (line, _) = sent(|request| {
        request
            .path("color", "c")
            .path("thing", "t")
            .query("q", "a b&c")
            .query("tags", &["x", "y"])
            .query("none", &None::<u8>)
            .query("empty", &Vec::<u8>::new())
            .param(&IDS, &[1, 2])
            .param(&PIPES, &[1, 2])
            .param(&FILTER, &json!({"a": {"b": true}}))
            .param(&JSON, &json!({"a": [1]}))
            .param(&RESERVED, "/a?b=c:d&e")
    })
    .await;
    let query = line.split_once('?').map(|(_, query)| query.to_owned());
    assert_eq!(
        query.as_deref(),
        Some(
            "q=a%20b%26c&tags=x&tags=y&ids=1,2&p=1%7C2&filter%5Ba%5D%5Bb%5D=true&json=%7B%22a%22%3A%5B1%5D%7D\
             &r=/a?b=c:d%26e"
        )
    );
}

#[tokio::test]
async fn a_parameter_that_is_set_again_replaces_what_it_was() {
    static RANGE: ParamDef = ParamDef::new("range", At::Query, Style::Form { explode: true });
    static DEEP: ParamDef = ParamDef::new("filter", At::Query, Style::DeepObject);
    static THEME: ParamDef = ParamDef::new("theme", At::Cookie, Style::Form { explode: true });
    static LIST: ParamDef = ParamDef::new("list", At::Cookie, Style::Form { explode: true });
    static TRACE: ParamDef = ParamDef::new("X-Trace", At::Header, Style::Simple { explode: false });
    let (line, headers) = sent(|request| {
        let hundred = request
            .path("color", "c")
            .path("thing", "t")
            .path("color", "d")
            .query("page_size", &100)
            .query("tags", &["x", "y"])
            .param(&RANGE, &json!({"from": 1, "to": 2}))
            .param(&DEEP, &json!({"a": 1, "b": 2}))
            .query("q", "gone")
            .param(&THEME, "dark")
            .param(&LIST, &[1, 2])
            .param(&TRACE, "1");
        hundred
            .query("page_size", &10)
            .query("tags", &["z"])
            .param(&RANGE, &json!({"from": 3}))
            .param(&DEEP, &json!({"a": 3}))
            .query("q", &None::<&str>)
            .param(&THEME, "light")
            .param(&LIST, &[3])
            .param(&TRACE, &None::<&str>)
    })
    .await;
    assert_eq!(
        line,
        "GET https://api.example.com/api/v3/colors/d/of/t?page_size=10&tags=z&from=3&filter%5Ba%5D=3"
    );
    assert_eq!(headers["cookie"], "theme=light; list=3");
    assert!(!headers.contains_key("x-trace"));
}

#[tokio::test]
async fn headers_and_cookies() {
    static IDS: ParamDef = ParamDef::new("X-Ids", At::Header, Style::Simple { explode: false });
    static RANGE: ParamDef = ParamDef::new("X-Range", At::Header, Style::Simple { explode: true });
    static THEME: ParamDef = ParamDef::new("theme", At::Cookie, Style::Form { explode: true });
    static LIST: ParamDef = ParamDef::new("list", At::Cookie, Style::Form { explode: false });
    let (_, headers) = sent(|request| {
        request
            .path("color", "c")
            .path("thing", "t")
            .param(&IDS, &["a b", "c/d"])
            .param(&RANGE, &json!({"from": 1, "to": 2}))
            .param(&THEME, "dark; x=1")
            .param(&LIST, &[1, 2])
    })
    .await;
    assert_eq!(headers["x-ids"], "a b,c/d");
    assert_eq!(headers["x-range"], "from=1,to=2");
    assert_eq!(headers.get_all("cookie").iter().count(), 1);
    assert_eq!(headers["cookie"], "theme=dark%3B%20x%3D1; list=1,2");
}

#[tokio::test]
async fn a_header_cannot_be_smuggled_in() {
    static TRACE: ParamDef = ParamDef::new("X-Trace", At::Header, Style::Simple { explode: false });
    let full = |request: Request| request.path("color", "c").path("thing", "t");
    let error = refused(|request| full(request).param(&TRACE, "a\r\nX-Admin: 1")).await;
    assert!(error.ends_with("the value of header `X-Trace` contains characters that a header cannot carry"));
    let error = refused(|request| full(request).header("X-Other", "a\nb")).await;
    assert!(error.contains("`X-Other`"), "{error}");
    assert!(refused(|request| full(request).header("X\r\nY", "a")).await.contains("is not a header name"));
}
