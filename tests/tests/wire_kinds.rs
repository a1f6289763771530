//! One operation of each kind besides the seeds: lists with paging, create, destroy, users of an object, the
//! specials of Duo and `WebAuthn`, and the stages that all others are.

use generated_client::models::{
    AuthTypeEnum, AuthenticatorDuoStageManualDeviceImportRequest, AuthenticatorSmsStageRequest,
    DuoResponseEnum, Patch, ProviderEnum, UsedByActionEnum, Uuid,
};
use tests::pages::SMS_EXAMPLE;
use tests::server::{Reply, Server, SignedIn as _};

const STAGE: Uuid = Uuid::from_u128(0x3fa8_5f64_5717_4562_b3fc_2c96_3f66_afa6);
const STAGE_PATH: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";

/// A page of a list: its number, the next one (0: none) and the items.
fn page(current: u32, next: u32, items: &[String]) -> Reply {
    let pagination = format!(
        r#"{{"next":{next},"previous":{},"count":5,"current":{current},"total_pages":3,"start_index":1,"end_index":2}}"#,
        current - 1
    );
    Reply::json(
        200,
        &format!(r#"{{"pagination":{pagination},"results":[{}],"autocomplete":{{}}}}"#, items.join(",")),
    )
}

fn stage(name: &str) -> String {
    format!(
        r#"{{"pk":"{STAGE_PATH}","name":"{name}","component":"c","verbose_name":"v","verbose_name_plural":"vs","meta_model_name":"m"}}"#
    )
}

fn three_pages() -> [Reply; 3] {
    [page(1, 2, &[stage("a"), stage("b")]), page(2, 3, &[stage("c"), stage("d")]), page(3, 0, &[stage("e")])]
}

#[tokio::test]
async fn items_of_a_list_come_from_all_pages() {
    let server = Server::start(three_pages()).await;
    let mut items = server.client().stages().all_list().search("a b&c").items();
    let mut names = Vec::new();
    while let Some(stage) = items.next().await {
        names.push(stage.expect("a stage").name);
    }
    assert_eq!(names, ["a", "b", "c", "d", "e"]);
    assert!(items.next().await.is_none(), "a list that has ended stays ended");

    let lines: Vec<_> = server.received().await.into_iter().map(|received| received.line).collect();
    assert_eq!(
        lines,
        [
            "GET /api/v3/stages/all/?search=a%20b%26c",
            "GET /api/v3/stages/all/?search=a%20b%26c&page=2",
            "GET /api/v3/stages/all/?search=a%20b%26c&page=3",
        ]
    );
}

#[tokio::test]
async fn pages_of_a_list_start_where_the_caller_says() {
    let mut replies = three_pages();
    let server = Server::start(replies.split_at_mut(1).1.to_vec()).await;
    let mut pages = server.client().stages().all_list().page(2).page_size(2).pages();
    let second = pages.next().await.expect("a page").expect("page 2");
    assert_eq!(second.pagination.current.to_string(), "2");
    assert_eq!(second.results.len(), 2);
    let third = pages.next().await.expect("a page").expect("page 3");
    assert_eq!(third.results[0].name, "e");
    assert!(pages.next().await.is_none());

    let lines: Vec<_> = server.received().await.into_iter().map(|received| received.line).collect();
    assert_eq!(
        lines,
        ["GET /api/v3/stages/all/?page=2&page_size=2", "GET /api/v3/stages/all/?page_size=2&page=3"]
    );
}

#[tokio::test]
async fn a_page_that_names_itself_ends_the_list() {
    let server = Server::start([page(1, 1, &[stage("a")]), page(1, 1, &[stage("a")])]).await;
    let mut items = server.client().stages().all_list().items();
    // The first request names no page, so that page 1 is new once.
    for _ in 0..2 {
        assert_eq!(items.next().await.expect("an item").expect("a stage").name, "a");
    }
    assert!(items.next().await.expect("an item").is_err());
    assert!(items.next().await.is_none());
    assert_eq!(server.received().await.len(), 2);
}

#[tokio::test]
async fn an_error_on_a_later_page_is_given_out_and_ends_the_list() {
    let server = Server::start([page(1, 2, &[stage("a")]), Reply::json(403, r#"{"detail":"no"}"#)]).await;
    let mut items = server.client().stages().all_list().items();
    assert_eq!(items.next().await.expect("an item").expect("a stage").name, "a");
    let error = items.next().await.expect("an item").expect_err("no permission");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert!(items.next().await.is_none());
}

#[tokio::test]
async fn a_list_sends_every_filter() {
    let server = Server::start([page(1, 0, &[])]).await;
    let list = server.client().stages().authenticator_sms_list();
    let found = list
        .account_sid("AC+1/2")
        .auth_type(AuthTypeEnum::Bearer)
        .configure_flow(STAGE)
        .name("ä ö")
        .ordering("-name")
        .page(1)
        .page_size(100)
        .provider(ProviderEnum::Generic)
        .verify_only(true)
        .send()
        .await
        .expect("a page");
    assert!(found.results.is_empty());
    assert_eq!(
        server.only_request().await.line,
        format!(
            "GET /api/v3/stages/authenticator/sms/?account_sid=AC%2B1%2F2&auth_type=bearer&configure_flow={STAGE_PATH}\
             &name=%C3%A4%20%C3%B6&ordering=-name&page=1&page_size=100&provider=generic&verify_only=true"
        )
    );
}

#[tokio::test]
async fn create_gives_back_what_was_created() {
    let server = Server::start([Reply::json(201, SMS_EXAMPLE).header("location", "/somewhere")]).await;
    let body = AuthenticatorSmsStageRequest {
        mapping: Patch::Null,
        ..AuthenticatorSmsStageRequest::new("SMS", ProviderEnum::Twilio, "+49", "AC1", "key")
    };
    let call = server.client().stages().authenticator_sms_create(&body);
    let response = call.send_full().await.expect("a stage");
    assert_eq!(response.status.as_u16(), 201);
    assert_eq!(response.headers["location"], "/somewhere");
    assert_eq!(response.body.pk, STAGE);

    let received = server.only_request().await;
    assert_eq!(received.line, "POST /api/v3/stages/authenticator/sms/");
    assert_eq!(
        received.body,
        r#"{"name":"SMS","provider":"twilio","from_number":"+49","account_sid":"AC1","auth":"key","mapping":null}"#
    );
}

#[tokio::test]
async fn destroy_gives_back_nothing() {
    let server = Server::start([Reply::empty(204)]).await;
    let () = server.client().stages().authenticator_sms_destroy(STAGE).send().await.expect("it is gone");
    let received = server.only_request().await;
    assert_eq!(received.line, format!("DELETE /api/v3/stages/authenticator/sms/{STAGE_PATH}/"));
    assert_eq!((received.body.as_str(), received.header("content-type")), ("", None));
}

#[tokio::test]
async fn used_by_is_a_bare_list() {
    let users = r#"[{"app":"authentik_flows","model_name":"flowstagebinding","pk":"7","name":"b","action":"cascade_many"}]"#;
    let server = Server::start([Reply::json(200, users)]).await;
    let users = server.client().stages().authenticator_sms_used_by_list(STAGE).send().await.expect("users");
    assert_eq!(users.len(), 1);
    assert_eq!(users[0].action, UsedByActionEnum::CascadeMany);
    assert_eq!(users[0].pk, "7");
    let line = server.only_request().await.line;
    assert_eq!(line, format!("GET /api/v3/stages/authenticator/sms/{STAGE_PATH}/used_by/"));
}

#[tokio::test]
async fn duo_enrollment_status_is_posted_without_a_body() {
    let server = Server::start([Reply::json(200, r#"{"duo_response":"waiting"}"#)]).await;
    let call = server.client().stages().authenticator_duo_enrollment_status_create(STAGE);
    assert_eq!(call.send().await.expect("a status").duo_response, DuoResponseEnum::Waiting);
    let received = server.only_request().await;
    assert_eq!(
        received.line,
        format!("POST /api/v3/stages/authenticator/duo/{STAGE_PATH}/enrollment_status/")
    );
    assert_eq!((received.body.as_str(), received.header("content-type")), ("", None));
}

fn duo_device() -> AuthenticatorDuoStageManualDeviceImportRequest {
    AuthenticatorDuoStageManualDeviceImportRequest {
        duo_user_id: "DU1".to_owned(),
        username: "akadmin".to_owned(),
    }
}

#[tokio::test]
async fn duo_devices_are_imported_by_hand() {
    let server = Server::start([Reply::empty(204)]).await;
    let body = duo_device();
    let call = server.client().stages().authenticator_duo_import_device_manual_create(STAGE, &body);
    let () = call.send().await.expect("imported");
    let received = server.only_request().await;
    assert_eq!(
        received.line,
        format!("POST /api/v3/stages/authenticator/duo/{STAGE_PATH}/import_device_manual/")
    );
    assert_eq!(received.body, r#"{"duo_user_id":"DU1","username":"akadmin"}"#);
}

#[tokio::test]
async fn duo_import_by_hand_knows_a_400_without_a_body() {
    let server = Server::start([Reply::empty(400)]).await;
    let body = duo_device();
    let call = server.client().stages().authenticator_duo_import_device_manual_create(STAGE, &body);
    let error = call.send().await.expect_err("bad request");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(400));
}

#[tokio::test]
async fn duo_devices_are_imported_by_themselves() {
    let server = Server::start([Reply::json(200, r#"{"count":3,"error":""}"#)]).await;
    let call = server.client().stages().authenticator_duo_import_devices_automatic_create(STAGE);
    let imported = call.send().await.expect("a count");
    assert_eq!((imported.count, imported.error.as_str()), (3, ""));
    let line = server.only_request().await.line;
    assert_eq!(line, format!("POST /api/v3/stages/authenticator/duo/{STAGE_PATH}/import_devices_automatic/"));
}

#[tokio::test]
async fn webauthn_device_types_are_listed_and_retrieved() {
    let device = format!(r#"{{"aaguid":"{STAGE_PATH}","description":"Key"}}"#);
    let server = Server::start([page(1, 0, std::slice::from_ref(&device)), Reply::json(200, &device)]).await;
    let client = server.client();
    let listed = client.stages().authenticator_webauthn_device_types_list().description("Key").send().await;
    assert_eq!(listed.expect("a page").results[0].aaguid, STAGE);
    let found = client.stages().authenticator_webauthn_device_types_retrieve(STAGE).send().await;
    assert_eq!(found.expect("a device type").description, "Key");
    let lines: Vec<_> = server.received().await.into_iter().map(|received| received.line).collect();
    assert_eq!(
        lines,
        [
            "GET /api/v3/stages/authenticator/webauthn_device_types/?description=Key".to_owned(),
            format!("GET /api/v3/stages/authenticator/webauthn_device_types/{STAGE_PATH}/"),
        ]
    );
}

#[tokio::test]
async fn all_stages_are_retrieved_and_destroyed() {
    let server = Server::start([Reply::json(200, &stage("any")), Reply::empty(204)]).await;
    let client = server.client();
    assert_eq!(client.stages().all_retrieve(STAGE).send().await.expect("a stage").name, "any");
    let () = client.stages().all_destroy(STAGE).send().await.expect("it is gone");
    let lines: Vec<_> = server.received().await.into_iter().map(|received| received.line).collect();
    let path = format!("/api/v3/stages/all/{STAGE_PATH}/");
    assert_eq!(lines, [format!("GET {path}"), format!("DELETE {path}")]);
}

#[tokio::test]
async fn all_types_and_user_settings_are_bare_lists() {
    let types = r#"[{"name":"SMS","description":"d","component":"c","model_name":"m"}]"#;
    let settings = r#"[{"object_uid":"u","component":"c","title":"t","configure_url":"/if/"}]"#;
    let server = Server::start([Reply::json(200, types), Reply::json(200, settings)]).await;
    let client = server.client();
    let types = client.stages().all_types_list().send().await.expect("types");
    assert_eq!(types[0].model_name, "m");
    assert_eq!(types[0].requires_enterprise, None, "what is absent stays absent");
    let settings = client.stages().all_user_settings_list().send().await.expect("settings");
    assert_eq!(settings[0].configure_url.as_deref(), Some("/if/"));
    let lines: Vec<_> = server.received().await.into_iter().map(|received| received.line).collect();
    assert_eq!(lines, ["GET /api/v3/stages/all/types/", "GET /api/v3/stages/all/user_settings/"]);
}
