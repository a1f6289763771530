//! The committed stage document, broken in one way at a time: each is reported with its code, file, line, column,
//! the lines themselves and help; nothing is generated; several mistakes come in one run.

use tests::document::{Texts, position};

const DOCUMENT: &str = "authentik-stages.yaml";
const OVERLAY: &str = "authentik-stages.overlay.yaml";
const CONFIG: &str = "authentik-stages.toml";

/// Asserts that exactly this is said, in this order: code, place and words of each report.
#[track_caller]
fn says(texts: &Texts, expected: &[(&str, String, &[&str])]) {
    let outcome = texts.generate();
    let said: Vec<_> = outcome.reports.iter().map(|report| (report.code, report.place.clone())).collect();
    let wanted: Vec<_> = expected.iter().map(|(code, place, _)| (*code, place.clone())).collect();
    assert_eq!(said, wanted, "{}", outcome.rendered);
    for (report, (_, place, words)) in outcome.reports.iter().zip(expected) {
        for word in *words {
            assert!(outcome.rendered.contains(word), "`{word}` in:\n{}", outcome.rendered);
        }
        assert!(!report.help.is_empty());
        for shown in [place, "^", &report.help] {
            assert!(outcome.rendered.contains(shown), "`{shown}` in:\n{}", outcome.rendered);
        }
    }
    assert!(outcome.files.is_none(), "errors write nothing");
}

fn at(file: &str, position: &str) -> String {
    format!("{file}:{position}")
}

const RETRIEVE: &str = "operationId: stages_authenticator_sms_retrieve";

#[test]
fn the_committed_documents_are_without_a_fault() {
    let outcome = Texts::committed().generate();
    assert_eq!(outcome.rendered, "");
    assert!(outcome.files.is_some());
}

#[test]
fn a_dangling_reference() {
    let target = "#/components/schemas/AuthenticatorSMSStage";
    let texts = Texts::committed().edit(RETRIEVE, target, "#/components/schemas/AuthenticatorSMSStag");
    let place = position(&texts.document, RETRIEVE, "'#/components/schemas/AuthenticatorSMSStag'");
    let words = ["#/components/schemas/AuthenticatorSMSStag", "AuthenticatorSMSStage"];
    says(&texts, &[("OA0101", at(DOCUMENT, &place), &words)]);
}

#[test]
fn a_duplicate_key() {
    let texts = Texts::committed().edit(
        "    ProviderEnum:\n",
        "      type: string\n",
        "      type: string\n      type: integer\n",
    );
    let place = position(&texts.document, "    ProviderEnum:\n", "type: integer");
    says(&texts, &[("OA0002", at(DOCUMENT, &place), &["type", "first given here"])]);
}

#[test]
fn a_cyclic_reference() {
    let enum_body = "      type: string\n      enum:\n      - basic\n      - bearer\n";
    let texts = Texts::committed().edit(
        "    AuthTypeEnum:\n",
        enum_body,
        "      $ref: '#/components/schemas/AuthTypeEnum'\n",
    );
    let place = position(&texts.document, "    AuthTypeEnum:\n", "'#/components/schemas/AuthTypeEnum'");
    says(&texts, &[("OA0102", at(DOCUMENT, &place), &["AuthTypeEnum"])]);
}

#[test]
fn an_undeclared_path_parameter() {
    let path = "/stages/authenticator/webauthn_device_types/{aaguid}/";
    let texts = Texts::committed().edit("paths:", path, "/stages/authenticator/webauthn_device_types/{id}/");
    let outcome = texts.generate();
    let reports: Vec<_> = outcome.reports.iter().map(|report| report.code).collect();
    // The overlay's action for the path has lost its target as well.
    assert_eq!(reports, ["OA0402", "OA0403", "OA0501"], "{}", outcome.rendered);
    assert!(outcome.reports[0].message.contains("`{id}`"), "{}", outcome.rendered);
    assert!(outcome.reports[1].message.contains("aaguid"), "{}", outcome.rendered);
    assert!(outcome.files.is_none());
}

#[test]
fn a_wrong_type_of_required() {
    let anchor = "    AuthenticatorSMSStageRequest:\n";
    let texts =
        Texts::committed().edit(anchor, "      required:\n", "      required: true\n      x-required:\n");
    let place = position(&texts.document, anchor, "true\n      x-required");
    says(&texts, &[("OA0204", at(DOCUMENT, &place), &["required"])]);
}

