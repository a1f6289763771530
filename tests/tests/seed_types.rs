//! The types of the three seed pages, field by field: every value names each field with its type, so that a field that
//! disappears or changes its type does not compile, and one that appears shows in the round trip of the examples.

use generated_client::models::{
    AuthTypeEnum, AuthenticatorEmailStage, AuthenticatorEmailStageRequest, AuthenticatorSmsStage,
    DeniedActionEnum, FlowDesignationEnum, FlowLayoutEnum, FlowSet, FlowSetRequest, GenericError, Patch,
    PatchedAuthenticatorSmsStageRequest, PolicyEngineMode, ProviderEnum, Secret, Uuid, Validate as _,
    ValidationError,
};
use serde_json::Value;
use tests::pages::{
    EMAIL_EXAMPLE, EMAIL_REQUEST_EXAMPLE, GENERIC_ERROR_EXAMPLE, SMS_EXAMPLE, SMS_PATCH_EXAMPLE,
    VALIDATION_ERROR_EXAMPLE,
};

/// The id that stands in every example.
const ID: Uuid = Uuid::from_u128(0x3fa8_5f64_5717_4562_b3fc_2c96_3f66_afa6);

fn text() -> String {
    "string".to_owned()
}

fn secret() -> Secret {
    Secret::from("string")
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("the example is JSON")
}

/// Reads the example, compares it with the value written by hand, writes it and compares it with the example.
macro_rules! round_trip {
    ($ty:ty, $example:expr, $value:expr) => {{
        let value: $ty = $value;
        assert_eq!(serde_json::from_str::<$ty>($example).expect("the example decodes"), value);
        assert_eq!(serde_json::to_value(&value).expect("the value encodes"), json($example));
    }};
}

/// A value of a type that only servers make, with every field set.
macro_rules! made {
    ($ty:ident { $($field:ident $(: $value:expr)?),* $(,)? }) => {{
        let mut made = $ty::example();
        $(made.$field = made!(@ $field $($value)?);)*
        made
    }};
    (@ $field:ident) => { $field };
    (@ $field:ident $value:expr) => { $value };
}

fn flow_set() -> FlowSet {
    let pk: Uuid = ID;
    let policybindingmodel_ptr_id: Uuid = ID;
    let name: String = text();
    let slug: String = text();
    let title: String = text();
    let designation: FlowDesignationEnum = FlowDesignationEnum::Authentication;
    let background: String = text();
    let policy_engine_mode: Option<PolicyEngineMode> = Some(PolicyEngineMode::All);
    let compatibility_mode: Option<bool> = Some(true);
    let export_url: String = text();
    let layout: Option<FlowLayoutEnum> = Some(FlowLayoutEnum::Stacked);
    let denied_action: Option<DeniedActionEnum> = Some(DeniedActionEnum::MessageContinue);
    made!(FlowSet {
        pk,
        policybindingmodel_ptr_id,
        name,
        slug,
        title,
        designation,
        background,
        policy_engine_mode,
        compatibility_mode,
        export_url,
        layout,
        denied_action,
    })
}

fn flow_set_request() -> FlowSetRequest {
    let name: String = text();
    let slug: String = text();
    let title: String = text();
    let designation: FlowDesignationEnum = FlowDesignationEnum::Authentication;
    let policy_engine_mode: Option<PolicyEngineMode> = Some(PolicyEngineMode::All);
    let compatibility_mode: Option<bool> = Some(true);
    let layout: Option<FlowLayoutEnum> = Some(FlowLayoutEnum::Stacked);
    let denied_action: Option<DeniedActionEnum> = Some(DeniedActionEnum::MessageContinue);
    FlowSetRequest {
        name,
        slug,
        title,
        designation,
        policy_engine_mode,
        compatibility_mode,
        layout,
        denied_action,
    }
}

