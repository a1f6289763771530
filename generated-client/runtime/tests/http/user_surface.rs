//! What generated code looks like on top of the runtime, written by hand, and what a user does with it.
use std::sync::Arc;

use client_runtime::http::{
    ApiClient, AuthKind, AuthScheme, BuildError, Call, ClientBuilder, Credential, DecodeError, ErrorBody,
    Items, Method, NextPage, Operation, Pages, Paging, RawResponse, Transport,
};
use serde_json::{Map, Value, json};

use crate::support::{self, Reply, Script};

static AUTHENTIK: AuthScheme = AuthScheme::new("authentik", AuthKind::Bearer);
static AUTHENTIK_ONLY: &[&[&AuthScheme]] = &[&[&AUTHENTIK]];

static SMS_RETRIEVE: Operation = Operation::new(
    Method::Get,
    "stages_authenticator_sms_retrieve",
    "/stages/authenticator/sms/{stage_uuid}/",
)
.auth(AUTHENTIK_ONLY);
static SMS_PARTIAL_UPDATE: Operation = Operation::new(
    Method::Patch,
    "stages_authenticator_sms_partial_update",
    "/stages/authenticator/sms/{stage_uuid}/",
)
.auth(AUTHENTIK_ONLY);
static SMS_DESTROY: Operation = Operation::new(
    Method::Delete,
    "stages_authenticator_sms_destroy",
    "/stages/authenticator/sms/{stage_uuid}/",
)
.auth(AUTHENTIK_ONLY);
static SMS_LIST: Operation =
    Operation::new(Method::Get, "stages_authenticator_sms_list", "/stages/authenticator/sms/")
        .auth(AUTHENTIK_ONLY);
const PAGING: Paging = Paging::page_number("page");

/// Error bodies by status.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
enum BadRequestForbiddenError {
    BadRequest(Map<String, Value>),
    Forbidden(Value),
}

impl ErrorBody for BadRequestForbiddenError {
    fn decode(response: &RawResponse) -> Option<Result<Self, DecodeError>> {
        match response.code() {
            400 => Some(response.json().map(Self::BadRequest)),
            403 => Some(response.json().map(Self::Forbidden)),
            _ => None,
        }
    }
}

#[derive(Clone, Debug)]
struct Client(ApiClient);

#[must_use = "a builder does nothing until `build` is called"]
#[derive(Debug)]
struct Builder(ClientBuilder);

impl Client {
    fn builder(base: impl Into<String>) -> Builder {
        Builder(ClientBuilder::new(base, "/api/v3").user_agent("example/1.0"))
    }

    fn stages(&self) -> Stages {
        Stages(self.0.clone())
    }
}

impl Builder {
    fn authentik(self, token: impl Into<String>) -> Self {
        Self(self.0.credential(&AUTHENTIK, Credential::token(token)))
    }

    fn build(self) -> Result<Client, BuildError> {
        self.0.build().map(Client)
    }
}

client_runtime::builder_methods!(Builder);

#[derive(Clone, Debug)]
struct Stages(ApiClient);

impl Stages {
    #[inline]
    fn authenticator_sms_retrieve(&self, stage_uuid: &str) -> Call<Value, BadRequestForbiddenError> {
        self.0.call(&SMS_RETRIEVE).path("stage_uuid", stage_uuid).json()
    }

    #[inline]
    fn authenticator_sms_partial_update<'b>(
        &self,
        stage_uuid: &str,
        body: impl Into<Option<&'b Value>>,
    ) -> Call<Value, BadRequestForbiddenError> {
        self.0.call(&SMS_PARTIAL_UPDATE).path("stage_uuid", stage_uuid).json_body_if(body.into()).json()
    }

    #[inline]
    fn authenticator_sms_destroy(&self, stage_uuid: &str) -> Call<(), BadRequestForbiddenError> {
        self.0.call(&SMS_DESTROY).path("stage_uuid", stage_uuid).empty()
    }

    #[inline]
    fn authenticator_sms_list(&self) -> AuthenticatorSmsList {
        AuthenticatorSmsList(self.0.call(&SMS_LIST).json())
    }
}

#[must_use = "a request does nothing until it is sent"]
#[derive(Clone, Debug)]
struct AuthenticatorSmsList(Call<Value, BadRequestForbiddenError>);

client_runtime::request_methods!(AuthenticatorSmsList, Value, BadRequestForbiddenError);

impl AuthenticatorSmsList {
    fn page(self, page: i64) -> Self {
        Self(self.0.query("page", &page))
    }

    fn name(self, name: impl Into<String>) -> Self {
        Self(self.0.query("name", &name.into()))
    }

    fn pages(self) -> Pages<Value, BadRequestForbiddenError> {
        self.0.pages(PAGING, |page| NextPage::number(page["pagination"]["next"].as_f64()))
    }

    fn items(self) -> Items<Value, Value, BadRequestForbiddenError> {
        let items = |mut page: Value| page["results"].as_array_mut().map(std::mem::take).unwrap_or_default();
        self.0.items(PAGING, |page| NextPage::number(page["pagination"]["next"].as_f64()), items)
    }
}

