//! Tests what the program does, without a server.

use generated_client::models::{
    AuthenticatorSmsStage, GenericError, PaginatedAuthenticatorSmsStageList, Patch,
    PatchedAuthenticatorSmsStageRequest, ProviderEnum, Uuid,
};
use generated_client::{Client, Mock};
use move_sms_stages::move_stages;

const TWILIO: ProviderEnum = ProviderEnum::Twilio;
const GENERIC: ProviderEnum = ProviderEnum::Generic;

fn client(mock: &Mock) -> Client {
    let builder = Client::builder("https://auth.example.com").bearer("s3cr3t");
    builder.mock(mock).build().expect("the settings are valid")
}

fn stage(number: u128, name: &str) -> AuthenticatorSmsStage {
    let mut stage = AuthenticatorSmsStage::example();
    stage.pk = Uuid::from_u128(number);
    name.clone_into(&mut stage.name);
    stage
}

/// The list has two pages.
fn expect_list(mock: &Mock, client: &Client) {
    let list = || client.stages().authenticator_sms_list().provider(TWILIO);
    let mut page = PaginatedAuthenticatorSmsStageList::example();
    page.results = vec![stage(1, "One"), stage(2, "Two")];
    page.pagination.next = 2;
    mock.expect(list()).with_header("authorization", "Bearer s3cr3t").returns(&page);
    page.results = vec![stage(3, "Three")];
    page.pagination.next = 0;
    mock.expect(list().page(2)).with_header("authorization", "Bearer s3cr3t").returns(&page);
}

#[tokio::test]
async fn every_stage_is_moved() {
    let mock = Mock::new();
    let client = client(&mock);
    expect_list(&mock, &client);
    let change = PatchedAuthenticatorSmsStageRequest { provider: Some(GENERIC), ..Default::default() };
    for (number, name) in [(1, "One"), (2, "Two"), (3, "Three")] {
        let change = client.stages().authenticator_sms_partial_update(Uuid::from_u128(number), &change);
        mock.expect(change).returns(stage(number, name));
    }

    let mut out = Vec::new();
    move_stages(&client, &TWILIO, &GENERIC, false, &mut out).await.expect("all are moved");
    assert_eq!(
        String::from_utf8_lossy(&out),
        "moved One (00000000-0000-0000-0000-000000000001) from twilio to generic\n\
         moved Two (00000000-0000-0000-0000-000000000002) from twilio to generic\n\
         moved Three (00000000-0000-0000-0000-000000000003) from twilio to generic\n\
         3 stages\n"
    );
    // What is not set is not sent.
    assert_eq!(mock.requests()[2].text(), r#"{"provider":"generic"}"#);
    assert_eq!(mock.requests()[2].header("user-agent"), Some("generated-client/0.1.0"));
    assert_eq!(change.mapping, Patch::Absent);
    mock.verify();
}

#[tokio::test]
async fn a_dry_run_changes_nothing() {
    let mock = Mock::new();
    let client = client(&mock);
    expect_list(&mock, &client);
    let mut out = Vec::new();
    move_stages(&client, &TWILIO, &GENERIC, true, &mut out).await.expect("nothing can fail");
    assert!(String::from_utf8_lossy(&out).ends_with(
        "would move Three (00000000-0000-0000-0000-000000000003) from twilio to generic\n3 stages\n"
    ));
}

#[tokio::test]
async fn a_refusal_is_told_without_the_token() {
    let mock = Mock::new();
    let client = client(&mock);
    let mut refusal = GenericError::example();
    refusal.detail = "Token invalid/expired".to_owned();
    mock.expect(client.stages().authenticator_sms_list()).any_query().returns_error(403, &refusal);
    let error = move_stages(&client, &TWILIO, &GENERIC, false, &mut Vec::new()).await;
    let text = format!("{:?}", error.expect_err("refused"));
    for wanted in ["cannot list the stages", "403", "Token invalid/expired"] {
        assert!(text.contains(wanted), "`{wanted}` in: {text}");
    }
    assert!(!text.contains("s3cr3t"), "{text}");
}
