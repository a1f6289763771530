//! Which parts of an API came out as plain JSON values.

use generator::ir::{Api, TypeRef, TypeUse};

/// The pointers of every type, parameter and body that holds a value without a type, one entry per value.
pub(super) fn places(api: &Api) -> Vec<String> {
    let mut places = Vec::new();
    for (_, def) in api.types.iter() {
        def.kind.for_each_use(&mut |used| note(used, def.at.pointer.as_str(), &mut places));
    }
    for (_, operation) in api.operations.iter() {
        let at = operation.at.pointer.as_str();
        operation.params.iter().for_each(|param| note(&param.ty, param.at.pointer.as_str(), &mut places));
        let sent = operation.body.iter().flat_map(|body| &body.content);
        let received = operation.success.iter().flat_map(|response| &response.content);
        sent.chain(received).filter_map(|media| media.ty.as_ref()).for_each(|ty| note(ty, at, &mut places));
    }
    places
}

fn note(used: &TypeUse, at: &str, places: &mut Vec<String>) {
    match &used.ty {
        TypeRef::Any => places.push(at.to_owned()),
        TypeRef::List(item) | TypeRef::Map(item) => note(item, at, places),
        TypeRef::Tuple(items) => items.iter().for_each(|item| note(item, at, places)),
        TypeRef::Named(_) | TypeRef::Scalar(_) => {}
    }
}
