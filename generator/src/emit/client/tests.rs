//! What is printed for small documents; expected texts are written from the design of the client.

use crate::output::FileSet;
use crate::pipeline::{Input, Options, generate};
use crate::plan::Packages;
use crate::plan::methods::OF_CLIENTS;
use crate::source::SourceText;

const STAGES: &str = r"
openapi: 3.0.3
info: { title: Stages, version: 1.0.0 }
servers: [{ url: /api/v3 }]
security: [{ authentik: [] }]
paths:
  /stages/sms/:
    get:
      operationId: stages_sms_list
      tags: [stages]
      summary: Lists SMS stages.
      parameters:
        - { name: page, in: query, schema: { type: integer }, description: Which page. }
        - { name: type, in: query, schema: { type: string, minLength: 1 } }
        - { name: pk__in, in: query, schema: { type: array, items: { type: string, format: uuid } } }
        - { name: fields, in: query, explode: false, schema: { type: array, items: { type: string } } }
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Page' } } } }
        '403': { content: { application/json: { schema: { $ref: '#/components/schemas/GenericError' } } } }
  /stages/sms/{stage_uuid}/:
    parameters:
      - { name: stage_uuid, in: path, required: true, schema: { type: string, format: uuid }, description: Which stage. }
    get:
      operationId: stages_sms_retrieve
      tags: [stages]
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Stage' } } } }
        '403': { content: { application/json: { schema: { $ref: '#/components/schemas/GenericError' } } } }
    patch:
      operationId: stages_sms_partial_update
      tags: [stages]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/PatchedStage' } } } }
      responses:
        '200': { content: { application/json: { schema: { $ref: '#/components/schemas/Stage' } } } }
        '202': {}
        '400': {}
        '4XX': { content: { application/json: { schema: { $ref: '#/components/schemas/GenericError' } } } }
        default: { content: { text/plain: { schema: { type: string } } } }
    delete:
      operationId: stages_sms_destroy
      tags: [stages]
      security: []
      responses: { '204': {} }
  /move:
    post:
      operationId: move
      parameters:
        - { name: a, in: query, required: true, schema: { type: string } }
        - { name: b, in: query, required: true, schema: { type: integer } }
        - { name: c, in: query, required: true, schema: { type: boolean } }
        - { name: d, in: query, required: true, schema: { type: array, items: { type: string } } }
      requestBody: { required: true, content: { application/merge-patch+json: { schema: { $ref: '#/components/schemas/Stage' } } } }
      responses: { '204': {} }
components:
  securitySchemes:
    authentik: { type: http, scheme: bearer }
    key: { type: apiKey, in: header, name: X-Key }
  schemas:
    Stage:
      type: object
      required: [pk, name]
      properties:
        pk: { type: string, format: uuid, readOnly: true }
        name: { type: string, minLength: 1, maxLength: 254 }
        verify_only: { type: boolean }
    PatchedStage:
      type: object
      properties:
        name: { type: string, minLength: 1, description: A name. }
        verify_only: { type: boolean }
    Page:
      type: object
      required: [pagination, results]
      properties:
        pagination: { type: object, required: [next], properties: { next: { type: integer } } }
        results: { type: array, items: { $ref: '#/components/schemas/Stage' } }
    GenericError:
      type: object
      required: [detail]
      properties: { detail: { type: string } }
";

const PAGING: &str = r#"
[[pagination]]
style = "page-number"
param = "page"
next = "pagination.next"
items = "results"
reason = "every page names the next one"
"#;

fn files(document: &str, config: &str) -> FileSet {
    let input = Input {
        document: SourceText::new("api.yaml", document),
        config: Some(SourceText::new("api.toml", config)),
        ..Input::default()
    };
    let options = Options { packages: Packages::named("stages"), ..Options::default() };
    generate(input, &options).files.expect("the document is right")
}

/// The parts of a text that are looked for, each once and in this order.
#[track_caller]
fn in_order(text: &str, parts: &[&str]) {
    let mut rest = text;
    for part in parts {
        let at = rest.find(part).unwrap_or_else(|| panic!("`{part}` is missing or out of order in:\n{text}"));
        rest = &rest[at + part.len()..];
    }
}

