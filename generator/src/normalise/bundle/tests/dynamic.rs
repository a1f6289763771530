//! `$dynamicAnchor` and `$dynamicRef` (JSON Schema 2020-12, section 8.2).

use serde_json::json;

use super::{Outcome, bundled, schemas};

#[test]
fn dynamic_anchors_of_one_name_are_told_where_no_reference_tells_of_them() {
    let twice = "A: {$dynamicAnchor: x}\nB: {$dynamicAnchor: x}\nC: {$id: 'https://example.com/c', $dynamicAnchor: x}";
    let Outcome { told, .. } = bundled(&[("api.yaml", &schemas(twice))]);
    assert_eq!(
        told,
        ["OA0111 api.yaml:6:25 the anchor `x` is that of another schema; references lead to the first +1"]
    );
    let Outcome { told, .. } =
        bundled(&[("api.yaml", &schemas(&format!("{twice}\nD: {{$dynamicRef: '#x'}}")))]);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("OA0110 api.yaml:8:"), "{told:?}");
}

#[test]
fn a_dynamic_reference_without_a_target_leads_nowhere() {
    let Outcome { tree, told, .. } = bundled(&[("api.yaml", &schemas("A: {$dynamicRef: '#nowhere'}"))]);
    assert_eq!(tree["components"]["schemas"]["A"], json!({}));
    assert_eq!(
        told,
        [
            "OA0101 api.yaml:5:22 `#nowhere` leads nowhere: there is no anchor `nowhere`; give the target `$anchor`, or write the path to it: `#/components/schemas/Name` +0"
        ]
    );
}

#[test]
fn a_dynamic_reference_with_one_target_is_a_plain_one() {
    let node = "Node: {$dynamicAnchor: node, properties: {children: {items: {$dynamicRef: '#node'}}}}";
    let Outcome { tree, told, .. } = bundled(&[("api.yaml", &schemas(node))]);
    assert_eq!(told, [""; 0]);
    assert_eq!(
        tree["components"]["schemas"]["Node"]["properties"]["children"]["items"],
        json!({"$ref": "#/components/schemas/Node"})
    );
    let list = "List: {items: {$dynamicRef: '#item'}, $defs: {d: {$dynamicAnchor: item}}}\nNames: {$ref: '#/components/schemas/List', $defs: {i: {$dynamicAnchor: item, type: string}}}";
    let Outcome { tree, told, .. } = bundled(&[("api.yaml", &schemas(list))]);
    assert_eq!(
        told,
        [
            "OA0110 api.yaml:5:33 `#item` leads to another schema depending on the way here; any value is accepted +2"
        ]
    );
    assert_eq!(tree["components"]["schemas"]["List"]["items"], json!({}));
}
