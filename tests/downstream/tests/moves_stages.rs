//! Runs the program against a local server.

use std::process::{Command, Output};

use serde_json::{Value, json};
use wiremock::matchers::{header, method, path, query_param, query_param_is_missing};
use wiremock::{Mock, MockServer, ResponseTemplate};

const LIST: &str = "/api/v3/stages/authenticator/sms/";

fn stage(number: u32, name: &str, provider: &str) -> Value {
    json!({
        "pk": format!("00000000-0000-0000-0000-{number:012}"),
        "name": name,
        "component": "ak-stage-authenticator-sms-form",
        "verbose_name": "SMS Authenticator Setup Stage",
        "verbose_name_plural": "SMS Authenticator Setup Stages",
        "meta_model_name": "authentik_stages_authenticator_sms.authenticatorsmsstage",
        "provider": provider,
        "from_number": "+1",
        "account_sid": "AC1",
        "auth": "key",
    })
}

fn page(current: u32, next: u32, results: &[Value]) -> ResponseTemplate {
    ResponseTemplate::new(200).set_body_json(json!({
        "pagination": {
            "next": next, "previous": current - 1, "count": 3, "current": current,
            "total_pages": 2, "start_index": 1, "end_index": 2,
        },
        "results": results,
        "autocomplete": {},
    }))
}

async fn server_with_three_stages() -> MockServer {
    let server = MockServer::start().await;
    let list = || {
        Mock::given(method("GET"))
            .and(path(LIST))
            .and(query_param("provider", "twilio"))
            .and(header("authorization", "Bearer s3cr3t"))
    };
    list()
        .and(query_param_is_missing("page"))
        .respond_with(page(1, 2, &[stage(1, "One", "twilio"), stage(2, "Two", "twilio")]))
        .expect(1)
        .mount(&server)
        .await;
    list()
        .and(query_param("page", "2"))
        .respond_with(page(2, 0, &[stage(3, "Three", "twilio")]))
        .expect(1)
        .mount(&server)
        .await;
    Mock::given(method("PATCH"))
        .respond_with(ResponseTemplate::new(200).set_body_json(stage(1, "One", "generic")))
        .mount(&server)
        .await;
    server
}

async fn run(url: String, arguments: &'static [&'static str]) -> Output {
    let program = move || {
        Command::new(env!("CARGO_BIN_EXE_move-sms-stages"))
            .args(["--url", &url])
            .args(arguments)
            .env("AUTHENTIK_TOKEN", "s3cr3t")
            .output()
    };
    tokio::task::spawn_blocking(program).await.expect("the program was waited for").expect("the program runs")
}

#[tokio::test(flavor = "multi_thread")]
async fn every_stage_is_moved() {
    let server = server_with_three_stages().await;
    let output = run(server.uri(), &["--from", "twilio", "--to", "generic"]).await;
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(output.status.success());
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "moved One (00000000-0000-0000-0000-000000000001) from twilio to generic\n\
         moved Two (00000000-0000-0000-0000-000000000002) from twilio to generic\n\
         moved Three (00000000-0000-0000-0000-000000000003) from twilio to generic\n\
         3 stages\n"
    );
    let requests = server.received_requests().await.expect("recording is on");
    let changes: Vec<_> = requests.iter().filter(|request| request.method.as_str() == "PATCH").collect();
    assert_eq!(changes.len(), 3);
    for (change, number) in changes.iter().zip(1..) {
        assert_eq!(change.url.path(), format!("{LIST}00000000-0000-0000-0000-{number:012}/"));
        assert_eq!(String::from_utf8_lossy(&change.body), r#"{"provider":"generic"}"#);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_changes_nothing() {
    let server = server_with_three_stages().await;
    let output = run(server.uri(), &["--from", "twilio", "--to", "generic", "--dry-run"]).await;
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).ends_with(
        "would move Three (00000000-0000-0000-0000-000000000003) from twilio to generic\n3 stages\n"
    ));
    let requests = server.received_requests().await.expect("recording is on");
    assert!(requests.iter().all(|request| request.method.as_str() == "GET"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_without_the_token() {
    let server = MockServer::start().await;
    let refusal = ResponseTemplate::new(403).set_body_json(json!({ "detail": "Token invalid/expired" }));
    Mock::given(method("GET")).respond_with(refusal).mount(&server).await;
    let output = run(server.uri(), &["--from", "twilio", "--to", "generic"]).await;
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    for wanted in ["cannot list the stages", "403", "Token invalid/expired"] {
        assert!(text.contains(wanted), "`{wanted}` in: {text}");
    }
    assert!(!text.contains("s3cr3t"), "{text}");
}