#[test]
fn sms_stage() {
    let pk: Uuid = ID;
    let name: String = text();
    let component: String = text();
    let verbose_name: String = text();
    let verbose_name_plural: String = text();
    let meta_model_name: String = text();
    let flow_set: Option<Vec<FlowSet>> = Some(vec![flow_set()]);
    let configure_flow: Patch<Uuid> = Patch::Value(ID);
    let friendly_name: Patch<String> = Patch::Value(text());
    let provider: ProviderEnum = ProviderEnum::Twilio;
    let from_number: String = text();
    let account_sid: String = text();
    let auth: Secret = secret();
    let auth_password: Option<Secret> = Some(secret());
    let auth_type: Option<AuthTypeEnum> = Some(AuthTypeEnum::Basic);
    let verify_only: Option<bool> = Some(true);
    let mapping: Patch<Uuid> = Patch::Value(ID);
    let stage = made!(AuthenticatorSmsStage {
        pk,
        name,
        component,
        verbose_name,
        verbose_name_plural,
        meta_model_name,
        flow_set,
        configure_flow,
        friendly_name,
        provider,
        from_number,
        account_sid,
        auth,
        auth_password,
        auth_type,
        verify_only,
        mapping,
    });
    round_trip!(AuthenticatorSmsStage, SMS_EXAMPLE, stage);
}

#[test]
fn sms_change() {
    let name: Option<String> = Some(text());
    let flow_set: Option<Vec<FlowSetRequest>> = Some(vec![flow_set_request()]);
    let configure_flow: Patch<Uuid> = Patch::Value(ID);
    let friendly_name: Patch<String> = Patch::Value(text());
    let provider: Option<ProviderEnum> = Some(ProviderEnum::Twilio);
    let from_number: Option<String> = Some(text());
    let account_sid: Option<String> = Some(text());
    let auth: Option<Secret> = Some(secret());
    let auth_password: Option<Secret> = Some(secret());
    let auth_type: Option<AuthTypeEnum> = Some(AuthTypeEnum::Basic);
    let verify_only: Option<bool> = Some(true);
    let mapping: Patch<Uuid> = Patch::Value(ID);
    let change = PatchedAuthenticatorSmsStageRequest {
        name,
        flow_set,
        configure_flow,
        friendly_name,
        provider,
        from_number,
        account_sid,
        auth,
        auth_password,
        auth_type,
        verify_only,
        mapping,
    };
    change.validate().expect("the example is valid");
    round_trip!(PatchedAuthenticatorSmsStageRequest, SMS_PATCH_EXAMPLE, change);
}

#[test]
fn email_stage() {
    let port: Option<i64> = Some(0);
    let timeout: Option<i64> = Some(0);
    let password: Option<Secret> = Some(secret());
    let from_address: Option<String> = Some("user@example.com".to_owned());
    let stage = made!(AuthenticatorEmailStage {
        pk: ID,
        name: text(),
        component: text(),
        verbose_name: text(),
        verbose_name_plural: text(),
        meta_model_name: text(),
        flow_set: Some(vec![flow_set()]),
        configure_flow: Patch::Value(ID),
        friendly_name: Patch::Value(text()),
        use_global_settings: Some(true),
        host: Some(text()),
        port,
        username: Some(text()),
        password,
        use_tls: Some(true),
        use_ssl: Some(true),
        timeout,
        from_address,
        subject: Some(text()),
        token_expiry: Some(text()),
        template: Some(text()),
    });
    round_trip!(AuthenticatorEmailStage, EMAIL_EXAMPLE, stage);
}

#[test]
fn email_request() {
    let name: String = text();
    let port: Option<i64> = Some(0);
    let timeout: Option<i64> = Some(0);
    let password: Option<Secret> = Some(secret());
    let from_address: Option<String> = Some("user@example.com".to_owned());
    let request = AuthenticatorEmailStageRequest {
        name,
        flow_set: Some(vec![flow_set_request()]),
        configure_flow: Patch::Value(ID),
        friendly_name: Patch::Value(text()),
        use_global_settings: Some(true),
        host: Some(text()),
        port,
        username: Some(text()),
        password,
        use_tls: Some(true),
        use_ssl: Some(true),
        timeout,
        from_address,
        subject: Some(text()),
        token_expiry: Some(text()),
        template: Some(text()),
    };
    request.validate().expect("the example is valid");
    round_trip!(AuthenticatorEmailStageRequest, EMAIL_REQUEST_EXAMPLE, request);
}

