//! The three operations of the seed pages over the wire: what is sent, to the byte, and what comes back.

use generated_client::models::{
    AuthTypeEnum, AuthenticatorEmailStageRequest, AuthenticatorSmsStage, FlowDesignationEnum, FlowSetRequest,
    Patch, PatchedAuthenticatorSmsStageRequest, ProviderEnum, Uuid,
};

use tests::pages::{EMAIL_EXAMPLE, SMS_EXAMPLE, SMS_PATCH_EXAMPLE};
use tests::server::{Received, Reply, Server, SignedIn as _, TOKEN};

const STAGE: Uuid = Uuid::from_u128(0x3fa8_5f64_5717_4562_b3fc_2c96_3f66_afa6);

/// Everything but the headers that the transport adds (`host`, `content-length`, `user-agent`, encodings).
fn own_headers(received: &Received) -> Vec<(&str, &str)> {
    let transport = ["host", "content-length", "user-agent", "accept-encoding", "connection"];
    let own = received.headers.iter().filter(|(name, _)| !transport.contains(&name.as_str()));
    own.map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

#[tokio::test]
async fn sms_retrieve() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let stage = server.client().stages().authenticator_sms_retrieve(STAGE).send().await.expect("a stage");

    assert_eq!(stage.pk, STAGE);
    assert_eq!(stage.provider, ProviderEnum::Twilio);
    assert_eq!(stage.auth_type, Some(AuthTypeEnum::Basic));
    assert_eq!(stage.verify_only, Some(true));
    assert_eq!(stage.configure_flow, Patch::Value(STAGE));
    assert_eq!(stage.friendly_name, Patch::Value("string".to_owned()));
    let flows = stage.flow_set.expect("flows");
    assert_eq!(flows.len(), 1);
    assert_eq!(flows[0].designation, FlowDesignationEnum::Authentication);
    assert_eq!(flows[0].compatibility_mode, Some(true));

    let received = server.only_request().await;
    assert_eq!(received.line, "GET /api/v3/stages/authenticator/sms/3fa85f64-5717-4562-b3fc-2c963f66afa6/");
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(own_headers(&received), [("accept", "application/json"), ("authorization", bearer.as_str())]);
    assert_eq!(received.body, "");
}

#[tokio::test]
async fn sms_partial_update_sends_exactly_what_was_set() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let change = PatchedAuthenticatorSmsStageRequest {
        name: Some("SMS".to_owned()),
        configure_flow: Patch::Null,
        provider: Some(ProviderEnum::Generic),
        verify_only: Some(false),
        mapping: Patch::Value(Uuid::from_u128(1)),
        ..Default::default()
    };
    let call = server.client().stages().authenticator_sms_partial_update(STAGE, &change);
    let stage: AuthenticatorSmsStage = call.send().await.expect("a stage");
    assert_eq!(stage.name, "string");

    let received = server.only_request().await;
    assert_eq!(received.line, "PATCH /api/v3/stages/authenticator/sms/3fa85f64-5717-4562-b3fc-2c963f66afa6/");
    let bearer = format!("Bearer {TOKEN}");
    assert_eq!(
        own_headers(&received),
        [
            ("accept", "application/json"),
            ("authorization", bearer.as_str()),
            ("content-type", "application/json"),
        ]
    );
    let body = concat!(
        r#"{"name":"SMS","configure_flow":null,"provider":"generic","verify_only":false,"#,
        r#""mapping":"00000000-0000-0000-0000-000000000001"}"#
    );
    assert_eq!(received.body, body);
    assert_eq!(received.header("content-length"), Some(body.len().to_string().as_str()));
}

#[tokio::test]
async fn sms_partial_update_of_nothing_sends_an_empty_object() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let nothing = PatchedAuthenticatorSmsStageRequest::default();
    server.client().stages().authenticator_sms_partial_update(STAGE, &nothing).send().await.expect("a stage");
    assert_eq!(server.only_request().await.body, "{}");
}

#[tokio::test]
async fn sms_partial_update_without_a_body_sends_none() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    server.client().stages().authenticator_sms_partial_update(STAGE, None).send().await.expect("a stage");
    let received = server.only_request().await;
    assert_eq!(received.body, "");
    assert_eq!(received.header("content-type"), None);
}

#[tokio::test]
async fn sms_partial_update_sends_the_example_of_the_page() {
    let server = Server::start([Reply::json(200, SMS_EXAMPLE)]).await;
    let change: PatchedAuthenticatorSmsStageRequest =
        serde_json::from_str(SMS_PATCH_EXAMPLE).expect("the example");
    server.client().stages().authenticator_sms_partial_update(STAGE, &change).send().await.expect("a stage");
    let expected: serde_json::Value = serde_json::from_str(SMS_PATCH_EXAMPLE).expect("the example");
    assert_eq!(server.only_request().await.json(), expected);
}

#[tokio::test]
async fn email_update() {
    let server = Server::start([Reply::json(200, EMAIL_EXAMPLE)]).await;
    let body = AuthenticatorEmailStageRequest {
        flow_set: Some(vec![FlowSetRequest::new(
            "Log in",
            "log-in",
            "Log in!",
            FlowDesignationEnum::Authentication,
        )]),
        friendly_name: Patch::Null,
        use_global_settings: Some(false),
        port: Some(-2_147_483_648),
        from_address: Some("user@example.com".to_owned()),
        ..AuthenticatorEmailStageRequest::new("Quote \" and é")
    };
    let stage =
        server.client().stages().authenticator_email_update(STAGE, &body).send().await.expect("a stage");
    assert_eq!(stage.port, Some(0));
    assert_eq!(stage.from_address.as_deref(), Some("user@example.com"));

    let received = server.only_request().await;
    assert_eq!(received.line, "PUT /api/v3/stages/authenticator/email/3fa85f64-5717-4562-b3fc-2c963f66afa6/");
    assert_eq!(
        received.body,
        concat!(
            r#"{"name":"Quote \" and é","flow_set":[{"name":"Log in","slug":"log-in","title":"Log in!","#,
            r#""designation":"authentication"}],"friendly_name":null,"use_global_settings":false,"#,
            r#""port":-2147483648,"from_address":"user@example.com"}"#
        )
    );
}
