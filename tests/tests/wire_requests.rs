//! How requests are made up, whatever the operation: base addresses, absent, null and value, what is refused
//! before sending, secrets, and calls that block.

use std::time::Duration;

use generated_client::Client;
use generated_client::models::{Patch, PatchedAuthenticatorSmsStageRequest, PatchedInvitationRequest, Uuid};
use tests::pages::SMS_EXAMPLE;
use tests::server::{Reply, Server, SignedIn as _, TOKEN, client_for};

const STAGE: Uuid = Uuid::from_u128(0x3fa8_5f64_5717_4562_b3fc_2c96_3f66_afa6);

#[tokio::test]
async fn the_base_address_may_or_may_not_carry_the_prefix_and_a_slash() {
    for suffix in ["", "/", "/api/v3", "/api/v3/"] {
        let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
        let client = client_for(&format!("{}{suffix}", server.origin()));
        client.stages().authenticator_sms_retrieve(STAGE).send().await.expect("a stage");
        assert_eq!(
            server.only_request().await.line,
            "GET /api/v3/stages/authenticator/sms/3fa85f64-5717-4562-b3fc-2c963f66afa6/",
            "for `{suffix}`"
        );
    }
}

#[tokio::test]
async fn a_base_address_below_a_folder_keeps_it() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let client = client_for(&format!("{}/auth/api/v3/", server.origin()));
    client.stages().authenticator_sms_retrieve(STAGE).send().await.expect("a stage");
    assert!(server.only_request().await.line.starts_with("GET /auth/api/v3/stages/authenticator/sms/"));
}

#[test]
fn an_address_that_is_none_is_refused() {
    for address in ["", "auth.example.com", "ftp://auth.example.com", "http://"] {
        assert!(Client::builder(address).bearer(TOKEN).build().is_err(), "`{address}`");
    }
}

#[tokio::test]
async fn absent_null_and_value_are_three_things() {
    let cases: [(Patch<String>, &str); 4] = [
        (Patch::Absent, "{}"),
        (Patch::Null, r#"{"friendly_name":null}"#),
        (Patch::Value("SMS".to_owned()), r#"{"friendly_name":"SMS"}"#),
        (Patch::Value(String::new()), r#"{"friendly_name":""}"#),
    ];
    for (friendly_name, expected) in cases {
        let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
        let change = PatchedAuthenticatorSmsStageRequest { friendly_name, ..Default::default() };
        server
            .client()
            .stages()
            .authenticator_sms_partial_update(STAGE, &change)
            .send()
            .await
            .expect("a stage");
        assert_eq!(server.only_request().await.body, expected);
    }
}

#[tokio::test]
async fn an_empty_list_is_sent_as_one() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let change = PatchedAuthenticatorSmsStageRequest { flow_set: Some(Vec::new()), ..Default::default() };
    server.client().stages().authenticator_sms_partial_update(STAGE, &change).send().await.expect("a stage");
    assert_eq!(server.only_request().await.body, r#"{"flow_set":[]}"#);
}

#[tokio::test]
async fn a_body_may_be_kept_in_an_option() {
    let change = PatchedAuthenticatorSmsStageRequest { verify_only: Some(true), ..Default::default() };
    for (change, expected) in [(Some(change), r#"{"verify_only":true}"#), (None, "")] {
        let server = Server::start([Reply::json(200, SMS_EXAMPLE), Reply::json(200, SMS_EXAMPLE)]).await;
        let stages = server.client().stages();
        stages.authenticator_sms_partial_update(STAGE, &change).send().await.expect("a stage");
        stages.authenticator_sms_partial_update(STAGE, change.as_ref()).send().await.expect("a stage");
        let bodies: Vec<_> = server.received().await.into_iter().map(|request| request.body).collect();
        assert_eq!(bodies, [expected, expected]);
    }
}

#[tokio::test]
async fn a_call_that_is_awaited_is_sent() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE), Reply::empty(404)]).await;
    let client = server.client();
    let stage = client.stages().authenticator_sms_retrieve(STAGE).await.expect("a stage");
    assert_eq!(stage.pk, STAGE);
    let error = client.stages().authenticator_sms_list().page(2).await.expect_err("no page");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(404));
    let lines: Vec<_> = server.received().await.into_iter().map(|request| request.line).collect();
    assert_eq!(
        lines,
        [
            "GET /api/v3/stages/authenticator/sms/3fa85f64-5717-4562-b3fc-2c963f66afa6/",
            "GET /api/v3/stages/authenticator/sms/?page=2"
        ]
    );
}