fn client(script: &Arc<Script>) -> Client {
    let transport: Arc<dyn Transport> = script.clone();
    Client::builder("https://auth.example.com")
        .authentik("t0ken")
        .transport(transport)
        .build()
        .expect("valid")
}

#[tokio::test]
async fn a_user_reads_changes_and_deletes() {
    let script = Script::new([
        Reply::json(200, &json!({"name": "sms"})),
        Reply::json(200, &json!({"name": "text"})),
        Reply::json(400, &json!({"name": ["Too long."]})),
        Reply::empty(204),
    ]);
    let stages = client(&script).stages();

    let stage = stages.authenticator_sms_retrieve("7").send().await.expect("answered");
    assert_eq!(stage["name"], "sms");
    let stage = stages.authenticator_sms_partial_update("7", &json!({"name": "text"})).send_full().await;
    assert_eq!(stage.expect("answered").status, 200);
    let error = stages.authenticator_sms_partial_update("7", None).send().await.expect_err("refused");
    assert!(
        matches!(error.declared(), Some(BadRequestForbiddenError::BadRequest(fields)) if fields.len() == 1)
    );
    stages.authenticator_sms_destroy("7").send().await.expect("answered");

    assert_eq!(
        script.lines(),
        [
            "GET https://auth.example.com/api/v3/stages/authenticator/sms/7/",
            "PATCH https://auth.example.com/api/v3/stages/authenticator/sms/7/",
            "PATCH https://auth.example.com/api/v3/stages/authenticator/sms/7/",
            "DELETE https://auth.example.com/api/v3/stages/authenticator/sms/7/",
        ]
    );
    let sent = script.requests();
    assert!(sent.iter().all(|request| request.headers["authorization"] == "Bearer t0ken"));
    assert!(sent.iter().all(|request| request.headers["user-agent"] == "example/1.0"));
    assert_eq!(sent[1].headers["content-type"], "application/json");
    assert_eq!(support::body(&sent[1]), r#"{"name":"text"}"#);
    assert!(sent[2].body.is_none() && !sent[2].headers.contains_key("content-type"));
}

#[tokio::test]
async fn a_user_lists() {
    let page = |names: &[&str], next: u8| {
        let results: Vec<_> = names.iter().map(|name| json!({"name": name})).collect();
        Reply::json(200, &json!({"pagination": {"next": next}, "results": results}))
    };
    let pages = [page(&["a", "b"], 2), page(&[], 3), page(&["c"], 0)];
    let script = Script::new(pages.clone());
    let items = client(&script).stages().authenticator_sms_list().name("x y").items();
    let names: Vec<_> =
        items.try_collect().await.expect("all pages").iter().map(|item| item["name"].clone()).collect();
    assert_eq!(names, ["a", "b", "c"]);
    let list = "GET https://auth.example.com/api/v3/stages/authenticator/sms/?name=x%20y";
    assert_eq!(script.lines(), [list.to_owned(), format!("{list}&page=2"), format!("{list}&page=3")]);

    let script = Script::new(pages);
    let mut pages = client(&script).stages().authenticator_sms_list().page(1).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page.expect("a page")["results"].as_array().map_or(0, Vec::len);
    }
    assert_eq!((count, script.requests().len()), (3, 3));
}

#[tokio::test]
async fn errors_compose() {
    async fn work(stages: &Stages) -> Result<(), client_runtime::http::AnyError> {
        stages.authenticator_sms_destroy("7").send().await?;
        Ok(())
    }
    let script = Script::new([Reply::json(403, &json!({"detail": "No."}))]);
    let error = work(&client(&script).stages()).await.expect_err("refused");
    assert_eq!(error.status().map(|status| status.as_u16()), Some(403));
    assert_eq!(
        error.to_string(),
        "stages_authenticator_sms_destroy: DELETE /api/v3/stages/authenticator/sms/7/ answered 403 Forbidden: No."
    );
}

#[cfg(feature = "blocking")]
#[tokio::test]
async fn blocking_calls_work_inside_of_a_runtime() {
    let page = |next: u8| Reply::json(200, &json!({"pagination": {"next": next}, "results": [1]}));
    let script = Script::new([Reply::json(200, &json!({"name": "sms"})), page(2), page(0), page(0)]);
    let stages = client(&script).stages();
    let stage = stages.authenticator_sms_retrieve("7").send_blocking().expect("answered");
    assert_eq!(stage["name"], "sms");
    assert_eq!(stages.authenticator_sms_list().items().blocking().filter_map(Result::ok).count(), 2);
    assert_eq!(stages.authenticator_sms_list().send_full_blocking().expect("answered").status, 200);
}

fn is_shared<T: Send + Sync + 'static>() {}

#[test]
fn everything_can_be_shared() {
    is_shared::<Client>();
    is_shared::<Builder>();
    is_shared::<AuthenticatorSmsList>();
    is_shared::<client_runtime::http::Error<BadRequestForbiddenError>>();
    is_shared::<client_runtime::http::AnyError>();
}
