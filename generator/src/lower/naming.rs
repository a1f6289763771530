//! Names for what the document gives none: words from the position of a schema.
//!
//! The words depend on the pointer alone, never on the order in which schemas are met, so that moving a
//! schema about in the document renames nothing.

use serde_json::Value;

use super::Lowering;
use super::atoms::is_component_schema;
use crate::document::{SchemaView, component_schema, refs};
use crate::ir::{Direction, SpecName, TypeDef, TypeId, TypeKind};
use crate::pointer::Pointer;

/// The words for the schema at a pointer, outermost first, and the component that it stands in.
pub(super) fn inline_name(cx: &Lowering<'_>, pointer: &Pointer) -> (Vec<String>, Option<TypeId>) {
    let segments = pointer.segments();
    let texts: Vec<&str> = segments.iter().map(String::as_str).collect();
    match texts.as_slice() {
        ["components", "schemas", name, rest @ ..] => {
            let component = component_schema(name);
            let mut words = vec![(*name).to_owned()];
            schema_words(cx, &component, rest, &mut words);
            (words, cx.known.get(&vec![component]).copied())
        }
        ["components", kind, name, rest @ ..] => {
            let kind = match *kind {
                "responses" => "response",
                "requestBodies" => "request",
                "parameters" => "parameter",
                "headers" => "header",
                other => other,
            };
            let base = Pointer::from_segments(["components", texts[1], name]);
            let mut words = vec![(*name).to_owned(), kind.to_owned()];
            content_words(cx, &base, rest, &mut words);
            (words, None)
        }
        ["paths", path, method, rest @ ..] => {
            let base = Pointer::from_segments(["paths", path, method]);
            let mut words = cx.operation_names.get(&base).cloned().unwrap_or_else(|| path_words(path));
            operation_words(cx, &base, rest, &mut words);
            (words, None)
        }
        ["webhooks", name, method, rest @ ..] => {
            let base = Pointer::from_segments(["webhooks", name, method]);
            let mut words = vec![(*name).to_owned()];
            operation_words(cx, &base, rest, &mut words);
            (words, None)
        }
        rest => {
            let words = rest.iter().filter(|word| !word.is_empty()).map(|word| (*word).to_owned());
            (words.collect(), None)
        }
    }
}

/// The words of a path: `/users/{id}` becomes `users`, `id`.
pub(super) fn path_words(path: &str) -> Vec<String> {
    path.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Words below an operation, or below `parameters` of a path item.
fn operation_words(cx: &Lowering<'_>, base: &Pointer, rest: &[&str], words: &mut Vec<String>) {
    match rest {
        ["parameters", index, rest @ ..] => {
            let base = base.child("parameters").child(index);
            words.extend(text_at(cx, &base, "name"));
            content_words(cx, &base, rest, words);
        }
        ["callbacks", name, expression, method, rest @ ..] => {
            words.push((*name).to_owned());
            let base = base.child("callbacks").child(name).child(expression).child(method);
            operation_words(cx, &base, rest, words);
        }
        ["requestBody", rest @ ..] => {
            words.push("request".to_owned());
            content_words(cx, &base.child("requestBody"), rest, words);
        }
        ["responses", status, rest @ ..] => {
            if !status.starts_with('2') {
                words.push((*status).to_owned());
            }
            words.push("response".to_owned());
            content_words(cx, &base.child("responses").child(status), rest, words);
        }
        // `/paths/<path>/parameters/<index>/…`: the index stands where a method would.
        [index, rest @ ..] => {
            let base = base.child(index);
            words.extend(text_at(cx, &base, "name"));
            content_words(cx, &base, rest, words);
        }
        [] => {}
    }
}

/// Words below something that holds `schema`, `content` or `headers`.
fn content_words(cx: &Lowering<'_>, base: &Pointer, rest: &[&str], words: &mut Vec<String>) {
    match rest {
        ["schema", rest @ ..] => schema_words(cx, &base.child("schema"), rest, words),
        ["content", media, rest @ ..] => {
            content_words(cx, &base.child("content").child(media), rest, words);
        }
        ["headers", name, rest @ ..] => {
            words.push((*name).to_owned());
            content_words(cx, &base.child("headers").child(name), rest, words);
        }
        _ => {}
    }
}

/// Words below a schema.
fn schema_words(cx: &Lowering<'_>, base: &Pointer, rest: &[&str], words: &mut Vec<String>) {
    let mut at = base.clone();
    let mut rest = rest;
    loop {
        let taken = match rest {
            ["properties" | "$defs" | "definitions", name, ..] => {
                words.push((*name).to_owned());
                2
            }
            ["items", ..] => {
                words.push("item".to_owned());
                1
            }
            ["additionalProperties" | "unevaluatedProperties", ..] => {
                words.push("value".to_owned());
                1
            }
            ["patternProperties", _, ..] => {
                words.push("value".to_owned());
                2
            }
            [keyword @ ("oneOf" | "anyOf"), index, ..] => {
                words.push(branch_word(cx, &at.child(keyword).child(index), index));
                2
            }
            // Parts of an intersection have no name of their own.
            ["allOf", _, ..] => 2,
            [_, index, ..] if index.parse::<usize>().is_ok() => {
                words.push((*index).to_owned());
                2
            }
            [other, ..] => {
                words.push((*other).to_owned());
                1
            }
            [] => return,
        };
        at = rest[..taken].iter().fold(at, |at, segment| at.child(segment));
        rest = &rest[taken..];
    }
}

/// A word for an inline branch of a union.
pub(super) fn branch_name(cx: &Lowering<'_>, branch: &SchemaView<'_>) -> String {
    branch_word(cx, &branch.at.pointer, &branch.at.pointer.last().unwrap_or_default())
}

/// `title`, or the component that the branch refers to, or its number counted from one.
fn branch_word(cx: &Lowering<'_>, at: &Pointer, index: &str) -> String {
    let target = text_at(cx, at, "$ref").as_deref().and_then(refs::target);
    let component = target.filter(is_component_schema).and_then(|target| target.last());
    component
        .or_else(|| text_at(cx, at, "title"))
        .unwrap_or_else(|| format!("variant {}", index.parse::<usize>().map_or(1, |index| index + 1)))
}

fn text_at(cx: &Lowering<'_>, at: &Pointer, keyword: &str) -> Option<String> {
    let text = cx.document.root.pointer(at.as_str())?.get(keyword).and_then(Value::as_str)?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// Adds the type of one of several shapes that a schema allows, for example the object in
/// `type: [string, object]`.
pub(super) fn member_type(cx: &mut Lowering<'_>, view: &SchemaView<'_>, kind: TypeKind) -> TypeId {
    let key = vec![view.at.pointer.clone(), view.at.pointer.child("type")];
    if let Some(id) = cx.known.get(&key) {
        return *id;
    }
    let (mut words, owner) = inline_name(cx, &view.at.pointer);
    words.push("object".to_owned());
    let id = cx.types.push(TypeDef {
        name: SpecName::Suggested(words),
        owner,
        docs: super::docs::schema_docs(view),
        kind,
        direction: Direction::default(),
        at: view.at.clone(),
    });
    cx.known.insert(key, id);
    id
}
