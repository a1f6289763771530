//! What the caller gets when the answer is not the one that the document promises: declared errors by status,
//! undeclared ones, broken bodies, and values that are newer than the client.

use std::time::{Duration, Instant};

use generated_client::errors::StageError;
use generated_client::models::{PatchedAuthenticatorSmsStageRequest, ProviderEnum, Uuid};
use serde_json::json;
use tests::pages::SMS_EXAMPLE;
use tests::server::{Reply, Server, SignedIn as _, TOKEN, client_for, serve_raw};

const STAGE: Uuid = Uuid::from_u128(0x3fa8_5f64_5717_4562_b3fc_2c96_3f66_afa6);

#[tokio::test]
async fn status_400_is_a_validation_error_with_messages_per_field() {
    let body = r#"{"non_field_errors":["Together they make no sense."],"code":"invalid",
        "from_number":["This field may not be blank.","Too short."],"flow_set":[{"slug":["Not unique."]}]}"#;
    let server = Server::start([Reply::json(400, body)]).await;
    let change = PatchedAuthenticatorSmsStageRequest::default();
    let call = server.client().stages().authenticator_sms_partial_update(STAGE, &change);
    let error = call.send().await.expect_err("bad request");

    let Some(StageError::BadRequest(invalid)) = error.declared() else {
        panic!("a validation error: {error:?}")
    };
    assert_eq!(
        invalid.non_field_errors.as_deref(),
        Some(["Together they make no sense.".to_owned()].as_slice())
    );
    assert_eq!(invalid.code.as_deref(), Some("invalid"));
    assert_eq!(invalid.additional["from_number"], json!(["This field may not be blank.", "Too short."]));
    assert_eq!(invalid.additional["flow_set"], json!([{ "slug": ["Not unique."] }]));
    assert_eq!(invalid.additional.len(), 2);

    let text = error.to_string();
    for wanted in ["stages_authenticator_sms_partial_update", "PATCH", "/stages/authenticator/sms/", "400"] {
        assert!(text.contains(wanted), "`{wanted}` in: {text}");
    }
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn status_403_is_a_generic_error() {
    let server = Server::start([Reply::json(403, r#"{"detail":"Token invalid/expired","code":"x"}"#)]).await;
    let error =
        server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("forbidden");
    let Some(StageError::Forbidden(forbidden)) = error.declared() else {
        panic!("a generic error: {error:?}")
    };
    assert_eq!(forbidden.detail, "Token invalid/expired");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    let text = error.to_string();
    assert!(
        text.contains("Token invalid/expired") && text.contains("403"),
        "the server's message shows: {text}"
    );
}

#[tokio::test]
async fn the_status_chooses_the_error_and_not_the_shape() {
    // Every 403 body would also read as a `ValidationError`, and this one lacks what a `GenericError` needs.
    let server = Server::start([Reply::json(403, r#"{"code":"x"}"#)]).await;
    let error =
        server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("forbidden");
    assert_eq!(error.declared(), None);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(error.body().map(AsRef::as_ref), Some(br#"{"code":"x"}"#.as_slice()));
}

#[tokio::test]
async fn an_undeclared_status_keeps_status_headers_and_body() {
    let reply = Reply::json(404, r#"{"detail":"Not found."}"#).header("x-authentik-id", "42");
    let server = Server::start([reply]).await;
    let error =
        server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("not found");
    assert_eq!(error.declared(), None);
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let headers = error.headers().expect("headers");
    assert_eq!(headers["x-authentik-id"], "42");
    assert_eq!(error.body().map(AsRef::as_ref), Some(br#"{"detail":"Not found."}"#.as_slice()));
    assert!(error.to_string().contains("404"), "{error}");
}

#[tokio::test]
async fn a_500_with_html_is_reported_as_it_is() {
    let page = "<html><body><h1>Server Error (500)</h1></body></html>";
    let server = Server::start([Reply::text(500, "text/html", page)]).await;
    let error = server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("broken");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(500));
    assert_eq!(error.body().map(AsRef::as_ref), Some(page.as_bytes()));
    assert_eq!(error.declared(), None);
    assert_eq!(server.received().await.len(), 1, "a 500 is not tried again");
}

#[tokio::test]
async fn html_under_200_is_a_decode_error_with_an_excerpt() {
    let server = Server::start([Reply::text(200, "text/html", "<html>Log in</html>")]).await;
    let error =
        server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("not JSON");
    let text = error.to_string();
    assert!(text.contains("200") && text.contains("<html>Log in</html>"), "{text}");
}

#[tokio::test]
async fn a_429_is_tried_again_after_the_time_the_server_says() {
    let busy = Reply::json(429, r#"{"detail":"slow down"}"#).header("retry-after", "1");
    let server = Server::start([busy, Reply::json(200, SMS_EXAMPLE)]).await;
    let started = Instant::now();
    let stage = server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect("a stage");
    assert_eq!(stage.pk, STAGE);
    assert!(started.elapsed() >= Duration::from_secs(1), "waited {:?}", started.elapsed());
    let received = server.received().await;
    assert_eq!(received.len(), 2);
    assert_eq!(received[0], received[1]);
}

#[tokio::test]
async fn a_503_of_a_patch_is_not_tried_again() {
    let server = Server::start([Reply::empty(503), Reply::json(200, SMS_EXAMPLE)]).await;
    let call = server.client().stages().authenticator_sms_partial_update(STAGE, None);
    let error = call.send().await.expect_err("PATCH may have happened");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(503));
    assert_eq!(server.received().await.len(), 1);
}

#[tokio::test]
async fn a_truncated_body_is_an_error_and_not_half_a_value() {
    let origin = serve_raw(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 500\r\n\r\n{\"pk\":\"3fa8",
    )
    .await;
    let client = client_for(&origin);
    let change = PatchedAuthenticatorSmsStageRequest::default();
    let call = client.stages().authenticator_sms_partial_update(STAGE, &change);
    let error = call.send().await.expect_err("half an answer");
    let text = error.to_string();
    assert!(text.contains("stages_authenticator_sms_partial_update"), "{text}");
    assert!(!text.contains(TOKEN), "{text}");
}

#[tokio::test]
async fn nobody_listening_is_a_connect_error() {
    // A port that was free a moment ago.
    let port = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a port");
    let client = client_for(&format!("http://{port}"));
    let call = client.stages().authenticator_sms_partial_update(STAGE, None);
    let error = call.send().await.expect_err("nobody listens");
    assert!(error.is_connect() && !error.is_timeout(), "{error:?}");
    assert_eq!(error.status(), None);
}

#[tokio::test]
async fn an_unknown_enum_value_is_kept_and_goes_out_again() {
    let newer = SMS_EXAMPLE.replace(r#""provider": "twilio""#, r#""provider": "pigeon post""#);
    let server = Server::start([Reply::json(200, &newer), Reply::json(200, &newer)]).await;
    let client = server.client();
    let stage = client.stages().authenticator_sms_retrieve(STAGE).send().await.expect("a stage");
    assert_eq!(stage.provider, ProviderEnum::Unknown("pigeon post".to_owned()));
    assert_eq!(stage.provider.to_string(), "pigeon post");

    let change = PatchedAuthenticatorSmsStageRequest { provider: Some(stage.provider), ..Default::default() };
    client.stages().authenticator_sms_partial_update(STAGE, &change).send().await.expect("a stage");
    assert_eq!(server.received().await[1].body, r#"{"provider":"pigeon post"}"#);
}

#[tokio::test]
async fn an_unknown_field_is_ignored() {
    let newer = SMS_EXAMPLE.replacen('{', r#"{ "new_in_2030": [{}, null], "#, 1);
    let server = Server::start([Reply::json(200, &newer)]).await;
    let stage = server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect("a stage");
    assert_eq!(stage.pk, STAGE);
}

#[tokio::test]
async fn a_missing_field_is_named_with_path_status_and_excerpt() {
    let broken = SMS_EXAMPLE.replace(r#""slug": "string","#, "");
    let server = Server::start([Reply::json(200, &broken)]).await;
    let error = server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("no slug");
    let text = error.to_string();
    assert!(text.contains("flow_set[0]"), "the JSON path shows: {text}");
    assert!(text.contains("slug"), "the field shows: {text}");
    assert!(text.contains("200"), "the status shows: {text}");
    assert!(text.contains(r#""denied_action": "message_continue""#), "an excerpt shows: {text}");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(200));
}

#[tokio::test]
async fn a_value_of_the_wrong_type_is_named_with_its_path() {
    let broken = SMS_EXAMPLE.replace(r#""compatibility_mode": true"#, r#""compatibility_mode": "yes""#);
    let server = Server::start([Reply::json(200, &broken)]).await;
    let error =
        server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("not a boolean");
    let text = error.to_string();
    assert!(text.contains("flow_set[0].compatibility_mode"), "{text}");
}
