//! Constraints of every kind on hand-written types.

use std::collections::BTreeMap;

use client_runtime::{Patch, Secret, Uuid, Validate, Value};

#[derive(Clone, Debug, Default, PartialEq)]
struct Flow {
    slug: String,
    title: Option<String>,
    weight: Patch<i64>,
    ratio: f64,
}

client_runtime::record! { Flow {
    slug "slug" Required String,
    title "title" Optional String,
    weight "weight" Patch i64,
    ratio "ratio" Required f64,
} }

client_runtime::validate! { Flow {
    slug "slug" [MinLength(1), MaxLength(4)],
    title "title" [MinLength(2)],
    weight "weight" [Min(-2_147_483_648), Max(2_147_483_647), MultipleOf(5)],
    ratio "ratio" [Above(0), BelowFloat(1.5), MultipleOfFloat(0.1)],
} }

#[derive(Clone, Debug, Default, PartialEq)]
struct Stage {
    pk: Uuid,
    flow_set: Option<Vec<Flow>>,
    tags: Vec<String>,
    labels: BTreeMap<String, String>,
    password: Secret,
    r#type: Option<Box<Stage>>,
    additional: BTreeMap<String, Vec<i64>>,
}

client_runtime::record! { Stage {
    pk "pk" Required Uuid,
    flow_set "flow_set" Optional Vec<Flow>,
    tags "tags" Required Vec<String>,
    labels "labels" Required BTreeMap<String, String>,
    password "password" Required Secret,
    r#type "type" Optional Box<Stage>,
} additional Vec<i64> }

client_runtime::validate! { Stage {
    flow_set "flow_set" [MaxItems(2)],
    tags "tags" [MaxItems(3), Unique, Items(&[MinLength(1)])],
    labels "labels" [MaxProperties(2), Values(&[MaxLength(3)])],
    password "password" [MinLength(8)],
    r#type "type" [],
    additional "" [Values(&[MinItems(1)])],
} [MaxProperties(8)] }

#[derive(Clone, Debug, PartialEq)]
enum Either {
    Flow(Box<Flow>),
    Text(String),
    Other(bool),
    Unknown(Value),
}

client_runtime::validate! { Either union { Flow [], Text [MinLength(1)] } }

struct Wrapped(Vec<Either>);

client_runtime::validate! { Wrapped newtype [MinItems(1)] }

#[derive(Clone, Debug, PartialEq)]
struct Free;

client_runtime::validate! { Free {} }

fn flow() -> Flow {
    Flow { slug: "a".to_owned(), ratio: 0.3, ..Flow::default() }
}

fn stage() -> Stage {
    Stage { password: "long enough".into(), ..Stage::default() }
}

fn faults(value: &impl Validate) -> Vec<String> {
    value.validate().map_or_else(|errors| errors.iter().map(ToString::to_string).collect(), |()| Vec::new())
}

#[test]
fn says_what_is_demanded_of_a_field() {
    assert_eq!(faults(&flow()), [""; 0]);
    assert_eq!(faults(&Flow { slug: String::new(), ..flow() }), ["slug: non-empty"]);
    assert_eq!(faults(&Flow { slug: "äöüß".to_owned(), ..flow() }), [""; 0]);
    assert_eq!(faults(&Flow { slug: "abcde".to_owned(), ..flow() }), ["slug: at most 4 characters"]);
    assert_eq!(faults(&Flow { title: Some("a".to_owned()), ..flow() }), ["title: at least 2 characters"]);
    let bounds = "weight: between -2147483648 and 2147483647";
    assert_eq!(faults(&Flow { weight: 2_147_483_648.into(), ..flow() }), [bounds]);
    assert_eq!(faults(&Flow { weight: (-2_147_483_649).into(), ..flow() }), [bounds]);
    assert_eq!(faults(&Flow { weight: 2_147_483_646.into(), ..flow() }), ["weight: a multiple of 5"]);
    assert_eq!(faults(&Flow { weight: Patch::Null, ..flow() }), [""; 0]);
    assert_eq!(faults(&Flow { ratio: 0.0, ..flow() }), ["ratio: greater than 0"]);
    assert_eq!(faults(&Flow { ratio: 1.5, ..flow() }), ["ratio: less than 1.5"]);
    assert_eq!(faults(&Flow { ratio: 0.25, ..flow() }), ["ratio: a multiple of 0.1"]);
}

#[test]
fn names_the_path_of_every_value_at_fault() {
    let bad = Flow { slug: String::new(), title: Some(String::new()), ..flow() };
    let value = Stage {
        flow_set: Some(vec![flow(), bad]),
        tags: vec!["a".to_owned(), "a".to_owned(), String::new()],
        labels: BTreeMap::from([
            ("ok".to_owned(), "abc".to_owned()),
            ("a b".to_owned(), "abcd".to_owned()),
            ("c".to_owned(), "abcd".to_owned()),
        ]),
        r#type: Some(Box::new(Stage { password: "short".into(), ..stage() })),
        additional: BTreeMap::from([("extra".to_owned(), vec![])]),
        ..stage()
    };
    let errors = value.validate().expect_err("many faults");
    assert_eq!(
        errors.to_string(),
        "not valid: flow_set[1].slug: non-empty; flow_set[1].title: at least 2 characters; tags: items that all \
         differ; tags[2]: non-empty; labels: at most 2 properties; labels[\"a b\"]: at most 3 characters; labels.c: at \
         most 3 characters; type.password: at least 8 characters; extra: at least 1 item"
    );
    assert_eq!(
        errors.iter().next().map(|first| (first.path(), first.demand())),
        Some(("flow_set[1].slug", "non-empty"))
    );
    let _: &dyn std::error::Error = &errors;
}

#[test]
fn counts_the_properties_that_are_sent() {
    let extra = |count: usize| (0..count).map(|index| (format!("x{index}"), vec![1])).collect();
    assert_eq!(faults(&Stage { additional: extra(4), ..stage() }), [""; 0]);
    assert_eq!(faults(&Stage { additional: extra(5), ..stage() }), ["at most 8 properties"]);
}

#[test]
fn goes_into_unions_and_newtypes() {
    let value = Wrapped(vec![
        Either::Text(String::new()),
        Either::Flow(Box::new(Flow { slug: String::new(), ..flow() })),
        Either::Other(true),
        Either::Unknown(Value::Null),
    ]);
    assert_eq!(faults(&value), ["[0]: non-empty", "[1].slug: non-empty"]);
    assert_eq!(faults(&Wrapped(vec![])), ["at least 1 item"]);
    assert_eq!(faults(&Free), [""; 0]);
}

#[cfg(feature = "pattern")]
#[test]
fn matches_the_regular_expressions_of_json_schema() {
    struct Slug(String);
    client_runtime::validate! { Slug newtype [Pattern(r"^(?!-)[-a-z\d]+$")] }
    struct Broken(String);
    client_runtime::validate! { Broken newtype [Pattern("(")] }
    assert_eq!(faults(&Slug("a-1".to_owned())), [""; 0]);
    assert_eq!(faults(&Slug("-a".to_owned())), [r"text that matches `^(?!-)[-a-z\d]+$`"]);
    assert_eq!(faults(&Broken("anything".to_owned())), [""; 0]);
}
