//! The test kit: what expectations take, what they answer, and what is said when a test goes wrong.

use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};

use client_runtime::FilePart;
use client_runtime::http::{
    ApiClient, ApiKeyLocation, AuthKind, AuthScheme, Bytes, Call, Credential, DecodeError, ErrorBody,
    ErrorKind, HeaderMap, Method, Multipart, Operation, ParamDef, ParamLocation, ParamStyle, RawResponse,
    RequestBody, RetryPolicy, StatusCode, TransportErrorKind,
    mock::{Mock, RecordedRequest},
};
use serde_json::{Value, json};

use super::support::{GET, POST, TOKEN, builder};

static ONE: Operation = Operation::new(Method::Get, "thing_read", "/things/{id}/");
static REMOVE: Operation = Operation::new(Method::Delete, "thing_remove", "/things/{id}/");
static KEY: ParamDef = ParamDef::new("X-Key", ParamLocation::Header, ParamStyle::Simple { explode: false });

#[derive(Debug, PartialEq)]
struct Refusal(String);

impl ErrorBody for Refusal {
    fn decode(response: &RawResponse) -> Option<Result<Self, DecodeError>> {
        (response.code() == 403).then(|| response.json().map(Self))
    }
}

fn client(mock: &Mock) -> ApiClient {
    builder("https://api.test").mock(mock).build().expect("valid settings")
}

fn list(client: &ApiClient) -> Call<Vec<u32>, Refusal> {
    client.call(&GET).json()
}

fn one(client: &ApiClient, id: &str) -> Call<String, Infallible> {
    client.call(&ONE).path("id", id).json()
}

fn create(client: &ApiClient, body: &Value) -> Call<Value, Refusal> {
    client.call(&POST).json_body(body).json()
}

/// What a mock says when it is checked.
fn said(mock: &Mock) -> String {
    let fault = catch_unwind(AssertUnwindSafe(|| mock.verify())).expect_err("something is wrong");
    let text = fault.downcast::<String>().expect("a message");
    // Places in this file move with every line that is added to it.
    let lines = text.lines().map(|line| line.split(" at tests/").next().unwrap_or(line));
    lines
        .map(|line| line.split(" at generated-client/").next().unwrap_or(line))
        .collect::<Vec<_>>()
        .join("\n")
}

#[tokio::test]
async fn a_call_is_the_expectation_and_its_type_the_answer() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.expect(list(&client).query("page", &2)).returns(vec![1, 2]);
    mock.expect(create(&client, &json!({"a": 1, "b": 2}))).returns_json(201, &json!({"id": 7}));
    mock.expect(one(&client, "x y")).returns("a text".to_owned());

    let created = create(&client, &json!({"b": 2, "a": 1})).send_full().await.expect("answered");
    assert_eq!((created.status.as_u16(), created.body), (201, json!({"id": 7})));
    assert_eq!(list(&client).query("page", &2).send().await.expect("answered"), [1, 2]);
    assert_eq!(one(&client, "x y").send().await.expect("answered"), "a text");

    let requests = mock.requests();
    let lines: Vec<_> = requests.iter().map(|one| format!("{} {}", one.method(), one.url())).collect();
    assert_eq!(
        lines,
        [
            "POST https://api.test/api/v3/things/",
            "GET https://api.test/api/v3/things/?page=2",
            "GET https://api.test/api/v3/things/x%20y/",
        ]
    );
    assert_eq!(requests[0].json::<Value>().expect("JSON"), json!({"a": 1, "b": 2}));
    assert_eq!(requests[0].operation_id(), Some("things_create"));
    assert_eq!(requests[1].query_value("page").as_deref(), Some("2"));
    assert_eq!(requests[1].header("authorization"), Some(format!("Bearer {TOKEN}").as_str()));
    mock.verify();
}

