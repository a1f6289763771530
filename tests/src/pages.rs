//! What three pages of the API's documentation show, written down by hand: SMS stage partial update, SMS stage
//! retrieve, e-mail stage update. Types and bounds are spelled the way the pages spell them.

/// What a page shows of one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldFacts {
    /// Name on the wire.
    pub name: &'static str,
    /// Its type: `uuid`, `string`, `integer`, `boolean`, `email`, the name of an enum, or `Schema[]`.
    pub ty: &'static str,
    /// Shown as required.
    pub required: bool,
    /// Shown as nullable.
    pub nullable: bool,
    /// The "possible values" of a field that is not an enum: `non-empty and <= 254 characters`.
    pub bounds: &'static str,
}

const fn field(name: &'static str, ty: &'static str) -> FieldFacts {
    FieldFacts { name, ty, required: false, nullable: false, bounds: "" }
}

impl FieldFacts {
    const fn required(self) -> Self {
        Self { required: true, ..self }
    }

    const fn nullable(self) -> Self {
        Self { nullable: true, ..self }
    }

    const fn bounds(self, bounds: &'static str) -> Self {
        Self { bounds, ..self }
    }
}

/// A schema as a page shows it.
#[derive(Clone, Copy, Debug)]
pub struct SchemaFacts {
    /// Its name in the document.
    pub name: &'static str,
    /// Its fields, in the order of the page.
    pub fields: &'static [FieldFacts],
}

/// An enum as a page shows it.
#[derive(Clone, Copy, Debug)]
pub struct EnumFacts {
    /// Its name in the document.
    pub name: &'static str,
    /// Its values, in the order of the page.
    pub values: &'static [&'static str],
}

/// One page.
#[derive(Clone, Copy, Debug)]
pub struct PageFacts {
    /// The operation's id.
    pub id: &'static str,
    /// The method in the generated client, which is also the stem of its documentation page.
    pub method_ident: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path below `/api/v3`.
    pub path: &'static str,
    /// The request body and whether it is required.
    pub body: Option<(SchemaFacts, bool)>,
    /// The body of the answer under status 200.
    pub success: SchemaFacts,
}

/// Name of the bearer scheme, on every page.
pub const SCHEME: &str = "authentik";

/// The only parameter of every page: in the path, required, a uuid.
pub const PARAMETER: &str = "stage_uuid";

/// The statuses of every page and, for errors, the schema of the body.
pub const STATUSES: [(&str, Option<SchemaFacts>); 3] =
    [("200", None), ("400", Some(VALIDATION_ERROR)), ("403", Some(GENERIC_ERROR))];

/// The three pages.
pub const PAGES: [PageFacts; 3] = [
    PageFacts {
        id: "stages_authenticator_sms_partial_update",
        method_ident: "authenticator_sms_partial_update",
        method: "PATCH",
        path: "/stages/authenticator/sms/{stage_uuid}/",
        body: Some((SMS_PATCH, false)),
        success: SMS,
    },
    PageFacts {
        id: "stages_authenticator_sms_retrieve",
        method_ident: "authenticator_sms_retrieve",
        method: "GET",
        path: "/stages/authenticator/sms/{stage_uuid}/",
        body: None,
        success: SMS,
    },
    PageFacts {
        id: "stages_authenticator_email_update",
        method_ident: "authenticator_email_update",
        method: "PUT",
        path: "/stages/authenticator/email/{stage_uuid}/",
        body: Some((EMAIL_REQUEST, true)),
        success: EMAIL,
    },
];

const INT32: &str = ">= -2147483648 and <= 2147483647";