#[test]
fn a_method_is_one_chain_of_calls() {
    let files = files(STAGES, PAGING);
    let text = files.get("client/src/stages.rs").expect("a group has a file");
    in_order(
        text,
        &[
            "client_runtime::operations! {\n",
            "    SMS_RETRIEVE = Get \"/stages/sms/{stage_uuid}/\" \"stages_sms_retrieve\" auth::NEEDS_AUTHENTIK;\n",
            "    SMS_DESTROY = Delete \"/stages/sms/{stage_uuid}/\" \"stages_sms_destroy\";\n",
            "impl Stages {",
            "    /// Lists SMS stages.\n    #[doc = include_str!(\"../docs/stages/sms_list.md\")]\n    #[inline]\n",
            "    pub fn sms_list(&self) -> SmsList {\n        SmsList(self.0.call(&SMS_LIST).json())\n",
            "pub fn sms_retrieve(&self, stage_uuid: Uuid) -> Call<models::Stage, errors::ForbiddenError> {\n",
            "self.0.call(&SMS_RETRIEVE).path(\"stage_uuid\", &stage_uuid).json()\n",
            "body: impl OptionalBody<models::PatchedStage>,",
            ".json_body_if(body.get())",
            ".decode_with(SmsPartialUpdateResponse::decode)",
            "pub fn sms_destroy(&self, stage_uuid: Uuid) -> Call<(), std::convert::Infallible> {",
            ".empty()",
        ],
    );
}

#[test]
fn optional_parameters_are_setters() {
    let files = files(STAGES, PAGING);
    let text = files.get("client/src/stages.rs").expect("a group has a file");
    in_order(
        text,
        &[
            "static SMS_LIST_FIELDS: ParamDef =",
            "ParamDef::new(\"fields\", ParamLocation::Query, ParamStyle::Form { explode: false })",
            "client_runtime::request! {\n    /// What [`Stages::sms_list`] can be told.\n",
            "    pub struct SmsList(models::Page, errors::ForbiddenError);\n",
            "    pages models::Stage, |page| page.results, page_number(\"page\") = page.pagination.next;\n}\n",
            "    /// Which page.\n    #[inline]\n    pub fn page(self, page: i64) -> Self {\n",
            "        Self(self.0.query(\"page\", &page))\n",
            "    /// non-empty\n    pub fn r#type(self, r#type: impl AsRef<str>) -> Self {\n",
            "        Self(self.0.query(\"type\", r#type.as_ref()))\n",
            "pub fn pk_in(self, pk_in: impl IntoIterator<Item = Uuid>) -> Self {\n",
            "        Self(self.0.query(\"pk__in\", &Vec::from_iter(pk_in)))\n",
            "Self(self.0.param(&SMS_LIST_FIELDS, ",
        ],
    );
}

#[test]
fn more_than_four_arguments_become_a_struct() {
    let files = files(STAGES, PAGING);
    let text = files.get("client/src/default.rs").expect("operations without a tag have a group");
    in_order(
        text,
        &[
            "pub struct DefaultOperations(",
            "    MOVE = ",
            "params: &MoveParams,\n",
            "body: &models::StageRequest,\n",
            ".query(\"a\", &params.a)",
            ".json_body(body)",
            ".content_type(\"application/merge-patch+json\")",
            "pub struct MoveParams {",
            "pub a: String,",
            "pub d: Vec<String>,",
        ],
    );
}

#[test]
fn errors_and_results_are_chosen_by_status() {
    let files = files(STAGES, PAGING);
    let text = files.get("client/src/errors/bad_request_status4xx_default_error.rs");
    in_order(
        text.expect("a set of errors has a file"),
        &[
            "BadRequest,",
            "Status4xx(models::GenericError),",
            "Default(String),",
            "400 => Ok(Self::BadRequest),",
            "code if code / 100 == 4 => response.json().map(Self::Status4xx),",
            "_ => response.text().map(Self::Default),",
        ],
    );
    let text = files.get("client/src/stages.rs").expect("a group has a file");
    in_order(
        text,
        &[
            "pub enum SmsPartialUpdateResponse {",
            "202 => Ok(Self::Accepted),",
            "_ => response.json().map(Self::Ok),",
        ],
    );
}