#[tokio::test]
async fn texts_bytes_and_nothing_are_answered_as_the_call_reads_them() {
    let mock = Mock::new();
    let client = client(&mock);
    let text = || client.call(&GET).text::<Infallible>();
    let bytes = || client.call(&GET).download::<Infallible>();
    let nothing = || client.call(&REMOVE).path("id", "1").empty::<Infallible>();
    let perhaps = || client.call(&POST).json_or_empty::<Value, Infallible>();
    mock.expect(text()).returns("plain \"text\"".to_owned());
    mock.expect(bytes()).returns_bytes("image/png", vec![1, 2]);
    mock.expect(nothing()).returns(());
    mock.expect(perhaps()).returns(None);
    assert_eq!(text().send().await.expect("answered"), "plain \"text\"");
    let arrived = bytes().send().await.expect("answered").bytes().await.expect("all of it");
    assert_eq!(arrived, Bytes::from_static(&[1, 2]));
    assert_eq!(nothing().send_full().await.expect("answered").status, StatusCode::NO_CONTENT);
    assert_eq!(perhaps().send().await.expect("answered"), None);
}

#[tokio::test]
async fn declared_errors_and_broken_connections() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.expect(list(&client)).returns_error(403, "not you");
    mock.expect(list(&client)).returns_error(404, &json!({"any": "thing"}));
    mock.expect(list(&client).retry(RetryPolicy::none())).fails(TransportErrorKind::Connect);
    let error = list(&client).send().await.expect_err("refused");
    assert_eq!(error.declared(), Some(&Refusal("not you".to_owned())));
    let error = list(&client).send().await.expect_err("not there");
    assert_eq!((error.status().map(|status| status.as_u16()), error.declared()), (Some(404), None));
    assert!(list(&client).retry(RetryPolicy::none()).send().await.expect_err("broken").is_connect());
}

#[tokio::test]
async fn sequences_counts_and_looser_patterns() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.expect(list(&client)).returns(vec![1]);
    mock.expect(list(&client)).any_query().times(2).returns(vec![2]);
    mock.expect(one(&client, "0")).any_arguments().any_times().returns("any".to_owned());
    mock.expect(create(&client, &Value::Null)).with_body(|body: &Value| body["a"] == 1).returns(json!(1));
    for (page, expected) in [(None, 1), (Some(7), 2), (None, 2)] {
        assert_eq!(list(&client).query("page", &page).send().await.expect("answered"), [expected]);
    }
    for id in ["1", "2", "3"] {
        assert_eq!(one(&client, id).send().await.expect("answered"), "any");
    }
    assert_eq!(create(&client, &json!({"a": 1, "b": 5})).send().await.expect("answered"), 1);
}

#[tokio::test]
async fn answers_can_be_made_of_the_request() {
    let mock = Mock::new();
    let client = client(&mock);
    let echo = |request: &RecordedRequest| {
        RawResponse::new(StatusCode::OK, HeaderMap::new(), format!("{:?}", request.query_value("a")))
    };
    let call = || client.call(&GET).text::<Infallible>().query("a", "b c");
    mock.expect(call()).returns_with(echo);
    assert_eq!(call().send().await.expect("answered"), "Some(\"b c\")");
}

#[tokio::test]
async fn arguments_that_were_not_expected_are_told() {
    static SESSION: AuthScheme =
        AuthScheme::new("session", AuthKind::ApiKey { location: ApiKeyLocation::Cookie, name: "session" });
    static KEEP: Operation =
        Operation::new(Method::Put, "keep", "/keep").auth(&[&[&SESSION]]).idempotency_key("Idempotency-Key");
    static THEME: ParamDef =
        ParamDef::new("theme", ParamLocation::Cookie, ParamStyle::Form { explode: true });
    let mock = Mock::new();
    let client = builder("https://api.test")
        .credential(&SESSION, Credential::token("s3cret"))
        .default_header("x-tenant", "t")
        .mock(&mock)
        .build()
        .expect("valid settings");
    let call = || client.call(&KEEP).json_body(&1).empty::<Infallible>();
    let patched = || client.call(&KEEP).json_body(&1).content_type("application/merge-patch+json");
    // What belongs to the client does not matter.
    mock.expect(call()).returns(());
    call().send().await.expect("answered");
    for (sent, reason) in [
        (call().param(&KEY, "1"), "header `x-key` was not expected"),
        (call().header("X-Other", "1"), "header `x-other` was not expected"),
        (call().param(&THEME, "dark"), "cookie `theme=dark` was not expected"),
        (patched().empty(), "the body is application/merge-patch+json, and application/json was expected"),
    ] {
        mock.expect(call()).returns(());
        let error = format!("{:#}", sent.clone().send().await.expect_err("unexpected"));
        assert!(error.ends_with(reason), "{error}");
        said(&mock);
        mock.expect(call()).any_headers().any_body().returns(());
        sent.send().await.expect("answered");
        mock.verify();
    }
}