/// The answer of both SMS pages.
pub const SMS: SchemaFacts = SchemaFacts {
    name: "AuthenticatorSMSStage",
    fields: &[
        field("pk", "uuid").required(),
        field("name", "string").required(),
        field("component", "string").required(),
        field("verbose_name", "string").required(),
        field("verbose_name_plural", "string").required(),
        field("meta_model_name", "string").required(),
        field("flow_set", "FlowSet[]"),
        field("configure_flow", "uuid").nullable(),
        field("friendly_name", "string").nullable(),
        field("provider", "ProviderEnum").required(),
        field("from_number", "string").required(),
        field("account_sid", "string").required(),
        field("auth", "string").required(),
        field("auth_password", "string"),
        field("auth_type", "AuthTypeEnum"),
        field("verify_only", "boolean"),
        field("mapping", "uuid").nullable(),
    ],
};

/// The body of the SMS partial update.
pub const SMS_PATCH: SchemaFacts = SchemaFacts {
    name: "PatchedAuthenticatorSMSStageRequest",
    fields: &[
        field("name", "string").bounds("non-empty"),
        field("flow_set", "FlowSetRequest[]"),
        field("configure_flow", "uuid").nullable(),
        field("friendly_name", "string").nullable().bounds("non-empty"),
        field("provider", "ProviderEnum"),
        field("from_number", "string").bounds("non-empty"),
        field("account_sid", "string").bounds("non-empty"),
        field("auth", "string").bounds("non-empty"),
        field("auth_password", "string"),
        field("auth_type", "AuthTypeEnum"),
        field("verify_only", "boolean"),
        field("mapping", "uuid").nullable(),
    ],
};

/// The body of the e-mail update.
pub const EMAIL_REQUEST: SchemaFacts = SchemaFacts {
    name: "AuthenticatorEmailStageRequest",
    fields: &[
        field("name", "string").required().bounds("non-empty"),
        field("flow_set", "FlowSetRequest[]"),
        field("configure_flow", "uuid").nullable(),
        field("friendly_name", "string").nullable().bounds("non-empty"),
        field("use_global_settings", "boolean"),
        field("host", "string").bounds("non-empty"),
        field("port", "integer").bounds(INT32),
        field("username", "string"),
        field("password", "string"),
        field("use_tls", "boolean"),
        field("use_ssl", "boolean"),
        field("timeout", "integer").bounds(INT32),
        field("from_address", "email").bounds("non-empty and <= 254 characters"),
        field("subject", "string").bounds("non-empty"),
        field("token_expiry", "string").bounds("non-empty"),
        field("template", "string").bounds("non-empty"),
    ],
};

/// The answer of the e-mail update.
pub const EMAIL: SchemaFacts = SchemaFacts {
    name: "AuthenticatorEmailStage",
    fields: &[
        field("pk", "uuid").required(),
        field("name", "string").required(),
        field("component", "string").required(),
        field("verbose_name", "string").required(),
        field("verbose_name_plural", "string").required(),
        field("meta_model_name", "string").required(),
        field("flow_set", "FlowSet[]"),
        field("configure_flow", "uuid").nullable(),
        field("friendly_name", "string").nullable(),
        field("use_global_settings", "boolean"),
        field("host", "string"),
        field("port", "integer").bounds(INT32),
        field("username", "string"),
        field("password", "string"),
        field("use_tls", "boolean"),
        field("use_ssl", "boolean"),
        field("timeout", "integer").bounds(INT32),
        field("from_address", "email").bounds("<= 254 characters"),
        field("subject", "string"),
        field("token_expiry", "string"),
        field("template", "string"),
    ],
};

/// The body under status 400; what else is in it goes by field name.
pub const VALIDATION_ERROR: SchemaFacts = SchemaFacts {
    name: "ValidationError",
    fields: &[field("non_field_errors", "string[]"), field("code", "string")],
};

/// The body under status 403.
pub const GENERIC_ERROR: SchemaFacts = SchemaFacts {
    name: "GenericError",
    fields: &[field("detail", "string").required(), field("code", "string")],
};

/// The enums that the SMS pages show.
pub const ENUMS: [EnumFacts; 2] = [
    EnumFacts { name: "ProviderEnum", values: &["twilio", "generic"] },
    EnumFacts { name: "AuthTypeEnum", values: &["basic", "bearer"] },
];