#[test]
fn errors() {
    let non_field_errors: Option<Vec<String>> = Some(vec![text()]);
    let code: Option<String> = Some(text());
    let additional: std::collections::BTreeMap<String, Value> = std::collections::BTreeMap::new();
    let invalid = made!(ValidationError { non_field_errors, code: code.clone(), additional });
    round_trip!(ValidationError, VALIDATION_ERROR_EXAMPLE, invalid);

    let detail: String = text();
    round_trip!(GenericError, GENERIC_ERROR_EXAMPLE, made!(GenericError { detail, code }));
}

#[test]
fn enums_list_the_values_of_the_pages() {
    for facts in tests::pages::ENUMS {
        let listed: Vec<_> = match facts.name {
            "ProviderEnum" => ProviderEnum::ALL.iter().map(ProviderEnum::as_str).collect(),
            "AuthTypeEnum" => AuthTypeEnum::ALL.iter().map(AuthTypeEnum::as_str).collect(),
            other => panic!("{other} is not compared"),
        };
        assert_eq!(listed, facts.values);
    }
}

/// Sets one field of a valid e-mail request and returns the complaint.
fn complaint(change: impl FnOnce(&mut AuthenticatorEmailStageRequest)) -> String {
    let mut request = AuthenticatorEmailStageRequest::new("valid");
    request.validate().expect("valid before the change");
    change(&mut request);
    request.validate().expect_err("not valid after the change").to_string()
}

#[test]
fn bounds_of_the_pages_are_checked() {
    assert!(complaint(|request| request.name = String::new()).contains("name"));
    assert!(
        complaint(|request| request.friendly_name = Patch::Value(String::new())).contains("friendly_name")
    );
    assert!(complaint(|request| request.host = Some(String::new())).contains("host"));
    assert!(complaint(|request| request.port = Some(2_147_483_648)).contains("port"));
    assert!(complaint(|request| request.port = Some(-2_147_483_649)).contains("port"));
    assert!(complaint(|request| request.timeout = Some(i64::MAX)).contains("timeout"));
    assert!(complaint(|request| request.from_address = Some("é".repeat(255))).contains("from_address"));
    assert!(complaint(|request| request.from_address = Some(String::new())).contains("from_address"));
    let nested = complaint(|request| {
        request.flow_set = Some(vec![
            flow_set_request(),
            FlowSetRequest { slug: "not a slug".to_owned(), ..flow_set_request() },
        ]);
    });
    assert!(nested.contains("flow_set[1].slug"), "{nested}");

    let mut edge = AuthenticatorEmailStageRequest::new("n");
    edge.port = Some(2_147_483_647);
    edge.timeout = Some(-2_147_483_648);
    edge.from_address = Some("é".repeat(254));
    edge.friendly_name = Patch::Null;
    edge.validate().expect("the bounds themselves are allowed, and lengths count characters");
}

#[test]
fn every_complaint_is_given_at_once() {
    let request = AuthenticatorEmailStageRequest {
        port: Some(i64::MIN),
        subject: Some(String::new()),
        ..AuthenticatorEmailStageRequest::new("")
    };
    let complaints = request.validate().expect_err("three things are wrong").to_string();
    for field in ["name", "port", "subject"] {
        assert!(complaints.contains(field), "{field} in: {complaints}");
    }
}

#[test]
fn secrets_do_not_show() {
    let stage: AuthenticatorSmsStage =
        serde_json::from_str(&SMS_EXAMPLE.replace(r#""auth": "string""#, r#""auth": "hunter2""#))
            .expect("a stage");
    assert!(!format!("{stage:?}").contains("hunter2"));
    assert!(serde_json::to_string(&stage).expect("it encodes").contains("hunter2"));
}