#[tokio::test]
async fn parts_are_compared_byte_by_byte() {
    let mock = Mock::new();
    let client = client(&mock);
    let call = |bytes: &'static [u8]| {
        let parts = Multipart::new().files("f", &FilePart::new("f", bytes));
        client.call(&POST).multipart_body(parts).empty::<Infallible>()
    };
    mock.expect(call(b"\xff")).returns(());
    assert!(call(b"\xfe").send().await.is_err());
    call(b"\xff").send().await.expect("answered");
    assert!(said(&mock).contains("the parts are"));
}

#[tokio::test]
async fn files_are_compared_and_the_parts_beside_them() {
    let mock = Mock::new();
    let client = client(&mock);
    let path = std::env::temp_dir().join(format!("client-runtime-mock-{}", std::process::id()));
    let whole = |body: RequestBody| client.call(&POST).bytes_body("text/plain", body).empty::<Infallible>();
    let beside = |name: &str| {
        let parts = Multipart::new().field("name", name).files("f", &FilePart::from_path(&path));
        client.call(&POST).multipart_body(parts).empty::<Infallible>()
    };
    mock.expect(whole(RequestBody::file(&path))).returns(());
    mock.expect(beside("one")).returns(());
    // The program writes it after that.
    std::fs::write(&path, "content").expect("the folder can be written");
    assert!(whole("other".into()).send().await.is_err());
    assert!(beside("two").send().await.is_err());
    whole("content".into()).send().await.expect("answered");
    beside("one").send().await.expect("answered");
    std::fs::remove_file(&path).expect("it is there");
    let said = said(&mock);
    assert!(said.contains("the body is `other`, and `content` was expected"), "{said}");
    assert!(said.contains("the parts are"), "{said}");
}