/// The example answer of both SMS pages.
pub const SMS_EXAMPLE: &str = r#"{
  "pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "name": "string",
  "component": "string",
  "verbose_name": "string",
  "verbose_name_plural": "string",
  "meta_model_name": "string",
  "flow_set": [
    {
      "pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
      "policybindingmodel_ptr_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
      "name": "string",
      "slug": "string",
      "title": "string",
      "designation": "authentication",
      "background": "string",
      "policy_engine_mode": "all",
      "compatibility_mode": true,
      "export_url": "string",
      "layout": "stacked",
      "denied_action": "message_continue"
    }
  ],
  "configure_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "friendly_name": "string",
  "provider": "twilio",
  "from_number": "string",
  "account_sid": "string",
  "auth": "string",
  "auth_password": "string",
  "auth_type": "basic",
  "verify_only": true,
  "mapping": "3fa85f64-5717-4562-b3fc-2c963f66afa6"
}"#;

/// The example body of the SMS partial update.
pub const SMS_PATCH_EXAMPLE: &str = r#"{
  "name": "string",
  "flow_set": [
    {
      "name": "string",
      "slug": "string",
      "title": "string",
      "designation": "authentication",
      "policy_engine_mode": "all",
      "compatibility_mode": true,
      "layout": "stacked",
      "denied_action": "message_continue"
    }
  ],
  "configure_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "friendly_name": "string",
  "provider": "twilio",
  "from_number": "string",
  "account_sid": "string",
  "auth": "string",
  "auth_password": "string",
  "auth_type": "basic",
  "verify_only": true,
  "mapping": "3fa85f64-5717-4562-b3fc-2c963f66afa6"
}"#;

/// The example answer of the e-mail update.
pub const EMAIL_EXAMPLE: &str = r#"{
  "pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "name": "string",
  "component": "string",
  "verbose_name": "string",
  "verbose_name_plural": "string",
  "meta_model_name": "string",
  "flow_set": [
    {
      "pk": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
      "policybindingmodel_ptr_id": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
      "name": "string",
      "slug": "string",
      "title": "string",
      "designation": "authentication",
      "background": "string",
      "policy_engine_mode": "all",
      "compatibility_mode": true,
      "export_url": "string",
      "layout": "stacked",
      "denied_action": "message_continue"
    }
  ],
  "configure_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "friendly_name": "string",
  "use_global_settings": true,
  "host": "string",
  "port": 0,
  "username": "string",
  "password": "string",
  "use_tls": true,
  "use_ssl": true,
  "timeout": 0,
  "from_address": "user@example.com",
  "subject": "string",
  "token_expiry": "string",
  "template": "string"
}"#;

/// The example body of the e-mail update.
pub const EMAIL_REQUEST_EXAMPLE: &str = r#"{
  "name": "string",
  "flow_set": [
    {
      "name": "string",
      "slug": "string",
      "title": "string",
      "designation": "authentication",
      "policy_engine_mode": "all",
      "compatibility_mode": true,
      "layout": "stacked",
      "denied_action": "message_continue"
    }
  ],
  "configure_flow": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "friendly_name": "string",
  "use_global_settings": true,
  "host": "string",
  "port": 0,
  "username": "string",
  "password": "string",
  "use_tls": true,
  "use_ssl": true,
  "timeout": 0,
  "from_address": "user@example.com",
  "subject": "string",
  "token_expiry": "string",
  "template": "string"
}"#;

/// The example body under status 400, on every page.
pub const VALIDATION_ERROR_EXAMPLE: &str = r#"{ "non_field_errors": ["string"], "code": "string" }"#;

/// The example body under status 403, on every page.
pub const GENERIC_ERROR_EXAMPLE: &str = r#"{ "detail": "string", "code": "string" }"#;
