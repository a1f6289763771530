//! A server that means harm, and arguments that do: what they can and cannot bring about.

use std::collections::BTreeMap;
use std::convert::Infallible;

use client_runtime::FilePart;
use client_runtime::http::{
    AnyError, DecodeError, ErrorBody, ErrorKind, Method, Multipart, NextPage, Operation, Paging, RawResponse,
};
use serde_json::{Value, json};

use crate::support::{GET, POST, Reply, Script, body, client};

/// Far deeper than any stack would do, and in a body of less than a megabyte.
const LEVELS: usize = 100_000;

#[derive(Clone, Debug, PartialEq)]
struct Inner {
    inner: Option<Box<Deep>>,
}

client_runtime::record! { Inner { inner "inner" Optional Box<Deep>, } }

/// A value that may hold itself, told apart by a tag.
#[derive(Clone, Debug, PartialEq)]
enum Deep {
    Inner(Inner),
    Unknown(Value),
}

client_runtime::union! { Deep by tag "kind" { Inner ["inner"] Inner, } Unknown }

#[derive(Debug)]
struct Declared(#[expect(dead_code, reason = "it is never reached")] Value);

impl ErrorBody for Declared {
    fn decode(response: &RawResponse) -> Option<Result<Self, DecodeError>> {
        Some(response.json().map(Self))
    }
}

#[tokio::test]
async fn a_body_that_is_nested_deep_is_an_error_and_not_the_end() {
    let lists = "[".repeat(LEVELS);
    let objects = r#"{"a":"#.repeat(LEVELS);
    let tagged = r#"{"kind":"inner","inner":"#.repeat(LEVELS);
    let tag_last = r#"{"inner":"#.repeat(LEVELS);
    for text in [lists, objects, tagged, tag_last] {
        let reply = || Reply::new(200, "application/json", text.clone());
        let script = Script::new([reply(), reply(), Reply::new(400, "application/json", text.clone())]);
        let client = client(&script);
        let value = client.call(&GET).json::<Value, Infallible>().send().await.map(drop);
        let union = client.call(&GET).json::<Deep, Infallible>().send().await.map(drop);
        for error in [value.expect_err("too deep"), union.expect_err("too deep")] {
            assert_eq!(error.kind(), ErrorKind::Decode);
            let place = error.decode_error().expect("it was the body");
            assert!(place.reason().contains("recursion limit exceeded"), "{}", place.reason());
            assert!(error.to_string().chars().count() < 2_000, "{error}");
        }
        let declared = client.call(&GET).json::<Value, Declared>().send().await.expect_err("refused");
        assert_eq!((declared.kind(), declared.declared().is_none()), (ErrorKind::Status, true));
        assert!(format!("{declared:#} {declared:?}").chars().count() < 10_000);
    }
}

#[tokio::test]
async fn what_nobody_asked_for_may_be_nested_deep() {
    let text = format!(r#"{{"x": {}{}, "inner": null}}"#, "[".repeat(LEVELS), "]".repeat(LEVELS));
    let script = Script::new([Reply::new(200, "application/json", text)]);
    let read = client(&script).call(&GET).json::<Inner, Infallible>().send().await;
    assert_eq!(read.ok(), Some(Inner { inner: None }));
}

#[tokio::test]
async fn an_endless_list_is_asked_for_only_as_far_as_it_is_read() {
    static LIST: Operation = Operation::new(Method::Get, "list", "/list");
    let pages =
        (0..5).map(|page| Reply::json(200, &json!({"next": format!("?page={page}&{}", "x".repeat(1000))})));
    let script = Script::new(pages);
    let mut pages = client(&script)
        .call(&LIST)
        .json::<Value, Infallible>()
        .pages(Paging::next_link(), |page| NextPage::link(page["next"].as_str()));
    for asked in 1..=5 {
        assert!(matches!(pages.next().await, Some(Ok(_))));
        assert_eq!(script.requests().len(), asked);
    }
}

#[tokio::test]
async fn a_cookie_that_the_server_sets_is_not_sent_back() {
    let cookie = || Reply::empty(204).header("set-cookie", "session=theirs; Domain=example.com");
    let script = Script::new([cookie(), cookie()]);
    let client = client(&script);
    for _ in 0..2 {
        client.call(&GET).empty::<Infallible>().send().await.expect("answered");
    }
    assert!(script.requests().iter().all(|request| !request.headers.contains_key("cookie")));
}

#[tokio::test(start_paused = true)]
async fn a_retry_after_that_is_no_time_does_not_stop_the_client() {
    for odd in ["-1", "soon", "99999999999999999999999", "NaN", "Thu, 99 Foo 9999 99:99:99 GMT"] {
        let start = tokio::time::Instant::now();
        let script = Script::new((0..3).map(|_| Reply::empty(503).header("retry-after", odd)));
        let error = client(&script).call(&GET).empty::<Infallible>().send().await.expect_err("busy");
        assert_eq!(error.kind(), ErrorKind::Status, "{odd}");
        assert!(start.elapsed().as_secs() < 60, "{odd}: {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn what_a_server_says_cannot_steer_a_terminal_or_flood_a_log() {
    let evil = format!(
        "\u{1b}]0;owned\u{7}\u{1b}[2J\r\nERROR root logged in\u{202e}\u{2066}{}",
        "x".repeat(1_000_000)
    );
    let json = json!({"detail": evil.clone(), evil.clone(): evil.clone()}).to_string();
    let replies = [
        Reply::new(500, "text/plain", evil.clone()),
        Reply::new(500, "application/json", json.clone()),
        Reply::new(500, "text/html", format!("<title>{evil}</title>")),
        Reply::new(200, "application/json", json),
        Reply::new(200, "application/json", evil),
    ];
    let count = replies.len();
    let script = Script::new(replies);
    for _ in 0..count {
        let call = client(&script).call(&GET).json::<BTreeMap<String, u8>, Infallible>();
        let error = AnyError::from(call.send().await.expect_err("refused"));
        for shown in [error.to_string(), format!("{error:#}"), format!("{error:?}")] {
            let steers =
                |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
            assert!(!shown.contains(steers), "{}", shown.escape_debug());
            assert!(shown.chars().count() < 2_000, "{} characters", shown.chars().count());
        }
    }
}

#[tokio::test]
async fn names_of_parts_and_files_stay_within_their_quotes() {
    let name = "a\"\r\nX-Evil: 1\r\n\r\n--b".to_owned();
    let parts = Multipart::new()
        .fields(&BTreeMap::from([(name.clone(), 1)]))
        .file_fields(&BTreeMap::from([(name.clone(), FilePart::new(name, "x"))]));
    let script = Script::new([Reply::empty(204)]);
    let call = client(&script).call(&POST).multipart_body(parts).empty::<Infallible>();
    call.send().await.expect("answered");
    let sent = body(&script.requests().remove(0));
    // As browsers do (HTML, "multipart/form-data encoding algorithm").
    let quoted = "\"a%22%0D%0AX-Evil: 1%0D%0A%0D%0A--b\"";
    assert!(sent.contains(&format!("form-data; name={quoted}\r\n")), "{sent}");
    assert!(sent.contains(&format!("form-data; name={quoted}; filename={quoted}\r\n")), "{sent}");
    assert!(!sent.contains("\nX-Evil"), "{sent}");
}

#[tokio::test]
async fn a_media_type_of_a_part_cannot_begin_a_header() {
    let file = FilePart::new("a.txt", "x").with_media_type("text/plain\r\nX-Evil: 1");
    let script = Script::new([]);
    let call = client(&script).call(&POST).multipart_body(Multipart::new().files("file", &file));
    let error = call.empty::<Infallible>().send().await.expect_err("refused");
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert!(script.requests().is_empty());
}

#[cfg(feature = "gzip")]
mod compressed {
    use std::convert::Infallible;

    use client_runtime::http::{ErrorKind, reqwest};
    use serde_json::Value;
    use wiremock::{Mock, MockServer, ResponseTemplate, matchers::any};

    use crate::support::{GET, builder};

    /// What `gzip -9` makes of 100,000 spaces, as runs of bytes: 133 bytes.
    fn bomb() -> Vec<u8> {
        let head =
            [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 2, 3, 0xed, 0xc1, 0x31, 1, 0, 0, 0, 0xc2, 0xa0, 0x2a, 0xeb, 0x9f];
        let middle = [0xd2, 0x1a, 0x1e, 0x40, 1];
        let tail = [0xaf, 6, 0x2d, 0xf0, 0x79, 0xca, 0xa0, 0x86, 1, 0];
        [&head[..], &middle, &[0; 96], &tail].concat()
    }

    #[tokio::test]
    async fn a_compressed_body_is_counted_as_it_is_unpacked() {
        assert_eq!(bomb().len(), 133);
        let server = MockServer::start().await;
        let reply = ResponseTemplate::new(200)
            .insert_header("content-encoding", "gzip")
            .set_body_raw(bomb(), "application/json");
        Mock::given(any()).respond_with(reply).mount(&server).await;
        let with = |limit| {
            let builder = builder(&server.uri()).max_response_bytes(limit);
            builder.configure_http(reqwest::ClientBuilder::no_proxy).build().expect("valid")
        };
        let error = with(99_999).call(&GET).json::<Value, Infallible>().send().await.expect_err("large");
        assert_eq!(error.kind(), ErrorKind::TooLarge);
        // All of it is read within the limit, and is no JSON.
        let error = with(100_000).call(&GET).json::<Value, Infallible>().send().await.expect_err("spaces");
        assert_eq!(error.kind(), ErrorKind::Decode);
        assert_eq!(error.body().map(client_runtime::http::Bytes::len), Some(100_000));
    }
}