#[tokio::test]
async fn an_unexpected_request_shows_the_nearest_expectation() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.expect(one(&client, "1")).returns(String::new());
    mock.expect(create(&client, &json!({"name": {"first": "a"}, "tags": [1, 2]}))).returns(json!(1));
    mock.expect(list(&client).query("page", &2).query("size", &5)).returns(vec![]);

    let error = list(&client).query("page", &3).query("size", &5).send().await.expect_err("unexpected");
    let text = format!("{error:#}");
    assert!(text.contains("unexpected request GET /api/v3/things/?page=3&size=5"), "{text}");
    create(&client, &json!({"name": {"first": "b"}, "tags": [1, 2]})).send().await.expect_err("unexpected");
    assert_eq!(one(&client, "1").send().await.expect("answered"), "");
    one(&client, "1").send().await.expect_err("used up");

    assert_eq!(
        said(&mock),
        "the mock was not used as expected:
- unexpected request GET /api/v3/things/?page=3&size=5
  nearest is things_read: GET /api/v3/things/?page=2&size=5 (expected
    the query lacks `page=2`
    `page=3` in the query was not expected
- unexpected request POST /api/v3/things/
  nearest is things_create: POST /api/v3/things/ (expected
    name.first is \"b\", and \"a\" was expected
- unexpected request GET /api/v3/things/1/
  nearest is thing_read: GET /api/v3/things/1/ (expected
    it was expected once, and has come once
- not requested: things_create: POST /api/v3/things/ (expected once
- not requested: things_read: GET /api/v3/things/?page=2&size=5 (expected once"
    );
}

#[tokio::test]
async fn headers_are_compared_where_the_call_has_them() {
    let mock = Mock::new();
    let client = client(&mock);
    let call = |key: &str| one(&client, "1").param(&KEY, key);
    mock.expect(call("a")).returns(String::new());
    mock.expect(one(&client, "2")).with_header("x-trace", "t").returns(String::new());
    call("b").send().await.expect_err("unexpected");
    one(&client, "2").send().await.expect_err("unexpected");
    call("a").send().await.expect("answered");
    one(&client, "2").header("X-Trace", "t").send().await.expect("answered");
    assert_eq!(
        said(&mock),
        "the mock was not used as expected:
- unexpected request GET /api/v3/things/1/
  nearest is thing_read: GET /api/v3/things/1/ (expected
    header `x-key` is `b`, and `a` was expected
- unexpected request GET /api/v3/things/2/
  nearest is thing_read: GET /api/v3/things/2/ (expected
    header `x-trace` is missing, `t` was expected"
    );
}

#[tokio::test]
async fn the_error_of_the_call_says_on_one_line_what_was_not_expected() {
    let mock = Mock::new();
    let client = client(&mock);
    let error = one(&client, "1").send().await.expect_err("unexpected").to_string();
    assert_eq!(
        error,
        "thing_read: GET /api/v3/things/1/ failed: the mock has no answer: unexpected request GET /api/v3/things/1/; \
         nothing is expected"
    );
    mock.expect(list(&client).query("page", &2)).returns(vec![]);
    let error = list(&client).query("page", &3).send().await.expect_err("unexpected");
    let (line, all) = (error.to_string(), format!("{error:#}"));
    let (before, after) = line.split_once(" (expected at ").expect("a place");
    assert_eq!(
        before,
        "things_read: GET /api/v3/things/ failed: the mock has no answer: unexpected request GET /api/v3/things/?page=3; \
         nearest is things_read: GET /api/v3/things/?page=2"
    );
    assert!(after.ends_with("); the query lacks `page=2`; `page=3` in the query was not expected"), "{line}");
    assert_eq!(all, line, "there is nothing more to say");
    let unwrapped = format!("{error:?}");
    assert_eq!(unwrapped.matches("the query lacks").count(), 1, "{unwrapped}");
    said(&mock);
}

#[tokio::test]
async fn what_is_used_up_hides_nothing_that_is_still_expected() {
    let mock = Mock::new();
    let client = client(&mock);
    let call = |id: &str, key: &str| one(&client, id).param(&KEY, key);
    mock.expect(call("1", "a")).returns(String::new());
    call("1", "a").send().await.expect("answered");
    // Nothing else is left: what is used up is told, and that it is.
    call("1", "c").send().await.expect_err("used up, and another");
    mock.expect(call("1", "b")).any_times().returns(String::new());
    // As near as the one that is used up, and it comes after it.
    call("1", "c").send().await.expect_err("another");
    // What is used up would have taken it; so would the other one with another header.
    call("1", "a").send().await.expect_err("used up");
    assert_eq!(
        said(&mock),
        "the mock was not used as expected:
- unexpected request GET /api/v3/things/1/
  nearest is thing_read: GET /api/v3/things/1/ (expected
    header `x-key` is `c`, and `a` was expected
    it was expected once, and has come once
- unexpected request GET /api/v3/things/1/
  nearest is thing_read: GET /api/v3/things/1/ (expected
    header `x-key` is `c`, and `b` was expected
- unexpected request GET /api/v3/things/1/
  nearest is thing_read: GET /api/v3/things/1/ (expected
    it was expected once, and has come once
  still expected is thing_read: GET /api/v3/things/1/ (expected
    header `x-key` is `a`, and `b` was expected"
    );
}

#[tokio::test]
async fn order_counts_where_it_is_asked_for() {
    let mock = Mock::new();
    let client = client(&mock);
    mock.in_order();
    mock.expect(one(&client, "1")).returns(String::new());
    mock.expect(one(&client, "2")).returns(String::new());
    one(&client, "2").send().await.expect_err("too early");
    one(&client, "1").send().await.expect("answered");
    one(&client, "2").send().await.expect("answered");
    assert_eq!(
        said(&mock),
        "the mock was not used as expected:
- unexpected request GET /api/v3/things/2/
  nearest is thing_read: GET /api/v3/things/2/ (expected
    another one has to come before it"
    );
}

#[test]
fn what_is_not_requested_is_told_when_the_mock_ends() {
    let fault = catch_unwind(|| {
        let mock = Mock::new();
        mock.expect(list(&client(&mock))).at_least(2).returns(vec![]);
    });
    let text = *fault.expect_err("nothing was requested").downcast::<String>().expect("a message");
    assert!(
        text.contains("not requested: things_read: GET /api/v3/things/ (expected at least 2 times at"),
        "{text}"
    );
    assert!(text.ends_with("came never)"), "{text}");
}

#[test]
fn answers_and_calls_that_cannot_be_are_refused_at_once() {
    let refused = |test: &dyn Fn(&Mock)| {
        let mock = Mock::new();
        let fault = catch_unwind(AssertUnwindSafe(|| test(&mock))).expect_err("refused");
        drop(catch_unwind(AssertUnwindSafe(|| mock.verify())));
        *fault.downcast::<String>().expect("a message")
    };
    assert_eq!(
        refused(&|mock| mock.expect(list(&client(mock))).returns_json(200, &json!([1, "x"]))),
        "things_read cannot decode this answer: [1]: invalid type: string \"x\", expected u32; near [1,\"x\"]"
    );
    assert_eq!(
        refused(&|mock| mock.expect(list(&client(mock))).returns_error(403, &json!({}))),
        "the document declares another body for status 403: invalid type: map, expected a string; near {}"
    );
    assert_eq!(
        refused(&|mock| mock.expect(one(&client(mock), "")).returns(String::new())),
        "thing_read cannot be expected: path parameter `id` is empty"
    );
    assert_eq!(
        refused(&|mock| mock.expect(list(&client(mock))).returns_example()),
        "there is no example of what things_read answers"
    );
}

#[tokio::test]
async fn bodies_that_are_sent_piece_by_piece_are_recorded() {
    /// The most that is kept, and a bit more.
    const LENGTH: usize = 16 * 1024 * 1024 + 5;
    let behind_a_port = Mock::new();
    let server = behind_a_port.serve().expect("a port");
    let remote = builder(&server.url()).no_retries().build().expect("valid settings");
    let in_memory = Mock::new();
    for (mock, client) in [(&in_memory, &client(&in_memory)), (&behind_a_port, &remote)] {
        let send =
            |body: RequestBody| client.call(&POST).bytes_body("text/plain", body).empty::<Infallible>();
        mock.expect(send("".into())).any_arguments().times(3).returns(());
        send(RequestBody::reader(&b"abc"[..], None)).send().await.expect("answered");
        let counted = RequestBody::from("counted").on_progress(|_| {});
        send(counted).send().await.expect("answered");
        send(RequestBody::reader(&vec![b'x'; LENGTH].leak()[..], LENGTH as u64))
            .send()
            .await
            .expect("answered");
        let requests = mock.requests();
        assert_eq!((requests[0].text().as_str(), requests[0].body_length()), ("abc", 3));
        assert_eq!(requests[1].text(), "counted");
        assert_eq!(requests[2].body_length(), LENGTH as u64);
        assert_eq!(&requests[2].body()[..3], b"xxx");
        mock.verify();
    }
    assert_eq!(in_memory.requests()[2].body().len(), LENGTH - 5);

    let client = client(&in_memory);
    let missing = client.call(&POST).bytes_body("text/plain", RequestBody::file("/there/is/no/such.file"));
    let error = missing.empty::<Infallible>().send().await.expect_err("there is none");
    assert_eq!(error.kind(), ErrorKind::File);
}

#[tokio::test]
async fn the_same_expectations_behind_a_port() {
    let mock = Mock::new();
    let server = mock.serve().expect("a port");
    let client = builder(&server.url()).no_retries().build().expect("valid settings");
    mock.expect(create(&client, &json!({"a": 1}))).returns_json(201, &json!({"id": 7}));
    mock.expect(list(&client).query("page", &2)).returns(vec![5]);
    mock.expect(one(&client, "1")).fails(TransportErrorKind::Other);
    assert_eq!(create(&client, &json!({"a": 1})).send().await.expect("answered"), json!({"id": 7}));
    assert_eq!(list(&client).query("page", &2).send().await.expect("answered"), [5]);
    one(&client, "1").send().await.expect_err("closed");
    mock.verify();

    let error = list(&client).send().await.expect_err("nothing is expected");
    assert_eq!(error.status(), Some(StatusCode::NOT_IMPLEMENTED));
    assert_eq!(
        error.body().map(|body| String::from_utf8_lossy(body).into_owned()).as_deref(),
        Some("unexpected request GET /api/v3/things/\nnothing is expected")
    );
    drop(catch_unwind(AssertUnwindSafe(|| mock.verify())));
}