#[test]
fn bad_yaml() {
    let texts = Texts::committed().edit(RETRIEVE, "in: path", "in: 'path");
    let outcome = texts.generate();
    assert_eq!(outcome.reports.len(), 1, "{}", outcome.rendered);
    assert_eq!(outcome.reports[0].code, "OA0001");
    assert!(outcome.reports[0].place.starts_with(DOCUMENT));
    assert!(outcome.files.is_none());
}

#[test]
fn an_unknown_security_scheme() {
    let texts = Texts::committed().edit(RETRIEVE, "- authentik: []", "- authentic: []");
    let place = position(&texts.document, RETRIEVE, "authentic: []");
    says(&texts, &[("OA0404", at(DOCUMENT, &place), &["authentic"])]);
}

#[test]
fn an_overlay_action_that_matches_nothing() {
    let mut texts = Texts::committed();
    texts.overlay.push_str("- target: $.paths['/stages/none/'].get\n  update:\n    summary: Nothing.\n");
    let place = position(&texts.overlay, "$.paths['/stages/none/'].get", "$.paths['/stages/none/'].get");
    says(&texts, &[("OA0501", at(OVERLAY, &place), &["/stages/none/"])]);
}

#[test]
fn a_configuration_entry_that_matches_nothing() {
    let mut texts = Texts::committed();
    texts.config.push_str("\n[[secrets]]\nproperty = \"NoSuchStage.secret\"\nreason = \"none\"\n");
    let outcome = texts.generate();
    assert_eq!(outcome.reports.len(), 1, "{}", outcome.rendered);
    assert_eq!(outcome.reports[0].code, "OA0502");
    assert!(outcome.reports[0].place.starts_with(CONFIG), "{}", outcome.rendered);
    assert!(outcome.reports[0].message.contains("NoSuchStage.secret"), "{}", outcome.rendered);
}

#[test]
fn not_an_openapi_document() {
    let texts = Texts::committed().edit("", "openapi: 3.0.3", "openapi: 9.9.9");
    let place = position(&texts.document, "", "9.9.9");
    says(&texts, &[("OA0003", at(DOCUMENT, &place), &["9.9.9"])]);
}

#[test]
fn a_reference_to_another_file() {
    let target = "#/components/schemas/AuthenticatorSMSStage";
    let texts = Texts::committed().edit(RETRIEVE, target, "../../etc/passwd#/x");
    let place = position(&texts.document, RETRIEVE, "'../../etc/passwd#/x'");
    says(&texts, &[("OA0107", at(DOCUMENT, &place), &["../../etc/passwd"])]);
}

#[test]
fn a_missing_keyword() {
    let texts = Texts::committed().edit("paths:\n  /stages/all/:\n", "in: query", "x-in: query");
    let outcome = texts.generate();
    assert!(outcome.reports.iter().any(|report| report.code == "OA0202"), "{}", outcome.rendered);
    assert!(outcome.files.is_none());
}

#[test]
fn two_operations_of_one_name() {
    let texts = Texts::committed().edit("paths:", RETRIEVE, "operationId: stages_all_retrieve");
    let outcome = texts.generate();
    assert_eq!(outcome.reports.len(), 1, "{}", outcome.rendered);
    assert_eq!(outcome.reports[0].code, "OA0405");
    assert!(outcome.reports[0].message.contains("stages_all_retrieve"), "{}", outcome.rendered);
}

#[test]
fn several_mistakes_are_reported_in_one_run() {
    let mut texts = Texts::committed()
        .edit(RETRIEVE, "#/components/schemas/AuthenticatorSMSStage", "#/components/schemas/Nowhere")
        .edit("operationId: stages_all_retrieve", "- authentik: []", "- nobody: []")
        .edit(
            "    AuthenticatorSMSStageRequest:\n",
            "      required:\n",
            "      required: true\n      x-required:\n",
        );
    texts.overlay.push_str("- target: $.paths['/stages/none/'].get\n  update:\n    summary: Nothing.\n");
    let outcome = texts.generate();
    for code in ["OA0101", "OA0204", "OA0404", "OA0501"] {
        assert!(outcome.reports.iter().any(|report| report.code == code), "{code} in:\n{}", outcome.rendered);
    }
    assert!(outcome.files.is_none());
}
