//! What actions do, by hand from the Overlay Specification 1.0.

use serde_json::{Value, json};

use super::apply;
use crate::diagnostics::Diagnostics;
use crate::origins::Origins;
use crate::pointer::{FileId, Pointer};

fn overlay(actions: &Value) -> Value {
    json!({"overlay": "1.0.0", "info": {"title": "t", "version": "1"}, "actions": actions})
}

/// The document after the actions, and `code pointer` of every diagnostic.
fn run(mut document: Value, overlay: &Value) -> (Value, Vec<String>, Origins) {
    let mut origins = Origins::default();
    let mut diagnostics = Diagnostics::default();
    apply(overlay, FileId(1), &mut document, &mut origins, &mut diagnostics);
    let told = diagnostics.iter().map(|told| format!("{} {}", told.code.id, told.at.pointer));
    (document, told.collect(), origins)
}

#[track_caller]
fn changes(document: Value, actions: &Value, expected: &Value) -> Origins {
    let (changed, told, origins) = run(document, &overlay(actions));
    assert_eq!((&changed, told.as_slice()), (expected, [].as_slice()));
    origins
}

#[track_caller]
fn refuses(actions: &Value, expected: &[&str]) {
    let document = json!({"a": {"b": 1}, "list": [1]});
    let (changed, told, _) = run(document.clone(), &overlay(actions));
    assert_eq!((changed, told), (document, expected.iter().map(ToString::to_string).collect()));
}

#[test]
fn mappings_merge_recursively() {
    let origins = changes(
        json!({"info": {"title": "old", "contact": {"name": "n"}}}),
        &json!([{"target": "$.info", "update": {"title": "new", "contact": {"email": "e"}}}]),
        &json!({"info": {"title": "new", "contact": {"name": "n", "email": "e"}}}),
    );
    let email = origins.locate(&Pointer::parse("/info/contact/email"));
    assert_eq!((email.file, email.pointer.as_str()), (FileId(1), "/actions/0/update/contact/email"));
    assert_eq!(origins.locate(&Pointer::parse("/info/contact/name")).file, FileId(0));
}

#[test]
fn lists_grow() {
    changes(
        json!({"tags": [{"name": "a"}]}),
        &json!([
            {"target": "$.tags", "update": {"name": "b"}},
            {"target": "$", "update": {"tags": [{"name": "c"}]}},
        ]),
        &json!({"tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}),
    );
}

#[test]
fn one_action_may_match_many_nodes() {
    changes(
        json!({"paths": {"/a": {"get": {}, "post": {}}, "/b": {"get": {}}}}),
        &json!([{"target": "$.paths.*.get", "update": {"x": 1}}]),
        &json!({"paths": {"/a": {"get": {"x": 1}, "post": {}}, "/b": {"get": {"x": 1}}}}),
    );
}

#[test]
fn filters_select_and_removal_keeps_the_rest_in_order() {
    let origins = changes(
        json!({"parameters": [{"name": "a"}, {"name": "x"}, {"name": "b"}, {"name": "x"}, {"name": "c"}], "z": 1}),
        &json!([
            {"target": "$.parameters[?@.name=='x']", "remove": true},
            {"target": "$.z", "remove": true},
        ]),
        &json!({"parameters": [{"name": "a"}, {"name": "b"}, {"name": "c"}]}),
    );
    let last = origins.locate(&Pointer::parse("/parameters/2/name"));
    assert_eq!(last.pointer.as_str(), "/parameters/4/name");
}

#[test]
fn removal_does_not_depend_on_the_order_of_selection() {
    changes(
        json!({"list": ["a", "b", "c", "d"]}),
        &json!([{"target": "$.list[2, 0]", "remove": true}]),
        &json!({"list": ["b", "d"]}),
    );
}

#[test]
fn primitives_are_replaced_by_primitives_only() {
    changes(json!({"a": 1}), &json!([{"target": "$.a", "update": "two"}]), &json!({"a": "two"}));
    refuses(&json!([{"target": "$.a.b", "update": {"c": 1}}]), &["OA0504 #/actions/0/update"]);
    refuses(&json!([{"target": "$.a", "update": "text"}]), &["OA0504 #/actions/0/update"]);
}

#[test]
fn actions_apply_in_order() {
    changes(
        json!({"a": {"b": 1}}),
        &json!([{"target": "$.a", "update": {"c": {}}}, {"target": "$.a.c", "update": {"d": 2}}, {"target": "$.a.b", "remove": true}]),
        &json!({"a": {"c": {"d": 2}}}),
    );
}

#[test]
fn faults_of_the_overlay_are_all_reported() {
    refuses(
        &json!([
            {"target": "$.nothing", "remove": true},
            {"target": "a.b", "remove": true},
            {"update": {}},
            {"target": "$.a"},
            {"target": "$.a", "updte": {}},
        ]),
        &[
            "OA0501 #/actions/0/target",
            "OA0503 #/actions/1/target",
            "OA0504 #/actions/2",
            "OA0504 #/actions/3",
            "OA0504 #/actions/4/updte",
        ],
    );
    let (_, told, _) = run(json!({}), &json!({"overlay": "2.0", "info": {"title": "t"}, "actions": {}}));
    assert_eq!(told, ["OA0504 #/overlay", "OA0504 #/info", "OA0504 #/actions"]);
}