#[tokio::test]
async fn a_date_goes_out_as_rfc_3339() {
    let server = Server::start([Reply::empty(599)]).await;
    let change = PatchedInvitationRequest {
        expires: Patch::Value("2026-01-02T03:04:05Z".parse().expect("a date")),
        ..Default::default()
    };
    let call = server.client().stages().invitation_invitations_partial_update(STAGE, &change);
    call.send().await.expect_err("the server has no answer");
    assert_eq!(server.only_request().await.body, r#"{"expires":"2026-01-02T03:04:05Z"}"#);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let client = Client::builder(server.origin()).build().expect("a client");
    let error = client.stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("no token");
    assert!(error.to_string().contains("authentik"), "the scheme is named: {error}");
    assert!(server.received().await.is_empty());
}

#[tokio::test]
async fn the_token_never_shows() {
    let server = Server::start([Reply::empty(500)]).await;
    let client = server.client();
    let builder = Client::builder(server.origin()).bearer(TOKEN);
    let call = client.stages().authenticator_sms_retrieve(STAGE);
    let mut shown = vec![format!("{builder:?}"), format!("{client:#?}"), format!("{call:?}")];
    let error = call.send().await.expect_err("the server has no answer");
    shown.extend([format!("{error}"), format!("{error:#?}")]);

    // A token that is not a valid header value must not show in the refusal either.
    let refused = Client::builder(server.origin()).bearer(format!("{TOKEN}\n")).build();
    match refused {
        Err(error) => shown.push(format!("{error} {error:?}")),
        Ok(client) => {
            let error =
                client.stages().authenticator_sms_retrieve(STAGE).send().await.expect_err("not a header");
            shown.push(format!("{error} {error:?}"));
        }
    }
    for text in shown {
        assert!(!text.contains(TOKEN), "{text}");
    }
}

#[tokio::test]
async fn a_token_in_the_address_is_never_shown() {
    let refused = Client::builder("http://user:t0p-s3cr3t-t0k3n@127.0.0.1:1/").bearer("other").build();
    if let Err(error) = &refused {
        assert!(!format!("{error} {error:?}").contains(TOKEN));
    }
    if let Ok(client) = refused {
        assert!(!format!("{client:?}").contains(TOKEN));
    }
}

#[tokio::test]
async fn a_redirect_to_another_origin_does_not_carry_the_token() {
    let other = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let target = format!("{}/elsewhere", other.origin().replace("127.0.0.1", "localhost"));
    let server = Server::start([Reply::empty(307).header("location", &target)]).await;
    // Whether the redirect is followed or refused is the runtime's decision; the token stays here in both cases.
    let outcome = server.client().stages().authenticator_sms_retrieve(STAGE).send().await;
    for received in other.received().await {
        assert_eq!(received.header("authorization"), None);
        assert_eq!(received.header("referer"), None);
    }
    drop(outcome);
}

#[tokio::test]
async fn a_slow_server_is_a_timeout() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE).delayed(Duration::from_secs(5))]).await;
    let call = server.client().stages().authenticator_sms_partial_update(STAGE, None);
    let error = call.timeout(Duration::from_millis(100)).send().await.expect_err("too slow");
    assert!(error.is_timeout() && !error.is_connect(), "{error:?}");
}

#[test]
fn calls_can_block() {
    let runtime = tokio::runtime::Runtime::new().expect("a runtime for the server");
    let page = r#"{"pagination":{"next":0,"previous":0,"count":0,"current":1,"total_pages":1,"start_index":0,"end_index":0},"results":[],"autocomplete":{}}"#;
    let next = page.replacen(r#""next":0"#, r#""next":2"#, 1);
    let replies = [Reply::json(200, SMS_EXAMPLE), Reply::json(200, &next), Reply::json(200, page)];
    let server = runtime.block_on(Server::start(replies));
    let client = server.client();
    let stage = client.stages().authenticator_sms_retrieve(STAGE).send_blocking().expect("a stage");
    assert_eq!(stage.pk, STAGE);
    let pages: Vec<_> = client.stages().all_list().pages().blocking().collect();
    assert_eq!(pages.len(), 2);
    assert!(pages.iter().all(Result::is_ok));
    assert_eq!(runtime.block_on(server.received()).len(), 3);
}