#[test]
fn every_scheme_has_a_setter() {
    let files = files(STAGES, PAGING);
    let text = files.get("client/src/client.rs").expect("there is a client");
    in_order(
        text,
        &[
            "const SERVER_PATH: &str = \"/api/v3\";",
            "/// Scheme `authentik`: type http, scheme bearer.\n    pub fn authentik(self, token: impl Into<String>) -> Self {",
            "/// Scheme `key`: type apiKey, in header `X-Key`.\n    pub fn key(self, key: impl Into<String>) -> Self {",
            "pub fn bearer(self, token: impl Into<String>) -> Self {",
        ],
    );
}

#[test]
fn a_page_shows_what_the_document_says() {
    let files = files(STAGES, PAGING);
    let text = files.get("client/docs/stages/sms_partial_update.md").expect("an operation has a page");
    in_order(
        text,
        &[
            "`PATCH /api/v3/stages/sms/{stage_uuid}/`",
            "| `stage_uuid` | path | uuid | Which stage. — required",
            "# Request body\n\n[`PatchedStage`](crate::models::PatchedStage) (object), optional, `application/json`",
            "| `name` | string | A name. — non-empty |",
            "| 200 | [`Stage`](crate::models::Stage) (object) |",
            "| 400 | none |",
            "\"pk\": \"3fa85f64-5717-4562-b3fc-2c963f66afa6\"",
            "Scheme `authentik`: type http, scheme bearer.",
            "```no_run\nuse stages_client::{Client, models};\n",
            "let client = Client::builder(\"https://api.example.com\").bearer(\"token\").build()?;",
            "let stage_uuid = \"3fa85f64-5717-4562-b3fc-2c963f66afa6\".parse()?;",
            "let body = models::PatchedStage {",
            "client.stages().sms_partial_update(stage_uuid, &body).send().await?;",
            "curl -L -X 'PATCH'",
            "-H 'Authorization: Bearer <TOKEN>'",
        ],
    );
}

#[test]
fn no_file_of_a_large_group_is_long() {
    let operation = |number: usize| {
        let (kind, name) = (number / 200, number % 200);
        format!(
            "  /all/kind{kind}/{{id}}/op{name}: {{ get: {{ operationId: all_k{kind}_{name}, tags: [all], parameters: \
             [{{ name: id, in: path, required: true, schema: {{ type: string }} }}, {{ name: q, in: query, schema: \
             {{ type: string }} }}], responses: {{ '204': {{}} }} }} }}\n"
        )
    };
    let operations: Vec<String> = (0..400).map(operation).collect();
    let document =
        format!("openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n{}", operations.concat());
    let files = files(&document, "");
    let longest = files.iter().map(|(_, text)| text.lines().count()).max();
    assert!(longest < Some(1_500), "{longest:?}");
    assert!(files.get("client/src/all.rs").is_some());
}

#[test]
fn texts_of_the_document_stay_texts() {
    let document = r#"
openapi: 3.0.3
info: { title: "T\n\n    let x = 1;", version: "1" }
paths:
  "/it's/{a}":
    get:
      summary: "ends */ here"
      description: "```\npanic!()\n```"
      parameters: [{ name: a, in: path, required: true, schema: { type: string, example: "'; rm -rf ~; '" } }]
      responses: { "204": {} }
"#;
    let files = files(document, "");
    let (_, page) =
        files.iter().find(|(path, _)| path.starts_with("client/docs/")).expect("an operation has a page");
    in_order(page, &["```text\npanic!()\n```", "'https://api.example.com/it'\\''s/"]);
}

#[test]
fn secrets_in_a_path_are_kept_out_of_errors() {
    let document = r"
openapi: 3.0.3
info: { title: Resets, version: 1.0.0 }
paths:
  /reset/{token}:
    get:
      operationId: reset
      parameters:
        - { name: token, in: path, required: true, schema: { type: string, format: password } }
      responses: { '204': {} }
";
    let input = Input { document: SourceText::new("resets.yaml", document), ..Input::default() };
    let options = Options { packages: Packages::named("resets"), ..Options::default() };
    let files = generate(input, &options).files.expect("a sound document");
    let found = files.iter().any(|(_, text)| text.contains("\"/reset/{token}\" \"reset\" .secret_path();"));
    assert!(found, "the operation is marked");
}

const PHOTOS: &str = r"
openapi: 3.0.3
info: { title: Photos, version: 1.0.0 }
security: [{ key: [] }, { token: [] }]
paths:
  /photos:
    post:
      operationId: add_photos
      tags: [photos]
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photos, title, place]
              properties:
                photos: { type: array, items: { type: string, format: binary } }
                title: { type: string, example: '@home' }
                place: { type: object, properties: { country: { type: string } } }
      responses:
        '204': {}
        default: { content: { text/plain: { schema: { type: string } } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    token: { type: http, scheme: bearer }
";

#[test]
fn multipart_bodies_send_the_properties_that_are_not_listed() {
    let with = |additional: &str| {
        let place = "place: { type: object, properties: { country: { type: string } } }";
        assert!(PHOTOS.contains(place));
        let files = files(
            &PHOTOS.replace(place, &format!("{place}\n              additionalProperties: {additional}")),
            "",
        );
        files.iter().map(|(_, text)| text.to_owned()).collect::<String>()
    };
    assert!(with("{ type: string }").contains(".fields(&body.additional)"));
    assert!(with("{ type: string, format: binary }").contains(".file_fields(&body.additional)"));
    assert!(!with("false").contains("fields(&body.additional)"));
}

#[test]
fn a_set_of_nothing_but_default_has_nothing_to_choose() {
    let files = files(PHOTOS, "");
    let text = files.get("client/src/errors/default_error.rs").expect("a set of errors has a file");
    in_order(
        text,
        &[
            "/// Declared errors of operations with any status.",
            "Default(String),",
            "Some(response.text().map(Self::Default))",
        ],
    );
    assert!(!text.contains("match"), "clippy: there is one way only\n{text}");
}

#[test]
fn a_set_of_nothing_but_a_default_without_a_body_looks_at_nothing() {
    let document = "openapi: 3.0.3
info: { title: A, version: '1' }
paths:
  /a:
    get:
      operationId: a
      responses: { '204': { description: done }, default: { description: failed } }";
    let files = files(document, "");
    let text = files.get("client/src/errors/default_error.rs").expect("the set's file");
    in_order(text, &["fn decode(_response: &RawResponse)", "Some(Ok(Self::Default))"]);
}

#[test]
fn curl_sends_the_parts_that_the_client_sends() {
    let files = files(PHOTOS, "");
    let text = files.get("client/docs/photos/add_photos.md").expect("an operation has a page");
    in_order(
        text,
        &[
            "# Authorization\n\nOne of these is enough:\n\n- Scheme `key`",
            "-F 'photos=@<FILE>'",
            "--form-string 'title=@home'",
            "-F 'place={\"country\":\"string\"};type=application/json'",
        ],
    );
}

/// The functions in the `impl` of a type in `client.rs`, sorted.
fn functions(document: &str, ty: &str) -> Vec<String> {
    let files = files(document, PAGING);
    let file =
        syn::parse_file(files.get("client/src/client.rs").expect("every client has one")).expect("Rust");
    let mut names = Vec::new();
    for item in &file.items {
        let syn::Item::Impl(item) = item else { continue };
        if !matches!(&*item.self_ty, syn::Type::Path(path) if path.path.is_ident(ty)) {
            continue;
        }
        names.extend(item.items.iter().filter_map(|item| match item {
            syn::ImplItem::Fn(function) => Some(function.sig.ident.to_string()),
            _ => None,
        }));
    }
    names.sort();
    names
}

#[test]
fn methods_of_the_client_that_no_accessor_may_hide_are_known() {
    let with_servers = STAGES.replace(
        "servers: [{ url: /api/v3 }]",
        "servers: [{ url: 'https://a.example' }, { url: 'https://b.example' }]",
    );
    assert_eq!(functions(&with_servers, "Client"), OF_CLIENTS);
    let without_schemes =
        STAGES.replace("security: [{ authentik: [] }]", "").replace("securitySchemes:", "x-schemes:");
    assert_eq!(functions(&without_schemes, "ClientBuilder"), ["build"]);
}
